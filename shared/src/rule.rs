//! The rules of a training (Riktlinje Västmanland, R01–R80) as data, and what comes of checking them.

use std::{cmp::Reverse, fmt, str::FromStr, sync::LazyLock};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{person::Role, text::uncapitalised};

mod check;
#[cfg(test)]
mod tests;
mod thresholds;

pub(crate) use check::{Case, YearOfAssessments};
pub use check::{check, evaluation_due, review_due, words};
pub use thresholds::{InvalidThreshold, OwnThresholds, THRESHOLDS, Threshold, Thresholds};

/// A rule's number, written `R15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RuleId(u8);

/// No rule's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är inget nummer på en regel. Numren skrivs R01 till R99.")]
pub struct InvalidRuleId(String);

impl RuleId {
    /// A rule's number; `None` unless 1–99.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 99 { Some(Self(number)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{:02}", self.0)
    }
}

impl FromStr for RuleId {
    type Err = InvalidRuleId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('R').filter(|digits| digits.len() == 2);
        let number = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let number = number.and_then(|digits| digits.parse().ok()).and_then(Self::new);
        number.ok_or_else(|| InvalidRuleId(text.chars().take(20).collect()))
    }
}

impl TryFrom<String> for RuleId {
    type Error = InvalidRuleId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> Self {
        id.to_string()
    }
}

#[cfg(feature = "openapi")]
crate::id::string_schema!(RuleId);

/// How binding a rule is. Sorts with the most binding first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Force {
    /// Ska: a demand of the regulation.
    Must,
    /// Bör: weighty advice.
    Should,
    /// A task that is told without a modal verb.
    Task,
    /// A recommendation.
    Recommended,
}

impl Force {
    /// Most binding first.
    pub const ALL: [Self; 4] = [Self::Must, Self::Should, Self::Task, Self::Recommended];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Must => "Ska",
            Self::Should => "Bör",
            Self::Task => "Uppgift",
            Self::Recommended => "Rekommendation",
        }
    }
}

/// What a rule is about: what a list is grouped by, and where a page leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RuleAbout {
    /// Who supervises, directs and certifies.
    People,
    /// Handledning.
    Supervision,
    /// Individuellt utbildningsprogram.
    Iup,
    /// Months of service and credits.
    Time,
    /// Tjänstgöring.
    Placements,
    /// Kurser och självstudier.
    Theory,
    /// Vetenskapligt arbete.
    Science,
    /// Kvalitetsarbete.
    Quality,
    /// Bedömningar.
    Assessments,
    /// Avstämningar.
    Reviews,
    /// Åtgärdsplan.
    SupportPlan,
    /// The clinic's own work with quality.
    Clinic,
}

impl RuleAbout {
    /// All, in the guideline's order as near as can be.
    pub const ALL: [Self; 12] = [
        Self::People,
        Self::Supervision,
        Self::Iup,
        Self::Time,
        Self::Placements,
        Self::Theory,
        Self::Science,
        Self::Quality,
        Self::Assessments,
        Self::Reviews,
        Self::SupportPlan,
        Self::Clinic,
    ];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::People => "Handledare och roller",
            Self::Supervision => "Handledning",
            Self::Iup => "IUP",
            Self::Time => "Tjänstgöringstid",
            Self::Placements => "Placeringar",
            Self::Theory => "Kurser och självstudier",
            Self::Science => "Vetenskapligt arbete",
            Self::Quality => "Kvalitetsarbete",
            Self::Assessments => "Bedömningar",
            Self::Reviews => "Avstämningar",
            Self::SupportPlan => "Åtgärdsplan",
            Self::Clinic => "Klinikens kvalitetsarbete",
        }
    }
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rule {
    /// Such as `R15`.
    pub id: RuleId,
    /// Section of the guideline.
    pub section: String,
    /// How binding it is.
    pub force: Force,
    /// What it says, in short.
    pub text: String,
    /// What it is about.
    pub about: RuleAbout,
    /// Who is told when it isn't kept.
    pub told: Vec<Role>,
    /// Whether [`check`] can tell from a training's facts that it is kept. The others are kept where records are saved, or by people.
    pub checked: bool,
}

impl Rule {
    /// What it says where these numbers hold: as in the guideline, and then those of its numbers that are chosen otherwise.
    #[must_use]
    pub fn says(&self, thresholds: &Thresholds) -> String {
        let guideline = Thresholds::default();
        let own: Vec<String> = THRESHOLDS
            .iter()
            .filter(|one| one.is_of(self.id) && one.of(thresholds) != one.of(&guideline))
            .map(|one| format!("{} {}", uncapitalised(one.name), one.said(thresholds)))
            .collect();
        if own.is_empty() {
            return self.text.clone();
        }
        format!("{} Hos er: {}.", self.text, own.join("; "))
    }
}

/// How a training stands to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// Kept.
    Fulfilled,
    /// Not kept yet, and not yet to be.
    DueBy {
        /// Last day.
        on: NaiveDate,
    },
    /// Was to be kept.
    Overdue {
        /// Last day it was to be kept.
        since: NaiveDate,
    },
    /// Not kept, without a day it was to be.
    NotFulfilled,
    /// Can't be known from what is written here.
    Unknown,
}

/// What came of checking a rule, and why. What the rule itself says is in [`rules`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleResult {
    /// Which rule.
    pub rule: RuleId,
    /// How the training stands to it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What decided it: a sentence for the screen, with figures and how late.
    pub why: String,
}

impl Outcome {
    /// Whether something that was to be done isn't.
    #[must_use]
    pub const fn broken(self) -> bool {
        matches!(self, Self::Overdue { .. } | Self::NotFulfilled)
    }

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fulfilled => "Uppfyllt",
            Self::DueBy { .. } => "Att göra",
            Self::Overdue { .. } => "Försenat",
            Self::NotFulfilled => "Inte uppfyllt",
            Self::Unknown => "Går inte att veta",
        }
    }
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/rules.json")).expect("the rules are valid JSON")
});

/// All rules, by number.
///
/// # Panics
/// Never in a build whose tests pass: the file is part of the program and tested.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// A rule by its number.
///
/// # Panics
/// As [`rules`].
#[must_use]
pub fn rule(id: RuleId) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

impl RuleResult {
    /// How binding the rule is; a number that no rule has binds least.
    #[must_use]
    pub fn force(&self) -> Force {
        rule(self.rule).map_or(Force::Recommended, |rule| rule.force)
    }

    /// Sorts the worst first: what is broken before what is to come, the most binding before the less, late things by how late.
    #[must_use]
    pub fn urgency(&self) -> impl Ord + use<> {
        let (rank, on) = match self.outcome {
            Outcome::Overdue { since } => (0, since),
            Outcome::NotFulfilled => (0, NaiveDate::MAX),
            Outcome::DueBy { on } => (1, on),
            Outcome::Unknown => (2, NaiveDate::MAX),
            Outcome::Fulfilled => (3, NaiveDate::MAX),
        };
        let force = if rank == 0 { self.force() } else { Force::Must };
        (rank, force, on, self.rule)
    }
}

/// What is worst of some results: the first broken, else the next to come. None when nothing is to be done.
#[must_use]
pub fn worst(results: &[RuleResult]) -> Option<&RuleResult> {
    let to_do = |result: &&RuleResult| {
        result.outcome.broken() || matches!(result.outcome, Outcome::DueBy { .. })
    };
    results.iter().filter(to_do).min_by_key(|result| result.urgency())
}

/// How a training stands among others. Sorts the worst first: by how many demands (ska) are broken, then by how many of the rest, then
/// by how long, then by what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    demands: Reverse<usize>,
    others: Reverse<usize>,
    since: NaiveDate,
    next: NaiveDate,
}

impl Standing {
    /// Demands (ska) that are broken.
    #[must_use]
    pub const fn demands(&self) -> usize {
        self.demands.0
    }

    /// Broken rules that are less than demands.
    #[must_use]
    pub const fn others(&self) -> usize {
        self.others.0
    }
}

/// How a training with these results stands among others.
#[must_use]
pub fn standing(results: &[RuleResult]) -> Standing {
    let broken = || results.iter().filter(|result| result.outcome.broken());
    let demands = broken().filter(|result| result.force() == Force::Must).count();
    let since = |result: &RuleResult| match result.outcome {
        Outcome::Overdue { since } => Some(since),
        _ => None,
    };
    let next = |result: &RuleResult| match result.outcome {
        Outcome::DueBy { on } => Some(on),
        _ => None,
    };
    Standing {
        demands: Reverse(demands),
        others: Reverse(broken().count() - demands),
        since: broken().filter_map(since).min().unwrap_or(NaiveDate::MAX),
        next: results.iter().filter_map(next).min().unwrap_or(NaiveDate::MAX),
    }
}
