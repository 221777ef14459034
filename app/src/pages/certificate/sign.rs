//! The certifier's part of the form: as what, of which specialty, where.

use leptos::{ev, prelude::*};
use shared::{
    certificate::{Certificate, CertifierRole, Certify},
    rights::may_supervise,
    text::Line,
};

use super::card::Mine;
use crate::{
    api::Method,
    components::{Field, Input, Mistakes, Refused, Select, Summary, Wrong},
    pages::training::{Binder, Shelf, Step},
    session::use_session,
};

const PATHS: [(&str, &str); 4] = [
    ("role", "roll"),
    ("specialty", "specialitet"),
    ("workplace", "tjanstestalle"),
    ("town", "ort"),
];

/// As what the person may sign: roles of the form that are theirs, in the row that isn't signed yet.
fn roles(certificate: &Certificate, mine: Mine) -> Vec<CertifierRole> {
    let signed: Vec<_> = certificate.phase.certifiers().iter().map(|one| one.role).collect();
    let rows = certificate.kind.who_may_certify(certificate.regulation).iter();
    let rows = rows.filter(|row| !row.iter().any(|role| signed.contains(role)));
    let mut roles: Vec<_> = rows
        .flat_map(|row| row.iter().copied())
        .filter(|role| role.open_to(mine.heads, mine.principal))
        .collect();
    // Who supervises the whole training most often signs as that.
    roles.sort_by_key(|role| *role != CertifierRole::PrincipalSupervisor);
    roles
}

/// Where the person most likely works: the training's clinic if they are of it, else the first clinic where they may certify.
fn own_workplace(binder: Binder) -> Option<String> {
    let me = use_session().me().get_untracked()?;
    let here = binder.get_untracked().map(|portfolio| portfolio.training.clinic.id);
    let mut held = me.memberships.into_iter().filter(|held| may_supervise(held.role)).peekable();
    let first = held.peek().map(|held| held.place.clone());
    held.find(|held| held.clinic.is_some() && held.clinic == here).map(|held| held.place).or(first)
}

/// Certifies.
#[component]
pub fn Sign(shelf: Shelf<Certificate>, certificate: Certificate, mine: Mine) -> impl IntoView {
    let roles = roles(&certificate, mine);
    if roles.is_empty() {
        return view! {
            <p class="note">"Det här intyget undertecknas av någon annan än du."</p>
        }
        .into_any();
    }
    let workplace = own_workplace(shelf.binder());
    let role = RwSignal::new(roles[0].as_str().to_owned());
    let specialty = RwSignal::new(certificate.specialty.to_string());
    let workplace = RwSignal::new(workplace.unwrap_or_default());
    let town = RwSignal::new(String::new());
    let mistakes = Mistakes::none(&PATHS);
    let step = Step::new(shelf).telling(mistakes);
    let at = (certificate.id, certificate.version);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let mut wrong: Vec<Wrong> = Vec::new();
        let mut line = |written: RwSignal<String>, id: &'static str, ask: &str| {
            let line = Line::try_from(written.get_untracked()).ok();
            if line.is_none() {
                wrong.push((id, ask.to_owned()));
            }
            line
        };
        let workplace = line(workplace, "tjanstestalle", "Skriv var du arbetar.");
        let town = line(town, "ort", "Skriv orten.");
        let role = CertifierRole::from_stored(&role.get_untracked());
        let (Some(role), Some(workplace), Some(town)) = (role, workplace, town) else {
            return mistakes.show(wrong);
        };
        let specialty = Line::try_from(specialty.get_untracked()).ok();
        let body = Certify { role, specialty, workplace, town };
        step.take((Method::POST, "/signature"), at, body, "Du har intygat.");
    };
    let options: Vec<_> =
        roles.iter().map(|role| (role.as_str().to_owned(), role.name().to_owned())).collect();
    view! {
        <form class="stack" novalidate aria-labelledby="intyga" on:submit=send>
            <h3 id="intyga">"Intyga"</h3>
            <Summary mistakes />
            <div class="form-row">
                <Field label="Du intygar som" id="roll" error=mistakes.at("roll")>
                    <Select value=role options />
                </Field>
                <Field
                    label="Din specialitet"
                    id="specialitet"
                    hint="Lämna tomt om du inte är specialist"
                    error=mistakes.at("specialitet")
                >
                    <Input value=specialty />
                </Field>
            </div>
            <div class="form-row">
                <Field
                    label="Ditt tjänsteställe"
                    id="tjanstestalle"
                    error=mistakes.at("tjanstestalle")
                >
                    <Input value=workplace />
                </Field>
                <Field label="Ort" id="ort" error=mistakes.at("ort")>
                    <Input value=town autocomplete="address-level2" />
                </Field>
            </div>
            <Refused mistakes />
            <div class="actions">
                <button
                    class="btn primary"
                    aria-disabled=move || step.busy()
                >
                    "Intyga"
                </button>
            </div>
        </form>
    }
    .into_any()
}
