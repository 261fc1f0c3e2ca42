//! Where the centres should be: the best layouts of the location models, with proof.
//!
//! | model | function | value |
//! |---|---|---|
//! | p-median: least mean time | [`p_median`], for a curve [`Median`] | demand × time |
//! | its best so many layouts | [`k_best`] | demand × time |
//! | with a floor for every group | [`p_median_with_floors`] | demand × time |
//! | with volumes within limits | [`p_median_with_volumes`], for a curve [`LimitedMedian`] | demand × time |
//! | most centres that have a volume | [`most_centres`] | centres |
//! | MCLP: most demand within a standard | [`mclp`] | demand |
//! | LSCP: fewest centres for a standard | [`lscp`] | centres |
//! | p-centre: least longest time, then mean | [`p_centre`] | both |
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
mod bound;
mod branch;
mod budget;
mod cover_rows;
mod cover_tree;
mod curve;
mod cut;
mod dominated;
mod evaluated;
mod expansion;
mod floors;
mod gap;
#[cfg(test)]
mod gap_laws;
mod interchange;
mod k_best;
mod location_model;
mod longest_then_mean;
mod lscp;
mod mclp;
mod nearest_rows;
mod no_solution;
mod node;
mod objective;
mod optimum;
#[cfg(test)]
mod oracle;
mod other_rules;
mod p_centre;
mod p_median;
mod problem;
mod relaxation;
mod solution;
mod start;
mod status;
mod tree_builder;
mod unreachable;
mod unreachable_demand;
mod volume;

pub use answer::{Answer, RankedLayout, Then, ThenOf};
pub use budget::Budget;
pub use curve::{CurveModel, CurveStep, FeasibleCentres, NoLayout, curve};
pub use evaluated::EvaluatedAnswer;
pub use expansion::{Expansion, expand};
pub use floors::{FloorRemedies, Floors, HighestFloor, Remedy, p_median_with_floors};
pub use k_best::{KBest, k_best};
pub use location_model::{GroupFloor, LocationModel, SideConstraints, SolveError, solve};
pub use longest_then_mean::LongestThenMean;
pub use lscp::{CoverTarget, lscp};
pub use mclp::mclp;
pub use no_solution::{Names, NoSolution, Shortfall, VolumeSum};
pub use objective::Objective;
pub use optimum::Optimum;
pub use p_centre::p_centre;
pub use p_median::{Median, p_median};
pub use problem::{LocationProblem, ProblemError};
pub use solution::Solution;
pub use status::Status;
pub use unreachable::PointDemand;
pub use unreachable_demand::{OtherChoice, OtherRule, UnreachableDemand};
pub use volume::{LimitedMedian, VolumeLimits, VolumeMiss, most_centres, p_median_with_volumes};
