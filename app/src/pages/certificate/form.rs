//! The form of a certificate: what Socialstyrelsen's form asks for, and whom to ask.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    CertificateId, PersonId,
    certificate::{
        Certificate, CertificateContent, CertificateKind, EvidenceRef, FormField, MOST_ASKED,
        PrepareCertificate, SaveCertificate,
    },
    curriculum::ObjectiveCode,
    portfolio::Portfolio,
    text::{FreeText, Line},
};

use super::{ABOUT, CERTIFICATE};
use crate::{
    api::Method,
    components::{Field, Input, Mistakes, Refused, Select, Summary, TextArea, Wrong, use_query},
    pages::training::{Objectives, Shelf, Step},
};

mod asked;
mod source;

use asked::AskedOf;
use source::{About, sources};

const PATHS: [(&str, &str); 5] = [
    ("kind", "slag"),
    ("content.about", "galler"),
    ("content.objectives", "delmal-val"),
    ("content.description", "beskrivning"),
    ("asked", "fraga"),
];

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    kind: RwSignal<String>,
    about: RwSignal<String>,
    objectives: RwSignal<BTreeSet<ObjectiveCode>>,
    description: RwSignal<String>,
    evaluation: RwSignal<String>,
    workplace: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    asked: RwSignal<BTreeSet<PersonId>>,
}

fn day(written: RwSignal<String>) -> Option<NaiveDate> {
    written.get_untracked().trim().parse().ok()
}

impl Written {
    fn of(was: Option<&Certificate>) -> Self {
        let content = was.map(|was| was.content.clone()).unwrap_or_default();
        let text = RwSignal::new;
        let date =
            |day: Option<NaiveDate>| text(day.map(|day| day.to_string()).unwrap_or_default());
        let about = match content.about {
            Some(EvidenceRef::Placement(id)) => id.to_string(),
            Some(EvidenceRef::Activity(id)) => id.to_string(),
            _ => String::new(),
        };
        let kind = was.map_or(CertificateKind::ClinicalService, |was| was.kind);
        let asked = was.map(|was| was.asked.iter().map(|one| one.id).collect());
        Self {
            kind: text(kind.as_str().to_owned()),
            about: text(about),
            objectives: RwSignal::new(content.objectives.iter().copied().collect()),
            description: text(content.description.to_string()),
            evaluation: text(content.evaluation.to_string()),
            workplace: text(content.workplace.as_deref().unwrap_or_default().to_owned()),
            from: date(content.from),
            to: date(content.to),
            asked: RwSignal::new(asked.unwrap_or_default()),
        }
    }

    fn kind(self) -> CertificateKind {
        CertificateKind::from_stored(&self.kind.get()).unwrap_or(CertificateKind::ClinicalService)
    }

    /// As written, or what stands wrong. What is missing is told first when somebody certifies.
    fn read(self, portfolio: &Portfolio) -> Result<SaveCertificate, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let mut free = |written: RwSignal<String>, id: &'static str| {
            FreeText::try_from(written.get_untracked()).unwrap_or_else(|why| {
                wrong.push((id, why.to_string()));
                FreeText::default()
            })
        };
        let description = free(self.description, "beskrivning");
        let evaluation = free(self.evaluation, "utvardering");
        let (from, to) = (day(self.from), day(self.to));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            wrong
                .push(("sista", "Sista dagen ligger före den första. Ändra en av dem.".to_owned()));
        }
        let asked: Vec<PersonId> = self.asked.get_untracked().into_iter().collect();
        if asked.len() > MOST_ASKED {
            wrong.push(("fraga", format!("Fråga högst {MOST_ASKED}.")));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let about = self.about.get_untracked();
        let kind = untrack(|| self.kind());
        let mut known = sources(portfolio, kind).into_iter();
        let about = known.find(|one| one.value == about).map(|one| one.evidence);
        let content = if kind.of_objectives() {
            CertificateContent {
                about,
                objectives: self.objectives.get_untracked().into_iter().collect(),
                description,
                evaluation,
                workplace: Line::try_from(self.workplace.get_untracked()).ok(),
                from,
                to,
            }
        } else {
            CertificateContent::default()
        };
        Ok(SaveCertificate { content, asked })
    }
}

/// A certificate, new or to be changed.
#[component]
pub fn CertificateForm(
    shelf: Shelf<Certificate>,
    /// As all stood when the form was opened.
    portfolio: StoredValue<Portfolio>,
    /// What is changed; none for a new one.
    was: Option<Certificate>,
    /// Closes the form.
    on_close: Callback<()>,
) -> impl IntoView {
    let written = Written::of(was.as_ref());
    let mistakes = Mistakes::none(&PATHS);
    let step = Step::new(shelf).telling(mistakes);
    let fresh = was.is_none();
    let about = use_query(ABOUT).get_untracked();
    if fresh {
        portfolio.with_value(|portfolio| written.begin(portfolio, &about));
    }
    let before = was.as_ref().map(|was| was.asked.clone()).unwrap_or_default();
    let was = StoredValue::new(was);
    let navigate = use_navigate();
    let path = use_location().pathname;
    let go = Callback::new(move |id: CertificateId| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{}?{CERTIFICATE}={id}", path.get_untracked()), options);
    });
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let save = match portfolio.with_value(|portfolio| written.read(portfolio)) {
            Ok(save) => save,
            Err(found) => return mistakes.show(found),
        };
        was.with_value(|was| match was {
            Some(was) => {
                let at = (was.id, was.version);
                step.take((Method::PUT, ""), at, save, "Intyget är sparat.");
            }
            None => {
                let kind = untrack(|| written.kind());
                let body = PrepareCertificate { kind, save };
                step.add(body, "Intyget är förberett.", move |id| go.run(id));
            }
        });
    };
    let regulation = portfolio.with_value(|portfolio| portfolio.training.regulation);
    let kinds: Vec<_> = CertificateKind::of(regulation)
        .map(|kind| (kind.as_str().to_owned(), kind.name(regulation).to_owned()))
        .collect();
    let kinds = fresh.then(|| {
        view! {
            <Field label="Intyg om" id="slag" error=mistakes.at("slag")>
                <Select value=written.kind options=kinds />
            </Field>
        }
    });
    let heading = fresh.then(|| view! { <h2 id="formular">"Nytt intyg"</h2> });
    view! {
        <form
            class=if fresh { "card form" } else { "form" }
            novalidate
            aria-labelledby=if fresh { "formular" } else { "intyget" }
            on:submit=send
        >
            {heading} <Summary mistakes /> {kinds} <Fields written portfolio mistakes />
            <AskedOf shelf written portfolio before error=mistakes.at("fraga") /> <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || step.busy()>
                    {if fresh { "Förbered intyget" } else { "Spara intyget" }}
                </button>
                <button class="btn" type="button" on:click=move |_| on_close.run(())>
                    "Avbryt"
                </button>
            </div>
        </form>
    }
}

/// What is certified: left out where the certificate is of the training as a whole.
#[component]
fn Fields(
    written: Written,
    portfolio: StoredValue<Portfolio>,
    mistakes: Mistakes,
) -> impl IntoView {
    let kind = Memo::new(move |_| written.kind());
    move || {
        let kind = kind.get();
        if !kind.of_objectives() {
            return view! {
                <p class="note">
                    "Intyget gäller hela ST:n. De som undertecknar skriver sin del när de intygar."
                </p>
            }
            .into_any();
        }
        let sources = portfolio.with_value(|portfolio| sources(portfolio, kind));
        let evaluation = kind.evaluation_label().map(|label| {
            view! {
                <Field label id="utvardering" error=mistakes.at("utvardering")>
                    <TextArea value=written.evaluation />
                </Field>
            }
        });
        let what = match kind {
            CertificateKind::ClinicalService => "Placering",
            CertificateKind::Auscultation => "Auskultation eller placering",
            CertificateKind::Course => "Kurs",
            _ => "Arbete",
        };
        view! {
            <Field
                label=what
                id="galler"
                hint="Det du väljer fyller i de fält som är tomma"
                error=mistakes.at("galler")
            >
                <About written sources />
            </Field>
            <Objectives
                portfolio
                id="delmal-val"
                label="Delmål som intyget gäller"
                chosen=written.objectives
                error=mistakes.at("delmal-val")
            />
            <Field
                label="Beskrivning"
                id="beskrivning"
                hint="Vad som har gjorts. Ingen patientidentitet."
                error=mistakes.at("beskrivning")
            >
                <TextArea value=written.description />
            </Field>
            {evaluation}
            <Field label=FormField::Workplace.label(kind) id="plats">
                <Input value=written.workplace />
            </Field>
            <div class="form-row">
                <Field label="Första dag" id="forsta">
                    <Input value=written.from kind="date" />
                </Field>
                <Field label="Sista dag" id="sista" error=mistakes.at("sista")>
                    <Input value=written.to kind="date" />
                </Field>
            </div>
        }
        .into_any()
    }
}
