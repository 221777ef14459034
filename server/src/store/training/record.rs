//! What is kept within a training: one way to read, add and change it, whatever the noun.

use serde::{Serialize, de::DeserializeOwned};
use shared::{
    activity::Activity,
    assessment::Assessment,
    certificate::{Certificate, ObjectiveEvidence},
    iup::Iup,
    own_records::BroughtRecords,
    placement::{Credit, Leave, Placement},
    portfolio::Portfolio,
    progress_review::ProgressReview,
    review::Changed,
    specialist_panel::SpecialistPanel,
    supervision_meeting::{SupervisionEvaluation, SupervisionMeeting},
    support_plan::{ConcernNote, SupportPlan},
    training::TrainingDecision,
};

use super::{
    super::{Error, Result, Work, from_json_bytes, json::Fields, to_json},
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

    /// Where it stands among its kind: places sort as texts.
    fn place(&self) -> String;

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
    (
        portfolio { $($type:ty: $noun:tt in $field:ident, at $place:expr;)+ }
        apart { $($apart:ty: $apart_noun:tt in $apart_field:ident, at $apart_place:expr;)+ }
    ) => {
        $(records!(@record $type: $noun, false, portfolio.$field, $place);)+
        $(records!(@record $apart: $apart_noun, true, $apart_field, $apart_place);)+

        /// Puts a stored record where it belongs.
        pub(super) fn read(kept: &mut Kept, noun: &str, body: &[u8]) -> Result<()> {
            match noun {
                $($noun => kept.portfolio.$field.push(from_json_bytes(body)?),)+
                $($apart_noun => kept.$apart_field.push(from_json_bytes(body)?),)+
                noun => return Err(Error::Corrupt(format!("record of a training: {noun}"))),
            }
            Ok(())
        }

        /// Puts a portfolio's records in order.
        pub(super) fn sort(portfolio: &mut Portfolio) {
            $(portfolio.$field.sort_by_cached_key(TrainingRecord::place);)+
        }

        /// Puts what stands beside the portfolio in order.
        pub(super) fn sort_apart(kept: &mut Kept) {
            $(kept.$apart_field.sort_by_cached_key(TrainingRecord::place);)+
        }

        /// Writes a portfolio's records as its fields, but for the assessments, which not all of its readers read alike.
        pub(super) fn write(portfolio: &Portfolio, fields: &mut Fields<'_>) -> Result<()> {
            $(records!(@write portfolio, fields, $noun, $field);)+
            Ok(())
        }
    };
    (@record $type:ty: $noun:tt, $apart:literal, $($field:ident).+, $place:expr) => {
        impl TrainingRecord for $type {
            const NOUN: &'static str = $noun;
            const APART: bool = $apart;

            fn key(&self) -> String {
                self.id.to_string()
            }

            fn place(&self) -> String {
                let place: fn(&Self) -> String = $place;
                place(self)
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
        }
    };
    (@write $portfolio:ident, $fields:ident, "assessment", $field:ident) => {};
    (@write $portfolio:ident, $fields:ident, $noun:tt, $field:ident) => {
        $fields.write(stringify!($field), &$portfolio.$field)?;
    };
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
    portfolio {
        Placement: "placement" in placements, at |one| format!("{} {}", one.from, one.id);
        Leave: "leave" in leaves, at |one| format!("{} {}", one.from, one.id);
        Credit: "credit" in credits, at |one| one.id.to_string();
        Activity: "activity" in activities, at |one| format!("{} {}", one.from, one.id);
        Iup: "iup" in iups, at |one| format!("{:010}", one.number);
        Assessment: "assessment" in assessments, at |one| {
            format!("{} {} {}", u8::from(!one.stage.sent()), one.written.occasion.on, one.id)
        };
        SupervisionMeeting: "meeting" in meetings, at |one| format!("{} {}", one.planned_on, one.id);
        ProgressReview: "review" in reviews, at |one| format!("{} {}", one.planned_on, one.id);
        SupervisionEvaluation: "evaluation" in evaluations, at |one| format!("{} {}", one.written.on, one.id);
        Certificate: "certificate" in certificates, at |one| one.id.to_string();
        ObjectiveEvidence: "objective_evidence" in evidence, at |one| {
            format!("{} {:03}", one.objective.group().name(), one.objective.number())
        };
        TrainingDecision: "decision" in decisions, at |one| format!("{} {}", one.on, one.id);
        BroughtRecords: "brought" in brought, at |one| one.id.to_string();
    }
    apart {
        SupportPlan: "support_plan" in support_plans, at |one| one.id.to_string();
        ConcernNote: "concern" in concerns, at |one| format!("{} {}", one.on, one.id);
        SpecialistPanel: "panel" in panels, at |one| format!("{} {}", one.planned_on, one.id);
    }
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
        if self.bring_record(kept, record, changed).await? {
            Ok(())
        } else {
            Err(Error::Corrupt(format!("{} {id} is there already", R::NOUN)))
        }
    }

    /// Adds a record whose id was made elsewhere to a training that is held, also one that was removed from it: false if that id is
    /// there already, here or in another training.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bring_record<R: TrainingRecord>(
        &mut self,
        kept: &mut Kept,
        record: R,
        changed: &Changed,
    ) -> Result<bool> {
        let id = record.key();
        let row: Option<(i64,)> = on!(self, db => sqlx::query_as(
            "INSERT INTO training_record (id, training, noun, body, version, changed_at, changed_by, removed)
             VALUES ($1, $2, $3, $4, 1, $5, $6, FALSE)
             ON CONFLICT (id) DO UPDATE
             SET body = excluded.body, version = training_record.version + 1, changed_at = excluded.changed_at,
                 changed_by = excluded.changed_by, removed = FALSE
             WHERE training_record.removed = TRUE AND training_record.training = excluded.training
               AND training_record.noun = excluded.noun
             RETURNING version")
            .bind(&id)
            .bind(kept.portfolio.training.id.to_string())
            .bind(R::NOUN)
            .bind(to_json(&record)?)
            .bind(changed.at.timestamp_millis())
            .bind(&changed.by)
            .fetch_optional(db))?;
        let Some((version,)) = row else { return Ok(false) };
        kept.versions.insert(id, version);
        R::all_mut(kept).push(record);
        Ok(true)
    }

    /// Marks what came from elsewhere as removed, in a training that is held and whose portfolio no longer has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_brought(
        &mut self,
        kept: &mut Kept,
        brought: &BroughtRecords,
        changed: &Changed,
    ) -> Result<()> {
        for id in &brought.records {
            let id = id.to_string();
            execute!(
                self,
                sqlx::query(
                    "UPDATE training_record
                     SET version = version + 1, changed_at = $3, changed_by = $4, removed = TRUE
                     WHERE id = $1 AND training = $2 AND removed = FALSE"
                )
                .bind(&id)
                .bind(kept.portfolio.training.id.to_string())
                .bind(changed.at.timestamp_millis())
                .bind(&changed.by)
            )?;
            kept.versions.remove(&id);
        }
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
