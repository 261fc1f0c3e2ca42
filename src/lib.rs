//! How long people take to reach time-critical care, who is covered, and where centres should be.
//!
//! # Examples
//!
//! A study is one text that names CSV files and choices. Here both are in memory; usually they are
//! files, read with [`StudySource::open`](run::StudySource::open).
//!
//! ```
//! use catchment::load::{StudyFiles, Wanted};
//! use catchment::run::{Session, Silent, StudySource};
//!
//! let study = r#"
//!     name = "cornwall"
//!     population = { file = "towns.csv" }
//!     hospitals = { file = "hospitals.csv" }
//!     travel = { model = "straight-line" }
//!     report = { standards_minutes = [30, 45] }
//!
//!     [[layouts]]
//!     name = "plymouth"
//!     sites = ["PL"]
//!
//!     [[layouts]]
//!     name = "plymouth-and-truro"
//!     sites = ["PL", "TR"]
//! "#;
//! let towns = "id,name,lat,lon,population\n\
//!     A1,Plymouth,50.37,-4.14,264000\n\
//!     A2,Truro,50.26,-5.05,21000\n\
//!     A3,Penzance,50.12,-5.54,21000\n";
//! let hospitals = "id,lat,lon\nPL,50.417,-4.114\nTR,50.266,-5.093\n";
//! let files = StudyFiles::memory([
//!     ("towns.csv", towns.as_bytes()),
//!     ("hospitals.csv", hospitals.as_bytes()),
//! ]);
//!
//! let source = StudySource::from_text("cornwall.toml", study, files)?;
//! let session = Session::open(source, Wanted { drawing: false }, &mut Silent)?;
//! let results = session.evaluate(&mut Silent);
//! for evaluation in &results.evaluations {
//!     println!(
//!         "{}: mean {:.1} min, {:.1}% within 30 min",
//!         evaluation.layout.name(),
//!         evaluation.coverage.mean_minutes.unwrap_or_default(),
//!         evaluation.coverage.within_percent(0).unwrap_or_default(),
//!     );
//! }
//! let change = &results.comparisons[0].all;
//! println!("{:.0} people are nearer", change.nearer);
//! assert_eq!(change.nearer.as_f64(), 42_000.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The folder `examples` has more: arrays without files, a table of times from a CSV, the best
//! layout with proof, a map.
//!
//! # Where to start
//!
//! - [`run`] is the one way in for studies and grids: open, evaluate, optimise, draw, write.
//! - [`evaluation`] and [`compare`] do the same with arrays of your own.
//! - [`optimise`] solves the p-median, MCLP, LSCP and p-centre of any matrix of times.
//!
//! The modules are in reading order: data flows down the list, and a module uses only modules above
//! it.

#![warn(clippy::disallowed_methods)]

pub mod units;
mod wording;
mod memo;
mod grouped;
pub mod limits;
mod output;
pub mod model;
pub mod crs;
mod hilbert;
pub mod index;
mod borders;
pub mod network;
pub mod travel;
pub mod allocation;
pub mod coverage;
pub mod volume;
pub mod evaluation;
pub mod compare;
pub mod inequality;
pub mod optimise;
pub mod care;
pub mod outcome;
pub mod flight;
pub mod pathway;
pub mod treatment;
pub mod service;
pub mod simulate;
pub mod sensitivity;
pub mod rota;
pub mod growth;
pub mod study;
pub mod load;
mod plausibility;
pub mod grid;
pub mod document;
pub mod render;
pub mod report;
#[cfg(feature = "england")]
pub mod built_in;
pub mod run;
