//! The objectives that are part of the program.

use serde::Deserialize;

use super::{Curriculum, LearningActivity, Objective, ObjectiveCode, ObjectiveGroup, Regulation};
use crate::{
    CurriculumId,
    text::{FreeText, Line},
};

#[derive(Deserialize)]
struct File {
    regulations: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    regulation: Regulation,
    common: Vec<Common>,
    drafts: Vec<Draft>,
}

#[derive(Deserialize)]
struct Common {
    code: ObjectiveCode,
    title: Line,
    activities: Vec<LearningActivity>,
}

#[derive(Deserialize)]
struct Draft {
    specialty: Line,
    titles: Vec<Line>,
}

impl Part {
    fn of(regulation: Regulation) -> Self {
        let file: File = serde_json::from_str(include_str!("../../data/curricula.json"))
            .expect("the built-in curricula are valid");
        let part = file.regulations.into_iter().find(|part| part.regulation == regulation);
        part.expect("every regulation has its objectives")
    }

    fn common(self) -> impl Iterator<Item = Objective> {
        self.common.into_iter().map(|Common { code, title, activities }| Objective {
            code,
            title: Some(title),
            demand: FreeText::default(),
            activities,
            draft: false,
        })
    }
}

/// The objectives common to all specialties (a and b), in order: codes, titles and activities.
///
/// # Panics
/// Never in a build whose tests pass: the file is part of the program and tested.
pub(super) fn common(regulation: Regulation) -> Vec<Objective> {
    Part::of(regulation).common().collect()
}

impl Curriculum {
    /// The built-in curriculum: the common objectives, and the drafts of the specialty's own if there are any.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is part of the program and tested.
    #[must_use]
    pub fn built_in(id: CurriculumId, regulation: Regulation, specialty: Line) -> Self {
        let mut part = Part::of(regulation);
        let wanted = specialty.to_lowercase();
        let drafts = part.drafts.iter().position(|draft| draft.specialty.to_lowercase() == wanted);
        let titles = drafts.map_or_else(Vec::new, |index| part.drafts.swap_remove(index).titles);
        let drafts = titles.into_iter().zip(1..).filter_map(|(title, number)| {
            Some(Objective {
                code: ObjectiveCode::new(regulation, ObjectiveGroup::C, number)?,
                title: Some(title),
                demand: FreeText::default(),
                activities: Vec::new(),
                draft: true,
            })
        });
        let objectives = part.common().chain(drafts).collect();
        let version_name = Line::try_from("Inbyggd".to_owned()).expect("a short word is a line");
        Self { id, regulation, specialty, version_name, objectives }
    }

    /// The specialties that have built-in drafts of their own objectives.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is part of the program and tested.
    #[must_use]
    pub fn drafted_specialties(regulation: Regulation) -> Vec<Line> {
        Part::of(regulation).drafts.into_iter().map(|draft| draft.specialty).collect()
    }
}
