//! The location models, one file each, with the objective in symbols and its source.

pub(super) mod backup_coverage;
pub(super) mod bisection;
pub(super) mod equity;
pub(super) mod fewest;
pub(super) mod least_loss;
pub(super) mod longest_then_mean;
pub(super) mod lscp;
pub(super) mod mclp;
pub(super) mod mean_within;
pub(super) mod merged_coverage;
pub(super) mod most_centres;
pub(super) mod p_centre;
pub(super) mod p_median;
pub(super) mod worst_share;
