//! How a training stands against the rules: what is next, and each figure with what is wanted, why and the source.

use leptos::prelude::*;
use shared::{
    portfolio::Portfolio,
    progress::{self, Count},
    rule::{Outcome, RuleAbout, RuleId, RuleResult, Thresholds, check, rule},
    training_facts::facts,
};

use super::{Binder, words::address};
use crate::time::{say_ahead, say_late, say_short, today};

/// When something is to be seen to, in words; and whether it is late.
#[must_use]
pub fn when(outcome: Outcome) -> (String, bool) {
    match outcome {
        Outcome::DueBy { on } => match say_ahead(on) {
            Some(ahead) => (format!("{}, {ahead}", say_short(on)), false),
            None => (format!("senast {}", say_short(on)), false),
        },
        Outcome::Overdue { since } => (say_late((today() - since).num_days()), true),
        outcome @ Outcome::NotFulfilled => (outcome.name().to_lowercase(), true),
        outcome @ (Outcome::Fulfilled | Outcome::Unknown) => (outcome.name().to_lowercase(), false),
    }
}

/// The next things to do, each a link to where it is done.
#[component]
pub fn Next(portfolio: StoredValue<Portfolio>) -> impl IntoView {
    let today = today();
    let rows: Vec<_> = portfolio.with_value(|portfolio| {
        let steps = progress::next_steps(portfolio, &portfolio.thresholds, today);
        steps
            .into_iter()
            .map(|step| {
                let when = match step.on {
                    Some(on) if step.late => say_late((today - on).num_days()),
                    Some(on) => match say_ahead(on) {
                        Some(ahead) => format!("{}, {ahead}", say_short(on)),
                        None => say_short(on),
                    },
                    None => "nu".to_owned(),
                };
                let class = if step.late { "row-when late" } else { "row-when" };
                view! {
                    <li>
                        <a class="row-what" href=address(portfolio.training.id, step.place)>
                            {step.what}
                        </a>
                        <span class=class>{when}</span>
                        <span class="row-why">{step.why}</span>
                    </li>
                }
            })
            .collect()
    });
    let none = rows.is_empty().then(|| {
        view! {
            <p class="note">
                "Inget väntar just nu. Hit kommer bedömningar, samtal, IUP och annat som ska göras."
            </p>
        }
    });
    view! {
        <section class="card" data-first aria-labelledby="nast">
            <h2 id="nast">"Näst på tur"</h2>
            {none}
            <ol class="rows" data-when="below">
                {rows}
            </ol>
        </section>
    }
}

/// Where a rule is from and how binding it is: `bör, 8.1`.
fn source(id: RuleId) -> String {
    rule(id).map_or_else(String::new, |rule| {
        format!("{}, {}", rule.force.name().to_lowercase(), rule.section)
    })
}

/// The figures against what is wanted, and each rule that bears on the training folded away.
#[component]
pub fn Measures(portfolio: StoredValue<Portfolio>) -> impl IntoView {
    let (counts, results, thresholds) = portfolio.with_value(|portfolio| {
        let (thresholds, today) = (portfolio.thresholds, today());
        let mut results = check(&facts(portfolio), &thresholds, today);
        results.sort_by_key(RuleResult::urgency);
        (progress::counts(portfolio, &thresholds, today), results, thresholds)
    });
    let figures = counts.iter().map(figure).collect_view();
    let broken = results.iter().filter(|one| one.outcome.broken()).count();
    let total = results.len();
    let all = (total > 0).then(|| {
        let said = match broken {
            0 => format!("Alla {total} regler som gäller nu"),
            1 => format!("Alla {total} regler som gäller nu, 1 inte följd"),
            broken => format!("Alla {total} regler som gäller nu, {broken} inte följda"),
        };
        let rows = results.iter().map(|one| measure(one, &thresholds)).collect_view();
        view! {
            <details class="as-table">
                <summary>{said}</summary>
                <ul class="measures">{rows}</ul>
            </details>
        }
    });
    view! {
        <section class="card" aria-labelledby="ligger-till">
            <h2 id="ligger-till">"Så ligger det till"</h2>
            <ul class="measures">{figures}</ul>
            {all}
            <p class="note">{according_to(&thresholds)}</p>
        </section>
    }
}

/// Whose the rules are, and whether their numbers are.
fn according_to(thresholds: &Thresholds) -> &'static str {
    if *thresholds == Thresholds::default() {
        "Enligt Riktlinje Västmanland."
    } else {
        "Enligt Riktlinje Västmanland, med vårdgivarens egna riktvärden."
    }
}

/// How the training stands to the rules about some of what it holds, most urgent first.
#[component]
pub fn RulesAbout(binder: Binder, about: &'static [RuleAbout]) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let thresholds = portfolio.thresholds;
        let mut results = check(&facts(&portfolio), &thresholds, today());
        results.retain(|one| rule(one.rule).is_some_and(|rule| about.contains(&rule.about)));
        results.sort_by_key(RuleResult::urgency);
        let rows = results.iter().map(|one| measure(one, &thresholds)).collect_view();
        Some(view! {
            <section class="card" data-tight aria-labelledby="regler">
                <h2 id="regler">"Så ligger det till"</h2>
                <ul class="measures">{rows}</ul>
                <p class="note">{according_to(&thresholds)}</p>
            </section>
        })
    }
}

fn figure(count: &Count) -> impl IntoView + use<> {
    let key = match count.kept {
        Some(true) => "fulfilled",
        Some(false) => "late",
        None => "unknown",
    };
    let source = count.rule.map(source).unwrap_or_default();
    view! {
        <li data-outcome=key>
            <span>{count.kind.name()}</span>
            <span class="figure">
                {count.figure.clone().unwrap_or_else(|| "vet inte".to_owned())}
            </span>
            <span class="note">{format!("{} ({source})", count.wanted)}</span>
        </li>
    }
}

fn measure(result: &RuleResult, thresholds: &Thresholds) -> impl IntoView + use<> {
    let (figure, _) = when(result.outcome);
    let key = match result.outcome {
        Outcome::Fulfilled => "fulfilled",
        Outcome::DueBy { .. } => "due",
        Outcome::Overdue { .. } | Outcome::NotFulfilled => "late",
        Outcome::Unknown => "unknown",
    };
    let rule = rule(result.rule);
    let text = rule.map(|rule| rule.says(thresholds));
    view! {
        <li data-outcome=key>
            <span>{rule.map(|rule| rule.about.name())}</span>
            <span class="figure">{figure}</span>
            <span class="why">{result.why.clone()}</span>
            <span class="note">{text} " " {format!("{} ({})", result.rule, source(result.rule))}</span>
        </li>
    }
}
