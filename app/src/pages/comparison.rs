//! Two reviews side by side.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    ChecklistId,
    checklist::Checklist,
    clinic::Clinic,
    comparison::{Agreement, Comparison, compare_reviews},
    review::{Review, ReviewId},
};

use crate::{
    api::{self, ApiError},
    components::{Crumb, Empty, Loaded, Page, go_to, load, use_query},
};

mod areas;
mod criteria;

use areas::Areas;
use criteria::Criteria;
pub(super) use criteria::standing;

/// What the page needs: the clinic, its reviews newest first, and their checklists.
#[derive(Clone)]
struct Facts {
    clinic: Clinic,
    reviews: Vec<Review>,
    checklists: HashMap<ChecklistId, Arc<Checklist>>,
}

async fn fetch(id: String) -> Result<Facts, ApiError> {
    let clinic = api::get(&format!("/clinics/{id}")).await?;
    let reviews: Vec<Review> = api::get(&format!("/clinics/{id}/reviews")).await?;
    let checklists = api::checklists(reviews.iter().map(|review| review.checklist)).await?;
    Ok(Facts { clinic, reviews, checklists })
}

/// Two reviews, compared.
#[derive(Clone, PartialEq)]
struct Pair {
    first: Review,
    second: Review,
    /// The second's version.
    checklist: Arc<Checklist>,
    comparison: Comparison,
}

impl Pair {
    /// The reviews that the address names; else the latest self-assessment against the latest inspection.
    fn choose(facts: &Facts, specialty: &str, first: &str, second: &str) -> Option<Self> {
        let reviews: Vec<&Review> =
            facts.reviews.iter().filter(|review| review.specialty == specialty).collect();
        let named = |id: &str| reviews.iter().copied().find(|review| key(review) == id);
        let latest = |inspection| {
            reviews.iter().copied().find(|review| review.is_inspection() == inspection)
        };
        let second = named(second).or_else(|| latest(true)).or_else(|| latest(false))?;
        let first = named(first)
            .or_else(|| latest(false))
            .filter(|review| review.id != second.id)
            .or_else(|| reviews.iter().copied().find(|review| review.id != second.id))?;
        let checklist = facts.checklists.get(&second.checklist)?.clone();
        let comparison = compare_reviews(&checklist, first, second);
        Some(Self { first: first.clone(), second: second.clone(), checklist, comparison })
    }

    /// Who each of them is, in a word: `Kliniken` and `Inspektörerna`, or the years.
    fn names(&self) -> [String; 2] {
        let both = [&self.first, &self.second];
        if self.first.is_inspection() != self.second.is_inspection() {
            both.map(|review| {
                if review.is_inspection() { "Inspektörerna" } else { "Kliniken" }.to_owned()
            })
        } else if self.first.year == self.second.year {
            both.map(|review| crate::time::say_short(review.day))
        } else {
            both.map(|review| review.year.to_string())
        }
    }

    /// What an agreement is called.
    fn say(&self, agreement: Agreement) -> String {
        let [first, _] = self.names();
        match agreement {
            Agreement::Agree => "Lika".to_owned(),
            Agreement::FirstHigher => format!("{first} högre"),
            Agreement::FirstLower => format!("{first} lägre"),
            Agreement::Missing => "Saknas".to_owned(),
        }
    }

    fn lede(&self) -> String {
        let tally = &self.comparison.tally;
        let Some(percent) = tally.agreement_percent() else {
            return "Inget kriterium är bedömt i båda.".to_owned();
        };
        let shared =
            format!("Lika i {} av {} kriterier, {percent} %.", tally.agree, tally.compared());
        let differing = |tally: &shared::comparison::Tally| tally.first_higher + tally.first_lower;
        let most = self.comparison.areas.iter().rev().max_by_key(|area| differing(&area.tally));
        match most.filter(|area| differing(&area.tally) > 0) {
            Some(area) => match self.checklist.area(area.area) {
                Some(area) => format!("{shared} Störst skillnad i {}.", area.title()),
                None => shared,
            },
            None => shared,
        }
    }
}

/// A review's id as it stands in the address.
fn key(review: &Review) -> String {
    match review.id {
        ReviewId::SelfAssessment(id) => id.to_string(),
        ReviewId::Inspection(id) => id.to_string(),
    }
}

/// `Självvärdering 2026`.
fn name(review: &Review) -> String {
    let kind = if review.is_inspection() { "Granskning" } else { "Självvärdering" };
    format!("{kind} {}", review.year)
}

/// Jämförelse.
#[component]
pub fn ComparisonPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let facts = load(move || fetch(id.get()));
    let (asked, first, second) =
        (use_query("specialitet"), use_query("forsta"), use_query("andra"));
    let specialty = Memo::new(move |_| {
        let asked = asked.get();
        if asked.is_empty() {
            facts
                .get()
                .and_then(|f| f.reviews.first().map(|r| r.specialty.clone()))
                .unwrap_or_default()
        } else {
            asked
        }
    });
    let pair = Memo::new(move |_| {
        let facts = facts.get()?;
        Pair::choose(&facts, &specialty.get(), &first.get(), &second.get())
    });
    let title = Signal::derive(move || {
        pair.with(|pair| match pair {
            Some(pair) => {
                format!("{} mot {}", name(&pair.first), name(&pair.second).to_lowercase())
            }
            None => "Jämförelse".to_owned(),
        })
    });
    let crumbs = Signal::derive(move || {
        facts
            .get()
            .map(|facts| {
                let clinic = facts.clinic.name;
                vec![Crumb::to(clinic.name, format!("/kliniker/{}", clinic.id))]
            })
            .unwrap_or_default()
    });
    let lede = (move || pair.with(|pair| pair.as_ref().map(Pair::lede))).into_any();
    view! {
        <Page title crumbs lede>
            <Loaded of=facts let:facts>
                {(facts.reviews.len() > 1)
                    .then(|| view! { <Chooser reviews=facts.reviews pair specialty /> })}
                {move || match pair.get() {
                    Some(pair) => {
                        view! {
                            <Areas pair=pair.clone() />
                            <Criteria pair />
                        }
                            .into_any()
                    }
                    None => {
                        view! {
                            <Empty
                                title="Här ställs två bedömningar sida vid sida"
                                text="När kliniken har både en undertecknad självvärdering och en granskning, eller självvärderingar från två år, jämförs de här kriterium för kriterium."
                            />
                        }
                            .into_any()
                    }
                }}
            </Loaded>
        </Page>
    }
}

/// Which reviews are compared. The choice stands in the address.
#[component]
fn Chooser(
    /// All of the clinic's, newest first.
    reviews: Vec<Review>,
    /// What is compared now.
    pair: Memo<Option<Pair>>,
    /// Of which specialty.
    specialty: Memo<String>,
) -> impl IntoView {
    let (filter, area) = (use_query("filter"), use_query("omrade"));
    let go = go_to();
    let address = move |specialty: &str, first: &str, second: &str| {
        let parts = [
            ("specialitet", specialty.to_owned()),
            ("forsta", first.to_owned()),
            ("andra", second.to_owned()),
            ("filter", filter.get_untracked()),
            ("omrade", area.get_untracked()),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", api::encode(value)))
            .collect();
        format!("?{}", parts.join("&"))
    };
    let now = move || {
        pair.get_untracked().map(|pair| (key(&pair.first), key(&pair.second))).unwrap_or_default()
    };
    let mut specialties: Vec<String> = reviews.iter().map(|r| r.specialty.clone()).collect();
    specialties.sort();
    specialties.dedup();
    let several = (specialties.len() > 1).then(|| {
        let go = go.clone();
        let options = specialties.into_iter().map(|name| (name.clone(), name)).collect();
        choice("Specialitet", "specialitet", options, specialty.into(), move |chosen| {
            go(&address(&chosen, "", ""));
        })
    });
    let choices = move || {
        let specialty = specialty.get();
        let options: Vec<(String, String)> = reviews
            .iter()
            .filter(|review| review.specialty == specialty)
            .map(|review| {
                (key(review), format!("{}, {}", name(review), crate::time::say_short(review.day)))
            })
            .collect();
        let chosen_first =
            Signal::derive(move || pair.get().map(|p| key(&p.first)).unwrap_or_default());
        let chosen_second =
            Signal::derive(move || pair.get().map(|p| key(&p.second)).unwrap_or_default());
        let (go_first, go_second) = (go.clone(), go.clone());
        let (of_first, of_second) = (specialty.clone(), specialty);
        view! {
            {choice("Jämför", "forsta", options.clone(), chosen_first, move |first| {
                let (was, second) = now();
                // The same one on both sides says nothing: they change places.
                let second = if first == second { was } else { second };
                go_first(&address(&of_first, &first, &second));
            })}
            {choice("med", "andra", options, chosen_second, move |second| {
                let (first, was) = now();
                let first = if first == second { was } else { first };
                go_second(&address(&of_second, &first, &second));
            })}
        }
    };
    view! { <div class="form-row no-print">{several} {choices}</div> }
}

fn choice(
    label: &'static str,
    id: &'static str,
    options: Vec<(String, String)>,
    chosen: Signal<String>,
    on_choose: impl Fn(String) + 'static,
) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, words)| {
            let this = value.clone();
            view! {
                <option value=value prop:selected=move || chosen.with(|chosen| *chosen == this)>
                    {words}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select class="select" id=id on:change=move |event| on_choose(event_target_value(&event))>
                {options}
            </select>
        </div>
    }
    .into_any()
}
