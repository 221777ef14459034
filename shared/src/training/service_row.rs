//! Tjänsteförteckning: the service row by row, as it goes with an application for specialist competence (HSLF-FS 2021:8, bilaga 6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FullTime, Service, ServiceSpan};
use crate::{
    placement::{
        CreditKind, Percent, Placement, credited_of,
        stretch::{Share, day_after, stretches},
    },
    text::Line,
};

/// A row of the tjänsteförteckning. The rows together give what is served and credited, to the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServiceRow {
    /// Days at one place at one percent. A placement with leave in it has several.
    Served {
        /// Where.
        place: Line,
        /// When, and how much of full time once leave is taken away.
        #[serde(flatten)]
        span: ServiceSpan,
        /// The same in months of full time.
        time: FullTime,
    },
    /// Approved credits of a kind.
    Credited {
        /// For what.
        what: CreditKind,
        /// How much counts.
        time: FullTime,
    },
}

impl ServiceRow {
    /// What it gives, in months of full time.
    #[must_use]
    pub const fn time(&self) -> FullTime {
        match self {
            Self::Served { time, .. } | Self::Credited { time, .. } => *time,
        }
    }

    /// Where, or what is credited.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Served { place, .. } => place.to_string(),
            Self::Credited { what, .. } => {
                format!("Tillgodoräknat: {}", what.name().to_lowercase())
            }
        }
    }

    /// The days and percent; none of what is credited.
    #[must_use]
    pub const fn span(&self) -> Option<ServiceSpan> {
        match self {
            Self::Served { span, .. } => Some(*span),
            Self::Credited { .. } => None,
        }
    }
}

impl Service<'_> {
    /// The tjänsteförteckning as it stands `today`: what is served by days, then what is credited. Where placements together are more
    /// than full time, the one that began first counts first.
    #[must_use]
    pub fn rows(&self, today: NaiveDate) -> Vec<ServiceRow> {
        let mut placements: Vec<&Placement> = self.placements.iter().collect();
        placements.sort_by_key(|placement| (placement.from, placement.id));
        let last = self.time().last_day(today);
        let mut rows: Vec<(ServiceSpan, Line, FullTime)> = Vec::new();
        for (at, placement) in placements.iter().enumerate() {
            let Some(last) = last else { break };
            let spans = self.counted(placement, &placements[..=at], last);
            rows.extend(spans.into_iter().map(|span| {
                let until = day_after(span.to);
                let time = FullTime::of_days(span.from, until, span.percent.get().into());
                (span, placement.place.clone(), time)
            }));
        }
        rows.sort_by_key(|(span, ..)| span.from);
        let served =
            rows.into_iter().map(|(span, place, time)| ServiceRow::Served { place, span, time });
        let credited = CreditKind::ALL.into_iter().filter_map(|what| {
            let time = credited_of(what, self.credits, self.training.regulation);
            (time > FullTime::ZERO).then_some(ServiceRow::Credited { what, time })
        });
        served.chain(credited).collect()
    }

    /// The days of a placement that count beside those that began before it, each run at its percent. `until_it` ends with it.
    fn counted(
        &self,
        placement: &Placement,
        until_it: &[&Placement],
        last: NaiveDate,
    ) -> Vec<ServiceSpan> {
        let placed = until_it.iter().map(|one| Share::from(*one));
        let away = self.leaves.iter().map(Share::from);
        let from = placement.from.max(self.training.starts_on);
        let until = day_after(placement.to.min(last));
        let mut spans: Vec<ServiceSpan> = Vec::new();
        for stretch in stretches(placed, away, from, until) {
            let percent = stretch.percent_of_last(placement.percent.get().into());
            let Ok(percent) = Percent::try_from(percent) else { continue };
            let to = stretch.until.pred_opt().unwrap_or(stretch.until);
            match spans.last_mut() {
                Some(run) if run.percent == percent && day_after(run.to) == stretch.from => {
                    run.to = to;
                }
                _ => spans.push(ServiceSpan { from: stretch.from, to, percent }),
            }
        }
        spans
    }
}
