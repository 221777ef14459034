//! Egna uppgifter: all of one's own training in one file ("Ta med mina uppgifter"), which another clinic's installation takes in.
//!
//! How the file is made up stands in `docs/OWN-RECORDS.md`. It is taken in whole or not at all; what in it wasn't done when it was made,
//! and so can only be done there, is named and left. What came so can't be changed here: those who stand for it work elsewhere.

/// Gives a macro the lists of a portfolio that hold records that can be taken along.
macro_rules! every_kind {
    ($each:ident) => {
        $each!(
            placements,
            leaves,
            credits,
            activities,
            iups,
            assessments,
            meetings,
            evaluations,
            reviews,
            certificates,
            evidence,
            decisions
        )
    };
}

mod brought;
mod check;
mod take_in;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{curriculum::Regulation, portfolio::Portfolio, text::Line, written_date::say_day};

pub use brought::{BroughtRecords, BuiltUpon, FromElsewhere};
pub use take_in::{
    Doubt, RecordKind, TakeInPreview, TakeInRecords, TakenCount, TakenIn, Told, WhyTold,
    not_carried,
};

/// What the file says it is.
pub const FORMAT: &str = "stins-egna-uppgifter";
/// The version of the format that is written. A field or kind that is added makes a new one, so that no reader drops it unseen; older
/// ones are read.
pub const VERSION: u32 = 2;
/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Where records come from, as it was called when the file was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordsOrigin {
    /// Such as `Ortopedkliniken`.
    pub clinic: Line,
    /// Such as `Exempelsjukhuset`.
    pub site: Line,
    /// Such as `Region Exempel`.
    pub care_provider: Line,
}

impl RecordsOrigin {
    /// On the screen.
    #[must_use]
    pub fn name(&self) -> String {
        let Self { clinic, site, care_provider } = self;
        format!("{}, {} ({})", &**clinic, &**site, &**care_provider)
    }

    /// Beside a record that came from there.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("Från {}, {}", &*self.clinic, &*self.care_provider)
    }
}

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnRecords {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// The day of that in Sweden.
    pub made_on: NaiveDate,
    /// Where.
    pub from: RecordsOrigin,
    /// All of the training, as the ST-läkare may see it.
    pub portfolio: Portfolio,
}

/// Why a file can't be taken in. The `Display` text is for the screen; nothing of the file has been kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTakenIn {
    /// Nothing in it.
    #[error("Filen är tom. Hämta den på nytt från den andra kliniken.")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("Filen är större än {} MB. Så stora filer gör Stins inte; kontrollera att du har valt rätt fil.", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// It ends in the middle.
    #[error(
        "Filen tar slut mitt i, så en del av den saknas. Hämta den på nytt från den andra kliniken."
    )]
    Half,
    /// Something else.
    #[error(
        "Det här är ingen fil med egna uppgifter från Stins. Välj filen som heter stins-uppgifter och ett datum."
    )]
    NotOurs,
    /// A format of another version.
    #[error(
        "Filen är gjord i version {0} av formatet, och här läses högst version {VERSION}. Be den som sköter Stins här att uppdatera, och försök sedan igen."
    )]
    OtherVersion(u32),
    /// It was changed, or damaged on the way.
    #[error(
        "Filen går inte att läsa från rad {line}, tecken {column}. Den är skadad eller ändrad; hämta den på nytt från den andra kliniken."
    )]
    Damaged {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// Something in it can't be so.
    #[error("{what} kan inte stämma. {why} Hämta filen på nytt från den andra kliniken.")]
    Senseless {
        /// What, as the beginning of a sentence.
        what: String,
        /// Why, as a sentence.
        why: String,
    },
    /// Another specialty.
    #[error(
        "Filen gäller {file}, men ST:n här gäller {here}. Ta in den i en ST i samma specialitet."
    )]
    OtherSpecialty {
        /// The file's.
        file: String,
        /// The training's.
        here: String,
    },
    /// Another regulation, which a training keeps from beginning to end.
    #[error(
        "Filen gäller en ST enligt {file}, men ST:n här följer {here}. Be studierektorn lägga in ST:n enligt samma föreskrift."
    )]
    OtherRegulation {
        /// The file's.
        file: Regulation,
        /// The training's.
        here: Regulation,
    },
    /// It starts later than what the file tells of.
    #[error(
        "ST:n här börjar {}, men i filen finns tjänstgöring från {}. Be studierektorn rätta första dagen till den dagen eller en tidigare, och ta sedan in filen.",
        say_day(*.here), say_day(*.file)
    )]
    StartsLater {
        /// The training's first day here.
        here: NaiveDate,
        /// The first day of a placement in the file.
        file: NaiveDate,
    },
    /// Taken in before, or made of this very training.
    #[error("Allt som kan tas in ur filen finns redan i den här ST:n.")]
    AllHere,
    /// Nothing in it is done.
    #[error("Det finns inget i filen som var klart när den gjordes, så det finns inget att ta in.")]
    NothingDone,
}

/// What is read first, so that a file of another kind or version is called so.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u32>,
}

impl OwnRecords {
    /// The file of a training. `made_on` is the day of `made` in Sweden.
    #[must_use]
    pub fn of(
        mut portfolio: Portfolio,
        from: RecordsOrigin,
        made: DateTime<Utc>,
        made_on: NaiveDate,
    ) -> Self {
        // What supervisors have is theirs.
        portfolio.supervisors.clear();
        Self { format: FORMAT.to_owned(), version: VERSION, made, made_on, from, portfolio }
    }

    /// The file's text: JSON on many lines, so that it can be read by eye and what is damaged be found.
    ///
    /// # Errors
    /// When it is no JSON, which our own types always are.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }

    /// What it is to be called.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("stins-uppgifter-{}.json", self.made_on)
    }

    /// Reads a file, whole or not at all. `today` is the day in Sweden.
    ///
    /// # Errors
    /// The first thing that stands wrong.
    pub fn read(text: &str, today: NaiveDate) -> Result<Self, NotTakenIn> {
        let text = text.trim_start_matches('\u{feff}');
        if text.len() > MAX_BYTES {
            return Err(NotTakenIn::TooLarge);
        }
        if text.trim().is_empty() {
            return Err(NotTakenIn::Empty);
        }
        let head: Head = serde_json::from_str(text).map_err(|error| {
            let begins_as_ours = text.trim_start().starts_with('{') && text.contains(FORMAT);
            match (begins_as_ours, error.is_eof()) {
                (true, true) => NotTakenIn::Half,
                (true, false) => damaged(&error),
                (false, _) => NotTakenIn::NotOurs,
            }
        })?;
        match (head.format.as_deref(), head.version) {
            (Some(FORMAT), Some(1..=VERSION)) => {}
            (Some(FORMAT), Some(other)) => return Err(NotTakenIn::OtherVersion(other)),
            _ => return Err(NotTakenIn::NotOurs),
        }
        let records: Self = serde_json::from_str(text).map_err(|error| damaged(&error))?;
        records.check(today)?;
        Ok(records)
    }
}

fn damaged(error: &serde_json::Error) -> NotTakenIn {
    NotTakenIn::Damaged { line: error.line(), column: error.column() }
}
