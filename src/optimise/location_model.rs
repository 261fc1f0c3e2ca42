use super::answer::Answer;
use super::budget::Budget;
use super::equity_measure::EquityMeasure;
use super::no_solution::NoSolution;
use super::objective::Objective;
use super::other_rules::AnyRule;
use super::side_constraint_choice::{GroupFloor, SideConstraints};
use crate::model::{Grouping, SiteIndex};
use crate::optimise::models::backup_coverage::{backed_up, backup_coverage};
use crate::optimise::models::equity::least_inequality::{inequality, least_inequality};
use crate::optimise::models::longest_then_mean::LongestThenMean;
use crate::optimise::models::lscp::{CoverTarget, Ties, lscp};
use crate::optimise::models::mclp::mclp;
use crate::optimise::models::p_centre::p_centre;
use crate::optimise::models::p_median::p_median;
use crate::optimise::models::worst_share::{GroupShares, worst_share};
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::k_best::k_best;
use crate::optimise::side_constraints::floors::limits::Floors;
use crate::optimise::side_constraints::floors::p_median_with_floors::p_median_with_floors;
use crate::optimise::side_constraints::spending::p_median_within_budget::p_median_within_budget;
use crate::optimise::side_constraints::spending::spending_limit::SpendingLimit;
use crate::optimise::side_constraints::volume::p_median_with_volumes::p_median_with_volumes;
use crate::units::{Share, SiteCost, TravelTime};
use std::ops::RangeInclusive;

/// What the best layout is to be best at, and what must hold beside it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LocationModel {
    /// The least mean time.
    PMedian {
        /// How many centres.
        centres: usize,
        /// What else must hold.
        side_constraints: SideConstraints,
    },
    /// Not only the layout with the least mean time: several of the best.
    BestPMedians {
        /// How many centres.
        centres: usize,
        /// How many layouts.
        layouts: usize,
    },
    /// The most demand within a standard.
    Mclp {
        /// How many centres.
        centres: usize,
        /// The standard.
        standard: TravelTime,
    },
    /// The most demand within a standard of at least two centres.
    Backup {
        /// How many centres.
        centres: usize,
        /// The standard.
        standard: TravelTime,
    },
    /// The fewest centres that put enough demand within a standard.
    Lscp {
        /// The standard.
        standard: TravelTime,
        /// How much is enough.
        target: CoverTarget,
        /// Whether the layout is the best of those with as few centres.
        ties: Ties,
    },
    /// The least longest time.
    PCentre {
        /// How many centres.
        centres: usize,
        /// Whether the layout is the best of those with the same longest time.
        ties: Ties,
    },
    /// The largest smallest share of any group within a standard.
    WorstGroup {
        /// How many centres.
        centres: usize,
        /// Name of the grouping.
        grouping: String,
        /// The standard.
        standard: TravelTime,
        /// Whether the layout is the best of those with the same share.
        ties: Ties,
    },
    /// The least inequality of times, of layouts with nearly the least mean.
    Equity {
        /// How many centres.
        centres: usize,
        /// How unequal times are.
        measure: EquityMeasure,
        /// How far the mean may be above the least, as a part of it.
        mean_within: Share,
    },
    /// The least mean time that there is money for.
    Affordable {
        /// How many centres, at least and at most.
        centres: RangeInclusive<usize>,
        /// What there is to spend on all sites that are open; what each costs is the problem's.
        available: SiteCost,
    },
}

/// Why a model has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SolveError {
    /// A name that is not a grouping's.
    #[error("`{name}` is not one of the groupings ({})", known.join(", "))]
    UnknownGrouping {
        /// The name.
        name: String,
        /// The groupings there are.
        known: Vec<String>,
    },
    /// No layout does what the model asks for.
    #[error(transparent)]
    NoSolution(#[from] NoSolution),
}

/// Finds the best layout of a model, with proof or with its gap, and compares it with what other
/// rules for unreachable demand would choose.
///
/// # Errors
///
/// The model names a grouping that is not among `groupings`, or no layout does what it asks for.
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Budget, LocationModel, LocationProblem, SideConstraints, solve};
/// use catchment::units::{Demand, TravelTime};
///
/// // Three places in a row, 10 min apart, each a candidate.
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0];
/// let times = times.map(|minutes| Some(TravelTime::from_whole(minutes)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
/// let model = LocationModel::PMedian {
///     centres: 1,
///     side_constraints: SideConstraints::None,
/// };
/// let answer = solve(&problem, &model, &[], Budget::default())?;
/// assert_eq!(answer.value(), Some(9.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn solve(
    problem: &LocationProblem,
    model: &LocationModel,
    groupings: &[Grouping],
    budget: Budget,
) -> Result<Answer, SolveError> {
    let grouping = model.grouping(groupings)?;
    let answer = model.best(problem, grouping, budget)?;
    // Of several layouts, the best.
    let single = match *model {
        LocationModel::BestPMedians { centres, .. } => LocationModel::PMedian {
            centres,
            side_constraints: SideConstraints::None,
        },
        _ => model.clone(),
    };
    let any_rule = AnyRule {
        best: &|problem, budget| single.best(problem, grouping, budget),
        no_worse: &|problem, one, other| single.no_worse(problem, grouping, one, other),
    };
    Ok(Answer {
        gap_asked_percent: Some(100.0 * budget.gap),
        ..any_rule.completed(problem, answer, budget)
    })
}

impl LocationModel {
    /// What the layout is to be best at.
    #[must_use]
    pub const fn objective(&self) -> Objective {
        match *self {
            Self::PMedian { .. } | Self::BestPMedians { .. } | Self::Affordable { .. } => {
                Objective::Mean
            }
            Self::WorstGroup { standard, .. } => Objective::WorstGroup(standard),
            Self::Mclp { standard, .. } => Objective::Within(standard),
            Self::Backup { standard, .. } => Objective::Backup(standard),
            Self::Lscp { standard, .. } => Objective::Fewest(standard),
            Self::PCentre { .. } => Objective::Longest,
            Self::Equity { measure, .. } => Objective::Equity(measure),
        }
    }

    /// The name of the grouping that a floor is about.
    #[must_use]
    pub const fn floor(&self) -> Option<&GroupFloor> {
        match self {
            Self::PMedian {
                side_constraints: SideConstraints::Floor(floor),
                ..
            } => Some(floor),
            _ => None,
        }
    }

    /// The name of the grouping that it is about, if it is about one.
    #[must_use]
    pub fn grouping_name(&self) -> Option<&str> {
        match self {
            Self::WorstGroup { grouping, .. } => Some(grouping),
            _ => self.floor().map(|floor| floor.grouping.as_str()),
        }
    }

    fn grouping<'a>(&self, groupings: &'a [Grouping]) -> Result<Option<&'a Grouping>, SolveError> {
        let Some(name) = self.grouping_name() else {
            return Ok(None);
        };
        let unknown = || SolveError::UnknownGrouping {
            name: name.to_owned(),
            known: Grouping::names(groupings),
        };
        let named = Grouping::named(groupings, name);
        named.ok_or_else(unknown).map(Some)
    }

    fn best(
        &self,
        problem: &LocationProblem,
        grouping: Option<&Grouping>,
        budget: Budget,
    ) -> Result<Answer, NoSolution> {
        match *self {
            Self::PMedian {
                centres,
                ref side_constraints,
            } => {
                let found = match side_constraints {
                    SideConstraints::None => p_median(problem, centres, budget),
                    SideConstraints::Volumes(volumes) => {
                        p_median_with_volumes(problem, centres, *volumes, budget)
                    }
                    SideConstraints::Floor(floor) => {
                        let labels = grouping.map_or(0, |grouping| grouping.labels().len());
                        let floors = Floors {
                            members: grouping.map_or(&[], Grouping::members),
                            standard: floor.standard,
                            floors: &vec![floor.share; labels],
                        };
                        p_median_with_floors(problem, centres, &floors, budget)
                    }
                };
                Ok(Answer::from_median(problem, &found?))
            }
            Self::BestPMedians { centres, layouts } => {
                let found = k_best(problem, centres, layouts, budget)?;
                Ok(Answer::from_k_best(problem, &found))
            }
            Self::Mclp { centres, standard } => {
                let found = mclp(problem, centres, standard, budget)?;
                Ok(Answer::from_coverage(problem, self.objective(), &found))
            }
            Self::Backup { centres, standard } => {
                let found = backup_coverage(problem, centres, standard, budget)?;
                Ok(Answer::from_coverage(problem, self.objective(), &found))
            }
            Self::Lscp {
                standard,
                target,
                ties,
            } => {
                let found = lscp(problem, standard, target, ties, budget)?;
                Ok(Answer::from_lscp(problem, standard, ties, &found))
            }
            Self::PCentre { centres, ties } => {
                let found = p_centre(problem, centres, ties, budget)?;
                Ok(Answer::from_p_centre(problem, ties, &found))
            }
            Self::WorstGroup {
                centres,
                standard,
                ties,
                ..
            } => {
                let shares = group_shares(grouping, standard);
                let found = worst_share(problem, centres, shares, ties, budget)?;
                Ok(Answer::from_worst_share(problem, standard, ties, &found))
            }
            Self::Equity {
                centres,
                measure,
                mean_within,
            } => {
                let found = least_inequality(problem, centres, measure, mean_within, budget)?;
                Ok(Answer::from_inequality(problem, measure, &found))
            }
            Self::Affordable {
                ref centres,
                available,
            } => {
                let of_site = problem
                    .site_costs()
                    .ok_or(NoSolution::NoSiteCosts)?
                    .to_vec();
                let limit = SpendingLimit { of_site, available };
                let found = p_median_within_budget(problem, &limit, centres.clone(), budget)?;
                Ok(Answer::from_median(problem, &found))
            }
        }
    }

    /// Whether a layout is no worse than another.
    fn no_worse(
        &self,
        problem: &LocationProblem,
        grouping: Option<&Grouping>,
        one: &[SiteIndex],
        other: &[SiteIndex],
    ) -> bool {
        match *self {
            Self::PMedian { .. } | Self::BestPMedians { .. } | Self::Affordable { .. } => {
                problem.rank(one) <= problem.rank(other)
            }
            Self::Equity { measure, .. } => {
                inequality(problem, measure, one) <= inequality(problem, measure, other)
            }
            Self::WorstGroup { standard, .. } => {
                let shares = group_shares(grouping, standard);
                let groups = shares.rows(problem);
                groups.worst(one) >= groups.worst(other)
            }
            Self::Mclp { standard, .. } => {
                problem.covered(one, standard) >= problem.covered(other, standard)
            }
            Self::Backup { standard, .. } => {
                backed_up(problem, one, standard) >= backed_up(problem, other, standard)
            }
            Self::Lscp {
                standard, target, ..
            } => {
                let covers = problem.covered(one, standard) >= target.demand(problem, standard);
                covers && one.len() <= other.len()
            }
            Self::PCentre { .. } => {
                LongestThenMean::from_layout(problem, one)
                    <= LongestThenMean::from_layout(problem, other)
            }
        }
    }

    /// The best layout of a model without a grouping, compared with what other rules would choose.
    pub(super) fn answer(
        &self,
        problem: &LocationProblem,
        budget: Budget,
    ) -> Result<Answer, NoSolution> {
        let answer = self.best(problem, None, budget)?;
        Ok(self.completed(problem, answer, budget))
    }

    /// The same of an answer that is known.
    pub(super) fn completed(
        &self,
        problem: &LocationProblem,
        answer: Answer,
        budget: Budget,
    ) -> Answer {
        let any_rule = AnyRule {
            best: &|problem, budget| self.best(problem, None, budget),
            no_worse: &|problem, one, other| self.no_worse(problem, None, one, other),
        };
        any_rule.completed(problem, answer, budget)
    }
}

/// The shares of a grouping's groups.
fn group_shares(grouping: Option<&Grouping>, standard: TravelTime) -> GroupShares<'_> {
    GroupShares {
        members: grouping.map_or(&[], Grouping::members),
        groups: grouping.map_or(0, |grouping| grouping.labels().len()),
        standard,
    }
}
