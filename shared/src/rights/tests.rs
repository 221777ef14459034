use std::fmt::Write as _;

use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::{
    MembershipId, PersonId, SupportPlanId,
    person::{PersonName, RolePlace, Signature},
    support_plan::{SupportPlan, SupportStep, TrainingPart},
};

const OWN: u128 = 1;
const OTHER: u128 = 2;

fn holder(role: Role) -> Me {
    let provider = CareProviderId::new(Uuid::from_u128(OWN));
    let (clinic, care_provider) = match role.place() {
        RolePlace::Everywhere => (None, None),
        RolePlace::CareProvider => (None, Some(provider)),
        RolePlace::Clinic => (Some(ClinicId::new(Uuid::from_u128(OWN))), Some(provider)),
    };
    Me {
        id: PersonId::new(Uuid::nil()),
        name: String::new(),
        email: String::new(),
        memberships: vec![Membership {
            id: MembershipId::new(Uuid::nil()),
            role,
            clinic,
            care_provider,
            place: String::new(),
            since: chrono::NaiveDate::MIN,
        }],
    }
}

fn colleague(role: Role) -> Colleague {
    let Me { id, name, email, mut memberships } = holder(role);
    let membership = memberships.remove(0);
    Colleague { person: PersonName { id, name }, email, membership, active: true }
}

fn at(clinic: u128, provider: u128) -> On {
    On {
        clinic: Some(ClinicId::new(Uuid::from_u128(clinic))),
        care_provider: Some(CareProviderId::new(Uuid::from_u128(provider))),
        ..On::NOTHING
    }
}

fn matrix() -> String {
    let places = [
        ("own clinic", at(OWN, OWN)),
        ("other clinic, same care provider", at(OTHER, OWN)),
        ("clinic of another care provider", at(OTHER, OTHER)),
        ("clinic inspected by the person", at(OTHER, OTHER).assigned(true)),
        ("own care provider", On::care_provider(CareProviderId::new(Uuid::from_u128(OWN)))),
        ("nothing", On::NOTHING),
        ("own training, clinic of the role", at(OWN, OWN).tie(Some(Tie::Own))),
        ("own training, another clinic", at(OTHER, OTHER).tie(Some(Tie::Own))),
        (
            "training supervised by the person, clinic of the role",
            at(OWN, OWN).tie(Some(Tie::PrincipalSupervisor)),
        ),
        (
            "training supervised by the person, another clinic",
            at(OTHER, OWN).tie(Some(Tie::PrincipalSupervisor)),
        ),
        (
            "assessment asked of the person, another clinic",
            at(OTHER, OTHER).tie(Some(Tie::Assessor)),
        ),
        (
            "certificate asked of the person, another clinic",
            at(OTHER, OTHER).tie(Some(Tie::Certifier)),
        ),
        (
            "scientific work supervised by the person, another clinic",
            at(OTHER, OTHER).tie(Some(Tie::ScientificSupervisor)),
        ),
        (
            "training with a placement supervised by the person, another clinic",
            at(OTHER, OTHER).tie(Some(Tie::PlacementSupervisor)),
        ),
    ];
    let mut text = String::from(
        "Who may do what, by role and place. Adm administrator, Reg regional director, Hea head of unit,\n\
         Dir director of studies, Sup supervisor, Tra trainee, Ins inspector.\n",
    );
    for (name, on) in places {
        writeln!(text, "\n{name}\n{:<24} Adm Reg Hea Dir Sup Tra Ins", "").unwrap();
        for action in Action::ALL {
            let cells: Vec<&str> = Role::ALL
                .iter()
                .map(|role| if may(&holder(*role), action, &on) { "yes" } else { " . " })
                .collect();
            let name = serde_json::to_value(action).unwrap();
            writeln!(text, "{:<24} {}", name.as_str().unwrap(), cells.join(" ").trim_end())
                .unwrap();
        }
        support_plan(&mut text, &on);
    }
    text
}

/// Who sees a support plan, before and after the head of unit is asked in, and who takes which step with it.
fn support_plan(text: &mut String, on: &On) {
    let mut row = |name: &str, may: &dyn Fn(TrainingPart) -> bool| {
        let cell = |role: &Role| {
            if parts(&holder(*role), on).into_iter().any(may) { "yes" } else { " . " }
        };
        let cells: Vec<&str> = Role::ALL.iter().map(cell).collect();
        writeln!(text, "{name:<24} {}", cells.join(" ").trim_end()).unwrap();
    };
    let plan = SupportPlan::draft(SupportPlanId::new(Uuid::nil()), None);
    let person = PersonName { id: PersonId::new(Uuid::nil()), name: String::new() };
    let asking = Signature { by: person, at: chrono::DateTime::UNIX_EPOCH };
    let why = "Större resurser".to_owned().try_into().unwrap();
    let asked = plan.clone().involve_head_of_unit(asking, why).unwrap();
    row("support_plan", &|part| plan.who_may_see(part));
    row("- head of unit asked in", &|part| asked.who_may_see(part));
    for step in SupportStep::ALL {
        let name = serde_json::to_value(step).unwrap();
        row(&format!("- {}", name.as_str().unwrap()), &|part| part.may(step));
    }
}

#[test]
fn the_matrix_is_the_reviewed_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rights.txt");
    let now = matrix();
    if std::env::var_os("STINS_WRITE_MATRIX").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap();
    assert!(
        reviewed == now,
        "rights have changed; review them and write the new matrix with STINS_WRITE_MATRIX=1 cargo test -p shared rights\n{now}"
    );
}

proptest! {
    #[test]
    fn a_clinics_role_gives_nothing_at_another_clinic(
        role in select(vec![Role::HeadOfUnit, Role::DirectorOfStudies, Role::Supervisor, Role::Trainee]),
        action in select(Action::ALL.to_vec()), provider in 1_u128..3, assigned in any::<bool>(),
    ) {
        prop_assert!(!may(&holder(role), action, &at(OTHER, provider).assigned(assigned)));
    }

    #[test]
    fn nobody_grants_a_role_who_may_not_save_people_there(
        role in select(Role::ALL.to_vec()), granted in select(Role::ALL.to_vec()),
        clinic in 1_u128..3, provider in 1_u128..3,
    ) {
        let on = at(clinic, provider);
        let who = holder(role);
        prop_assert!(!may_grant(&who, granted, &on) || may(&who, Action::PeopleSave, &on));
        prop_assert!(!(role == Role::DirectorOfStudies && granted == Role::HeadOfUnit && may_grant(&who, granted, &on)));
    }

    #[test]
    fn more_roles_never_make_an_account_easier_to_open(
        role in select(Role::ALL.to_vec()), held in vec(select(Role::ALL.to_vec()), 1..4),
    ) {
        let who = holder(role);
        let roles: Vec<Colleague> = held.iter().map(|held| colleague(*held)).collect();
        let each = roles.iter().all(|held| may_open_account(&who, std::slice::from_ref(held)));
        prop_assert_eq!(may_open_account(&who, &roles), each);
        prop_assert!(!(role == Role::DirectorOfStudies && held.contains(&Role::HeadOfUnit) && each));
        prop_assert!(!may_open_account(&who, &[]));
    }

    #[test]
    fn an_inspector_sees_nothing_of_a_clinic_they_are_not_assigned_to(
        action in select(Action::ALL.to_vec()), clinic in 1_u128..3, provider in 1_u128..3,
    ) {
        prop_assert!(!may(&holder(Role::Inspector), action, &at(clinic, provider)));
    }

    #[test]
    fn more_roles_never_take_a_right_away(
        one in select(Role::ALL.to_vec()), other in select(Role::ALL.to_vec()),
        action in select(Action::ALL.to_vec()), clinic in 1_u128..3, provider in 1_u128..3, assigned in any::<bool>(),
    ) {
        let on = at(clinic, provider).assigned(assigned);
        let mut both = holder(one);
        let alone = may(&both, action, &on) || may(&holder(other), action, &on);
        both.memberships.extend(holder(other).memberships);
        prop_assert_eq!(may(&both, action, &on), alone);
    }
}
