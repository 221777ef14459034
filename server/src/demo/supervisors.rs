//! What the demo's supervisors have: most of them all that is asked for, one no handledarutbildning, one an old one, and one of whom
//! nothing is put in.

use chrono::Datelike;
use serde_json::{Value, json};
use shared::supervisor::ClinicSupervisor;

use super::{
    Failed,
    people::{CARE_CENTRE, CLINICS, GYNAECOLOGY, OPHTHALMOLOGY, ORTHOPAEDICS, PAEDIATRICS, Places},
    stage::Stage,
};

/// How long ago in years the handledarutbildning was, and its latest refresher.
#[derive(Clone, Copy)]
enum Trained {
    Never,
    Ago(i32),
    Renewed(i32, i32),
}

use Trained::{Ago, Never, Renewed};

/// By name; who isn't here has put in nothing.
const TOLD: [(usize, &str, &str, Trained); 12] = [
    (ORTHOPAEDICS, "Chefen Ortoped", "Ortopedi", Renewed(12, 3)),
    (ORTHOPAEDICS, "Rektorn Ortoped", "Ortopedi", Renewed(8, 2)),
    (ORTHOPAEDICS, "Handledaren Höft", "Ortopedi", Ago(4)),
    (ORTHOPAEDICS, "Handledaren Knä", "Ortopedi", Ago(7)),
    (ORTHOPAEDICS, "Handledaren Hand", "Handkirurgi", Never),
    (GYNAECOLOGY, "Chefen Kvinno", CLINICS[GYNAECOLOGY].2, Ago(3)),
    (GYNAECOLOGY, "Rektorn Kvinno", CLINICS[GYNAECOLOGY].2, Renewed(9, 4)),
    (GYNAECOLOGY, "Handledaren Kvinno", CLINICS[GYNAECOLOGY].2, Ago(2)),
    (CARE_CENTRE, "Rektorn Björk", CLINICS[CARE_CENTRE].2, Ago(1)),
    (PAEDIATRICS, "Rektorn Barn", CLINICS[PAEDIATRICS].2, Ago(3)),
    (OPHTHALMOLOGY, "Rektorn Öga", CLINICS[OPHTHALMOLOGY].2, Ago(4)),
    (OPHTHALMOLOGY, "Handledaren Öga", CLINICS[OPHTHALMOLOGY].2, Ago(2)),
];

/// The directors of studies, in the order of the clinics.
const DIRECTORS: [&str; 5] = ["", ".kvinno", ".bjorken", ".barn", ".ogon"];

/// Each director of studies puts in what the clinic's people have, two months ago.
pub async fn tell(stage: &Stage, places: &Places) -> Result<(), Failed> {
    stage.days_ago(60);
    let year = stage.now_on().year();
    let on = |ago: i32| format!("{}-05-15", year - ago);
    for (number, who) in DIRECTORS.into_iter().enumerate() {
        let director = stage.act(&format!("studierektor{who}@exempel.se")).await?;
        let path = format!("/clinics/{}/supervisors", places.clinics[number]);
        let here: Vec<ClinicSupervisor> = director.get(&path).await?;
        for (_, name, specialty, trained) in TOLD.into_iter().filter(|told| told.0 == number) {
            let found = here.iter().find(|one| one.person.name == name);
            let found =
                found.ok_or_else(|| Failed::Refused(format!("{name} supervises nobody")))?;
            let training = match trained {
                Never => json!({ "kind": "missing" }),
                Ago(years) => json!({ "kind": "held", "on": on(years) }),
                Renewed(years, since) => {
                    json!({ "kind": "held", "on": on(years), "renewed_on": on(since) })
                }
            };
            let body = json!({ "specialties": [specialty], "training": training });
            let path = format!("{path}/{}", found.person.id);
            director.put::<Value>(&path, found.version, &body).await?;
        }
    }
    Ok(())
}
