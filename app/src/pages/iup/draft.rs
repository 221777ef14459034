//! A field of a draft as it is saved while one writes.

use shared::{
    iup::{CurrentIupField, Iup, IupFieldVersion, PlannedPlacement, SaveIup, SavedIup},
    saving::{Kept, Saved},
};

use crate::outbox::Draft;

impl Draft for SaveIup {
    type Record = CurrentIupField;
    type Answer = Saved<SavedIup>;

    fn check(&self) -> Result<(), String> {
        match self {
            Self::Placements { placements } => placements
                .iter()
                .try_for_each(PlannedPlacement::check)
                .map_err(|why| why.to_string()),
            Self::Part { .. } | Self::Objective { .. } => Ok(()),
        }
    }

    fn kept(current: &CurrentIupField) -> Kept<Self> {
        kept(current.value.clone(), Some(&current.saved.field))
    }

    fn saved(answer: &Saved<SavedIup>, sent: &Self) -> Kept<Self> {
        kept(sent.clone(), Some(&answer.record.field))
    }
}

fn kept(value: SaveIup, version: Option<&IupFieldVersion>) -> Kept<SaveIup> {
    Kept {
        value,
        version: version.map_or(0, |version| version.version),
        changed: version.and_then(|version| version.changed.clone()),
    }
}

/// A field of a version as the server has it.
pub fn field(iup: &Iup, value: SaveIup) -> Kept<SaveIup> {
    let version = iup.fields.iter().find(|known| known.field == value.field());
    kept(value, version)
}
