//! Every operation of the API against the rule of rights: told apart by who asks, each answers 401, 404 or 403
//! where it is to, and nothing of the kind where it is allowed. An operation that isn't listed here fails the test.

mod concern;
mod operations;
mod specialist_panel;
mod support_plan;
mod training;
mod world;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use server::http::description;
use shared::{person::Me, rights::may};

use crate::harness::{Answer, Client, TestApp};
use concern::CONCERN_SECRET;
use operations::{Body, Operation, Record, Rule, operations};
use specialist_panel::PANEL_SECRET;
use support_plan::{ASKED_SECRET, SECRET, sees};
use world::World;

/// What an answer is to be.
#[derive(Debug, PartialEq, Eq)]
enum Expected {
    NotFound,
    Forbidden,
    Allowed,
}

impl Expected {
    fn of(rule: Rule, me: &Me, world: &World) -> Self {
        let any = |actions: &[_], on| actions.iter().any(|action| may(me, *action, on));
        match rule {
            Rule::Open | Rule::Leave | Rule::SignedIn => Self::Allowed,
            Rule::Right { of, see, action } => {
                let on = world.on(of, me);
                match (any(action, &on), any(see, &on)) {
                    (true, _) => Self::Allowed,
                    (false, true) => Self::Forbidden,
                    (false, false) => Self::NotFound,
                }
            }
            Rule::Own(own) => own(me, world),
        }
    }

    fn got(answer: &Answer) -> Self {
        match answer.status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::FORBIDDEN => Self::Forbidden,
            _ => Self::Allowed,
        }
    }
}

#[tokio::test]
async fn every_operation_is_listed() {
    let described: BTreeSet<String> = description()
        .paths
        .paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = [
                ("GET", &item.get),
                ("PUT", &item.put),
                ("POST", &item.post),
                ("DELETE", &item.delete),
                ("PATCH", &item.patch),
                ("HEAD", &item.head),
                ("OPTIONS", &item.options),
                ("TRACE", &item.trace),
            ];
            methods
                .into_iter()
                .filter(|(_, operation)| operation.is_some())
                .map(move |(method, _)| format!("{method} {path}"))
        })
        .collect();
    let listed: BTreeSet<String> = operations().iter().map(|operation| operation.name()).collect();
    let unlisted: Vec<_> = described.difference(&listed).collect();
    let unknown: Vec<_> = listed.difference(&described).collect();
    assert!(unlisted.is_empty(), "add to tests/it/rights/operations.rs: {unlisted:?}");
    assert!(unknown.is_empty(), "no longer in the API: {unknown:?}");
}

#[tokio::test]
async fn every_operation_answers_each_role_as_the_rule_says() {
    let app = TestApp::sqlite().await;
    let world = World::make(&app).await;
    let mut wrong = Vec::new();
    for operation in operations() {
        let path = world.path(&operation);
        let anonymous = send(&app.anonymous(), &operation, &path, &world).await;
        let open = matches!(operation.rule, Rule::Open);
        if !open && anonymous.status != StatusCode::UNAUTHORIZED {
            wrong.push(format!("{} to nobody: {}", operation.name(), anonymous.status));
        }
        if open || matches!(operation.rule, Rule::Leave) {
            continue;
        }
        let mut allowed = 0;
        for (client, me) in world.people(&operation) {
            let answer = send(client, &operation, &path, &world).await;
            let expected = Expected::of(operation.rule, me, &world);
            allowed += usize::from(expected == Expected::Allowed);
            if Expected::got(&answer) != expected || answer.status.is_server_error() {
                let body = String::from_utf8_lossy(&answer.body);
                wrong.push(format!(
                    "{} to {}: {} where {expected:?} is right; {body}",
                    operation.name(),
                    me.email,
                    answer.status
                ));
            }
        }
        if allowed == 0 {
            wrong.push(format!("{} is tried by nobody who may", operation.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a support plan or a note of concern says, and what a specialist writes of a ST-läkare, is in answers to those who see it, where it is asked for, and
/// in no other answer to anybody.
#[tokio::test]
async fn what_few_may_see_of_a_training_reaches_them_and_nobody_else() {
    let app = TestApp::sqlite().await;
    let world = World::make(&app).await;
    let (mut leaks, mut readers) = (Vec::new(), BTreeSet::new());
    for operation in operations() {
        let path = world.path(&operation);
        let of_plans = path.contains("/support-plans");
        let of_panels = path.contains("/panels");
        let of_concerns = path.contains("/concerns");
        let nobody = send(&app.anonymous(), &operation, &path, &world).await;
        let mut answers = vec![("nobody", [false; 4], nobody)];
        if !matches!(operation.rule, Rule::Open | Rule::Leave) {
            for (client, me) in world.people(&operation) {
                let [plan, asked] = [Record::Training, Record::AskedPlan]
                    .map(|of| of_plans && sees(me, &world, of));
                let noted = of_concerns && concern::sees(me, &world);
                let may = [plan, asked, of_panels && me.email == world::ASSESSING, noted];
                let answer = send(client, &operation, &path, &world).await;
                answers.push((&me.email, may, answer));
            }
        }
        for (who, may, answer) in answers {
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            let secrets = [SECRET, ASKED_SECRET, PANEL_SECRET, CONCERN_SECRET];
            for (secret, may) in secrets.into_iter().zip(may) {
                let told = body.contains(secret);
                if told && !may {
                    leaks.push(format!("{} tells {who} of {secret}: {body}", operation.name()));
                }
                if told && operation.method() == "GET" {
                    readers.insert((secret, operation.name(), who.to_owned()));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    let who_reads = |secret: &str, rest: &str| -> Vec<String> {
        let path = format!("GET /api/trainings/{{id}}/support-plans{rest}");
        let all = readers.iter().filter(|(of, name, _)| *of == secret && *name == path);
        all.map(|(_, _, who)| who.clone()).collect()
    };
    let (_, form, who) = readers.iter().find(|(of, ..)| *of == PANEL_SECRET).unwrap();
    assert_eq!((form.as_str(), who.as_str()), ("GET /api/trainings/{id}/panels", world::ASSESSING));
    let (director, head) = ("director_of_studies.0@prov.se", "head_of_unit.0@prov.se");
    let (supervisor, trainee) = ("supervisor.0@prov.se", "trainee.0@prov.se");
    let of_note: Vec<_> = readers.iter().filter(|(of, ..)| *of == CONCERN_SECRET).collect();
    assert!(of_note.iter().all(|(_, name, _)| name == "GET /api/trainings/{id}/concerns"));
    let noted: Vec<_> = of_note.iter().map(|(_, _, who)| who.as_str()).collect();
    assert_eq!(noted, [director, world::ASSESSING, supervisor, trainee]);
    for rest in ["", "/{plan}/history"] {
        assert_eq!(who_reads(SECRET, rest), [director, supervisor, trainee]);
        assert_eq!(who_reads(ASKED_SECRET, rest), [director, head, supervisor, trainee]);
    }
}

async fn send(client: &Client, operation: &Operation, path: &str, world: &World) -> Answer {
    let request = client.request(operation.method(), path, Some(operations::STALE));
    let (kind, body) = match operation.body {
        Body::None => ("application/json", Vec::new()),
        Body::Json(body) => ("application/json", serde_json::to_vec(&body(world)).unwrap()),
        Body::File => ("text/plain", b"underlag".to_vec()),
    };
    client.send(request.header("content-type", kind).body(body.into()).unwrap()).await
}
