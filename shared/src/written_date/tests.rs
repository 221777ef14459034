use proptest::prelude::*;

use super::*;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
}

/// Wording, first day, last day, precision.
fn assert_span(text: &str, from: (i32, u32, u32), to: (i32, u32, u32), precision: Precision) {
    let read = parse_written_dates(text);
    assert_eq!(read.len(), 1, "{text}: {read:?}");
    assert_eq!(
        (read[0].from, read[0].to, read[0].precision),
        (Some(ymd(from.0, from.1, from.2)), Some(ymd(to.0, to.1, to.2)), precision),
        "{text}"
    );
    assert_eq!(read[0].text, fold(text));
}

#[test]
fn weeks_are_iso_weeks_however_they_are_written() {
    for text in [
        "v18 2025",
        "v 18 2025",
        "v. 18 2025",
        "V.18 2025",
        "vecka 18 2025",
        "vecka 18, 2025",
        "2025 v18",
        "2025-W18",
        "v18\n2025",
    ] {
        assert_span(text, (2025, 4, 28), (2025, 5, 4), Precision::Week);
    }
    assert_span("v40 2025", (2025, 9, 29), (2025, 10, 5), Precision::Week);
    assert_span("v23 2025 (ny schemaperiod)", (2025, 6, 2), (2025, 6, 8), Precision::Week);
    assert_span("v 18-20 2025", (2025, 4, 28), (2025, 5, 18), Precision::Week);
    assert_span("v1 2026", (2025, 12, 29), (2026, 1, 4), Precision::Week);
    assert_span("v 53 2026", (2026, 12, 28), (2027, 1, 3), Precision::Week);
}

#[test]
fn days_are_read_in_every_common_order() {
    for text in [
        "2025 12 08",
        "2025-12-08",
        "2025/12/08",
        "2025.12.08",
        "20251208",
        "8 december 2025",
        "8 dec. 2025",
        "den 8:e december 2025",
        "8/12 2025",
        "8/12-2025",
        "8/12-25",
        "8.12.2025",
        "mån 8 dec 2025",
        "måndag 8 december 2025 kl 13.00",
    ] {
        assert_span(text, (2025, 12, 8), (2025, 12, 8), Precision::Day);
    }
    assert_span("12–13 maj 2026", (2026, 5, 12), (2026, 5, 13), Precision::Day);
    assert_span("30 apr – 2 maj 2026", (2026, 4, 30), (2026, 5, 2), Precision::Day);
    assert_span("2025-12-08 - 2026-01-09", (2025, 12, 8), (2026, 1, 9), Precision::Day);
}

#[test]
fn months_seasons_quarters_and_years_have_their_whole_range() {
    assert_span("Maj 2025", (2025, 5, 1), (2025, 5, 31), Precision::Month);
    assert_span("2025-02", (2025, 2, 1), (2025, 2, 28), Precision::Month);
    assert_span("maj-juni 2025", (2025, 5, 1), (2025, 6, 30), Precision::Month);
    assert_span("maj/juni 2025", (2025, 5, 1), (2025, 6, 30), Precision::Month);
    assert_span("nov-feb 2026", (2025, 11, 1), (2026, 2, 28), Precision::Month);
    assert_span("September 2025 start", (2025, 9, 1), (2025, 9, 30), Precision::Month);
    assert_span(
        "Tidsplan för genomförande: September 2025 start",
        (2025, 9, 1),
        (2025, 9, 30),
        Precision::Month,
    );
    for text in [
        "vår 2025",
        "våren 2025",
        "Vårterminen 2025",
        "VT 2025",
        "VT25",
        "VT-25",
        "vt 25",
        "första halvåret 2025",
        "2025 våren",
    ] {
        assert_span(text, (2025, 1, 1), (2025, 6, 30), Precision::Season);
    }
    assert_span("hösten 2026", (2026, 7, 1), (2026, 12, 31), Precision::Season);
    assert_span("HT 2025", (2025, 7, 1), (2025, 12, 31), Precision::Season);
    assert_span("våren 2025, helst före sommaren", (2025, 1, 1), (2025, 6, 30), Precision::Season);
    for text in ["kvartal 2 2026", "Q2 2026", "2026 Q2", "andra kvartalet 2026", "kv 2 2026"] {
        assert_span(text, (2026, 4, 1), (2026, 6, 30), Precision::Quarter);
    }
    assert_span("2026", (2026, 1, 1), (2026, 12, 31), Precision::Year);
    assert_span("Löpande under 2026", (2026, 1, 1), (2026, 12, 31), Precision::Year);
    assert_span("2025-2026", (2025, 1, 1), (2026, 12, 31), Precision::Year);
}

#[test]
fn a_limit_leaves_the_other_side_open() {
    let by = WrittenDate::parse_one("senast maj 2026");
    assert_eq!((by.from, by.to), (None, Some(ymd(2026, 5, 31))));
    let before = WrittenDate::parse_one("innan sommaren 2026");
    assert_eq!((before.from, before.to), (None, Some(ymd(2026, 5, 31))));
    let since = WrittenDate::parse_one("fr.o.m. HT 2025");
    assert_eq!((since.from, since.to), (Some(ymd(2025, 7, 1)), None));
    assert!(!since.is_overdue(ymd(2030, 1, 1)));
}

#[test]
fn several_dates_in_a_field_become_several_entries() {
    let expected = [ymd(2026, 3, 1), ymd(2026, 6, 1), ymd(2026, 9, 1), ymd(2026, 12, 1)].map(Some);
    for field in [
        "2026 03 01, 2026 06 01, 2026 09 01, 2026 12 01",
        "2026 03 01; 2026 06 01; 2026 09 01 och 2026 12 01",
        "2026 03 01\n2026 06 01\n2026 09 01\n2026 12 01",
        "2026 03 01, 2026 06\n01, 2026 09 01,\n2026 12 01",
        "2026 03 01 2026 06 01 2026 09 01 2026 12 01",
        "1 mars, 1 juni, 1 september och 1 december 2026",
        "1/3, 1/6, 1/9 samt 1/12 2026",
    ] {
        let read = parse_written_dates(field);
        assert_eq!(read.iter().map(|date| date.from).collect::<Vec<_>>(), expected, "{field}");
        assert!(
            read.iter().all(|date| date.precision == Precision::Day && date.from == date.to),
            "{field}"
        );
    }
    let read = parse_written_dates("2026 03 01, 2026 06 01");
    assert_eq!(
        read.iter().map(|date| date.text.as_str()).collect::<Vec<_>>(),
        ["2026 03 01", "2026 06 01"]
    );
    let weeks = parse_written_dates("v 18 och v 40 2025");
    assert_eq!(
        weeks.iter().map(|date| date.from).collect::<Vec<_>>(),
        [Some(ymd(2025, 4, 28)), Some(ymd(2025, 9, 29))]
    );
    assert_eq!(weeks[0].text, "v 18");
    let mixed = parse_written_dates("v 18 2025, därefter\nLöpande, 2025-02-30");
    assert_eq!(
        mixed.iter().filter(|date| date.precision == Precision::FreeText).count(),
        mixed.len() - 1
    );
}

#[test]
fn a_remark_after_a_date_stays_with_it() {
    let read = parse_written_dates("2026 03 01, 2026 06 01, gärna tidigare");
    assert_eq!(
        read.iter().map(|date| date.text.as_str()).collect::<Vec<_>>(),
        ["2026 03 01", "2026 06 01, gärna tidigare"]
    );
}

#[test]
fn what_is_no_real_date_is_one_free_text() {
    for text in [
        "Se ovan",
        "Löpande",
        "omgående",
        "2025-02-30",
        "2025 02 30",
        "20250230",
        "30 februari 2025",
        "v 60 2025",
        "v 53 2025",
        "v 0 2025",
        "8/13 2025",
        "kvartal 5 2026",
        "maj",
        "v 18",
        "32 maj 2026",
        "2026 patienter",
        "1800",
        "ca 15800 personer",
        "maj 2025 till 31 juni",
    ] {
        let read = parse_written_dates(text);
        assert_eq!(
            read,
            [WrittenDate {
                text: text.into(),
                from: None,
                to: None,
                precision: Precision::FreeText
            }]
        );
    }
}

#[test]
fn an_empty_field_holds_no_date() {
    for field in ["", " ", "\n\u{a0}\t"] {
        assert_eq!(parse_written_dates(field), []);
    }
}

#[test]
fn see_above_is_known_for_what_it_is() {
    for text in ["Se ovan", "se ovan.", " SE  OVAN ", "Dito", "Enligt ovan"] {
        assert!(WrittenDate::parse_one(text).refers_above(), "{text}");
    }
    assert!(!WrittenDate::parse_one("Se ovanlig plan").refers_above());
    assert!(!WrittenDate::parse_one("maj 2025").refers_above());
}

#[test]
fn lateness_counts_from_the_last_day_meant() {
    let week = WrittenDate::parse_one("v18 2025");
    assert!(!week.is_overdue(ymd(2025, 5, 4)));
    assert_eq!(week.days_late(ymd(2025, 5, 4)), None);
    assert!(week.is_overdue(ymd(2025, 5, 5)));
    assert_eq!(week.days_late(ymd(2025, 5, 14)), Some(10));
    let free = WrittenDate::parse_one("Löpande");
    assert!(!free.is_overdue(ymd(2099, 1, 1)));
    assert_eq!(free.days_late(ymd(2099, 1, 1)), None);
}

#[test]
fn dates_sort_by_their_last_day_and_the_unknown_last() {
    let mut dates = parse_written_dates("våren 2025; Löpande; v18 2025; 2025-05-04");
    dates.sort_by_key(WrittenDate::sort_key);
    let texts: Vec<_> = dates.iter().map(|date| date.text.as_str()).collect();
    assert_eq!(texts, ["v18 2025", "2025-05-04", "våren 2025", "Löpande"]);
}

#[test]
fn a_follow_up_before_the_action_ends_is_noticed() {
    let follows = |action: &str, follow_up: &str| {
        follow_up_before_action(&parse_written_dates(action), &parse_written_dates(follow_up))
    };
    assert!(follows("vår 2025", "v 18 2025"));
    assert!(follows("maj 2025, september 2025", "juni 2025, mars 2026"));
    assert!(!follows("v23 2025", "v40 2025"));
    assert!(!follows("maj 2025", "maj 2025"));
    assert!(!follows("Löpande", "maj 2025"));
    assert!(!follows("maj 2025", ""));
}

#[test]
fn days_and_ranges_are_said_in_swedish() {
    assert_eq!(say_day(ymd(2026, 11, 25)), "ons 25 nov 2026");
    assert_eq!(say_day(ymd(2026, 3, 1)), "sön 1 mars 2026");
    assert_eq!(say_range(ymd(2026, 5, 12), ymd(2026, 5, 13)), "12–13 maj 2026");
    assert_eq!(say_range(ymd(2026, 4, 30), ymd(2026, 5, 2)), "30 apr – 2 maj 2026");
    assert_eq!(say_range(ymd(2027, 1, 2), ymd(2026, 12, 30)), "30 dec 2026 – 2 jan 2027");
    assert_eq!(say_range(ymd(2026, 5, 12), ymd(2026, 5, 12)), "12 maj 2026");
}

#[test]
fn a_written_date_travels_in_snake_case() {
    let json = serde_json::to_value(WrittenDate::parse_one("v23 2025 (ny schemaperiod)"))
        .expect("serialises");
    let expected = serde_json::json!({"text": "v23 2025 (ny schemaperiod)", "from": "2025-06-02", "to": "2025-06-08", "precision": "week"});
    assert_eq!(json, expected);
    let free = serde_json::to_value(WrittenDate::parse_one("Se ovan")).expect("serialises");
    assert_eq!(free["precision"], "free_text");
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_i64..109_000).prop_map(|days| ymd(1900, 1, 1) + chrono::TimeDelta::days(days))
}

/// Strings made of the grammar's own pieces, more likely to reach its corners than arbitrary ones.
fn date_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "v", "vecka", "18", "2025", "2026", "99", "0", "12", "08", "-", "–", "/", ".", ",", ";",
        " och ", "\n", " ", "(", ")", "maj", "juni", "våren", "VT", "HT25", "Q2", "kvartal",
        "senast", "fr.o.m.", "till", "innan", "20251208", "Löpande", "1900", "2199", "å",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in ".*") {
        parse_written_dates(&text);
        WrittenDate::parse_one(&text);
    }

    #[test]
    fn the_wording_is_kept(text in prop_oneof![date_like(), any::<String>()]) {
        let whole = fold(&text);
        prop_assert_eq!(WrittenDate::parse_one(&text).to_string(), whole.clone());
        let read = parse_written_dates(&text);
        prop_assert_eq!(read.is_empty(), whole.is_empty());
        for date in read {
            prop_assert!(whole.contains(&date.text), "{:?} in {:?}", date.text, whole);
        }
    }

    #[test]
    fn a_span_never_ends_before_it_begins(text in date_like()) {
        for date in parse_written_dates(&text) {
            if let (Some(from), Some(to)) = (date.from, date.to) {
                prop_assert!(from <= to);
            }
            prop_assert_eq!(date.precision == Precision::FreeText, date.from.is_none() && date.to.is_none());
        }
    }

    #[test]
    fn a_day_survives_being_written_and_read(day in day()) {
        prop_assert_eq!(WrittenDate::parse_one(&WrittenDate::day(day).text), WrittenDate::day(day));
        let said = WrittenDate::parse_one(&say_day(day));
        prop_assert_eq!((said.from, said.to, said.precision), (Some(day), Some(day), Precision::Day));
    }

    #[test]
    fn a_said_range_means_its_own_days(from in day(), length in 0_i64..500) {
        let to = (from + chrono::TimeDelta::days(length)).min(ymd(2199, 12, 31));
        let said = WrittenDate::parse_one(&say_range(from, to));
        prop_assert_eq!((said.from, said.to), (Some(from), Some(to)));
    }

    #[test]
    fn every_real_iso_week_is_seven_days_from_monday_to_sunday(day in day()) {
        let week = day.iso_week();
        if (1900..2200).contains(&week.year()) {
            let read = WrittenDate::parse_one(&format!("v{} {}", week.week(), week.year()));
            let (from, to) = (read.from.expect("known"), read.to.expect("known"));
            prop_assert_eq!((from.weekday(), to.weekday(), (to - from).num_days()), (Weekday::Mon, Weekday::Sun, 6));
            prop_assert!(from <= day && day <= to);
            prop_assert_eq!(read.precision, Precision::Week);
        }
    }
}
