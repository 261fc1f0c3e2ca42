use super::answer_files::AnswerFiles;
use super::location_error::LocationError;
use super::observer::Observer;
use super::opened::Opened;
use super::site_selection::SiteSelection;
use super::write::{WriteError, WriteOptions};
use crate::evaluation::Evaluation;
use crate::model::{Grouping, Layout, SiteIndex};
use crate::optimise::{
    self, Against, Budget, Frontier, FrontierPoint, GroupShares, LocationProblem, Status, TradeOff,
};
use crate::render::{self, Picture, RenderError};
use crate::report::{self, DataTable};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which mean times are to be weighed against what.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ParetoQuestion {
    /// How many centres every layout has.
    pub centres: usize,
    /// What the mean time is weighed against.
    pub against: TradeOff,
    /// Which sites the layouts are chosen from.
    pub sites: SiteSelection,
}

impl ParetoQuestion {
    /// A question about layouts of all sites that have travel times.
    #[must_use]
    pub fn new(centres: usize, against: TradeOff) -> Self {
        Self {
            centres,
            against,
            sites: SiteSelection::default(),
        }
    }
}

/// The layouts that none dominates in mean time and in something else, and those of the study beside them.
#[derive(Debug, Clone)]
pub struct Pareto {
    opened: Arc<Opened>,
    /// The layouts, from the least mean to the most of what it is weighed against.
    pub frontier: Frontier<(FrontierPoint, Evaluation)>,
    question: ParetoQuestion,
    subject_to: String,
    /// The study's layouts: the name, the number of centres, what is weighed and the mean.
    layouts: Vec<(String, usize, f64, f64)>,
}

impl Pareto {
    pub(super) fn new(
        opened: &Arc<Opened>,
        question: &ParetoQuestion,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<Self, LocationError> {
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let data = &prepared.dataset;
        let problem = question.sites.problem(study, prepared)?;
        let against = match &question.against {
            TradeOff::Within(standard) => Against::Within(*standard),
            TradeOff::SmallestCentre => Against::SmallestCentre,
            TradeOff::WorstGroup { grouping, standard } => {
                let named = Grouping::named(&data.groupings, grouping);
                let named = named.ok_or_else(|| LocationError::UnknownGrouping {
                    name: grouping.clone(),
                    known: Grouping::names(&data.groupings),
                })?;
                Against::WorstGroup(GroupShares {
                    members: named.members(),
                    groups: named.labels().len(),
                    standard: *standard,
                })
            }
        };
        let mut found = 0;
        let mut progress = |_: &FrontierPoint| {
            found += 1;
            observer.step(&format!("layout {found}"));
        };
        let frontier =
            optimise::frontier(&problem, question.centres, against, budget, &mut progress)
                .map_err(|cause| {
                    LocationError::no_solution(cause, data, &[], study.travel.measure())
                })?;
        let instance = prepared.instance(study);
        let evaluated = |point: FrontierPoint| {
            let layout = Layout::try_new("point", point.sites.clone());
            let layout = layout.expect("a point has sites, each once");
            (point, instance.evaluate(&layout))
        };
        let frontier = Frontier {
            points: frontier.points.into_iter().map(evaluated).collect(),
            status: frontier.status,
        };
        let weighed = |layout: &Layout| {
            let [mean, other] = weighed(&problem, against, layout.sites())?;
            Some((layout.name().to_owned(), layout.centres(), other, mean))
        };
        Ok(Self {
            layouts: data.layouts.iter().filter_map(weighed).collect(),
            frontier,
            subject_to: question.sites.in_words().join(", "),
            question: question.clone(),
            opened: Arc::clone(opened),
        })
    }

    /// Whether these are all layouts of the frontier, each proven.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.frontier.status
    }

    /// One row per layout.
    #[must_use]
    pub fn table(&self) -> DataTable {
        let (study, data) = (&self.opened.source.study, &self.opened.prepared.dataset);
        let table = report::pareto(
            &self.frontier,
            &self.question.against,
            data,
            &study.standards,
        );
        report::table_in_unit(table, &study.travel.measure())
    }

    /// What is proven, as a sentence.
    #[must_use]
    pub fn proven(&self) -> String {
        report::pareto_in_words(&self.frontier)
    }

    /// The layouts and those of the study as points.
    ///
    /// # Errors
    ///
    /// The drawing library refuses the chart.
    pub fn chart(&self) -> Result<Picture, RenderError> {
        let points: Vec<(f64, f64)> = self
            .frontier
            .points
            .iter()
            .filter_map(|(point, _)| Some((point.other, point.mean_minutes?)))
            .collect();
        let study = &self.opened.source.study;
        let proven = self.frontier.status == Status::Optimal;
        let beside = self.layouts.iter();
        let beside =
            beside.map(|(name, centres, other, mean)| (name.as_str(), *centres, *other, *mean));
        render::pareto_chart(
            study,
            &self.question.against,
            self.question.centres,
            &self.subject_to,
            proven,
            &points,
            &beside.collect::<Vec<_>>(),
        )
    }

    /// Writes the table, the chart and the manifest to a folder, or to
    /// `outputs/<name of the study>/pareto`; the folder.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or the chart cannot be drawn; the folder is as it was.
    pub fn write(
        &self,
        folder: Option<&Path>,
        options: &WriteOptions,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let pictures = || Ok(vec![self.chart()?]);
        let files = AnswerFiles {
            pictures: options.pictures.then_some(&pictures),
            ..AnswerFiles::new("pareto", "pareto", vec![("pareto", self.table())])
        };
        let stages = &self.opened.stages;
        let command = options.command.clone();
        files.write(&self.opened, stages, folder, command, observer)
    }
}

/// The mean of a layout and what it is weighed against; nothing where it serves nobody.
fn weighed(problem: &LocationProblem, against: Against, sites: &[SiteIndex]) -> Option<[f64; 2]> {
    let sum = problem.objective(sites);
    let mean = sum.mean_over(problem.objective_demand(sites))?;
    Some([mean, against.value(problem, sites)?])
}
