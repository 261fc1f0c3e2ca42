//! Whether so many centres can each have the least volume: decision diagrams.
//!
//! A layout stays within a minimum when it loses a centre, so that a part of a layout that breaks the minimum
//! is part of no layout within it. A candidate that knows only some of the others, its scope, has at least as
//! much among the open ones of these as in any layout that has them:
//!
//! ```text
//! x_j = 0   or   Σ { demand_i : no k of scope_j with x_k = 1 is nearer to i than j } ≥ min
//! ```
//!
//! Every candidate has such a condition, which is kept as an ordered binary decision diagram. Candidates are
//! decided one after another. Two ways to decide the first of them are the same if every diagram is at the
//! same node; of these, the one with most centres is kept. A way is left if another one has at least as many
//! centres and allows all that it allows, or if too few centres can follow: how many is known from a sweep in
//! the other direction.
//!
//! If nothing is left, so many centres are impossible. Otherwise layouts that are left are judged on all
//! points; one that is within the minimum is an answer, and the others say which candidates the scopes lack.
//!
//! | file | what it does |
//! |---|---|
//! | `nearer_sites` | points with the candidates that are nearer than another |
//! | `scopes` | the candidates that conditions know, and an order in which few are unfinished |
//! | `diagram` | the condition of a candidate |
//! | `labels` | ways to decide the first candidates, without those that others dominate |
//! | `sweep` | candidates decided one after another |
//! | `feasible_layout` | sweeps and scopes that grow, until there is an answer |
//!
//! # References
//!
//! Bryant 1986 (ordered binary decision diagrams); Bergman, Cire, van Hoeve and Hooker 2016, "Decision Diagrams
//! for Optimization" (relaxed diagrams and their refinement).

mod diagram;
pub(in crate::optimise) mod feasible_layout;
mod labels;
#[cfg(test)]
mod laws;
mod nearer_sites;
mod scopes;
mod sweep;
