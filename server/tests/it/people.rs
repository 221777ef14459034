//! Who is invited by whom, as what, and how roles end.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::json;
use server::first_administrator;
use shared::{
    inspection::InspectorChoice,
    person::{Colleague, Invitation, Invite, Invited, InvitedTo, Me, Role},
    problem::ProblemKind,
};

use crate::harness::{Answer, Client, TestApp};

both_databases![
    an_invited_person_chooses_a_password_once_and_is_signed_in,
    an_invitation_runs_out_and_a_new_one_replaces_it,
    a_role_that_ends_is_gone_from_the_very_next_request,
    a_clinic_is_never_left_without_a_head_of_unit,
    an_installation_is_never_left_without_an_administrator,
    the_first_administrator_comes_by_a_link_from_the_command,
    inspectors_are_listed_with_the_clinics_they_may_not_inspect,
];

fn invite(app: &TestApp, name: &str, email: &str, role: Role) -> Invite {
    Invite {
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        clinic: Some(app.ortho()),
        care_provider: None,
    }
}

fn token(answer: &Answer) -> String {
    let link = answer.ok::<Invited>().link.expect("a link");
    link.strip_prefix("/inbjudan/").unwrap().to_owned()
}

async fn accept(client: &Client, token: &str) -> Answer {
    let accept = json!({ "password": "ett nytt långt lösenord" });
    client.post(&format!("/api/invitations/{token}"), accept).await
}

async fn people(client: &Client, app: &TestApp) -> Vec<Colleague> {
    client.get(&format!("/api/people?clinic={}", app.ortho())).await.ok()
}

async fn an_invited_person_chooses_a_password_once_and_is_signed_in(app: TestApp) {
    let director = app.signed_in("studierektor@exempel.se").await;
    let new = invite(&app, " Ny 👩🏽‍⚕️ Åsikt ", "NY@exempel.se", Role::Supervisor);
    let answer = director.post("/api/invitations", &new).await;
    answer.is(StatusCode::CREATED);
    assert!(!answer.ok::<Invited>().colleague.active);
    let token = token(&answer);
    let mut client = app.anonymous();
    let path = format!("/api/invitations/{token}");
    let invitation: Invitation = client.get(&path).await.ok();
    assert_eq!(invitation.name, "Ny 👩🏽‍⚕️ Åsikt");
    let place = "Ortopedkliniken, Exempelsjukhuset".to_owned();
    assert_eq!(invitation.to, InvitedTo::Role { role: Role::Supervisor, place });
    let short = client.post(&path, json!({ "password": "för kort" })).await;
    assert_eq!(short.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "password");
    let accepted = accept(&client, &token).await;
    let me: Me = accepted.ok();
    assert_eq!((me.email.as_str(), me.memberships[0].role), ("ny@exempel.se", Role::Supervisor));
    client.cookie = Some(accepted.cookie());
    assert_eq!(client.get("/api/session").await.ok::<Option<Me>>(), Some(me));
    for again in [client.get(&path).await, accept(&client, &token).await] {
        assert!(again.problem(StatusCode::CONFLICT).title.contains("redan använd"));
    }
    assert!(people(&director, &app).await.iter().any(|c| c.email == "ny@exempel.se" && c.active));
}

async fn an_invitation_runs_out_and_a_new_one_replaces_it(app: TestApp) {
    let head = app.signed_in("verksamhetschef@exempel.se").await;
    let new = invite(&app, "Ny", "ny@exempel.se", Role::Trainee);
    let first = token(&head.post("/api/invitations", &new).await);
    let second = token(&head.post("/api/invitations", &new).await);
    let client = app.anonymous();
    assert!(
        accept(&client, &first).await.problem(StatusCode::CONFLICT).title.contains("gällde till")
    );
    app.app.clock.advance(Duration::days(14));
    assert!(
        accept(&client, &second).await.problem(StatusCode::CONFLICT).title.contains("2026-12-06")
    );
    let unknown = accept(&client, "0123").await.problem(StatusCode::NOT_FOUND);
    assert!(unknown.detail.contains("hela länken"));
}

async fn a_role_that_ends_is_gone_from_the_very_next_request(app: TestApp) {
    let head = app.signed_in("verksamhetschef@exempel.se").await;
    let supervisor = app.signed_in("handledare@exempel.se").await;
    let clinic = format!("/api/clinics/{}", app.ortho());
    supervisor.get(&clinic).await.is(StatusCode::OK);
    let held = people(&head, &app).await;
    let held = held.iter().find(|c| c.email == "handledare@exempel.se").unwrap();
    let path = format!("/api/memberships/{}", held.membership.id);
    head.delete(&path).await.is(StatusCode::NO_CONTENT);
    supervisor.get(&clinic).await.is(StatusCode::NOT_FOUND);
    assert!(supervisor.get("/api/session").await.ok::<Me>().memberships.is_empty());
    head.delete(&path).await.is(StatusCode::NOT_FOUND);
    // The same role can be given again.
    let again = invite(&app, "Handledaren Höft", "handledare@exempel.se", Role::Supervisor);
    let answer = head.post("/api/invitations", again).await;
    assert_eq!(answer.ok::<Invited>().link, None);
    supervisor.get(&clinic).await.is(StatusCode::OK);
}

async fn a_clinic_is_never_left_without_a_head_of_unit(app: TestApp) {
    let region = app.signed_in("region@exempel.se").await;
    let held = people(&region, &app).await;
    let path = format!("/api/memberships/{}", held[0].membership.id);
    assert_eq!(held[0].membership.role, Role::HeadOfUnit);
    let refused = region.delete(&path).await.problem(StatusCode::CONFLICT);
    assert!(refused.title.contains("Lägg till den nya först"));
    let new = invite(&app, "Nya chefen", "ny@exempel.se", Role::HeadOfUnit);
    let token = token(&region.post("/api/invitations", new).await);
    region.delete(&path).await.problem(StatusCode::CONFLICT);
    accept(&app.anonymous(), &token).await.is(StatusCode::OK);
    region.delete(&path).await.is(StatusCode::NO_CONTENT);
}

async fn an_installation_is_never_left_without_an_administrator(app: TestApp) {
    let administrator = app.signed_in("administrator@exempel.se").await;
    let held: Vec<Colleague> = administrator.get("/api/people").await.ok();
    assert_eq!(held[0].membership.role, Role::Administrator);
    let path = format!("/api/memberships/{}", held[0].membership.id);
    administrator.delete(&path).await.problem(StatusCode::CONFLICT);
}

async fn the_first_administrator_comes_by_a_link_from_the_command(app: TestApp) {
    let first = first_administrator::invite(&app.app, "ny@exempel.se", "Ny").await.unwrap();
    let again = first_administrator::invite(&app.app, "ny@exempel.se", "Ny").await.unwrap();
    let (_, first) = first.rsplit_once('/').unwrap();
    let (_, again) = again.rsplit_once('/').unwrap();
    accept(&app.anonymous(), first).await.problem(StatusCode::CONFLICT);
    let me: Me = accept(&app.anonymous(), again).await.ok();
    assert!(me.is(Role::Administrator));
    let known = first_administrator::invite(&app.app, "ny@exempel.se", "Ny").await.unwrap_err();
    assert!(known.to_string().contains("redan ett konto"));
}

async fn inspectors_are_listed_with_the_clinics_they_may_not_inspect(app: TestApp) {
    app.add("inspektor1@exempel.se", Role::Supervisor, Some(app.gyn()), None).await;
    app.add("inspektor1@exempel.se", Role::HeadOfUnit, Some(app.gyn()), None).await;
    let region = app.signed_in("region@exempel.se").await;
    let inspectors: Vec<InspectorChoice> = region.get("/api/inspectors").await.ok();
    let names: Vec<_> = inspectors.iter().map(|choice| choice.person.name.as_str()).collect();
    assert_eq!(names, ["Inspektör Ett", "Inspektör Två"]);
    assert_eq!(inspectors[0].clinics.len(), 1);
    assert_eq!(inspectors[0].clinics[0].name, "Kvinnokliniken");
    assert!(inspectors[1].clinics.is_empty());
}

#[tokio::test]
async fn nobody_gives_a_role_above_their_own() {
    let app = TestApp::sqlite().await;
    let director = app.signed_in("studierektor@exempel.se").await;
    for role in [Role::HeadOfUnit, Role::DirectorOfStudies] {
        let new = invite(&app, "Ny", "ny@exempel.se", role);
        director.post("/api/invitations", new).await.problem(StatusCode::FORBIDDEN);
    }
    let new = Invite { clinic: None, ..invite(&app, "Ny", "ny@exempel.se", Role::Administrator) };
    director.post("/api/invitations", new).await.problem(StatusCode::FORBIDDEN);
    let trainee = app.signed_in("st-lakare@exempel.se").await;
    let new = invite(&app, "Ny", "ny@exempel.se", Role::Trainee);
    trainee.post("/api/invitations", &new).await.problem(StatusCode::FORBIDDEN);
    let other = app.signed_in("studierektor.kvinno@exempel.se").await;
    other.post("/api/invitations", &new).await.problem(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_gets_a_link_to_somebody_with_roles_above_their_own() {
    let app = TestApp::sqlite().await;
    let administrator = app.signed_in("administrator@exempel.se").await;
    let new = Invite { clinic: None, ..invite(&app, "Ny", "ny@exempel.se", Role::Administrator) };
    let first = token(&administrator.post("/api/invitations", new).await);
    let director = app.signed_in("studierektor@exempel.se").await;
    let new = invite(&app, "Annat namn", "ny@exempel.se", Role::Supervisor);
    let answer = director.post("/api/invitations", new).await;
    let invited: Invited = answer.is(StatusCode::CREATED).ok();
    assert_eq!((invited.link, invited.colleague.person.name.as_str()), (None, "Ny"));
    let me: Me = accept(&app.anonymous(), &first).await.ok();
    assert_eq!(me.memberships.len(), 2);
}

#[tokio::test]
async fn what_stands_wrong_in_an_invitation_is_told_by_field() {
    let app = TestApp::sqlite().await;
    let head = app.signed_in("verksamhetschef@exempel.se").await;
    let right = invite(&app, "Ny", "ny@exempel.se", Role::Trainee);
    let wrong = [
        (Invite { name: "  ".to_owned(), ..right.clone() }, "name"),
        (Invite { name: "\0\u{7}".to_owned(), ..right.clone() }, "name"),
        (Invite { name: "å".repeat(100_000), ..right.clone() }, "name"),
        (Invite { email: "ny".to_owned(), ..right.clone() }, "email"),
        (Invite { email: "n\0y@exempel.se".to_owned(), ..right.clone() }, "email"),
        (Invite { clinic: None, ..right.clone() }, "role"),
        (Invite { role: Role::Inspector, ..right.clone() }, "role"),
    ];
    for (invite, path) in wrong {
        let problem =
            head.post("/api/invitations", &invite).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((problem.kind, problem.errors[0].path.as_str()), (ProblemKind::Invalid, path));
    }
    head.post("/api/invitations", &right).await.is(StatusCode::CREATED);
    let held = invite(&app, "Ny", "st-lakare@exempel.se", Role::Trainee);
    let problem = head.post("/api/invitations", held).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "ST-läkaren Skena är redan st-läkare där.");
}
