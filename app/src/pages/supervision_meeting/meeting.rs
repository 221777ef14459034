//! One meeting: what both want to take up, what was said and agreed, and who has confirmed.

use leptos::{ev, prelude::*};
use shared::{
    SupervisionMeetingId,
    review::GiveReason,
    supervision_meeting::{
        HeldMeeting, MeetingMinutes, MeetingParty, MeetingPhase, SaveMeetingNotes, SavePreparation,
        SupervisionMeeting,
    },
    text::FreeText,
};

use super::{day_of, plan::Plan};
use crate::{
    api::Method,
    components::{AskedReason, Confirm, Field, Input, TextArea},
    pages::{
        own_records::not_ours,
        training::{Binder, Step},
    },
    time::{say_day_of, say_long, today},
};

/// Texts of a meeting that are being written. They outlive the card, which is made anew by each answer: what was written while one was
/// on its way stays. Copied freely.
#[derive(Clone, Copy)]
struct Texts<const N: usize> {
    written: [RwSignal<String>; N],
    /// Of which meeting, and the texts as they were shown and each time sent.
    known: StoredValue<Option<(SupervisionMeetingId, Vec<[String; N]>)>>,
}

impl<const N: usize> Texts<N> {
    fn new() -> Self {
        let written = [(); N].map(|()| RwSignal::new(String::new()));
        Self { written, known: StoredValue::new(None) }
    }

    /// Shows a meeting's; where they are as they were known, what is written since stays.
    fn show(self, meeting: SupervisionMeetingId, now: [String; N]) {
        let is_known = self.known.with_value(|known| {
            known.as_ref().is_some_and(|(of, all)| *of == meeting && all.contains(&now))
        });
        if !is_known {
            for (written, now) in self.written.iter().zip(&now) {
                written.set(now.clone());
            }
            self.known.set_value(Some((meeting, vec![now])));
        }
    }

    /// What is written, to be sent: when it comes back it is no news.
    fn to_send(self) -> [String; N] {
        let written = self.written.map(|text| text.get_untracked());
        self.known.update_value(|known| {
            if let Some((_, all)) = known {
                all.push(written.clone());
            }
        });
        written
    }
}

/// What is being written of the open meeting. Copied freely.
#[derive(Clone, Copy)]
pub struct Written {
    /// What the person wants to take up.
    preparation: Texts<1>,
    /// What was said, and what was agreed.
    notes: Texts<2>,
}

impl Written {
    /// Nothing so far.
    pub fn new() -> Self {
        Self { preparation: Texts::new(), notes: Texts::new() }
    }
}

/// The meeting that is open.
#[component]
pub fn MeetingCard(binder: Binder, meeting: SupervisionMeeting, written: Written) -> impl IntoView {
    let portfolio = binder.get_untracked();
    let origin = portfolio.as_ref().and_then(|portfolio| portfolio.origin(meeting.id));
    let party = meeting.party(binder.me()).filter(|_| origin.is_none());
    let planned = meeting.phase == MeetingPhase::Planned;
    let writable = meeting.phase.writable().is_ok();
    let heading = format!("Samtal {}", say_long(day_of(&meeting)));
    let prepared = MeetingParty::ALL
        .map(|side| {
            let text = meeting.prepared.of(side).text.clone();
            if planned && party == Some(side) {
                let text = written.preparation;
                view! { <Prepare binder meeting=meeting.clone() side text /> }.into_any()
            } else {
                let text = if text.is_blank() {
                    "Inget skrivet än.".to_owned()
                } else {
                    text.to_string()
                };
                view! {
                    <div class="stack" data-gap="tight">
                        <h3 class="section-label">{format!("{} vill ta upp", side.name())}</h3>
                        <p class="said">{text}</p>
                    </div>
                }
                .into_any()
            }
        })
        .collect_view();
    let notes = if party.is_some() && writable {
        view! { <Notes binder meeting=meeting.clone() texts=written.notes /> }.into_any()
    } else {
        view! { <Noted meeting=meeting.clone() /> }.into_any()
    };
    let steps = party.map(|party| view! { <Steps binder meeting=meeting.clone() party /> });
    view! {
        <section class="card" aria-labelledby="samtal">
            <div class="card-head">
                <h2 id="samtal">{heading}</h2>
                <p class="note">{format!("{} · med {}", meeting.phase.name(), meeting.supervisor.name)}</p>
            </div>
            <div class="halves">{prepared}</div>
            {notes}
            {not_ours(origin)}
            {steps}
        </section>
    }
}

/// One's own preparation.
#[component]
fn Prepare(
    binder: Binder,
    meeting: SupervisionMeeting,
    side: MeetingParty,
    text: Texts<1>,
) -> impl IntoView {
    let step = Step::<SupervisionMeeting>::of(binder);
    let own = meeting.prepared.of(side);
    let at = (meeting.id, own.version);
    text.show(meeting.id, [own.text.to_string()]);
    let [written] = text.written;
    let wrong = RwSignal::new(None::<String>);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let [text] = text.to_send();
        match FreeText::try_from(text) {
            Ok(text) => {
                wrong.set(None);
                let body = SavePreparation { text };
                step.take((Method::PUT, "/preparation"), at, body, "Förberedelsen är sparad.");
            }
            Err(why) => wrong.set(Some(why.to_string())),
        }
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <Field label="Du vill ta upp" id="forberedelse" error=wrong>
                <TextArea value=written />
            </Field>
            {step.refused()}
            <div class="actions">
                <button class="btn" aria-disabled=move || step.busy()>
                    "Spara förberedelsen"
                </button>
            </div>
        </form>
    }
}

/// When it was held, for how long, what was said and what was agreed: written by either.
#[component]
fn Notes(binder: Binder, meeting: SupervisionMeeting, texts: Texts<2>) -> impl IntoView {
    let step = Step::<SupervisionMeeting>::of(binder);
    let (id, version) = (meeting.id, meeting.version);
    let held = meeting.phase.held().copied();
    let now = &meeting.notes;
    texts.show(meeting.id, [now.topics.to_string(), now.agreements.to_string()]);
    let [topics, agreements] = texts.written;
    let on = RwSignal::new(
        held.map_or_else(|| meeting.planned_on.min(today()), |held| held.on).to_string(),
    );
    let minutes = RwSignal::new(held.map_or(60, |held| u16::from(held.minutes)).to_string());
    let wrong_day = RwSignal::new(None::<String>);
    let wrong_minutes = RwSignal::new(None::<String>);
    let wrong_text = RwSignal::new(None::<String>);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let read = || -> Result<_, shared::text::InvalidText> {
            let [topics, agreements] = texts.to_send();
            Ok(SaveMeetingNotes {
                topics: FreeText::try_from(topics)?,
                agreements: FreeText::try_from(agreements)?,
            })
        };
        match read() {
            Ok(notes) => {
                wrong_text.set(None);
                step.take(
                    (Method::PUT, "/notes"),
                    (id, version),
                    notes,
                    "Anteckningarna är sparade.",
                );
            }
            Err(why) => wrong_text.set(Some(why.to_string())),
        }
    };
    let hold = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let day = on.get_untracked().parse();
        wrong_day.set(day.is_err().then(|| "Välj dagen då ni möttes.".to_owned()));
        let length = match minutes.get_untracked().trim().parse::<u16>() {
            Ok(minutes) => MeetingMinutes::try_from(minutes).map_err(|why| why.to_string()),
            Err(_) => Err("Skriv hur många minuter, till exempel 60.".to_owned()),
        };
        wrong_minutes.set(length.as_ref().err().cloned());
        if let (Ok(on), Ok(minutes)) = (day, length) {
            let body = HeldMeeting { on, minutes };
            step.take((Method::POST, "/held"), (id, version), body, "Samtalet är hållet.");
        }
    };
    let coming = held.is_none() && meeting.planned_on > today();
    view! {
        {(!coming)
            .then(|| {
                view! {
        <form class="stack" novalidate on:submit=hold>
            <div class="form-row">
                <Field label="Ni möttes" id="mottes" error=wrong_day>
                    <Input value=on kind="date" />
                </Field>
                <Field label="Minuter" id="minuter" error=wrong_minutes>
                    <Input value=minutes kind="number" />
                </Field>
            </div>
            <div class="actions">
                <button
                    class=if held.is_none() { "btn primary" } else { "btn" }
                    aria-disabled=move || step.busy()
                >
                    {if held.is_some() { "Ändra dag och tid" } else { "Samtalet är hållet" }}
                </button>
            </div>
        </form>
                }
            })}
        <form class="stack" novalidate on:submit=save>
            <Field label="Det här talade ni om" id="amnen" error=wrong_text>
                <TextArea value=topics />
            </Field>
            <Field label="Det här kom ni överens om" id="overenskommet" hint="En sak på varje rad">
                <TextArea value=agreements />
            </Field>
            {step.refused()}
            <div class="actions">
                <button class="btn" aria-disabled=move || step.busy()>
                    "Spara anteckningarna"
                </button>
            </div>
        </form>
    }
}

/// What was said and agreed, as text.
#[component]
fn Noted(meeting: SupervisionMeeting) -> impl IntoView {
    let held = meeting
        .phase
        .held()
        .map(|held| format!("Hållet {}, {} minuter.", say_long(held.on), u16::from(held.minutes)));
    let cancelled = match &meeting.phase {
        MeetingPhase::Cancelled { reason } => Some(format!("Inställt: {}", &**reason)),
        _ => None,
    };
    let text = |text: &FreeText| {
        if text.is_blank() { "Inget skrivet.".to_owned() } else { text.to_string() }
    };
    view! {
        {held.or(cancelled).map(|said| view! { <p>{said}</p> })}
        <h3 class="section-label">"Det här talade ni om"</h3>
        <p class="said">{text(&meeting.notes.topics)}</p>
        <h3 class="section-label">"Det här kom ni överens om"</h3>
        <p class="said">{text(&meeting.notes.agreements)}</p>
    }
}

/// What a party can do with the meeting as it stands.
#[component]
fn Steps(binder: Binder, meeting: SupervisionMeeting, party: MeetingParty) -> impl IntoView {
    let step = Step::<SupervisionMeeting>::of(binder);
    let (id, version) = (meeting.id, meeting.version);
    let said = match &meeting.phase {
        MeetingPhase::ConfirmedByOne { signature, .. } => {
            Some(format!("{} bekräftade {}.", signature.by.name, say_day_of(signature.at)))
        }
        MeetingPhase::Confirmed { by_trainee, by_supervisor, .. } => Some(format!(
            "{} bekräftade {} och {} {}.",
            by_trainee.by.name,
            say_day_of(by_trainee.at),
            by_supervisor.by.name,
            say_day_of(by_supervisor.at)
        )),
        _ => None,
    };
    let may_confirm = match &meeting.phase {
        MeetingPhase::Held { .. } => true,
        MeetingPhase::ConfirmedByOne { party: first, .. } => *first != party,
        _ => false,
    };
    let noted = !meeting.notes.topics.is_blank() || !meeting.notes.agreements.is_blank();
    let confirm = may_confirm.then(|| {
        view! {
            <button
                class="btn primary"
                type="button"
                aria-disabled=move || step.busy()
                on:click=move |_| {
                    step.take((Method::POST, "/confirmation"), (id, version), (), "Du har bekräftat samtalet.");
                }
            >
                "Bekräfta samtalet"
            </button>
        }
    });
    let hint = (may_confirm && !noted).then(|| {
        view! { <p class="note">"Spara först vad ni talade om eller kom överens om."</p> }
    });
    let locked = matches!(
        meeting.phase,
        MeetingPhase::ConfirmedByOne { .. } | MeetingPhase::Confirmed { .. }
    );
    let reopening = RwSignal::new(false);
    let reopen = locked.then(|| {
        let on_confirm = Callback::new(move |reason| {
            if let Some(reason) = reason {
                step.take(
                    (Method::POST, "/reopening"),
                    (id, version),
                    GiveReason { reason },
                    "Samtalet är öppet igen.",
                );
            }
        });
        view! {
            <button class="link-btn" type="button" on:click=move |_| reopening.set(true)>
                "Öppna igen"
            </button>
            <Confirm
                open=reopening
                title="Öppna samtalet igen?"
                action="Öppna igen"
                reason=AskedReason::new("Varför?", step)
                on_confirm
            >
                <p>"Bekräftelserna tas bort, och ni bekräftar båda på nytt."</p>
            </Confirm>
        }
    });
    let cancelling = RwSignal::new(false);
    let planned = (meeting.phase == MeetingPhase::Planned).then(|| {
        let on_confirm = Callback::new(move |reason| {
            if let Some(reason) = reason {
                step.take((Method::POST, "/cancellation"), (id, version), GiveReason { reason }, "Samtalet är inställt.");
            }
        });
        view! {
            <details class="as-table">
                <summary>"Flytta eller ställ in"</summary>
                <div class="stack">
                    <Plan binder was=Some(meeting.clone()) />
                    <div>
                        <button class="link-btn danger" type="button" on:click=move |_| cancelling.set(true)>
                            "Ställ in samtalet"
                        </button>
                    </div>
                </div>
            </details>
            <Confirm
                open=cancelling
                title="Ställa in samtalet?"
                action="Ställ in"
                reason=AskedReason::new("Varför?", step)
                danger=true
                on_confirm
            >
                <p>"Det står kvar i listan som inställt. Planera ett nytt i stället."</p>
            </Confirm>
        }
    });
    view! {
        {said.map(|said| view! { <p class="note">{said}</p> })}
        {hint}
        {step.refused()}
        <div class="actions">{confirm} {reopen}</div>
        {planned}
    }
}
