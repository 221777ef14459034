//! Two people wrote at once: both values side by side, and one is chosen.

use leptos::prelude::*;
use shared::review::Changed;

use crate::{components::Toasts, session::use_me, time::say_moment};

/// Both values of a field that two people changed. What isn't chosen can be had back for a while.
#[component]
pub fn ConflictBox<U>(
    /// What both changed: `D6`, `områdestexten`.
    #[prop(into)]
    what: String,
    /// One's own value as it stands now.
    mine: AnyView,
    /// The colleague's value.
    theirs: AnyView,
    /// Who changed it and when.
    changed: Option<Changed>,
    /// One's own value holds.
    on_keep: Callback<()>,
    /// The colleague's value holds.
    on_take: Callback<()>,
    /// Brings one's own value back after the colleague's was taken.
    on_undo: U,
) -> impl IntoView
where
    U: Fn() + Clone + Send + Sync + 'static,
{
    let me = use_me();
    let toasts = expect_context::<Toasts>();
    let own = changed.as_ref().is_some_and(|changed| changed.by == me.name);
    let who = match &changed {
        Some(changed) if own => format!("Du i ett annat fönster, {}", say_moment(changed.at)),
        Some(changed) => format!("{}, {}", changed.by, say_moment(changed.at)),
        None => "Kollegan".to_owned(),
    };
    let take = if own {
        "Ta det andra svaret".to_owned()
    } else {
        let by = changed.map_or_else(|| "kollegan".to_owned(), |changed| changed.by);
        format!("Ta svaret från {by}")
    };
    let head = if own {
        format!("Du har ändrat {what} i två fönster. Välj vilket som ska gälla.")
    } else {
        format!("Två av er ändrade {what} samtidigt. Välj vilket som ska gälla.")
    };
    let id = format!("{}-krock", what.replace(' ', "-"));
    let labelled_by = id.clone();
    view! {
        <div class="conflict" role="group" aria-labelledby=labelled_by tabindex="-1">
            <h3 id=id>{head}</h3>
            <div class="options">
                <div class="option">
                    <div class="stack" data-gap="tight">
                        <p class="note">"Du, inte sparat"</p>
                        {mine}
                    </div>
                    <button class="btn" type="button" on:click=move |_| on_keep.run(())>
                        "Behåll mitt svar"
                    </button>
                </div>
                <div class="option">
                    <div class="stack" data-gap="tight">
                        <p class="note">{who}</p>
                        {theirs}
                    </div>
                    <button
                        class="btn"
                        type="button"
                        on:click=move |_| {
                            on_take.run(());
                            toasts.show_undo("Ditt eget svar är borttaget.", on_undo.clone());
                        }
                    >
                        {take}
                    </button>
                </div>
            </div>
        </div>
    }
}
