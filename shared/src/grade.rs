//! Grading of an area: the suggested grade with its reasons, and the grade a person chose.
//!
//! The rule is the reading of SPUR's grade texts in domain handbook 1.5. It suggests; a person decides.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::checklist::{Area, CriterionClass, CriterionCode};

/// Betyg, gradering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Grade {
    /// All followed, quality indicators fulfilled but for single exceptions.
    A,
    /// Regulations and general advice followed.
    B,
    /// Regulations followed, shortcomings in general advice.
    C,
    /// Shortcomings against regulations: action demanded.
    D,
}

impl Grade {
    /// Best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// The letter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no grade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är inget betyg (A–D)")]
pub struct InvalidGrade(String);

impl FromStr for Grade {
    type Err = InvalidGrade;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|grade| grade.as_str() == text)
            .ok_or_else(|| InvalidGrade(text.to_owned()))
    }
}

/// What a verdict, by clinic or inspector, says to the grading rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fulfilment {
    /// Wholly fulfilled.
    Fulfilled,
    /// Partly or not at all: "not wholly fulfilled".
    NotFulfilled,
    /// Does not apply here, and counts neither way.
    NotApplicable,
}

/// One criterion as the rule sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Which criterion.
    pub code: CriterionCode,
    /// How binding it is.
    pub class: CriterionClass,
    /// `None` while nobody has answered.
    pub fulfilment: Option<Fulfilment>,
}

/// The suggested grade of an area, or why there is none yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Suggestion {
    /// Some criteria are unanswered.
    Incomplete {
        /// Those that remain.
        remaining: Vec<CriterionCode>,
        /// Those already known not to be wholly fulfilled.
        not_fulfilled: Vec<CriterionCode>,
    },
    /// All answered.
    Complete {
        /// The suggestion.
        grade: Grade,
        /// The criteria that decided it; empty for A without exceptions.
        decided_by: Vec<CriterionCode>,
        /// How to reach the next better grade; none for A.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step_up: Option<StepUp>,
    },
}

/// The way to a better grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepUp {
    /// The grade reached.
    pub to: Grade,
    /// Criteria to choose among.
    pub criteria: Vec<CriterionCode>,
    /// How many of them must become fulfilled.
    pub needed: usize,
}

impl Suggestion {
    /// The suggested grade, if all is answered.
    #[must_use]
    pub const fn grade(&self) -> Option<Grade> {
        match self {
            Self::Complete { grade, .. } => Some(*grade),
            Self::Incomplete { .. } => None,
        }
    }

    /// Why, in a sentence for the screen.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Incomplete { remaining, .. } if remaining.len() == 1 => {
                format!("Ett kriterium återstår: {}.", remaining[0])
            }
            Self::Incomplete { remaining, .. } => {
                format!("{} kriterier återstår.", remaining.len())
            }
            Self::Complete { grade: Grade::A, decided_by, .. } if decided_by.is_empty() => {
                "Alla kriterier är uppfyllda.".to_owned()
            }
            Self::Complete { grade: Grade::A, decided_by, .. } => {
                format!("Allt är uppfyllt utom enstaka undantag: {}.", list(decided_by))
            }
            Self::Complete { grade: Grade::B, decided_by, .. } => {
                format!(
                    "Fler kvalitetsindikatorer än enstaka undantag är inte uppfyllda: {}.",
                    list(decided_by)
                )
            }
            Self::Complete { grade: Grade::C, decided_by, .. } => {
                format!("Allmänna råd som inte är helt uppfyllda: {}.", list(decided_by))
            }
            Self::Complete { grade: Grade::D, decided_by, .. } => {
                format!("Föreskrifter som inte är helt uppfyllda: {}.", list(decided_by))
            }
        }
    }

    /// The step up in words: "D7 kvar till B".
    #[must_use]
    pub fn step_up_text(&self) -> Option<String> {
        let Self::Complete { step_up: Some(step), .. } = self else { return None };
        Some(if step.needed == step.criteria.len() {
            format!("{} kvar till {}", list(&step.criteria), step.to)
        } else {
            format!("{} av {} kvar till {}", step.needed, list(&step.criteria), step.to)
        })
    }
}

/// Codes as a Swedish list: "D6, D7 och D9".
#[must_use]
pub fn list(codes: &[CriterionCode]) -> String {
    let words: Vec<String> = codes.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} och {last}", first.join(", ")),
    }
}

/// Suggests an area's grade (handbook 1.5; SPUR's "Gradering").
///
/// Any regulation not wholly fulfilled gives D; else any general advice gives C; else at most `exceptions`
/// quality indicators gives A; else B. An area without general advice can't get C. Nothing is suggested
/// while a criterion is unanswered.
#[must_use]
pub fn suggest(criteria: &[Judged], exceptions: u8) -> Suggestion {
    let remaining = codes(criteria.iter().filter(|c| c.fulfilment.is_none()));
    if !remaining.is_empty() {
        let not_fulfilled = codes(criteria.iter().filter(|c| failed(c)));
        return Suggestion::Incomplete { remaining, not_fulfilled };
    }
    complete(criteria, exceptions)
}

fn complete(criteria: &[Judged], exceptions: u8) -> Suggestion {
    let failing = |class| codes(criteria.iter().filter(|c| c.class == class && failed(c)));
    for (class, grade) in
        [(CriterionClass::Regulation, Grade::D), (CriterionClass::GeneralAdvice, Grade::C)]
    {
        let decided_by = failing(class);
        if !decided_by.is_empty() {
            let mended: Vec<Judged> = criteria
                .iter()
                .map(|c| Judged {
                    fulfilment: if c.class == class && failed(c) {
                        Some(Fulfilment::Fulfilled)
                    } else {
                        c.fulfilment
                    },
                    ..*c
                })
                .collect();
            let step_up = complete(&mended, exceptions).grade().map(|to| StepUp {
                to,
                needed: decided_by.len(),
                criteria: decided_by.clone(),
            });
            return Suggestion::Complete { grade, decided_by, step_up };
        }
    }
    let decided_by = failing(CriterionClass::QualityIndicator);
    let excess = decided_by.len().saturating_sub(usize::from(exceptions));
    if excess == 0 {
        Suggestion::Complete { grade: Grade::A, decided_by, step_up: None }
    } else {
        let step_up = Some(StepUp { to: Grade::A, criteria: decided_by.clone(), needed: excess });
        Suggestion::Complete { grade: Grade::B, decided_by, step_up }
    }
}

fn failed(criterion: &Judged) -> bool {
    criterion.fulfilment == Some(Fulfilment::NotFulfilled)
}

fn codes<'a>(criteria: impl Iterator<Item = &'a Judged>) -> Vec<CriterionCode> {
    criteria.map(|c| c.code).collect()
}

impl Area {
    /// Suggests this area's grade from a look-up of what was answered.
    #[must_use]
    pub fn suggest(
        &self,
        exceptions: u8,
        mut fulfilment: impl FnMut(CriterionCode) -> Option<Fulfilment>,
    ) -> Suggestion {
        let judged: Vec<Judged> = self
            .criteria
            .iter()
            .map(|c| Judged { code: c.code, class: c.class, fulfilment: fulfilment(c.code) })
            .collect();
        suggest(&judged, exceptions)
    }
}

/// An area's grade in a review: as set at the review, and after an accepted action plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewGrade {
    /// Set at the review.
    pub set: Grade,
    /// After action plan, kept beside the first; only ever C in place of D.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_plan: Option<Grade>,
}

impl ReviewGrade {
    /// A grade no plan has changed.
    #[must_use]
    pub const fn unchanged(set: Grade) -> Self {
        Self { set, after_plan: None }
    }

    /// The grade after an accepted plan: D becomes C, all else stays (handbook 1.6).
    #[must_use]
    pub fn after_accepted_plan(self) -> Self {
        Self { after_plan: (self.set == Grade::D).then_some(Grade::C), ..self }
    }

    /// As it must always be said: never a plain C for a D that became C.
    #[must_use]
    pub fn words(&self) -> String {
        match self.after_plan {
            Some(after) => format!("{after} (ändrad från {} efter handlingsplan)", self.set),
            None => self.set.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::checklist::AreaCode;

    fn code(number: u8) -> CriterionCode {
        CriterionCode::new(AreaCode::D, number).unwrap()
    }

    fn judged(answers: &[(CriterionClass, Option<Fulfilment>)]) -> Vec<Judged> {
        (1..)
            .zip(answers)
            .map(|(number, (class, fulfilment))| Judged {
                code: code(number),
                class: *class,
                fulfilment: *fulfilment,
            })
            .collect()
    }

    use CriterionClass::{GeneralAdvice, QualityIndicator, Regulation};
    use Fulfilment::{Fulfilled, NotApplicable, NotFulfilled};

    #[test]
    fn one_failed_regulation_gives_d_and_says_what_mending_it_reaches() {
        let suggestion = suggest(
            &judged(&[
                (Regulation, Some(NotFulfilled)),
                (GeneralAdvice, Some(Fulfilled)),
                (QualityIndicator, Some(NotFulfilled)),
                (QualityIndicator, Some(NotFulfilled)),
            ]),
            1,
        );
        assert_eq!(suggestion.grade(), Some(Grade::D));
        assert_eq!(suggestion.reason(), "Föreskrifter som inte är helt uppfyllda: D1.");
        assert_eq!(suggestion.step_up_text().as_deref(), Some("D1 kvar till B"));
    }

    #[test]
    fn two_failed_indicators_give_b_and_one_of_them_is_left_to_a() {
        let suggestion = suggest(
            &judged(&[
                (Regulation, Some(Fulfilled)),
                (QualityIndicator, Some(NotFulfilled)),
                (QualityIndicator, Some(NotFulfilled)),
            ]),
            1,
        );
        assert_eq!(suggestion.grade(), Some(Grade::B));
        assert_eq!(suggestion.step_up_text().as_deref(), Some("1 av D2 och D3 kvar till A"));
    }

    #[test]
    fn a_grade_changed_by_a_plan_is_never_shown_as_plain() {
        let grade = ReviewGrade::unchanged(Grade::D).after_accepted_plan();
        assert_eq!(grade.words(), "C (ändrad från D efter handlingsplan)");
        assert_eq!(ReviewGrade::unchanged(Grade::B).after_accepted_plan().words(), "B");
    }

    fn answers() -> impl Strategy<Value = Vec<(CriterionClass, Option<Fulfilment>)>> {
        criteria(vec![None, Some(Fulfilled), Some(NotFulfilled), Some(NotApplicable)])
    }

    fn answered() -> impl Strategy<Value = Vec<(CriterionClass, Option<Fulfilment>)>> {
        criteria(vec![Some(Fulfilled), Some(NotFulfilled), Some(NotApplicable)])
    }

    fn criteria(
        fulfilments: Vec<Option<Fulfilment>>,
    ) -> impl Strategy<Value = Vec<(CriterionClass, Option<Fulfilment>)>> {
        vec((select(CriterionClass::ALL.to_vec()), select(fulfilments)), 1..15)
    }

    proptest! {
        #[test]
        fn no_grade_is_suggested_while_anything_is_unanswered(answers in answers(), exceptions in 0_u8..3) {
            let unanswered = answers.iter().filter(|(_, f)| f.is_none()).count();
            match suggest(&judged(&answers), exceptions) {
                Suggestion::Incomplete { remaining, .. } => {
                    prop_assert_eq!(remaining.len(), unanswered);
                    prop_assert!(unanswered > 0);
                }
                Suggestion::Complete { .. } => prop_assert_eq!(unanswered, 0),
            }
        }

        #[test]
        fn the_grade_follows_the_most_binding_failed_class(answers in answered(), exceptions in 0_u8..3) {
            let failed = |class| answers.iter().filter(|a| a.0 == class && a.1 == Some(NotFulfilled)).count();
            let expected = if failed(Regulation) > 0 { Grade::D }
                else if failed(GeneralAdvice) > 0 { Grade::C }
                else if failed(QualityIndicator) <= usize::from(exceptions) { Grade::A }
                else { Grade::B };
            prop_assert_eq!(suggest(&judged(&answers), exceptions).grade(), Some(expected));
        }

        #[test]
        fn fulfilling_one_more_criterion_never_makes_the_grade_worse(
            answers in answered(), which in any::<prop::sample::Index>(), exceptions in 0_u8..3,
        ) {
            let before = suggest(&judged(&answers), exceptions).grade();
            let mut better = answers;
            let which = which.index(better.len());
            better[which].1 = Some(Fulfilled);
            prop_assert!(suggest(&judged(&better), exceptions).grade() <= before);
        }

        #[test]
        fn the_step_up_reaches_the_grade_it_names(answers in answered(), exceptions in 0_u8..3) {
            let before = judged(&answers);
            if let Suggestion::Complete { step_up: Some(step), grade, .. } = suggest(&before, exceptions) {
                prop_assert!(step.to < grade);
                let mended: Vec<Judged> = before.iter().map(|c| Judged {
                    fulfilment: if step.criteria.iter().take(step.needed).any(|code| *code == c.code) {
                        Some(Fulfilled)
                    } else { c.fulfilment },
                    ..*c
                }).collect();
                prop_assert_eq!(suggest(&mended, exceptions).grade(), Some(step.to));
            }
        }
    }

    #[test]
    fn areas_a_and_c_can_never_be_suggested_c() {
        let checklist = crate::checklist::Checklist::spur_2025();
        for area in checklist.areas.iter().filter(|a| !a.grade_texts.contains_key(&Grade::C)) {
            for failing in &area.criteria {
                let suggestion = area.suggest(0, |code| {
                    Some(if code == failing.code { NotFulfilled } else { Fulfilled })
                });
                assert_ne!(suggestion.grade(), Some(Grade::C), "{}", failing.code);
            }
        }
    }
}
