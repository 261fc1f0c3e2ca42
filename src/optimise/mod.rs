//! Where the centres should be: the best layouts of the location models, with proof.
//!
//! | model | function | value |
//! |---|---|---|
//! | p-median: least mean time | [`p_median`], for a curve [`Median`] | demand × time |
//! | its k best layouts | [`k_best`] | demand × time |
//! | with a floor for every group | [`p_median_with_floors`] | demand × time |
//! | with volumes within limits | [`p_median_with_volumes`], for a curve [`LimitedMedian`] | demand × time |
//! | most centres that have a volume | [`most_centres`] | centres |
//! | MCLP: most demand within a standard | [`mclp`]; of many millions of points [`MergedCoverage`] | demand |
//! | backup coverage: most demand within a standard of two centres | [`backup_coverage`] | demand |
//! | LSCP: fewest centres for a standard, then most demand, then mean | [`lscp`] | all three |
//! | p-centre: least longest time, then mean | [`p_centre`] | both |
//! | p-median within a budget for sites | [`p_median_within_budget`] | both |
//! | least loss of patients, by a pathway | [`least_loss`] | what a layout loses at least, site by site |
//! | least Gini or mean absolute deviation of times, with nearly the least mean | [`least_inequality`] | that measure |
//! | largest smallest share of any group, then mean | [`worst_share`] | both |
//! | mean against something else: all that none dominates | [`frontier`] | both |
//!
//! [`solve`] answers any [`LocationModel`] in the units that are reported, and compares the answer
//! with what other rules for unreachable demand would choose; [`curve`] does so for every number of
//! centres, [`expand`] for centres that are added to others.
//!
//! All are searches over the same form: sets of sites of which a layout should hit one, and what
//! it pays if it does not. A first-order method relaxes it, bounds are summed in whole numbers,
//! local search finds layouts, and branch and bound closes what is left. Among layouts of equal
//! value any one may be named, always the same one, whatever the number of threads.

mod answer;
mod budget;
mod curve;
mod equity_measure;
mod evaluated;
mod expansion;
mod frontier;
#[cfg(test)]
mod gap_laws;
#[cfg(test)]
mod interruption_laws;
mod location_model;
#[cfg(test)]
mod memory_laws;
mod models;
mod no_solution;
mod objective;
mod optimum;
mod outcome_measure;
#[cfg(test)]
mod oracle;
mod other_rules;
mod problem;
mod search;
mod side_constraint_choice;
mod side_constraints;
mod solution;
mod status;
mod unreachable_demand;
mod work;

pub use answer::{Answer, RankedLayout, Then, ThenOf};
pub use budget::Budget;
pub(crate) use curve::FeasibleCentres;
pub use curve::{CurveModel, CurveStep, NoLayout, curve};
pub use equity_measure::EquityMeasure;
pub use evaluated::EvaluatedAnswer;
pub use expansion::{Expansion, expand};
pub use frontier::{Against, Frontier, FrontierPoint, TradeOff, frontier};
pub use location_model::{LocationModel, SolveError, solve};
pub use models::backup_coverage::{backed_up, backup_coverage};
pub use models::equity::least_inequality::least_inequality;
pub use models::least_loss::{LayoutLosses, least_loss};
pub use models::longest_then_mean::LongestThenMean;
pub use models::lscp::{CoverTarget, FewestCentres, Ties, lscp};
pub use models::mclp::mclp;
pub use models::merged_coverage::MergedCoverage;
pub use models::most_centres::most_centres;
pub use models::p_centre::p_centre;
pub use models::p_median::{Median, p_median};
pub use models::worst_share::{GroupShares, WorstShare, worst_share};
pub(crate) use no_solution::Names;
pub use no_solution::{NoSolution, VolumeSum};
pub use objective::Objective;
pub use optimum::Optimum;
pub use outcome_measure::OutcomeMeasure;
pub use problem::error::ProblemError;
pub use problem::location_problem::LocationProblem;
pub use problem::unreachable::PointDemand;
pub use search::k_best::{KBest, k_best};
pub use side_constraint_choice::{GroupFloor, SideConstraints};
pub use side_constraints::floors::exact_share::ExactShare;
pub use side_constraints::floors::limits::Floors;
pub use side_constraints::floors::p_median_with_floors::p_median_with_floors;
pub use side_constraints::floors::remedies::{FloorRemedies, HighestFloor, Remedy, Shortfall};
pub use side_constraints::spending::p_median_within_budget::p_median_within_budget;
pub use side_constraints::spending::spending_limit::SpendingLimit;
pub use side_constraints::volume::limited_median::LimitedMedian;
pub use side_constraints::volume::limits::{NearestFeasibleLimits, NearestNumber, VolumeLimits};
pub use side_constraints::volume::p_median_with_volumes::p_median_with_volumes;
pub use solution::Solution;
pub use status::Status;
pub use unreachable_demand::{OtherChoice, OtherRule, UnreachableDemand};
