//! The draft: what the difficulties are, the supports, time plan and plan for following up. What isn't saved is kept in the browser
//! until it is, or until its writer signs out.

use leptos::{ev, prelude::*};
use serde::{Deserialize, Serialize};
use shared::{
    PersonId, SupportPlanId,
    saving::Saved,
    support_plan::{Measure, SaveSupportPlan, SupportPlan},
    text::{FreeText, Line},
};

use super::Shelf;
use crate::{
    api::{self, Method},
    components::{
        Field, Going, Input, Mistakes, Refused, Summary, TextArea, Wrong, review::ConflictBox,
    },
    drafts,
    time::say_moment,
};

const PROBLEMS: &str = "svarigheter";
const TIME_PLAN: &str = "tidsplan";
const FOLLOW_UP: &str = "uppfoljningsplan";
/// Where the supports begin.
const MEASURES: &str = "stodatgarder";

/// The key that a plan's unsaved text is kept under.
fn key(id: SupportPlanId) -> String {
    format!("support-plans/{id}")
}

/// Takes away what was kept of a plan that is no longer to be written.
pub fn forget(person: PersonId, id: SupportPlanId) {
    drafts::forget(person, &key(id));
}

/// What is written, as it stands in the fields, and the version of the plan that it was begun at.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Unsaved {
    version: i64,
    problems: String,
    measures: Vec<[String; 3]>,
    time_plan: String,
    follow_up_plan: String,
}

/// A support as it is being written. Copied freely.
#[derive(Clone, Copy)]
struct Row {
    key: u32,
    what: RwSignal<String>,
    responsible: RwSignal<String>,
    until: RwSignal<String>,
}

impl Row {
    fn of(key: u32, measure: Option<&Measure>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        Self {
            key,
            what: text(measure.map(|one| one.what.to_string())),
            responsible: text(
                measure.and_then(|one| one.responsible.as_deref()).map(str::to_owned),
            ),
            until: text(measure.and_then(|one| one.until).map(|day| day.to_string())),
        }
    }

    fn read(self) -> Result<Option<Measure>, String> {
        let (what, responsible, until) =
            (self.what.get(), self.responsible.get(), self.until.get());
        if [&what, &responsible, &until].iter().all(|one| one.trim().is_empty()) {
            return Ok(None);
        }
        let responsible = match responsible.trim() {
            "" => None,
            name => Some(Line::try_from(name.to_owned()).map_err(|why| why.to_string())?),
        };
        let what = FreeText::try_from(what).map_err(|why| why.to_string())?;
        Ok(Some(Measure { what, responsible, until: until.parse().ok() }))
    }
}

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    problems: RwSignal<String>,
    rows: RwSignal<Vec<Row>>,
    time_plan: RwSignal<String>,
    follow_up_plan: RwSignal<String>,
}

impl Written {
    fn of(plan: &SupportPlan) -> Self {
        let written = Self {
            problems: RwSignal::new(String::new()),
            rows: RwSignal::new(Vec::new()),
            time_plan: RwSignal::new(String::new()),
            follow_up_plan: RwSignal::new(String::new()),
        };
        written.set(plan);
        written
    }

    fn set(self, plan: &SupportPlan) {
        self.problems.set(plan.problems.to_string());
        self.time_plan.set(plan.time_plan.to_string());
        self.follow_up_plan.set(plan.follow_up_plan.to_string());
        let next = self.rows.with_untracked(|rows| next_key(rows));
        let mut rows: Vec<Row> =
            (next..).zip(&plan.measures).map(|(key, one)| Row::of(key, Some(one))).collect();
        if rows.is_empty() {
            rows.push(Row::of(next, None));
        }
        self.rows.set(rows);
    }

    /// As it stands in the fields, followed.
    fn unsaved(self, version: i64) -> Unsaved {
        let row = |row: &Row| [row.what.get(), row.responsible.get(), row.until.get()];
        Unsaved {
            version,
            problems: self.problems.get(),
            measures: self.rows.with(|rows| rows.iter().map(row).collect()),
            time_plan: self.time_plan.get(),
            follow_up_plan: self.follow_up_plan.get(),
        }
    }

    fn take_up(self, unsaved: Unsaved) {
        self.problems.set(unsaved.problems);
        self.time_plan.set(unsaved.time_plan);
        self.follow_up_plan.set(unsaved.follow_up_plan);
        let next = self.rows.with_untracked(|rows| next_key(rows));
        let rows = (next..).zip(unsaved.measures).map(|(key, [what, responsible, until])| Row {
            key,
            what: RwSignal::new(what),
            responsible: RwSignal::new(responsible),
            until: RwSignal::new(until),
        });
        self.rows.set(rows.collect());
    }

    fn read(self) -> Result<SaveSupportPlan, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let mut free = |written: RwSignal<String>, id: &'static str| {
            FreeText::try_from(written.get()).unwrap_or_else(|why| {
                wrong.push((id, why.to_string()));
                FreeText::default()
            })
        };
        let problems = free(self.problems, PROBLEMS);
        let (time_plan, follow_up_plan) =
            (free(self.time_plan, TIME_PLAN), free(self.follow_up_plan, FOLLOW_UP));
        let mut measures = Vec::new();
        for (number, row) in (1..).zip(self.rows.get()) {
            match row.read() {
                Ok(measure) => measures.extend(measure),
                Err(why) => wrong.push((MEASURES, format!("Stödåtgärd {number}: {why}"))),
            }
        }
        if wrong.is_empty() {
            Ok(SaveSupportPlan { problems, measures, time_plan, follow_up_plan })
        } else {
            Err(wrong)
        }
    }
}

fn next_key(rows: &[Row]) -> u32 {
    rows.iter().map(|row| row.key + 1).max().unwrap_or_default()
}

fn said(plan: &SupportPlan) -> SaveSupportPlan {
    SaveSupportPlan {
        problems: plan.problems.clone(),
        measures: plan.measures.clone(),
        time_plan: plan.time_plan.clone(),
        follow_up_plan: plan.follow_up_plan.clone(),
    }
}

/// The fields of a draft. Made once for a draft.
#[component]
pub fn Editor(
    shelf: Shelf,
    plan: SupportPlan,
    /// Told whether something is written that isn't saved.
    unsaved: RwSignal<bool>,
) -> impl IntoView {
    let going = Going::new();
    let mistakes = Mistakes::none(&[("measures", MEASURES)]);
    let written = Written::of(&plan);
    let path = shelf.path(&format!("/{}", plan.id));
    let (me, key) = (shelf.binder().me(), StoredValue::new(key(plan.id)));
    let left = drafts::kept::<Unsaved>(me, &key.get_value());
    // Saved from the version it was begun at, so that what another has written since isn't written over.
    let version = left.as_ref().map_or(plan.version, |left| left.version);
    let saved = RwSignal::new(SupportPlan { version, ..plan });
    if let Some(left) = left {
        written.take_up(left);
    }
    let theirs = RwSignal::new(None::<SupportPlan>);
    let kept = RwSignal::new(true);
    Effect::new(move |_| {
        let (as_saved, version) = saved.with(|plan| (said(plan), plan.version));
        let differs = written.read() != Ok(as_saved);
        unsaved.set(differs);
        if differs {
            kept.set(drafts::keep(me, &key.get_value(), &written.unsaved(version)));
        } else {
            drafts::forget(me, &key.get_value());
        }
    });
    on_cleanup(move || {
        let _ = unsaved.try_set(false);
    });
    // What another has saved is taken in when it is shown, unless something is written here: then saving tells of it.
    Effect::new(move |_| {
        let Some(plan) = shelf.plan(saved.with_untracked(|plan| plan.id)) else { return };
        if !unsaved.get_untracked() && plan.version > saved.with_untracked(|plan| plan.version) {
            written.set(&plan);
            saved.set(plan);
        }
    });
    let took = move |Saved { record, revision }: Saved<SupportPlan>| {
        theirs.set(None);
        saved.set(record.clone());
        shelf.take(Saved { record, revision });
    };
    let send = move || {
        mistakes.clear();
        let body = match untrack(|| written.read()) {
            Ok(body) => body,
            Err(wrong) => return mistakes.show(wrong),
        };
        let (path, version) = (path.clone(), saved.with_untracked(|plan| plan.version));
        going.hear(
            async move { api::send(Method::PUT, &path, Some(version), &body).await },
            "Utkastet är sparat.",
            move |answer| {
                match answer {
                    Ok(saved) => took(saved),
                    Err(error) => match error.conflict::<SupportPlan>() {
                        Some(plan) => theirs.set(Some(plan)),
                        None => mistakes.hear(&error),
                    },
                }
                None
            },
        );
    };
    let send = StoredValue::new(send);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send.with_value(|send| send());
    };
    let conflict = move || {
        let plan = theirs.get()?;
        let (mine, kept) = (untrack(|| written.read()).ok()?, saved.get_untracked());
        let (keep, take) = (plan.clone(), plan.clone());
        let mine_again = SupportPlan {
            problems: mine.problems.clone(),
            measures: mine.measures.clone(),
            time_plan: mine.time_plan.clone(),
            follow_up_plan: mine.follow_up_plan.clone(),
            ..kept
        };
        Some(view! {
            <ConflictBox
                what="åtgärdsplanen"
                mine=short(&mine)
                theirs=short(&said(&plan))
                changed=plan.changed
                on_keep=Callback::new(move |()| {
                    saved.set(keep.clone());
                    theirs.set(None);
                    send.with_value(|send| send());
                })
                on_take=Callback::new(move |()| {
                    written.set(&take);
                    took(Saved { record: take.clone(), revision: 0 });
                })
                on_undo=move || written.set(&mine_again)
            />
        })
    };
    let state = move || {
        if unsaved.get() {
            let words = if kept.get() {
                "Inte sparat än. Texten finns kvar i den här webbläsaren tills du sparar eller loggar ut."
            } else {
                "Inte sparat, och webbläsaren kan inte behålla texten. Spara innan du lämnar sidan."
            };
            return Some(words.to_owned());
        }
        let changed = saved.with(|plan| plan.changed.clone())?;
        Some(format!("Sparat av {}, {}", changed.by, say_moment(changed.at)))
    };
    view! {
        {conflict}
        <form class="card stack" novalidate on:submit=submit aria-label="Utkast">
            <Summary mistakes />
            <Field
                label="Svårigheterna"
                id=PROBLEMS
                hint="Vad som inte går som det ska, så konkret som möjligt. Ingen patientidentitet."
                error=mistakes.at(PROBLEMS)
            >
                <TextArea value=written.problems rows=4 />
            </Field>
            <Measures written mistakes />
            <Field
                label="Tidsplan"
                id=TIME_PLAN
                hint="Behövs alltid: när vad görs, och när planen ska vara genomförd"
                error=mistakes.at(TIME_PLAN)
            >
                <TextArea value=written.time_plan />
            </Field>
            <Field
                label="Plan för uppföljning"
                id=FOLLOW_UP
                hint="Behövs alltid: när och hur ni ser om det fungerar, och vilka som deltar"
                error=mistakes.at(FOLLOW_UP)
            >
                <TextArea value=written.follow_up_plan />
            </Field>
            <Refused mistakes />
            {going.refused()}
            <div class="actions">
                <button class="btn" aria-disabled=move || going.busy()>
                    "Spara utkastet"
                </button>
                <span class="note" role="status">
                    {state}
                </span>
            </div>
        </form>
    }
}

/// The supports, each with who sees to it and its last day.
#[component]
fn Measures(written: Written, mistakes: Mistakes) -> impl IntoView {
    let rows = written.rows;
    let wrong = mistakes.at(MEASURES);
    let add = move |_| {
        rows.update(|rows| {
            let key = next_key(rows);
            rows.push(Row::of(key, None));
        });
    };
    view! {
        <fieldset class="field" id=MEASURES tabindex="-1">
            <legend>"Stödåtgärder"</legend>
            {move || wrong.get().map(|why| view! { <p class="field-error">{why}</p> })}
            <For each=move || rows.get() key=|row| row.key let:row>
                <div class="support-row">
                    <Field label="Åtgärd">
                        <TextArea value=row.what rows=2 />
                    </Field>
                    <div class="form-row">
                        <Field label="Ansvarig">
                            <Input value=row.responsible />
                        </Field>
                        <Field label="Till och med">
                            <Input value=row.until kind="date" />
                        </Field>
                    </div>
                    {move || {
                        rows.with(|rows| rows.len() > 1)
                            .then(|| {
                                let remove = move |_| {
                                    rows.update(|rows| rows.retain(|one| one.key != row.key));
                                };
                                view! {
                                    <div>
                                        <button class="link-btn danger" type="button" on:click=remove>
                                            "Ta bort åtgärden"
                                        </button>
                                    </div>
                                }
                            })
                    }}
                </div>
            </For>
            <div>
                <button class="link-btn" type="button" on:click=add>
                    "Lägg till en stödåtgärd"
                </button>
            </div>
        </fieldset>
    }
}

/// What a plan says in short, for a choice between two.
fn short(save: &SaveSupportPlan) -> AnyView {
    let measures = save.measures.iter().map(|one| one.what.to_string());
    let texts = [&save.problems, &save.time_plan, &save.follow_up_plan];
    let lines = texts.into_iter().map(|text| text.to_string()).chain(measures);
    let lines: Vec<String> = lines.filter(|line| !line.trim().is_empty()).collect();
    view! { <p class="said">{lines.join("\n")}</p> }.into_any()
}
