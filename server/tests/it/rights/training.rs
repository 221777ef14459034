//! The operations on trainings and what is kept within them.

use serde_json::{Value, json};
use shared::{
    person::Me,
    rights::{
        Action::{self, *},
        Tie, may,
    },
};

use super::{
    Expected,
    operations::{Operation, Record, Rule, STALE, operation, reason, right, signed_in},
    world::World,
};

const READ: &[Action] = &[TrainingRead];
const WRITE: &[Action] = &[TrainingWrite];
const APPROVE: &[Action] = &[TrainingApprove];
const CARRY: &[Action] = &[OwnRecordsCarry];

const SEE_CLINIC: &[Action] = &[ClinicRead, ClinicSave];
const PUBLISH: &[Action] = &[CurriculumPublish];

fn curriculum(world: &World) -> Value {
    json!({ "clinic": world.clinics[0], "specialty": "Ortopedi", "regulation": "hslf2021", "text": "" })
}

/// Something in a training: seen by who reads it.
fn within(method: &'static str, path: &'static str, action: &'static [Action]) -> Operation {
    right(method, path, Record::Training, READ, action)
}

/// An assessment that is asked for: seen by the one who asked and the one who is asked.
fn assessment(me: &Me, world: &World, action: Action) -> Expected {
    let on = world.on(Record::Training, me);
    let asked = on.tie((on.tie == Some(Tie::PrincipalSupervisor)).then_some(Tie::Assessor));
    let party = on.tie.is_some();
    if party && (may(me, action, &on) || may(me, action, &asked)) {
        Expected::Allowed
    } else if party {
        Expected::Forbidden
    } else {
        Expected::NotFound
    }
}

fn of_assessment(
    method: &'static str,
    path: &'static str,
    rule: fn(&Me, &World) -> Expected,
) -> Operation {
    operation(method, path, Record::Training, Rule::Own(rule))
}

pub fn trainings() -> Vec<Operation> {
    let mut all = vec![
        signed_in("GET", "/api/curricula", Record::Nothing),
        signed_in("GET", "/api/curricula/{id}", Record::Curriculum),
        right("POST", "/api/curricula/preview", Record::Clinic, SEE_CLINIC, PUBLISH)
            .sends(curriculum),
        // A file with nothing in it, so that nothing is published.
        right("POST", "/api/curricula", Record::Clinic, SEE_CLINIC, PUBLISH)
            .sends(|world| json!({ "version_name": "2026", "file": curriculum(world) })),
        signed_in("GET", "/api/trainings", Record::Nothing),
        // It starts before the legitimation, so that nothing is started.
        right("POST", "/api/trainings", Record::Clinic, &[ClinicRead], &[TrainingStart]).sends(
            |world| {
                let nobody = uuid::Uuid::nil();
                json!({ "trainee": nobody, "clinic": world.clinics[0], "specialty": "Ortopedi",
                    "curriculum": nobody, "regulation": "hslf2021", "licensed_on": "2026-02-01",
                    "starts_on": "2026-01-01" })
            },
        ),
        right(
            "GET",
            "/api/clinics/{id}/trainings",
            Record::Clinic,
            &[ClinicRead, ClinicSave],
            READ,
        ),
        right(
            "GET",
            "/api/clinics/{id}/training-figures",
            Record::Clinic,
            &[ClinicRead, ClinicSave],
            &[TrainingFiguresRead],
        ),
        right("GET", "/api/trainings/{id}", Record::Training, &[], READ),
        right("GET", "/api/trainings/{id}/history", Record::Training, &[], READ),
        within("GET", "/api/trainings/{id}/own-records", CARRY),
        // A file with nothing in it, so that nothing is taken in.
        within("POST", "/api/trainings/{id}/brought/preview", CARRY)
            .sends(|_| json!({ "text": "" })),
        within("POST", "/api/trainings/{id}/brought", CARRY).sends(|_| json!({ "text": "" })),
        within("DELETE", "/api/trainings/{id}/brought/{brought}", CARRY),
        within("PUT", "/api/trainings/{id}", &[TrainingSave])
            .sends(|_| json!({ "licensed_on": "2024-01-01", "starts_on": "2024-02-02" })),
        within("GET", "/api/trainings/{id}/choices", &[TrainingSave]),
        within("GET", "/api/trainings/{id}/supervisors", &[TrainingRead]),
        within("POST", "/api/trainings/{id}/decisions", &[TrainingSave])
            .sends(|_| json!({ "read": STALE, "on": "2024-03-01", "step": { "kind": "resume" } })),
    ];
    all.extend(kept());
    all.extend(meetings());
    all.extend(reviews());
    all.extend(iups());
    all.extend(assessments());
    all.extend(certificates());
    all
}

fn placement(_: &World) -> Value {
    json!({ "kind": "own_clinic", "place": "Här", "from": "2025-01-01", "to": "2024-01-01", "percent": 100,
        "goals": "", "objectives": [], "feedback": "" })
}

fn leave(_: &World) -> Value {
    json!({ "kind": "other", "from": "2025-01-01", "to": "2024-01-01", "percent": 100 })
}

fn credit(_: &World) -> Value {
    json!({ "kind": "before_licence", "months": "99", "reason": "Vikariat" })
}

fn activity(_: &World) -> Value {
    json!({ "kind": "course", "title": "Kurs", "from": "2025-01-01", "to": "2024-01-01", "external": false,
        "objectives": [] })
}

fn kept() -> Vec<Operation> {
    vec![
        within("POST", "/api/trainings/{id}/placements", WRITE).sends(placement),
        within("PUT", "/api/trainings/{id}/placements/{placement}", WRITE).sends(placement),
        within("DELETE", "/api/trainings/{id}/placements/{placement}", WRITE),
        within("POST", "/api/trainings/{id}/leaves", WRITE).sends(leave),
        within("PUT", "/api/trainings/{id}/leaves/{leave}", WRITE).sends(leave),
        within("DELETE", "/api/trainings/{id}/leaves/{leave}", WRITE),
        within("POST", "/api/trainings/{id}/credits", WRITE).sends(credit),
        within("PUT", "/api/trainings/{id}/credits/{credit}", WRITE).sends(credit),
        within("DELETE", "/api/trainings/{id}/credits/{credit}", WRITE),
        within("POST", "/api/trainings/{id}/credits/{credit}/approval", APPROVE),
        within("POST", "/api/trainings/{id}/activities", WRITE).sends(activity),
        within("PUT", "/api/trainings/{id}/activities/{activity}", WRITE).sends(activity),
        within("DELETE", "/api/trainings/{id}/activities/{activity}", WRITE),
        within("PUT", "/api/trainings/{id}/activities/{activity}/scientific-supervisor", WRITE)
            .sends(|_| json!({})),
        right(
            "POST",
            "/api/trainings/{id}/activities/{activity}/plan-approval",
            Record::Training,
            &[ProjectPlanRead],
            &[ProjectPlanApprove],
        ),
        signed_in("GET", "/api/scientific-works", Record::Nothing),
    ]
}

fn meetings() -> Vec<Operation> {
    const ONE: &str = "/api/trainings/{id}/meetings/{meeting}";
    let day = |_: &World| json!({ "planned_on": "2020-01-01" });
    vec![
        within("POST", "/api/trainings/{id}/meetings", WRITE).sends(day),
        within("PUT", ONE, WRITE).sends(day),
        within("PUT", "/api/trainings/{id}/meetings/{meeting}/preparation", WRITE)
            .sends(|_| json!({ "text": "Annat" })),
        within("POST", "/api/trainings/{id}/meetings/{meeting}/held", WRITE)
            .sends(|_| json!({ "on": "2020-01-01", "minutes": 60 })),
        within("PUT", "/api/trainings/{id}/meetings/{meeting}/notes", WRITE)
            .sends(|_| json!({ "topics": "Annat", "agreements": "" })),
        within("POST", "/api/trainings/{id}/meetings/{meeting}/confirmation", WRITE),
        within("POST", "/api/trainings/{id}/meetings/{meeting}/reopening", WRITE).sends(reason),
        within("POST", "/api/trainings/{id}/meetings/{meeting}/cancellation", WRITE).sends(reason),
    ]
}

fn reviews() -> Vec<Operation> {
    const BOTH: &[Action] = &[TrainingWrite, TrainingApprove];
    let day = |_: &World| json!({ "kind": "three_parties", "planned_on": "2020-01-01" });
    let evaluation = |_: &World| json!({ "on": "2020-01-01", "answers": {} });
    vec![
        within("POST", "/api/trainings/{id}/reviews", BOTH).sends(day),
        within("PUT", "/api/trainings/{id}/reviews/{review}", BOTH).sends(day),
        within("POST", "/api/trainings/{id}/reviews/{review}/held", BOTH).sends(|_| {
            json!({ "on": "2020-01-01", "form": "meeting", "summary": "Annat", "agreements": "",
                "participants": [] })
        }),
        within("POST", "/api/trainings/{id}/reviews/{review}/confirmation", BOTH),
        within("POST", "/api/trainings/{id}/reviews/{review}/reopening", BOTH).sends(reason),
        within("POST", "/api/trainings/{id}/reviews/{review}/cancellation", BOTH).sends(reason),
        within("POST", "/api/trainings/{id}/evaluations", WRITE).sends(evaluation),
        within("PUT", "/api/trainings/{id}/evaluations/{evaluation}", WRITE).sends(evaluation),
        within("POST", "/api/trainings/{id}/evaluations/{evaluation}/follow-up", APPROVE),
    ]
}

fn iups() -> Vec<Operation> {
    let read = |_: &World| json!({ "read": STALE });
    vec![
        within("POST", "/api/trainings/{id}/iups", WRITE),
        within("PUT", "/api/trainings/{id}/iups/{iup}/fields", WRITE)
            .sends(|_| json!({ "field": "part", "part": "methods", "body": "Annat" })),
        within("POST", "/api/trainings/{id}/iups/{iup}/signature", WRITE).sends(read),
        within("POST", "/api/trainings/{id}/iups/{iup}/signature-withdrawal", WRITE).sends(reason),
        within("POST", "/api/trainings/{id}/iups/{iup}/approval", APPROVE).sends(read),
        within("POST", "/api/trainings/{id}/iups/{iup}/return", APPROVE).sends(reason),
        within("POST", "/api/trainings/{id}/iups/{iup}/size", &[TrainingWrite, TrainingApprove])
            .sends(|_| json!({ "larger": true })),
        within("POST", "/api/trainings/{id}/iups/{iup}/discard", WRITE).sends(reason),
    ]
}

fn certificates() -> Vec<Operation> {
    const READ: &[Action] = &[CertificateRead];
    // A form that the regulation hasn't, so that nothing is prepared.
    let wrong = |_: &World| {
        json!({ "kind": "written_work", "asked": [],
            "content": { "objectives": [], "description": "", "evaluation": "" } })
    };
    let one = |method, path, action| right(method, path, Record::Training, READ, action);
    vec![
        signed_in("GET", "/api/certificates", Record::Nothing),
        within("GET", "/api/trainings/{id}/certifiers", &[CertificateWrite]),
        within("GET", "/api/trainings/{id}/clinics", &[CertificateWrite]),
        within("PUT", "/api/trainings/{id}/objectives/{objective}/evidence", &[EvidenceChoose])
            .sends(|_| json!({ "chosen": [] })),
        within("POST", "/api/trainings/{id}/certificates", &[CertificateWrite]).sends(wrong),
        one("PUT", "/api/trainings/{id}/certificates/{certificate}", &[CertificateWrite]).sends(
            |_| {
                json!({ "asked": [],
                    "content": { "objectives": [], "description": "Annat", "evaluation": "" } })
            },
        ),
        one("DELETE", "/api/trainings/{id}/certificates/{certificate}", &[CertificateWrite]),
        one(
            "POST",
            "/api/trainings/{id}/certificates/{certificate}/signature",
            &[CertificateCertify],
        )
        .sends(|_| json!({ "role": "supervisor", "workplace": "Här", "town": "Orten" })),
        one(
            "POST",
            "/api/trainings/{id}/certificates/{certificate}/withdrawal",
            &[CertificateCertify],
        )
        .sends(reason),
        right("GET", "/api/clinics/{id}/delegations", Record::Clinic, SEE_CLINIC, &[PeopleRead]),
        // Nothing is delegated by it.
        right(
            "POST",
            "/api/clinics/{id}/delegations",
            Record::Clinic,
            SEE_CLINIC,
            &[DelegationSave],
        )
        .sends(|_| json!({ "to": uuid::Uuid::nil(), "kinds": [], "starts": "2026-12-01" })),
        right(
            "POST",
            "/api/clinics/{id}/delegations/{delegation}/end",
            Record::Clinic,
            SEE_CLINIC,
            &[DelegationSave],
        )
        .sends(reason),
    ]
}

/// On a form that there isn't, so that nothing is begun.
fn new_assessment(until: Option<&str>) -> Value {
    json!({ "instrument": { "code": "ingen", "version": 1 }, "occasion": { "on": "2026-11-01" }, "until": until,
        "assessor": { "kind": "account", "person": { "id": uuid::Uuid::nil(), "name": "" } } })
}

fn assessments() -> Vec<Operation> {
    const ONE: &str = "/api/trainings/{id}/assessments/{assessment}";
    const BEGIN: &[Action] = &[TraineeAssessmentBegin];
    let link = |method| {
        operation(method, "/api/assessment-links/{token}", Record::AssessmentLink, Rule::Open)
    };
    vec![
        signed_in("GET", "/api/assessments", Record::Nothing),
        signed_in("GET", "/api/trainees-to-assess", Record::Nothing),
        within("GET", "/api/trainings/{id}/assessors", &[TraineeAssessmentAsk]),
        within("POST", "/api/trainings/{id}/assessments", &[TraineeAssessmentAsk])
            .sends(|_| new_assessment(Some("2026-12-01"))),
        within("POST", "/api/trainings/{id}/assessments", BEGIN).sends(|_| new_assessment(None)),
        of_assessment("GET", ONE, |me, world| assessment(me, world, TraineeAssessmentRead)),
        of_assessment("PUT", ONE, |me, world| assessment(me, world, TraineeAssessmentWrite))
            .sends(|_| json!({ "occasion": { "on": "2026-11-02" } })),
        of_assessment(
            "POST",
            "/api/trainings/{id}/assessments/{assessment}/answer",
            |me, world| assessment(me, world, TraineeAssessmentWrite),
        ),
        // Who has written it doesn't confirm it too.
        of_assessment(
            "POST",
            "/api/trainings/{id}/assessments/{assessment}/confirmation",
            |me, world| assessment(me, world, TraineeAssessmentAsk),
        ),
        of_assessment(
            "POST",
            "/api/trainings/{id}/assessments/{assessment}/decline",
            |me, world| assessment(me, world, TraineeAssessmentWrite),
        )
        .sends(reason),
        of_assessment(
            "POST",
            "/api/trainings/{id}/assessments/{assessment}/recall",
            |me, world| assessment(me, world, TraineeAssessmentAsk),
        ),
        link("GET"),
        link("PUT"),
        link("POST"),
    ]
}
