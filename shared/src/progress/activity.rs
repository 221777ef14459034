//! How far an activity has come towards its certificate, or towards its end where none is written of it.

use chrono::NaiveDate;

use crate::{
    activity::{Activity, CertifyGap},
    certificate::EvidenceRef,
    portfolio::Portfolio,
};

/// How far an activity has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityStanding {
    /// A certificate of it is in force.
    Certified,
    /// Nothing is missing for a certificate.
    Ready,
    /// It is over, and no certificate is written of such a one.
    Done,
    /// It hasn't begun; and what will be missing.
    Planned(Vec<CertifyGap>),
    /// It goes on; and what is missing.
    Underway(Vec<CertifyGap>),
    /// It is over; and what is missing.
    Lacking(Vec<CertifyGap>),
}

/// How far an activity of a training has come.
#[must_use]
pub fn activity_standing(
    portfolio: &Portfolio,
    activity: &Activity,
    today: NaiveDate,
) -> ActivityStanding {
    let about = Some(EvidenceRef::Activity(activity.id));
    let mut issued = portfolio.certificates.iter().filter(|one| one.phase.in_force());
    if issued.any(|one| one.content.about == about) {
        return ActivityStanding::Certified;
    }
    let Err(not) = activity.may_certify(today) else { return ActivityStanding::Ready };
    let without_form = not.gaps.contains(&CertifyGap::NoForm);
    let open = activity.to.is_none_or(|to| to > today);
    // That it isn't over is said by what it is, and nothing is missing for a certificate that there is no form for.
    let told = |gap: &CertifyGap| !matches!(gap, CertifyGap::NotEnded | CertifyGap::NoForm);
    let gaps = not.gaps.into_iter().filter(told).collect();
    if activity.from > today {
        ActivityStanding::Planned(gaps)
    } else if open {
        ActivityStanding::Underway(gaps)
    } else if without_form {
        ActivityStanding::Done
    } else {
        ActivityStanding::Lacking(gaps)
    }
}

impl ActivityStanding {
    /// The words on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Certified => "Intygad",
            Self::Ready => "Kan intygas",
            Self::Done => "Genomförd",
            Self::Planned(_) => "Planerad",
            Self::Underway(_) => "Pågår",
            Self::Lacking(_) => "Något saknas",
        }
    }

    /// What is missing for a certificate, but that it be over.
    #[must_use]
    pub fn missing(&self) -> &[CertifyGap] {
        match self {
            Self::Certified | Self::Ready | Self::Done => &[],
            Self::Planned(gaps) | Self::Underway(gaps) | Self::Lacking(gaps) => gaps,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        ActivityId, CertificateId,
        activity::{ActivityDetails, ActivityReport, OtherActivity},
        certificate::{Certificate, CertificateContent, CertificateKind, CertificatePhase},
        curriculum::Regulation,
        training_facts::tests::{day, line, portfolio},
    };

    fn course() -> Activity {
        Activity {
            id: ActivityId::new(Uuid::from_u128(1)),
            title: line("Frakturkurs"),
            from: day("2026-11-02"),
            to: Some(day("2026-11-06")),
            organiser: None,
            external: false,
            objectives: vec!["STa2".parse().unwrap()],
            report: None,
            details: ActivityDetails::Course,
            version: 1,
            changed: None,
        }
    }

    fn issued(portfolio: &Portfolio, about: ActivityId, phase: CertificatePhase) -> Certificate {
        Certificate {
            id: CertificateId::new(Uuid::from_u128(2)),
            training: portfolio.training.id,
            kind: CertificateKind::Course,
            regulation: Regulation::Hslf2021,
            trainee: portfolio.training.trainee.clone(),
            specialty: portfolio.training.specialty.clone(),
            content: CertificateContent {
                about: Some(EvidenceRef::Activity(about)),
                ..CertificateContent::default()
            },
            asked: Vec::new(),
            service: Vec::new(),
            phase,
            version: 1,
            changed: None,
        }
    }

    #[test]
    fn what_has_no_form_is_planned_underway_and_done_and_lacks_nothing() {
        let portfolio = portfolio(Regulation::Hslf2021, "2025-09-01");
        for what in OtherActivity::ALL {
            let mut one = Activity { details: ActivityDetails::Other { what }, ..course() };
            let on = |one: &Activity, today: &str| activity_standing(&portfolio, one, day(today));
            assert_eq!(on(&one, "2026-11-01"), ActivityStanding::Planned(Vec::new()));
            assert_eq!(on(&one, "2026-11-02"), ActivityStanding::Underway(Vec::new()));
            let over = match what {
                OtherActivity::Auscultation => ActivityStanding::Ready,
                _ => ActivityStanding::Done,
            };
            assert_eq!(on(&one, "2026-11-06"), over, "{what:?}");
            one.to = None;
            assert_eq!(on(&one, "2026-11-09"), ActivityStanding::Underway(Vec::new()));
        }
    }

    #[test]
    fn a_course_is_planned_underway_lacking_ready_and_certified_in_that_order() {
        let mut portfolio = portfolio(Regulation::Hslf2021, "2025-09-01");
        let mut course = course();
        let gaps = || vec![CertifyGap::NoReport];
        let on = |course: &Activity, portfolio: &Portfolio, today: &str| {
            activity_standing(portfolio, course, day(today))
        };
        assert_eq!(on(&course, &portfolio, "2026-11-01"), ActivityStanding::Planned(gaps()));
        assert_eq!(on(&course, &portfolio, "2026-11-02"), ActivityStanding::Underway(gaps()));
        assert_eq!(on(&course, &portfolio, "2026-11-07"), ActivityStanding::Lacking(gaps()));
        course.report = Some(ActivityReport { on: day("2026-11-07"), text: Default::default() });
        assert_eq!(on(&course, &portfolio, "2026-11-07"), ActivityStanding::Ready);
        assert!(on(&course, &portfolio, "2026-11-07").missing().is_empty());

        let of_another = ActivityId::new(Uuid::from_u128(9));
        let issue = || CertificatePhase::Issued { by: Vec::new(), on: day("2026-11-08") };
        portfolio.certificates = vec![
            issued(&portfolio, of_another, issue()),
            issued(&portfolio, course.id, CertificatePhase::Prepared),
        ];
        assert_eq!(on(&course, &portfolio, "2026-11-09"), ActivityStanding::Ready);
        portfolio.certificates.push(issued(&portfolio, course.id, issue()));
        assert_eq!(on(&course, &portfolio, "2026-11-09"), ActivityStanding::Certified);
    }
}
