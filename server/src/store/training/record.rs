//! What is kept within a training: one way to read, add and change it, whatever the noun.

use serde::{Serialize, de::DeserializeOwned};
use shared::{
    activity::Activity,
    assessment::Assessment,
    certificate::{Certificate, ObjectiveEvidence},
    iup::Iup,
    placement::{Credit, Leave, Placement},
    progress_review::ProgressReview,
    review::Changed,
    specialist_panel::SpecialistPanel,
    supervision_meeting::{SupervisionEvaluation, SupervisionMeeting},
    support_plan::{ConcernNote, SupportPlan},
    training::TrainingDecision,
};

use super::{
    super::{Error, Result, Work, from_json, to_json},
    Kept,
};

/// A record kept within a training.
pub trait TrainingRecord: Clone + PartialEq + Serialize + DeserializeOwned {
    /// What it is, as it is stored.
    const NOUN: &'static str;

    /// Whether its history is kept apart from the training's, for the fewer who see the record.
    const APART: bool;

    /// Its id.
    fn key(&self) -> String;

    /// The version that a change of it starts from.
    fn starts_from(&self) -> i64;

    /// Gives it a version and who changed it.
    fn stamp(&mut self, version: i64, changed: Changed);

    /// All of its kind.
    fn all(kept: &Kept) -> &[Self];

    /// All of its kind, to change.
    fn all_mut(kept: &mut Kept) -> &mut Vec<Self>;
}

macro_rules! records {
    ($($type:ty: $noun:tt in $($field:ident).+, by $key:expr;)+) => {
        $(impl TrainingRecord for $type {
            const NOUN: &'static str = $noun;
            const APART: bool = records!(@apart $noun);

            fn key(&self) -> String {
                self.id.to_string()
            }

            fn starts_from(&self) -> i64 {
                records!(@starts_from self, $noun)
            }

            fn stamp(&mut self, version: i64, changed: Changed) {
                records!(@stamp self, version, changed, $noun);
            }

            fn all(kept: &Kept) -> &[Self] {
                &kept.$($field).+
            }

            fn all_mut(kept: &mut Kept) -> &mut Vec<Self> {
                &mut kept.$($field).+
            }
        })+

        /// Puts a stored record where it belongs.
        pub(super) fn read(kept: &mut Kept, noun: &str, body: &str) -> Result<()> {
            match noun {
                $($noun => kept.$($field).+.push(from_json(body)?),)+
                noun => return Err(Error::Corrupt(format!("record of a training: {noun}"))),
            }
            Ok(())
        }

        /// Puts all records in order.
        pub(super) fn sort(kept: &mut Kept) {
            $(kept.$($field).+.sort_by_key($key);)+
        }
    };
    (@apart "support_plan") => { true };
    (@apart "panel") => { true };
    (@apart "concern") => { true };
    (@apart $noun:tt) => { false };
    // A programme counts its changes in a revision, and each field has a version and who changed it; so does a support plan,
    // whose text has them.
    (@starts_from $record:ident, "iup") => { $record.revision };
    (@starts_from $record:ident, "support_plan") => { $record.revision };
    (@starts_from $record:ident, $noun:tt) => { $record.version };
    (@stamp $record:ident, $version:ident, $changed:ident, "iup") => {{
        let _ = $changed;
        $record.revision = $version;
    }};
    (@stamp $record:ident, $version:ident, $changed:ident, "support_plan") => {
        records!(@stamp $record, $version, $changed, "iup");
    };
    (@stamp $record:ident, $version:ident, $changed:ident, $noun:tt) => {
        $record.version = $version;
        $record.changed = Some($changed);
    };
}

records! {
    Placement: "placement" in portfolio.placements, by |one| (one.from, one.id);
    Leave: "leave" in portfolio.leaves, by |one| (one.from, one.id);
    Credit: "credit" in portfolio.credits, by |one| one.id;
    Activity: "activity" in portfolio.activities, by |one| (one.from, one.id);
    Iup: "iup" in portfolio.iups, by |one| one.number;
    Assessment: "assessment" in portfolio.assessments, by |one| (one.written.occasion.on, one.id);
    SupervisionMeeting: "meeting" in portfolio.meetings, by |one| (one.planned_on, one.id);
    ProgressReview: "review" in portfolio.reviews, by |one| (one.planned_on, one.id);
    SupervisionEvaluation: "evaluation" in portfolio.evaluations, by |one| (one.written.on, one.id);
    SupportPlan: "support_plan" in support_plans, by |one| one.id;
    ConcernNote: "concern" in concerns, by |one| (one.on, one.id);
    Certificate: "certificate" in portfolio.certificates, by |one| one.id;
    ObjectiveEvidence: "objective_evidence" in portfolio.evidence, by |one| one.objective;
    TrainingDecision: "decision" in portfolio.decisions, by |one| (one.on, one.id);
    SpecialistPanel: "panel" in panels, by |one| (one.planned_on, one.id);
}

impl Kept {
    /// A record by its id.
    #[must_use]
    pub fn record<R: TrainingRecord>(&self, id: &str) -> Option<&R> {
        R::all(self).iter().find(|record| record.key() == id)
    }

    /// Tells the portfolio the days on which panels were held, and nothing else of them.
    pub fn tell_panel_days(&mut self) {
        let days = self.panels.iter().filter_map(|panel| panel.phase.held_on());
        self.portfolio.panels_held = days.collect();
        self.portfolio.panels_held.sort_unstable();
    }

    /// How many records there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.versions.len()
    }
}

impl Work {
    /// Adds a record to a training that is held.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_record<R: TrainingRecord>(
        &mut self,
        kept: &mut Kept,
        record: R,
        changed: &Changed,
    ) -> Result<()> {
        let id = record.key();
        execute!(self, sqlx::query(
            "INSERT INTO training_record (id, training, noun, body, version, changed_at, changed_by, removed)
             VALUES ($1, $2, $3, $4, 1, $5, $6, FALSE)")
            .bind(&id)
            .bind(kept.portfolio.training.id.to_string())
            .bind(R::NOUN)
            .bind(to_json(&record)?)
            .bind(changed.at.timestamp_millis())
            .bind(&changed.by))?;
        kept.versions.insert(id, 1);
        R::all_mut(kept).push(record);
        Ok(())
    }

    /// Changes a record of a training that is held, or marks it as removed.
    ///
    /// # Errors
    /// When the database fails, or the record isn't the one that was read.
    pub async fn change_record<R: TrainingRecord>(
        &mut self,
        kept: &mut Kept,
        record: R,
        removed: bool,
        changed: &Changed,
    ) -> Result<()> {
        let id = record.key();
        let version = kept.versions.get(&id).copied().unwrap_or_default();
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE training_record
                 SET body = $3, version = version + 1, changed_at = $4, changed_by = $5, removed = $6
                 WHERE id = $1 AND version = $2 AND removed = FALSE"
            )
            .bind(&id)
            .bind(version)
            .bind(to_json(&record)?)
            .bind(changed.at.timestamp_millis())
            .bind(&changed.by)
            .bind(removed)
        )?;
        if rows != 1 {
            return Err(Error::Corrupt(format!("{} {id} changed while it was held", R::NOUN)));
        }
        kept.versions.insert(id.clone(), version + 1);
        let all = R::all_mut(kept);
        all.retain(|one| one.key() != id);
        if !removed {
            all.push(record);
        }
        Ok(())
    }
}
