//! The instruments that follow the product, out of `data/instruments.json`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    AnsweredBy, Instrument, InstrumentCode, InstrumentItem, Instruments, InvalidInstrument, Scale,
    TextPrompt,
};

/// The file: forms name their scales, so that a scale's words stand once.
#[derive(Deserialize)]
struct File {
    scales: Vec<Scale>,
    instruments: Vec<Form>,
}

#[derive(Deserialize)]
struct Form {
    code: InstrumentCode,
    version: u16,
    name: String,
    purpose: String,
    assessors: String,
    answered_by: AnsweredBy,
    minutes: Option<u16>,
    text_prompts: Vec<TextPrompt>,
    items: Vec<InstrumentItem>,
    scale: Option<String>,
    overall: String,
}

impl Form {
    fn with(self, scales: &[Scale]) -> Result<Instrument, InvalidInstrument> {
        let scale = |name: String| {
            let found = scales.iter().find(|scale| scale.code == name).cloned();
            found.ok_or_else(|| InvalidInstrument::UnknownScale(self.code.clone(), name))
        };
        Ok(Instrument {
            scale: self.scale.map(scale).transpose()?,
            overall: scale(self.overall)?,
            code: self.code,
            version: self.version,
            name: self.name,
            purpose: self.purpose,
            assessors: self.assessors,
            answered_by: self.answered_by,
            minutes: self.minutes,
            text_prompts: self.text_prompts,
            items: self.items,
        })
    }
}

fn read(text: &str) -> Result<Instruments, InvalidInstrument> {
    let file: File = serde_json::from_str(text).expect("the built-in instruments are valid JSON");
    let instruments = file
        .instruments
        .into_iter()
        .map(|form| form.with(&file.scales))
        .collect::<Result<_, _>>()?;
    let all = Instruments { scales: file.scales, instruments };
    all.check().map(|()| all)
}

static BUILT_IN: LazyLock<Instruments> = LazyLock::new(|| {
    read(include_str!("../../data/instruments.json")).expect("the built-in instruments are valid")
});

impl Instruments {
    /// The instruments that follow the product: those of Riktlinje Västmanland 8.1 but for 360°.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is part of the program and tested.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }
}
