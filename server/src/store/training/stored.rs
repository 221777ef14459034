//! Trainings as they are stored: what somebody may see as it stands goes out as it is, without being read into the
//! domain's types and written again.

use std::sync::Arc;

use bytes::Bytes;
use shared::{
    assessment::Assessment, portfolio::Portfolio, training::Training,
    training_facts::TrainingSummary,
};

use super::{
    super::{
        Error, Result, from_json, from_json_bytes,
        json::{Fields, Items, list},
        remembered::{OfTraining, Weighs},
        to_json,
    },
    Columns, record,
};
use crate::swedish::sort_key;

/// A [`TrainingSummary`] as it is stored, and as it goes out.
pub struct StoredSummary {
    stamp: String,
    /// The training, packed.
    columns: String,
    /// Both the clinic's and the ST-läkare's name, and the first day.
    order: ([String; 2], String),
    json: Vec<u8>,
}

impl StoredSummary {
    /// Of a training, packed, and its facts in JSON.
    pub(super) fn new(columns: &str, facts: &str) -> Result<Self> {
        let training = Columns::part(columns)?;
        let mut json = Vec::with_capacity(2 * columns.len() + facts.len() + 300);
        let mut fields = Fields::begin(&mut json);
        training.write(fields.raw("training"))?;
        fields.raw("facts").extend_from_slice(facts.as_bytes());
        fields.end();
        json.shrink_to_fit();
        let names = [training.clinic_name, training.trainee_name].map(sort_key);
        let order = (names, training.starts_on.to_owned());
        Ok(Self { stamp: training.stamp(), columns: columns.to_owned(), order, json })
    }

    /// The training.
    ///
    /// # Errors
    /// When it is corrupt.
    pub fn training(&self) -> Result<Training> {
        Columns::part(&self.columns)?.read()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When training or facts are corrupt.
    pub fn read(&self) -> Result<TrainingSummary> {
        from_json_bytes(&self.json)
    }
}

impl OfTraining for StoredSummary {
    fn stamp(&self) -> &str {
        &self.stamp
    }
}

impl Weighs for StoredSummary {
    fn bytes(&self) -> usize {
        self.stamp.len() + self.columns.len() + self.json.len()
    }
}

/// The JSON of a list of [`TrainingSummary`], by the clinic's and the ST-läkare's name and the first day.
///
/// # Errors
/// When it can't be written.
pub fn summaries_json(mut summaries: Vec<Arc<StoredSummary>>) -> Result<Vec<u8>> {
    summaries.sort_unstable_by(|one, other| {
        (&one.order, &one.columns).cmp(&(&other.order, &other.columns))
    });
    let size: usize = summaries.iter().map(|one| one.json.len() + 1).sum();
    let mut json = Vec::with_capacity(size + 2);
    list(&mut json, &summaries, |json, one| {
        json.extend_from_slice(&one.json);
        Ok(())
    })?;
    Ok(json)
}

/// A training with its curriculum and all its records, as a [`Portfolio`] goes out.
pub struct StoredPortfolio {
    /// The training.
    pub training: Training,
    pub(super) beside: Beside,
    pub(super) records: Arc<RecordsOfTraining>,
}

/// What a portfolio is read with that is not of its training.
pub(super) struct Beside {
    pub curriculum: String,
    pub thresholds: String,
    pub supervisors: String,
}

/// The records of a portfolio as they are stored, in JSON.
pub(super) struct StoredRecords {
    /// All but the assessments, as an object whose fields are a portfolio's.
    pub others: String,
    /// The assessments that were sent, as a list.
    pub sent: String,
    /// The assessments that were not, as a list.
    pub unsent: String,
}

impl StoredRecords {
    /// Those of a portfolio, which are put in order.
    pub fn of(portfolio: &mut Portfolio) -> Result<Self> {
        record::sort(portfolio);
        let mut others = Vec::new();
        let mut fields = Fields::begin(&mut others);
        record::write(portfolio, &mut fields)?;
        fields.write("panels_held", &portfolio.panels_held)?;
        fields.end();
        let (sent, unsent): (Vec<_>, Vec<_>) =
            portfolio.assessments.iter().partition(|one| one.stage.sent());
        let others =
            String::from_utf8(others).map_err(|error| Error::Corrupt(error.to_string()))?;
        Ok(Self { others, sent: to_json(&sent)?, unsent: to_json(&unsent)? })
    }
}

/// The records of a training. The assessments that weren't sent are looked into for everybody, and so are read once.
pub(in crate::store) struct RecordsOfTraining {
    stamp: String,
    others: Bytes,
    sent: Bytes,
    unsent: Vec<Assessment>,
    bytes: usize,
}

impl RecordsOfTraining {
    /// As they are stored, of a training that stands at `stamp`.
    pub(super) fn new(stamp: String, stored: StoredRecords) -> Result<Self> {
        let StoredRecords { others, sent, unsent } = stored;
        let read: Vec<Assessment> = from_json(&unsent)?;
        let bytes = stamp.len() + others.len() + sent.len() + unsent.len() + size_of_val(&*read);
        Ok(Self { stamp, others: others.into(), sent: sent.into(), unsent: read, bytes })
    }
}

impl OfTraining for RecordsOfTraining {
    fn stamp(&self) -> &str {
        &self.stamp
    }
}

impl Weighs for RecordsOfTraining {
    fn bytes(&self) -> usize {
        self.bytes
    }
}

impl StoredPortfolio {
    /// Its JSON, in pieces: what is remembered of it isn't copied. An assessment is as `seen` gives it, unless it was sent and
    /// its reader reads all that were.
    ///
    /// # Errors
    /// When an assessment that is looked into is corrupt.
    pub fn json(
        &self,
        reads_sent: bool,
        seen: impl Fn(Assessment) -> Option<Assessment>,
    ) -> Result<[Bytes; 4]> {
        let RecordsOfTraining { others, sent, unsent, .. } = &*self.records;
        let Beside { curriculum, thresholds, supervisors } = &self.beside;
        let size = curriculum.len() + thresholds.len() + supervisors.len();
        let mut beside = Vec::with_capacity(size + 2_000);
        let mut fields = Fields::more(&mut beside);
        fields.write("training", &self.training)?;
        for (field, value) in
            [("curriculum", curriculum), ("thresholds", thresholds), ("supervisors", supervisors)]
        {
            fields.raw(field).extend_from_slice(value.as_bytes());
        }
        fields.raw("assessments");
        let (begun, looked_into) = if reads_sent {
            (without_end(sent, b']')?, Vec::new())
        } else {
            (Bytes::from_static(b"["), from_json_bytes(sent)?)
        };
        let mut rest = Vec::new();
        let mut items = Items::more(&mut rest, begun == "[");
        for assessment in looked_into.into_iter().chain(unsent.iter().cloned()).filter_map(seen) {
            items.write(&assessment)?;
        }
        items.end();
        rest.push(b'}');
        Ok([without_end(others, b'}')?, beside.into(), begun, rest.into()])
    }
}

/// A JSON object or list that more is to be written in.
fn without_end(json: &Bytes, end: u8) -> Result<Bytes> {
    match json.strip_suffix(&[end]) {
        Some(begun) => Ok(json.slice_ref(begun)),
        None => Err(Error::Corrupt("json: cut off".to_owned())),
    }
}
