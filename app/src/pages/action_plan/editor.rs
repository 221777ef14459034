//! Writing an entry of the plan. What is written stays in the browser until the server has it.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::{
    action_plan::{PlanEntry, SaveAction, SaveEntry, SavedEntry},
    checklist::{CriterionClass, CriterionCode},
    grade::list,
    rights::Action,
    text::Reason,
};

use super::{
    Facts, crumbs_to_plan,
    form::{CriterionChoice, EntryDraft, EntryFields, ErrorSummary, Mend},
    path,
};
use crate::{
    api::{self, ApiError, Method},
    components::{
        Confirm, Empty, Load, Loaded, Page, Toasts, Width, review::ConflictBox, use_query,
    },
    drafts,
    session::{use_me, use_session},
};

const PREFIX: &str = "punkt";

/// One entry, or a new one.
#[component]
pub(super) fn EntryPage(
    /// The plan and what stands around it.
    facts: Load<Facts>,
    /// The entry's id, or `ny`.
    entry: String,
) -> impl IntoView {
    let draft = RwSignal::new(EntryDraft::default());
    let title = Signal::derive(move || {
        draft.with(|draft| {
            if draft.criteria.is_empty() {
                "Ny punkt i handlingsplanen".to_owned()
            } else {
                format!("Åtgärd för {}", list(&draft.criteria))
            }
        })
    });
    let session = use_session();
    view! {
        <Page title crumbs=crumbs_to_plan(facts) width=Width::Narrow>
            <Loaded of=facts let:shown>
                {
                    let writable = shown.plan.phase.editable().is_ok()
                        && shown.may(session, Action::PlanWrite);
                    let found = shown.plan.entries.iter().find(|e| e.id.to_string() == entry).cloned();
                    if !writable || (found.is_none() && entry != "ny") {
                        let text = if writable {
                            "Den kan ha tagits bort av en kollega."
                        } else {
                            "Planen är inskickad, eller så skrivs den av någon annan."
                        };
                        view! {
                            <Empty title="Punkten kan inte ändras" text>
                                <a class="btn primary" href=path(shown.plan.id)>
                                    "Till handlingsplanen"
                                </a>
                            </Empty>
                        }
                            .into_any()
                    } else {
                        view! { <Editor facts shown found draft /> }.into_any()
                    }
                }
            </Loaded>
        </Page>
    }
}

/// What an entry may cover: the findings, and what it covers already.
fn choices(facts: &Facts, found: Option<&PlanEntry>) -> Vec<CriterionChoice> {
    let plan = &facts.plan;
    let mut codes: Vec<CriterionCode> = plan.findings.iter().map(|finding| finding.code).collect();
    codes.extend(found.iter().flat_map(|entry| &entry.criteria));
    codes.sort_unstable();
    codes.dedup();
    codes
        .into_iter()
        .filter_map(|code| {
            let criterion = facts.checklist.criterion(code)?;
            let covered = plan.entries.iter().any(|entry| entry.criteria.contains(&code));
            let hint = match (covered, criterion.class) {
                (false, CriterionClass::Regulation) => {
                    Some("Föreskrift, saknar åtgärd än".to_owned())
                }
                (_, class) => Some(class.name().to_owned()),
            };
            Some(CriterionChoice { code, text: criterion.text.clone(), hint })
        })
        .collect()
}

#[component]
fn Editor(
    /// The plan and what stands around it.
    facts: Load<Facts>,
    /// The same, as it is shown now.
    shown: Facts,
    /// The entry, if it isn't new.
    found: Option<PlanEntry>,
    /// The entry as it is being written.
    draft: RwSignal<EntryDraft>,
) -> impl IntoView {
    let me = use_me().id;
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let plan = shown.plan.id;
    let back = path(plan);
    let id = found.as_ref().map(|entry| entry.id);
    let key =
        format!("action-plans/{plan}/entries/{}", id.map_or("ny".to_owned(), |id| id.to_string()));
    let asked_about: Vec<CriterionCode> =
        use_query("brist").get_untracked().parse().into_iter().collect();
    let base = found.as_ref().map_or_else(|| EntryDraft::about(asked_about), EntryDraft::of);
    let kept = drafts::kept::<EntryDraft>(me, &key).filter(|kept| *kept != base);
    let restored = RwSignal::new(kept.is_some());
    draft.set(kept.unwrap_or_else(|| base.clone()));
    let wrong = RwSignal::new(Vec::<Mend>::new());
    let busy = RwSignal::new(false);
    let conflict = RwSignal::new(None::<PlanEntry>);
    let key = StoredValue::new(key);
    let clean = StoredValue::new(base);
    Effect::new(move |_| {
        let now = draft.get();
        if clean.with_value(|clean| *clean == now) {
            drafts::forget(me, &key.get_value());
        } else {
            // Without storage it is kept on the page only.
            let _ = drafts::keep(me, &key.get_value(), &now);
        }
    });
    let leave = StoredValue::new_local({
        let back = back.clone();
        move |at: Option<String>| {
            let to = at.map_or_else(|| back.clone(), |entry| format!("{back}#{entry}"));
            navigate(&to, leptos_router::NavigateOptions::default());
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let now = draft.get_untracked();
        let body = match now.to_save(PREFIX) {
            Ok(body) => body,
            Err(all) => return wrong.set(all),
        };
        wrong.set(Vec::new());
        busy.set(true);
        leptos::task::spawn_local(async move {
            let answer: Result<SavedEntry, ApiError> = match id {
                Some(id) => {
                    let path = format!("/action-plans/{plan}/entries/{id}");
                    api::send(Method::PUT, &path, Some(now.version), &body).await
                }
                None => {
                    let path = format!("/action-plans/{plan}/entries");
                    api::send(Method::POST, &path, None, &body).await
                }
            };
            let _ = busy.try_set(false);
            match answer {
                Ok(saved) => {
                    if let Some(key) = key.try_get_value() {
                        drafts::forget(me, &key);
                    }
                    toasts.show("Punkten är sparad.");
                    let entry = saved.entry.id.to_string();
                    // Back first: the page of the plan shows it as saved.
                    leave.try_with_value(|leave| leave(Some(entry)));
                    if let Some(shown) = facts.get_untracked() {
                        facts.set(shown.with_entry(saved));
                    }
                }
                Err(error) => {
                    if let Some(theirs) = error.conflict::<PlanEntry>() {
                        let _ = conflict.try_set(Some(theirs));
                    } else {
                        let _ = wrong.try_set(vec![(
                            String::new(),
                            format!("{} Det du skrivit finns kvar.", error.sentence()),
                        )]);
                    }
                }
            }
        });
    };
    let conflict_box = move || {
        conflict.get().map(|theirs| {
            let other = EntryDraft::of(&theirs);
            let (mine_view, their_view) = (draft.get_untracked().in_short(), other.in_short());
            let version = theirs.version;
            let before = draft.get_untracked();
            view! {
                <ConflictBox
                    what="punkten"
                    mine=mine_view
                    theirs=their_view
                    changed=theirs.changed.clone()
                    on_keep=Callback::new(move |()| {
                        draft.update(|draft| draft.version = version);
                        conflict.set(None);
                        toasts.show("Spara igen så gäller ditt.");
                    })
                    on_take=Callback::new(move |()| {
                        clean.set_value(other.clone());
                        draft.set(other.clone());
                        conflict.set(None);
                    })
                    on_undo=move || {
                        let mine = EntryDraft { version, ..before.clone() };
                        // The form may have been left meanwhile.
                        let _ = draft.try_set(mine);
                    }
                />
            }
        })
    };
    let discard = move |_| {
        draft.set(clean.get_value());
        restored.set(false);
    };
    let removal = found.clone().map(|entry| {
        let back = move || leave.with_value(|leave| leave(None));
        view! { <Removal facts entry wrong back=Callback::new(move |()| back()) /> }
    });
    let choices = choices(&shown, found.as_ref());
    view! {
        {move || {
            restored
                .get()
                .then(|| {
                    view! {
                        <div class="notice" data-kind="warn">
                            <h2>"Det här hade du skrivit men inte sparat"</h2>
                            <p>
                                "Det fanns kvar i den här webbläsaren. "
                                <button class="link-btn" type="button" on:click=discard>
                                    "Visa det som är sparat i stället"
                                </button>
                            </p>
                        </div>
                    }
                })
        }}
        {conflict_box}
        <form class="card form" novalidate on:submit=save>
            <ErrorSummary wrong />
            <EntryFields draft prefix=PREFIX.to_owned() choices wrong />
            <div class="actions">
                <button class="btn primary" disabled=move || busy.get()>
                    {move || if busy.get() { "Sparas …" } else { "Spara" }}
                </button>
                <a class="btn" href=back>
                    "Till planen"
                </a>
                {removal}
            </div>
        </form>
    }
}

/// Takes an entry away, after a question; it can be had back for a while.
#[component]
fn Removal(
    /// The plan and what stands around it.
    facts: Load<Facts>,
    /// The entry.
    entry: PlanEntry,
    /// Told when it can't be.
    wrong: RwSignal<Vec<Mend>>,
    /// Goes back to the plan.
    back: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let about = list(&entry.criteria);
    let entry = StoredValue::new(entry);
    let remove = move |_: Option<Reason>| {
        let Some(shown) = facts.get_untracked() else { return };
        let entry = entry.get_value();
        let plan = shown.plan.id;
        leptos::task::spawn_local(async move {
            let path = format!("/action-plans/{plan}/entries/{}", entry.id);
            match api::send_empty::<()>(Method::DELETE, &path, Some(entry.version)).await {
                Ok(()) => {
                    let again = as_new(&entry);
                    let undo = move || {
                        let again = again.clone();
                        leptos::task::spawn_local(async move {
                            let path = format!("/action-plans/{plan}/entries");
                            match api::send::<_, SavedEntry>(Method::POST, &path, None, &again)
                                .await
                            {
                                Ok(_) => facts.reload(),
                                Err(error) => toasts.show(error.sentence()),
                            }
                        });
                    };
                    toasts.show_undo("Punkten är borttagen.", undo);
                    back.try_run(());
                    facts.set(shown.without_entry(entry.id));
                    facts.reload();
                }
                Err(error) => {
                    let _ = wrong.try_set(vec![(String::new(), error.sentence())]);
                }
            }
        });
    };
    view! {
        <button class="link-btn danger push" type="button" on:click=move |_| open.set(true)>
            "Ta bort punkten"
        </button>
        <Confirm
            open
            title=format!("Ta bort punkten om {about}?")
            action="Ta bort"
            danger=true
            on_confirm=Callback::new(remove)
        >
            <p>"Punkten och dess åtgärder försvinner ur planen. Du kan ångra direkt efteråt."</p>
        </Confirm>
    }
}

/// The same entry as a new one, to put back what was taken away.
fn as_new(entry: &PlanEntry) -> SaveEntry {
    EntryDraft::of(entry).to_save(PREFIX).map_or_else(
        |_| SaveEntry { criteria: entry.criteria.clone(), actions: Vec::new() },
        |save| SaveEntry {
            actions: save
                .actions
                .into_iter()
                .map(|action| SaveAction { id: None, ..action })
                .collect(),
            ..save
        },
    )
}
