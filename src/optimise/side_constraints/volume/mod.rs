//! Limits of volume: how much demand every centre must and may have.

pub(in crate::optimise) mod annealing;
pub(in crate::optimise) mod diagrams;
pub(in crate::optimise) mod handler;
pub(in crate::optimise) mod limited_median;
pub(in crate::optimise) mod limits;
pub(in crate::optimise) mod nearest_limits;
pub(in crate::optimise) mod p_median_with_volumes;
pub(in crate::optimise) mod prices;
pub(in crate::optimise) mod regions;
pub(in crate::optimise) mod rows;
pub(in crate::optimise) mod swaps;
pub(in crate::optimise) mod volume_groups;
