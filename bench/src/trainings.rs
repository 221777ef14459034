//! An ST-läkare's first page with 66 months of data, and the list of a clinic with 200 ST-läkare.

use std::path::{Path, PathBuf};

use axum::{body::Body, http::Request};
use rusqlite::{Connection, params};
use server::{demo, http::session::hash_token, site::Site};
use shared::training_facts::GATHERED_VERSION;

use crate::{
    CONNECTIONS, Outcome, bare,
    data::{self, id},
    load::{Asker, get, in_turns, run},
    product::Product,
    queries::{count, open},
    table::{Table, whole},
};

const TRAININGS: usize = 200;
/// What five and a half years come to, by noun.
const RECORDS: [(&str, usize); 10] = [
    ("meeting", 66),
    ("assessment", 60),
    ("certificate", 30),
    ("activity", 24),
    ("review", 22),
    ("objective_evidence", 20),
    ("placement", 14),
    ("iup", 6),
    ("evaluation", 5),
    ("leave", 4),
];
const TOKEN: &str = "bench-trainings";

/// Where the data is, and what is asked for in it.
struct Trainings {
    data: PathBuf,
    /// The training of 66 months.
    long: String,
    clinic: String,
}

impl Trainings {
    /// Finds it, generated unless it is there: the demo, with its best filled training copied, and then grown to 66 months.
    async fn generate(folder: &Path) -> Outcome<Self> {
        let data = folder.join("data-trainings");
        // What another version gathered would be gathered anew, which the copies have no records for.
        let whole = data.join(format!("whole-{GATHERED_VERSION}"));
        if !whole.exists() {
            eprintln!("Generating {TRAININGS} trainings …");
            if data.exists() {
                std::fs::remove_dir_all(&data)?;
            }
            std::fs::create_dir_all(data.join("files"))?;
            let app = open(&data).await?;
            app.prepare().await?;
            demo::fill(&app).await?;
            app.store.close().await;
            let mut database = Connection::open(data.join("stins.db"))?;
            let work = database.transaction()?;
            let (long, ..) = find(&work)?;
            let found: i64 = work.query_row(
                "SELECT COUNT(*) FROM training WHERE clinic = (SELECT clinic FROM training WHERE id = ?1)",
                params![long],
                |row| row.get(0),
            )?;
            for number in usize::try_from(found)?..TRAININGS {
                copy(&work, &long, number)?;
            }
            for (noun, wanted) in RECORDS {
                grow(&work, &long, noun, wanted)?;
            }
            work.execute("UPDATE gathered SET version = 0 WHERE training = ?1", params![long])?;
            work.commit()?;
            let app = open(&data).await?;
            app.prepare().await?;
            app.store.close().await;
            database.execute_batch("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")?;
            std::fs::write(whole, "")?;
        }
        let database = Connection::open(data.join("stins.db"))?;
        let (long, clinic, director) = find(&database)?;
        database.execute(
            "INSERT OR IGNORE INTO session (token_hash, person, created_at, seen_at) VALUES (?1, ?2, 0, 0)",
            params![hash_token(TOKEN), director],
        )?;
        data::refresh(&data)?;
        Ok(Self { data, long, clinic })
    }
}

/// The demo's best filled training, its clinic, and the clinic's director of studies.
fn find(database: &Connection) -> Outcome<(String, String, String)> {
    Ok(database.query_row(
        "SELECT t.id, t.clinic, m.person FROM training t
         JOIN person p ON p.id = t.trainee AND p.email = 'st-lakare@exempel.se'
         JOIN membership m ON m.clinic = t.clinic AND m.role = 'director_of_studies' AND m.ended IS NULL",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// Copies a training's records of a noun until there are as many as wanted.
fn grow(database: &Connection, training: &str, noun: &str, wanted: usize) -> Outcome<()> {
    let found: Vec<(String, String)> = database
        .prepare("SELECT id, body FROM training_record WHERE training = ?1 AND noun = ?2")?
        .query_map(params![training, noun], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for number in found.len()..wanted {
        let (was, body) =
            found.get(number % found.len().max(1)).ok_or_else(|| format!("no {noun} to copy"))?;
        // The kinds differ in the middle of the id, so that none is another's.
        let kind = RECORDS.iter().position(|(one, _)| *one == noun).unwrap_or_default();
        let new = id(20, kind, i64::try_from(number)?);
        database.execute(
            "INSERT INTO training_record (id, training, noun, body, version, changed_at, changed_by, removed)
             SELECT ?1, training, noun, ?2, version, changed_at, changed_by, removed FROM training_record WHERE id = ?3",
            params![new, body.replace(was, &new), was],
        )?;
    }
    Ok(())
}

/// A copy of a training, of somebody else.
fn copy(database: &Connection, training: &str, number: usize) -> Outcome<()> {
    let (person, new) = (id(21, number, 0), id(22, number, 0));
    database.execute(
        "INSERT INTO person (id, email, name, created_at) VALUES (?1, ?2, ?3, 0)",
        params![person, format!("st-lakare{number}@exempel.se"), format!("ST-läkare {number}")],
    )?;
    database.execute(
        "INSERT INTO training (id, trainee, clinic, specialty, curriculum, regulation, licensed_on, starts_on,
                               principal_supervisor, phase, revision)
         SELECT ?1, ?2, clinic, specialty, curriculum, regulation, licensed_on, starts_on,
                principal_supervisor, phase, revision FROM training WHERE id = ?3",
        params![new, person, training],
    )?;
    database.execute(
        "INSERT INTO gathered (training, version, facts, records, sent, unsent)
         SELECT ?1, version, facts, records, sent, unsent FROM gathered WHERE training = ?2",
        params![new, training],
    )?;
    Ok(())
}

/// Measures both, and prints them.
pub async fn measure(server: &Path, folder: &Path) -> Outcome<()> {
    let trainings = Trainings::generate(folder).await?;
    let pages = [
        ("an ST-läkare's first page, 66 months", format!("/api/trainings/{}", trainings.long)),
        (
            "a clinic's list of 200 ST-läkare",
            format!("/api/clinics/{}/trainings", trainings.clinic),
        ),
    ];
    let app = open(&trainings.data).await?;
    let router = server::http::router(app.clone(), Site::default());
    let mut statements = Vec::new();
    for (_, path) in &pages {
        let cookie = format!("stins={TOKEN}");
        let request = Request::get(path).header("cookie", cookie).body(Body::empty())?;
        statements.push(count(&router, &app.store, request).await?.0);
    }
    app.store.close().await;

    println!("\n## An ST-läkare's first page, and a clinic's list\n");
    let mut table = Table::new(&[
        "request",
        "SQL statements",
        "bytes of JSON",
        "connections",
        "bare handler/s",
        "Stins/s",
        "ratio",
        "p50 ms",
        "p99 ms",
    ]);
    let product = Product::start(server, &trainings.data).await?;
    for ((name, path), statements) in pages.into_iter().zip(statements) {
        let mut asker = Asker::connect(product.address).await?;
        let (_, body) = asker.ask(get(&path, Some(TOKEN))?).await?;
        let bare = bare::Bare::start(folder, &body).await?;
        for connections in CONNECTIONS {
            let path = &path;
            let compared = in_turns(
                async |each| Ok(bare.load(connections, each).await?.rate),
                async |each| {
                    let path = path.clone();
                    run(product.address, connections, each, move |_, _| get(&path, Some(TOKEN)))
                        .await
                },
            )
            .await?;
            let what = [name.into(), whole(statements), whole(body.len()), whole(connections)];
            table.row(&[what.as_slice(), compared.cells().as_slice()].concat());
        }
    }
    table.print();
    Ok(())
}
