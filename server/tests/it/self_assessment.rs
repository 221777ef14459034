//! Self-assessments from outside: answered by several at once, carried over, signed, seen by the right people.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    SelfAssessmentId,
    grade::{Grade, Suggestion},
    problem::ProblemKind,
    review::{Change, SavedText},
    self_assessment::{
        Answer, AssessmentPhase, AssessmentSummary, CarriedOver, SavedAnswer, SelfAssessment,
        Verdict,
    },
};

use crate::harness::{Client, TestApp, unknown};

const DIRECTOR: &str = "studierektor@exempel.se";
const HEAD: &str = "verksamhetschef@exempel.se";

both_databases!(
    a_year_is_opened_once_and_only_for_a_specialty_of_the_clinic,
    an_answer_is_saved_with_the_areas_new_suggestion_in_five_statements,
    a_whole_self_assessment_is_read_in_three_statements_and_forty_kilobytes,
    a_stale_version_is_told_how_the_answer_now_stands,
    of_many_who_save_one_answer_at_once_one_wins_each_version,
    many_who_save_different_answers_at_once_all_get_through_and_are_counted,
    the_same_answer_twice_is_saved_once,
    an_area_that_was_just_saved_in_is_not_read_again,
    what_others_did_to_an_area_since_is_seen,
    who_may_no_longer_answer_saves_nothing_more,
    last_years_answers_wait_to_be_confirmed_and_hide_nothing,
    nothing_unanswered_is_signed_and_a_signed_one_is_locked_until_reopened,
    what_was_signed_is_kept_as_it_was_at_each_signature,
    no_answer_slips_in_after_the_signature,
    a_text_has_a_version_of_its_own,
    every_change_is_in_the_history,
    those_who_may_not_see_it_are_told_that_it_is_not_there,
    odd_input_is_refused_with_a_sentence,
);

async fn open_year(app: &TestApp, client: &Client, year: i32) -> SelfAssessment {
    let open = json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": year });
    client.post("/api/self-assessments", open).await.ok()
}

fn answer_path(id: SelfAssessmentId, code: &str) -> String {
    format!("/api/self-assessments/{id}/answers/{code}")
}

fn fulfilled(comment: &str) -> Value {
    json!({ "verdict": "fulfilled", "comment": comment })
}

async fn answer_all(client: &Client, assessment: &SelfAssessment) {
    for answer in &assessment.answers {
        let path = answer_path(assessment.id, &answer.code.to_string());
        client.put(&path, answer.version, fulfilled("Ja.")).await.ok::<SavedAnswer>();
    }
}

async fn read(client: &Client, id: SelfAssessmentId) -> SelfAssessment {
    client.get(&format!("/api/self-assessments/{id}")).await.ok()
}

async fn counted(app: &TestApp, client: &Client) -> AssessmentSummary {
    let path = format!("/api/clinics/{}/self-assessments", app.ortho());
    client.get(&path).await.ok::<Vec<AssessmentSummary>>().remove(0)
}

async fn a_year_is_opened_once_and_only_for_a_specialty_of_the_clinic(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let opened = open_year(&app, &director, 2026).await;
    assert_eq!(opened.answers.len(), 74);
    assert!(opened.answers.iter().map(|answer| answer.code).is_sorted());
    assert_eq!(opened.phase, AssessmentPhase::Draft);
    assert!(opened.answers.iter().all(|a| a.version == 0 && a.verdict.is_none()));

    let open = |specialty: &str, year: i32| json!({ "clinic": app.ortho(), "specialty": specialty, "year": year });
    let again = director.post("/api/self-assessments", open("Ortopedi", 2026)).await;
    let problem = again.problem(StatusCode::CONFLICT);
    assert!(problem.title.contains("redan öppnad"), "{}", problem.title);
    for (wrong, field) in
        [(open("Allmänmedicin", 2026), "specialty"), (open("Ortopedi", 1999), "year")]
    {
        let refused = director.post("/api/self-assessments", wrong).await;
        let problem = refused.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, field);
    }
    let supervisor = app.signed_in("handledare@exempel.se").await;
    supervisor
        .post("/api/self-assessments", open("Ortopedi", 2027))
        .await
        .problem(StatusCode::FORBIDDEN);
}

async fn an_answer_is_saved_with_the_areas_new_suggestion_in_five_statements(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let mut revision = assessment.revision;
    for code in ["A1", "A2", "A3", "A4"] {
        let path = answer_path(assessment.id, code);
        let comment = "Ja: å ä ö, 日本語 och 🦴.";
        let (statements, saved) = app.statements(director.put(&path, 0, fulfilled(comment))).await;
        assert!(statements <= 5, "{statements} statements");
        let saved: SavedAnswer = saved.ok();
        assert_eq!((saved.answer.version, &*saved.answer.comment), (1, comment));
        assert_eq!(saved.answer.changed.as_ref().unwrap().by, "Rektorn Ortoped");
        assert_eq!(saved.revision, revision + 1);
        revision = saved.revision;
        match saved.suggestion {
            Suggestion::Complete { grade, .. } => assert_eq!((code, grade), ("A4", Grade::A)),
            Suggestion::Incomplete { remaining, .. } => {
                assert_ne!((code, remaining.len()), ("A4", 0))
            }
        }
    }
    let worse = json!({ "verdict": "partly", "comment": "" });
    let saved: SavedAnswer = director.put(&answer_path(assessment.id, "A1"), 1, worse).await.ok();
    assert_eq!(saved.suggestion.grade(), Some(Grade::D));
    assert_eq!(counted(&app, &director).await.answered, 4);
    let unexplained = json!({ "verdict": "not_applicable", "comment": " \n" });
    let saved: SavedAnswer =
        director.put(&answer_path(assessment.id, "A1"), 2, unexplained).await.ok();
    assert_eq!(saved.suggestion.grade(), None);
    assert_eq!(counted(&app, &director).await.answered, 3);
    assert_eq!(read(&director, assessment.id).await.answers[0], saved.answer);
}

async fn a_whole_self_assessment_is_read_in_three_statements_and_forty_kilobytes(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let comment = "Vi följer riktlinjen och stämmer av den med handledarna på mötet i augusti varje år, \
        och ST-läkarna får återkoppling skriftligt efter varje placering enligt den lokala rutinen.";
    for answer in &assessment.answers {
        let path = answer_path(assessment.id, &answer.code.to_string());
        director.put(&path, 0, fulfilled(comment)).await.ok::<SavedAnswer>();
    }
    let path = format!("/api/self-assessments/{}", assessment.id);
    let (statements, answer) = app.statements(director.get(&path)).await;
    assert!(statements <= 3, "{statements} statements");
    assert!(answer.body.len() <= 40 * 1024, "{} bytes", answer.body.len());
    let tag = answer.header("etag").unwrap().to_owned();
    assert_eq!(tag, format!("\"{}\"", answer.ok::<SelfAssessment>().revision));

    let request = director.request(axum::http::Method::GET, &path, None);
    let request = request.header("if-none-match", &tag).body(axum::body::Body::empty()).unwrap();
    let (statements, same) = app.statements(director.send(request)).await;
    same.is(StatusCode::NOT_MODIFIED);
    assert!(same.body.is_empty() && statements <= 2);
}

async fn a_stale_version_is_told_how_the_answer_now_stands(app: TestApp) {
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    let assessment = open_year(&app, &director, 2026).await;
    let path = answer_path(assessment.id, "D7");
    let first: SavedAnswer = director.put(&path, 0, fulfilled("först")).await.ok();
    let refused = head.put(&path, 0, fulfilled("sedan")).await;
    let problem = refused.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    let current: Answer = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!(current, first.answer);
    let second: SavedAnswer = head.put(&path, current.version, fulfilled("sedan")).await.ok();
    assert_eq!(second.answer.version, 2);

    let without = head.json(axum::http::Method::PUT, &path, None, fulfilled("utan")).await;
    without.problem(StatusCode::PRECONDITION_REQUIRED);
}

async fn of_many_who_save_one_answer_at_once_one_wins_each_version(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let path = answer_path(assessment.id, "B1");
    for version in 0..3 {
        let tries = (0..12).map(|number| {
            let (director, path) = (director.clone(), path.clone());
            tokio::spawn(async move {
                director.put(&path, version, fulfilled(&format!("{version} av {number}"))).await
            })
        });
        let (mut won, mut lost) = (0, 0);
        for attempt in tries.collect::<Vec<_>>() {
            let answer = attempt.await.unwrap();
            match answer.status {
                StatusCode::OK => won += 1,
                StatusCode::PRECONDITION_FAILED => {
                    let current = answer.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
                    assert_eq!(current["version"], version + 1);
                    lost += 1;
                }
                other => panic!("{other}"),
            }
        }
        assert_eq!((won, lost), (1, 11));
    }
    let now = read(&director, assessment.id).await;
    assert_eq!(now.revision, assessment.revision + 3);
    assert_eq!(counted(&app, &director).await.answered, 1);
}

async fn many_who_save_different_answers_at_once_all_get_through_and_are_counted(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let saves: Vec<_> = assessment
        .answers
        .iter()
        .map(|answer| {
            let path = answer_path(assessment.id, &answer.code.to_string());
            let director = director.clone();
            tokio::spawn(async move { director.put(&path, 0, fulfilled("")).await })
        })
        .collect();
    for save in saves {
        save.await.unwrap().ok::<SavedAnswer>();
    }
    let now = read(&director, assessment.id).await;
    assert_eq!(now.revision, assessment.revision + 74);
    assert_eq!(counted(&app, &director).await.answered, 74);
}

async fn the_same_answer_twice_is_saved_once(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let path = answer_path(assessment.id, "A1");
    let first: SavedAnswer = director.put(&path, 0, fulfilled("Ja.")).await.ok();
    // As when the answer to the first got lost on the way.
    let again: SavedAnswer = director.put(&path, 0, fulfilled("Ja.")).await.ok();
    assert_eq!(again, first);
    let history: Vec<Change> =
        director.get(&format!("/api/self-assessments/{}/history", assessment.id)).await.ok();
    assert_eq!(history.len(), 2);
}

async fn an_area_that_was_just_saved_in_is_not_read_again(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let save = async |code: &str, version, comment: &str| {
        let path = answer_path(assessment.id, code);
        let (statements, saved) =
            app.statements(director.put(&path, version, fulfilled(comment))).await;
        (statements, saved.ok::<SavedAnswer>())
    };
    // The first in an area reads it, and so does the first after something else in the record was changed.
    for (code, version, statements) in
        [("A1", 0, 2), ("A2", 0, 1), ("A1", 1, 1), ("B1", 0, 2), ("A3", 0, 2), ("A2", 1, 1)]
    {
        let (taken, saved) = save(code, version, &format!("gång {version}")).await;
        assert_eq!((code, taken, saved.answer.version), (code, statements, version + 1));
    }
    let (taken, saved) = save("A4", 0, "Ja.").await;
    assert_eq!((taken, saved.suggestion.grade()), (1, Some(Grade::A)));
    let whole = read(&director, assessment.id).await;
    assert_eq!((whole.revision, &whole.answers[3]), (saved.revision, &saved.answer));
    let path = format!("/api/self-assessments/{}/history", assessment.id);
    let history: Vec<Change> = director.get(&path).await.ok();
    let of_a1 = history.iter().find(|change| change.field == "A1").unwrap();
    assert_eq!(of_a1.from.as_deref(), Some("Uppfyllt: gång 0"));
    assert_eq!(of_a1.to.as_deref(), Some("Uppfyllt: gång 1"));
}

async fn what_others_did_to_an_area_since_is_seen(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let path = |code| answer_path(assessment.id, code);
    for code in ["A1", "A2", "A3", "A4"] {
        director.put(&path(code), 0, fulfilled("Ja.")).await.ok::<SavedAnswer>();
    }
    // As another server would have it.
    let id = assessment.id.to_string();
    let count = "UPDATE self_assessment SET revision = revision + 1 WHERE id = $1";
    let worse = "UPDATE answer SET verdict = 'partly', version = 2 WHERE self_assessment = $1 AND criterion = 'A1'";
    app.change(count, &id).await;
    app.change(worse, &id).await;
    let saved: SavedAnswer = director.put(&path("A2"), 1, fulfilled("Jo.")).await.ok();
    assert_eq!(saved.suggestion.grade(), Some(Grade::D));
    app.change(count, &id).await;
    let theirs = "UPDATE answer SET comment = 'Nej.', version = 2 WHERE self_assessment = $1 AND criterion = 'A3'";
    app.change(theirs, &id).await;
    let refused = director.put(&path("A3"), 1, fulfilled("Jo.")).await;
    let problem = refused.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.current.unwrap()["comment"], "Nej.");

    director.put(&path("A4"), 1, fulfilled("Jo.")).await.ok::<SavedAnswer>();
    app.change("UPDATE self_assessment SET phase = 'signed', signed_at = 0, signed_by = (SELECT MIN(id) FROM person) WHERE id = $1", &id).await;
    let locked = director.put(&path("A4"), 2, fulfilled("Nja.")).await;
    locked.problem(StatusCode::CONFLICT);
    assert_eq!(&*read(&director, assessment.id).await.answers[3].comment, "Jo.");
}

async fn who_may_no_longer_answer_saves_nothing_more(app: TestApp) {
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    let assessment = open_year(&app, &director, 2026).await;
    let path = answer_path(assessment.id, "A1");
    let beside = answer_path(assessment.id, "A2");
    for (client, version, comment) in [(&director, 0, "Ja."), (&head, 1, "Jo.")] {
        client.put(&beside, version, fulfilled(comment)).await.ok::<SavedAnswer>();
    }
    let person = app.person(DIRECTOR).await.to_string();
    app.change("UPDATE membership SET ended = '2026-11-22' WHERE person = $1", &person).await;
    director.put(&path, 0, fulfilled("Ja.")).await.problem(StatusCode::NOT_FOUND);
    let person = app.person(HEAD).await.to_string();
    app.change("DELETE FROM session WHERE person = $1", &person).await;
    head.put(&path, 0, fulfilled("Ja.")).await.problem(StatusCode::UNAUTHORIZED);

    let back = app.signed_in(HEAD).await;
    back.put(&beside, 2, fulfilled("Sent.")).await.ok::<SavedAnswer>();
    app.app.clock.advance(TimeDelta::hours(9));
    back.put(&path, 0, fulfilled("Ja.")).await.problem(StatusCode::UNAUTHORIZED);
    assert_eq!(read(&app.signed_in(HEAD).await, assessment.id).await.answers[0].version, 0);
}

async fn last_years_answers_wait_to_be_confirmed_and_hide_nothing(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let before = open_year(&app, &director, 2024).await;
    let id = before.id;
    let carry = |id| format!("/api/self-assessments/{id}/carry-over");
    director.post(&carry(id), json!(null)).await.problem(StatusCode::CONFLICT);
    for code in ["A1", "A2", "D7"] {
        director.put(&answer_path(id, code), 0, fulfilled("som i fjol")).await.ok::<SavedAnswer>();
    }
    let now = open_year(&app, &director, 2026).await;
    let new = fulfilled("ny i år");
    director.put(&answer_path(now.id, "A1"), 0, new).await.ok::<SavedAnswer>();
    let only_comment = json!({ "verdict": null, "comment": "tänker än" });
    director.put(&answer_path(now.id, "A2"), 0, only_comment).await.ok::<SavedAnswer>();
    let carried: CarriedOver = director.post(&carry(now.id), json!(null)).await.ok();
    assert_eq!((carried.year, carried.filled.len()), (2024, 1));
    let whole = read(&director, now.id).await;
    let d7 = whole.answer("D7".parse().unwrap()).unwrap();
    assert_eq!((d7.to_confirm, &*d7.comment, d7.version), (true, "som i fjol", 1));
    assert_eq!(counted(&app, &director).await.answered, 1);
    let confirmed: SavedAnswer =
        director.put(&answer_path(now.id, "D7"), 1, fulfilled("som i fjol")).await.ok();
    assert!(!confirmed.answer.to_confirm);
    assert_eq!(counted(&app, &director).await.answered, 2);
    let carried: CarriedOver = director.post(&carry(now.id), json!(null)).await.ok();
    assert_eq!(carried.filled, []);
}

async fn nothing_unanswered_is_signed_and_a_signed_one_is_locked_until_reopened(app: TestApp) {
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    let region = app.signed_in("region@exempel.se").await;
    let assessment = open_year(&app, &director, 2026).await;
    let path = format!("/api/self-assessments/{}", assessment.id);
    let sign = format!("{path}/signature");
    director.post_at(&sign, 1, json!(null)).await.problem(StatusCode::FORBIDDEN);
    let problem = head.post_at(&sign, 1, json!(null)).await.problem(StatusCode::CONFLICT);
    assert!(problem.title.contains("74 kriterier återstår"), "{}", problem.title);
    answer_all(&director, &assessment).await;
    let stale = head.post_at(&sign, 1, json!(null)).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(current["revision"], 75);
    region.get(&path).await.problem(StatusCode::NOT_FOUND);

    let signed: SelfAssessment = head.post_at(&sign, 75, json!(null)).await.ok();
    assert!(
        matches!(&signed.phase, AssessmentPhase::Signed { signed } if signed.by.name == "Chefen Ortoped")
    );
    assert_eq!(region.get(&path).await.ok::<SelfAssessment>(), signed);
    assert_eq!(counted(&app, &region).await.grades.len(), 8);
    let locked = director.put(&answer_path(assessment.id, "A1"), 1, fulfilled("Nej.")).await;
    assert_eq!(locked.problem(StatusCode::CONFLICT).kind, ProblemKind::NotAllowed);
    let text = director.put(&format!("{path}/texts/A"), 0, json!({ "body": "Sent." })).await;
    text.problem(StatusCode::CONFLICT);

    let reopen = format!("{path}/reopening");
    let reason = json!({ "reason": "En uppgift var fel." });
    head.post_at(&reopen, 76, json!({ "reason": " " }))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY);
    director.post_at(&reopen, 76, &reason).await.problem(StatusCode::FORBIDDEN);
    let reopened: SelfAssessment = head.post_at(&reopen, 76, &reason).await.ok();
    assert_eq!((reopened.phase, reopened.revision), (AssessmentPhase::Draft, 77));
    region.get(&path).await.problem(StatusCode::NOT_FOUND);
    let history: Vec<Change> = head.get(&format!("{path}/history")).await.ok();
    assert_eq!(history[0].reason.as_deref(), Some("En uppgift var fel."));
    head.post_at(&reopen, 77, &reason).await.problem(StatusCode::CONFLICT);
}

async fn what_was_signed_is_kept_as_it_was_at_each_signature(app: TestApp) {
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    let assessment = open_year(&app, &director, 2026).await;
    let path = format!("/api/self-assessments/{}", assessment.id);
    let (signature, reopening) = (format!("{path}/signature"), format!("{path}/reopening"));
    answer_all(&director, &assessment).await;
    let odd = json!({ "verdict": "partly", "comment": "\"Ny\" mall\n\\ på väg 🦴" });
    director.put(&answer_path(assessment.id, "D7"), 1, odd).await.ok::<SavedAnswer>();
    let text = json!({ "body": "Gott klimat" });
    director.put(&format!("{path}/texts/strengths"), 0, text).await.ok::<SavedText>();
    let draft = read(&director, assessment.id).await;
    let signed: SelfAssessment = head.post_at(&signature, draft.revision, json!(null)).await.ok();
    assert_eq!((&signed.answers, &signed.texts), (&draft.answers, &draft.texts));

    let id = assessment.id.to_string();
    app.change("UPDATE answer SET comment = 'Annat' WHERE self_assessment = $1", &id).await;
    assert_eq!(read(&director, assessment.id).await, signed);
    // Signed before what is signed was kept, or by a server that doesn't.
    app.change("DELETE FROM signed_content WHERE self_assessment = $1", &id).await;
    assert_eq!(&*read(&director, assessment.id).await.answers[0].comment, "Annat");

    for (version, comment) in [(1, "Nytt"), (2, "Nyare")] {
        let revision = read(&director, assessment.id).await.revision;
        let reason = json!({ "reason": "En uppgift var fel." });
        head.post_at(&reopening, revision, reason).await.ok::<SelfAssessment>();
        let a1 = answer_path(assessment.id, "A1");
        director.put(&a1, version, fulfilled(comment)).await.ok::<SavedAnswer>();
        let draft = read(&director, assessment.id).await;
        assert_eq!(&*draft.answers[0].comment, comment);
        let signed: SelfAssessment =
            head.post_at(&signature, draft.revision, json!(null)).await.ok();
        assert_eq!(read(&head, assessment.id).await, signed);
        assert_eq!(signed.answers, draft.answers);
    }
}

async fn no_answer_slips_in_after_the_signature(app: TestApp) {
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    for year in 2020..2024 {
        let assessment = open_year(&app, &director, year).await;
        answer_all(&director, &assessment).await;
        let sign = format!("/api/self-assessments/{}/signature", assessment.id);
        let saving = tokio::spawn({
            let (director, id) = (director.clone(), assessment.id);
            async move {
                let mut saved = 0;
                for number in 0..8 {
                    let new = fulfilled(&format!("ändrat {number}"));
                    let answer = director.put(&answer_path(id, "C1"), 1 + saved, new).await;
                    if answer.status == StatusCode::OK {
                        saved += 1;
                    } else {
                        answer.problem(StatusCode::CONFLICT);
                    }
                }
                saved
            }
        });
        let signing = tokio::spawn({
            let head = head.clone();
            async move { head.post_at(&sign, 75, json!(null)).await.status }
        });
        let (saved, signed) = (saving.await.unwrap(), signing.await.unwrap());
        let now = read(&head, assessment.id).await;
        if signed == StatusCode::OK {
            assert_eq!((saved, now.revision), (0, 76));
        } else {
            assert_eq!(signed, StatusCode::PRECONDITION_FAILED);
            assert_eq!((saved, now.phase), (8, AssessmentPhase::Draft));
        }
    }
}

async fn a_text_has_a_version_of_its_own(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let text = |field: &str| format!("/api/self-assessments/{}/texts/{field}", assessment.id);
    let body = json!({ "body": "Engagerade handledare\nGod tillgång till IT" });
    let saved: SavedText = director.put(&text("strengths"), 0, &body).await.ok();
    assert_eq!((saved.text.version, saved.revision), (1, 2));
    let again: SavedText = director.put(&text("strengths"), 0, &body).await.ok();
    assert_eq!(again.text, saved.text);
    let other = json!({ "body": "Annat" });
    let stale = director.put(&text("strengths"), 0, &other).await;
    assert_eq!(stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap()["version"], 1);
    director.put(&text("D"), 7, &other).await.problem(StatusCode::PRECONDITION_FAILED);
    let area: SavedText = director.put(&text("D"), 0, &other).await.ok();
    director.put(&text("Q"), 0, &other).await.problem(StatusCode::NOT_FOUND);
    assert_eq!(read(&director, assessment.id).await.texts, [area.text, saved.text]);
}

async fn every_change_is_in_the_history(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let path = answer_path(assessment.id, "A1");
    for version in 0..104 {
        let new = fulfilled(&format!("gång {version}"));
        director.put(&path, version, new).await.ok::<SavedAnswer>();
    }
    let history = format!("/api/self-assessments/{}/history", assessment.id);
    let newest: Vec<Change> = director.get(&history).await.ok();
    assert_eq!(newest.len(), 100);
    assert_eq!(newest[0].from.as_deref(), Some("Uppfyllt: gång 102"));
    assert_eq!(newest[0].to.as_deref(), Some("Uppfyllt: gång 103"));
    assert_eq!(
        (newest[0].field.as_str(), newest[0].changed.by.as_str()),
        ("A1", "Rektorn Ortoped")
    );
    let rest: Vec<Change> = director.get(&format!("{history}?offset=100")).await.ok();
    assert_eq!(rest.len(), 5);
    assert_eq!((rest[3].from.as_deref(), rest[4].field.as_str()), (None, "phase"));
    director.get(&format!("{history}?offset=-1")).await.problem(StatusCode::BAD_REQUEST);
}

async fn those_who_may_not_see_it_are_told_that_it_is_not_there(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let path = format!("/api/self-assessments/{}", assessment.id);
    let answer = answer_path(assessment.id, "A1");
    for stranger in [
        "verksamhetschef.kvinno@exempel.se",
        "verksamhetschef@annorlunda.se",
        "region@exempel.se",
        "inspektor1@exempel.se",
        "st-lakare@exempel.se",
        "administrator@exempel.se",
    ] {
        let stranger = app.signed_in(stranger).await;
        stranger.get(&path).await.problem(StatusCode::NOT_FOUND);
        stranger.get(&format!("{path}/history")).await.problem(StatusCode::NOT_FOUND);
        stranger.put(&answer, 0, fulfilled("")).await.problem(StatusCode::NOT_FOUND);
        stranger
            .put(&format!("{path}/texts/A"), 0, json!({ "body": "" }))
            .await
            .problem(StatusCode::NOT_FOUND);
        stranger
            .post(&format!("{path}/carry-over"), json!(null))
            .await
            .problem(StatusCode::NOT_FOUND);
        stranger
            .post_at(&format!("{path}/signature"), 1, json!(null))
            .await
            .problem(StatusCode::NOT_FOUND);
    }
    app.anonymous().get(&path).await.problem(StatusCode::UNAUTHORIZED);
    let missing = format!("/api/self-assessments/{}", unknown());
    director.get(&missing).await.problem(StatusCode::NOT_FOUND);
    director.get("/api/self-assessments/17").await.problem(StatusCode::NOT_FOUND);
    for code in ["A99", "Å1", "A01", "%00"] {
        let path = answer_path(assessment.id, code);
        director.put(&path, 0, fulfilled("")).await.problem(StatusCode::NOT_FOUND);
    }
}

async fn odd_input_is_refused_with_a_sentence(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let assessment = open_year(&app, &director, 2026).await;
    let path = answer_path(assessment.id, "A1");
    let long = director.put(&path, 0, fulfilled(&"å".repeat(100_000))).await;
    let problem = long.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, "comment");
    assert!(problem.title.contains("100000 tecken"), "{}", problem.title);
    let wrong = json!({ "verdict": "kanske", "comment": "" });
    let problem = director.put(&path, 0, wrong).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, "verdict");
    let huge = fulfilled(&"x".repeat(10_000_000));
    director.put(&path, 0, huge).await.problem(StatusCode::PAYLOAD_TOO_LARGE);
    let odd = "Nolltecken\u{0} och 👩🏽‍⚕️ och \u{202e}omvänt";
    let saved: SavedAnswer = director.put(&path, 0, fulfilled(odd)).await.ok();
    assert_eq!(&*saved.answer.comment, odd.replace('\0', ""));
    assert_eq!(saved.answer.verdict, Some(Verdict::Fulfilled));
}
