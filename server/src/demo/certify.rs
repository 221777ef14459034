//! Certificates and chosen evidence in a training of the demo, and a clinic's delegations.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use shared::{
    certificate::{Certificate, EvidenceRef},
    person::Colleague,
    portfolio::Portfolio,
    progress::support,
    saving::Saved,
};

use super::{
    Failed,
    binder::Binder,
    people::{ORTHOPAEDICS, Places},
    stage::{Actor, Stage},
};

/// What a certificate of the demo says.
pub struct Told {
    /// Its kind.
    pub kind: &'static str,
    /// Where a placement is or what an activity is called.
    pub about: &'static str,
    /// The delmål.
    pub objectives: &'static [&'static str],
    /// What was done.
    pub description: &'static str,
}

/// A placement or activity, with its days.
struct Source {
    evidence: EvidenceRef,
    place: String,
    from: NaiveDate,
    to: NaiveDate,
}

fn source(portfolio: &Portfolio, about: &str) -> Option<Source> {
    let placement =
        portfolio.placements.iter().find(|one| *one.place == *about).map(|one| Source {
            evidence: EvidenceRef::Placement(one.id),
            place: one.place.to_string(),
            from: one.from,
            to: one.to,
        });
    let activity = || {
        let one = portfolio.activities.iter().find(|one| *one.title == *about)?;
        let place = one.organiser.as_deref().unwrap_or("Region Exempel").to_owned();
        let to = one.to.unwrap_or(one.from);
        Some(Source { evidence: EvidenceRef::Activity(one.id), place, from: one.from, to })
    };
    placement.or_else(activity)
}

impl Binder<'_> {
    /// Prepares a certificate three weeks after what it is about, by the ST-läkare; asks somebody where one is named.
    pub async fn prepared(&self, told: Told, ask: Option<&str>) -> Result<Certificate, Failed> {
        let trainee = self.trainee().await?;
        let whole: Portfolio = trainee.get(&self.path).await?;
        let Some(source) = source(&whole, told.about) else {
            return Err(Failed::Refused(format!("{} is not in the demo's training", told.about)));
        };
        self.stage.on(source.to + Days::new(21));
        let trainee = self.trainee().await?;
        let asked = match ask {
            Some(email) => {
                vec![self.stage.act(email).await?.get::<Value>("/session").await?["id"].clone()]
            }
            None => Vec::new(),
        };
        let content = json!({ "about": source.evidence, "objectives": told.objectives,
            "description": told.description, "evaluation": "", "workplace": source.place,
            "from": source.from, "to": source.to });
        let body = json!({ "kind": told.kind, "content": content, "asked": asked });
        let saved: Saved<Certificate> =
            trainee.post(&format!("{}/certificates", self.path), body).await?;
        Ok(saved.record)
    }

    /// Prepares a certificate, and the huvudansvarig handledare certifies it the same day.
    pub async fn certified(&self, told: Told) -> Result<Certificate, Failed> {
        let prepared = self.prepared(told, None).await?;
        let path = format!("{}/certificates/{}/signature", self.path, prepared.id);
        let whole: Portfolio = self.trainee().await?.get(&self.path).await?;
        let clinic = whole.training.clinic;
        let body = json!({ "role": "supervisor", "specialty": prepared.specialty,
            "workplace": clinic.place(), "town": "Exempelstad" });
        let saved: Saved<Certificate> =
            self.supervisor().await?.post_at(&path, prepared.version, body).await?;
        Ok(saved.record)
    }

    /// Certified, and withdrawn a week later.
    pub async fn withdrawn(&self, told: Told, reason: &str) -> Result<(), Failed> {
        let issued = self.certified(told).await?;
        self.stage.on(self.stage.now_on() + Days::new(7));
        let path = format!("{}/certificates/{}/withdrawal", self.path, issued.id);
        let why = json!({ "reason": reason });
        self.supervisor().await?.post_at::<Value>(&path, issued.version, why).await?;
        Ok(())
    }

    /// The ST-läkare chooses what speaks for an objective, by how each begins on the screen; the latest of several.
    pub async fn chosen(&self, objective: &str, labels: &[&str]) -> Result<(), Failed> {
        let trainee = self.trainee().await?;
        let whole: Portfolio = trainee.get(&self.path).await?;
        let assessments = whole.assessments.iter().map(|one| EvidenceRef::Assessment(one.id));
        let placements = whole.placements.iter().map(|one| EvidenceRef::Placement(one.id));
        let activities = whole.activities.iter().map(|one| EvidenceRef::Activity(one.id));
        let all: Vec<EvidenceRef> = assessments.chain(placements).chain(activities).collect();
        let found = |label: &&str| {
            let begins = |one: &&EvidenceRef| {
                support(&whole, **one).is_some_and(|support| support.label.starts_with(*label))
            };
            all.iter().rev().find(begins).copied()
        };
        let chosen: Vec<EvidenceRef> = labels.iter().filter_map(found).collect();
        if chosen.len() < labels.len() {
            return Err(Failed::Refused(format!("{labels:?} is not all in the demo's training")));
        }
        let path = format!("{}/objectives/{objective}/evidence", self.path);
        trainee.put::<Value>(&path, 0, json!({ "chosen": chosen })).await?;
        Ok(())
    }
}

/// The head of unit of the orthopaedic clinic has let the director of studies certify, and now a supervisor.
pub async fn delegate(stage: &Stage, places: &Places) -> Result<(), Failed> {
    stage.days_ago(400);
    let head = stage.act("verksamhetschef@exempel.se").await?;
    let clinic = places.clinics[ORTHOPAEDICS];
    let people: Vec<Colleague> = head.get(&format!("/people?clinic={clinic}")).await?;
    let id = |email: &str| people.iter().find(|one| one.email == email).map(|one| one.person.id);
    let all = format!("/clinics/{clinic}/delegations");
    let give = async |head: &Actor,
                      to: &str,
                      starts,
                      ends: Option<NaiveDate>|
           -> Result<Value, Failed> {
        let body = json!({ "to": id(to), "kinds": ["specialist_competence"], "starts": starts, "ends": ends });
        head.post(&all, body).await
    };
    let first = give(&head, "studierektor@exempel.se", stage.day(400), None).await?;
    stage.days_ago(60);
    let head = stage.act("verksamhetschef@exempel.se").await?;
    let end = format!("{all}/{}/end", first["id"].as_str().unwrap_or_default());
    let why = json!({ "reason": "Handledaren Knä tar över uppdraget." });
    head.post::<Value>(&end, why).await?;
    let ends = stage.day(60).checked_add_days(Days::new(365));
    give(&head, "handledare.kna@exempel.se", stage.day(60), ends).await?;
    Ok(())
}
