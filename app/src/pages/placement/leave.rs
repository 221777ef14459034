//! The form of a leave. There is no room for why, so that nobody writes of illness or family.

use leptos::{ev, prelude::*};
use shared::{
    placement::{Leave, LeaveKind, Percent, SaveLeave},
    portfolio::Portfolio,
};

use super::{
    end::Preview,
    send::{Sending, remove},
};
use crate::{
    components::{Field, Input, Mistakes, Refused, Select, Summary, Wrong},
    pages::training::{Binder, put},
};

const PATHS: [(&str, &str); 3] = [("from", "forsta"), ("to", "sista"), ("percent", "omfattning")];

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    kind: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    percent: RwSignal<String>,
}

impl Written {
    fn read(self) -> Result<SaveLeave, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let kind = LeaveKind::from_stored(&self.kind.get()).unwrap_or(LeaveKind::Parental);
        let from = self.from.get().parse();
        if from.is_err() {
            wrong.push(("forsta", "Välj första dagen.".to_owned()));
        }
        let to = self.to.get().parse();
        if to.is_err() {
            wrong.push(("sista", "Välj sista dagen.".to_owned()));
        }
        let percent = match self.percent.get().trim().parse::<i64>() {
            Ok(percent) => Percent::try_from(percent).map_err(|why| why.to_string()),
            Err(_) => {
                Err("Skriv omfattningen som ett helt tal, till exempel 100 eller 25.".to_owned())
            }
        };
        if let Err(why) = &percent {
            wrong.push(("omfattning", why.clone()));
        }
        let (Ok(from), Ok(to), Ok(percent)) = (from, to, percent) else { return Err(wrong) };
        let save = SaveLeave { kind, from, to, percent };
        match save.check() {
            Ok(()) => Ok(save),
            Err(why) => Err(vec![("sista", why.to_string())]),
        }
    }
}

/// A leave, new or to be changed.
#[component]
pub fn LeaveForm(
    binder: Binder,
    /// As all stood when the form was opened.
    portfolio: StoredValue<Portfolio>,
    /// What is changed; none for a new one.
    was: Option<Leave>,
) -> impl IntoView {
    let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
    let kind = was.as_ref().map_or(LeaveKind::Parental, |was| was.kind);
    let written = Written {
        kind: RwSignal::new(kind.as_str().to_owned()),
        from: text(was.as_ref().map(|was| was.from.to_string())),
        to: text(was.as_ref().map(|was| was.to.to_string())),
        percent: RwSignal::new(was.as_ref().map_or(100, |was| was.percent.get()).to_string()),
    };
    let mistakes = Mistakes::none(&PATHS);
    let sending = Sending::new(binder, mistakes);
    let at = was.as_ref().map(|was| (was.id, was.version));
    let after = Signal::derive(move || {
        let SaveLeave { kind, from, to, percent } = written.read().ok()?;
        let mut all = portfolio.get_value();
        let likely = Leave {
            id: at.map_or_else(|| shared::PlacementId::new(Default::default()), |(id, _)| id),
            kind,
            from,
            to,
            percent,
            version: 0,
            changed: None,
        };
        put(&mut all.leaves, likely, |one| one.id);
        Some(all)
    });
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let save = match untrack(|| written.read()) {
            Ok(save) => save,
            Err(found) => return mistakes.show(found),
        };
        sending.send::<Leave>(at, save, "Ledigheten är sparad.");
    };
    let heading = if at.is_some() { "Ändra ledigheten" } else { "Ny ledighet" };
    let kinds =
        LeaveKind::ALL.map(|kind| (kind.as_str().to_owned(), kind.name().to_owned())).to_vec();
    let removing = at.map(|at| remove::<Leave>(sending, at, "Ta bort ledigheten?".to_owned()));
    view! {
        <form class="card form" novalidate aria-labelledby="formular" on:submit=send>
            <h2 id="formular">{heading}</h2>
            <Summary mistakes />
            <div class="form-row">
                <Field label="Slag av ledighet" id="slag">
                    <Select value=written.kind options=Signal::stored(kinds) />
                </Field>
                <Field
                    label="Omfattning"
                    id="omfattning"
                    hint="Procent av heltid; 100 är helt ledig"
                    error=mistakes.at("omfattning")
                >
                    <Input value=written.percent kind="number" />
                </Field>
            </div>
            <div class="form-row">
                <Field label="Första dag" id="forsta" error=mistakes.at("forsta")>
                    <Input value=written.from kind="date" />
                </Field>
                <Field label="Sista dag" id="sista" error=mistakes.at("sista")>
                    <Input value=written.to kind="date" />
                </Field>
            </div>
            <Preview portfolio after />
            <Refused mistakes />
            <div class="actions">
                {sending.button("Spara ledigheten")} {sending.cancel()} {removing}
            </div>
        </form>
    }
}
