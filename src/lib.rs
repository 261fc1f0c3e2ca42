//! How long people take to reach time-critical care, who is covered, and where centres should be.
//!
//! The modules are in reading order: data flows down the list, and a module uses only modules above
//! it.

pub mod units;
mod wording;
pub mod atomic_file;
pub mod model;
pub mod crs;
pub mod index;
pub mod travel;
pub mod allocation;
pub mod coverage;
pub mod volume;
pub mod evaluation;
pub mod compare;
pub mod optimise;
pub mod care;
pub mod outcome;
pub mod flight;
pub mod pathway;
pub mod treatment;
pub mod study;
pub mod load;
pub mod plausibility;
pub mod grid;
pub mod render;
pub mod report;
#[cfg(feature = "england")]
pub mod built_in;
pub mod run;
