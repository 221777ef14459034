//! What is only for few to see of the demo's trainings: a support plan in force, and a specialistkollegium that has been held.

use chrono::Days;
use serde_json::{Value, json};
use shared::{
    saving::Saved,
    specialist_panel::{CompetenceArea, PanelMark},
};

use super::{
    Failed,
    binder::{Binder, text},
};

use PanelMark::{AsExpected as A, Strength as S, ToDevelop as D};

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

    /// A panel of the supervisor, the director of studies and the head of unit, held so many days ago and fed back.
    pub async fn panel(&self, days_ago: u64) -> Result<(), Failed> {
        self.stage.days_ago(days_ago + 14);
        let (trainee, supervisor) = (self.trainee().await?, self.supervisor().await?);
        let (director, head) = (self.director().await?, self.head().await?);
        let mut specialists = Vec::new();
        for one in [&supervisor, &director, &head] {
            let me: Value = one.get("/session").await?;
            specialists.push(me["id"].clone());
        }
        let on = self.stage.workday(days_ago);
        let open = json!({ "planned_on": on, "specialists": specialists });
        let all = format!("{}/panels", self.path);
        let opened: Saved<Value> = director.post(&all, open).await?;
        let path = format!("{all}/{}", text(&opened.record["id"]));
        let rated = [D, A, S, A, A, A, A, A];
        for (who, form, marks, comment) in [
            (&trainee, "self-rating", rated, "Jag behöver operera mer."),
            (
                &supervisor,
                "judgement",
                [D, A, S, S, A, D, A, A],
                "Säker med patienterna, för få operationer.",
            ),
            (&director, "judgement", [D, D, S, A, A, A, S, A], "Journalerna blir liggande."),
            (
                &head,
                "judgement",
                [D, A, S, A, PanelMark::CannotJudge, A, A, D],
                "Behöver ta plats i teamet.",
            ),
        ] {
            let marks: Value = CompetenceArea::ALL
                .iter()
                .zip(marks)
                .map(|(area, mark)| (area.as_str().to_owned(), json!(mark)))
                .collect();
            let form = format!("{path}/{form}");
            who.put::<Value>(&form, 0, json!({ "marks": marks, "comment": comment })).await?;
            who.post_at::<Value>(&format!("{form}/handing-in"), 1, Value::Null).await?;
        }
        self.stage.on(on);
        let (director, supervisor) = (self.director().await?, self.supervisor().await?);
        let at = |whole: &Value| whole["record"]["version"].as_i64().unwrap_or_default();
        let seen: Value = director.get(&all).await?;
        let version = seen[0]["version"].as_i64().unwrap_or_default();
        let held: Value =
            director.post_at(&format!("{path}/held"), version, json!({ "on": on })).await?;
        let agreed = json!({
            "strengths": "Lugn och tydlig med patienter och anhöriga. Omtyckt av kollegorna.",
            "needs": "För få egna operationer. Journalerna blir inte klara i tid.",
            "programme": "Fler operationsdagar den här terminen.",
            "foci": [
                { "area": "technical_skills", "text": "Laparoskopi som huvudoperatör" },
                { "area": "technical_skills", "text": "Akut kejsarsnitt med assistans" },
                { "area": "leadership", "text": "Leda teamet på förlossningen" },
            ],
        });
        let agreed: Value = director.put(&format!("{path}/conclusions"), at(&held), agreed).await?;
        let feedback = format!("{path}/feedback");
        supervisor.post_at::<Value>(&feedback, at(&agreed), json!({ "on": on })).await?;
        Ok(())
    }
}
