use super::clinicians::ClinicianAnswer;
use super::cold_spots::ColdSpots;
use crate::compare::Comparison;
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::memo::Memo;
use crate::optimise::Optimum;
use crate::render;
use crate::study::Study;
use crate::treatment::{LayoutTreatment, Treatment};
use crate::units::TravelTime;

/// Everything that the reports of one run are written from.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The choices.
    pub study: &'a Study,
    /// What they were applied to.
    pub dataset: &'a Dataset,
    /// One for each layout, in the order of the study.
    pub evaluations: &'a [Evaluation],
    /// One for each layout except the base, in the order of the study.
    pub comparisons: &'a [Comparison],
    /// The best possible layouts with the same number of centres; empty unless the study asks for them.
    pub optima: &'a [Optimum],
    /// From onset to treatment; `None` for a study without a pathway.
    pub treatment: Option<&'a Treatment>,
    /// What hours and staff mean for the layouts; `None` unless it was worked out.
    pub clinicians: Option<&'a ClinicianAnswer>,
    /// Where people beyond the headline standard live together, once it was asked for.
    pub(crate) cold_spots: &'a Memo<ColdSpots>,
}

impl<'a> Run<'a> {
    /// The evaluation of the layout that the others are compared with.
    ///
    /// # Panics
    ///
    /// Never for a study that was read by this crate: its base layout is one of its layouts.
    #[must_use]
    pub fn base(&self) -> &'a Evaluation {
        self.evaluation(&self.study.base_layout)
            .expect("the base is one of the study's layouts")
    }

    /// The evaluation of the layout with this name.
    #[must_use]
    pub fn evaluation(&self, layout: &str) -> Option<&'a Evaluation> {
        self.evaluations
            .iter()
            .find(|evaluation| evaluation.layout.name() == layout)
    }

    /// Where people beyond the headline standard live together.
    pub(crate) fn cold_spots(&self) -> &'a ColdSpots {
        let standard = self.study.standards[self.study.headline_standard()];
        let found = || ColdSpots::new(self.dataset, self.evaluations, standard);
        self.cold_spots.get_or_find(found)
    }

    /// The sources to name: those of the study, then that of the land of its maps.
    pub(crate) fn attribution(&self) -> impl Iterator<Item = &'a str> {
        let land = render::of_the_earth(self.dataset, self.study);
        self.study.attribution().chain(land)
    }

    /// The treatment in the layout with this name.
    #[must_use]
    pub fn treatment_of(&self, layout: &str) -> Option<&'a LayoutTreatment> {
        self.treatment?.layout(layout)
    }
}

/// `within_45_percent`, and so on for every standard.
pub(super) fn within_columns(standards: &[TravelTime]) -> impl Iterator<Item = String> {
    standards
        .iter()
        .map(|&standard| format!("within_{}_percent", whole_or_decimal(standard)))
}

/// `45`, or `7.5` if the standard is not a whole minute.
pub(super) fn whole_or_decimal(standard: TravelTime) -> String {
    crate::wording::decimal(standard.as_f64(), 2)
}
