//! The form of a credit: months that need not be served again, once approved.

use leptos::{ev, prelude::*};
use shared::{
    placement::{Credit, CreditKind, Months, SaveCredit},
    portfolio::Portfolio,
    text::Reason,
};

use super::send::{Sending, remove};
use crate::{
    components::{Field, Input, Mistakes, Refused, Select, Summary, TextArea, Wrong},
    pages::training::Binder,
};

const PATHS: [(&str, &str); 2] = [("months", "manader"), ("reason", "grund")];

/// A credit, new or to be changed.
#[component]
pub fn CreditForm(
    binder: Binder,
    /// As all stood when the form was opened.
    portfolio: StoredValue<Portfolio>,
    /// What is changed; none for a new one.
    was: Option<Credit>,
) -> impl IntoView {
    let kind = was.as_ref().map_or(CreditKind::EarlierService, |was| was.kind);
    let kind = RwSignal::new(kind.as_str().to_owned());
    let months = RwSignal::new(was.as_ref().map(|was| was.months.to_string()).unwrap_or_default());
    let reason = RwSignal::new(was.as_ref().map(|was| was.reason.to_string()).unwrap_or_default());
    let mistakes = Mistakes::none(&PATHS);
    let sending = Sending::new(binder, mistakes);
    let at = was.as_ref().map(|was| (was.id, was.version));
    let id = at.map(|(id, _)| id);
    let read = move || -> Result<SaveCredit, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let kind = CreditKind::from_stored(&kind.get_untracked());
        let kind = kind.unwrap_or(CreditKind::EarlierService);
        let months = months.get_untracked().parse::<Months>();
        if let Err(why) = &months {
            wrong.push(("manader", why.to_string()));
        }
        let reason = Reason::try_from(reason.get_untracked());
        if let Err(why) = &reason {
            wrong.push(("grund", why.to_string()));
        }
        let (Ok(months), Ok(reason)) = (months, reason) else { return Err(wrong) };
        let save = SaveCredit { kind, months, reason };
        let checked = portfolio.with_value(|portfolio| {
            let others: Vec<Credit> =
                portfolio.credits.iter().filter(|one| Some(one.id) != id).cloned().collect();
            save.check(&others, portfolio.training.regulation)
        });
        checked.map_err(|why| vec![("manader", why.to_string())])?;
        Ok(save)
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let save = match read() {
            Ok(save) => save,
            Err(found) => return mistakes.show(found),
        };
        let done = "Tillgodoräkningen är sparad. Den räknas när den är godkänd.";
        sending.send::<Credit>(at, save, done);
    };
    let heading = if at.is_some() { "Ändra tillgodoräkningen" } else { "Ny tillgodoräkning" };
    let kinds =
        CreditKind::ALL.map(|kind| (kind.as_str().to_owned(), kind.name().to_owned())).to_vec();
    let removing =
        at.map(|at| remove::<Credit>(sending, at, "Ta bort tillgodoräkningen?".to_owned()));
    view! {
        <form class="card form" novalidate aria-labelledby="formular" on:submit=send>
            <h2 id="formular">{heading}</h2>
            <p class="note">
                "Räknas när studierektor eller verksamhetschef har godkänt den. Ändras den ska den godkännas igen."
            </p>
            <Summary mistakes />
            <div class="form-row">
                <Field label="Vad som tillgodoräknas" id="slag">
                    <Select value=kind options=Signal::stored(kinds) />
                </Field>
                <Field
                    label="Månader på heltid"
                    id="manader"
                    hint="Till exempel 6 eller 4,5"
                    error=mistakes.at("manader")
                >
                    <Input value=months />
                </Field>
            </div>
            <Field label="På vilken grund" id="grund" error=mistakes.at("grund")>
                <TextArea value=reason />
            </Field>
            <Refused mistakes />
            <div class="actions">
                {sending.button("Spara tillgodoräkningen")} {sending.cancel()} {removing}
            </div>
        </form>
    }
}
