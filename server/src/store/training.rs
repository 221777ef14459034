//! Trainings, and all that is kept within one: documents of the domain, read together and changed one at a time.
//!
//! A change takes the training's row first ([`Work::hold_training`]), so that on PostgreSQL changes of one training
//! queue there: what the facts are gathered from is then what stands.

use std::collections::HashMap;

use bytes::Bytes;
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
    training_facts::{FACTS_VERSION, facts},
};

use super::{
    Error, Result, Work, day, from_json,
    packed::{self, Texts},
    parse,
    session::{Session, SessionRow},
    text, to_json,
};

/// A training as one value, parted by `$2`, with more columns after its own.
macro_rules! columns {
    ($more:literal) => {
        concat!(
            "concat_ws($2, t.id, t.trainee, p.name, t.clinic, c.name, c.site, c.care_provider, t.specialty,
                t.curriculum, t.regulation, t.licensed_on, t.starts_on, COALESCE(t.principal_supervisor, ''),
                COALESCE(h.name, ''), t.phase, COALESCE(t.phase_since, ''), COALESCE(t.phase_reason, ''), t.revision",
            $more,
            ")"
        )
    };
}

/// Where the columns of a training are.
macro_rules! tables {
    () => {
        " FROM training t
          JOIN person p ON p.id = t.trainee
          JOIN clinic c ON c.id = t.clinic
          LEFT JOIN person h ON h.id = t.principal_supervisor "
    };
}

mod asked;
mod record;
mod stored;
mod to_assess;

pub use record::TrainingRecord;
pub use stored::{StoredPortfolio, StoredSummary, summaries_json};

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

/// The columns of a training, as [`columns!`] packs them: an empty text is none.
fn read(
    [
        id,
        trainee,
        trainee_name,
        clinic,
        clinic_name,
        site,
        care_provider,
        specialty,
        curriculum,
        regulation,
        licensed_on,
        starts_on,
        principal_supervisor,
        supervisor_name,
        phase,
        phase_since,
        phase_reason,
        revision,
    ]: [&str; 18],
) -> Result<Training> {
    let phase = match (phase, phase_since, phase_reason) {
        ("underway", "", "") => TrainingPhase::Underway,
        ("interrupted", since, reason) if !reason.is_empty() => {
            TrainingPhase::Interrupted { since: day(since)?, reason: text(reason.to_owned())? }
        }
        ("completed", on, "") => TrainingPhase::Completed { on: day(on)? },
        (phase, ..) => return Err(Error::Corrupt(format!("training in phase {phase}"))),
    };
    let person =
        |id: &str, name: &str| parse(id).map(|id| PersonName { id, name: name.to_owned() });
    Ok(Training {
        id: parse(id)?,
        trainee: person(trainee, trainee_name)?,
        clinic: ClinicName {
            id: parse(clinic)?,
            name: clinic_name.to_owned(),
            site: site.to_owned(),
            care_provider: parse(care_provider)?,
        },
        specialty: text(specialty.to_owned())?,
        curriculum: parse(curriculum)?,
        regulation: Regulation::from_stored(regulation)
            .ok_or_else(|| Error::Corrupt(format!("regulation {regulation}")))?,
        licensed_on: day(licensed_on)?,
        starts_on: day(starts_on)?,
        principal_supervisor: match principal_supervisor {
            "" => None,
            id => Some(person(id, supervisor_name)?),
        },
        phase,
        revision: parse(revision)?,
    })
}

/// The statement for trainings, their rows parted by `$3`, and their facts one after the other.
macro_rules! summaries {
    ($which:literal) => {
        concat!(
            "SELECT string_agg(",
            columns!(", t.facts_version, octet_length(t.facts)"),
            ", $3), string_agg(t.facts, '')",
            tables!(),
            "WHERE ",
            $which
        )
    };
}

/// What those have who supervise a training or its placements, as a list in JSON without its brackets.
macro_rules! supervisors {
    () => {
        "(SELECT string_agg('{\"person\":\"' || n.person || '\"' || COALESCE(',\"has\":' || s.body, '') || '}', ','
                            ORDER BY n.person)
          FROM (SELECT principal_supervisor AS person FROM training WHERE id = $1
                UNION
                SELECT x.person FROM placement_supervisor x JOIN training_record y ON y.id = x.placement
                WHERE x.training = $1 AND y.removed = FALSE) n
          LEFT JOIN supervisor s ON s.person = n.person
          WHERE n.person IS NOT NULL)"
    };
}

/// The statement for a training with all its records, whose bodies stand one after the other as a value of their own;
/// with more columns.
macro_rules! portfolio {
    ($more:expr) => {
        concat!(
            "SELECT ",
            columns!(""),
            " AS training, k.body AS curriculum, v.thresholds, r.heads, r.bodies, ",
            supervisors!(),
            " AS supervisors",
            $more,
            " FROM (
                SELECT string_agg(concat_ws($2, id, noun, version, place, CASE WHEN settled THEN 1 ELSE 0 END,
                                            octet_length(body)), $3) AS heads,
                       string_agg(body, '') AS bodies
                FROM training_record WHERE training = $1 AND removed = FALSE
              ) r
              CROSS JOIN training t
              JOIN person p ON p.id = t.trainee
              JOIN clinic c ON c.id = t.clinic
              LEFT JOIN person h ON h.id = t.principal_supervisor
              JOIN curriculum k ON k.id = t.curriculum
              JOIN care_provider v ON v.id = c.care_provider
              WHERE t.id = $1"
        )
    };
}

#[derive(sqlx::FromRow)]
struct PortfolioRow {
    training: String,
    curriculum: String,
    thresholds: String,
    supervisors: Option<String>,
    heads: Option<String>,
    bodies: Option<Texts>,
}

#[derive(sqlx::FromRow)]
struct AskedRow {
    #[sqlx(flatten)]
    session: SessionRow,
    #[sqlx(flatten)]
    portfolio: PortfolioRow,
}

impl TryFrom<PortfolioRow> for StoredPortfolio {
    type Error = Error;

    fn try_from(row: PortfolioRow) -> Result<Self> {
        Ok(Self {
            training: read(packed::row(&row.training)?)?,
            curriculum: row.curriculum,
            thresholds: row.thresholds,
            supervisors: format!("[{}]", row.supervisors.unwrap_or_default()),
            heads: row.heads.unwrap_or_default(),
            bodies: row.bodies.unwrap_or_default(),
        })
    }
}

impl Work {
    /// Starts a training; false if the person has one of that specialty that isn't completed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_training(&mut self, portfolio: &mut Portfolio) -> Result<bool> {
        let training = &portfolio.training;
        let supervisor = training.principal_supervisor.as_ref();
        let rows = execute!(self, sqlx::query(
            "INSERT INTO training (id, trainee, clinic, specialty, curriculum, regulation, licensed_on, starts_on,
                                   principal_supervisor, phase, facts, facts_version, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'underway', $10, $11, 1) ON CONFLICT DO NOTHING")
            .bind(training.id.to_string())
            .bind(training.trainee.id.to_string())
            .bind(training.clinic.id.to_string())
            .bind(&*training.specialty)
            .bind(training.curriculum.to_string())
            .bind(training.regulation.as_str())
            .bind(training.licensed_on.to_string())
            .bind(training.starts_on.to_string())
            .bind(supervisor.map(|person| person.id.to_string()))
            .bind(to_json(&facts(portfolio))?)
            .bind(i64::from(FACTS_VERSION)))?;
        if rows == 1 && !portfolio.knows_supervisors() {
            self.save_facts(portfolio).await?;
        }
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
        let row: Option<(String,)> = on!(self, db => sqlx::query_as(
            concat!("SELECT ", columns!(""), tables!(), "WHERE t.id = $1"))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .fetch_optional(db))?;
        row.map(|(training,)| read(packed::row(&training)?)).transpose()
    }

    /// A training with its curriculum and all its records: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn portfolio(&mut self, id: TrainingId) -> Result<Option<Kept>> {
        let row: Option<PortfolioRow> = on!(self, db => sqlx::query_as(portfolio!(""))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_optional(db))?;
        row.map(|row| StoredPortfolio::try_from(row)?.read()).transpose()
    }

    /// The same as it is stored, and who asks for it: one statement.
    ///
    /// # Errors
    /// When the database fails or the training or session is corrupt.
    pub async fn portfolio_asked_for(
        &mut self,
        id: TrainingId,
        token_hash: &str,
    ) -> Result<Option<(Option<Session>, StoredPortfolio)>> {
        let row: Option<AskedRow> = on!(self, db => sqlx::query_as(portfolio!(
            concat!(", ", session_columns!("$4", "$2", "$3"))))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .bind(token_hash)
            .fetch_optional(db))?;
        row.map(|row| Ok((row.session.session()?, row.portfolio.try_into()?))).transpose()
    }

    /// Trainings with what the rules need to know, in no order: one statement, and one more for facts of an older program.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings(&mut self, which: Trainings) -> Result<Vec<StoredSummary>> {
        let (statement, of) = match which {
            Trainings::Of(clinic) => (summaries!("t.clinic = $1"), clinic.to_string()),
            Trainings::UnderwayAt(clinic) => {
                (summaries!("t.clinic = $1 AND t.phase = 'underway'"), clinic.to_string())
            }
            Trainings::With(person) => {
                (summaries!("t.trainee = $1 OR t.principal_supervisor = $1"), person.to_string())
            }
        };
        let (rows, kept): (Option<String>, Option<Texts>) = on!(self, db => sqlx::query_as(statement)
            .bind(&of)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_one(db))?;
        let mut kept = kept.unwrap_or_default();
        let mut summaries = Vec::new();
        for row in packed::rows(rows.as_deref()) {
            let [training @ .., version, length]: [&str; 20] = row?;
            let (training, kept) = (read(training)?, kept.next(length)?);
            summaries.extend(self.summary(training, version, kept).await?);
        }
        Ok(summaries)
    }

    /// A training with its kept facts, gathered anew if they are of an older program: none if it is gone since.
    async fn summary(
        &mut self,
        training: Training,
        version: &str,
        kept: Bytes,
    ) -> Result<Option<StoredSummary>> {
        if parse::<u16>(version)? == FACTS_VERSION {
            return Ok(Some(StoredSummary { training, facts: kept }));
        }
        let Some(kept) = self.portfolio(training.id).await? else { return Ok(None) };
        Ok(Some(StoredSummary { training, facts: to_json(&facts(&kept.portfolio))?.into() }))
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

    /// Trainings whose facts another version of the program kept.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings_of_other_facts(&mut self) -> Result<Vec<TrainingId>> {
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT id FROM training WHERE facts_version <> $1")
            .bind(i64::from(FACTS_VERSION))
            .fetch_all(db))?;
        rows.iter().map(|(id,)| parse(id)).collect()
    }

    /// Gathers a training's facts anew.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn gather_facts(&mut self, id: TrainingId) -> Result<()> {
        self.hold_training(id).await?;
        let Some(mut kept) = self.portfolio(id).await? else { return Ok(()) };
        self.save_facts(&mut kept.portfolio).await
    }

    /// Keeps what the rules need to know, gathered anew after a change; what somebody has who was named by it is read first.
    ///
    /// # Errors
    /// When the database fails or what somebody has is corrupt.
    pub async fn save_facts(&mut self, portfolio: &mut Portfolio) -> Result<()> {
        if !portfolio.knows_supervisors() {
            let (found,): (Option<String>,) = on!(self, db =>
                sqlx::query_as(concat!("SELECT ", supervisors!()))
                    .bind(portfolio.training.id.to_string())
                    .fetch_one(db))?;
            portfolio.supervisors = from_json(&format!("[{}]", found.unwrap_or_default()))?;
        }
        execute!(
            self,
            sqlx::query("UPDATE training SET facts = $2, facts_version = $3 WHERE id = $1")
                .bind(portfolio.training.id.to_string())
                .bind(to_json(&facts(portfolio))?)
                .bind(i64::from(FACTS_VERSION))
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
        supervisors: Vec::new(),
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
        brought: Vec::new(),
    }
}
