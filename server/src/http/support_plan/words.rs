//! A plan as its own history tells of it.

use shared::{
    support_plan::{ClosedFrom, Prolongation, SupportPlan, SupportPlanPhase as Phase},
    written_date::say_day,
};

use super::super::training::InWords;

impl InWords for SupportPlan {
    fn words(&self) -> String {
        let mut lines = vec![format!("Åtgärdsplan: {}", self.phase.name().to_lowercase())];
        let mut add = |heading: &str, text: &str| {
            if !text.trim().is_empty() {
                lines.push(format!("{heading}: {text}"));
            }
        };
        add("Svårigheter", &self.problems);
        for measure in &self.measures {
            let responsible = measure.responsible.as_deref().map(|who| format!(", {who}"));
            let until = measure.until.map(|day| format!(", till {}", say_day(day)));
            let [responsible, until] = [responsible, until].map(Option::unwrap_or_default);
            add("Stödåtgärd", &format!("{}{responsible}{until}", &*measure.what));
        }
        add("Tidsplan", &self.time_plan);
        add("Uppföljning", &self.follow_up_plan);
        let (follow_up, escalation) = match &self.phase {
            Phase::FollowedUp { follow_up, .. }
            | Phase::Closed { from: ClosedFrom::FollowedUp { follow_up, .. }, .. } => {
                (Some(follow_up), None)
            }
            Phase::Escalated { follow_up, escalation, .. }
            | Phase::Closed { from: ClosedFrom::Escalated { follow_up, escalation, .. }, .. } => {
                (Some(follow_up), Some(escalation))
            }
            Phase::Draft { .. }
            | Phase::Signing { .. }
            | Phase::Proposed { .. }
            | Phase::InForce { .. }
            | Phase::Closed { .. } => (None, None),
        };
        if let Some(follow_up) = follow_up {
            add("Uppföljt", &format!("{}. {}", follow_up.outcome.name(), &*follow_up.note));
        }
        if let Some(escalation) = escalation {
            add(
                "Förlängning",
                &match escalation.prolongation {
                    Prolongation::NotForeseen => "förutses inte".to_owned(),
                    Prolongation::Possible { told } => {
                        format!("kan bli aktuell, alla berörda fick veta det {}", say_day(told))
                    }
                },
            );
        }
        if let Some(head) = &self.head_of_unit {
            add("Verksamhetschefen inkopplad", &head.reason);
            if let Some(approved) = &head.resources {
                add("Resurser godkända av", &approved.by.name);
            }
            if let Some(opinion) = &head.second_opinion {
                let heading =
                    format!("Second opinion {}, {}", say_day(opinion.on), &*opinion.whose);
                add(&heading, &opinion.conclusion);
            }
        }
        if let Some(decision) = self.decision() {
            add("Verksamhetschefens beslut", decision.way.name());
        }
        lines.join("\n")
    }
}
