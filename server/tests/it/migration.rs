//! What a migration makes of what was kept before it.

use std::{fs, path::Path};

use server::store::Store;
use shared::{
    PersonId, PlacementId, TrainingId,
    person::PersonName,
    placement::{Percent, Placement, PlacementKind, SupervisorName},
    text::FreeText,
};
use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use uuid::Uuid;

use crate::harness::{Database, Folder, line};

/// The migrations up to a number, as they stand in the repository.
async fn until(last: &str, folder: &Path) -> Migrator {
    let older = folder.join("older");
    fs::create_dir(&older).unwrap();
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations")).unwrap() {
        let file = file.unwrap();
        if file.file_name().to_str().unwrap().split('_').next().unwrap() <= last {
            fs::copy(file.path(), older.join(file.file_name())).unwrap();
        }
    }
    Migrator::new(older).await.unwrap()
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn person(number: u128) -> PersonName {
    PersonName { id: PersonId::new(uuid(number)), name: format!("Person {number}") }
}

fn placement(number: u128, supervisor: Option<SupervisorName>) -> Placement {
    Placement {
        id: PlacementId::new(uuid(number)),
        kind: PlacementKind::Elsewhere,
        place: line("Handkirurgen"),
        clinic: None,
        from: "2025-01-01".parse().unwrap(),
        to: "2025-06-30".parse().unwrap(),
        percent: Percent::FULL,
        supervisor,
        goals: FreeText::default(),
        objectives: Vec::new(),
        contract: None,
        feedback: FreeText::default(),
        followed_up: None,
        version: 1,
        changed: None,
    }
}

const FIRST: u128 = 11;
const SECOND: u128 = 12;

/// Two trainings, 101 and 102, of persons 1 and 2, with placements that were named supervisors in all the ways there are.
fn kept_before() -> String {
    let by = |number| Some(SupervisorName::Person(person(number)));
    let written = Some(SupervisorName::Written(line("Person 11")));
    let mut records = vec![
        (101, "placement", placement(201, by(FIRST)), false),
        (101, "placement", placement(202, by(SECOND)), false),
        (102, "placement", placement(203, by(FIRST)), false),
        // A name without an account, nobody, one that was removed, and what is no placement.
        (101, "placement", placement(204, written), false),
        (101, "placement", placement(205, None), false),
        (102, "placement", placement(206, by(SECOND)), true),
        (102, "leave", placement(207, by(SECOND)), false),
    ];
    // Changed by the one who supervises another: that is no naming.
    let by_second = shared::review::Changed {
        at: chrono::DateTime::UNIX_EPOCH,
        by: person(SECOND).id.to_string(),
    };
    records[2].2.changed = Some(by_second);
    let region = uuid(1000);
    let (clinic, curriculum) = (uuid(1001), uuid(1002));
    let people: Vec<String> = [1, 2, FIRST, SECOND]
        .map(|n| format!("('{}', '{n}@prov.se', 'Person {n}', NULL, 0)", uuid(n)))
        .into();
    let trainings: Vec<String> = [(101, 1), (102, 2)]
        .map(|(id, trainee)| {
            format!(
                "('{}', '{}', '{clinic}', 'Ortopedi', '{curriculum}', 'hslf2021', '2024-01-01', '2024-02-01',
                  'underway', '{{}}', 1)",
                uuid(id),
                uuid(trainee)
            )
        })
        .into();
    let records: Vec<String> = records
        .into_iter()
        .map(|(training, noun, placement, removed)| {
            let body = serde_json::to_string(&placement).unwrap();
            let removed = if removed { "TRUE" } else { "FALSE" };
            format!(
                "('{}', '{}', '{noun}', '{body}', 1, 0, 'Rektorn', {removed})",
                placement.id,
                uuid(training)
            )
        })
        .collect();
    format!(
        "INSERT INTO care_provider (id, name) VALUES ('{region}', 'Region Prov');
         INSERT INTO clinic (id, care_provider, name, site, specialties, version)
            VALUES ('{clinic}', '{region}', 'Ortopeden', 'Provsjukhuset', '[]', 1);
         INSERT INTO person (id, email, name, password_hash, created_at) VALUES {};
         INSERT INTO curriculum (id, regulation, specialty, version_name, body, published_at)
            VALUES ('{curriculum}', 'hslf2021', 'Ortopedi', 'Prov', '{{}}', 0);
         INSERT INTO training (id, trainee, clinic, specialty, curriculum, regulation, licensed_on, starts_on, phase,
                               facts, revision) VALUES {};
         INSERT INTO training_record (id, training, noun, body, version, changed_at, changed_by, removed) VALUES {};",
        people.join(", "),
        trainings.join(", "),
        records.join(", ")
    )
}

/// Who supervises what, once the database is up to date.
async fn those_named_before_are_found_by_the_person(store: Store) {
    let mut work = store.read().await.unwrap();
    for (number, expected) in
        [(FIRST, vec![(101, 201), (102, 203)]), (SECOND, vec![(101, 202)]), (1, vec![])]
    {
        let found = work.placements_supervised_by(person(number).id).await.unwrap();
        let mut found: Vec<_> =
            found.into_iter().map(|(training, placement)| (training, placement.id)).collect();
        found.sort();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(training, id)| (TrainingId::new(uuid(training)), PlacementId::new(uuid(id))))
            .collect();
        assert_eq!(found, expected, "person {number}");
    }
}

/// Migration 0008.
#[tokio::test]
async fn sqlite_finds_by_the_person_who_was_named_a_placements_supervisor_before() {
    let folder = Folder::new();
    let older = until("0007", folder.path()).await;
    let file = SqliteConnectOptions::new().filename(folder.path().join("stins.db"));
    let mut kept: SqliteConnection = file.create_if_missing(true).connect().await.unwrap();
    older.run(&mut kept).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(kept_before())).execute(&mut kept).await.unwrap();
    kept.close().await.unwrap();
    let store = Store::sqlite(folder.path()).await.unwrap();
    those_named_before_are_found_by_the_person(store).await;
}

/// The same on PostgreSQL.
#[tokio::test]
async fn postgres_finds_by_the_person_who_was_named_a_placements_supervisor_before() {
    let (folder, database) = (Folder::new(), Database::empty().await);
    let older = until("0007", folder.path()).await;
    let mut kept = PgConnection::connect(&database.url).await.unwrap();
    older.run(&mut kept).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(kept_before())).execute(&mut kept).await.unwrap();
    kept.close().await.unwrap();
    let store = Store::postgres(&database.url).await.unwrap();
    those_named_before_are_found_by_the_person(store).await;
}
