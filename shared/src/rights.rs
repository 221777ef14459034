//! Who may do what: one pure function, matched without a wildcard. The whole matrix stands in
//! `rights.txt` beside this file's tests, and is reviewed with every change.

use serde::{Deserialize, Serialize};

use crate::{
    CareProviderId, ClinicId,
    person::{Colleague, Me, Membership, Role},
    review::ClinicName,
};

/// Something a person may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Add a care provider.
    CareProviderAdd,
    /// See a clinic's page.
    ClinicRead,
    /// Add a clinic or change its name and specialties.
    ClinicSave,
    /// See who works at a clinic or care provider.
    PeopleRead,
    /// Invite a person or end a role.
    PeopleSave,
    /// Publish a new version of the checklist.
    ChecklistPublish,
    /// Open a year's self-assessment, take over last year's answers.
    AssessmentOpen,
    /// Read a self-assessment that isn't signed yet.
    AssessmentReadDraft,
    /// Read a signed self-assessment.
    AssessmentRead,
    /// Answer criteria, write texts, add evidence.
    AssessmentAnswer,
    /// Sign, or reopen with a reason.
    AssessmentSign,
    /// Plan an inspection, replan it or call it off.
    InspectionPlan,
    /// See that an inspection is planned or underway, when and by whom.
    InspectionRead,
    /// Read findings and grades before they are published.
    ProtocolReadDraft,
    /// Read findings and grades from the preliminary report on.
    ProtocolRead,
    /// Begin, judge, grade, sign, make final.
    ProtocolWrite,
    /// Comment on the facts of a preliminary report.
    InspectionComment,
    /// Read an action plan that isn't submitted yet.
    PlanReadDraft,
    /// Read a submitted action plan.
    PlanRead,
    /// Write an action plan.
    PlanWrite,
    /// Approve and submit an action plan.
    PlanApprove,
    /// Accept an action plan or send it back.
    PlanAccept,
    /// Note status, outcome and evidence of a plan in force.
    PlanFollowUp,
    /// Import a published report.
    ReportImport,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 24] = [
        Self::CareProviderAdd,
        Self::ClinicRead,
        Self::ClinicSave,
        Self::PeopleRead,
        Self::PeopleSave,
        Self::ChecklistPublish,
        Self::AssessmentOpen,
        Self::AssessmentReadDraft,
        Self::AssessmentRead,
        Self::AssessmentAnswer,
        Self::AssessmentSign,
        Self::InspectionPlan,
        Self::InspectionRead,
        Self::ProtocolReadDraft,
        Self::ProtocolRead,
        Self::ProtocolWrite,
        Self::InspectionComment,
        Self::PlanReadDraft,
        Self::PlanRead,
        Self::PlanWrite,
        Self::PlanApprove,
        Self::PlanAccept,
        Self::PlanFollowUp,
        Self::ReportImport,
    ];
}

/// What the action is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct On {
    /// The clinic, if it is a clinic's.
    pub clinic: Option<ClinicId>,
    /// The care provider: the clinic's, or the thing's own.
    pub care_provider: Option<CareProviderId>,
    /// Whether the person is one of the two inspectors of the inspection, or of one at this clinic that isn't called off.
    pub assigned: bool,
}

impl On {
    /// Something that belongs to no clinic or care provider.
    pub const NOTHING: Self = Self { clinic: None, care_provider: None, assigned: false };

    /// Something at a clinic.
    #[must_use]
    pub const fn clinic(clinic: &ClinicName) -> Self {
        Self { clinic: Some(clinic.id), care_provider: Some(clinic.care_provider), assigned: false }
    }

    /// Something of a care provider.
    #[must_use]
    pub const fn care_provider(care_provider: CareProviderId) -> Self {
        Self { clinic: None, care_provider: Some(care_provider), assigned: false }
    }

    /// The same, with whether the person is an assigned inspector.
    #[must_use]
    pub const fn assigned(self, assigned: bool) -> Self {
        Self { assigned, ..self }
    }
}

/// How a role stands to what the action is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The role's own clinic, own care provider, or an assigned inspector.
    Own,
    /// A role for the whole installation.
    Everywhere,
    /// Out of reach.
    None,
}

fn reach(membership: &Membership, on: &On) -> Reach {
    let own = match membership.role {
        Role::Administrator => return Reach::Everywhere,
        Role::Inspector => on.assigned,
        Role::RegionalDirector => {
            membership.care_provider.is_some() && membership.care_provider == on.care_provider
        }
        Role::HeadOfUnit | Role::DirectorOfStudies | Role::Supervisor | Role::Trainee => {
            membership.clinic.is_some() && membership.clinic == on.clinic
        }
    };
    if own { Reach::Own } else { Reach::None }
}

/// Whether `who` may do `action` on `on`, by any of the roles held.
#[must_use]
pub fn may(who: &Me, action: Action, on: &On) -> bool {
    who.memberships
        .iter()
        .any(|membership| reach(membership, on) != Reach::None && role_may(membership.role, action))
}

/// Whether `who` may give (or end) `role` at `on`: nobody gives a role above their own, so that a director
/// of studies can't become the head of unit who signs.
#[must_use]
pub fn may_grant(who: &Me, role: Role, on: &On) -> bool {
    who.memberships.iter().any(|membership| {
        reach(membership, on) != Reach::None
            && match membership.role {
                Role::Administrator => true,
                Role::RegionalDirector => !matches!(role, Role::Administrator | Role::Inspector),
                Role::HeadOfUnit => {
                    !matches!(role, Role::Administrator | Role::Inspector | Role::RegionalDirector)
                }
                Role::DirectorOfStudies => matches!(role, Role::Supervisor | Role::Trainee),
                Role::Supervisor | Role::Trainee | Role::Inspector => false,
            }
    })
}

/// Whether `who` may hand over a link that opens the account of somebody with these `roles`: it opens all of
/// them, so only who could give each one may. Somebody without roles has no account to open.
#[must_use]
pub fn may_open_account(who: &Me, roles: &[Colleague]) -> bool {
    !roles.is_empty()
        && roles.iter().all(|held| {
            let Membership { role, clinic, care_provider, .. } = held.membership;
            may_grant(who, role, &On { clinic, care_provider, assigned: false })
        })
}

/// What a role may do within its reach.
const fn role_may(role: Role, action: Action) -> bool {
    use Action as A;
    use Role as R;
    match action {
        A::CareProviderAdd => matches!(role, R::Administrator),
        A::ClinicRead | A::InspectionRead => matches!(
            role,
            R::RegionalDirector
                | R::HeadOfUnit
                | R::DirectorOfStudies
                | R::Supervisor
                | R::Trainee
                | R::Inspector
        ),
        A::ClinicSave | A::ChecklistPublish => {
            matches!(role, R::Administrator | R::RegionalDirector)
        }
        A::PeopleRead => matches!(
            role,
            R::Administrator
                | R::RegionalDirector
                | R::HeadOfUnit
                | R::DirectorOfStudies
                | R::Supervisor
                | R::Inspector
        ),
        A::PeopleSave => {
            matches!(
                role,
                R::Administrator | R::RegionalDirector | R::HeadOfUnit | R::DirectorOfStudies
            )
        }
        A::AssessmentOpen | A::PlanWrite => matches!(role, R::HeadOfUnit | R::DirectorOfStudies),
        A::AssessmentReadDraft | A::AssessmentAnswer | A::PlanReadDraft => {
            matches!(role, R::HeadOfUnit | R::DirectorOfStudies | R::Supervisor)
        }
        A::AssessmentRead | A::ProtocolRead | A::PlanRead => matches!(
            role,
            R::RegionalDirector
                | R::HeadOfUnit
                | R::DirectorOfStudies
                | R::Supervisor
                | R::Trainee
                | R::Inspector
        ),
        A::AssessmentSign | A::PlanApprove => matches!(role, R::HeadOfUnit),
        A::InspectionPlan | A::ReportImport => matches!(role, R::RegionalDirector),
        A::ProtocolReadDraft | A::ProtocolWrite | A::PlanAccept => matches!(role, R::Inspector),
        A::InspectionComment | A::PlanFollowUp => {
            matches!(role, R::HeadOfUnit | R::DirectorOfStudies)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::{collection::vec, prelude::*, sample::select};
    use uuid::Uuid;

    use super::*;
    use crate::{
        MembershipId, PersonId,
        person::{PersonName, RolePlace},
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
            assigned: false,
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
        ];
        let mut text = String::from(
            "Who may do what, by role and place. Adm administrator, Reg regional director, Hea head of unit,\n\
             Dir director of studies, Sup supervisor, Tra trainee, Ins inspector.\n",
        );
        for (name, on) in places {
            writeln!(text, "\n{name}\n{:<22} Adm Reg Hea Dir Sup Tra Ins", "").unwrap();
            for action in Action::ALL {
                let cells: Vec<&str> = Role::ALL
                    .iter()
                    .map(|role| if may(&holder(*role), action, &on) { "yes" } else { " . " })
                    .collect();
                let name = serde_json::to_value(action).unwrap();
                writeln!(text, "{:<22} {}", name.as_str().unwrap(), cells.join(" ").trim_end())
                    .unwrap();
            }
        }
        text
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
}
