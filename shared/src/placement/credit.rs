//! Tillgodoräkning: months that need not be served again.

use serde::{Deserialize, Serialize};

use super::Months;
use crate::{
    PlacementId, curriculum::Regulation, person::Signature, review::Changed, text::Reason,
    training::FullTime,
};

/// What is credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CreditKind {
    /// Service under handledning before the legitimation (HSLF-FS 2021:8; Riktlinje Västmanland 5.1).
    BeforeLicence,
    /// A doctorate.
    Doctorate,
    /// Any other earlier service, such as in another specialty or abroad.
    EarlierService,
}

impl CreditKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::BeforeLicence, Self::Doctorate, Self::EarlierService];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BeforeLicence => "Tjänstgöring före legitimationen",
            Self::Doctorate => "Doktorsexamen",
            Self::EarlierService => "Annan tidigare tjänstgöring",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BeforeLicence => "before_licence",
            Self::Doctorate => "doctorate",
            Self::EarlierService => "earlier_service",
        }
    }

    /// The kind with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == value)
    }

    /// Most months of this kind in all; none where the sources give no limit.
    ///
    /// Before the legitimation: 6 under HSLF-FS 2021:8, nothing under SOSFS 2015:8 (Riktlinje Västmanland 5.1). A doctorate: 6 under
    /// SOSFS 2015:8, by the footnote of its form that asks for four and a half years at least.
    #[must_use]
    pub const fn most_months(self, regulation: Regulation) -> Option<u16> {
        match (self, regulation) {
            (Self::BeforeLicence, Regulation::Sosfs2015) => Some(0),
            (Self::BeforeLicence, Regulation::Hslf2021)
            | (Self::Doctorate, Regulation::Sosfs2015) => Some(6),
            (Self::Doctorate, Regulation::Hslf2021) | (Self::EarlierService, _) => None,
        }
    }
}

/// Months that are credited (tillgodoräknade), once approved in the program (Riktlinje Västmanland 5.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credit {
    /// Which.
    pub id: PlacementId,
    /// What is credited.
    pub kind: CreditKind,
    /// How much.
    pub months: Months,
    /// On what grounds.
    pub reason: Reason,
    /// Who approved it; it counts only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Signature>,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Saves a credit; an approved one is to be approved again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveCredit {
    /// What is credited.
    pub kind: CreditKind,
    /// How much.
    pub months: Months,
    /// On what grounds.
    pub reason: Reason,
}

/// What is wrong with a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCredit {
    /// Not under this regulation.
    #[error("{}: räknas inte enligt {regulation}, där tiden räknas från legitimationen.", kind.name())]
    NotUnder {
        /// What.
        kind: CreditKind,
        /// Under what.
        regulation: Regulation,
    },
    /// More than may be credited.
    #[error(
        "{}: högst {most} månader får tillgodoräknas enligt {regulation}. Det här skulle bli {asked}.",
        kind.name()
    )]
    TooMuch {
        /// What.
        kind: CreditKind,
        /// Under what.
        regulation: Regulation,
        /// Months at most.
        most: u16,
        /// All of this kind together.
        asked: FullTime,
    },
}

/// It is approved already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Tillgodoräkningen är redan godkänd.")]
pub struct CreditApproved;

impl SaveCredit {
    /// Checks the amount together with the training's other credits, approved or not.
    ///
    /// # Errors
    /// When the regulation gives less.
    pub fn check(&self, others: &[Credit], regulation: Regulation) -> Result<(), InvalidCredit> {
        let kind = self.kind;
        let Some(most) = kind.most_months(regulation) else { return Ok(()) };
        let same = others.iter().filter(|credit| credit.kind == kind);
        let asked = same.map(|credit| credit.months.full_time()).sum::<FullTime>()
            + self.months.full_time();
        if asked <= FullTime::from_months(most) {
            Ok(())
        } else if most == 0 {
            Err(InvalidCredit::NotUnder { kind, regulation })
        } else {
            Err(InvalidCredit::TooMuch { kind, regulation, most, asked })
        }
    }
}

impl Credit {
    /// Approves it in the program.
    ///
    /// # Errors
    /// When it is approved already.
    pub fn approve(self, by: Signature) -> Result<Self, CreditApproved> {
        match self.approved {
            Some(_) => Err(CreditApproved),
            None => Ok(Self { approved: Some(by), ..self }),
        }
    }

    /// Changes it. What was approved is no longer, since it was approved as it stood.
    #[must_use]
    pub fn change(self, save: SaveCredit) -> Self {
        let SaveCredit { kind, months, reason } = save;
        let same = (kind, months, &reason) == (self.kind, self.months, &self.reason);
        let approved = self.approved.filter(|_| same);
        Self { kind, months, reason, approved, ..self }
    }
}

/// What the approved credits give: of each kind no more than the regulation allows.
#[must_use]
pub fn credited(credits: &[Credit], regulation: Regulation) -> FullTime {
    CreditKind::ALL.into_iter().map(|kind| credited_of(kind, credits, regulation)).sum()
}

/// What the approved credits of a kind give.
pub(crate) fn credited_of(
    kind: CreditKind,
    credits: &[Credit],
    regulation: Regulation,
) -> FullTime {
    let of_kind = credits.iter().filter(|one| one.kind == kind && one.approved.is_some());
    let approved: FullTime = of_kind.map(|credit| credit.months.full_time()).sum();
    match kind.most_months(regulation) {
        Some(most) => approved.min(FullTime::from_months(most)),
        None => approved,
    }
}
