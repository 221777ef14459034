//! People and the roles they hold.

use chrono::{DateTime, NaiveDate, Utc};
use shared::{
    CareProviderId, ClinicId, MembershipId, PersonId,
    inspection::InspectorChoice,
    person::{Colleague, Invite, Membership, PersonName, Role},
    review::ClinicName,
};

use super::{Error, Result, Work, day, parse};

/// What a sign-in is checked against.
pub struct Account {
    /// Who.
    pub person: PersonId,
    /// PHC string; none until the invitation is accepted.
    pub password_hash: Option<String>,
}

/// Where roles are held.
#[derive(Clone, Copy)]
pub enum Place {
    /// At a clinic.
    Clinic(ClinicId),
    /// At a care provider itself, not at its clinics.
    CareProvider(CareProviderId),
    /// In the whole installation.
    Everywhere,
}

#[derive(sqlx::FromRow)]
struct ColleagueRow {
    id: String,
    person: String,
    name: String,
    email: String,
    active: bool,
    role: String,
    clinic: Option<String>,
    care_provider: Option<String>,
    place: Option<String>,
    since: String,
}

impl TryFrom<ColleagueRow> for Colleague {
    type Error = Error;

    fn try_from(row: ColleagueRow) -> Result<Self> {
        let role = Role::from_stored(&row.role)
            .ok_or_else(|| Error::Corrupt(format!("role {}", row.role)))?;
        Ok(Self {
            person: PersonName { id: parse(&row.person)?, name: row.name },
            email: row.email,
            membership: Membership {
                id: parse(&row.id)?,
                role,
                clinic: row.clinic.as_deref().map(parse).transpose()?,
                care_provider: row.care_provider.as_deref().map(parse).transpose()?,
                place: row.place.unwrap_or_default(),
                since: day(&row.since)?,
            },
            active: row.active,
        })
    }
}

#[derive(sqlx::FromRow)]
struct InspectorRow {
    id: String,
    name: String,
    clinic: Option<String>,
    clinic_name: Option<String>,
    site: Option<String>,
    care_provider: Option<String>,
}

impl InspectorRow {
    fn clinic(&self) -> Result<Option<ClinicName>> {
        let (Some(id), Some(name), Some(site), Some(care_provider)) =
            (&self.clinic, &self.clinic_name, &self.site, &self.care_provider)
        else {
            return Ok(None);
        };
        Ok(Some(ClinicName {
            id: parse(id)?,
            name: name.clone(),
            site: site.clone(),
            care_provider: parse(care_provider)?,
        }))
    }
}

macro_rules! colleagues_where {
    ($condition:literal) => {
        concat!(
            "SELECT m.id, m.person, p.name, p.email, p.password_hash IS NOT NULL AS active, m.role, m.clinic,
                    COALESCE(c.care_provider, m.care_provider) AS care_provider,
                    CASE WHEN c.id IS NULL THEN r.name ELSE c.name || ', ' || c.site END AS place, m.since
             FROM membership m
             JOIN person p ON p.id = m.person
             LEFT JOIN clinic c ON c.id = m.clinic
             LEFT JOIN care_provider r ON r.id = m.care_provider
             WHERE m.ended IS NULL AND ",
            $condition
        )
    };
}

impl Work {
    /// The account with an address in its normal form.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn account(&mut self, email: &str) -> Result<Option<Account>> {
        let row: Option<(String, Option<String>)> = on!(self, db =>
            sqlx::query_as("SELECT id, password_hash FROM person WHERE email = $1").bind(email).fetch_optional(db))?;
        row.map(|(id, password_hash)| Ok(Account { person: parse(&id)?, password_hash }))
            .transpose()
    }

    /// Whether anybody has been added.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_people(&mut self) -> Result<bool> {
        let row: Option<(String,)> =
            on!(self, db => sqlx::query_as("SELECT id FROM person LIMIT 1").fetch_optional(db))?;
        Ok(row.is_some())
    }

    /// Adds a person without a password; false if the address is taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_person(
        &mut self,
        id: PersonId,
        email: &str,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "INSERT INTO person (id, email, name, created_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (email) DO NOTHING"
            )
            .bind(id.to_string())
            .bind(email)
            .bind(name)
            .bind(now.timestamp_millis())
        )?;
        Ok(rows == 1)
    }

    /// Sets the password of somebody who has none; false if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_first_password(
        &mut self,
        person: PersonId,
        password_hash: &str,
    ) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE person SET password_hash = $2 WHERE id = $1 AND password_hash IS NULL"
            )
            .bind(person.to_string())
            .bind(password_hash)
        )?;
        Ok(rows == 1)
    }

    /// Sets a new password in place of the one there is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_password(&mut self, person: PersonId, password_hash: &str) -> Result<()> {
        execute!(
            self,
            sqlx::query("UPDATE person SET password_hash = $2 WHERE id = $1")
                .bind(person.to_string())
                .bind(password_hash)
        )?;
        Ok(())
    }

    /// Holds an account's password until the end of this work, so that no session is begun with one that is
    /// being replaced; false if it has been.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_password(&mut self, account: &Account) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE person SET password_hash = password_hash WHERE id = $1 AND password_hash = $2"
            )
            .bind(account.person.to_string())
            .bind(&account.password_hash)
        )?;
        Ok(rows == 1)
    }

    /// Gives a person a role; false if it is held already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_membership(
        &mut self,
        id: MembershipId,
        person: PersonId,
        invite: &Invite,
        since: NaiveDate,
    ) -> Result<bool> {
        let rows = execute!(self, sqlx::query(
            "INSERT INTO membership (id, person, role, clinic, care_provider, since) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING")
            .bind(id.to_string())
            .bind(person.to_string())
            .bind(invite.role.as_str())
            .bind(invite.clinic.map(|clinic| clinic.to_string()))
            .bind(invite.care_provider.map(|provider| provider.to_string()))
            .bind(since.to_string()))?;
        Ok(rows == 1)
    }

    /// The roles held now at a place, with who holds them.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn colleagues(&mut self, place: Place) -> Result<Vec<Colleague>> {
        let (query, key) = match place {
            Place::Clinic(id) => (colleagues_where!("m.clinic = $1"), id.to_string()),
            Place::CareProvider(id) => (colleagues_where!("m.care_provider = $1"), id.to_string()),
            Place::Everywhere => (
                colleagues_where!("m.clinic IS NULL AND m.care_provider IS NULL AND $1 = ''"),
                String::new(),
            ),
        };
        let rows: Vec<ColleagueRow> =
            on!(self, db => sqlx::query_as(query).bind(key).fetch_all(db))?;
        rows.into_iter().map(Colleague::try_from).collect()
    }

    /// A role held now.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn colleague(&mut self, membership: MembershipId) -> Result<Option<Colleague>> {
        let row: Option<ColleagueRow> = on!(self, db =>
            sqlx::query_as(colleagues_where!("m.id = $1")).bind(membership.to_string()).fetch_optional(db))?;
        row.map(Colleague::try_from).transpose()
    }

    /// All roles a person holds now.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn roles_of(&mut self, person: PersonId) -> Result<Vec<Colleague>> {
        let rows: Vec<ColleagueRow> = on!(self, db =>
            sqlx::query_as(colleagues_where!("m.person = $1")).bind(person.to_string()).fetch_all(db))?;
        rows.into_iter().map(Colleague::try_from).collect()
    }

    /// Ends a role. The record of who held it stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_membership(&mut self, id: MembershipId, today: NaiveDate) -> Result<()> {
        execute!(
            self,
            sqlx::query("UPDATE membership SET ended = $2 WHERE id = $1 AND ended IS NULL")
                .bind(id.to_string())
                .bind(today.to_string())
        )?;
        Ok(())
    }

    /// Holds the rows of a role at a place until the end of this work, so that two can't end the last two at
    /// once, and counts those whose holders can sign in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_role(&mut self, membership: &Membership) -> Result<u64> {
        Ok(execute!(
            self,
            sqlx::query(
                "UPDATE membership SET role = role
                 WHERE role = $1 AND COALESCE(clinic, '') = $2 AND ended IS NULL
                   AND person IN (SELECT id FROM person WHERE password_hash IS NOT NULL)"
            )
            .bind(membership.role.as_str())
            .bind(membership.clinic.map(|clinic| clinic.to_string()).unwrap_or_default())
        )?)
    }

    /// Everybody who can be chosen as inspector, with the clinics where they hold a role.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn inspectors(&mut self) -> Result<Vec<InspectorChoice>> {
        let rows: Vec<InspectorRow> = on!(self, db => sqlx::query_as(
            "SELECT p.id, p.name, c.id AS clinic, c.name AS clinic_name, c.site, c.care_provider
             FROM membership m
             JOIN person p ON p.id = m.person
             LEFT JOIN membership k ON k.person = p.id AND k.ended IS NULL AND k.clinic IS NOT NULL
             LEFT JOIN clinic c ON c.id = k.clinic
             WHERE m.role = 'inspector' AND m.ended IS NULL
             ORDER BY p.id, c.id")
            .fetch_all(db))?;
        rows.chunk_by(|a, b| a.id == b.id)
            .map(|rows| {
                let mut clinics: Vec<ClinicName> = rows
                    .iter()
                    .filter_map(|row| row.clinic().transpose())
                    .collect::<Result<_>>()?;
                // Somebody with two roles at a clinic has two rows of it.
                clinics.dedup();
                Ok(InspectorChoice {
                    person: PersonName { id: parse(&rows[0].id)?, name: rows[0].name.clone() },
                    clinics,
                })
            })
            .collect()
    }
}
