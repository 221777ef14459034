//! Att göra: what to do now, and for those with many clinics how each one stands.

use leptos::prelude::*;
use shared::{ClinicId, clinic::ClinicStatus, person::Role, task::Task};

use crate::{
    api::{self, ApiError},
    components::{Empty, Failed, Load, Loaded, Loading, Page, load},
    parts,
    session::use_session,
    time::{say_ahead, say_late, say_short, today},
};

pub mod standing;
pub mod table;

/// The tasks of the signed-in person, most urgent first.
#[component]
pub fn StartPage() -> impl IntoView {
    let session = use_session();
    let role = Memo::new(move |_| session.role().get().map(|role| role.role));
    let tasks: Load<Vec<Task>> = load(|| async { api::get("/tasks").await });
    let lede = move || {
        tasks.get().map(|tasks| {
            let late = tasks.iter().filter(|task| task.days_late(today()).is_some()).count();
            let count = match tasks.len() {
                0 => return "Inget väntar på dig.".to_owned(),
                1 => "1 uppgift".to_owned(),
                count => format!("{count} uppgifter"),
            };
            match late {
                0 => format!("{count}."),
                1 => format!("{count}, 1 är försenad."),
                late => format!("{count}, {late} är försenade."),
            }
        })
    };
    view! {
        <Page title="Att göra" lede=view! { {lede} }.into_any()>
            {move || match (tasks.get(), tasks.error(), role.get()) {
                (_, Some(error), _) => {
                    let retry = Callback::new(move |()| tasks.reload());
                    view! { <Failed error retry /> }.into_any()
                }
                (None, None, _) => view! { <Loading /> }.into_any(),
                (Some(tasks), None, Some(Role::RegionalDirector)) => {
                    view! {
                        <TaskCard tasks />
                        <Clinics />
                    }
                        .into_any()
                }
                (Some(tasks), None, role) => {
                    let own = session.role().get_untracked().and_then(|role| role.clinic);
                    let rest = !tasks.is_empty() && (tasks.len() > 1 || own.is_some());
                    let own = own.map(|clinic| view! { <OwnClinic clinic /> });
                    view! {
                        <First tasks=tasks.clone() role />
                        {if rest {
                            view! { <div class="columns"><Rest tasks /> {own}</div> }.into_any()
                        } else {
                            own.into_any()
                        }}
                    }
                        .into_any()
                }
            }}
        </Page>
    }
}

/// The table of clinics, whose code is fetched for those who read it.
#[component]
fn Clinics() -> impl IntoView {
    let table = load(|| async { parts::clinic_table().await.ok_or(ApiError::Offline) });
    view! {
        <Loaded of=table let:table>
            {table()}
        </Loaded>
    }
}

/// How the own clinic stands, whose code is fetched for those who have one. What there is to do stands beside it, so
/// a failure here is not worth a message of its own.
#[component]
fn OwnClinic(
    /// The clinic.
    clinic: ClinicId,
) -> impl IntoView {
    let standing = load(|| async { parts::clinic_standing().await.ok_or(ApiError::Offline) });
    move || standing.get().map(|standing| standing(clinic))
}

/// When a task is to be done, in words; and whether it is late.
fn due(task: &Task) -> Option<(String, bool)> {
    let day = task.due?;
    Some(match task.days_late(today()) {
        Some(late) => (say_late(late), true),
        None => match say_ahead(day) {
            Some(ahead) => (format!("{}, {ahead}", say_short(day)), false),
            None => (say_short(day), false),
        },
    })
}

/// Only the day, where there is little room.
fn short((words, late): (String, bool)) -> (String, bool) {
    (words.split(", ").next().unwrap_or_default().to_owned(), late)
}

fn place_and_detail(place: String, detail: String) -> String {
    match (place.is_empty(), detail.is_empty()) {
        (false, false) => format!("{place} · {detail}"),
        (true, _) => detail,
        (false, true) => place,
    }
}

/// The most urgent thing, on its own.
#[component]
fn First(
    /// All tasks.
    tasks: Vec<Task>,
    /// The chosen role, which decides what an empty page says.
    role: Option<Role>,
) -> impl IntoView {
    let Some(task) = tasks.into_iter().next() else {
        return view! { <Nothing role /> }.into_any();
    };
    let due = due(&task);
    let late = due.as_ref().is_some_and(|(_, late)| *late);
    let when = due.map(|(words, late)| {
        let words = if late { words } else { format!("senast {words}") };
        view! { " · " <span class=late.then_some("late")>{words}</span> }
    });
    view! {
        <section class="next-up" data-late=late.then_some("") aria-labelledby="first">
            <h2 id="first">{task.what}</h2>
            <p>{place_and_detail(task.place, task.detail)} {when}</p>
            <a class="btn primary" href=task.path>
                "Gör det nu"
            </a>
        </section>
    }
    .into_any()
}

/// What follows after the first.
#[component]
fn Rest(
    /// All tasks.
    tasks: Vec<Task>,
) -> impl IntoView {
    if tasks.len() < 2 {
        return view! {
            <section class="card" aria-labelledby="rest">
                <h2 id="rest">"Därefter"</h2>
                <p class="note">"Inget mer just nu."</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card" aria-labelledby="rest">
            <div class="card-head">
                <h2 id="rest">"Därefter"</h2>
                <p class="note">"Mest brådskande först"</p>
            </div>
            <TaskRows tasks=tasks.into_iter().skip(1).collect() />
        </section>
    }
    .into_any()
}

/// All tasks as a card, for those whose page goes on with a table.
#[component]
fn TaskCard(
    /// All tasks.
    tasks: Vec<Task>,
) -> impl IntoView {
    /// So many are shown at first: a region with hundreds of clinics has as many reviews to plan.
    const AT_FIRST: usize = 6;
    let count = tasks.len();
    let all = RwSignal::new(count <= AT_FIRST);
    view! {
        <section class="card" aria-labelledby="tasks">
            <div class="card-head">
                <h2 id="tasks">"Väntar på dig"</h2>
                {(count > 1).then(|| view! { <p class="note">"Mest brådskande först"</p> })}
            </div>
            {if count == 0 {
                view! {
                    <p class="note">
                        "Inget just nu. Hit kommer granskningar att planera och annat som behöver dig."
                    </p>
                }
                    .into_any()
            } else {
                (move || {
                    let shown = if all.get() { count } else { AT_FIRST };
                    view! { <TaskRows tasks=tasks.iter().take(shown).cloned().collect() /> }
                })
                    .into_any()
            }}
            {move || {
                (!all.get())
                    .then(|| {
                        view! {
                            <p>
                                <button
                                    class="link-btn"
                                    type="button"
                                    on:click=move |_| all.set(true)
                                >
                                    {format!("Visa alla {count}")}
                                </button>
                            </p>
                        }
                    })
            }}
        </section>
    }
}

/// Tasks as rows: what, where, when.
#[component]
pub fn TaskRows(
    /// In the order shown.
    tasks: Vec<Task>,
    /// Whether there is room only for the day.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let rows = tasks
        .into_iter()
        .map(|task| {
            let due = if brief { due(&task).map(short) } else { due(&task) };
            let when = due.map(|(words, late)| {
                let class = if late { "row-when late" } else { "row-when" };
                view! { <span class=class>{words}</span> }
            });
            let place = place_and_detail(task.place, task.detail);
            view! {
                <li>
                    <a class="row-what" href=task.path>
                        {task.what}
                    </a>
                    <span class="row-where">{place}</span>
                    {when}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="rows">{rows}</ol> }
}

/// What comes here, said to those who have nothing to do.
#[component]
fn Nothing(
    /// The chosen role.
    role: Option<Role>,
) -> impl IntoView {
    let session = use_session();
    let text = match role {
        Some(Role::Inspector) => "Hit kommer granskningar som du har utsetts till.",
        Some(Role::Administrator) => {
            "Som administratör sköter du personer, kliniker och checklistor. Du ser inga granskningar."
        }
        Some(Role::Trainee) => {
            "Hit kommer det som andra har bett dig om. Vad som är på tur i din egen ST står under Min ST."
        }
        Some(_) => {
            "Uppgifter kommer hit när årets självvärdering ska göras, när en granskning planeras och när något i handlingsplanen ska följas upp."
        }
        None => "Du har ingen roll än. Be den som bjöd in dig att ge dig en.",
    };
    let clinic = session.role().get_untracked().and_then(|role| role.clinic);
    let step = match (role, clinic) {
        (Some(Role::Administrator), _) => {
            Some(("/administration".to_owned(), "Till administration"))
        }
        (Some(Role::Trainee), _) => Some(("/st".to_owned(), "Till Min ST")),
        (Some(Role::Inspector), _) => Some(("/granskningar".to_owned(), "Se granskningar")),
        (_, Some(clinic)) => Some((format!("/kliniker/{clinic}"), "Se kliniken")),
        _ => None,
    };
    view! {
        <Empty title="Här står det du har att göra" text>
            {step
                .map(|(href, words)| {
                    view! {
                        <a class="btn primary" href=href>
                            {words}
                        </a>
                    }
                })}
        </Empty>
    }
}

/// Whether a clinic trains in more than one specialty, so that its rows must be told apart.
pub fn shares_clinic(statuses: &[ClinicStatus], status: &ClinicStatus) -> bool {
    statuses.iter().filter(|other| other.clinic.id == status.clinic.id).count() > 1
}
