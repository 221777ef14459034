//! Trainings as they are stored: what somebody may see as it stands goes out as it is, without being read into the
//! domain's types and written again.

use std::{borrow::Cow, collections::HashMap};

use bytes::Bytes;
use shared::{
    assessment::Assessment, portfolio::Portfolio, specialist_panel::SpecialistPanel,
    training::Training, training_facts::TrainingSummary,
};

use super::{
    super::{
        Result, from_json,
        json::{Fields, list},
        packed::{self, Texts},
        parse, to_json,
    },
    Kept, TrainingRecord as _, empty,
    record::{self, PORTFOLIO, from_bytes},
};

/// A [`TrainingSummary`] whose facts are as they are stored.
pub struct StoredSummary {
    /// The training.
    pub training: Training,
    pub(super) facts: Bytes,
}

impl StoredSummary {
    /// Reads it.
    ///
    /// # Errors
    /// When the facts are corrupt.
    pub fn read(self) -> Result<TrainingSummary> {
        Ok(TrainingSummary { training: self.training, facts: from_bytes(&self.facts)? })
    }
}

/// The JSON of a list of [`TrainingSummary`].
///
/// # Errors
/// When a training can't be written.
pub fn summaries_json(summaries: &[StoredSummary]) -> Result<Vec<u8>> {
    let facts: usize = summaries.iter().map(|one| one.facts.len()).sum();
    let mut json = Vec::with_capacity(facts + 1_000 * summaries.len() + 2);
    list(&mut json, summaries, |json, StoredSummary { training, facts }| {
        let mut fields = Fields::begin(json);
        fields.write("training", training)?;
        fields.raw("facts").extend_from_slice(facts);
        fields.end();
        Ok(())
    })?;
    Ok(json)
}

/// A training with its curriculum and all its records.
pub struct StoredPortfolio {
    /// The training.
    pub training: Training,
    pub(super) curriculum: String,
    pub(super) thresholds: String,
    pub(super) supervisors: String,
    /// The records but for their bodies, packed.
    pub(super) heads: String,
    /// Their bodies, one after the other.
    pub(super) bodies: Texts,
}

struct StoredRecord<'a> {
    id: &'a str,
    noun: &'a str,
    version: &'a str,
    place: &'a str,
    settled: bool,
    body: Bytes,
}

impl StoredPortfolio {
    fn records(&self) -> impl Iterator<Item = Result<StoredRecord<'_>>> {
        let mut bodies = self.bodies.clone();
        packed::rows(Some(&self.heads)).map(move |row| {
            let [id, noun, version, place, settled, length] = row?;
            let body = bodies.next(length)?;
            Ok(StoredRecord { id, noun, version, place, settled: settled == SETTLED, body })
        })
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// When a record is corrupt.
    pub fn read(self) -> Result<Kept> {
        let mut kept = Kept {
            portfolio: Portfolio {
                thresholds: from_json(&self.thresholds)?,
                supervisors: from_json(&self.supervisors)?,
                ..empty(self.training.clone(), from_json(&self.curriculum)?)
            },
            support_plans: Vec::new(),
            concerns: Vec::new(),
            panels: Vec::new(),
            versions: HashMap::new(),
        };
        for record in self.records() {
            let record = record?;
            record::read(&mut kept, record.noun, &record.body)?;
            kept.versions.insert(record.id.to_owned(), parse(record.version)?);
        }
        record::sort(&mut kept);
        kept.tell_panel_days();
        Ok(kept)
    }

    /// The JSON of its [`Portfolio`]. An assessment is as `seen` gives it, unless it was sent and its reader reads all
    /// that were.
    ///
    /// # Errors
    /// When a record that is looked into is corrupt.
    pub fn json(
        &self,
        reads_sent: bool,
        seen: impl Fn(Assessment) -> Option<Assessment>,
    ) -> Result<Vec<u8>> {
        let mut nouns = PORTFOLIO.map(|_| Vec::new());
        let mut panels_held = Vec::new();
        for record in self.records() {
            let StoredRecord { noun, place, settled, body, .. } = record?;
            if noun == SpecialistPanel::NOUN {
                panels_held.extend(from_bytes::<SpecialistPanel>(&body)?.phase.held_on());
            }
            let Some(found) = PORTFOLIO.iter().position(|(one, _)| *one == noun) else { continue };
            let Some(records) = nouns.get_mut(found) else { continue };
            let is_assessment = noun == Assessment::NOUN;
            if settled && (reads_sent || !is_assessment) {
                records.push((Cow::Borrowed(place), body));
            } else if is_assessment {
                if let Some(seen) = seen(from_bytes(&body)?) {
                    records.push((Cow::Owned(seen.place()), to_json(&seen)?.into()));
                }
            } else {
                records.push((Cow::Owned(record::place(noun, &body)?), body));
            }
        }
        let size = self.bodies.len() + self.curriculum.len() + self.thresholds.len() + 2_000;
        let mut json = Vec::with_capacity(size);
        let mut fields = Fields::begin(&mut json);
        fields.write("training", &self.training)?;
        fields.raw("curriculum").extend_from_slice(self.curriculum.as_bytes());
        fields.raw("thresholds").extend_from_slice(self.thresholds.as_bytes());
        fields.raw("supervisors").extend_from_slice(self.supervisors.as_bytes());
        panels_held.sort_unstable();
        fields.write("panels_held", &panels_held)?;
        for ((_, field), mut records) in PORTFOLIO.iter().zip(nouns) {
            records.sort_by(|(one, _), (other, _)| one.cmp(other));
            list(fields.raw(field), &records, |json, (_, body)| {
                json.extend_from_slice(body);
                Ok(())
            })?;
        }
        fields.end();
        Ok(json)
    }
}

/// How the statement says that a record is settled.
const SETTLED: &str = "1";
