//! What a clinic's trainings say of the checklist's criteria: figures beside the answer of the self-assessment.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    activity::OtherActivity,
    checklist::CriterionCode,
    iup::IupPart,
    placement::PlacementKind,
    progress_review::ProgressReviewKind,
    rule::{
        Case, RuleId, Thresholds,
        words::{hours, months},
    },
    self_assessment::Verdict,
    training::{FullTime, TrainingStanding},
    training_facts::{IupInForce, PlacementFacts, TrainingFacts},
};

/// A figure of the clinic's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// For the screen: `7 av 8 ST-läkare har IUP yngre än 12 månader.`
    pub text: String,
    /// How many.
    pub kept: usize,
    /// Of how many that it bears on; never 0.
    pub of: usize,
    /// The rule it is counted by.
    pub rule: Option<RuleId>,
}

impl Figure {
    /// Whether it holds for all that it bears on.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.kept == self.of
    }
}

/// How an answer and the clinic's own figures part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    /// Answered as fulfilled, though a figure doesn't hold for all.
    AnsweredHigher,
    /// Answered as partly, not fulfilled or not applicable, though every figure holds for all.
    AnsweredLower,
}

/// Whether the answer to a criterion parts from the figures that bear on it. Nothing parts from an answer that isn't given.
#[must_use]
pub fn differs(verdict: Option<Verdict>, figures: &[Figure]) -> Option<Differs> {
    let verdict = verdict.filter(|_| !figures.is_empty())?;
    match (verdict == Verdict::Fulfilled, figures.iter().all(Figure::is_whole)) {
        (true, false) => Some(Differs::AnsweredHigher),
        (false, true) => Some(Differs::AnsweredLower),
        (true, true) | (false, false) => None,
    }
}

/// Whether a training is one of those that keep a figure of a criterion from being whole.
#[must_use]
pub fn is_behind(
    facts: &TrainingFacts,
    code: CriterionCode,
    thresholds: &Thresholds,
    today: NaiveDate,
) -> bool {
    let own = clinic_evidence(std::slice::from_ref(facts), thresholds, today);
    own.get(&code).is_some_and(|figures| !figures.iter().all(Figure::is_whole))
}

/// The clinic's figures by the criteria they bear on. Counted are trainings that have begun and are underway; one that a figure doesn't bear
/// on yet, such as a programme before it is due, is left out of that figure. A criterion that the facts say nothing of is left out
/// (D12: introductions aren't kept here; H13: nor with whom an auskultation was). What supervisors have is told by [`super::supervisor_evidence`].
#[must_use]
pub fn clinic_evidence(
    facts: &[TrainingFacts],
    thresholds: &Thresholds,
    today: NaiveDate,
) -> BTreeMap<CriterionCode, Vec<Figure>> {
    let underway = facts.iter().filter(|facts| has_begun(facts, today));
    let cases = underway.map(|facts| Case::new(facts, thresholds, today));
    let mut clinic = Clinic { cases: cases.collect(), figures: BTreeMap::new() };
    clinic.programmes(thresholds);
    clinic.supervision(thresholds);
    clinic.assessments(thresholds);
    clinic.placements();
    clinic.theory();
    clinic.science_and_quality();
    clinic.under_supervision();
    clinic.figures
}

/// Whether a training is underway and has begun: only those are counted.
pub(super) fn has_begun(facts: &TrainingFacts, today: NaiveDate) -> bool {
    facts.service.standing == TrainingStanding::Underway && facts.service.starts_on <= today
}

struct Clinic<'a> {
    cases: Vec<Case<'a>>,
    figures: BTreeMap<CriterionCode, Vec<Figure>>,
}

impl Clinic<'_> {
    /// Counts ST-läkare; `kept` is none for those it doesn't bear on.
    fn trainees(
        &mut self,
        criteria: &[&str],
        rule: Option<u8>,
        say: &str,
        kept: impl Fn(&Case<'_>) -> Option<bool>,
    ) {
        let all: Vec<bool> = self.cases.iter().filter_map(kept).collect();
        self.add(criteria, rule, &all, |kept, of| format!("{kept} av {of} ST-läkare {say}."));
    }

    fn add(
        &mut self,
        criteria: &[&str],
        rule: Option<u8>,
        all: &[bool],
        say: impl Fn(usize, usize) -> String,
    ) {
        let (kept, of) = (all.iter().filter(|kept| **kept).count(), all.len());
        if of == 0 {
            return;
        }
        let figure = Figure { text: say(kept, of), kept, of, rule: rule.and_then(RuleId::new) };
        for code in criteria.iter().filter_map(|code| code.parse().ok()) {
            self.figures.entry(code).or_default().push(figure.clone());
        }
    }

    /// D5–D7, E2.
    fn programmes(&mut self, thresholds: &Thresholds) {
        self.trainees(&["D5"], Some(20), "har ett IUP som gäller", |case| {
            let lacks = case.iup_by() < case.today;
            has_programme(case).or(lacks.then_some(false))
        });
        self.trainees(&["D5", "E2"], Some(12), "har en huvudansvarig handledare", |case| {
            Some(case.facts.supervisor.is_some())
        });
        self.trainees(&["D6"], Some(27), "har alla åtta delar skrivna i sitt IUP", |case| {
            programme(case).map(|current| current.empty_parts.is_empty())
        });
        self.trainees(&["D6"], Some(34), "har planerat alla delmål i sitt IUP", |case| {
            programme(case).map(|current| current.objectives_unplanned == 0)
        });
        let age = months(thresholds.iup_revision_months);
        self.trainees(&["D7"], Some(28), &format!("har IUP yngre än {age}"), |case| {
            programme(case).map(|current| case.today <= case.iup_revised_by(current))
        });
    }

    /// E1, E8.
    fn supervision(&mut self, thresholds: &Thresholds) {
        let wanted = hours(thresholds.supervision_minutes_per_month);
        let say = format!("har fått minst {wanted} handledning i månaden det senaste året");
        self.trainees(&["E1"], Some(15), &say, |case| case.supervised_enough(&case.pace()));
        let confirmed: Vec<bool> = self
            .cases
            .iter()
            .flat_map(|case| {
                let within = |day: NaiveDate| case.months_after(day, 12) > case.today;
                case.facts.meetings.iter().filter(move |meeting| within(meeting.held.on))
            })
            .map(|meeting| meeting.confirmed)
            .collect();
        self.add(&["E1"], Some(63), &confirmed, |kept, of| {
            format!("{kept} av {of} handledarsamtal det senaste året är bekräftade av båda.")
        });
        self.trainees(&["E8"], Some(15), "har nästa handledarsamtal inplanerat", |case| {
            Some(case.facts.meetings_planned.iter().any(|day| *day >= case.today))
        });
    }

    /// E4, E5, E13.
    fn assessments(&mut self, thresholds: &Thresholds) {
        let wanted = thresholds.assessments_per_year;
        let say = format!("har minst {wanted} bedömningar det senaste året");
        self.trainees(&["E4", "E5"], Some(57), &say, |case| {
            let year = case.year_of_assessments();
            let enough = year.count >= usize::try_from(wanted).unwrap_or(usize::MAX);
            if enough { Some(true) } else { (year.until < case.today).then_some(false) }
        });
        let since = match thresholds.review_months {
            1 => "den senaste månaden".to_owned(),
            months => format!("de senaste {months} månaderna"),
        };
        let reviewed = |kind| move |case: &Case<'_>| reviewed(case, kind);
        self.trainees(
            &["E4"],
            Some(4),
            &format!("har haft avstämning med huvudansvarig handledare {since}"),
            reviewed(ProgressReviewKind::ThreeParties),
        );
        self.trainees(
            &["E5"],
            Some(62),
            &format!("har bedömts i specialistkollegium {since}"),
            reviewed(ProgressReviewKind::SpecialistPanel),
        );
        self.trainees(
            &["E13"],
            Some(62),
            &format!("har haft medarbetarsamtal med verksamhetschefen {since}"),
            reviewed(ProgressReviewKind::Appraisal),
        );
    }

    /// E3, E14.
    fn placements(&mut self) {
        let elsewhere = |placement: &&PlacementFacts| placement.kind == PlacementKind::Elsewhere;
        let of = |kept: fn(&Case<'_>, &PlacementFacts) -> Option<bool>| -> Vec<bool> {
            let placements = self.cases.iter().flat_map(|case| {
                let own = case.facts.placements.iter().filter(elsewhere);
                own.filter_map(move |placement| kept(case, placement))
            });
            placements.collect()
        };
        let supervised = of(|case, one| {
            (case.long(one) && one.from <= case.today).then_some(one.supervisor.is_some())
        });
        let followed_up =
            of(|case, one| (one.to < case.today).then_some(one.followed_up.is_some()));
        let reported = of(|case, one| (one.to < case.today).then_some(one.feedback));
        self.add(&["E3"], Some(14), &supervised, |kept, of| {
            format!("{kept} av {of} längre sidotjänstgöringar har en handledare på plats.")
        });
        self.add(&["E14"], Some(30), &followed_up, |kept, of| {
            format!("{kept} av {of} avslutade sidotjänstgöringar är uppföljda.")
        });
        self.add(&["E14"], Some(33), &reported, |kept, of| {
            format!("{kept} av {of} avslutade sidotjänstgöringar har återkoppling.")
        });
    }

    /// F3–F5.
    fn theory(&mut self) {
        self.trainees(
            &["F3", "F4"],
            Some(34),
            "har intern och extern utbildning beskriven i sitt IUP",
            |case| writes(case, IupPart::Education),
        );
        self.trainees(&["F4"], Some(34), "har minst en extern kurs inlagd", |case| {
            has_programme(case)?;
            Some(case.facts.courses.iter().any(|course| course.external))
        });
        self.trainees(&["F5"], Some(36), "har en plan för teoretiska studier i sitt IUP", |case| {
            writes(case, IupPart::TheoreticalStudies)
        });
    }

    /// G1–G3, G5.
    fn science_and_quality(&mut self) {
        let say = "har i sitt IUP hur kompetensen i medicinsk vetenskap bedöms";
        self.trainees(&["G1", "G2"], Some(40), say, |case| {
            programme(case).map(|current| current.science_assessed)
        });
        self.trainees(&["G3"], Some(53), "har påbörjat eller gjort ett kvalitetsarbete", |case| {
            let begun = case.facts.quality_works.iter().any(|work| work.from <= case.today);
            (begun || past_half(case)).then_some(begun)
        });
        let say = "som gör skriftligt arbete och har passerat halva tiden har påbörjat det";
        self.trainees(&["G5"], Some(42), say, |case| {
            let begun = case.facts.scientific_works.iter().any(|work| work.from <= case.today);
            (case.written_work_asked() && past_half(case)).then_some(begun)
        });
    }

    /// H10–H12: what the målbeskrivningar name as allmänna råd (SOSFS 2015:8 a1, HSLF-FS 2021:8 STa5, STa6).
    fn under_supervision(&mut self) {
        use OtherActivity::{
            GroupReflection, SupervisingUnderSupervision, TeachingUnderSupervision,
        };
        for (criterion, wanted, say) in [
            ("H10", TeachingUnderSupervision, "har undervisat under handledning"),
            ("H11", SupervisingUnderSupervision, "har handlett under handledning"),
            ("H12", GroupReflection, "har deltagit i reflektion i grupp"),
        ] {
            self.trainees(&[criterion], None, say, |case| {
                let done = case
                    .facts
                    .other_activities
                    .iter()
                    .any(|activity| activity.what == wanted && activity.from <= case.today);
                (done || past_half(case)).then_some(done)
            });
        }
    }
}

fn programme<'a>(case: &Case<'a>) -> Option<&'a IupInForce> {
    case.facts.iup.current.as_ref()
}

fn has_programme(case: &Case<'_>) -> Option<bool> {
    programme(case).map(|_| true)
}

fn writes(case: &Case<'_>, part: IupPart) -> Option<bool> {
    programme(case).map(|current| !current.empty_parts.contains(&part))
}

/// Whether a review of a kind is fresh; none before the first is due.
fn reviewed(case: &Case<'_>, kind: ProgressReviewKind) -> Option<bool> {
    let held = case.facts.review(kind).is_some_and(|review| review.last.is_some());
    let fresh = case.today <= case.review_by(kind);
    (held || !fresh).then_some(held && fresh)
}

fn past_half(case: &Case<'_>) -> bool {
    let service = &case.facts.service;
    let half = FullTime::from_tenths(service.regulation.minimum_months() * 5);
    service.so_far(case.today) + service.credited > half
}
