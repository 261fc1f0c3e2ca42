use super::answer::Answer;
use super::budget::Budget;
use super::location_model::LocationModel;
use super::no_solution::NoSolution;
use super::objective::Objective;
use super::side_constraint_choice::SideConstraints;
use super::status::Status;
use crate::optimise::models::backup_coverage::backup_coverage;
use crate::optimise::models::mclp::mclp;
use crate::optimise::models::p_median::Median;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::side_constraints::volume::limited_median::LimitedMedian;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::units::TravelTime;
use std::ops::RangeInclusive;

/// What the layouts of a curve are best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CurveModel {
    /// The least mean time.
    PMedian,
    /// The least mean time with the demand of every centre within limits.
    PMedianWithVolumes(VolumeLimits),
    /// The most demand within a standard.
    Mclp(TravelTime),
    /// The most demand within a standard of two centres.
    Backup(TravelTime),
}

/// One number of centres of a curve.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveStep<A = Answer> {
    /// How many centres.
    pub centres: usize,
    /// The best layout, or why there is none.
    pub found: Result<A, NoLayout>,
}

/// Why a number of centres has no layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoLayout {
    /// It is proven that none is within the limits.
    Infeasible,
    /// None was found in time, and none ruled out.
    Undecided,
}

/// How many centres of a curve have a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FeasibleCentres {
    /// The most for which a layout was found.
    pub most: Option<usize>,
    /// The least number above it that is proven to have none.
    pub infeasible: Option<usize>,
}

impl CurveModel {
    /// What the layouts are to be best at.
    #[must_use]
    pub const fn objective(&self) -> Objective {
        match *self {
            Self::PMedian | Self::PMedianWithVolumes(_) => Objective::Mean,
            Self::Mclp(standard) => Objective::Within(standard),
            Self::Backup(standard) => Objective::Backup(standard),
        }
    }

    /// The model of one number of centres.
    #[must_use]
    pub const fn at(self, centres: usize) -> LocationModel {
        let side_constraints = match self {
            Self::Mclp(standard) => return LocationModel::Mclp { centres, standard },
            Self::Backup(standard) => return LocationModel::Backup { centres, standard },
            Self::PMedianWithVolumes(volumes) => SideConstraints::Volumes(volumes),
            Self::PMedian => SideConstraints::None,
        };
        LocationModel::PMedian {
            centres,
            side_constraints,
        }
    }
}

impl<A> CurveStep<A> {
    /// The step with something else of its layout.
    pub fn map<B>(self, other: impl FnOnce(A) -> B) -> CurveStep<B> {
        CurveStep {
            centres: self.centres,
            found: self.found.map(other),
        }
    }
}

impl FeasibleCentres {
    /// Those of a curve.
    #[must_use]
    pub(crate) fn new<A>(curve: &[CurveStep<A>]) -> Self {
        let found = curve.iter().rfind(|step| step.found.is_ok());
        let most = found.map(|step| step.centres);
        let infeasible = curve.iter().find(|step| {
            Some(step.centres) > most && matches!(step.found, Err(NoLayout::Infeasible))
        });
        Self {
            most,
            infeasible: infeasible.map(|step| step.centres),
        }
    }
}

/// The best layouts for every number of centres; `progress` hears each number as its search
/// begins.
///
/// The budget is that of each number. Ends early, with the best layout so far, where it is
/// cancelled, and at the first number that a least volume is proven to rule out, for then it rules
/// out every larger one.
///
/// # Errors
///
/// There are too few candidates for the largest number, or another reason that holds for every
/// number.
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Budget, CurveModel, LocationProblem, curve};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let steps = curve(&problem, CurveModel::PMedian, 1..=3, Budget::default(), &mut |_| ())?;
/// let answers = steps.iter().filter_map(|step| step.found.as_ref().ok());
/// let means: Vec<f64> = answers.filter_map(|answer| answer.value()).collect();
/// assert_eq!(means, [9.0, 1.0, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn curve(
    problem: &LocationProblem,
    model: CurveModel,
    centres: RangeInclusive<usize>,
    budget: Budget,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<CurveStep>, NoSolution> {
    let (asked, candidates) = (*centres.end(), problem.open_sites().len());
    if asked > candidates {
        return Err(NoSolution::TooFewCandidates { asked, candidates });
    }
    let solver = Solver::new(model, problem);
    let mut steps: Vec<CurveStep> = Vec::new();
    for centres in centres {
        progress(centres);
        let found = match solver.best(centres, budget) {
            Ok(answer) => Ok(model.at(centres).completed(problem, answer, budget)),
            Err(NoSolution::Volumes { .. }) => Err(NoLayout::Infeasible),
            Err(NoSolution::Undecided { .. }) => Err(NoLayout::Undecided),
            Err(other) => return Err(other),
        };
        let cancelled = budget.is_cancelled()
            || matches!(&found, Ok(answer) if answer.status == Status::Cancelled);
        let last = matches!(model, CurveModel::PMedianWithVolumes(volumes) if volumes.max.is_none())
            && matches!(found, Err(NoLayout::Infeasible));
        steps.push(CurveStep { centres, found });
        if cancelled || last {
            break;
        }
    }
    Ok(steps)
}

/// A problem made ready for any number of centres.
enum Solver<'a> {
    PMedian(Median<'a>),
    PMedianWithVolumes(Box<LimitedMedian<'a>>),
    Mclp(&'a LocationProblem<'a>, TravelTime),
    Backup(&'a LocationProblem<'a>, TravelTime),
}

impl<'a> Solver<'a> {
    fn new(model: CurveModel, problem: &'a LocationProblem<'a>) -> Self {
        match model {
            CurveModel::PMedian => Self::PMedian(Median::prepare(problem)),
            CurveModel::PMedianWithVolumes(volumes) => {
                Self::PMedianWithVolumes(Box::new(LimitedMedian::prepare(problem, volumes)))
            }
            CurveModel::Mclp(standard) => Self::Mclp(problem, standard),
            CurveModel::Backup(standard) => Self::Backup(problem, standard),
        }
    }

    /// The best layout with this many centres.
    fn best(&self, centres: usize, budget: Budget) -> Result<Answer, NoSolution> {
        match self {
            Self::PMedian(median) => {
                let found = median.best(centres, budget)?;
                Ok(Answer::from_median(median.problem(), &found))
            }
            Self::PMedianWithVolumes(median) => {
                let found = median.best(centres, budget)?;
                Ok(Answer::from_median(median.problem(), &found))
            }
            &Self::Mclp(problem, standard) => {
                let found = mclp(problem, centres, standard, budget)?;
                Ok(Answer::from_coverage(
                    problem,
                    Objective::Within(standard),
                    &found,
                ))
            }
            &Self::Backup(problem, standard) => {
                let found = backup_coverage(problem, centres, standard, budget)?;
                Ok(Answer::from_coverage(
                    problem,
                    Objective::Backup(standard),
                    &found,
                ))
            }
        }
    }
}
