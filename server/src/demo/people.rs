//! Who is who in the demo: one region, five clinics, and everybody in them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use shared::{
    CareProviderId, ClinicId, MembershipId, PersonId,
    clinic::{CareProvider, SaveClinic},
    person::{Invite, Role, RolePlace},
    text::Line,
};

use crate::{
    clock::{day_in_sweden, new_id},
    store::{Error, Result, Work},
};

/// Clinics by what they show: name, site and specialty.
pub const CLINICS: [(&str, &str, &str); 5] = [
    ("Ortopedkliniken", "Exempelsjukhuset", "Ortopedi"),
    ("Kvinnokliniken", "Exempelsjukhuset", "Obstetrik och gynekologi"),
    ("Björkens vårdcentral", "Exempelstad", "Allmänmedicin"),
    ("Barnkliniken", "Exempelsjukhuset", "Barn- och ungdomsmedicin"),
    ("Ögonkliniken", "Norra sjukhuset", "Ögonsjukdomar"),
];

/// The clinic that has come furthest.
pub const ORTHOPAEDICS: usize = 0;
/// Self-assessed and soon to be inspected.
pub const GYNAECOLOGY: usize = 1;
/// Never reviewed.
pub const CARE_CENTRE: usize = 2;
/// With an inspection underway.
pub const PAEDIATRICS: usize = 3;
/// With a preliminary report.
pub const OPHTHALMOLOGY: usize = 4;

struct Somebody {
    email: &'static str,
    name: &'static str,
    role: Role,
    clinic: Option<usize>,
    /// Years in the role.
    years: i32,
}

const fn somebody(
    email: &'static str,
    name: &'static str,
    role: Role,
    clinic: Option<usize>,
    years: i32,
) -> Somebody {
    Somebody { email, name, role, clinic, years }
}

/// Everybody, each with one role.
const PEOPLE: [Somebody; 25] = {
    use Role as R;
    const ORT: Option<usize> = Some(ORTHOPAEDICS);
    const GYN: Option<usize> = Some(GYNAECOLOGY);
    const VC: Option<usize> = Some(CARE_CENTRE);
    const BARN: Option<usize> = Some(PAEDIATRICS);
    const OGON: Option<usize> = Some(OPHTHALMOLOGY);
    [
        somebody("administrator@exempel.se", "Administratör Exempel", R::Administrator, None, 4),
        somebody("region@exempel.se", "Regionala Rektorn", R::RegionalDirector, None, 6),
        somebody("inspektor1@exempel.se", "Inspektör Ett", R::Inspector, None, 7),
        somebody("inspektor2@exempel.se", "Inspektör Två", R::Inspector, None, 5),
        somebody("verksamhetschef@exempel.se", "Chefen Ortoped", R::HeadOfUnit, ORT, 4),
        somebody("studierektor@exempel.se", "Rektorn Ortoped", R::DirectorOfStudies, ORT, 2),
        somebody("handledare@exempel.se", "Handledaren Höft", R::Supervisor, ORT, 5),
        somebody("handledare.kna@exempel.se", "Handledaren Knä", R::Supervisor, ORT, 3),
        somebody("handledare.hand@exempel.se", "Handledaren Hand", R::Supervisor, ORT, 1),
        somebody("st-lakare@exempel.se", "ST-läkaren Skena", R::Trainee, ORT, 2),
        somebody("st-lakare.gips@exempel.se", "ST-läkaren Gips", R::Trainee, ORT, 3),
        somebody("st-lakare.skruv@exempel.se", "ST-läkaren Skruv", R::Trainee, ORT, 1),
        somebody("verksamhetschef.kvinno@exempel.se", "Chefen Kvinno", R::HeadOfUnit, GYN, 3),
        somebody("studierektor.kvinno@exempel.se", "Rektorn Kvinno", R::DirectorOfStudies, GYN, 5),
        somebody("handledare.kvinno@exempel.se", "Handledaren Kvinno", R::Supervisor, GYN, 2),
        somebody("st-lakare.kvinno@exempel.se", "ST-läkaren Kvinno", R::Trainee, GYN, 1),
        somebody("st-lakare.forlossning@exempel.se", "ST-läkaren Förlossning", R::Trainee, GYN, 4),
        somebody("verksamhetschef.bjorken@exempel.se", "Chefen Björk", R::HeadOfUnit, VC, 1),
        somebody("studierektor.bjorken@exempel.se", "Rektorn Björk", R::DirectorOfStudies, VC, 1),
        somebody("verksamhetschef.barn@exempel.se", "Chefen Barn", R::HeadOfUnit, BARN, 8),
        somebody("studierektor.barn@exempel.se", "Rektorn Barn", R::DirectorOfStudies, BARN, 3),
        somebody("st-lakare.barn@exempel.se", "ST-läkaren Barn", R::Trainee, BARN, 2),
        somebody("verksamhetschef.ogon@exempel.se", "Chefen Öga", R::HeadOfUnit, OGON, 2),
        somebody("studierektor.ogon@exempel.se", "Rektorn Öga", R::DirectorOfStudies, OGON, 6),
        somebody("handledare.ogon@exempel.se", "Handledaren Öga", R::Supervisor, OGON, 4),
    ]
};

/// What was made: ids in the order of [`CLINICS`].
#[derive(Clone, Debug)]
pub struct Places {
    /// Region Exempel.
    pub region: CareProviderId,
    /// The clinics.
    pub clinics: [ClinicId; 5],
}

/// A line that is known to be one.
///
/// # Errors
/// When it is empty or too long.
pub(crate) fn line(text: &str) -> Result<Line> {
    Line::try_from(text.to_owned()).map_err(|error| Error::Corrupt(error.to_string()))
}

/// Adds the region, its clinics and its people, who all have the same password.
///
/// # Errors
/// When the database fails.
pub async fn add(work: &mut Work, password_hash: &str, now: DateTime<Utc>) -> Result<Places> {
    let region = CareProviderId::new(new_id());
    work.add_care_provider(&CareProvider { id: region, name: "Region Exempel".to_owned() }).await?;
    let clinics = CLINICS.map(|_| ClinicId::new(new_id()));
    for (id, (name, site, specialty)) in clinics.into_iter().zip(CLINICS) {
        let clinic = SaveClinic {
            care_provider: region,
            name: line(name)?,
            site: line(site)?,
            specialties: vec![line(specialty)?],
        };
        work.add_clinic(id, &clinic).await?;
        work.publish_built_in_curricula(clinic.specialties, now).await?;
    }
    for somebody in &PEOPLE {
        let id = PersonId::new(new_id());
        work.add_person(id, somebody.email, somebody.name, now).await?;
        work.set_first_password(id, password_hash).await?;
        let role = Invite {
            name: somebody.name.to_owned(),
            email: somebody.email.to_owned(),
            role: somebody.role,
            clinic: somebody.clinic.map(|clinic| clinics[clinic]),
            care_provider: (somebody.role.place() == RolePlace::CareProvider).then_some(region),
        };
        let first_day = NaiveDate::from_ymd_opt(day_in_sweden(now).year() - somebody.years, 2, 1);
        work.add_membership(
            MembershipId::new(new_id()),
            id,
            &role,
            first_day.unwrap_or_else(|| day_in_sweden(now)),
        )
        .await?;
    }
    Ok(Places { region, clinics })
}
