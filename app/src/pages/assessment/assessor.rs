//! What somebody assesses, in all trainings: what waits, of whom they may begin, and all.

use leptos::prelude::*;
use shared::assessment::{Assessment, TraineeToAssess};

use super::{ASSESSMENT, NEW, list::row, turn};
use crate::{
    api,
    components::{Load, Loaded, Page, Search, load},
    pages::own_records::mark,
    session::use_me,
};

/// From so many on the ST-läkare can be searched.
const SEARCHED: usize = 9;

/// Of whom the signed-in person may begin an assessment.
pub fn trainees_to_assess() -> Load<Vec<TraineeToAssess>> {
    load(|| async { api::get("/trainees-to-assess").await })
}

/// The assessments that the signed-in person makes.
#[component]
pub fn AssessorPage() -> impl IntoView {
    let trainees = trainees_to_assess();
    let made: Load<Vec<Assessment>> = load(|| async { api::get("/assessments").await });
    let lede = "De du blir ombedd att göra, och de du själv börjar.";
    view! {
        <Page title="Bedömningar du gör" lede=lede.into_any()>
            <Loaded of=made let:made>
                <Made made=made.clone() waits=true />
                <Loaded of=trainees let:trainees>
                    <Begin trainees />
                </Loaded>
                <Made made waits=false />
            </Loaded>
        </Page>
    }
}

/// Those that wait for the person, or the others; latest first.
#[component]
fn Made(made: Vec<Assessment>, waits: bool) -> impl IntoView {
    let me = use_me().id;
    let mut shown = made;
    shown.retain(|one| (turn(one) == Some(me)) == waits);
    shown.sort_by_key(|one| std::cmp::Reverse((one.written.occasion.on, one.id)));
    let rows: Vec<_> = shown
        .iter()
        .map(|one| {
            let href = format!("/st/{}/bedomningar?{ASSESSMENT}={}", one.training, one.id);
            row(one, Signal::stored(href), one.trainee.name.clone(), waits, mark(None))
        })
        .collect();
    let (id, heading) =
        if waits { ("vantar", "Väntar på dig") } else { ("alla", "Andra, nyast först") };
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

fn found(one: &TraineeToAssess, wanted: &str) -> bool {
    let text = format!("{} {} {}", one.trainee.name, &*one.specialty, one.clinic.place());
    let text = text.to_lowercase();
    wanted.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

/// The ST-läkare that the person may begin an assessment of; many are searched.
#[component]
fn Begin(trainees: Vec<TraineeToAssess>) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let total = trainees.len();
    let trainees = StoredValue::new(trainees);
    let shown = Memo::new(move |_| {
        wanted.with(|wanted| {
            let mut shown = trainees.get_value();
            shown.retain(|one| found(one, wanted));
            shown
        })
    });
    let rows = move || {
        shown
            .get()
            .into_iter()
            .map(|one| {
                let href = format!("/st/{}/bedomningar?{ASSESSMENT}={NEW}", one.training);
                let said =
                    format!("{} · {} · {}", &*one.specialty, one.clinic.place(), one.regulation);
                view! {
                    <li>
                        <a class="row-what" href=href>
                            {one.trainee.name}
                        </a>
                        <span class="row-where">{said}</span>
                    </li>
                }
            })
            .collect_view()
    };
    let search = (total >= SEARCHED).then(|| {
        view! {
            <Search label="Sök ST-läkare, specialitet eller klinik" words=wanted />
            <p class="note" role="status">
                {move || format!("{} av {total} visas", shown.with(Vec::len))}
            </p>
        }
    });
    let said = if total == 0 {
        "Du kan inte börja en bedömning av någon nu. Här står ST-läkare på en klinik där du är handledare, och de vars placering du handleder."
    } else {
        "Välj vem du vill bedöma. Det du skriver läser ST-läkaren när du skickar det."
    };
    view! {
        <section class="card" aria-labelledby="borja">
            <h2 id="borja">"Börja en bedömning"</h2>
            <p class="note">{said}</p>
            {search}
            <ul class="rows">{rows}</ul>
        </section>
    }
}
