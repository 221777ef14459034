//! What waits for approval in a training: a programme, a project plan, credits (Riktlinje Västmanland 5.1 and 6.1).

use super::Task;
use crate::{
    person::{Me, Role},
    rights::{Action, On, Tie, may},
    training::Training,
    training_facts::{IupStep, ScientificWorkFacts, TrainingSummary},
    written_date::say_day,
};

/// What waits for this person's approval in a training: nothing that would be refused, or that another's approval is enough for.
pub(super) fn tasks(me: &Me, TrainingSummary { training, facts }: &TrainingSummary) -> Vec<Task> {
    let on = training.on(me.id);
    if training.phase.underway().is_err() {
        return Vec::new();
    }
    let mut tasks = Vec::new();
    // Nobody is asked to approve their own.
    if may(me, Action::TrainingApprove, &on) && on.tie != Some(Tie::Own) {
        tasks.extend(programme(me, training, facts.iup.next.map(|next| (next.number, next.step))));
        tasks.extend(credits(training, facts.credits_unapproved));
    }
    let awaited = facts.scientific_works.iter().filter(|work| awaits(me, &on, work));
    tasks.extend(awaited.map(|work| project_plan(training, work)));
    tasks
}

fn place(training: &Training) -> String {
    format!("{} · {}", training.clinic.name, &*training.specialty)
}

/// A version that both have signed, by who hasn't signed it (R23, R29).
fn programme(me: &Me, training: &Training, next: Option<(u32, IupStep)>) -> Option<Task> {
    let (number, IupStep::WaitsForApproval { since, supervisor }) = next? else { return None };
    (supervisor != me.id).then(|| Task {
        what: format!("Godkänn utbildningsprogrammet för {}", training.trainee.name),
        place: place(training),
        detail: format!("Version {number}, undertecknad av båda {}", say_day(since)),
        due: None,
        // Without a version named the page shows the one on its way.
        path: format!("/st/{}/iup", training.id),
    })
}

/// Credits that count first when they are approved (R26).
fn credits(training: &Training, unapproved: usize) -> Option<Task> {
    (unapproved > 0).then(|| Task {
        what: format!("Godkänn tillgodoräknad tid för {}", training.trainee.name),
        place: place(training),
        detail: if unapproved == 1 { String::new() } else { format!("{unapproved} väntar") },
        due: None,
        path: format!("/st/{}/placeringar#tillgodo", training.id),
    })
}

/// Whether a plan lacks just this person's approval: a supervisor's and the head of unit's are needed (R43).
fn awaits(me: &Me, on: &On, work: &ScientificWorkFacts) -> bool {
    let scientific = work.scientific_supervisor == Some(me.id);
    let may_approve = scientific || may(me, Action::ProjectPlanApprove, on);
    if !work.plan || !may_approve || on.tie == Some(Tie::Own) {
        return false;
    }
    let heads =
        me.memberships.iter().any(|held| held.role == Role::HeadOfUnit && held.clinic == on.clinic);
    let supervises = scientific || on.tie == Some(Tie::PrincipalSupervisor);
    (supervises && work.plan_by_supervisor.is_none())
        || (heads && work.plan_by_head_of_unit.is_none())
}

fn project_plan(training: &Training, work: &ScientificWorkFacts) -> Task {
    Task {
        what: format!("Godkänn projektplanen för {}", training.trainee.name),
        place: place(training),
        detail: work.title.to_string(),
        // It is to be approved before the work begins.
        due: Some(work.from),
        path: format!("/st/{}/aktiviteter?aktivitet={}", training.id, work.id),
    }
}
