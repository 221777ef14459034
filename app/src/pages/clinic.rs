//! A clinic: its reviews through the years, its plan, its people, and what is left to do.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    ClinicId,
    action_plan::ActionPlan,
    clinic::{Clinic, ClinicStatus},
    inspection::InspectionSummary,
    person::{Colleague, Role},
    review::Review,
    rights::{Action, On},
    self_assessment::AssessmentSummary,
};

use crate::{
    api::{self, ApiError},
    components::{Crumb, Failed, Load, Loading, Page, load, use_query},
    session::use_session,
    time::say_month,
};

mod aside;
mod heat_map;
mod opening;
mod people;
mod plan;
mod reviews;

/// All that the page shows, fetched side by side. Copied freely.
#[derive(Clone, Copy)]
struct Fetched {
    id: Memo<String>,
    clinic: Load<Clinic>,
    statuses: Load<Vec<ClinicStatus>>,
    reviews: Load<Vec<Review>>,
    assessments: Load<Vec<AssessmentSummary>>,
    inspections: Load<Vec<InspectionSummary>>,
    plans: Load<Vec<ActionPlan>>,
    people: Load<Vec<Colleague>>,
}

fn of_clinic<T: serde::de::DeserializeOwned + 'static>(
    id: Memo<String>,
    what: &'static str,
) -> Load<T> {
    load(move || {
        let path = format!("/clinics/{}{what}", api::encode(&id.get()));
        async move { api::get(&path).await }
    })
}

impl Fetched {
    fn new(id: Memo<String>) -> Self {
        Self {
            id,
            clinic: of_clinic(id, ""),
            statuses: of_clinic(id, "/status"),
            reviews: of_clinic(id, "/reviews"),
            assessments: of_clinic(id, "/self-assessments"),
            inspections: of_clinic(id, "/inspections"),
            plans: of_clinic(id, "/action-plans"),
            people: load(move || {
                let path = format!("/people?clinic={}", api::encode(&id.get()));
                async move { api::get(&path).await }
            }),
        }
    }

    /// What hinders the page as a whole.
    fn error(self) -> Option<ApiError> {
        let all = [
            self.clinic.error(),
            self.reviews.error(),
            self.statuses.error(),
            self.assessments.error(),
            self.inspections.error(),
            self.plans.error(),
        ];
        all.into_iter().flatten().next()
    }

    fn ready(self) -> bool {
        self.clinic.get().is_some()
            && self.reviews.get().is_some()
            && self.statuses.get().is_some()
            && self.assessments.get().is_some()
            && self.inspections.get().is_some()
            && self.plans.get().is_some()
    }

    fn reload(self) {
        self.clinic.reload();
        self.statuses.reload();
        self.reviews.reload();
        self.assessments.reload();
        self.inspections.reload();
        self.plans.reload();
        self.people.reload();
    }
}

/// The id in the address.
pub fn use_clinic_id() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()))
}

/// A clinic's page.
#[component]
pub fn ClinicPage() -> impl IntoView {
    let session = use_session();
    let all = Fetched::new(use_clinic_id());
    let title = Signal::derive(move || {
        all.clinic.get().map_or_else(|| "Klinik".to_owned(), |clinic| clinic.name.name)
    });
    let crumbs = Signal::derive(move || match all.clinic.get() {
        Some(clinic) => {
            vec![Crumb::to(clinic.care_provider_name, "/kliniker"), Crumb::plain(clinic.name.site)]
        }
        None => vec![Crumb::to("Kliniker", "/kliniker")],
    });
    let actions = move || {
        all.clinic.get().map(|clinic| {
            let on = On::clinic(&clinic.name);
            let id = clinic.name.id;
            let plan = session.may(Action::InspectionPlan, &on).then(|| {
                view! {
                    <a class="btn" href=format!("/granskningar/ny?klinik={id}")>
                        "Planera granskning"
                    </a>
                }
            });
            let import = session.may(Action::ReportImport, &on).then(|| {
                view! {
                    <a class="btn" href=format!("/importera?klinik={id}")>
                        "Importera rapport"
                    </a>
                }
            });
            let sees_trainees = session.may(Action::TrainingRead, &on)
                || session
                    .role()
                    .get()
                    .is_some_and(|role| role.role == Role::Supervisor && role.clinic == Some(id));
            let trainees = sees_trainees.then(|| {
                view! {
                    <a class="btn" href=format!("/kliniker/{id}/st-lakare")>
                        "ST-läkare"
                    </a>
                }
            });
            view! { {trainees} {plan} {import} }
        })
    };
    let ready = Memo::new(move |_| all.ready());
    let error = Memo::new(move |_| all.error());
    view! {
        <Page
            title
            crumbs
            actions=view! { {actions} }.into_any()
            facts=view! { <Facts all /> }.into_any()
        >
            {move || match (error.get(), ready.get()) {
                (Some(error), _) => {
                    let retry = Callback::new(move |()| all.reload());
                    view! { <Failed error retry /> }.into_any()
                }
                (None, false) => view! { <Loading /> }.into_any(),
                (None, true) => view! { <Cards all /> }.into_any(),
            }}
        </Page>
    }
}

/// Who leads, how many train, and when the next review is due.
#[component]
fn Facts(
    /// What the page shows.
    all: Fetched,
) -> impl IntoView {
    let people = move || {
        all.clinic.get()?;
        let people = all.people.get()?;
        let named = |role: Role| {
            let names: Vec<String> = people
                .iter()
                .filter(|colleague| colleague.membership.role == role)
                .map(|colleague| colleague.person.name.clone())
                .collect();
            if names.is_empty() { "Ingen".to_owned() } else { names.join(", ") }
        };
        let count = |role: Role| {
            people.iter().filter(|colleague| colleague.membership.role == role).count()
        };
        Some(view! {
            <div>
                <dt>"Verksamhetschef"</dt>
                <dd>{named(Role::HeadOfUnit)}</dd>
            </div>
            <div>
                <dt>"Studierektor"</dt>
                <dd>{named(Role::DirectorOfStudies)}</dd>
            </div>
            <div>
                <dt>"Handledare"</dt>
                <dd>{count(Role::Supervisor)}</dd>
            </div>
            <div>
                <dt>"ST-läkare"</dt>
                <dd>{count(Role::Trainee)}</dd>
            </div>
        })
    };
    let specialties = move || {
        all.clinic.get().map(|clinic| {
            view! {
                <div>
                    <dt>{if clinic.specialties.len() == 1 { "Specialitet" } else { "Specialiteter" }}</dt>
                    <dd>{clinic.specialties.join(", ")}</dd>
                </div>
            }
        })
    };
    let next = move || {
        let day = all.statuses.get()?.into_iter().filter_map(|status| status.next_review).min()?;
        Some(view! {
            <div>
                <dt>"Nästa granskning"</dt>
                <dd>{format!("senast {}", say_month(day))}</dd>
            </div>
        })
    };
    view! { <dl class="facts">{specialties} {people} {next}</dl> }
}

/// The page's cards; a clinic of several specialties shows one at a time.
#[component]
fn Cards(
    /// What the page shows; here already.
    all: Fetched,
) -> impl IntoView {
    let asked = use_query("specialitet");
    let specialties = Memo::new(move |_| specialties(all));
    let specialty = Memo::new(move |_| {
        let asked = asked.get();
        specialties.with(|all| {
            all.iter()
                .find(|one| **one == asked)
                .or_else(|| all.first())
                .cloned()
                .unwrap_or_default()
        })
    });
    let choice = move || {
        let all = specialties.get();
        (all.len() > 1).then(|| {
            let links = all
                .into_iter()
                .map(|one| {
                    let href = crate::components::set_query("specialitet", one.clone());
                    let current = (specialty.get() == one).then_some("true");
                    view! {
                        <li>
                            <a href=move || href.get() aria-current=current>
                                {one}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <nav class="filters" aria-label="Specialitet">
                    <ul>{links}</ul>
                </nav>
            }
        })
    };
    view! {
        {choice}
        <div class="columns">
            <div class="column">
                <heat_map::HeatMap all specialty />
                <plan::Plans all specialty />
                <reviews::Reviews all specialty />
                <people::People all />
            </div>
            <aside class="column" aria-label="Läget" data-first>
                <aside::Todo all />
                <aside::NextReview all specialty />
                <aside::Agreement all specialty />
            </aside>
        </div>
    }
}

/// The clinic's specialties, and those of old reviews that it no longer has.
fn specialties(all: Fetched) -> Vec<String> {
    let mut specialties = all.clinic.get().map(|clinic| clinic.specialties).unwrap_or_default();
    for review in all.reviews.get().unwrap_or_default() {
        if !specialties.contains(&review.specialty) {
            specialties.push(review.specialty);
        }
    }
    specialties
}

/// The clinic's reviews of one specialty, oldest first.
fn reviews_of(all: Fetched, specialty: &str) -> Vec<Review> {
    let mut reviews = all.reviews.get().unwrap_or_default();
    reviews.retain(|review| review.specialty == specialty);
    reviews.sort_by_key(|review| (review.day, review.is_inspection()));
    reviews
}

/// Where a clinic's people are.
fn people_path(clinic: ClinicId) -> String {
    format!("/kliniker/{clinic}/personer")
}
