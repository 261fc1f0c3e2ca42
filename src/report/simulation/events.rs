use super::SimulationRun;
use crate::load::Dataset;
use crate::report::parquet_table::{ParquetColumn, ParquetValues, parquet_table};
use crate::report::table::{DataCell, DataTable};
use crate::simulate::{Calendar, Entry, PatientEvent};
use parquet::data_type::ByteArray;
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
    let groups = histories.map(|history| columns(run.dataset, history));
    parquet_table("events", groups)
}

/// The same rows as a table.
#[must_use]
pub(crate) fn history_table(dataset: &Dataset, histories: &[ServiceHistory]) -> DataTable {
    let names: Vec<String> = columns(dataset, EMPTY)
        .into_iter()
        .map(|column| column.name)
        .collect();
    let mut table = DataTable::new(names);
    for &history in histories {
        let columns: Vec<Vec<DataCell>> = columns(dataset, history)
            .into_iter()
            .map(|column| cells(column.values))
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

fn columns(dataset: &Dataset, history: ServiceHistory) -> Vec<ParquetColumn> {
    let entries = history.entries;
    let calendar = Calendar::new(0);
    let minutes = |milliseconds: i64| milliseconds as f64 / 60_000.0;
    let key = |of: &dyn Fn(&Entry) -> String| {
        let values = entries
            .iter()
            .map(|entry| ByteArray::from(of(entry).as_str()));
        ParquetValues::Key(values.collect())
    };
    let text = |of: &dyn Fn(PatientEvent) -> Option<String>| {
        let values = entries.iter().map(|entry| of(entry.event));
        ParquetValues::Text(
            values
                .map(|word| word.map(|word| ByteArray::from(word.as_str())))
                .collect(),
        )
    };
    let whole = |of: &dyn Fn(&Entry) -> usize| {
        let values = entries.iter().map(|entry| i32::try_from(of(entry)));
        ParquetValues::Whole(values.map(|number| number.unwrap_or(i32::MAX)).collect())
    };
    let time = |of: &dyn Fn(&Entry) -> Option<i64>| {
        ParquetValues::Number(entries.iter().map(|entry| of(entry).map(minutes)).collect())
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
    let column = |name: &str, values| ParquetColumn::new(name, values);
    vec![
        column("layout", key(&|_| history.layout.to_owned())),
        column("scenario", key(&|_| history.scenario.to_owned())),
        column("replication", whole(&|_| history.replication as usize)),
        column(
            "point_id",
            key(&|entry| dataset.points[entry.patient.point.get()].id.clone()),
        ),
        column("patient", whole(&|entry| entry.patient.number as usize + 1)),
        column("counted", ParquetValues::Flag(counted.collect())),
        column("event", key(&|entry| entry.event.key().to_owned())),
        column("minutes", time(&|entry| Some(entry.time))),
        column(
            "hour_of_week",
            whole(&|entry| calendar.hour_of_week(entry.time)),
        ),
        column(
            "window_minutes",
            time(&|entry| Some(entry.time - entry.patient.window_begins())),
        ),
        column("site_id", text(&|event| event.site().map(named))),
        column("to_site_id", text(&|event| event.destination().map(named))),
        column("by", text(&|event| by(event).map(str::to_owned))),
        column("opening_wait_minutes", wait(0)),
        column("suite_wait_minutes", wait(1)),
        column("team_wait_minutes", wait(2)),
        column(
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

fn cells(values: ParquetValues) -> Vec<DataCell> {
    let word = |bytes: ByteArray| bytes.as_utf8().map_or(DataCell::Empty, DataCell::text);
    match values {
        ParquetValues::Key(words) => words.into_iter().map(word).collect(),
        ParquetValues::Text(words) => {
            let words = words.into_iter();
            words
                .map(|words| words.map_or(DataCell::Empty, word))
                .collect()
        }
        ParquetValues::Number(numbers) => numbers.into_iter().map(DataCell::minutes).collect(),
        ParquetValues::Whole(numbers) => {
            let numbers = numbers.into_iter();
            let whole = |number| DataCell::Whole(u64::try_from(number).unwrap_or(0));
            numbers.map(whole).collect()
        }
        ParquetValues::Count(numbers) => {
            let whole =
                |number: i64| u64::try_from(number).map_or(DataCell::Empty, DataCell::Whole);
            let numbers = numbers.into_iter();
            numbers
                .map(|number| number.map_or(DataCell::Empty, whole))
                .collect()
        }
        // What a table for people has no words for.
        ParquetValues::Bytes(values) => vec![DataCell::Empty; values.len()],
        ParquetValues::Box(_, values) => vec![DataCell::Empty; values.len()],
        ParquetValues::Flag(flags) => {
            let flags = flags.into_iter();
            flags
                .map(|flag| DataCell::text(if flag { "yes" } else { "no" }))
                .collect()
        }
    }
}
