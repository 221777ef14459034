//! Typed ids: an id of one noun can't be handed over as an id of another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Describes a type that travels as a string as one.
#[cfg(feature = "openapi")]
macro_rules! string_schema {
    ($name:ty) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}
#[cfg(feature = "openapi")]
pub(crate) use string_schema;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = "uuid"))]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an id that was made or read elsewhere.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// Vårdgivare or region.
    CareProviderId,
    /// Klinik, enhet.
    ClinicId,
    /// A person who can sign in.
    PersonId,
    /// A person's role at a place (uppdrag).
    MembershipId,
    /// A published version of the checklist.
    ChecklistId,
    /// Självvärdering.
    SelfAssessmentId,
    /// Granskning, inspektion.
    InspectionId,
    /// The clinic's comment on the facts of a preliminary report (synpunkt).
    FactualCommentId,
    /// Handlingsplan (klinik).
    ActionPlanId,
    /// An entry (punkt) of an action plan.
    PlanEntryId,
    /// A single action (åtgärd) of an entry.
    PlanActionId,
    /// Underlag: a link or a file beside an answer or an action.
    EvidenceId,
    /// An import of a published report.
    ReportImportId,
    /// A row of a record's history.
    ChangeId,
    /// Specialiseringstjänstgöring: one person's way to one specialty.
    TrainingId,
    /// Beslut om en ST.
    TrainingDecisionId,
    /// Målbeskrivning of a specialty, a version.
    CurriculumId,
    /// Placering, sidotjänstgöring or ledighet.
    PlacementId,
    /// Kurs, kvalitetsarbete, vetenskapligt arbete or another activity.
    ActivityId,
    /// A version of the individuellt utbildningsprogram.
    IupId,
    /// Bedömning.
    AssessmentId,
    /// Handledarsamtal.
    SupervisionMeetingId,
    /// Avstämning.
    ProgressReviewId,
    /// Utvärdering av handledningen.
    SupervisionEvaluationId,
    /// Specialistkollegium.
    SpecialistPanelId,
    /// Åtgärdsplan of an ST-läkare.
    SupportPlanId,
    /// A gap in an ST-läkare's competence, noted early.
    ConcernNoteId,
    /// Intyg.
    CertificateId,
    /// What has been chosen to speak for a delmål.
    ObjectiveEvidenceId,
    /// Delegering of the right to certify.
    DelegationId,
    /// Any record of a training, whatever its noun.
    RecordId,
    /// Uppgifter that came from another clinic in a file.
    BroughtRecordsId,
}
