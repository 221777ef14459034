//! The form of an activity, checked by the rules before it is sent.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::{ev, prelude::*};
use shared::{
    activity::{
        Activity, ActivityDetails, ActivityKind, ActivityReport, InvalidActivity, OtherActivity,
        Publication, QualityWork, Reviewer, SaveActivity, SaveDetails, SaveScientificWork, Weeks,
    },
    curriculum::ObjectiveCode,
    portfolio::Portfolio,
    text::{FreeText, Line},
};

use super::step::Step;
use crate::{
    components::{Field, Input, Mistakes, Refused, Summary, TextArea, Wrong},
    pages::training::{Binder, Objectives},
    time::today,
};

mod other;
mod own;

use other::What;
use own::Own;

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 9] = [
    ("what", "vad"),
    ("title", "titel"),
    ("from", "forsta"),
    ("to", "sista"),
    ("organiser", "arrangor"),
    ("objectives", "delmal-val"),
    ("report.on", "redovisad"),
    ("presented", "presenterat"),
    ("weeks", "veckor"),
];

const YES: &str = "ja";
const NO: &str = "nej";

/// What the person has written; what isn't of the kind stays blank. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    what: RwSignal<String>,
    title: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    organiser: RwSignal<String>,
    external: RwSignal<bool>,
    objectives: RwSignal<BTreeSet<ObjectiveCode>>,
    reported: RwSignal<String>,
    report: RwSignal<String>,
    weeks: RwSignal<String>,
    implementation: RwSignal<String>,
    evaluation: RwSignal<String>,
    plan: RwSignal<String>,
    presented: RwSignal<String>,
    reviewer: RwSignal<String>,
    doctorate: RwSignal<bool>,
    published: RwSignal<String>,
    ethics: RwSignal<String>,
}

fn day(written: RwSignal<String>) -> Option<NaiveDate> {
    written.get_untracked().trim().parse().ok()
}

impl Written {
    fn of(was: Option<&Activity>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let date = |day: Option<NaiveDate>| text(day.map(|day| day.to_string()));
        let (quality, science) = match was.map(|was| &was.details) {
            Some(ActivityDetails::QualityWork(work)) => (Some(work), None),
            Some(ActivityDetails::ScientificWork(work)) => (None, Some(work)),
            Some(ActivityDetails::Course | ActivityDetails::Other { .. }) | None => (None, None),
        };
        let what = match was.map(|was| &was.details) {
            Some(ActivityDetails::Other { what }) => Some(what.as_str().to_owned()),
            _ => None,
        };
        let weeks = quality.and_then(|work| work.weeks).or(science.and_then(|work| work.weeks));
        let reviewer = science.and_then(|work| work.reviewer.as_ref());
        let ethics = science.and_then(|work| match &work.publication {
            Publication::No => None,
            Publication::Yes { ethics_approval } => Some(ethics_approval.as_deref()),
        });
        let report = was.and_then(|was| was.report.as_ref());
        Self {
            what: text(what),
            title: text(was.map(|was| was.title.to_string())),
            from: date(was.map(|was| was.from)),
            to: date(was.and_then(|was| was.to)),
            organiser: text(was.and_then(|was| was.organiser.as_deref()).map(str::to_owned)),
            external: RwSignal::new(was.is_some_and(|was| was.external)),
            objectives: RwSignal::new(
                was.map(|was| was.objectives.iter().copied().collect()).unwrap_or_default(),
            ),
            reported: date(report.map(|report| report.on)),
            report: text(report.map(|report| report.text.to_string())),
            weeks: text(weeks.map(|weeks| weeks.get().to_string())),
            implementation: text(quality.map(|work| work.implementation.to_string())),
            evaluation: text(quality.map(|work| work.evaluation.to_string())),
            plan: text(science.map(|work| work.plan.to_string())),
            presented: date(science.and_then(|work| work.presented)),
            reviewer: text(reviewer.map(|reviewer| reviewer.name.to_string())),
            doctorate: RwSignal::new(reviewer.is_some_and(|reviewer| reviewer.doctorate)),
            published: text(Some(if ethics.is_some() { YES } else { NO }.to_owned())),
            ethics: text(ethics.flatten().map(str::to_owned)),
        }
    }

    /// What an other activity is, once it is chosen.
    fn what(self) -> Option<OtherActivity> {
        self.what.with(|what| OtherActivity::from_stored(what))
    }

    fn read(self, kind: ActivityKind, portfolio: &Portfolio) -> Result<SaveActivity, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let other = kind == ActivityKind::Other;
        let what = untrack(|| self.what());
        if other && what.is_none() {
            wrong.push(("vad", "Välj vad det är.".to_owned()));
        }
        let title = Line::try_from(self.title.get_untracked());
        if title.is_err() {
            let told = if other { "Skriv vad den gäller." } else { "Skriv vad den heter." };
            wrong.push(("titel", told.to_owned()));
        }
        let from = day(self.from);
        if from.is_none() {
            wrong.push(("forsta", "Välj första dagen.".to_owned()));
        }
        let mut free = |written: RwSignal<String>, id: &'static str| {
            FreeText::try_from(written.get_untracked()).unwrap_or_else(|why| {
                wrong.push((id, why.to_string()));
                FreeText::default()
            })
        };
        let report = free(self.report, "redovisning");
        let implementation = free(self.implementation, "genomforande");
        let evaluation = free(self.evaluation, "utvardering");
        let plan = free(self.plan, "projektplan");
        let weeks = match self.weeks.get_untracked().trim() {
            "" => None,
            written => {
                let weeks = written.parse::<i64>().map_err(|_| {
                    "Skriv hela veckor på heltid, till exempel 2. Lämna tomt om du inte vet."
                        .to_owned()
                });
                let weeks =
                    weeks.and_then(|weeks| Weeks::try_from(weeks).map_err(|why| why.to_string()));
                weeks.map_err(|why| wrong.push(("veckor", why))).ok()
            }
        };
        let reported = day(self.reported);
        if reported.is_none() && !report.is_blank() {
            wrong.push(("redovisad", "Välj dagen när den redovisades.".to_owned()));
        }
        let (Ok(title), Some(from), true) = (title, from, wrong.is_empty()) else {
            return Err(wrong);
        };
        let line = |written: RwSignal<String>| Line::try_from(written.get_untracked()).ok();
        let doctorate = self.doctorate.get_untracked();
        let publication = if self.published.get_untracked() == YES {
            Publication::Yes { ethics_approval: line(self.ethics) }
        } else {
            Publication::No
        };
        let details = match kind {
            ActivityKind::Course => SaveDetails::Course,
            ActivityKind::QualityWork => {
                SaveDetails::QualityWork(QualityWork { weeks, implementation, evaluation })
            }
            ActivityKind::Other => {
                let Some(what) = what else { return Err(wrong) };
                SaveDetails::Other { what }
            }
            ActivityKind::ScientificWork => SaveDetails::ScientificWork(SaveScientificWork {
                plan,
                weeks,
                presented: day(self.presented),
                reviewer: line(self.reviewer).map(|name| Reviewer { name, doctorate }),
                publication,
            }),
        };
        let save = SaveActivity {
            title,
            from,
            to: day(self.to),
            organiser: line(self.organiser),
            external: self.external.get_untracked(),
            objectives: self.objectives.get_untracked().into_iter().collect(),
            report: reported.map(|on| ActivityReport { on, text: report }),
            details,
        };
        match save.check(&portfolio.training, today()) {
            Ok(()) => Ok(save),
            Err(why) => Err(vec![(field_of(&why), why.to_string())]),
        }
    }
}

/// The field that a mistake is about.
const fn field_of(why: &InvalidActivity) -> &'static str {
    match why {
        InvalidActivity::Period(_) => "sista",
        InvalidActivity::Objective(_) => "delmal-val",
        InvalidActivity::ReportAhead | InvalidActivity::ReportBeforeStart(_) => "redovisad",
        InvalidActivity::PresentedAhead | InvalidActivity::PresentedBeforeStart(_) => "presenterat",
    }
}

/// What a new one is called.
const fn new_one(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Course => "Ny kurs",
        ActivityKind::QualityWork => "Nytt kvalitetsarbete",
        ActivityKind::ScientificWork => "Nytt vetenskapligt arbete",
        ActivityKind::Other => "Ny aktivitet",
    }
}

/// What its title is called, and an example of it.
const fn title(kind: ActivityKind, what: Option<OtherActivity>) -> (&'static str, &'static str) {
    match kind {
        ActivityKind::Course => ("Kursens namn", "Till exempel Ledarskap i vården"),
        ActivityKind::QualityWork => ("Arbetets titel", "Till exempel Kortare väntan på akuten"),
        ActivityKind::ScientificWork => {
            ("Arbetets titel", "Den kan ändras när frågan har fått sin form")
        }
        ActivityKind::Other => other::title(what),
    }
}

/// An activity, new or to be changed.
#[component]
pub fn ActivityForm(
    binder: Binder,
    /// As all stood when the form was opened.
    portfolio: StoredValue<Portfolio>,
    /// What kind it is and stays.
    kind: ActivityKind,
    /// What is changed; none for a new one.
    was: Option<Activity>,
    /// Closes the form of one that is changed.
    on_close: Option<Callback<()>>,
) -> impl IntoView {
    let written = Written::of(was.as_ref());
    let mistakes = Mistakes::none(&PATHS);
    let step = Step::new(binder);
    let seen = was.as_ref().map(|was| (was.id, was.version));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        match portfolio.with_value(|portfolio| written.read(kind, portfolio)) {
            Ok(save) => match seen {
                Some(seen) => step.save(mistakes, seen, save),
                None => step.add(mistakes, save),
            },
            Err(found) => mistakes.show(found),
        }
    };
    let close = move |_| match on_close {
        Some(on_close) => on_close.run(()),
        None => step.open(None),
    };
    let heading = seen.is_none().then(|| view! { <h2 id="formular">{new_one(kind)}</h2> });
    let is_other = kind == ActivityKind::Other;
    let title = move || {
        let (label, hint) = title(kind, written.what());
        view! {
            <Field label id="titel" hint error=mistakes.at("titel")>
                <Input value=written.title />
            </Field>
        }
    };
    let organiser = move || {
        let label = written.what().map_or("Arrangör", OtherActivity::organiser_label);
        view! {
            <Field label id="arrangor" error=mistakes.at("arrangor")>
                <Input value=written.organiser />
            </Field>
        }
    };
    let external = written.external;
    view! {
        <form
            class=if seen.is_none() { "card form" } else { "form" }
            novalidate
            aria-labelledby=if seen.is_none() { "formular" } else { "aktiviteten" }
            on:submit=send
        >
            {heading} <Summary mistakes />
            {is_other.then(|| view! { <What written mistakes /> })} {title}
            <div class="form-row">
                <Field label="Första dag" id="forsta" error=mistakes.at("forsta")>
                    <Input value=written.from kind="date" />
                </Field>
                <Field
                    label="Sista dag"
                    id="sista"
                    hint="Tomt så länge den pågår"
                    error=mistakes.at("sista")
                >
                    <Input value=written.to kind="date" />
                </Field>
            </div>
            {organiser}
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || external.get()
                    on:change=move |event| external.set(event_target_checked(&event))
                />
                <span>"Extern: utanför den egna vårdgivaren"</span>
            </label>
            <Objectives
                portfolio
                id="delmal-val"
                label=if is_other { "Delmål som den gäller" } else { "Delmål som den ger" }
                chosen=written.objectives
                error=mistakes.at("delmal-val")
            />
            <Own
                kind
                written
                mistakes
                thresholds=portfolio.with_value(|portfolio| portfolio.thresholds)
            />
            <Account kind written mistakes />
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || step.busy()>
                    {if seen.is_none() { "Lägg in" } else { "Spara ändringen" }}
                </button>
                <button class="btn" type="button" on:click=close>
                    "Avbryt"
                </button>
            </div>
        </form>
    }
}

/// The ST-läkare's account.
#[component]
fn Account(kind: ActivityKind, written: Written, mistakes: Mistakes) -> impl IntoView {
    let hint = match kind {
        ActivityKind::Course => {
            "När du berättade om kursen, muntligt eller skriftligt. Görs innan den intygas (Riktlinje Västmanland 5.3, ska)."
        }
        ActivityKind::QualityWork | ActivityKind::ScientificWork => {
            "När du berättade om arbetet, muntligt eller skriftligt. Görs innan det intygas."
        }
        ActivityKind::Other => "Fyll i om du har berättat om den. Det behövs inte.",
    };
    view! {
        <Field label="Redovisad, dag" id="redovisad" hint error=mistakes.at("redovisad")>
            <Input value=written.reported kind="date" />
        </Field>
        <Field
            label="ST-läkarens redovisning"
            id="redovisning"
            hint="Vad du lärde dig och tar med dig. Kan lämnas tom om den bara var muntlig. Ingen patientidentitet."
            error=mistakes.at("redovisning")
        >
            <TextArea value=written.report />
        </Field>
    }
}
