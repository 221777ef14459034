//! The whole ST as one picture: a lane for each thing, today, and the planned end. The same as a table one step away.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use shared::{
    portfolio::Portfolio,
    progress::{self, Lane, LaneKind},
    training::PlannedEnd,
    written_date::say_range,
};

use super::words::period;
use crate::time::{say_month, today};

/// How a lane's marks are drawn.
const fn look(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::Placements => "placement",
        LaneKind::Leave => "leave",
        LaneKind::Activities => "course",
        LaneKind::Iup => "iup",
        LaneKind::Assessments => "assessment",
        LaneKind::Meetings => "meeting",
        LaneKind::Reviews => "review",
    }
}

/// The days that the picture spans: whole years, with all that is known in them.
#[derive(Clone, Copy)]
struct Frame {
    first: NaiveDate,
    days: i64,
}

impl Frame {
    fn of(picture: &progress::Timeline) -> Self {
        let first = picture.from.with_ordinal(1).unwrap_or(picture.from);
        let last = NaiveDate::from_ymd_opt(picture.to.year(), 12, 31).unwrap_or(picture.to);
        Self { first, days: (last - first).num_days() + 1 }
    }

    /// How far into the picture a day begins, in days.
    fn at(self, day: NaiveDate) -> String {
        (day - self.first).num_days().to_string()
    }

    fn years(self) -> impl Iterator<Item = (i32, NaiveDate)> {
        let end = self.first + chrono::Days::new(self.days.unsigned_abs());
        (self.first.year()..)
            .map_while(|year| Some((year, NaiveDate::from_ymd_opt(year, 1, 1)?)))
            .take_while(move |(_, first)| *first < end)
    }
}

fn end_day(picture: &progress::Timeline) -> Option<NaiveDate> {
    match picture.planned_end {
        PlannedEnd::On { day, .. } => Some(day),
        PlannedEnd::Unknown { .. } => None,
    }
}

/// The picture in a sentence.
fn summary(picture: &progress::Timeline) -> String {
    let counts: Vec<String> = picture
        .lanes
        .iter()
        .map(|lane| (lane.kind.name().to_lowercase(), lane.spans.len() + lane.points.len()))
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    let end = end_day(picture)
        .map_or_else(String::new, |end| format!(", beräknat slut {}", say_month(end)));
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    format!(
        "Tidslinje från {}{end}{counts}. Samma uppgifter står i tabellen under.",
        say_month(picture.starts_on)
    )
}

/// The picture, and its table.
#[component]
pub fn Timeline(
    /// All that is kept.
    portfolio: StoredValue<Portfolio>,
) -> impl IntoView {
    let today = today();
    let picture = portfolio.with_value(|portfolio| progress::timeline(portfolio, today));
    let frame = Frame::of(&picture);
    let years = frame
        .years()
        .map(
            |(year, first)| view! { <span class="tl-year" style:--x=frame.at(first)>{year}</span> },
        )
        .collect_view();
    let filled =
        || picture.lanes.iter().filter(|lane| !lane.spans.is_empty() || !lane.points.is_empty());
    let drawn = filled().map(|lane| drawn(lane, frame, today)).collect_view();
    let table = filled().flat_map(|lane| rows(lane, today)).collect_view();
    let ending = end_day(&picture).map(|day| {
        view! {
            <span class="tl-end" style:--x=frame.at(day)>
                <span>{format!("klar {}", say_month(day))}</span>
            </span>
        }
    });
    view! {
        <section class="card" aria-labelledby="hela-tiden">
            <div class="card-head">
                <h2 id="hela-tiden">"Hela tiden"</h2>
                <p class="note">"Streckat och ofyllt är planerat"</p>
            </div>
            <div
                class="timeline"
                role="img"
                aria-label=summary(&picture)
                style:--days=frame.days.to_string()
            >
                <div class="tl-scale">{years}</div>
                {drawn}
                <div class="tl-lines">
                    <span class="tl-today" style:--x=frame.at(today)>
                        <span>"i dag"</span>
                    </span>
                    {ending}
                </div>
            </div>
            <details class="as-table">
                <summary>"Visa som tabell"</summary>
                <div class="table-wrap">
                    <table class="table" data-stack data-dense>
                        <caption class="vh">"Hela tiden"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Vad"</th>
                                <th scope="col">"Del"</th>
                                <th scope="col">"När"</th>
                                <th scope="col">"Om den"</th>
                            </tr>
                        </thead>
                        <tbody>{table}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

fn drawn(lane: &Lane, frame: Frame, today: NaiveDate) -> impl IntoView + use<> {
    let look = look(lane.kind);
    let bars = lane
        .spans
        .iter()
        .map(|span| {
            let days = (span.to - span.from).num_days() + 1;
            view! {
                <span
                    class="tl-bar"
                    data-look=look
                    data-planned=(span.from > today).then_some("")
                    style:--x=frame.at(span.from)
                    style:--n=days.to_string()
                    style:--row=span.row.to_string()
                >
                    {span.label.clone()}
                </span>
            }
        })
        .collect_view();
    let points = lane
        .points
        .iter()
        .map(|point| {
            view! {
                <span
                    class="tl-mark"
                    data-look=look
                    data-planned=(!point.done).then_some("")
                    style:--x=frame.at(point.on)
                ></span>
            }
        })
        .collect_view();
    view! {
        <div class="tl-lane">
            <span class="tl-name">{lane.kind.name()}</span>
            <div class="tl-track" style:--rows=lane.rows().to_string()>
                {bars}
                {points}
            </div>
        </div>
    }
}

fn rows(lane: &Lane, today: NaiveDate) -> Vec<AnyView> {
    let row = |what: String, when: String, note: String| {
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td data-label="Del">{lane.kind.name()}</td>
                <td data-label="När">{when}</td>
                <td data-label="Om den">{note}</td>
            </tr>
        }
        .into_any()
    };
    let spans = lane.spans.iter().map(|span| {
        let when = period(span.from, (!span.open).then_some(span.to));
        let mut note = vec![span.detail.clone()];
        note.extend((span.from > today).then(|| "planerad".to_owned()));
        note.retain(|part| !part.is_empty());
        row(span.label.clone(), when, note.join(", "))
    });
    let points = lane.points.iter().map(|point| {
        let note = if point.done { "" } else { "planerad" };
        row(point.label.clone(), say_range(point.on, point.on), note.to_owned())
    });
    spans.chain(points).collect()
}
