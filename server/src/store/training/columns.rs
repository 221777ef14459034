//! A training's own columns, as one value of a statement: read, or written as they go out.

use shared::{
    curriculum::Regulation,
    person::PersonName,
    review::ClinicName,
    training::{Training, TrainingPhase},
};

use super::super::{
    Error, Result, day,
    json::Fields,
    packed::{self, COLUMN},
    parse, text,
};

/// A training as one value, parted by `$2`, with more columns after its own.
macro_rules! columns {
    ($more:literal) => {
        concat!(
            "concat_ws($2, t.id, t.trainee, p.name, t.clinic, c.name, c.site, c.care_provider, t.specialty,
                t.curriculum, t.regulation, t.licensed_on, t.starts_on, COALESCE(t.principal_supervisor, ''),
                COALESCE(h.name, ''), t.phase, COALESCE(t.phase_since, ''), COALESCE(t.phase_reason, ''), t.revision",
            $more,
            ")"
        )
    };
}

/// What a training stands at, as one value: its revision, and what it is told with that changes without it.
macro_rules! stamp {
    () => {
        "concat_ws($2, t.id, t.revision, p.name, COALESCE(h.name, ''), c.name, c.site, c.care_provider)"
    };
}

/// Where the columns of a training are.
macro_rules! tables {
    () => {
        " FROM training t
          JOIN person p ON p.id = t.trainee
          JOIN clinic c ON c.id = t.clinic
          LEFT JOIN person h ON h.id = t.principal_supervisor "
    };
}

/// Columns as they are packed, each by its name.
macro_rules! parted {
    ($(#[$about:meta])* $name:ident { $($column:ident),+ $(,)? }) => {
        $(#[$about])*
        pub(super) struct $name<'a> {
            $(pub $column: &'a str),+
        }

        impl<'a> $name<'a> {
            /// Parts them.
            pub fn part(packed: &'a str) -> Result<Self> {
                let [$($column),+] = packed::row(packed)?;
                Ok(Self { $($column),+ })
            }
        }
    };
}

parted! {
    /// The columns of a training as [`columns!`] packs them: an empty text is none.
    Columns {
        id, trainee, trainee_name, clinic, clinic_name, site, care_provider, specialty, curriculum, regulation,
        licensed_on, starts_on, principal_supervisor, supervisor_name, phase, phase_since, phase_reason, revision,
    }
}

impl Columns<'_> {
    fn phase(&self) -> Result<TrainingPhase> {
        match (self.phase, self.phase_since, self.phase_reason) {
            ("underway", "", "") => Ok(TrainingPhase::Underway),
            ("interrupted", since, reason) if !reason.is_empty() => {
                Ok(TrainingPhase::Interrupted {
                    since: day(since)?,
                    reason: text(reason.to_owned())?,
                })
            }
            ("completed", on, "") => Ok(TrainingPhase::Completed { on: day(on)? }),
            (phase, ..) => Err(Error::Corrupt(format!("training in phase {phase}"))),
        }
    }

    /// What it stands at, as [`stamp!`] packs it.
    pub fn stamp(&self) -> String {
        let Self { trainee_name, supervisor_name, clinic_name, site, care_provider, .. } = self;
        [self.id, self.revision, trainee_name, supervisor_name, clinic_name, site, care_provider]
            .join(&COLUMN.to_string())
    }

    /// Reads them.
    pub fn read(&self) -> Result<Training> {
        let person =
            |id: &str, name: &str| parse(id).map(|id| PersonName { id, name: name.to_owned() });
        Ok(Training {
            id: parse(self.id)?,
            trainee: person(self.trainee, self.trainee_name)?,
            clinic: ClinicName {
                id: parse(self.clinic)?,
                name: self.clinic_name.to_owned(),
                site: self.site.to_owned(),
                care_provider: parse(self.care_provider)?,
            },
            specialty: text(self.specialty.to_owned())?,
            curriculum: parse(self.curriculum)?,
            regulation: Regulation::from_stored(self.regulation)
                .ok_or_else(|| Error::Corrupt(format!("regulation {}", self.regulation)))?,
            licensed_on: day(self.licensed_on)?,
            starts_on: day(self.starts_on)?,
            principal_supervisor: match self.principal_supervisor {
                "" => None,
                id => Some(person(id, self.supervisor_name)?),
            },
            phase: self.phase()?,
            revision: parse(self.revision)?,
        })
    }

    /// Writes it as a [`Training`] is written.
    pub fn write(&self, json: &mut Vec<u8>) -> Result<()> {
        let person = |json: &mut Vec<u8>, id: &str, name: &str| {
            let mut fields = Fields::begin(json);
            fields.write("id", &id)?;
            fields.write("name", &name)?;
            fields.end();
            Ok::<_, Error>(())
        };
        let mut fields = Fields::begin(json);
        fields.write("id", &self.id)?;
        person(fields.raw("trainee"), self.trainee, self.trainee_name)?;
        let mut clinic = Fields::begin(fields.raw("clinic"));
        clinic.write("id", &self.clinic)?;
        clinic.write("name", &self.clinic_name)?;
        clinic.write("site", &self.site)?;
        clinic.write("care_provider", &self.care_provider)?;
        clinic.end();
        fields.write("specialty", &self.specialty)?;
        fields.write("curriculum", &self.curriculum)?;
        fields.write("regulation", &self.regulation)?;
        fields.write("licensed_on", &self.licensed_on)?;
        fields.write("starts_on", &self.starts_on)?;
        if !self.principal_supervisor.is_empty() {
            let place = fields.raw("principal_supervisor");
            person(place, self.principal_supervisor, self.supervisor_name)?;
        }
        fields.write_all_of(&self.phase()?)?;
        fields.raw("revision").extend_from_slice(self.revision.as_bytes());
        fields.end();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn line() -> impl Strategy<Value = String> {
        r#"[a-zåäö"\\/<é🩺][a-zåäö "\\/<é🩺]{0,9}x"#
    }

    fn id() -> impl Strategy<Value = String> {
        any::<u128>().prop_map(|number| Uuid::from_u128(number).to_string())
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_it_is_read_as(
            ids in prop::array::uniform6(id()),
            words in prop::array::uniform6(line()),
            regulation in prop::sample::select(vec!["sosfs2015", "hslf2021"]),
            phase in prop::sample::select(vec!["underway", "interrupted", "completed"]),
            supervised in any::<bool>(),
            revision in 1..i64::MAX,
        ) {
            let [training, trainee, clinic, region, curriculum, supervisor] = &ids;
            let [trainee_name, clinic_name, site, specialty, supervisor_name, reason] = &words;
            let (supervisor, supervisor_name) =
                if supervised { (supervisor.as_str(), supervisor_name.as_str()) } else { ("", "") };
            let (since, reason) = match phase {
                "underway" => ("", ""),
                "interrupted" => ("2025-03-01", reason.as_str()),
                _ => ("2025-03-01", ""),
            };
            let revision = revision.to_string();
            let columns = [training, trainee, trainee_name, clinic, clinic_name, site, region, specialty, curriculum,
                regulation, "2020-02-29", "2021-01-01", supervisor, supervisor_name, phase, since, reason, &revision];
            let packed = columns.join(&COLUMN.to_string());
            let columns = Columns::part(&packed).unwrap();
            let mut written = Vec::new();
            columns.write(&mut written).unwrap();
            let read = serde_json::to_string(&columns.read().unwrap()).unwrap();
            prop_assert_eq!(String::from_utf8(written).unwrap(), read);
        }
    }
}
