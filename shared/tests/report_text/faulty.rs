//! Texts that lack something, came out of the PDF otherwise, or are no report.

use proptest::prelude::*;

use super::*;

#[test]
fn the_way_the_text_was_taken_out_of_the_pdf_does_not_matter() {
    type Change = (&'static str, fn(&str) -> String);
    let changes: [Change; 12] = [
        ("CRLF", |text| text.replace('\n', "\r\n")),
        ("CR", |text| text.replace('\n', "\r")),
        ("doubled line ends", |text| text.replace('\n', "\r\r\n")),
        ("form feeds", |text| text.replace("\n\n\n\n", "\n\u{c}")),
        ("single spacing, form feeds", |text| {
            text.replace("\n\n\n\n", "\n\u{c}").replace("\n\n", "\n")
        }),
        ("no empty lines at all", |text| text.replace("\n\n\n\n", "\n").replace("\n\n", "\n")),
        ("trailing spaces", |text| text.replace('\n', "  \n")),
        ("leading spaces", |text| text.replace('\n', "\n   ")),
        ("hard spaces", |text| text.replace(' ', "\u{a0}")),
        ("ligatures", |text| text.replace("fi", "\u{fb01}").replace("fl", "\u{fb02}")),
        ("loose accents", |text| {
            text.replace('å', "a\u{30a}")
                .replace('ä', "a\u{308}")
                .replace('ö', "o\u{308}")
                .replace('Å', "A\u{30a}")
        }),
        ("page numbers", |text| {
            let pages = text.split("\n\n\n\n").enumerate();
            pages
                .map(|(page, text)| {
                    format!("SPUR-granskning Exempelsjukhuset\n{text}\nSida {} av 20", page + 1)
                })
                .collect::<Vec<_>>()
                .join("\u{c}")
        }),
    ];
    for text in [EVERY_AREA, TWO_AREAS, LONG_PLAN] {
        let expected = report(text);
        for (name, change) in changes {
            let read = read(&change(text)).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
            assert_eq!(read.criteria_found, expected.criteria_found, "{name}");
            assert_eq!(read.area_texts, expected.area_texts, "{name}");
            assert_eq!(read.changed_areas, expected.changed_areas, "{name}");
            assert_eq!(read.entries, expected.entries, "{name}");
            assert_eq!(
                (read.unit, read.specialty),
                (expected.unit.clone(), expected.specialty.clone()),
                "{name}"
            );
            assert_eq!(read.bullets, expected.bullets, "{name}");
        }
    }
}

#[test]
fn soft_hyphens_leave_no_trace() {
    let text = EVERY_AREA
        .replace("kirur-\n\ngin", "kirur\u{ad}\n\ngin")
        .replace("Avdelningen", "Av\u{ad}delningen")
        .replace("ortopedi", "orto\u{ad}pedi");
    assert_eq!(report(&text).area_texts, report(EVERY_AREA).area_texts);
}

#[test]
fn a_lost_plan_title_does_not_lose_the_plan() {
    let read = report(&LONG_PLAN.replace("HANDLINGSPLAN", ""));
    assert_eq!(read.entries, report(LONG_PLAN).entries);
}

#[test]
fn a_report_without_a_plan_has_no_entries() {
    let body = LONG_PLAN.split("HANDLINGSPLAN").next().expect("a body");
    let read = report(body);
    assert!(read.entries.is_empty());
    assert_eq!(read.area_texts.len(), 8);
}

#[test]
fn a_criterion_that_is_gone_is_named() {
    let read = report(
        &EVERY_AREA
            .replace("Jourtjänstgöring/beredskap utgör en adekvat del av tjänstgöringen.", ""),
    );
    assert_eq!((read.criteria_found, read.missing_criteria), (73, vec!["D2".to_owned()]));
}

#[test]
fn what_is_no_report_is_refused_for_what_it_is() {
    let novel = "Det var en mörk och stormig natt. Handledaren gick sin rond.\n".repeat(2000);
    assert_eq!(read(""), Err(NotAReport::Empty));
    assert_eq!(read(" \r\n\u{c}\u{feff} 1 2 3"), Err(NotAReport::Empty));
    assert_eq!(read("%PDF-1.7\n%\u{fffd}\u{fffd} obj"), Err(NotAReport::Pdf));
    assert_eq!(read("\u{feff}\n<!DOCTYPE html><html><body>Styrkor"), Err(NotAReport::Html));
    assert_eq!(read("PK\u{3}\u{4}word/document.xml"), Err(NotAReport::NotText));
    assert_eq!(read(&"\u{0}\u{1}text\u{fffd}".repeat(50)), Err(NotAReport::NotText));
    assert_eq!(read(&novel), Err(NotAReport::TooFewCriteria { found: 0, of: 74, needed: 50 }));
    assert_eq!(
        read("text\n".repeat(3).as_str()),
        Err(NotAReport::TooFewCriteria { found: 0, of: 74, needed: 50 })
    );
    assert_eq!(
        with_areas(|_| read_report("text", &[])),
        Err(NotAReport::TooFewCriteria { found: 0, of: 0, needed: 1 })
    );

    let half = &EVERY_AREA[..EVERY_AREA.find("Teoretiska utbildningsmoment").expect("F1")];
    assert!(
        matches!(read(half), Err(NotAReport::TooFewCriteria { found: 45, of: 74, needed: 50 })),
        "{:?}",
        read(half)
    );

    let bare = with_areas(|areas| {
        areas
            .iter()
            .flat_map(|area| &area.criteria)
            .map(|found| format!("{}\n", found.text))
            .collect::<String>()
    });
    assert_eq!(read(&bare), Err(NotAReport::TooFewHeadings { found: 0, of: 8 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        let _ = read(&text);
        let _ = read(&format!("{EVERY_AREA}{text}"));
        let _ = with_plan(&text);
    }

    #[test]
    fn a_report_cut_anywhere_is_read_or_refused(fixture in 0..3_usize, from in 0..30_000_usize, to in 0..30_000_usize) {
        let text: Vec<char> = [EVERY_AREA, TWO_AREAS, LONG_PLAN][fixture].chars().collect();
        let (from, to) = (from.min(text.len()), to.min(text.len()));
        let cut: String = text[from.min(to)..from.max(to)].iter().collect();
        let _ = read(&cut);
        let rest: String = text[..from.min(to)].iter().chain(&text[from.max(to)..]).collect();
        let _ = read(&rest);
    }

    #[test]
    fn a_report_with_its_lines_in_disorder_is_read_or_refused(
        fixture in 0..3_usize,
        moves in prop::collection::vec((0..900_usize, 0..900_usize), 1..60),
    ) {
        let mut lines: Vec<&str> = [EVERY_AREA, TWO_AREAS, LONG_PLAN][fixture].split('\n').collect();
        for (one, other) in moves {
            let (one, other) = (one % lines.len(), other % lines.len());
            lines.swap(one, other);
        }
        if let Ok(read) = read(&lines.join("\n")) {
            prop_assert_eq!(read.criteria_found + read.missing_criteria.len(), 74);
        }
    }
}
