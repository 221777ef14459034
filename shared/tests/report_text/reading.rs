//! What a report says is found, in the layouts it comes in.

use shared::{
    report_text::{BulletList, EntryField, EntryWarning},
    written_date::Precision,
};

use super::*;

#[test]
fn every_criterion_of_the_checklist_is_found_in_every_report() {
    for text in [EVERY_AREA, TWO_AREAS, LONG_PLAN] {
        let read = report(text);
        assert_eq!((read.criteria_found, read.missing_criteria), (74, vec![]));
        assert_eq!(read.unplaced, Vec::<String>::new());
    }
}

#[test]
fn an_areas_text_is_its_own_and_whole() {
    let read = report(EVERY_AREA);
    assert_eq!(read.area_texts.keys().collect::<String>(), "ABCDEFGH");
    assert_eq!(
        read.area_texts[&'A'],
        "Kliniken vid Exempelsjukhuset är bred och innefattar både akut och planerad vård, dag- och slutenvård samt öppenvård. \
         Avdelningen har 14 platser. Akutmottagningen bemannas av AT-läkare och en specialist. Den elektiva kirurgin är omfattande. \
         Tjänstgöringen är tillräckligt allsidig. Upptagningsområdet består av 60 000 invånare. Med stående randningar uppfylls behovet \
         av en bred ST-utbildning."
    );
    assert_eq!(
        read.area_texts[&'C'],
        "ST-läkarna har egna arbetsplatser. Lokalerna är rymliga. Jourrummet håller normal standard."
    );
    assert!(read.area_texts[&'F'].contains("A och B mål"), "letters within a sentence stay");
    assert!(read.area_texts[&'G'].contains("kvalitets- och vetenskapligt"));
}

#[test]
fn the_inspectors_may_use_a_criterions_own_words() {
    let read = report(EVERY_AREA);
    assert!(read.area_texts[&'A'].contains("Tjänstgöringen är tillräckligt allsidig."));
    assert_eq!(read.area_texts[&'A'].matches("allsidig").count(), 1);
}

#[test]
fn a_word_that_is_an_areas_name_is_no_heading_within_a_text() {
    let read = report(EVERY_AREA);
    assert!(read.area_texts[&'B'].contains("I teamet ingår Verksamheten rekryterar."));
}

#[test]
fn no_text_holds_a_piece_of_the_form() {
    for text in [EVERY_AREA, TWO_AREAS, LONG_PLAN] {
        for (area, text) in report(text).area_texts {
            for piece in [
                "Åtgärder krävs",
                "Föreskrift",
                "Kvalitetsindikator",
                "enligt SPUR-modellen",
                "Den vårdgivare",
                "A. S",
            ] {
                assert!(!text.contains(piece), "{area}: {piece} in {text}");
            }
        }
    }
}

#[test]
fn an_area_without_text_has_none() {
    let read = report(TWO_AREAS);
    assert_eq!(read.area_texts.keys().collect::<String>(), "AG");
    assert_eq!(
        read.area_texts[&'A'],
        "Kvinnokliniken vid Exempelsjukhuset bedriver vård på två orter."
    );
}

#[test]
fn only_a_text_that_says_so_has_a_changed_grade() {
    assert_eq!(report(EVERY_AREA).changed_areas, ['D', 'E'], "H says that it is not changed");
    assert_eq!(report(TWO_AREAS).changed_areas, ['G']);
    assert_eq!(report(LONG_PLAN).changed_areas, ['H']);
}

#[test]
fn unit_and_specialty_stand_over_the_plan() {
    let read = report(EVERY_AREA);
    assert_eq!(
        (read.unit.as_deref(), read.specialty.as_deref()),
        (Some("Exempelsjukhuset"), Some("Ortopedi"))
    );
    let read = report(
        &EVERY_AREA
            .replace("Exempelsjukhuset - Ortopedi", "Region X - Exempelsjukhuset – Akutsjukvård"),
    );
    assert_eq!(
        (read.unit.as_deref(), read.specialty.as_deref()),
        (Some("Region X - Exempelsjukhuset"), Some("Akutsjukvård"))
    );
    assert_eq!((report(TWO_AREAS).unit, report(TWO_AREAS).specialty), (None, None));
}

#[test]
fn bullets_are_sorted_only_where_the_text_tells() {
    let unsorted = report(TWO_AREAS).bullets;
    assert_eq!(unsorted.len(), 1);
    assert_eq!(unsorted[0].list, None);
    assert_eq!(
        unsorted[0].candidates,
        [BulletList::Strengths, BulletList::Weaknesses, BulletList::Improvements]
    );
    assert_eq!(
        unsorted[0].suggested_items,
        [
            "God stämning",
            "Brett upptagningsområde med många patienter",
            "Inför fasta tider för handledning"
        ]
    );
    assert_eq!(unsorted[0].lines.len(), 4);

    let split = report(EVERY_AREA).bullets;
    assert_eq!(
        split.iter().map(|run| run.list).collect::<Vec<_>>(),
        [None, Some(BulletList::Improvements)]
    );
    assert_eq!(split[0].candidates, [BulletList::Strengths, BulletList::Weaknesses]);
    assert_eq!(split[0].suggested_items.len(), 4);
    assert_eq!(split[0].suggested_items[3], "Internutbildning för ST-läkare är begränsad.");

    let sorted = report(LONG_PLAN).bullets;
    let lists: Vec<_> = sorted.iter().map(|run| (run.list, run.suggested_items.len())).collect();
    assert_eq!(
        lists,
        [
            (Some(BulletList::Strengths), 1),
            (Some(BulletList::Weaknesses), 2),
            (Some(BulletList::Improvements), 1)
        ]
    );
}

#[test]
fn bullet_marks_decide_where_an_item_begins() {
    let marked = TWO_AREAS
        .replace("God stämning", "• God stämning")
        .replace("Brett upp", "• Brett upp")
        .replace("Inför fasta", "• Inför fasta");
    let items = &report(&marked).bullets[0].suggested_items;
    assert_eq!(
        items,
        &[
            "God stämning",
            "Brett upptagningsområde med många patienter",
            "Inför fasta tider för handledning"
        ]
    );
}

#[test]
fn fields_are_read_whether_label_and_value_share_a_line_or_not() {
    let entries = report(EVERY_AREA).entries;
    assert_eq!(
        entries.iter().map(|entry| entry.criteria.join(",")).collect::<Vec<_>>(),
        ["D1", "D7", "E1"]
    );

    let first = &entries[0];
    assert!(first.action.starts_with("I våra riktlinjer hänvisas till föreningens tolkning av målbeskrivningen. Åtgärd: Vi sätter"));
    assert!(first.action.ends_with("Malldokumentet uppdateras."));
    assert_eq!(texts(&first.due), ["v23 2025 (ny schemaperiod)"]);
    assert_eq!(
        (first.due[0].from, first.due[0].to, first.due[0].precision),
        (ymd(2025, 6, 2), ymd(2025, 6, 8), Precision::Week)
    );
    assert_eq!(first.responsible, ["SR", "bägge handledarna"]);
    assert_eq!(texts(&first.follow_up), ["v40 2025"]);
    assert_eq!(first.follow_up_responsible, ["SR"]);
    assert_eq!(first.warnings, []);

    let last = &entries[2];
    assert_eq!(
        last.action,
        "Handledarmöten schemaläggs för ST-läkarna. Ansvarig för uppföljningen är som tidigare studierektorn."
    );
    assert_eq!(texts(&last.due), ["Maj 2025"], "a label may be broken over two lines");
    assert_eq!(last.responsible, ["handledarna"]);
    assert_eq!(last.follow_up_responsible, ["ST-läkarna", "handledarna", "enhetschef"]);
    assert_eq!(last.area, Some('E'), "a heading that stands again begins no entry of its own");
}

#[test]
fn a_missing_label_is_bridged_and_told() {
    let entry = &report(EVERY_AREA).entries[1];
    assert_eq!(
        entry.action,
        "Ändringarna har inte dokumenterats. Åtgärd: Vi inför återkommande genomgångar."
    );
    assert_eq!(
        entry.warnings,
        [
            EntryWarning::LabelMissing { field: EntryField::Action },
            EntryWarning::FollowUpBeforeAction
        ]
    );
}

#[test]
fn numbered_actions_keep_their_own_dates_and_people() {
    let entry = &report(TWO_AREAS).entries[0];
    assert_eq!(entry.criteria, ["G1"]);
    assert_eq!(entry.actions.iter().map(|action| action.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(texts(&entry.actions[0].due), ["Juni 2025"]);
    assert_eq!(texts(&entry.actions[1].due), ["September 2025 start"]);
    assert_eq!(texts(&entry.actions[2].due), ["Juni 2026"]);
    assert_eq!(entry.actions[1].responsible, ["Studierektor Ett", "överläkare Två"]);
    assert!(entry.action.contains("Planerad åtgärd 2: Mall för bedömning tas fram."));
    assert_eq!(texts(&entry.due), ["September 2025 start"]);
    assert_eq!(texts(&entry.follow_up), ["Mars 2026"]);
    assert_eq!(
        entry.responsible,
        [
            "Ett Ettsson studierektor",
            "Två Tvåsson överläkare",
            "Tre Tresson verksamhetschef",
            "Fyra Fyrasson ST-läkare"
        ]
    );
    assert_eq!(
        entry.warnings,
        [
            EntryWarning::ActionDatesDiffer { number: 1 },
            EntryWarning::ActionDatesDiffer { number: 3 }
        ]
    );
}

#[test]
fn numbered_actions_may_have_whole_fields_of_their_own() {
    let entry = only_entry(
        "Planerad åtgärd 1\nMöten.\nDatum när åtgärden ska vara genomförd\nMaj 2025\nAnsvarig för genomförandet\nSR\n\
         Planerad åtgärd 2\nMall.\nDatum när åtgärden ska vara genomförd\nJuni 2025\nAnsvarig för genomförandet\nVC\n\
         Datum för uppföljning\nSeptember 2025\nAnsvarig för uppföljningen\nVC",
    );
    assert_eq!(entry.actions.len(), 2);
    assert_eq!(
        (texts(&entry.actions[0].due), &entry.actions[0].responsible[..]),
        (vec!["Maj 2025"], &["SR".to_owned()][..])
    );
    assert_eq!(texts(&entry.due), ["Juni 2025"]);
    assert_eq!(texts(&entry.follow_up), ["September 2025"]);
}

#[test]
fn see_above_keeps_its_wording_and_points_to_the_entry_above() {
    let entries = report(TWO_AREAS).entries;
    let entry = &entries[1];
    assert_eq!(entry.criteria, ["G2"]);
    assert_eq!(entry.action, "Se ovan");
    assert!(entry.due[0].refers_above() && entry.due[0].from.is_none());
    assert_eq!(entry.responsible, ["Se ovan"]);
    assert_eq!(
        entry.references.iter().map(|found| (found.field, found.refers_to)).collect::<Vec<_>>(),
        EntryField::ALL.map(|field| (field, 0))
    );
    assert_eq!(entry.warnings, []);

    let alone = only_entry("Planerad åtgärd\nSe ovan");
    assert!(alone.references.is_empty());
    assert!(
        alone.warnings.contains(&EntryWarning::ReferenceUnresolved { field: EntryField::Action })
    );
}

#[test]
fn a_long_action_goes_on_over_pages() {
    let entries = report(LONG_PLAN).entries;
    assert_eq!(
        entries.iter().map(|entry| entry.criteria.join(",")).collect::<Vec<_>>(),
        ["H7", "H9"]
    );
    for (entry, end) in entries.iter().zip(["Slut på undervisning.", "Slut på handledning."]) {
        assert!(
            entry.action.starts_with("Steg 1 i planen:") && entry.action.ends_with(end),
            "{}",
            entry.action
        );
        assert!((1..=40).all(|step| entry.action.contains(&format!("Steg {step} "))
            || entry.action.contains(&format!("rubrik {step}."))));
        assert_eq!(texts(&entry.due), ["2025 12 08"]);
        assert_eq!(
            texts(&entry.follow_up),
            ["2026 03 01", "2026 06 01", "2026 09 01", "2026 12 01"]
        );
        assert_eq!(
            entry.responsible,
            [
                "Ett Ettsson (huvudhandledare och specialist)",
                "Två Tvåsson (ST-läkare)",
                "Tre Tresson (studierektor)"
            ]
        );
        assert_eq!(entry.follow_up_responsible, ["Fyra Fyrasson (verksamhetschef)"]);
    }
}

#[test]
fn people_and_roles_are_split_only_between_each_other() {
    let cases: [(&str, &[&str]); 9] = [
        ("SR och bägge handledarna", &["SR", "bägge handledarna"]),
        ("ST-läkarna, handledarna och enhetschef.", &["ST-läkarna", "handledarna", "enhetschef"]),
        ("AT- och ST-läkare", &["AT- och ST-läkare"]),
        ("Ansvarig för kvalitet och utveckling", &["Ansvarig för kvalitet och utveckling"]),
        ("Handledare för ST och verksamhetschef", &["Handledare för ST", "verksamhetschef"]),
        (
            "Ett Ettsson (SR, överläkare och docent); Två Tvåsson (VC)",
            &["Ett Ettsson (SR, överläkare och docent)", "Två Tvåsson (VC)"],
        ),
        ("Ett Ettsson (SR)\nTvå Tvåsson (VC)", &["Ett Ettsson (SR)", "Två Tvåsson (VC)"]),
        ("Ett Ettsson\nTvå Tvåsson\nSR", &["Ett Ettsson", "Två Tvåsson", "SR"]),
        ("Studierektor Ett\nEttsson", &["Studierektor Ett Ettsson"]),
    ];
    for (field, people) in cases {
        assert_eq!(
            only_entry(&format!("Ansvarig för genomförandet\n{field}")).responsible,
            people,
            "{field}"
        );
    }
}

#[test]
fn an_entry_may_answer_several_criteria_and_a_follower_may_lack_its_heading() {
    let read = with_plan(
        "E. Handledning och kompetensbedömning\nDet finns en utsedd huvudansvarig handledare för varje ST-läkare.\n\
         Det finns fastställda rutiner för bedömningar av ST-läkarens kompetens.\nPlanerad åtgärd\nRutiner.\n\
         Datum när åtgärden ska vara genomförd\nMaj 2025\nAnsvarig för genomförandet\nSR\nDatum för uppföljning\nJuni 2025\n\
         Ansvarig för uppföljningen\nSR\nST-läkarnas sidoutbildning följs upp.\nPlanerad åtgärd\nUppföljning.",
    );
    assert_eq!(
        read.entries.iter().map(|entry| entry.criteria.join(",")).collect::<Vec<_>>(),
        ["E2,E5", "E14"]
    );
    assert_eq!(read.entries[0].follow_up_responsible, ["SR"]);
    let missing = |field| EntryWarning::Missing { field };
    assert_eq!(
        read.entries[1].warnings,
        EntryField::ALL[1..].iter().map(|field| missing(*field)).collect::<Vec<_>>()
    );
}

#[test]
fn a_heading_that_stands_again_within_an_entry_does_not_break_it() {
    let read = with_plan(
        "E. Handledning och kompetensbedömning\nST-läkarnas sidoutbildning följs upp.\nPlanerad åtgärd\nFörsta halvan\n\u{c}\
         E. Handledning och kompetensbedömning\nav texten.\nDatum när åtgärden ska vara genomförd\nMaj 2025",
    );
    assert_eq!(read.entries.len(), 1);
    assert_eq!(read.entries[0].action, "Första halvan av texten.");
}

#[test]
fn a_criterion_in_other_words_is_guessed_and_told() {
    let read = with_plan(
        "E. Handledning och kompetensbedömning\nST-läkarnas sidoutbildning följs upp varje år.\nPlanerad åtgärd\nUppföljning.\n\
         A. Verksamheten\nNågot helt annat.\nPlanerad åtgärd\nNågot.\nH. Ledarskapskompetens och kommunikativ kompetens\n\
         ST-läkarnas sidoutbildning följs upp.\nPlanerad åtgärd\nNågot.",
    );
    let [guessed, unknown, outside] = &read.entries[..] else { panic!("{:?}", read.entries) };
    assert_eq!(guessed.criteria, ["E14"]);
    assert_eq!(guessed.action, "Uppföljning.");
    assert!(
        matches!(&guessed.warnings[0], EntryWarning::CriterionGuessed { code, .. } if code == "E14")
    );
    assert_eq!(
        (unknown.criteria.len(), &unknown.warnings[0]),
        (0, &EntryWarning::CriterionUnknown)
    );
    assert!(unknown.action.contains("Något helt annat."), "nothing is lost");
    assert_eq!(
        outside.warnings[0],
        EntryWarning::CriterionOutsideArea { code: "E14".into(), area: 'H' }
    );
}

#[test]
fn a_row_on_one_line_is_read_field_by_field() {
    let entry = only_entry(
        "Planerad åtgärd: Mall tas fram.\nDatum när åtgärden ska vara genomförd: Maj 2025 Ansvarig för genomförandet: SR Datum för \
         uppföljning v40 2025 Ansvarig för uppföljningen VC",
    );
    assert_eq!(entry.action, "Mall tas fram.");
    assert_eq!(
        (texts(&entry.due), &entry.responsible[..]),
        (vec!["Maj 2025"], &["SR".to_owned()][..])
    );
    assert_eq!(
        (texts(&entry.follow_up), &entry.follow_up_responsible[..]),
        (vec!["v40 2025"], &["VC".to_owned()][..])
    );
}

#[test]
fn a_date_nobody_can_place_is_told() {
    let entry =
        only_entry("Planerad åtgärd\nMall.\nDatum när åtgärden ska vara genomförd\nLöpande");
    assert!(
        entry.warnings.contains(&EntryWarning::DateUnknown {
            field: EntryField::Due,
            text: "Löpande".into()
        })
    );
}

#[test]
fn warnings_and_refusals_are_swedish_sentences() {
    let warning = EntryWarning::Missing { field: EntryField::FollowUp };
    assert_eq!(warning.to_string(), "”Datum för uppföljning” saknas i rapporten.");
    let refusal = read("Det var en gång en ST-läkare.").expect_err("a tale");
    assert_eq!(
        refusal.to_string(),
        "Texten är ingen granskningsrapport enligt den här checklistan: 0 av 74 kriterier finns i den, och minst 50 behövs."
    );
}

#[test]
fn the_answer_has_the_agreed_keys() {
    let json = serde_json::to_value(report(EVERY_AREA)).expect("serialises");
    assert_eq!(json["criteria_found"], 74);
    assert_eq!(json["changed_areas"], serde_json::json!(["D", "E"]));
    assert!(json["area_texts"]["A"].is_string());
    let entry = &json["entries"][0];
    assert_eq!(entry["criteria"], serde_json::json!(["D1"]));
    assert!(entry["action"].is_string());
    let due = serde_json::json!([{"text": "v23 2025 (ny schemaperiod)", "from": "2025-06-02", "to": "2025-06-08", "precision": "week"}]);
    assert_eq!(entry["due"], due);
    for key in ["responsible", "follow_up", "follow_up_responsible"] {
        assert!(entry[key].is_array(), "{key}");
    }
    let back: ReportText = serde_json::from_value(json).expect("reads back");
    assert_eq!(back, report(EVERY_AREA));
}
