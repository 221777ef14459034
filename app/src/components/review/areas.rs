//! The areas at the side of a workspace: grade, name, how far one has come.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    checklist::{Area, AreaCode, AreaGroup, Checklist},
    grade::ReviewGrade,
};

use crate::components::{GradeBadge, NoGrade};

/// How an area stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaPlace {
    /// The grade to show, suggested or set.
    pub grade: Option<ReviewGrade>,
    /// Criteria that are answered.
    pub done: usize,
    /// Criteria in all.
    pub total: usize,
}

/// The list of areas with progress in each and in all. It folds on narrow windows.
#[component]
pub fn AreaNav(
    /// The checklist whose areas these are.
    checklist: Arc<Checklist>,
    /// The area that is shown now.
    #[prop(into)]
    current: Signal<AreaCode>,
    /// The address of an area's page.
    href: Callback<AreaCode, String>,
    /// How an area stands; followed.
    place: Callback<AreaCode, AreaPlace>,
    /// `besvarade` or `bedömda`.
    #[prop(default = "besvarade")]
    word: &'static str,
    /// Whether inspectors set the grades: they have a frame then.
    #[prop(optional)]
    inspection: bool,
) -> impl IntoView {
    let codes: Vec<AreaCode> = checklist.areas.iter().map(|area| area.code).collect();
    let sum = Memo::new(move |_| {
        codes
            .iter()
            .map(|code| place.run(*code))
            .fold((0, 0), |(done, total), place| (done + place.done, total + place.total))
    });
    let summary = {
        let checklist = checklist.clone();
        move || {
            let area = checklist.area(current.get());
            area.map(|area| format!("{}. {}", area.code, area.short_name))
        }
    };
    let groups = [AreaGroup::Structure, AreaGroup::Process].map(|group| {
        let rows = checklist
            .areas
            .iter()
            .filter(|area| area.group == group)
            .map(|area| row(area, current, href, place, word, inspection))
            .collect_view();
        view! {
            <h2 class="section-label">{group.name()}</h2>
            <ul>{rows}</ul>
        }
    });
    view! {
        <nav class="areas" aria-label="Områden">
            <details>
                <summary>
                    {summary} " "<span class="note">"Alla områden"</span>
                </summary>
                <div class="area-list">
                    {groups.into_iter().collect_view()} <p class="meter">
                        <progress
                            max=move || sum.get().1
                            value=move || sum.get().0
                            aria-label="Hela checklistan"
                        ></progress>
                        {move || format!("{} av {} {word}", sum.get().0, sum.get().1)}
                    </p>
                </div>
            </details>
        </nav>
    }
}

fn row(
    area: &Area,
    current: Signal<AreaCode>,
    href: Callback<AreaCode, String>,
    place: Callback<AreaCode, AreaPlace>,
    word: &'static str,
    inspection: bool,
) -> impl IntoView + use<> {
    let code = area.code;
    let name = area.short_name.clone();
    let place = Memo::new(move |_| place.run(code));
    let grade = Memo::new(move |_| place.with(|place| place.grade.clone()));
    let badge = move || match grade.get() {
        Some(grade) => view! { <GradeBadge grade inspection /> }.into_any(),
        None => view! { <NoGrade /> }.into_any(),
    };
    view! {
        <li>
            <a href=href.run(code) aria-current=move || (current.get() == code).then_some("page")>
                {badge}
                <span>{name}</span>
                <span class="count">
                    <span aria-hidden="true">
                        {move || place.with(|place| format!("{}/{}", place.done, place.total))}
                    </span>
                    <span class="vh">
                        {move || {
                            place.with(|place| format!("{} av {} {word}", place.done, place.total))
                        }}
                    </span>
                </span>
            </a>
        </li>
    }
}
