//! What an activity needs before it can be certified, and what is only advice.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Activity, ActivityDetails, Publication, QualityWork, ScientificWork, Weeks};

/// What is missing for a certificate. The `Display` text is for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CertifyGap {
    /// Socialstyrelsen has no form for it (SOSFS 2015:8, HSLF-FS 2021:8).
    NoForm,
    /// It goes on.
    NotEnded,
    /// No objectives; each form asks for them.
    NoObjectives,
    /// No account by the ST-läkare (Riktlinje Västmanland 5.3).
    NoReport,
    /// Quality work: nothing on how it was done (Riktlinje Västmanland 7).
    NoImplementation,
    /// Quality work: nothing on what came of it (Riktlinje Västmanland 7).
    NoEvaluation,
    /// Scientific work: no project plan (Riktlinje Västmanland 6.1).
    NoPlan,
    /// Scientific work: no supervisor has approved the plan (Riktlinje Västmanland 6.1).
    PlanWithoutSupervisor,
    /// Scientific work: the head of unit hasn't approved the plan (Riktlinje Västmanland 6.1).
    PlanWithoutHeadOfUnit,
    /// Scientific work: to be published, but without ethics approval (Riktlinje Västmanland 6.3).
    NoEthicsApproval,
    /// Scientific work: no review by a scientific supervisor (Riktlinje Västmanland 6.4).
    NoReviewer,
    /// Scientific work: not presented (Riktlinje Västmanland 6.4).
    NotPresented,
}

impl fmt::Display for CertifyGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoForm => {
                "Det finns inget intyg för den. Den kan väljas som det som talar för ett delmål."
            }
            Self::NotEnded => "Sista dagen saknas eller är inte passerad.",
            Self::NoObjectives => "Ange vilka delmål den gäller.",
            Self::NoReport => "ST-läkaren har inte redovisat den, muntligt eller skriftligt.",
            Self::NoImplementation => "Beskriv genomförandet.",
            Self::NoEvaluation => "Beskriv utvärderingen.",
            Self::NoPlan => "Projektplan saknas.",
            Self::PlanWithoutSupervisor => {
                "Projektplanen är inte godkänd av huvudansvarig eller vetenskaplig handledare."
            }
            Self::PlanWithoutHeadOfUnit => "Projektplanen är inte godkänd av verksamhetschefen.",
            Self::NoEthicsApproval => {
                "Arbetet ska publiceras, och då krävs etikprövning. Ange godkännandets nummer."
            }
            Self::NoReviewer => "Arbetet är inte granskat av en vetenskaplig handledare.",
            Self::NotPresented => "Arbetet är inte presenterat.",
        })
    }
}

/// Why an activity can't be certified yet: all that is missing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Intyg kan inte skrivas än. {}", sentences(.gaps))]
pub struct NotCertifiable {
    /// What is missing, never empty.
    pub gaps: Vec<CertifyGap>,
}

fn sentences(gaps: &[CertifyGap]) -> String {
    gaps.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// What isn't as advised, though it stops no certificate. The `Display` text is for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "remark", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActivityRemark {
    /// Quality work of less than about two weeks (Riktlinje Västmanland 7).
    ShortQualityWork {
        /// Found.
        weeks: Weeks,
    },
    /// Scientific work of less than 4 or more than 10 weeks (Riktlinje Västmanland 6.1).
    ScientificWeeks {
        /// Found.
        weeks: Weeks,
    },
    /// The plan was approved after the work was begun (Riktlinje Västmanland 6.1).
    PlanApprovedLate,
    /// The reviewer holds no doctorate (Riktlinje Västmanland 6.4).
    ReviewerWithoutDoctorate,
}

impl fmt::Display for ActivityRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShortQualityWork { weeks } => {
                write!(f, "Arbetet bör omfatta omkring två veckor, nu {}.", weeks.get())
            }
            Self::ScientificWeeks { weeks } => {
                write!(f, "Arbetet bör omfatta 4–10 veckor med kurs, nu {}.", weeks.get())
            }
            Self::PlanApprovedLate => {
                f.write_str("Projektplanen ska vara godkänd innan arbetet börjar.")
            }
            Self::ReviewerWithoutDoctorate => f.write_str("Granskaren bör ha disputerat."),
        }
    }
}

impl Activity {
    /// Whether a certificate can be written for it.
    ///
    /// # Errors
    /// All that is missing.
    pub fn may_certify(&self, today: NaiveDate) -> Result<(), NotCertifiable> {
        if self.details.certified_as().is_empty() {
            return Err(NotCertifiable { gaps: vec![CertifyGap::NoForm] });
        }
        let unreported = self.details.needs_report() && self.report.is_none();
        let common = [
            (self.to.is_none_or(|to| to > today), CertifyGap::NotEnded),
            (self.objectives.is_empty(), CertifyGap::NoObjectives),
            (unreported, CertifyGap::NoReport),
        ];
        let own = match &self.details {
            ActivityDetails::Course | ActivityDetails::Other { .. } => Vec::new(),
            ActivityDetails::QualityWork(work) => work.gaps(),
            ActivityDetails::ScientificWork(work) => work.gaps(),
        };
        let gaps = common.into_iter().chain(own).filter(|(missing, _)| *missing);
        let gaps: Vec<CertifyGap> = gaps.map(|(_, gap)| gap).collect();
        if gaps.is_empty() { Ok(()) } else { Err(NotCertifiable { gaps }) }
    }

    /// What isn't as advised.
    #[must_use]
    pub fn remarks(&self) -> Vec<ActivityRemark> {
        match &self.details {
            ActivityDetails::Course | ActivityDetails::Other { .. } => Vec::new(),
            ActivityDetails::QualityWork(work) => {
                let short = work.weeks.filter(|weeks| weeks.get() < 2);
                short.map(|weeks| ActivityRemark::ShortQualityWork { weeks }).into_iter().collect()
            }
            ActivityDetails::ScientificWork(work) => work.remarks(self.from),
        }
    }
}

impl QualityWork {
    fn gaps(&self) -> Vec<(bool, CertifyGap)> {
        vec![
            (self.implementation.is_blank(), CertifyGap::NoImplementation),
            (self.evaluation.is_blank(), CertifyGap::NoEvaluation),
        ]
    }
}

impl ScientificWork {
    fn gaps(&self) -> Vec<(bool, CertifyGap)> {
        let no_ethics = matches!(self.publication, Publication::Yes { ethics_approval: None });
        vec![
            (self.plan.is_blank(), CertifyGap::NoPlan),
            (self.approvals.supervisor().is_none(), CertifyGap::PlanWithoutSupervisor),
            (self.approvals.head_of_unit.is_none(), CertifyGap::PlanWithoutHeadOfUnit),
            (no_ethics, CertifyGap::NoEthicsApproval),
            (self.reviewer.is_none(), CertifyGap::NoReviewer),
            (self.presented.is_none(), CertifyGap::NotPresented),
        ]
    }

    fn remarks(&self, from: NaiveDate) -> Vec<ActivityRemark> {
        let weeks = self.weeks.filter(|weeks| !(4..=10).contains(&weeks.get()));
        let approvals = self.approvals.supervisor().into_iter().chain(&self.approvals.head_of_unit);
        let late = approvals.map(|signature| signature.at.date_naive()).any(|day| day > from);
        let lacks = self.reviewer.as_ref().is_some_and(|reviewer| !reviewer.doctorate);
        [
            weeks.map(|weeks| ActivityRemark::ScientificWeeks { weeks }),
            late.then_some(ActivityRemark::PlanApprovedLate),
            lacks.then_some(ActivityRemark::ReviewerWithoutDoctorate),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
