//! The tables of rotas: how many clinicians hours need, and what so many give.

mod answer;
mod table;

pub use answer::rota_answer;
pub(crate) use table::rota_table;

use crate::rota::{LayoutSize, RotaAssessment, RotaParameters, RotaRow, given_staff};
use crate::study::{RotaChoice, Study};

/// What the tables of rotas are made of.
#[derive(Debug, Clone, Copy)]
pub struct RotaRun<'a> {
    /// The choices.
    pub study: &'a Study,
    /// Layout by layout, in the order of the study.
    pub layouts: &'a [RotaLayout],
}

/// The rotas of one layout.
#[derive(Debug, Clone, PartialEq)]
pub struct RotaLayout {
    /// The layout.
    pub layout: String,
    /// Its centres, and the clinicians planned for all.
    pub size: LayoutSize,
    /// One row per hours and network size, with what the planned clinicians give the largest group.
    pub rows: Vec<(RotaRow, Option<RotaAssessment>)>,
}

impl RotaLayout {
    pub(crate) fn new(
        layout: &str,
        size: LayoutSize,
        at_each: u32,
        choice: &RotaChoice,
        parameters: &RotaParameters,
    ) -> Self {
        let rows = crate::rota::rota_table(&[size], &choice.hours, &choice.networks, parameters);
        let rows = rows.into_iter().map(|row| {
            let largest = size.groups(row.network).into_iter().max().unwrap_or(0);
            let planned = given_staff(size, &row.hours, largest, at_each, parameters);
            (row, planned)
        });
        Self {
            layout: layout.to_owned(),
            size,
            rows: rows.collect(),
        }
    }
}
