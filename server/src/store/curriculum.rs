//! Published målbeskrivningar. Never changed: a new text is a new version.

use std::{cmp::Reverse, collections::BTreeSet};

use chrono::{DateTime, Utc};
use shared::{
    CareProviderId, CurriculumId, PersonId,
    curriculum::{Curriculum, CurriculumVersion, Regulation},
    review::Changed,
    text::Line,
};

use super::{Result, Work, from_json, instant, parse, to_json};
use crate::{clock::new_id, swedish::sort_key};

impl Work {
    /// Publishes the curricula that follow the product for some specialties, under each regulation, unless they are there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_built_in_curricula(
        &mut self,
        specialties: impl IntoIterator<Item = Line>,
        at: DateTime<Utc>,
    ) -> Result<()> {
        for specialty in specialties {
            for regulation in Regulation::ALL {
                let id = CurriculumId::new(new_id());
                let curriculum = Curriculum::built_in(id, regulation, specialty.clone());
                execute!(self, sqlx::query(
                    "INSERT INTO curriculum (id, regulation, specialty, version_name, body, published_at)
                     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING")
                    .bind(curriculum.id.to_string())
                    .bind(regulation.as_str())
                    .bind(&*curriculum.specialty)
                    .bind(&*curriculum.version_name)
                    .bind(to_json(&curriculum)?)
                    .bind(at.timestamp_millis()))?;
            }
        }
        Ok(())
    }

    /// The specialties that somebody may train for: those with built-in drafts of their own, and those of all clinics.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn specialties(&mut self) -> Result<BTreeSet<Line>> {
        let rows: Vec<(String,)> =
            on!(self, db => sqlx::query_as("SELECT specialties FROM clinic").fetch_all(db))?;
        let mut all: BTreeSet<Line> =
            Regulation::ALL.into_iter().flat_map(Curriculum::drafted_specialties).collect();
        for (specialties,) in rows {
            all.extend(from_json::<Vec<Line>>(&specialties)?);
        }
        Ok(all)
    }

    /// Publishes a curriculum at a care provider; false if it has one of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_curriculum(
        &mut self,
        curriculum: &Curriculum,
        care_provider: CareProviderId,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let rows = execute!(self, sqlx::query(
            "INSERT INTO curriculum (id, regulation, specialty, version_name, body, published_at, published_by, care_provider)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING")
            .bind(curriculum.id.to_string())
            .bind(curriculum.regulation.as_str())
            .bind(&*curriculum.specialty)
            .bind(&*curriculum.version_name)
            .bind(to_json(curriculum)?)
            .bind(at.timestamp_millis())
            .bind(by.to_string())
            .bind(care_provider.to_string()))?;
        Ok(rows == 1)
    }

    /// All curricula, by specialty, the newer regulation and the latest first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn curriculum_versions(&mut self) -> Result<Vec<CurriculumVersion>> {
        let rows: Vec<(String, Option<String>, i64, Option<String>)> = on!(self, db => sqlx::query_as(
            "SELECT k.body, k.care_provider, k.published_at, p.name
             FROM curriculum k LEFT JOIN person p ON p.id = k.published_by
             ORDER BY k.published_at DESC, k.id DESC")
            .fetch_all(db))?;
        let mut versions = rows
            .into_iter()
            .map(|(body, care_provider, at, by)| {
                let curriculum: Curriculum = from_json(&body)?;
                let by = by.unwrap_or_else(|| "Stins".to_owned());
                Ok(CurriculumVersion {
                    care_provider: care_provider.as_deref().map(parse).transpose()?,
                    published: Changed { at: instant(at)?, by },
                    draft: curriculum.draft(),
                    id: curriculum.id,
                    regulation: curriculum.regulation,
                    specialty: curriculum.specialty,
                    version_name: curriculum.version_name,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        versions.sort_by_cached_key(|version| {
            (sort_key(&version.specialty), Reverse(version.regulation))
        });
        Ok(versions)
    }

    /// A curriculum by id, if a training at a care provider may follow it.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn curriculum_at(
        &mut self,
        id: CurriculumId,
        care_provider: CareProviderId,
    ) -> Result<Option<Curriculum>> {
        let body: Option<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT body FROM curriculum WHERE id = $1 AND (care_provider IS NULL OR care_provider = $2)")
            .bind(id.to_string())
            .bind(care_provider.to_string())
            .fetch_optional(db))?;
        body.map(|(body,)| from_json(&body)).transpose()
    }

    /// A curriculum by id.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn curriculum(&mut self, id: CurriculumId) -> Result<Option<Curriculum>> {
        let body: Option<(String,)> = on!(self, db =>
            sqlx::query_as("SELECT body FROM curriculum WHERE id = $1").bind(id.to_string()).fetch_optional(db))?;
        body.map(|(body,)| from_json(&body)).transpose()
    }
}
