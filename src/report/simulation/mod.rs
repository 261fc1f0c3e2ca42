//! The tables of a simulation. Every figure is of one year, with its interval over replications: it
//! carries chance, not what is not known.

mod answer;
mod comparison;
mod content;
mod event_values;
mod events;
mod hours;
mod patient;
mod remarks;
mod services;
mod sites;

pub use answer::simulation_answer;
pub(crate) use comparison::simulation_comparison;
pub(crate) use content::simulation_content;
pub use events::ServiceHistory;
pub(crate) use events::{history_table, simulation_events};
pub(crate) use hours::simulation_hours;
pub use patient::patient_history;
pub use remarks::simulation_remarks;
pub(crate) use services::{simulation_groups, simulation_services};
pub(crate) use sites::simulation_sites;

use super::table::DataCell;
use crate::load::Dataset;
use crate::model::SiteIndex;
use crate::simulate::engine::Interval;
use crate::simulate::{Entry, ServiceResult, SimulationScenario};
use crate::study::Study;

/// What the tables of a simulation are made of.
#[derive(Debug, Clone, Copy)]
pub struct SimulationRun<'a> {
    /// The choices.
    pub study: &'a Study,
    /// What they were applied to.
    pub dataset: &'a Dataset,
    /// Every layout in every scenario: layout by layout, in the order of the study.
    pub services: &'a [SimulatedRun],
    /// Confidence of all intervals, 0 to 1.
    pub confidence: f64,
}

/// One layout in one scenario, simulated.
#[derive(Debug, Clone)]
pub struct SimulatedRun {
    /// The layout.
    pub layout: String,
    /// The scenario.
    pub scenario: SimulationScenario,
    /// The centres, in the order of their results.
    pub centres: Vec<SiteIndex>,
    /// Hours of the year in which each is open.
    pub open_hours: Vec<f64>,
    /// The centres that are open on a Wednesday of the first week at 12:00.
    pub open_at_noon: Vec<SiteIndex>,
    /// The same at 03:00.
    pub open_at_night: Vec<SiteIndex>,
    /// MT a year of the deterministic run: every centre open and free, every step as long as the
    /// study's delay.
    pub deterministic: f64,
    /// The place of the service that it is compared with; `None` where there is none.
    pub compared_with: Option<usize>,
    /// The replications.
    pub result: ServiceResult,
    /// What happened to each patient in the first replications; empty where nobody asked for it.
    pub histories: Vec<Vec<Entry>>,
}

impl<'a> SimulationRun<'a> {
    /// The service with which another is compared: the base layout in the same scenario, for the base
    /// layout itself the first scenario; `None` for the base layout in the first scenario.
    #[must_use]
    pub fn compared_with(&self, service: &SimulatedRun) -> Option<&'a SimulatedRun> {
        service.compared_with.map(|base| &self.services[base])
    }
}

/// Names of the columns of a figure and of its interval.
fn with_interval(key: &str) -> [String; 3] {
    [key.to_owned(), format!("{key}_low"), format!("{key}_high")]
}

/// A figure with the ends of its interval, which are empty with one replication.
fn cells(interval: Option<Interval>) -> [DataCell; 3] {
    let Some(Interval {
        estimate,
        low,
        high,
    }) = interval
    else {
        return [DataCell::Empty, DataCell::Empty, DataCell::Empty];
    };
    let end = |number: f64| {
        if number.is_finite() {
            DataCell::Number(number, 3)
        } else {
            DataCell::Empty
        }
    };
    [DataCell::Number(estimate, 3), end(low), end(high)]
}
