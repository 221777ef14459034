//! Klinik: its page, and the list of clinics with how each one stands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ActionPlanId, CareProviderId, InspectionId, SelfAssessmentId, checklist::AreaCode,
    grade::ReviewGrade, review::ClinicName, rule::Thresholds, self_assessment::AssessmentPhase,
    text::Line,
};

/// Vårdgivare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CareProvider {
    /// Which.
    pub id: CareProviderId,
    /// Such as `Region Exempel`.
    pub name: String,
}

/// Adds a care provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddCareProvider {
    /// Such as `Region Exempel`.
    pub name: Line,
}

/// Klinik.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clinic {
    /// Name, site and care provider.
    #[serde(flatten)]
    pub name: ClinicName,
    /// The care provider's name.
    pub care_provider_name: String,
    /// The numbers of the rules for its ST-läkare, as its care provider has chosen them.
    pub thresholds: Thresholds,
    /// Specialties it trains in.
    pub specialties: Vec<String>,
    /// For `If-Match`.
    pub version: i64,
}

/// Adds a clinic, or changes its name, site or specialties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveClinic {
    /// Whose clinic it is; can't be changed afterwards.
    pub care_provider: CareProviderId,
    /// Such as `Ortopedkliniken`.
    pub name: Line,
    /// Such as `Exempelsjukhuset`.
    pub site: Line,
    /// At least one.
    pub specialties: Vec<Line>,
}

/// One specialty of a clinic in the list: where the year stands, and what is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClinicStatus {
    /// Which clinic.
    pub clinic: ClinicName,
    /// Which specialty.
    pub specialty: String,
    /// This year's self-assessment, if opened; a draft only for those who may read it.
    pub assessment: Option<AssessmentStatus>,
    /// Grades of the latest review that has them.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, ReviewGrade>))]
    pub grades: BTreeMap<AreaCode, ReviewGrade>,
    /// An inspection that is planned, underway or preliminary.
    pub inspection: Option<InspectionId>,
    /// Last day of the latest inspection with a final report.
    pub inspected: Option<NaiveDate>,
    /// The last day for the next external review; none if never reviewed.
    pub next_review: Option<NaiveDate>,
    /// Actions of plans in force that aren't done.
    pub open_actions: usize,
    /// Of them, those past their date.
    pub late_actions: usize,
    /// A plan that is asked for and not in force.
    pub plan_due: Option<PlanDue>,
}

/// This year's self-assessment in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssessmentStatus {
    /// Which.
    pub id: SelfAssessmentId,
    /// Of which year.
    pub year: i32,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: AssessmentPhase,
    /// Criteria that count as answered.
    pub answered: usize,
    /// Criteria in all.
    pub total: usize,
}

/// A plan that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanDue {
    /// Which.
    pub id: ActionPlanId,
    /// Last day to submit it.
    pub due: Option<NaiveDate>,
}
