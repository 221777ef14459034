//! Intyg: who certifies what.
//!
//! The fields are those of Socialstyrelsen's forms. No personal identity number is kept: it is written on the printed form.

mod delegation;
mod form;
mod kind;
mod objective;
mod rule;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    CertificateId, PersonId, TrainingId,
    curriculum::{ObjectiveCode, Regulation, check_objectives},
    person::{PersonName, Signature},
    portfolio::Portfolio,
    review::Changed,
    text::{FreeText, Line, Reason},
    training::{FullTime, Service, ServiceRow},
};

pub use delegation::{
    ClinicDelegation, Delegation, DelegationEnd, EndNotAllowed, GiveDelegation, InvalidDelegation,
};
pub use form::{
    CertifierField, ENCLOSURE, FormField, SERVICE_COLUMNS, SignatureRow, in_force, six_digits,
};
pub use kind::{CertificateKind, CertifierRole, Certifiers};
pub use objective::{
    EvidenceRef, InvalidEvidence, MOST_CHOSEN, ObjectiveEvidence, ObjectiveStanding,
    ObjectiveState, SaveObjectiveEvidence, objective_standing,
};
pub use rule::{CertificateNotAllowed, Grounds, who_may_certify};

use CertificateNotAllowed as No;

/// Most people asked to certify one.
pub const MOST_ASKED: usize = 3;

/// What a certificate says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateContent {
    /// The placement or activity that it certifies, if that is kept here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<EvidenceRef>,
    /// The objectives it gives (delmål).
    pub objectives: Vec<ObjectiveCode>,
    /// What was done; of a course also its name.
    pub description: FreeText,
    /// How it was controlled or evaluated, see [`CertificateKind::evaluation_label`].
    pub evaluation: FreeText,
    /// Where (tjänstgöringsställe).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workplace: Option<Line>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// One who certifies, as on the form (intygande).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certifier {
    /// By whom and when.
    pub signature: Signature,
    /// As what.
    pub role: CertifierRole,
    /// Of which specialty; none for one who is no specialist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Line>,
    /// Where the certifier works.
    pub workplace: Line,
    /// Ort.
    pub town: Line,
}

/// Where a certificate is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CertificatePhase {
    /// Being filled in.
    Prepared,
    /// Certified by one of two: locked for the other.
    Half {
        /// That one.
        first: Certifier,
    },
    /// In force.
    Issued {
        /// One, or two where the form has two.
        by: Vec<Certifier>,
        /// The day it was issued.
        on: NaiveDate,
    },
    /// No longer in force; kept to be read.
    Withdrawn {
        /// Who had certified.
        by: Vec<Certifier>,
        /// The day it was issued.
        on: NaiveDate,
        /// By whom and when it was withdrawn.
        withdrawn: Signature,
        /// Why.
        reason: Reason,
    },
}

impl CertificatePhase {
    /// Whether it certifies anything today.
    #[must_use]
    pub const fn in_force(&self) -> bool {
        matches!(self, Self::Issued { .. })
    }

    /// Who has certified, also one that is withdrawn.
    #[must_use]
    pub fn certifiers(&self) -> &[Certifier] {
        match self {
            Self::Prepared => &[],
            Self::Half { first } => std::slice::from_ref(first),
            Self::Issued { by, .. } | Self::Withdrawn { by, .. } => by,
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Prepared => "Förberett",
            Self::Half { .. } => "Väntar på den andra underskriften",
            Self::Issued { .. } => "Utfärdat",
            Self::Withdrawn { .. } => "Återtaget",
        }
    }
}

/// Intyg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certificate {
    /// Which.
    pub id: CertificateId,
    /// The training that it is kept in.
    pub training: TrainingId,
    /// What it certifies.
    pub kind: CertificateKind,
    /// By which regulation.
    pub regulation: Regulation,
    /// ST-läkaren (sökande).
    pub trainee: PersonName,
    /// The specialty of the training.
    pub specialty: Line,
    /// What it says.
    pub content: CertificateContent,
    /// Who has been asked to certify it, beside those who may by their role or tie.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<PersonName>,
    /// Tjänsteförteckning of completed training, as it stood when it was certified; none before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<ServiceRow>,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: CertificatePhase,
    /// Grows with every change; 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Prepares a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrepareCertificate {
    /// What it certifies; doesn't change.
    pub kind: CertificateKind,
    /// What it says, and who is asked.
    #[serde(flatten)]
    pub save: SaveCertificate,
}

/// Saves what a certificate says and who is asked to certify it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveCertificate {
    /// All of it.
    pub content: CertificateContent,
    /// Who is asked, at most [`MOST_ASKED`].
    #[serde(default)]
    pub asked: Vec<PersonId>,
}

/// What the one who certifies fills in (intygande); who it is and when is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certify {
    /// As what.
    pub role: CertifierRole,
    /// Of which specialty; none for one who is no specialist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Line>,
    /// Where the certifier works.
    pub workplace: Line,
    /// Ort.
    pub town: Line,
}

impl Certify {
    /// With by whom and when.
    #[must_use]
    pub fn signed(self, signature: Signature) -> Certifier {
        let Self { role, specialty, workplace, town } = self;
        Certifier { signature, role, specialty, workplace, town }
    }
}

impl CertificateContent {
    /// Whether what it is about, if anything, is kept in the training and can be certified as `kind`.
    #[must_use]
    pub fn about_known(&self, kind: CertificateKind, portfolio: &Portfolio) -> bool {
        match self.about {
            None => true,
            Some(EvidenceRef::Placement(id)) => {
                kind.of_service() && portfolio.placements.iter().any(|one| one.id == id)
            }
            Some(EvidenceRef::Activity(id)) => portfolio
                .activities
                .iter()
                .any(|one| one.id == id && one.details.certified_as().contains(&kind)),
            Some(EvidenceRef::Assessment(_) | EvidenceRef::Certificate(_)) => false,
        }
    }

    /// Whether all the form asks for is filled in, of something that has ended.
    ///
    /// # Errors
    /// The first thing that is missing.
    pub fn whole(
        &self,
        kind: CertificateKind,
        regulation: Regulation,
        today: NaiveDate,
    ) -> Result<(), No> {
        if !kind.of_objectives() {
            return Ok(());
        }
        if self.objectives.is_empty() {
            return Err(No::NoObjectives);
        }
        check_objectives(&self.objectives, regulation)?;
        if self.description.is_blank() {
            return Err(No::NoDescription);
        }
        if let Some(label) = kind.evaluation_label()
            && self.evaluation.is_blank()
        {
            return Err(No::NoEvaluation(label));
        }
        if kind.of_service() {
            if self.workplace.is_none() {
                return Err(No::NoWorkplace);
            }
            match (self.from, self.to) {
                (Some(from), Some(to)) if from <= to => {}
                _ => return Err(No::NoPeriod),
            }
        }
        match self.to {
            Some(to) if today < to => Err(No::NotEnded(to)),
            _ => Ok(()),
        }
    }
}

impl Certificate {
    /// Fills it in.
    ///
    /// # Errors
    /// Once somebody has certified it.
    pub fn write(self, content: CertificateContent, asked: Vec<PersonName>) -> Result<Self, No> {
        match self.phase {
            CertificatePhase::Prepared => Ok(Self { content, asked, ..self }),
            CertificatePhase::Half { .. } | CertificatePhase::Issued { .. } => Err(No::Locked),
            CertificatePhase::Withdrawn { .. } => Err(No::Withdrawn),
        }
    }

    /// Certifies it. Where the form has two signatures the first locks it and the second, by another person in the other
    /// row of [`CertificateKind::who_may_certify`], issues it.
    ///
    /// # Errors
    /// When the person may not, something is missing, or it is issued.
    pub fn certify(
        self,
        certifier: Certifier,
        grounds: Grounds<'_>,
        today: NaiveDate,
    ) -> Result<Self, No> {
        match &self.phase {
            CertificatePhase::Prepared | CertificatePhase::Half { .. } => {}
            CertificatePhase::Issued { .. } => return Err(No::Locked),
            CertificatePhase::Withdrawn { .. } => return Err(No::Withdrawn),
        }
        who_may_certify(&self, &certifier, grounds, today)?;
        self.content.whole(self.kind, self.regulation, today)?;
        let service = self.service_certified(grounds.service, today)?;
        let rows = self.kind.who_may_certify(self.regulation);
        let phase = match self.phase {
            CertificatePhase::Half { first } => {
                let same_row = rows
                    .iter()
                    .any(|row| row.contains(&first.role) && row.contains(&certifier.role));
                if same_row || first.signature.by.id == certifier.signature.by.id {
                    return Err(No::SignedAlready(first.role));
                }
                CertificatePhase::Issued { by: vec![first, certifier], on: today }
            }
            _ if rows.len() > 1 => CertificatePhase::Half { first: certifier },
            _ => CertificatePhase::Issued { by: vec![certifier], on: today },
        };
        Ok(Self { phase, service, ..self })
    }

    /// The tjänsteförteckning that is certified with completed training; empty of other kinds.
    fn service_certified(
        &self,
        service: Option<Service<'_>>,
        today: NaiveDate,
    ) -> Result<Vec<ServiceRow>, No> {
        if self.kind != CertificateKind::CompletedTraining {
            return Ok(Vec::new());
        }
        let minimum = FullTime::from_months(self.regulation.minimum_months());
        let remaining = service.map_or(minimum, |service| service.remaining(today));
        if remaining > FullTime::ZERO {
            return Err(No::TooShort { remaining });
        }
        Ok(service.map(|service| service.rows(today)).unwrap_or_default())
    }

    /// The tjänsteförteckning that goes with it: as it was certified, or as it stands `today` before. None where the form has none,
    /// or where nothing is known of the service.
    #[must_use]
    pub fn service_rows(&self, service: Option<Service<'_>>, today: NaiveDate) -> Vec<ServiceRow> {
        match self.phase {
            CertificatePhase::Prepared if self.kind == CertificateKind::CompletedTraining => {
                service.map(|service| service.rows(today)).unwrap_or_default()
            }
            _ => self.service.clone(),
        }
    }

    /// Withdraws it. One that waits for its second signature is opened again, and the reason goes into the history; one that
    /// was issued stays to be read.
    ///
    /// # Errors
    /// When nobody has certified it, or it is withdrawn.
    pub fn withdraw(self, withdrawn: Signature, reason: Reason) -> Result<Self, No> {
        let phase = match self.phase {
            CertificatePhase::Prepared => return Err(No::NotCertified),
            CertificatePhase::Half { .. } => CertificatePhase::Prepared,
            CertificatePhase::Issued { by, on } => {
                CertificatePhase::Withdrawn { by, on, withdrawn, reason }
            }
            CertificatePhase::Withdrawn { .. } => return Err(No::Withdrawn),
        };
        Ok(Self { phase, ..self })
    }
}
