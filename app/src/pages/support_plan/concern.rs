//! Notes of gaps in competence: written early by who supervises at the clinic, reported to the huvudansvarig handledare, and perhaps the
//! beginning of an åtgärdsplan.

use leptos::{ev, prelude::*};
use shared::{
    PersonId,
    rights::{Action, Tie},
    saving::Saved,
    support_plan::{
        ConcernNote, ConcernNotes, InvalidConcern, SupportStep, TrainingPart, WriteConcern,
    },
    text::FreeText,
};

use super::{PLAN, Shelf};
use crate::{
    api::{self, ApiError, Method},
    components::{Field, Going, Input, Load, Loaded, Mistakes, Page, Refused, Summary, TextArea},
    drafts,
    pages::{anchor::Anchor, not_found::NotFound, training::put},
    session::use_session,
    time::{say_day_of, say_long, today},
};

const DAY: &str = "oro-dag";
const TEXT: &str = "oro-text";

/// The notes of a training that the person sees. Copied freely.
#[derive(Clone, Copy)]
struct Notes {
    shelf: Shelf,
    of: Load<ConcernNotes>,
}

impl Notes {
    fn of(shelf: Shelf) -> Self {
        Self { shelf, of: shelf.binder().beside("/concerns") }
    }

    fn path(self, rest: &str) -> String {
        self.shelf.binder().path(&format!("/concerns{rest}"))
    }

    /// Whose text that isn't saved is kept, and under which key.
    fn unsaved(self) -> (PersonId, String) {
        (self.shelf.binder().me(), format!("concerns/{}", self.shelf.binder().id()))
    }

    fn forget_unsaved(self) {
        let (me, key) = self.unsaved();
        drafts::forget(me, &key);
    }

    /// Takes in what a step answered with.
    fn take(self, Saved { record, revision }: Saved<ConcernNote>) {
        self.shelf.binder().heard_of(revision);
        if let Some(mut all) = self.of.get_untracked() {
            put(&mut all.notes, record, |one| one.id);
            self.of.set(all);
        }
    }
}

/// The notes, to those who see no plan; to those who note nothing either there is no such page.
#[component]
pub fn OnlyNotes(shelf: Shelf) -> impl IntoView {
    let notes = Notes::of(shelf);
    let gone = Memo::new(move |_| notes.of.error().as_ref().is_some_and(ApiError::gone));
    let lede = move || notes.of.get().map(|all| all.trainee.name);
    move || {
        if gone.get() {
            view! { <NotFound /> }.into_any()
        } else {
            view! {
                <Page title="Anteckningar om ST-läkaren" lede=view! { {lede} }.into_any()>
                    <Card notes />
                </Page>
            }
            .into_any()
        }
    }
}

/// The notes, beside the plans.
#[component]
pub fn Concerns(shelf: Shelf) -> impl IntoView {
    view! { <Card notes=Notes::of(shelf) /> }
}

#[component]
fn Card(notes: Notes) -> impl IntoView {
    let session = use_session();
    let left = untrack(|| {
        let (me, key) = notes.unsaved();
        drafts::kept::<Unsaved>(me, &key).is_some()
    });
    let (writing, anchor) = (RwSignal::new(left), Anchor::new());
    Effect::new(move || {
        if notes.of.get().is_some() {
            anchor.show();
        }
    });
    let may_write = Memo::new(move |_| match notes.shelf.binder().get() {
        Some(portfolio) => {
            let on = notes.shelf.binder().on(&portfolio.training);
            on.tie != Some(Tie::Own) && session.may(Action::ConcernNote, &on)
        }
        // Who doesn't see the training is here to note something.
        None => notes.shelf.binder().error().is_some() && notes.of.get().is_some(),
    });
    let rows = move |all: Vec<ConcernNote>| {
        if all.is_empty() {
            return view! { <p class="note">"Ingen anteckning som du kan se."</p> }.into_any();
        }
        let rows = all.into_iter().rev().map(|note| view! { <Row notes note /> }).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card" id="anteckningar" tabindex="-1" aria-labelledby="anteckningar-rubrik">
            <div class="stack" data-gap="tight">
                <h2 id="anteckningar-rubrik">"Anteckningar om kompetensbrister"</h2>
                <p class="note">
                    "En brist som märks skrivs ner tidigt, och den huvudansvariga handledaren får veta det (Riktlinje Västmanland 10, ska). Anteckningen ses av den som skrev den, ST-läkaren, den huvudansvariga handledaren och studierektorn."
                </p>
            </div>
            <Loaded of=notes.of let:all>
                {rows(all.notes)}
            </Loaded>
            {move || {
                if !may_write.get() {
                    ().into_any()
                } else if writing.get() {
                    view! { <Write notes writing /> }.into_any()
                } else {
                    view! {
                        <div class="actions">
                            <button class="btn" type="button" on:click=move |_| writing.set(true)>
                                "Skriv en anteckning"
                            </button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// A note, whether it has been received, and what it can lead to.
#[component]
fn Row(notes: Notes, note: ConcernNote) -> impl IntoView {
    let going = Going::new();
    let shelf = notes.shelf;
    let (id, version) = (note.id, note.version);
    let is_principal = untrack(|| shelf.is(TrainingPart::PrincipalSupervisor));
    let writes_plan = untrack(|| shelf.may(SupportStep::Write));
    let step = move |rest: &'static str, done: &'static str, plans: bool| {
        let path = notes.path(&format!("/{id}/{rest}"));
        going.take(
            async move { api::send_empty(Method::POST, &path, Some(version)).await },
            done,
            move |saved| {
                notes.take(saved);
                if plans {
                    shelf.reload();
                }
            },
        );
    };
    let (chip, state) = match &note.received {
        Some(by) => (format!("{} tog del {}", by.by.name, say_day_of(by.at)), "done"),
        None => ("Väntar på den huvudansvariga handledaren".to_owned(), "open"),
    };
    let receive = (is_principal && note.received.is_none()).then(|| {
        let take = move |_| step("receipt", "Noterat att du har tagit del.", false);
        view! {
            <button class="btn" type="button" aria-disabled=move || going.busy() on:click=take>
                "Jag har tagit del"
            </button>
        }
    });
    let way = match note.plan {
        // The plan is read anew when the note has led to it.
        Some(plan) => Some(
            (move || {
                let href = format!("?{PLAN}={plan}");
                shelf.plan(plan).map(|_| view! { <a href=href>"Till åtgärdsplanen"</a> })
            })
            .into_any(),
        ),
        None => writes_plan.then(|| {
            let begin = move |_| step("support-plan", "Utkastet är påbörjat.", true);
            view! {
                <button
                    class="link-btn"
                    type="button"
                    aria-disabled=move || going.busy()
                    on:click=begin
                >
                    "Påbörja åtgärdsplan"
                </button>
            }
            .into_any()
        }),
    };
    view! {
        <li>
            <span class="row-what">{format!("{}, {}", say_long(note.on), note.by.by.name)}</span>
            <span class="row-where">
                <span class="chip" data-state=state>
                    {chip}
                </span>
            </span>
            <div class="row-why">
                <p class="said">{note.text.to_string()}</p>
                {going.refused()}
                <div class="actions">{receive} {way}</div>
            </div>
        </li>
    }
}

/// A note that isn't saved: its day and text as written.
type Unsaved = (String, String);

/// Writes a note. What isn't saved is kept in the browser.
#[component]
fn Write(notes: Notes, writing: RwSignal<bool>) -> impl IntoView {
    let (going, mistakes) = (Going::new(), Mistakes::none(&[("on", DAY), ("text", TEXT)]));
    let (me, key) = untrack(|| notes.unsaved());
    let left = drafts::kept(me, &key);
    let (on, text) = left.unwrap_or_else(|| (today().to_string(), String::new()));
    let (on, text) = (RwSignal::new(on), RwSignal::new(text));
    let kept = Memo::new(move |_| {
        let written: Unsaved = (on.get(), text.get());
        written.1.trim().is_empty() || drafts::keep(me, &key, &written)
    });
    let close = move || {
        writing.set(false);
        notes.forget_unsaved();
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let Ok(on) = on.get_untracked().parse() else {
            return mistakes.show(vec![(DAY, "Välj dagen när det märktes.".to_owned())]);
        };
        let body = match FreeText::try_from(text.get_untracked()) {
            Ok(text) => WriteConcern { on, text },
            Err(why) => return mistakes.show(vec![(TEXT, why.to_string())]),
        };
        match body.check(today()) {
            Ok(()) => {}
            Err(InvalidConcern::Future) => {
                return mistakes.show(vec![(DAY, InvalidConcern::Future.to_string())]);
            }
            Err(InvalidConcern::Text(_)) => {
                return mistakes.show(vec![(TEXT, "Skriv vad som har märkts.".to_owned())]);
            }
        }
        let path = notes.path("");
        let sent = async move { api::send(Method::POST, &path, None, &body).await };
        going.take_in(mistakes, sent, "Anteckningen är sparad.", move |saved| {
            notes.take(saved);
            close();
        });
    };
    view! {
        <form class="form" novalidate aria-label="Ny anteckning" on:submit=send>
            <Summary mistakes />
            <Field label="Dag när det märktes" id=DAY error=mistakes.at(DAY)>
                <Input value=on kind="date" />
            </Field>
            <Field
                label="Vad som har märkts"
                id=TEXT
                hint="Så konkret som möjligt. ST-läkaren kan läsa det. Ingen patientidentitet."
                error=mistakes.at(TEXT)
            >
                <TextArea value=text rows=4 />
            </Field>
            <p class="note">
                {move || {
                    if kept.get() {
                        "Texten finns kvar i den här webbläsaren tills du sparar, avbryter eller loggar ut."
                    } else {
                        "Webbläsaren kan inte behålla texten. Spara innan du lämnar sidan."
                    }
                }}
            </p>
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || going.busy()>
                    "Spara anteckningen"
                </button>
                <button class="btn" type="button" on:click=move |_| close()>
                    "Avbryt"
                </button>
            </div>
        </form>
    }
}
