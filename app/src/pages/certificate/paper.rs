//! A certificate on paper: what is printed in place of the page when one is open.

use leptos::prelude::*;
use shared::{
    certificate::{Certificate, Certifier, CertifierField, CertifierRole, ENCLOSURE, FormField},
    training::ServiceRow,
};

use super::service::ServiceForm;

/// The form, seen on paper only. What isn't kept here is a line to write on.
#[component]
pub fn Paper(
    certificate: Certificate,
    /// Its tjänsteförteckning, if it has one.
    service: Vec<ServiceRow>,
) -> impl IntoView {
    let Certificate { kind, regulation, .. } = certificate;
    let name = format!("blankett-{}", certificate.id);
    let named_by = name.clone();
    let title = format!("Intyg: {}", kind.name(regulation));
    let form = kind.form(regulation).map(|number| format!("{regulation}, bilaga {number}"));
    let not_valid = certificate.not_valid().map(|words| {
        view! { <p class="paper-not-valid">{words}</p> }
    });
    let fields = kind.form_fields(regulation);
    let service =
        fields.contains(&FormField::Service).then(|| view! { <ServiceForm rows=service /> });
    let fields = fields
        .into_iter()
        .filter(|field| *field != FormField::Service)
        .map(|field| entry(field.label(kind), certificate.on_form(field), runs_on(field)))
        .collect_view();
    let signatures = certificate
        .signature_rows()
        .map(|(roles, signed)| signature(roles, signed, CertifierField::of(regulation)))
        .collect_view();
    view! {
        <section class="paper print-only" aria-labelledby=named_by>
            {not_valid}
            <h2 id=name>{title}</h2>
            <div class="paper-source">
                <p>{form}</p>
                <dl class="paper-fields">{entry(ENCLOSURE, None, false)}</dl>
            </div>
            <dl class="paper-fields">{fields}</dl>
            {service}
            <h3>"Intygande"</h3>
            <p>{kind.attestation()}</p>
            {signatures}
        </section>
    }
}

/// Prints the page. Fails only where the browser can't.
pub fn print() {
    let _ = window().print();
}

/// What has to be done with a form once it is on paper.
#[component]
pub fn ByHand() -> impl IntoView {
    view! {
        <p class="note">
            "Utskriften undertecknas för hand. Personnummer sparas inte här, så skriv det på papperet."
        </p>
    }
}

/// Whether a field has room for running text.
const fn runs_on(field: FormField) -> bool {
    matches!(field, FormField::Description | FormField::Evaluation)
}

/// A field: filled in, or a place to write by hand.
fn entry(label: &'static str, text: Option<String>, runs_on: bool) -> impl IntoView + use<> {
    view! {
        <div data-runs-on=runs_on.then_some("")>
            <dt>{label}</dt>
            <dd>{text}</dd>
        </div>
    }
}

/// The place for one signature.
fn signature(
    roles: &'static [CertifierRole],
    signed: Option<&Certifier>,
    fields: &'static [CertifierField],
) -> impl IntoView + use<> {
    let role = match signed {
        Some(by) => by.role.name().to_owned(),
        None => {
            let names = roles.iter().enumerate().map(|(at, role)| match at {
                0 => role.name().to_owned(),
                _ => role.name().to_lowercase(),
            });
            names.collect::<Vec<_>>().join(" eller ")
        }
    };
    let fields = fields
        .iter()
        .map(|field| {
            let text = signed.and_then(|by| by.on_form(*field)).map(str::to_owned);
            entry(field.label(), text, false)
        })
        .collect_view();
    view! {
        <div class="paper-signature">
            <h4>{role}</h4>
            <dl class="paper-fields">{fields}</dl>
        </div>
    }
}
