//! One panel, as far as the person may see it, and what they can do now.

use leptos::{ev, prelude::*};
use shared::{
    review::GiveReason,
    specialist_panel::{GiveFeedback, HoldPanel, MIN_SPECIALISTS, PanelView},
};

use super::{
    Shelf,
    agree::{Agree, Agreed},
    compared::Compared,
    form::{Filled, Form, Whose},
    history::History,
};
use crate::{
    api::Method,
    components::{AskedReason, Confirm, Field, Going, Input, Mistakes, Refused, Summary},
    time::{say_long, today},
};

fn names(people: &[shared::person::PersonName]) -> String {
    people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The panel that is open.
#[component]
pub fn PanelCard(shelf: Shelf, panel: PanelView) -> impl IntoView {
    let me = shelf.binder.me();
    let trainee = panel.trainee.id == me;
    let (leads, principal) = (panel.led_by.id == me, panel.principal.id == me);
    let judges = panel.specialists.iter().any(|one| one.id == me);
    let open = panel.held_on.is_none() && panel.cancelled.is_none();
    let rating = panel.awaits_self_rating;
    let when = match panel.held_on {
        Some(on) => format!("{} · {}", panel.phase, say_long(on)),
        None => format!("{} · planerat {}", panel.phase, say_long(panel.planned_on)),
    };
    let cancelled =
        panel.cancelled.as_ref().map(|why| view! { <p>{format!("Inställt: {}", &**why)}</p> });
    let facts = view! {
        <dl class="facts" data-list>
            <div>
                <dt>"ST-läkare"</dt>
                <dd>{panel.trainee.name.clone()}</dd>
            </div>
            <div>
                <dt>"Leds av"</dt>
                <dd>{panel.led_by.name.clone()}</dd>
            </div>
            <div>
                <dt>"Bedömer"</dt>
                <dd>{names(&panel.specialists)}</dd>
            </div>
            <div>
                <dt>"Återkopplar"</dt>
                <dd>{panel.principal.name.clone()}</dd>
            </div>
        </dl>
    };
    let waiting = (open && !rating && !panel.waiting_for.is_empty()).then(|| {
        view! { <p class="note">{format!("Väntar på bedömning från {}.", names(&panel.waiting_for))}</p> }
    });
    let own_rating = (trainee && open).then(|| {
        let form = panel.self_rating.clone().unwrap_or_default();
        let body = if rating {
            view! { <Form shelf panel=panel.clone() form whose=Whose::SelfRating /> }.into_any()
        } else {
            view! {
                <p class="note">"Du har lämnat den. Återkopplingen får du av din handledare."</p>
                <Filled form />
            }
            .into_any()
        };
        view! {
            <section class="card" aria-labelledby="sjalvskattning">
                <h2 id="sjalvskattning">"Din självskattning"</h2>
                {body}
            </section>
        }
    });
    let own = (judges && open && !rating).then(|| view! { <Own shelf panel=panel.clone() /> });
    let early = (judges && open && rating).then(|| {
        view! { <p class="note">"Du bedömer när ST-läkaren har lämnat sin självskattning."</p> }
    });
    let result = view! { <Result shelf panel=panel.clone() writes=leads || principal /> };
    let steps = view! { <Steps shelf panel=panel.clone() leads principal rating /> };
    view! {
        <section class="card" aria-labelledby="kollegiet">
            <div class="card-head">
                <h2 id="kollegiet">"Kollegiet"</h2>
                <p class="note">{when}</p>
            </div>
            {cancelled}
            {facts}
            {waiting}
            {early}
            {steps}
        </section>
        {own_rating}
        {own}
        {result}
        <History shelf panel />
    }
}

/// One's own form as a specialist: to fill in, or as it was handed in.
#[component]
fn Own(shelf: Shelf, panel: PanelView) -> impl IntoView {
    let going = Going::new();
    let own = panel.own.clone();
    let handed_in = own.as_ref().is_some_and(|own| own.handed_in.is_some());
    let form = own.map(|own| own.form).unwrap_or_default();
    let body = if handed_in {
        let version = form.version;
        let revealed = panel.judgements.is_some();
        let back = (!revealed).then(|| {
            let back = move |_| {
                let panel = panel.clone();
                going.take(
                    async move {
                        let step = (Method::POST, "judgement/taking-back");
                        shelf.send(step, &panel, version, ()).await
                    },
                    "Bedömningen är tagen tillbaka.",
                    move |saved| shelf.take(saved),
                );
            };
            view! {
                <div class="actions">
                    <button class="link-btn" type="button" on:click=back>
                        "Ta tillbaka den"
                    </button>
                </div>
            }
        });
        view! {
            <p class="note">"Du har lämnat den. Ingen annan ser den innan alla är inne."</p>
            <Filled form />
            {going.refused()}
            {back}
        }
        .into_any()
    } else {
        view! { <Form shelf panel form whose=Whose::Judgement /> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="egen-bedomning">
            <h2 id="egen-bedomning">"Din bedömning"</h2>
            {body}
        </section>
    }
}

/// Votes, single forms and what is agreed, as far as the person sees them.
#[component]
fn Result(
    shelf: Shelf,
    panel: PanelView,
    /// Whether the person writes what is agreed.
    writes: bool,
) -> impl IntoView {
    if panel.votes.is_none() && panel.conclusions.is_none() {
        return None;
    }
    let votes = panel.votes.clone().map(|votes| view! { <Compared votes /> });
    let forms = panel.judgements.clone().map(|all| {
        let each = all
            .into_iter()
            .map(|one| {
                view! {
                    <details class="as-table">
                        <summary>{format!("Bedömning av {}", one.by.name)}</summary>
                        <Filled form=one.form />
                    </details>
                }
            })
            .collect_view();
        view! { <div>{each}</div> }
    });
    let agreed = panel.conclusions.clone().map(|agreed| {
        if writes && panel.feedback.is_none() {
            view! { <Agree shelf panel=panel.clone() agreed /> }.into_any()
        } else {
            view! { <Agreed agreed /> }.into_any()
        }
    });
    let fed_back = panel
        .feedback
        .as_ref()
        .map(|feedback| format!("{} återkopplade {}.", feedback.by.by.name, say_long(feedback.on)));
    Some(view! {
        <section class="card" aria-labelledby="utfall">
            <h2 id="utfall">"Utfallet"</h2>
            {votes}
            {forms}
            {agreed}
            {fed_back.map(|said| view! { <p class="note">{said}</p> })}
        </section>
    })
}

/// Hold it, give the feedback, call it off.
#[component]
fn Steps(
    shelf: Shelf,
    panel: PanelView,
    leads: bool,
    principal: bool,
    /// Whether the self-rating is awaited.
    rating: bool,
) -> impl IntoView {
    let going = Going::new();
    let open = panel.held_on.is_none() && panel.cancelled.is_none();
    let handed_in = panel.specialists.len() - panel.waiting_for.len();
    let hold = (leads && open && !rating && handed_in >= MIN_SPECIALISTS).then(|| {
        let panel = panel.clone();
        let send = Callback::new(move |(on, mistakes): (chrono::NaiveDate, Mistakes)| {
            let panel = panel.clone();
            going.take_in(
                mistakes,
                async move {
                    let step = (Method::POST, "held");
                    shelf.send(step, &panel, panel.version, HoldPanel { on }).await
                },
                "Kollegiet är hållet. Skriv vad ni är överens om.",
                move |saved| shelf.take(saved),
            );
        });
        view! { <OnDay label="Hölls" action="Kollegiet är hållet" send /> }
    });
    let whole = panel.conclusions.as_ref().is_some_and(|agreed| agreed.whole());
    let feed_back = (principal && panel.feedback.is_none() && whole).then(|| {
        let panel = panel.clone();
        let send = Callback::new(move |(on, mistakes): (chrono::NaiveDate, Mistakes)| {
            let panel = panel.clone();
            going.take_in(
                mistakes,
                async move {
                    let step = (Method::POST, "feedback");
                    shelf.send(step, &panel, panel.version, GiveFeedback { on }).await
                },
                "Återkopplingen är given. ST-läkaren kan läsa slutsatserna.",
                move |saved| shelf.take(saved),
            );
        });
        view! { <OnDay label="Vi talades vid" action="Jag har återkopplat" send /> }
    });
    let cancelling = RwSignal::new(false);
    let cancel = (leads && open).then(|| {
        let cancel = Callback::new(move |reason| {
            let Some(reason) = reason else { return };
            let panel = panel.clone();
            going.take(
                async move {
                    let step = (Method::POST, "cancellation");
                    shelf.send(step, &panel, panel.version, GiveReason { reason }).await
                },
                "Kollegiet är inställt.",
                move |saved| shelf.take(saved),
            );
        });
        view! {
            <div class="actions">
                <button class="link-btn danger" type="button" on:click=move |_| cancelling.set(true)>
                    "Ställ in kollegiet"
                </button>
            </div>
            <Confirm
                open=cancelling
                title="Ställa in kollegiet?"
                action="Ställ in"
                reason=AskedReason::new("Varför?", going)
                danger=true
                on_confirm=cancel
            >
                <p>"Det som är skrivet stannar hos den som skrev det."</p>
            </Confirm>
        }
    });
    view! {
        {going.refused()}
        {hold}
        {feed_back}
        {cancel}
    }
}

/// A step with the day it happened.
#[component]
fn OnDay(
    label: &'static str,
    action: &'static str,
    send: Callback<(chrono::NaiveDate, Mistakes)>,
) -> impl IntoView {
    let mistakes = Mistakes::none(&[("on", "steg-dag")]);
    let day = RwSignal::new(today().to_string());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        match day.get_untracked().parse() {
            Ok(on) => send.run((on, mistakes)),
            Err(_) => mistakes.show(vec![("steg-dag", "Välj dagen.".to_owned())]),
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Summary mistakes />
            <Field label id="steg-dag" error=mistakes.at("steg-dag")>
                <Input value=day kind="date" />
            </Field>
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary">{action}</button>
            </div>
        </form>
    }
}
