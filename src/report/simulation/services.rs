use super::{SimulationRun, cells, with_interval};
use crate::report::table::{DataCell, DataTable};
use crate::simulate::Figure;

/// One row per layout and scenario: what becomes of its patients in a year.
#[must_use]
pub(crate) fn simulation_services(run: &SimulationRun) -> DataTable {
    let mut columns = [
        "layout",
        "scenario",
        "centres",
        "replications",
        "deterministic_treated",
    ]
    .map(str::to_owned)
    .to_vec();
    columns.extend(
        Figure::ALL
            .iter()
            .flat_map(|figure| with_interval(figure.key())),
    );
    let mut table = DataTable::new(columns);
    for service in run.services {
        let mut row = vec![
            DataCell::text(service.layout.clone()),
            DataCell::text(service.scenario.name.clone()),
            DataCell::Whole(service.centres.len() as u64),
            DataCell::Whole(service.result.years.len() as u64),
            DataCell::Number(service.deterministic, 3),
        ];
        for figure in Figure::ALL {
            row.extend(cells(service.result.interval(figure, run.confidence)));
        }
        table.push(row);
    }
    table
}

/// One row per layout, scenario and group of the first grouping.
#[must_use]
pub(crate) fn simulation_groups(run: &SimulationRun) -> DataTable {
    let mut columns = ["layout", "scenario", "grouping", "group"]
        .map(str::to_owned)
        .to_vec();
    columns.extend(
        ["candidates", "treated"]
            .iter()
            .flat_map(|key| with_interval(key)),
    );
    columns.push("treated_percent".to_owned());
    let mut table = DataTable::new(columns);
    let Some(grouping) = run.dataset.groupings.first() else {
        return table;
    };
    for service in run.services {
        for (label, [candidates, treated]) in grouping.labels().iter().zip(&service.result.groups) {
            let mut row = vec![
                DataCell::text(service.layout.clone()),
                DataCell::text(service.scenario.name.clone()),
                DataCell::text(grouping.name()),
                DataCell::text(label.clone()),
            ];
            row.extend(cells(candidates.interval(run.confidence)));
            row.extend(cells(treated.interval(run.confidence)));
            let share = treated
                .mean()
                .zip(candidates.mean())
                .filter(|(_, all)| *all > 0.0);
            row.push(DataCell::percent(
                share.map(|(treated, all)| 100.0 * treated / all),
            ));
            table.push(row);
        }
    }
    table
}
