//! Pathways, helicopters and outcomes: their tables, and their columns in the tables of a layout.

mod areas;
mod assumptions;
mod columns;
mod explain;
mod helicopter;
mod key_assumptions;
mod pathways;
mod sensitivity;
mod transfers;

pub(super) use areas::AreaCells;
pub(crate) use assumptions::{Assumption, assumptions};
pub(super) use columns::{FIGURES, SITE_COLUMNS, figures, site_cells};
pub use explain::{Explained, ExplainedLeg, ExplainedPathway, explained_table};
pub(crate) use explain::{Words, explained};
pub(super) use helicopter::{REMOTE, remote_units};
pub(crate) use helicopter::{base_siting, break_even, helicopter};
pub(crate) use key_assumptions::key_assumptions;
pub(crate) use pathways::{allowable_delay, pathways, units};
pub(crate) use sensitivity::sensitivity;
pub(crate) use transfers::transfers;
