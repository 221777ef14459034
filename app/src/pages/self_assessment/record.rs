//! A self-assessment on the screen: every answer and text autosaved, and a colleague's changes heard.

use std::{collections::BTreeMap, sync::Arc};

use gloo_timers::callback::Interval;
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use shared::{
    SelfAssessmentId,
    checklist::{Area, AreaCode, Checklist, CriterionCode},
    finding_thread::FindingThread,
    grade::{Fulfilment, Suggestion},
    progress::Figure,
    review::{Evidence, Review, SavedText, TextField},
    rights::{Action, On},
    saving::Kept,
    self_assessment::{Answer, SavedAnswer, SelfAssessment, Verdict, answered},
    text::FreeText,
};

use crate::{
    api,
    components::{
        Announcer,
        review::{TextDraft, text_draft},
    },
    outbox::{Autosave, Draft},
    session::{Session, use_session},
    time::say_moment,
};

mod opening;

pub(super) use opening::Opening;

/// The clinic's own figures by the criteria they bear on.
pub(super) type Figures = BTreeMap<CriterionCode, Vec<Figure>>;

/// How often a colleague's changes are asked for, in milliseconds.
const LISTEN: u32 = 4_000;

/// An answer as it is written: the body of `SaveAnswer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AnswerDraft {
    pub verdict: Option<Verdict>,
    pub comment: String,
}

impl Draft for AnswerDraft {
    type Record = Answer;
    type Answer = SavedAnswer;

    fn check(&self) -> Result<(), String> {
        FreeText::try_from(self.comment.clone()).map(drop).map_err(|wrong| wrong.to_string())
    }

    fn kept(answer: &Answer) -> Kept<Self> {
        Kept {
            value: Self { verdict: answer.verdict, comment: answer.comment.to_string() },
            version: answer.version,
            changed: answer.changed.clone(),
        }
    }

    fn saved(answer: &SavedAnswer, _sent: &Self) -> Kept<Self> {
        Self::kept(&answer.answer)
    }
}

/// One criterion's answer on the screen. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct AnswerField {
    pub save: Autosave<AnswerDraft>,
    pub evidence: RwSignal<Vec<Evidence>>,
    carried: RwSignal<bool>,
}

impl AnswerField {
    /// Taken from an earlier year, and not confirmed or changed since.
    pub fn to_confirm(self) -> bool {
        self.carried.get() && self.save.is_settled()
    }

    /// What it says to the grading rule; none while it counts as unanswered.
    pub fn fulfilment(self) -> Option<Fulfilment> {
        let to_confirm = self.to_confirm();
        self.save.with(|draft| answered(draft.verdict, &draft.comment, to_confirm))
    }

    /// "Ej tillämpligt" without the comment it needs.
    pub fn needs_comment(self) -> bool {
        self.save.with(|draft| {
            draft.verdict == Some(Verdict::NotApplicable) && draft.comment.trim().is_empty()
        })
    }

    /// The server's answer, from a save or a new reading.
    pub fn hear(self, answer: &Answer) {
        if self.save.base().version <= answer.version {
            set_if_new(self.evidence, answer.evidence.clone());
            set_if_new(self.carried, answer.to_confirm);
        }
        self.save.hear(AnswerDraft::kept(answer));
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|before| *before != value) == Some(true) {
        signal.set(value);
    }
}

/// A text and the state it is in.
type Written = (TextField, Autosave<TextDraft>);

/// A self-assessment on the screen. Copied freely; lives as long as the page.
#[derive(Clone, Copy)]
pub(super) struct Record {
    pub id: SelfAssessmentId,
    /// Without answers and texts: those are in the fields.
    pub head: RwSignal<SelfAssessment>,
    checklist: StoredValue<Arc<Checklist>>,
    answers: StoredValue<Arc<BTreeMap<CriterionCode, AnswerField>>>,
    texts: StoredValue<Arc<Vec<Written>>>,
    figures: StoredValue<Arc<Figures>>,
    /// What earlier reviews found, and what is done about it.
    pub threads: RwSignal<Vec<FindingThread>>,
    /// Earlier reviews.
    pub reviews: RwSignal<Vec<Review>>,
    /// The revision of which all is known.
    revision: RwSignal<i64>,
    /// The suggestion as the server last worked it out, until something is written.
    told: RwSignal<Option<(AreaCode, Suggestion)>>,
    announcer: Announcer,
    session: Session,
}

impl Record {
    fn new(whole: SelfAssessment, checklist: Arc<Checklist>, figures: Figures) -> Self {
        let SelfAssessment { id, revision, ref clinic, .. } = whole;
        let clinic = clinic.id;
        let revision = RwSignal::new(revision);
        let told = RwSignal::new(None);
        let announcer = expect_context::<Announcer>();
        let heard = move |new: i64| {
            if revision.try_get_untracked() == Some(new - 1) {
                revision.set(new);
            }
        };
        let said = move |at| announcer.say(format!("Sparat {}", say_moment(at)));
        let answers: BTreeMap<CriterionCode, AnswerField> = checklist
            .criteria()
            .map(|criterion| {
                let code = criterion.code;
                let answer =
                    whole.answer(code).cloned().unwrap_or_else(|| Answer::unanswered(code));
                let evidence = RwSignal::new(answer.evidence.clone());
                let carried = RwSignal::new(answer.to_confirm);
                let on_saved = Callback::new(move |saved: SavedAnswer| {
                    carried.set(saved.answer.to_confirm);
                    set_if_new(evidence, saved.answer.evidence);
                    told.set(Some((code.area(), saved.suggestion)));
                    heard(saved.revision);
                    saved.answer.changed.inspect(|changed| said(changed.at));
                });
                let path = format!("self-assessments/{id}/answers/{code}");
                let save = Autosave::new(path, AnswerDraft::kept(&answer), on_saved);
                (code, AnswerField { save, evidence, carried })
            })
            .collect();
        let texts = AreaCode::ALL
            .map(TextField::Area)
            .into_iter()
            .chain(TextField::LISTS)
            .map(|field| {
                let on_saved = Callback::new(move |saved: SavedText| {
                    heard(saved.revision);
                    saved.text.changed.inspect(|changed| said(changed.at));
                });
                let path = format!("self-assessments/{id}/texts/{field}");
                (field, Autosave::new(path, text_draft(&whole.texts, field), on_saved))
            })
            .collect();
        let record = Self {
            id,
            head: RwSignal::new(without_fields(whole)),
            checklist: StoredValue::new(checklist),
            answers: StoredValue::new(Arc::new(answers)),
            texts: StoredValue::new(Arc::new(texts)),
            figures: StoredValue::new(Arc::new(figures)),
            threads: RwSignal::new(Vec::new()),
            reviews: RwSignal::new(Vec::new()),
            revision,
            told,
            announcer,
            session: use_session(),
        };
        // Ends with the page, since the owner drops what it stores.
        let _ = StoredValue::new_local(Interval::new(LISTEN, move || {
            if !document().hidden() {
                spawn_local(record.listen());
            }
        }));
        spawn_local(async move {
            // What went before helps, and its absence stops nobody.
            if let Ok(threads) = api::get(&format!("/clinics/{clinic}/findings")).await {
                let _ = record.threads.try_set(threads);
            }
            if let Ok(reviews) = api::get(&format!("/clinics/{clinic}/reviews")).await {
                let _ = record.reviews.try_set(reviews);
            }
        });
        record
    }

    /// Asks for a colleague's changes. What one is writing stays.
    pub async fn listen(self) {
        let Some(known) = self.revision.try_get_untracked() else { return };
        let path = format!("/self-assessments/{}", self.id);
        // The banner says when the server isn't reached; the next round asks again.
        if let Ok(Some(whole)) = api::get_if_changed::<SelfAssessment>(&path, known).await {
            self.hear(whole);
        }
    }

    /// Takes in the whole record as it was read, or answered by a step.
    pub fn hear(self, whole: SelfAssessment) {
        let Some(answers) = self.answers.try_get_value() else { return };
        for answer in &whole.answers {
            if let Some(field) = answers.get(&answer.code) {
                field.hear(answer);
            }
        }
        for (field, text) in self.texts.get_value().iter() {
            text.hear(text_draft(&whole.texts, *field));
        }
        self.told.set(None);
        self.revision.set(whole.revision);
        set_if_new(self.head, without_fields(whole));
    }

    /// The checklist it began with.
    pub fn checklist(self) -> Arc<Checklist> {
        self.checklist.get_value()
    }

    /// An area of the checklist.
    pub fn area(self, code: AreaCode) -> Arc<Area> {
        let area = self.checklist.with_value(|checklist| checklist.area(code).cloned());
        Arc::new(area.expect("a checklist has all areas"))
    }

    /// The clinic's own figures that bear on a criterion.
    pub fn figures(self, code: CriterionCode) -> Vec<Figure> {
        self.figures.with_value(|figures| figures.get(&code).cloned().unwrap_or_default())
    }

    /// An answer.
    pub fn answer(self, code: CriterionCode) -> Option<AnswerField> {
        self.answers.with_value(|answers| answers.get(&code).copied())
    }

    /// All answers in the checklist's order.
    pub fn answers(self) -> Arc<BTreeMap<CriterionCode, AnswerField>> {
        self.answers.get_value()
    }

    /// A text.
    pub fn text(self, field: TextField) -> Autosave<TextDraft> {
        let found = self.texts.with_value(|texts| {
            texts.iter().find(|(name, _)| *name == field).map(|(_, text)| *text)
        });
        found.expect("every text of a review has a field")
    }

    /// Criteria answered and in all, in an area or everywhere.
    pub fn progress(self, area: Option<AreaCode>) -> (usize, usize) {
        let answers = self.answers();
        let within = answers.iter().filter(|(code, _)| area.is_none_or(|area| code.area() == area));
        within.fold((0, 0), |(done, total), (_, field)| {
            (done + usize::from(field.fulfilment().is_some()), total + 1)
        })
    }

    /// The area's suggested grade: worked out here at once, and as the server says when it has.
    pub fn suggestion(self, area: AreaCode) -> Suggestion {
        let answers = self.answers();
        let own = self.checklist.with_value(|checklist| {
            checklist.area(area).map(|area| {
                area.suggest(checklist.exceptions, |code| answers.get(&code)?.fulfilment())
            })
        });
        let settled = answers
            .iter()
            .filter(|(code, _)| code.area() == area)
            .all(|(_, field)| field.save.is_settled());
        let told = self.told.with(|told| {
            told.as_ref().filter(|(told, _)| *told == area && settled).map(|(_, it)| it.clone())
        });
        told.or(own).expect("a checklist has all areas")
    }

    /// Whether this person may change it now.
    pub fn editable(self) -> bool {
        self.head.with(|head| {
            head.phase.editable().is_ok()
                && self.session.may(Action::AssessmentAnswer, &On::clinic(&head.clinic))
        })
    }

    /// Whether this person may do something with it.
    pub fn may(self, action: Action) -> bool {
        self.head.with(|head| self.session.may(action, &On::clinic(&head.clinic)))
    }

    /// The revision of which all is known, for steps taken with the whole record.
    pub fn revision(self) -> i64 {
        self.revision.get_untracked()
    }

    /// Whether all that was written is on the server.
    pub fn is_settled(self) -> bool {
        self.answers().values().all(|field| field.save.is_settled())
            && self.texts.get_value().iter().all(|(_, text)| text.is_settled())
    }

    /// Tells screen readers something.
    pub fn say(self, what: impl Into<String>) {
        self.announcer.say(what);
    }

    /// The address of its pages.
    pub fn page(self) -> String {
        format!("/sjalvvarderingar/{}", self.id)
    }

    /// The address of a criterion.
    pub fn place(self, code: CriterionCode) -> String {
        format!("{}/omrade/{}#{code}", self.page(), code.area())
    }
}

fn without_fields(whole: SelfAssessment) -> SelfAssessment {
    SelfAssessment { answers: Vec::new(), texts: Vec::new(), revision: 0, ..whole }
}
