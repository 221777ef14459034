//! How an action of a plan in force is going: status, outcome and what shows it.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use shared::{
    action_plan::{ActionEvidence, ActionStatus, FollowUp, PlanAction, PlanEntry, SavedEntry},
    review::{AddLink, EvidenceSource},
    rights::Action,
    text::{FreeText, Line},
};

use super::{
    Facts, crumbs_to_plan,
    form::{ErrorSummary, Mend},
    path,
};
use crate::{
    api::{self, ApiError, Method},
    components::{
        Empty, Field, Input, Load, Loaded, Page, Segmented, TextArea, Toasts, Width,
        review::ConflictBox,
    },
    drafts,
    session::{use_me, use_session},
    time::{say_late, today},
};

/// What is being written, kept in the browser until it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FollowUpDraft {
    version: i64,
    status: ActionStatus,
    outcome: String,
    evidence: Vec<ActionEvidence>,
}

impl FollowUpDraft {
    fn of(action: &PlanAction, version: i64) -> Self {
        Self {
            version,
            status: action.status,
            outcome: action.outcome.to_string(),
            evidence: action.evidence.clone(),
        }
    }

    fn in_short(&self) -> AnyView {
        let links: Vec<String> = self.evidence.iter().map(|e| e.title.to_string()).collect();
        view! {
            <p>
                <b>{self.status.name()}</b>
            </p>
            <p>{self.outcome.clone()}</p>
            <p class="note">{links.join(", ")}</p>
        }
        .into_any()
    }
}

fn find(facts: &Facts, action: &str) -> Option<(PlanEntry, PlanAction)> {
    facts.plan.entries.iter().find_map(|entry| {
        let found = entry.actions.iter().find(|known| known.id.to_string() == action)?;
        Some((entry.clone(), found.clone()))
    })
}

/// Uppföljning av en åtgärd.
#[component]
pub(super) fn FollowUpPage(
    /// The plan and what stands around it.
    facts: Load<Facts>,
    /// The action's id.
    action: String,
) -> impl IntoView {
    let session = use_session();
    let which = StoredValue::new(action);
    let lede = (move || {
        facts.get().and_then(|facts| find(&facts, &which.get_value())).map(|(_, action)| {
            let due: Vec<String> = action.due.iter().map(|date| date.text.clone()).collect();
            let who: Vec<String> = action.responsible.iter().map(|who| who.to_string()).collect();
            let late = action.days_late(today()).map(|days| {
                view! {
                    ", "
                    <span class="late">{say_late(days)}</span>
                }
            });
            view! {
                {action.text.to_string()}
                " · skulle vara klar "
                {due.join(", ")}
                {late}
                {(!who.is_empty()).then(|| format!(" · {}", who.join(", ")))}
            }
        })
    })
    .into_any();
    view! {
        <Page title="Uppföljning" crumbs=crumbs_to_plan(facts) lede width=Width::Form>
            <Loaded of=facts let:shown>
                {
                    let follows = shown.plan.phase.followable().is_ok()
                        && shown.may(session, Action::PlanFollowUp);
                    match find(&shown, &which.get_value()).filter(|_| follows) {
                        Some((entry, action)) => {
                            view! { <Form facts shown entry action /> }.into_any()
                        }
                        None => {
                            view! {
                                <Empty
                                    title="Åtgärden kan inte följas upp här"
                                    text="Den finns inte i en plan som gäller, eller så följs den upp av kliniken."
                                >
                                    <a class="btn primary" href=path(shown.plan.id)>
                                        "Till handlingsplanen"
                                    </a>
                                </Empty>
                            }
                                .into_any()
                        }
                    }
                }
            </Loaded>
        </Page>
    }
}

#[component]
fn Form(
    /// The plan and what stands around it.
    facts: Load<Facts>,
    /// The same, as it is shown now.
    shown: Facts,
    /// The entry it stands in.
    entry: PlanEntry,
    /// The action.
    action: PlanAction,
) -> impl IntoView {
    let me = use_me().id;
    let toasts = expect_context::<Toasts>();
    let navigate = StoredValue::new_local(use_navigate());
    let (plan, entry_id, action_id) = (shown.plan.id, entry.id, action.id);
    let back = format!("{}#{entry_id}", path(plan));
    let key = StoredValue::new(format!("action-plans/{plan}/follow-up/{action_id}"));
    let base = FollowUpDraft::of(&action, entry.version);
    let kept = drafts::kept::<FollowUpDraft>(me, &key.get_value());
    let start = kept.unwrap_or_else(|| base.clone());
    let clean = StoredValue::new(base);
    let version = RwSignal::new(start.version);
    let status = RwSignal::new(start.status);
    let outcome = RwSignal::new(start.outcome);
    let evidence = RwSignal::new(start.evidence);
    let now = move || FollowUpDraft {
        version: version.get(),
        status: status.get(),
        outcome: outcome.get(),
        evidence: evidence.get(),
    };
    Effect::new(move |_| {
        let now = now();
        if clean.with_value(|clean| *clean == now) {
            drafts::forget(me, &key.get_value());
        } else {
            // Without storage it is kept on the page only.
            let _ = drafts::keep(me, &key.get_value(), &now);
        }
    });
    let put = move |draft: FollowUpDraft| {
        // The form may have been left meanwhile.
        let _ = version.try_set(draft.version);
        let _ = status.try_set(draft.status);
        let _ = outcome.try_set(draft.outcome);
        let _ = evidence.try_set(draft.evidence);
    };
    let wrong = RwSignal::new(Vec::<Mend>::new());
    let busy = RwSignal::new(false);
    let conflict = RwSignal::new(None::<PlanEntry>);
    let leave = back.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let draft = untrack(now);
        let body = match FreeText::try_from(draft.outcome.clone()) {
            Ok(outcome) => {
                FollowUp { status: draft.status, outcome, evidence: draft.evidence.clone() }
            }
            Err(error) => return wrong.set(vec![("utfall".to_owned(), error.to_string())]),
        };
        wrong.set(Vec::new());
        busy.set(true);
        let leave = leave.clone();
        leptos::task::spawn_local(async move {
            let path =
                format!("/action-plans/{plan}/entries/{entry_id}/actions/{action_id}/follow-up");
            let answer: Result<SavedEntry, ApiError> =
                api::send(Method::PUT, &path, Some(draft.version), &body).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(saved) => {
                    if let Some(key) = key.try_get_value() {
                        drafts::forget(me, &key);
                    }
                    toasts.show("Uppföljningen är sparad.");
                    navigate
                        .try_with_value(|go| go(&leave, leptos_router::NavigateOptions::default()));
                    if let Some(shown) = facts.get_untracked() {
                        facts.set(shown.with_entry(saved));
                    }
                }
                Err(error) => {
                    if let Some(theirs) = error.conflict::<PlanEntry>() {
                        let _ = conflict.try_set(Some(theirs));
                    } else {
                        let words = format!("{} Det du skrivit finns kvar.", error.sentence());
                        let _ = wrong.try_set(vec![(String::new(), words)]);
                    }
                }
            }
        });
    };
    let conflict_box = move || {
        let theirs = conflict.get()?;
        let new_version = theirs.version;
        let other = theirs.actions.iter().find(|action| action.id == action_id)?;
        let other = FollowUpDraft::of(other, new_version);
        let before = untrack(now);
        Some(view! {
            <ConflictBox
                what="uppföljningen"
                mine=before.in_short()
                theirs=other.in_short()
                changed=theirs.changed.clone()
                on_keep=Callback::new(move |()| {
                    version.set(new_version);
                    conflict.set(None);
                    toasts.show("Spara igen så gäller ditt.");
                })
                on_take=Callback::new(move |()| {
                    clean.set_value(other.clone());
                    put(other.clone());
                    conflict.set(None);
                })
                on_undo=move || {
                    put(FollowUpDraft { version: new_version, ..before.clone() });
                }
            />
        })
    };
    let statuses =
        ActionStatus::ALL.into_iter().map(|status| (status, status.name().to_owned())).collect();
    let outcome_wrong = Signal::derive(move || {
        wrong.with(|wrong| {
            wrong.iter().find(|(id, _)| id == "utfall").map(|(_, words)| words.clone())
        })
    });
    view! {
        {conflict_box}
        <form class="card form" novalidate on:submit=save>
            <ErrorSummary wrong />
            <Segmented
                legend="Läge"
                options=statuses
                value=status
                on_choose=Callback::new(move |chosen| status.set(chosen))
            />
            <Field
                label="Vad har det lett till?"
                id="utfall"
                hint="Vad som gjordes och vad som märks nu."
                error=outcome_wrong
            >
                <TextArea value=outcome rows=4 />
            </Field>
            <Evidence evidence />
            <div class="actions">
                <button class="btn primary" disabled=move || busy.get()>
                    {move || if busy.get() { "Sparas …" } else { "Spara" }}
                </button>
                <a class="btn" href=back>
                    "Till planen"
                </a>
            </div>
        </form>
    }
}

/// Links that show what was done.
#[component]
fn Evidence(
    /// Those there are.
    evidence: RwSignal<Vec<ActionEvidence>>,
) -> impl IntoView {
    let (title, url) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    let add = move |_| {
        let checked = Line::try_from(title.get_untracked())
            .map_err(|_| "Skriv vad länken heter, högst 300 tecken.".to_owned())
            .and_then(|title| {
                let url = Line::try_from(url.get_untracked())
                    .map_err(|_| shared::review::InvalidLink.to_string())?;
                let link = AddLink { title, url };
                link.check().map_err(|wrong| wrong.to_string())?;
                Ok(link)
            });
        match checked {
            Ok(link) => {
                evidence.update(|all| {
                    all.push(ActionEvidence {
                        title: link.title,
                        source: EvidenceSource::Link { url: link.url.to_string() },
                    });
                });
                title.set(String::new());
                url.set(String::new());
                error.set(None);
            }
            Err(words) => error.set(Some(words)),
        }
    };
    let rows = move || {
        evidence
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let name = item.title.to_string();
                let link = match item.source {
                    EvidenceSource::Link { url } => view! {
                        <a href=url rel="external noopener noreferrer" target="_blank">
                            {name.clone()}
                        </a>
                    }
                    .into_any(),
                    EvidenceSource::File { .. } => name.clone().into_any(),
                };
                let remove = move |_| {
                    evidence.update(|all| {
                        all.remove(index);
                    });
                };
                view! {
                    <li>
                        <span>{link}</span>
                        <button class="link-btn danger" type="button" on:click=remove>
                            "Ta bort"
                            <span class="vh">{format!(" {name}")}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="field">
            <legend>"Underlag"</legend>
            <div class="stack">
                <ul class="evidence">{rows}</ul>
                <div class="form-row">
                    <Field label="Vad länken visar">
                        <Input value=title />
                    </Field>
                    <Field label="Webbadress" error>
                        <Input value=url kind="url" />
                    </Field>
                </div>
                <div>
                    <button class="link-btn" type="button" on:click=add>
                        "Lägg till länk"
                    </button>
                </div>
            </div>
        </fieldset>
    }
}
