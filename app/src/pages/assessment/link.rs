//! The form by a one-time link, for an assessor without account: the same fields, saved by a button, with what is typed kept in the
//! browser until then.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use shared::{
    AssessmentId, PersonId,
    assessment::{Assessment, SaveAssessment, missing},
    instrument::Instruments,
    problem::ProblemKind,
    saving::Saved,
};

use super::{fields::Fields, form_name, read::Facts, sheet::Sheet};
use crate::{
    api::{self, ApiError, Method},
    components::{Failed, Load, Loading, Page, Refusal, Width, load},
    drafts,
    time::today,
};

/// In whose name the browser keeps what is typed: nobody's, since who has a link has no account.
fn nobody() -> PersonId {
    PersonId::new(Default::default())
}

/// Where the browser keeps it; by the assessment, so that the link's secret stays out of the store.
fn key(id: AssessmentId) -> String {
    format!("assessment-links/{id}")
}

/// What the link leads to.
#[component]
pub fn LinkedPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let path = Memo::new(move |_| format!("/assessment-links/{}", api::encode(&token.get())));
    let assessment: Load<Assessment> = load(move || {
        let path = path.get();
        async move { api::get(&path).await }
    });
    let sent = RwSignal::new(None::<String>);
    let title = Signal::derive(move || {
        let name = assessment.get().map(|one| one.trainee.name);
        name.map_or_else(|| "Bedömning".to_owned(), |name| format!("Bedömning av {name}"))
    });
    view! {
        <Page title width=Width::Form>
            {move || match (sent.get(), assessment.get(), assessment.error()) {
                (Some(name), ..) => {
                    view! {
                        <div class="notice" data-kind="good" role="status">
                            <h2>"Tack, bedömningen är skickad"</h2>
                            <p>
                                {format!(
                                    "{name} kan läsa den nu. Tala gärna igenom den tillsammans. Du kan stänga sidan.",
                                )}
                            </p>
                        </div>
                    }
                        .into_any()
                }
                (None, Some(one), _) => {
                    view! { <Answer path=path.get_untracked() assessment=one sent /> }.into_any()
                }
                (None, None, Some(error)) if matches!(
                    error.kind(),
                    Some(ProblemKind::NotFound | ProblemKind::NotAllowed)
                ) => {
                    view! {
                        <div class="notice" data-kind="warn" role="alert">
                            <h2>"Länken går inte att använda"</h2>
                            <p>{error.sentence()}</p>
                        </div>
                    }
                        .into_any()
                }
                (None, None, Some(error)) => {
                    let retry = Callback::new(move |()| assessment.reload());
                    view! { <Failed error retry /> }.into_any()
                }
                (None, None, None) => view! { <Loading /> }.into_any(),
            }}
        </Page>
    }
}

/// Says what came of it when something is saved or sent.
async fn save(
    path: &str,
    version: RwSignal<i64>,
    written: &SaveAssessment,
    id: AssessmentId,
) -> Result<(), ApiError> {
    let at = Some(version.get_untracked());
    let saved: Saved<Assessment> = api::send(Method::PUT, path, at, written).await?;
    let _ = version.try_set(saved.record.version);
    drafts::forget(nobody(), &key(id));
    Ok(())
}

#[component]
fn Answer(
    /// Of the API.
    path: String,
    assessment: Assessment,
    /// Told the ST-läkare's name when it is sent.
    sent: RwSignal<Option<String>>,
) -> impl IntoView {
    let Some(form) = Instruments::built_in().find(&assessment.instrument) else {
        return view! { <p class="note">"Mallen finns inte längre."</p> }.into_any();
    };
    let id = assessment.id;
    let written = drafts::kept::<SaveAssessment>(nobody(), &key(id));
    let written = RwSignal::new(written.unwrap_or_else(|| assessment.written.clone()));
    let version = RwSignal::new(assessment.version);
    let state = RwSignal::new(("", "Det du skriver finns kvar i den här webbläsaren."));
    let write = Callback::new(move |all: SaveAssessment| {
        let kept = drafts::keep(nobody(), &key(id), &all);
        written.set(all);
        state.set(if kept {
            ("waiting", "Inte sparat än, men kvar i den här webbläsaren.")
        } else {
            ("unsaved", "Inte sparat än.")
        });
    });
    let sheet = Sheet::new(written, write);
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let path = StoredValue::new(path);
    let trainee = StoredValue::new(assessment.trainee.name.clone());
    let begin = move |sends: bool| {
        if busy.get_untracked() {
            return;
        }
        let all = written.get_untracked();
        if sends {
            let gaps = missing(&all, form, today());
            if !gaps.is_empty() {
                let gaps: Vec<_> = gaps.into_iter().map(|gap| gap.message).collect();
                return wrong.set(Some(gaps.join(" ")));
            }
        }
        wrong.set(None);
        busy.set(true);
        let path = path.get_value();
        spawn_local(async move {
            let mut answer = save(&path, version, &all, id).await;
            if answer.is_ok() && sends {
                let at = version.try_get_untracked();
                answer =
                    api::send_empty::<Saved<Assessment>>(Method::POST, &path, at).await.map(drop);
            }
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) if sends => sent.set(Some(trainee.get_value())),
                Ok(()) => state.set(("saved", "Sparat. Länken fungerar tills du har skickat.")),
                Err(error) if error.changed() => {
                    wrong.set(Some(
                        "Bedömningen har sparats i ett annat fönster. Kopiera det du skrev, ladda om sidan och skriv in det igen."
                            .to_owned(),
                    ));
                }
                Err(error) => wrong.set(Some(error.sentence())),
            }
        });
    };
    view! {
        <section class="card assessment" aria-labelledby="bedomning">
            <h2 id="bedomning">{form_name(&assessment)}</h2>
            <Facts assessment />
            <form class="form" novalidate on:submit=move |event| event.prevent_default()>
                <Fields sheet form />
                <Refusal why=wrong />
                <div class="actions">
                    <button
                        class="btn primary"
                        type="button"
                        aria-disabled=move || busy.get().then_some("true")
                        on:click=move |_| begin(true)
                    >
                        "Skicka bedömningen"
                    </button>
                    <button class="btn" type="button" on:click=move |_| begin(false)>
                        "Spara så länge"
                    </button>
                </div>
                <p class="save-state" data-state=move || state.get().0 role="status">
                    {move || state.get().1}
                </p>
                <p class="note">
                    "När den är skickad läses den av ST-läkaren, den huvudansvariga handledaren och studierektorn, och ändras inte mer."
                </p>
            </form>
        </section>
    }
    .into_any()
}
