//! What came from another clinic: kept beside the records that came, which are told apart by it and can't be changed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::RecordsOrigin;
use crate::{BroughtRecordsId, RecordId, portfolio::Portfolio, review::Changed, text::Line};

/// Uppgifter that came from another clinic in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BroughtRecords {
    /// Which.
    pub id: BroughtRecordsId,
    /// Where they come from.
    pub from: RecordsOrigin,
    /// The day that the file was made.
    pub made_on: NaiveDate,
    /// The ST-läkare's name in it.
    pub trainee: Line,
    /// Those that came.
    pub records: BTreeSet<RecordId>,
    /// Counted from 1.
    pub version: i64,
    /// By whom and when they were taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// A record that came from elsewhere was to be changed. The `Display` text is for the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Uppgiften kommer från {} och ändras inte här. Den står kvar som den var när den togs med.", .0.name())]
pub struct FromElsewhere(pub RecordsOrigin);

impl Portfolio {
    /// Where a record came from; none of what was written here.
    pub fn origin(&self, record: impl Into<Uuid>) -> Option<&RecordsOrigin> {
        let id = RecordId::new(record.into());
        self.brought.iter().find(|brought| brought.records.contains(&id)).map(|one| &one.from)
    }

    /// Whether a record may be changed: not one that came from elsewhere, since those who stand for it aren't here.
    ///
    /// # Errors
    /// With where it came from.
    pub fn may_change(&self, record: impl Into<Uuid>) -> Result<(), FromElsewhere> {
        self.origin(record).map_or(Ok(()), |from| Err(FromElsewhere(from.clone())))
    }
}
