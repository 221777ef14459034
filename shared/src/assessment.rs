//! Bedömning: asked for, answered, confirmed.
//!
//! The ST-läkare asks and can take the asking back until it is answered; an assessor may also begin unasked. What is sent is
//! copied to the huvudansvarig handledare and the studierektor (Riktlinje Västmanland 8.1).

mod asked;
mod check;
mod development;
mod occasion;
mod stage;
#[cfg(test)]
mod tests;
mod trainee;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AssessmentId, PersonId, TrainingId,
    curriculum::ObjectiveCode,
    instrument::{AnsweredBy, Instrument, InstrumentRef, ItemKey, Rating},
    person::{PersonName, Signature},
    review::Changed,
    text::{FreeText, Reason},
};

pub use asked::{AskedAssessment, NewAssessment};
pub use check::{MAX_MINUTES, missing, problems};
pub use development::{
    Development, DevelopmentLine, DevelopmentPoint, DevelopmentRow, MomentStanding, development,
    moments,
};
pub use occasion::{Assessor, Difficulty, Occasion};
pub use stage::{AssessmentRefused, AssessmentRequest, AssessmentStage};
pub use trainee::TraineeToAssess;

/// What is written on the form; also what saves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveAssessment {
    /// What was assessed, and when.
    pub occasion: Occasion,
    /// Delmål it concerns.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub objectives: BTreeSet<ObjectiveCode>,
    /// Ratings of parts; what isn't here was left empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Rating>))]
    pub answers: BTreeMap<ItemKey, Rating>,
    /// The whole activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overall: Option<Rating>,
    /// Free texts by their prompt.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, FreeText>))]
    pub texts: BTreeMap<ItemKey, FreeText>,
    /// Förslag till nästa steg.
    #[serde(default)]
    pub next_step: FreeText,
}

impl SaveAssessment {
    /// A form with nothing but what the asking says.
    #[must_use]
    pub fn empty(occasion: Occasion, objectives: BTreeSet<ObjectiveCode>) -> Self {
        Self {
            occasion,
            objectives,
            answers: BTreeMap::new(),
            overall: None,
            texts: BTreeMap::new(),
            next_step: FreeText::default(),
        }
    }
}

/// Asks for an assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestAssessment {
    /// On which form; the newest version is taken.
    pub instrument: InstrumentRef,
    /// Of whom it is asked.
    pub assessor: Assessor,
    /// What and when, as far as is known.
    pub occasion: Occasion,
    /// Delmål it concerns.
    #[serde(default)]
    pub objectives: BTreeSet<ObjectiveCode>,
    /// Last day to begin answering.
    pub until: NaiveDate,
}

/// Begins an assessment unasked: the assessor's own, or the ST-läkare's form about a placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginAssessment {
    /// On which form.
    pub instrument: InstrumentRef,
    /// Who assesses; for the ST-läkare's own form the supervisor it goes to.
    pub assessor: Assessor,
    /// What and when.
    pub occasion: Occasion,
}

/// Bedömning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assessment {
    /// Which.
    pub id: AssessmentId,
    /// Whose way to specialist it belongs to.
    pub training: TrainingId,
    /// The form, for ever in this version.
    pub instrument: InstrumentRef,
    /// Who fills it in, as the form says; kept so that the record can be read without the form.
    pub answered_by: AnsweredBy,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// Who assesses; for the ST-läkare's own form the supervisor it goes to.
    pub assessor: Assessor,
    /// As it was last saved.
    pub written: SaveAssessment,
    /// Where it is on its way.
    #[serde(flatten)]
    pub stage: AssessmentStage,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

impl Assessment {
    /// The ST-läkare asks somebody to assess.
    ///
    /// # Errors
    /// When the ST-läkare asks themself, asks on a form the ST-läkare fills in, the last day has passed, or a written address
    /// is none.
    pub fn request(
        id: AssessmentId,
        training: TrainingId,
        instrument: &Instrument,
        asked: RequestAssessment,
        by: Signature,
        today: NaiveDate,
    ) -> Result<Self, AssessmentRefused> {
        if instrument.answered_by == AnsweredBy::Trainee {
            return Err(AssessmentRefused::OwnForm);
        }
        if asked.until < today {
            return Err(AssessmentRefused::UntilPassed(asked.until));
        }
        let trainee = by.by.clone();
        let stage =
            AssessmentStage::Requested { request: AssessmentRequest { by, until: asked.until } };
        let written = SaveAssessment::empty(asked.occasion, asked.objectives);
        Self::new(id, training, instrument, (trainee, asked.assessor), written, stage)
    }

    /// The one who fills in the form begins unasked.
    ///
    /// # Errors
    /// When the ST-läkare would assess themself, or a written address is none.
    pub fn begin_unasked(
        id: AssessmentId,
        training: TrainingId,
        instrument: &Instrument,
        trainee: PersonName,
        begun: BeginAssessment,
        at: DateTime<Utc>,
    ) -> Result<Self, AssessmentRefused> {
        let written = SaveAssessment::empty(begun.occasion, BTreeSet::new());
        let stage = AssessmentStage::Begun { request: None, at };
        Self::new(id, training, instrument, (trainee, begun.assessor), written, stage)
    }

    fn new(
        id: AssessmentId,
        training: TrainingId,
        instrument: &Instrument,
        (trainee, assessor): (PersonName, Assessor),
        written: SaveAssessment,
        stage: AssessmentStage,
    ) -> Result<Self, AssessmentRefused> {
        if assessor.account() == Some(trainee.id) {
            return Err(AssessmentRefused::Oneself);
        }
        Ok(Self {
            id,
            training,
            instrument: instrument.reference(),
            answered_by: instrument.answered_by,
            trainee,
            assessor: assessor.normal()?,
            written,
            stage,
            version: 0,
            changed: None,
        })
    }

    /// The account that fills in the form; none when the assessor answers by link.
    #[must_use]
    pub const fn writer(&self) -> Option<PersonId> {
        match self.answered_by {
            AnsweredBy::Assessor => self.assessor.account(),
            AnsweredBy::Trainee => Some(self.trainee.id),
        }
    }

    /// The account that confirms having read: the one who didn't write.
    #[must_use]
    pub const fn confirmer(&self) -> Option<PersonId> {
        match self.answered_by {
            AnsweredBy::Assessor => Some(self.trainee.id),
            AnsweredBy::Trainee => self.assessor.account(),
        }
    }

    /// Saves the form as far as it is written; begins it if it was only asked for.
    ///
    /// # Errors
    /// When it isn't to be written any more, or something written doesn't fit the form.
    pub fn save(
        self,
        written: SaveAssessment,
        instrument: &Instrument,
        changed: Changed,
        today: NaiveDate,
    ) -> Result<Self, AssessmentRefused> {
        let stage = self.stage.begin(changed.at, today)?;
        self.same_form(instrument)?;
        let problems = problems(&written, instrument);
        if !problems.is_empty() {
            return Err(AssessmentRefused::Unfit(problems));
        }
        Ok(Self { written, stage, version: self.version + 1, changed: Some(changed), ..self })
    }

    /// Sends the form: the ST-läkare, the huvudansvarig handledare and the studierektor may read it from now on
    /// (Riktlinje Västmanland 8.1). The sender's name is kept as it is now.
    ///
    /// # Errors
    /// When it isn't being written, or isn't whole.
    pub fn answer(
        self,
        instrument: &Instrument,
        answered: Changed,
        today: NaiveDate,
    ) -> Result<Self, AssessmentRefused> {
        let stage = self.stage.answer(answered)?;
        self.same_form(instrument)?;
        let mut gaps = problems(&self.written, instrument);
        gaps.extend(missing(&self.written, instrument, today));
        if gaps.is_empty() {
            Ok(Self { stage, ..self })
        } else {
            Err(AssessmentRefused::Unfit(gaps))
        }
    }

    fn same_form(&self, instrument: &Instrument) -> Result<(), AssessmentRefused> {
        if instrument.reference() == self.instrument {
            Ok(())
        } else {
            Err(AssessmentRefused::OtherForm(self.instrument.clone()))
        }
    }

    /// The other party confirms having read it and spoken about it.
    ///
    /// # Errors
    /// When it isn't answered, or somebody else confirms.
    pub fn confirm(self, confirmed: Signature) -> Result<Self, AssessmentRefused> {
        if self.confirmer() != Some(confirmed.by.id) {
            return Err(AssessmentRefused::NotConfirmer);
        }
        Ok(Self { stage: self.stage.confirm(confirmed)?, ..self })
    }

    /// The ST-läkare takes the asking back.
    ///
    /// # Errors
    /// When nothing was asked, or it is answered.
    pub fn recall(self, at: DateTime<Utc>) -> Result<Self, AssessmentRefused> {
        Ok(Self { stage: self.stage.recall(at)?, ..self })
    }

    /// The assessor says no, or leaves what was begun.
    ///
    /// # Errors
    /// When it is answered or over.
    pub fn decline(self, reason: Reason, at: DateTime<Utc>) -> Result<Self, AssessmentRefused> {
        Ok(Self { stage: self.stage.decline(reason, at)?, ..self })
    }

    /// Who may read what is written: the writer alone until it is sent, then both parties, the huvudansvarig handledare and the
    /// directors of studies of the clinic (Riktlinje Västmanland 8.1). That it is asked for, begun or declined both parties see.
    #[must_use]
    pub fn readers(
        &self,
        principal: Option<PersonId>,
        directors: &[PersonId],
    ) -> BTreeSet<PersonId> {
        if !self.stage.sent() {
            return self.writer().into_iter().collect();
        }
        let parties = [Some(self.trainee.id), self.assessor.account(), principal];
        parties.into_iter().flatten().chain(directors.iter().copied()).collect()
    }

    /// The assessment as a party sees it who may not read it yet: what was asked, and nothing of what is being written.
    #[must_use]
    pub fn without_answers(self) -> Self {
        let SaveAssessment { occasion, objectives, .. } = self.written;
        Self { written: SaveAssessment::empty(occasion, objectives), ..self }
    }

    /// Whether it counts as an assessment of the ST-läkare: sent, and about the ST-läkare.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.stage.sent() && self.answered_by == AnsweredBy::Assessor
    }
}

/// Assessments in twelve months, with what was counted (R57; Riktlinje Västmanland 8.1: at least two a year, bör).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssessmentsInYear {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Those that count, by the day of the occasion.
    pub counted: Vec<AssessmentId>,
}

impl AssessmentsInYear {
    /// How many more would reach what is wanted.
    #[must_use]
    pub const fn remaining(&self, wanted: usize) -> usize {
        wanted.saturating_sub(self.counted.len())
    }
}

/// Counts the assessments of the twelve months that end with `until` (R57). What counts is sent and about the ST-läkare.
#[must_use]
pub fn count_in_year(assessments: &[Assessment], until: NaiveDate) -> AssessmentsInYear {
    let before = until.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN);
    let from = before.checked_add_days(Days::new(1)).unwrap_or(until);
    let mut counted: Vec<_> = assessments
        .iter()
        .filter(|one| one.counts() && (from..=until).contains(&one.written.occasion.on))
        .map(|one| (one.written.occasion.on, one.id))
        .collect();
    counted.sort_unstable();
    AssessmentsInYear { from, until, counted: counted.into_iter().map(|(_, id)| id).collect() }
}
