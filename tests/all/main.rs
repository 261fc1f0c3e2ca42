//! All integration tests in one program: one is linked, not twenty.

use std::io::Write as _;

mod abroad;
mod bad_input;
mod bad_study;
mod cli;
mod clinicians;
mod costs;
mod damaged_input;
mod data;
mod determinism;
#[cfg(feature = "england")]
mod england;
mod england_attributes;
mod equal_inputs;
mod equity;
mod exact;
mod figures;
mod fire_stations;
mod friction;
mod gis;
mod grids;
mod input_report;
mod networks;
mod optimise_cli;
#[cfg(feature = "england")]
mod optimise_england;
mod page;
mod plausibility;
mod reliability;
mod road_study;
mod roads;
mod simulate;
mod small_study;
mod stroke_outcome;
mod study_schema;

/// Says that a test was skipped, and for want of what. Not by `eprintln!`, which the test harness
/// keeps to itself.
fn skipped(test: &str, needs: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {test} needs {needs}");
}
