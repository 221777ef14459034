//! Votes beside the self-rating: a picture, and the same as a table.

use leptos::prelude::*;
use shared::specialist_panel::{AreaVotes, PanelMark};

const fn look(mark: PanelMark) -> &'static str {
    match mark {
        PanelMark::ToDevelop => "partly",
        PanelMark::AsExpected => "lower",
        PanelMark::Strength => "met",
        PanelMark::CannotJudge => "missing",
    }
}

/// All areas.
#[component]
pub fn Compared(votes: Vec<AreaVotes>) -> impl IntoView {
    let legend = PanelMark::ALL
        .map(|mark| view! { <li data-part=look(mark)>{mark.name()}</li> })
        .into_iter()
        .collect_view();
    let bars = votes
        .iter()
        .map(|area| {
            let parts = PanelMark::ALL
                .into_iter()
                .filter_map(|mark| Some((mark, area.votes.get(&mark)?)))
                .map(|(mark, count)| {
                    view! { <i data-part=look(mark) style:--n=count.to_string()></i> }
                })
                .collect_view();
            let own = area.self_rating.map_or("–", PanelMark::name);
            view! {
                <li>
                    <span>{area.area.name()}</span>
                    <span class="split-bar">{parts}</span>
                    <span class="note">{format!("Själv: {}", own.to_lowercase())}</span>
                </li>
            }
        })
        .collect_view();
    let rows = votes
        .iter()
        .map(|area| {
            let cells = PanelMark::ALL
                .map(|mark| {
                    let count = area.votes.get(&mark).copied().unwrap_or_default();
                    view! {
                        <td class="num" data-label=mark.name()>
                            {count}
                        </td>
                    }
                })
                .into_iter()
                .collect_view();
            let own = area.self_rating.map_or("–", PanelMark::name);
            view! {
                <tr>
                    <th scope="row">{area.area.name()}</th>
                    {cells}
                    <td data-label="Självskattning">{own}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = PanelMark::ALL
        .map(|mark| view! { <th scope="col" class="num">{mark.name()}</th> })
        .into_iter()
        .collect_view();
    view! {
        <div class="stack">
            <h3 class="section-label">"Rösterna bredvid självskattningen"</h3>
            <ul class="legend" data-row aria-hidden="true">
                {legend}
            </ul>
            <ul class="panel-votes" aria-hidden="true">
                {bars}
            </ul>
            <details class="as-table">
                <summary>"Visa som tabell"</summary>
                <div class="table-wrap" tabindex="0" role="region" aria-label="Röster">
                    <table class="table" data-stack data-dense>
                        <caption class="vh">"Antal röster per svar, och ST-läkarens självskattning"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Område"</th>
                                {heads}
                                <th scope="col">"Självskattning"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </div>
    }
}
