//! Strengths, weaknesses and suggestions: the text has lost which is which, and where each item ends.

use leptos::prelude::*;
use shared::report_text::{BulletList, BulletRun};

use super::{
    about::wrong_of,
    answers::{Answers, Item},
};
use crate::pages::action_plan::form::Mend;

const LISTS: [(BulletList, &str); 3] = [
    (BulletList::Strengths, "Styrka"),
    (BulletList::Weaknesses, "Svaghet"),
    (BulletList::Improvements, "Förbättring"),
];

/// Each run of lines beside the items made of it.
#[component]
pub(super) fn Bullets(
    /// What was read.
    runs: Vec<BulletRun>,
    /// What is filled in.
    answers: RwSignal<Answers>,
    /// What has to be mended.
    wrong: RwSignal<Vec<Mend>>,
) -> impl IntoView {
    runs.into_iter()
        .enumerate()
        .map(|(number, run)| {
            let known = run.list.is_some();
            let title = match run.list {
                Some(list) => LISTS.iter().find(|(known, _)| *known == list).map_or("Punkter", |l| l.1),
                None => "Styrkor, svagheter, förbättringspotential",
            };
            let keys = Memo::new(move |_| {
                answers.with(|answers| {
                    let own = answers.items.iter().filter(|item| item.run == number);
                    own.map(|item| item.key).collect::<Vec<_>>()
                })
            });
            let candidates = if run.candidates.is_empty() {
                LISTS.map(|(list, _)| list).to_vec()
            } else {
                run.candidates.clone()
            };
            view! {
                <div class="read-pair" id=(number == 0).then_some("punkter")>
                    <h3>
                        {title}
                        {(!known).then(|| view! { " " <span class="chip" data-kind="ask">"Sortera"</span> })}
                    </h3>
                    <pre class="source" tabindex="0" aria-label=format!("Ur rapporten, {title}")>
                        {run.lines.join("\n")}
                    </pre>
                    <div class="form">
                        <p class="hint">
                            "Var en punkt slutar är ett förslag. Tryck Retur i en punkt för att dela den där. Töm den för att ta bort den."
                        </p>
                        <For each=move || keys.get() key=|key| *key let:key>
                            {item(answers, key, keys, &candidates, known, wrong)}
                        </For>
                    </div>
                </div>
            }
        })
        .collect_view()
}

fn item(
    answers: RwSignal<Answers>,
    key: u32,
    keys: Memo<Vec<u32>>,
    candidates: &[BulletList],
    known: bool,
    wrong: RwSignal<Vec<Mend>>,
) -> AnyView {
    let of = move |answers: &Answers| answers.items.iter().find(|item| item.key == key).cloned();
    let text = Memo::new(move |_| answers.with(of).map(|item| item.text).unwrap_or_default());
    let list = Memo::new(move |_| answers.with(of).and_then(|item| item.list));
    let number =
        move || keys.with(|keys| keys.iter().position(|known| *known == key).map_or(1, |n| n + 1));
    let radios = LISTS
        .into_iter()
        .filter(|(list, _)| candidates.contains(list) || known)
        .map(|(this, words)| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=format!("lista-{key}")
                        prop:checked=move || list.get() == Some(this)
                        on:change=move |_| {
                            answers
                                .update(|answers| {
                                    if let Some(item) = answers.items.iter_mut().find(|i| i.key == key) {
                                        item.list = Some(this);
                                    }
                                });
                        }
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view();
    let id = format!("punkt-{key}");
    let text_id = format!("{id}-text");
    view! {
        <fieldset class="field" id=id tabindex="-1" data-ask=move || list.get().is_none()>
            <legend>{move || format!("Punkt {}", number())}</legend>
            <label class="vh" for=text_id.clone()>
                {move || format!("Punkt {}, text", number())}
            </label>
            <textarea
                class="textarea"
                id=text_id
                rows="1"
                prop:value=move || text.get()
                on:change=move |event| write(answers, key, &event_target_value(&event))
            ></textarea>
            <div class="choices" data-row>
                {radios}
            </div>
            {wrong_of(wrong, id.clone())}
            {move || {
                (number() > 1)
                    .then(|| {
                        view! {
                            <div>
                                <button
                                    class="link-btn"
                                    type="button"
                                    on:click=move |_| join(answers, key)
                                >
                                    "Slå ihop med punkten ovanför"
                                    <span class="vh">{format!(", punkt {}", number())}</span>
                                </button>
                            </div>
                        }
                    })
            }}
        </fieldset>
    }
    .into_any()
}

/// Takes an item's text: each line of it becomes an item, and none takes it away.
fn write(answers: RwSignal<Answers>, key: u32, text: &str) {
    answers.update(|answers| {
        let Some(at) = answers.items.iter().position(|item| item.key == key) else { return };
        let next = answers.items.iter().map(|item| item.key).max().unwrap_or_default() + 1;
        let old = answers.items.remove(at);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let keys = std::iter::once(key).chain(next..);
        let items: Vec<Item> = lines
            .zip(keys)
            .map(|(line, key)| Item { key, text: line.to_owned(), ..old.clone() })
            .collect();
        answers.items.splice(at..at, items);
    });
}

/// Puts an item at the end of the one above it.
fn join(answers: RwSignal<Answers>, key: u32) {
    answers.update(|answers| {
        let Some(at) = answers.items.iter().position(|item| item.key == key) else { return };
        if at > 0 && answers.items[at - 1].run == answers.items[at].run {
            let item = answers.items.remove(at);
            let above = &mut answers.items[at - 1];
            above.text = format!("{} {}", above.text.trim_end(), item.text.trim_start());
        }
    });
}
