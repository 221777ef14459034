use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;
use crate::{
    BroughtRecordsId, IupId, PersonId, PlacementId, RecordId, SupervisionMeetingId, TrainingId,
    certificate::{EvidenceRef, ObjectiveEvidence},
    curriculum::Regulation,
    iup::{Iup, next_draft},
    person::{PersonName, Signature},
    placement::{CreditKind, Percent},
    review::Changed,
    supervision_meeting::MeetingPhase,
    text::Reason,
    training::tests::{credit, leave, placement},
    training_facts::{
        facts,
        tests::{day, line, meeting, portfolio},
    },
};

const MADE_ON: &str = "2026-11-22";

fn uuid(number: usize) -> Uuid {
    Uuid::from_u128(0x5000 + number as u128)
}

fn origin(clinic: &str) -> RecordsOrigin {
    let (site, care_provider) = (line("Sjukhuset"), line("Region Annorlunda"));
    RecordsOrigin { clinic: line(clinic), site, care_provider }
}

fn file(portfolio: Portfolio) -> OwnRecords {
    let made: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    OwnRecords::of(portfolio, origin("Hudkliniken"), made, day(MADE_ON))
}

fn there() -> Portfolio {
    portfolio(Regulation::Hslf2021, "2022-01-10")
}

/// A training of the same person at another installation, with nothing in it.
fn here() -> Portfolio {
    let mut here = there();
    here.training.id = TrainingId::new(uuid(9_000));
    here.training.trainee.id = PersonId::new(uuid(9_001));
    here
}

fn changed() -> Changed {
    Changed { at: DateTime::UNIX_EPOCH, by: "Sara".to_owned() }
}

fn take(file: OwnRecords, here: &Portfolio) -> Result<TakenIn, NotTakenIn> {
    let id = BroughtRecordsId::new(uuid(8_000 + file.portfolio.brought.len()));
    file.take_in(here, id, changed())
}

/// As the store does it.
fn add(here: &mut Portfolio, taken: TakenIn) {
    let records = taken.records;
    here.placements.extend(records.placements);
    here.leaves.extend(records.leaves);
    here.credits.extend(records.credits);
    here.meetings.extend(records.meetings);
    here.iups.extend(records.iups);
    here.evidence.extend(records.evidence);
    here.brought.extend(records.brought);
}

fn draft(number: u32) -> Iup {
    let id = IupId::new(uuid(7_000 + number as usize));
    Iup { number, ..next_draft(&[], id).unwrap() }
}

fn discarded(number: u32) -> Iup {
    let by = PersonName { id: PersonId::new(Uuid::nil()), name: "Sara".to_owned() };
    let by = Signature { by, at: DateTime::UNIX_EPOCH };
    draft(number).discard(by, Reason::try_from("Slut".to_owned()).unwrap()).unwrap()
}

prop_compose! {
    /// A training of which all is done and had been before the file was made.
    fn done()(
        spans in vec((0..1_500_u64, 0..200_u64, 1..=100_i64, any::<bool>()), 1..12),
        tenths in vec(1..99_u16, 0..3),
        held in vec((0..1_700_u64, 5..480_u16), 0..12),
    ) -> Portfolio {
        let mut portfolio = there();
        let first = portfolio.training.starts_on;
        let mut next = 0;
        let mut id = || { next += 1; uuid(next) };
        for (from, days, percent, is_leave) in spans {
            let from = first + Days::new(from);
            let (to, percent) = (from + Days::new(days), Percent::try_from(percent).unwrap());
            let id = PlacementId::new(id());
            if is_leave {
                portfolio.leaves.push(crate::placement::Leave { id, ..leave(from, to, percent) });
            } else {
                let one = placement(from, to, percent);
                portfolio.placements.push(crate::placement::Placement { id, ..one });
            }
        }
        for tenths in tenths {
            let id = PlacementId::new(id());
            let one = credit(CreditKind::EarlierService, tenths, true);
            portfolio.credits.push(crate::placement::Credit { id, ..one });
        }
        for (after, minutes) in held {
            let mut one = meeting(first + Days::new(after), minutes);
            one.id = SupervisionMeetingId::new(id());
            portfolio.meetings.push(one);
        }
        portfolio
    }
}

proptest! {
    #[test]
    fn what_is_taken_along_and_taken_in_is_what_there_was(there in done()) {
        let file = file(there.clone());
        let text = file.to_text().unwrap();
        let read = OwnRecords::read(&text, day(MADE_ON)).unwrap();
        prop_assert_eq!(&read, &file);
        let mut here = here();
        let taken = take(read, &here).unwrap();
        prop_assert!(taken.told.is_empty() && taken.doubts.is_empty());
        prop_assert_eq!(taken.already, 0);
        let total: usize = taken.counts().iter().map(|one| one.count).sum();
        prop_assert_eq!(total + 1, taken.total());
        add(&mut here, taken);
        prop_assert_eq!(&here.placements, &there.placements);
        prop_assert_eq!(&here.leaves, &there.leaves);
        prop_assert_eq!(&here.credits, &there.credits);
        let mut meetings = there.meetings.clone();
        for one in &mut meetings {
            one.training = here.training.id;
            one.trainee = here.training.trainee.clone();
        }
        prop_assert_eq!(&here.meetings, &meetings);
        prop_assert_eq!(facts(&here).service, facts(&there).service);
        let mut as_before = here.clone();
        let brought = as_before.brought.pop().unwrap();
        prop_assert_eq!(brought.take_away(&mut as_before), Ok(Vec::new()));
        prop_assert_eq!(&as_before, &super::tests::here());
        for one in &here.placements {
            prop_assert_eq!(here.origin(one.id), Some(&origin("Hudkliniken")));
            prop_assert!(here.may_change(one.id).is_err());
        }
        // Taken along once more, to a third clinic, each says where it first came from.
        let onward = OwnRecords::of(here.clone(), origin("Kirurgen"), file.made, day(MADE_ON));
        let mut third = super::tests::here();
        let taken = take(onward, &third).unwrap();
        add(&mut third, taken);
        for one in &third.meetings {
            prop_assert_eq!(third.origin(one.id), Some(&origin("Hudkliniken")));
        }
        // And back where it began there is nothing to take in.
        let back = OwnRecords::of(third, origin("Tredje"), file.made, day(MADE_ON));
        prop_assert_eq!(take(back, &there), Err(NotTakenIn::AllHere));
    }

    #[test]
    fn a_file_cut_anywhere_gives_nothing(there in done(), at in 0.0..1.0_f64) {
        let text = file(there).to_text().unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let mut at = (text.len() as f64 * at) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let why = OwnRecords::read(&text[..at], day(MADE_ON)).unwrap_err();
        prop_assert!(matches!(why, NotTakenIn::Half | NotTakenIn::Empty | NotTakenIn::NotOurs), "{why}");
    }

    #[test]
    fn a_changed_byte_is_refused_or_reads_as_another_file(there in done(), at in 0..100_000_usize, byte in 0x20..0x7f_u8) {
        let mut text = file(there).to_text().unwrap().into_bytes();
        let at = at % text.len();
        text[at] = byte;
        // Whatever it says, reading never panics.
        if let Ok(text) = String::from_utf8(text) {
            let _ = OwnRecords::read(&text, day(MADE_ON));
        }
    }
}

#[test]
fn what_is_no_file_of_ours_is_told_apart() {
    let today = day(MADE_ON);
    let read = |text: &str| OwnRecords::read(text, today).unwrap_err();
    let text = file(there()).to_text().unwrap();
    assert_eq!(read("  \n"), NotTakenIn::Empty);
    for other in ["%PDF-1.7", "[]", "{}", "kod;titel", r#"{"format":"fhir"}"#, "null", "{\"a\":"] {
        assert_eq!(read(other), NotTakenIn::NotOurs, "{other}");
    }
    let of_version = |version: u32| {
        let own = format!("\"version\": {VERSION},\n  \"made\"");
        assert!(text.contains(&own));
        OwnRecords::read(
            &text.replace(&own, &format!("\"version\": {version},\n  \"made\"")),
            today,
        )
    };
    for other in [0, VERSION + 1] {
        assert_eq!(of_version(other), Err(NotTakenIn::OtherVersion(other)));
    }
    for known in 1..=VERSION {
        assert!(of_version(known).is_ok(), "{known}");
    }
    assert_eq!(read(&text[..text.len() / 2]), NotTakenIn::Half);
    let damaged = read(&text.replace("\"Ortopedi\"", "Ortopedi"));
    assert!(matches!(damaged, NotTakenIn::Damaged { line, .. } if line > 1), "{damaged:?}");
    let lacking = read(&text.replace("\"licensed_on\"", "\"licensed\""));
    assert!(matches!(lacking, NotTakenIn::Damaged { .. }), "{lacking:?}");
    let large = format!("{text}{}", " ".repeat(MAX_BYTES));
    assert_eq!(read(&large), NotTakenIn::TooLarge);
    assert!(OwnRecords::read(&format!("\u{feff}{text}"), today).is_ok());
}

#[test]
fn what_cannot_be_so_is_refused_with_what_and_why() {
    let of = |change: &dyn Fn(&mut OwnRecords)| {
        let mut there = there();
        there.placements.push(placement(day("2022-01-10"), day("2022-06-30"), Percent::FULL));
        there.meetings.push(meeting(day("2022-03-01"), 60));
        there.meetings[0].id = SupervisionMeetingId::new(uuid(1));
        let mut file = file(there);
        change(&mut file);
        match OwnRecords::read(&file.to_text().unwrap(), day(MADE_ON)) {
            Err(NotTakenIn::Senseless { what, why }) => format!("{what}: {why}"),
            other => panic!("{other:?}"),
        }
    };
    let said = of(&|file| file.made_on = day("2026-11-23"));
    assert_eq!(said, "Filens dag: Den är gjord mån 23 nov 2026, som inte har varit än.");
    let said = of(&|file| file.portfolio.meetings[0].id = SupervisionMeetingId::new(Uuid::nil()));
    assert_eq!(said, "Filen: Samma uppgift står två gånger i den.");
    let said = of(&|file| file.portfolio.placements[0].to = day("2021-06-30"));
    assert!(said.starts_with("Placeringen Ortopedkliniken: Sista dagen"), "{said}");
    let said = of(&|file| file.portfolio.placements[0].from = day("2022-01-09"));
    assert!(said.contains("Den börjar före ST:ns första dag"), "{said}");
    let said = of(&|file| file.portfolio.training.licensed_on = day("2023-01-01"));
    assert!(said.contains("ST kan inte börja före legitimationen"), "{said}");
    let said = of(&|file| {
        file.portfolio.training.starts_on = day("1901-01-01");
        file.portfolio.training.licensed_on = day("1900-01-01");
    });
    assert!(said.contains("mer än 30 år"), "{said}");
    let said = of(&|file| {
        let held = meeting(day("2027-01-01"), 60).phase;
        file.portfolio.meetings[0].phase = held;
    });
    assert!(said.starts_with("Handledarsamtalet fre 1 jan 2027"), "{said}");
    let said = of(&|file| {
        file.portfolio.iups = vec![discarded(1), Iup { id: IupId::new(uuid(3)), ..discarded(1) }]
    });
    assert!(said.starts_with("IUP version 1"), "{said}");
}

#[test]
fn what_was_not_done_is_left_and_named_and_time_is_cut_at_the_day_of_the_file() {
    let mut there = there();
    let mut ongoing = placement(day("2026-01-01"), day("2028-12-31"), Percent::FULL);
    ongoing.id = PlacementId::new(uuid(1));
    let mut ahead = placement(day("2027-01-01"), day("2027-12-31"), Percent::FULL);
    ahead.id = PlacementId::new(uuid(2));
    there.placements = vec![ongoing, ahead];
    let mut planned = meeting(day("2026-12-01"), 60);
    planned.phase = MeetingPhase::Planned;
    there.meetings.push(planned);
    let unapproved = credit(CreditKind::EarlierService, 10, false);
    there.credits.push(crate::placement::Credit { id: PlacementId::new(uuid(3)), ..unapproved });
    there.iups = vec![discarded(1), draft(2)];
    let here = here();
    let taken = take(file(there.clone()), &here).unwrap();
    assert_eq!(taken.records.placements.len(), 1);
    assert_eq!(taken.records.placements[0].to, day(MADE_ON));
    assert!(taken.records.credits.is_empty() && taken.records.meetings.is_empty());
    assert_eq!(taken.records.iups.len(), 1);
    let said: Vec<_> = taken.told.iter().map(|told| (told.what.as_str(), told.why)).collect();
    assert_eq!(
        said,
        [
            ("Placeringen Ortopedkliniken", WhyTold::Ahead),
            ("Placeringen Ortopedkliniken", WhyTold::Shortened { to: day(MADE_ON) }),
            ("Tillgodoräknandet: Annan tidigare tjänstgöring", WhyTold::NotDone),
            ("IUP version 2", WhyTold::NotDone),
            ("Handledarsamtalet tis 1 dec 2026", WhyTold::NotDone),
        ]
    );
    // The same is said before the file is made, but for what is only cut.
    assert_eq!(not_carried(&there, day(MADE_ON)).len(), said.len() - 1);
    let mut only_ahead = there;
    only_ahead.placements.remove(0);
    only_ahead.iups.clear();
    assert_eq!(take(file(only_ahead), &here), Err(NotTakenIn::NothingDone));
}

#[test]
fn a_programme_comes_along_only_where_there_is_none() {
    let mut there = there();
    there.iups = vec![discarded(1), discarded(2)];
    there.leaves.push(leave(day("2023-01-01"), day("2023-02-01"), Percent::FULL));
    let mut here = here();
    let taken = take(file(there.clone()), &here).unwrap();
    assert_eq!(taken.records.iups.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
    add(&mut here, taken);
    let next = next_draft(&here.iups, IupId::new(uuid(1))).unwrap();
    assert_eq!(next.number, 3);
    let brought = here.brought[0].clone();
    brought.take_away(&mut here.clone()).unwrap();
    here.iups.push(next);
    assert_eq!(brought.take_away(&mut here), Err(BuiltUpon::Programme(3)));
    assert_eq!(here.iups.len(), 3);
    let mut with_draft = super::tests::here();
    with_draft.iups = vec![Iup { id: IupId::new(uuid(8)), ..draft(1) }];
    let taken = take(file(there), &with_draft).unwrap();
    assert!(taken.records.iups.is_empty());
    assert!(taken.told.iter().all(|told| told.why == WhyTold::ProgrammeHere));
    assert_eq!(taken.told.len(), 2);
}

#[test]
fn what_was_chosen_for_an_objective_comes_along_and_goes_on_being_ones_own() {
    let mut there = there();
    let mut served = placement(day("2022-01-10"), day("2022-06-30"), Percent::FULL);
    served.id = PlacementId::new(uuid(1));
    let mut ahead = placement(day("2027-01-10"), day("2027-06-30"), Percent::FULL);
    ahead.id = PlacementId::new(uuid(2));
    there.placements = vec![served, ahead];
    let chosen = [uuid(1), uuid(2)].map(|id| EvidenceRef::Placement(PlacementId::new(id))).to_vec();
    let evidence = |id: usize, code: &str, chosen| ObjectiveEvidence {
        id: crate::ObjectiveEvidenceId::new(uuid(id)),
        objective: code.parse().unwrap(),
        chosen,
        version: 1,
        changed: None,
    };
    there.evidence = vec![
        evidence(10, "STc1", chosen.clone()),
        evidence(11, "STa1", chosen.clone()),
        evidence(12, "STc99", chosen),
    ];
    let mut here = here();
    here.evidence = vec![evidence(20, "STa1", Vec::new())];
    let taken = take(file(there), &here).unwrap();
    assert_eq!(taken.records.evidence.len(), 1);
    assert_eq!(taken.records.evidence[0].chosen.len(), 1);
    let said: Vec<_> = taken.told.iter().map(|told| told.why).collect();
    assert!(said.contains(&WhyTold::ChosenHere) && said.contains(&WhyTold::NoSuchObjective));
    let record = taken.records.evidence[0].id;
    add(&mut here, taken);
    assert_eq!(here.may_change(record), Ok(()));
    assert!(here.may_change(PlacementId::new(uuid(1))).is_err());
    assert_eq!(here.origin(RecordId::new(uuid(77))), None);
    // With what came goes that it was chosen, and only that.
    let mut own = placement(day("2026-07-01"), day("2026-08-31"), Percent::FULL);
    own.id = PlacementId::new(uuid(3));
    here.placements.push(own);
    let came = here.evidence.iter().find(|one| one.id == record).unwrap().chosen[0];
    let own = EvidenceRef::Placement(PlacementId::new(uuid(3)));
    here.evidence[0].chosen = vec![came, own];
    let left = here.brought[0].clone().take_away(&mut here).unwrap();
    let left: Vec<_> = left.into_iter().map(|one| (one.id, one.chosen)).collect();
    assert_eq!(left, [(here.evidence[0].id, vec![own]), (record, Vec::new())]);
}

#[test]
fn a_file_of_another_kind_of_training_is_refused_and_another_name_is_doubted() {
    let mut there = there();
    there.placements.push(placement(day("2022-01-10"), day("2022-06-30"), Percent::FULL));
    let here = here();
    let mut other = file(there.clone());
    other.portfolio.training.specialty = line("Psykiatri");
    let why = take(other, &here).unwrap_err().to_string();
    assert_eq!(
        why,
        "Filen gäller psykiatri, men ST:n här gäller ortopedi. Ta in den i en ST i samma specialitet."
    );
    let mut other = file(there.clone());
    other.portfolio.training.regulation = Regulation::Sosfs2015;
    assert!(matches!(take(other, &here), Err(NotTakenIn::OtherRegulation { .. })));
    let mut later = super::tests::here();
    later.training.starts_on = day("2026-09-01");
    let why = take(file(there.clone()), &later).unwrap_err().to_string();
    assert!(
        why.starts_with(
            "ST:n här börjar tis 1 sep 2026, men i filen finns tjänstgöring från mån 10 jan 2022."
        ),
        "{why}"
    );
    let mut other = file(there);
    other.portfolio.training.trainee.name = " ST-Läkare  ".to_owned();
    assert!(take(other.clone(), &here).unwrap().doubts.is_empty());
    other.portfolio.training.trainee.name = "Någon Annan".to_owned();
    other.portfolio.training.licensed_on = day("2021-01-10");
    let doubts = take(other, &here).unwrap().doubts;
    assert!(
        matches!(doubts[..], [Doubt::OtherName { .. }, Doubt::OtherLicence { .. }]),
        "{doubts:?}"
    );
}

#[test]
fn what_is_asked_of_a_placement_is_asked_where_it_was_served() {
    let mut there = there();
    let from: NaiveDate = day("2022-01-10");
    there.placements.push(placement(from, day("2022-06-30"), Percent::FULL));
    let mut here = here();
    assert_eq!(facts(&there).placements.len(), 1);
    let taken = take(file(there.clone()), &here).unwrap();
    add(&mut here, taken);
    assert!(facts(&here).placements.is_empty());
    assert_eq!(facts(&here).service, facts(&there).service);
}
