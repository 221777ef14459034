//! Planning: which clinic, when, and by which two inspectors.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use shared::{
    InspectionId,
    inspection::{InvalidPlanning, PlanInspection, PlannedInspection},
    problem::Problem,
    review::ClinicName,
    rights::{Action, On},
};

use super::super::{
    extract::{Json, SignedIn},
    refusal::{Answer, Refusal, invalid, not_found, unavailable},
};
use crate::{
    App,
    clock::new_id,
    store::{
        Work,
        history::NewChange,
        inspection::{Candidate, NewInspection},
    },
};

/// Plans an inspection. An inspector with a role at the clinic is refused, one at the same care provider gives a warning.
#[utoipa::path(post, path = "/inspections", tag = "inspection", request_body = PlanInspection, responses(
    (status = CREATED, body = PlannedInspection),
    (status = FORBIDDEN, body = Problem),
    (status = NOT_FOUND, body = Problem),
    (status = UNPROCESSABLE_ENTITY, body = Problem),
))]
pub(super) async fn plan(
    State(app): State<App>,
    me: SignedIn,
    Json(plan): Json<PlanInspection>,
) -> Answer<Response> {
    let mut work = app.store.write().await?;
    let seen = work.clinic(plan.clinic, me.0.id).await?.ok_or_else(not_found)?;
    let clinic = &seen.clinic.name;
    let on = On::clinic(clinic).assigned(seen.assigned);
    me.must(Action::ClinicRead, Action::InspectionPlan, &on)?;
    plan.check().map_err(|error| wrong_planning(&error))?;
    if !seen.clinic.specialties.iter().any(|specialty| **specialty == *plan.specialty) {
        return Err(invalid(
            "specialty",
            format!(
                "{} utbildar inte i {}. Välj bland: {}.",
                clinic.name,
                &*plan.specialty,
                seen.clinic.specialties.join(", ")
            ),
        ));
    }
    let mut warnings = Vec::new();
    for (place, person) in plan.inspectors.iter().enumerate() {
        let path = format!("inspectors[{place}]");
        let candidate = work.candidate(*person).await?;
        warnings.extend(judge(candidate, clinic).map_err(|why| invalid(path, why))?);
    }
    if work.inspection_awaits(plan.clinic, &plan.specialty).await? {
        warnings.push(format!(
            "Kliniken har redan en granskning i {} som inte är slutlig.",
            &*plan.specialty
        ));
    }
    let checklist = work.current_checklist(clinic.care_provider).await?.ok_or_else(unavailable)?;
    let id = InspectionId::new(new_id());
    work.add_inspection(&NewInspection { id, plan: &plan, checklist: checklist.id }).await?;
    keep_planned(&mut work, id, &me, &app).await?;
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(PlannedInspection { id, warnings })).into_response())
}

async fn keep_planned(work: &mut Work, id: InspectionId, me: &SignedIn, app: &App) -> Answer<()> {
    work.keep_change(NewChange {
        record: id.to_string(),
        field: "phase",
        from: None,
        to: Some("Planerad"),
        reason: None,
        by: &me.0.name,
        at: app.clock.now(),
    })
    .await?;
    Ok(())
}

fn wrong_planning(error: &InvalidPlanning) -> Refusal {
    let path = match error {
        InvalidPlanning::Dates => "ends",
        InvalidPlanning::SameInspector => "inspectors[1]",
    };
    invalid(path, error)
}

/// Whether a person may inspect the clinic: the reason why not, or what the planner should know.
fn judge(candidate: Option<Candidate>, clinic: &ClinicName) -> Result<Option<String>, String> {
    let Some(candidate) = candidate else {
        return Err("Personen finns inte. Välj en inspektör i listan.".to_owned());
    };
    let name = &candidate.person.name;
    if !candidate.inspector {
        return Err(format!("{name} har inte rollen inspektör. Välj någon annan."));
    }
    if candidate.clinics.contains(&clinic.id) {
        return Err(format!(
            "{name} har en roll vid {} och kan inte granska den. Välj någon annan.",
            clinic.name
        ));
    }
    let same = candidate.care_providers.contains(&clinic.care_provider);
    Ok(same.then(|| format!("{name} har en roll hos samma vårdgivare som kliniken.")))
}
