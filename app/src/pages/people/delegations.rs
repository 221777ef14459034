//! Delegations of the right to certify: in force and coming first, then those that are over.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    PersonId,
    certificate::{CertificateKind, ClinicDelegation, GiveDelegation},
    clinic::Clinic,
    curriculum::Regulation,
    person::Colleague,
    review::GiveReason,
    rights::{Action, On, may_supervise},
};

use crate::{
    api::{self, Method},
    components::{
        AskedReason, Confirm, Field, Going, Input, Load, Mistakes, Refused, Select, Summary,
        Toasts, Wrong, load,
    },
    session::use_session,
    time::{say_day_of, say_short, today},
};

const PATHS: [(&str, &str); 3] =
    [("to", "delegera-till"), ("kinds", "delegera-till"), ("ends", "delegering-slutar")];

/// What can be delegated; one kind today (SOSFS 2015:8, bilaga 2).
fn kinds() -> BTreeSet<CertificateKind> {
    CertificateKind::ALL.into_iter().filter(|kind| kind.delegable()).collect()
}

/// The clinic's delegations, with a form for the head of unit.
#[component]
pub fn Delegations(
    /// The clinic.
    clinic: Load<Clinic>,
    /// Its people, to delegate to.
    people: Load<Vec<Colleague>>,
) -> impl IntoView {
    let session = use_session();
    let delegations = load(move || {
        let id = clinic.get().map(|clinic| clinic.name.id);
        async move {
            match id {
                Some(id) => {
                    api::get::<Vec<ClinicDelegation>>(&format!("/clinics/{id}/delegations")).await
                }
                None => Ok(Vec::new()),
            }
        }
    });
    let may_save = Memo::new(move |_| {
        clinic
            .get()
            .is_some_and(|clinic| session.may(Action::DelegationSave, &On::clinic(&clinic.name)))
    });
    let rows = move || {
        let mut all = delegations.get()?;
        if all.is_empty() {
            return Some(
                view! {
                    <p class="note">
                        "Ingen delegering. En verksamhetschef som inte är specialist i ST:ns specialitet låter en specialist intyga uppnådd specialistkompetens (Riktlinje Västmanland 3.7)."
                    </p>
                }
                .into_any(),
            );
        }
        all.sort_by_key(|one| one.is_over(today()));
        let rows =
            all.into_iter().map(|kept| view! { <Row kept may_save delegations /> }).collect_view();
        Some(view! { <ul class="rows">{rows}</ul> }.into_any())
    };
    view! {
        <section class="card" aria-labelledby="delegeringar">
            <h2 id="delegeringar">"Delegering att intyga"</h2>
            {rows}
            {move || may_save.get().then(|| view! { <Give clinic people delegations /> })}
        </section>
    }
}

/// `från 1 dec 2026 till 31 maj 2027`.
fn days(starts: NaiveDate, ends: Option<NaiveDate>) -> String {
    match ends {
        Some(ends) => format!("{} till {}", say_short(starts), say_short(ends)),
        None => format!("från {} tills vidare", say_short(starts)),
    }
}

/// One delegation, with how it was ended or a button that ends it.
#[component]
fn Row(
    kept: ClinicDelegation,
    may_save: Memo<bool>,
    delegations: Load<Vec<ClinicDelegation>>,
) -> impl IntoView {
    let going = Going::new();
    let today = today();
    let (state, words) = if kept.is_over(today) {
        ("cancelled", "Slut")
    } else if kept.in_force(today) {
        ("done", "Gäller")
    } else {
        ("open", "Kommande")
    };
    let given = &kept.delegation;
    let kinds: Vec<_> =
        given.kinds.iter().map(|kind| kind.name(Regulation::Sosfs2015).to_lowercase()).collect();
    let said = format!(
        "{} · {} · av {}",
        kinds.join(", "),
        days(given.starts, given.ends),
        given.from.name
    );
    let ended = kept.ended.as_ref().map(|end| {
        let said = format!(
            "Avslutad {} av {}: {}",
            say_day_of(end.signature.at),
            end.signature.by.name,
            &*end.reason
        );
        view! { <span class="row-why">{said}</span> }
    });
    let name = given.to.name.clone();
    let asking = RwSignal::new(false);
    let path = format!("/clinics/{}/delegations/{}/end", kept.clinic, kept.id);
    let on_confirm = Callback::new(move |reason| {
        let (Some(reason), path) = (reason, path.clone()) else { return };
        let sent = async move {
            let body = GiveReason { reason };
            api::send::<_, ClinicDelegation>(Method::POST, &path, None, &body).await
        };
        going.take(sent, "Delegeringen är avslutad.", move |_| delegations.reload());
    });
    let over = kept.is_over(today);
    let end = move || {
        (may_save.get() && !over).then(|| {
            view! {
                <div class="row-why">
                    {going.refused()}
                    <button
                        class="link-btn danger"
                        type="button"
                        on:click=move |_| asking.set(true)
                    >
                        "Avsluta"
                        <span class="vh">{format!(" delegeringen till {name}")}</span>
                    </button>
                    <Confirm
                        open=asking
                        title="Avsluta delegeringen?"
                        action="Avsluta"
                        reason=AskedReason::new("Varför?", going)
                        danger=true
                        on_confirm
                    >
                        <p>
                            "Från och med nu intygas inget med stöd av den. Det som redan är intygat gäller."
                        </p>
                    </Confirm>
                </div>
            }
        })
    };
    view! {
        <li>
            <span class="row-what">{given.to.name.clone()}</span>
            <span class="row-where">{said}</span>
            <span class="row-when">
                <span class="chip" data-state=state>
                    {words}
                </span>
            </span>
            {ended}
            {end}
        </li>
    }
}

/// Delegates.
#[component]
fn Give(
    clinic: Load<Clinic>,
    people: Load<Vec<Colleague>>,
    delegations: Load<Vec<ClinicDelegation>>,
) -> impl IntoView {
    let me = use_session().me();
    let (to, starts, ends) = (
        RwSignal::new(String::new()),
        RwSignal::new(today().to_string()),
        RwSignal::new(String::new()),
    );
    let mistakes = Mistakes::none(&PATHS);
    let sending = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let options = Signal::derive(move || {
        let me = me.get().map(|me| me.id);
        let mut options = vec![(String::new(), "Välj en specialist".to_owned())];
        for held in people.get().unwrap_or_default() {
            let value = held.person.id.to_string();
            let known = options.iter().any(|(known, _)| *known == value);
            if may_supervise(held.membership.role) && Some(held.person.id) != me && !known {
                options.push((value, held.person.name));
            }
        }
        options
    });
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        mistakes.clear();
        let mut wrong: Vec<Wrong> = Vec::new();
        let person = to.get_untracked().parse::<PersonId>();
        if person.is_err() {
            wrong.push(("delegera-till", "Välj vem som ska intyga.".to_owned()));
        }
        let first = starts.get_untracked().parse::<NaiveDate>();
        if first.is_err() {
            wrong.push(("delegering-borjar", "Välj första dagen.".to_owned()));
        }
        let (Ok(person), Ok(first), Some(clinic)) = (person, first, clinic.get_untracked()) else {
            return mistakes.show(wrong);
        };
        let body = GiveDelegation {
            to: person,
            kinds: kinds(),
            starts: first,
            ends: ends.get_untracked().parse().ok(),
        };
        sending.set(true);
        spawn_local(async move {
            let path = format!("/clinics/{}/delegations", clinic.name.id);
            let answer = api::send::<_, ClinicDelegation>(Method::POST, &path, None, &body).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(given) => {
                    toasts.show(format!("Delegerat till {}.", given.delegation.to.name));
                    to.set(String::new());
                    ends.set(String::new());
                    delegations.reload();
                }
                Err(error) => mistakes.hear(&error),
            }
        });
    };
    view! {
        <form class="stack delegate" novalidate aria-labelledby="delegera" on:submit=send>
            <h3 id="delegera">"Delegera"</h3>
            <p class="hint">
                "Gäller intyg om uppnådd specialistkompetens enligt SOSFS 2015:8. Den som intygar ska vara specialist i ST:ns specialitet."
            </p>
            <Summary mistakes />
            <div class="form-row">
                <Field label="Till" id="delegera-till" error=mistakes.at("delegera-till")>
                    <Select value=to options />
                </Field>
                <Field
                    label="Första dag"
                    id="delegering-borjar"
                    error=mistakes.at("delegering-borjar")
                >
                    <Input value=starts kind="date" />
                </Field>
                <Field
                    label="Sista dag"
                    id="delegering-slutar"
                    hint="Tomt: tills vidare"
                    error=mistakes.at("delegering-slutar")
                >
                    <Input value=ends kind="date" />
                </Field>
            </div>
            <Refused mistakes />
            <div class="actions">
                <button class="btn" aria-disabled=move || sending.get().then_some("true")>
                    "Delegera"
                </button>
            </div>
        </form>
    }
}
