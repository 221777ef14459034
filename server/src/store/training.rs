//! Trainings, and all that is kept within one: documents of the domain, read together and changed one at a time.
//!
//! A change takes the training's row first ([`Work::hold_training`]), so that on PostgreSQL changes of one training
//! queue there: what the facts are gathered from is then what stands.

use std::collections::HashMap;

use shared::{
    ClinicId, PersonId, TrainingId,
    curriculum::Regulation,
    person::PersonName,
    portfolio::Portfolio,
    review::ClinicName,
    rule::Thresholds,
    specialist_panel::SpecialistPanel,
    support_plan::{ConcernNote, SupportPlan},
    training::{Training, TrainingPhase},
    training_facts::{TrainingFacts, TrainingSummary, facts},
};

use super::{Error, Result, Work, day, from_json, packed, parse, text, to_json};

mod asked;
mod record;

pub use record::TrainingRecord;

/// Everything kept about one training, with the stored version of each record.
pub struct Kept {
    /// What is kept, but for what fewer see: that is never in an answer for all who read the training, nor in the facts.
    pub portfolio: Portfolio,
    /// Åtgärdsplaner, for those who may see them.
    pub support_plans: Vec<SupportPlan>,
    /// Notes of gaps in competence, for those who may see them.
    pub concerns: Vec<ConcernNote>,
    /// Specialistkollegier, as nobody sees them whole.
    pub panels: Vec<SpecialistPanel>,
    versions: HashMap<String, i64>,
}

/// Which trainings.
#[derive(Clone, Copy)]
pub enum Trainings {
    /// All of a clinic.
    Of(ClinicId),
    /// Those of a clinic that are underway.
    UnderwayAt(ClinicId),
    /// One's own, and those one is huvudansvarig handledare of.
    With(PersonId),
}

#[derive(sqlx::FromRow)]
struct TrainingRow {
    id: String,
    trainee: String,
    trainee_name: String,
    clinic: String,
    clinic_name: String,
    site: String,
    care_provider: String,
    specialty: String,
    curriculum: String,
    regulation: String,
    licensed_on: String,
    starts_on: String,
    principal_supervisor: Option<String>,
    supervisor_name: Option<String>,
    phase: String,
    phase_since: Option<String>,
    phase_reason: Option<String>,
    revision: i64,
}

impl TryFrom<TrainingRow> for Training {
    type Error = Error;

    fn try_from(row: TrainingRow) -> Result<Self> {
        let since = row.phase_since.as_deref().map(day).transpose()?;
        let phase = match (row.phase.as_str(), since, row.phase_reason) {
            ("underway", None, None) => TrainingPhase::Underway,
            ("interrupted", Some(since), Some(reason)) => {
                TrainingPhase::Interrupted { since, reason: text(reason)? }
            }
            ("completed", Some(on), None) => TrainingPhase::Completed { on },
            (phase, ..) => return Err(Error::Corrupt(format!("training in phase {phase}"))),
        };
        let principal_supervisor = match (row.principal_supervisor, row.supervisor_name) {
            (Some(id), Some(name)) => Some(PersonName { id: parse(&id)?, name }),
            _ => None,
        };
        Ok(Self {
            id: parse(&row.id)?,
            trainee: PersonName { id: parse(&row.trainee)?, name: row.trainee_name },
            clinic: ClinicName {
                id: parse(&row.clinic)?,
                name: row.clinic_name,
                site: row.site,
                care_provider: parse(&row.care_provider)?,
            },
            specialty: text(row.specialty)?,
            curriculum: parse(&row.curriculum)?,
            regulation: Regulation::from_stored(&row.regulation)
                .ok_or_else(|| Error::Corrupt(format!("regulation {}", row.regulation)))?,
            licensed_on: day(&row.licensed_on)?,
            starts_on: day(&row.starts_on)?,
            principal_supervisor,
            phase,
            revision: row.revision,
        })
    }
}

#[derive(sqlx::FromRow)]
struct WholeRow {
    #[sqlx(flatten)]
    training: TrainingRow,
    curriculum_body: String,
    thresholds: String,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    #[sqlx(flatten)]
    training: TrainingRow,
    facts: String,
}

/// The statement for trainings: what columns more, what tables more, and which.
macro_rules! trainings {
    ($more:literal, $tables:literal, $which:literal) => {
        concat!(
            "SELECT t.id, t.trainee, p.name AS trainee_name, t.clinic, c.name AS clinic_name, c.site, c.care_provider,
                    t.specialty, t.curriculum, t.regulation, t.licensed_on, t.starts_on, t.principal_supervisor,
                    h.name AS supervisor_name, t.phase, t.phase_since, t.phase_reason, t.revision",
            $more,
            " FROM training t
              JOIN person p ON p.id = t.trainee
              JOIN clinic c ON c.id = t.clinic
              LEFT JOIN person h ON h.id = t.principal_supervisor ",
            $tables,
            " WHERE ",
            $which
        )
    };
}

impl Work {
    /// Starts a training; false if the person has one of that specialty that isn't completed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_training(&mut self, portfolio: &Portfolio) -> Result<bool> {
        let training = &portfolio.training;
        let supervisor = training.principal_supervisor.as_ref();
        let rows = execute!(self, sqlx::query(
            "INSERT INTO training (id, trainee, clinic, specialty, curriculum, regulation, licensed_on, starts_on,
                                   principal_supervisor, phase, facts, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'underway', $10, 1) ON CONFLICT DO NOTHING")
            .bind(training.id.to_string())
            .bind(training.trainee.id.to_string())
            .bind(training.clinic.id.to_string())
            .bind(&*training.specialty)
            .bind(training.curriculum.to_string())
            .bind(training.regulation.as_str())
            .bind(training.licensed_on.to_string())
            .bind(training.starts_on.to_string())
            .bind(supervisor.map(|person| person.id.to_string()))
            .bind(to_json(&facts(portfolio))?))?;
        Ok(rows == 1)
    }

    /// Counts a change of a training, and holds its row until the end of this work: false if there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_training(&mut self, id: TrainingId) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query("UPDATE training SET revision = revision + 1 WHERE id = $1")
                .bind(id.to_string())
        )?;
        Ok(rows == 1)
    }

    /// A training, without its records.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn training(&mut self, id: TrainingId) -> Result<Option<Training>> {
        let row: Option<TrainingRow> = on!(self, db => sqlx::query_as(trainings!("", "", "t.id = $1"))
            .bind(id.to_string())
            .fetch_optional(db))?;
        row.map(Training::try_from).transpose()
    }

    /// A training with its curriculum and all its records: two statements.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn portfolio(&mut self, id: TrainingId) -> Result<Option<Kept>> {
        let row: Option<WholeRow> = on!(self, db => sqlx::query_as(trainings!(
            ", k.body AS curriculum_body, v.thresholds",
            "JOIN curriculum k ON k.id = t.curriculum JOIN care_provider v ON v.id = c.care_provider",
            "t.id = $1"))
            .bind(id.to_string())
            .fetch_optional(db))?;
        let Some(row) = row else { return Ok(None) };
        let records: (Option<String>,) = on!(self, db => sqlx::query_as(
            "SELECT string_agg(concat_ws($2, id, noun, version, body), $3)
             FROM training_record WHERE training = $1 AND removed = FALSE")
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_one(db))?;
        let mut kept = Kept {
            portfolio: Portfolio {
                thresholds: from_json(&row.thresholds)?,
                ..empty(row.training.try_into()?, from_json(&row.curriculum_body)?)
            },
            support_plans: Vec::new(),
            concerns: Vec::new(),
            panels: Vec::new(),
            versions: HashMap::new(),
        };
        for record in packed::rows(records.0.as_deref()) {
            let [id, noun, version, body] = record?;
            record::read(&mut kept, noun, body)?;
            kept.versions.insert(id.to_owned(), parse(version)?);
        }
        record::sort(&mut kept);
        kept.tell_panel_days();
        Ok(Some(kept))
    }

    /// Trainings with what the rules need to know, in no order: one statement, and one more for facts of an older program.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings(&mut self, which: Trainings) -> Result<Vec<TrainingSummary>> {
        let rows: Vec<SummaryRow> = match which {
            Trainings::Of(clinic) => on!(self, db => sqlx::query_as(
                trainings!(", t.facts", "", "t.clinic = $1"))
                .bind(clinic.to_string())
                .fetch_all(db))?,
            Trainings::UnderwayAt(clinic) => on!(self, db => sqlx::query_as(
                trainings!(", t.facts", "", "t.clinic = $1 AND t.phase = 'underway'"))
                .bind(clinic.to_string())
                .fetch_all(db))?,
            Trainings::With(person) => on!(self, db => sqlx::query_as(
                trainings!(", t.facts", "", "t.trainee = $1 OR t.principal_supervisor = $1"))
                .bind(person.to_string())
                .fetch_all(db))?,
        };
        let mut summaries = Vec::with_capacity(rows.len());
        for row in rows {
            summaries.extend(self.summary(Training::try_from(row.training)?, &row.facts).await?);
        }
        Ok(summaries)
    }

    /// A training with its kept facts, gathered anew if they are of an older program: none if it is gone since.
    async fn summary(&mut self, training: Training, kept: &str) -> Result<Option<TrainingSummary>> {
        let kept = serde_json::from_str(kept).ok().filter(TrainingFacts::is_current);
        let facts = match kept {
            Some(facts) => Some(facts),
            None => self.portfolio(training.id).await?.map(|kept| facts(&kept.portfolio)),
        };
        Ok(facts.map(|facts| TrainingSummary { training, facts }))
    }

    /// Saves what may change of a training itself, held before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_training(&mut self, training: &Training) -> Result<()> {
        let supervisor = training.principal_supervisor.as_ref();
        let (phase, since, reason) = match &training.phase {
            TrainingPhase::Underway => ("underway", None, None),
            TrainingPhase::Interrupted { since, reason } => {
                ("interrupted", Some(since), Some(&**reason))
            }
            TrainingPhase::Completed { on } => ("completed", Some(on), None),
        };
        execute!(
            self,
            sqlx::query(
                "UPDATE training SET clinic = $2, curriculum = $3, licensed_on = $4, starts_on = $5,
                    principal_supervisor = $6, phase = $7, phase_since = $8, phase_reason = $9
                 WHERE id = $1"
            )
            .bind(training.id.to_string())
            .bind(training.clinic.id.to_string())
            .bind(training.curriculum.to_string())
            .bind(training.licensed_on.to_string())
            .bind(training.starts_on.to_string())
            .bind(supervisor.map(|person| person.id.to_string()))
            .bind(phase)
            .bind(since.map(ToString::to_string))
            .bind(reason)
        )?;
        Ok(())
    }

    /// Keeps what the rules need to know, gathered anew after a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_facts(&mut self, portfolio: &Portfolio) -> Result<()> {
        execute!(
            self,
            sqlx::query("UPDATE training SET facts = $2 WHERE id = $1")
                .bind(portfolio.training.id.to_string())
                .bind(to_json(&facts(portfolio))?)
        )?;
        Ok(())
    }
}

/// A training with nothing in it yet.
#[must_use]
pub fn empty(training: Training, curriculum: shared::curriculum::Curriculum) -> Portfolio {
    Portfolio {
        training,
        curriculum,
        thresholds: Thresholds::default(),
        placements: Vec::new(),
        leaves: Vec::new(),
        credits: Vec::new(),
        activities: Vec::new(),
        iups: Vec::new(),
        assessments: Vec::new(),
        meetings: Vec::new(),
        evaluations: Vec::new(),
        reviews: Vec::new(),
        panels_held: Vec::new(),
        certificates: Vec::new(),
        evidence: Vec::new(),
        decisions: Vec::new(),
    }
}
