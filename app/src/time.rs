//! Today and the clock, in Swedish time, and how days are said.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use shared::written_date::{say_day, say_range};
use wasm_bindgen::JsValue;

/// The moment on a Swedish clock. The browser knows when summer time holds.
#[must_use]
pub fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds stay exact for 285,000 years")]
    let date = js_sys::Date::new(&JsValue::from_f64(moment.timestamp_millis() as f64));
    read(&date).unwrap_or_else(|| moment.naive_utc())
}

/// The day it is in Sweden.
#[must_use]
pub fn today() -> NaiveDate {
    let now = js_sys::Date::new_0();
    read(&now).map_or_else(
        || {
            #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
            let moment = DateTime::from_timestamp_millis(now.get_time() as i64);
            moment.unwrap_or_default().date_naive()
        },
        |now| now.date(),
    )
}

fn read(date: &js_sys::Date) -> Option<NaiveDateTime> {
    let options = js_sys::Object::new();
    for (key, value) in [
        ("timeZone", "Europe/Stockholm"),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("second", "2-digit"),
    ] {
        js_sys::Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // The Swedish form is ISO 8601 with a space.
    let text = String::from(date.to_locale_string("sv-SE", &options));
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok()
}

/// `14:03`.
fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// `14:03` today, else `18 nov 14:03`, with the year when it isn't this one.
#[must_use]
pub fn say_moment(moment: DateTime<Utc>) -> String {
    let at = local(moment);
    if at.date() == today() {
        clock(at.time())
    } else {
        format!("{} {}", say_short(at.date()), clock(at.time()))
    }
}

/// The day of a moment, said as [`say_short`].
#[must_use]
pub fn say_day_of(moment: DateTime<Utc>) -> String {
    say_short(local(moment).date())
}

/// `18 nov`, with the year when it isn't this one.
#[must_use]
pub fn say_short(day: NaiveDate) -> String {
    let long = say_range(day, day);
    if day.year() == today().year() {
        long.rsplit_once(' ').map_or_else(|| long.clone(), |(short, _)| short.to_owned())
    } else {
        long
    }
}

/// `tis 18 nov 2026`.
#[must_use]
pub fn say_long(day: NaiveDate) -> String {
    say_day(day)
}

/// `maj 2031`.
#[must_use]
pub fn say_month(day: NaiveDate) -> String {
    let long = say_range(day, day);
    long.split_once(' ').map_or_else(|| long.clone(), |(_, month)| month.to_owned())
}

/// How late something is: `3 dagar sen`, `6 veckor sen`, `5 månader sen`.
#[must_use]
pub fn say_late(days: i64) -> String {
    match days {
        1 => "1 dag sen".to_owned(),
        ..14 => format!("{days} dagar sen"),
        14..70 => format!("{} veckor sen", days / 7),
        70..730 => format!("{} månader sen", days / 30),
        _ => format!("{} år sen", days / 365),
    }
}

/// How far off a day is: `i dag`, `i morgon`, `om 9 dagar`; none beyond four weeks, where the date says it better.
#[must_use]
pub fn say_ahead(day: NaiveDate) -> Option<String> {
    match (day - today()).num_days() {
        0 => Some("i dag".to_owned()),
        1 => Some("i morgon".to_owned()),
        days @ 2..=28 => Some(format!("om {days} dagar")),
        _ => None,
    }
}
