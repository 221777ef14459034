//! Certificates of a training: prepared, certified by who may, withdrawn with a reason. Of whom they may be asked, in
//! [`certifiers`].

mod certifiers;

use axum::extract::State;
use shared::{
    CertificateId, PersonId, TrainingId,
    certificate::{
        Certificate, CertificateContent, CertificateKind, CertificateNotAllowed, CertificatePhase,
        Certifier, Certify, EvidenceRef, Grounds, MOST_ASKED, PrepareCertificate, SaveCertificate,
    },
    curriculum::check_objectives,
    person::{Me, Membership, PersonName, Role},
    portfolio::Portfolio,
    problem::Problem,
    review::GiveReason,
    rights::{Action, Tie, may_supervise},
    saving::Saved,
    training::Training,
    written_date::{say_day, say_range},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{
        Answer, Checked, Guarded, Refusal, Versioned, forbidden, forbidden_so, invalid,
        not_allowed, not_found,
    },
    training::{InWords, Opened, hold_for, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(asked))
        .routes(routes!(prepare))
        .routes(routes!(save, remove))
        .routes(routes!(certify))
        .routes(routes!(withdraw))
        .merge(certifiers::routes())
}

fn certified_by(by: &Certifier) -> String {
    let specialty = by.specialty.as_ref().map(|one| format!(", specialist i {}", &**one));
    format!(
        "Intygat av {} ({}{}), {}, {}",
        by.signature.by.name,
        by.role.name().to_lowercase(),
        specialty.unwrap_or_default(),
        &*by.workplace,
        &*by.town
    )
}

impl InWords for Certificate {
    fn words(&self) -> String {
        let Self { kind, regulation, content, .. } = self;
        let mut words = format!("Intyg, {}: {}", kind.name(*regulation), self.phase.name());
        let mut add = |heading: &str, text: &str| {
            if !text.trim().is_empty() {
                words += &format!("\n{heading}: {text}");
            }
        };
        let codes: Vec<_> = content.objectives.iter().map(ToString::to_string).collect();
        add("Delmål", &codes.join(", "));
        add("Beskrivning", &content.description);
        add(kind.evaluation_label().unwrap_or("Utvärdering"), &content.evaluation);
        add("Plats", content.workplace.as_deref().unwrap_or_default());
        let days = match (content.from, content.to) {
            (Some(from), Some(to)) => say_range(from, to),
            (Some(from), None) => format!("från {}", say_day(from)),
            (None, Some(to)) => format!("till {}", say_day(to)),
            (None, None) => String::new(),
        };
        add("Period", &days);
        let names: Vec<&str> = self.asked.iter().map(|one| one.name.as_str()).collect();
        add("Tillfrågade", &names.join(", "));
        for by in self.phase.certifiers() {
            words += &format!("\n{}", certified_by(by));
        }
        words
    }
}

/// The field of the certifier's form that a refusal is about, or the whole.
fn refused(error: CertificateNotAllowed) -> Refusal {
    match error {
        CertificateNotAllowed::WrongRole { .. } | CertificateNotAllowed::NotHeld(_) => {
            invalid("role", error)
        }
        CertificateNotAllowed::NoSpecialty | CertificateNotAllowed::OtherSpecialty(_) => {
            invalid("specialty", error)
        }
        error => not_allowed(error),
    }
}

/// A certificate, in a training that is held, for somebody who may do `action` with it by how they stand to the training, or
/// since they are asked to certify.
async fn open_one(
    app: &App,
    me: &SignedIn,
    (id, certificate): (TrainingId, CertificateId),
    action: Action,
) -> Answer<(Opened, Certificate)> {
    let opened = hold_for(app, me, id).await?;
    let was: Certificate = opened.record(certificate)?;
    let is_asked = was.asked.iter().any(|one| one.id == me.0.id);
    let asked = opened.on.tie(is_asked.then_some(Tie::Certifier));
    let may = |action| me.may(action, &opened.on) || me.may(action, &asked);
    if !may(Action::CertificateRead) {
        return Err(not_found());
    }
    if !may(action) {
        return Err(forbidden());
    }
    opened.underway()?;
    Ok((opened, was))
}

/// The certificates that the person is asked to certify, in all trainings, latest first.
#[utoipa::path(get, path = "/certificates", tag = "certificate", responses((status = OK, body = Vec<Certificate>)))]
async fn asked(State(app): State<App>, me: SignedIn) -> Answer<Json<Vec<Certificate>>> {
    Ok(Json(app.store.read().await?.certificates_asked_of(me.0.id).await?))
}

/// Refuses what can't be saved even in a certificate that is only being prepared.
fn check(kind: CertificateKind, content: &CertificateContent, portfolio: &Portfolio) -> Answer<()> {
    check_objectives(&content.objectives, portfolio.training.regulation)
        .map_err(|error| invalid("content.objectives", error))?;
    if content.about_known(kind, portfolio) {
        Ok(())
    } else {
        Err(invalid(
            "content.about",
            "Välj en placering eller aktivitet som finns i ST:n och som det här intyget kan gälla.",
        ))
    }
}

impl Opened {
    /// Those asked to certify, by the names of their accounts. Who was asked before may stay, also when they have left since.
    async fn certifiers(
        &mut self,
        asked: Vec<PersonId>,
        before: &[PersonName],
    ) -> Answer<Vec<PersonName>> {
        if asked.len() > MOST_ASKED {
            return Err(invalid("asked", format!("Fråga högst {MOST_ASKED}.")));
        }
        let mut people: Vec<PersonName> = Vec::new();
        for id in asked {
            if people.iter().any(|one| one.id == id) {
                continue;
            }
            if id == self.training().trainee.id {
                return Err(invalid("asked", CertificateNotAllowed::OwnTraining));
            }
            let known = before.iter().find(|one| one.id == id).cloned();
            let person = match known {
                Some(person) => Some(person),
                None => {
                    let mut roles = self.work.roles_of(id).await?.into_iter();
                    roles.find(|held| may_supervise(held.membership.role)).map(|held| held.person)
                }
            };
            people.push(person.ok_or_else(|| {
                invalid(
                    "asked",
                    "Fråga någon som är handledare, studierektor eller verksamhetschef. Välj i listan.",
                )
            })?);
        }
        Ok(people)
    }
}

/// Prepares a certificate: nothing is certified by it yet.
#[utoipa::path(post, path = "/trainings/{id}/certificates", tag = "certificate",
    params(("id" = TrainingId, Path)), request_body = PrepareCertificate, responses(
    (status = OK, body = Saved<Certificate>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn prepare(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(PrepareCertificate { kind, save: SaveCertificate { content, asked } }): Json<
        PrepareCertificate,
    >,
) -> Answer<Json<Saved<Certificate>>> {
    let mut opened = open(&app, &me, id, Action::CertificateWrite).await?;
    let Training { regulation, trainee, specialty, .. } = opened.training().clone();
    if kind.form(regulation).is_none() {
        return Err(invalid("kind", CertificateNotAllowed::NoSuchForm(kind, regulation)));
    }
    check(kind, &content, &opened.kept.portfolio)?;
    let mut certificate = Certificate {
        id: CertificateId::new(new_id()),
        training: id,
        kind,
        regulation,
        trainee,
        specialty,
        content,
        asked: opened.certifiers(asked, &[]).await?,
        service: Vec::new(),
        phase: CertificatePhase::Prepared,
        version: 1,
        changed: None,
    };
    certificate.changed = Some(opened.changed());
    opened.add_only(certificate.clone()).await?;
    opened.work.save_certifiers(certificate.id, &certificate.asked).await?;
    opened.done(certificate).await
}

/// Saves what a certificate says and who is asked, until somebody has certified it.
#[utoipa::path(put, path = "/trainings/{id}/certificates/{certificate}", tag = "certificate",
    params(("id" = TrainingId, Path), ("certificate" = CertificateId, Path), ("If-Match" = String, Header)),
    request_body = SaveCertificate, responses(
    (status = OK, body = Saved<Certificate>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, CertificateId)>,
    Json(SaveCertificate { content, asked }): Json<SaveCertificate>,
) -> Answer<Json<Saved<Certificate>>> {
    let (mut opened, was) = open_one(&app, &me, at, Action::CertificateWrite).await?;
    check(was.kind, &content, &opened.kept.portfolio)?;
    let asked = opened.certifiers(asked, &was.asked).await?;
    let new = was.clone().write(content, asked).map_err(refused)?;
    if was.version == version && new.asked != was.asked {
        opened.work.save_certifiers(was.id, &new.asked).await?;
    }
    opened.save(was, version, new).await
}

/// Removes a certificate that nobody has certified; the history keeps it.
#[utoipa::path(delete, path = "/trainings/{id}/certificates/{certificate}", tag = "certificate",
    params(("id" = TrainingId, Path), ("certificate" = CertificateId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Certificate>),
    Guarded, Versioned,
))]
async fn remove(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, CertificateId)>,
) -> Answer<Json<Saved<Certificate>>> {
    let (opened, _) = open_one(&app, &me, at, Action::CertificateWrite).await?;
    let was: Certificate = opened.at(at.1, version)?;
    match was.phase {
        CertificatePhase::Prepared => opened.remove(was).await,
        CertificatePhase::Withdrawn { .. } => Err(not_allowed(CertificateNotAllowed::Withdrawn)),
        CertificatePhase::Half { .. } | CertificatePhase::Issued { .. } => {
            Err(not_allowed(CertificateNotAllowed::Locked))
        }
    }
}

/// Whether the person is head of unit of the training's clinic.
fn heads(me: &Me, training: &Training) -> bool {
    let clinic = Some(training.clinic.id);
    let heads = |held: &Membership| held.role == Role::HeadOfUnit && held.clinic == clinic;
    me.memberships.iter().any(heads)
}

/// Certifies, as what the person says they are; where the form has two signatures the second issues it.
#[utoipa::path(post, path = "/trainings/{id}/certificates/{certificate}/signature", tag = "certificate",
    params(("id" = TrainingId, Path), ("certificate" = CertificateId, Path), ("If-Match" = String, Header)),
    request_body = Certify, responses(
    (status = OK, body = Saved<Certificate>),
    Guarded, Versioned, Checked,
))]
async fn certify(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, CertificateId)>,
    Json(certify): Json<Certify>,
) -> Answer<Json<Saved<Certificate>>> {
    let (mut opened, _) = open_one(&app, &me, at, Action::CertificateCertify).await?;
    let was: Certificate = opened.at(at.1, version)?;
    if !me.0.memberships.iter().any(|held| may_supervise(held.role)) {
        return Err(forbidden_so(
            "Den som intygar ska vara handledare, studierektor eller verksamhetschef.",
            "Be ST-läkaren fråga någon annan.",
        ));
    }
    let principal = opened.on.tie == Some(Tie::PrincipalSupervisor);
    if !certify.role.open_to(heads(&me.0, opened.training()), principal) {
        return Err(refused(CertificateNotAllowed::NotHeld(certify.role)));
    }
    let account = match was.content.about {
        Some(EvidenceRef::Activity(id)) => {
            let activities = &opened.kept.portfolio.activities;
            let activity = activities.iter().find(|one| one.id == id);
            activity.and_then(|activity| activity.report.as_ref()).map(|report| report.on)
        }
        _ if was.kind == CertificateKind::Course => {
            return Err(not_allowed(CertificateNotAllowed::NoCourse));
        }
        _ => None,
    };
    let (clinic, today) = (opened.training().clinic.id, opened.today);
    let delegations = opened.work.delegations(clinic).await?;
    let delegation = delegations
        .iter()
        .find(|one| one.ended.is_none() && one.delegation.lets(me.0.id, was.kind, today));
    let service = Some(opened.kept.portfolio.service());
    let grounds = Grounds { account, delegation: delegation.map(|one| &one.delegation), service };
    let certifier = certify.signed(opened.signature());
    let new = was.clone().certify(certifier, grounds, today).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// Withdraws a certificate with a reason: by who has certified it, or by the head of unit.
#[utoipa::path(post, path = "/trainings/{id}/certificates/{certificate}/withdrawal", tag = "certificate",
    params(("id" = TrainingId, Path), ("certificate" = CertificateId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<Certificate>),
    Guarded, Versioned,
))]
async fn withdraw(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, CertificateId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<Certificate>>> {
    let (opened, was) = open_one(&app, &me, at, Action::CertificateCertify).await?;
    let signed = was.phase.certifiers();
    let own = signed.is_empty() || signed.iter().any(|one| one.signature.by.id == me.0.id);
    if !own && !heads(&me.0, opened.training()) {
        return Err(forbidden_so(
            "Intyget återtas av den som har undertecknat det eller av verksamhetschefen.",
            "Be någon av dem att återta det.",
        ));
    }
    let was: Certificate = opened.at(was.id, version)?;
    let new = was.clone().withdraw(opened.signature(), why.reason.clone()).map_err(not_allowed)?;
    opened.step(&was, new, Some(&why.reason)).await
}
