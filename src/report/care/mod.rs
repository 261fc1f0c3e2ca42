//! Pathways, helicopters and outcomes: their tables, and their columns in the tables of a layout.

mod areas;
mod assumptions;
mod columns;
mod explain;
mod helicopter;
mod pathways;
mod sensitivity;
mod transfers;

pub(super) use areas::AreaCells;
pub use assumptions::{Assumption, assumptions};
pub(super) use columns::{FIGURES, SITE_COLUMNS, figures, site_cells};
pub use explain::{Explained, ExplainedLeg, ExplainedPathway, Words, explained, explained_table};
pub(super) use helicopter::{REMOTE, remote_units};
pub use helicopter::{base_siting, break_even, helicopter};
pub use pathways::{allowable_delay, pathways, units};
pub use sensitivity::sensitivity;
pub use transfers::transfers;
