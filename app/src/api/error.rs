//! Why a request gave nothing.

use serde::de::{DeserializeOwned, IgnoredAny};
use shared::problem::{Problem, ProblemKind};

/// Why a request gave nothing, with sentences for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The server was not reached.
    Offline,
    /// The session has ended; the app is already on its way to the sign-in page.
    SignedOut,
    /// The server said no, and why.
    Problem(Box<Problem>),
}

impl ApiError {
    pub(super) fn from_answer(status: u16, body: Option<String>, in_session: bool) -> Self {
        let problem = body.and_then(|body| serde_json::from_str::<Problem>(&body).ok());
        match problem {
            Some(problem) if in_session && problem.kind == ProblemKind::SignedOut => {
                Self::SignedOut
            }
            Some(problem) => Self::Problem(Box::new(problem)),
            None => Self::unavailable(status),
        }
    }

    /// An answer, or a value to send, that the app can't read: most likely the app is older than the server.
    pub(super) fn unreadable() -> Self {
        Self::Problem(Box::new(Problem {
            kind: ProblemKind::Unavailable,
            status: 0,
            title: "Stins har uppdaterats sedan sidan öppnades.".to_owned(),
            detail: "Ladda om sidan och försök igen.".to_owned(),
            errors: Vec::new(),
            current: None,
        }))
    }

    /// What the address names can't be there: it holds no id.
    #[must_use]
    pub fn not_found() -> Self {
        Self::Problem(Box::new(Problem {
            kind: ProblemKind::NotFound,
            status: 404,
            title: "Det finns inget här.".to_owned(),
            detail: "Länken kan vara gammal eller avhuggen.".to_owned(),
            errors: Vec::new(),
            current: None,
        }))
    }

    fn unavailable(status: u16) -> Self {
        Self::Problem(Box::new(Problem {
            kind: ProblemKind::Unavailable,
            status,
            title: "Servern svarade inte som väntat.".to_owned(),
            detail: "Försök igen om en stund.".to_owned(),
            errors: Vec::new(),
            current: None,
        }))
    }

    /// What happened, in a few words.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Offline => "Stins kan inte nås just nu.".to_owned(),
            Self::SignedOut => "Du är utloggad.".to_owned(),
            Self::Problem(problem) => problem.title.clone(),
        }
    }

    /// What to do about it; may be empty.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Offline => "Kontrollera att du är uppkopplad och försök igen.".to_owned(),
            Self::SignedOut => "Logga in igen för att fortsätta.".to_owned(),
            Self::Problem(problem) => problem.detail.clone(),
        }
    }

    /// What happened and what to do, as one text. Messages of fields that stand wrong are in it only when
    /// the problem says nothing else to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = vec![self.title(), self.detail()];
        if let Self::Problem(problem) = self
            && problem.detail.is_empty()
        {
            parts.extend(problem.errors.iter().map(|field| field.message.clone()));
        }
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }

    /// What kind of problem the server said it is.
    #[must_use]
    pub fn kind(&self) -> Option<ProblemKind> {
        match self {
            Self::Problem(problem) => Some(problem.kind),
            Self::SignedOut => Some(ProblemKind::SignedOut),
            Self::Offline => None,
        }
    }

    /// Whether it isn't there, or isn't for the signed-in person to see.
    #[must_use]
    pub fn gone(&self) -> bool {
        matches!(self.kind(), Some(ProblemKind::NotFound | ProblemKind::Forbidden))
    }

    /// Whether somebody else has changed the value meanwhile.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.conflict::<IgnoredAny>().is_some()
    }

    /// The value as it now stands, where somebody else has changed it meanwhile.
    #[must_use]
    pub fn conflict<T: DeserializeOwned>(&self) -> Option<T> {
        match self {
            Self::Problem(problem) if problem.kind == ProblemKind::Conflict => {
                problem.current.clone().and_then(|current| serde_json::from_value(current).ok())
            }
            _ => None,
        }
    }

    /// What is wrong with the field at `path`, such as `actions[0].text`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<String> {
        match self {
            Self::Problem(problem) => problem
                .errors
                .iter()
                .find(|field| field.path == path)
                .map(|field| field.message.clone()),
            _ => None,
        }
    }

    /// Whether trying again later may help: the net or the server is away.
    #[must_use]
    pub fn passing(&self) -> bool {
        match self {
            Self::Offline => true,
            Self::SignedOut => false,
            Self::Problem(problem) => {
                matches!(problem.kind, ProblemKind::Unavailable | ProblemKind::Throttled)
            }
        }
    }
}
