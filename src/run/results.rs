use super::draw::{self, DrawError, Drawn};
use super::growth::GrowthError;
use super::location_error::LocationError;
use super::observer::Observer;
use super::opened::Opened;
use super::page;
use super::stages::Stages;
use super::treatment::treatment;
use super::write::{self, WriteError, WriteOptions};
use super::{clinicians, optima, tables};
use crate::compare::Comparison;
use crate::evaluation::Evaluation;
use crate::memo::Memo;
use crate::optimise::{Budget, Optimum};
use crate::output::{InputFiles, OutputError, OutputFolder};
use crate::render::{Picture, RenderError};
use crate::report::{
    self, ClinicianAnswer, ColdSpots, CommandLine, DataColumn, DataTable, GisLayers, Run,
    RunManifest, Stage,
};
use crate::study::GisFormat;
use crate::treatment::Treatment;
use crate::units::Measure;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The command that draws pictures alone, and the folder for them among the results of the study.
const MAPS: &str = "maps";

/// What is known of the layouts of a study; owns everything that reports and pictures need.
#[derive(Debug, Clone)]
pub struct Results {
    opened: Arc<Opened>,
    /// One for each layout, in the order of the study.
    pub evaluations: Vec<Evaluation>,
    /// One for each layout but the base.
    pub comparisons: Vec<Comparison>,
    /// The best possible layouts with the same numbers of centres; empty until they are searched
    /// for.
    pub optima: Vec<Optimum>,
    /// From onset to treatment; `None` for a study without a pathway.
    pub treatment: Option<Treatment>,
    /// What hours and staff mean for the layouts; `None` until it is worked out, and for a study that
    /// says nothing of either.
    pub clinicians: Option<ClinicianAnswer>,
    cold_spots: Memo<ColdSpots>,
    stages: Vec<Stage>,
}

impl Results {
    pub(super) fn new(opened: Arc<Opened>, observer: &mut dyn Observer) -> Self {
        let mut stages = Stages::after(opened.stages.clone(), observer);
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let instance = prepared.instance(study);
        let layouts = &prepared.dataset.layouts;
        let evaluations: Vec<Evaluation> = stages.stage("evaluate the layouts", || {
            layouts
                .iter()
                .map(|layout| instance.evaluate(layout))
                .collect()
        });
        let is_base = |evaluation: &&Evaluation| evaluation.layout.name() == study.base_layout;
        let comparisons = stages.stage("compare the layouts", || {
            let Some(base) = evaluations.iter().find(is_base) else {
                return Vec::new();
            };
            let others = evaluations.iter().filter(|other| !is_base(other));
            let groupings = &prepared.dataset.groupings;
            others
                .map(|other| Comparison::new(base, other, &prepared.demand, groupings))
                .collect()
        });
        let treatment = treatment(study, prepared, &mut stages);
        let stages = stages.into_done();
        Self {
            opened,
            evaluations,
            comparisons,
            optima: Vec::new(),
            treatment,
            clinicians: None,
            cold_spots: Memo::new(),
            stages,
        }
    }

    /// Searches for the best layouts with as many centres as those of the study, where the study
    /// asks for them.
    ///
    /// # Errors
    ///
    /// The study's cost of unreachable demand is less than the longest journey.
    pub fn find_optima(
        &mut self,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<(), LocationError> {
        let mut stages = Stages::after(std::mem::take(&mut self.stages), observer);
        let (study, prepared) = (&self.opened.source.study, &self.opened.prepared);
        let found = optima::optima(study, prepared, budget, &mut stages);
        self.stages = stages.into_done();
        self.optima = found?;
        Ok(())
    }

    /// Works out how many clinicians the hours of every layout need and, for a study with `[growth]`,
    /// when there are so many and what the same number gives each layout. Nothing for a study without
    /// `[rota]` and `[growth]`.
    ///
    /// # Errors
    ///
    /// A study that does not say how much demand is treated, an order of `[growth]` that is not one of
    /// the centres, or the observer ended the work.
    pub fn count_clinicians(&mut self, observer: &mut dyn Observer) -> Result<(), GrowthError> {
        let mut stages = Stages::after(std::mem::take(&mut self.stages), observer);
        let counted = clinicians::clinicians(&self.opened, self.treatment.as_ref(), &mut stages);
        self.stages = stages.into_done();
        self.clinicians = counted?;
        Ok(())
    }

    /// What reports and pictures are made of.
    #[must_use]
    pub fn run(&self) -> Run<'_> {
        Run {
            study: &self.opened.source.study,
            dataset: &self.opened.prepared.dataset,
            evaluations: &self.evaluations,
            comparisons: &self.comparisons,
            optima: &self.optima,
            treatment: self.treatment.as_ref(),
            clinicians: self.clinicians.as_ref(),
            cold_spots: &self.cold_spots,
        }
    }

    /// Names of the layouts of which nobody with demand can reach a centre: the study has no answer
    /// for them.
    pub fn unreached(&self) -> impl Iterator<Item = &str> {
        let evaluations = self.evaluations.iter();
        let unreached = evaluations.filter(|evaluation| evaluation.coverage.mean_minutes.is_none());
        unreached.map(|evaluation| evaluation.layout.name())
    }

    /// What the answers are in: minutes, or costs in a unit of their own.
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.opened.source.study.travel.measure()
    }

    /// The layouts side by side, as a terminal shows them.
    #[must_use]
    pub fn overview(&self) -> String {
        report::overview(&self.run())
    }

    /// What every demand point gets from a layout, as in `areas.csv`: its columns; `None` if there is no
    /// layout with this number.
    #[must_use]
    pub fn areas(&self, layout: usize) -> Option<Vec<DataColumn<'_>>> {
        let evaluation = self.evaluations.get(layout)?;
        Some(report::area_columns(&self.run(), evaluation))
    }

    /// A layer for programs of geographic information (`areas`, `sites`, `catchments` or `cold_spots`) as
    /// the bytes of a GeoParquet file; `None` for a study that has no such layer, as one without
    /// coordinates has none.
    ///
    /// # Errors
    ///
    /// None are expected: nothing is read, and the bytes are kept in memory.
    pub fn layer(&self, name: &str) -> Result<Option<Vec<u8>>, WriteError> {
        let Some(layer) = GisLayers::one(&self.run(), name) else {
            return Ok(None);
        };
        let files = layer.files(&[GisFormat::GeoParquet])?;
        Ok(files.into_iter().next().map(|(_, bytes)| bytes))
    }

    /// The report in words, in Markdown.
    #[must_use]
    pub fn report(&self) -> String {
        report::markdown(&report::content(&self.run()))
    }

    /// The report as one HTML file with its map and charts, `report.html`.
    ///
    /// # Errors
    ///
    /// The drawing library refuses a chart.
    pub fn page(&self) -> Result<String, RenderError> {
        let run = self.run();
        let drawn = draw::of_page(&run)?;
        Ok(page::page(&run, &self.tables(), &drawn))
    }

    /// `summary.csv`: one row per layout.
    #[must_use]
    pub fn summary(&self) -> DataTable {
        let run = self.run();
        report::table_in_unit(report::summary(&run), &run.study.travel.measure())
    }

    /// Every table that has rows, with its name: `summary`, `sites`, `groups`, …
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, DataTable)> {
        tables::tables(&self.run(), &self.opened.prepared.repairs)
    }

    /// Every map and chart. A study without coordinates has charts alone, one of costs none.
    ///
    /// # Errors
    ///
    /// The drawing library refuses a chart.
    pub fn pictures(&self) -> Result<Vec<Picture>, RenderError> {
        draw::pictures(&self.run())
    }

    /// Writes the pictures alone and the manifest to a folder, or to
    /// `outputs/<name of the study>/maps`, each picture as SVG and PNG; the folder, and how many they are.
    ///
    /// # Errors
    ///
    /// A study without coordinates, a folder with the results of another command, a picture that
    /// cannot be drawn or written, or the observer ended the work; the folder is as it was.
    pub fn draw(
        &self,
        folder: Option<&Path>,
        options: &WriteOptions,
        observer: &mut dyn Observer,
    ) -> Result<(PathBuf, usize), DrawError> {
        let mut stages = Stages::after(Vec::new(), observer);
        let study = &self.opened.source.study;
        if let Measure::Cost(unit) = study.travel.measure() {
            return Err(DrawError::Costs(unit.name().to_owned()));
        }
        let points = &self.opened.prepared.dataset.points;
        if points.iter().all(|point| point.position.is_none()) {
            return Err(DrawError::NoCoordinates(study.population.file.clone()));
        }
        stages.check()?;
        let usual = || self.opened.source.output_folder().join(MAPS);
        let folder = folder.map_or_else(usual, Path::to_owned);
        let output = OutputFolder::create(&folder, self.opened.input_files());
        let output = output.map_err(WriteError::from)?;
        let earlier = output.earlier_subcommand();
        if let Some(subcommand) = earlier.filter(|subcommand| subcommand != MAPS) {
            let path = folder.display().to_string();
            let error = OutputError::OtherResults { path, subcommand };
            return Err(WriteError::from(error).into());
        }
        let run = self.run();
        let (_, written) = stages.stage("draw the maps", || draw::draw(&run, &output, false))?;
        stages.check()?;
        let source = self.opened.source.report();
        let command = CommandLine::new(MAPS, options.command.clone());
        let manifest =
            |files: &[_]| RunManifest::new(&run, command, files, &source, stages.done()).to_json();
        output.finish(manifest).map_err(WriteError::from)?;
        Ok((folder, written))
    }

    /// Writes all tables, the report, the pictures and the manifest to a folder, or to
    /// `outputs/<name of the study>`; the folder.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or the observer ended the work; the folder is as it was.
    pub fn write(
        &self,
        folder: Option<&Path>,
        options: &WriteOptions,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let stages = Stages::after(self.stages.clone(), observer);
        stages.check()?;
        let folder = self.folder(folder);
        let output = OutputFolder::create(&folder, self.opened.input_files())?;
        self.write_to(output, "run", options, stages)?;
        Ok(folder)
    }

    /// Writes everything to a folder that may hold other files of the same `subcommand`.
    pub(super) fn write_to(
        &self,
        output: OutputFolder,
        subcommand: &str,
        options: &WriteOptions,
        mut stages: Stages,
    ) -> Result<(), WriteError> {
        let run = self.run();
        let repairs = &self.opened.prepared.repairs;
        let tables = stages.stage("write the tables", || {
            write::write_tables(&run, repairs, options, &output)
        })?;
        stages.check()?;
        let has_times = run.study.travel.measure() == Measure::Minutes;
        let drawn = if options.pictures && has_times {
            stages
                .stage("draw the maps", || draw::draw(&run, &output, true))?
                .0
        } else {
            Drawn::default()
        };
        stages.check()?;
        if has_times {
            stages.stage("write the page", || {
                let page = page::page(&run, &tables, &drawn);
                output.write("report.html", page.as_bytes())
            })?;
        }
        let source = &self.opened.source;
        let command = CommandLine::new(subcommand, options.command.clone());
        stages.check()?;
        output.finish(|files| {
            let done = stages.done();
            let manifest = RunManifest::new(&run, command, files, &source.report(), done);
            let tables: &[&str] = match &run.clinicians {
                None => &[],
                Some(ClinicianAnswer { growth: None, .. }) => &["rota"],
                Some(_) => &["rota", "growth"],
            };
            manifest.with_tables(&run, tables).to_json()
        })?;
        Ok(())
    }

    /// Every file that must not be written over.
    pub(super) fn input_files(&self) -> InputFiles {
        self.opened.input_files()
    }

    pub(super) fn stages(&self) -> &[Stage] {
        &self.stages
    }

    fn folder(&self, named: Option<&Path>) -> PathBuf {
        named.map_or_else(|| self.opened.source.output_folder(), Path::to_owned)
    }
}
