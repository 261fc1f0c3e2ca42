//! A location model, its side constraints and its budget.

use crate::error;
use crate::problem::Data;
use catchment::model::{SiteIndex, UnreachableRule};
use catchment::optimise::{
    Answer, Budget, CoverTarget, EquityMeasure, LocationModel, LocationProblem, NoSolution,
    Objective, ProblemError, SideConstraints, SolveError, Ties, VolumeLimits, solve,
};
use catchment::units::{Demand, Share, TravelTime};
use pyo3::prelude::*;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// What is asked of a problem.
pub(crate) struct Asked {
    pub(crate) model: LocationModel,
    pub(crate) candidates: Vec<SiteIndex>,
    pub(crate) keep: Vec<SiteIndex>,
    pub(crate) exclude: Vec<SiteIndex>,
    pub(crate) unreachable: UnreachableRule,
    /// A part of the value.
    pub(crate) gap: f64,
    /// In seconds.
    pub(crate) time_limit: Option<f64>,
    /// In gibibytes.
    pub(crate) memory: Option<f64>,
}

/// Why there is no layout.
pub(crate) enum Failure {
    Problem(ProblemError),
    Solve(SolveError),
}

/// Of a layout: the places of its sites, what it is worth, the mean minutes of the demand that can reach a
/// site, and the demand that cannot.
type SolvedLayout = (Vec<usize>, Option<f64>, Option<f64>, f64);

/// The best layouts, and what is proven of them.
#[pyclass(frozen, get_all, module = "catchment._catchment")]
pub(crate) struct Solved {
    /// Best first.
    layouts: Vec<SolvedLayout>,
    unit: &'static str,
    bound: Option<f64>,
    gap: f64,
    status: &'static str,
    nodes: u64,
    seconds: f64,
}

const GIB: f64 = 1_073_741_824.0;

fn given<T>(model: &str, name: &str, value: Option<T>) -> PyResult<T> {
    value.ok_or_else(|| error::input(format!("{model}: expected `{name}`, which is not given")))
}

fn refused(model: &str, name: &str, is_given: bool) -> PyResult<()> {
    if is_given {
        return Err(error::input(format!("`{name}` has no meaning for {model}")));
    }
    Ok(())
}

/// What models take as parameters; each takes some of them.
#[derive(Clone, Copy)]
pub(crate) struct Parameters {
    pub(crate) centres: Option<usize>,
    /// In minutes.
    pub(crate) within: Option<f64>,
    pub(crate) share: Option<f64>,
    pub(crate) layouts: Option<usize>,
    pub(crate) min_demand: Option<f64>,
    pub(crate) max_demand: Option<f64>,
    pub(crate) mean_within: Option<f64>,
}

impl Parameters {
    /// The model of a name.
    pub(crate) fn of(self, name: &str) -> PyResult<LocationModel> {
        let has_limits = self.min_demand.is_some() || self.max_demand.is_some();
        let name = if name == "p-center" { "p-centre" } else { name };
        if name != "p-median" {
            refused(name, "layouts", self.layouts.is_some())?;
            refused(name, "min_demand", self.min_demand.is_some())?;
            refused(name, "max_demand", self.max_demand.is_some())?;
        }
        if !matches!(name, "mclp" | "backup" | "lscp") {
            refused(name, "within", self.within.is_some())?;
        }
        if !matches!(name, "gini" | "mad") {
            refused(name, "mean_within", self.mean_within.is_some())?;
        }
        if name != "lscp" {
            refused(name, "share", self.share.is_some())?;
        }
        let standard = |minutes: f64| {
            TravelTime::try_limit_from_minutes(minutes)
                .map_err(|cause| error::input(format!("within: {cause}")))
        };
        match name {
            "p-median" => {
                let centres = given(name, "centres", self.centres)?;
                match self.layouts {
                    Some(1) | None => Ok(LocationModel::PMedian {
                        centres,
                        side_constraints: if has_limits {
                            SideConstraints::Volumes(limits(self.min_demand, self.max_demand)?)
                        } else {
                            SideConstraints::None
                        },
                    }),
                    Some(0) => Err(error::input("layouts: expected at least 1 (got 0)")),
                    Some(_) if has_limits => Err(error::input(
                        "`layouts` cannot be combined with `min_demand` and `max_demand`",
                    )),
                    Some(layouts) => Ok(LocationModel::BestPMedians { centres, layouts }),
                }
            }
            "mclp" => Ok(LocationModel::Mclp {
                centres: given(name, "centres", self.centres)?,
                standard: standard(given(name, "within", self.within)?)?,
            }),
            "backup" => Ok(LocationModel::Backup {
                centres: given(name, "centres", self.centres)?,
                standard: standard(given(name, "within", self.within)?)?,
            }),
            "lscp" => {
                refused(name, "centres", self.centres.is_some())?;
                let target = match self.share {
                    None => CoverTarget::Everything,
                    Some(share) => {
                        let share = Share::try_new(share);
                        CoverTarget::Share(
                            share.map_err(|cause| error::input(format!("share: {cause}")))?,
                        )
                    }
                };
                let standard = standard(given(name, "within", self.within)?)?;
                Ok(LocationModel::Lscp {
                    standard,
                    target,
                    ties: Ties::Best,
                })
            }
            "gini" | "mad" => {
                let part = Share::try_new(self.mean_within.unwrap_or(EquityMeasure::MEAN_WITHIN));
                Ok(LocationModel::Equity {
                    centres: given(name, "centres", self.centres)?,
                    measure: if name == "gini" {
                        EquityMeasure::Gini
                    } else {
                        EquityMeasure::MeanAbsoluteDeviation
                    },
                    mean_within: part
                        .map_err(|cause| error::input(format!("mean_within: {cause}")))?,
                })
            }
            "p-centre" => Ok(LocationModel::PCentre {
                centres: given(name, "centres", self.centres)?,
                ties: Ties::Best,
            }),
            _ => Err(error::input(format!(
                "model: expected `p-median`, `mclp`, `backup`, `lscp`, `p-centre`, `gini` or `mad` (got \
                 `{name}`)"
            ))),
        }
    }
}

impl Asked {
    /// Refuses a budget that is none.
    pub(crate) fn check(&self) -> PyResult<()> {
        if !(0.0..=1.0).contains(&self.gap) {
            return Err(error::input(format!(
                "gap: expected a part of the value, from 0 to 1 (got {})",
                self.gap
            )));
        }
        for (name, unit, given) in [
            ("time_limit", "seconds", self.time_limit),
            ("memory", "GiB", self.memory),
        ] {
            if let Some(number) = given.filter(|number| !(0.0..=1e9).contains(number)) {
                return Err(error::input(format!(
                    "{name}: expected a number of {unit} from 0 to 1e9 (got {number})"
                )));
            }
        }
        Ok(())
    }

    pub(crate) fn solve(&self, data: &Data, cancel: &AtomicBool) -> Result<Solved, Failure> {
        let problem = LocationProblem::try_new(data.matrix(), data.demand())
            .and_then(|problem| problem.candidates(&self.candidates))
            .and_then(|problem| problem.keep(&self.keep))
            .and_then(|problem| problem.exclude(&self.exclude))
            .and_then(|problem| problem.with_unreachable(self.unreachable))
            .map_err(Failure::Problem)?;
        let mut budget = Budget::default().unless(cancel).to_gap(self.gap);
        if let Some(seconds) = self.time_limit {
            budget = budget.within(Duration::from_secs_f64(seconds));
        }
        if let Some(memory) = self.memory {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be in range"
            )]
            let bytes = (memory * GIB) as u64;
            budget = budget.in_memory(bytes);
        }
        let answer = solve(&problem, &self.model, &[], budget).map_err(Failure::Solve)?;
        Ok(Solved::new(&answer))
    }
}

fn limits(min: Option<f64>, max: Option<f64>) -> PyResult<VolumeLimits> {
    let demand = |name: &str, number: Option<f64>| {
        let demand = number.map(Demand::try_new).transpose();
        demand.map_err(|cause| error::input(format!("{name}: {cause}")))
    };
    let mut limits = VolumeLimits::default();
    limits.min = demand("min_demand", min)?;
    limits.max = demand("max_demand", max)?;
    Ok(limits)
}

impl Solved {
    fn new(answer: &Answer) -> Self {
        let is_maximised = matches!(
            answer.objective,
            Objective::Within(_) | Objective::Backup(_)
        );
        let layouts = answer.layouts.iter().map(|layout| {
            let sites = layout.sites.iter().map(|site| site.get()).collect();
            (
                sites,
                layout.value,
                layout.mean_minutes,
                layout.unreachable.as_f64(),
            )
        });
        Self {
            layouts: layouts.collect(),
            unit: answer.objective.unit(),
            bound: if is_maximised {
                answer.upper_bound
            } else {
                answer.lower_bound
            },
            gap: answer.gap_percent / 100.0,
            status: answer.status.word(),
            nodes: answer.nodes,
            seconds: answer.seconds,
        }
    }
}

impl Failure {
    /// The exception, with the ids of sites in place of their numbers.
    pub(crate) fn into_exception(self, id: impl Fn(SiteIndex) -> String) -> PyErr {
        match self {
            Self::Problem(ProblemError::KeptAndExcluded(site)) => {
                error::input(format!("site `{}` is both kept and excluded", id(site)))
            }
            Self::Problem(cause) => error::input(cause),
            Self::Solve(SolveError::NoSolution(cause)) => match cause {
                NoSolution::NoCentre => error::input(format!("centres: {cause}")),
                cause => error::no_solution(&cause),
            },
            Self::Solve(cause) => error::input(cause),
        }
    }
}
