//! Published målbeskrivningar. Never changed: a new text is a new version.

use std::{cmp::Reverse, collections::BTreeSet};

use chrono::{DateTime, Utc};
use shared::{
    CurriculumId,
    curriculum::{Curriculum, CurriculumVersion, Regulation},
    text::Line,
};

use super::{Result, Work, from_json, to_json};
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

    /// All curricula that follow the product, by specialty, the newer regulation first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn curriculum_versions(&mut self) -> Result<Vec<CurriculumVersion>> {
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT body FROM curriculum WHERE care_provider IS NULL ORDER BY published_at DESC, id DESC")
            .fetch_all(db))?;
        let mut versions = rows
            .into_iter()
            .map(|(body,)| {
                let curriculum: Curriculum = from_json(&body)?;
                Ok(CurriculumVersion {
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
