//! The ways of the demo's six ST-läkare: one rich in everything, one ahead, one late, one at risk, one midway, one new.

use serde_json::{Value, json};
use shared::{activity::OtherActivity, progress_review::ProgressReviewKind as Kind};

use super::{
    Failed,
    binder::{Binder, Way},
    certify::{Told, delegate},
    people::{GYNAECOLOGY, ORTHOPAEDICS, PAEDIATRICS, Places},
    stage::Stage,
};

/// A course by its title, and the objectives it gives.
type Course = (&'static str, &'static [&'static str]);

const LEADERSHIP: Course = ("Ledarskap i vården", &["STa5", "STa6"]);
const FRACTURES: Course = ("Frakturkirurgi, grundkurs", &["STc4"]);

/// Tells all six.
pub async fn tell(stage: &Stage, places: &Places) -> Result<(), Failed> {
    rich(stage, places).await?;
    ahead(stage, places).await?;
    late(stage, places).await?;
    midway(stage, places).await?;
    at_risk(stage, places).await?;
    new(stage, places).await?;
    delegate(stage, places).await
}

const fn orthopaedics(trainee: &'static str, supervisor: &'static str, months: i64) -> Way {
    Way { trainee, supervisor: Some(supervisor), clinic: ORTHOPAEDICS, who: "", months }
}

const fn gynaecology(trainee: &'static str, months: i64) -> Way {
    let supervisor = Some("handledare.kvinno@exempel.se");
    Way { trainee, supervisor, clinic: GYNAECOLOGY, who: ".kvinno", months }
}

fn own(place: &str, percent: u8) -> Value {
    json!({ "kind": "own_clinic", "place": place, "percent": percent, "goals": "", "objectives": [], "feedback": "" })
}

fn elsewhere(place: &str, goals: &str, objectives: &[&str]) -> Value {
    json!({ "kind": "elsewhere", "place": place, "percent": 100, "goals": goals, "objectives": objectives,
        "supervisor": { "kind": "written", "who": format!("Handledaren på {place}") }, "feedback": "" })
}

/// Two and a half years in: placements, leave, credit, a third programme on its way, a meeting every month, and an appraisal planned.
async fn rich(stage: &Stage, places: &Places) -> Result<(), Failed> {
    const ORTHO: &str = "Ortopedkliniken, Exempelsjukhuset";
    let way = orthopaedics("st-lakare@exempel.se", "handledare@exempel.se", 30);
    let binder = Binder::start(stage, places, way).await?;
    binder.placement((30, 19), own(ORTHO, 100), Some(("Klarar jouren själv.", true))).await?;
    binder.credit("2", "Vikariat på ortopedkliniken före legitimationen, med handledning").await?;
    let hand =
        elsewhere("Handkirurgen", "Nerv- och senskador, enklare handkirurgi", &["STc1", "STc2"]);
    let told = "Arbetar säkert och frågar när det behövs. Opererar enklare fall med assistans.";
    binder.placement((18, 13), hand, Some((told, true))).await?;
    binder.leave((9, 7)).await?;
    binder.placement((12, 3), own(ORTHO, 80), None).await?;
    binder.placement((2, -3), own(ORTHO, 100), None).await?;
    binder.placement((-4, -9), elsewhere("Akutkliniken", "", &["STb1"]), None).await?;
    binder.programme(29, "De första två åren: akut ortopedi, frakturer och jourer.").await?;
    binder
        .programme(
            10,
            "Tredje året: höft- och knäprotes, mer egen operation, handkirurgin följs upp.",
        )
        .await?;
    let courses: [(i64, Course, &str); 4] = [
        (24, LEADERSHIP, "Berättade på ST-mötet vad jag tar med mig till jouren."),
        (14, FRACTURES, "Genomgång för kollegorna på morgonmötet."),
        (1, ("Medicinsk vetenskap", &["STa3"]), ""),
        (-2, ("Kommunikation med svårt sjuka", &["STb1", "STb4"]), ""),
    ];
    for (ago, course, told) in courses {
        binder.course(ago, course, told).await?;
    }
    let reflection = ("När patienten säger nej", "Den egna kliniken");
    binder.other(5, OtherActivity::GroupReflection, reflection, &["STa4", "STb1"]).await?;
    binder.quality_work(16, "Kortare väntan på smärtlindring vid höftfraktur").await?;
    binder
        .certified(Told {
            kind: "clinical_service",
            about: ORTHO,
            objectives: &["STa4", "STa5", "STa7", "STb1", "STc1"],
            description: "Akutmottagning, vårdavdelning och jour under handledning.",
        })
        .await?;
    binder
        .certified(Told {
            kind: "course",
            about: "Ledarskap i vården",
            objectives: &["STa5", "STa6"],
            description: "Ledarskap i vården, tre dagar.",
        })
        .await?;
    binder
        .withdrawn(
            Told {
                kind: "course",
                about: "Frakturkirurgi, grundkurs",
                objectives: &["STc3"],
                description: "Frakturkirurgi, grundkurs, tre dagar.",
            },
            "Fel delmål: kursen gäller STc4.",
        )
        .await?;
    binder
        .certified(Told {
            kind: "course",
            about: "Frakturkirurgi, grundkurs",
            objectives: &["STc4"],
            description: "Frakturkirurgi, grundkurs, tre dagar.",
        })
        .await?;
    let hand = Told {
        kind: "clinical_service",
        about: "Handkirurgen",
        objectives: &["STc7"],
        description: "Nerv- och senskador, enklare handkirurgi med assistans.",
    };
    binder.prepared(hand, Some("handledare.hand@exempel.se")).await?;
    binder.scientific_work(8).await?;
    for (days, form, assessor, level) in [
        (700, "medsittning-patient", "handledare@exempel.se", 2),
        (520, "mini-cex", "handledare.kna@exempel.se", 3),
        (330, "medsittning-patient", "handledare@exempel.se", 3),
        (180, "operation", "handledare.hand@exempel.se", 3),
        (75, "medsittning-patient", "handledare.kna@exempel.se", 4),
        (20, "operation", "handledare@exempel.se", 4),
    ] {
        binder.assessment(days, form, assessor, level).await?;
    }
    binder.asked(4, "mini-cex", "handledare.hand@exempel.se").await?;
    for days in (10..360).step_by(30) {
        binder.meeting(days, 60).await?;
    }
    for (days, kind) in [
        (620, Kind::WithDirector),
        (600, Kind::ThreeParties),
        (345, Kind::SupervisorsMeeting),
        (240, Kind::WithDirector),
        (230, Kind::SpecialistPanel),
        (200, Kind::ThreeParties),
    ] {
        binder.review(days, kind).await?;
    }
    binder.planned_review(12, Kind::Appraisal).await?;
    binder.evaluation(215).await?;
    binder.planned_meeting(6, "Hur lägger vi upp akutplaceringen? Mer tid för läsning.").await?;
    binder.stage.days_ago(3);
    binder.chosen("STc7", &["Handkirurgen", "Återkoppling vid operation"]).await?;
    binder.chosen("STc4", &["Frakturkirurgi", "Medsittning", "Mini-CEX"]).await?;
    binder.chosen("STa3", &["Väntetid och vårdtid"]).await?;
    binder
        .draft(5, "Fjärde året: akutplacering, protesrevisioner, vetenskapligt arbete färdigt.")
        .await
}

/// Four years in, and before the plan: everything recent, also the reviews.
async fn ahead(stage: &Stage, places: &Places) -> Result<(), Failed> {
    const ORTHO: &str = "Ortopedkliniken, Exempelsjukhuset";
    let way = orthopaedics("st-lakare.gips@exempel.se", "handledare.kna@exempel.se", 50);
    let binder = Binder::start(stage, places, way).await?;
    binder
        .placement((50, 31), own(ORTHO, 100), Some(("Trygg på akuten och jouren.", true)))
        .await?;
    let spine = elsewhere("Ryggkirurgen", "Bedömning av ryggpatienter", &["STc3"]);
    binder.placement((30, 25), spine, Some(("Självständig på mottagningen.", true))).await?;
    binder.placement((24, -10), own(ORTHO, 100), None).await?;
    binder.programme(49, "Grunden: akut ortopedi och frakturer.").await?;
    binder.programme(26, "Mitten: protes och rygg.").await?;
    binder.programme(3, "Sista året: självständiga operationer, handledning av yngre.").await?;
    binder.course(30, LEADERSHIP, "Redovisat på ST-mötet.").await?;
    binder.course(12, ("Proteskirurgi", &["STc8"]), "Redovisat för handledaren.").await?;
    let hospice = ("Palliativ vård i hemmet", "Palliativa enheten, Exempelsjukhuset");
    binder.other(7, OtherActivity::Auscultation, hospice, &["STb4"]).await?;
    binder
        .certified(Told {
            kind: "clinical_service",
            about: ORTHO,
            objectives: &[
                "STa4", "STa5", "STa6", "STa7", "STb1", "STc1", "STc2", "STc3", "STc4", "STc7",
            ],
            description: "Akutmottagning, vårdavdelning, operation och jour.",
        })
        .await?;
    binder
        .certified(Told {
            kind: "clinical_service",
            about: "Ryggkirurgen",
            objectives: &["STc6"],
            description: "Ryggmottagning, självständig bedömning.",
        })
        .await?;
    binder
        .certified(Told {
            kind: "course",
            about: "Ledarskap i vården",
            objectives: &["STa1", "STa5", "STa6"],
            description: "Ledarskap i vården, tre dagar.",
        })
        .await?;
    binder
        .certified(Told {
            kind: "course",
            about: "Proteskirurgi",
            objectives: &["STc8"],
            description: "Proteskirurgi, tre dagar.",
        })
        .await?;
    binder
        .certified(Told {
            kind: "auscultation",
            about: "Palliativ vård i hemmet",
            objectives: &["STb4"],
            description: "Två dagar med palliativa enhetens hembesök.",
        })
        .await?;
    binder.scientific_work(20).await?;
    for (days, form, level) in [
        (300, "operation", 4),
        (210, "medsittning-rond", 4),
        (120, "operation", 5),
        (40, "handledning", 5),
    ] {
        binder.assessment(days, form, "handledare.kna@exempel.se", level).await?;
    }
    for days in (8..370).step_by(28) {
        binder.meeting(days, 75).await?;
    }
    for (days, kind) in [
        (170, Kind::SpecialistPanel),
        (160, Kind::SupervisorsMeeting),
        (150, Kind::WithDirector),
        (145, Kind::ThreeParties),
        (130, Kind::Appraisal),
    ] {
        binder.review(days, kind).await?;
    }
    binder.evaluation(480).await?;
    binder.evaluation(140).await?;
    Ok(())
}

/// Nine months in, and late: the programme isn't signed, nothing assessed, few meetings, a review never held.
async fn late(stage: &Stage, places: &Places) -> Result<(), Failed> {
    let way = orthopaedics("st-lakare.skruv@exempel.se", "handledare.hand@exempel.se", 9);
    let binder = Binder::start(stage, places, way).await?;
    binder.placement((9, -3), own("Ortopedkliniken, Exempelsjukhuset", 100), None).await?;
    binder.meeting(200, 30).await?;
    binder.meeting(110, 30).await?;
    let service = Told {
        kind: "clinical_service",
        about: "Ortopedkliniken, Exempelsjukhuset",
        objectives: &[],
        description: "",
    };
    binder.prepared(service, None).await?;
    binder.review_not_held(21, Kind::ThreeParties).await?;
    binder.draft(100, "Första året: inte färdigskrivet.").await
}

/// A year in, and as planned.
async fn midway(stage: &Stage, places: &Places) -> Result<(), Failed> {
    let binder =
        Binder::start(stage, places, gynaecology("st-lakare.kvinno@exempel.se", 14)).await?;
    binder.placement((14, -4), own("Kvinnokliniken, Exempelsjukhuset", 100), None).await?;
    binder.programme(13, "Första året: förlossning och akutmottagning.").await?;
    binder.programme(2, "Andra året: gynekologisk mottagning och operation.").await?;
    binder
        .course(6, ("Ultraljud, grundkurs", &["STc2"]), "Visade för kollegorna på kliniken.")
        .await?;
    binder
        .certified(Told {
            kind: "course",
            about: "Ultraljud, grundkurs",
            objectives: &["STc2"],
            description: "Ultraljud vid komplicerad graviditet, tre dagar.",
        })
        .await?;
    let service = Told {
        kind: "clinical_service",
        about: "Kvinnokliniken, Exempelsjukhuset",
        objectives: &["STa4", "STa7", "STc1"],
        description: "Förlossning, akutmottagning och jour.",
    };
    binder.prepared(service, None).await?;
    for (days, form, level) in [(250, "medsittning-patient", 2), (60, "medsittning-patient", 3)] {
        binder.assessment(days, form, "handledare.kvinno@exempel.se", level).await?;
    }
    for days in (12..380).step_by(31) {
        binder.meeting(days, 60).await?;
    }
    for (days, kind) in [
        (95, Kind::SpecialistPanel),
        (90, Kind::SupervisorsMeeting),
        (80, Kind::WithDirector),
        (70, Kind::ThreeParties),
        (65, Kind::Appraisal),
    ] {
        binder.review(days, kind).await?;
    }
    binder.evaluation(68).await?;
    Ok(())
}

/// Three years in, and at risk: an old programme, goals not met, a gap, no meeting for five months; and the plan that is to help.
async fn at_risk(stage: &Stage, places: &Places) -> Result<(), Failed> {
    const OWN: &str = "Kvinnokliniken, Exempelsjukhuset";
    let way = gynaecology("st-lakare.forlossning@exempel.se", 40);
    let binder = Binder::start(stage, places, way).await?;
    binder.placement((40, 17), own(OWN, 100), None).await?;
    let surgery = elsewhere("Kirurgkliniken", "Öppen bukkirurgi under handledning", &["STc2"]);
    let told = "Har inte fått operera så mycket som målen kräver.";
    binder.placement((16, 11), surgery, Some((told, false))).await?;
    binder.interrupted((10, 8), "Tjänstgör utomlands i två månader, utan handledning.").await?;
    binder.placement((8, -2), own(OWN, 75), None).await?;
    binder.programme(38, "Grunden: förlossning, akutmottagning och jourer.").await?;
    binder.course(28, LEADERSHIP, "").await?;
    binder
        .certified(Told {
            kind: "clinical_service",
            about: OWN,
            objectives: &["STa4", "STc1"],
            description: "Förlossning, akutmottagning och jourer.",
        })
        .await?;
    binder
        .withdrawn(
            Told {
                kind: "clinical_service",
                about: "Kirurgkliniken",
                objectives: &["STc5"],
                description: "Öppen bukkirurgi under handledning.",
            },
            "Målen var inte nådda vid uppföljningen.",
        )
        .await?;
    let course = Told {
        kind: "course",
        about: "Ledarskap i vården",
        objectives: &["STa5"],
        description: "Ledarskap i vården, tre dagar.",
    };
    binder.prepared(course, None).await?;
    binder.assessment(420, "medsittning-patient", "handledare.kvinno@exempel.se", 2).await?;
    for days in [150, 260, 350] {
        binder.meeting(days, 45).await?;
    }
    binder.review(520, Kind::ThreeParties).await?;
    binder.panel(31).await?;
    binder.support_plan(24).await
}

/// Begun last month: nobody is named to supervise yet.
async fn new(stage: &Stage, places: &Places) -> Result<(), Failed> {
    let way = Way {
        trainee: "st-lakare.barn@exempel.se",
        supervisor: None,
        clinic: PAEDIATRICS,
        who: ".barn",
        months: 1,
    };
    let binder = Binder::start(stage, places, way).await?;
    binder.placement((1, -11), own("Barnkliniken, Exempelsjukhuset", 100), None).await
}
