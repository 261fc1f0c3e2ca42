use super::answer_files::AnswerFiles;
use super::asked::Asked;
use super::observer::Observer;
use super::opened::Opened;
use super::simulated_pictures;
use super::simulation_error::SimulationError;
use super::simulation_question::SimulationQuestion;
use super::stages::Stages;
use super::write::{WriteError, WriteOptions};
use crate::document::Document;
use crate::render::{Picture, RenderError};
use crate::report::{self, DataTable, SimulatedRun, SimulationRun, Stage};
use crate::simulate::engine::Draws;
use crate::simulate::{self, Cohort, Plan};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
        let asked = Asked::new(opened, question)?;
        let choices = &asked.choice.choices;
        let scene = asked.scene(opened, question)?;
        let mut stages = Stages::after(opened.stages.clone(), observer);
        let cohort = Cohort::new(&scene.instance, choices);
        let patients = cohort.patients(choices)?;
        let services = stages.stage("routes of every set of open centres", || {
            let parts = scene.parts();
            parts
                .map(|(layout, scenario)| {
                    cohort.service(&scene.instance, layout, scene.sites, choices, scenario)
                })
                .collect::<Result<Vec<_>, _>>()
        })?;
        let grouping = opened.prepared.dataset.groupings.first();
        let groups = grouping.map_or(&[][..], |grouping| grouping.members());
        let group_count = grouping.map_or(0, |grouping| grouping.labels().len());
        let setups: Vec<_> = services
            .iter()
            .map(|service| service.setup(groups, group_count))
            .collect();
        let compared_with = scene.compared_with();
        // Replications end when every layout's difference from the base is precise.
        let in_one_scenario = |&(base, other): &(usize, usize)| {
            services[base].scenario.name == services[other].scenario.name
        };
        let pairs = (0..).zip(&compared_with);
        let pairs = pairs.filter_map(|(other, base)| Some(((*base)?, other)));
        let plan = Plan {
            seed: choices.seed,
            first: question.first,
            precision: choices.precision,
            pairs: if question.replications.is_some() {
                Vec::new()
            } else {
                pairs.filter(in_one_scenario).collect()
            },
        };
        stages.check()?;
        let deterministic: Vec<f64> = scene
            .layouts
            .iter()
            .map(|layout| scene.instance.by_road(layout).figures.thrombectomies)
            .collect();
        let result = stages.observed("simulate", |observer| {
            let mut go_on = |done: u32| {
                observer.stage(&format!("{done} replications"));
                !observer.is_cancelled()
            };
            simulate::simulate(&patients, &setups, &plan, &mut go_on)
        });
        stages.check()?;
        let done = result.services.first().map_or(0, |first| first.years.len());
        let kept = question
            .histories
            .min(u32::try_from(done).unwrap_or(u32::MAX));
        let mut histories = vec![Vec::new(); setups.len()];
        for replication in 0..kept {
            let number = question.first.saturating_add(replication);
            let all = simulate::histories(&patients, &setups, Draws::new(choices.seed, number));
            for (histories, entries) in histories.iter_mut().zip(all) {
                histories.push(entries);
            }
        }
        let services = services
            .iter()
            .zip(result.services)
            .zip(histories)
            .enumerate();
        let services = services.map(|(place, ((service, result), histories))| SimulatedRun {
            layout: service.layout.clone(),
            scenario: service.scenario.clone(),
            centres: service.centres().to_vec(),
            open_hours: (0..service.centres().len())
                .map(|centre| service.open_hours(centre))
                .collect(),
            open_at_noon: service.open_centres(WEDNESDAY, NOON),
            open_at_night: service.open_centres(WEDNESDAY, NIGHT),
            deterministic: deterministic[place / scene.scenarios.len()],
            compared_with: compared_with[place],
            result,
            histories,
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
    pub fn table(&self) -> DataTable {
        report::simulation_services(&self.run())
    }

    /// Every table with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, DataTable)> {
        let run = self.run();
        let tables = vec![
            ("simulation", report::simulation_services(&run)),
            ("simulation-sites", report::simulation_sites(&run)),
            ("simulation-hours", report::simulation_hours(&run)),
            ("simulation-groups", report::simulation_groups(&run)),
            ("simulation-comparison", report::simulation_comparison(&run)),
        ];
        let shown =
            |(name, table): &(&str, DataTable)| *name == "simulation" || !table.rows().is_empty();
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
        let pictures = || self.pictures();
        let run = self.run();
        let is_logged = self
            .services
            .iter()
            .any(|service| !service.histories.is_empty());
        let events = || report::simulation_events(&run);
        let files = AnswerFiles {
            assumed: &["simulation"],
            report: Some(("simulation.md", self.document())),
            parquet: is_logged.then_some(("simulation-events", &events)),
            pictures: options.pictures.then_some(&pictures),
            ..AnswerFiles::new("simulate", "simulation", self.tables())
        };
        let command = options.command.clone();
        files.write(&self.opened, &self.stages, folder, command, observer)
    }
}
