//! A plan's entries: written while the plan is a draft, followed up once it is in force.

use std::collections::HashSet;

use axum::{extract::State, http::StatusCode};
use shared::{
    ActionPlanId, PlanActionId, PlanEntryId,
    action_plan::{
        ActionEvidence, FollowUp, PlanAction, PlanEntry, SaveAction, SaveEntry, SavedEntry,
    },
    checklist::Checklist,
    grade::list,
    problem::Problem,
    review::{AddLink, Changed, EvidenceSource},
    rights::Action,
    text::FreeText,
    written_date::{WrittenDate, parse_written_dates},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{IfMatch, Json, Path, SignedIn},
        refusal::{
            Answer, Checked, Guarded, Versioned, conflict, invalid, not_allowed, not_found,
            unavailable,
        },
    },
    Opened, open,
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(save, remove))
        .routes(routes!(follow_up))
}

/// Most entries a plan has held, removed ones too: one for each criterion several times over.
const MOST_ENTRIES: i64 = 500;
/// Most actions of an entry, responsible of an action, and links that show it.
const MOST: usize = 50;
/// Most characters of a field of dates.
const MOST_DATES: usize = 500;

/// Opens a plan whose entries may be written.
async fn open_draft(app: &App, me: &SignedIn, id: ActionPlanId) -> Answer<Opened> {
    let opened = open(app, me, id, Action::PlanWrite).await?;
    opened.seen.plan.phase.editable().map_err(not_allowed)?;
    Ok(opened)
}

impl Opened {
    async fn entry(&mut self, id: PlanEntryId) -> Answer<PlanEntry> {
        self.work.plan_entry(self.seen.plan.id, id).await?.ok_or_else(not_found)
    }

    /// An entry of the plan at the version that the person saw.
    async fn entry_at(&mut self, id: PlanEntryId, version: i64) -> Answer<PlanEntry> {
        let entry = self.entry(id).await?;
        if entry.version == version { Ok(entry) } else { Err(conflict(&entry)) }
    }

    async fn checklist(&mut self) -> Answer<Checklist> {
        self.work.checklist(self.seen.plan.checklist).await?.ok_or_else(unavailable)
    }

    fn changed(&self) -> Option<Changed> {
        Some(Changed { at: self.now, by: self.by.name.clone() })
    }

    async fn answer(self, entry: PlanEntry) -> Answer<Json<SavedEntry>> {
        self.work.commit().await?;
        Ok(Json(SavedEntry { entry, revision: self.seen.plan.revision }))
    }
}

/// Adds an entry.
#[utoipa::path(post, path = "/action-plans/{id}/entries", tag = "action-plan",
    params(("id" = ActionPlanId, Path)), request_body = SaveEntry, responses(
    (status = OK, body = SavedEntry),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn add(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<ActionPlanId>,
    Json(save): Json<SaveEntry>,
) -> Answer<Json<SavedEntry>> {
    let mut opened = open_draft(&app, &me, id).await?;
    let ever = opened.work.plan_entries_ever(id).await?;
    if ever >= MOST_ENTRIES {
        return Err(not_allowed("Planen rymmer inte fler punkter. Skriv i dem som finns."));
    }
    let checklist = opened.checklist().await?;
    let mut entry = written(&checklist, &[], save)?;
    entry.changed = opened.changed();
    opened.work.add_plan_entry(id, &entry, ever + 1).await?;
    let to = words(&entry);
    opened.keep("entry", None, Some(&to), None).await?;
    opened.answer(entry).await
}

/// Saves an entry.
#[utoipa::path(put, path = "/action-plans/{id}/entries/{entry}", tag = "action-plan",
    params(("id" = ActionPlanId, Path), ("entry" = PlanEntryId, Path), ("If-Match" = String, Header)),
    request_body = SaveEntry, responses(
    (status = OK, body = SavedEntry),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, entry)): Path<(ActionPlanId, PlanEntryId)>,
    Json(save): Json<SaveEntry>,
) -> Answer<Json<SavedEntry>> {
    let mut opened = open_draft(&app, &me, id).await?;
    let was = opened.entry_at(entry, version).await?;
    let checklist = opened.checklist().await?;
    let entry = PlanEntry {
        id: entry,
        version: version + 1,
        changed: opened.changed(),
        ..written(&checklist, &was.actions, save)?
    };
    opened.work.save_plan_entry(&entry, false).await?;
    opened.keep("entry", Some(&words(&was)), Some(&words(&entry)), None).await?;
    opened.answer(entry).await
}

/// Removes an entry; the history keeps it.
#[utoipa::path(delete, path = "/action-plans/{id}/entries/{entry}", tag = "action-plan",
    params(("id" = ActionPlanId, Path), ("entry" = PlanEntryId, Path), ("If-Match" = String, Header)), responses(
    (status = NO_CONTENT),
    Guarded, Versioned,
))]
async fn remove(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, entry)): Path<(ActionPlanId, PlanEntryId)>,
) -> Answer<StatusCode> {
    let mut opened = open_draft(&app, &me, id).await?;
    let was = opened.entry_at(entry, version).await?;
    let from = words(&was);
    let entry = PlanEntry { version: version + 1, changed: opened.changed(), ..was };
    opened.work.save_plan_entry(&entry, true).await?;
    opened.keep("entry", Some(&from), None, None).await?;
    opened.work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes how an action of a plan in force is going.
#[utoipa::path(put, path = "/action-plans/{id}/entries/{entry}/actions/{action}/follow-up", tag = "action-plan",
    params(("id" = ActionPlanId, Path), ("entry" = PlanEntryId, Path), ("action" = PlanActionId, Path),
        ("If-Match" = String, Header)),
    request_body = FollowUp, responses(
    (status = OK, body = SavedEntry),
    Guarded, Versioned, Checked,
))]
async fn follow_up(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, entry, action)): Path<(ActionPlanId, PlanEntryId, PlanActionId)>,
    Json(follow_up): Json<FollowUp>,
) -> Answer<Json<SavedEntry>> {
    let mut opened = open(&app, &me, id, Action::PlanFollowUp).await?;
    opened.seen.plan.phase.followable().map_err(not_allowed)?;
    check_evidence(&follow_up.evidence)?;
    let mut entry = opened.entry(entry).await?;
    let found = entry.actions.iter_mut().find(|found| found.id == action).ok_or_else(not_found)?;
    if found.status == follow_up.status
        && found.outcome == follow_up.outcome
        && found.evidence == follow_up.evidence
    {
        // Also to a stale version: an answer that got lost is asked for again.
        let revision = opened.seen.plan.revision - 1;
        return Ok(Json(SavedEntry { entry, revision }));
    }
    if entry.version != version {
        return Err(conflict(&entry));
    }
    let from = progress(found);
    found.status = follow_up.status;
    found.outcome = follow_up.outcome;
    found.evidence = follow_up.evidence;
    let to = progress(found);
    entry.version += 1;
    entry.changed = opened.changed();
    opened.work.save_plan_entry(&entry, false).await?;
    let field = format!("follow-up {}", list(&entry.criteria));
    opened.keep(&field, Some(&from), Some(&to), None).await?;
    opened.answer(entry).await
}

/// Evidence of an action is links that a browser may follow without harm.
fn check_evidence(evidence: &[ActionEvidence]) -> Answer<()> {
    if evidence.len() > MOST {
        return Err(invalid("evidence", format!("Högst {MOST} länkar ryms.")));
    }
    for (place, evidence) in evidence.iter().enumerate() {
        let path = format!("evidence[{place}].source");
        let EvidenceSource::Link { url } = &evidence.source else {
            return Err(invalid(path, "Underlag till en åtgärd är länkar. Skriv en webbadress."));
        };
        let url = url.clone().try_into().map_err(|error| invalid(&path, error))?;
        AddLink { title: evidence.title.clone(), url }
            .check()
            .map_err(|error| invalid(&path, error))?;
    }
    Ok(())
}

/// The entry that was written, with new ids; an action that was there keeps its id and how it is going.
fn written(checklist: &Checklist, was: &[PlanAction], save: SaveEntry) -> Answer<PlanEntry> {
    let mut criteria = save.criteria;
    for (place, code) in criteria.iter().enumerate() {
        if checklist.criterion(*code).is_none() {
            return Err(invalid(
                format!("criteria[{place}]"),
                format!("Kriterium {code} finns inte i checklistan."),
            ));
        }
    }
    criteria.sort_unstable();
    criteria.dedup();
    if save.actions.len() > MOST {
        return Err(invalid(
            "actions",
            format!("En punkt rymmer högst {MOST} åtgärder. Dela upp den."),
        ));
    }
    let mut ids = HashSet::new();
    let mut actions = Vec::with_capacity(save.actions.len());
    for (place, save) in save.actions.into_iter().enumerate() {
        if save.id.is_some_and(|id| !ids.insert(id)) {
            return Err(invalid(format!("actions[{place}].id"), "Åtgärden står två gånger."));
        }
        actions.push(action(was, place, save)?);
    }
    Ok(PlanEntry { id: PlanEntryId::new(new_id()), criteria, actions, version: 1, changed: None })
}

fn action(was: &[PlanAction], place: usize, save: SaveAction) -> Answer<PlanAction> {
    let path = |field: &str| format!("actions[{place}].{field}");
    let kept = match save.id {
        None => None,
        Some(id) => Some(was.iter().find(|action| action.id == id).ok_or_else(|| {
            invalid(path("id"), "Åtgärden finns inte i punkten. Lägg till den som ny.")
        })?),
    };
    for (field, people) in
        [("responsible", &save.responsible), ("follow_up_responsible", &save.follow_up_responsible)]
    {
        if people.len() > MOST {
            return Err(invalid(path(field), format!("Högst {MOST} ansvariga ryms.")));
        }
    }
    Ok(PlanAction {
        id: kept.map_or_else(|| PlanActionId::new(new_id()), |kept| kept.id),
        text: save.text,
        due: dates(&path("due"), &save.due)?,
        responsible: save.responsible,
        follow_up: dates(&path("follow_up"), &save.follow_up)?,
        follow_up_responsible: save.follow_up_responsible,
        status: kept.map(|kept| kept.status).unwrap_or_default(),
        outcome: kept.map(|kept| kept.outcome.clone()).unwrap_or_default(),
        evidence: kept.map(|kept| kept.evidence.clone()).unwrap_or_default(),
    })
}

fn dates(path: &str, field: &FreeText) -> Answer<Vec<WrittenDate>> {
    if field.chars().count() > MOST_DATES {
        return Err(invalid(
            path,
            format!("Datumen rymmer högst {MOST_DATES} tecken. Skriv det andra i åtgärden."),
        ));
    }
    Ok(parse_written_dates(field))
}

/// An entry in words: `D6 och D7`, then a line for each action.
fn words(entry: &PlanEntry) -> String {
    let mut text = list(&entry.criteria);
    for action in &entry.actions {
        text.push_str(&format!(
            "\n{} · klart {} · ansvarig {} · följs upp {} av {}",
            action.text.trim(),
            joined(action.due.iter().map(|date| date.text.as_str())),
            joined(action.responsible.iter().map(|line| &**line)),
            joined(action.follow_up.iter().map(|date| date.text.as_str())),
            joined(action.follow_up_responsible.iter().map(|line| &**line)),
        ));
    }
    text
}

/// `v 18, v 40`, or a dash where nothing is written.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let text = words.collect::<Vec<_>>().join(", ");
    if text.is_empty() { "–".to_owned() } else { text }
}

/// How an action is going, in words.
fn progress(action: &PlanAction) -> String {
    let mut text = action.status.name().to_owned();
    if !action.outcome.is_blank() {
        text.push_str(": ");
        text.push_str(&action.outcome);
    }
    for evidence in &action.evidence {
        text.push_str("\nUnderlag: ");
        text.push_str(&evidence.title);
    }
    text
}
