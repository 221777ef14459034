//! Who is signed in, in which role, and what they may do.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;
use shared::{
    MembershipId,
    person::{Me, Membership},
    rights::{Action, On, may, parts},
    support_plan::TrainingPart,
};

use crate::{
    api::{self, ApiError, Method},
    drafts,
};

/// What is known of who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Not asked yet.
    Unknown,
    /// The server couldn't be asked.
    Failed(ApiError),
    /// Nobody.
    SignedOut,
    /// This person.
    SignedIn(Box<Me>),
}

/// The session, held in context. Copied freely.
#[derive(Clone, Copy)]
pub struct Session {
    who: RwSignal<Who>,
    chosen: RwSignal<Option<MembershipId>>,
    reached: RwSignal<bool>,
}

const CHOSEN: &str = "role";

/// The session of this page.
///
/// # Panics
/// Outside the app, where none is provided.
#[must_use]
pub fn use_session() -> Session {
    expect_context()
}

/// Who is signed in. For pages behind the sign-in, where somebody always is.
///
/// # Panics
/// On a page that is open to anyone.
#[must_use]
pub fn use_me() -> Me {
    use_session().me().get_untracked().expect("the page is behind the sign-in")
}

impl Session {
    /// Makes the session, hears how requests go, and provides it to the app.
    #[must_use]
    pub fn provide() -> Self {
        let session = Self {
            who: RwSignal::new(Who::Unknown),
            chosen: RwSignal::new(LocalStorage::get(CHOSEN).ok()),
            reached: RwSignal::new(true),
        };
        api::listen(api::Listener {
            reached: Box::new(move |reached| {
                if session.reached.get_untracked() != reached {
                    session.reached.set(reached);
                }
            }),
            signed_out: Box::new(move || session.who.set(Who::SignedOut)),
        });
        for (event, reached) in [("online", true), ("offline", false)] {
            window_event_listener_untyped(event, move |_| session.reached.set(reached));
        }
        provide_context(session);
        session
    }

    /// Asks the server who is signed in.
    pub async fn ask(self) {
        self.who.set(match api::get::<Option<Me>>("/session").await {
            Ok(Some(me)) => Who::SignedIn(Box::new(me)),
            Ok(None) => Who::SignedOut,
            Err(error) => Who::Failed(error),
        });
    }

    /// What is known of who is signed in.
    #[must_use]
    pub fn who(self) -> Signal<Who> {
        self.who.into()
    }

    /// Who is signed in, if anybody is.
    #[must_use]
    pub fn me(self) -> Signal<Option<Me>> {
        Signal::derive(move || match self.who.get() {
            Who::SignedIn(me) => Some(*me),
            Who::Unknown | Who::Failed(_) | Who::SignedOut => None,
        })
    }

    /// Whether somebody is signed in.
    #[must_use]
    pub fn is_signed_in(self) -> bool {
        self.who.with(|who| matches!(who, Who::SignedIn(_)))
    }

    /// Whether the server was reached at the last request, and the computer has a net.
    #[must_use]
    pub fn reached(self) -> Signal<bool> {
        self.reached.into()
    }

    /// The role the navigation shows. Rights always follow from all roles.
    #[must_use]
    pub fn role(self) -> Signal<Option<Membership>> {
        Signal::derive(move || {
            let chosen = self.chosen.get();
            self.me().get().and_then(|me| {
                let mine = me.memberships;
                let found = mine.iter().find(|m| Some(m.id) == chosen).or_else(|| mine.first());
                found.cloned()
            })
        })
    }

    /// Shows another of the person's roles.
    pub fn choose(self, role: MembershipId) {
        // Without storage the choice holds until the page is reloaded.
        let _ = LocalStorage::set(CHOSEN, role);
        self.chosen.set(Some(role));
    }

    /// Whether the person may do this, by any of their roles. Follows the session.
    #[must_use]
    pub fn may(self, action: Action, on: &On) -> bool {
        self.who.with(|who| match who {
            Who::SignedIn(me) => may(me, action, on),
            Who::Unknown | Who::Failed(_) | Who::SignedOut => false,
        })
    }

    /// The parts that the person has in a training. Follows the session.
    #[must_use]
    pub fn parts(self, on: &On) -> Vec<TrainingPart> {
        self.who.with(|who| match who {
            Who::SignedIn(me) => parts(me, on),
            Who::Unknown | Who::Failed(_) | Who::SignedOut => Vec::new(),
        })
    }

    /// The person has signed in.
    pub fn begin(self, me: Me) {
        self.who.set(Who::SignedIn(Box::new(me)));
    }

    /// Signs out here, or everywhere, and takes away what the browser kept of the person's writing.
    ///
    /// # Errors
    /// When the server wasn't reached: then the person is still signed in.
    pub async fn end(self, everywhere: bool) -> Result<(), ApiError> {
        let path = if everywhere { "/sessions" } else { "/session" };
        match api::send_empty::<()>(Method::DELETE, path, None).await {
            Ok(()) | Err(ApiError::SignedOut) => {}
            Err(error) => return Err(error),
        }
        drafts::forget_all();
        LocalStorage::delete(CHOSEN);
        self.who.set(Who::SignedOut);
        Ok(())
    }
}
