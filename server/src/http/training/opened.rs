//! A training opened for a change, and how a record in it is added, changed or removed: whatever the noun, one work
//! holds the training, checks the version, writes record, facts and history, and answers with the record as it stands.

use std::fmt::Display;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use shared::{
    RecordId, TrainingId,
    person::{PersonName, Signature},
    review::Changed,
    rights::{Action, On},
    saving::Saved,
    training::Training,
};

use super::{
    super::{
        extract::{Json, SignedIn},
        refusal::{Answer, conflict, not_allowed, not_found},
    },
    on,
};
use crate::{
    App,
    store::{
        Work,
        history::NewChange,
        training::{Kept, TrainingRecord},
    },
};

/// Most records kept within a training.
pub(in crate::http) const MOST_RECORDS: usize = 5_000;

/// A record as the history tells of it.
pub(in crate::http) trait InWords: TrainingRecord {
    /// In Swedish; all that a person wrote in it.
    fn words(&self) -> String;
}

/// What the history tells of a change.
#[derive(Default)]
pub(in crate::http) struct Told<'a> {
    /// The part of the record that was changed, where it has parts.
    pub part: Option<String>,
    /// How it was, in words.
    pub from: Option<String>,
    /// How it becomes, in words.
    pub to: Option<String>,
    /// Why, where a reason was asked for.
    pub reason: Option<&'a str>,
}

/// A training held for a change, already counted in its revision.
pub(in crate::http) struct Opened {
    /// The unit of work.
    pub work: Work,
    /// All that is kept in the training.
    pub kept: Kept,
    /// How the person stands to it.
    pub on: On,
    /// Who.
    pub by: PersonName,
    /// When.
    pub now: DateTime<Utc>,
    /// The day in Sweden.
    pub today: NaiveDate,
}

/// Opens a training for somebody who may see it and do `action` in it.
pub(in crate::http) async fn open(
    app: &App,
    me: &SignedIn,
    id: TrainingId,
    action: Action,
) -> Answer<Opened> {
    let opened = hold_for(app, me, id).await?;
    me.must(Action::TrainingRead, action, &opened.on)?;
    opened.underway()?;
    Ok(opened)
}

/// Holds a training for somebody signed in, whether or not they may see it: that is still to be asked.
pub(in crate::http) async fn hold_for(app: &App, me: &SignedIn, id: TrainingId) -> Answer<Opened> {
    let opened = hold(app, id, PersonName { id: me.0.id, name: me.0.name.clone() }).await?;
    let on = on(opened.training(), &me.0);
    Ok(Opened { on, ..opened })
}

/// Holds a training, whoever it is that may.
pub(in crate::http) async fn hold(app: &App, id: TrainingId, by: PersonName) -> Answer<Opened> {
    let mut work = app.store.write().await?;
    if !work.hold_training(id).await? {
        return Err(not_found());
    }
    let kept = work.portfolio(id).await?.ok_or_else(not_found)?;
    let on = On::clinic(&kept.portfolio.training.clinic);
    Ok(Opened { work, kept, on, by, now: app.clock.now(), today: app.clock.today() })
}

impl Opened {
    /// Refuses a change of a training that is interrupted or completed.
    pub fn underway(&self) -> Answer<()> {
        self.training().phase.underway().map_err(not_allowed)
    }

    /// The training.
    pub const fn training(&self) -> &Training {
        &self.kept.portfolio.training
    }

    /// Who changes it, and when.
    pub fn changed(&self) -> Changed {
        Changed { at: self.now, by: self.by.name.clone() }
    }

    /// Who signs it, and when.
    pub fn signature(&self) -> Signature {
        Signature { by: self.by.clone(), at: self.now }
    }

    /// A record.
    pub fn record<R: TrainingRecord>(&self, id: impl Display) -> Answer<R> {
        self.kept.record(&id.to_string()).cloned().ok_or_else(not_found)
    }

    /// A record, at the version that the person saw.
    pub fn at<R: TrainingRecord>(&self, id: impl Display, version: i64) -> Answer<R> {
        let record: R = self.record(id)?;
        if record.starts_from() == version { Ok(record) } else { Err(conflict(&record)) }
    }

    /// Refuses a change of a record that came from elsewhere.
    fn written_here(&self, key: &str) -> Answer<()> {
        match key.parse::<RecordId>() {
            Ok(id) => self.kept.portfolio.may_change(id).map_err(not_allowed),
            Err(_) => Ok(()),
        }
    }

    /// Adds a record.
    pub async fn add<R: InWords>(mut self, mut record: R) -> Answer<Json<Saved<R>>> {
        let changed = self.changed();
        record.stamp(1, changed.clone());
        self.add_only(record.clone()).await?;
        self.done(record).await
    }

    /// Adds a record whose version is given, and leaves the work open for more.
    pub async fn add_only<R: InWords>(&mut self, record: R) -> Answer<()> {
        let told = Told { to: Some(record.words()), ..Told::default() };
        self.add_told(record, told).await
    }

    /// Adds a record whose version is given, told in other words than its own, and leaves the work open for more.
    pub async fn add_told<R: InWords>(&mut self, record: R, told: Told<'_>) -> Answer<()> {
        if self.kept.count() >= MOST_RECORDS {
            return Err(not_allowed("ST:n rymmer inte fler uppgifter. Ta bort något först."));
        }
        let (changed, key) = (self.changed(), record.key());
        self.work.add_record(&mut self.kept, record, &changed).await?;
        self.tell::<R>(&key, told).await
    }

    /// Saves a record that started from `version`. What changes nothing is saved already, also from a stale version: an
    /// answer that got lost is asked for again.
    pub async fn save<R: InWords>(
        self,
        was: R,
        version: i64,
        mut new: R,
    ) -> Answer<Json<Saved<R>>> {
        let (next, changed) = (was.starts_from() + 1, self.changed());
        let mut same = was.clone();
        same.stamp(next, changed.clone());
        new.stamp(next, changed);
        if same == new {
            return Ok(Json(self.unchanged(was)));
        }
        if was.starts_from() != version {
            return Err(conflict(&was));
        }
        self.keep_as_told(&was, new, None).await
    }

    /// Takes a step with a record.
    pub async fn step<R: InWords>(
        self,
        was: &R,
        mut new: R,
        reason: Option<&str>,
    ) -> Answer<Json<Saved<R>>> {
        new.stamp(was.starts_from() + 1, self.changed());
        self.keep_as_told(was, new, reason).await
    }

    async fn keep_as_told<R: InWords>(
        self,
        was: &R,
        new: R,
        reason: Option<&str>,
    ) -> Answer<Json<Saved<R>>> {
        let told =
            Told { from: Some(was.words()), to: Some(new.words()), reason, ..Told::default() };
        self.keep(new, told).await
    }

    /// Keeps a changed record as it is given, told in other words than its own.
    pub async fn keep<R: InWords>(mut self, record: R, told: Told<'_>) -> Answer<Json<Saved<R>>> {
        self.change_told(record.clone(), false, told).await?;
        self.done(record).await
    }

    /// Changes a record whose version is given, or marks it as removed, and leaves the work open for more.
    pub async fn change_told<R: InWords>(
        &mut self,
        record: R,
        removed: bool,
        told: Told<'_>,
    ) -> Answer<()> {
        let (changed, key) = (self.changed(), record.key());
        self.written_here(&key)?;
        self.work.change_record(&mut self.kept, record, removed, &changed).await?;
        self.tell::<R>(&key, told).await
    }

    /// Marks a record as removed; it and its history stay.
    pub async fn remove<R: InWords>(mut self, was: R) -> Answer<Json<Saved<R>>> {
        let mut record = was.clone();
        record.stamp(was.starts_from() + 1, self.changed());
        let told = Told { from: Some(was.words()), ..Told::default() };
        self.change_told(record.clone(), true, told).await?;
        self.done(record).await
    }

    async fn tell<R: TrainingRecord>(&mut self, key: &str, told: Told<'_>) -> Answer<()> {
        let part = told.part.map(|part| format!(":{part}")).unwrap_or_default();
        let training = self.kept.portfolio.training.id.to_string();
        self.work
            .keep_change(NewChange {
                record: if R::APART { key.to_owned() } else { training },
                field: &format!("{}:{key}{part}", R::NOUN),
                from: told.from.as_deref(),
                to: told.to.as_deref(),
                reason: told.reason,
                by: &self.by.name,
                at: self.now,
            })
            .await?;
        Ok(())
    }

    /// Gathers the training anew, makes all of it last, and answers.
    pub async fn done<R: Serialize>(mut self, record: R) -> Answer<Json<Saved<R>>> {
        self.kept.tell_panel_days();
        self.work.save_gathered(&mut self.kept.portfolio).await?;
        self.work.commit().await?;
        Ok(Json(Saved { record, revision: self.kept.portfolio.training.revision }))
    }

    /// The answer where nothing was to be changed.
    pub fn unchanged<R>(&self, record: R) -> Saved<R> {
        Saved { record, revision: self.training().revision - 1 }
    }
}
