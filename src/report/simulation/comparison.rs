use super::{SimulationRun, cells};
use crate::report::table::{DataCell, DataTable};
use crate::simulate::Figure;

/// One row per pair of services and figure: the difference over the same patients, year by year, and
/// the share of the years in which the first is higher.
///
/// Every layout is compared with the base layout in the same scenario, and the base layout in every
/// scenario with itself in the first.
#[must_use]
pub(crate) fn simulation_comparison(run: &SimulationRun) -> DataTable {
    let columns = [
        "layout",
        "scenario",
        "base_layout",
        "base_scenario",
        "figure",
        "difference",
        "difference_low",
        "difference_high",
        "years_higher_percent",
        "years_higher_percent_low",
        "years_higher_percent_high",
    ];
    let mut table = DataTable::new(columns.map(str::to_owned).to_vec());
    for service in run.services {
        let Some(base) = run.compared_with(service) else {
            continue;
        };
        for figure in Figure::ALL {
            let paired = base.result.paired(&service.result, figure, run.confidence);
            let Some(paired) = paired else { continue };
            let mut row = vec![
                DataCell::text(service.layout.clone()),
                DataCell::text(service.scenario.name.clone()),
                DataCell::text(base.layout.clone()),
                DataCell::text(base.scenario.name.clone()),
                DataCell::text(figure.key()),
            ];
            row.extend(cells(Some(paired.difference)));
            row.extend(cells(Some(paired.second_is_higher.percent())));
            table.push(row);
        }
    }
    table
}
