//! Time and new ids come from here and nowhere else, so that tests can hold them still.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Stockholm;
use uuid::Uuid;

/// Where "now" comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// Stands still, and is moved by hand: milliseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now` until it is moved.
    #[must_use]
    pub fn fixed(now: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(now.timestamp_millis())))
    }

    /// Moves a fixed clock; the system's can't be moved.
    pub fn advance(&self, by: chrono::Duration) {
        if let Self::Fixed(millis) = self {
            millis.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
        }
    }

    /// The instant, in whole milliseconds as the store keeps it.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match self {
            Self::System => Utc::now().timestamp_millis(),
            Self::Fixed(millis) => millis.load(Ordering::Relaxed),
        };
        DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// The day in Sweden.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day_in_sweden(self.now())
    }
}

/// The Swedish day of an instant.
#[must_use]
pub fn day_in_sweden(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Stockholm).date_naive()
}

/// A new id, in order of time.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_sweden() {
        let at = |text: &str| day_in_sweden(text.parse().unwrap()).to_string();
        assert_eq!(at("2026-06-30T21:59:59Z"), "2026-06-30");
        assert_eq!(at("2026-06-30T22:00:00Z"), "2026-07-01");
        assert_eq!(at("2026-12-31T23:00:00Z"), "2027-01-01");
    }
}
