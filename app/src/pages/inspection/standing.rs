//! How the areas of an inspection stand: what is judged, graded, and still to do.

use shared::{
    checklist::{Area, AreaCode, Checklist},
    grade::Suggestion,
    inspection::{AreaGrading, Protocol},
    text::capitalised,
};

/// How an area stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// `D. Tjänstgöringens upplägg`.
    pub title: String,
    /// Criteria that are judged.
    pub judged: usize,
    /// Criteria in all.
    pub total: usize,
    /// As it is graded.
    pub grading: AreaGrading,
    /// What the rule suggests.
    pub suggestion: Suggestion,
}

impl Standing {
    fn of(area: &Area, exceptions: u8, protocol: &Protocol) -> Self {
        let suggestion = area.suggest(exceptions, |code| {
            protocol.observation(code).and_then(|observation| observation.fulfilment())
        });
        let remaining = match &suggestion {
            Suggestion::Incomplete { remaining, .. } => remaining.len(),
            Suggestion::Complete { .. } => 0,
        };
        let total = area.criteria.len();
        Self {
            title: area.title(),
            judged: total - remaining,
            total,
            grading: protocol
                .grading(area.code)
                .cloned()
                .unwrap_or_else(|| AreaGrading::ungraded(area.code)),
            suggestion,
        }
    }

    /// The area's letter.
    pub const fn code(&self) -> AreaCode {
        self.grading.area
    }

    /// Whether a motivation is asked for and not written.
    pub fn unmotivated(&self) -> bool {
        self.grading.needs_motivation(&self.suggestion) && self.grading.motivation.is_blank()
    }

    /// Whether there is something left to do.
    pub fn remains(&self) -> bool {
        self.judged < self.total || self.grading.grade.is_none() || self.unmotivated()
    }

    /// What is left to do, in a sentence; why the grade is what it is when nothing is.
    pub fn why(&self) -> String {
        let unjudged = self.total - self.judged;
        let mut parts = Vec::new();
        if self.judged == 0 && self.grading.grade.is_none() {
            return "Inte påbörjat".to_owned();
        }
        if unjudged > 0 {
            parts.push(format!("{unjudged} att bedöma"));
        }
        if self.grading.grade.is_none() {
            parts.push(match self.suggestion.grade() {
                Some(grade) => format!("betyg saknas, förslaget är {grade}"),
                None => "betyg saknas".to_owned(),
            });
        }
        if self.unmotivated() {
            parts.push("betyget behöver en motivering".to_owned());
        }
        if parts.is_empty() { self.suggestion.reason() } else { capitalised(&parts.join(", ")) }
    }
}

/// All areas in the checklist's order.
pub fn standings(checklist: &Checklist, protocol: &Protocol) -> Vec<Standing> {
    checklist.areas.iter().map(|area| Standing::of(area, checklist.exceptions, protocol)).collect()
}
