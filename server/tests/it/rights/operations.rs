//! The operations of the API, and by what right each is done.

use axum::http::Method;
use serde_json::{Value, json};
use server::demo::people::{GYNAECOLOGY, OPHTHALMOLOGY, ORTHOPAEDICS, PAEDIATRICS};
use shared::{
    person::{Me, Role},
    rights::{
        Action::{self, *},
        may, may_grant,
    },
};

use super::{
    Expected,
    concern::concerns,
    specialist_panel::panels,
    support_plan::support_plans,
    training::trainings,
    world::{SUPERVISING, World},
};

/// A version that nothing is at: who may, is told so, and nothing changes.
pub const STALE: i64 = 999_999;

/// What an operation is tried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Record {
    Nothing,
    Region,
    Clinic,
    Checklist,
    Draft,
    Signed,
    Planned,
    Underway,
    Preliminary,
    PlanDraft,
    PlanInForce,
    Import,
    LastHead,
    Colleague,
    Invitation,
    Curriculum,
    Training,
    /// The same training, with a support plan that the head of unit is asked into.
    AskedPlan,
    AssessmentLink,
}

impl Record {
    /// The clinic it is of, by its place in the demo.
    pub const fn clinic(self) -> Option<usize> {
        match self {
            Self::Nothing
            | Self::Region
            | Self::Checklist
            | Self::Invitation
            | Self::Curriculum
            | Self::AssessmentLink => None,
            Self::Clinic
            | Self::Training
            | Self::AskedPlan
            | Self::Draft
            | Self::PlanInForce
            | Self::Import
            | Self::LastHead
            | Self::Colleague => Some(ORTHOPAEDICS),
            Self::Signed | Self::Planned | Self::PlanDraft => Some(GYNAECOLOGY),
            Self::Underway => Some(PAEDIATRICS),
            Self::Preliminary => Some(OPHTHALMOLOGY),
        }
    }
}

impl Record {
    /// Whether it is the training, or something in it.
    pub fn is_training(self) -> bool {
        matches!(self, Self::Training | Self::AskedPlan)
    }
}

/// By what right.
#[derive(Clone, Copy)]
pub enum Rule {
    /// Anybody, also those not signed in.
    Open,
    /// Anybody signed in, who is then signed out.
    Leave,
    /// Anybody signed in; the answer holds what they may see.
    SignedIn,
    /// Any of `action` does it; any of `see` shows that it is there.
    Right { of: Record, see: &'static [Action], action: &'static [Action] },
    /// A rule of its own.
    Own(fn(&Me, &World) -> Expected),
}

/// What is sent.
#[derive(Clone, Copy)]
pub enum Body {
    None,
    Json(fn(&World) -> Value),
    File,
}

pub struct Operation {
    method: &'static str,
    /// As described, and what stands after `?`.
    pub address: &'static str,
    pub on: Record,
    pub rule: Rule,
    pub body: Body,
}

impl Operation {
    pub fn name(&self) -> String {
        let path = self.address.split('?').next().unwrap_or_default();
        format!("{} {path}", self.method)
    }

    pub fn method(&self) -> Method {
        self.method.parse().unwrap()
    }
}

const PASSWORD_LINK: &str = "/api/memberships/{id}/password-link";
const SEE_CLINIC: &[Action] = &[ClinicRead, ClinicSave];

pub fn operation(method: &'static str, address: &'static str, on: Record, rule: Rule) -> Operation {
    Operation { method, address, on, rule, body: Body::None }
}

fn open(method: &'static str, path: &'static str) -> Operation {
    operation(method, path, Record::Nothing, Rule::Open)
}

pub fn signed_in(method: &'static str, path: &'static str, on: Record) -> Operation {
    operation(method, path, on, Rule::SignedIn)
}

pub fn right(
    method: &'static str,
    path: &'static str,
    on: Record,
    see: &'static [Action],
    action: &'static [Action],
) -> Operation {
    operation(method, path, on, Rule::Right { of: on, see, action })
}

impl Operation {
    pub fn sends(self, body: fn(&World) -> Value) -> Self {
        Self { body: Body::Json(body), ..self }
    }
}

/// Who has a role at the region or one of its clinics sees the region; `action` is asked on the region.
fn at_region(me: &Me, world: &World, action: Action) -> Expected {
    if may(me, action, &world.on(Record::Region, me)) {
        Expected::Allowed
    } else if me.memberships.iter().any(|m| m.care_provider == Some(world.region))
        || may(me, PeopleRead, &world.on(Record::Region, me))
    {
        Expected::Forbidden
    } else {
        Expected::NotFound
    }
}

/// Who may give a role does what is done to whoever holds it; who sees the clinic sees the role.
fn to_holder(me: &Me, world: &World, of: Record, role: Role) -> Expected {
    let on = shared::rights::On { assigned: false, ..world.on(of, me) };
    if may_grant(me, role, &on) {
        Expected::Allowed
    } else if may(me, ClinicRead, &on) {
        Expected::Forbidden
    } else {
        Expected::NotFound
    }
}

pub fn reason(_: &World) -> Value {
    json!({ "reason": "Skäl" })
}

pub fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    all.extend(people());
    all.extend(clinics());
    all.extend(assessments());
    all.extend(inspections());
    all.extend(plans());
    all.extend(imports());
    all.extend(trainings());
    all.extend(support_plans());
    all.extend(concerns());
    all.extend(panels());
    all
}

fn people() -> [Operation; 15] {
    [
        open("GET", "/api/session"),
        open("POST", "/api/session"),
        open("DELETE", "/api/session"),
        operation("DELETE", "/api/sessions", Record::Nothing, Rule::Leave),
        operation("GET", "/api/invitations/{token}", Record::Invitation, Rule::Open),
        operation("POST", "/api/invitations/{token}", Record::Invitation, Rule::Open),
        right("GET", "/api/people?clinic={id}", Record::Clinic, SEE_CLINIC, &[PeopleRead]),
        right("GET", "/api/clinics/{id}/supervisors", Record::Clinic, SEE_CLINIC, &[PeopleRead]),
        right("GET", "/api/clinics/{id}/supervisors/{person}/history", Record::Clinic, SEE_CLINIC, &[PeopleRead]),
        operation("PUT", "/api/clinics/{id}/supervisors/{person}", Record::Clinic, Rule::Own(|me, world| {
            let on = world.on(Record::Clinic, me);
            if may(me, SupervisorSave, &on) || me.email == SUPERVISING {
                Expected::Allowed
            } else if SEE_CLINIC.iter().any(|action| may(me, *action, &on)) {
                Expected::Forbidden
            } else {
                Expected::NotFound
            }
        }))
        .sends(|_| json!({ "specialties": [], "training": { "kind": "missing" } })),
        operation("GET", "/api/inspectors", Record::Nothing, Rule::Own(|me, _| {
            if me.is(Role::RegionalDirector) { Expected::Allowed } else { Expected::Forbidden }
        })),
        right("POST", "/api/invitations", Record::Clinic, SEE_CLINIC, &[PeopleSave]).sends(|world| {
            json!({ "name": "Nästa", "email": "nasta@prov.se", "role": "trainee", "clinic": world.clinics[0] })
        }),
        operation("DELETE", "/api/memberships/{id}", Record::LastHead, Rule::Own(|me, world| {
            to_holder(me, world, Record::LastHead, Role::HeadOfUnit)
        })),
        operation("POST", PASSWORD_LINK, Record::LastHead, Rule::Own(|me, world| {
            to_holder(me, world, Record::LastHead, Role::HeadOfUnit)
        })),
        operation("POST", PASSWORD_LINK, Record::Colleague, Rule::Own(|me, world| {
            to_holder(me, world, Record::Colleague, Role::Supervisor)
        })),
    ]
}

fn clinics() -> [Operation; 16] {
    use Record::{Checklist, Clinic, Nothing, Region};
    [
        signed_in("GET", "/api/care-providers", Nothing),
        operation(
            "POST",
            "/api/care-providers",
            Nothing,
            Rule::Own(|me, _| {
                if me.is(Role::Administrator) { Expected::Allowed } else { Expected::Forbidden }
            }),
        )
        .sends(|_| json!({ "name": "Region Exempel" })),
        signed_in("GET", "/api/clinics", Nothing),
        operation(
            "POST",
            "/api/clinics",
            Region,
            Rule::Own(|me, world| at_region(me, world, ClinicSave)),
        )
        .sends(save_clinic),
        right("GET", "/api/clinics/{id}", Clinic, &[], SEE_CLINIC),
        right("PUT", "/api/clinics/{id}", Clinic, SEE_CLINIC, &[ClinicSave]).sends(save_clinic),
        signed_in("GET", "/api/care-providers/{id}/thresholds", Region),
        operation(
            "PUT",
            "/api/care-providers/{id}/thresholds",
            Region,
            Rule::Own(|me, world| at_region(me, world, ThresholdsSave)),
        )
        .sends(|_| json!({ "assessments_per_year": 4 })),
        signed_in("GET", "/api/clinic-statuses", Nothing),
        right("GET", "/api/clinics/{id}/status", Clinic, SEE_CLINIC, &[ClinicRead]),
        right("GET", "/api/clinics/{id}/reviews", Clinic, SEE_CLINIC, &[ClinicRead]),
        right("GET", "/api/clinics/{id}/findings", Clinic, SEE_CLINIC, &[ClinicRead]),
        signed_in("GET", "/api/tasks", Nothing),
        signed_in("GET", "/api/checklists", Nothing),
        signed_in("GET", "/api/checklists/{id}", Checklist),
        operation(
            "POST",
            "/api/checklists",
            Region,
            Rule::Own(|me, world| at_region(me, world, ChecklistPublish)),
        )
        .sends(|world| {
            json!({ "care_provider": world.region, "version": world.checklist.version,
                "exceptions": 1, "areas": world.checklist.areas })
        }),
    ]
}

/// A clinic of the name of another.
fn save_clinic(world: &World) -> Value {
    json!({ "care_provider": world.region, "name": "Kvinnokliniken", "site": "Exempelsjukhuset",
        "specialties": ["Ortopedi"] })
}

fn assessments() -> Vec<Operation> {
    use Record::{Clinic, Draft, Signed};
    const SEE: &[Action] = &[AssessmentReadDraft];
    const ANSWER: &[Action] = &[AssessmentAnswer];
    let mut file = right(
        "POST",
        "/api/self-assessments/{id}/answers/{code}/files?name=underlag.txt",
        Draft,
        SEE,
        ANSWER,
    );
    file.body = Body::File;
    vec![
        right("GET", "/api/clinics/{id}/self-assessments", Clinic, &[], &[ClinicRead]),
        right("POST", "/api/self-assessments", Clinic, &[ClinicRead], &[AssessmentOpen]).sends(
            |world| json!({ "clinic": world.clinics[0], "specialty": "Ortopedi", "year": 2026 }),
        ),
        right("GET", "/api/self-assessments/{id}", Draft, &[], SEE),
        right("GET", "/api/self-assessments/{id}", Signed, &[], &[AssessmentRead]),
        right("PUT", "/api/self-assessments/{id}/answers/{code}", Draft, SEE, ANSWER)
            .sends(|_| json!({ "verdict": "partly", "comment": "Annat" })),
        right("POST", "/api/self-assessments/{id}/answers/{code}/links", Draft, SEE, ANSWER)
            .sends(|_| json!({ "title": "Länk", "url": "https://exempel.se" })),
        file,
        right(
            "DELETE",
            "/api/self-assessments/{id}/answers/{code}/evidence/{evidence}",
            Draft,
            SEE,
            ANSWER,
        ),
        right(
            "GET",
            "/api/self-assessments/{id}/answers/{code}/evidence/{evidence}",
            Draft,
            &[],
            SEE,
        ),
        right("PUT", "/api/self-assessments/{id}/texts/{field}", Draft, SEE, ANSWER)
            .sends(|_| json!({ "body": "Annat" })),
        right("POST", "/api/self-assessments/{id}/carry-over", Draft, SEE, &[AssessmentOpen]),
        right("POST", "/api/self-assessments/{id}/signature", Draft, SEE, &[AssessmentSign]),
        right(
            "POST",
            "/api/self-assessments/{id}/reopening",
            Signed,
            &[AssessmentRead],
            &[AssessmentSign],
        )
        .sends(reason),
        right("GET", "/api/self-assessments/{id}/history", Draft, &[], SEE),
        right("GET", "/api/self-assessments/{id}/history", Signed, &[], &[AssessmentRead]),
    ]
}

fn inspections() -> Vec<Operation> {
    use Record::{Clinic, Nothing, Planned, Preliminary, Signed, Underway};
    const SEE: &[Action] = &[InspectionRead];
    const WRITE: &[Action] = &[ProtocolWrite];
    vec![
        signed_in("GET", "/api/inspections", Nothing),
        right("GET", "/api/clinics/{id}/inspections", Clinic, &[ClinicRead], SEE),
        // The visit ends before it begins, so that nothing is planned.
        right("POST", "/api/inspections", Signed, &[ClinicRead], &[InspectionPlan]).sends(
            |world| {
                let nobody = uuid::Uuid::nil();
                json!({ "clinic": world.clinics[1], "specialty": "Obstetrik och gynekologi",
                "starts": "2027-01-02", "ends": "2027-01-01", "inspectors": [nobody, nobody] })
            },
        ),
        right("GET", "/api/inspections/{id}", Planned, &[], SEE),
        right("GET", "/api/inspections/{id}", Underway, &[], SEE),
        right("GET", "/api/inspections/{id}", Preliminary, &[], SEE),
        right("PUT", "/api/inspections/{id}/planning", Planned, SEE, &[InspectionPlan]).sends(|_| {
            let nobody = uuid::Uuid::nil();
            json!({ "starts": "2027-01-02", "ends": "2027-01-03", "inspectors": [nobody, nobody] })
        }),
        right("POST", "/api/inspections/{id}/cancellation", Planned, SEE, &[InspectionPlan])
            .sends(reason),
        right("POST", "/api/inspections/{id}/start", Planned, SEE, WRITE),
        right("PUT", "/api/inspections/{id}/observations/{code}", Underway, SEE, WRITE)
            .sends(|_| json!({ "judgement": "finding", "note": "Annat" })),
        right("PUT", "/api/inspections/{id}/gradings/{area}", Underway, SEE, WRITE)
            .sends(|_| json!({ "grade": "D", "motivation": "Annat" })),
        right("PUT", "/api/inspections/{id}/texts/{field}", Underway, SEE, WRITE)
            .sends(|_| json!({ "body": "Annat" })),
        right("POST", "/api/inspections/{id}/signature", Underway, SEE, WRITE),
        right("POST", "/api/inspections/{id}/signature-withdrawal", Preliminary, SEE, WRITE)
            .sends(reason),
        right("POST", "/api/inspections/{id}/comments", Preliminary, SEE, &[InspectionComment])
            .sends(|_| json!({ "area": null, "body": "En synpunkt" })),
        right(
            "POST",
            "/api/inspections/{id}/comments-done",
            Preliminary,
            SEE,
            &[InspectionComment],
        ),
        right("POST", "/api/inspections/{id}/final", Preliminary, SEE, WRITE),
        right("GET", "/api/inspections/{id}/history", Underway, &[], SEE),
    ]
}

fn plans() -> Vec<Operation> {
    use Record::{Clinic, PlanDraft, PlanInForce, Signed};
    const SEE: &[Action] = &[PlanRead];
    vec![
        right("POST", "/api/action-plans", Signed, &[AssessmentRead], &[PlanWrite])
            .sends(|world| json!({ "self_assessment": world.id(Signed, "id") })),
        right("GET", "/api/clinics/{id}/action-plans", Clinic, &[ClinicRead], SEE),
        right("GET", "/api/action-plans/{id}", PlanDraft, &[], &[PlanReadDraft]),
        right("GET", "/api/action-plans/{id}", PlanInForce, &[], SEE),
        right("POST", "/api/action-plans/{id}/entries", PlanInForce, SEE, &[PlanWrite])
            .sends(entry),
        right("PUT", "/api/action-plans/{id}/entries/{entry}", PlanInForce, SEE, &[PlanWrite])
            .sends(entry),
        right("DELETE", "/api/action-plans/{id}/entries/{entry}", PlanInForce, SEE, &[PlanWrite]),
        right(
            "PUT",
            "/api/action-plans/{id}/entries/{entry}/actions/{action}/follow-up",
            PlanInForce,
            SEE,
            &[PlanFollowUp],
        )
        .sends(|_| json!({ "status": "done", "outcome": "", "evidence": [] })),
        right("POST", "/api/action-plans/{id}/submission", PlanInForce, SEE, &[PlanApprove]),
        right("POST", "/api/action-plans/{id}/acceptance", PlanInForce, SEE, &[PlanAccept]),
        right("POST", "/api/action-plans/{id}/return", PlanInForce, SEE, &[PlanAccept])
            .sends(reason),
        right(
            "POST",
            "/api/action-plans/{id}/acceptance-withdrawal",
            PlanInForce,
            SEE,
            &[PlanAccept],
        )
        .sends(reason),
        right("GET", "/api/action-plans/{id}/history", PlanInForce, &[], SEE),
    ]
}

fn entry(_: &World) -> Value {
    json!({ "criteria": ["D6"], "actions": [] })
}

fn imports() -> [Operation; 5] {
    use Record::{Clinic, Import, Nothing};
    const IMPORT: &[Action] = &[ReportImport];
    [
        signed_in("GET", "/api/report-imports", Nothing),
        right("POST", "/api/report-imports", Clinic, &[ClinicRead], IMPORT)
            .sends(|world| json!({ "clinic": world.clinics[0], "text": "Ingen rapport" })),
        right("GET", "/api/report-imports/{id}", Import, &[], IMPORT),
        right("POST", "/api/report-imports/{id}/inspection", Import, &[], IMPORT).sends(|_| {
            json!({ "specialty": "Ortopedi", "starts": "2025-01-02", "ends": "2025-01-01", "inspectors": [],
                "grades": {}, "findings": [], "fulfilled": [], "strengths": "", "weaknesses": "", "improvements": "" })
        }),
        right("DELETE", "/api/report-imports/{id}", Import, &[], IMPORT),
    ]
}
