//! Who may certify what, and why not.

use chrono::NaiveDate;

use super::{Certificate, CertificateKind, Certifier, CertifierRole, Certifiers, Delegation};
use crate::{
    curriculum::{Regulation, WrongObjective},
    text::Line,
    training::{FullTime, Service},
    written_date::say_day,
};

use CertificateNotAllowed as No;

/// What lies behind a signature and isn't on the form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Grounds<'a> {
    /// The day ST-läkaren gave an account of the course, by word or in writing (Riktlinje Västmanland 5.3, R35).
    pub account: Option<NaiveDate>,
    /// The delegation a specialist certifies by.
    pub delegation: Option<&'a Delegation>,
    /// The service of the training, which completed training is certified by.
    pub service: Option<Service<'a>>,
}

/// Why a certificate can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateNotAllowed {
    /// The regulation has no such form.
    #[error("{} intygas inte enligt {}.", .0.name(*.1), .1)]
    NoSuchForm(CertificateKind, Regulation),
    /// Certified by one or both.
    #[error(
        "Intyget är undertecknat och ändras inte längre. Återta det med en motivering om något är fel."
    )]
    Locked,
    /// Withdrawn.
    #[error("Intyget är återtaget. Utfärda ett nytt.")]
    Withdrawn,
    /// Nothing to withdraw.
    #[error("Intyget är inte undertecknat, så det finns inget att återta.")]
    NotCertified,
    /// A role that doesn't certify this.
    #[error(
        "Intyget undertecknas inte av {}. Det gör {}.",
        .role.name().to_lowercase(), roles(.of)
    )]
    WrongRole {
        /// The role tried.
        role: CertifierRole,
        /// Who certifies it.
        of: Certifiers,
    },
    /// One of the two for the second time.
    #[error("{} har redan undertecknat. Den andra underskriften ska vara en annan persons.", .0.name())]
    SignedAlready(CertifierRole),
    /// Signed as something that the person isn't here.
    #[error("Du är inte {} här. Välj det som du intygar som.", .0.name().to_lowercase())]
    NotHeld(CertifierRole),
    /// ST-läkaren's own.
    #[error("Ingen intygar sin egen ST.")]
    OwnTraining,
    /// A head of unit of another specialty.
    #[error(
        "Verksamhetschefen är inte specialist i {}. Delegera till en specialist, som intygar i stället.", &**.0
    )]
    DelegateNeeded(Line),
    /// A specialist of another specialty.
    #[error("Den som intygar på verksamhetschefens uppdrag ska vara specialist i {}.", &**.0)]
    OtherSpecialty(Line),
    /// No specialty given.
    #[error("Skriv vilken specialitet den som intygar har.")]
    NoSpecialty,
    /// No delegation in force.
    #[error(
        "Det finns ingen delegering från verksamhetschefen som gäller i dag för det här intyget."
    )]
    NoDelegation,
    /// A course ST-läkaren hasn't told of.
    #[error("Kursen kan intygas när ST-läkaren har redovisat den, muntligt eller skriftligt.")]
    NoAccount,
    /// A course that isn't among the training's activities, so that nothing is known of an account.
    #[error("Välj vilken av ST-läkarens kurser intyget gäller.")]
    NoCourse,
    /// No objectives.
    #[error("Välj vilka delmål intyget gäller.")]
    NoObjectives,
    /// Objectives that stand wrong.
    #[error(transparent)]
    Objective(#[from] WrongObjective),
    /// No description.
    #[error("Beskriv vad som intygas.")]
    NoDescription,
    /// No evaluation; with the label of the field.
    #[error("Fyll i ”{0}”.")]
    NoEvaluation(&'static str),
    /// No place.
    #[error("Skriv var tjänstgöringen eller auskultationen var.")]
    NoWorkplace,
    /// No days, or they end before they begin.
    #[error("Skriv första och sista dag, i den ordningen.")]
    NoPeriod,
    /// Completed training before the minimum is reached (HSLF-FS 2021:8).
    #[error(
        "Det återstår {} på heltid innan ST:n kan intygas som fullgjord.",
        .remaining.rounded_up()
    )]
    TooShort {
        /// Months of full time to go.
        remaining: FullTime,
    },
    /// What is certified hasn't ended.
    #[error("Perioden slutar {}. Intyga när den är slut.", say_day(*.0))]
    NotEnded(NaiveDate),
}

/// `verksamhetschef eller delegerad specialist, och huvudansvarig handledare`.
fn roles(of: Certifiers) -> String {
    let row = |row: &&[CertifierRole]| {
        row.iter().map(|role| role.name().to_lowercase()).collect::<Vec<_>>().join(" eller ")
    };
    of.iter().map(row).collect::<Vec<_>>().join(", och ")
}

/// Whether a person may certify a kind in a role on a day, with what lies behind it.
///
/// # Errors
/// Why not, in words for that person.
pub fn who_may_certify(
    certificate: &Certificate,
    certifier: &Certifier,
    grounds: Grounds<'_>,
    today: NaiveDate,
) -> Result<(), No> {
    let Certificate { kind, regulation, .. } = *certificate;
    if kind.form(regulation).is_none() {
        return Err(No::NoSuchForm(kind, regulation));
    }
    if certifier.signature.by.id == certificate.trainee.id {
        return Err(No::OwnTraining);
    }
    let of = kind.who_may_certify(regulation);
    let role = certifier.role;
    if !of.iter().any(|row| row.contains(&role)) {
        return Err(No::WrongRole { role, of });
    }
    let same_specialty = certifier
        .specialty
        .as_ref()
        .is_some_and(|own| own.to_lowercase() == certificate.specialty.to_lowercase());
    match role {
        CertifierRole::HeadOfUnit if kind.delegable() && !same_specialty => {
            return Err(No::DelegateNeeded(certificate.specialty.clone()));
        }
        CertifierRole::DelegatedSpecialist => {
            let lets =
                |delegation: &Delegation| delegation.lets(certifier.signature.by.id, kind, today);
            if !grounds.delegation.is_some_and(lets) {
                return Err(No::NoDelegation);
            }
            if !same_specialty {
                return Err(No::OtherSpecialty(certificate.specialty.clone()));
            }
        }
        CertifierRole::Specialist if certifier.specialty.is_none() => {
            return Err(No::NoSpecialty);
        }
        CertifierRole::HeadOfUnit
        | CertifierRole::PrincipalSupervisor
        | CertifierRole::Supervisor
        | CertifierRole::CourseLeader
        | CertifierRole::ScientificSupervisor
        | CertifierRole::Specialist => {}
    }
    let accounted = grounds.account.is_some_and(|account| account <= today);
    if kind == CertificateKind::Course && !accounted {
        return Err(No::NoAccount);
    }
    Ok(())
}
