//! The head of unit lets a specialist certify.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::CertificateKind;
use crate::{
    ClinicId, DelegationId, PersonId,
    person::{PersonName, Signature},
    text::Reason,
};

/// A head of unit who isn't a specialist of the training's specialty lets one who is certify instead
/// (Riktlinje Västmanland 3.7, R08).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delegation {
    /// The head of unit.
    pub from: PersonName,
    /// The specialist.
    pub to: PersonName,
    /// What may be certified.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<CertificateKind>))]
    pub kinds: BTreeSet<CertificateKind>,
    /// First day.
    pub starts: NaiveDate,
    /// Last day, included; none is until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDate>,
}

/// What is wrong with a delegation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDelegation {
    /// To oneself.
    #[error("Verksamhetschefen kan inte delegera till sig själv.")]
    ToOneself,
    /// Nothing delegated.
    #[error("Välj vilka intyg delegeringen gäller.")]
    Nothing,
    /// A certificate that can't be delegated.
    #[error(
        "Intyget kan inte delegeras. Bara intyg om uppnådd specialistkompetens enligt SOSFS 2015:8 kan det."
    )]
    NotDelegable(CertificateKind),
    /// It ends before it starts.
    #[error("Delegeringen slutar innan den börjar. Ändra en av dagarna.")]
    EndsBeforeStart,
}

impl Delegation {
    /// Checks that it can be.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), InvalidDelegation> {
        if self.from.id == self.to.id {
            return Err(InvalidDelegation::ToOneself);
        }
        if self.kinds.is_empty() {
            return Err(InvalidDelegation::Nothing);
        }
        if let Some(kind) = self.kinds.iter().find(|kind| !kind.delegable()) {
            return Err(InvalidDelegation::NotDelegable(*kind));
        }
        if self.ends.is_some_and(|ends| ends < self.starts) {
            return Err(InvalidDelegation::EndsBeforeStart);
        }
        Ok(())
    }

    /// Whether a person may certify a kind by it on a day.
    #[must_use]
    pub fn lets(&self, person: PersonId, kind: CertificateKind, on: NaiveDate) -> bool {
        self.to.id == person && self.kinds.contains(&kind) && self.in_force(on)
    }

    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.starts <= on && self.ends.is_none_or(|ends| on <= ends)
    }
}

/// A delegation as a clinic keeps it: never erased, ended early with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClinicDelegation {
    /// Which.
    pub id: DelegationId,
    /// The clinic whose trainings it is for.
    pub clinic: ClinicId,
    /// Who, to whom, what and when.
    #[serde(flatten)]
    pub delegation: Delegation,
    /// When it was given.
    pub given: Signature,
    /// How it was ended before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<DelegationEnd>,
}

/// How a delegation was ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegationEnd {
    /// By whom and when: nothing is certified by it from then on.
    pub signature: Signature,
    /// Why.
    pub reason: Reason,
}

/// Delegates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveDelegation {
    /// The specialist.
    pub to: PersonId,
    /// What may be certified.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<CertificateKind>))]
    pub kinds: BTreeSet<CertificateKind>,
    /// First day.
    pub starts: NaiveDate,
    /// Last day, included; none is until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDate>,
}

/// Why a delegation can't be ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndNotAllowed {
    /// Ended early before.
    #[error("Delegeringen är redan avslutad.")]
    Ended,
    /// Its last day has been.
    #[error("Delegeringen gäller inte längre, så det finns inget att avsluta.")]
    Over,
}

impl ClinicDelegation {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.ended.is_none() && self.delegation.in_force(on)
    }

    /// Whether its time is over, by itself or before.
    #[must_use]
    pub fn is_over(&self, on: NaiveDate) -> bool {
        self.ended.is_some() || self.delegation.ends.is_some_and(|ends| ends < on)
    }

    /// Ends it before its time.
    ///
    /// # Errors
    /// When it is over.
    pub fn end(self, end: DelegationEnd, today: NaiveDate) -> Result<Self, EndNotAllowed> {
        if self.ended.is_some() {
            return Err(EndNotAllowed::Ended);
        }
        if self.is_over(today) {
            return Err(EndNotAllowed::Over);
        }
        Ok(Self { ended: Some(end), ..self })
    }
}
