//! A self-assessment that is being read, with what stands beside it.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    SelfAssessmentId,
    rights::{Action, On},
    self_assessment::SelfAssessment,
};

use super::{Figures, Record};
use crate::{
    api::{self, ApiError},
    components::{Failed, Loading},
    outbox::{Outbox, use_outbox},
    session::{Session, use_session},
};

/// A self-assessment that is being read.
#[derive(Clone, Copy)]
pub struct Opening {
    id: SelfAssessmentId,
    found: RwSignal<Option<Result<Record, ApiError>>>,
    /// Whether the clinic's own figures are shown beside the answers.
    figures: bool,
    outbox: Outbox,
    session: Session,
    /// The page's, that the record is to live as long as.
    owner: StoredValue<Option<Owner>>,
}

impl Opening {
    /// Reads it. What was just written on the page one left is sent first.
    pub fn open(id: SelfAssessmentId) -> Self {
        Self::begin(id, false)
    }

    /// The same, with the clinic's own figures: they come together with the answers, so that nothing moves afterwards.
    pub fn with_figures(id: SelfAssessmentId) -> Self {
        Self::begin(id, true)
    }

    fn begin(id: SelfAssessmentId, figures: bool) -> Self {
        let opening = Self {
            id,
            found: RwSignal::new(None),
            figures,
            outbox: use_outbox(),
            session: use_session(),
            owner: StoredValue::new(Owner::current()),
        };
        opening.read();
        opening
    }

    fn read(self) {
        spawn_local(async move {
            self.outbox.settle().await;
            let found = async {
                let path = format!("/self-assessments/{}", self.id);
                let whole = api::get::<SelfAssessment>(&path).await?;
                let checklist = api::checklist(whole.checklist).await?;
                let figures = self.read_figures(&whole).await;
                Ok((whole, checklist, figures))
            }
            .await;
            // None when the page has been left meanwhile.
            let Some(Some(owner)) = self.owner.try_get_value() else { return };
            let make =
                || found.map(|(whole, checklist, figures)| Record::new(whole, checklist, figures));
            let _ = self.found.try_set(Some(owner.with(make)));
        });
    }

    /// The clinic's figures of today, while it is being answered: beside an answer of another year they would mislead.
    async fn read_figures(self, whole: &SelfAssessment) -> Figures {
        let may = self.session.may(Action::TrainingFiguresRead, &On::clinic(&whole.clinic));
        if !(self.figures && may && whole.phase.editable().is_ok()) {
            return Figures::new();
        }
        let path = format!("/clinics/{}/training-figures", whole.clinic.id);
        // They help, and their absence stops nobody.
        api::get(&path).await.unwrap_or_default()
    }

    /// The record, once it is here.
    pub fn record(self) -> Option<Record> {
        self.found.with(|found| found.as_ref().and_then(|found| found.as_ref().ok().copied()))
    }

    /// What it is called once it is here: `Självvärdering 2026`.
    pub fn name(self) -> String {
        self.record().map_or_else(
            || "Självvärdering".to_owned(),
            |record| record.head.with(|head| format!("Självvärdering {}", head.year)),
        )
    }

    /// Shows it, or that it is waited for, or why it isn't here.
    pub fn show(self, record: impl Fn(Record) -> AnyView + Send + 'static) -> impl IntoView {
        move || match self.found.get() {
            None => view! { <Loading /> }.into_any(),
            Some(Ok(found)) => untrack(|| record(found)),
            Some(Err(error)) => {
                let retry = Callback::new(move |()| {
                    self.found.set(None);
                    self.read();
                });
                view! { <Failed error retry /> }.into_any()
            }
        }
    }
}
