//! A plan's entries, each with its actions as one value. Removed ones are kept, unseen.

use shared::{ActionPlanId, PlanEntryId, action_plan::PlanEntry, review::Changed};

use super::super::{Error, Result, Work, from_json, instant, parse, to_json};

#[derive(sqlx::FromRow)]
pub(super) struct EntryRow {
    id: String,
    action_plan: String,
    criteria: String,
    actions: String,
    version: i64,
    changed_at: i64,
    changed_by: String,
}

impl EntryRow {
    /// The plan that it belongs to, as stored.
    pub(super) fn plan(&self) -> &str {
        &self.action_plan
    }
}

impl TryFrom<EntryRow> for PlanEntry {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self> {
        Ok(Self {
            id: parse(&row.id)?,
            criteria: from_json(&row.criteria)?,
            actions: from_json(&row.actions)?,
            version: row.version,
            changed: Some(Changed { at: instant(row.changed_at)?, by: row.changed_by }),
        })
    }
}

impl Work {
    /// Adds an entry at a place in its plan.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_plan_entry(
        &mut self,
        plan: ActionPlanId,
        entry: &PlanEntry,
        position: i64,
    ) -> Result<()> {
        let changed = entry.changed.as_ref();
        execute!(self, sqlx::query(
            "INSERT INTO plan_entry (id, action_plan, position, criteria, actions, version, changed_at, changed_by, removed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE)")
            .bind(entry.id.to_string())
            .bind(plan.to_string())
            .bind(position)
            .bind(to_json(&entry.criteria)?)
            .bind(to_json(&entry.actions)?)
            .bind(entry.version)
            .bind(changed.map_or(0, |changed| changed.at.timestamp_millis()))
            .bind(changed.map_or("", |changed| changed.by.as_str())))?;
        Ok(())
    }

    /// Saves an entry over the version that was read. Who saves holds the plan's lock.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_plan_entry(&mut self, entry: &PlanEntry, removed: bool) -> Result<()> {
        let changed = entry.changed.as_ref();
        execute!(self, sqlx::query(
            "UPDATE plan_entry SET criteria = $2, actions = $3, version = $4, changed_at = $5, changed_by = $6, removed = $7
             WHERE id = $1")
            .bind(entry.id.to_string())
            .bind(to_json(&entry.criteria)?)
            .bind(to_json(&entry.actions)?)
            .bind(entry.version)
            .bind(changed.map_or(0, |changed| changed.at.timestamp_millis()))
            .bind(changed.map_or("", |changed| changed.by.as_str()))
            .bind(removed))?;
        Ok(())
    }

    /// An entry of a plan, unless it is removed.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn plan_entry(
        &mut self,
        plan: ActionPlanId,
        entry: PlanEntryId,
    ) -> Result<Option<PlanEntry>> {
        let row: Option<EntryRow> = on!(self, db => sqlx::query_as(
            "SELECT id, action_plan, criteria, actions, version, changed_at, changed_by FROM plan_entry
             WHERE id = $1 AND action_plan = $2 AND removed = FALSE")
            .bind(entry.to_string())
            .bind(plan.to_string())
            .fetch_optional(db))?;
        row.map(PlanEntry::try_from).transpose()
    }

    /// How many entries a plan has had, removed ones too: the next one's place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan_entries_ever(&mut self, plan: ActionPlanId) -> Result<i64> {
        let (count,): (i64,) = on!(self, db => sqlx::query_as(
            "SELECT COUNT(*) FROM plan_entry WHERE action_plan = $1")
            .bind(plan.to_string())
            .fetch_one(db))?;
        Ok(count)
    }
}
