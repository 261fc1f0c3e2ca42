//! A floor for every group: a share of its demand within a standard.

pub(in crate::optimise) mod blocking_sets;
pub(in crate::optimise) mod exact_share;
pub(in crate::optimise) mod feasibility;
pub(in crate::optimise) mod group_rows;
pub(in crate::optimise) mod handler;
pub(in crate::optimise) mod limits;
pub(in crate::optimise) mod p_median_with_floors;
pub(in crate::optimise) mod priced_coverage;
pub(in crate::optimise) mod remedies;
pub(in crate::optimise) mod remedy_search;
pub(in crate::optimise) mod swap_search;
