//! Facts out of a portfolio.

use super::{
    CourseFacts, IupFacts, IupInForce, IupOnItsWay, IupStep, MeetingFacts, ObjectiveCounts,
    OtherActivityFacts, PlacementFacts, QualityWorkFacts, ReviewFacts, ScientificWorkFacts,
    SupervisorFacts, TrainingFacts, recent,
};
use crate::{
    PersonId,
    activity::{Activity, ActivityDetails, Publication, QualityWork, ScientificWork},
    assessment::AssessmentStage,
    curriculum::{ObjectiveCode, ObjectiveGroup, Regulation},
    iup::{ChangeSize, Iup, IupPhase, in_force, missing},
    placement::{CreditKind, SupervisorName},
    portfolio::Portfolio,
    progress_review::{ProgressReviewKind, ProgressReviewPhase},
    supervision_meeting::MeetingPhase,
    training::{ServiceTime, interruptions},
};

/// What the rules need to know about a training, gathered from all its records.
#[must_use]
pub fn facts(portfolio: &Portfolio) -> TrainingFacts {
    let training = &portfolio.training;
    let mut facts = TrainingFacts {
        specialty: training.specialty.clone(),
        licensed_on: training.licensed_on,
        supervisor: training.principal_supervisor.as_ref().map(|one| supervisor(portfolio, one.id)),
        service: ServiceTime {
            interrupted: interruptions(&portfolio.decisions),
            ..portfolio.service().time()
        },
        credits_unapproved: portfolio.credits.iter().filter(|c| c.approved.is_none()).count(),
        doctorate: portfolio
            .credits
            .iter()
            .any(|credit| credit.kind == CreditKind::Doctorate && credit.approved.is_some()),
        placements: placements(portfolio),
        iup: iup(portfolio),
        assessed_on: Vec::new(),
        assessments_asked: Vec::new(),
        assessments_unconfirmed: 0,
        meetings: Vec::new(),
        meetings_planned: Vec::new(),
        reviews: reviews(portfolio),
        supervision_evaluated_on: portfolio
            .evaluations
            .iter()
            .filter(|evaluation| evaluation.written.answered())
            .map(|evaluation| evaluation.written.on)
            .max(),
        courses: Vec::new(),
        quality_works: Vec::new(),
        scientific_works: Vec::new(),
        other_activities: Vec::new(),
        certified: Vec::new(),
        objectives: ObjectiveCounts::of(portfolio.standings().map(|standing| standing.state)),
    };
    assessments(&mut facts, portfolio);
    meetings(&mut facts, portfolio);
    portfolio.activities.iter().for_each(|activity| add_activity(&mut facts, activity));
    facts.other_activities.sort_unstable();
    facts.other_activities.dedup_by_key(|activity| activity.what);
    let in_force = portfolio.certificates.iter().filter(|one| one.phase.in_force());
    facts.certified = in_force.map(|certificate| certificate.kind).collect();
    facts.certified.sort_unstable();
    facts.certified.dedup();
    facts
}

fn supervisor(portfolio: &Portfolio, person: PersonId) -> SupervisorFacts {
    let known = portfolio.supervisors.iter().find(|one| one.person == person);
    SupervisorFacts {
        person: Some(person),
        specialist: known.and_then(|one| one.has.specialist_in(&portfolio.training.specialty)),
        training: known.map(|one| one.has.training).unwrap_or_default(),
    }
}

fn placements(portfolio: &Portfolio) -> Vec<PlacementFacts> {
    let mut placements: Vec<_> = portfolio
        .placements
        .iter()
        // What is asked of one that was served elsewhere is asked there; here it only gives time.
        .filter(|placement| portfolio.origin(placement.id).is_none())
        .map(|placement| PlacementFacts {
            place: placement.place.clone(),
            kind: placement.kind,
            from: placement.from,
            to: placement.to,
            supervisor: placement.supervisor.as_ref().map(|one| match one {
                SupervisorName::Person(person) => supervisor(portfolio, person.id),
                SupervisorName::Written(_) => SupervisorFacts::default(),
            }),
            contract: placement.contract,
            feedback: !placement.feedback.is_blank(),
            followed_up: placement.followed_up,
        })
        .collect();
    placements.sort_by_key(|placement| (placement.from, placement.to));
    placements
}

/// The delmål on scientific competence: a5 under SOSFS 2015:8, STa3 under HSLF-FS 2021:8.
fn scientific_objective(regulation: Regulation) -> Option<ObjectiveCode> {
    let number = match regulation {
        Regulation::Sosfs2015 => 5,
        Regulation::Hslf2021 => 3,
    };
    ObjectiveCode::new(regulation, ObjectiveGroup::A, number)
}

fn iup(portfolio: &Portfolio) -> IupFacts {
    let versions = &portfolio.iups;
    let codes: Vec<_> = portfolio.curriculum.objectives.iter().map(|one| one.code).collect();
    let current = in_force(versions).and_then(|version| {
        let gaps = missing(&version.content, &codes);
        let science = scientific_objective(portfolio.training.regulation)
            .and_then(|code| version.content.objective(code));
        Some(IupInForce {
            number: version.number,
            from: version.phase.in_force_from()?,
            empty_parts: gaps.parts,
            objectives_unplanned: gaps.objectives.len(),
            science_assessed: science.is_some_and(|plan| !plan.assessment.is_blank()),
        })
    });
    IupFacts {
        first_in_force: versions.iter().filter_map(|v| v.phase.in_force_from()).min(),
        current,
        next: versions.iter().rev().find_map(on_its_way),
    }
}

fn on_its_way(version: &Iup) -> Option<IupOnItsWay> {
    let step = match &version.phase {
        IupPhase::Draft { .. } => IupStep::Draft,
        IupPhase::Signing { first } => IupStep::SignedByOne { on: first.signature.at.date_naive() },
        IupPhase::Signed { signatures } => {
            let last = signatures.trainee.at.max(signatures.supervisor.at);
            IupStep::WaitsForApproval {
                since: last.date_naive(),
                supervisor: signatures.supervisor.by.id,
            }
        }
        IupPhase::Approved { .. } | IupPhase::Revised { .. } | IupPhase::Discarded { .. } => {
            return None;
        }
    };
    let larger = matches!(version.change, ChangeSize::Larger);
    Some(IupOnItsWay { number: version.number, larger, step })
}

fn reviews(portfolio: &Portfolio) -> Vec<ReviewFacts> {
    // A specialist panel that was held is the year's review of its kind (R62).
    let panels = |kind| {
        let held = if kind == ProgressReviewKind::SpecialistPanel {
            &portfolio.panels_held[..]
        } else {
            &[]
        };
        held.iter().copied()
    };
    let of_kind = |kind| {
        let all = || portfolio.reviews.iter().filter(move |review| review.kind == kind);
        ReviewFacts {
            kind,
            last: all()
                .filter_map(|review| review.phase.held())
                .map(|held| held.on)
                .chain(panels(kind))
                .max(),
            planned: all()
                .filter(|review| review.phase == ProgressReviewPhase::Planned)
                .map(|review| review.planned_on)
                .min(),
        }
    };
    let facts = ProgressReviewKind::ALL.into_iter().map(of_kind);
    facts.filter(|facts| facts.last.is_some() || facts.planned.is_some()).collect()
}

fn assessments(facts: &mut TrainingFacts, portfolio: &Portfolio) {
    let counted = portfolio.assessments.iter().filter(|one| one.counts());
    facts.assessed_on = recent(counted.map(|one| one.written.occasion.on).collect(), |day| *day);
    for assessment in &portfolio.assessments {
        match &assessment.stage {
            AssessmentStage::Requested { request }
            | AssessmentStage::Begun { request: Some(request), .. } => {
                facts.assessments_asked.push(request.until);
            }
            AssessmentStage::Answered { .. } => facts.assessments_unconfirmed += 1,
            AssessmentStage::Begun { request: None, .. }
            | AssessmentStage::Confirmed { .. }
            | AssessmentStage::Recalled { .. }
            | AssessmentStage::Declined { .. } => {}
        }
    }
    facts.assessments_asked.sort_unstable();
}

fn meetings(facts: &mut TrainingFacts, portfolio: &Portfolio) {
    let held = portfolio.meetings.iter().filter_map(|meeting| {
        let confirmed = matches!(meeting.phase, MeetingPhase::Confirmed { .. });
        meeting.phase.held().map(|held| MeetingFacts { held: *held, confirmed })
    });
    facts.meetings = recent(held.collect(), |meeting| meeting.held.on);
    let planned = portfolio.meetings.iter().filter(|one| one.phase == MeetingPhase::Planned);
    facts.meetings_planned = planned.map(|meeting| meeting.planned_on).collect();
    facts.meetings_planned.sort_unstable();
}

fn add_activity(facts: &mut TrainingFacts, activity: &Activity) {
    let &Activity { from, to, external, .. } = activity;
    match &activity.details {
        ActivityDetails::Course => facts.courses.push(CourseFacts {
            title: activity.title.clone(),
            from,
            to,
            external,
            reported_on: activity.report.as_ref().map(|report| report.on),
        }),
        ActivityDetails::QualityWork(QualityWork { weeks, implementation, evaluation }) => {
            facts.quality_works.push(QualityWorkFacts {
                from,
                to,
                weeks: weeks.map(|weeks| weeks.get()),
                implementation: !implementation.is_blank(),
                evaluation: !evaluation.is_blank(),
            });
        }
        ActivityDetails::ScientificWork(work) => {
            let ScientificWork { plan, approvals, weeks, presented, reviewer, publication, .. } =
                work;
            let day = |signature: &crate::person::Signature| signature.at.date_naive();
            facts.scientific_works.push(ScientificWorkFacts {
                id: activity.id,
                title: activity.title.clone(),
                from,
                to,
                weeks: weeks.map(|weeks| weeks.get()),
                plan: !plan.is_blank(),
                scientific_supervisor: work.scientific_supervisor.as_ref().map(|one| one.id),
                plan_by_supervisor: approvals.supervisor().map(day),
                plan_by_head_of_unit: approvals.head_of_unit.as_ref().map(day),
                ethics_missing: matches!(publication, Publication::Yes { ethics_approval: None }),
                reviewer_with_doctorate: reviewer.as_ref().map(|reviewer| reviewer.doctorate),
                presented_on: *presented,
            });
        }
        ActivityDetails::Other { what } => {
            facts.other_activities.push(OtherActivityFacts { what: *what, from });
        }
    }
}
