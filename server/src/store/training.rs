//! Trainings, and all that is kept within one: documents of the domain, read together and changed one at a time.
//!
//! A change takes the training's row first ([`Work::hold_training`]), so that on PostgreSQL changes of one training
//! queue there: what is gathered from them is then what stands.

use std::{collections::HashMap, sync::Arc};

use shared::{
    ClinicId, PersonId, TrainingId,
    portfolio::Portfolio,
    rights::On,
    rule::Thresholds,
    specialist_panel::SpecialistPanel,
    support_plan::{ConcernNote, SupportPlan},
    training::{Training, TrainingPhase},
    training_facts::{GATHERED_VERSION, facts},
};

use super::{
    Result, Work, from_json,
    packed::{self, Texts},
    parse,
    session::{Session, SessionRow},
    to_json,
};

#[macro_use]
mod columns;
mod asked;
mod record;
mod stored;
mod to_assess;

pub use record::TrainingRecord;
pub(super) use stored::RecordsOfTraining;
pub use stored::{StoredPortfolio, StoredSummary, summaries_json};

use columns::Columns;
use stored::{Beside, StoredRecords};

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

/// A clinic's trainings as somebody asks for them, and what of the clinic they are answered with.
pub struct TrainingsAsked {
    /// Who asks; none without a session.
    pub session: Option<Session>,
    /// What that person's rights at the clinic are asked on.
    pub on: On,
    /// The numbers of the rules there.
    pub thresholds: Thresholds,
    /// All of the clinic, in no order.
    pub trainings: Vec<Arc<StoredSummary>>,
}

/// The statement for what trainings stand at, parted by `$3`, and more that isn't of any of them.
macro_rules! stamps {
    ($more:expr, $which:expr) => {
        concat!(
            "SELECT string_agg(",
            stamp!(),
            ", $3) AS stamps",
            $more,
            tables!(),
            "WHERE ",
            $which
        )
    };
}

/// The statement for trainings with their facts, a row each: of those that `$3` names, or all where it is empty.
macro_rules! with_facts {
    ($which:expr) => {
        concat!(
            "SELECT ",
            columns!(", g.version, g.facts"),
            tables!(),
            "JOIN gathered g ON g.training = t.id
             WHERE (",
            $which,
            ") AND ($3 = '' OR $3 LIKE '%' || t.id || '%')"
        )
    };
}

/// A clinic's trainings, by `$1`.
macro_rules! at_clinic {
    () => {
        "t.clinic = $1"
    };
}

/// A person's own trainings and those they are huvudansvarig handledare of, by `$1`.
macro_rules! of_person {
    () => {
        "t.trainee = $1 OR t.principal_supervisor = $1"
    };
}

/// So many trainings are read by name, where their facts aren't remembered; where more are missing, all are read.
const READ_BY_NAME: usize = 20;

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

/// The statement for a training with what else its portfolio is read with, and more: columns, and the tables they are in.
macro_rules! portfolio {
    ($more:expr, $tables:literal) => {
        concat!(
            "SELECT ",
            columns!(""),
            " AS training, k.body AS curriculum, v.thresholds, ",
            supervisors!(),
            " AS supervisors, ",
            $more,
            tables!(),
            "JOIN curriculum k ON k.id = t.curriculum
             JOIN care_provider v ON v.id = c.care_provider ",
            $tables,
            " WHERE t.id = $1"
        )
    };
}

#[derive(sqlx::FromRow)]
struct PortfolioRow {
    training: String,
    curriculum: String,
    thresholds: String,
    supervisors: Option<String>,
}

impl PortfolioRow {
    /// What the training stands at.
    fn stamp(&self) -> Result<String> {
        Ok(Columns::part(&self.training)?.stamp())
    }

    fn read(self) -> Result<(Training, Beside)> {
        let supervisors = format!("[{}]", self.supervisors.unwrap_or_default());
        let Self { curriculum, thresholds, .. } = self;
        let training = Columns::part(&self.training)?.read()?;
        Ok((training, Beside { curriculum, thresholds, supervisors }))
    }
}

/// A [`PortfolioRow`] with the training's records: all but their bodies packed, and those one after the other.
#[derive(sqlx::FromRow)]
struct KeptRow {
    #[sqlx(flatten)]
    portfolio: PortfolioRow,
    heads: Option<String>,
    bodies: Option<Texts>,
}

impl KeptRow {
    fn read(self) -> Result<Kept> {
        let (training, beside) = self.portfolio.read()?;
        let mut kept = Kept {
            portfolio: Portfolio {
                thresholds: from_json(&beside.thresholds)?,
                supervisors: from_json(&beside.supervisors)?,
                ..empty(training, from_json(&beside.curriculum)?)
            },
            support_plans: Vec::new(),
            concerns: Vec::new(),
            panels: Vec::new(),
            versions: HashMap::new(),
        };
        let mut bodies = self.bodies.unwrap_or_default();
        for row in packed::rows(self.heads.as_deref()) {
            let [id, noun, version, length] = row?;
            record::read(&mut kept, noun, &bodies.next(length)?)?;
            kept.versions.insert(id.to_owned(), parse(version)?);
        }
        record::sort(&mut kept.portfolio);
        record::sort_apart(&mut kept);
        kept.tell_panel_days();
        Ok(kept)
    }
}

/// A [`PortfolioRow`] with who asks.
#[derive(sqlx::FromRow)]
struct AskedRow {
    #[sqlx(flatten)]
    session: SessionRow,
    #[sqlx(flatten)]
    portfolio: PortfolioRow,
}

/// A [`PortfolioRow`] with its records as they go out.
#[derive(sqlx::FromRow)]
struct GatheredRow {
    #[sqlx(flatten)]
    portfolio: PortfolioRow,
    version: i64,
    records: String,
    sent: String,
    unsent: String,
}

/// What a clinic's trainings stand at, with who asks and what of the clinic they are answered with.
#[derive(sqlx::FromRow)]
struct TrainingsRow {
    #[sqlx(flatten)]
    session: SessionRow,
    /// Care provider and its thresholds, packed.
    clinic: Option<String>,
    assigned: bool,
    stamps: Option<String>,
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
                                   principal_supervisor, phase, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'underway', 1) ON CONFLICT DO NOTHING")
            .bind(training.id.to_string())
            .bind(training.trainee.id.to_string())
            .bind(training.clinic.id.to_string())
            .bind(&*training.specialty)
            .bind(training.curriculum.to_string())
            .bind(training.regulation.as_str())
            .bind(training.licensed_on.to_string())
            .bind(training.starts_on.to_string())
            .bind(supervisor.map(|person| person.id.to_string())))?;
        if rows == 1 {
            self.save_gathered(portfolio).await?;
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
        row.map(|(training,)| Columns::part(&training)?.read()).transpose()
    }

    /// A training with its curriculum and all its records: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn portfolio(&mut self, id: TrainingId) -> Result<Option<Kept>> {
        let row: Option<KeptRow> = on!(self, db => sqlx::query_as(portfolio!(
            "r.heads, r.bodies",
            "CROSS JOIN (
                SELECT string_agg(concat_ws($2, id, noun, version, octet_length(body)), $3) AS heads,
                       string_agg(body, '') AS bodies
                FROM training_record WHERE training = $1 AND removed = FALSE
             ) r"))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_optional(db))?;
        row.map(KeptRow::read).transpose()
    }

    /// The same as it goes out, and who asks for it: one statement, one more for records that aren't remembered, and one more
    /// where another version of the program gathered them.
    ///
    /// # Errors
    /// When the database fails or the training or session is corrupt.
    pub async fn portfolio_asked_for(
        &mut self,
        id: TrainingId,
        token_hash: &str,
    ) -> Result<Option<(Option<Session>, StoredPortfolio)>> {
        let row: Option<AskedRow> = on!(self, db =>
            sqlx::query_as(portfolio!(session_columns!("$4", "$2", "$3"), ""))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .bind(token_hash)
            .fetch_optional(db))?;
        let Some(AskedRow { session, portfolio }) = row else { return Ok(None) };
        let session = session.session()?;
        if let Some(records) = self.common.records.at(id, &portfolio.stamp()?) {
            let (training, beside) = portfolio.read()?;
            return Ok(Some((session, StoredPortfolio { training, beside, records })));
        }
        let row: Option<GatheredRow> = on!(self, db =>
            sqlx::query_as(portfolio!(
                "g.version, g.records, g.sent, g.unsent",
                "JOIN gathered g ON g.training = t.id"))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .fetch_optional(db))?;
        let Some(GatheredRow { portfolio, version, records: others, sent, unsent }) = row else {
            return Ok(None);
        };
        let stamp = portfolio.stamp()?;
        let (training, beside) = portfolio.read()?;
        let records = if version == i64::from(GATHERED_VERSION) {
            let stored = StoredRecords { others, sent, unsent };
            let records = Arc::new(RecordsOfTraining::new(stamp, stored)?);
            if self.reads_what_lasts() {
                self.common.records.keep(id, Arc::clone(&records));
            }
            records
        } else {
            let Some(mut kept) = self.portfolio(id).await? else { return Ok(None) };
            let stored = StoredRecords::of(&mut kept.portfolio)?;
            Arc::new(RecordsOfTraining::new(stamp, stored)?)
        };
        Ok(Some((session, StoredPortfolio { training, beside, records })))
    }

    /// One's own trainings and those one is huvudansvarig handledare of, with what the rules need to know, in no order: one
    /// statement, and one more for facts that aren't remembered.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings_with(&mut self, person: PersonId) -> Result<Vec<Arc<StoredSummary>>> {
        let person = person.to_string();
        let (stamps,): (Option<String>,) = on!(self, db => sqlx::query_as(stamps!("", of_person!()))
            .bind(&person)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_one(db))?;
        self.at_stamps(stamps.as_deref(), with_facts!(of_person!()), &person).await
    }

    /// A clinic's trainings likewise, and who asks for them; none if there is no such clinic.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings_asked_for(
        &mut self,
        clinic: ClinicId,
        token_hash: &str,
    ) -> Result<Option<TrainingsAsked>> {
        let id = clinic.to_string();
        let row: TrainingsRow = on!(self, db => sqlx::query_as(stamps!(
            concat!(
                ", (SELECT concat_ws($2, v.id, v.thresholds)
                    FROM clinic o JOIN care_provider v ON v.id = o.care_provider WHERE o.id = $1) AS clinic, ",
                inspects!("(SELECT person FROM session WHERE token_hash = $4)", "$1"), " AS assigned, ",
                session_columns!("$4", "$2", "$3")),
            at_clinic!()))
            .bind(&id)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .bind(token_hash)
            .fetch_one(db))?;
        let Some(found) = &row.clinic else { return Ok(None) };
        let [care_provider, thresholds] = packed::row(found)?;
        Ok(Some(TrainingsAsked {
            session: row.session.session()?,
            on: On {
                clinic: Some(clinic),
                care_provider: Some(parse(care_provider)?),
                assigned: row.assigned,
                ..On::NOTHING
            },
            thresholds: from_json(thresholds)?,
            trainings: self
                .at_stamps(row.stamps.as_deref(), with_facts!(at_clinic!()), &id)
                .await?,
        }))
    }

    /// Trainings that stand at these stamps, as they are remembered; the others are read anew by a statement of
    /// [`with_facts!`], and what picks them in it.
    async fn at_stamps(
        &mut self,
        stamps: Option<&str>,
        with_facts: &'static str,
        by: &str,
    ) -> Result<Vec<Arc<StoredSummary>>> {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for stamp in packed::whole_rows(stamps) {
            let id = packed::first(stamp);
            match self.common.summaries.at(parse(id)?, stamp) {
                Some(summary) => found.push(summary),
                None => missing.push(id),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        if missing.len() > READ_BY_NAME {
            found.clear();
            missing.clear();
        }
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(with_facts)
            .bind(by)
            .bind(packed::COLUMN.to_string())
            .bind(missing.join(" "))
            .fetch_all(db))?;
        for (row,) in rows {
            let (training, [version, kept]) = packed::with_more(&row)?;
            found.extend(self.summary(training, version, kept).await?);
        }
        Ok(found)
    }

    /// A training with its kept facts, gathered anew if they are of another program: none if it is gone since.
    async fn summary(
        &mut self,
        training: &str,
        version: &str,
        kept: &str,
    ) -> Result<Option<Arc<StoredSummary>>> {
        let id = parse(packed::first(training))?;
        if parse::<u16>(version)? != GATHERED_VERSION {
            let Some(kept) = self.portfolio(id).await? else { return Ok(None) };
            let facts = to_json(&facts(&kept.portfolio))?;
            return Ok(Some(Arc::new(StoredSummary::new(training, &facts)?)));
        }
        let summary = Arc::new(StoredSummary::new(training, kept)?);
        if self.reads_what_lasts() {
            self.common.summaries.keep(id, Arc::clone(&summary));
        }
        Ok(Some(summary))
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

    /// Trainings that another version of the program gathered.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings_gathered_otherwise(&mut self) -> Result<Vec<TrainingId>> {
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT training FROM gathered WHERE version <> $1")
            .bind(i64::from(GATHERED_VERSION))
            .fetch_all(db))?;
        rows.iter().map(|(id,)| parse(id)).collect()
    }

    /// Gathers a training anew.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn gather(&mut self, id: TrainingId) -> Result<()> {
        self.hold_training(id).await?;
        let Some(mut kept) = self.portfolio(id).await? else { return Ok(()) };
        self.save_gathered(&mut kept.portfolio).await
    }

    /// Keeps what is gathered of a training after a change: what the rules need to know, and its records as they go out. What
    /// somebody has who was named by the change is read first.
    ///
    /// # Errors
    /// When the database fails or what somebody has is corrupt.
    pub async fn save_gathered(&mut self, portfolio: &mut Portfolio) -> Result<()> {
        let id = portfolio.training.id.to_string();
        if !portfolio.knows_supervisors() {
            let (found,): (Option<String>,) = on!(self, db =>
                sqlx::query_as(concat!("SELECT ", supervisors!())).bind(&id).fetch_one(db))?;
            portfolio.supervisors = from_json(&format!("[{}]", found.unwrap_or_default()))?;
        }
        let StoredRecords { others, sent, unsent } = StoredRecords::of(portfolio)?;
        execute!(
            self,
            sqlx::query(
                "INSERT INTO gathered (training, version, facts, records, sent, unsent)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (training) DO UPDATE
                 SET version = excluded.version, facts = excluded.facts, records = excluded.records,
                     sent = excluded.sent, unsent = excluded.unsent"
            )
            .bind(&id)
            .bind(i64::from(GATHERED_VERSION))
            .bind(to_json(&facts(portfolio))?)
            .bind(others)
            .bind(sent)
            .bind(unsent)
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
