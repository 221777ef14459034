//! Trainings as they are stored: what somebody may see as it stands goes out as it is, without being read into the
//! domain's types and written again.

use bytes::Bytes;
use shared::{
    assessment::Assessment, portfolio::Portfolio, training::Training,
    training_facts::TrainingSummary,
};

use super::{
    super::{
        Error, Result,
        json::{Fields, Items, list},
        to_json,
    },
    Columns,
    record::{self, from_bytes},
};
use crate::swedish::sort_key;

/// A [`TrainingSummary`] as it is stored.
pub struct StoredSummary {
    /// The training, packed.
    pub(super) training: String,
    pub(super) facts: Bytes,
}

impl StoredSummary {
    /// The training.
    ///
    /// # Errors
    /// When it is corrupt.
    pub fn training(&self) -> Result<Training> {
        Columns::part(&self.training)?.read()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When training or facts are corrupt.
    pub fn read(&self) -> Result<TrainingSummary> {
        Ok(TrainingSummary { training: self.training()?, facts: from_bytes(&self.facts)? })
    }
}

/// The JSON of a list of [`TrainingSummary`], by the clinic's and the ST-läkare's name and the first day.
///
/// # Errors
/// When a training is corrupt.
pub fn summaries_json(summaries: &[StoredSummary]) -> Result<Vec<u8>> {
    let mut rows = summaries
        .iter()
        .map(|one| Ok((Columns::part(&one.training)?, &one.facts)))
        .collect::<Result<Vec<_>>>()?;
    rows.sort_by_cached_key(|(training, _)| {
        let names = [training.clinic_name, training.trainee_name].map(sort_key);
        (names, training.starts_on, training.id)
    });
    let size: usize =
        summaries.iter().map(|one| 2 * one.training.len() + one.facts.len() + 300).sum();
    let mut json = Vec::with_capacity(size);
    list(&mut json, &rows, |json, (training, facts)| {
        let mut fields = Fields::begin(json);
        training.write(fields.raw("training"))?;
        fields.raw("facts").extend_from_slice(facts);
        fields.end();
        Ok(())
    })?;
    Ok(json)
}

/// A training with its curriculum and all its records, as a [`Portfolio`] goes out.
pub struct StoredPortfolio {
    /// The training.
    pub training: Training,
    pub(super) beside: Beside,
    pub(super) records: StoredRecords<Bytes>,
}

/// What a portfolio is read with that is not of its training.
pub(super) struct Beside {
    pub curriculum: String,
    pub thresholds: String,
    pub supervisors: String,
}

/// The records of a portfolio, in JSON.
pub(super) struct StoredRecords<T> {
    /// All but the assessments, as an object whose fields are a portfolio's.
    pub others: T,
    /// The assessments that were sent, as a list.
    pub sent: T,
    /// The assessments that were not, as a list.
    pub unsent: T,
}

impl StoredRecords<String> {
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

impl<T: Into<Bytes>> StoredRecords<T> {
    /// The same as bytes, to be passed on.
    pub fn into_bytes(self) -> StoredRecords<Bytes> {
        let Self { others, sent, unsent } = self;
        StoredRecords { others: others.into(), sent: sent.into(), unsent: unsent.into() }
    }
}

impl StoredPortfolio {
    /// Its JSON. An assessment is as `seen` gives it, unless it was sent and its reader reads all that were.
    ///
    /// # Errors
    /// When an assessment that is looked into is corrupt.
    pub fn json(
        &self,
        reads_sent: bool,
        seen: impl Fn(Assessment) -> Option<Assessment>,
    ) -> Result<Vec<u8>> {
        let StoredRecords { others, sent, unsent } = &self.records;
        let Beside { curriculum, thresholds, supervisors } = &self.beside;
        let size = others.len() + sent.len() + unsent.len() + curriculum.len() + supervisors.len();
        let mut json = Vec::with_capacity(size + thresholds.len() + 2_000);
        json.extend_from_slice(others);
        let mut fields = Fields::go_on(&mut json);
        fields.write("training", &self.training)?;
        for (field, value) in
            [("curriculum", curriculum), ("thresholds", thresholds), ("supervisors", supervisors)]
        {
            fields.raw(field).extend_from_slice(value.as_bytes());
        }
        let looked_into = if reads_sent { &[unsent][..] } else { &[sent, unsent][..] };
        let assessments = fields.raw("assessments");
        let mut items = if reads_sent {
            assessments.extend_from_slice(sent);
            Items::go_on(assessments)
        } else {
            Items::begin(assessments)
        };
        for stored in looked_into {
            for assessment in from_bytes::<Vec<Assessment>>(stored)?.into_iter().filter_map(&seen) {
                items.write(&assessment)?;
            }
        }
        items.end();
        fields.end();
        Ok(json)
    }
}
