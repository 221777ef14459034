//! What happens in a training, done by the one who may, at a time of its own.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Value, json};
use shared::{
    activity::OtherActivity,
    curriculum::{CurriculumVersion, Regulation},
    instrument::{AnsweredBy, InstrumentCode, Instruments},
    iup::IupPart,
    person::Colleague,
    saving::Saved,
};

use super::{
    Failed,
    people::{CLINICS, Places},
    stage::{Actor, Stage},
};

/// Who trains where, since when, and with whom.
pub struct Way {
    /// The ST-läkare.
    pub trainee: &'static str,
    /// The huvudansvarig handledare, if one is named.
    pub supervisor: Option<&'static str>,
    /// The clinic's place in [`CLINICS`].
    pub clinic: usize,
    /// What stands in the addresses of its director of studies and head of unit.
    pub who: &'static str,
    /// Months since the start.
    pub months: i64,
}

/// A training that has been started.
pub struct Binder<'a> {
    pub(super) stage: &'a Stage,
    way: Way,
    pub(super) path: String,
}

/// From and to, in months ago; months to come are negative.
type Span = (i64, i64);

impl<'a> Binder<'a> {
    /// Starts a training, by the director of studies.
    pub async fn start(stage: &'a Stage, places: &Places, way: Way) -> Result<Self, Failed> {
        let starts_on = month(stage, way.months);
        stage.on(starts_on);
        let director = stage.act(&format!("studierektor{}@exempel.se", way.who)).await?;
        let clinic = places.clinics[way.clinic];
        let people: Vec<Colleague> = director.get(&format!("/people?clinic={clinic}")).await?;
        let id =
            |email: &str| people.iter().find(|one| one.email == email).map(|one| one.person.id);
        let specialty = CLINICS[way.clinic].2;
        let curricula: Vec<CurriculumVersion> = director.get("/curricula").await?;
        let curriculum = curricula
            .iter()
            .find(|one| one.regulation == Regulation::Hslf2021 && *one.specialty == *specialty);
        let start = json!({ "trainee": id(way.trainee), "clinic": clinic, "specialty": specialty,
            "curriculum": curriculum.map(|one| one.id), "regulation": Regulation::Hslf2021,
            "licensed_on": month(stage, way.months + 3), "starts_on": starts_on,
            "principal_supervisor": way.supervisor.and_then(id) });
        let started: Saved<Value> = director.post("/trainings", start).await?;
        let path = format!("/trainings/{}", text(&started.record["id"]));
        Ok(Self { stage, way, path })
    }

    pub(super) async fn trainee(&self) -> Result<Actor, Failed> {
        self.stage.act(self.way.trainee).await
    }

    pub(super) async fn supervisor(&self) -> Result<Actor, Failed> {
        self.stage.act(self.way.supervisor.unwrap_or_default()).await
    }

    pub(super) async fn director(&self) -> Result<Actor, Failed> {
        self.stage.act(&format!("studierektor{}@exempel.se", self.way.who)).await
    }

    pub(super) async fn head(&self) -> Result<Actor, Failed> {
        self.stage.act(&format!("verksamhetschef{}@exempel.se", self.way.who)).await
    }

    /// Adds a placement; one that is over and was elsewhere is agreed on before and followed up after, with what was said and
    /// whether its goals were met.
    pub async fn placement(
        &self,
        (from, to): Span,
        mut placement: Value,
        followed_up: Option<(&str, bool)>,
    ) -> Result<(), Failed> {
        let (from, to) = (month(self.stage, from), last_day(self.stage, to));
        self.stage.on(from);
        placement["from"] = json!(from);
        placement["to"] = json!(to);
        if followed_up.is_some() {
            placement["contract"] = json!(from - Days::new(20));
        }
        let path = format!("{}/placements", self.path);
        let added: Saved<Value> = self.trainee().await?.post(&path, &placement).await?;
        if let Some((told, met)) = followed_up {
            self.stage.on(to + Days::new(9));
            placement["feedback"] = json!(told);
            placement["followed_up"] = json!({ "on": to + Days::new(8), "goals_met": met });
            let path = format!("{path}/{}", text(&added.record["id"]));
            self.supervisor().await?.put::<Value>(&path, 1, placement).await?;
        }
        Ok(())
    }

    /// Parental leave, whole.
    pub async fn leave(&self, (from, to): Span) -> Result<(), Failed> {
        let (from, to) = (month(self.stage, from), last_day(self.stage, to));
        self.stage.on(from);
        let leave = json!({ "kind": "parental", "from": from, "to": to, "percent": 100 });
        let path = format!("{}/leaves", self.path);
        self.trainee().await?.post::<Value>(&path, leave).await?;
        Ok(())
    }

    /// Broken off by the director of studies, and taken up again.
    pub async fn interrupted(&self, (from, to): Span, why: &str) -> Result<(), Failed> {
        let path = format!("{}/decisions", self.path);
        for (read, months, kind, reason) in
            [(0, from, "interrupt", Some(why)), (1, to, "resume", None)]
        {
            let on = month(self.stage, months);
            self.stage.on(on);
            let body =
                json!({ "read": read, "on": on, "reason": reason, "step": { "kind": kind } });
            self.director().await?.post::<Value>(&path, body).await?;
        }
        Ok(())
    }

    /// Months before the legitimation, approved by the head of unit.
    pub async fn credit(&self, months: &str, reason: &str) -> Result<(), Failed> {
        let credit = json!({ "kind": "before_licence", "months": months, "reason": reason });
        let path = format!("{}/credits", self.path);
        let added: Saved<Value> = self.trainee().await?.post(&path, credit).await?;
        let path = format!("{path}/{}/approval", text(&added.record["id"]));
        self.head().await?.post_at::<Value>(&path, 1, Value::Null).await?;
        Ok(())
    }

    /// Writes the next version so many days ago, and leaves it a draft.
    pub async fn draft(&self, days_ago: u64, words: &str) -> Result<(), Failed> {
        self.stage.days_ago(days_ago);
        let by = self.trainee().await?;
        let begun: Saved<Value> = by.post(&format!("{}/iups", self.path), Value::Null).await?;
        let path = format!("{}/iups/{}/fields", self.path, text(&begun.record["id"]));
        for part in [IupPart::ClinicalService, IupPart::TheoreticalStudies] {
            let save = json!({ "field": "part", "part": part.as_str(), "body": words });
            by.put::<Value>(&path, 0, save).await?;
        }
        Ok(())
    }

    /// Writes the next version so many months ago; both sign it and the head of unit approves.
    pub async fn programme(&self, months_ago: i64, words: &str) -> Result<(), Failed> {
        let day = month(self.stage, months_ago);
        self.stage.on(day + Days::new(9));
        let by = self.trainee().await?;
        let begun: Saved<Value> = by.post(&format!("{}/iups", self.path), Value::Null).await?;
        let path = format!("{}/iups/{}", self.path, text(&begun.record["id"]));
        for part in IupPart::ALL {
            let body = format!("{}. {words}", told(part));
            let save = json!({ "field": "part", "part": part.as_str(), "body": body });
            by.put::<Value>(&format!("{path}/fields"), 0, save).await?;
        }
        let whole: Value = by.get(&self.path).await?;
        let codes = whole["curriculum"]["objectives"].as_array().cloned().unwrap_or_default();
        let planned = |one: &&Value| {
            let code = text(&one["code"]);
            code == "STa3" || code.starts_with("STc")
        };
        for objective in codes.iter().filter(planned).take(7) {
            let plan = json!({ "learning": "Tjänstgöring på kliniken och handledning i vardagen",
                "assessment": "Medsittning och samlad bedömning", "documentation": "Intyg av handledaren" });
            let save =
                json!({ "field": "objective", "objective": objective["code"], "plan": plan });
            by.put::<Value>(&format!("{path}/fields"), 0, save).await?;
        }
        // Planned as they then were served: what the training's placements are is told before its programmes.
        let planned: Vec<Value> = whole["placements"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| {
                json!({ "from": one["from"], "to": one["to"], "place": one["place"], "percent": one["percent"] })
            })
            .collect();
        let save = json!({ "field": "placements", "placements": planned });
        by.put::<Value>(&format!("{path}/fields"), 0, save).await?;
        for signer in [&by, &self.supervisor().await?] {
            let read = self.read(signer).await?;
            signer.post::<Value>(&format!("{path}/signature"), read).await?;
        }
        self.stage.on(day + Days::new(16));
        let head = self.head().await?;
        let read = self.read(&head).await?;
        head.post::<Value>(&format!("{path}/approval"), read).await?;
        Ok(())
    }

    /// The revision of the last version, as somebody reads it.
    async fn read(&self, reader: &Actor) -> Result<Value, Failed> {
        let whole: Value = reader.get(&self.path).await?;
        let last = whole["iups"].as_array().and_then(|iups| iups.last().cloned());
        Ok(json!({ "read": last.map(|iup| iup["revision"].clone()) }))
    }

    /// A course of three days that gives these objectives; with what was said when it was accounted for, if it was.
    pub async fn course(
        &self,
        months_ago: i64,
        (title, objectives): (&str, &[&str]),
        told: &str,
    ) -> Result<(), Failed> {
        let from = month(self.stage, months_ago) + Days::new(5);
        self.stage.on(from + Days::new(20));
        let mut course = json!({ "kind": "course", "title": title, "from": from, "to": from + Days::new(2),
            "organiser": "Region Exempel", "external": false, "objectives": objectives });
        if !told.is_empty() {
            course["report"] = json!({ "on": from + Days::new(14), "text": told });
        }
        self.trainee().await?.post::<Value>(&format!("{}/activities", self.path), course).await?;
        Ok(())
    }

    /// An other activity of two days that is about these objectives: what it is, what it is about, and who arranged it or where it was.
    pub async fn other(
        &self,
        months_ago: i64,
        what: OtherActivity,
        (title, organiser): (&str, &str),
        objectives: &[&str],
    ) -> Result<(), Failed> {
        let from = month(self.stage, months_ago) + Days::new(9);
        self.stage.on(from + Days::new(6));
        let other = json!({ "kind": "other", "what": what, "title": title, "from": from, "to": from + Days::new(1),
            "organiser": organiser, "external": false, "objectives": objectives });
        self.trainee().await?.post::<Value>(&format!("{}/activities", self.path), other).await?;
        Ok(())
    }

    /// A scientific work whose plan is approved by supervisor and head of unit.
    pub async fn scientific_work(&self, months_ago: i64) -> Result<(), Failed> {
        let from = month(self.stage, months_ago);
        self.stage.on(from + Days::new(3));
        let work = json!({ "kind": "scientific_work", "title": "Väntetid och vårdtid på den egna kliniken",
            "from": from, "external": false, "objectives": ["STa3"], "weeks": 4,
            "plan": "Journalgranskning av ett års patienter. Fyra veckor i år, sex veckor nästa år.",
            "publication": { "intended": "no" } });
        let path = format!("{}/activities", self.path);
        let added: Saved<Value> = self.trainee().await?.post(&path, work).await?;
        let path = format!("{path}/{}/plan-approval", text(&added.record["id"]));
        self.supervisor().await?.post_at::<Value>(&path, 1, Value::Null).await?;
        self.head().await?.post_at::<Value>(&path, 2, Value::Null).await?;
        Ok(())
    }

    /// A quality work of two weeks that is described, but not yet evaluated.
    pub async fn quality_work(&self, months_ago: i64, title: &str) -> Result<(), Failed> {
        let from = month(self.stage, months_ago) + Days::new(7);
        self.stage.on(from + Days::new(40));
        let work = json!({ "kind": "quality_work", "title": title, "from": from, "to": from + Days::new(32),
            "organiser": "Den egna kliniken", "external": false, "objectives": ["STa2"], "weeks": 2,
            "implementation": "Tiden från ankomst till smärtlindring mättes under två veckor, en checklista sattes upp på akuten, och tiden mättes igen.",
            "evaluation": "" });
        let path = format!("{}/activities", self.path);
        self.trainee().await?.post::<Value>(&path, work).await?;
        Ok(())
    }

    /// Asks for an assessment so many days ago; gives its path.
    pub async fn asked(&self, days_ago: u64, form: &str, of: &str) -> Result<String, Failed> {
        self.stage.days_ago(days_ago);
        let on = self.stage.day(days_ago);
        let assessor = self.stage.act(of).await?;
        let me: Value = assessor.get("/session").await?;
        let ask = json!({ "instrument": { "code": form, "version": 1 }, "until": on + Days::new(21),
            "occasion": { "on": on, "place": "Kliniken" }, "objectives": [],
            "assessor": { "kind": "account", "person": { "id": me["id"], "name": me["name"] } } });
        let path = format!("{}/assessments", self.path);
        let asked: Value = self.trainee().await?.post(&path, ask).await?;
        Ok(format!("{path}/{}", text(&asked["record"]["id"])))
    }

    /// An assessment asked for, filled in at a level, sent and confirmed.
    pub async fn assessment(
        &self,
        days_ago: u64,
        form: &str,
        of: &str,
        level: u8,
    ) -> Result<(), Failed> {
        let path = self.asked(days_ago, form, of).await?;
        let by = self.stage.act(of).await?;
        let code = form.parse::<InstrumentCode>().ok();
        let all = Instruments::built_in().newest();
        let form = all
            .filter(|one| one.answered_by == AnsweredBy::Assessor)
            .find(|one| Some(&one.code) == code.as_ref());
        let items = form.into_iter().flat_map(|form| &form.items);
        let answers: serde_json::Map<_, _> = items
            .take(4)
            .map(|item| (item.key.as_str().to_owned(), json!({ "step": level })))
            .collect();
        let written = json!({ "occasion": { "on": self.stage.day(days_ago), "place": "Kliniken",
                "observed_minutes": 25, "feedback_minutes": 10 },
            "answers": answers, "overall": { "step": level },
            "texts": { "bra": "Lugn och tydlig, lyssnade på patienten.",
                "utveckla": "Sammanfatta för patienten innan ni skiljs åt." },
            "next_step": "Gör samma sak utan att jag är i rummet." });
        by.put::<Value>(&path, 1, written).await?;
        by.post_at::<Value>(&format!("{path}/answer"), 2, Value::Null).await?;
        let confirmation = format!("{path}/confirmation");
        self.trainee().await?.post_at::<Value>(&confirmation, 3, Value::Null).await?;
        Ok(())
    }

    /// A meeting planned in so many days, that the ST-läkare has prepared.
    pub async fn planned_meeting(&self, days: u64, wish: &str) -> Result<(), Failed> {
        self.stage.days_ago(1);
        let by = self.trainee().await?;
        let plan = json!({ "planned_on": self.stage.workday_to_come(days) });
        let path = format!("{}/meetings", self.path);
        let planned: Saved<Value> = by.post(&path, plan).await?;
        let path = format!("{path}/{}/preparation", text(&planned.record["id"]));
        by.put::<Value>(&path, 0, json!({ "text": wish })).await?;
        Ok(())
    }

    /// A meeting held so many days ago, confirmed by both.
    pub async fn meeting(&self, days_ago: u64, minutes: u16) -> Result<(), Failed> {
        let on = self.stage.workday(days_ago);
        self.stage.on(on);
        let by = self.supervisor().await?;
        let path = format!("{}/meetings", self.path);
        let planned: Saved<Value> = by.post(&path, json!({ "planned_on": on })).await?;
        let path = format!("{path}/{}", text(&planned.record["id"]));
        let held = json!({ "on": on, "minutes": minutes });
        by.post_at::<Value>(&format!("{path}/held"), 1, held).await?;
        let notes = json!({ "topics": "Veckorna som gått, jourerna och läsningen.",
            "agreements": "En bedömning till innan nästa samtal." });
        by.put::<Value>(&format!("{path}/notes"), 2, notes).await?;
        let confirmation = format!("{path}/confirmation");
        by.post_at::<Value>(&confirmation, 3, Value::Null).await?;
        self.trainee().await?.post_at::<Value>(&confirmation, 4, Value::Null).await?;
        Ok(())
    }
}

/// The first day of the month so many months ago.
fn month(stage: &Stage, ago: i64) -> NaiveDate {
    let first = stage.today.with_day(1).unwrap_or(stage.today);
    let months = Months::new(u32::try_from(ago.unsigned_abs()).unwrap_or_default());
    let day =
        if ago < 0 { first.checked_add_months(months) } else { first.checked_sub_months(months) };
    day.unwrap_or(first)
}

/// The last day of the month so many months ago.
fn last_day(stage: &Stage, ago: i64) -> NaiveDate {
    month(stage, ago - 1) - Days::new(1)
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// How a part begins.
const fn told(part: IupPart) -> &'static str {
    match part {
        IupPart::ClinicalService => "Tjänstgöring enligt listan, i den ordning delmålen byggs på",
        IupPart::Education => "ST-möte varannan vecka, två kurser om året",
        IupPart::QualityAndScience => {
            "Kvalitetsarbete andra året, vetenskapligt arbete tredje och fjärde"
        }
        IupPart::TheoreticalStudies => "Fyra timmar i veckan i schemat, följs upp vid samtalen",
        IupPart::Competence => {
            "Handläggning av klinikens vanliga tillstånd, självständigt vid slutet"
        }
        IupPart::Methods => "Handledning i vardagen, medsittning, simulering",
        IupPart::Assessment => {
            "Minst två bedömningar om året, vetenskaplig kompetens bedöms av handledaren"
        }
        IupPart::Documentation => "Allt dokumenteras här, intyg skrivs när delmålet är nått",
    }
}
