//! One record of each kind and phase, and people of every role near it and far from it.

use std::collections::HashMap;

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use server::demo;
use shared::{
    CareProviderId, ClinicId,
    inspection::InspectionSummary,
    person::{Invited, Me, Role},
    rights::{On, Tie},
    saving::Saved,
};

use super::{
    concern,
    operations::{Operation, Record},
    specialist_panel, support_plan,
};
use crate::harness::{Client, TestApp};

/// A published report, for an import that waits.
const REPORT: &str = include_str!("../../../../shared/tests/fixtures/report-two-areas.txt");

const AT_A_CLINIC: [Role; 4] =
    [Role::HeadOfUnit, Role::DirectorOfStudies, Role::Supervisor, Role::Trainee];

/// Whose training it is.
const OWN: &str = "trainee.0@prov.se";
/// Who is huvudansvarig handledare in it, and is asked for the assessment.
pub const SUPERVISING: &str = "supervisor.0@prov.se";
/// Who is asked for another assessment in it, and supervises others at the clinic.
pub const ASSESSING: &str = "handledare.kna@exempel.se";

pub struct World {
    pub region: CareProviderId,
    pub clinics: [ClinicId; 5],
    pub checklist: shared::checklist::Checklist,
    /// What stands for `{…}` in paths, by record.
    ids: HashMap<Record, Vec<(&'static str, String)>>,
    /// Of each clinic, one of each role.
    at: [Vec<(Client, Me)>; 5],
    /// Those whose roles aren't at a clinic; the region's own director last, who may do what can't be done twice.
    others: Vec<(Client, Me)>,
}

impl World {
    pub async fn make(app: &TestApp) -> Self {
        demo::tell(&app.app, &app.places).await.unwrap();
        let mut at = [const { Vec::new() }; 5];
        for (number, clinic) in app.places.clinics.into_iter().enumerate() {
            for role in AT_A_CLINIC {
                let email = format!("{}.{number}@prov.se", role.as_str());
                app.add(&email, role, Some(clinic), None).await;
                at[number].push(known(app, &email).await);
            }
        }
        app.add("inspektor.utan.uppdrag@prov.se", Role::Inspector, None, None).await;
        let mut others = Vec::new();
        for email in [
            "inspektor.utan.uppdrag@prov.se",
            "administrator@exempel.se",
            "region@annorlunda.se",
            "verksamhetschef@annorlunda.se",
            "handledare.kna@exempel.se",
            "st-lakare.gips@exempel.se",
            "inspektor1@exempel.se",
            "region@exempel.se",
        ] {
            others.push(known(app, email).await);
        }
        Self {
            region: app.places.region,
            clinics: app.places.clinics,
            checklist: app.checklist.clone(),
            ids: ids(app).await,
            at,
            others,
        }
    }

    /// An id that stands in a record's paths.
    pub fn id(&self, of: Record, name: &str) -> &str {
        let ids = &self.ids[&of];
        &ids.iter().find(|(known, _)| *known == name).expect("an id of the record").1
    }

    /// An operation's path, with the record's ids.
    pub fn path(&self, operation: &Operation) -> String {
        let ids = self.ids.get(&operation.on).map(Vec::as_slice).unwrap_or_default();
        ids.iter().fold(operation.address.to_owned(), |path, (name, id)| {
            path.replace(&format!("{{{name}}}"), id)
        })
    }

    /// What rights to a record are asked on.
    pub fn on(&self, of: Record, me: &Me) -> On {
        let care_provider = Some(self.region);
        let assigned = me.email == "inspektor1@exempel.se";
        match of.clinic() {
            Some(number) => {
                let tie = match me.email.as_str() {
                    OWN if of.is_training() => Some(Tie::Own),
                    SUPERVISING if of.is_training() => Some(Tie::PrincipalSupervisor),
                    _ => None,
                };
                On { clinic: Some(self.clinics[number]), care_provider, assigned, tie }
            }
            None if of == Record::Region => On::care_provider(self.region),
            None => On::NOTHING,
        }
    }

    /// Those whom an operation is tried by: of its own clinic, of another, and the others.
    pub fn people(&self, operation: &Operation) -> impl Iterator<Item = &(Client, Me)> {
        let own = operation.on.clinic().unwrap_or_default();
        self.at[own].iter().chain(&self.at[(own + 1) % 5]).chain(&self.others)
    }
}

async fn known(app: &TestApp, email: &str) -> (Client, Me) {
    let client = app.signed_in(email).await;
    let me = client.get("/api/session").await.ok();
    (client, me)
}

async fn ids(app: &TestApp) -> HashMap<Record, Vec<(&'static str, String)>> {
    let one = |id: &Value| vec![("id", id.as_str().unwrap().to_owned())];
    let mut ids = HashMap::new();
    ids.insert(Record::Region, vec![("id", app.places.region.to_string())]);
    let director = app.signed_in("studierektor@exempel.se").await;
    let (ortho, gyn) = (app.ortho(), app.gyn());
    let head = app.signed_in("verksamhetschef@exempel.se").await;
    let delegation = json!({ "to": app.person("handledare@exempel.se").await,
        "kinds": ["specialist_competence"], "starts": "2026-11-01" });
    let given: Value =
        head.post(&format!("/api/clinics/{ortho}/delegations"), delegation).await.ok();
    let mut clinic = one(&json!(ortho));
    clinic.push(("person", app.person(SUPERVISING).await.to_string()));
    clinic.push(("delegation", given["id"].as_str().unwrap().to_owned()));
    ids.insert(Record::Clinic, clinic);
    ids.insert(Record::Checklist, one(&json!(app.checklist.id)));

    let assessments: Value =
        director.get(&format!("/api/clinics/{ortho}/self-assessments")).await.ok();
    let draft = assessments[0]["id"].as_str().unwrap();
    let path = format!("/api/self-assessments/{draft}/answers/B1/files?name=underlag.txt");
    let request = director
        .request(Method::POST, &path, Some(1))
        .header(header::CONTENT_TYPE, "text/plain")
        .body("Underlag i klartext.".into());
    let saved = director.send(request.unwrap()).await;
    let evidence = saved.ok::<Value>()["answer"]["evidence"][0]["id"].clone();
    let mut of_draft = one(&assessments[0]["id"]);
    of_draft.push(("evidence", evidence.as_str().unwrap().to_owned()));
    of_draft.extend([("code", "B1".to_owned()), ("field", "strengths".to_owned())]);
    ids.insert(Record::Draft, of_draft);

    let gynaecologist = app.signed_in("studierektor.kvinno@exempel.se").await;
    let assessments: Value =
        gynaecologist.get(&format!("/api/clinics/{gyn}/self-assessments")).await.ok();
    ids.insert(Record::Signed, one(&assessments[0]["id"]));
    let start = json!({ "self_assessment": assessments[0]["id"] });
    let plan: Value = gynaecologist.post("/api/action-plans", start).await.ok();
    ids.insert(Record::PlanDraft, one(&plan["id"]));

    let plans: Value = director.get(&format!("/api/clinics/{ortho}/action-plans")).await.ok();
    let mut in_force = one(&plans[0]["id"]);
    let entry = &plans[0]["entries"][0];
    in_force.push(("entry", entry["id"].as_str().unwrap().to_owned()));
    in_force.push(("action", entry["actions"][0]["id"].as_str().unwrap().to_owned()));
    ids.insert(Record::PlanInForce, in_force);

    let region = app.signed_in("region@exempel.se").await;
    let inspections: Vec<InspectionSummary> = region.get("/api/inspections").await.ok();
    for inspection in inspections {
        let record = match inspection.phase.name() {
            "Planerad" => Record::Planned,
            "Pågår" => Record::Underway,
            "Preliminär rapport" => Record::Preliminary,
            _ => continue,
        };
        let mut of_inspection = one(&json!(inspection.id));
        of_inspection.extend([
            ("code", "A1".to_owned()),
            ("area", "A".to_owned()),
            ("field", "A".to_owned()),
        ]);
        ids.insert(record, of_inspection);
    }

    let start = json!({ "clinic": ortho, "text": REPORT });
    let import = region.post("/api/report-imports", start).await;
    ids.insert(Record::Import, one(&import.is(StatusCode::CREATED).ok::<Value>()["id"]));

    let people: Value = region.get(&format!("/api/people?clinic={ortho}")).await.ok();
    for (record, email) in [
        (Record::LastHead, "verksamhetschef@exempel.se"),
        (Record::Colleague, "handledare@exempel.se"),
    ] {
        let mut people = people.as_array().unwrap().iter();
        let held = people.find(|colleague| colleague["email"] == email).unwrap();
        ids.insert(record, one(&held["membership"]["id"]));
    }

    let invite = json!({ "name": "Ny", "email": "ny@prov.se", "role": "trainee", "clinic": ortho });
    let invited: Invited = region.post("/api/invitations", invite).await.ok();
    let link = invited.link.unwrap();
    let token = link.rsplit('/').next().unwrap().to_owned();
    ids.insert(Record::Invitation, vec![("token", token)]);
    training(app, &mut ids).await;
    ids
}

/// A training with one of each of what is kept in it.
async fn training(app: &TestApp, ids: &mut HashMap<Record, Vec<(&'static str, String)>>) {
    let director = app.signed_in("director_of_studies.0@prov.se").await;
    let curriculum = crate::training::curriculum(&director, "Ortopedi").await;
    ids.insert(Record::Curriculum, vec![("id", curriculum.to_string())]);
    let start = json!({ "trainee": app.person(OWN).await, "clinic": app.ortho(), "specialty": "Ortopedi",
        "curriculum": curriculum, "regulation": "hslf2021", "licensed_on": "2024-01-01", "starts_on": "2024-02-01",
        "principal_supervisor": app.person(SUPERVISING).await });
    let started: Saved<Value> = director.post("/api/trainings", start).await.ok();
    let id = started.record["id"].as_str().unwrap().to_owned();
    let trainee = app.signed_in(OWN).await;
    let add = async |of: &str, body: Value| -> Value {
        trainee.post(&format!("/api/trainings/{id}/{of}"), body).await.ok()
    };
    let id_of = |answer: &Value| answer["record"]["id"].as_str().unwrap().to_owned();
    let days = json!({ "from": "2025-01-01", "to": "2025-02-01" });
    let with = |mut more: Value| {
        let all = more.as_object_mut().unwrap();
        all.extend(days.as_object().unwrap().clone());
        more
    };
    let placement = with(
        json!({ "kind": "own_clinic", "place": "Här", "percent": 100, "goals": "", "objectives": [],
        "feedback": "" }),
    );
    let activity = with(
        json!({ "kind": "scientific_work", "title": "Arbete", "external": false, "objectives": [],
        "plan": "En plan", "publication": { "intended": "no" } }),
    );
    let leave = with(json!({ "kind": "other", "percent": 50 }));
    let credit = json!({ "kind": "before_licence", "months": "2", "reason": "Vikariat" });
    let review = json!({ "kind": "three_parties", "planned_on": "2026-12-01" });
    let evaluation = json!({ "on": "2026-11-01", "answers": { "works": "Mycket" } });
    let assessment = |assessor: Value| {
        json!({ "instrument": { "code": "mini-cex", "version": 1 }, "assessor": assessor,
            "occasion": { "on": "2026-11-01" }, "until": "2026-12-01" })
    };
    let asked =
        json!({ "kind": "account", "person": { "id": app.person(SUPERVISING).await, "name": "" } });
    let certificate = json!({ "kind": "clinical_service", "asked": [],
        "content": { "objectives": ["STa1"], "description": "Tjänstgöring", "evaluation": "" } });
    let by_link = json!({ "kind": "written", "name": "Utifrån", "email": "utifran@exempel.se", "profession": "Läkare" });
    let linked = add("assessments", assessment(by_link)).await;
    let link = linked["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    // One more who assesses in it, and has no other part.
    let assesses =
        json!({ "kind": "account", "person": { "id": app.person(ASSESSING).await, "name": "" } });
    add("assessments", assessment(assesses)).await;
    // A file with one leave of another clinic's.
    let mut file: Value = trainee.get(&format!("/api/trainings/{id}/own-records")).await.ok();
    for list in file["portfolio"].as_object_mut().unwrap().values_mut().filter(|one| one.is_array())
    {
        *list = json!([]);
    }
    file["portfolio"]["leaves"] = json!([with(
        json!({ "id": server::clock::new_id(), "kind": "other", "percent": 50, "version": 1 })
    )]);
    let brought = add("brought", json!({ "text": file.to_string() })).await;
    let mut of_training = vec![
        ("brought", id_of(&brought)),
        ("placement", id_of(&add("placements", placement).await)),
        ("leave", id_of(&add("leaves", leave).await)),
        ("credit", id_of(&add("credits", credit).await)),
        ("activity", id_of(&add("activities", activity).await)),
        ("meeting", id_of(&add("meetings", json!({ "planned_on": "2026-12-01" })).await)),
        ("review", id_of(&add("reviews", review).await)),
        ("evaluation", id_of(&add("evaluations", evaluation).await)),
        ("iup", id_of(&add("iups", json!(null)).await)),
        ("assessment", id_of(&add("assessments", assessment(asked)).await)),
        ("certificate", id_of(&add("certificates", certificate).await)),
        ("objective", "STa1".to_owned()),
        ("id", id.clone()),
    ];
    let (plan, asked) = support_plan::make(app, &id).await;
    of_training.push(("plan", plan));
    of_training.push(("concern", concern::make(app, &id).await));
    of_training.push(("panel", specialist_panel::make(app, &id).await));
    ids.insert(Record::AskedPlan, vec![("id", id), ("plan", asked)]);
    ids.insert(Record::Training, of_training);
    ids.insert(Record::AssessmentLink, vec![("token", link)]);
}
