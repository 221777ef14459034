//! What is only for few to see of the demo's trainings: a support plan in force.

use chrono::Days;
use serde_json::{Value, json};
use shared::saving::Saved;

use super::{
    Failed,
    binder::{Binder, text},
};

impl Binder<'_> {
    /// A plan written and signed by both, and approved by the director of studies so many days ago.
    pub async fn support_plan(&self, days_ago: u64) -> Result<(), Failed> {
        self.stage.days_ago(days_ago);
        let until = |days| self.stage.day(days_ago) + Days::new(days);
        let (trainee, supervisor) = (self.trainee().await?, self.supervisor().await?);
        let all = format!("{}/support-plans", self.path);
        let begun: Saved<Value> = supervisor.post(&all, Value::Null).await?;
        let path = format!("{all}/{}", text(&begun.record["id"]));
        let written = json!({
            "problems": "För lite egen operation för att nå delmålet, och journaler som blir liggande efter jouren. \
                Handledarsamtalen har inte blivit av sedan i våras.",
            "measures": [
                { "what": "Två operationsdagar i veckan med samma operatör", "responsible": "Handledaren Kvinno",
                    "until": until(90) },
                { "what": "Journalerna dikteras före hemgång, en timme i schemat efter jour",
                    "responsible": "ST-läkaren Förlossning", "until": until(60) },
                { "what": "Medsittning på operation varannan vecka", "responsible": "Handledaren Kvinno",
                    "until": until(90) },
            ],
            "time_plan": "Tre månader. Operationsdagarna börjar nästa schemaperiod.",
            "follow_up_plan": "Handledarsamtal varannan vecka. Studierektorn är med efter sex veckor och efter tre månader.",
        });
        trainee.put::<Value>(&path, 0, written).await?;
        let signature = format!("{path}/signature");
        trainee.post::<Value>(&signature, json!({ "read": 2 })).await?;
        supervisor.post::<Value>(&signature, json!({ "read": 3 })).await?;
        let approval = format!("{path}/approval");
        self.director().await?.post::<Value>(&approval, json!({ "read": 4 })).await?;
        Ok(())
    }
}
