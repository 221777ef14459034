//! The store itself.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::json;
use server::clock::new_id;
use shared::{
    CareProviderId,
    clinic::{CareProvider, Clinic},
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::harness::TestApp;

both_databases! {
    of_works_that_wait_for_each_other_those_that_are_dropped_leave_no_trace,
}

async fn of_works_that_wait_for_each_other_those_that_are_dropped_leave_no_trace(app: TestApp) {
    let region = |number: usize| CareProvider {
        id: CareProviderId::new(new_id()),
        name: format!("Region {number:02}"),
    };
    let works = (0..40).map(|number| {
        let store = app.app.store.clone();
        tokio::spawn(async move {
            let mut work = store.write().await.unwrap();
            assert!(work.add_care_provider(&region(number)).await.unwrap());
            match number % 4 {
                1 => drop(work),
                3 => work.give_way().await.unwrap(),
                _ => work.commit().await.unwrap(),
            }
        })
    });
    for work in works.collect::<Vec<_>>() {
        work.await.unwrap();
    }
    let known = app.app.store.read().await.unwrap().care_providers().await.unwrap();
    let known: BTreeSet<_> = known.into_iter().map(|known| known.name).collect();
    for number in 0..40 {
        assert_eq!(known.contains(&region(number).name), number % 2 == 0, "{number}");
    }
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let sqlite = TestApp::sqlite().await;
    let file = format!("sqlite:{}", sqlite.folder.path().join("stins.db").display());
    let mut connection = SqliteConnection::connect(&file).await.unwrap();
    let of_sqlite: Vec<(String,)> = sqlx::query_as(
        "SELECT t.name || '.' || c.name || ' ' || lower(c.type)
                || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN '' ELSE ' null' END
         FROM sqlite_schema t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let postgres = TestApp::postgres().await;
    let mut connection = PgConnection::connect(postgres.url().unwrap()).await.unwrap();
    let of_postgres: Vec<(String,)> = sqlx::query_as(
        "SELECT table_name || '.' || column_name || ' ' || data_type
                || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' null' END
         FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let of_sqlite = of_sqlite.into_iter().map(|(column,)| column).collect::<BTreeSet<_>>();
    let of_postgres = of_postgres.into_iter().map(|(column,)| column).collect::<BTreeSet<_>>();
    assert!(of_sqlite.len() > 100);
    assert_eq!(of_sqlite, of_postgres);
}

#[tokio::test]
async fn what_one_server_saves_another_on_the_same_database_shows() {
    let app = TestApp::postgres().await;
    let one = app.signed_in("region@exempel.se").await;
    let other = one.through(app.second().await);
    let path = format!("/api/clinics/{}", app.gyn());
    let clinic: Clinic = other.get(&path).await.ok();
    let save = json!({ "care_provider": app.places.region, "name": "Kvinnokliniken", "site": "Norra sjukhuset",
        "specialties": clinic.specialties });
    let saved: Clinic = one.put(&path, clinic.version, &save).await.ok();
    assert_eq!(other.get(&path).await.ok::<Clinic>(), saved);
    other.put(&path, clinic.version, &save).await.problem(StatusCode::PRECONDITION_FAILED);
    // Signed out at one is signed out at the other.
    one.delete("/api/session").await.is(StatusCode::NO_CONTENT);
    other.get(&path).await.problem(StatusCode::UNAUTHORIZED);
}
