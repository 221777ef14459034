//! Bedömningar: what waits for whom, asking, the form, and how a ST-läkare develops on each instrument.

use leptos::prelude::*;
use shared::{
    PersonId,
    assessment::{Assessment, AssessmentStage},
    instrument::{AnsweredBy, Instruments},
    portfolio::Portfolio,
    rights::Action,
};

use crate::{
    components::{Crumb, Page, set_query, use_query},
    pages::training::{Binder, Shelf, TrainingPage},
    session::use_session,
};

mod assessor;
mod card;
mod development;
mod fields;
mod form;
mod link;
mod list;
mod new;
mod read;
mod sheet;

pub use assessor::AssessorPage;
use assessor::trainees_to_assess;
use card::AssessmentCard;
use development::Developments;
pub use link::LinkedPage;
use list::{Lists, Year};
use new::{HandOver, New};

/// The parameter of the address that names the open assessment.
const ASSESSMENT: &str = "bedomning";
/// Its value while a new one is asked for or begun.
const NEW: &str = "ny";
/// The parameter of the address that names the form shown alone.
const FORM: &str = "mall";

/// The name of the form an assessment is written on.
fn form_name(assessment: &Assessment) -> String {
    let form = Instruments::built_in().to_read(&assessment.instrument);
    form.map_or_else(|| assessment.instrument.code.to_string(), |form| form.name.clone())
}

/// Whose turn it is, if anybody's with an account.
fn turn(assessment: &Assessment) -> Option<PersonId> {
    match assessment.stage {
        AssessmentStage::Requested { .. } | AssessmentStage::Begun { .. } => assessment.writer(),
        AssessmentStage::Answered { .. } => assessment.confirmer(),
        _ => None,
    }
}

/// The assessments of a training. Who is asked and sees nothing else of the training sees those alone.
#[component]
pub fn AssessmentsPage() -> impl IntoView {
    let binder = Binder::of_address();
    let closed = binder.closed();
    move || {
        if closed.get() {
            view! { <Asked shelf=Shelf::asked_of_me(binder) /> }.into_any()
        } else {
            view! { <Whole shelf=Shelf::whole(binder) /> }.into_any()
        }
    }
}

/// All of them, for those who may read the training.
#[component]
fn Whole(shelf: Shelf<Assessment>) -> impl IntoView {
    let session = use_session();
    let binder = shelf.binder();
    let asked = use_query(ASSESSMENT);
    let may =
        move |action| binder.get().is_some_and(|p| session.may(action, &binder.on(&p.training)));
    let may_begin = Memo::new(move |_| may(Action::TraineeAssessmentBegin));
    let may_ask = Memo::new(move |_| may(Action::TraineeAssessmentAsk));
    let adding = Memo::new(move |_| asked.with(|asked| asked == NEW));
    let new = set_query(ASSESSMENT, NEW);
    let link = RwSignal::new(None);
    let actions = move || {
        (may_begin.get() && !adding.get()).then(|| {
            let words = if may_ask.get() { "Be om bedömning" } else { "Börja en bedömning" };
            view! {
                <a class="btn primary" href=move || new.get()>
                    {words}
                </a>
            }
        })
    };
    let heading = |_: Binder, _: &Portfolio| "Bedömningar".to_owned();
    view! {
        <TrainingPage
            binder
            title=("Bedömningar", heading)
            actions=view! { {actions} }.into_any()
        >
            <HandOver link />
            {move || {
                (may_begin.get() && adding.get())
                    .then(|| view! { <New shelf own=may_ask.get_untracked() link /> })
            }}
            <Open shelf />
            <div class="columns">
                <div class="column">
                    <Lists shelf />
                </div>
                <aside class="column" aria-label="Läget">
                    <Year binder />
                    <Developments binder />
                </aside>
            </div>
        </TrainingPage>
    }
}

/// Those one is asked for, or has begun or may begin, and nothing else of the training.
#[component]
fn Asked(shelf: Shelf<Assessment>) -> impl IntoView {
    let asked = use_query(ASSESSMENT);
    let trainees = trainees_to_assess();
    let trainee = Memo::new(move |_| {
        let id = shelf.binder().id();
        trainees.get()?.into_iter().find(|one| one.training.to_string() == id)
    });
    let may_begin = Memo::new(move |_| trainee.with(Option::is_some));
    let adding = Memo::new(move |_| asked.with(|asked| asked == NEW));
    let new = set_query(ASSESSMENT, NEW);
    let lede = move || {
        trainee.get().map(|one| format!("{}, {}", one.trainee.name, one.specialty.to_lowercase()))
    };
    let actions = move || {
        (may_begin.get() && !adding.get()).then(|| {
            view! {
                <a class="btn primary" href=move || new.get()>
                    "Börja en bedömning"
                </a>
            }
        })
    };
    let link = RwSignal::new(None);
    view! {
        <Page
            title="Bedömningar"
            crumbs=Signal::stored(vec![Crumb::to("Bedömningar du gör", "/bedomningar")])
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        >
            {move || {
                (may_begin.get() && adding.get()).then(|| view! { <New shelf own=false link /> })
            }}
            <Open shelf />
            <Lists shelf />
        </Page>
    }
}

/// The assessment that is open. Made anew when it has taken a step, not when another record of the training changes.
#[component]
fn Open(shelf: Shelf<Assessment>) -> impl IntoView {
    let asked = use_query(ASSESSMENT);
    let open = Memo::new(move |_| {
        let asked = asked.get();
        shelf.all()?.into_iter().find(|one| one.id.to_string() == asked)
    });
    move || open.get().map(|assessment| view! { <AssessmentCard shelf assessment /> })
}

/// Whether a form is the ST-läkare's own to fill in.
fn is_own_form(assessment: &Assessment) -> bool {
    assessment.answered_by == AnsweredBy::Trainee
}
