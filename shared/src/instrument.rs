//! Bedömningsinstrument as data: items, scale, texts.
//!
//! A form is free text first, items that may be left empty, and one rating of the whole activity (domain handbook 6; Riktlinje
//! Västmanland 8.1). Versions are kept for ever, so that an assessment is read with the form it was written on.

mod built_in;
mod key;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use key::{InstrumentCode, InvalidKey, ItemKey};

/// Said at every free text of an assessment: a record of staff holds no patient (GDPR; domain handbook 6).
pub const NO_PATIENT: &str = "Skriv inget som kan röja vem patienten är.";

/// The three texts of every form, in order: what was good, what can develop, what is agreed.
pub const COMMON_PROMPTS: [&str; 3] = ["bra", "utveckla", "atgard"];

/// Where a wording comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WordingSource {
    /// The guideline or a published form names it.
    Confirmed,
    /// Our own wording or translation, where the sources give none.
    OwnWording,
}

impl WordingSource {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Confirmed, Self::OwnWording];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "Ur riktlinje eller publicerad mall",
            Self::OwnWording => "Egen formulering",
        }
    }
}

/// A step of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScaleStep {
    /// Grows along the scale.
    pub value: u8,
    /// What it means, in Swedish.
    pub label: String,
}

/// A scale to rate on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scale {
    /// Such as `SJALV5`.
    pub code: String,
    /// Such as `Självständighet`.
    pub name: String,
    /// Lowest first.
    pub steps: Vec<ScaleStep>,
    /// The words for a rating that says it wasn't assessed; none where the scale has no such answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_assessed: Option<String>,
    /// Where the words come from.
    pub source: WordingSource,
}

/// A rating. No rating is a field left empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Rating {
    /// Ej bedömt: said, not forgotten.
    NotAssessed,
    /// A step's value.
    Step(u8),
}

impl Rating {
    /// The step, if it was assessed.
    #[must_use]
    pub const fn step(self) -> Option<u8> {
        match self {
            Self::NotAssessed => None,
            Self::Step(value) => Some(value),
        }
    }
}

impl Scale {
    /// The words for a rating; none when the scale doesn't hold it.
    #[must_use]
    pub fn label(&self, rating: Rating) -> Option<&str> {
        match rating {
            Rating::NotAssessed => self.not_assessed.as_deref(),
            Rating::Step(value) => {
                self.steps.iter().find(|step| step.value == value).map(|step| step.label.as_str())
            }
        }
    }

    /// Whether the scale holds a rating.
    #[must_use]
    pub fn holds(&self, rating: Rating) -> bool {
        self.label(rating).is_some()
    }
}

/// What a moment of a körkort demands (Riktlinje Västmanland 8.1: by the clinic's own routine).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Requirement {
    /// How many times it is to be done at the level.
    pub times: u16,
    /// Lowest step that counts.
    pub level: u8,
}

/// A part of the activity that may be rated by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstrumentItem {
    /// The same in all versions where it means the same.
    pub key: ItemKey,
    /// In Swedish.
    pub heading: String,
    /// What to look for; always our own wording, may be empty.
    pub hint: String,
    /// Where the heading comes from.
    pub source: WordingSource,
    /// For a moment of a körkort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<Requirement>,
}

/// A free text of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextPrompt {
    /// The same in all versions where it means the same.
    pub key: ItemKey,
    /// In Swedish.
    pub heading: String,
    /// What to write; always our own wording, may be empty.
    pub hint: String,
    /// Where the heading comes from.
    pub source: WordingSource,
}

/// Who fills in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AnsweredBy {
    /// The assessor, about the ST-läkare.
    Assessor,
    /// The ST-läkare, about the placement and its supervision: feedback the other way, no assessment of the ST-läkare.
    Trainee,
}

impl AnsweredBy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Assessor, Self::Trainee];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assessor => "Bedömaren",
            Self::Trainee => "ST-läkaren",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assessor => "assessor",
            Self::Trainee => "trainee",
        }
    }

    /// The value that was stored.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == value)
    }
}

/// A version of an instrument: what an assessment keeps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstrumentRef {
    /// Which instrument.
    pub code: InstrumentCode,
    /// From 1.
    pub version: u16,
}

/// Bedömningsinstrument: one version of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instrument {
    /// Such as `mini-cex`.
    pub code: InstrumentCode,
    /// From 1.
    pub version: u16,
    /// On the screen.
    pub name: String,
    /// What it is for, to the ST-läkare.
    pub purpose: String,
    /// Who usually assesses, in words.
    pub assessors: String,
    /// Who fills it in.
    pub answered_by: AnsweredBy,
    /// Minutes it usually takes with feedback, where the guideline says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// Free texts in order; the three of [`COMMON_PROMPTS`] are on every form.
    pub text_prompts: Vec<TextPrompt>,
    /// Parts that may be rated; may be none.
    pub items: Vec<InstrumentItem>,
    /// What items are rated on; none when there are no items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// What the whole activity is rated on.
    pub overall: Scale,
}

impl Instrument {
    /// What an assessment on this form keeps.
    #[must_use]
    pub fn reference(&self) -> InstrumentRef {
        InstrumentRef { code: self.code.clone(), version: self.version }
    }

    /// An item by its key.
    #[must_use]
    pub fn item(&self, key: &ItemKey) -> Option<&InstrumentItem> {
        self.items.iter().find(|item| item.key == *key)
    }

    /// A text by its key.
    #[must_use]
    pub fn prompt(&self, key: &ItemKey) -> Option<&TextPrompt> {
        self.text_prompts.iter().find(|prompt| prompt.key == *key)
    }

    /// Checks that the form can be filled in.
    ///
    /// # Errors
    /// The first thing found that stands wrong.
    pub fn check(&self) -> Result<(), InvalidInstrument> {
        let code = || self.code.clone();
        if self.version == 0 {
            return Err(InvalidInstrument::Version(code()));
        }
        let common = self
            .text_prompts
            .iter()
            .map(|prompt| prompt.key.as_str())
            .filter(|key| COMMON_PROMPTS.contains(key));
        if !common.eq(COMMON_PROMPTS) {
            return Err(InvalidInstrument::CommonPrompts(code()));
        }
        let mut seen = BTreeSet::new();
        let keys = self.items.iter().map(|item| &item.key);
        for key in keys.chain(self.text_prompts.iter().map(|prompt| &prompt.key)) {
            if !seen.insert(key) {
                return Err(InvalidInstrument::TwoWithKey(code(), key.clone()));
            }
        }
        for scale in self.scale.iter().chain([&self.overall]) {
            if scale.steps.is_empty() || !scale.steps.is_sorted_by(|a, b| a.value < b.value) {
                return Err(InvalidInstrument::Steps(code(), scale.code.clone()));
            }
        }
        let Some(scale) = &self.scale else {
            let none = self.items.is_empty();
            return if none { Ok(()) } else { Err(InvalidInstrument::NoScale(code())) };
        };
        let unmet = |item: &&InstrumentItem| {
            item.requirement.is_some_and(|r| r.times == 0 || !scale.holds(Rating::Step(r.level)))
        };
        match self.items.iter().find(unmet) {
            Some(item) => Err(InvalidInstrument::Requirement(code(), item.key.clone())),
            None => Ok(()),
        }
    }
}

/// Why an instrument can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidInstrument {
    /// Version 0.
    #[error("{0}: versionen ska vara 1 eller högre.")]
    Version(InstrumentCode),
    /// A common text is missing, doubled or out of order.
    #[error(
        "{0}: varje mall ska ha Detta gjordes bra, Kan utvecklas och Överenskommen åtgärd, i den ordningen."
    )]
    CommonPrompts(InstrumentCode),
    /// Two parts or texts with the same key.
    #[error("{0}: nyckeln ”{1}” finns två gånger.")]
    TwoWithKey(InstrumentCode, ItemKey),
    /// A scale without steps, or with steps that don't grow.
    #[error("{0}: skalan {1} ska ha steg i stigande ordning.")]
    Steps(InstrumentCode, String),
    /// Parts, but nothing to rate them on.
    #[error("{0}: delarna saknar skala.")]
    NoScale(InstrumentCode),
    /// A demand that can't be met.
    #[error("{0}: kravet på ”{1}” ska vara minst en gång och en nivå på skalan.")]
    Requirement(InstrumentCode, ItemKey),
    /// A scale that isn't among the scales.
    #[error("{0}: skalan {1} finns inte.")]
    UnknownScale(InstrumentCode, String),
    /// The same version twice.
    #[error("{0}: version {1} finns två gånger.")]
    TwoVersions(InstrumentCode, u16),
    /// Another scale than an earlier version, so that lines over time would mean nothing.
    #[error("{0}: version {1} har en annan skala än tidigare versioner. Ge mallen en ny kod.")]
    OtherScale(InstrumentCode, u16),
}

/// All instruments there are, in all versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instruments {
    /// Scales on offer to a clinic's own forms too.
    pub scales: Vec<Scale>,
    /// In the order of the screen; versions of the same code in any order.
    pub instruments: Vec<Instrument>,
}

impl Instruments {
    /// The newest version of each instrument, in order: what a new assessment may use.
    pub fn newest(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments
            .iter()
            .filter(|one| self.versions(&one.code).all(|other| other.version <= one.version))
    }

    /// The form an assessment was written on; none when its version is unknown here.
    #[must_use]
    pub fn find(&self, wanted: &InstrumentRef) -> Option<&Instrument> {
        self.versions(&wanted.code).find(|one| one.version == wanted.version)
    }

    /// The form to read an assessment with: its own version, or the newest of the same code when that is unknown. None when
    /// the whole instrument is unknown; then keys and values are what there is to show.
    #[must_use]
    pub fn to_read(&self, wanted: &InstrumentRef) -> Option<&Instrument> {
        self.find(wanted)
            .or_else(|| self.versions(&wanted.code).max_by_key(|instrument| instrument.version))
    }

    /// All versions of an instrument.
    pub fn versions(&self, code: &InstrumentCode) -> impl Iterator<Item = &Instrument> {
        self.instruments.iter().filter(move |one| one.code == *code)
    }

    /// Checks each instrument, and that versions of one code can be drawn as one line.
    ///
    /// # Errors
    /// The first thing found that stands wrong.
    pub fn check(&self) -> Result<(), InvalidInstrument> {
        for (at, one) in self.instruments.iter().enumerate() {
            one.check()?;
            for earlier in self.instruments[..at].iter().filter(|other| other.code == one.code) {
                let (code, version) = (one.code.clone(), one.version);
                if earlier.version == version {
                    return Err(InvalidInstrument::TwoVersions(code, version));
                }
                let items = |i: &Instrument| i.scale.as_ref().map(|scale| scale.code.clone());
                let changed = items(earlier).is_some() && items(one).is_some();
                if (changed && items(earlier) != items(one))
                    || earlier.overall.code != one.overall.code
                {
                    return Err(InvalidInstrument::OtherScale(code, version));
                }
            }
        }
        Ok(())
    }
}
