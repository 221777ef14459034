//! The yardstick for saving: a loop that writes the same rows straight to SQLite with the same pragmas.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, TransactionBehavior, params};

use crate::{
    Outcome,
    data::{Size, YEARS, assessment, id},
};

/// Commits a second: one answer, one row of history and the record's revision in each.
pub fn commits_per_second(folder: &Path, each: Duration) -> Outcome<f64> {
    let mut database = Connection::open(Size { percent: 100 }.folder(folder).join("stins.db"))?;
    database.busy_timeout(Duration::from_secs(10))?;
    for (pragma, value) in [
        ("journal_mode", "WAL"),
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("cache_size", "-16000"),
        ("mmap_size", "268435456"),
    ] {
        database.pragma_update(None, pragma, value)?;
    }
    let record = assessment(1_999, YEARS - 1);
    let before: i64 = database.query_row("SELECT COUNT(*) FROM history", [], |row| row.get(0))?;
    let started = Instant::now();
    let mut commits = 0_i64;
    while started.elapsed() < each {
        let work = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work.prepare_cached(
            "UPDATE answer SET verdict = ?3, comment = ?4, version = version + 1, changed_at = ?5, changed_by = ?6
             WHERE self_assessment = ?1 AND criterion = ?2",
        )?
        .execute(params![record, "D7", "partly", format!("Rutinen finns i ledningssystemet ({commits})."), commits, "Studierektor"])?;
        work.prepare_cached(
            "INSERT INTO history (id, record, field, was, became, changed_at, changed_by) VALUES (?1, ?2, 'D7', 'Uppfyllt', 'Delvis uppfyllt', ?3, 'Studierektor')",
        )?
        .execute(params![id(9, 1_999, before + commits), record, commits])?;
        work.prepare_cached("UPDATE self_assessment SET revision = revision + 1 WHERE id = ?1")?
            .execute(params![record])?;
        work.commit()?;
        commits += 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = commits as f64 / started.elapsed().as_secs_f64();
    Ok(rate)
}
