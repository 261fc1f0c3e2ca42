//! A year of patients against a service with hours, suites, teams and helicopters: discrete events,
//! replicated.
//!
//! One replication is one year. Patients are those who can be given MT; who they are, when they call
//! and how long each step takes depends on the seed, the replication and the patient alone, so that
//! the same patients meet every layout and scenario (common random numbers).

mod acceptance;
mod aircraft;
mod arrivals;
mod calendar;
mod centres;
mod choices;
mod dispatch;
mod durations;
mod elective;
pub mod engine;
mod figures;
mod intervals;
mod journal;
mod outcome;
mod patients;
mod pending;
mod record;
mod recorder;
mod replication;
mod result;
mod routes;
mod scene;
mod setup;
mod stations;
mod timeline;
mod uncertain;

#[cfg(test)]
mod concurrency_laws;
#[cfg(test)]
mod laws;

pub use acceptance::Acceptance;
pub use aircraft::{Aircraft, AircraftChoice};
pub use arrivals::{ArrivalFactors, ArrivalFactorsError};
pub use calendar::Calendar;
pub use centres::{CentreResources, Elective};
pub use choices::{
    AirChoices, CentreHoursChoice, ElectiveChoices, IndexModel, SimulationChoices,
    SimulationScenario,
};
pub use durations::{Durations, Step};
pub use figures::{Figure, Figures};
pub use journal::{Entry, PatientEvent};
pub use outcome::{Cause, Loss};
pub use patients::{Patient, Patients};
pub use record::{Record, SiteRecord};
pub use replication::replicate;
pub use result::{
    PairedDifference, Plan, ServiceResult, SimulationResult, SiteResult, histories, simulate,
};
pub use routes::{Route, Routes};
pub use scene::{Cohort, SceneError, SimulatedService, SiteServices};
pub use setup::Setup;
pub use uncertain::{UncertainInput, UncertainValues};
