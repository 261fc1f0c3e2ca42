use super::SimulationRun;
use super::event_values::EventValues;
use crate::load::Dataset;
use crate::report::parquet_table::{ParquetColumn, parquet_table};
use crate::report::table::{DataCell, DataTable};
use crate::simulate::{Calendar, Entry, PatientEvent};
use parquet::errors::ParquetError;

/// What happened to patients in one service and one replication.
#[derive(Debug, Clone, Copy)]
pub struct ServiceHistory<'a> {
    /// The layout.
    pub layout: &'a str,
    /// The scenario.
    pub scenario: &'a str,
    /// The replication, from 1.
    pub replication: u32,
    /// Ascending by demand point, patient and time.
    pub entries: &'a [Entry],
}

/// `simulation-events.parquet`: one row per event of each patient.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(crate) fn simulation_events(run: &SimulationRun) -> Result<Vec<u8>, ParquetError> {
    let histories = run.services.iter().flat_map(|service| {
        (1..)
            .zip(&service.histories)
            .map(|(replication, entries)| ServiceHistory {
                layout: &service.layout,
                scenario: &service.scenario.name,
                replication,
                entries,
            })
    });
    let groups = histories.map(|history| {
        let columns = columns(run.dataset, history).into_iter();
        columns
            .map(|(name, values)| ParquetColumn::new(name, values.into_parquet()))
            .collect()
    });
    parquet_table("events", groups)
}

/// The same rows as a table.
#[must_use]
pub(crate) fn history_table(dataset: &Dataset, histories: &[ServiceHistory]) -> DataTable {
    let names = columns(dataset, EMPTY).into_iter();
    let names = names.map(|(name, _)| name.to_owned());
    let mut table = DataTable::new(names.collect());
    for &history in histories {
        let columns: Vec<Vec<DataCell>> = columns(dataset, history)
            .into_iter()
            .map(|(_, values)| values.into_cells())
            .collect();
        for row in 0..history.entries.len() {
            table.push(columns.iter().map(|column| column[row].clone()).collect());
        }
    }
    table
}

const EMPTY: ServiceHistory = ServiceHistory {
    layout: "",
    scenario: "",
    replication: 0,
    entries: &[],
};

/// Every column with its name.
fn columns(dataset: &Dataset, history: ServiceHistory) -> Vec<(&'static str, EventValues)> {
    let entries = history.entries;
    let calendar = Calendar::new(0);
    let minutes = |milliseconds: i64| milliseconds as f64 / 60_000.0;
    let key = |of: &dyn Fn(&Entry) -> String| EventValues::Key(entries.iter().map(of).collect());
    let text = |of: &dyn Fn(PatientEvent) -> Option<String>| {
        EventValues::Text(entries.iter().map(|entry| of(entry.event)).collect())
    };
    let whole = |of: &dyn Fn(&Entry) -> usize| {
        let values = entries.iter().map(|entry| i32::try_from(of(entry)));
        EventValues::Whole(values.map(|number| number.unwrap_or(i32::MAX)).collect())
    };
    let time = |of: &dyn Fn(&Entry) -> Option<i64>| {
        EventValues::Minutes(entries.iter().map(|entry| of(entry).map(minutes)).collect())
    };
    let wait = |number: usize| {
        time(&move |entry: &Entry| match entry.event {
            PatientEvent::Puncture {
                opening_wait,
                suite_wait,
                team_wait,
                ..
            } => Some([opening_wait, suite_wait, team_wait][number]),
            _ => None,
        })
    };
    let counted = entries
        .iter()
        .map(|entry| calendar.counts(entry.patient.call));
    let named = |site: crate::model::SiteIndex| dataset.site(site).id.clone();
    vec![
        ("layout", key(&|_| history.layout.to_owned())),
        ("scenario", key(&|_| history.scenario.to_owned())),
        ("replication", whole(&|_| history.replication as usize)),
        (
            "point_id",
            key(&|entry| dataset.points[entry.patient.point.get()].id.clone()),
        ),
        ("patient", whole(&|entry| entry.patient.number as usize + 1)),
        ("counted", EventValues::Flag(counted.collect())),
        ("event", key(&|entry| entry.event.key().to_owned())),
        ("minutes", time(&|entry| Some(entry.time))),
        (
            "hour_of_week",
            whole(&|entry| calendar.hour_of_week(entry.time)),
        ),
        (
            "window_minutes",
            time(&|entry| Some(entry.time - entry.patient.window_begins())),
        ),
        ("site_id", text(&|event| event.site().map(named))),
        ("to_site_id", text(&|event| event.destination().map(named))),
        ("by", text(&|event| by(event).map(str::to_owned))),
        ("opening_wait_minutes", wait(0)),
        ("suite_wait_minutes", wait(1)),
        ("team_wait_minutes", wait(2)),
        (
            "cause",
            text(&|event| match event {
                PatientEvent::Lost { cause } => Some(cause.key().to_owned()),
                _ => None,
            }),
        ),
    ]
}

/// How a journey is made.
const fn by(event: PatientEvent) -> Option<&'static str> {
    match event {
        PatientEvent::Transfer { by_air: true, .. } => Some("air"),
        PatientEvent::LeavesScene { .. }
        | PatientEvent::Transfer { .. }
        | PatientEvent::SentOn { .. } => Some("road"),
        _ => None,
    }
}
