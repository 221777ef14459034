//! Egna uppgifter: the file with all of one's own training, and taking in such a file from another clinic's installation.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use shared::{
    BroughtRecordsId, TrainingId,
    certificate::ObjectiveEvidence,
    own_records::{
        BroughtRecords, NotTakenIn, OwnRecords, RecordsOrigin, TakeInPreview, TakeInRecords,
        TakenIn,
    },
    problem::Problem,
    rights::Action,
    saving::Saved,
    text::Line,
    training::Training,
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{FileJson, IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Refusal, Versioned, invalid, not_allowed, not_found},
    training::{InWords, MOST_RECORDS, Opened, Told, on, open, seen},
};
use crate::{
    App,
    clock::new_id,
    store::{Error, Work, training::TrainingRecord},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(export))
        .routes(routes!(preview))
        .routes(routes!(take_in))
        .routes(routes!(take_away))
}

impl InWords for BroughtRecords {
    fn words(&self) -> String {
        format!(
            "Uppgifter från {}, {} stycken. Filen gjordes {} och gäller {}.",
            self.from.name(),
            self.records.len(),
            say_day(self.made_on),
            &*self.trainee
        )
    }
}

fn refused(why: NotTakenIn) -> Refusal {
    invalid("text", why)
}

/// A training's clinic and care provider, by name.
async fn origin(work: &mut Work, training: &Training) -> Answer<RecordsOrigin> {
    let seen = work.clinic(training.clinic.id, training.trainee.id).await?.ok_or_else(not_found)?;
    let line = |name: String| {
        Line::try_from(name).map_err(|why| Error::Corrupt(format!("a clinic's name: {why}")))
    };
    Ok(RecordsOrigin {
        clinic: line(seen.clinic.name.name)?,
        site: line(seen.clinic.name.site)?,
        care_provider: line(seen.clinic.care_provider_name)?,
    })
}

/// All of one's own training in a file.
#[utoipa::path(get, path = "/trainings/{id}/own-records", tag = "own-records", params(("id" = TrainingId, Path)), responses(
    (status = OK, body = OwnRecords),
    (status = FORBIDDEN, body = Problem),
    (status = NOT_FOUND, body = Problem),
))]
async fn export(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Response> {
    let mut work = app.store.read().await?;
    let portfolio = seen(&mut work, &me, id).await?;
    let on = on(&portfolio.training, &me.0);
    me.must(Action::TrainingRead, Action::OwnRecordsCarry, &on)?;
    let from = origin(&mut work, &portfolio.training).await?;
    drop(work);
    let file = OwnRecords::of(portfolio, from, app.clock.now(), app.clock.today());
    let text = file.to_text().map_err(|why| Error::Corrupt(format!("own records: {why}")))?;
    let name = format!("attachment; filename=\"{}\"", file.file_name());
    let name =
        HeaderValue::try_from(name).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, text).into_response())
}

/// What a file gives in a training that is held, with what is to be kept of where it came from.
fn read(opened: &Opened, text: &str) -> Answer<(OwnRecords, TakenIn)> {
    let file = OwnRecords::read(text, opened.today).map_err(refused)?;
    let id = BroughtRecordsId::new(new_id());
    let taken =
        file.clone().take_in(&opened.kept.portfolio, id, opened.changed()).map_err(refused)?;
    if opened.kept.count() + taken.total() > MOST_RECORDS {
        return Err(not_allowed(format!(
            "ST:n rymmer {MOST_RECORDS} uppgifter, och med filens skulle det bli fler."
        )));
    }
    Ok((file, taken))
}

/// Adds records of a kind as they stand; one whose id is kept elsewhere here hinders all.
async fn bring<R: TrainingRecord>(opened: &mut Opened, records: Vec<R>) -> Answer<()> {
    let changed = opened.changed();
    for record in records {
        if !opened.work.bring_record(&mut opened.kept, record, &changed).await? {
            return Err(invalid(
                "text",
                "Något i filen finns redan i den här installationen, i en annan ST. Byter du klinik inom installationen behövs ingen fil: studierektorn flyttar din ST.",
            ));
        }
    }
    Ok(())
}

/// Adds all of it, and answers what tells where it came from.
async fn bring_all(opened: &mut Opened, taken: TakenIn) -> Answer<BroughtRecords> {
    let mut records = taken.records;
    let own = records.brought.pop().ok_or_else(not_found)?;
    bring(opened, records.placements).await?;
    bring(opened, records.leaves).await?;
    bring(opened, records.credits).await?;
    bring(opened, records.activities).await?;
    bring(opened, records.iups).await?;
    bring(opened, records.assessments).await?;
    bring(opened, records.meetings).await?;
    bring(opened, records.evaluations).await?;
    bring(opened, records.reviews).await?;
    bring(opened, records.certificates).await?;
    bring(opened, records.evidence).await?;
    bring(opened, records.decisions).await?;
    bring(opened, records.brought).await?;
    Ok(own)
}

/// Reads a file and says what of it would be taken in. Nothing is kept.
#[utoipa::path(post, path = "/trainings/{id}/brought/preview", tag = "own-records",
    params(("id" = TrainingId, Path)), request_body = TakeInRecords, responses(
    (status = OK, body = TakeInPreview),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn preview(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    FileJson(TakeInRecords { text, .. }): FileJson<TakeInRecords>,
) -> Answer<Json<TakeInPreview>> {
    let mut opened = open(&app, &me, id, Action::OwnRecordsCarry).await?;
    let (file, taken) = read(&opened, &text)?;
    let preview = taken.clone().preview(file.from, file.made_on);
    // All is tried, and what was written goes with the work.
    bring_all(&mut opened, taken).await?;
    Ok(Json(preview))
}

/// Takes in a file, whole or not at all.
#[utoipa::path(post, path = "/trainings/{id}/brought", tag = "own-records",
    params(("id" = TrainingId, Path)), request_body = TakeInRecords, responses(
    (status = OK, body = Saved<BroughtRecords>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn take_in(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    FileJson(TakeInRecords { text, sure }): FileJson<TakeInRecords>,
) -> Answer<Json<Saved<BroughtRecords>>> {
    let mut opened = open(&app, &me, id, Action::OwnRecordsCarry).await?;
    let (_, taken) = read(&opened, &text)?;
    if !sure && let Some(doubt) = taken.doubts.first() {
        return Err(invalid("sure", format!("{doubt} Bekräfta att uppgifterna är dina.")));
    }
    let own = bring_all(&mut opened, taken).await?;
    let told = Told { to: Some(own.words()), ..Told::default() };
    opened.add_told(own.clone(), told).await?;
    opened.done(own).await
}

/// Takes away again what came in a file, as long as nothing rests on it. It and its history stay in the archive, and the file can be
/// taken in once more.
#[utoipa::path(delete, path = "/trainings/{id}/brought/{brought}", tag = "own-records",
    params(("id" = TrainingId, Path), ("brought" = BroughtRecordsId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<BroughtRecords>),
    Guarded, Versioned,
))]
async fn take_away(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, brought)): Path<(TrainingId, BroughtRecordsId)>,
) -> Answer<Json<Saved<BroughtRecords>>> {
    let mut opened = open(&app, &me, id, Action::OwnRecordsCarry).await?;
    let was: BroughtRecords = opened.at(brought, version)?;
    let left = was.take_away(&mut opened.kept.portfolio).map_err(not_allowed)?;
    let changed = opened.changed();
    opened.work.remove_brought(&mut opened.kept, &was, &changed).await?;
    for mut evidence in left {
        let chosen = opened.record::<ObjectiveEvidence>(evidence.id)?;
        evidence.stamp(chosen.starts_from() + 1, changed.clone());
        let told =
            Told { from: Some(chosen.words()), to: Some(evidence.words()), ..Told::default() };
        let nothing = evidence.chosen.is_empty();
        opened.change_told(evidence, nothing, told).await?;
    }
    opened.remove(was).await
}
