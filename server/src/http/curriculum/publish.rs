//! The real målbeskrivning out of a file: looked at, and published as a new version.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use shared::{
    CurriculumId,
    clinic::Clinic,
    curriculum::{
        Curriculum, CurriculumFile, CurriculumPreview, CurriculumVersion, PublishCurriculum,
    },
    rights::Action,
};

use super::super::{
    extract::{Json, SignedIn},
    refusal::{Answer, Checked, Guarded, invalid, not_found},
};
use crate::{App, clock::new_id, store::Work};

/// The clinic that a file is for, by somebody who may publish for it.
async fn clinic(work: &mut Work, me: &SignedIn, file: &CurriculumFile) -> Answer<Clinic> {
    let seen = work.clinic(file.clinic, me.0.id).await?.ok_or_else(not_found)?;
    me.must_at(Action::CurriculumPublish, &seen.on())?;
    Ok(seen.clinic)
}

/// Whether the clinic trains in what the file is for.
fn trained(clinic: &Clinic, file: &CurriculumFile, path: &str) -> Answer<()> {
    if clinic.specialties.iter().any(|one| **one == *file.specialty) {
        return Ok(());
    }
    let known = clinic.specialties.join(", ");
    Err(invalid(path, format!("Välj en av klinikens specialiteter: {known}.")))
}

/// The latest version that holds at a clinic, whole.
async fn latest(
    work: &mut Work,
    clinic: &Clinic,
    file: &CurriculumFile,
) -> Answer<Option<(CurriculumVersion, Curriculum)>> {
    let all = work.curriculum_versions().await?;
    let found = all.into_iter().find(|one| {
        one.regulation == file.regulation
            && one.specialty == file.specialty
            && one.holds_at(clinic.name.care_provider)
    });
    let Some(version) = found else { return Ok(None) };
    let whole = work.curriculum(version.id).await?;
    Ok(whole.map(|whole| (version, whole)))
}

/// Reads a file and holds it against the latest version. Nothing is kept.
#[utoipa::path(post, path = "/curricula/preview", tag = "curriculum", request_body = CurriculumFile, responses(
    (status = OK, body = CurriculumPreview),
    Guarded, Checked,
))]
pub async fn preview(
    State(app): State<App>,
    me: SignedIn,
    Json(file): Json<CurriculumFile>,
) -> Answer<Json<CurriculumPreview>> {
    let mut work = app.store.read().await?;
    let clinic = clinic(&mut work, &me, &file).await?;
    trained(&clinic, &file, "specialty")?;
    let latest = latest(&mut work, &clinic, &file).await?;
    drop(work);
    Ok(Json(CurriculumPreview::of(file.read(), latest)))
}

/// Publishes a file as a new version at the clinic's care provider. Trainings keep the version they have.
#[utoipa::path(post, path = "/curricula", tag = "curriculum", request_body = PublishCurriculum, responses(
    (status = CREATED, body = Curriculum),
    Guarded, Checked,
))]
pub async fn publish(
    State(app): State<App>,
    me: SignedIn,
    Json(PublishCurriculum { version_name, file }): Json<PublishCurriculum>,
) -> Answer<Response> {
    let mut work = app.store.write().await?;
    let clinic = clinic(&mut work, &me, &file).await?;
    trained(&clinic, &file, "file.specialty")?;
    let id = CurriculumId::new(new_id());
    let curriculum = file
        .read()
        .into_curriculum(id, file.specialty, version_name)
        .map_err(|why| invalid("file.text", why))?;
    let provider = clinic.name.care_provider;
    let taken = work.curriculum_versions().await?.iter().any(|one| {
        one.regulation == curriculum.regulation
            && one.specialty == curriculum.specialty
            && one.version_name == curriculum.version_name
            && one.holds_at(provider)
    });
    if taken || !work.publish_curriculum(&curriculum, provider, me.0.id, app.clock.now()).await? {
        return Err(invalid(
            "version_name",
            "Det finns redan en version med det namnet. Välj ett annat.",
        ));
    }
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(curriculum)).into_response())
}
