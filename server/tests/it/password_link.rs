//! The way back in for somebody who has forgotten the password: who may open it, and what it opens.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::json;
use server::demo::PASSWORD;
use shared::{
    person::{Colleague, Invitation, InvitedTo, Me, PasswordLink, Role, SignIn},
    problem::ProblemKind,
};

use crate::harness::{Answer, Client, TestApp};

both_databases![
    a_forgotten_password_is_replaced_by_a_link_that_works_once,
    a_password_link_runs_out_and_a_new_one_replaces_it,
    a_password_link_stops_working_when_who_made_it_could_not_make_it_any_more,
    a_password_that_has_been_replaced_begins_no_session,
];

const NEW: &str = "ett nytt långt lösenord";
const SUPERVISOR: &str = "handledare@exempel.se";

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    let sign_in = SignIn { email: email.to_owned(), password: password.to_owned() };
    app.anonymous().post("/api/session", sign_in).await
}

/// Asks for a link, by the first role of the person with this address.
async fn ask(app: &TestApp, client: &Client, email: &str) -> Answer {
    let person = app.person(email).await;
    let roles = app.app.store.read().await.unwrap().roles_of(person).await.unwrap();
    let first = roles.iter().map(|held| held.membership.id).min().unwrap();
    let path = format!("/api/memberships/{first}/password-link");
    client.post(&path, json!(null)).await
}

/// Where the link of an answer is read and used.
fn path(answer: &Answer) -> String {
    let link = answer.is(StatusCode::CREATED).ok::<PasswordLink>().link;
    format!("/api/invitations/{}", link.strip_prefix("/losenord/").unwrap())
}

async fn choose(app: &TestApp, path: &str) -> Answer {
    app.anonymous().post(path, json!({ "password": NEW })).await
}

async fn a_forgotten_password_is_replaced_by_a_link_that_works_once(app: TestApp) {
    let director = app.signed_in("studierektor@exempel.se").await;
    let before = app.signed_in(SUPERVISOR).await;
    let other = app.signed_in("st-lakare@exempel.se").await;
    for _ in 0..10 {
        sign_in(&app, SUPERVISOR, "fel lösenord här").await.is(StatusCode::UNAUTHORIZED);
    }
    let asked = ask(&app, &director, SUPERVISOR).await;
    let path = path(&asked);
    let link: PasswordLink = asked.ok();
    assert_eq!(link.expires, app.app.clock.now() + Duration::days(3));
    let token = path.rsplit('/').next().unwrap();
    let kept = app.app.store.read().await.unwrap().invitation(token).await.unwrap();
    assert!(kept.is_none(), "the token itself is not kept");

    let told: Invitation = app.anonymous().get(&path).await.ok();
    assert_eq!((told.email.as_str(), told.to), (SUPERVISOR, InvitedTo::NewPassword));
    let short = app.anonymous().post(&path, json!({ "password": "för kort" })).await;
    short.problem(StatusCode::UNPROCESSABLE_ENTITY);
    // Until the link is used nothing has changed.
    before.get("/api/clinics").await.is(StatusCode::OK);

    let chosen = choose(&app, &path).await;
    let me: Me = chosen.ok();
    assert_eq!((me.email.as_str(), me.memberships.len()), (SUPERVISOR, 1));
    let mut after = app.anonymous();
    after.cookie = Some(chosen.cookie());
    after.get("/api/clinics").await.is(StatusCode::OK);
    before.get("/api/clinics").await.problem(StatusCode::UNAUTHORIZED);
    other.get("/api/clinics").await.is(StatusCode::OK);
    // Failed sign-ins no longer hold the person back.
    sign_in(&app, SUPERVISOR, NEW).await.is(StatusCode::OK);
    sign_in(&app, SUPERVISOR, PASSWORD).await.problem(StatusCode::UNAUTHORIZED);
    for again in [app.anonymous().get(&path).await, choose(&app, &path).await] {
        assert!(again.problem(StatusCode::CONFLICT).title.contains("redan använd"));
    }
}

async fn a_password_link_runs_out_and_a_new_one_replaces_it(app: TestApp) {
    let head = app.signed_in("verksamhetschef@exempel.se").await;
    let first = path(&ask(&app, &head, SUPERVISOR).await);
    let second = path(&ask(&app, &head, SUPERVISOR).await);
    let replaced = choose(&app, &first).await.problem(StatusCode::CONFLICT);
    assert!(replaced.title.contains("gällde till"));
    app.app.clock.advance(Duration::days(3) - Duration::minutes(1));
    app.anonymous().get(&second).await.is(StatusCode::OK);
    app.app.clock.advance(Duration::minutes(1));
    for late in [app.anonymous().get(&second).await, choose(&app, &second).await] {
        assert!(late.problem(StatusCode::CONFLICT).title.contains("2026-11-25"));
    }
    sign_in(&app, SUPERVISOR, PASSWORD).await.is(StatusCode::OK);
}

async fn a_password_link_stops_working_when_who_made_it_could_not_make_it_any_more(app: TestApp) {
    let director = app.signed_in("studierektor@exempel.se").await;
    let link = path(&ask(&app, &director, SUPERVISOR).await);
    app.add(SUPERVISOR, Role::HeadOfUnit, Some(app.ortho()), None).await;
    let refused = choose(&app, &link).await.problem(StatusCode::CONFLICT);
    assert!(refused.title.contains("tagits tillbaka"));

    let trainee = "st-lakare@exempel.se";
    let link = path(&ask(&app, &director, trainee).await);
    app.anonymous().get(&link).await.is(StatusCode::OK);
    let region = app.signed_in("region@exempel.se").await;
    let people: Vec<Colleague> =
        region.get(&format!("/api/people?clinic={}", app.ortho())).await.ok();
    let held = people.iter().find(|c| c.email == "studierektor@exempel.se").unwrap();
    let role = format!("/api/memberships/{}", held.membership.id);
    region.delete(&role).await.is(StatusCode::NO_CONTENT);
    for refused in [app.anonymous().get(&link).await, choose(&app, &link).await] {
        assert!(refused.problem(StatusCode::CONFLICT).title.contains("tagits tillbaka"));
    }
    sign_in(&app, trainee, PASSWORD).await.is(StatusCode::OK);
}

async fn a_password_that_has_been_replaced_begins_no_session(app: TestApp) {
    let mut work = app.app.store.write().await.unwrap();
    let account = work.account(SUPERVISOR).await.unwrap().unwrap();
    assert!(work.hold_password(&account).await.unwrap());
    work.replace_password(account.person, "another").await.unwrap();
    assert!(!work.hold_password(&account).await.unwrap());
}

#[tokio::test]
async fn nobody_makes_a_password_link_to_somebody_with_a_role_above_their_own() {
    let app = TestApp::sqlite().await;
    let (head, trainee) = ("verksamhetschef@exempel.se", "st-lakare@exempel.se");
    let director = app.signed_in("studierektor@exempel.se").await;
    let refused = ask(&app, &director, head).await.problem(StatusCode::FORBIDDEN);
    assert_eq!(refused.kind, ProblemKind::Forbidden);
    assert_eq!(refused.title, "Chefen Ortoped har en roll som du inte kan ge.");
    ask(&app, &director, "studierektor@exempel.se").await.problem(StatusCode::FORBIDDEN);
    for outranked in [trainee, SUPERVISOR] {
        let client = app.signed_in(outranked).await;
        ask(&app, &client, trainee).await.problem(StatusCode::FORBIDDEN);
    }
    for email in ["studierektor.kvinno@exempel.se", "region@annorlunda.se"] {
        let elsewhere = app.signed_in(email).await;
        ask(&app, &elsewhere, trainee).await.problem(StatusCode::NOT_FOUND);
    }
    let region = app.signed_in("region@exempel.se").await;
    ask(&app, &region, head).await.is(StatusCode::CREATED);
    ask(&app, &region, "inspektor1@exempel.se").await.problem(StatusCode::FORBIDDEN);
    let administrator = app.signed_in("administrator@exempel.se").await;
    ask(&app, &administrator, "inspektor1@exempel.se").await.is(StatusCode::CREATED);

    // A role anywhere counts, since the link opens the whole account.
    ask(&app, &director, trainee).await.is(StatusCode::CREATED);
    app.add(trainee, Role::Supervisor, Some(app.gyn()), None).await;
    ask(&app, &director, trainee).await.problem(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_has_no_password_yet_is_invited_again_instead() {
    let app = TestApp::sqlite().await;
    let head = app.signed_in("verksamhetschef@exempel.se").await;
    app.add("ny@exempel.se", Role::Trainee, Some(app.ortho()), None).await;
    let refused = ask(&app, &head, "ny@exempel.se").await.problem(StatusCode::CONFLICT);
    assert!(refused.title.contains("Bjud in igen"));
}
