//! The inspection on its own page: followed, its lists autosaved, its steps taken.

use std::{collections::BTreeMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use shared::{
    PersonId,
    checklist::{AreaCode, Checklist},
    comparison::compare,
    grade::ReviewGrade,
    inspection::{Inspection, Judgement},
    review::{GiveReason, Review, ReviewId, SavedText, TextField},
    rights::Action,
    text::Reason,
};

use super::{
    super::{live::Live, planning::send_planning, words},
    Differences,
};
use crate::{
    api::{self, ApiError, Method},
    components::{
        Going,
        review::{TextDraft, text_draft},
    },
    outbox::{Autosave, Outbox, use_outbox},
    session::{use_me, use_session},
};

/// The inspection. Copied freely; lives as long as the component that opened it.
#[derive(Clone, Copy)]
pub struct Case {
    /// As it now stands.
    pub live: Live,
    checklist: StoredValue<Arc<Checklist>>,
    lists: StoredValue<BTreeMap<TextField, Autosave<TextDraft>>>,
    reviews: RwSignal<Vec<Review>>,
    /// Who looks at it.
    pub me: PersonId,
    /// Whether the person is one of its inspectors.
    pub writer: Memo<bool>,
    /// Whether the person plans it, and calls it off.
    pub planner: Memo<bool>,
    /// Whether the person comments for the clinic.
    pub commenter: Memo<bool>,
    /// The step that is being taken.
    pub going: Going,
    outbox: Outbox,
}

impl Case {
    /// Opens an inspection that was just read, and follows it.
    pub fn open(inspection: Inspection, checklist: Arc<Checklist>) -> Self {
        let me = use_me();
        let on = words::on(&inspection, &me);
        let session = use_session();
        let clinic = inspection.clinic.id;
        let path = format!("inspections/{}", inspection.id);
        let texts = inspection.protocol.as_ref().map_or(Vec::new(), |p| p.texts.clone());
        let record = RwSignal::new(inspection);
        let lists = StoredValue::new(BTreeMap::<TextField, Autosave<TextDraft>>::new());
        let heard = Callback::new(move |inspection: Inspection| {
            let Some(protocol) = &inspection.protocol else { return };
            let _ = lists.try_with_value(|lists| {
                for (field, list) in lists {
                    list.hear(text_draft(&protocol.texts, *field));
                }
            });
        });
        let live = Live::follow(record, heard);
        lists.set_value(
            TextField::LISTS
                .into_iter()
                .map(|field| {
                    let on_saved =
                        Callback::new(move |saved: SavedText| live.saved(saved.revision));
                    let path = format!("{path}/texts/{field}");
                    (field, Autosave::new(path, text_draft(&texts, field), on_saved))
                })
                .collect(),
        );
        let reviews = RwSignal::new(Vec::new());
        spawn_local(async move {
            // Without the clinic's own view the page shows the inspectors' alone.
            if let Ok(found) = api::get(&format!("/clinics/{clinic}/reviews")).await {
                let _ = reviews.try_set(found);
            }
        });
        Self {
            live,
            checklist: StoredValue::new(checklist),
            lists,
            reviews,
            me: me.id,
            writer: Memo::new(move |_| session.may(Action::ProtocolWrite, &on)),
            planner: Memo::new(move |_| session.may(Action::InspectionPlan, &on)),
            commenter: Memo::new(move |_| session.may(Action::InspectionComment, &on)),
            going: Going::new(),
            outbox: use_outbox(),
        }
    }

    /// The checklist it began with.
    pub fn checklist(self) -> Arc<Checklist> {
        self.checklist.get_value()
    }

    /// The field of one of the three lists.
    pub fn list(self, field: TextField) -> Option<Autosave<TextDraft>> {
        self.lists.with_value(|lists| lists.get(&field).copied())
    }

    /// Whether anything can be written now; followed.
    pub fn writable(self) -> bool {
        self.writer.get()
            && !self.live.gone()
            && self.live.with(|inspection| inspection.phase.editable().is_ok())
    }

    /// Address of an area's page.
    pub fn address(self, area: AreaCode) -> String {
        self.live
            .with_untracked(|inspection| format!("/granskningar/{}/omrade/{area}", inspection.id))
    }

    /// The clinic's own grades, in the self-assessment that the inspection uses; followed.
    pub fn own_grade(self, area: AreaCode) -> Option<ReviewGrade> {
        let own = self.live.with(|inspection| inspection.self_assessment)?;
        self.reviews.with(|reviews| {
            let review = reviews.iter().find(|r| r.id == ReviewId::SelfAssessment(own))?;
            review.grades.get(&area).cloned()
        })
    }

    /// How many criteria of each area differ; followed.
    pub fn differences(self) -> Differences {
        let mut found = Differences::new();
        let own = self.live.with(|inspection| inspection.self_assessment);
        self.reviews.with(|reviews| {
            let own = own.and_then(|own| {
                reviews.iter().find(|review| review.id == ReviewId::SelfAssessment(own))
            });
            let Some(own) = own else { return };
            self.live.with(|inspection| {
                let observations = inspection.protocol.iter().flat_map(|p| &p.observations);
                for observation in observations {
                    let clinic = own.criterion(observation.code).map(|c| c.standing);
                    let judged = observation.judgement.map(Judgement::standing);
                    let differs = compare(clinic, judged).differs();
                    *found.entry(observation.code.area()).or_default() += usize::from(differs);
                }
            });
        });
        found
    }

    /// Takes a step, such as `signature`, once all that was written has been sent.
    pub fn step(self, step: &'static str, reason: Option<Reason>, done: &'static str) {
        let sent = async move {
            let unsent = self.outbox.count().get_untracked() > 0;
            self.outbox.settle().await;
            if unsent {
                self.refresh().await;
            }
            // Gone is only what has been left, and then nobody hears of it.
            let (id, revision) = self.live.key().ok_or_else(ApiError::not_found)?;
            let path = format!("/inspections/{id}/{step}");
            match reason {
                Some(reason) => {
                    let body = GiveReason { reason };
                    api::send(Method::POST, &path, Some(revision), &body).await
                }
                None => api::send_empty(Method::POST, &path, Some(revision)).await,
            }
        };
        self.going.follow(sent, done, move |now| self.live.take(now));
    }

    /// Calls it off.
    pub fn cancel(self, reason: Reason) {
        let seen = self.live.with_untracked(Inspection::clone);
        let sent = async move {
            let path = format!("/inspections/{}/cancellation", seen.id);
            send_planning(Method::POST, &path, &seen, &GiveReason { reason }).await
        };
        self.going.follow(sent, "Granskningen är inställd.", move |now| self.live.take(now));
    }

    /// Reads what one's own writing has made of it.
    async fn refresh(self) {
        let Some((id, revision)) = self.live.key() else { return };
        let answer = api::get_if_changed(&format!("/inspections/{id}"), revision).await;
        if let Ok(Some(inspection)) = answer {
            self.live.take(inspection);
        }
    }
}
