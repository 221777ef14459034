//! Every operation of the API against the rule of rights: told apart by who asks, each answers 401, 404 or 403
//! where it is to, and nothing of the kind where it is allowed. An operation that isn't listed here fails the test.

mod operations;
mod training;
mod world;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use server::http::description;
use shared::{person::Me, rights::may};

use crate::harness::{Answer, Client, TestApp};
use operations::{Body, Operation, Rule, operations};
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

async fn send(client: &Client, operation: &Operation, path: &str, world: &World) -> Answer {
    let request = client.request(operation.method(), path, Some(operations::STALE));
    let (kind, body) = match operation.body {
        Body::None => ("application/json", Vec::new()),
        Body::Json(body) => ("application/json", serde_json::to_vec(&body(world)).unwrap()),
        Body::File => ("text/plain", b"underlag".to_vec()),
    };
    client.send(request.header("content-type", kind).body(body.into()).unwrap()).await
}
