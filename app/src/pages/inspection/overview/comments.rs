//! The clinic's comments on the facts of a preliminary report.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    checklist::AreaCode,
    inspection::{AddFactualComment, FactualComment, InspectionPhase},
    text::Reason,
};

use super::Case;
use crate::{
    api::{self, Method},
    components::{Confirm, Field, Select, TextArea, Toasts},
    time::{say_moment, say_short, today},
};

/// The comments, and the form where the clinic writes one.
#[component]
pub fn Comments(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let comments = Memo::new(move |_| case.live.with(|inspection| inspection.comments.clone()));
    let open = Memo::new(move |_| {
        case.commenter.get()
            && case.live.with(|inspection| inspection.phase.commentable(today()).is_ok())
    });
    let note = move || {
        case.live.with(|inspection| match &inspection.phase {
            InspectionPhase::Preliminary { commented: Some(done), .. } => {
                format!("Kliniken meddelade {} att den är klar", say_moment(done.at))
            }
            InspectionPhase::Preliminary { comment_by, .. } => {
                format!("till och med {}", say_short(*comment_by))
            }
            _ => String::new(),
        })
    };
    let checklist = case.checklist();
    let name = move |area: Option<AreaCode>| match area {
        None => "Hela rapporten".to_owned(),
        Some(area) => checklist.area(area).map_or_else(|| area.to_string(), |area| area.title()),
    };
    let rows = move || {
        comments.with(|comments| {
            if comments.is_empty() {
                return view! { <p class="note">"Inga synpunkter har lämnats."</p> }.into_any();
            }
            let rows =
                comments.iter().map(|comment| remark(comment, name(comment.area))).collect_view();
            view! { <div>{rows}</div> }.into_any()
        })
    };
    let worth = move || open.get() || !comments.with(Vec::is_empty) || !is_final(case);
    move || {
        let rows = rows.clone();
        worth().then(|| {
            view! {
                <section class="card" aria-labelledby="synpunkter">
                    <div class="card-head">
                        <h2 id="synpunkter">"Klinikens synpunkter om sakfel"</h2>
                        <p class="note">{note}</p>
                    </div>
                    {rows}
                    {move || open.get().then(|| view! { <Write case /> })}
                </section>
            }
        })
    }
}

fn is_final(case: Case) -> bool {
    case.live.with(|inspection| matches!(inspection.phase, InspectionPhase::Final { .. }))
}

fn remark(comment: &FactualComment, area: String) -> impl IntoView + use<> {
    view! {
        <article class="remark">
            <header>
                <h3>{area}</h3>
            </header>
            <p class="said">{comment.body.to_string()}</p>
            <p class="note">
                {format!("{}, {}", comment.written.by, say_moment(comment.written.at))}
            </p>
        </article>
    }
}

#[component]
fn Write(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let (area, body) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let done = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let mut options = vec![(String::new(), "Hela rapporten".to_owned())];
    options.extend(case.checklist().areas.iter().map(|a| (a.code.to_string(), a.title())));
    let options = Signal::stored(options);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let text = body.get_untracked();
        if text.trim().is_empty() {
            error.set(Some("Skriv vad som är fel och hur det är i stället.".to_owned()));
            return;
        }
        let written = match Reason::try_from(text) {
            Ok(written) => written,
            Err(wrong) => return error.set(Some(wrong.to_string())),
        };
        let add = AddFactualComment { area: area.get_untracked().parse().ok(), body: written };
        let Some((id, _)) = case.live.key() else { return };
        sending.set(true);
        error.set(None);
        spawn_local(async move {
            let path = format!("/inspections/{id}/comments");
            let answer = api::send::<_, FactualComment>(Method::POST, &path, None, &add).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    body.set(String::new());
                    toasts.show("Synpunkten är skickad.");
                    case.live.ask();
                }
                Err(failed) => {
                    error.set(Some(failed.field("body").unwrap_or_else(|| failed.sentence())));
                }
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=send>
            <Field label="Vad gäller synpunkten?">
                <Select value=area options />
            </Field>
            <Field
                label="Synpunkt om sakfel"
                hint="Vad står fel, och hur är det i stället? Inspektörerna läser den innan rapporten blir slutlig."
                error
            >
                <TextArea value=body />
            </Field>
            <div class="actions">
                <button class="btn" aria-disabled=move || sending.get().then_some("true")>
                    "Skicka synpunkten"
                </button>
                <button class="btn quiet" type="button" on:click=move |_| done.set(true)>
                    "Vi är klara med synpunkter"
                </button>
            </div>
        </form>
        <Confirm
            open=done
            title="Är kliniken klar med sina synpunkter?"
            action="Ja, vi är klara"
            on_confirm=Callback::new(move |_| {
                case.step("comments-done", None, "Inspektörerna ser nu att ni är klara.");
            })
        >
            <p>
                "Inspektörerna kan då göra rapporten slutlig. Fler synpunkter kan inte lämnas efter det."
            </p>
        </Confirm>
    }
}
