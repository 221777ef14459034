//! One record of each kind and phase, and people of every role near it and far from it.

use std::collections::HashMap;

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use server::demo;
use shared::{
    CareProviderId, ClinicId,
    inspection::InspectionSummary,
    person::{Invited, Me, Role},
    rights::On,
};

use super::operations::{Operation, Record};
use crate::harness::{Client, TestApp};

/// A published report, for an import that waits.
const REPORT: &str = include_str!("../../../../shared/tests/fixtures/report-two-areas.txt");

const AT_A_CLINIC: [Role; 4] =
    [Role::HeadOfUnit, Role::DirectorOfStudies, Role::Supervisor, Role::Trainee];

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
            Some(number) => On { clinic: Some(self.clinics[number]), care_provider, assigned },
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
    let director = app.signed_in("studierektor@exempel.se").await;
    let (ortho, gyn) = (app.ortho(), app.gyn());
    ids.insert(Record::Clinic, one(&json!(ortho)));
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
    ids
}
