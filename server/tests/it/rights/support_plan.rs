//! The operations on support plans: two plans of one training, the head of unit asked into one of them.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    person::Me,
    rights::{Action, may, parts},
    support_plan::{SupportStep as S, TrainingPart},
};

use super::{
    Expected,
    operations::{Operation, Record, Rule, operation, reason},
    world::World,
};
use crate::harness::TestApp;

/// What stands in every text of the plan that the head of unit isn't asked into.
pub const SECRET: &str = "Hemlig svårighet";
/// What stands in every text of the plan that the head of unit is asked into.
pub const ASKED_SECRET: &str = "Hemlig utredning";

/// Whether the person sees the plan of a record.
pub fn sees(me: &Me, world: &World, of: Record) -> bool {
    let parts = parts(me, &world.on(of, me));
    parts.iter().any(|part| *part != TrainingPart::HeadOfUnit || of == Record::AskedPlan)
}

fn step(me: &Me, world: &World, of: Record, step: S) -> Expected {
    if !sees(me, world, of) {
        Expected::NotFound
    } else if parts(me, &world.on(of, me)).iter().any(|part| part.may(step)) {
        Expected::Allowed
    } else {
        Expected::Forbidden
    }
}

fn reads(me: &Me, world: &World, of: Record) -> Expected {
    if sees(me, world, of) { Expected::Allowed } else { Expected::NotFound }
}

/// Whoever reads the training is told of the plans they see, perhaps none.
fn lists(me: &Me, world: &World) -> Expected {
    let on = world.on(Record::Training, me);
    if may(me, Action::TrainingRead, &on) { Expected::Allowed } else { Expected::NotFound }
}

fn begins(me: &Me, world: &World) -> Expected {
    let writes = parts(me, &world.on(Record::Training, me)).iter().any(|part| part.may(S::Write));
    match lists(me, world) {
        Expected::Allowed if !writes => Expected::Forbidden,
        expected => expected,
    }
}

pub fn support_plans() -> Vec<Operation> {
    const ALL: &str = "/api/trainings/{id}/support-plans";
    const HISTORY: &str = "/api/trainings/{id}/support-plans/{plan}/history";
    let read = |_: &World| json!({ "read": super::operations::STALE });
    let mut all = vec![
        operation("GET", ALL, Record::Training, Rule::Own(lists)),
        operation("POST", ALL, Record::Training, Rule::Own(begins)),
        operation(
            "GET",
            HISTORY,
            Record::Training,
            Rule::Own(|me, world| reads(me, world, Record::Training)),
        ),
        operation(
            "GET",
            HISTORY,
            Record::AskedPlan,
            Rule::Own(|me, world| reads(me, world, Record::AskedPlan)),
        ),
    ];
    macro_rules! steps {
        ($($method:literal $path:literal: $step:ident $(, $body:expr)?;)+) => {
            $(for (of, rule) in [
                (Record::Training, Rule::Own(|me, world| step(me, world, Record::Training, S::$step))),
                (Record::AskedPlan, Rule::Own(|me, world| step(me, world, Record::AskedPlan, S::$step))),
            ] {
                // What the head of unit does is done by nobody before they are asked in.
                let heads = matches!(S::$step, S::ApproveResources | S::Decide);
                if heads && of == Record::Training {
                    continue;
                }
                let path = concat!("/api/trainings/{id}/support-plans/{plan}", $path);
                all.push(operation($method, path, of, rule)$(.sends($body))?);
            })+
        };
    }
    steps! {
        "PUT" "": Write, |_| json!({ "problems": "Annat", "measures": [], "time_plan": "", "follow_up_plan": "" });
        "POST" "/signature": Write, read;
        "POST" "/signature-withdrawal": Withdraw, reason;
        "POST" "/approval": Approve, read;
        "POST" "/return": Return, reason;
        "POST" "/follow-up": FollowUp, |_| json!({ "outcome": "goals_met", "note": "" });
        "POST" "/secondary": Escalate, |_| json!({ "prolongation": "not_foreseen" });
        "POST" "/head-of-unit": InvolveHeadOfUnit, reason;
        "POST" "/resources": ApproveResources;
        "POST" "/second-opinion": NoteSecondOpinion, |_| json!({ "whose": "Någon", "on": "2026-11-01", "conclusion": "Annat" });
        "POST" "/decision": Decide, |_| json!({ "way": "continue", "reason": "Skäl" });
        "POST" "/closing": Close, reason;
    }
    all
}

/// Two plans: one that the head of unit isn't asked into, and one taken all its way with the head of unit asked in.
pub async fn make(app: &TestApp, training: &str) -> (String, String) {
    let of = |role: &str| format!("{role}.0@prov.se");
    let trainee = app.signed_in(&of("trainee")).await;
    let supervisor = app.signed_in(&of("supervisor")).await;
    let director = app.signed_in(&of("director_of_studies")).await;
    let head = app.signed_in(&of("head_of_unit")).await;
    let all = format!("/api/trainings/{training}/support-plans");
    let written = |word: &str| {
        json!({ "problems": word, "time_plan": word, "follow_up_plan": word,
            "measures": [{ "what": word, "responsible": word, "until": "2026-12-01" }] })
    };
    let begin = async |word: &str| -> String {
        let begun: Value = trainee.post(&all, json!(null)).await.ok();
        let id = begun["record"]["id"].as_str().unwrap().to_owned();
        trainee.put(&format!("{all}/{id}"), 0, written(word)).await.is(StatusCode::OK);
        id
    };
    let asked = begin(ASKED_SECRET).await;
    let because = json!({ "reason": ASKED_SECRET });
    let opinion = json!({ "whose": ASKED_SECRET, "on": "2026-11-01", "conclusion": ASKED_SECRET });
    for (revision, who, step, body) in [
        (2, &trainee, "signature", json!({ "read": 2 })),
        (3, &supervisor, "signature", json!({ "read": 2 })),
        (4, &director, "return", because.clone()),
        (5, &trainee, "signature", json!({ "read": 5 })),
        (6, &supervisor, "signature", json!({ "read": 6 })),
        (7, &director, "approval", json!({ "read": 7 })),
        (8, &supervisor, "follow-up", json!({ "outcome": "goals_not_met", "note": ASKED_SECRET })),
        (9, &director, "head-of-unit", because.clone()),
        (10, &head, "resources", json!(null)),
        (11, &director, "second-opinion", opinion),
        (12, &head, "decision", json!({ "way": "continue", "reason": ASKED_SECRET })),
        (13, &director, "closing", because),
    ] {
        who.post_at(&format!("{all}/{asked}/{step}"), revision, body).await.is(StatusCode::OK);
    }
    (begin(SECRET).await, asked)
}
