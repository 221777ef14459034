//! Inviting a person to a role.

use leptos::prelude::*;
use shared::{
    CareProviderId, ClinicId,
    clinic::{CareProvider, Clinic},
    person::{InvalidPerson, Invite, Invited, Role},
};

use crate::{
    api::{self, Method},
    components::{Field, Input, Refusal, Select},
};

use super::link::OneTimeLink;

/// A role that may be given, and where.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    role: Role,
    clinic: Option<ClinicId>,
    care_provider: Option<CareProviderId>,
    words: String,
}

impl Place {
    /// A clinic's role, on a page about that clinic.
    pub fn clinic(role: Role, clinic: &Clinic) -> Self {
        Self {
            role,
            clinic: Some(clinic.name.id),
            care_provider: None,
            words: role.name().to_owned(),
        }
    }

    /// A care provider's role.
    pub fn care_provider(role: Role, care_provider: &CareProvider) -> Self {
        Self {
            role,
            clinic: None,
            care_provider: Some(care_provider.id),
            words: format!("{}, {}", role.name(), care_provider.name),
        }
    }

    /// A role for the whole installation.
    pub fn everywhere(role: Role) -> Self {
        Self { role, clinic: None, care_provider: None, words: role.name().to_owned() }
    }

    /// A name for the choice in the form.
    fn key(&self) -> String {
        let place = self.care_provider.map(|id| id.to_string()).unwrap_or_default();
        format!("{}/{place}", self.role.as_str())
    }
}

/// Name, address and role. A person without an account gets a link, which is shown once to be handed over.
#[component]
pub fn InviteForm(
    /// Roles that may be given.
    #[prop(into)]
    places: Signal<Vec<Place>>,
    /// Told when somebody has been invited.
    on_invited: Callback<()>,
) -> impl IntoView {
    let (name, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let chosen = RwSignal::new(
        places.with_untracked(|places| places.first().map(Place::key)).unwrap_or_default(),
    );
    let name_error = RwSignal::new(None::<String>);
    let email_error = RwSignal::new(None::<String>);
    let refused = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let invited = RwSignal::new(None::<Invited>);
    let options = Signal::derive(move || {
        places.with(|places| {
            places.iter().map(|place| (place.key(), place.words.clone())).collect::<Vec<_>>()
        })
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let key = chosen.get_untracked();
        let place = places.with_untracked(|places| {
            places.iter().find(|place| place.key() == key).or_else(|| places.first()).cloned()
        });
        let Some(place) = place else { return };
        let invite = Invite {
            name: name.get_untracked().trim().to_owned(),
            email: email.get_untracked(),
            role: place.role,
            clinic: place.clinic,
            care_provider: place.care_provider,
        };
        let wrong = invite.check().err();
        let say = |which: &InvalidPerson| {
            wrong.as_ref().filter(|wrong| *wrong == which).map(ToString::to_string)
        };
        name_error.set(say(&InvalidPerson::Name));
        email_error.set(say(&InvalidPerson::Email));
        refused.set(say(&InvalidPerson::Place));
        if wrong.is_some() {
            return;
        }
        sending.set(true);
        leptos::task::spawn_local(async move {
            let answer = api::send::<_, Invited>(Method::POST, "/invitations", None, &invite).await;
            let _ = sending.try_set(false);
            match answer {
                Ok(answer) => {
                    let _ = name.try_set(String::new());
                    let _ = email.try_set(String::new());
                    let _ = invited.try_set(Some(answer));
                    on_invited.try_run(());
                }
                Err(error) => {
                    let _ = name_error.try_set(error.field("name"));
                    let _ = email_error.try_set(error.field("email"));
                    let _ = refused.try_set(Some(error.sentence()));
                }
            }
        });
    };
    view! {
        <div class="column">
            <form class="card form" data-tight novalidate aria-labelledby="invite" on:submit=submit>
                <h2 id="invite">"Bjud in"</h2>
                <Refusal why=refused />
                <Field label="Namn" hint="Så som det ska stå i protokoll och rapporter." error=name_error>
                    <Input value=name autocomplete="off" />
                </Field>
                <Field label="E-post" error=email_error>
                    <Input value=email kind="email" autocomplete="off" />
                </Field>
                <Field label="Roll">
                    <Select value=chosen options />
                </Field>
                <button
                    class="btn primary block"
                    aria-disabled=move || sending.get().to_string()
                >
                    {move || if sending.get() { "Bjuder in …" } else { "Bjud in" }}
                </button>
            </form>
            {move || invited.get().map(|invited| view! { <Handed invited /> })}
        </div>
    }
}

/// What came of it: the link to hand over, or word that none is needed.
#[component]
fn Handed(
    /// What came of it.
    invited: Invited,
) -> impl IntoView {
    let name = invited.colleague.person.name;
    let Some(link) = invited.link else {
        return view! {
            <div class="notice" data-kind="good" role="status">
                <h2>{format!("{name} har fått rollen")}</h2>
                <p>
                    "Personen har redan ett konto och ser rollen nästa gång hen öppnar Stins."
                </p>
            </div>
        }
        .into_any();
    };
    view! {
        <section class="notice" data-kind="good" role="status" aria-labelledby="handed">
            <h2 id="handed">{format!("Ge länken till {name}")}</h2>
            <p>
                "Stins skickar ingen e-post. Skicka länken själv, på ett sätt som bara personen läser. Den visas bara nu och kan användas en gång."
            </p>
            <OneTimeLink label="Inbjudningslänk" path=link />
        </section>
    }
    .into_any()
}
