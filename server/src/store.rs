//! Where the service keeps its records: one set of SQL on SQLite and PostgreSQL.
//!
//! Only [`Work`] runs SQL, by the `on!` macro, each statement written once with `$1`. Rows are private
//! structs turned into domain types; a failure there is a corrupt record.

use std::{
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    PgConnection, PgPool, Postgres, SqliteConnection, Transaction, pool::PoolConnection,
    postgres::PgPoolOptions,
};

/// Runs the same statement on whichever database the work was begun on, and counts it.
macro_rules! on {
    ($work:expr, $db:ident => $body:expr) => {
        match $work.connection().await {
            Ok($crate::store::Connection::Sqlite($db)) => $body.await,
            Ok($crate::store::Connection::Postgres($db)) => $body.await,
            Err(closed) => Err(closed),
        }
    };
}

/// Runs a statement that changes rows, counts it, and gives how many rows it changed.
macro_rules! execute {
    ($work:expr, $query:expr) => {
        match $work.connection().await {
            Ok($crate::store::Connection::Sqlite(db)) => {
                $query.execute(db).await.map(|done| done.rows_affected())
            }
            Ok($crate::store::Connection::Postgres(db)) => {
                $query.execute(db).await.map(|done| done.rows_affected())
            }
            Err(closed) => Err(closed),
        }
    };
}

/// Whether a person is an inspector of an inspection at a clinic that isn't called off, in a statement.
macro_rules! inspects {
    ($person:expr, $clinic:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM inspector x JOIN inspection i ON i.id = x.inspection
                     WHERE x.person = ",
            $person,
            " AND i.clinic = ",
            $clinic,
            " AND i.phase <> 'cancelled')"
        )
    };
}

#[macro_use]
mod sqlite;
#[macro_use]
pub mod session;

pub mod action_plan;
pub mod activity;
pub mod assessment;
pub mod certificate;
pub mod checklist;
pub mod clinic;
pub mod curriculum;
pub mod delegation;
pub mod history;
pub mod inspection;
pub mod invitation;
mod json;
mod packed;
pub mod person;
pub mod placement;
mod remembered;
pub mod report_import;
pub mod self_assessment;
pub mod specialist_panel;
pub mod standing;
pub mod supervisor;
pub mod training;

use remembered::Remembered;
use self_assessment::{AnsweredBy, AskedAnswer};
use shared::TrainingId;
use training::{RecordsOfTraining, StoredSummary};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Connections of one server to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request waits for a connection or a lock before it is told to try again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of each kind of trainings that a server remembers; of areas a fourth.
const REMEMBERED: u64 = 32 * 1024 * 1024;

/// What went wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database didn't answer as it should.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database's shape couldn't be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A record can't be read as what it should be.
    #[error("corrupt record: {0}")]
    Corrupt(String),
}

/// The store's results.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The database.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    common: Arc<Common>,
}

/// What all works of a store share.
struct Common {
    /// Statements run.
    statements: AtomicU64,
    /// Trainings with what the rules need to know.
    summaries: Remembered<TrainingId, StoredSummary>,
    /// Trainings' records as they go out.
    records: Remembered<TrainingId, RecordsOfTraining>,
    /// Areas of self-assessments, each with who saved an answer in it.
    answered: Remembered<AnsweredBy, AskedAnswer>,
}

impl Common {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            statements: AtomicU64::new(0),
            summaries: Remembered::of(REMEMBERED, 5_000),
            records: Remembered::of(REMEMBERED, 100_000),
            answered: Remembered::of(REMEMBERED / 4, 5_000),
        })
    }
}

#[derive(Clone)]
enum Pools {
    Sqlite(sqlite::Sqlite),
    Postgres(PgPool),
}

/// A unit of work. One that writes leaves no trace if it is dropped without `commit`.
pub struct Work {
    held: Held,
    common: Arc<Common>,
}

enum Held {
    SqliteRead(sqlite::Reading),
    SqliteWrite(sqlite::Change),
    PostgresRead(PoolConnection<Postgres>),
    PostgresWrite(Transaction<'static, Postgres>),
}

/// The connection that a statement runs on.
pub(crate) enum Connection<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Store {
    /// Opens (and makes, if need be) the SQLite file `stins.db` in `data`, brought up to date.
    ///
    /// # Errors
    /// When the file can't be opened or migrated.
    pub async fn sqlite(data: &Path) -> Result<Self> {
        let sqlite = sqlite::Sqlite::open(&data.join("stins.db"), &MIGRATIONS).await?;
        Ok(Self { pools: Pools::Sqlite(sqlite), common: Common::new() })
    }

    /// Connects to a PostgreSQL database, brought up to date.
    ///
    /// # Errors
    /// When it can't be reached or migrated.
    pub async fn postgres(url: &str) -> Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect(url)
            .await?;
        MIGRATIONS.run(&pool).await?;
        Ok(Self { pools: Pools::Postgres(pool), common: Common::new() })
    }

    /// Begins a work that only reads.
    ///
    /// # Errors
    /// When no connection is to be had in time.
    pub async fn read(&self) -> Result<Work> {
        let held = match &self.pools {
            Pools::Sqlite(sqlite) => Held::SqliteRead(sqlite.read().await?),
            Pools::Postgres(pool) => Held::PostgresRead(pool.acquire().await?),
        };
        Ok(Work { held, common: Arc::clone(&self.common) })
    }

    /// Begins a work that writes. On SQLite it is alone from the start, so that nothing read in it can be
    /// overtaken; on PostgreSQL versions and conditions in the statements see to that.
    ///
    /// # Errors
    /// When no connection or lock is to be had in time.
    pub async fn write(&self) -> Result<Work> {
        let held = match &self.pools {
            Pools::Sqlite(sqlite) => Held::SqliteWrite(sqlite.write().await?),
            Pools::Postgres(pool) => Held::PostgresWrite(pool.begin().await?),
        };
        Ok(Work { held, common: Arc::clone(&self.common) })
    }

    /// Begins a work that reads what it is about to change, and goes on by [`Work::to_write`]. It may have the turn to
    /// write already: nothing else may be written before it is dropped or goes on.
    ///
    /// # Errors
    /// When no connection is to be had in time.
    pub async fn read_to_write(&self) -> Result<Work> {
        let looking = match &self.pools {
            Pools::Sqlite(sqlite) => sqlite.look(),
            Pools::Postgres(_) => None,
        };
        let Some(change) = looking else { return self.read().await };
        let held = Held::SqliteWrite(change);
        Ok(Work { held, common: Arc::clone(&self.common) })
    }

    /// Statements run since the store was opened: what the query budgets are counted by.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.common.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections, and with them the write-ahead log.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite(sqlite) => sqlite.close().await,
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Work {
    pub(crate) async fn connection(&mut self) -> Result<Connection<'_>, sqlx::Error> {
        self.common.statements.fetch_add(1, Ordering::Relaxed);
        Ok(match &mut self.held {
            Held::SqliteRead(db) => Connection::Sqlite(db.connection()?),
            Held::SqliteWrite(db) => Connection::Sqlite(db.connection().await?),
            Held::PostgresRead(db) => Connection::Postgres(db),
            Held::PostgresWrite(db) => Connection::Postgres(db),
        })
    }

    /// Whether what this work reads has come to last.
    const fn reads_what_lasts(&self) -> bool {
        matches!(self.held, Held::SqliteRead(_) | Held::PostgresRead(_))
    }

    /// The work that writes what this one has read for, once it is its turn. What was read may have changed since.
    ///
    /// # Errors
    /// When no connection or lock is to be had in time.
    pub async fn to_write(mut self, store: &Store) -> Result<Self> {
        if let Held::SqliteWrite(db) = &mut self.held {
            db.look_no_more();
            return Ok(self);
        }
        drop(self);
        store.write().await
    }

    /// The text to run as all that this work does: `sqlite`'s, whose commit may come with it, or `postgres`, which is one
    /// statement. [`Self::is_made`] is told once it has run.
    fn at_once(&mut self, sqlite: &sqlite::AtOnce, postgres: &'static str) -> Result<&'static str> {
        Ok(match &mut self.held {
            Held::SqliteWrite(db) => db.at_once(sqlite)?,
            Held::SqliteRead(_) | Held::PostgresRead(_) | Held::PostgresWrite(_) => postgres,
        })
    }

    /// A text of [`Self::at_once`] has run to its end.
    fn is_made(&mut self, ran: &str, of: &sqlite::AtOnce) {
        if let Held::SqliteWrite(db) = &mut self.held {
            db.is_made(ran, of);
        }
    }

    /// Makes what was written last.
    ///
    /// # Errors
    /// When the database refuses; then nothing was written.
    pub async fn commit(self) -> Result<()> {
        match self.held {
            Held::SqliteWrite(db) => db.commit().await?,
            Held::PostgresWrite(db) => db.commit().await?,
            Held::SqliteRead(_) | Held::PostgresRead(_) => {}
        }
        Ok(())
    }

    /// Writes nothing, where somebody else's change came first: what this work saw of it can be read by others
    /// when this returns.
    ///
    /// # Errors
    /// When what it saw could not be made to last.
    pub async fn give_way(self) -> Result<()> {
        if let Held::SqliteWrite(db) = self.held {
            db.give_way().await?;
        }
        Ok(())
    }
}

/// A stored text as an id, code or other value; what isn't one is a corrupt record.
pub(crate) fn parse<T: FromStr>(text: &str) -> Result<T>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| Error::Corrupt(format!("{text:?}: {error}")))
}

/// A stored instant.
pub(crate) fn instant(millis: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
        .ok_or_else(|| Error::Corrupt(format!("instant {millis}")))
}

/// A stored day.
pub(crate) fn day(text: &str) -> Result<NaiveDate> {
    parse(text)
}

/// A stored JSON value.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Corrupt(format!("json: {error}")))
}

/// The same from bytes.
pub(crate) fn from_json_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|error| Error::Corrupt(format!("json: {error}")))
}

/// A value as JSON to store. Our own types always can be.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(format!("json: {error}")))
}

/// A bounded text from the store.
pub(crate) fn text<T: TryFrom<String>>(stored: String) -> Result<T>
where
    T::Error: std::fmt::Display,
{
    T::try_from(stored).map_err(|error| Error::Corrupt(error.to_string()))
}

/// A count or year from a BIGINT.
pub(crate) fn number<T: TryFrom<i64>>(stored: i64) -> Result<T> {
    T::try_from(stored).map_err(|_| Error::Corrupt(format!("number {stored}")))
}
