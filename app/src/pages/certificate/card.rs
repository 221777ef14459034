//! One certificate: what it says, who has certified, and the steps that the signed-in person can take with it.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    certificate::{Certificate, CertificatePhase as Phase, FormField},
    person::Role,
    review::GiveReason,
    rights::Action,
    training::ServiceRow,
    written_date::say_range,
};

use super::{
    form::CertificateForm,
    list::look,
    paper::{ByHand, Paper, print},
    service::ServiceTable,
    sign::Sign,
};
use crate::{
    api::Method,
    components::{AskedReason, Confirm},
    pages::{
        own_records::not_ours,
        training::{Shelf, Step},
    },
    session::use_session,
    time::{say_day_of, say_long, today},
};

/// What the signed-in person may do with a certificate.
#[derive(Clone, Copy, Default)]
pub struct Mine {
    /// Change or remove it before it is certified.
    pub write: bool,
    /// Certify it or withdraw it.
    pub certify: bool,
    /// Whether they are head of unit of the training's clinic.
    pub heads: bool,
    /// Whether they are huvudansvarig handledare.
    pub principal: bool,
}

fn mine(shelf: Shelf<Certificate>, certificate: &Certificate) -> Mine {
    let (session, binder) = (use_session(), shelf.binder());
    let asked = certificate.asked.iter().any(|one| one.id == binder.me());
    let Some(portfolio) = binder.get_untracked() else {
        return Mine { certify: asked, ..Mine::default() };
    };
    let training = &portfolio.training;
    let on = binder.on(training);
    let heads = session.me().get_untracked().is_some_and(|me| {
        let clinic = Some(training.clinic.id);
        me.memberships.iter().any(|held| held.role == Role::HeadOfUnit && held.clinic == clinic)
    });
    Mine {
        write: session.may(Action::CertificateWrite, &on),
        certify: !binder.is_own(training)
            && (asked || session.may(Action::CertificateCertify, &on)),
        heads,
        principal: binder.is_principal(training),
    }
}

/// A certificate, open.
#[component]
pub fn CertificateCard(shelf: Shelf<Certificate>, certificate: Certificate) -> impl IntoView {
    let whole = shelf.binder().get_untracked();
    let origin = whole.as_ref().and_then(|whole| whole.origin(certificate.id).cloned());
    let mine = match &origin {
        Some(_) => Mine::default(),
        None => untrack(|| mine(shelf, &certificate)),
    };
    let changing = RwSignal::new(false);
    let portfolio = whole.map(StoredValue::new);
    let kept = StoredValue::new(certificate.clone());
    let me = shelf.binder().me();
    let open = matches!(certificate.phase, Phase::Prepared | Phase::Half { .. });
    let signed = certificate.phase.certifiers().iter().any(|one| one.signature.by.id == me);
    let sign = (mine.certify && open && !signed)
        .then(|| view! { <Sign shelf certificate=certificate.clone() mine /> });
    let form = certificate.kind.form(certificate.regulation);
    let form = form.map(|number| format!("{}, bilaga {number}", certificate.regulation));
    let steps = certificate.clone();
    let paper = certificate.clone();
    let service = portfolio
        .map(|whole| whole.with_value(|whole| paper.service_rows(Some(whole.service()), today())));
    let service = service.unwrap_or_else(|| paper.service_rows(None, today()));
    let served = service.clone();
    view! {
        <section class="card" aria-labelledby="intyget">
            <div class="card-head">
                <h2 id="intyget">
                    {format!("Intyg: {}", certificate.kind.name(certificate.regulation))}
                </h2>
                <span class="chip" data-state=look(&certificate.phase)>
                    {certificate.phase.name()}
                </span>
            </div>
            <p class="note">{form}</p>
            {not_ours(origin.as_ref())}
            {move || match (changing.get(), portfolio) {
                (true, Some(portfolio)) => {
                    let was = Some(kept.get_value());
                    let on_close = Callback::new(move |()| changing.set(false));
                    view! { <CertificateForm shelf portfolio was on_close /> }.into_any()
                }
                _ => kept.with_value(|certificate| view! { <Told certificate=certificate.clone() service=served.clone() /> }.into_any()),
            }}
            <Steps shelf certificate=steps mine signed changing />
            {sign.map(|sign| view! { <div hidden=move || changing.get()>{sign}</div> })}
            <Paper certificate=paper service />
        </section>
    }
}

/// What it says, and who has certified.
#[component]
fn Told(certificate: Certificate, service: Vec<ServiceRow>) -> impl IntoView {
    let Certificate { content, kind, asked, phase, .. } = &certificate;
    let codes: Vec<_> = content.objectives.iter().map(ToString::to_string).collect();
    let names: Vec<&str> = asked.iter().map(|one| one.name.as_str()).collect();
    let days = match (content.from, content.to) {
        (Some(from), Some(to)) => say_range(from, to),
        (Some(from), None) => format!("från {}", say_long(from)),
        (None, Some(to)) => format!("till {}", say_long(to)),
        (None, None) => String::new(),
    };
    let row = |label: &'static str, text: String| {
        let text = text.trim().to_owned();
        (!text.is_empty()).then(|| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{text}</dd>
                </div>
            }
        })
    };
    let text = |label: &'static str, text: String| {
        (!text.trim().is_empty()).then(|| {
            view! {
                <h3 class="section-label">{label}</h3>
                <p class="said">{text}</p>
            }
        })
    };
    let signatures = phase
        .certifiers()
        .iter()
        .map(|by| {
            let specialty =
                by.specialty.as_ref().map(|one| format!(", specialist i {}", one.to_lowercase()));
            let who = format!(
                "{}, {}{}",
                by.signature.by.name,
                by.role.name().to_lowercase(),
                specialty.unwrap_or_default()
            );
            let at = format!("{}, {} · {}", &*by.workplace, &*by.town, say_day_of(by.signature.at));
            view! {
                <li>
                    {who} <p class="note">{at}</p>
                </li>
            }
        })
        .collect_view();
    let signed = (!phase.certifiers().is_empty()).then(|| {
        view! {
            <h3 class="section-label">"Intygat av"</h3>
            <ul class="plain-list">{signatures}</ul>
        }
    });
    let withdrawn = match phase {
        Phase::Withdrawn { withdrawn, reason, .. } => Some(view! {
            <div class="notice" data-kind="warn">
                <p>
                    {format!(
                        "Återtaget {} av {}: {}",
                        say_day_of(withdrawn.at),
                        withdrawn.by.name,
                        &**reason,
                    )}
                </p>
            </div>
        }),
        _ => None,
    };
    view! {
        {withdrawn}
        <dl class="facts" data-list>
            {row("Sökande", certificate.trainee.name.clone())}
            {row("Specialitet", certificate.specialty.to_string())}
            {row("Delmål", codes.join(", "))}
            {row(FormField::Workplace.label(*kind), content.workplace.as_deref().unwrap_or_default().to_owned())}
            {row("Period", days)}
            {row("Tillfrågade att intyga", names.join(", "))}
        </dl>
        {text("Beskrivning", content.description.to_string())}
        {text(kind.evaluation_label().unwrap_or("Utvärdering"), content.evaluation.to_string())}
        {(!service.is_empty()).then(|| view! { <ServiceTable rows=service /> })}
        {signed}
    }
}

/// Change, remove, withdraw, print.
#[component]
fn Steps(
    shelf: Shelf<Certificate>,
    certificate: Certificate,
    mine: Mine,
    /// Whether the person has certified it.
    signed: bool,
    changing: RwSignal<bool>,
) -> impl IntoView {
    let step = Step::new(shelf);
    let navigate = use_navigate();
    let path = use_location().pathname;
    let (id, version) = (certificate.id, certificate.version);
    let prepared = certificate.phase == Phase::Prepared;
    let removing = RwSignal::new(false);
    let remove = Callback::new(move |_| {
        let (navigate, path) = (navigate.clone(), path.get_untracked());
        step.remove((id, version), move || {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&path, options);
        });
    });
    let change = (mine.write && prepared).then(|| {
        view! {
            <button class="btn" type="button" on:click=move |_| changing.set(true)>
                "Ändra intyget"
            </button>
            <button class="link-btn danger" type="button" on:click=move |_| removing.set(true)>
                "Ta bort"
            </button>
        }
    });
    let withdrawing = RwSignal::new(false);
    let certified = matches!(certificate.phase, Phase::Half { .. } | Phase::Issued { .. });
    let half = matches!(certificate.phase, Phase::Half { .. });
    let withdraw = (mine.certify && certified && (signed || mine.heads)).then(|| {
        let on_confirm = Callback::new(move |reason| {
            let Some(reason) = reason else { return };
            let done = if half { "Underskriften är återtagen." } else { "Intyget är återtaget." };
            let body = GiveReason { reason };
            step.take((Method::POST, "/withdrawal"), (id, version), body, done);
        });
        let said = if half {
            "Underskriften tas bort, och intyget kan ändras igen."
        } else {
            "Delmålet räknas inte längre som intygat av det. Intyget står kvar som återtaget, med din motivering."
        };
        view! {
            <button class="link-btn danger" type="button" on:click=move |_| withdrawing.set(true)>
                "Återta intyget"
            </button>
            <Confirm
                open=withdrawing
                title="Återta intyget?"
                action="Återta"
                reason=AskedReason::new("Varför?", step)
                danger=true
                on_confirm
            >
                <p>{said}</p>
            </Confirm>
        }
    });
    view! {
        {step.refused()}
        <div class="actions" hidden=move || changing.get()>
            {change}
            <button class="btn" type="button" on:click=|_| print()>
                "Skriv ut"
            </button>
            {withdraw}
        </div>
        <div hidden=move || changing.get()>
            <ByHand />
        </div>
        <Confirm
            open=removing
            title="Ta bort det förberedda intyget?"
            action="Ta bort"
            danger=true
            on_confirm=remove
        >
            <p>"Ingen har undertecknat det. Det finns kvar i historiken."</p>
        </Confirm>
    }
}
