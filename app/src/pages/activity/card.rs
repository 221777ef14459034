//! One activity: what it says, what it lacks, and the steps that the signed-in person can take with it.

use leptos::prelude::*;
use shared::{
    activity::{Activity, ActivityDetails, ActivityReport, CertifyGap, Publication},
    progress::{ActivityStanding as Standing, activity_standing},
    rights::Action,
};

use super::{
    form::ActivityForm,
    list::look,
    plan::{Approvals, Approve, Supervisor},
    step::Step,
};
use crate::{
    components::Confirm,
    pages::{
        own_records::not_ours,
        training::{Binder, period},
    },
    session::use_session,
    time::{say_long, today},
};

/// An activity, open.
#[component]
pub fn ActivityCard(binder: Binder, activity: Activity) -> impl IntoView {
    let portfolio = StoredValue::new(binder.get_untracked()?);
    let session = use_session();
    let on = portfolio.with_value(|portfolio| binder.on(&portfolio.training));
    let origin = portfolio.with_value(|portfolio| portfolio.origin(activity.id).cloned());
    let ours = origin.is_none();
    let may_write = ours && untrack(|| session.may(Action::TrainingWrite, &on));
    let may_prepare = untrack(|| session.may(Action::CertificateWrite, &on));
    let stands = portfolio.with_value(|portfolio| activity_standing(portfolio, &activity, today()));
    let (words, look) = (stands.name(), look(&stands));
    let (kind, title) = (activity.kind(), activity.title.to_string());
    let kept = StoredValue::new(activity);
    let changing = RwSignal::new(false);
    let step = Step::new(binder);
    let steps = may_write.then(|| view! { <Steps kept step changing /> });
    let certify = (may_prepare && stands == Standing::Ready).then(|| {
        let about = kept.with_value(|activity| activity.id);
        let href = format!("/st/{}/delmal?intyg=nytt&om={about}", binder.id());
        view! {
            <a class="btn" href=href>
                "Förbered ett intyg"
            </a>
        }
    });
    let approve = ours.then(|| {
        view! {
            <Approve binder activity=kept step />
            <Supervisor binder activity=kept step />
        }
    });
    let on_close = Callback::new(move |()| changing.set(false));
    Some(view! {
        <section class="card" aria-labelledby="aktiviteten">
            <div class="card-head">
                <h2 id="aktiviteten">{title}</h2>
                <span class="chip" data-state=look>
                    {words}
                </span>
            </div>
            {move || {
                if changing.get() {
                    let was = Some(kept.get_value());
                    view! {
                        <ActivityForm binder portfolio kind was on_close=Some(on_close) />
                    }
                        .into_any()
                } else {
                    kept.with_value(|activity| told(activity, &stands)).into_any()
                }
            }}
            {not_ours(origin.as_ref())}
            {step.refused()}
            <div class="actions" hidden=move || changing.get()>
                {approve}
                {certify}
                {steps}
                <button class="btn" type="button" on:click=move |_| step.open(None)>
                    "Stäng"
                </button>
            </div>
        </section>
    })
}

/// Change and remove.
#[component]
fn Steps(kept: StoredValue<Activity>, step: Step, changing: RwSignal<bool>) -> impl IntoView {
    let (seen, title) = kept.with_value(|one| ((one.id, one.version), one.title.to_string()));
    let removing = RwSignal::new(false);
    let on_confirm = Callback::new(move |_| step.remove(seen));
    view! {
        <button class="btn" type="button" on:click=move |_| changing.set(true)>
            "Ändra"
        </button>
        <button class="link-btn danger" type="button" on:click=move |_| removing.set(true)>
            "Ta bort"
        </button>
        <Confirm
            open=removing
            title=format!("Ta bort {title}?")
            action="Ta bort"
            danger=true
            on_confirm
        >
            <p>
                "Den kan inte längre tala för något delmål. Intyg som är utfärdade står kvar, och den finns kvar i historiken."
            </p>
        </Confirm>
    }
}

/// What is missing or not as advised, then what it says.
fn told(activity: &Activity, stands: &Standing) -> impl IntoView + use<> {
    view! {
        {lacks(activity, stands)}
        {said(activity)}
    }
}

/// What is missing or not as advised.
fn lacks(activity: &Activity, stands: &Standing) -> impl IntoView + use<> {
    let missing = stands.missing();
    let missing = (!missing.is_empty()).then(|| {
        let rows = missing.iter().map(|gap| view! { <li>{gap.to_string()}</li> }).collect_view();
        view! {
            <div class="notice" data-kind="warn">
                <h3>"Innan den kan intygas"</h3>
                <ul class="plain-list">{rows}</ul>
            </div>
        }
    });
    let ready = (*stands == Standing::Ready).then(|| {
        view! { <p class="good">"Inget saknas. Den kan intygas."</p> }
    });
    let speaks = activity.details.certified_as().is_empty().then(|| {
        view! { <p class="note">{CertifyGap::NoForm.to_string()}</p> }
    });
    let remarks: Vec<_> = activity
        .remarks()
        .iter()
        .map(|remark| view! { <p class="note">{remark.to_string()}</p> })
        .collect();
    view! {
        {missing}
        {ready}
        {speaks}
        {remarks}
    }
}

/// What it says.
pub fn said(activity: &Activity) -> impl IntoView + use<> {
    let approvals = match &activity.details {
        ActivityDetails::ScientificWork(work) => Some(view! { <Approvals work=work.clone() /> }),
        ActivityDetails::Course
        | ActivityDetails::QualityWork(_)
        | ActivityDetails::Other { .. } => None,
    };
    let report = activity.report.as_ref().filter(|report| !report.text.is_blank());
    let report = report.and_then(|report| text("ST-läkarens redovisning", report.text.to_string()));
    view! {
        <dl class="facts" data-list>{facts(activity)}</dl>
        {texts(activity)}
        {approvals}
        {report}
    }
}

fn row(label: &'static str, said: String) -> Option<impl IntoView + use<>> {
    (!said.is_empty()).then(|| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{said}</dd>
            </div>
        }
    })
}

fn text(label: &'static str, said: String) -> Option<impl IntoView + use<>> {
    (!said.trim().is_empty()).then(|| {
        view! {
            <h3 class="section-label">{label}</h3>
            <p class="said">{said}</p>
        }
    })
}

/// What is said in a few words.
fn facts(activity: &Activity) -> Vec<impl IntoView + use<>> {
    let codes: Vec<_> = activity.objectives.iter().map(ToString::to_string).collect();
    let organiser = activity.organiser.as_deref().unwrap_or_default();
    let organiser = match (organiser, activity.external) {
        ("", true) => "Extern".to_owned(),
        (organiser, true) => format!("{organiser}, extern"),
        (organiser, false) => organiser.to_owned(),
    };
    let reported = match &activity.report {
        Some(ActivityReport { on, text }) if text.is_blank() => {
            format!("{}, muntligt", say_long(*on))
        }
        Some(ActivityReport { on, .. }) => say_long(*on),
        None if activity.details.needs_report() => "inte redovisad".to_owned(),
        None => String::new(),
    };
    let weeks = match &activity.details {
        ActivityDetails::Course | ActivityDetails::Other { .. } => None,
        ActivityDetails::QualityWork(work) => work.weeks,
        ActivityDetails::ScientificWork(work) => work.weeks,
    };
    let mut all = vec![
        ("Slag", activity.details.name().to_owned()),
        ("När", period(activity.from, activity.to)),
        (activity.details.organiser_label(), organiser),
        ("Delmål", codes.join(", ")),
        ("Veckor på heltid", weeks.map(|weeks| weeks.get().to_string()).unwrap_or_default()),
    ];
    if let ActivityDetails::ScientificWork(work) = &activity.details {
        let reviewer = work.reviewer.as_ref().map(|reviewer| {
            let doctorate = if reviewer.doctorate { ", disputerad" } else { "" };
            format!("{}{doctorate}", &*reviewer.name)
        });
        let supervisor = work.scientific_supervisor.as_ref();
        let publication = match &work.publication {
            Publication::No => "Nej".to_owned(),
            Publication::Yes { ethics_approval: None } => "Ja, utan etikgodkännande".to_owned(),
            Publication::Yes { ethics_approval: Some(number) } => {
                format!("Ja, etikgodkännande {}", &**number)
            }
        };
        all.extend([
            ("Vetenskaplig handledare", supervisor.map(|one| one.name.clone()).unwrap_or_default()),
            ("Ska publiceras", publication),
            ("Granskat av", reviewer.unwrap_or_default()),
            ("Presenterat", work.presented.map(say_long).unwrap_or_default()),
        ]);
    }
    all.push(("Redovisat", reported));
    all.into_iter().filter_map(|(label, said)| row(label, said)).collect()
}

/// What is written at length, by kind.
fn texts(activity: &Activity) -> Vec<impl IntoView + use<>> {
    let all = match &activity.details {
        ActivityDetails::Course | ActivityDetails::Other { .. } => Vec::new(),
        ActivityDetails::QualityWork(work) => vec![
            ("Genomförande", work.implementation.to_string()),
            ("Utvärdering", work.evaluation.to_string()),
        ],
        ActivityDetails::ScientificWork(work) => vec![("Projektplan", work.plan.to_string())],
    };
    all.into_iter().filter_map(|(label, said)| text(label, said)).collect()
}
