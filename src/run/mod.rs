//! One way in: open a study, ask it, draw and write the answers.
//!
//! [`StudySource`] reads the choices of a study, [`Session`] its data. A session evaluates the
//! layouts ([`Session::evaluate`]), searches for better ones ([`Session::optimise`],
//! [`Session::curve`], [`Session::expand`]) and explains the pathway of one area
//! ([`Session::explain`]). Every answer owns its data, and has tables, pictures and a way to write
//! them. [`GridSession`] does the same for files of millions of cells.
//!
//! An [`Observer`] hears how far the work has come, and may end it between two stages; a
//! [`Budget`](crate::optimise::Budget) limits a search.

mod answer_files;
mod asked;
mod care_data;
mod clinicians;
mod curve;
mod draw;
mod example_study;
mod expand;
mod explain;
mod explain_error;
#[cfg(test)]
mod fault_laws;
mod friction_times;
mod grid;
mod growth;
mod location_error;
mod location_question;
mod new_folder;
mod observer;
mod opened;
mod page;
mod pareto;
mod optima;
mod optimised;
mod patient_histories;
mod prepare;
mod results;
mod roads;
mod rotas;
mod session;
mod sensitivity;
mod simulated;
mod simulated_pictures;
mod simulation_error;
mod simulation_question;
mod site_selection;
mod solve;
mod solve_outcome;
mod source;
mod stages;
mod tables;
mod treatment;
mod uncertain_model;
mod write;

pub use curve::{Curve, CurveQuestion};
pub use draw::DrawError;
pub use example_study::{ExampleError, ExampleStudy, write_example_study};
pub use expand::NestedLayouts;
pub use explain_error::ExplainError;
pub use grid::{
    GridBuild, GridBuildError, GridBuildRequest, GridGenerateError, GridGenerateRequest,
    GridRequest, GridResults, GridRunError, GridSession, GridSites, PolygonFile, WrittenGrid,
};
pub use growth::{Growth, GrowthError};
pub use location_error::LocationError;
pub use location_question::LocationQuestion;
pub use observer::{Interrupted, Observer, Silent};
pub use optimised::Optimised;
pub use pareto::{Pareto, ParetoQuestion};
pub use patient_histories::{PatientHistories, PatientQuestion};
pub use prepare::Prepared;
pub use results::Results;
pub use roads::{
    CheckError, CheckedNetwork, MatrixPlaces, RoadError, RoadMatrix, Roads, build_network,
};
pub use rotas::{RotaError, Rotas};
pub use sensitivity::Sensitivity;
pub use session::Session;
pub use simulated::Simulated;
pub use simulation_error::SimulationError;
pub use simulation_question::SimulationQuestion;
pub use site_selection::SiteSelection;
pub use source::{OpenError, StudySource};
pub use write::{WriteError, WriteOptions};

/// Removes half-written files and new folders, for a program that is to end at once.
pub fn abandon() {
    crate::output::abandon();
    new_folder::abandon();
}
