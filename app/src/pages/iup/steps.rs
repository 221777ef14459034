//! A version's way: begun, signed by both, approved or sent back.

use leptos::prelude::*;
use shared::{
    IupId,
    iup::{ChangeSize, Iup, IupPhase, ReadIup, ReopenedHow, SaveIupSize, Signatory},
    review::GiveReason,
    rights::Action,
};

use crate::{
    api::{self, Method},
    components::{AskedReason, Confirm, Going},
    outbox::use_outbox,
    pages::training::{Binder, Shelf, Step},
    session::use_session,
    time::{say_day_of, say_long},
};

/// Begins the next version.
#[component]
pub fn Begin(
    binder: Binder,
    may_write: Memo<bool>,
    /// Whether there is none yet.
    first: bool,
) -> impl IntoView {
    let step = Step::<Iup>::of(binder);
    let begin = move |_| step.add((), "Utkastet är påbörjat.", |_| {});
    let button = move || {
        may_write.get().then(|| {
            view! {
                <button
                    class=if first { "btn primary" } else { "btn" }
                    type="button"
                    aria-disabled=move || step.busy()
                    on:click=begin
                >
                    {if first { "Börja på programmet" } else { "Börja på nästa version" }}
                </button>
            }
        })
    };
    let about = first.then(|| {
        view! {
            <h2>"Här står programmet"</h2>
            <p>
                "Åtta delar och en plan för varje delmål. ST-läkaren och handledaren undertecknar, verksamhetschef eller studierektor godkänner. Det ska finnas inom ett halvår och ses över minst en gång om året (Riktlinje Västmanland 5.1, ska)."
            </p>
        }
    });
    view! {
        <section class=if first { "empty" } else { "stack" }>
            {about} {step.refused()} <div class="actions">{button}</div>
        </section>
    }
}

/// How the version stands, and what the person can do with it.
#[component]
pub fn Steps(
    binder: Binder,
    id: IupId,
    /// The revision on the screen.
    revision: RwSignal<i64>,
) -> impl IntoView {
    let session = use_session();
    let (going, shelf) = (Going::new(), Shelf::<Iup>::whole(binder));
    let outbox = use_outbox();
    let path = move |rest: &str| binder.path(&format!("/iups/{id}/{rest}"));
    let because = move |rest: &'static str, done: &'static str| {
        Callback::new(move |reason| {
            let Some(reason) = reason else { return };
            let path = path(rest);
            going.take(
                async move { api::send(Method::POST, &path, None, &GiveReason { reason }).await },
                done,
                move |saved| shelf.take(saved),
            );
        })
    };
    let (withdrawing, returning, discarding) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let body = move || {
        let portfolio = binder.get()?;
        let iup = portfolio.iups.iter().find(|one| one.id == id)?.clone();
        let own = binder.is_own(&portfolio.training);
        let signatory = if own {
            Some(Signatory::Trainee)
        } else {
            binder.is_principal(&portfolio.training).then_some(Signatory::Supervisor)
        };
        let on = binder.on(&portfolio.training);
        let may_write = session.may(Action::TrainingWrite, &on);
        let may_approve = session.may(Action::TrainingApprove, &on);
        let editable = iup.phase.editable().is_ok();
        let signing = matches!(iup.phase, IupPhase::Draft { .. } | IupPhase::Signing { .. });
        let signed = signatory.is_some_and(|who| iup.phase.signature(who).is_some());
        let seen = iup.revision;
        let send_read = move |rest: &'static str, done: &'static str| {
            let path = path(rest);
            going.take(
                async move {
                    outbox.settle().await;
                    // The page may have been left meanwhile.
                    let read = revision.try_get_untracked().map_or(seen, |shown| shown.max(seen));
                    api::send(Method::POST, &path, None, &ReadIup { read }).await
                },
                done,
                move |saved| shelf.take(saved),
            );
        };
        let sign = (signatory.is_some() && signing && !signed).then(|| {
            view! {
                <button
                    class="btn primary"
                    type="button"
                    aria-disabled=move || going.busy()
                    on:click=move |_| send_read("signature", "Du har undertecknat programmet.")
                >
                    "Underteckna"
                </button>
            }
        });
        let waits = matches!(iup.phase, IupPhase::Signed { .. });
        let approve = (waits && may_approve).then(|| {
            view! {
                <button
                    class="btn primary"
                    type="button"
                    aria-disabled=move || going.busy()
                    on:click=move |_| send_read("approval", "Programmet är godkänt och gäller.")
                >
                    "Godkänn"
                </button>
                <button class="btn" type="button" on:click=move |_| returning.set(true)>
                    "Återlämna"
                </button>
            }
        });
        let withdraw = (signed && iup.phase.open()).then(|| {
            view! {
                <button class="link-btn" type="button" on:click=move |_| withdrawing.set(true)>
                    "Ta tillbaka underskriften"
                </button>
            }
        });
        let discard = (editable && may_write && iup.number > 1).then(|| {
            view! {
                <button class="link-btn danger" type="button" on:click=move |_| discarding.set(true)>
                    "Avsluta utkastet"
                </button>
            }
        });
        let size = editable.then(|| size(&iup, own, may_write || may_approve)).flatten().map(
            |(larger, words)| {
                let path = path("size");
                view! {
                    <button
                        class="link-btn"
                        type="button"
                        on:click=move |_| {
                            let path = path.clone();
                            let sent = async move {
                                api::send(Method::POST, &path, None, &SaveIupSize { larger }).await
                            };
                            going.take(sent, "Ändrat.", move |saved| shelf.take(saved));
                        }
                    >
                        {words}
                    </button>
                }
            },
        );
        let said = standing(&iup);
        Some(view! {
            <section class="next-up iup-steps" aria-labelledby="lage">
                <h2 id="lage">{format!("Version {}: {}", iup.number, iup.phase.name().to_lowercase())}</h2>
                <p>{said}</p>
                <div class="actions">{sign} {approve} {withdraw} {size} {discard}</div>
            </section>
        })
    };
    view! {
        {body}
        {going.refused()}
        <Confirm
            open=withdrawing
            title="Ta tillbaka din underskrift?"
            action="Ta tillbaka"
            reason=AskedReason::new("Varför?", going)
            on_confirm=because("signature-withdrawal", "Underskriften är tillbakatagen.")
        >
            <p>"Programmet blir ett utkast igen, och ni undertecknar båda på nytt."</p>
        </Confirm>
        <Confirm
            open=returning
            title="Återlämna programmet?"
            action="Återlämna"
            reason=AskedReason::new("Vad behöver ändras?", going)
            on_confirm=because("return", "Programmet är återlämnat.")
        >
            <p>"Det blir ett utkast igen. ST-läkaren och handledaren ändrar och undertecknar på nytt."</p>
        </Confirm>
        <Confirm
            open=discarding
            title="Avsluta utkastet?"
            action="Avsluta"
            reason=AskedReason::new("Varför?", going)
            danger=true
            on_confirm=because("discard", "Utkastet är avslutat.")
        >
            <p>"Det kan läsas men inte ändras. Den version som gäller fortsätter att gälla."</p>
        </Confirm>
    }
}

/// The other size that the change can be given, and the words for it.
fn size(iup: &Iup, own: bool, responsible: bool) -> Option<(bool, &'static str)> {
    match (&iup.change, iup.based_on) {
        (ChangeSize::Smaller { .. }, _) => Some((true, "Ändringen är större: ska godkännas")),
        (ChangeSize::Larger, Some(_)) if !own && responsible => {
            Some((false, "Ändringen är mindre: gäller med två underskrifter"))
        }
        (ChangeSize::Larger, _) => None,
    }
}

/// Where a version is on its way, in a sentence.
fn standing(iup: &Iup) -> String {
    let size = match (&iup.change, iup.based_on) {
        (ChangeSize::Larger, None) => {
            "Det första programmet godkänns av verksamhetschef eller studierektor."
        }
        (ChangeSize::Larger, Some(_)) => {
            "Större ändring: godkänns av verksamhetschef eller studierektor."
        }
        (ChangeSize::Smaller { .. }, _) => "Mindre revidering: gäller när båda har undertecknat.",
    };
    match &iup.phase {
        IupPhase::Draft { reopened: None } => {
            format!("Skrivs av ST-läkaren och handledaren, som sedan undertecknar. {size}")
        }
        IupPhase::Draft { reopened: Some(reopened) } => {
            let how = match reopened.how {
                ReopenedHow::Withdrawn => "tog tillbaka sin underskrift",
                ReopenedHow::Returned => "återlämnade det",
            };
            format!(
                "{} {how} {}: {}",
                reopened.by.by.name,
                say_day_of(reopened.by.at),
                &*reopened.reason
            )
        }
        IupPhase::Signing { first } => format!(
            "{} undertecknade {}. Den andra parten undertecknar också. {size}",
            first.signature.by.name,
            say_day_of(first.signature.at)
        ),
        IupPhase::Signed { .. } => {
            "Båda har undertecknat. Verksamhetschef eller studierektor godkänner.".to_owned()
        }
        IupPhase::Approved { approval, on, .. } => format!(
            "Godkänt av {} ({}), gäller från {}.",
            approval.signature.by.name,
            approval.approver.name().to_lowercase(),
            say_long(*on)
        ),
        IupPhase::Revised { on, .. } => {
            format!("Reviderat med bådas underskrifter, gäller från {}.", say_long(*on))
        }
        IupPhase::Discarded { by, reason } => {
            format!("Avslutat av {} {}: {}", by.by.name, say_day_of(by.at), &**reason)
        }
    }
}
