//! What the wasm of each page costs: the bytes of code that carry its module's name.

use std::{collections::BTreeMap, fs, path::Path};

use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::Outcome;

/// Prints the code of each page, and of the rest by crate, as rustc made it (before wasm-opt and compression).
pub fn print(module: &Path) -> Outcome {
    let bytes = fs::read(module).map_err(|e| format!("Cannot read {}: {e}", module.display()))?;
    let mut rooms: BTreeMap<String, usize> = BTreeMap::new();
    let mut whole = 0;
    for (name, size) in functions(&bytes)? {
        whole += size;
        *rooms.entry(room(&name)).or_default() += size;
    }
    let mut rooms: Vec<_> = rooms.into_iter().collect();
    rooms.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    println!(
        "\n## What the wasm of each page costs (bytes of code before wasm-opt, {whole} in all)\n\n| room | bytes | share |\n| --- | --- | --- |"
    );
    for (room, size) in rooms.iter().filter(|(_, size)| size * 200 > whole) {
        println!("| {room} | {size} | {} % |", (100 * size + whole / 2) / whole);
    }
    Ok(())
}

fn functions(bytes: &[u8]) -> Outcome<Vec<(String, usize)>> {
    let failed = |e| format!("The module cannot be read: {e}");
    let mut imported = 0;
    let mut sizes = Vec::new();
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(failed)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if matches!(import.map_err(failed)?.ty, wasmparser::TypeRef::Func(_)) {
                        imported += 1;
                    }
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(reader) = section.as_known() else { continue };
                for subsection in reader {
                    let Name::Function(map) = subsection.map_err(failed)? else { continue };
                    for naming in map {
                        let naming = naming.map_err(failed)?;
                        names.insert(
                            naming.index,
                            format!("{:#}", rustc_demangle::demangle(naming.name)),
                        );
                    }
                }
            }
            _ => {}
        }
    }
    Ok(sizes
        .into_iter()
        .zip(imported..)
        .map(|(size, index)| (names.remove(&index).unwrap_or_default(), size))
        .collect())
}

/// The room of a function: the page whose code it is, or the crate.
fn room(name: &str) -> String {
    let own = name.find("app::").map(|at| &name[at..]);
    match own {
        Some(own) => own
            .split("::")
            .take(if own.starts_with("app::pages::") { 3 } else { 2 })
            .map(|part| part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_'))
            .collect::<Vec<_>>()
            .join("::"),
        None => {
            let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
            name.split([':', ' ', '<', '>'])
                .next()
                .filter(|part| !part.is_empty())
                .unwrap_or("(unnamed)")
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::room;

    #[test]
    fn a_function_belongs_to_the_page_whose_code_it_carries() {
        assert_eq!(room("app::pages::clinic::heat_map::{closure#0}"), "app::pages::clinic");
        assert_eq!(
            room("<app::pages::start::Row as leptos::IntoView>::into_view"),
            "app::pages::start"
        );
        assert_eq!(room("core::ptr::drop_in_place<app::outbox::Unsent>"), "app::outbox");
        assert_eq!(room("serde_json::de::from_str"), "serde_json");
    }
}
