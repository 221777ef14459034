//! Care providers and clinics.

use shared::{
    CareProviderId, ClinicId, PersonId,
    clinic::{CareProvider, Clinic, SaveClinic},
    review::ClinicName,
    rule::{OwnThresholds, Thresholds},
    text::Line,
};

use super::{Result, Work, from_json, parse, to_json};

/// A clinic, and whether a person is an inspector of an inspection there.
pub struct SeenClinic {
    /// The clinic.
    pub clinic: Clinic,
    /// Whether the person is one of the two inspectors of any inspection at it that isn't called off.
    pub assigned: bool,
}

#[derive(sqlx::FromRow)]
struct ClinicRow {
    id: String,
    care_provider: String,
    care_provider_name: String,
    thresholds: String,
    name: String,
    site: String,
    specialties: String,
    version: i64,
    assigned: bool,
}

impl TryFrom<ClinicRow> for SeenClinic {
    type Error = super::Error;

    fn try_from(row: ClinicRow) -> Result<Self> {
        Ok(Self {
            clinic: Clinic {
                name: ClinicName {
                    id: parse(&row.id)?,
                    name: row.name,
                    site: row.site,
                    care_provider: parse(&row.care_provider)?,
                },
                care_provider_name: row.care_provider_name,
                thresholds: from_json(&row.thresholds)?,
                specialties: from_json(&row.specialties)?,
                version: row.version,
            },
            assigned: row.assigned,
        })
    }
}

impl Work {
    /// Adds a care provider; false if the name is taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_care_provider(&mut self, care_provider: &CareProvider) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "INSERT INTO care_provider (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING"
            )
            .bind(care_provider.id.to_string())
            .bind(&care_provider.name)
        )?;
        Ok(rows == 1)
    }

    /// All care providers.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn care_providers(&mut self) -> Result<Vec<CareProvider>> {
        let rows: Vec<(String, String)> = on!(self, db =>
            sqlx::query_as("SELECT id, name FROM care_provider").fetch_all(db))?;
        rows.into_iter().map(|(id, name)| Ok(CareProvider { id: parse(&id)?, name })).collect()
    }

    /// A care provider's own thresholds; none if there is no such care provider.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn thresholds(&mut self, id: CareProviderId) -> Result<Option<OwnThresholds>> {
        let row: Option<(String, i64)> = on!(self, db => sqlx::query_as(
            "SELECT thresholds, thresholds_version FROM care_provider WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(db))?;
        row.map(|(thresholds, version)| {
            Ok(OwnThresholds { thresholds: from_json(&thresholds)?, version })
        })
        .transpose()
    }

    /// Saves a care provider's thresholds, and counts it as a change of each training at its clinics, whose pages show what
    /// comes of them; false if they aren't at `version`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_thresholds(
        &mut self,
        id: CareProviderId,
        version: i64,
        thresholds: &Thresholds,
    ) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE care_provider SET thresholds = $3, thresholds_version = thresholds_version + 1
                 WHERE id = $1 AND thresholds_version = $2"
            )
            .bind(id.to_string())
            .bind(version)
            .bind(to_json(thresholds)?)
        )?;
        if rows == 1 {
            execute!(
                self,
                sqlx::query(
                    "UPDATE training SET revision = revision + 1
                     WHERE clinic IN (SELECT id FROM clinic WHERE care_provider = $1)"
                )
                .bind(id.to_string())
            )?;
        }
        Ok(rows == 1)
    }

    /// Adds a clinic; false if the care provider has one of that name at that site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_clinic(&mut self, id: ClinicId, clinic: &SaveClinic) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "INSERT INTO clinic (id, care_provider, name, site, specialties, version)
                 VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT DO NOTHING"
            )
            .bind(id.to_string())
            .bind(clinic.care_provider.to_string())
            .bind(&*clinic.name)
            .bind(&*clinic.site)
            .bind(to_json(&clinic.specialties)?)
        )?;
        Ok(rows == 1)
    }

    /// Changes a clinic's name, site and specialties; false if it isn't at `version`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_clinic(
        &mut self,
        id: ClinicId,
        version: i64,
        clinic: &SaveClinic,
    ) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE clinic SET name = $3, site = $4, specialties = $5, version = version + 1
                 WHERE id = $1 AND version = $2"
            )
            .bind(id.to_string())
            .bind(version)
            .bind(&*clinic.name)
            .bind(&*clinic.site)
            .bind(to_json(&clinic.specialties)?)
        )?;
        Ok(rows == 1)
    }

    /// Whether the care provider has another clinic than this of that name at that site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clinic_name_taken(
        &mut self,
        but: ClinicId,
        care_provider: CareProviderId,
        name: &Line,
        site: &Line,
    ) -> Result<bool> {
        let row: Option<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT id FROM clinic WHERE care_provider = $1 AND name = $2 AND site = $3 AND id <> $4")
            .bind(care_provider.to_string())
            .bind(&**name)
            .bind(&**site)
            .bind(but.to_string())
            .fetch_optional(db))?;
        Ok(row.is_some())
    }

    /// A clinic, as a person stands to it.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn clinic(&mut self, id: ClinicId, person: PersonId) -> Result<Option<SeenClinic>> {
        let row: Option<ClinicRow> = on!(self, db => sqlx::query_as(concat!(
            "SELECT c.id, c.care_provider, r.name AS care_provider_name, r.thresholds, c.name, c.site, c.specialties, c.version, ",
            inspects!("$2", "c.id"), " AS assigned
             FROM clinic c JOIN care_provider r ON r.id = c.care_provider
             WHERE c.id = $1"))
            .bind(id.to_string())
            .bind(person.to_string())
            .fetch_optional(db))?;
        row.map(SeenClinic::try_from).transpose()
    }

    /// All clinics by name.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn clinic_names(&mut self) -> Result<Vec<ClinicName>> {
        let rows: Vec<(String, String, String, String)> = on!(self, db =>
            sqlx::query_as("SELECT id, name, site, care_provider FROM clinic").fetch_all(db))?;
        rows.into_iter()
            .map(|(id, name, site, care_provider)| {
                Ok(ClinicName {
                    id: parse(&id)?,
                    name,
                    site,
                    care_provider: parse(&care_provider)?,
                })
            })
            .collect()
    }

    /// The clinics within a person's reach: own, of own care provider, inspected, or all. The rule of rights
    /// decides afterwards; this only keeps the rows few.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn clinics_in_reach(
        &mut self,
        person: PersonId,
        all: bool,
    ) -> Result<Vec<SeenClinic>> {
        let rows: Vec<ClinicRow> = on!(self, db => sqlx::query_as(
            "WITH inspected AS (
                 SELECT i.clinic FROM inspector x JOIN inspection i ON i.id = x.inspection
                 WHERE x.person = $1 AND i.phase <> 'cancelled'
             )
             SELECT c.id, c.care_provider, r.name AS care_provider_name, r.thresholds, c.name, c.site, c.specialties, c.version,
                    c.id IN (SELECT clinic FROM inspected) AS assigned
             FROM clinic c JOIN care_provider r ON r.id = c.care_provider
             WHERE $2
                OR c.id IN (SELECT clinic FROM inspected)
                OR c.id IN (SELECT m.clinic FROM membership m
                            WHERE m.person = $1 AND m.ended IS NULL AND m.clinic IS NOT NULL)
                OR c.care_provider IN (SELECT m.care_provider FROM membership m
                            WHERE m.person = $1 AND m.ended IS NULL AND m.care_provider IS NOT NULL)")
            .bind(person.to_string())
            .bind(all)
            .fetch_all(db))?;
        rows.into_iter().map(SeenClinic::try_from).collect()
    }
}
