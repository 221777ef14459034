//! The demo's people act over the API, without a network, at the time that the stage says it is.

use std::cell::RefCell;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tower::ServiceExt as _;

use super::Failed;
use crate::{
    App,
    clock::Clock,
    http::{
        router,
        session::{cookie_name, hash_token, new_token},
    },
    site::Site,
};

/// Where the demo is played: the real records, and a time that moves.
pub struct Stage {
    app: App,
    router: Router,
    /// What "today" is in the end.
    pub today: NaiveDate,
    now: DateTime<Utc>,
    begun: RefCell<Vec<String>>,
}

/// Somebody signed in.
pub struct Actor {
    router: Router,
    cookie: String,
}

impl Stage {
    /// A stage on the records of `app`, before anything has happened.
    pub fn new(app: &App) -> Self {
        let played = App { clock: Clock::fixed(app.clock.now()), ..app.clone() };
        let router = router(played.clone(), Site::default());
        let (today, now) = (app.clock.today(), app.clock.now());
        Self { app: played, router, today, now, begun: RefCell::default() }
    }

    /// Moves to the middle of a day, and never past now.
    pub fn on(&self, day: NaiveDate) {
        let noon = day.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(10);
        self.app.clock.advance(noon.min(self.now) - self.app.clock.now());
    }

    /// The day that the stage is at.
    pub fn now_on(&self) -> NaiveDate {
        self.app.clock.today()
    }

    /// Moves to the middle of a day so many days ago.
    pub fn days_ago(&self, days: u64) {
        self.on(self.day(days));
    }

    /// The day so many days ago.
    pub fn day(&self, days_ago: u64) -> NaiveDate {
        self.today.checked_sub_days(Days::new(days_ago)).unwrap_or(self.today)
    }

    /// That day, or the Friday before where it falls on a weekend.
    pub fn workday(&self, days_ago: u64) -> NaiveDate {
        let day = self.day(days_ago);
        day.checked_sub_days(Days::new(after_friday(day))).unwrap_or(day)
    }

    /// The day in so many days, or the Monday after where it falls on a weekend.
    pub fn workday_to_come(&self, days: u64) -> NaiveDate {
        let day = self.today.checked_add_days(Days::new(days)).unwrap_or(self.today);
        let to_monday = (3 - after_friday(day)) % 3;
        day.checked_add_days(Days::new(to_monday)).unwrap_or(day)
    }

    /// Somebody of the demo, signed in from now on.
    pub async fn act(&self, email: &str) -> Result<Actor, Failed> {
        let token = new_token();
        let token_hash = hash_token(&token);
        let mut work = self.app.store.write().await?;
        let account = work
            .account(email)
            .await?
            .ok_or_else(|| Failed::Refused(format!("{email} is not in the demo")))?;
        work.begin_session(&token_hash, account.person, self.app.clock.now()).await?;
        work.commit().await?;
        self.begun.borrow_mut().push(token_hash);
        let cookie = format!("{}={token}", cookie_name(self.app.secure));
        Ok(Actor { router: self.router.clone(), cookie })
    }

    /// Signs everybody out.
    pub async fn leave(self) -> Result<(), Failed> {
        let mut work = self.app.store.write().await?;
        for token_hash in self.begun.into_inner() {
            work.end_session(&token_hash).await?;
        }
        work.commit().await?;
        Ok(())
    }
}

/// Days since the Friday, on a weekend.
fn after_friday(day: NaiveDate) -> u64 {
    match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    }
}

impl Actor {
    /// Reads.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failed> {
        self.send(Method::GET, path, None, Value::Null).await
    }

    /// Adds something.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: impl Serialize,
    ) -> Result<T, Failed> {
        self.send(Method::POST, path, None, body).await
    }

    /// Changes something that is at `version`.
    pub async fn put<T: DeserializeOwned>(
        &self,
        path: &str,
        version: i64,
        body: impl Serialize,
    ) -> Result<T, Failed> {
        self.send(Method::PUT, path, Some(version), body).await
    }

    /// Adds something to what is at `version`.
    pub async fn post_at<T: DeserializeOwned>(
        &self,
        path: &str,
        version: i64,
        body: impl Serialize,
    ) -> Result<T, Failed> {
        self.send(Method::POST, path, Some(version), body).await
    }

    /// Takes a step with the whole record, as it now stands.
    pub async fn step(&self, record: &str, step: &str) -> Result<Value, Failed> {
        let whole: Value = self.get(record).await?;
        let path = format!("{record}/{step}");
        self.send(Method::POST, &path, whole["revision"].as_i64(), Value::Null).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        version: Option<i64>,
        body: impl Serialize,
    ) -> Result<T, Failed> {
        let told = format!("{method} {path}");
        let failed = |error: &dyn std::fmt::Display| Failed::Refused(format!("{told}: {error}"));
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api{path}"))
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let body = serde_json::to_vec(&body).map_err(|error| failed(&error))?;
        let request = request.body(Body::from(body)).map_err(|error| failed(&error))?;
        let response =
            self.router.clone().oneshot(request).await.map_err(|error| failed(&error))?;
        let status = response.status();
        let body =
            to_bytes(response.into_body(), usize::MAX).await.map_err(|error| failed(&error))?;
        if !status.is_success() {
            return Err(failed(&String::from_utf8_lossy(&body)));
        }
        serde_json::from_slice(&body).map_err(|error| failed(&error))
    }
}
