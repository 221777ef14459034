//! Confirming an import: what was read and what a person added become a final inspection.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use shared::{
    InspectionId, PlanActionId, ReportImportId,
    action_plan::{ActionStatus, PlanAction, SaveAction, SaveEntry},
    checklist::{AreaCode, Checklist, CriterionCode},
    inspection::{InvalidPlanning, Judgement, PlannedInspection},
    person::{PersonName, Signature},
    problem::Problem,
    report_import::{ConfirmImport, InvalidImport, entries_as_read},
    report_text::ReportText,
    review::{ClinicName, TextField},
    text::{FreeText, MAX_TEXT},
    written_date::parse_written_dates,
};

use super::{
    super::{
        extract::{Json, Path, SignedIn},
        refusal::{Answer, Refusal, invalid, not_allowed},
    },
    SETTLED, opened,
};
use crate::{
    App,
    clock::new_id,
    store::{
        Work,
        inspection::{ImportedEntry, ImportedInspection},
    },
};

/// Makes an import an inspection with a final report, and its plan one in force.
#[utoipa::path(post, path = "/report-imports/{id}/inspection", tag = "report-import", request_body = ConfirmImport,
    params(("id" = ReportImportId, Path)), responses(
    (status = CREATED, body = PlannedInspection),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "It has become an inspection already."),
    (status = UNPROCESSABLE_ENTITY, body = Problem),
))]
pub(super) async fn confirm(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ReportImportId>,
    Json(confirm): Json<ConfirmImport>,
) -> Answer<(StatusCode, Json<PlannedInspection>)> {
    let mut work = app.store.read().await?;
    let (stored, checklist, read) = opened(&mut work, &signed_in, id).await?;
    if stored.inspection.is_some() {
        return Err(not_allowed(SETTLED));
    }
    confirm.check(&checklist, &read).map_err(refuse)?;
    let clinic = work.clinic(stored.clinic.id, signed_in.0.id).await?;
    let specialties = clinic.map(|seen| seen.clinic.specialties).unwrap_or_default();
    if !specialties.iter().any(|known| **known == *confirm.specialty) {
        let known = specialties.join(", ");
        return Err(invalid("specialty", format!("Välj en av klinikens specialiteter: {known}.")));
    }
    let mut warnings = inspectors(&mut work, &confirm, &stored.clinic).await?;
    drop(work);
    warnings.extend(ungraded(&checklist, &confirm));
    let importer = Signature {
        by: PersonName { id: signed_in.0.id, name: signed_in.0.name.clone() },
        at: app.clock.now(),
    };
    let new = ImportedInspection {
        id: InspectionId::new(new_id()),
        clinic: stored.clinic.id,
        specialty: confirm.specialty.to_string(),
        checklist: checklist.id,
        starts: confirm.starts,
        ends: confirm.ends,
        judgements: judgements(&confirm),
        changed: read.changed_areas.iter().filter_map(|letter| area(*letter)).collect(),
        texts: texts(&read, &confirm),
        entries: confirm
            .entries
            .unwrap_or_else(|| entries_as_read(&read))
            .into_iter()
            .map(entry)
            .collect(),
        inspectors: confirm.inspectors,
        grades: confirm.grades.into_iter().collect(),
    };
    let mut work = app.store.write().await?;
    work.import_inspection(&new, &importer).await?;
    if !work.settle_import(id, new.id).await? {
        return Err(not_allowed(SETTLED));
    }
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(PlannedInspection { id: new.id, warnings })))
}

fn refuse(wrong: InvalidImport) -> Refusal {
    let field = match &wrong {
        InvalidImport::Dates => "ends",
        InvalidImport::Changed(_) | InvalidImport::NoSuchGrade(..) => "grades",
        InvalidImport::NoSuchCriterion(_) | InvalidImport::Both(_) => "findings",
    };
    invalid(field, wrong)
}

/// Checks that those named as inspectors are, and gives what the importer should know of them.
async fn inspectors(
    work: &mut Work,
    confirm: &ConfirmImport,
    clinic: &ClinicName,
) -> Answer<Vec<String>> {
    let mut warnings = Vec::new();
    if confirm.inspectors.len() > 2 {
        return Err(invalid("inspectors", "Välj högst två inspektörer."));
    }
    if let [first, second] = confirm.inspectors.as_slice()
        && first == second
    {
        return Err(invalid("inspectors", InvalidPlanning::SameInspector));
    }
    for (place, person) in confirm.inspectors.iter().enumerate() {
        let candidate = work.candidate(*person).await?.filter(|candidate| candidate.inspector);
        let candidate = candidate.ok_or_else(|| {
            invalid(
                format!("inspectors[{place}]"),
                "Personen är inte inspektör. Välj någon annan eller lämna tomt.",
            )
        })?;
        if candidate.care_providers.contains(&clinic.care_provider) {
            warnings.push(format!("{} arbetar hos samma vårdgivare.", candidate.person.name));
        }
    }
    Ok(warnings)
}

/// Says which areas have no grade, since such a report can't be compared in full.
fn ungraded(checklist: &Checklist, confirm: &ConfirmImport) -> Option<String> {
    let missing: Vec<String> = checklist
        .areas
        .iter()
        .filter(|area| !confirm.grades.contains_key(&area.code))
        .map(|area| area.code.to_string())
        .collect();
    (!missing.is_empty()).then(|| format!("Utan betyg: område {}.", missing.join(", ")))
}

fn area(letter: char) -> Option<AreaCode> {
    AreaCode::ALL.into_iter().find(|area| area.letter() == letter)
}

fn judgements(confirm: &ConfirmImport) -> Vec<(CriterionCode, Judgement)> {
    let findings = confirm.findings.iter().map(|code| (*code, Judgement::Finding));
    let fulfilled = confirm.fulfilled.iter().map(|code| (*code, Judgement::Fulfilled));
    // Named twice is named once.
    findings.chain(fulfilled).collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Texts of areas as read, and the three lists as the person sorted them.
fn texts(read: &ReportText, confirm: &ConfirmImport) -> Vec<(TextField, FreeText)> {
    let areas = read.area_texts.iter().filter_map(|(letter, text)| {
        // What is longer than the field stays whole in the source.
        let text: String = text.chars().take(MAX_TEXT).collect();
        Some((TextField::Area(area(*letter)?), FreeText::try_from(text).ok()?))
    });
    let lists = [
        (TextField::Strengths, confirm.strengths.clone()),
        (TextField::Weaknesses, confirm.weaknesses.clone()),
        (TextField::Improvements, confirm.improvements.clone()),
    ];
    areas.chain(lists).collect()
}

fn entry(entry: SaveEntry) -> ImportedEntry {
    ImportedEntry {
        criteria: entry.criteria,
        actions: entry.actions.into_iter().map(action).collect(),
    }
}

fn action(action: SaveAction) -> PlanAction {
    PlanAction {
        id: PlanActionId::new(new_id()),
        text: action.text,
        due: parse_written_dates(&action.due),
        responsible: action.responsible,
        follow_up: parse_written_dates(&action.follow_up),
        follow_up_responsible: action.follow_up_responsible,
        status: ActionStatus::default(),
        outcome: FreeText::default(),
        evidence: Vec::new(),
    }
}
