//! Where a saved path is shown.

/// The address of the page that shows what is saved at this path.
pub(super) fn address(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    if let ["trainings", training, "iups", iup, _] = *parts.as_slice() {
        return Some(format!("/st/{training}/iup?version={iup}"));
    }
    if let ["trainings", training, "assessments", assessment] = *parts.as_slice() {
        return Some(format!("/st/{training}/bedomningar?bedomning={assessment}"));
    }
    let [record, id, kind, field] = parts.as_slice() else { return None };
    let record = match *record {
        "self-assessments" => "sjalvvarderingar",
        "inspections" => "granskningar",
        _ => return None,
    };
    let page = format!("/{record}/{id}");
    let area = field.get(..1)?;
    Some(match *kind {
        "answers" | "observations" => format!("{page}/omrade/{area}#{field}"),
        "gradings" => format!("{page}/omrade/{field}"),
        "texts" if field.len() == 1 => format!("{page}/omrade/{field}"),
        _ => page,
    })
}
