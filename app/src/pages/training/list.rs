//! All ST-läkare of a clinic with how each one stands, the worst first: searched and sorted in the address.

use std::cmp::Ordering;

use leptos::prelude::*;
use shared::{
    checklist::CriterionCode,
    clinic::Clinic,
    problem::ProblemKind,
    progress::is_behind,
    rights::{Action, On},
    rule::{RuleResult, Standing, Thresholds, check, rule, standing, worst},
    training::{FullTime, PlannedEnd, TrainingPhase},
    training_facts::TrainingSummary,
};

use super::{end_words, standing::when};
use crate::{
    api,
    components::{
        Crumb, Empty, Load, Loaded, Page, SearchInAddress, SortHeader, load, use_query, use_search,
    },
    pages::clinic::use_clinic_id,
    session::use_session,
    time::today,
};

/// A ST-läkare of the list, with what the rules say today.
#[derive(Clone, PartialEq)]
struct Row {
    summary: TrainingSummary,
    worst: Option<RuleResult>,
    standing: Standing,
    share: u8,
    done: FullTime,
    end: PlannedEnd,
    /// Whether it keeps a figure from being whole, of the criterion that the list is sorted by.
    behind: bool,
}

impl Row {
    fn of(summary: TrainingSummary, thresholds: &Thresholds) -> Self {
        let today = today();
        let results = check(&summary.facts, thresholds, today);
        let service = &summary.facts.service;
        Self {
            worst: worst(&results).cloned(),
            standing: standing(&results),
            share: service.share(today),
            done: service.so_far(today) + service.credited,
            end: service.planned_end(today),
            behind: false,
            summary,
        }
    }

    fn found(&self, wanted: &str) -> bool {
        let training = &self.summary.training;
        let supervisor = training.principal_supervisor.as_ref().map_or("", |one| &one.name);
        let text = format!("{} {} {supervisor}", training.trainee.name, &*training.specialty);
        let text = text.to_lowercase();
        wanted.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
    }
}

fn last_day(end: &PlannedEnd) -> Option<chrono::NaiveDate> {
    match end {
        PlannedEnd::On { day, .. } => Some(*day),
        PlannedEnd::Unknown { .. } => None,
    }
}

/// The criterion whose figures the list is sorted by, as the self-assessment asks for it: `?sortera=D7`.
fn criterion(by: &str) -> Option<CriterionCode> {
    by.parse().ok()
}

fn sort(rows: &mut [Row], by: &str) {
    let asked = by.trim_start_matches('-');
    let name = |row: &Row| row.summary.training.trainee.name.to_lowercase();
    let certified = |row: &Row| row.summary.facts.objectives.certified;
    rows.sort_by(|a, b| {
        match asked {
            "namn" => Ordering::Equal,
            "tid" => a.share.cmp(&b.share),
            "delmal" => certified(a).cmp(&certified(b)),
            "klar" => last_day(&a.end).cmp(&last_day(&b.end)),
            _ if criterion(by).is_some() => {
                b.behind.cmp(&a.behind).then_with(|| a.standing.cmp(&b.standing))
            }
            // The worst first when nothing was asked for.
            _ => a.standing.cmp(&b.standing),
        }
        .then_with(|| name(a).cmp(&name(b)))
    });
    if by.starts_with('-') {
        rows.reverse();
    }
}

/// The clinic's ST-läkare.
#[component]
pub fn ListPage() -> impl IntoView {
    let session = use_session();
    let id = use_clinic_id();
    let clinic: Load<Clinic> = load(move || {
        let path = format!("/clinics/{}", api::encode(&id.get()));
        async move { api::get(&path).await }
    });
    let trainings: Load<Vec<TrainingSummary>> = load(move || {
        let id = id.get();
        async move {
            let path = format!("/clinics/{}/trainings", api::encode(&id));
            match api::get(&path).await {
                // A supervisor sees the own ones only.
                Err(error) if error.kind() == Some(ProblemKind::Forbidden) => {
                    let mut own: Vec<TrainingSummary> = api::get("/trainings").await?;
                    own.retain(|one| one.training.clinic.id.to_string() == id);
                    Ok(own)
                }
                answer => answer,
            }
        }
    });
    let crumbs = Signal::derive(move || {
        let name = clinic.get().map_or_else(|| "Kliniken".to_owned(), |clinic| clinic.name.name);
        vec![Crumb::to(name, format!("/kliniker/{}", id.get()))]
    });
    let may_start = Memo::new(move |_| {
        clinic
            .get()
            .is_some_and(|clinic| session.may(Action::TrainingStart, &On::clinic(&clinic.name)))
    });
    let may_assess = Memo::new(move |_| {
        clinic.get().is_some_and(|clinic| {
            session.may(Action::TraineeAssessmentBegin, &On::clinic(&clinic.name))
        })
    });
    let actions = move || {
        let assess = may_assess.get().then(|| {
            view! {
                <a class="btn" href="/bedomningar">
                    "Börja en bedömning"
                </a>
            }
        });
        let start = may_start.get().then(|| {
            view! {
                <a class="btn primary" href=format!("/kliniker/{}/st-lakare/ny", id.get())>
                    "Lägg in en ST"
                </a>
            }
        });
        view! {
            {start} {assess}
            <a class="btn" href=format!("/kliniker/{}/malbeskrivningar", id.get())>
                "Målbeskrivningar"
            </a>
        }
    };
    let rows = move |trainings: Vec<TrainingSummary>| -> Option<Vec<Row>> {
        let thresholds = clinic.get()?.thresholds;
        Some(trainings.into_iter().map(|one| Row::of(one, &thresholds)).collect())
    };
    let lede = move || {
        let rows = rows(trainings.get()?)?;
        let behind =
            rows.iter().filter(|row| row.standing.demands() + row.standing.others() > 0).count();
        Some(match (rows.len(), behind) {
            (0, _) => "Ingen ST är inlagd än.".to_owned(),
            (count, 0) => format!("{count} ST-läkare. Inget är försenat."),
            (count, behind) => {
                format!("{count} ST-läkare. Hos {behind} är något försenat eller inte uppfyllt.")
            }
        })
    };
    view! {
        <Page
            title="ST-läkare"
            crumbs
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        >
            <Loaded of=trainings let:trainings>
                {if trainings.is_empty() {
                    view! {
                        <Empty
                            title="Här står klinikens ST-läkare"
                            text="Med hur långt var och en har kommit och vad som behöver göras. Studierektor eller verksamhetschef lägger in en ST: person, målbeskrivning, legitimation, första dag och huvudansvarig handledare."
                        />
                    }
                        .into_any()
                } else {
                    view! {
                        <Loaded of=clinic let:clinic>
                            {rows(trainings.clone())
                                .map(|rows| view! { <Rows rows thresholds=clinic.thresholds /> })}
                        </Loaded>
                    }
                        .into_any()
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Rows(rows: Vec<Row>, thresholds: Thresholds) -> impl IntoView {
    let (wanted, by) = (use_search(), use_query("sortera"));
    let total = rows.len();
    let all = StoredValue::new(rows);
    let code = Memo::new(move |_| by.with(|by| criterion(by)));
    let shown = Memo::new(move |_| {
        let mut rows = all.get_value();
        wanted.with(|wanted| rows.retain(|row| row.found(wanted)));
        if let Some(code) = code.get() {
            let today = today();
            for row in &mut rows {
                row.behind = is_behind(&row.summary.facts, code, &thresholds, today);
            }
        }
        by.with(|by| sort(&mut rows, by));
        rows
    });
    view! {
        <section class="card" aria-labelledby="st-lakare">
            <div class="card-head">
                <h2 id="st-lakare">"Alla"</h2>
                <p class="note" role="status">
                    {move || {
                        let order = match code.get() {
                            Some(code) => format!(", de som saknar något vid {code} först"),
                            None if by.with(String::is_empty) => ", mest att göra först".to_owned(),
                            None => String::new(),
                        };
                        format!("{} av {total} visas{order}", shown.with(Vec::len))
                    }}
                </p>
            </div>
            <SearchInAddress label="Sök ST-läkare, specialitet eller handledare" />
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"ST-läkare och hur de ligger till"</caption>
                    <thead>
                        <tr>
                            <SortHeader key="namn" label="ST-läkare" />
                            <SortHeader key="lage" label="Läget" />
                            <SortHeader key="tid" label="Tid på heltid" num=true descending=true />
                            <SortHeader key="delmal" label="Delmål intygade" num=true descending=true />
                            <SortHeader key="klar" label="Beräknat klar" />
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            let code = code.get();
                            shown.with(|rows| rows.iter().map(|one| row(one, code)).collect_view())
                        }}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn row(row: &Row, code: Option<CriterionCode>) -> impl IntoView + use<> {
    let training = &row.summary.training;
    let objectives = &row.summary.facts.objectives;
    let supervisor = training
        .principal_supervisor
        .as_ref()
        .map_or_else(|| "ingen handledare".to_owned(), |one| one.name.clone());
    let behind = code.filter(|_| row.behind).map(|code| {
        view! { <b class="note">{format!(" Saknar något vid {code}.")}</b> }
    });
    let minimum = training.regulation.minimum_months();
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/st/{}", training.id)>{training.trainee.name.clone()}</a>
                <span class="note">{format!("{} · {supervisor}", &*training.specialty)}</span>
            </th>
            <td data-label="Läget" data-wide>
                <span>{signal(row)} {behind}</span>
            </td>
            <td class="num" data-label="Tid på heltid">
                <span class="nowrap">{format!("{} av {minimum}", number(row.done))}</span>
            </td>
            <td class="num" data-label="Delmål intygade">
                <span class="nowrap">{format!("{} av {}", objectives.certified, objectives.total())}</span>
            </td>
            <td data-label="Beräknat klar">{end_words(&row.end)}</td>
        </tr>
    }
}

/// What is worst, and how much more there is.
fn signal(row: &Row) -> AnyView {
    if row.summary.training.phase != TrainingPhase::Underway {
        return view! {
            <span class="chip" data-state="cancelled">{row.summary.training.phase.name()}</span>
        }
        .into_any();
    }
    let Some(worst) = &row.worst else {
        return view! {
            <span class="chip" data-state="done">
                "Inget att göra nu"
            </span>
        }
        .into_any();
    };
    let (words, late) = when(worst.outcome);
    let about = rule(worst.rule).map_or("", |rule| rule.about.name());
    let more = match (row.standing.demands() + row.standing.others()).saturating_sub(1) {
        0 => String::new(),
        1 => " En sak till är försenad eller inte uppfylld.".to_owned(),
        more => format!(" {more} saker till är försenade eller inte uppfyllda."),
    };
    let state = if late { "late" } else { "open" };
    view! {
        <span>
            <span class="chip" data-state=state>
                {format!("{about}: {words}")}
            </span>
            <span class="note">{format!("{}{more}", worst.why)}</span>
        </span>
    }
    .into_any()
}

/// The number of `29,3 månader`.
pub fn number(time: FullTime) -> String {
    let said = time.to_string();
    said.split_once(' ').map_or_else(|| said.clone(), |(number, _)| number.to_owned())
}
