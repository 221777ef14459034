//! What stands in the protocol while it is worked with: every field autosaved, all else derived from the fields.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::{
    checklist::{Area, AreaCode, Checklist, CriterionCode},
    comparison::compare,
    grade::{ReviewGrade, Suggestion},
    inspection::{AreaGrading, Inspection, Judgement, Observation, SavedGrading, SavedObservation},
    review::{Changed, ReviewId, SavedText, TextField},
    rights::Action,
    saving::State,
    self_assessment::{Answer, SelfAssessment, Verdict},
};

use super::super::{
    drafts::{GradingDraft, ObservationDraft},
    live::{GONE, Live},
    words,
};
use crate::{
    components::{
        Announcer,
        review::{AreaPlace, TextDraft, next_criterion, text_draft},
    },
    outbox::{Autosave, Draft},
    session::{use_me, use_session},
    time::{say_day_of, say_moment},
};

/// The protocol. Copied freely; lives as long as the component that opened it.
#[derive(Clone, Copy)]
pub struct Workspace {
    live: Live,
    checklist: StoredValue<Arc<Checklist>>,
    own: StoredValue<Option<Arc<SelfAssessment>>>,
    fields: Fields,
    /// The suggestion as the server last worked it out, until something else is heard.
    told: RwSignal<Option<(AreaCode, Suggestion)>>,
    /// Whether the person is one who writes, when nothing is locked.
    writer: Memo<bool>,
    gone_to: StoredValue<Option<CriterionCode>>,
}

/// Every field that is written in.
#[derive(Clone, Copy)]
struct Fields {
    observations: StoredValue<BTreeMap<CriterionCode, Autosave<ObservationDraft>>>,
    gradings: StoredValue<BTreeMap<AreaCode, Autosave<GradingDraft>>>,
    texts: StoredValue<BTreeMap<AreaCode, Autosave<TextDraft>>>,
}

impl Workspace {
    /// Opens an inspection that was just read, and follows it.
    pub fn open(
        inspection: Inspection,
        checklist: Arc<Checklist>,
        own: Option<Arc<SelfAssessment>>,
    ) -> Self {
        let on = words::on(&inspection, &use_me());
        let session = use_session();
        let writer = Memo::new(move |_| session.may(Action::ProtocolWrite, &on));
        let path = format!("inspections/{}", inspection.id);
        let announcer = expect_context::<Announcer>();
        let first = inspection.clone();
        let told = RwSignal::new(None);
        let fields = Fields {
            observations: StoredValue::new(BTreeMap::new()),
            gradings: StoredValue::new(BTreeMap::new()),
            texts: StoredValue::new(BTreeMap::new()),
        };
        let heard = Callback::new(move |inspection: Inspection| {
            told.set(None);
            fields.hear(&inspection);
        });
        let live = Live::follow(RwSignal::new(first), heard);
        let saved = move |revision: i64, changed: Option<Changed>| {
            live.saved(revision);
            if let Some(changed) = changed {
                announcer.say(format!("Sparat {}", say_moment(changed.at)));
            }
        };
        let observations = checklist
            .criteria()
            .map(|criterion| {
                let code = criterion.code;
                let kept = ObservationDraft::kept(&observation(&inspection, code));
                let on_saved = Callback::new(move |answer: SavedObservation| {
                    told.set(Some((code.area(), answer.suggestion)));
                    saved(answer.revision, answer.observation.changed);
                });
                (code, Autosave::new(format!("{path}/observations/{code}"), kept, on_saved))
            })
            .collect();
        let gradings = AreaCode::ALL
            .into_iter()
            .map(|area| {
                let kept = GradingDraft::kept(&grading(&inspection, area));
                let on_saved = Callback::new(move |answer: SavedGrading| {
                    saved(answer.revision, answer.grading.changed);
                });
                (area, Autosave::new(format!("{path}/gradings/{area}"), kept, on_saved))
            })
            .collect();
        let texts = AreaCode::ALL
            .into_iter()
            .map(|area| {
                let written = inspection.protocol.as_ref().map_or(&[][..], |p| &p.texts);
                let kept = text_draft(written, TextField::Area(area));
                let on_saved = Callback::new(move |answer: SavedText| {
                    saved(answer.revision, answer.text.changed);
                });
                (area, Autosave::new(format!("{path}/texts/{area}"), kept, on_saved))
            })
            .collect();
        fields.observations.set_value(observations);
        fields.gradings.set_value(gradings);
        fields.texts.set_value(texts);
        Self {
            live,
            checklist: StoredValue::new(checklist),
            own: StoredValue::new(own),
            fields,
            told,
            writer,
            gone_to: StoredValue::new(None),
        }
    }

    /// Reads the record.
    pub fn with<R>(self, read: impl FnOnce(&Inspection) -> R) -> R {
        self.live.with_untracked(read)
    }

    /// Which review it is.
    pub fn id(self) -> ReviewId {
        self.with(|inspection| ReviewId::Inspection(inspection.id))
    }

    /// The checklist it began with.
    pub fn checklist(self) -> Arc<Checklist> {
        self.checklist.get_value()
    }

    /// Reads an area of the checklist.
    pub fn with_area<R>(self, area: AreaCode, read: impl FnOnce(&Area) -> R) -> Option<R> {
        self.checklist.with_value(|checklist| checklist.area(area).map(read))
    }

    /// The criteria of an area, in order.
    pub fn codes(self, area: AreaCode) -> Vec<CriterionCode> {
        self.with_area(area, |area| area.criteria.iter().map(|c| c.code).collect())
            .unwrap_or_default()
    }

    /// Address of the inspection's own page.
    pub fn address_of_record(self) -> String {
        self.with(|inspection| format!("/granskningar/{}", inspection.id))
    }

    /// Address of an area.
    pub fn address(self, area: AreaCode) -> String {
        format!("{}/omrade/{area}", self.address_of_record())
    }

    /// Whether the person may read the protocol as it stands; followed.
    pub fn readable(self) -> bool {
        self.live.with(|inspection| inspection.protocol.is_some())
    }

    /// Whether anything can be written now; followed.
    pub fn writable(self) -> bool {
        self.writer.get()
            && !self.live.gone()
            && self.live.with(|inspection| inspection.phase.editable().is_ok())
    }

    /// The same, without following.
    pub fn writable_untracked(self) -> bool {
        untrack(|| self.writable())
    }

    /// Why an inspector can't write now; followed. Those who only read need no reason.
    pub fn locked(self) -> Option<String> {
        if self.live.gone() {
            return Some(GONE.to_owned());
        }
        if !self.writer.get() {
            return None;
        }
        self.live.with(|inspection| {
            let why = inspection.phase.editable().err()?;
            let signed = match &inspection.phase {
                shared::inspection::InspectionPhase::Underway { first: Some(first) } => {
                    format!("{} undertecknade {}. ", first.by.name, say_day_of(first.at))
                }
                _ => String::new(),
            };
            Some(format!("{signed}{why}"))
        })
    }

    /// Whether there is a view of the clinic's own beside.
    pub fn has_own(self) -> bool {
        self.own.with_value(Option::is_some)
    }

    /// The clinic's own answer.
    pub fn answer(self, code: CriterionCode) -> Option<Answer> {
        self.own.with_value(|own| own.as_ref().and_then(|own| own.answer(code)).cloned())
    }

    /// The record of the clinic's own answers.
    pub fn own_path(self) -> Option<String> {
        self.own.with_value(|own| own.as_ref().map(|own| format!("/self-assessments/{}", own.id)))
    }

    /// The field of a criterion.
    pub fn observation(self, code: CriterionCode) -> Option<Autosave<ObservationDraft>> {
        self.fields.observations.with_value(|fields| fields.get(&code).copied())
    }

    /// The field of an area's grade.
    pub fn grading(self, area: AreaCode) -> Option<Autosave<GradingDraft>> {
        self.fields.gradings.with_value(|fields| fields.get(&area).copied())
    }

    /// The field of an area's text.
    pub fn text(self, area: AreaCode) -> Option<Autosave<TextDraft>> {
        self.fields.texts.with_value(|fields| fields.get(&area).copied())
    }

    /// The judgement as it is shown; followed.
    pub fn judgement(self, code: CriterionCode) -> Option<Judgement> {
        self.observation(code).and_then(|field| field.with(|draft| draft.judgement))
    }

    /// Judges a criterion, or takes the judgement back. Says whether it could be done.
    pub fn judge(self, code: CriterionCode, judgement: Option<Judgement>) -> bool {
        let conflicted = |field: Autosave<ObservationDraft>| {
            untrack(|| matches!(field.state(), State::Conflict { .. }))
        };
        // At a conflict one of the two is chosen first.
        let field = self.observation(code).filter(|field| !conflicted(*field));
        if let Some(field) = field {
            field.choose(|draft| draft.judgement = judgement);
        }
        field.is_some()
    }

    /// Whether the clinic and the inspectors came to different things on a criterion; followed.
    pub fn differs(self, code: CriterionCode) -> bool {
        let clinic = self.own.with_value(|own| {
            let answer = own.as_ref().and_then(|own| own.answer(code));
            answer.and_then(|answer| answer.verdict).map(Verdict::standing)
        });
        compare(clinic, self.judgement(code).map(Judgement::standing)).differs()
    }

    /// The criteria of an area that differ; followed.
    pub fn differing(self, area: AreaCode) -> Vec<CriterionCode> {
        self.codes(area).into_iter().filter(|code| self.differs(*code)).collect()
    }

    /// The area's suggested grade: worked out here at once, and as the server says when it has; followed.
    pub fn suggestion(self, area: AreaCode) -> Suggestion {
        let settled = self
            .codes(area)
            .into_iter()
            .all(|code| self.observation(code).is_none_or(|field| field.is_settled()));
        let told = self.told.with(|told| {
            told.as_ref().filter(|(told, _)| *told == area && settled).map(|(_, it)| it.clone())
        });
        told.unwrap_or_else(|| self.own_suggestion(area))
    }

    fn own_suggestion(self, area: AreaCode) -> Suggestion {
        let exceptions = self.checklist.with_value(|checklist| checklist.exceptions);
        self.with_area(area, |area| {
            area.suggest(exceptions, |code| {
                self.judgement(code).map(|judgement| judgement.standing().fulfilment())
            })
        })
        .unwrap_or(Suggestion::Incomplete { remaining: Vec::new(), not_fulfilled: Vec::new() })
    }

    /// The grade an area has, with what a plan made of it; followed.
    pub fn grade(self, area: AreaCode) -> Option<ReviewGrade> {
        let set = self.grading(area)?.with(|draft| draft.grade)?;
        let after_plan = self.live.with(|inspection| {
            let grading = inspection.protocol.as_ref()?.grading(area)?;
            grading.after_plan.as_ref().map(|after| after.grade)
        });
        Some(ReviewGrade { set, after_plan })
    }

    /// How an area stands; followed.
    pub fn place(self, area: AreaCode) -> AreaPlace {
        let codes = self.codes(area);
        let done = codes.iter().filter(|code| self.judgement(**code).is_some()).count();
        AreaPlace { grade: self.grade(area), done, total: codes.len() }
    }

    fn order(self) -> Vec<CriterionCode> {
        self.checklist.with_value(|checklist| checklist.criteria().map(|c| c.code).collect())
    }

    /// The next criterion that isn't judged, from the start again when there is none after.
    pub fn next_unjudged(self) -> Option<CriterionCode> {
        let mut open = self.order();
        open.retain(|code| untrack(|| self.judgement(*code)).is_none());
        next_criterion(&open, self.gone_to.get_value())
    }

    /// Remembers where one is led, so that the next step goes on from there.
    pub fn going_to(self, code: CriterionCode) {
        self.gone_to.set_value(Some(code));
    }

    /// The criterion before.
    pub fn previous(self, before: Option<CriterionCode>) -> Option<CriterionCode> {
        let before = before?;
        self.order().into_iter().take_while(|code| *code != before).last()
    }

    /// Whether all that is shown is on the server; followed.
    pub fn is_settled(self) -> bool {
        self.fields
            .observations
            .with_value(|fields| fields.values().all(|field| field.is_settled()))
            && self
                .fields
                .gradings
                .with_value(|fields| fields.values().all(|field| field.is_settled()))
            && self
                .fields
                .texts
                .with_value(|fields| fields.values().all(|field| field.is_settled()))
    }

    /// When something was last saved, by anybody; followed.
    pub fn last_saved(self) -> Option<DateTime<Utc>> {
        fn last<V: Draft>(fields: impl Iterator<Item = Autosave<V>>) -> Option<DateTime<Utc>> {
            fields.filter_map(|field| field.base().changed).map(|Changed { at, .. }| at).max()
        }
        [
            self.fields.observations.with_value(|fields| last(fields.values().copied())),
            self.fields.gradings.with_value(|fields| last(fields.values().copied())),
            self.fields.texts.with_value(|fields| last(fields.values().copied())),
        ]
        .into_iter()
        .flatten()
        .max()
    }
}

fn observation(inspection: &Inspection, code: CriterionCode) -> Observation {
    let known = inspection.protocol.as_ref().and_then(|protocol| protocol.observation(code));
    known.cloned().unwrap_or_else(|| Observation::unjudged(code))
}

fn grading(inspection: &Inspection, area: AreaCode) -> AreaGrading {
    let known = inspection.protocol.as_ref().and_then(|protocol| protocol.grading(area));
    known.cloned().unwrap_or_else(|| AreaGrading::ungraded(area))
}

impl Fields {
    /// The record was read again: what one is writing stays.
    fn hear(self, inspection: &Inspection) {
        let Some(protocol) = &inspection.protocol else { return };
        for heard in &protocol.observations {
            let field = self.observations.try_with_value(|fields| fields.get(&heard.code).copied());
            if let Some(field) = field.flatten() {
                field.hear(ObservationDraft::kept(heard));
            }
        }
        for heard in &protocol.gradings {
            let field = self.gradings.try_with_value(|fields| fields.get(&heard.area).copied());
            if let Some(field) = field.flatten() {
                field.hear(GradingDraft::kept(heard));
            }
        }
        for heard in &protocol.texts {
            let TextField::Area(area) = heard.field else { continue };
            let field = self.texts.try_with_value(|fields| fields.get(&area).copied());
            if let Some(field) = field.flatten() {
                field.hear(TextDraft::kept(heard));
            }
        }
    }
}
