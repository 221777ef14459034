use proptest::{collection::vec, prelude::*};

use super::*;

fn kept(value: &str, version: i64) -> Kept<String> {
    let at = DateTime::from_timestamp(version * 60, 0).unwrap();
    let changed = (version > 0).then(|| Changed { at, by: "någon".into() });
    Kept { value: value.into(), version, changed }
}

fn typed(text: &str) -> Event<String> {
    Event::Typed(text.into())
}

fn send(text: &str, version: i64) -> Todo<String> {
    Todo::Send { value: text.into(), version }
}

#[test]
fn what_is_typed_while_saving_is_sent_again_with_the_new_version() {
    let mut field = Field::new(kept("", 0));
    assert_eq!(field.apply(typed("Mallen")), Todo::Pause);
    assert_eq!(field.apply(Event::Paused), send("Mallen", 0));
    assert_eq!(field.apply(typed("Mallen är ny")), Todo::Nothing);
    assert_eq!(field.apply(Event::Paused), Todo::Nothing);
    assert_eq!(field.apply(Event::Saved(kept("Mallen", 1))), Todo::Pause);
    assert_eq!(field.apply(Event::Paused), send("Mallen är ny", 1));
    assert_eq!(field.apply(Event::Saved(kept("Mallen är ny", 2))), Todo::Nothing);
    assert!(matches!(field.state(), State::Saved { .. }));
}

#[test]
fn a_colleagues_change_shows_both_values_and_keeping_ones_own_sends_it_on_top() {
    let mut field = Field::new(kept("gammalt", 3));
    let _ = field.apply(typed("mitt"));
    let _ = field.apply(Event::Paused);
    assert_eq!(field.apply(Event::Conflicted(kept("kollegans", 4))), Todo::Nothing);
    assert_eq!(field.shown(), "mitt");
    assert!(matches!(field.state(), State::Conflict { theirs } if theirs.value == "kollegans"));
    assert_eq!(field.apply(Event::KeepMine), send("mitt", 4));
}

#[test]
fn an_answer_that_got_lost_is_no_conflict_with_oneself() {
    let mut field = Field::new(kept("", 0));
    let _ = field.apply(typed("ett"));
    let _ = field.apply(Event::Paused);
    let _ = field.apply(Event::Unreachable(Hindrance::NoNetwork));
    let _ = field.apply(typed("ett två"));
    assert_eq!(field.apply(Event::Retry), send("ett två", 0));
    assert_eq!(field.apply(Event::Conflicted(kept("ett", 1))), send("ett två", 1));
}

#[test]
fn a_version_moved_by_something_else_than_the_value_is_no_conflict() {
    let mut field = Field::new(kept("lika", 1));
    let _ = field.apply(typed("nytt"));
    let _ = field.apply(Event::Paused);
    assert_eq!(field.apply(Event::Conflicted(kept("lika", 2))), send("nytt", 2));
}

#[test]
fn a_colleagues_change_appears_where_nothing_is_being_written() {
    let mut field = Field::new(kept("gammalt", 1));
    let _ = field.apply(Event::Heard(kept("nytt", 2)));
    assert_eq!((field.shown().as_str(), field.state()), ("nytt", &State::Theirs));
    let _ = field.apply(typed("mitt"));
    let _ = field.apply(Event::Heard(kept("nyare", 3)));
    assert_eq!(field.shown(), "mitt");
}

#[test]
fn a_refused_text_stays_and_is_tried_again_when_changed() {
    let mut field = Field::new(kept("", 0));
    let _ = field.apply(typed("för långt"));
    let _ = field.apply(Event::Paused);
    let _ = field.apply(Event::Refused("Korta texten.".into()));
    assert_eq!(field.shown(), "för långt");
    let words = field.state().words(|_| String::new());
    assert_eq!(words.as_deref(), Some("Inte sparat. Korta texten."));
    assert_eq!(field.apply(typed("kort")), Todo::Pause);
}

#[test]
fn an_unchanged_value_can_be_confirmed() {
    let mut field = Field::new(kept("från i fjol", 1));
    assert_eq!(field.apply(Event::Confirmed), send("från i fjol", 1));
    assert!(field.unsent().is_some());
}

#[test]
fn a_value_kept_in_the_browser_is_sent_or_shown_beside_what_came_between() {
    let unsent =
        Unsent { value: "mitt".to_owned(), from: kept("gammalt", 1), doubtful: Vec::new() };
    let (_, todo) = Field::restored(kept("gammalt", 1), unsent.clone());
    assert_eq!(todo, send("mitt", 1));
    let (field, todo) = Field::restored(kept("kollegans", 2), unsent.clone());
    assert_eq!(todo, Todo::Nothing);
    assert_eq!(field.shown(), "mitt");
    assert!(matches!(field.state(), State::Conflict { theirs } if theirs.value == "kollegans"));
    let (field, _) = Field::restored(kept("mitt", 2), unsent);
    assert_eq!(field.state(), &State::Clean);
}

/// What can happen around a field.
#[derive(Clone, Debug)]
enum Step {
    Type(u8),
    Pause,
    Retry,
    Confirm,
    /// The request reaches the server and its answer comes back.
    Answer,
    /// The request reaches the server and its answer is lost.
    LoseAnswer,
    /// The request never reaches the server.
    LoseRequest,
    Colleague(u8),
    Poll,
    KeepMine,
    TakeTheirs,
    Reload,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0_u8..6).prop_map(Step::Type),
        Just(Step::Pause),
        Just(Step::Retry),
        Just(Step::Confirm),
        Just(Step::Answer),
        Just(Step::Answer),
        Just(Step::LoseAnswer),
        Just(Step::LoseRequest),
        (10_u8..14).prop_map(Step::Colleague),
        Just(Step::Poll),
        Just(Step::KeepMine),
        Just(Step::TakeTheirs),
        Just(Step::Reload),
    ];
    vec(step, 0..40)
}

/// A server with one field, and a person at a browser.
struct World {
    field: Field<u8>,
    server: Kept<u8>,
    request: Option<(u8, i64)>,
    paused: bool,
    /// Typed, and neither saved nor given up by choice.
    mine: Option<u8>,
    /// Colleagues' values that the person has had before their eyes.
    seen: Vec<u8>,
}

impl World {
    fn new() -> Self {
        let server = Kept { value: 0, version: 0, changed: None };
        Self {
            field: Field::new(server.clone()),
            server,
            request: None,
            paused: false,
            mine: None,
            seen: vec![0],
        }
    }

    fn write(&mut self, value: u8) {
        let version = self.server.version + 1;
        let changed = Changed { at: DateTime::UNIX_EPOCH, by: String::new() };
        self.server = Kept { value, version, changed: Some(changed) };
    }

    /// The request reaches the server, which checks the version. Answers what it answers.
    fn serve(&mut self, value: u8, version: i64) -> Result<Event<u8>, TestCaseError> {
        if version != self.server.version {
            return Ok(Event::Conflicted(self.server.clone()));
        }
        let old = self.server.value;
        prop_assert!(old < 10 || self.seen.contains(&old), "{old} was overwritten unseen");
        self.write(value);
        Ok(Event::Saved(self.server.clone()))
    }

    fn tell(&mut self, event: Event<u8>) -> Result<(), TestCaseError> {
        let saved = matches!(event, Event::Saved(_));
        let todo = self.field.apply(event);
        self.obey(todo)?;
        if saved && self.field.unsent().is_none() {
            prop_assert_eq!(self.field.shown(), &self.server.value);
            prop_assert_eq!(self.field.base().version, self.server.version);
        }
        self.look();
        if let Some(mine) = self.mine {
            prop_assert_eq!(*self.field.shown(), mine, "typed text was lost");
        }
        Ok(())
    }

    fn obey(&mut self, todo: Todo<u8>) -> Result<(), TestCaseError> {
        match todo {
            Todo::Nothing => {}
            Todo::Pause => self.paused = true,
            Todo::Send { value, version } => {
                prop_assert!(self.request.is_none(), "two requests under way");
                self.request = Some((value, version));
            }
        }
        Ok(())
    }

    fn look(&mut self) {
        self.seen.push(*self.field.shown());
        if let State::Conflict { theirs } = self.field.state() {
            self.seen.push(theirs.value);
        }
        if self.field.unsent().is_none() {
            self.mine = None;
        }
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Type(value) => {
                self.mine = Some(value);
                self.tell(Event::Typed(value))
            }
            Step::Pause if self.paused => {
                self.paused = false;
                self.tell(Event::Paused)
            }
            Step::Pause => Ok(()),
            Step::Retry => self.tell(Event::Retry),
            Step::Confirm => self.tell(Event::Confirmed),
            Step::Answer => match self.request.take() {
                Some((value, version)) => {
                    let answer = self.serve(value, version)?;
                    self.tell(answer)
                }
                None => Ok(()),
            },
            Step::LoseAnswer => match self.request.take() {
                Some((value, version)) => {
                    self.serve(value, version)?;
                    self.tell(Event::Unreachable(Hindrance::NoNetwork))
                }
                None => Ok(()),
            },
            Step::LoseRequest => match self.request.take() {
                Some(_) => self.tell(Event::Unreachable(Hindrance::NoNetwork)),
                None => Ok(()),
            },
            Step::Colleague(value) => {
                self.write(value);
                Ok(())
            }
            Step::Poll => self.tell(Event::Heard(self.server.clone())),
            Step::KeepMine => self.tell(Event::KeepMine),
            Step::TakeTheirs => {
                if matches!(self.field.state(), State::Conflict { .. }) {
                    self.mine = None;
                }
                self.tell(Event::TakeTheirs)
            }
            Step::Reload => self.reload(),
        }
    }

    fn reload(&mut self) -> Result<(), TestCaseError> {
        let unsent = self.field.unsent();
        self.request = None;
        self.paused = false;
        match unsent {
            Some(unsent) => {
                let text = serde_json::to_string(&unsent).unwrap();
                let unsent = serde_json::from_str(&text).unwrap();
                let (field, todo) = Field::restored(self.server.clone(), unsent);
                self.field = field;
                self.obey(todo)?;
            }
            None => self.field = Field::new(self.server.clone()),
        }
        self.look();
        if let Some(mine) = self.mine {
            prop_assert_eq!(*self.field.shown(), mine, "typed text was lost at the reload");
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn nothing_typed_is_lost_and_no_colleague_is_overwritten_unseen(steps in steps()) {
        let mut world = World::new();
        for step in steps {
            world.take(step)?;
        }
        // The faults end: all that was typed reaches the server.
        for _ in 0..12 {
            world.take(Step::Pause)?;
            world.take(Step::Retry)?;
            world.take(Step::Answer)?;
            world.take(Step::KeepMine)?;
        }
        world.take(Step::Poll)?;
        prop_assert!(world.field.unsent().is_none());
        prop_assert_eq!(world.field.shown(), &world.server.value);
        prop_assert_eq!(world.field.base(), &world.server);
    }
}
