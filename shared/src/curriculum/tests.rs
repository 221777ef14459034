use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn code(text: &str) -> ObjectiveCode {
    text.parse().unwrap()
}

fn id() -> CurriculumId {
    CurriculumId::new(Uuid::nil())
}

fn any_code() -> impl Strategy<Value = ObjectiveCode> {
    (0..2_usize, 0..3_usize, 1..=99_u8).prop_map(|(regulation, group, number)| {
        ObjectiveCode::new(Regulation::ALL[regulation], ObjectiveGroup::ALL[group], number).unwrap()
    })
}

/// A whole file for a regulation: every common objective by code alone, and three of the specialty's own.
fn whole(regulation: Regulation) -> String {
    let mut file = "kod;titel;krav;aktiviteter\n".to_owned();
    for objective in built_in::common(regulation) {
        file += &format!("{};;;\n", objective.code);
    }
    for number in 1..=3 {
        let code = ObjectiveCode::new(regulation, ObjectiveGroup::C, number).unwrap();
        file += &format!("{code};;Kunna behandla {number};klinisk tjänstgöring, kurs\n");
    }
    file
}

fn problems(file: &str) -> Vec<(Option<usize>, String)> {
    let import = read_csv(file, Regulation::Sosfs2015);
    assert!(import.objectives.is_empty() || import.problems.is_empty(), "nothing half-imported");
    import.problems.into_iter().map(|problem| (problem.line, problem.sentence)).collect()
}

#[test]
fn a_regulation_is_read_in_any_usual_spelling() {
    for text in ["SOSFS 2015:8", "sosfs2015:8", " 2015:8 ", "2015", "ST-2015", "sosfs2015"] {
        assert_eq!(text.parse(), Ok(Regulation::Sosfs2015), "{text}");
    }
    for text in
        ["HSLF-FS 2021:8", "HSLF–FS 2021:8", "hslffs 2021:8", "2021:8", "ST 2021", "hslf2021"]
    {
        assert_eq!(text.parse(), Ok(Regulation::Hslf2021), "{text}");
    }
    for text in ["", "2015:80", "SOSFS 2021:8", "HSLF-FS 2015:8", "2021:81", "BT"] {
        assert!(matches!(text.parse::<Regulation>(), Err(UnknownRegulation::Unknown(_))), "{text}");
    }
}

#[test]
fn the_closed_regulation_is_named_as_closed_with_what_remains() {
    for text in ["SOSFS 2008:17", "2008:17", "sosfs 2008:17", "2008", "ST2008"] {
        let closed = text.parse::<Regulation>().unwrap_err();
        assert_eq!(
            closed.to_string(),
            "SOSFS 2008:17 är stängd: den gick att ansöka enligt till och med 30 april 2022. Välj SOSFS 2015:8 eller HSLF-FS 2021:8.",
            "{text}"
        );
    }
}

#[test]
fn every_stored_value_is_read_back_and_is_what_is_sent() {
    for regulation in Regulation::ALL {
        assert_eq!(Regulation::from_stored(regulation.as_str()), Some(regulation));
        assert_eq!(serde_json::to_value(regulation).unwrap(), regulation.as_str());
    }
    for activity in LearningActivity::ALL {
        assert_eq!(LearningActivity::from_stored(activity.as_str()), Some(activity));
        assert_eq!(serde_json::to_value(activity).unwrap(), activity.as_str());
        assert_eq!(activity.name().parse(), Ok(activity));
    }
}

#[test]
fn a_code_is_read_as_people_write_it_and_written_one_way() {
    for (text, normal) in [
        ("A1", "a1"),
        (" c 12 ", "c12"),
        ("c01", "c1"),
        ("sta1", "STa1"),
        ("STB4", "STb4"),
        ("St C14", "STc14"),
        ("Delmål STc1", "STc1"),
    ] {
        assert_eq!(code(text).to_string(), normal);
    }
    for text in ["", "a", "a0", "a100", "d1", "BT3", "STs1", "a1b", "a+1", "å1", "STå1", "1"] {
        assert!(text.parse::<ObjectiveCode>().is_err(), "{text}");
    }
}

#[test]
fn codes_sort_by_group_and_then_by_number() {
    let mut codes = ["c10", "c2", "b1", "a10", "a9"].map(code);
    codes.sort_unstable();
    assert_eq!(codes, ["a9", "a10", "b1", "c2", "c10"].map(code));
}

#[test]
fn the_built_in_objectives_are_whole_and_in_order() {
    for (regulation, a, b) in [(Regulation::Sosfs2015, 6, 5), (Regulation::Hslf2021, 7, 4)] {
        let common = built_in::common(regulation);
        let of = |group| common.iter().filter(|o| o.code.group() == group).count();
        assert_eq!((of(ObjectiveGroup::A), of(ObjectiveGroup::B)), (a, b));
        assert!(common.is_sorted_by_key(|objective| objective.code));
        assert!(common.iter().all(|o| o.code.regulation() == regulation && o.title.is_some()));
        assert_eq!(Curriculum::drafted_specialties(regulation).len(), 3);
    }
    assert_eq!(built_in::common(Regulation::Hslf2021)[2].activities, []);
}

#[test]
fn a_specialtys_own_objectives_are_drafts_and_the_common_ones_are_not() {
    let counts =
        [("ortopedi", 13, 14), ("Allmänmedicin", 14, 15), ("OBSTETRIK OCH GYNEKOLOGI", 13, 14)];
    for (specialty, older, newer) in counts {
        for (regulation, own) in Regulation::ALL.into_iter().zip([older, newer]) {
            let curriculum = Curriculum::built_in(id(), regulation, line(specialty));
            for objective in &curriculum.objectives {
                assert_eq!(objective.draft, objective.code.group() == ObjectiveGroup::C);
            }
            assert_eq!(curriculum.why_draft(), Some(WhyDraft::Unconfirmed { objectives: own }));
        }
    }
}

#[test]
fn a_specialty_without_a_list_has_the_common_objectives_and_says_so() {
    let curriculum = Curriculum::built_in(id(), Regulation::Sosfs2015, line("Psykiatri"));
    assert_eq!(curriculum.objectives.len(), 11);
    assert_eq!(curriculum.why_draft(), Some(WhyDraft::OnlyCommon));
    assert!(
        curriculum.objective(code("b5")).is_some() && curriculum.objective(code("c1")).is_none()
    );
}

#[test]
fn a_whole_file_gives_a_curriculum_that_is_no_draft() {
    for regulation in Regulation::ALL {
        let import = read_csv(&whole(regulation), regulation);
        assert_eq!(import.problems, []);
        let curriculum = import.into_curriculum(id(), line("Psykiatri"), line("2026")).unwrap();
        assert!(!curriculum.draft());
        assert_eq!(curriculum.objectives.len(), 14);
        // What is left blank of the common ones is known.
        assert_eq!(curriculum.objectives[0], built_in::common(regulation)[0]);
    }
}

#[test]
fn separator_order_of_columns_line_ends_and_a_byte_order_mark_make_no_difference() {
    let semicolons = whole(Regulation::Sosfs2015);
    let plain = read_csv(&semicolons, Regulation::Sosfs2015);
    let turned = semicolons.lines().map(|line| {
        let mut fields: Vec<String> = line.split(';').map(|field| format!("\"{field}\"")).collect();
        fields.reverse();
        fields.join(",")
    });
    let turned = turned.collect::<Vec<_>>().join("\r\n");
    assert_eq!(read_csv(&format!("\u{feff}{turned}"), Regulation::Sosfs2015), plain);
    let loose = semicolons.replace('\n', "\n\n;;;\n");
    assert_eq!(read_csv(&loose, Regulation::Sosfs2015), plain);
    assert_eq!(read_csv(&semicolons.replace('\n', "\r"), Regulation::Sosfs2015), plain);
}

#[test]
fn each_thing_that_stands_wrong_has_its_line_and_its_sentence() {
    let file = whole(Regulation::Sosfs2015);
    let with = |row: &str| problems(&format!("{file}\r\n\r\n{row}\r\n"));
    for (row, sentence) in [
        ("c2;;Krav;", "c2 finns redan på rad 14."),
        ("C 2;;Krav;", "c2 finns redan på rad 14."),
        ("x9;;Krav;", "”x9” är ingen kod för ett delmål."),
        ("a7;;Krav;", "a7 finns inte i SOSFS 2015:8, där delmålen är a1–a6."),
        ("STc1;;Krav;", "STc1 är ett delmål i HSLF-FS 2021:8. Filen läses in för SOSFS 2015:8."),
        (";Titel;Krav;", "Raden saknar kod."),
        ("c4;;;", "c4 saknar krav."),
        ("c4;;Krav;kus", "”kus” är ingen aktivitet."),
        ("c4;;Krav; med semikolon;", "Raden har 5 fält men första raden har 4."),
        ("c4;;Krav", "Raden har 3 fält men första raden har 4."),
        ("c4;;\"Krav;", "Ett citattecken (\") saknar sitt par"),
    ] {
        let found = with(row);
        assert_eq!(found.len(), 1, "{row}: {found:?}");
        assert_eq!(found[0].0, Some(18), "{row}: {found:?}");
        assert!(found[0].1.starts_with(sentence), "{row}: {found:?}");
    }
}

#[test]
fn a_pair_of_stray_quotation_marks_does_not_hide_the_rows_between() {
    let file = whole(Regulation::Sosfs2015);
    let hidden = format!("{file}c4;;\"Krav\nc5;;Krav;\nc6;;Krav\";\n");
    let found = problems(&hidden);
    assert_eq!(found[0].0, Some(16));
    assert!(found[0].1.starts_with("Ett citattecken"), "{found:?}");
    let rightly = format!("{file}c4;;\"Kunna \"\"läsa\"\";\noch skriva\";kurs\n");
    assert_eq!(problems(&rightly), []);
}

#[test]
fn every_common_objective_that_is_missing_is_named() {
    let file = "kod;titel;krav;aktiviteter\na1;;;\nc1;;Krav;\nc3;;Krav;\n";
    let found = problems(file);
    assert_eq!(found.len(), 11);
    assert!(found.iter().all(|(line, _)| line.is_none()));
    assert_eq!(
        found[0].1,
        "a2 Etik, mångfald och jämlikhet saknas. Det är gemensamt för alla specialiteter."
    );
    assert!(found[5].1.contains("b1 Kommunikation") && found[5].1.contains("”gäller inte”"));
    assert_eq!(found[10].1, "c2 saknas: filen har c3 men inte alla delmål före.");
}

#[test]
fn a_b_objective_may_be_said_not_to_apply_and_an_a_objective_may_not() {
    let file = whole(Regulation::Sosfs2015);
    let import = read_csv(&file.replace("b5;;", "b5;Gäller inte;"), Regulation::Sosfs2015);
    assert_eq!(import.problems, []);
    assert!(!import.objectives.iter().any(|objective| objective.code == code("b5")));
    let import = read_csv(&file.replace("a3;;", "a3;Gäller inte;"), Regulation::Sosfs2015);
    assert!(import.objectives.iter().any(|objective| objective.code == code("a3")));
}

#[test]
fn a_file_without_its_first_row_or_without_rows_is_refused() {
    for (file, sentence) in [
        ("", "Filen är tom."),
        ("\u{feff}\n\n;;;\n", "Filen är tom."),
        ("kod;titel;krav;aktiviteter\n", "Filen är tom."),
        ("kod;titel;aktiviteter\na1;;\n", "Kolumnen ”krav” saknas."),
        ("kod;titel;krav;aktiviteter;kod\na1;;;;\n", "Kolumnen ”kod” finns två gånger"),
        ("kod;titel;krav;aktiviteter;färg\na1;;;;\n", "Kolumnen ”färg” är okänd."),
    ] {
        let found = problems(file);
        assert_eq!(found.len(), 1, "{file}");
        assert!(found[0].1.starts_with(sentence), "{found:?}");
    }
    let large = read_csv(&"a".repeat(1_000_001), Regulation::Sosfs2015);
    assert!(large.problems[0].sentence.starts_with("Filen är större än 1000 kB."));
    assert_eq!(large.into_curriculum(id(), line("Ortopedi"), line("1")), Err(NotUsable));
}

#[test]
fn a_choice_of_objectives_keeps_to_the_regulation_and_names_each_once() {
    let check = |codes: &[&str]| {
        let codes: Vec<ObjectiveCode> = codes.iter().map(|text| code(text)).collect();
        check_objectives(&codes, Regulation::Hslf2021)
    };
    assert_eq!(check(&["STa1", "STc2"]), Ok(()));
    assert_eq!(check(&["STa1", "STa1"]), Err(WrongObjective::Twice { code: code("STa1") }));
    assert_eq!(
        check(&["a1"]).unwrap_err().to_string(),
        "a1 är ett delmål i SOSFS 2015:8. Den här ST:n följer HSLF-FS 2021:8."
    );
}

proptest! {
    #[test]
    fn a_code_is_read_back_from_its_text(code in any_code()) {
        prop_assert_eq!(code.to_string().parse(), Ok(code));
        prop_assert_eq!(code.to_string().to_uppercase().parse(), Ok(code));
        let json = serde_json::to_string(&code).unwrap();
        prop_assert_eq!(serde_json::from_str::<ObjectiveCode>(&json).unwrap(), code);
    }

    #[test]
    fn whatever_a_file_holds_nothing_is_half_imported(
        rows in proptest::collection::vec("[abcST0-9;,\"\n\r kodtielravs]{0,40}", 0..8),
        whole_first in any::<bool>(),
    ) {
        let mut file = if whole_first { whole(Regulation::Sosfs2015) } else { String::new() };
        file += &rows.join("\n");
        let import = read_csv(&file, Regulation::Sosfs2015);
        prop_assert_eq!(import.objectives.is_empty(), !import.problems.is_empty());
        let lines = file.replace("\r\n", "\n").replace('\r', "\n").matches('\n').count() + 1;
        prop_assert!(import.problems.iter().filter_map(|p| p.line).all(|line| (1..=lines).contains(&line)));
        prop_assert!(import.objectives.is_sorted_by_key(|objective| objective.code));
    }

    #[test]
    fn a_row_left_out_of_a_whole_file_is_always_missed(left_out in 1..14_usize) {
        // The last of the specialty's own is the only one that nobody can miss.
        let file = whole(Regulation::Hslf2021);
        let rows: Vec<&str> = file.lines().collect();
        let without: Vec<&str> = rows.iter().enumerate()
            .filter(|(index, _)| *index != left_out).map(|(_, row)| *row).collect();
        let import = read_csv(&without.join("\n"), Regulation::Hslf2021);
        let code = rows[left_out].split(';').next().unwrap();
        prop_assert_eq!(import.problems.len(), 1);
        let named = import.problems[0].sentence.starts_with(&format!("{code} "));
        prop_assert!(named);
    }
}

#[test]
fn what_stands_wrong_in_a_field_has_its_column() {
    let file = whole(Regulation::Sosfs2015);
    let long = "x".repeat(400);
    for (row, column) in [
        ("x9;;Krav;".to_owned(), Some("kod")),
        ("c2;;Krav;".to_owned(), Some("kod")),
        (";Titel;Krav;".to_owned(), Some("kod")),
        (format!("c4;{long};Krav;"), Some("titel")),
        ("c4;;;".to_owned(), Some("krav")),
        ("c4;;Krav;kus".to_owned(), Some("aktiviteter")),
        ("c4;;Krav".to_owned(), None),
    ] {
        let import = read_csv(&format!("{file}{row}\n"), Regulation::Sosfs2015);
        assert_eq!(import.problems[0].column.as_deref(), column, "{row}");
    }
}

#[test]
fn a_file_is_held_against_the_latest_version_and_a_broken_one_gives_nothing() {
    let today = Curriculum::built_in(id(), Regulation::Sosfs2015, line("Ortopedi"));
    let version = CurriculumVersion {
        id: today.id,
        regulation: today.regulation,
        specialty: today.specialty.clone(),
        version_name: today.version_name.clone(),
        draft: today.draft(),
        care_provider: None,
        published: Changed { at: chrono::DateTime::UNIX_EPOCH, by: "Stins".to_owned() },
    };
    let drafts = today.objectives.iter().filter(|one| one.draft).count();
    let file = whole(Regulation::Sosfs2015);
    let read = read_csv(&file, Regulation::Sosfs2015);
    let preview = CurriculumPreview::of(read, Some((version.clone(), today.clone())));
    assert!(preview.is_usable());
    assert_eq!(preview.against, Some(version));
    // The common ones stand; three of the specialty's own are known, and the drafts beyond them go.
    assert_eq!(preview.count(ObjectiveChange::Same), today.objectives.len() - drafts);
    assert_eq!(preview.count(ObjectiveChange::Changed), 3);
    assert_eq!(preview.count(ObjectiveChange::Removed), drafts - 3);
    let broken = read_csv(&format!("{file}c5;;Krav;\n"), Regulation::Sosfs2015);
    let preview = CurriculumPreview::of(broken, None);
    assert!(!preview.is_usable() && preview.objectives.is_empty());
    assert_eq!(preview.problems.len(), 1);
}

proptest! {
    #[test]
    fn two_versions_compared_give_both_of_them_back(
        was in proptest::collection::btree_map(any_code(), any::<bool>(), 0..20),
        becomes in proptest::collection::btree_map(any_code(), any::<bool>(), 0..20),
    ) {
        let objectives = |all: &std::collections::BTreeMap<ObjectiveCode, bool>| {
            let objective = |(code, other): (&ObjectiveCode, &bool)| Objective {
                code: *code,
                title: other.then(|| line("Titel")),
                demand: FreeText::default(),
                activities: Vec::new(),
                draft: false,
            };
            all.iter().map(objective).collect::<Vec<_>>()
        };
        let (was, becomes) = (objectives(&was), objectives(&becomes));
        let compared = compare(&was, &becomes);
        prop_assert!(compared.is_sorted_by_key(|one| one.code));
        prop_assert_eq!(compared.iter().filter_map(|one| one.was.clone()).collect::<Vec<_>>(), was.clone());
        prop_assert_eq!(compared.iter().filter_map(|one| one.becomes.clone()).collect::<Vec<_>>(), becomes);
        prop_assert!(compare(&was, &was).iter().all(|one| one.change == ObjectiveChange::Same));
        for one in compared {
            prop_assert_eq!(one.change == ObjectiveChange::Same, one.was == one.becomes);
        }
    }
}
