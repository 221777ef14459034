use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::{
    curriculum::Regulation,
    instrument::Instruments,
    person::{InvalidPerson, Me},
    placement::SupervisorName,
    text::Line,
    training::Training,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

fn person(number: u128, name: &str) -> PersonName {
    PersonName { id: PersonId::new(Uuid::from_u128(number)), name: name.into() }
}

fn trainee() -> PersonName {
    person(1, "ST-läkaren")
}

fn assessor() -> PersonName {
    person(2, "Bedömaren")
}

fn signed(by: PersonName) -> Signature {
    Signature { by, at: DateTime::UNIX_EPOCH }
}

fn changed(by: &str) -> Changed {
    Changed { at: DateTime::UNIX_EPOCH, by: by.into() }
}

fn form(code: &str) -> &'static Instrument {
    Instruments::built_in().newest().find(|one| one.code.as_str() == code).unwrap()
}

fn key(text: &str) -> ItemKey {
    text.parse().unwrap()
}

fn text(words: &str) -> FreeText {
    words.to_owned().try_into().unwrap()
}

fn id(number: u128) -> AssessmentId {
    AssessmentId::new(Uuid::from_u128(number))
}

fn asked(of: Assessor, code: &str) -> Result<Assessment, AssessmentRefused> {
    let asked = RequestAssessment {
        instrument: form(code).reference(),
        assessor: of,
        occasion: Occasion::day(today()),
        objectives: ["STa6".parse().unwrap()].into(),
        until: day("2026-12-08"),
    };
    let training = TrainingId::new(Uuid::nil());
    Assessment::request(id(1), training, form(code), asked, signed(trainee()), today())
}

fn requested(code: &str) -> Assessment {
    asked(Assessor::Account { person: assessor() }, code).unwrap()
}

fn sent(number: u128, on: &str, code: &str, overall: u8, answers: &[(&str, Rating)]) -> Assessment {
    let written = SaveAssessment {
        answers: answers.iter().map(|(item, rating)| (key(item), *rating)).collect(),
        overall: Some(Rating::Step(overall)),
        ..SaveAssessment::empty(Occasion::day(day(on)), BTreeSet::new())
    };
    let begun = requested(code).save(written, form(code), changed("Bedömaren"), today()).unwrap();
    let sent = begun.answer(form(code), changed("Bedömaren"), today()).unwrap();
    Assessment { id: id(number), ..sent }
}

#[test]
fn an_assessment_is_asked_for_written_sent_and_confirmed() {
    let written = SaveAssessment {
        texts: [(key("bra"), text("Lugn och tydlig"))].into(),
        ..SaveAssessment::empty(Occasion::day(today()), BTreeSet::new())
    };
    let one = requested("mini-cex");
    assert_eq!(
        one.clone().answer(form("mini-cex"), changed("B"), today()),
        Err(AssessmentRefused::NotBegun)
    );
    let one = one.save(written, form("mini-cex"), changed("B"), today()).unwrap();
    assert_eq!((one.version, one.stage.name()), (1, "Påbörjad"));
    assert_eq!(one.clone().confirm(signed(trainee())), Err(AssessmentRefused::NotAnswered));
    let one = one.answer(form("mini-cex"), changed("Bedömaren"), today()).unwrap();
    assert_eq!(
        one.clone().save(one.written.clone(), form("mini-cex"), changed("B"), today()),
        Err(AssessmentRefused::Sent)
    );
    assert_eq!(one.clone().confirm(signed(assessor())), Err(AssessmentRefused::NotConfirmer));
    let one = one.confirm(signed(trainee())).unwrap();
    assert_eq!(one.stage.name(), "Bekräftad");
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Assessment>(&json).unwrap(), one);
}

#[test]
fn nobody_assesses_themself_and_a_written_address_is_one() {
    let refused = asked(Assessor::Account { person: trainee() }, "cbd").unwrap_err();
    assert_eq!(refused, AssessmentRefused::Oneself);
    let line = |words: &str| Line::try_from(words.to_owned()).unwrap();
    let written = |email: &str| Assessor::Written {
        name: line("En kollega"),
        email: line(email),
        profession: line("Barnmorska"),
    };
    assert_eq!(
        asked(written("ingen adress"), "cbd").unwrap_err(),
        AssessmentRefused::Address(InvalidPerson::Email)
    );
    let by_link = asked(written("Kollega@Region.se"), "cbd").unwrap();
    assert_eq!(by_link.assessor, written("kollega@region.se"));
    assert_eq!(by_link.writer(), None);
}

#[test]
fn an_asking_that_is_out_of_time_cannot_be_begun_but_what_is_begun_can_be_finished() {
    let late = day("2026-12-09");
    let written = requested("cbd").written;
    assert_eq!(
        requested("cbd").save(written.clone(), form("cbd"), changed("B"), late),
        Err(AssessmentRefused::TooLate(day("2026-12-08")))
    );
    let begun = requested("cbd").save(written.clone(), form("cbd"), changed("B"), today()).unwrap();
    assert!(begun.save(written, form("cbd"), changed("B"), late).is_ok());
}

#[test]
fn what_does_not_fit_the_form_is_told_by_field_and_nothing_of_it_is_lost() {
    let mut written = SaveAssessment::empty(Occasion::day(today()), BTreeSet::new());
    written.occasion.observed_minutes = Some(601);
    written.answers = [
        (key("anamnes"), Rating::Step(6)),
        (key("status"), Rating::NotAssessed),
        (key("teknik"), Rating::Step(3)),
    ]
    .into();
    written.overall = Some(Rating::Step(0));
    written.texts = [(key("ovrigt"), text("…")), (key("bra"), text("Bra"))].into();
    let before = written.clone();
    let found = problems(&written, form("mini-cex"));
    let paths: Vec<_> = found.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "occasion.observed_minutes",
            "answers.anamnes",
            "answers.teknik",
            "overall",
            "texts.ovrigt"
        ]
    );
    assert!(found[1].message.starts_with("Anamnes: välj ett av svaren Observerar · "));
    assert_eq!(written, before);
}

#[test]
fn a_form_is_sent_with_little_but_not_with_nothing_and_not_before_its_day() {
    let empty = SaveAssessment::empty(Occasion::day(today()), BTreeSet::new());
    let paths = |written: &SaveAssessment, code| {
        let gaps = missing(written, form(code), today());
        gaps.into_iter().map(|gap| gap.path).collect::<Vec<_>>()
    };
    assert_eq!(paths(&empty, "mini-cex"), ["texts.bra"]);
    assert_eq!(paths(&empty, "specialistexamen"), ["overall"]);
    let mut only = empty.clone();
    only.overall = Some(Rating::NotAssessed);
    assert_eq!(paths(&only, "mini-cex"), ["texts.bra"]);
    only.texts.insert(key("utveckla"), text("Sammanfatta mer"));
    assert!(paths(&only, "mini-cex").is_empty());
    only.occasion.on = day("2026-11-25");
    assert_eq!(paths(&only, "mini-cex"), ["occasion.on"]);
}

#[test]
fn a_sent_assessment_is_copied_to_principal_supervisor_and_director_and_a_draft_to_nobody() {
    let (principal, director) = (person(3, "HH").id, person(4, "SR").id);
    let readers = |one: &Assessment| one.readers(Some(principal), &[director]);
    let draft = requested("cbd");
    assert_eq!(readers(&draft), [assessor().id].into());
    let sent = sent(2, "2026-11-20", "cbd", 4, &[]);
    assert_eq!(readers(&sent), [trainee().id, assessor().id, principal, director].into());
    assert_eq!(sent.clone().without_answers().written.overall, None);
    assert_eq!(draft.clone().without_answers(), draft);
}

#[test]
fn the_st_lakares_own_form_is_written_by_them_confirmed_by_the_supervisor_and_counts_as_no_assessment()
 {
    assert_eq!(
        asked(Assessor::Account { person: assessor() }, "bilateral-st").unwrap_err(),
        AssessmentRefused::OwnForm
    );
    let form = form("bilateral-st");
    let begun = BeginAssessment {
        instrument: form.reference(),
        assessor: Assessor::Account { person: assessor() },
        occasion: Occasion::day(today()),
    };
    let training = TrainingId::new(Uuid::nil());
    let own =
        Assessment::begin_unasked(id(9), training, form, trainee(), begun, DateTime::UNIX_EPOCH)
            .unwrap();
    assert_eq!(own.writer(), Some(trainee().id));
    assert_eq!(own.clone().recall(DateTime::UNIX_EPOCH), Err(AssessmentRefused::NothingAsked));
    let mut written = own.written.clone();
    written.answers.insert(key("introduktion"), Rating::Step(2));
    let sent = own
        .save(written, form, changed("ST-läkaren"), today())
        .and_then(|one| one.answer(form, changed("ST-läkaren"), today()))
        .unwrap();
    assert_eq!(sent.clone().confirm(signed(trainee())), Err(AssessmentRefused::NotConfirmer));
    assert!(!sent.counts() && sent.confirm(signed(assessor())).is_ok());
}

#[test]
fn the_year_has_twelve_months_and_its_last_day() {
    let all = [
        sent(1, "2025-11-24", "cbd", 3, &[]),
        sent(2, "2025-11-25", "cbd", 3, &[]),
        sent(3, "2026-11-24", "mini-cex", 4, &[]),
        requested("cbd"),
    ];
    let year = count_in_year(&all, today());
    assert_eq!((year.from, year.counted.clone()), (day("2025-11-25"), vec![id(2), id(3)]));
    assert_eq!((year.remaining(2), year.remaining(4)), (0, 2));
}

#[test]
fn an_item_goes_on_as_one_line_over_versions_and_a_retired_one_keeps_its_figures() {
    let mut older = sent(1, "2026-01-10", "mini-cex", 2, &[("anamnes", Rating::Step(3))]);
    older.instrument.version = 0;
    older.written.answers.insert(key("tidsplan"), Rating::Step(1));
    let newer = sent(
        2,
        "2026-06-10",
        "mini-cex",
        4,
        &[("anamnes", Rating::Step(4)), ("status", Rating::NotAssessed)],
    );
    let other = sent(3, "2026-06-11", "cbd", 5, &[]);
    let drawn = development(&[newer, other, older, requested("mini-cex")], form("mini-cex"));
    let lines: Vec<_> = drawn
        .lines
        .iter()
        .map(|line| {
            (line.heading.as_str(), line.points.iter().map(|point| point.value).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(lines, [("Helhet", vec![2, 4]), ("Anamnes", vec![3, 4]), ("tidsplan", vec![1])]);
    let rows: Vec<_> = drawn.rows().into_iter().map(|row| row.values).collect();
    assert_eq!(rows, [[Some(2), Some(3), Some(1)], [Some(4), Some(4), None]]);
}

#[test]
fn a_moment_is_reached_on_the_day_of_its_last_demanded_time_at_the_level() {
    let at = |number, on, level, overall| {
        sent(number, on, "korkort", overall, &[("hlr-ledare", Rating::Step(level))])
    };
    let mut all = vec![
        at(1, "2026-01-01", 4, 1),
        at(2, "2026-02-01", 3, 1),
        at(3, "2026-03-01", 5, 0),
        at(4, "2026-04-01", 4, 1),
    ];
    let standing = |all: &[Assessment]| {
        let moments = moments(all, form("korkort"));
        let found = moments.into_iter().find(|m| m.key == key("hlr-ledare")).unwrap();
        (found.passed.len(), found.reached_on)
    };
    assert_eq!(standing(&all), (2, None));
    all.push(at(5, "2026-05-01", 4, 1));
    all.push(at(6, "2026-06-01", 4, 1));
    assert_eq!(standing(&all), (4, Some(day("2026-05-01"))));
}

#[derive(Clone, Debug)]
enum Step {
    Save,
    Answer,
    Confirm,
    Recall,
    Decline,
}

proptest! {
    #[test]
    fn whatever_steps_are_tried_what_is_sent_never_changes_or_goes_back(
        steps in vec(select(vec![Step::Save, Step::Answer, Step::Confirm, Step::Recall, Step::Decline]), 0..12),
    ) {
        let form = form("cbd");
        let mut one = requested("cbd");
        for step in steps {
            let before = one.clone();
            let mut written = one.written.clone();
            written.overall = Some(Rating::Step(4));
            written.next_step = text(&format!("{}", before.version));
            let after = match step {
                Step::Save => one.clone().save(written, form, changed("B"), today()),
                Step::Answer => one.clone().answer(form, changed("B"), today()),
                Step::Confirm => one.clone().confirm(signed(trainee())),
                Step::Recall => one.clone().recall(DateTime::UNIX_EPOCH),
                Step::Decline => {
                    let reason = Reason::try_from("Hinner inte".to_owned()).unwrap();
                    one.clone().decline(reason, DateTime::UNIX_EPOCH)
                }
            };
            let Ok(after) = after else { continue };
            if before.stage.sent() {
                prop_assert!(after.stage.sent());
                prop_assert_eq!(&after.written, &before.written);
            }
            let over = matches!(before.stage,
                AssessmentStage::Recalled { .. } | AssessmentStage::Declined { .. } | AssessmentStage::Confirmed { .. });
            prop_assert!(!over);
            one = after;
        }
    }

    #[test]
    fn the_table_has_the_figures_of_the_picture(
        given in vec((0_u64..400, 1_u8..=5, vec((0_usize..6, 0_u8..=5), 0..6)), 0..12),
    ) {
        let form = form("mini-cex");
        let all: Vec<_> = given.iter().enumerate().map(|(at, (days, overall, items))| {
            let on = day("2025-09-01") + Days::new(*days);
            let answers: Vec<_> = items.iter().map(|(item, value)| {
                let rating = if *value == 0 { Rating::NotAssessed } else { Rating::Step(*value) };
                (form.items[*item].key.as_str(), rating)
            }).collect();
            sent(at as u128, &on.to_string(), "mini-cex", *overall, &answers)
        }).filter(|one| one.written.occasion.on <= today()).collect();
        let drawn = development(&all, form);
        let rows = drawn.rows();
        prop_assert_eq!(rows.len(), all.len());
        prop_assert!(rows.is_sorted_by_key(|row| row.on));
        for (at, line) in drawn.lines.iter().enumerate() {
            prop_assert!(!line.points.is_empty());
            let of_table: Vec<_> = rows.iter().filter_map(|row| {
                row.values[at].map(|value| DevelopmentPoint { assessment: row.assessment, on: row.on, value })
            }).collect();
            prop_assert_eq!(&of_table, &line.points);
        }
        let figures = |one: &Assessment| one.written.answers.values().filter_map(|r| r.step()).count() + 1;
        let points: usize = drawn.lines.iter().map(|line| line.points.len()).sum();
        prop_assert_eq!(points, all.iter().map(figures).sum::<usize>());
    }
}

proptest! {
    #[test]
    fn only_who_supervises_a_placement_now_or_lately_may_assess_from_elsewhere(
        from in 0_u64..600, length in 0_u64..300, now in 0_u64..1_000, named in 0_u128..3, who in 0_u128..3,
    ) {
        let after = |days: u64| day("2024-01-01") + Days::new(days);
        let training = crate::training::tests::training(Regulation::Hslf2021, day("2024-01-01"));
        let training = Training { trainee: trainee(), ..training };
        let whole = 100.try_into().unwrap();
        let mut placement = crate::training::tests::placement(after(from), after(from + length), whole);
        placement.supervisor = Some(SupervisorName::Person(person(named, "Handledaren")));
        let me = Me { id: person(who, "").id, name: String::new(), email: String::new(), memberships: Vec::new() };
        let lately = (from..=from + length + 90).contains(&now);
        let may = training.may_be_assessed(&me, [&placement], after(now));
        prop_assert_eq!(may, who == named && lately && who != 1);
        placement.supervisor = Some(SupervisorName::Written(Line::try_from("Handledaren".to_owned()).unwrap()));
        prop_assert!(!training.may_be_assessed(&me, [&placement], after(now)));
    }
}
