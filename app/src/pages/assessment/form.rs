//! The form of who is signed in: saved as one writes, also without net, and then sent.

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use shared::{
    assessment::{Assessment, SaveAssessment, missing},
    instrument::Instruments,
    saving::{Saved, State},
};

use super::{
    fields::Fields,
    sheet::{Sheet, kept},
};
use crate::{
    api::{self, Method},
    components::{
        Refusal, Toasts,
        review::{AutosaveState, ConflictBox},
    },
    outbox::Autosave,
    pages::training::Shelf,
    time::today,
};

/// Said when the last of it can't be saved, so that it isn't sent without.
const NOT_SAVED: &str = "Det sista du skrev är inte sparat än, så bedömningen skickades inte. Det finns kvar här. Försök igen när det står Sparat.";
/// How often, and how many times, it is asked whether all is saved.
const WAIT: u32 = 100;
const WAITS: u32 = 50;

/// Waits until all that is written is on the server; the version it has there, or none if that takes too long or the form is
/// left meanwhile.
async fn settled(text: Autosave<SaveAssessment>, sending: RwSignal<bool>) -> Option<i64> {
    for _ in 0..WAITS {
        sending.try_get_untracked()?;
        if untrack(|| text.is_settled()) {
            return Some(untrack(|| text.base().version));
        }
        TimeoutFuture::new(WAIT).await;
    }
    None
}

/// The form to fill in.
#[component]
pub fn Form(shelf: Shelf<Assessment>, assessment: Assessment) -> impl IntoView {
    let Some(form) = Instruments::built_in().find(&assessment.instrument) else {
        return view! {
            <p class="note">"Mallen finns inte längre i den versionen, så den kan inte fyllas i."</p>
        }
        .into_any();
    };
    // What is shown next is read anew, since it was saved without the page hearing of it.
    on_cleanup(move || shelf.reload());
    let path = shelf.binder().path(&format!("/assessments/{}", assessment.id));
    let saved = Callback::new(|_: Saved<Assessment>| {});
    let text = Autosave::new(path.trim_start_matches('/').to_owned(), kept(&assessment), saved);
    let sheet = Sheet::autosaved(text);
    let wrong = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let send = move |_| {
        if sending.get_untracked() {
            return;
        }
        let gaps = sheet.with_untracked(|written| missing(written, form, today()));
        if !gaps.is_empty() {
            let gaps: Vec<_> = gaps.into_iter().map(|gap| gap.message).collect();
            wrong.set(Some(gaps.join(" ")));
            return;
        }
        text.leave();
        wrong.set(None);
        sending.set(true);
        let path = format!("{path}/answer");
        spawn_local(async move {
            let Some(version) = settled(text, sending).await else {
                if sending.try_set(false).is_none() {
                    wrong.set(Some(NOT_SAVED.to_owned()));
                }
                return;
            };
            let answer =
                api::send_empty::<Saved<Assessment>>(Method::POST, &path, Some(version)).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => {
                    toasts.show("Bedömningen är skickad.");
                    shelf.take(saved);
                }
                Err(error) => wrong.set(Some(error.sentence())),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=move |event| event.prevent_default()>
            <Conflict text />
            <Fields sheet form />
            <Refusal why=wrong />
            <div class="actions">
                <button
                    class="btn primary"
                    type="button"
                    aria-disabled=move || sending.get().then_some("true")
                    on:click=send
                >
                    "Skicka bedömningen"
                </button>
                <AutosaveState of=text never="Sparas medan du skriver" />
            </div>
            <p class="note">
                "När den är skickad läses den av ST-läkaren, den huvudansvariga handledaren och studierektorn, och ändras inte mer."
            </p>
        </form>
    }
    .into_any()
}

/// It was written in two places at once.
#[component]
fn Conflict(text: Autosave<SaveAssessment>) -> impl IntoView {
    move || {
        let State::Conflict { theirs } = text.state() else { return None };
        let mine = text.value();
        let undo = mine.clone();
        Some(view! {
            <ConflictBox
                what="bedömningen"
                mine=view! { <p class="said">{words(&mine)}</p> }.into_any()
                theirs=view! { <p class="said">{words(&theirs.value)}</p> }.into_any()
                changed=theirs.changed
                on_keep=Callback::new(move |()| text.keep_mine())
                on_take=Callback::new(move |()| text.take_theirs())
                on_undo=move || text.choose(|written| *written = undo.clone())
            />
        })
    }
}

/// The texts of a form, for a choice between two.
fn words(written: &SaveAssessment) -> String {
    let texts = written.texts.values().chain([&written.next_step]);
    let rated = format!("{} delar bedömda", written.answers.len());
    texts.map(|text| (**text).to_owned()).chain([rated]).collect::<Vec<_>>().join("\n")
}
