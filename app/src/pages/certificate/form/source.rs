//! What a certificate can be about: a placement or an activity of the training, which fills in the form.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    certificate::{CertificateKind, EvidenceRef},
    curriculum::ObjectiveCode,
    portfolio::Portfolio,
};

use super::Written;
use crate::{components::FieldIds, time::say_short};

/// A placement or activity that a certificate can be about, as a choice and as what it fills in.
#[derive(Clone)]
pub struct Source {
    /// Which.
    pub evidence: EvidenceRef,
    /// Its id, as it stands in the form and in the address.
    pub value: String,
    words: String,
    place: Option<String>,
    from: NaiveDate,
    to: Option<NaiveDate>,
    description: String,
    objectives: Vec<ObjectiveCode>,
}

/// What a certificate of a kind can be about, newest first.
pub fn sources(portfolio: &Portfolio, kind: CertificateKind) -> Vec<Source> {
    let placements = portfolio.placements.iter().filter(|_| kind.of_service()).map(|one| Source {
        evidence: EvidenceRef::Placement(one.id),
        value: one.id.to_string(),
        words: format!("{}, till {}", &*one.place, say_short(one.to)),
        place: Some(one.place.to_string()),
        from: one.from,
        to: Some(one.to),
        description: one.goals.to_string(),
        objectives: one.objectives.clone(),
    });
    let activities =
        portfolio.activities.iter().filter(|one| one.details.certified_as().contains(&kind)).map(
            |one| Source {
                evidence: EvidenceRef::Activity(one.id),
                value: one.id.to_string(),
                words: format!("{}, {}", one.label(), say_short(one.to.unwrap_or(one.from))),
                place: one.organiser.as_ref().map(|organiser| organiser.to_string()),
                from: one.from,
                to: one.to,
                description: one.title.to_string(),
                objectives: one.objectives.clone(),
            },
        );
    let mut all: Vec<Source> = placements.chain(activities).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.from));
    all
}

impl Written {
    /// Begins a certificate of what the address names, if it names something of the training.
    pub fn begin(self, portfolio: &Portfolio, about: &str) {
        let found = CertificateKind::of(portfolio.training.regulation).find_map(|kind| {
            let source = sources(portfolio, kind).into_iter().find(|one| one.value == about)?;
            Some((kind, source))
        });
        if let Some((kind, source)) = found {
            self.kind.set(kind.as_str().to_owned());
            self.fill(&source);
            self.about.set(source.value);
        }
    }

    /// Fills in what is blank from what the certificate is about.
    fn fill(self, source: &Source) {
        let fill = |field: RwSignal<String>, text: Option<String>| {
            if let Some(text) = text
                && field.with_untracked(|written| written.trim().is_empty())
            {
                field.set(text);
            }
        };
        fill(self.description, Some(source.description.clone()));
        fill(self.workplace, source.place.clone());
        fill(self.from, Some(source.from.to_string()));
        fill(self.to, source.to.map(|to| to.to_string()));
        if self.objectives.with_untracked(BTreeSet::is_empty) {
            self.objectives.set(source.objectives.iter().copied().collect());
        }
    }
}

/// What the certificate is about; choosing it fills in what is blank.
#[component]
pub fn About(written: Written, sources: Vec<Source>) -> impl IntoView {
    let FieldIds { id, described_by, invalid } = expect_context();
    let options = sources
        .iter()
        .map(|one| {
            let value = one.value.clone();
            let this = value.clone();
            view! {
                <option
                    value=value
                    prop:selected=move || written.about.with(|about| *about == this)
                >
                    {one.words.clone()}
                </option>
            }
        })
        .collect_view();
    let choose = move |event| {
        let value = event_target_value(&event);
        if let Some(source) = sources.iter().find(|one| one.value == value) {
            written.fill(source);
        }
        written.about.set(value);
    };
    view! {
        <select
            class="select"
            id=id
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get()
            on:change=choose
        >
            <option value="" prop:selected=move || written.about.with(String::is_empty)>
                "Inget som är inlagt här"
            </option>
            {options}
        </select>
    }
}
