//! Att göra: what a person should do now, most urgent first, each with the exact place.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    action_plan::{ActionPlan, PlanOrigin, PlanPhase},
    assessment::{Assessment, AssessmentStage},
    certificate::{Certificate, CertificatePhase},
    clinic::{Clinic, ClinicStatus},
    grade::list,
    inspection::{InspectionPhase, InspectionSummary},
    instrument::Instruments,
    person::{Me, Role},
    review::ClinicName,
    rights::{Action, On, may},
    self_assessment::{AssessmentPhase, AssessmentSummary},
    specialist_panel::{PanelPhase, SpecialistPanel},
    support_plan::ConcernNote,
    training_facts::TrainingSummary,
};

mod approval;
#[cfg(test)]
mod tests;

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Task {
    /// What, as an instruction: "Underteckna självvärderingen 2026".
    pub what: String,
    /// Where: clinic and, at need, more.
    pub place: String,
    /// How it stands: "44 av 74 besvarade".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Last day, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Path of the page in the app.
    pub path: String,
}

impl Task {
    /// Days past the last day.
    #[must_use]
    pub fn days_late(&self, today: NaiveDate) -> Option<i64> {
        self.due.map(|due| (today - due).num_days()).filter(|days| *days > 0)
    }
}

/// What tasks are made from: all that the person may see and that isn't finished.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The person's clinics.
    pub clinics: Vec<Clinic>,
    /// How each of them stands.
    pub statuses: Vec<ClinicStatus>,
    /// Self-assessments of this year and the last.
    pub assessments: Vec<AssessmentSummary>,
    /// Inspections that aren't final, or final this year.
    pub inspections: Vec<InspectionSummary>,
    /// Plans that aren't finished.
    pub plans: Vec<ActionPlan>,
    /// Assessments of ST-läkare that the person is the assessor of.
    pub asked: Vec<Assessment>,
    /// Certificates that the person is asked to certify.
    pub certificates: Vec<Certificate>,
    /// Specialistkollegier that concern the person.
    pub panels: Vec<SpecialistPanel>,
    /// Notes of gaps in competence that are reported to the person.
    pub concerns: Vec<ConcernNote>,
    /// Trainings underway where the person may be the one who approves.
    pub trainings: Vec<TrainingSummary>,
}

/// What `me` should do `today`, most urgent first: late things by how late, then by date, then the rest.
#[must_use]
pub fn tasks(me: &Me, facts: &Facts, today: NaiveDate) -> Vec<Task> {
    let mut tasks = Vec::new();
    assessment_tasks(me, facts, today, &mut tasks);
    inspection_tasks(me, facts, today, &mut tasks);
    plan_tasks(me, facts, today, &mut tasks);
    review_tasks(me, facts, today, &mut tasks);
    asked_tasks(me, facts, today, &mut tasks);
    certificate_tasks(me, facts, &mut tasks);
    tasks.extend(facts.panels.iter().filter_map(|panel| panel_task(me, panel)));
    tasks.extend(facts.concerns.iter().filter_map(concern_task));
    tasks.extend(facts.trainings.iter().flat_map(|one| approval::tasks(me, one)));
    tasks.sort_by(|a, b| (a.due.is_none(), a.due, &a.what).cmp(&(b.due.is_none(), b.due, &b.what)));
    tasks
}

fn place(clinic: &ClinicName, specialty: &str) -> String {
    format!("{}, {} · {specialty}", clinic.name, clinic.site)
}

fn year_end(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}

/// Assessments of ST-läkare to fill in, while there is time to begin, and those to confirm.
fn asked_tasks(me: &Me, facts: &Facts, today: NaiveDate, tasks: &mut Vec<Task>) {
    for asked in &facts.asked {
        let (what, due) = match &asked.stage {
            AssessmentStage::Requested { request } if request.until < today => continue,
            AssessmentStage::Requested { request } => ("Bedöm", Some(request.until)),
            AssessmentStage::Begun { .. } => ("Skicka bedömningen av", None),
            AssessmentStage::Answered { .. } => ("Bekräfta återkopplingen från", None),
            _ => continue,
        };
        let turn = if asked.stage.sent() { asked.confirmer() } else { asked.writer() };
        if turn != Some(me.id) {
            continue;
        }
        let form = Instruments::built_in().to_read(&asked.instrument);
        tasks.push(Task {
            what: format!("{what} {}", asked.trainee.name),
            place: form.map_or(asked.instrument.code.as_str(), |form| &form.name).to_owned(),
            detail: asked.written.occasion.place.as_deref().unwrap_or_default().to_owned(),
            due,
            path: format!("/st/{}/bedomningar?bedomning={}", asked.training, asked.id),
        });
    }
}

/// Certificates that the person is asked to certify and hasn't yet.
fn certificate_tasks(me: &Me, facts: &Facts, tasks: &mut Vec<Task>) {
    for asked in &facts.certificates {
        let open = match &asked.phase {
            CertificatePhase::Prepared => true,
            CertificatePhase::Half { first } => first.signature.by.id != me.id,
            CertificatePhase::Issued { .. } | CertificatePhase::Withdrawn { .. } => false,
        };
        if open {
            let codes: Vec<_> = asked.content.objectives.iter().map(ToString::to_string).collect();
            tasks.push(Task {
                what: format!("Intyga åt {}", asked.trainee.name),
                place: asked.kind.name(asked.regulation).to_owned(),
                detail: codes.join(", "),
                due: None,
                path: format!("/st/{}/delmal?intyg={}", asked.training, asked.id),
            });
        }
    }
}

/// What a specialistkollegium waits for from the person: a form, or the feedback.
fn panel_task(me: &Me, panel: &SpecialistPanel) -> Option<Task> {
    let trainee = &panel.trainee;
    let (what, due) = match &panel.phase {
        PanelPhase::SelfRating { .. } if trainee.id == me.id => {
            ("Skatta dig själv".to_owned(), Some(panel.planned_on))
        }
        PanelPhase::Collecting { .. }
            if panel.phase.waiting_for(&panel.specialists).iter().any(|one| one.id == me.id) =>
        {
            (format!("Bedöm {}", trainee.name), Some(panel.planned_on))
        }
        PanelPhase::Held { conclusions, .. }
            if conclusions.whole() && panel.principal.id == me.id =>
        {
            (format!("Återkoppla till {}", trainee.name), None)
        }
        _ => return None,
    };
    Some(Task {
        what,
        place: "Specialistkollegium".to_owned(),
        detail: String::new(),
        due,
        path: format!("/st/{}/kollegium", panel.training),
    })
}

/// A note that the huvudansvarig handledare hasn't taken part of; what it says stays in it.
fn concern_task(note: &ConcernNote) -> Option<Task> {
    note.received.is_none().then(|| Task {
        what: format!("Läs anteckningen om {}", note.trainee.name),
        place: "Åtgärdsplan".to_owned(),
        detail: String::new(),
        due: None,
        path: format!("/st/{}/stod#anteckningar", note.training),
    })
}

fn assessment_tasks(me: &Me, facts: &Facts, today: NaiveDate, tasks: &mut Vec<Task>) {
    let this_year = today.year();
    for clinic in &facts.clinics {
        if !may(me, Action::AssessmentOpen, &On::clinic(&clinic.name)) {
            continue;
        }
        for specialty in &clinic.specialties {
            let opened = facts.assessments.iter().any(|a| {
                a.clinic.id == clinic.name.id && a.specialty == *specialty && a.year == this_year
            });
            if !opened {
                tasks.push(Task {
                    what: format!("Öppna självvärderingen {this_year}"),
                    place: place(&clinic.name, specialty),
                    detail: "Görs en gång om året.".to_owned(),
                    due: year_end(this_year),
                    path: format!("/kliniker/{}", clinic.name.id),
                });
            }
        }
    }
    for assessment in &facts.assessments {
        let AssessmentPhase::Draft = assessment.phase else { continue };
        let on = On::clinic(&assessment.clinic);
        let complete = assessment.answered == assessment.total;
        let what = if complete && may(me, Action::AssessmentSign, &on) {
            format!("Underteckna självvärderingen {}", assessment.year)
        } else if !complete && may(me, Action::AssessmentAnswer, &on) {
            format!("Besvara självvärderingen {}", assessment.year)
        } else {
            continue;
        };
        tasks.push(Task {
            what,
            place: place(&assessment.clinic, &assessment.specialty),
            detail: format!("{} av {} besvarade", assessment.answered, assessment.total),
            due: year_end(assessment.year),
            path: format!("/sjalvvarderingar/{}", assessment.id),
        });
    }
}

fn inspection_tasks(me: &Me, facts: &Facts, today: NaiveDate, tasks: &mut Vec<Task>) {
    for inspection in &facts.inspections {
        let assigned = inspection.inspectors.iter().any(|inspector| inspector.id == me.id);
        let path = format!("/granskningar/{}", inspection.id);
        let mut push = |what: &str, detail: String, due| {
            tasks.push(Task {
                what: what.to_owned(),
                place: place(&inspection.clinic, &inspection.specialty),
                detail,
                due,
                path: path.clone(),
            });
        };
        match &inspection.phase {
            InspectionPhase::Planned if assigned => {
                push(
                    "Börja granskningen",
                    "Platsbesöket är planerat.".to_owned(),
                    Some(inspection.starts),
                );
            }
            InspectionPhase::Underway { first: None } if assigned => {
                push(
                    "Bedöm, sätt betyg och underteckna",
                    "Protokollet är öppet.".to_owned(),
                    Some(inspection.ends),
                );
            }
            InspectionPhase::Underway { first: Some(first) }
                if assigned && first.by.id != me.id =>
            {
                push(
                    "Underteckna granskningen",
                    format!("{} har undertecknat.", first.by.name),
                    Some(inspection.ends),
                );
            }
            InspectionPhase::Preliminary { comment_by, commented, .. } if assigned => {
                let detail = match commented {
                    Some(_) => "Kliniken är klar med sina synpunkter.",
                    None if *comment_by < today => "Tiden för klinikens synpunkter är ute.",
                    None => continue,
                };
                push("Gör rapporten slutlig", detail.to_owned(), None);
            }
            InspectionPhase::Preliminary { comment_by, commented: None, .. }
                if may(me, Action::InspectionComment, &On::clinic(&inspection.clinic)) =>
            {
                push(
                    "Lämna synpunkter på den preliminära rapporten",
                    "Gäller sakuppgifter.".to_owned(),
                    Some(*comment_by),
                );
            }
            _ => {}
        }
    }
}

fn plan_tasks(me: &Me, facts: &Facts, today: NaiveDate, tasks: &mut Vec<Task>) {
    for plan in &facts.plans {
        let on = On::clinic(&plan.clinic);
        let assigned = match plan.origin {
            PlanOrigin::Inspection(id) => facts.inspections.iter().any(|inspection| {
                inspection.id == id
                    && inspection.inspectors.iter().any(|inspector| inspector.id == me.id)
            }),
            PlanOrigin::SelfAssessment(_) => false,
        };
        let path = format!("/handlingsplaner/{}", plan.id);
        let place = place(&plan.clinic, &plan.specialty);
        let mut push = |what: String, detail: String, due| {
            tasks.push(Task { what, place: place.clone(), detail, due, path: path.clone() });
        };
        match &plan.phase {
            PlanPhase::Draft { returned } => {
                if plan.whole().is_ok() && may(me, Action::PlanApprove, &on) {
                    push(
                        "Godkänn och skicka in handlingsplanen".to_owned(),
                        format!("{} punkter", plan.entries.len()),
                        plan.due,
                    );
                } else if may(me, Action::PlanWrite, &on) {
                    let detail = match returned {
                        Some(_) => "Återlämnad av inspektörerna med en kommentar.".to_owned(),
                        None => match plan.uncovered().as_slice() {
                            [] => "Utkast".to_owned(),
                            codes => format!("{} saknar åtgärd", list(codes)),
                        },
                    };
                    push("Skriv handlingsplanen".to_owned(), detail, plan.due);
                }
            }
            PlanPhase::Submitted { .. } if assigned => {
                push(
                    "Ta ställning till handlingsplanen".to_owned(),
                    "Inskickad av kliniken.".to_owned(),
                    None,
                );
            }
            PlanPhase::InForce { .. } if may(me, Action::PlanFollowUp, &on) => {
                for (entry, action, _) in plan.late(today) {
                    tasks.push(Task {
                        what: format!("Följ upp {}", list(&entry.criteria)),
                        place: place.clone(),
                        detail: action
                            .text
                            .lines()
                            .next()
                            .unwrap_or_default()
                            .chars()
                            .take(120)
                            .collect(),
                        due: action.last_due(),
                        path: format!("{path}#{}", entry.id),
                    });
                }
            }
            _ => {}
        }
    }
}

fn review_tasks(me: &Me, facts: &Facts, today: NaiveDate, tasks: &mut Vec<Task>) {
    if !me.is(Role::RegionalDirector) {
        return;
    }
    let soon = today + chrono::Days::new(365);
    for status in &facts.statuses {
        let wanted = status.next_review.is_none_or(|due| due <= soon);
        if status.inspection.is_some()
            || !wanted
            || !may(me, Action::InspectionPlan, &On::clinic(&status.clinic))
        {
            continue;
        }
        tasks.push(Task {
            what: "Planera extern granskning".to_owned(),
            place: place(&status.clinic, &status.specialty),
            detail: match status.inspected {
                Some(day) => format!("Senast granskad {}", day.year()),
                None => "Ingen granskning finns registrerad.".to_owned(),
            },
            due: status.next_review,
            path: format!("/granskningar/ny?klinik={}", status.clinic.id),
        });
    }
}
