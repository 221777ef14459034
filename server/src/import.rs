//! `server import-report`: reads a published report from a text file, to show what it holds or to let it wait for
//! a person on the page "Importera SPUR-rapport".

use std::{
    fs::File,
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
};

use encoding_rs::{UTF_8, WINDOWS_1252};
use shared::{
    ReportImportId,
    checklist::Checklist,
    report_import::{MAX_REPORT_BYTES, read},
    report_text::{NotAReport, ReportText},
    review::ClinicName,
};

use crate::{
    clock::{Clock, new_id},
    store::{Store, report_import::NewImport},
    swedish::sort_key,
};

/// Läser in texten ur en publicerad SPUR-rapport.
#[derive(clap::Args)]
pub struct Options {
    /// Text file, or - for standard input. UTF-8, UTF-16 with a byte order mark, or Windows-1252.
    file: PathBuf,
    /// The clinic that was reviewed: its name, or "name, site" where several share a name.
    #[arg(long, required_unless_present = "dry_run")]
    clinic: Option<String>,
    /// Writes nothing, and shows what was read.
    #[arg(long)]
    dry_run: bool,
    /// Shows it as JSON.
    #[arg(long, requires = "dry_run")]
    json: bool,
}

/// Most clinics named in an error.
const CANDIDATES: usize = 20;

/// Reads the report. `open` is called only if it is to be kept; `site` is where the server is reached.
///
/// # Errors
/// A sentence for whoever ran the command.
pub async fn run(
    options: Options,
    site: &str,
    open: impl AsyncFnOnce() -> Result<Store, String>,
) -> Result<(), String> {
    let name = options.file.display().to_string();
    let text = decode(&bytes(&options.file)?);
    let Some(clinic) = options.clinic.filter(|_| !options.dry_run) else {
        let report = read(&text, &Checklist::spur_2025()).map_err(|wrong| say(&wrong, &name))?;
        return show(&report, options.json)
            .map_err(|error| format!("Det gick inte att skriva ut: {error}"));
    };
    let store = open().await?;
    let kept = keep(&store, &clinic, &text, &name).await;
    store.close().await;
    let (id, clinic, report) = kept?;
    println!(
        "Rapporten för {} är läst: {} kriterier och {} punkter i handlingsplanen.",
        place(&clinic),
        report.criteria_found,
        report.entries.len()
    );
    println!("Granska och komplettera den på {site}/importera/{id}");
    Ok(())
}

fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: io::Error| format!("{} kan inte läsas: {error}", file.display());
    let mut source: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(failed)?)
    };
    let mut bytes = Vec::new();
    // A PDF is told apart before it is too large.
    source.by_ref().take(MAX_REPORT_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > MAX_REPORT_BYTES && !bytes.starts_with(b"%PDF-") {
        return Err(format!(
            "{} är större än 1 MB. En granskningsrapports text är omkring 30 kB.",
            file.display()
        ));
    }
    Ok(bytes)
}

/// Text in UTF-8 or by its byte order mark; else as Windows wrote it before.
fn decode(bytes: &[u8]) -> String {
    let (text, _, malformed) = UTF_8.decode(bytes);
    let text = if malformed { WINDOWS_1252.decode(bytes).0 } else { text };
    text.replace('\0', "\u{fffd}")
}

fn say(wrong: &NotAReport, file: &str) -> String {
    match wrong {
        NotAReport::Pdf => format!(
            "{file} är en PDF. Gör om den till text först, till exempel med pdftotext, och läs in textfilen."
        ),
        NotAReport::NotText => {
            format!("{file} är inte text. Lämna rapportens text, till exempel från pdftotext.")
        }
        wrong => wrong.to_string(),
    }
}

fn show(report: &ReportText, json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer(&mut out, report)?;
        return writeln!(out);
    }
    let letters = |areas: &[char]| areas.iter().map(char::to_string).collect::<Vec<_>>().join(", ");
    writeln!(out, "Kriterier: {}", report.criteria_found)?;
    if !report.missing_criteria.is_empty() {
        writeln!(out, "Saknas: {}", report.missing_criteria.join(", "))?;
    }
    writeln!(out, "Ändrade till C: {}", letters(&report.changed_areas))?;
    let texts: Vec<char> = report.area_texts.keys().copied().collect();
    writeln!(out, "Områden med text: {}", letters(&texts))?;
    writeln!(out, "Handlingsplan: {} punkter", report.entries.len())?;
    for entry in &report.entries {
        let due: Vec<&str> = entry.due.iter().map(|date| date.text.as_str()).collect();
        writeln!(out, "  {}: {}", entry.criteria.join(", "), due.join(", "))?;
        for warning in &entry.warnings {
            writeln!(out, "    {warning}")?;
        }
    }
    Ok(())
}

async fn keep(
    store: &Store,
    clinic: &str,
    text: &str,
    file: &str,
) -> Result<(ReportImportId, ClinicName, ReportText), String> {
    let failed = |error: crate::store::Error| format!("Databasen svarar inte: {error}");
    let mut work = store.read().await.map_err(failed)?;
    let clinic = choose(work.clinic_names().await.map_err(failed)?, clinic)?;
    let checklist = work
        .current_checklist(clinic.care_provider)
        .await
        .map_err(failed)?
        .ok_or("Ingen checklista är publicerad. Starta servern en gång först.")?;
    drop(work);
    let report = read(text, &checklist).map_err(|wrong| say(&wrong, file))?;
    let id = ReportImportId::new(new_id());
    let new = NewImport {
        id,
        clinic: clinic.id,
        checklist: checklist.id,
        text,
        by: None,
        at: Clock::System.now(),
    };
    let mut work = store.write().await.map_err(failed)?;
    work.add_import(&new).await.map_err(failed)?;
    work.commit().await.map_err(failed)?;
    Ok((id, clinic, report))
}

fn place(clinic: &ClinicName) -> String {
    clinic.place()
}

/// The clinic that is meant: by name alone if no other has it, else by name and site.
fn choose(mut clinics: Vec<ClinicName>, wanted: &str) -> Result<ClinicName, String> {
    let wanted = wanted.trim().to_lowercase();
    clinics.sort_by_key(|clinic| sort_key(&place(clinic)));
    let is = |clinic: &&ClinicName| {
        clinic.name.to_lowercase() == wanted || place(clinic).to_lowercase() == wanted
    };
    let meant: Vec<&ClinicName> = clinics.iter().filter(is).collect();
    match meant.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let near: Vec<&ClinicName> = clinics
                .iter()
                .filter(|clinic| place(clinic).to_lowercase().contains(&wanted))
                .collect();
            let shown = if near.is_empty() { clinics.iter().collect() } else { near };
            Err(format!("Ingen klinik heter ”{wanted}”.{}", candidates(&shown)))
        }
        several => Err(format!(
            "Flera kliniker heter ”{wanted}”. Ange namn och ort.{}",
            candidates(several)
        )),
    }
}

fn candidates(clinics: &[&ClinicName]) -> String {
    if clinics.is_empty() {
        return " Det finns inga kliniker i databasen.".to_owned();
    }
    let mut text = " Välj bland:".to_owned();
    for clinic in clinics.iter().take(CANDIDATES) {
        text.push_str(&format!("\n  {}", place(clinic)));
    }
    match clinics.len().saturating_sub(CANDIDATES) {
        0 => text,
        more => format!("{text}\n  … och {more} till"),
    }
}

#[cfg(test)]
mod tests {
    use shared::{CareProviderId, ClinicId};

    use super::*;

    fn clinics() -> Vec<ClinicName> {
        [("Ortopedkliniken", "Norra"), ("Ortopedkliniken", "Södra"), ("Ögonkliniken", "Norra")]
            .map(|(name, site)| ClinicName {
                id: ClinicId::new(new_id()),
                name: name.to_owned(),
                site: site.to_owned(),
                care_provider: CareProviderId::new(new_id()),
            })
            .to_vec()
    }

    #[test]
    fn a_name_that_several_have_is_asked_for_with_its_site() {
        assert_eq!(choose(clinics(), " ögonkliniken ").unwrap().name, "Ögonkliniken");
        assert_eq!(choose(clinics(), "Ortopedkliniken, Södra").unwrap().site, "Södra");
        let refused = choose(clinics(), "Ortopedkliniken").unwrap_err();
        assert!(
            refused.contains("\n  Ortopedkliniken, Norra\n  Ortopedkliniken, Södra"),
            "{refused}"
        );
        let refused = choose(clinics(), "Hudkliniken").unwrap_err();
        assert!(
            refused.contains("Ingen klinik") && refused.contains("Ögonkliniken, Norra"),
            "{refused}"
        );
    }

    #[test]
    fn text_is_read_as_utf_8_by_its_mark_or_as_windows_wrote_it() {
        let utf_16: Vec<u8> = "\u{feff}Åtgärd".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in ["Åtgärd".as_bytes(), "\u{feff}Åtgärd".as_bytes(), &utf_16, b"\xc5tg\xe4rd"]
        {
            assert_eq!(decode(bytes), "Åtgärd");
        }
    }
}
