//! SQLite's connections: some that read at the same time, and one that writes.
//!
//! A commit costs a wait for the disk. Works that queue for the writer therefore share one transaction, each within
//! a savepoint of its own, and one commit makes them all last; each is told so only then.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::{
    sync::{Mutex as Queue, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore, watch},
    time::timeout,
};

use super::{PATIENCE, Result};

/// Connections that read: two for each of the processor's cores, since what is read is nearly always in memory and
/// more would only take turns.
fn readers() -> usize {
    2 * std::thread::available_parallelism().map_or(1, usize::from)
}

/// All connections to one file.
#[derive(Clone)]
pub(super) struct Sqlite {
    readers: Arc<Readers>,
    writer: Arc<Writer>,
}

impl Sqlite {
    /// Opens (and makes, if need be) the file, brought up to date.
    pub async fn open(file: &Path, migrations: &Migrator) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("cache_size", "-16000")
            .pragma("mmap_size", "268435456")
            // What a savepoint would undo is kept in a file of its own otherwise, made and removed in each commit.
            .pragma("temp_store", "MEMORY")
            .optimize_on_close(true, None)
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        migrations.run(&mut connection).await?;
        let mut idle = Vec::new();
        for _ in 0..readers() {
            idle.push(options.connect().await?);
        }
        Ok(Self {
            readers: Arc::new(Readers {
                free: Arc::new(Semaphore::new(idle.len())),
                idle: Mutex::new(idle),
            }),
            writer: Arc::new(Writer {
                queue: Arc::new(Queue::new(Some(Writing { connection, others: None }))),
                waiting: AtomicUsize::new(0),
                options,
            }),
        })
    }

    /// A connection that reads, once one is free.
    pub async fn read(&self) -> Result<Reading> {
        let permit = timeout(PATIENCE, Arc::clone(&self.readers.free).acquire_owned())
            .await
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        let connection = self.readers.idle().pop();
        Ok(Reading { connection, readers: Arc::clone(&self.readers), _permit: permit })
    }

    /// The connection that writes, once it is this work's turn.
    pub async fn write(&self) -> Result<Change> {
        let turn = self.writer.turn().await?;
        Ok(Change { turn: Some(turn), writer: Arc::clone(&self.writer), stage: Stage::Idle })
    }

    /// The connection that writes, to read on before writing; none where somebody writes or waits to. SQLite has any other
    /// connection read anew the pages that it kept, after each change.
    pub fn look(&self) -> Option<Change> {
        let turn = Arc::clone(&self.writer.queue).try_lock_owned().ok()?;
        let free = turn.as_ref().is_some_and(|writing| writing.others.is_none());
        let writer = Arc::clone(&self.writer);
        free.then_some(Change { turn: Some(turn), writer, stage: Stage::Looking })
    }

    /// Closes all connections, and with them the write-ahead log.
    pub async fn close(&self) {
        self.readers.free.close();
        let idle = std::mem::take(&mut *self.readers.idle());
        let writing = self.writer.queue.lock().await.take().map(|writing| writing.connection);
        for connection in idle.into_iter().chain(writing) {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "closing a connection");
            }
        }
    }
}

async fn run(
    connection: &mut SqliteConnection,
    statement: &'static str,
) -> Result<(), sqlx::Error> {
    sqlx::query(statement).execute(connection).await.map(|_| ())
}

struct Readers {
    idle: Mutex<Vec<SqliteConnection>>,
    /// As many permits as connections.
    free: Arc<Semaphore>,
}

impl Readers {
    fn idle(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        // Whoever panicked, a list of connections is whole.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that reads; given back when dropped.
pub(super) struct Reading {
    connection: Option<SqliteConnection>,
    readers: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
}

impl Reading {
    pub fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.readers.idle().extend(self.connection.take());
    }
}

struct Writer {
    /// Works get their turn in the order they came. None once closed.
    queue: Arc<Queue<Option<Writing>>>,
    waiting: AtomicUsize,
    options: SqliteConnectOptions,
}

type Turn = OwnedMutexGuard<Option<Writing>>;

struct Writing {
    connection: SqliteConnection,
    /// Works that have written in the transaction that is open, and wait for its commit.
    others: Option<watch::Sender<Option<bool>>>,
}

/// One more who waits, for as long as this lives.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn new(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::AcqRel);
        Self(waiting)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Writer {
    async fn turn(&self) -> Result<Turn> {
        let _waits = Waits::new(&self.waiting);
        let turn = timeout(PATIENCE, Arc::clone(&self.queue).lock_owned()).await;
        Ok(turn.map_err(|_| sqlx::Error::PoolTimedOut)?)
    }

    /// Commits what is open. After a fault the connection is made anew, which undoes what was not committed.
    async fn commit(&self, writing: &mut Writing) -> Result<(), sqlx::Error> {
        let done = run(&mut writing.connection, "COMMIT").await;
        if done.is_err() {
            writing.connection = self.options.connect().await?;
        }
        done
    }

    /// Commits for all who share the transaction, after those who wait for their turn now.
    async fn commit_for_all(self: Arc<Self>) {
        let mut turn = Arc::clone(&self.queue).lock_owned().await;
        let Some(writing) = turn.as_mut() else { return };
        let Some(others) = writing.others.take() else { return };
        let done = self.commit(writing).await;
        if let Err(error) = &done {
            tracing::error!(%error, "commit");
        }
        others.send_replace(Some(done.is_ok()));
    }

    /// Undoes what a work left without commit.
    async fn undo(&self, writing: &mut Writing) {
        // Alone it may have been cut off on either side of its commit: a transaction is open in any case by then.
        let statement = if writing.others.is_some() {
            "ROLLBACK TO work"
        } else {
            "SAVEPOINT undone; ROLLBACK"
        };
        if let Err(error) = run(&mut writing.connection, statement).await {
            // A fault has ended the whole transaction, and with it what the others wrote.
            tracing::warn!(%error, "rollback");
            match self.options.connect().await {
                Ok(connection) => writing.connection = connection,
                Err(error) => tracing::error!(%error, "connecting anew"),
            }
            if let Some(others) = writing.others.take() {
                others.send_replace(Some(false));
            }
        }
    }
}

/// A text of several statements that makes all of its changes or, where its conditions don't hold, none: in each of
/// the ways that [`Change::at_once`] runs it.
pub(super) struct AtOnce {
    /// With nobody waiting: its commit is sent with it.
    pub alone: &'static str,
    /// The first of several works that will share a commit.
    pub first: &'static str,
    /// In a transaction that others have written in.
    pub joining: &'static str,
}

/// An [`AtOnce`] of a text.
macro_rules! at_once {
    ($($text:expr),+) => {
        $crate::store::sqlite::AtOnce {
            alone: concat!("BEGIN IMMEDIATE;", $($text),+, ";COMMIT"),
            first: concat!("BEGIN IMMEDIATE;", $($text),+),
            joining: concat!("SAVEPOINT work;", $($text),+),
        }
    };
}

/// How far a work's turn has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Reads, with nothing begun.
    Looking,
    /// Nothing is begun.
    Idle,
    /// In a transaction or savepoint.
    Open,
    /// Committed.
    Lasting,
}

/// A work's turn to write. Dropped without [`Change::commit`], it leaves no trace.
pub(super) struct Change {
    turn: Option<Turn>,
    writer: Arc<Writer>,
    stage: Stage,
}

impl Change {
    fn writing(&mut self) -> Result<&mut Writing, sqlx::Error> {
        self.turn.as_mut().and_then(|turn| turn.as_mut()).ok_or(sqlx::Error::PoolClosed)
    }

    /// Ends the looking: what follows is to be written.
    pub fn look_no_more(&mut self) {
        if self.stage == Stage::Looking {
            self.stage = Stage::Idle;
        }
    }

    /// The connection, with this work begun unless it only looks.
    pub async fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        if self.stage == Stage::Idle {
            self.stage = Stage::Open;
            let writing = self.writing()?;
            let begin = if writing.others.is_some() { "SAVEPOINT work" } else { "BEGIN IMMEDIATE" };
            run(&mut writing.connection, begin).await?;
        }
        self.writing().map(|writing| &mut writing.connection)
    }

    /// The text to run, on [`Self::connection`], as all that this work does; [`Self::is_made`] is told once it has run.
    pub fn at_once(&mut self, text: &AtOnce) -> Result<&'static str, sqlx::Error> {
        let alone = self.writer.waiting.load(Ordering::Acquire) == 0;
        let others = self.writing()?.others.is_some();
        self.stage = Stage::Open;
        Ok(match (others, alone) {
            (true, _) => text.joining,
            (false, true) => text.alone,
            (false, false) => text.first,
        })
    }

    /// A text of [`Self::at_once`] has run to its end.
    pub fn is_made(&mut self, ran: &str, of: &AtOnce) {
        if ran == of.alone {
            self.stage = Stage::Lasting;
        }
    }

    /// Makes what was written last, together with others where others wait.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        if self.stage != Stage::Open {
            return Ok(());
        }
        let writer = Arc::clone(&self.writer);
        let writing = self.writing()?;
        let done = match &writing.others {
            Some(others) => others.subscribe(),
            None if writer.waiting.load(Ordering::Acquire) == 0 => {
                let done = writer.commit(writing).await;
                self.turn = None;
                return done;
            }
            None => {
                let (others, done) = watch::channel(None);
                writing.others = Some(others);
                tokio::spawn(writer.commit_for_all());
                done
            }
        };
        self.turn = None;
        wait(done).await
    }

    /// Writes nothing, and returns when what this work has seen of others has come to last.
    pub async fn give_way(mut self) -> Result<(), sqlx::Error> {
        let writer = Arc::clone(&self.writer);
        let open = self.stage == Stage::Open;
        let writing = self.writing()?;
        if open {
            writer.undo(writing).await;
        }
        let others = writing.others.as_ref().map(watch::Sender::subscribe);
        self.turn = None;
        match others {
            Some(done) => wait(done).await,
            None => Ok(()),
        }
    }
}

async fn wait(mut done: watch::Receiver<Option<bool>>) -> Result<(), sqlx::Error> {
    let lasts = done.wait_for(Option::is_some).await.is_ok_and(|done| *done == Some(true));
    if lasts { Ok(()) } else { Err(sqlx::Error::Protocol("the shared commit failed".to_owned())) }
}

impl Drop for Change {
    fn drop(&mut self) {
        let Some(mut turn) = self.turn.take() else { return };
        if self.stage != Stage::Open {
            return;
        }
        let writer = Arc::clone(&self.writer);
        tokio::spawn(async move {
            if let Some(writing) = turn.as_mut() {
                writer.undo(writing).await;
            }
        });
    }
}
