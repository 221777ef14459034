//! How an assessment comes to be, as it travels.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Assessment, Assessor, BeginAssessment, Occasion, RequestAssessment};
use crate::{curriculum::ObjectiveCode, instrument::InstrumentRef};

/// A [`RequestAssessment`] or a [`BeginAssessment`]: one with a last day is asked for, one without is begun unasked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAssessment {
    /// On which form.
    pub instrument: InstrumentRef,
    /// Who assesses; for the ST-läkare's own form the supervisor it goes to.
    pub assessor: Assessor,
    /// What and when, as far as is known.
    pub occasion: Occasion,
    /// Delmål it concerns; only where it is asked for.
    #[serde(default)]
    pub objectives: BTreeSet<ObjectiveCode>,
    /// Last day to begin answering; none when begun unasked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl NewAssessment {
    /// What is begun unasked.
    #[must_use]
    pub fn begun(self) -> BeginAssessment {
        let Self { instrument, assessor, occasion, .. } = self;
        BeginAssessment { instrument, assessor, occasion }
    }

    /// What is asked for until a day.
    #[must_use]
    pub fn asked(self, until: NaiveDate) -> RequestAssessment {
        let Self { instrument, assessor, occasion, objectives, .. } = self;
        RequestAssessment { instrument, assessor, occasion, objectives, until }
    }
}

/// What a new assessment answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedAssessment {
    /// The assessment.
    pub record: Assessment,
    /// The training's new revision.
    pub revision: i64,
    /// Path of the one-time link, when the assessor has no account; shown once, and sent by the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}
