//! Regions: a bound that decides the sites of one part of the country together.
//!
//! Sites are divided into regions. Each region knows its own sites, the core, and some neighbours, the
//! halo, and lists which sets of them can be open together. What regions disagree about is relaxed: who
//! serves the points between them, which halo sites are open, and volumes. With multipliers for these,
//!
//! ```text
//! Σ_i d_i u_i + min { Σ_r cost_r(S_r) : Σ_r |S_r ∩ core_r| = centres }
//! ```
//!
//! is at most the cost of every layout within the limits, where `cost_r` counts what points of the region
//! save against their multiplier `u_i`. The sets of all regions are searched exactly, so that the bound is
//! that of a relaxation whose volumes and choices of centres are whole within every region.
//!
//! | file | what it does |
//! |---|---|
//! | `nearest_order` | all points with their sites in order |
//! | `merged_points` | points that pass the same undecided sites are one |
//! | `region` | the sites of a region and the sets of them that can be open |
//! | `set_map` | sets of one region as sets of another |
//! | `regrouping` | which sites form a region, and how regions grow as others are decided |
//! | `joining` | two regions become one, with the few sets that the bound leaves |
//! | `volume_filter` | strikes out sets that break the limits of volume |
//! | `ways` | how groups can be served by the sites of regions |
//! | `parts` | what sets are worth, as tables of fewer sites each |
//! | `relaxation` | the bound at multipliers, and its subgradient |
//! | `effort` | how long better multipliers are looked for |
//! | `if_decided` | what the bound proves of single sites |
//! | `counts` | how many centres each region has |
//! | `regional_search`, `regional_node`, `regional_branching` | branch and bound with this bound |
//! | `solved_root` | the root, solved once for several searches |
//!
//! # References
//!
//! Guignard and Kim 1987, "Lagrangean decomposition" (copies of variables and their multipliers); Held,
//! Wolfe and Crowder 1974 (steps).

mod counts;
mod effort;
mod if_decided;
mod joining;
#[cfg(test)]
mod laws;
mod merged_points;
mod multipliers;
pub(in crate::optimise) mod nearest_order;
mod parts;
mod region;
pub(in crate::optimise) mod regional_branching;
mod regional_node;
pub(in crate::optimise) mod regional_search;
mod regrouping;
mod relaxation;
mod set_map;
mod solved_root;
mod volume_filter;
mod ways;
