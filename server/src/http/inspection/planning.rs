//! Planning and replanning: which clinic, when, and by which two inspectors.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use shared::{
    InspectionId, PersonId,
    inspection::{
        InspectionNotAllowed, InvalidPlanning, PlanInspection, PlannedInspection, ReplanInspection,
        check_planning,
    },
    person::PersonName,
    review::ClinicName,
    rights::{Action, On},
    written_date::say_range,
};

use super::{
    super::{
        extract::{IfMatch, Json, Path, SignedIn},
        refusal::{
            Answer, Checked, Guarded, Refusal, Versioned, invalid, not_allowed, not_found,
            unavailable,
        },
    },
    open_at,
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

/// Dates, in the history.
pub(super) const VISIT: &str = "visit";
/// Who inspects, in the history.
pub(super) const INSPECTORS: &str = "inspectors";

/// Plans an inspection. An inspector with a role at the clinic is refused, one at the same care provider gives a warning.
#[utoipa::path(post, path = "/inspections", tag = "inspection", request_body = PlanInspection, responses(
    (status = CREATED, body = PlannedInspection),
    Guarded, Checked,
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
    check_planning(plan.starts, plan.ends, &plan.inspectors).map_err(wrong_planning)?;
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
    let (_, mut warnings) = judged(&mut work, &plan.inspectors, clinic).await?;
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

/// Changes when an inspection is made and by whom, until the first signature; with a reason once it is underway.
#[utoipa::path(put, path = "/inspections/{id}/planning", tag = "inspection",
    params(("id" = InspectionId, Path), ("If-Match" = String, Header)), request_body = ReplanInspection, responses(
    (status = OK, body = PlannedInspection),
    Guarded, Versioned, Checked,
))]
pub(super) async fn replan(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<InspectionId>,
    Json(replan): Json<ReplanInspection>,
) -> Answer<Json<PlannedInspection>> {
    let mut opened = open_at(&app, &me, id, Action::InspectionPlan, revision).await?;
    let reason = replan.reason.as_ref();
    opened.inspection.phase.replan(reason).map_err(|why| match why {
        InspectionNotAllowed::NoReason => invalid("reason", why),
        why => not_allowed(why),
    })?;
    check_planning(replan.starts, replan.ends, &replan.inspectors).map_err(wrong_planning)?;
    let clinic = &opened.inspection.clinic;
    let (people, warnings) = judged(&mut opened.work, &replan.inspectors, clinic).await?;
    let was = &opened.inspection;
    let mut changes = Vec::new();
    if (was.starts, was.ends) != (replan.starts, replan.ends) {
        let days = say_range(replan.starts, replan.ends);
        changes.push((VISIT, say_range(was.starts, was.ends), days));
    }
    if !was.inspectors.iter().map(|person| person.id).eq(replan.inspectors) {
        changes.push((INSPECTORS, names(&was.inspectors), names(&people)));
    }
    // What stands as before is answered as saved, and raises no revision.
    if !changes.is_empty() {
        for (field, from, to) in &changes {
            opened.keep(field, Some(from), Some(to), reason.map(|why| &**why)).await?;
        }
        opened.work.save_planning(id, &replan).await?;
        opened.work.commit().await?;
    }
    Ok(Json(PlannedInspection { id, warnings }))
}

/// People in a row, for the history.
fn names(people: &[PersonName]) -> String {
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    names.join(" och ")
}

/// Those who are to inspect a clinic, each found fit for it, and what the planner should know of them.
async fn judged(
    work: &mut Work,
    inspectors: &[PersonId; 2],
    clinic: &ClinicName,
) -> Answer<(Vec<PersonName>, Vec<String>)> {
    let (mut people, mut warnings) = (Vec::new(), Vec::new());
    for (place, person) in inspectors.iter().enumerate() {
        let candidate = work.candidate(*person).await?;
        let (person, warning) =
            judge(candidate, clinic).map_err(|why| invalid(format!("inspectors[{place}]"), why))?;
        people.push(person);
        warnings.extend(warning);
    }
    Ok((people, warnings))
}

fn wrong_planning(error: InvalidPlanning) -> Refusal {
    let path = match error {
        InvalidPlanning::Dates => "ends",
        InvalidPlanning::SameInspector => "inspectors[1]",
    };
    invalid(path, error)
}

/// Whether a person may inspect the clinic: the reason why not, or who it is and what the planner should know.
fn judge(
    candidate: Option<Candidate>,
    clinic: &ClinicName,
) -> Result<(PersonName, Option<String>), String> {
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
    let warning = same.then(|| format!("{name} har en roll hos samma vårdgivare som kliniken."));
    Ok((candidate.person, warning))
}
