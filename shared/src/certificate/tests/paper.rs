//! What stands on the forms, and which of them are printed.

use super::*;

#[test]
fn the_kinds_have_the_numbers_of_the_forms() {
    let forms = |regulation| -> Vec<u8> {
        CertificateKind::of(regulation).filter_map(|kind| kind.form(regulation)).collect()
    };
    assert_eq!(forms(Sosfs2015), [2, 3, 4, 5, 6, 7]);
    assert_eq!(forms(Hslf2021), [6, 7, 8, 9, 10, 11, 12]);
    for kind in CertificateKind::ALL {
        assert_eq!(CertificateKind::from_stored(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for role in Role::ALL {
        assert_eq!(Role::from_stored(role.as_str()), Some(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
    }
}

#[test]
fn only_the_form_of_completed_training_has_a_list_of_service() {
    let (training, placements) = served();
    let service =
        Service { training: &training, placements: &placements, leaves: &[], credits: &[] };
    for kind in CertificateKind::of(Hslf2021) {
        let asks = kind.form_fields(Hslf2021).contains(&FormField::Service);
        assert_eq!(asks, !prepared(kind, Hslf2021).service_rows(Some(service), today()).is_empty());
    }
}

#[test]
fn those_in_force_are_printed_in_the_order_of_the_forms() {
    let (course, service) =
        (issued(CertificateKind::Course, 1), issued(CertificateKind::ClinicalService, 2));
    let mut earlier = issued(CertificateKind::ClinicalService, 3);
    earlier.content.from = service.content.from.and_then(|from| from.pred_opt());
    let draft = prepared(CertificateKind::Auscultation, Hslf2021);
    let all = [course, service, earlier, draft];
    let ids: Vec<_> = in_force(&all).iter().map(|one| one.id).collect();
    assert_eq!(ids, [3, 2, 1].map(|id| CertificateId::new(Uuid::from_u128(id))));
}

#[test]
fn a_form_has_the_fields_of_its_regulation_in_their_order() {
    use FormField as F;
    let head = [F::Applicant, F::ApplicantIdentityNumber, F::Specialty];
    let forms = [
        (CertificateKind::ClinicalService, Sosfs2015, "Objectives Workplace Period Description"),
        (CertificateKind::ClinicalService, Hslf2021, "Objectives Workplace Period Description"),
        (
            CertificateKind::MedicalScience,
            Hslf2021,
            "Objectives Workplace Period Description Evaluation",
        ),
        (CertificateKind::SpecialistCompetence, Sosfs2015, "Evaluation"),
        (CertificateKind::SpecialistCompetence, Hslf2021, ""),
        (CertificateKind::CompletedTraining, Hslf2021, "Service"),
    ];
    for (kind, regulation, rest) in forms {
        let fields = kind.form_fields(regulation);
        assert_eq!(fields[..3], head, "{kind:?} by {regulation}");
        let names: Vec<_> = fields[3..].iter().map(|field| format!("{field:?}")).collect();
        assert_eq!(names.join(" "), rest, "{kind:?} by {regulation}");
    }
    for kind in CertificateKind::ALL {
        for regulation in Regulation::ALL {
            assert_eq!(kind.form_fields(regulation).is_empty(), kind.form(regulation).is_none());
        }
    }
}

#[test]
fn only_the_forms_of_2021_ask_for_the_certifiers_identity_number_and_all_of_them_are_signed_by_hand()
 {
    let signed = certifier(PRINCIPAL, Role::PrincipalSupervisor, Some("Ortopedi"));
    for regulation in Regulation::ALL {
        let fields = CertifierField::of(regulation);
        assert_eq!(fields.contains(&CertifierField::IdentityNumber), regulation == Hslf2021);
        let by_hand: Vec<_> =
            fields.iter().filter(|field| signed.on_form(**field).is_none()).collect();
        assert_eq!(by_hand.first(), Some(&&CertifierField::Signature));
        assert_eq!(by_hand.last(), Some(&&CertifierField::TownAndDate));
        assert_eq!(fields.len() - by_hand.len(), 3);
    }
}

#[test]
fn a_period_is_written_in_six_digits_and_what_is_blank_is_left_to_the_hand() {
    let mut certificate = prepared(CertificateKind::ClinicalService, Hslf2021);
    assert_eq!(certificate.on_form(FormField::Period).as_deref(), Some("260107–260630"));
    assert_eq!(certificate.on_form(FormField::Objectives).as_deref(), Some("STc3"));
    assert_eq!(certificate.on_form(FormField::ApplicantIdentityNumber), None);
    certificate.content.to = None;
    assert_eq!(certificate.on_form(FormField::Period).as_deref(), Some("260107–"));
    certificate.content = CertificateContent::default();
    for field in [FormField::Period, FormField::Workplace, FormField::Objectives] {
        assert_eq!(certificate.on_form(field), None);
    }
}

#[test]
fn what_is_not_in_force_says_so_across_its_top() {
    let kind = CertificateKind::SpecialistCompetence;
    let head = certifier(HEAD, Role::HeadOfUnit, Some("Ortopedi"));
    let principal = certifier(PRINCIPAL, Role::PrincipalSupervisor, Some("Ortopedi"));
    let draft = prepared(kind, Sosfs2015);
    assert_eq!(draft.not_valid(), Some("Utkast – inte intygat"));
    let signed = |one: &Certificate| -> Vec<Option<PersonId>> {
        one.signature_rows().map(|(_, by)| by.map(|by| by.signature.by.id)).collect()
    };
    assert_eq!(signed(&draft), [None, None]);
    let half = draft.certify(principal, ACCOUNTED, today()).unwrap();
    assert_eq!(half.not_valid(), Some("Utkast – den andra underskriften saknas"));
    assert_eq!(signed(&half), [None, Some(person(PRINCIPAL).id)]);
    let issued = half.certify(head, ACCOUNTED, today()).unwrap();
    assert_eq!(issued.not_valid(), None);
    assert_eq!(signed(&issued), [Some(person(HEAD).id), Some(person(PRINCIPAL).id)]);
    let withdrawn = issued.withdraw(by(HEAD), reason()).unwrap();
    assert_eq!(withdrawn.not_valid(), Some("Återtaget – gäller inte"));
    assert_eq!(signed(&withdrawn), [Some(person(HEAD).id), Some(person(PRINCIPAL).id)]);
}

#[test]
fn nothing_that_a_certificate_must_say_is_left_off_its_form() {
    for regulation in Regulation::ALL {
        for kind in CertificateKind::of(regulation).filter(|kind| kind.of_objectives()) {
            let certificate = prepared(kind, regulation);
            let fields = kind.form_fields(regulation).into_iter();
            let printed: Vec<_> = fields.filter_map(|field| certificate.on_form(field)).collect();
            for said in ["Handkirurgi", "Handkirurgen", "260107–260630"] {
                assert!(printed.iter().any(|text| text == said), "{said} of {kind:?}");
            }
            let evaluated = printed.iter().any(|text| text == "Muntligt förhör");
            assert_eq!(evaluated, kind.evaluation_label().is_some(), "{kind:?}");
        }
    }
}
