use super::observer::{Interrupted, Observer, Uninterrupted};
use super::opened::Opened;
use super::simulated_pictures;
use super::stages::Stages;
use super::treatment;
use super::write::{WriteError, WriteOptions, write_picture};
use crate::document::Document;
use crate::render::{Fonts, Picture, RenderError};
use crate::report::{
    self, CommandLine, OutputFolder, Run, RunManifest, SimulatedRun, SimulationRun, Stage, Table,
};
use crate::simulate::{Cohort, Plan, SceneError, SiteServices, simulate};
use crate::study::{SimulationChoice, Study};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is simulated beside the choices of the study.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SimulationQuestion {
    /// Names of layouts; all of the study where it is empty.
    pub layouts: Vec<String>,
    /// Names of scenarios; all of the study where it is empty.
    pub scenarios: Vec<String>,
    /// So many replications, whatever their precision.
    pub replications: Option<u32>,
    /// A seed in place of the study's.
    pub seed: Option<u32>,
}

/// Why a study cannot be simulated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// The study has no pathway.
    #[error("`{0}` has no `[pathway]`, so there are no patients to simulate")]
    NoPathway(String),
    /// A layout or scenario that is not in the study.
    #[error("`{name}` is not a {what} of the study, which has {}", known.join(", "))]
    Unknown {
        /// `layout` or `scenario`.
        what: &'static str,
        /// The name.
        name: String,
        /// Those of the study, each in quotation marks.
        known: Vec<String>,
    },
    /// Fewer than two replications have no interval.
    #[error("replications: expected at least 2, because one year has no interval (got {0})")]
    Replications(u32),
    /// A service that cannot be.
    #[error(transparent)]
    Scene(#[from] SceneError),
    /// Arrivals that cannot be.
    #[error("[simulation.arrivals]: {0}")]
    Arrivals(#[from] crate::simulate::engine::ArrivalProfileError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}

/// Every layout in every scenario over the same patients; owns its results.
#[derive(Debug, Clone)]
pub struct Simulated {
    opened: Arc<Opened>,
    /// Layout by layout, in the order of the study; in each the scenarios in their order.
    pub services: Vec<SimulatedRun>,
    /// Whether the precision that the study asks for was reached.
    pub is_precise: bool,
    stages: Vec<Stage>,
}

/// The day of the maps of open centres, counted from Monday, and its minutes.
const WEDNESDAY: u8 = 2;
const NOON: u16 = 12 * 60;
const NIGHT: u16 = 3 * 60;

/// Confidence of every interval.
pub(super) const CONFIDENCE: f64 = 0.95;

impl Simulated {
    pub(super) fn new(
        opened: &Arc<Opened>,
        question: &SimulationQuestion,
        observer: &mut dyn Observer,
    ) -> Result<Self, SimulationError> {
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let no_pathway = || SimulationError::NoPathway(study.name.clone());
        let pathway = study.pathway.as_ref().ok_or_else(no_pathway)?;
        let choice = choice(study, question)?;
        let choices = &choice.choices;
        let population = pathway.patients.population();
        let (instance, _) =
            treatment::instance(study, prepared, &population).ok_or_else(no_pathway)?;
        let dataset = &prepared.dataset;
        let layouts = named(
            "layout",
            &question.layouts,
            dataset.layouts.iter().map(|layout| (layout.name(), layout)),
        )?;
        let scenarios = named(
            "scenario",
            &question.scenarios,
            choices
                .scenarios
                .iter()
                .map(|scenario| (scenario.name.as_str(), scenario)),
        )?;
        let sites = SiteServices {
            hours: &dataset.site_hours,
            groups: &dataset.rota_groups,
        };
        let mut stages = Stages::after(opened.stages.clone(), observer);
        let cohort = Cohort::new(&instance, choices);
        let patients = cohort.patients(choices)?;
        let services = stages.stage("routes of every set of open centres", || {
            let pairs = layouts
                .iter()
                .flat_map(|&layout| scenarios.iter().map(move |&s| (layout, s)));
            pairs
                .map(|(layout, scenario)| {
                    cohort.service(&instance, layout, sites, choices, scenario)
                })
                .collect::<Result<Vec<_>, _>>()
        })?;
        let grouping = dataset.groupings.first();
        let groups = grouping.map_or(&[][..], |grouping| grouping.members());
        let group_count = grouping.map_or(0, |grouping| grouping.labels().len());
        let setups: Vec<_> = services
            .iter()
            .map(|service| service.setup(groups, group_count))
            .collect();
        let base = layouts
            .iter()
            .position(|layout| layout.name() == study.base_layout);
        let pairs = base.map_or_else(Vec::new, |base| {
            let others = (0..layouts.len()).filter(|&layout| layout != base);
            let place = |layout: usize, scenario: usize| layout * scenarios.len() + scenario;
            others
                .flat_map(|layout| {
                    (0..scenarios.len()).map(move |s| (place(base, s), place(layout, s)))
                })
                .collect()
        });
        let plan = Plan {
            seed: choices.seed,
            precision: choices.precision,
            pairs: if question.replications.is_some() {
                Vec::new()
            } else {
                pairs
            },
        };
        stages.check()?;
        let deterministic: Vec<f64> = layouts
            .iter()
            .map(|layout| instance.evaluate(layout).chosen().figures.thrombectomies)
            .collect();
        let result = stages.observed("simulate", |observer| {
            let mut go_on = |done: u32| {
                observer.stage(&format!("{done} replications"));
                !observer.is_cancelled()
            };
            simulate(&patients, &setups, &plan, &mut go_on)
        });
        stages.check()?;
        let services = services.iter().zip(result.services).enumerate();
        let services = services.map(|(place, (service, result))| SimulatedRun {
            layout: service.layout.clone(),
            scenario: service.scenario.clone(),
            centres: service.centres().to_vec(),
            open_hours: (0..service.centres().len())
                .map(|centre| service.open_hours(centre))
                .collect(),
            open_at_noon: service.open_centres(WEDNESDAY, NOON),
            open_at_night: service.open_centres(WEDNESDAY, NIGHT),
            deterministic: deterministic[place / scenarios.len()],
            result,
        });
        Ok(Self {
            services: services.collect(),
            is_precise: result.is_precise,
            stages: stages.into_done(),
            opened: Arc::clone(opened),
        })
    }

    /// What the tables are made of.
    #[must_use]
    pub fn run(&self) -> SimulationRun<'_> {
        SimulationRun {
            study: &self.opened.source.study,
            dataset: &self.opened.prepared.dataset,
            services: &self.services,
            confidence: CONFIDENCE,
        }
    }

    /// One row per layout and scenario.
    #[must_use]
    pub fn table(&self) -> Table {
        report::simulation_services(&self.run())
    }

    /// Every table with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, Table)> {
        let run = self.run();
        let tables = vec![
            ("simulation", report::simulation_services(&run)),
            ("simulation-sites", report::simulation_sites(&run)),
            ("simulation-hours", report::simulation_hours(&run)),
            ("simulation-groups", report::simulation_groups(&run)),
            ("simulation-comparison", report::simulation_comparison(&run)),
        ];
        let shown =
            |(name, table): &(&str, Table)| *name == "simulation" || !table.rows().is_empty();
        tables.into_iter().filter(shown).collect()
    }

    /// Every picture: patients lost by hour of the week, patients treated and time to puncture by
    /// scenario, waits, and the time to the nearest open centre by day and by night. No maps of a
    /// study without coordinates, or that was opened without what drawing needs.
    ///
    /// # Errors
    ///
    /// A chart cannot be drawn.
    pub fn pictures(&self) -> Result<Vec<Picture>, RenderError> {
        simulated_pictures::pictures(&self.run(), &self.opened.prepared)
    }

    /// `simulation.md`: the answer in words.
    #[must_use]
    pub fn document(&self) -> Document {
        report::simulation_content(&self.run())
    }

    /// Writes the report, all tables, the pictures and the manifest to a folder, or to `outputs/<name of the study>/simulation`;
    /// the folder. All files or, until the first is written, none.
    ///
    /// # Errors
    ///
    /// A file cannot be written; those before it are there, whole.
    pub fn write(
        &self,
        folder: Option<&Path>,
        options: &WriteOptions,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let mut observer = Uninterrupted(observer);
        let mut stages = Stages::after(self.stages.clone(), &mut observer);
        let source = &self.opened.source;
        let folder =
            folder.map_or_else(|| source.output_folder().join("simulation"), Path::to_owned);
        let output = OutputFolder::create(&folder)?;
        stages.stage("write the tables", || -> Result<(), WriteError> {
            for (name, table) in self.tables() {
                output.write(&format!("{name}.csv"), table.to_csv().as_bytes())?;
            }
            let text = report::markdown(&self.document());
            output.write("simulation.md", text.as_bytes())?;
            Ok(())
        })?;
        if options.pictures {
            stages.stage("draw pictures", || -> Result<(), WriteError> {
                let fonts = Fonts::embedded();
                self.pictures()?
                    .par_iter()
                    .with_max_len(1)
                    .try_for_each(|picture| write_picture(picture, &output, &fonts))
            })?;
        }
        let run = Run {
            study: &source.study,
            dataset: &self.opened.prepared.dataset,
            evaluations: &[],
            comparisons: &[],
            optima: &[],
            treatment: None,
        };
        output.finish("simulate", &source.inputs(), |files| {
            let command = CommandLine::new("simulate", options.command.clone());
            RunManifest::new(&run, command, files, source.label(), stages.done()).to_json()
        })?;
        Ok(folder)
    }
}

/// The choices of the study with those of the question.
pub(super) fn choice(
    study: &Study,
    question: &SimulationQuestion,
) -> Result<SimulationChoice, SimulationError> {
    let without = || SimulationChoice::without_table(study.seed);
    let mut choice = study.simulation.clone().unwrap_or_else(without);
    if let Some(seed) = question.seed {
        choice.choices.seed = seed;
    }
    if let Some(replications) = question.replications {
        if replications < 2 {
            return Err(SimulationError::Replications(replications));
        }
        choice.choices.precision.most = replications;
    }
    Ok(choice)
}

/// Those of the study with these names, in its order; all where no name is given.
pub(super) fn named<'a, T>(
    what: &'static str,
    names: &[String],
    known: impl Iterator<Item = (&'a str, T)> + Clone,
) -> Result<Vec<T>, SimulationError> {
    let is_known = |name: &&String| known.clone().any(|(known, _)| known == name.as_str());
    if let Some(name) = names.iter().find(|name| !is_known(name)) {
        return Err(SimulationError::Unknown {
            what,
            name: name.clone(),
            known: known.map(|(name, _)| format!("`{name}`")).collect(),
        });
    }
    let wanted = |&(name, _): &(&str, T)| names.is_empty() || names.iter().any(|n| n == name);
    Ok(known.filter(wanted).map(|(_, item)| item).collect())
}
