//! The form of a placement, checked by the rules before it is sent, with the planned end as it would be.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::{ev, prelude::*};
use shared::{
    ClinicId,
    curriculum::ObjectiveCode,
    person::PersonName,
    placement::{
        FollowUp, InvalidPlacement, Percent, Placement, PlacementKind, SavePlacement,
        SupervisorChoice, SupervisorName,
    },
    portfolio::Portfolio,
    review::ClinicName,
    supervisor::ClinicSupervisor,
    text::{FreeText, Line},
};

use super::{
    elsewhere::{ClinicThere, SupervisorThere, chosen, key},
    end::Preview,
    send::{Sending, remove},
};
use crate::{
    api,
    components::{
        Concerns, Field, Input, Load, Mistakes, Refused, Select, Summary, TextArea, Wrong,
        concern_of, load,
    },
    pages::training::{Binder, Objectives, put},
    time::today,
};

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 9] = [
    ("place", "plats"),
    ("from", "forsta"),
    ("to", "sista"),
    ("percent", "omfattning"),
    ("supervisor", "handledare"),
    ("goals", "mal"),
    ("contract", "kontrakt"),
    ("objectives", "delmal-val"),
    ("followed_up.on", "uppfoljd"),
];

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    kind: RwSignal<String>,
    /// The clinic of a placement elsewhere, if it is one here; blank while the place is written.
    clinic: RwSignal<String>,
    /// Who supervises at that clinic.
    person: RwSignal<String>,
    place: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    percent: RwSignal<String>,
    supervisor: RwSignal<String>,
    goals: RwSignal<String>,
    objectives: RwSignal<BTreeSet<ObjectiveCode>>,
    contract: RwSignal<String>,
    feedback: RwSignal<String>,
    followed_up: RwSignal<String>,
    goals_met: RwSignal<String>,
}

const MET: &str = "ja";
const NOT_MET: &str = "nej";

fn day(written: &str) -> Option<NaiveDate> {
    written.trim().parse().ok()
}

/// Who supervises it at which clinic, if both are here.
fn supervisor_there(placement: &Placement) -> Option<(ClinicId, &PersonName)> {
    match (&placement.supervisor, placement.clinic) {
        (Some(SupervisorName::Person(person)), Some(clinic)) => Some((clinic, person)),
        _ => None,
    }
}

impl Written {
    fn of(was: Option<&Placement>, portfolio: &Portfolio) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let date = |day: Option<NaiveDate>| text(day.map(|day| day.to_string()));
        let clinic = &portfolio.training.clinic;
        let kind = was.map_or(PlacementKind::OwnClinic, |was| was.kind);
        let follow_up = was.and_then(|was| was.followed_up);
        let met = follow_up.map(|one| if one.goals_met { MET } else { NOT_MET }.to_owned());
        Self {
            kind: RwSignal::new(kind.as_str().to_owned()),
            clinic: text(
                was.filter(|was| was.kind == PlacementKind::Elsewhere)
                    .and_then(|was| was.clinic)
                    .map(|clinic| clinic.to_string()),
            ),
            person: text(was.and_then(supervisor_there).map(|(clinic, one)| key(clinic, one.id))),
            place: RwSignal::new(was.map_or_else(|| clinic.place(), |was| was.place.to_string())),
            from: date(was.map(|was| was.from)),
            to: date(was.map(|was| was.to)),
            percent: RwSignal::new(was.map_or(100, |was| was.percent.get()).to_string()),
            supervisor: text(
                was.and_then(|was| was.supervisor.as_ref()).map(|one| one.name().to_owned()),
            ),
            goals: text(was.map(|was| was.goals.to_string())),
            objectives: RwSignal::new(
                was.map(|was| was.objectives.iter().copied().collect()).unwrap_or_default(),
            ),
            contract: date(was.and_then(|was| was.contract)),
            feedback: text(was.map(|was| was.feedback.to_string())),
            followed_up: date(follow_up.map(|one| one.on)),
            goals_met: text(met),
        }
    }

    /// Kind, days and percent alone: what the planned end is counted from.
    fn share(self) -> Option<(PlacementKind, NaiveDate, NaiveDate, Percent)> {
        let kind = PlacementKind::from_stored(&self.kind.get())?;
        let percent = self.percent.get().trim().parse::<i64>().ok()?;
        let percent = Percent::try_from(percent).ok()?;
        let (from, to) = (day(&self.from.get())?, day(&self.to.get())?);
        (from <= to).then_some((kind, from, to, percent))
    }

    /// The clinic that is chosen for a placement elsewhere, and its words: also the one it was at, when the list isn't here.
    fn there(self, was: Option<&Placement>, clinics: &[ClinicName]) -> Option<(ClinicId, String)> {
        if self.kind.get_untracked() != PlacementKind::Elsewhere.as_str() {
            return None;
        }
        let id: ClinicId = self.clinic.get_untracked().parse().ok()?;
        let listed = clinics.iter().find(|one| one.id == id).map(ClinicName::place);
        let before = was.filter(|was| was.clinic == Some(id)).map(|was| was.place.to_string());
        Some((id, listed.or(before)?))
    }

    fn read(
        self,
        was: Option<&Placement>,
        portfolio: &Portfolio,
        clinics: &[ClinicName],
        here: &[ClinicSupervisor],
    ) -> Result<SavePlacement, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let kind = PlacementKind::from_stored(&self.kind.get_untracked());
        let kind = kind.unwrap_or(PlacementKind::OwnClinic);
        let there = self.there(was, clinics);
        let place = there.as_ref().map_or_else(|| self.place.get_untracked(), |one| one.1.clone());
        let place = Line::try_from(place);
        if place.is_err() {
            wrong.push(("plats", "Skriv var placeringen är.".to_owned()));
        }
        let from = day(&self.from.get_untracked());
        if from.is_none() {
            wrong.push(("forsta", "Välj första dagen.".to_owned()));
        }
        let to = day(&self.to.get_untracked());
        if to.is_none() {
            wrong.push(("sista", "Välj sista dagen.".to_owned()));
        }
        let percent = match self.percent.get_untracked().trim().parse::<i64>() {
            Ok(percent) => Percent::try_from(percent).map_err(|why| why.to_string()),
            Err(_) => {
                Err("Skriv omfattningen som ett helt tal, till exempel 100 eller 80.".to_owned())
            }
        };
        if let Err(why) = &percent {
            wrong.push(("omfattning", why.clone()));
        }
        let mut free = |written: RwSignal<String>, id: &'static str| {
            FreeText::try_from(written.get_untracked()).unwrap_or_else(|why| {
                wrong.push((id, why.to_string()));
                FreeText::default()
            })
        };
        let (goals, feedback) = (free(self.goals, "mal"), free(self.feedback, "aterkoppling"));
        let (Ok(place), Some(from), Some(to), Ok(percent), true) =
            (place, from, to, percent, wrong.is_empty())
        else {
            return Err(wrong);
        };
        let own = kind == PlacementKind::OwnClinic;
        let on = day(&self.followed_up.get_untracked());
        let save = SavePlacement {
            kind,
            place,
            clinic: match was {
                _ if kind == PlacementKind::Elsewhere => there.as_ref().map(|one| one.0),
                Some(was) if was.kind == kind => was.clinic,
                _ => own.then_some(portfolio.training.clinic.id),
            },
            from,
            to,
            percent,
            supervisor: match &there {
                Some((clinic, _)) => {
                    chosen(&self.person.get_untracked(), *clinic).map(SupervisorChoice::Person)
                }
                None => self.supervisor(was, here),
            },
            goals,
            objectives: self.objectives.get_untracked().into_iter().collect(),
            contract: day(&self.contract.get_untracked()),
            feedback,
            followed_up: on
                .map(|on| FollowUp { on, goals_met: self.goals_met.get_untracked() != NOT_MET }),
        };
        match save.check(&portfolio.training, today()) {
            Ok(()) => Ok(save),
            Err(why) => Err(vec![(field_of(&why), why.to_string())]),
        }
    }

    /// As written; a person with an account stays one while the name is left as it was, and a colleague's whole name is that colleague.
    fn supervisor(
        self,
        was: Option<&Placement>,
        here: &[ClinicSupervisor],
    ) -> Option<SupervisorChoice> {
        let name = Line::try_from(self.supervisor.get_untracked()).ok()?;
        if let Some(SupervisorName::Person(person)) = was.and_then(|was| was.supervisor.as_ref())
            && person.name == *name
        {
            return Some(SupervisorChoice::Person(person.id));
        }
        let person = named(here, &name).map(|one| SupervisorChoice::Person(one.person.id));
        Some(person.unwrap_or(SupervisorChoice::Written(name)))
    }
}

/// The one colleague of that name; none where two have it.
fn named<'a>(here: &'a [ClinicSupervisor], name: &str) -> Option<&'a ClinicSupervisor> {
    let mut found = here.iter().filter(|one| one.person.name == name.trim());
    found.next().filter(|_| found.next().is_none())
}

/// The field that a mistake is about.
const fn field_of(why: &InvalidPlacement) -> &'static str {
    match why {
        InvalidPlacement::Period(_) => "sista",
        InvalidPlacement::BeforeTraining { .. } => "forsta",
        InvalidPlacement::Objective(_) => "delmal-val",
        InvalidPlacement::ContractAhead => "kontrakt",
        InvalidPlacement::FollowUpAhead | InvalidPlacement::FollowUpBeforeStart(_) => "uppfoljd",
    }
}

/// A placement, new or to be changed.
#[component]
pub fn PlacementForm(
    binder: Binder,
    /// As all stood when the form was opened.
    portfolio: StoredValue<Portfolio>,
    /// What is changed; none for a new one.
    was: Option<Placement>,
) -> impl IntoView {
    let written = portfolio.with_value(|portfolio| Written::of(was.as_ref(), portfolio));
    let mistakes = Mistakes::none(&PATHS);
    let sending = Sending::new(binder, mistakes);
    let changing = was.as_ref().map(|was| (was.id, was.version, was.place.to_string()));
    let was = StoredValue::new(was);
    let here: Load<Vec<ClinicSupervisor>> = load(move || {
        let path = format!("/trainings/{}/supervisors", api::encode(&binder.id()));
        async move { api::get(&path).await }
    });
    let colleagues = move || {
        let all = here.get().unwrap_or_default();
        all.into_iter().map(|one| view! { <option value=one.person.name></option> }).collect_view()
    };
    let concerns = move || {
        let all = here.get()?;
        let one = written.supervisor.with(|name| named(&all, name).cloned())?;
        // What is relevant elsewhere isn't known here.
        let own = written.kind.get() == PlacementKind::OwnClinic.as_str();
        let (specialty, numbers) =
            portfolio.with_value(|all| (all.training.specialty.clone(), all.thresholds));
        let found = one.qualification.concerns(own.then_some(&*specialty), &numbers, today());
        let found = found.into_iter().map(|one| one.of_placement(&numbers)).collect();
        Some(view! { <Concerns lede=concern_of(&one.person.name) found /> })
    };
    let elsewhere = Memo::new(move |_| written.kind.get() == PlacementKind::Elsewhere.as_str());
    // At a clinic that is here the place is its name, and the supervisor is somebody who works there.
    let there = Memo::new(move |_| elsewhere.get() && !written.clinic.with(String::is_empty));
    let clinics = load(move || {
        let path = binder.path("/clinics");
        async move { api::get::<Vec<ClinicName>>(&path).await }
    });
    let before = was.with_value(|was| {
        let before = was.as_ref().and_then(supervisor_there);
        before.map(|(clinic, person)| (clinic, person.clone()))
    });
    let before = StoredValue::new(before);
    let after = Signal::derive(move || {
        let (kind, from, to, percent) = written.share()?;
        let mut all = portfolio.get_value();
        let id = was.with_value(|was| was.as_ref().map(|was| was.id));
        let likely = Placement {
            id: id.unwrap_or_else(|| shared::PlacementId::new(Default::default())),
            kind,
            place: Line::try_from("–".to_owned()).ok()?,
            clinic: None,
            from,
            to,
            percent,
            supervisor: None,
            goals: FreeText::default(),
            objectives: Vec::new(),
            contract: None,
            feedback: FreeText::default(),
            followed_up: None,
            version: 0,
            changed: None,
        };
        put(&mut all.placements, likely, |one| one.id);
        Some(all)
    });
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let listed = clinics.get_untracked().unwrap_or_default();
        let colleagues = here.get_untracked().unwrap_or_default();
        let read = portfolio.with_value(|portfolio| {
            was.with_value(|was| written.read(was.as_ref(), portfolio, &listed, &colleagues))
        });
        let save = match read {
            Ok(save) => save,
            Err(found) => return mistakes.show(found),
        };
        let at = was.with_value(|was| was.as_ref().map(|was| (was.id, was.version)));
        sending.send::<Placement>(at, save, "Placeringen är sparad.");
    };
    let kinds =
        PlacementKind::ALL.map(|kind| (kind.as_str().to_owned(), kind.name().to_owned())).to_vec();
    let heading = if changing.is_some() { "Ändra placeringen" } else { "Ny placering" };
    let removing = changing.map(|(id, version, place)| {
        remove::<Placement>(sending, (id, version), format!("Ta bort placeringen {place}?"))
    });
    view! {
        <form class="card form" novalidate aria-labelledby="formular" on:submit=send>
            <h2 id="formular">{heading}</h2>
            <Summary mistakes />
            <div class="form-row">
                <Field label="Slag av tjänstgöring" id="slag">
                    <Select value=written.kind options=Signal::stored(kinds) />
                </Field>
                <Field
                    label="Omfattning"
                    id="omfattning"
                    hint="Procent av heltid"
                    error=mistakes.at("omfattning")
                >
                    <Input value=written.percent kind="number" />
                </Field>
            </div>
            {move || {
                elsewhere
                    .get()
                    .then(|| {
                        view! {
                            <Field
                                label="Klinik"
                                id="klinik"
                                hint="Handledare på en klinik i listan kan bedöma dig och intyga placeringen i Stins"
                            >
                                <ClinicThere
                                    clinics
                                    but=portfolio.with_value(|one| one.training.clinic.id)
                                    chosen=written.clinic
                                />
                            </Field>
                        }
                    })
            }}
            {move || {
                (!there.get())
                    .then(|| {
                        view! {
                            <Field
                                label="Plats"
                                id="plats"
                                hint="Klinik och sjukhus"
                                error=mistakes.at("plats")
                            >
                                <Input value=written.place />
                            </Field>
                        }
                    })
            }}
            <div class="form-row">
                <Field label="Första dag" id="forsta" error=mistakes.at("forsta")>
                    <Input value=written.from kind="date" />
                </Field>
                <Field label="Sista dag" id="sista" error=mistakes.at("sista")>
                    <Input value=written.to kind="date" />
                </Field>
            </div>
            <Preview portfolio after />
            <Field
                label="Handledare på platsen"
                id="handledare"
                hint="Ska vara namngiven vid sidotjänstgöring längre än en månad (Riktlinje Västmanland 3, ska)."
                error=mistakes.at("handledare")
            >
                {move || {
                    if there.get() {
                        view! {
                            <SupervisorThere
                                binder
                                clinic=written.clinic
                                before=before.get_value()
                                chosen=written.person
                            />
                        }
                            .into_any()
                    } else {
                        view! { <Input value=written.supervisor autocomplete="off" list="kollegor" /> }
                            .into_any()
                    }
                }}
            </Field>
            <datalist id="kollegor">{colleagues}</datalist>
            {move || (!there.get()).then(concerns)}
            <Field label="Mål för placeringen" id="mal" error=mistakes.at("mal")>
                <TextArea value=written.goals />
            </Field>
            <Objectives
                portfolio
                id="delmal-val"
                label="Delmål som placeringen ger"
                chosen=written.objectives
                error=mistakes.at("delmal-val")
            />
            {move || {
                elsewhere
                    .get()
                    .then(|| {
                        view! {
                            <Field
                                label="Kontrakt, dag"
                                id="kontrakt"
                                hint="När målen kom överens med den mottagande handledaren. Görs innan placeringen börjar (5.2)."
                                error=mistakes.at("kontrakt")
                            >
                                <Input value=written.contract kind="date" />
                            </Field>
                        }
                    })
            }}
            <Field
                label="Återkoppling från platsen"
                id="aterkoppling"
                hint="Den mottagande handledarens rapport."
                error=mistakes.at("aterkoppling")
            >
                <TextArea value=written.feedback />
            </Field>
            <div class="form-row">
                <Field label="Uppföljd, dag" id="uppfoljd" error=mistakes.at("uppfoljd")>
                    <Input value=written.followed_up kind="date" />
                </Field>
                <Field label="Målen uppnådda" id="uppnadda">
                    <Select
                        value=written.goals_met
                        options=Signal::stored(
                            vec![
                                (String::new(), "Inte uppföljd än".to_owned()),
                                (MET.to_owned(), "Ja".to_owned()),
                                (NOT_MET.to_owned(), "Nej, IUP behöver revideras".to_owned()),
                            ],
                        )
                    />
                </Field>
            </div>
            <Refused mistakes />
            <div class="actions">
                {sending.button("Spara placeringen")} {sending.cancel()} {removing}
            </div>
        </form>
    }
}
