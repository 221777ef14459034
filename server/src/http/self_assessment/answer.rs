//! Saving an answer, and whatever else changes one: read and checked outside, then written on condition.

use axum::extract::State;
use shared::{
    SelfAssessmentId,
    checklist::CriterionCode,
    problem::Problem,
    review::{Changed, Evidence},
    rights::Action,
    self_assessment::{
        Answer as CriterionAnswer, AssessmentNotAllowed, SaveAnswer, SavedAnswer, Verdict,
    },
    text::FreeText,
};

use super::{
    super::{
        extract::{Asking, IfMatch, Json, Path, SignedIn},
        refusal::{Answer, Checked, Guarded, conflict, not_allowed, not_found, signed_out},
    },
    seen,
};
use crate::{
    App,
    store::{
        Work,
        self_assessment::{AnswerInArea, AskedAnswer, NewAnswer},
        session::Asker,
    },
};

/// Which self-assessment's answer to which criterion.
pub(in crate::http) type Key = (SelfAssessmentId, CriterionCode);

/// How an answer is to become.
pub(in crate::http) struct Edit {
    pub verdict: Option<Verdict>,
    pub comment: FreeText,
    pub evidence: Vec<Evidence>,
    pub to_confirm: bool,
    /// How it was, in words for the history.
    pub from: Option<String>,
    /// How it becomes, in words for the history.
    pub to: Option<String>,
}

impl Edit {
    fn changes(&self, answer: &CriterionAnswer) -> bool {
        self.verdict != answer.verdict
            || self.comment != answer.comment
            || self.evidence != answer.evidence
            || self.to_confirm != answer.to_confirm
    }
}

/// An answer in words, for the history.
pub(super) fn words(verdict: Option<Verdict>, comment: &str, to_confirm: bool) -> String {
    let verdict = verdict.map_or("Obesvarat", Verdict::name);
    let mark = if to_confirm { " (att bekräfta)" } else { "" };
    if comment.trim().is_empty() {
        format!("{verdict}{mark}")
    } else {
        format!("{verdict}{mark}: {comment}")
    }
}

/// How an answer was, in words; none if it was never saved.
pub(super) fn words_before(answer: &CriterionAnswer) -> Option<String> {
    (answer.version > 0).then(|| words(answer.verdict, &answer.comment, answer.to_confirm))
}

/// An answer that the person may change.
pub(in crate::http) async fn changeable(
    app: &App,
    signed_in: &SignedIn,
    (id, code): Key,
) -> Answer<AnswerInArea> {
    let mut work = app.store.read().await?;
    read_changeable(&mut work, signed_in, (id, code)).await
}

async fn read_changeable(
    work: &mut Work,
    signed_in: &SignedIn,
    (id, code): Key,
) -> Answer<AnswerInArea> {
    let place = work.answer_in_area(id, code).await?.ok_or_else(not_found)?;
    must_answer(work, signed_in, id, &place).await?;
    Ok(place)
}

async fn must_answer(
    work: &mut Work,
    signed_in: &SignedIn,
    id: SelfAssessmentId,
    place: &AnswerInArea,
) -> Answer<()> {
    if !signed_in.may(Action::AssessmentAnswer, &place.on()) {
        // Refused; which way depends on whether it is seen.
        let head = seen(work, signed_in, id).await?;
        signed_in.must(head.seen_by(), Action::AssessmentAnswer, &head.on())?;
    }
    Ok(())
}

/// Refuses a change of a locked answer or one that has changed since `version`.
pub(in crate::http) fn unchanged_since(place: &AnswerInArea, version: i64) -> Answer<()> {
    if !place.draft {
        Err(not_allowed(AssessmentNotAllowed::Locked))
    } else if place.answer.version != version {
        Err(conflict(&place.answer))
    } else {
        Ok(())
    }
}

/// Changes an answer that still is at `version`. A change that changes nothing is saved already.
pub(in crate::http) async fn edit(
    app: &App,
    signed_in: &SignedIn,
    key: Key,
    version: i64,
    edit: impl Fn(&CriterionAnswer) -> Answer<Edit>,
) -> Answer<Json<SavedAnswer>> {
    let mut work = app.store.read_to_write().await?;
    let place = read_changeable(&mut work, signed_in, key).await?;
    let new = edit(&place.answer)?;
    Ok(Json(change(app, signed_in, work, (key, place), version, new).await?.0))
}

/// An answer saved, and how it then stands in its area.
type Saved = (SavedAnswer, AnswerInArea);

/// Changes an answer as `work` has read it.
async fn change(
    app: &App,
    signed_in: &SignedIn,
    work: Work,
    (key, place): (Key, AnswerInArea),
    version: i64,
    new: Edit,
) -> Answer<Saved> {
    if !new.changes(&place.answer) {
        return Ok(as_it_stands(place));
    }
    unchanged_since(&place, version)?;
    let work = work.to_write(&app.store).await?;
    match write(app, signed_in, work, (key, place), &new, None).await? {
        Some(saved) => Ok(saved),
        None => overtaken(app, signed_in, key, version, &new).await,
    }
}

/// Makes a change of an answer last, if it still is as it was read, and so is an `asker`.
async fn write(
    app: &App,
    signed_in: &SignedIn,
    mut work: Work,
    (key, place): (Key, AnswerInArea),
    new: &Edit,
    asker: Option<&Asker>,
) -> Answer<Option<Saved>> {
    let (by, at) = (&signed_in.0.name, app.clock.now());
    let change = NewAnswer {
        id: key.0,
        was: &place.answer,
        verdict: new.verdict,
        comment: &new.comment,
        evidence: &new.evidence,
        to_confirm: new.to_confirm,
        from: new.from.as_deref(),
        to: new.to.as_deref(),
        by,
        at,
    };
    let Some(revision) = work.save_answer(&change, asker).await? else {
        work.give_way().await?;
        return Ok(None);
    };
    work.commit().await?;
    let answer = CriterionAnswer {
        code: key.1,
        verdict: new.verdict,
        comment: new.comment.clone(),
        evidence: new.evidence.clone(),
        to_confirm: new.to_confirm,
        version: place.answer.version + 1,
        changed: Some(Changed { at, by: by.clone() }),
    };
    // Somebody saved another answer between reading and writing: it may be in this area.
    let place = if revision == place.revision + 1 {
        place.with(answer.clone(), revision)
    } else {
        changeable(app, signed_in, key).await?
    };
    let suggestion = place.suggestion(&place.answer);
    Ok(Some((SavedAnswer { answer, suggestion, revision }, place)))
}

/// When somebody else came first: saved after all if they wrote the same, else the way it now stands.
async fn overtaken(
    app: &App,
    signed_in: &SignedIn,
    key: Key,
    version: i64,
    new: &Edit,
) -> Answer<Saved> {
    let place = changeable(app, signed_in, key).await?;
    if !new.changes(&place.answer) {
        return Ok(as_it_stands(place));
    }
    unchanged_since(&place, version)?;
    Err(conflict(&place.answer))
}

fn as_it_stands(place: AnswerInArea) -> Saved {
    let suggestion = place.suggestion(&place.answer);
    (SavedAnswer { suggestion, revision: place.revision, answer: place.answer.clone() }, place)
}

/// Saves an answer, and confirms it if it came from last year. Answers with the area's new suggestion.
#[utoipa::path(put, path = "/self-assessments/{id}/answers/{code}", tag = "self-assessment", request_body = SaveAnswer,
    params(("id" = SelfAssessmentId, Path), ("code" = CriterionCode, Path),
        ("If-Match" = String, Header, description = "The answer's version, \"0\" the first time")), responses(
    (status = OK, body = SavedAnswer),
    (status = CONFLICT, body = Problem, description = "Signed."),
    (status = PRECONDITION_FAILED, body = Problem, description = "Changed by somebody else; `current` is the answer as it now stands."),
    Guarded, Checked,
))]
pub(super) async fn save(
    State(app): State<App>,
    asking: Asking,
    IfMatch(version): IfMatch,
    Path(key): Path<Key>,
    Json(save): Json<SaveAnswer>,
) -> Answer<Json<SavedAnswer>> {
    let (asker, (saved, place)) =
        match save_as_remembered(&app, &asking, key, version, &save).await? {
            Some(saved) => saved,
            None => save_as_read(&app, &asking, key, version, &save).await?,
        };
    app.store.remember_answer(key.0, AskedAnswer { asker, place });
    Ok(Json(saved))
}

/// The answer with another verdict and comment, confirmed.
fn answered(answer: &CriterionAnswer, save: &SaveAnswer) -> Edit {
    Edit {
        verdict: save.verdict,
        comment: save.comment.clone(),
        evidence: answer.evidence.clone(),
        to_confirm: false,
        from: words_before(answer),
        to: Some(words(save.verdict, &save.comment, false)),
    }
}

/// Saves an answer by what was known when the same person last saved in its area, on condition that it still is so: then
/// nothing has to be read first. None where nothing is known, or it may be otherwise now.
async fn save_as_remembered(
    app: &App,
    asking: &Asking,
    key: Key,
    version: i64,
    save: &SaveAnswer,
) -> Answer<Option<(Asker, Saved)>> {
    let known = app.store.answer_remembered(key.0, key.1, asking.token_hash());
    let Some(AskedAnswer { asker, place }) = known else { return Ok(None) };
    let Some(signed_in) = Asking::held(app, &asker.session) else { return Ok(None) };
    let new = answered(&place.answer, save);
    let goes_on = signed_in.may(Action::AssessmentAnswer, &place.on())
        && unchanged_since(&place, version).is_ok()
        && new.changes(&place.answer);
    if !goes_on {
        return Ok(None);
    }
    let work = app.store.write().await?;
    let saved = write(app, &signed_in, work, (key, place), &new, Some(&asker)).await?;
    Ok(saved.map(|saved| (asker, saved)))
}

/// Saves an answer by what is read of it and of who asks.
async fn save_as_read(
    app: &App,
    asking: &Asking,
    key: Key,
    version: i64,
    save: &SaveAnswer,
) -> Answer<(Asker, Saved)> {
    let mut work = app.store.read_to_write().await?;
    let Some((asker, place)) = work.answer_asked_for(key.0, key.1, asking.token_hash()).await?
    else {
        drop(work);
        return Err(asking.found_nothing(app).await);
    };
    let asker = asker.ok_or_else(signed_out)?;
    let (signed_in, mut work) = asking.holds_to_write(app, &asker.session, work).await?;
    must_answer(&mut work, &signed_in, key.0, &place).await?;
    let new = answered(&place.answer, save);
    let saved = change(app, &signed_in, work, (key, place), version, new).await?;
    Ok((asker, saved))
}
