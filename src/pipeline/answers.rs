use super::unreachable::{Asked, unreachable_demand};
use crate::model::SiteIndex;
use crate::optimise::{Budget, KBest, LocationProblem, LongestThenMean, NoSolution, Solution};
use crate::report::{Answer, Objective, RankedLayout, Then, ThenOf};
use crate::units::{Demand, DemandMinutes, Minutes};

pub(super) fn answer<V>(
    problem: &LocationProblem,
    found: &Solution<V>,
    objective: Objective,
    value: Option<f64>,
    [lower_bound, upper_bound]: [Option<f64>; 2],
) -> Answer {
    Answer {
        objective,
        candidates: problem.open_sites().len(),
        subject_to: String::new(),
        status: found.status,
        layouts: vec![ranked(problem, &found.sites, value)],
        unreachable: None,
        lower_bound,
        upper_bound,
        value_percent: None,
        gap_percent: found.gap_percent,
        gap_asked_percent: None,
        then: None,
        in_all: found.sites.clone(),
        nodes: found.nodes,
        iterations: found.iterations,
        seconds: found.seconds,
    }
}

/// The answer with what it did with demand without a route, and what other rules would choose by
/// the same search.
pub(super) fn with_unreachable(
    problem: &LocationProblem,
    answer: Answer,
    budget: Budget,
    best: &dyn Fn(&LocationProblem, Budget) -> Result<Answer, NoSolution>,
) -> Answer {
    let asked = Asked {
        objective: answer.objective,
        best: &|problem, budget| {
            let found = best(problem, budget)?;
            Ok((found.sites().to_vec(), found.status))
        },
        no_worse: &|problem, one, other| match answer.objective {
            Objective::Within(standard) => {
                problem.covered(one, standard) >= problem.covered(other, standard)
            }
            _ => problem.rank(one) <= problem.rank(other),
        },
    };
    let layout = (answer.sites(), answer.status);
    let unreachable = unreachable_demand(problem, &asked, layout, budget, answer.seconds);
    Answer {
        unreachable,
        ..answer
    }
}

pub(super) fn ranked(
    problem: &LocationProblem,
    sites: &[SiteIndex],
    value: Option<f64>,
) -> RankedLayout {
    RankedLayout {
        sites: sites.to_vec(),
        value,
        mean_minutes: problem.mean_minutes(sites),
        unreachable: problem.unreachable_from(sites).demand,
    }
}

/// In minutes of mean, with what demand without a route counts as.
pub(super) fn mean(problem: &LocationProblem, found: &Solution<DemandMinutes>) -> Answer {
    let demand = problem.objective_demand(&found.sites);
    let [value, bound] = [found.value, found.bound].map(|sum| sum.mean_over(demand));
    answer(problem, found, Objective::Mean, value, [bound, value])
}

/// In demand within the standard.
pub(super) fn within(
    problem: &LocationProblem,
    standard: Minutes,
    found: &Solution<Demand>,
) -> Answer {
    let number = |demand: Demand| Some(demand.as_f64());
    let bounds = [number(found.value), number(found.bound)];
    Answer {
        value_percent: found.value.percent_of(problem.total_demand()),
        ..answer(
            problem,
            found,
            Objective::Within(standard),
            number(found.value),
            bounds,
        )
    }
}

/// In minutes of the longest time; the mean after it, with what demand without a route counts as.
pub(super) fn longest(problem: &LocationProblem, found: &Solution<LongestThenMean>) -> Answer {
    let both = [found.value, found.bound];
    let [value, bound] = both.map(|both| Some(both.longest.as_f64()));
    let demand = problem.objective_demand(&found.sites);
    let [mean, least] = both.map(|both| both.demand_minutes.mean_over(demand));
    let is_proven = found.bound.longest == found.value.longest;
    Answer {
        gap_percent: if is_proven { 0.0 } else { found.gap_percent },
        then: Some(Then {
            of: ThenOf::Mean,
            value: mean,
            lower_bound: least.filter(|_| is_proven),
            gap_percent: if is_proven { found.gap_percent } else { 100.0 },
        }),
        ..answer(problem, found, Objective::Longest, value, [bound, value])
    }
}

pub(super) fn best_few(problem: &LocationProblem, found: &KBest) -> Answer {
    let of = |(sites, sum): &(Vec<SiteIndex>, DemandMinutes)| {
        let demand = problem.objective_demand(sites);
        ranked(problem, sites, sum.mean_over(demand))
    };
    let layouts: Vec<_> = found.layouts.iter().map(of).collect();
    let value = layouts.first().and_then(|layout| layout.value);
    let of_last = found.layouts.last().map_or(1.0, |(_, sum)| {
        let (bound, sum) = (found.bound.as_f64(), sum.as_f64());
        if bound < sum { bound / sum } else { 1.0 }
    });
    let last = layouts.last().and_then(|layout| layout.value);
    let then = (layouts.len() > 1).then(|| Then {
        of: ThenOf::Last,
        value: last,
        lower_bound: last.map(|last| last * of_last),
        gap_percent: found.gap_percent,
    });
    let bound = match found.layouts.first() {
        Some((_, sum)) if found.least < *sum => {
            value.map(|value| value * found.least.as_f64() / sum.as_f64())
        }
        _ => value,
    };
    Answer {
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
        then,
        in_all: found.in_all.clone(),
        nodes: found.nodes,
        iterations: found.iterations,
        seconds: found.seconds,
    }
}
