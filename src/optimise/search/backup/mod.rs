//! Backup coverage: rows that must be hit twice.
//!
//! ```text
//! cost(S) = base + Σ_A weight_A · [|S ∩ A| < needed_A],      needed_A ∈ {1, 2}
//! ```
//!
//! over sets A of sites; of those that need two and have one open, what is left needs one. No set that must be
//! hit once says the same with a weight above zero, so that the search has a form of its own, and its own
//! relaxation: what a set of two misses at least, site by site, is
//!
//! ```text
//! max( 0,  1 − y(A) / 2,  max_{a ∈ A} 1 − y(A \ a) )
//! ```
//!
//! | file | what it does |
//! |---|---|
//! | `backup_rows` | the rows, and what is left of them as sites are decided |
//! | `backup_relaxation`, `sum_projection` | a saddle point method for their relaxation |
//! | `backup_bound` | the bound that its multipliers prove, in whole numbers |
//! | `backup_swaps` | local search |
//! | `backup_node`, `backup_search` | branch and bound |
//!
//! # References
//!
//! Hogan and `ReVelle` 1986, "Concepts and applications of backup coverage", Management Science 32.

mod backup_bound;
mod backup_node;
mod backup_relaxation;
pub(in crate::optimise) mod backup_rows;
pub(in crate::optimise) mod backup_search;
mod backup_swaps;
mod sum_projection;
