//! Moving among the criteria: next unanswered, the one before.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::checklist::{AreaCode, CriterionCode};

use super::record::Record;
use crate::components::{
    Toasts,
    review::{current_criterion, focus_criterion, focus_later, next_criterion},
};

/// The criteria that count as unanswered, in order.
fn unanswered(record: Record) -> Vec<CriterionCode> {
    untrack(|| {
        let answers = record.answers();
        let open = answers.iter().filter(|(_, field)| field.fulfilment().is_none());
        open.map(|(code, _)| *code).collect()
    })
}

/// The criterion before one.
fn previous(record: Record, before: CriterionCode) -> Option<CriterionCode> {
    record.answers().keys().rev().find(|code| **code < before).copied()
}

/// Goes to criteria, also in other areas. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    record: Record,
    area: Signal<AreaCode>,
    navigate: Callback<String>,
    toasts: Toasts,
    gone_to: StoredValue<Option<CriterionCode>>,
}

impl Walk {
    /// For the workspace of a record, at the area it shows.
    pub fn new(record: Record, area: Signal<AreaCode>) -> Self {
        let navigate = use_navigate();
        let navigate = Callback::new(move |href: String| {
            navigate(&href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        });
        Self { record, area, navigate, toasts: expect_context(), gone_to: StoredValue::new(None) }
    }

    /// The next criterion that counts as unanswered, in this area or a later one, then from the start.
    pub fn next(self) {
        match next_criterion(&unanswered(self.record), self.gone_to.get_value()) {
            Some(code) => self.go(code),
            None => self.toasts.show("Allt är besvarat."),
        }
    }

    /// The criterion before.
    pub fn back(self) {
        if let Some(code) = current_criterion().and_then(|here| previous(self.record, here)) {
            self.go(code);
        }
    }

    fn go(self, code: CriterionCode) {
        self.gone_to.set_value(Some(code));
        if code.area() == self.area.get_untracked() {
            focus_criterion(code);
        } else {
            self.navigate.run(self.record.place(code));
            focus_later(code);
        }
    }
}
