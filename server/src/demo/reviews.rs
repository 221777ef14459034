//! Avstämningar and evaluations of the supervision, as the demo's trainings have them.

use chrono::NaiveDate;
use serde_json::{Value, json};
use shared::{progress_review::ProgressReviewKind, saving::Saved};

use super::{
    Failed,
    binder::{Binder, text},
};

impl Binder<'_> {
    /// Plans a review by the director of studies; gives its path.
    async fn plan_review(
        &self,
        kind: ProgressReviewKind,
        planned_on: NaiveDate,
    ) -> Result<String, Failed> {
        let plan = json!({ "kind": kind, "planned_on": planned_on });
        let path = format!("{}/reviews", self.path);
        let planned: Saved<Value> = self.director().await?.post(&path, plan).await?;
        Ok(format!("{path}/{}", text(&planned.record["id"])))
    }

    /// A review planned in so many days.
    pub async fn planned_review(&self, days: u64, kind: ProgressReviewKind) -> Result<(), Failed> {
        self.stage.days_ago(2);
        self.plan_review(kind, self.stage.workday_to_come(days)).await?;
        Ok(())
    }

    /// A review planned so many days ago, that nobody has told was held.
    pub async fn review_not_held(
        &self,
        days_ago: u64,
        kind: ProgressReviewKind,
    ) -> Result<(), Failed> {
        let on = self.stage.workday(days_ago);
        self.stage.on(on);
        self.plan_review(kind, on).await?;
        Ok(())
    }

    /// A review held so many days ago, and confirmed.
    pub async fn review(&self, days_ago: u64, kind: ProgressReviewKind) -> Result<(), Failed> {
        let on = self.stage.workday(days_ago);
        self.stage.on(on);
        let path = self.plan_review(kind, on).await?;
        let held = json!({ "on": on, "form": "meeting", "participants": participants(kind),
            "summary": summary(kind), "agreements": "Programmet gås igenom på nästa handledarsamtal." });
        let director = self.director().await?;
        director.post_at::<Value>(&format!("{path}/held"), 1, held).await?;
        let by = if kind.with_trainee() { self.trainee().await? } else { director };
        by.post_at::<Value>(&format!("{path}/confirmation"), 2, Value::Null).await?;
        Ok(())
    }

    /// An evaluation of the supervision made so many days ago, followed up by the director of studies.
    pub async fn evaluation(&self, days_ago: u64) -> Result<(), Failed> {
        let on = self.stage.workday(days_ago);
        self.stage.on(on);
        let answers = json!({
            "time": "Samtalen blir av varje månad. Tiden räcker när jourveckorna är lagda.",
            "works": "Vi förbereder oss båda, och det vi kommer överens om blir gjort.",
            "improve": "Fler medsittningar på mottagningen.",
            "agreed": "En medsittning varannan månad, bokad i schemat.",
        });
        let path = format!("{}/evaluations", self.path);
        let made: Saved<Value> =
            self.trainee().await?.post(&path, json!({ "on": on, "answers": answers })).await?;
        let path = format!("{path}/{}/follow-up", text(&made.record["id"]));
        self.director().await?.post_at::<Value>(&path, 1, Value::Null).await?;
        Ok(())
    }
}

const fn participants(kind: ProgressReviewKind) -> &'static [&'static str] {
    match kind {
        ProgressReviewKind::SpecialistPanel => &["Studierektorn", "Klinikens specialister"],
        ProgressReviewKind::SupervisorsMeeting => &["Studierektorn", "Klinikens handledare"],
        ProgressReviewKind::WithDirector => &["Studierektorn", "ST-läkaren"],
        ProgressReviewKind::ThreeParties => {
            &["Studierektorn", "ST-läkaren", "Huvudansvarig handledare"]
        }
        ProgressReviewKind::Appraisal => &["Verksamhetschefen", "ST-läkaren"],
    }
}

const fn summary(kind: ProgressReviewKind) -> &'static str {
    match kind {
        ProgressReviewKind::SpecialistPanel => {
            "Specialisterna ser en utveckling som följer programmet. Mer egen operation föreslås."
        }
        ProgressReviewKind::SupervisorsMeeting => {
            "Handledarna delar bilden från bedömningarna. Nästa placering är förberedd."
        }
        ProgressReviewKind::WithDirector => {
            "Programmet följs. Kurserna det närmaste året är sökta."
        }
        ProgressReviewKind::ThreeParties => {
            "Delmålen gicks igenom ett för ett. Det som återstår är planerat i programmet."
        }
        ProgressReviewKind::Appraisal => {
            "Trivs på kliniken. Schemat ger tid för läsning, jourerna fungerar."
        }
    }
}
