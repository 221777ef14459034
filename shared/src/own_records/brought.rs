//! What came from another clinic: kept beside the records that came, which are told apart by it and can't be changed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::RecordsOrigin;
use crate::{
    BroughtRecordsId, RecordId,
    certificate::{Certificate, CertificateKind, CertificatePhase, EvidenceRef, ObjectiveEvidence},
    curriculum::Regulation,
    portfolio::Portfolio,
    review::Changed,
    text::Line,
};

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

/// What came can't be taken away again: something written since rests on it. The `Display` text is for the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuiltUpon {
    /// A version of the programme that goes on from one that came.
    #[error("IUP version {0} bygger på det som togs med, så det kan inte tas bort.")]
    Programme(u32),
    /// A certificate about something that came.
    #[error(
        "Ett intyg om {} gäller något som togs med. Ta bort eller återta intyget, och ta sedan bort det.",
        .0.name(*.1).to_lowercase()
    )]
    Certificate(CertificateKind, Regulation),
}

impl BroughtRecords {
    fn holds(&self, record: impl Into<Uuid>) -> bool {
        self.records.contains(&RecordId::new(record.into()))
    }

    /// Takes out of a portfolio what came, as if it never had; what was written here stays. Gives what is chosen for the objectives
    /// without what came, where that was chosen: with nothing left it is to be removed.
    ///
    /// # Errors
    /// When something that didn't come with it rests on it.
    pub fn take_away(
        &self,
        portfolio: &mut Portfolio,
    ) -> Result<Vec<ObjectiveEvidence>, BuiltUpon> {
        if portfolio.iups.iter().any(|one| self.holds(one.id))
            && let Some(next) = portfolio.iups.iter().find(|one| !self.holds(one.id))
        {
            return Err(BuiltUpon::Programme(next.number));
        }
        let came = |evidence: &EvidenceRef| self.holds(evidence.record());
        let rests = |one: &&Certificate| {
            let withdrawn = matches!(one.phase, CertificatePhase::Withdrawn { .. });
            !withdrawn && !self.holds(one.id) && one.content.about.as_ref().is_some_and(came)
        };
        if let Some(about) = portfolio.certificates.iter().find(rests) {
            return Err(BuiltUpon::Certificate(about.kind, about.regulation));
        }
        macro_rules! without {
            ($($field:ident),+) => {
                $(portfolio.$field.retain(|one| !self.holds(one.id));)+
            };
        }
        every_kind!(without);
        let chosen = portfolio.evidence.iter().filter(|one| one.chosen.iter().any(came));
        let left = chosen.cloned().map(|mut evidence| {
            evidence.chosen.retain(|one| !came(one));
            evidence
        });
        Ok(left.collect())
    }
}

impl Portfolio {
    /// Where a record came from; none of what was written here.
    pub fn origin(&self, record: impl Into<Uuid>) -> Option<&RecordsOrigin> {
        let id = record.into();
        self.brought.iter().find(|brought| brought.holds(id)).map(|one| &one.from)
    }

    /// Whether a record may be changed: not one that came from elsewhere, since those who stand for it aren't here.
    ///
    /// # Errors
    /// With where it came from.
    pub fn may_change(&self, record: impl Into<Uuid>) -> Result<(), FromElsewhere> {
        self.origin(record).map_or(Ok(()), |from| Err(FromElsewhere(from.clone())))
    }
}
