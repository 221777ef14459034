//! A certificate on paper, field by field as Socialstyrelsen's forms have them (SOSFS 2015:8, HSLF-FS 2021:8). The forms are signed
//! by hand, and what isn't kept here is written by hand on them.

use chrono::NaiveDate;

use super::{Certificate, CertificateKind, CertificatePhase, Certifier, CertifierRole};
use crate::{curriculum::Regulation, training::ServiceRow};

/// A field of a form above the signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormField {
    /// Sökande. The name is kept as it is shown, so it isn't parted in two.
    Applicant,
    /// Personnummer of the applicant, by hand.
    ApplicantIdentityNumber,
    /// Specialitet.
    Specialty,
    /// Delmål.
    Objectives,
    /// Tjänstgöringsställe; who held a course.
    Workplace,
    /// Period, in six digits a day.
    Period,
    /// Beskrivning.
    Description,
    /// How it was controlled or evaluated.
    Evaluation,
    /// Tjänsteförteckning, of [`SERVICE_COLUMNS`]: [`Certificate::service_rows`], or by hand.
    Service,
}

/// A field of the one who certifies (intygande).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertifierField {
    /// Namnteckning, by hand.
    Signature,
    /// Namnförtydligande.
    NameInPrint,
    /// Specialitet.
    Specialty,
    /// Tjänsteställe.
    Workplace,
    /// Personnummer (HSLF-FS 2021:8), by hand.
    IdentityNumber,
    /// Ort och datum, by hand: those of the signature on paper.
    TownAndDate,
}

/// The place for one signature: as what, and who has certified as that.
pub type SignatureRow<'a> = (&'static [CertifierRole], Option<&'a Certifier>);

/// What a row of the tjänsteförteckning holds (HSLF-FS 2021:8, bilaga 6); the last one is summed.
pub const SERVICE_COLUMNS: [&str; 4] =
    ["Tjänstgöringsställe", "Period", "Omfattning i procent", "Månader på heltid"];

/// Where the applicant numbers what goes with the application, by hand.
pub const ENCLOSURE: &str = "Bilaga nr";

/// Those in force as they are handed in: in the order of the forms, each kind by its first day.
#[must_use]
pub fn in_force(certificates: &[Certificate]) -> Vec<&Certificate> {
    let mut all: Vec<_> = certificates.iter().filter(|one| one.phase.in_force()).collect();
    all.sort_by_key(|one| (one.kind.form(one.regulation), one.content.from, one.id));
    all
}

/// A period as the forms ask for it: `240115–240630`.
#[must_use]
pub fn six_digits(from: NaiveDate, to: NaiveDate) -> String {
    format!("{}–{}", digits(from), digits(to))
}

fn digits(day: NaiveDate) -> String {
    day.format("%y%m%d").to_string()
}

impl ServiceRow {
    /// What stands in each of [`SERVICE_COLUMNS`], the days as `period` says them. What is credited has only what it is and months.
    pub fn on_form(
        &self,
        period: impl Fn(NaiveDate, NaiveDate) -> String,
    ) -> [String; SERVICE_COLUMNS.len()] {
        let days = self.span().map(|span| period(span.from, span.to));
        let percent = self.span().map(|span| span.percent.to_string());
        [self.place(), days.unwrap_or_default(), percent.unwrap_or_default(), self.time().on_form()]
    }
}

impl FormField {
    /// The name of [`Self::Service`].
    pub const SERVICE: &str = "Tjänsteförteckning";

    /// The words on the form of a kind.
    #[must_use]
    pub const fn label(self, kind: CertificateKind) -> &'static str {
        match self {
            Self::Applicant => "Sökande (förnamn och efternamn)",
            Self::ApplicantIdentityNumber => "Sökandens personnummer",
            Self::Specialty => "Specialitet",
            Self::Objectives => "Delmål",
            Self::Workplace => match kind {
                CertificateKind::Course => "Kursanordnare",
                _ => "Tjänstgöringsställe",
            },
            Self::Period => "Period (ååmmdd–ååmmdd)",
            Self::Description => match kind {
                CertificateKind::Course => "Kursens namn och beskrivning",
                _ => "Beskrivning",
            },
            Self::Evaluation => match kind.evaluation_label() {
                Some(label) => label,
                None => "Hur det har kontrollerats att kompetensen är uppnådd",
            },
            Self::Service => Self::SERVICE,
        }
    }
}

impl CertifierField {
    /// The fields of a regulation's forms, in their order.
    #[must_use]
    pub const fn of(regulation: Regulation) -> &'static [Self] {
        match regulation {
            Regulation::Sosfs2015 => &[
                Self::Signature,
                Self::NameInPrint,
                Self::Specialty,
                Self::Workplace,
                Self::TownAndDate,
            ],
            Regulation::Hslf2021 => &[
                Self::Signature,
                Self::NameInPrint,
                Self::Specialty,
                Self::Workplace,
                Self::IdentityNumber,
                Self::TownAndDate,
            ],
        }
    }

    /// The words on the form.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Signature => "Namnteckning",
            Self::NameInPrint => "Namnförtydligande",
            Self::Specialty => "Specialitet",
            Self::Workplace => "Tjänsteställe",
            Self::IdentityNumber => "Personnummer",
            Self::TownAndDate => "Ort och datum",
        }
    }
}

impl CertificateKind {
    /// The fields of the form above the signatures, in its order; none when the regulation has no such form. How the competence was
    /// controlled is asked on 2015's bilaga 2 and 2021's bilaga 12, and how development work was evaluated by
    /// Riktlinje Västmanland 7.
    #[must_use]
    pub fn form_fields(self, regulation: Regulation) -> Vec<FormField> {
        use FormField::{
            Applicant, ApplicantIdentityNumber, Description, Evaluation, Objectives, Period,
            Service, Specialty, Workplace,
        };
        if self.form(regulation).is_none() {
            return Vec::new();
        }
        let rest: &[FormField] = match self {
            Self::SpecialistCompetence => match regulation {
                Regulation::Sosfs2015 => &[Evaluation],
                Regulation::Hslf2021 => &[],
            },
            Self::CompletedTraining => &[Service],
            Self::Auscultation | Self::ClinicalService | Self::Course | Self::WrittenWork => {
                &[Objectives, Workplace, Period, Description]
            }
            Self::DevelopmentWork | Self::MedicalScience => {
                &[Objectives, Workplace, Period, Description, Evaluation]
            }
        };
        [&[Applicant, ApplicantIdentityNumber, Specialty], rest].concat()
    }

    /// What those who sign the form say of the applicant.
    #[must_use]
    pub const fn attestation(self) -> &'static str {
        match self {
            Self::SpecialistCompetence => {
                "Sökanden har uppnått den kompetens som målbeskrivningen för specialiteten kräver."
            }
            Self::CompletedTraining => "Sökanden har fullgjort sin specialiseringstjänstgöring.",
            Self::Auscultation
            | Self::ClinicalService
            | Self::Course
            | Self::DevelopmentWork
            | Self::WrittenWork
            | Self::MedicalScience => {
                "Sökanden har genomfört det som beskrivs ovan och uppfyller kompetenskraven i de delmål som anges."
            }
        }
    }
}

impl Certificate {
    /// What stands in a field of the form; none where it is left to be filled in by hand.
    #[must_use]
    pub fn on_form(&self, field: FormField) -> Option<String> {
        let content = &self.content;
        let text = match field {
            FormField::Applicant => self.trainee.name.clone(),
            FormField::Specialty => self.specialty.to_string(),
            FormField::Objectives => {
                let codes: Vec<_> = content.objectives.iter().map(ToString::to_string).collect();
                codes.join(", ")
            }
            FormField::Workplace => content.workplace.as_deref().unwrap_or_default().to_owned(),
            FormField::Period => {
                let day = |day: Option<NaiveDate>| day.map(digits).unwrap_or_default();
                match (content.from, content.to) {
                    (None, None) => String::new(),
                    (from, to) => format!("{}–{}", day(from), day(to)),
                }
            }
            FormField::Description => content.description.to_string(),
            FormField::Evaluation => content.evaluation.to_string(),
            FormField::ApplicantIdentityNumber | FormField::Service => String::new(),
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The places for signatures, in the order of the form.
    pub fn signature_rows(&self) -> impl Iterator<Item = SignatureRow<'_>> {
        self.kind.who_may_certify(self.regulation).iter().map(|row| {
            let signed = self.phase.certifiers().iter().find(|one| row.contains(&one.role));
            (*row, signed)
        })
    }

    /// What stands across the top of one that isn't in force, so that nobody hands it in.
    #[must_use]
    pub const fn not_valid(&self) -> Option<&'static str> {
        match self.phase {
            CertificatePhase::Prepared => Some("Utkast – inte intygat"),
            CertificatePhase::Half { .. } => Some("Utkast – den andra underskriften saknas"),
            CertificatePhase::Issued { .. } => None,
            CertificatePhase::Withdrawn { .. } => Some("Återtaget – gäller inte"),
        }
    }
}

impl Certifier {
    /// What stands in a field of the form; none where it is left to be filled in by hand.
    #[must_use]
    pub fn on_form(&self, field: CertifierField) -> Option<&str> {
        match field {
            CertifierField::NameInPrint => Some(&self.signature.by.name),
            CertifierField::Specialty => self.specialty.as_deref(),
            CertifierField::Workplace => Some(&self.workplace),
            CertifierField::Signature
            | CertifierField::IdentityNumber
            | CertifierField::TownAndDate => None,
        }
    }
}
