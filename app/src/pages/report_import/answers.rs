//! What a person fills in beside what was read, kept in the browser until it is saved.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    PersonId,
    checklist::{AreaCode, Checklist, CriterionCode},
    grade::Grade,
    report_import::{ConfirmImport, ReportImport, entries_as_read},
    report_text::BulletList,
    text::{FreeText, Line},
    written_date::{WrittenDate, parse_written_dates},
};

use crate::pages::action_plan::form::{EntryDraft, Mend};

/// An item of one of the three lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    /// Which one on the page.
    pub key: u32,
    /// The run of lines it comes from.
    pub run: usize,
    /// As it is to stand.
    pub text: String,
    /// Where it belongs; none until a person has said.
    pub list: Option<BulletList>,
}

/// Everything that is filled in but the plan's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answers {
    /// As in the clinic's list.
    pub specialty: String,
    /// The visit, as people write dates.
    pub visit: String,
    /// Ids of persons, empty where not chosen.
    pub inspectors: [String; 2],
    /// The grade of each area that somebody has answered for; none is "vet inte".
    pub grades: BTreeMap<AreaCode, Option<Grade>>,
    /// The three lists.
    pub items: Vec<Item>,
    /// Criteria that fell short.
    pub findings: Vec<CriterionCode>,
    /// Areas where the rest was fulfilled.
    pub rest_fulfilled: Vec<AreaCode>,
}

/// All that is filled in.
#[derive(Clone)]
pub(super) struct Sheet {
    /// Everything but the entries.
    pub answers: RwSignal<Answers>,
    /// One an entry of the plan.
    pub entries: Vec<RwSignal<EntryDraft>>,
}

/// The areas whose grade was changed, by the text itself.
pub(super) fn changed(import: &ReportImport) -> Vec<AreaCode> {
    import.read.changed_areas.iter().filter_map(|letter| letter.to_string().parse().ok()).collect()
}

/// Criteria that the plan answers to: suggested as findings.
pub(super) fn suggested(import: &ReportImport) -> Vec<CriterionCode> {
    let mut codes: Vec<CriterionCode> = import
        .read
        .entries
        .iter()
        .flat_map(|entry| &entry.criteria)
        .filter_map(|code| code.parse().ok())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

impl Sheet {
    /// What the text tells, and suggestions for a person to settle; or what was filled in before.
    pub fn new(
        import: &ReportImport,
        specialties: &[String],
        kept: Option<(Answers, Vec<EntryDraft>)>,
    ) -> Self {
        let read = entries_as_read(&import.read);
        let kept = kept.filter(|(_, entries)| entries.len() == read.len());
        let (answers, entries) = kept.unwrap_or_else(|| {
            let named = import.read.specialty.as_ref().map(|named| named.to_lowercase());
            let specialty = specialties.iter().find(|known| Some(known.to_lowercase()) == named);
            let mut items = Vec::new();
            for (run, bullets) in import.read.bullets.iter().enumerate() {
                for text in &bullets.suggested_items {
                    let key = u32::try_from(items.len()).unwrap_or(u32::MAX);
                    items.push(Item { key, run, text: text.clone(), list: bullets.list });
                }
            }
            let answers = Answers {
                specialty: specialty.cloned().unwrap_or_default(),
                items,
                findings: suggested(import),
                ..Answers::default()
            };
            (answers, read.iter().map(EntryDraft::read).collect())
        });
        Self {
            answers: RwSignal::new(answers),
            entries: entries.into_iter().map(RwSignal::new).collect(),
        }
    }

    /// What is kept in the browser. Followed.
    pub fn kept(&self) -> (Answers, Vec<EntryDraft>) {
        (self.answers.get(), self.entries.iter().map(|entry| entry.get()).collect())
    }

    /// What is sent.
    ///
    /// # Errors
    /// All that must be filled in first.
    pub fn confirm(
        &self,
        import: &ReportImport,
        checklist: &Checklist,
    ) -> Result<ConfirmImport, Vec<Mend>> {
        let answers = self.answers.get_untracked();
        let mut wrong: Vec<Mend> = Vec::new();
        let mut mend = |id: &str, words: &str| wrong.push((id.to_owned(), words.to_owned()));
        let specialty = Line::try_from(answers.specialty.clone()).ok();
        if specialty.is_none() {
            mend("specialitet", "Välj specialitet.");
        }
        let visit = visit(&answers.visit);
        if visit.is_none() {
            mend("besok", "Skriv när platsbesöket var, till exempel 12–13 maj 2026.");
        }
        let inspectors: Vec<PersonId> =
            answers.inspectors.iter().filter_map(|id| id.parse().ok()).collect();
        if let [one, other] = inspectors.as_slice()
            && one == other
        {
            mend("inspektor-2", "Välj två olika inspektörer, eller bara en.");
        }
        for item in &answers.items {
            if item.list.is_none() {
                mend(&format!("punkt-{}", item.key), &format!("Välj lista för ”{}”.", item.text));
            }
        }
        let changed = changed(import);
        for area in &checklist.areas {
            let code = area.code;
            if !changed.contains(&code) && !answers.grades.contains_key(&code) {
                mend(
                    &format!("betyg-{code}"),
                    &format!("Välj betyg för {}, eller vet inte.", area.title()),
                );
            }
        }
        let lists =
            [BulletList::Strengths, BulletList::Weaknesses, BulletList::Improvements].map(|list| {
                let lines: Vec<&str> = answers
                    .items
                    .iter()
                    .filter(|item| item.list == Some(list))
                    .map(|item| item.text.trim())
                    .filter(|text| !text.is_empty())
                    .collect();
                FreeText::try_from(lines.join("\n"))
            });
        let [Ok(strengths), Ok(weaknesses), Ok(improvements)] = lists else {
            mend("punkter", "En av listorna är för lång. Korta den.");
            return Err(wrong);
        };
        let mut entries = Vec::new();
        for (number, entry) in self.entries.iter().enumerate() {
            match entry.with_untracked(|entry| entry.to_save(&entry_prefix(number))) {
                Ok(entry) => entries.push(entry),
                Err(more) => wrong.extend(more),
            }
        }
        let (Some(specialty), Some((starts, ends)), true) = (specialty, visit, wrong.is_empty())
        else {
            return Err(wrong);
        };
        let mut grades: BTreeMap<AreaCode, Grade> =
            answers.grades.iter().filter_map(|(area, grade)| Some((*area, (*grade)?))).collect();
        grades.extend(changed.into_iter().map(|area| (area, Grade::D)));
        let fulfilled = checklist
            .criteria()
            .map(|criterion| criterion.code)
            .filter(|code| answers.rest_fulfilled.contains(&code.area()))
            .filter(|code| !answers.findings.contains(code))
            .collect();
        let confirm = ConfirmImport {
            specialty,
            starts,
            ends,
            inspectors,
            grades,
            findings: answers.findings,
            fulfilled,
            strengths,
            weaknesses,
            improvements,
            entries: Some(entries),
        };
        match confirm.check(checklist, &import.read) {
            Ok(()) => Ok(confirm),
            Err(error) => Err(vec![(String::new(), error.to_string())]),
        }
    }
}

/// Begins the ids of an entry's fields.
pub(super) fn entry_prefix(number: usize) -> String {
    format!("plan-{}", number + 1)
}

/// First and last day of the visit, as people write it: `12–13 maj 2026`, `2026-05-12, 2026-05-13`.
pub(super) fn visit(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let dates: Vec<WrittenDate> = parse_written_dates(text);
    let first = dates.iter().map(|date| date.from).min()??;
    let last = dates.iter().map(|date| date.to).max()??;
    let all_known = dates.iter().all(|date| date.from.is_some() && date.to.is_some());
    all_known.then_some((first, last))
}
