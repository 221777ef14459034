//! How ratings change over time: one line an item, and the same figures as a table.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Assessment;
use crate::{
    AssessmentId,
    instrument::{Instrument, ItemKey, Rating, Requirement, Scale},
};

/// A rating on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DevelopmentPoint {
    /// Where it stands.
    pub assessment: AssessmentId,
    /// The day of the occasion.
    pub on: NaiveDate,
    /// The step's value.
    pub value: u8,
}

/// Ratings of one item, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DevelopmentLine {
    /// The item; none for the whole activity.
    pub key: Option<ItemKey>,
    /// As in the newest version; an item that only older versions have is named by its key.
    pub heading: String,
    /// What the values mean.
    pub scale: Scale,
    /// Never empty. "Ej bedömt" is no point.
    pub points: Vec<DevelopmentPoint>,
}

/// A row of the table: one occasion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DevelopmentRow {
    /// Where it stands.
    pub assessment: AssessmentId,
    /// The day of the occasion.
    pub on: NaiveDate,
    /// One a line, in the lines' order; none where it wasn't rated.
    pub values: Vec<Option<u8>>,
}

/// Development on one instrument, all versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Development {
    /// On the screen.
    pub name: String,
    /// The whole activity first, then items in the form's order, then those that only older versions have.
    pub lines: Vec<DevelopmentLine>,
}

impl Development {
    /// The same figures as a table, oldest first.
    #[must_use]
    pub fn rows(&self) -> Vec<DevelopmentRow> {
        let mut rows: BTreeMap<(NaiveDate, AssessmentId), Vec<Option<u8>>> = BTreeMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            for point in &line.points {
                let values = rows.entry((point.on, point.assessment));
                values.or_insert_with(|| vec![None; self.lines.len()])[at] = Some(point.value);
            }
        }
        rows.into_iter()
            .map(|((on, assessment), values)| DevelopmentRow { assessment, on, values })
            .collect()
    }
}

/// How an ST-läkare's ratings on an instrument change over time. Only what is sent counts. Versions of the instrument share its
/// scales, so an item with the same key goes on as the same line. `instrument` is the newest version.
#[must_use]
pub fn development(assessments: &[Assessment], instrument: &Instrument) -> Development {
    let mut sent: Vec<_> = assessments
        .iter()
        .filter(|one| one.stage.sent() && one.instrument.code == instrument.code)
        .collect();
    sent.sort_unstable_by_key(|one| (one.written.occasion.on, one.id));

    let mut points: BTreeMap<Option<&ItemKey>, Vec<DevelopmentPoint>> = BTreeMap::new();
    for one in sent {
        let items = one.written.answers.iter().map(|(key, rating)| (Some(key), *rating));
        for (key, rating) in
            one.written.overall.map(|rating| (None, rating)).into_iter().chain(items)
        {
            if let Some(value) = rating.step() {
                let on = one.written.occasion.on;
                let point = DevelopmentPoint { assessment: one.id, on, value };
                points.entry(key).or_default().push(point);
            }
        }
    }

    let mut lines = Vec::new();
    let mut line = |key: Option<&ItemKey>, heading: &str, scale: &Scale, points| {
        lines.push(DevelopmentLine {
            key: key.cloned(),
            heading: heading.to_owned(),
            scale: scale.clone(),
            points,
        });
    };
    if let Some(points) = points.remove(&None) {
        line(None, "Helhet", &instrument.overall, points);
    }
    let scale = instrument.scale.as_ref().unwrap_or(&instrument.overall);
    for item in &instrument.items {
        if let Some(points) = points.remove(&Some(&item.key)) {
            line(Some(&item.key), &item.heading, scale, points);
        }
    }
    for (key, points) in points {
        line(key, key.map_or("", ItemKey::as_str), scale, points);
    }
    Development { name: instrument.name.clone(), lines }
}

/// How far a moment of a körkort has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MomentStanding {
    /// Which moment.
    pub key: ItemKey,
    /// In Swedish.
    pub heading: String,
    /// What is demanded.
    pub requirement: Requirement,
    /// Occasions at the level or above, oldest first.
    pub passed: Vec<DevelopmentPoint>,
    /// The day the demand was met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_on: Option<NaiveDate>,
}

/// How far each moment of a körkort has come, in the form's order. An occasion whose whole was rated with the scale's lowest step,
/// "ej godkänd", counts for nothing.
#[must_use]
pub fn moments(assessments: &[Assessment], instrument: &Instrument) -> Vec<MomentStanding> {
    let lines = development(assessments, instrument).lines;
    let lowest = instrument.overall.steps.first().map(|step| Rating::Step(step.value));
    let failed = |id: AssessmentId| {
        let found = assessments.iter().find(|one| one.id == id);
        found.is_some_and(|one| one.written.overall.is_some() && one.written.overall == lowest)
    };
    let standing = |key: &ItemKey, heading: &str, requirement: Requirement| {
        let line = lines.iter().find(|line| line.key.as_ref() == Some(key));
        let passed: Vec<_> = line
            .into_iter()
            .flat_map(|line| &line.points)
            .filter(|point| point.value >= requirement.level && !failed(point.assessment))
            .cloned()
            .collect();
        MomentStanding {
            key: key.clone(),
            heading: heading.to_owned(),
            requirement,
            reached_on: usize::from(requirement.times)
                .checked_sub(1)
                .and_then(|last| passed.get(last))
                .map(|point| point.on),
            passed,
        }
    };
    let items = instrument.items.iter();
    items
        .filter_map(|item| item.requirement.map(|r| standing(&item.key, &item.heading, r)))
        .collect()
}
