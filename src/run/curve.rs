use super::answer_files::AnswerFiles;
use super::location_error::LocationError;
use super::observer::Observer;
use super::opened::Opened;
use super::site_selection::SiteSelection;
use super::solve::limits_in_words;
use super::write::{WriteError, WriteOptions};
use crate::model::Layout;
use crate::optimise::{
    self, Answer, Budget, CurveModel, CurveStep, EvaluatedAnswer, FeasibleCentres, LocationProblem,
    NoLayout, Objective, Status, backed_up,
};
use crate::render::{self, CurveOf, CurvePoint, Picture, RenderError};
use crate::report::{self, DataTable};
use crate::units::Measure;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is asked of every number of centres of a curve.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CurveQuestion {
    /// What the layouts are to be best at.
    pub model: CurveModel,
    /// Which sites they are chosen from.
    pub sites: SiteSelection,
    /// The smallest number of centres; not fewer than are kept.
    pub from: usize,
    /// The largest; all candidates where `None`.
    pub to: Option<usize>,
}

impl CurveQuestion {
    /// A question about every number of centres, chosen from all sites that have travel times.
    #[must_use]
    pub fn new(model: CurveModel) -> Self {
        Self {
            model,
            sites: SiteSelection::default(),
            from: 1,
            to: None,
        }
    }

    /// What every layout of the curve must keep to, in words; empty where it is nothing.
    fn subject_to(&self, problem: &LocationProblem, measure: &Measure) -> String {
        let mut parts = self.sites.in_words();
        if let CurveModel::PMedianWithVolumes(volumes) = self.model {
            parts.extend(limits_in_words(volumes));
        }
        if problem.unreachable_matters() && self.model.objective() == Objective::Mean {
            parts.push(match problem.unreachable_cost() {
                Some(cost) => measure.in_words(&format!("unreachable demand at {cost}")),
                None => "least unreachable demand first".to_owned(),
            });
        }
        parts.join(", ")
    }
}

/// The best layout for every number of centres.
#[derive(Debug, Clone)]
pub struct Curve {
    opened: Arc<Opened>,
    /// One for each number of centres, ascending.
    pub steps: Vec<CurveStep<EvaluatedAnswer>>,
    model: CurveModel,
    subject_to: String,
    /// The study's layouts with their values, where they have one.
    layouts: Vec<(Layout, f64)>,
}

impl Curve {
    pub(super) fn new(
        opened: &Arc<Opened>,
        question: &CurveQuestion,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<Self, LocationError> {
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let model = question.model;
        let problem = question.sites.problem(study, prepared)?;
        let from = question.from.max(problem.kept_sites().len()).max(1);
        let to = question.to.unwrap_or(problem.open_sites().len());
        if from > to {
            return Err(LocationError::NoCentres { from, to });
        }
        observer.steps(to - from + 1);
        let mut progress = |centres: usize| observer.step(&format!("the best {centres} centres"));
        let steps = optimise::curve(&problem, model, from..=to, budget, &mut progress).map_err(
            |cause| {
                let measure = study.travel.measure();
                LocationError::no_solution(cause, &prepared.dataset, &[], measure)
            },
        )?;
        let instance = prepared.instance(study);
        let evaluated = |step: CurveStep| {
            let name = format!("best-{}", step.centres);
            step.map(|answer| EvaluatedAnswer::new(answer, &name, &instance))
        };
        let steps: Vec<_> = steps.into_iter().map(evaluated).collect();
        if steps.iter().all(|step| step.found.is_err()) {
            let is_undecided =
                |step: &CurveStep<EvaluatedAnswer>| matches!(step.found, Err(NoLayout::Undecided));
            return Err(LocationError::NoCurve {
                is_undecided: steps.iter().any(is_undecided),
                explained: feasible_centres(&steps),
            });
        }
        let layouts = prepared.dataset.layouts.iter();
        let layouts = layouts
            .filter_map(|layout| Some((layout.clone(), value(model, &problem, layout)?)))
            .collect();
        Ok(Self {
            steps,
            model,
            subject_to: question.subject_to(&problem, &study.travel.measure()),
            layouts,
            opened: Arc::clone(opened),
        })
    }

    /// The answers that were found, by number of centres.
    pub fn answers(&self) -> impl Iterator<Item = &Answer> + Clone {
        let found = self.steps.iter();
        found.filter_map(|step| Some(&step.found.as_ref().ok()?.answer))
    }

    /// One row per number of centres, with its best layout.
    #[must_use]
    pub fn table(&self) -> DataTable {
        let (study, data) = (&self.opened.source.study, &self.opened.prepared.dataset);
        let table = report::optimum_curve(&self.steps, data, &study.standards);
        report::table_in_unit(table, &study.travel.measure())
    }

    /// The largest number of centres that keep to limits of volume, and how far that is proven, as
    /// a sentence; `None` for a curve without limits.
    #[must_use]
    pub fn feasible_centres(&self) -> Option<String> {
        let has_limits = matches!(self.model, CurveModel::PMedianWithVolumes(_));
        has_limits.then(|| feasible_centres(&self.steps))
    }

    /// The curve with the study's layouts and published figures beside it.
    ///
    /// # Errors
    ///
    /// The drawing library refuses the chart.
    pub fn chart(&self) -> Result<Picture, RenderError> {
        let points: Vec<CurvePoint> = self.steps.iter().filter_map(point).collect();
        let layouts: Vec<(&Layout, f64)> = self
            .layouts
            .iter()
            .map(|(layout, value)| (layout, *value))
            .collect();
        let of = match self.model {
            CurveModel::Mclp(standard) => CurveOf::Within(standard),
            CurveModel::Backup(standard) => CurveOf::Backup(standard),
            _ => CurveOf::Mean,
        };
        let study = &self.opened.source.study;
        render::optimum_chart(study, of, &self.subject_to, &points, &layouts)
    }

    /// Writes the table, the chart and the manifest to a folder, or to
    /// `outputs/<name of the study>/curve`; the folder.
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
        let pictures = || {
            let mut chart = self.chart()?;
            "curve".clone_into(&mut chart.name);
            Ok(vec![chart])
        };
        let files = AnswerFiles {
            pictures: options.pictures.then_some(&pictures),
            ..AnswerFiles::new("curve", "curve", vec![("curve", self.table())])
        };
        let stages = &self.opened.stages;
        files.write(
            &self.opened,
            stages,
            folder,
            options.command.clone(),
            observer,
        )
    }
}

/// The most centres that keep to limits of volume, and how far that is proven.
fn feasible_centres<A>(steps: &[CurveStep<A>]) -> String {
    let FeasibleCentres { most, infeasible } = FeasibleCentres::new(steps);
    let found = match most {
        Some(most) => format!("Largest number of centres found within the limits: {most}"),
        None => "No layout within the limits was found for any number of centres".to_owned(),
    };
    match infeasible {
        Some(none) if Some(none - 1) == most => format!("{found}; {none} are proven infeasible."),
        Some(none) => format!("{found}; {none} are proven infeasible, between them it is open."),
        None => format!("{found}."),
    }
}

/// What a layout of the study is worth on the curve; nothing where it serves nobody.
fn value(model: CurveModel, problem: &LocationProblem, layout: &Layout) -> Option<f64> {
    let sites = layout.sites();
    let covered = match model {
        CurveModel::Mclp(standard) => Some(problem.covered(sites, standard)),
        CurveModel::Backup(standard) => Some(backed_up(problem, sites, standard)),
        _ => None,
    };
    if let Some(covered) = covered {
        return covered.percent_of(problem.total_demand());
    }
    let sum = problem.objective(sites);
    sum.mean_over(problem.objective_demand(sites))
}

fn point(step: &CurveStep<EvaluatedAnswer>) -> Option<CurvePoint> {
    let answer = &step.found.as_ref().ok()?.answer;
    Some(CurvePoint {
        centres: step.centres,
        value: answer.value_percent.or(answer.value())?,
        proven: answer.status == Status::Optimal,
    })
}
