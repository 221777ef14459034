//! Underlag to an answer: links and files.

use gloo_timers::callback::Timeout;
use leptos::{ev, html, prelude::*, task::spawn_local};
use shared::{
    EvidenceId,
    checklist::CriterionCode,
    review::{AddLink, Evidence, EvidenceSource, FileKind, MAX_FILE_BYTES},
    self_assessment::{Answer, SavedAnswer},
    text::Line,
};

use super::record::{AnswerField, Record};
use crate::{
    api::{self, ApiError, Method},
    components::{Field, Input, Toasts},
};

/// How long a removal can be undone, in milliseconds: as long as its message stands.
const UNDO: u32 = 10_000;

/// Sends a change of an answer's evidence. Evidence overwrites nothing, so a version that moved meanwhile is taken up
/// and it is tried once more.
async fn send<F>(
    record: Record,
    field: AnswerField,
    request: impl Fn(i64) -> F,
) -> Result<(), ApiError>
where
    F: Future<Output = Result<SavedAnswer, ApiError>>,
{
    let mut answer = request(field.save.base().version).await;
    if let Err(error) = &answer
        && let Some(current) = error.conflict::<Answer>()
    {
        field.hear(&current);
        answer = request(current.version).await;
    }
    let saved = answer?;
    field.hear(&saved.answer);
    record.say("Underlaget är sparat.");
    Ok(())
}

fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1_000))
    } else {
        format!("{},{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    }
}

/// The evidence, and ways to add more.
#[component]
pub(super) fn EvidenceList(
    /// The self-assessment.
    record: Record,
    /// The criterion.
    code: CriterionCode,
    /// Its answer.
    field: AnswerField,
    /// Whether it may be changed now.
    #[prop(into)]
    editable: Signal<bool>,
) -> impl IntoView {
    let base = format!("/self-assessments/{}/answers/{code}", record.id);
    let hidden = RwSignal::new(Vec::<EvidenceId>::new());
    let list = {
        let base = base.clone();
        move || {
            let shown: Vec<Evidence> = field.evidence.with(|evidence| {
                let hidden = hidden.get();
                evidence.iter().filter(|one| !hidden.contains(&one.id)).cloned().collect()
            });
            (!shown.is_empty()).then(|| {
                let rows = shown
                    .into_iter()
                    .map(|one| row(record, field, &base, one, hidden, editable))
                    .collect_view();
                view! {
                    <ul class="evidence" aria-label=format!("Underlag till {code}")>
                        {rows}
                    </ul>
                }
            })
        }
    };
    view! {
        {list}
        {move || {
            let base = base.clone();
            editable.get().then(|| view! { <AddEvidence record code field base /> })
        }}
    }
}

fn row(
    record: Record,
    field: AnswerField,
    base: &str,
    evidence: Evidence,
    hidden: RwSignal<Vec<EvidenceId>>,
    editable: Signal<bool>,
) -> impl IntoView + use<> {
    let id = evidence.id;
    let title = evidence.title.to_string();
    let path = format!("{base}/evidence/{id}");
    let (href, note) = match &evidence.source {
        EvidenceSource::Link { url } => {
            let host = url.split('/').nth(2).unwrap_or(url).to_owned();
            (url.clone(), host)
        }
        EvidenceSource::File { size: bytes, .. } => {
            (format!("/api{path}"), format!("{}, fil", size(*bytes)))
        }
    };
    let toasts = expect_context::<Toasts>();
    let spoken = title.clone();
    // Hidden at once and removed when it can no longer be undone: a file can't be had back otherwise.
    let remove = move |_| {
        hidden.update(|hidden| hidden.push(id));
        let path = path.clone();
        let show_again = move || {
            let _ = hidden.try_update(|hidden| hidden.retain(|one| *one != id));
        };
        Timeout::new(UNDO, move || {
            if hidden.try_with_untracked(|hidden| hidden.contains(&id)) != Some(true) {
                return;
            }
            spawn_local(async move {
                let request = |version| api::send_empty(Method::DELETE, &path, Some(version));
                if let Err(error) = send(record, field, request).await {
                    show_again();
                    toasts.show(format!("Underlaget är kvar. {}", error.sentence()));
                }
            });
        })
        .forget();
        toasts.show_undo("Underlaget är borttaget.", show_again);
    };
    view! {
        <li>
            <span>
                <a href=href rel="external noopener noreferrer" target="_blank">
                    {title}
                </a>
                <span class="note">{note}</span>
            </span>
            {move || {
                editable
                    .get()
                    .then(|| {
                        view! {
                            <button
                                class="link-btn danger"
                                type="button"
                                on:click=remove.clone()
                            >
                                "Ta bort"
                                <span class="vh">{format!(" {spoken}")}</span>
                            </button>
                        }
                    })
            }}
        </li>
    }
}

/// Buttons that add a link or a file.
#[component]
fn AddEvidence(
    record: Record,
    code: CriterionCode,
    field: AnswerField,
    base: String,
) -> impl IntoView {
    let linking = RwSignal::new(false);
    let sending = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(None::<String>);
    let picker = NodeRef::<html::Input>::new();
    let opener = NodeRef::<html::Button>::new();
    let upload_to = base.clone();
    let picked = move |_| {
        let Some(input) = picker.get() else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        input.set_value("");
        wrong.set(check(&file));
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a file's size is a whole number of at most 20 MB here"
        )]
        let bytes = size(file.size() as u64);
        sending.set(Some(format!("{} skickas, {bytes} …", file.name())));
        let path = format!("{upload_to}/files?name={}", api::encode(&file.name()));
        spawn_local(async move {
            let request = |version| api::upload::<SavedAnswer>(&path, Some(version), &file);
            let sent = send(record, field, request).await;
            let _ = sending.try_set(None);
            let _ = wrong.try_set(sent.err().map(|error| error.sentence()));
        });
    };
    let accept = FileKind::ALL.map(|kind| format!(".{}", kind.extension())).join(",") + ",.jpeg";
    view! {
        {move || {
            sending
                .get()
                .map(|words| {
                    view! {
                        <p class="meter">
                            <progress aria-label=format!("Fil till {code}")></progress>
                            {words}
                        </p>
                    }
                })
        }}
        {move || wrong.get().map(|wrong| view! { <p class="field-error" role="alert">{wrong}</p> })}
        <div class="evidence-add">
            <button
                class="link-btn"
                type="button"
                node_ref=opener
                aria-expanded=move || linking.get().to_string()
                on:click=move |_| linking.update(|open| *open = !*open)
            >
                "Lägg till länk"
                <span class="vh">{format!(" till {code}")}</span>
            </button>
            <button
                class="link-btn"
                type="button"
                disabled=move || sending.with(Option::is_some)
                on:click=move |_| {
                    if let Some(input) = picker.get() {
                        input.click();
                    }
                }
            >
                "Ladda upp fil"
                <span class="vh">{format!(" till {code}")}</span>
            </button>
            <input
                type="file"
                hidden
                node_ref=picker
                accept=accept
                aria-label=format!("Fil till {code}")
                on:change=picked
            />
        </div>
        {move || {
            let base = base.clone();
            linking.get().then(|| view! { <LinkForm record code field base open=linking opener /> })
        }}
    }
}

/// What is wrong with a file before it is sent.
fn check(file: &web_sys::File) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "20 MB is exact")]
    if file.size() > MAX_FILE_BYTES as f64 {
        return Some(
            "Filen är större än 20 MB. Dela upp den eller lägg till en länk i stället.".to_owned(),
        );
    }
    if file.size() == 0.0 {
        return Some("Filen är tom. Välj en annan fil.".to_owned());
    }
    if FileKind::from_name(&file.name()).is_none() {
        return Some(
            "Filen kan inte tas emot. Välj PDF, Word, Excel, PowerPoint, PNG, JPEG eller text."
                .to_owned(),
        );
    }
    None
}

/// Title and address of a link.
#[component]
fn LinkForm(
    record: Record,
    code: CriterionCode,
    field: AnswerField,
    base: String,
    open: RwSignal<bool>,
    /// What opened the form, and gets focus back.
    opener: NodeRef<html::Button>,
) -> impl IntoView {
    let close = move || {
        if let Some(opener) = opener.try_get_untracked().flatten() {
            let _ = opener.focus();
        }
        let _ = open.try_set(false);
    };
    let (title, url) = (RwSignal::new(String::new()), RwSignal::new("https://".to_owned()));
    let (title_wrong, url_wrong) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let link =
            match (Line::try_from(title.get_untracked()), Line::try_from(url.get_untracked())) {
                (Ok(title), Ok(url)) => AddLink { title, url },
                (title, url) => {
                    title_wrong.set(title.err().map(|wrong| wrong.to_string()));
                    url_wrong.set(url.err().map(|wrong| wrong.to_string()));
                    return;
                }
            };
        title_wrong.set(None);
        url_wrong.set(link.check().err().map(|wrong| wrong.to_string()));
        if url_wrong.with_untracked(Option::is_some) {
            return;
        }
        let path = format!("{base}/links");
        spawn_local(async move {
            let request =
                |version| api::send::<_, SavedAnswer>(Method::POST, &path, Some(version), &link);
            match send(record, field, request).await {
                Ok(()) => close(),
                Err(error) => {
                    let _ = url_wrong.try_set(Some(error.sentence()));
                }
            }
        });
    };
    view! {
        <form class="form" novalidate aria-label=format!("Länk till {code}") on:submit=save>
            <div class="form-row">
                <Field label="Vad länken visar" error=title_wrong>
                    <Input value=title />
                </Field>
                <Field label="Webbadress" error=url_wrong>
                    <Input value=url kind="url" />
                </Field>
            </div>
            <div class="actions">
                <button class="btn primary">"Spara länken"</button>
                <button class="btn" type="button" on:click=move |_| close()>
                    "Avbryt"
                </button>
            </div>
        </form>
    }
}
