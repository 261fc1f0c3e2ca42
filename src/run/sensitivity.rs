use super::answer_files::AnswerFiles;
use super::asked::Asked;
use super::observer::Observer;
use super::opened::Opened;
use super::simulated::CONFIDENCE;
use super::simulation_error::SimulationError;
use super::simulation_question::SimulationQuestion;
use super::stages::Stages;
use super::uncertain_model::Model;
use super::write::WriteError;
use crate::render::{Picture, Tornado, TornadoBar};
use crate::report::{self, ComparedPair, DataTable, SensitivityRun, Stage};
use crate::sensitivity::{MorrisDesign, OneAtATime, Point, SobolDesign};
use crate::simulate::engine::Draws;
use crate::simulate::{Figure, IndexModel, Plan, ServiceResult, simulate};
use crate::study::SimulationChoice;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the comparison of services depends on what is not known; owns its results.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    opened: Arc<Opened>,
    run: SensitivityRun,
    stages: Vec<Stage>,
}

/// Replications of random numbers that no simulation has.
const KNOWLEDGE: u32 = u32::MAX;
const SCREENING: u32 = u32::MAX - 1;
const INDICES: u32 = u32::MAX - 2;

impl Sensitivity {
    pub(super) fn new(
        opened: &Arc<Opened>,
        question: &SimulationQuestion,
        observer: &mut dyn Observer,
    ) -> Result<Self, SimulationError> {
        let asked = Asked::new(opened, question)?;
        let choice = &asked.choice;
        let scene = asked.scene(opened, question)?;
        let mut stages = Stages::after(opened.stages.clone(), observer);
        let model = stages.stage("routes of every set of open centres", || {
            Model::new(choice, scene)
        })?;
        stages.check()?;
        let years = stages.observed("simulate with the study's values", |observer| {
            chance(&model, choice, observer)
        })?;
        stages.check()?;
        let uncertainty = &choice.uncertainty;
        let count = model.inputs.len();
        let seed = choice.choices.seed;
        let one = OneAtATime::new(&model.default_point());
        let morris =
            MorrisDesign::new(count, uncertainty.trajectories, Draws::new(seed, SCREENING));
        let sobol = SobolDesign::new(count, uncertainty.base_samples, Draws::new(seed, INDICES));
        let draws = points(count, uncertainty.draws, Draws::new(seed, KNOWLEDGE));
        let mut evaluate = |name: &str, points: &[Point], by: IndexModel| {
            stages.observed(name, |observer| {
                model.differences(name, points, by, observer)
            })
        };
        let by = IndexModel::Replications;
        let one_values = evaluate("one input at a time", one.points(), by)?;
        let draw_values = evaluate("draws of all inputs", &draws, by)?;
        let morris_values = evaluate("Morris screening", morris.points(), by)?;
        let indices_of = uncertainty.indices_of;
        let sobol_values = evaluate("Sobol's indices", sobol.points(), indices_of)?;
        let names = |place: usize| {
            let service = &model.services[place];
            [service.layout.clone(), service.scenario.name.clone()]
        };
        let pairs = model
            .pairs
            .iter()
            .enumerate()
            .map(|(number, &(base, other))| {
                let of = |values: &[Vec<f64>]| -> Vec<f64> {
                    values.iter().map(|each| each[number]).collect()
                };
                let (default, swings) = ComparedPair::swings(&one, &of(&one_values));
                let screening = morris.screening(&of(&morris_values), CONFIDENCE);
                let indices = sobol.indices(&of(&sobol_values), CONFIDENCE);
                ComparedPair {
                    service: names(other),
                    base: names(base),
                    default,
                    swings,
                    screening: screening.unwrap_or_default(),
                    indices: indices.unwrap_or_default(),
                    draws: of(&draw_values),
                    chance: years[base].paired(&years[other], Figure::Treated, CONFIDENCE),
                }
            });
        let run = SensitivityRun {
            pairs: pairs.collect(),
            replications: uncertainty.replications,
            indices_of,
            confidence: CONFIDENCE,
            inputs: model.inputs.clone(),
        };
        Ok(Self {
            run,
            stages: stages.into_done(),
            opened: Arc::clone(opened),
        })
    }

    /// What the tables are made of.
    #[must_use]
    pub const fn run(&self) -> &SensitivityRun {
        &self.run
    }

    /// The tornado: one row per pair of services and input.
    #[must_use]
    pub fn table(&self) -> DataTable {
        report::sensitivity_tornado(&self.run)
    }

    /// Every table with its name; those without rows are left out.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, DataTable)> {
        let tables = vec![
            ("sensitivity-tornado", self.table()),
            ("sensitivity-morris", report::sensitivity_morris(&self.run)),
            ("sensitivity-sobol", report::sensitivity_sobol(&self.run)),
            (
                "simulation-uncertainty",
                report::simulation_uncertainty(&self.run),
            ),
        ];
        let shown = |(_, table): &(&str, DataTable)| !table.rows().is_empty();
        tables.into_iter().filter(shown).collect()
    }

    /// A tornado chart of every pair of services: the inputs that move the difference most.
    #[must_use]
    pub fn pictures(&self) -> Vec<Picture> {
        /// More would be of inputs that do next to nothing.
        const BARS: usize = 12;
        let study = &self.opened.source.study;
        let chart = |pair: &ComparedPair| {
            let [layout, scenario] = &pair.service;
            let mut both: Vec<_> = self.run.inputs.iter().zip(&pair.swings).collect();
            both.sort_by(|a, b| b.1.width().total_cmp(&a.1.width()));
            let bars = both.into_iter().take(BARS).map(|(each, swing)| TornadoBar {
                input: format!("{}, {}", words(each.input.key()), each.input.unit()),
                range: each.range.map(|end| format!("{end}")),
                results: [swing.at_low, swing.at_high],
            });
            let base = format!("{}, {}", study.layout_title(&pair.base[0]), pair.base[1]);
            let chart = Tornado {
                name: format!("sensitivity-tornado-{layout}-{scenario}"),
                title: format!("What decides: {}, {scenario}", study.layout_title(layout)),
                subtitle: format!("Each input alone at the ends of its range; beside: {base}"),
                axis: "Difference in patients treated, per year".to_owned(),
                default: pair.default,
                bars: bars.collect(),
            };
            chart.draw(study)
        };
        self.run.pairs.iter().map(chart).collect()
    }

    /// Writes all tables, charts and the manifest to a folder, or to
    /// `outputs/<name of the study>/sensitivity`; the folder. All files or, until the first is written,
    /// none.
    ///
    /// # Errors
    ///
    /// A file cannot be written; those before it are there, whole.
    pub fn write(
        &self,
        folder: Option<&Path>,
        command: Vec<String>,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let pictures = || Ok(self.pictures());
        let files = AnswerFiles {
            assumed: &["simulation"],
            pictures: Some(&pictures),
            ..AnswerFiles::new("sensitivity", "sensitivity", self.tables())
        };
        files.write(&self.opened, &self.stages, folder, command, observer)
    }
}

/// The replications with the study's own values.
fn chance(
    model: &Model,
    choice: &SimulationChoice,
    observer: &mut dyn Observer,
) -> Result<Vec<ServiceResult>, SimulationError> {
    let plan = Plan {
        seed: choice.choices.seed,
        first: 0,
        precision: choice.choices.precision,
        pairs: model.pairs.clone(),
    };
    let patients = model.cohort.patients(&choice.choices)?;
    let services = model.services.iter();
    let setups: Vec<_> = services.map(|each| each.setup(&[], 0)).collect();
    let mut go_on = |done: u32| {
        observer.stage(&format!("{done} replications"));
        !observer.is_cancelled()
    };
    Ok(simulate(&patients, &setups, &plan, &mut go_on).services)
}

/// A key in words: its unit is named beside it.
fn words(key: &str) -> String {
    let bare = ["_minutes", "_factor", "_share"];
    let bare = bare.iter().find_map(|ending| key.strip_suffix(ending));
    bare.unwrap_or(key).replace('_', " ")
}

/// Independent points of the unit cube.
fn points(inputs: usize, count: u32, draws: Draws) -> Vec<Point> {
    let point = |number: u32| {
        let blocks = (0_u32..).take(inputs.div_ceil(4));
        let uniform = blocks.flat_map(|block| draws.four(number, block, 0, 0));
        uniform.take(inputs).collect()
    };
    (0..count).map(point).collect()
}
