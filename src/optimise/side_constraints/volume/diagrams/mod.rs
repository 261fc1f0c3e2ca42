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
//! Where two centres more are impossible, there are few layouts, and the best is found by looking at all that
//! prices leave: what a centre costs at prices of points is a sum over centres, so that the least of all layouts
//! is a shortest way through the graph of the labels.
//!
//! | file | what it does |
//! |---|---|
//! | `nearer_sites` | points with the candidates that are nearer than another |
//! | `scopes` | the candidates that conditions know, and an order in which few are unfinished |
//! | `diagram` | the condition of a candidate |
//! | `labels` | ways to decide the first candidates, without those that others dominate |
//! | `sweep` | candidates decided one after another |
//! | `growing` | scopes that grow where conditions miss what takes demand away |
//! | `feasible_layout` | sweeps until there is an answer |
//! | `layout_graph` | all layouts with exactly so many centres that break no condition |
//! | `exact_costs` | what a layout costs, if its volumes are within the limits |
//! | `point_prices` | prices at which layouts of a graph are bounded |
//! | `few_layouts` | the best layout where there are few |
//!
//! # References
//!
//! Bryant 1986 (ordered binary decision diagrams); Bergman, Cire, van Hoeve and Hooker 2016, "Decision Diagrams
//! for Optimization" (relaxed diagrams and their refinement); Bergman, Cire and van Hoeve 2015, "Lagrangian bounds
//! from decision diagrams".

mod diagram;
mod exact_costs;
pub(in crate::optimise) mod feasible_layout;
pub(in crate::optimise) mod few_layouts;
pub(in crate::optimise) mod growing;
mod labels;
#[cfg(test)]
mod few_laws;
#[cfg(test)]
mod laws;
mod layout_graph;
mod nearer_sites;
mod point_prices;
mod scopes;
mod sweep;
