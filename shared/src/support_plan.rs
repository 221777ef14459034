//! Åtgärdsplan when a ST-läkare's goals are at risk (Riktlinje Västmanland 10, R73–R78).
//!
//! What it says is about one person's shortcomings, so it is seen by those who need it and nobody else.

mod concern;
mod head_of_unit;
mod part;
mod phase;
mod request;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    SupportPlanId,
    iup::{FirstSignature, Reopened, ReopenedHow, Signatory},
    person::Signature,
    review::Changed,
    text::{FreeText, Line, Reason},
};

pub use concern::{ConcernNotAllowed, ConcernNote, ConcernNotes, InvalidConcern, WriteConcern};
pub use head_of_unit::{DecidedWay, HeadDecision, HeadOfUnitInvolved, SecondOpinion};
pub use part::{SupportStep, TrainingPart};
pub use phase::{
    ClosedFrom, Escalation, FollowUpOutcome, Prolongation, SupportAgreement, SupportFollowUp,
    SupportPlanGap, SupportPlanNotAllowed, SupportPlanPhase,
};
pub use request::{
    DecideSupportPlan, FollowUpSupportPlan, NoteSecondOpinion, ReadSupportPlan, SaveSupportPlan,
};

use SupportPlanNotAllowed as No;

/// A support (stödåtgärd). May be half written in a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measure {
    /// What is done.
    pub what: FreeText,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<Line>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// Most measures of a plan.
pub const MAX_MEASURES: usize = 50;

/// Åtgärdsplan, written by ST-läkaren and the principal supervisor (R74).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportPlan {
    /// Which.
    pub id: SupportPlanId,
    /// The plan that this one is secondary to (R77).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_to: Option<SupportPlanId>,
    /// What the difficulties are.
    pub problems: FreeText,
    /// The supports.
    pub measures: Vec<Measure>,
    /// Tidsplan; always needed (R75).
    pub time_plan: FreeText,
    /// Plan för uppföljning; always needed (R75).
    pub follow_up_plan: FreeText,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: SupportPlanPhase,
    /// The head of unit, once asked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_of_unit: Option<HeadOfUnitInvolved>,
    /// Grows with every change of anything in it.
    pub revision: i64,
    /// Of what is written; 0 before it was first saved.
    pub version: i64,
    /// The last change of what is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

impl SupportPlan {
    /// An empty plan, where no other is on its way. A secondary plan is begun by [`Self::escalate`] instead.
    ///
    /// # Errors
    /// When there is a plan that is neither closed nor followed by a secondary one.
    pub fn begin(plans: &[Self], id: SupportPlanId) -> Result<Self, No> {
        let under_way = |plan: &Self| {
            !matches!(
                plan.phase,
                SupportPlanPhase::Escalated { .. } | SupportPlanPhase::Closed { .. }
            )
        };
        if plans.iter().any(under_way) { Err(No::UnderWay) } else { Ok(Self::draft(id, None)) }
    }

    /// An empty plan; `secondary_to` is the plan it continues, if it is a secondary one.
    #[must_use]
    pub fn draft(id: SupportPlanId, secondary_to: Option<SupportPlanId>) -> Self {
        Self {
            id,
            secondary_to,
            problems: FreeText::default(),
            measures: Vec::new(),
            time_plan: FreeText::default(),
            follow_up_plan: FreeText::default(),
            phase: SupportPlanPhase::Draft { reopened: None },
            head_of_unit: None,
            revision: 0,
            version: 0,
            changed: None,
        }
    }

    /// Whether a part in the training sees the plan; nobody without a part does. The head of unit sees it only once asked in,
    /// which is also how larger resources come to be approved.
    #[must_use]
    pub const fn who_may_see(&self, part: TrainingPart) -> bool {
        part::sees(part, self.head_of_unit.is_some())
    }

    /// Whether the plan says all it must.
    ///
    /// # Errors
    /// The first thing that is missing.
    pub fn whole(&self) -> Result<(), SupportPlanGap> {
        use SupportPlanGap as Gap;
        if self.problems.is_blank() {
            return Err(Gap::Problems);
        }
        if self.measures.is_empty() {
            return Err(Gap::Measures);
        }
        for (number, measure) in (1..).zip(&self.measures) {
            if measure.what.is_blank() {
                return Err(Gap::What(number));
            }
            if measure.responsible.is_none() {
                return Err(Gap::Responsible(number));
            }
            if measure.until.is_none() {
                return Err(Gap::Until(number));
            }
        }
        if self.time_plan.is_blank() {
            return Err(Gap::TimePlan);
        }
        if self.follow_up_plan.is_blank() {
            return Err(Gap::FollowUpPlan);
        }
        Ok(())
    }

    /// Writes the draft.
    ///
    /// # Errors
    /// When it isn't a draft, or has too many measures.
    pub fn write(self, save: SaveSupportPlan) -> Result<Self, No> {
        self.phase.editable()?;
        if save.measures.len() > MAX_MEASURES {
            return Err(No::TooManyMeasures(save.measures.len()));
        }
        let SaveSupportPlan { problems, measures, time_plan, follow_up_plan } = save;
        Ok(Self { problems, measures, time_plan, follow_up_plan, ..self })
    }

    /// ST-läkaren signs. `read` is the revision on the person's screen.
    ///
    /// # Errors
    /// When something is missing, the ST-läkare has signed, or the plan has changed since it was read.
    pub fn sign_as_trainee(self, signature: Signature, read: i64) -> Result<Self, No> {
        self.sign(Signatory::Trainee, signature, read)
    }

    /// The principal supervisor signs; as [`Self::sign_as_trainee`].
    ///
    /// # Errors
    /// When something is missing, the supervisor has signed, or the plan has changed since it was read.
    pub fn sign_as_supervisor(self, signature: Signature, read: i64) -> Result<Self, No> {
        self.sign(Signatory::Supervisor, signature, read)
    }

    fn sign(self, signatory: Signatory, signature: Signature, read: i64) -> Result<Self, No> {
        let phase = match self.phase {
            SupportPlanPhase::Draft { .. } => {
                self.whole()?;
                let first = FirstSignature::put(signatory, signature, read, self.revision)?;
                SupportPlanPhase::Signing { first }
            }
            SupportPlanPhase::Signing { first } => {
                SupportPlanPhase::Proposed { signatures: first.and(signatory, signature, read)? }
            }
            other => return Err(other.locked()),
        };
        Ok(Self { phase, ..self })
    }

    /// One who has signed takes it back: the draft opens, and both sign anew.
    ///
    /// # Errors
    /// When nobody has signed, another has, or it is approved.
    pub fn withdraw(self, by: Signature, reason: Reason) -> Result<Self, No> {
        let own = match &self.phase {
            SupportPlanPhase::Draft { .. } => return Err(No::NotSigned),
            SupportPlanPhase::Signing { first } => first.signature.by.id == by.by.id,
            SupportPlanPhase::Proposed { signatures } => signatures.include(&by),
            other => return Err(other.locked()),
        };
        if own { Ok(self.reopen(ReopenedHow::Withdrawn, by, reason)) } else { Err(No::NotYours) }
    }

    /// The director of studies sends a proposed plan back; both sign anew.
    ///
    /// # Errors
    /// When it isn't proposed.
    pub fn return_with(self, by: Signature, reason: Reason) -> Result<Self, No> {
        match self.phase {
            SupportPlanPhase::Proposed { .. } => Ok(self.reopen(ReopenedHow::Returned, by, reason)),
            _ => Err(No::NotProposed),
        }
    }

    fn reopen(self, how: ReopenedHow, by: Signature, reason: Reason) -> Self {
        let reopened = Some(Reopened { how, by, reason });
        Self { phase: SupportPlanPhase::Draft { reopened }, ..self }
    }

    /// The director of studies approves (R76): the plan is in force. `read` is the revision on the person's screen.
    ///
    /// # Errors
    /// When it isn't proposed, the person has signed it too, or it has been signed anew since it was read.
    pub fn approve(self, approved: Signature, read: i64, today: NaiveDate) -> Result<Self, No> {
        let agreement = self.phase.clone().agree(approved, read, today)?;
        Ok(Self { phase: SupportPlanPhase::InForce { agreement }, ..self })
    }

    /// Follows the plan up.
    ///
    /// # Errors
    /// When it isn't in force.
    pub fn follow_up(self, follow_up: SupportFollowUp) -> Result<Self, No> {
        match self.phase {
            SupportPlanPhase::InForce { agreement } => {
                Ok(Self { phase: SupportPlanPhase::FollowedUp { agreement, follow_up }, ..self })
            }
            _ => Err(No::NotInForce),
        }
    }

    /// Goes on with a secondary plan, when this one wasn't followed or didn't reach its goals (R77).
    ///
    /// # Errors
    /// When it isn't followed up, its goals were met, or all are to be told of a prolongation on a day to come.
    pub fn escalate(self, escalation: Escalation, today: NaiveDate) -> Result<Self, No> {
        if let Prolongation::Possible { told } = escalation.prolongation
            && told > today
        {
            return Err(No::ToCome(told));
        }
        match self.phase {
            SupportPlanPhase::FollowedUp { follow_up, .. }
                if follow_up.outcome == FollowUpOutcome::GoalsMet =>
            {
                Err(No::GoalsMet)
            }
            SupportPlanPhase::FollowedUp { agreement, follow_up } => Ok(Self {
                phase: SupportPlanPhase::Escalated { agreement, follow_up, escalation },
                ..self
            }),
            _ => Err(No::NotFollowedUp),
        }
    }

    /// The director of studies asks the head of unit in, who sees the plan from then on (R78).
    ///
    /// # Errors
    /// When that is done, or the plan is closed.
    pub fn involve_head_of_unit(self, asked: Signature, reason: Reason) -> Result<Self, No> {
        self.phase.open()?;
        if self.head_of_unit.is_some() {
            return Err(No::InvolvedAlready);
        }
        let involved = HeadOfUnitInvolved { asked, reason, resources: None, second_opinion: None };
        Ok(Self { head_of_unit: Some(involved), ..self })
    }

    /// The head of unit approves the larger changes or resources (R78).
    ///
    /// # Errors
    /// When not asked in, it is approved, or the plan is closed.
    pub fn approve_resources(self, approved: Signature) -> Result<Self, No> {
        self.phase.open()?;
        let involved = self.head_of_unit.ok_or(No::NotInvolved)?;
        if involved.resources.is_some() {
            return Err(No::ResourcesApproved);
        }
        let involved = HeadOfUnitInvolved { resources: Some(approved), ..involved };
        Ok(Self { head_of_unit: Some(involved), ..self })
    }

    /// Notes a second opinion (R78); a decision in it is left out.
    ///
    /// # Errors
    /// When the head of unit isn't asked in, one stands, nothing is written, the day is to come, or the plan is closed.
    pub fn note_second_opinion(
        self,
        noted: NoteSecondOpinion,
        today: NaiveDate,
    ) -> Result<Self, No> {
        self.phase.open()?;
        let involved = self.head_of_unit.ok_or(No::NotInvolved)?;
        if involved.second_opinion.is_some() {
            return Err(No::OpinionNoted);
        }
        let NoteSecondOpinion { whose, on, conclusion } = noted;
        if conclusion.is_blank() {
            return Err(No::EmptyOpinion);
        }
        if on > today {
            return Err(No::ToCome(on));
        }
        let opinion = SecondOpinion { whose, on, conclusion, decision: None };
        let involved = HeadOfUnitInvolved { second_opinion: Some(opinion), ..involved };
        Ok(Self { head_of_unit: Some(involved), ..self })
    }

    /// The head of unit decides which way the training goes, after a second opinion (R78).
    ///
    /// # Errors
    /// When there is no second opinion, it is decided, or the plan is closed.
    pub fn decide(self, decision: HeadDecision) -> Result<Self, No> {
        self.phase.open()?;
        let involved = self.head_of_unit.ok_or(No::NotInvolved)?;
        let opinion = involved.second_opinion.ok_or(No::NoSecondOpinion)?;
        if opinion.decision.is_some() {
            return Err(No::Decided);
        }
        let opinion = SecondOpinion { decision: Some(decision), ..opinion };
        let involved = HeadOfUnitInvolved { second_opinion: Some(opinion), ..involved };
        Ok(Self { head_of_unit: Some(involved), ..self })
    }

    /// What the head of unit decided, if it came so far.
    #[must_use]
    pub fn decision(&self) -> Option<&HeadDecision> {
        self.head_of_unit.as_ref()?.second_opinion.as_ref()?.decision.as_ref()
    }

    /// Closes the plan: a draft given up, goals met, a secondary plan taken over, or the head of unit has decided.
    ///
    /// # Errors
    /// When something still waits: a signature, an approval, a follow-up or a secondary plan.
    pub fn close(self, closed: Signature, reason: Reason) -> Result<Self, No> {
        let decided = self.decision().is_some();
        let phase = self.phase.close(closed, reason, decided)?;
        Ok(Self { phase, ..self })
    }
}
