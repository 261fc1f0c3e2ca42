use super::opened::Opened;
use super::simulation_error::SimulationError;
use super::simulation_question::SimulationQuestion;
use super::treatment;
use crate::model::Layout;
use crate::outcome::Population;
use crate::simulate::{SimulationScenario, SiteServices};
use crate::study::{SimulationChoice, UnknownName};
use crate::treatment::TreatmentInstance;

/// The choices of a study with those of a question, and its patients.
pub(super) struct Asked {
    pub(super) choice: SimulationChoice,
    population: Population,
}

/// What is simulated: every layout that is asked for in every scenario that is.
pub(super) struct Scene<'a> {
    pub(super) instance: TreatmentInstance<'a>,
    pub(super) sites: SiteServices<'a>,
    /// In the order of the study.
    pub(super) layouts: Vec<&'a Layout>,
    /// In the order of the study.
    pub(super) scenarios: Vec<&'a SimulationScenario>,
    base_layout: &'a str,
}

impl Asked {
    pub(super) fn new(
        opened: &Opened,
        question: &SimulationQuestion,
    ) -> Result<Self, SimulationError> {
        let study = &opened.source.study;
        let pathway = study.pathway.as_ref();
        let pathway = pathway.ok_or_else(|| SimulationError::NoPathway(study.name.clone()))?;
        let without = || SimulationChoice::without_table(study.seed);
        let mut choice = study.simulation.clone().unwrap_or_else(without);
        if let Some(arrivals) = &opened.prepared.dataset.arrivals {
            choice.choices.arrivals = arrivals.clone();
        }
        if let Some(seed) = question.seed {
            choice.choices.seed = seed;
        }
        if let Some(replications) = question.replications {
            if replications < 2 {
                return Err(SimulationError::Replications(replications));
            }
            choice.choices.precision.most = replications;
        }
        Ok(Self {
            choice,
            population: pathway.patients.population(),
        })
    }

    pub(super) fn scene<'a>(
        &'a self,
        opened: &'a Opened,
        question: &SimulationQuestion,
    ) -> Result<Scene<'a>, SimulationError> {
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let (instance, _) = treatment::instance(study, prepared, &self.population)
            .ok_or_else(|| SimulationError::NoPathway(study.name.clone()))?;
        let dataset = &prepared.dataset;
        let layouts = dataset.layouts.iter().map(|layout| (layout.name(), layout));
        let scenarios = self.choice.choices.scenarios.iter();
        let scenarios = scenarios.map(|scenario| (scenario.name.as_str(), scenario));
        Ok(Scene {
            instance,
            sites: SiteServices {
                hours: &dataset.site_hours,
                groups: &dataset.rota_groups,
            },
            layouts: named("layout", &question.layouts, layouts)?,
            scenarios: named("scenario", &question.scenarios, scenarios)?,
            base_layout: &study.base_layout,
        })
    }
}

impl<'a> Scene<'a> {
    /// Layout by layout, in each the scenarios in their order.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&'a Layout, &'a SimulationScenario)> {
        let layouts = self.layouts.iter();
        layouts.flat_map(|&layout| {
            self.scenarios
                .iter()
                .map(move |&scenario| (layout, scenario))
        })
    }

    /// By part, the place of the part that it is compared with: of a layout the base layout in the same
    /// scenario, of the base layout itself in the first one; `None` where there is no such part or it
    /// is the part itself.
    pub(super) fn compared_with(&self) -> Vec<Option<usize>> {
        let first = self
            .layouts
            .iter()
            .position(|layout| layout.name() == self.base_layout);
        let first = first.map(|layout| layout * self.scenarios.len());
        let of = |place: usize| {
            let scenario = place % self.scenarios.len();
            let base = first? + scenario;
            Some(if base == place { first? } else { base }).filter(|&base| base != place)
        };
        (0..self.layouts.len() * self.scenarios.len())
            .map(of)
            .collect()
    }
}

/// Those of the study with these names, in its order; all where no name is given.
fn named<'a, T>(
    what: &'static str,
    names: &[String],
    known: impl Iterator<Item = (&'a str, T)> + Clone,
) -> Result<Vec<T>, SimulationError> {
    let is_known = |name: &&String| known.clone().any(|(known, _)| known == name.as_str());
    if let Some(name) = names.iter().find(|name| !is_known(name)) {
        let known = known.map(|(name, _)| name);
        return Err(UnknownName::new(what, name, known).into());
    }
    let wanted = |&(name, _): &(&str, T)| names.is_empty() || names.iter().any(|n| n == name);
    Ok(known.filter(wanted).map(|(_, item)| item).collect())
}
