//! The figures of the first page against what the rules want.

use chrono::NaiveDate;

use crate::{
    portfolio::Portfolio,
    rule::{
        Case, RuleId, Thresholds, YearOfAssessments,
        words::{count, hours, months, time_between},
    },
    training_facts::facts,
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountKind {
    /// Assessments in the last twelve months of service.
    Assessments,
    /// Supervision a month on average.
    Supervision,
    /// Self-study a week.
    SelfStudy,
    /// Age of the version of the programme in force.
    IupAge,
}

impl CountKind {
    /// The heading on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assessments => "Bedömningar senaste året",
            Self::Supervision => "Handledning i månaden",
            Self::SelfStudy => "Självstudier i veckan",
            Self::IupAge => "IUP:s ålder",
        }
    }

    const fn rule(self) -> u8 {
        match self {
            Self::Assessments => 57,
            Self::Supervision => 15,
            Self::SelfStudy => 37,
            Self::IupAge => 28,
        }
    }
}

/// A figure against what is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub kind: CountKind,
    /// The figure, such as `1,2 timmar`; none when nothing is known.
    pub figure: Option<String>,
    /// What is wanted, such as `minst 2`.
    pub wanted: String,
    /// Whether it is as wanted; none when that can't be known or isn't to be yet.
    pub kept: Option<bool>,
    /// The rule it comes from; its section is the source.
    pub rule: Option<RuleId>,
}

/// The figures of the first page, always the same four.
#[must_use]
pub fn counts(portfolio: &Portfolio, thresholds: &Thresholds, today: NaiveDate) -> Vec<Count> {
    let facts = facts(portfolio);
    let case = Case::new(&facts, thresholds, today);
    vec![
        assessments(&case),
        supervision(&case),
        new(
            CountKind::SelfStudy,
            None,
            format!("minst {}", hours(thresholds.self_study_hours_per_week * 60)),
            None,
        ),
        iup_age(&case),
    ]
}

fn new(kind: CountKind, figure: Option<String>, wanted: String, kept: Option<bool>) -> Count {
    Count { kind, figure, wanted, kept, rule: RuleId::new(kind.rule()) }
}

fn assessments(case: &Case<'_>) -> Count {
    let YearOfAssessments { count: number, until } = case.year_of_assessments();
    let wanted = case.thresholds.assessments_per_year;
    let enough = u32::try_from(number).unwrap_or(u32::MAX) >= wanted;
    let kept = if enough { Some(true) } else { (until < case.today).then_some(false) };
    let figure = count(number, "bedömning", "bedömningar");
    new(CountKind::Assessments, Some(figure), format!("minst {wanted}"), kept)
}

fn supervision(case: &Case<'_>) -> Count {
    let pace = case.pace();
    let wanted = format!("minst {}", hours(case.thresholds.supervision_minutes_per_month));
    new(
        CountKind::Supervision,
        pace.average.filter(|_| pace.service_months > 0).map(hours),
        wanted,
        case.supervised_enough(&pace),
    )
}

fn iup_age(case: &Case<'_>) -> Count {
    let wanted = format!("högst {}", months(case.thresholds.iup_revision_months));
    match &case.facts.iup.current {
        Some(current) => {
            let age = match (case.today - current.from).num_days() {
                ..=0 => "0 dagar".to_owned(),
                _ => time_between(current.from, case.today),
            };
            let kept = case.today <= case.iup_revised_by(current);
            new(CountKind::IupAge, Some(age), wanted, Some(kept))
        }
        None => new(CountKind::IupAge, None, wanted, (case.iup_by() < case.today).then_some(false)),
    }
}
