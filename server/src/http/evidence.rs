//! Evidence beside an answer: links, and files that are only ever downloaded.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use shared::{
    EvidenceId, SelfAssessmentId,
    checklist::CriterionCode,
    problem::Problem,
    review::{AddLink, Changed, Evidence, EvidenceSource, FileKind, MAX_FILE_BYTES},
    self_assessment::{Answer as CriterionAnswer, SavedAnswer},
    text::Line,
};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, Query, SignedIn},
    refusal::{
        Answer, Refusal, disk_full, invalid, not_allowed, not_found, too_large, unavailable,
        unreadable,
    },
    self_assessment::{
        answer::{Edit, Key, changeable, edit, unchanged_since},
        seen,
    },
};
use crate::{
    App,
    clock::new_id,
    files::{self, NotKept},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add_link))
        .routes(routes!(add_file))
        .routes(routes!(download, remove))
}

/// Most links and files beside one answer.
const MOST: usize = 30;

/// The file's name, as it was where it came from.
#[derive(serde::Deserialize, utoipa::IntoParams)]
struct Upload {
    /// Such as `mall.pdf`; its ending says what the file is.
    name: String,
}

/// The answer as it is, with other evidence.
fn with_evidence(answer: &CriterionAnswer, evidence: Vec<Evidence>) -> Edit {
    Edit {
        verdict: answer.verdict,
        comment: answer.comment.clone(),
        evidence,
        to_confirm: answer.to_confirm,
        from: None,
        to: None,
    }
}

fn words(evidence: &Evidence) -> String {
    match &evidence.source {
        EvidenceSource::Link { url } => format!("Underlag: {} ({url})", &*evidence.title),
        EvidenceSource::File { .. } => format!("Underlag: {}", &*evidence.title),
    }
}

/// Adds evidence once: the same again is there already.
async fn add(
    app: &App,
    signed_in: &SignedIn,
    key: Key,
    version: i64,
    title: Line,
    source: EvidenceSource,
) -> Answer<Json<SavedAnswer>> {
    let new = Evidence {
        id: EvidenceId::new(new_id()),
        title,
        source,
        added: Changed { at: app.clock.now(), by: signed_in.0.name.clone() },
    };
    edit(app, signed_in, key, version, |answer| {
        let mut evidence = answer.evidence.clone();
        let there = evidence.iter().any(|old| old.title == new.title && old.source == new.source);
        if there {
            return Ok(with_evidence(answer, evidence));
        }
        if evidence.len() >= MOST {
            return Err(not_allowed(format!(
                "Svaret har redan {MOST} underlag. Ta bort något eller samla flera i en fil."
            )));
        }
        evidence.push(new.clone());
        Ok(Edit { to: Some(words(&new)), ..with_evidence(answer, evidence) })
    })
    .await
}

/// Adds a link as evidence.
#[utoipa::path(post, path = "/self-assessments/{id}/answers/{code}/links", tag = "evidence", request_body = AddLink,
    params(("id" = SelfAssessmentId, Path), ("code" = CriterionCode, Path),
        ("If-Match" = String, Header, description = "The answer's version")), responses(
    (status = OK, body = SavedAnswer),
    (status = NOT_FOUND, body = Problem),
    (status = PRECONDITION_FAILED, body = Problem),
    (status = UNPROCESSABLE_ENTITY, body = Problem),
))]
async fn add_link(
    State(app): State<App>,
    signed_in: SignedIn,
    IfMatch(version): IfMatch,
    Path(key): Path<Key>,
    Json(link): Json<AddLink>,
) -> Answer<Json<SavedAnswer>> {
    link.check().map_err(|wrong| invalid("url", wrong))?;
    let source = EvidenceSource::Link { url: link.url.into() };
    add(&app, &signed_in, key, version, link.title, source).await
}

/// Uploads a file as evidence: the body is the file itself, at most 20 MB.
#[utoipa::path(post, path = "/self-assessments/{id}/answers/{code}/files", tag = "evidence",
    request_body(content = String, content_type = "application/octet-stream"),
    params(("id" = SelfAssessmentId, Path), ("code" = CriterionCode, Path), Upload,
        ("If-Match" = String, Header, description = "The answer's version")), responses(
    (status = OK, body = SavedAnswer),
    (status = NOT_FOUND, body = Problem),
    (status = PRECONDITION_FAILED, body = Problem),
    (status = PAYLOAD_TOO_LARGE, body = Problem),
    (status = UNPROCESSABLE_ENTITY, body = Problem, description = "Not a listed kind, or not what its name says."),
    (status = SERVICE_UNAVAILABLE, body = Problem, description = "The disk is full."),
))]
async fn add_file(
    State(app): State<App>,
    signed_in: SignedIn,
    IfMatch(version): IfMatch,
    Path(key): Path<Key>,
    Query(upload): Query<Upload>,
    headers: HeaderMap,
    body: Body,
) -> Answer<Json<SavedAnswer>> {
    let place = changeable(&app, &signed_in, key).await?;
    unchanged_since(&place, version)?;
    let name = upload.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let title = Line::try_from(name.to_owned()).map_err(|wrong| invalid("name", wrong))?;
    let kind = FileKind::from_name(&title).ok_or_else(|| {
        invalid("name", "Filen ska vara PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), PNG, JPEG eller ren text (txt).")
    })?;
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > MAX_FILE_BYTES) {
        return Err(refuse(&NotKept::TooLarge));
    }
    let kept = files::keep(&app.files, kind, body).await.map_err(|error| refuse(&error))?;
    let source = EvidenceSource::File { hash: kept.hash, file_kind: kind, size: kept.size };
    add(&app, &signed_in, key, version, title, source).await
}

fn refuse(error: &NotKept) -> Refusal {
    match error {
        NotKept::TooLarge => too_large("20 MB"),
        NotKept::Empty => invalid("name", "Filen är tom."),
        NotKept::OtherKind(FileKind::Text) => invalid(
            "name",
            "Filen heter .txt men är inte ren text i UTF-8. Spara om den som ren text.",
        ),
        NotKept::OtherKind(kind) => {
            let ending = kind.extension();
            let message = format!(
                "Filen heter .{ending} men innehåller något annat. Öppna den, spara om den som .{ending} och välj den igen."
            );
            invalid("name", message)
        }
        NotKept::CutShort(_) => unreadable(
            StatusCode::BAD_REQUEST,
            "Filen kom inte fram helt.",
            "Kontrollera nätet och skicka den igen.",
        ),
        full if full.is_full() => {
            tracing::error!("no room left for uploaded files");
            disk_full()
        }
        NotKept::Disk(error) => {
            tracing::error!(%error, "file store");
            unavailable()
        }
    }
}

/// Removes evidence from an answer. A file is kept, and so is the history.
#[utoipa::path(delete, path = "/self-assessments/{id}/answers/{code}/evidence/{evidence}", tag = "evidence",
    params(("id" = SelfAssessmentId, Path), ("code" = CriterionCode, Path), ("evidence" = EvidenceId, Path),
        ("If-Match" = String, Header, description = "The answer's version")), responses(
    (status = OK, body = SavedAnswer),
    (status = NOT_FOUND, body = Problem),
    (status = PRECONDITION_FAILED, body = Problem),
))]
async fn remove(
    State(app): State<App>,
    signed_in: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, code, evidence)): Path<(SelfAssessmentId, CriterionCode, EvidenceId)>,
) -> Answer<Json<SavedAnswer>> {
    edit(&app, &signed_in, (id, code), version, |answer| {
        let mut rest = answer.evidence.clone();
        let at = rest.iter().position(|known| known.id == evidence).ok_or_else(not_found)?;
        let from = Some(words(&rest.remove(at)));
        Ok(Edit { from, ..with_evidence(answer, rest) })
    })
    .await
}

/// Downloads a file of evidence; never shown in the browser.
#[utoipa::path(get, path = "/self-assessments/{id}/answers/{code}/evidence/{evidence}", tag = "evidence",
    params(("id" = SelfAssessmentId, Path), ("code" = CriterionCode, Path), ("evidence" = EvidenceId, Path)), responses(
    (status = OK, content_type = "application/octet-stream"),
    (status = NOT_FOUND, body = Problem),
))]
async fn download(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((id, code, evidence)): Path<(SelfAssessmentId, CriterionCode, EvidenceId)>,
    request: Request,
) -> Answer<Response> {
    let mut work = app.store.read().await?;
    seen(&mut work, &signed_in, id).await?;
    let answer = work.answer_in_area(id, code).await?.ok_or_else(not_found)?.answer;
    drop(work);
    let evidence = answer.evidence.into_iter().find(|known| known.id == evidence);
    let Some(Evidence { title, source: EvidenceSource::File { hash, file_kind, .. }, .. }) =
        evidence
    else {
        return Err(not_found());
    };
    serve(&app, &title, &hash, file_kind, request).await
}

async fn serve(
    app: &App,
    title: &str,
    hash: &str,
    kind: FileKind,
    request: Request,
) -> Answer<Response> {
    let file = ServeFile::new_with_mime(files::path(&app.files, hash), &files::mime(kind));
    let Ok(mut response) = file.oneshot(request).await.map(IntoResponse::into_response);
    if response.status().is_server_error() || response.status() == StatusCode::NOT_FOUND {
        tracing::error!(hash, status = %response.status(), "uploaded file can't be read");
        return Err(unavailable());
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, attachment(title));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
    );
    Ok(response)
}

/// The characters of RFC 5987's `attr-char` besides letters and digits.
const NOT_ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Save as a file of this name: whole for today's browsers, in ASCII for the rest (RFC 6266).
fn attachment(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' }
        })
        .collect();
    let whole = utf8_percent_encode(name, NOT_ATTR_CHAR);
    HeaderValue::try_from(format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"))
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_becomes_a_header_without_tricks() {
        assert_eq!(
            attachment("Åtgärd \"D7\"; 🦴.pdf").to_str().unwrap(),
            "attachment; filename=\"_tg_rd _D7_; _.pdf\"; filename*=UTF-8''%C3%85tg%C3%A4rd%20%22D7%22%3B%20%F0%9F%A6%B4.pdf"
        );
    }
}
