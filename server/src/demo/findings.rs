//! What falls short at the demo's clinics, and what is said of it.

use shared::self_assessment::Verdict::{self, NotFulfilled, Partly};

/// A shortcoming that a clinic owns up to, from so many years ago to so many years ago.
pub struct Shortcoming {
    pub code: &'static str,
    pub first: i32,
    pub last: i32,
    pub verdict: Verdict,
    pub comment: &'static str,
}

const fn short(
    code: &'static str,
    first: i32,
    last: i32,
    verdict: Verdict,
    comment: &'static str,
) -> Shortcoming {
    Shortcoming { code, first, last, verdict, comment }
}

/// Of the orthopaedic clinic through the years: it mends, slowly.
pub const ORTHOPAEDICS: [Shortcoming; 20] = [
    short(
        "B7",
        4,
        4,
        Partly,
        "Studierektorn är specialist i ett närliggande område. Rekrytering pågår.",
    ),
    short("B8", 4, 2, Partly, "Instruktioner finns men är från tiden före nuvarande föreskrift."),
    short("B10", 4, 2, NotFulfilled, "Studierektorn har avsatt tid men inget skriftligt uppdrag."),
    short("D7", 0, 0, Partly, "Revideras vid förändringar men ändringarna har inte dokumenterats."),
    short("D9", 4, 3, Partly, "Studierektorn hinner inte med alla ST-läkare inom avsatt tid."),
    short("D11", 4, 0, Partly, "Tar del av bedömningarna när någon ber om det, inte regelbundet."),
    short("D13", 4, 1, NotFulfilled, "Läkare som väntar på ST får handledning men ingen plan."),
    short("E8", 4, 4, Partly, "Handledning bokas av var och en och ställs ofta in."),
    short("E12", 4, 0, Partly, "Medsittning används. Andra metoder är på väg in."),
    short("E13", 0, 0, Partly, "Två av tre har haft utvecklingssamtal i år."),
    short("E14", 4, 1, Partly, "Följs upp muntligt när ST-läkaren är tillbaka."),
    short("F5", 4, 3, Partly, "Tid finns i schemat men tas i anspråk när det är mycket att göra."),
    short("F6", 4, 2, Partly, "Programmet följer inte delmålen, men täcker de flesta."),
    short("G7", 4, 3, NotFulfilled, "Ingen utbildning har erbjudits de senaste två åren."),
    short("G8", 2, 1, NotFulfilled, "Inget arbete har presenterats i år."),
    short("G9", 4, 4, Partly, "Doktorandprogram finns på universitetssjukhuset."),
    short("G10", 4, 1, Partly, "Tidskriftsklubben har vilat under sommaren och hösten."),
    short(
        "H11",
        4,
        2,
        Partly,
        "ST-läkarna handleder studenter, men sällan under egen handledning.",
    ),
    short("H12", 4, 3, NotFulfilled, "Reflektion i grupp finns inte än."),
    short("H13", 4, 1, Partly, "Kan ordnas om någon frågar."),
];

/// Of the other clinics, this year.
pub const GYNAECOLOGY: [Shortcoming; 4] = [
    short("B9", 0, 0, Partly, "Handledarträffen blev inställd i våras. Ny är bokad."),
    short("D12", 0, 0, Partly, "Introduktionen är kort på förlossningen."),
    short("E8", 0, 0, Partly, "Schemalagt på avdelningen men inte på mottagningen."),
    short("G10", 0, 0, NotFulfilled, "Möten för att granska litteratur saknas."),
];
/// Sees itself brighter than the inspectors do.
pub const PAEDIATRICS: [Shortcoming; 4] = [
    short("B10", 0, 0, Partly, "Uppdraget är beskrivet men inte undertecknat."),
    short("D9", 0, 0, Partly, "Studierektorn delas med en annan klinik."),
    short("E6", 0, 0, Partly, "Alla dokumenterar, men på olika ställen."),
    short("H9", 0, 0, Partly, "Återkoppling ges efter handledning av studenter."),
];
/// Agrees with its inspectors on most.
pub const OPHTHALMOLOGY: [Shortcoming; 4] = [
    short("B8", 0, 0, NotFulfilled, "Generella instruktioner saknas."),
    short("E5", 0, 0, Partly, "Rutinen är ett utkast."),
    short("F4", 0, 0, Partly, "Externa kurser söks efter hand och planeras inte i programmet."),
    short("G9", 0, 0, Partly, "Ingen doktorand på kliniken nu."),
];

/// What is said of criteria that are fulfilled.
pub const FULFILLED: [(&str, &str); 12] = [
    ("A1", "Regionens riktlinje gäller och finns på intranätet."),
    ("A3", "Hela specialitetens bredd finns här eller på sidotjänstgöring."),
    ("B2", "Alla handledare har gått kursen. Två gick om den i år."),
    ("B4", "Studierektorn har en dag i veckan avsatt."),
    ("C3", "Alla ST-läkare har egen arbetsplats sedan ombyggnaden."),
    ("D2", "Jour var åttonde vecka. Bakjour finns alltid att fråga."),
    ("D6", "Alla har randningsschema och kursplan. Mallen är ny sedan i höstas."),
    ("E1", "En timme varannan vecka, i schemat."),
    ("E2", "Utses innan ST-läkaren börjar."),
    ("F1", "Kurserna planeras med studierektorn varje höst."),
    ("G5", "Tio veckor avsätts. Handledare finns på FoU-enheten."),
    ("H6", "ST-läkarna har två undervisningspass per termin."),
];

/// Links beside answers: criterion, title, address.
pub const LINKS: [(&str, &str, &str); 4] = [
    ("A1", "Riktlinje för specialiseringstjänstgöring", "https://exempel.se/riktlinje-st"),
    ("D6", "IUP-mall", "https://exempel.se/iup-mall"),
    ("D6", "Kursplan", "https://exempel.se/kursplan"),
    ("E1", "Schema för handledning", "https://exempel.se/handledningsschema"),
];

/// What inspectors found: criterion and note.
pub type Found = (&'static str, &'static str);

/// At the orthopaedic clinic, five years ago: D and H fall short of regulations.
pub const FOUND_IN_ORTHOPAEDICS: [Found; 12] = [
    ("B7", "Studierektorn är inte specialist inom området."),
    ("B10", "Ingen uppdragsbeskrivning kunde visas."),
    (
        "D6",
        "Programmen har tidsplan för randning men beskriver inte hur delmålen ska nås. Ett program saknar godkännande.",
    ),
    ("D7", "Ingen av de tre ST-läkarna kunde visa en reviderad version."),
    ("D11", "Studierektorn ser inte bedömningarna."),
    ("E8", "Handledningen står inte i schemat och blir ofta av först på kvällen."),
    ("E12", "Bedömning görs mest som samtal."),
    ("F5", "Tid för självstudier finns inte i programmen."),
    ("G7", "Utbildning i patientsäkerhet har inte erbjudits."),
    ("H7", "ST-läkarna undervisar mycket men får sällan återkoppling."),
    ("H9", "Ingen bedömning av hur ST-läkarna handleder."),
    ("H12", "Reflektion i grupp saknas."),
];
/// So far at the paediatric clinic.
pub const FOUND_IN_PAEDIATRICS: [Found; 5] = [
    ("B9", "Handledarna efterfrågar en årlig träff."),
    ("B10", "Beskrivningen är inte beslutad."),
    ("D6", "Två av fyra program saknar koppling till delmål i första delen."),
    ("D7", "Revideras inte efter sidotjänstgöring."),
    ("D11", "Sker inte regelbundet."),
];
/// At the ophthalmological clinic.
pub const FOUND_IN_OPHTHALMOLOGY: [Found; 6] = [
    ("B8", "Instruktioner saknas, vilket kliniken själv anger."),
    ("B9", "Ingen har fått uppdatering på två år."),
    ("E5", "Rutinen är ett utkast och används inte än."),
    ("E13", "Samtal hålls, men inte varje år."),
    ("F4", "Externa kurser står inte i programmen."),
    ("H13", "Har inte erbjudits."),
];

/// What is written of each area, by letter.
pub const AREA_TEXTS: [(&str, &str); 8] = [
    ("A", "Bred verksamhet med god tillgång till patienter. Riktlinjer finns och är kända."),
    ("B", "Erfarna handledare i tillräckligt antal. Studierektorn är uppskattad."),
    ("C", "Ändamålsenliga lokaler och god utrustning. Biblioteket är lätt att nå."),
    (
        "D",
        "Engagerad studierektor med avsatt tid. Alla ST-läkare har handledare och plan för randning och kurser.",
    ),
    ("E", "Handledarna är lätta att nå i vardagen. Den planerade handledningen behöver skyddas."),
    ("F", "Internutbildning varje vecka som ST-läkarna själva är med och planerar."),
    ("G", "Stöd från FoU-enheten. Flera vetenskapliga arbeten är på gång."),
    ("H", "ST-läkarna leder ronder och undervisar tidigt. Återkopplingen kan bli mer regelbunden."),
];

/// Styrkor, svagheter och förbättringspotential: field and items.
pub const LISTS: [(&str, &str); 3] = [
    (
        "strengths",
        "Öppet klimat där det är lätt att fråga\nBred klinisk träning tidigt i tjänstgöringen\nStudierektor med avsatt tid",
    ),
    (
        "weaknesses",
        "Handledningen trängs undan när det är mycket att göra\nÅterkopplingen är sällan skriftlig",
    ),
    ("improvements", "Lägg handledningen i schemat\nAnvänd fler metoder för bedömning"),
];
