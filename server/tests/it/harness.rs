//! A server of its own for each test, on either database, with a clock that stands still.
//!
//! Tests are written once, as `async fn name(app: TestApp)`, and listed in [`both_databases!`]: they run as
//! `sqlite::name` and `postgres::name`. Those that ask nothing of the database run on SQLite only, as
//! `#[tokio::test]` with `TestApp::sqlite().await`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use serde::{Serialize, de::DeserializeOwned};
use server::{
    App,
    clock::{Clock, new_id},
    demo::{self, people::Places},
    http::{
        router,
        session::{cookie_name, hash_token, new_token},
    },
    password::Passwords,
    site::Site,
    store::Store,
};
use shared::{
    CareProviderId, ChecklistId, ClinicId, MembershipId, PersonId,
    checklist::Checklist,
    clinic::{CareProvider, SaveClinic},
    person::{Invite, Role},
    problem::Problem,
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

/// Runs each listed test on SQLite and on PostgreSQL.
macro_rules! both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::harness::TestApp::sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::harness::TestApp::postgres().await).await;
            })+
        }
    };
}

/// When every test begins.
pub const NOW: &str = "2026-11-22T12:00:00Z";

/// A server with the people and clinics of the demo, nothing reviewed, and a second region.
pub struct TestApp {
    pub app: App,
    /// Region Exempel: 0 Ortopedkliniken, 1 Kvinnokliniken, 2 Björkens vårdcentral, 3 and 4 more.
    pub places: Places,
    /// Region Annorlunda, with one clinic: `verksamhetschef@annorlunda.se`, `region@annorlunda.se`.
    pub elsewhere: Elsewhere,
    /// The checklist that follows the product.
    pub checklist: Checklist,
    /// Holds uploaded files, and `stins.db` where the store is SQLite.
    pub folder: Folder,
    database: Option<Database>,
}

pub struct Elsewhere {
    pub region: CareProviderId,
    pub clinic: ClinicId,
}

impl TestApp {
    pub async fn sqlite() -> Self {
        let folder = Folder::new();
        let store = Store::sqlite(folder.path()).await.unwrap();
        Self::with(store, folder, None).await
    }

    pub async fn postgres() -> Self {
        let database = Database::create().await;
        let store = Store::postgres(&database.url).await.unwrap();
        Self::with(store, Folder::new(), Some(database)).await
    }

    async fn with(store: Store, folder: Folder, database: Option<Database>) -> Self {
        let app = App {
            store,
            clock: Clock::fixed(NOW.parse().unwrap()),
            passwords: Passwords::weak().unwrap(),
            files: Arc::new(folder.path().to_owned()),
            secure: false,
        };
        let checklist = Checklist::spur_2025();
        let hash = app.passwords.hash(demo::PASSWORD.to_owned()).await.unwrap();
        let mut work = app.store.write().await.unwrap();
        work.publish_checklist(&checklist, None, None, app.clock.now()).await.unwrap();
        let places = demo::people::add(&mut work, &hash, app.clock.now()).await.unwrap();
        let elsewhere =
            Elsewhere { region: CareProviderId::new(new_id()), clinic: ClinicId::new(new_id()) };
        let region = CareProvider { id: elsewhere.region, name: "Region Annorlunda".to_owned() };
        assert!(work.add_care_provider(&region).await.unwrap());
        let clinic = SaveClinic {
            care_provider: elsewhere.region,
            name: line("Hudkliniken"),
            site: line("Annorlunda sjukhus"),
            specialties: vec![line("Hud- och könssjukdomar")],
        };
        assert!(work.add_clinic(elsewhere.clinic, &clinic).await.unwrap());
        work.commit().await.unwrap();
        let app = Self { app, places, elsewhere, checklist, folder, database };
        let (region, clinic) = (app.elsewhere.region, app.elsewhere.clinic);
        app.add("region@annorlunda.se", Role::RegionalDirector, None, Some(region)).await;
        app.add("verksamhetschef@annorlunda.se", Role::HeadOfUnit, Some(clinic), None).await;
        app
    }

    /// Another server on the same PostgreSQL database and files, with nothing in common in the process.
    pub async fn second(&self) -> Router {
        let store = Store::postgres(self.url().unwrap()).await.unwrap();
        router(App { store, ..self.app.clone() }, Site::default())
    }

    /// Changes what is kept behind the server's back.
    pub async fn change(&self, statement: &'static str, id: &str) {
        if let Some(url) = self.url() {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::query(statement).bind(id).execute(&mut connection).await.unwrap();
        } else {
            let file = format!("sqlite:{}", self.folder.path().join("stins.db").display());
            let mut connection = SqliteConnection::connect(&file).await.unwrap();
            sqlx::query(statement).bind(id).execute(&mut connection).await.unwrap();
        }
    }

    /// The address of the PostgreSQL database, where the store is one.
    pub fn url(&self) -> Option<&str> {
        self.database.as_ref().map(|database| database.url.as_str())
    }

    pub fn ortho(&self) -> ClinicId {
        self.places.clinics[demo::people::ORTHOPAEDICS]
    }

    pub fn gyn(&self) -> ClinicId {
        self.places.clinics[demo::people::GYNAECOLOGY]
    }

    /// Adds a role, and the person if the address is new. Nobody so made can sign in with a password.
    pub async fn add(
        &self,
        email: &str,
        role: Role,
        clinic: Option<ClinicId>,
        care_provider: Option<CareProviderId>,
    ) -> PersonId {
        let mut work = self.app.store.write().await.unwrap();
        let person = match work.account(email).await.unwrap() {
            Some(account) => account.person,
            None => {
                let person = PersonId::new(new_id());
                assert!(work.add_person(person, email, email, self.app.clock.now()).await.unwrap());
                person
            }
        };
        let invite =
            Invite { name: email.to_owned(), email: email.to_owned(), role, clinic, care_provider };
        let membership = MembershipId::new(new_id());
        let today = self.app.clock.today();
        assert!(work.add_membership(membership, person, &invite, today).await.unwrap());
        work.commit().await.unwrap();
        person
    }

    pub async fn person(&self, email: &str) -> PersonId {
        let mut work = self.app.store.read().await.unwrap();
        work.account(email).await.unwrap().expect("somebody of the demo").person
    }

    /// Somebody with a session begun now.
    pub async fn signed_in(&self, email: &str) -> Client {
        let person = self.person(email).await;
        let token = new_token();
        let mut work = self.app.store.write().await.unwrap();
        work.begin_session(&hash_token(&token), person, self.app.clock.now()).await.unwrap();
        work.commit().await.unwrap();
        Client {
            router: router(self.app.clone(), Site::default()),
            cookie: Some(format!("{}={token}", cookie_name(self.app.secure))),
        }
    }

    pub fn anonymous(&self) -> Client {
        Client { router: router(self.app.clone(), Site::default()), cookie: None }
    }

    /// How many statements `doing` runs.
    pub async fn statements<T>(&self, doing: impl Future<Output = T>) -> (u64, T) {
        let before = self.app.store.statements();
        let done = doing.await;
        (self.app.store.statements() - before, done)
    }
}

/// A line that is known to be one.
pub fn line<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

/// An id nobody has.
pub fn unknown() -> ChecklistId {
    ChecklistId::new(new_id())
}

/// Sends requests, as a browser would.
#[derive(Clone)]
pub struct Client {
    router: Router,
    pub cookie: Option<String>,
}

impl Client {
    /// The same person, through another server.
    pub fn through(&self, router: Router) -> Self {
        Self { router, cookie: self.cookie.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path, None).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: impl Serialize) -> Answer {
        self.json(Method::POST, path, None, body).await
    }

    pub async fn post_at(&self, path: &str, version: i64, body: impl Serialize) -> Answer {
        self.json(Method::POST, path, Some(version), body).await
    }

    pub async fn put(&self, path: &str, version: i64, body: impl Serialize) -> Answer {
        self.json(Method::PUT, path, Some(version), body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path, None).body(Body::empty()).unwrap()).await
    }

    pub async fn delete_at(&self, path: &str, version: i64) -> Answer {
        let request = self.request(Method::DELETE, path, Some(version));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn json(
        &self,
        method: Method,
        path: &str,
        version: Option<i64>,
        body: impl Serialize,
    ) -> Answer {
        let body = serde_json::to_vec(&body).unwrap();
        let request = self
            .request(method, path, version)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// A request with the cookie and `If-Match`, to be finished by hand.
    pub fn request(
        &self,
        method: Method,
        path: &str,
        version: Option<i64>,
    ) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        request
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The body, of an answer that said yes.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}", self.said());
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {}", self.said()))
    }

    /// That it said `status`.
    #[track_caller]
    pub fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(self.status, status, "{}", self.said());
        self
    }

    /// The problem, of an answer that said no with `status`.
    #[track_caller]
    pub fn problem(&self, status: StatusCode) -> Problem {
        assert_eq!(self.status, status, "{}", self.said());
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A header's text; none if it isn't there.
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The cookie that was set, as it is sent back.
    pub fn cookie(&self) -> String {
        let cookie = self.header(header::SET_COOKIE).expect("a cookie");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    fn said(&self) -> String {
        format!("{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}

/// A directory of one test's own, gone afterwards.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = env::temp_dir().join(format!("stins-test-{}", new_id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A directory left behind is no reason to fail.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A PostgreSQL database of one test's own, gone afterwards.
pub struct Database {
    pub url: String,
    name: String,
}

/// The administrator's address, and the migrated database that others are copied from.
static TEMPLATE: OnceCell<(String, String)> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// Migrated.
    async fn create() -> Self {
        let (_, template) = TEMPLATE.get_or_init(template).await;
        Self::copied_from(template).await
    }

    /// Nothing in it.
    pub async fn empty() -> Self {
        Self::copied_from("template0").await
    }

    async fn copied_from(template: &str) -> Self {
        let (admin, _) = TEMPLATE.get_or_init(self::template).await;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("stins_{}_{number}", std::process::id());
        run(admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { url: at(admin, &name), name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some((admin, _)) = TEMPLATE.get() else { return };
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // The test's own runtime can't be waited for here.
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(run(admin, &drop));
        });
        // A database left behind is no reason to fail.
        let _ = dropped.join();
    }
}

async fn template() -> (String, String) {
    let admin = env::var("STINS_TEST_POSTGRES_URL").expect(
        "STINS_TEST_POSTGRES_URL names no PostgreSQL to test with. `cargo xtask test` starts one and sets it",
    );
    let name = format!("stins_{}", std::process::id());
    run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(&admin, &format!("CREATE DATABASE {name}")).await;
    Store::postgres(&at(&admin, &name)).await.unwrap().close().await;
    (admin, name)
}

/// The address of another database on the same server.
fn at(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').expect("an address such as postgres://host/postgres");
    format!("{server}/{name}")
}

async fn run(admin: &str, statement: &str) {
    let mut connection = PgConnection::connect(admin).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
