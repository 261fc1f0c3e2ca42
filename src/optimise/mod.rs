//! Where the centres should be: the best layouts of the location models, with proof.

mod bound;
mod branch;
mod budget;
mod cover_rows;
mod cover_tree;
mod equity;
mod interchange;
mod k_best;
mod lscp;
mod mclp;
mod nearest_rows;
mod node;
#[cfg(test)]
mod oracle;
mod p_centre;
mod p_median;
mod problem;
mod relaxation;
mod solution;
mod volume;
mod volume_search;

pub use budget::Budget;
pub use equity::{Floors, p_median_with_floors};
pub use k_best::{KBest, k_best};
pub use lscp::{CoverTarget, lscp};
pub use mclp::mclp;
pub use p_centre::{LongestThenMean, p_centre};
pub use p_median::{Median, p_median};
pub use problem::{LocationProblem, ProblemError};
pub use solution::{NoSolution, Shortfall, Solution, Status};
pub use volume::{Volumes, most_centres, p_median_with_volumes};
