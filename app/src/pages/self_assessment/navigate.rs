//! Moving among the criteria: next unanswered, the one before.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::checklist::{AreaCode, CriterionCode};

use super::record::Record;
use crate::components::{
    Toasts,
    review::{current_criterion, focus_criterion, focus_later},
};

/// The next unanswered criterion after one, going round; none when all are answered.
fn next_unanswered(record: Record, after: Option<CriterionCode>) -> Option<CriterionCode> {
    untrack(|| {
        let answers = record.answers();
        let open = || {
            answers.iter().filter(|(_, field)| field.fulfilment().is_none()).map(|(code, _)| *code)
        };
        open().find(|code| after.is_none_or(|after| *code > after)).or_else(|| open().next())
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
}

impl Walk {
    /// For the workspace of a record, at the area it shows.
    pub fn new(record: Record, area: Signal<AreaCode>) -> Self {
        let navigate = use_navigate();
        let navigate = Callback::new(move |href: String| {
            navigate(&href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        });
        Self { record, area, navigate, toasts: expect_context() }
    }

    /// The next criterion that counts as unanswered, in this area or a later one, then from the start.
    pub fn next(self) {
        match next_unanswered(self.record, self.here()) {
            Some(code) => self.go(code),
            None => self.toasts.show("Allt är besvarat."),
        }
    }

    /// The criterion before.
    pub fn back(self) {
        if let Some(code) = self.here().and_then(|here| previous(self.record, here)) {
            self.go(code);
        }
    }

    fn here(self) -> Option<CriterionCode> {
        current_criterion().filter(|code| code.area() == self.area.get_untracked())
    }

    fn go(self, code: CriterionCode) {
        if code.area() == self.area.get_untracked() {
            focus_criterion(code);
        } else {
            self.navigate.run(self.record.place(code));
            focus_later(code);
        }
    }
}
