//! `/st`: leads a ST-läkare to their own.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

use super::my_trainings;
use crate::{
    components::{Empty, Loaded, Page},
    session::use_me,
};

/// One's own training; whoever has none is told what comes here.
#[component]
pub fn OwnPage() -> impl IntoView {
    let me = use_me().id;
    let trainings = my_trainings();
    view! {
        <Page title="Min ST">
            <Loaded of=trainings let:trainings>
                {match trainings.iter().find(|one| one.training.trainee.id == me) {
                    Some(own) => {
                        let options = NavigateOptions {
                            replace: true,
                            ..NavigateOptions::default()
                        };
                        view! { <Redirect path=format!("/st/{}", own.training.id) options /> }
                            .into_any()
                    }
                    None => {
                        view! {
                            <Empty
                                title="Här kommer din ST att stå"
                                text="Studierektorn på din klinik lägger in när den började, vilken målbeskrivning du följer och vem som är din handledare. Sedan ser du här var du är och vad som är på tur."
                            >
                                <a class="btn primary" href="/">
                                    "Till Att göra"
                                </a>
                            </Empty>
                        }
                            .into_any()
                    }
                }}
            </Loaded>
        </Page>
    }
}
