use super::equity_measure::EquityMeasure;
use super::objective::Objective;
use super::outcome_measure::OutcomeMeasure;
use super::solution::Solution;
use super::status::Status;
use super::unreachable_demand::UnreachableDemand;
use crate::model::SiteIndex;
use crate::optimise::models::longest_then_mean::LongestThenMean;
use crate::optimise::models::lscp::{FewestCentres, Ties};
use crate::optimise::models::worst_share::WorstShare;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::gap::gap_percent;
use crate::optimise::search::k_best::KBest;
use crate::units::{Demand, DemandMinutes, TravelTime};

/// The best layouts that a solver found, in the units that are reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What they are best at.
    pub objective: Objective,
    /// Sites that it was chosen from, kept ones included.
    pub candidates: usize,
    /// What else had to hold, in words; empty where nothing had to.
    pub subject_to: String,
    /// What is proven.
    pub status: Status,
    /// The layouts, best first, at least one.
    pub layouts: Vec<RankedLayout>,
    /// What was done with demand that has no route to some candidate; `None` if every pair that
    /// matters has a time.
    pub unreachable: Option<UnreachableDemand>,
    /// No layout's value is less than this.
    pub lower_bound: Option<f64>,
    /// The best layout's value is no more than this.
    pub upper_bound: Option<f64>,
    /// The value as a part of all demand, in per cent, where it is demand.
    pub value_percent: Option<f64>,
    /// Gap between the best layout's value and what is proven, in per cent of the value.
    pub gap_percent: f64,
    /// The gap at which the search was to end, in per cent; `None` if the model takes none.
    pub gap_asked_percent: Option<f64>,
    /// How many of the best layouts were asked for; `None` where one was.
    pub layouts_asked: Option<usize>,
    /// What is decided after the objective, in this order.
    pub then: Vec<Then>,
    /// Sites that are in all of the layouts.
    pub in_all: Vec<SiteIndex>,
    /// Nodes of the search tree.
    pub nodes: u64,
    /// Iterations of the relaxation.
    pub iterations: u64,
    /// Wall-clock time of the search, in seconds.
    pub seconds: f64,
}

/// A layout of an answer, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedLayout {
    /// Its sites, ascending.
    pub sites: Vec<SiteIndex>,
    /// The objective, in its unit: of a mean time, with what unreachable demand counts as.
    pub value: Option<f64>,
    /// Mean time of the demand that can reach one of the sites; `None` if none can.
    pub mean_minutes: Option<f64>,
    /// Demand that has a route to a candidate, but to none of the sites.
    pub unreachable: Demand,
}

/// What is decided after the objective, with its own bound and gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Then {
    /// What it is.
    pub of: ThenOf,
    /// What it is worth: minutes of mean, or demand.
    pub value: Option<f64>,
    /// What is proven: that a mean can be no less, demand no more.
    pub bound: Option<f64>,
    /// Gap between the two, in per cent of the value.
    pub gap_percent: f64,
}

/// What is decided after the objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ThenOf {
    /// The mean of the layouts that are equally good by what comes before it: p-centre, LSCP.
    Mean,
    /// The demand within the standard of the layouts with as few centres: LSCP.
    Covered,
    /// The last of the best few layouts: no layout that is not named is better than its bound.
    Last,
}

impl Answer {
    /// The sites of the best layout.
    #[must_use]
    pub fn sites(&self) -> &[SiteIndex] {
        self.layouts.first().map_or(&[], |layout| &layout.sites)
    }

    /// What the best layout is worth, in the objective's unit.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.layouts.first()?.value
    }

    /// How many of the best layouts were asked for, where fewer were found.
    #[must_use]
    pub fn more_layouts_asked(&self) -> Option<usize> {
        self.layouts_asked
            .filter(|&asked| self.layouts.len() < asked)
    }

    fn new<V>(
        problem: &LocationProblem,
        found: &Solution<V>,
        objective: Objective,
        value: Option<f64>,
        [lower_bound, upper_bound]: [Option<f64>; 2],
    ) -> Self {
        Self {
            objective,
            candidates: problem.open_sites().len(),
            subject_to: String::new(),
            status: found.status,
            layouts: vec![RankedLayout::new(problem, &found.sites, value)],
            unreachable: None,
            lower_bound,
            upper_bound,
            value_percent: None,
            gap_percent: found.gap_percent,
            gap_asked_percent: None,
            layouts_asked: None,
            then: Vec::new(),
            in_all: found.sites.clone(),
            nodes: found.nodes,
            iterations: found.iterations,
            seconds: found.seconds,
        }
    }

    /// The p-median in minutes of mean, with what demand without a route counts as.
    pub(super) fn from_median(problem: &LocationProblem, found: &Solution<DemandMinutes>) -> Self {
        let demand = problem.objective_demand(&found.sites);
        let [value, bound] = [found.value, found.bound].map(|sum| sum.mean_over(demand));
        Self::new(problem, found, Objective::Mean, value, [bound, value])
    }

    /// The MCLP in demand within the standard, backup coverage in demand within that of two centres.
    pub(super) fn from_coverage(
        problem: &LocationProblem,
        objective: Objective,
        found: &Solution<Demand>,
    ) -> Self {
        let number = |demand: Demand| Some(demand.as_f64());
        let bounds = [number(found.value), number(found.bound)];
        let value = number(found.value);
        Self {
            value_percent: found.value.percent_of(problem.total_demand()),
            ..Self::new(problem, found, objective, value, bounds)
        }
    }

    /// The LSCP in centres.
    pub(super) fn from_lscp(
        problem: &LocationProblem,
        standard: TravelTime,
        ties: Ties,
        found: &Solution<FewestCentres>,
    ) -> Self {
        let (best, bound) = (found.value, found.bound);
        let number = |centres: usize| Some(centres as f64);
        let bounds = [number(bound.centres), number(best.centres)];
        let (objective, value) = (Objective::Fewest(standard), number(best.centres));
        let is_fewest = bound.centres == best.centres;
        let is_most = is_fewest && bound.covered == best.covered;
        let demand = problem.objective_demand(&found.sites);
        let covered = Then {
            of: ThenOf::Covered,
            value: Some(best.covered.as_f64()),
            bound: is_fewest.then(|| bound.covered.as_f64()),
            gap_percent: if is_fewest {
                let [best, bound] = [best, bound].map(|of| u128::from(of.covered.millionths()));
                gap_percent(best, bound)
            } else {
                100.0
            },
        };
        let mean = Then {
            of: ThenOf::Mean,
            value: best.demand_minutes.mean_over(demand),
            bound: bound
                .demand_minutes
                .mean_over(demand)
                .filter(|_| is_most && bound.demand_minutes > DemandMinutes::ZERO),
            gap_percent: if is_most {
                mean_gap(best.demand_minutes, bound.demand_minutes)
            } else {
                100.0
            },
        };
        Self {
            gap_percent: if is_fewest { 0.0 } else { found.gap_percent },
            then: match ties {
                Ties::Best => vec![covered, mean],
                Ties::Any => Vec::new(),
            },
            ..Self::new(problem, found, objective, value, bounds)
        }
    }

    /// The p-centre in minutes of the longest time; the mean after it, with what demand without
    /// a route counts as.
    pub(super) fn from_p_centre(
        problem: &LocationProblem,
        ties: Ties,
        found: &Solution<LongestThenMean>,
    ) -> Self {
        let both = [found.value, found.bound];
        let [value, bound] = both.map(|both| Some(both.longest.as_f64()));
        let demand = problem.objective_demand(&found.sites);
        let [mean, least] = both.map(|both| both.demand_minutes.mean_over(demand));
        let is_proven = found.bound.longest == found.value.longest;
        let of_mean = mean_gap(found.value.demand_minutes, found.bound.demand_minutes);
        let then = Then {
            of: ThenOf::Mean,
            value: mean,
            bound: least.filter(|_| is_proven),
            gap_percent: if is_proven { of_mean } else { 100.0 },
        };
        Self {
            gap_percent: if is_proven { 0.0 } else { found.gap_percent },
            then: match ties {
                Ties::Best => vec![then],
                Ties::Any => Vec::new(),
            },
            ..Self::new(problem, found, Objective::Longest, value, [bound, value])
        }
    }

    /// The smallest share of any group, in per cent; the mean after it.
    pub(super) fn from_worst_share(
        problem: &LocationProblem,
        standard: TravelTime,
        ties: Ties,
        found: &Solution<WorstShare>,
    ) -> Self {
        let (best, bound) = (found.value, found.bound);
        let [value, most] = [best, bound].map(|of| Some(of.share.percent()));
        let is_most = best.share == bound.share;
        let demand = problem.objective_demand(&found.sites);
        let mean = Then {
            of: ThenOf::Mean,
            value: best.demand_minutes.mean_over(demand),
            bound: bound.demand_minutes.mean_over(demand).filter(|_| is_most),
            gap_percent: if is_most {
                mean_gap(best.demand_minutes, bound.demand_minutes)
            } else {
                100.0
            },
        };
        let objective = Objective::WorstGroup(standard);
        Self {
            gap_percent: if is_most { 0.0 } else { found.gap_percent },
            then: match ties {
                Ties::Best => vec![mean],
                Ties::Any => Vec::new(),
            },
            ..Self::new(problem, found, objective, value, [value, most])
        }
    }

    /// The best outcome per 1,000 admissions, from the mean loss of one.
    #[must_use]
    pub fn from_losses(
        problem: &LocationProblem,
        measure: OutcomeMeasure,
        found: &Solution<DemandMinutes>,
        per_1000: impl Fn(f64) -> f64,
    ) -> Self {
        let demand = problem.total_demand();
        // Losses are counted as milliseconds are.
        let lost = |sum: DemandMinutes| sum.mean_over(demand).map(|mean| mean * 60_000.0);
        let [value, most] = [found.value, found.bound].map(|sum| lost(sum).map(&per_1000));
        let gap = value.zip(most).filter(|_| found.value != found.bound);
        let objective = Objective::Outcome(measure);
        Self {
            gap_percent: gap.map_or(0.0, |(value, most)| 100.0 * (most - value) / value),
            ..Self::new(problem, found, objective, value, [value, most])
        }
    }

    /// How unequal times are.
    pub(super) fn from_inequality(
        problem: &LocationProblem,
        measure: EquityMeasure,
        found: &Solution<f64>,
    ) -> Self {
        let [value, bound] = [Some(found.value), Some(found.bound)];
        let objective = Objective::Equity(measure);
        Self::new(problem, found, objective, value, [bound, value])
    }

    /// The best few p-medians, in minutes of mean.
    pub(super) fn from_k_best(problem: &LocationProblem, found: &KBest) -> Self {
        let ranked = |(sites, sum): &(Vec<SiteIndex>, DemandMinutes)| {
            let demand = problem.objective_demand(sites);
            RankedLayout::new(problem, sites, sum.mean_over(demand))
        };
        let layouts: Vec<_> = found.layouts.iter().map(ranked).collect();
        let value = layouts.first().and_then(|layout| layout.value);
        let of_last = found.layouts.last().map_or(1.0, |(_, sum)| {
            let (bound, sum) = (found.bound.as_f64(), sum.as_f64());
            if bound < sum { bound / sum } else { 1.0 }
        });
        let last = layouts.last().and_then(|layout| layout.value);
        let then = Then {
            of: ThenOf::Last,
            value: last,
            bound: last.map(|last| last * of_last),
            gap_percent: found.gap_percent,
        };
        let then = if layouts.len() > 1 {
            vec![then]
        } else {
            Vec::new()
        };
        let bound = match found.layouts.first() {
            Some((_, sum)) if found.least < *sum => {
                value.map(|value| value * found.least.as_f64() / sum.as_f64())
            }
            _ => value,
        };
        Self {
            objective: Objective::Mean,
            candidates: problem.open_sites().len(),
            subject_to: String::new(),
            status: found.status,
            layouts,
            unreachable: None,
            lower_bound: bound,
            upper_bound: value,
            value_percent: None,
            gap_percent: found.first_gap_percent,
            gap_asked_percent: None,
            layouts_asked: Some(found.asked),
            then,
            in_all: found.in_all.clone(),
            nodes: found.nodes,
            iterations: found.iterations,
            seconds: found.seconds,
        }
    }
}

fn mean_gap(value: DemandMinutes, bound: DemandMinutes) -> f64 {
    gap_percent(value.raw(), bound.raw())
}

impl RankedLayout {
    fn new(problem: &LocationProblem, sites: &[SiteIndex], value: Option<f64>) -> Self {
        Self {
            sites: sites.to_vec(),
            value,
            mean_minutes: problem.mean_minutes(sites),
            unreachable: problem.unreachable_from(sites).demand,
        }
    }
}

impl AsRef<Self> for Answer {
    fn as_ref(&self) -> &Self {
        self
    }
}
