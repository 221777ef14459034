//! What was read before, for as long as the database says that it stands where it did: then no server misses what another has
//! changed, and what fills most of an answer isn't copied out of the database once more, or isn't asked for at all.
//!
//! Only what has come to last is remembered: a work that writes sees changes which may never do.

use std::{hash::Hash, sync::Arc};

use quick_cache::{Weighter, sync::Cache};
use shared::TrainingId;

/// Something that takes room.
pub(super) trait Weighs {
    /// Bytes of memory, about.
    fn bytes(&self) -> usize;
}

/// Something of a training.
pub(super) trait OfTraining: Weighs {
    /// What the training stood at: its revision, and what it is told with that changes without it.
    fn stamp(&self) -> &str;
}

/// Things by what they are known by; those least asked for are forgotten first.
pub(super) struct Remembered<K, V>(Cache<K, Arc<V>, ByBytes>);

#[derive(Clone)]
struct ByBytes;

impl<K, V: Weighs> Weighter<K, Arc<V>> for ByBytes {
    fn weight(&self, _: &K, value: &Arc<V>) -> u64 {
        u64::try_from(value.bytes()).unwrap_or(u64::MAX)
    }
}

impl<K: Eq + Hash + Clone, V: Weighs> Remembered<K, V> {
    /// Room for so many bytes, of which each takes about `one`.
    pub fn of(bytes: u64, one: usize) -> Self {
        let entries = usize::try_from(bytes).unwrap_or(usize::MAX) / one;
        Self(Cache::with_weighter(entries, bytes, ByBytes))
    }

    /// Gives and forgets it.
    pub fn take(&self, key: &K) -> Option<Arc<V>> {
        self.0.remove(key).map(|(_, value)| value)
    }

    /// Remembers it.
    pub fn keep(&self, key: K, value: Arc<V>) {
        self.0.insert(key, value);
    }
}

impl<V: OfTraining> Remembered<TrainingId, V> {
    /// It, if the training stands there still.
    pub fn at(&self, training: TrainingId, stamp: &str) -> Option<Arc<V>> {
        self.0.get(&training).filter(|value| value.stamp() == stamp)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    struct Told(&'static str, &'static str);

    impl OfTraining for Told {
        fn stamp(&self) -> &str {
            self.0
        }
    }

    impl Weighs for Told {
        fn bytes(&self) -> usize {
            self.0.len() + self.1.len()
        }
    }

    fn training(number: u128) -> TrainingId {
        TrainingId::new(Uuid::from_u128(number))
    }

    #[test]
    fn it_is_given_for_the_same_stamp_alone() {
        let remembered = Remembered::<_, Told>::of(10_000, 10);
        let at = |number, stamp| remembered.at(training(number), stamp).map(|told| told.1);
        assert_eq!(at(1, "Ada 4"), None);
        remembered.keep(training(1), Arc::new(Told("Ada 4", "facts")));
        assert_eq!(at(1, "Ada 4"), Some("facts"));
        for (number, stamp) in [(1, "Ada 3"), (1, "Ada 5"), (1, "Åda 4"), (2, "Ada 4")] {
            assert_eq!(at(number, stamp), None);
        }
        remembered.keep(training(1), Arc::new(Told("Ada 5", "later")));
        assert_eq!((at(1, "Ada 4"), at(1, "Ada 5")), (None, Some("later")));
    }

    #[test]
    fn no_more_is_remembered_than_there_is_room_for() {
        let remembered = Remembered::of(2_000, 10);
        for number in 0..10_000 {
            remembered.keep(training(number), Arc::new(Told("Ada 4", "facts")));
        }
        let left = (0..10_000).filter(|number| remembered.at(training(*number), "Ada 4").is_some());
        assert!((1..=200).contains(&left.count()));
    }
}
