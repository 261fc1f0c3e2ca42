use super::{SimulationRun, cells, with_interval};
use crate::report::table::{DataCell, DataTable};

/// One row per layout, scenario and centre: its work in a year.
#[must_use]
pub(crate) fn simulation_sites(run: &SimulationRun) -> DataTable {
    let mut columns = ["layout", "scenario", "site_id", "site", "open_hours"]
        .map(str::to_owned)
        .to_vec();
    columns.extend(with_interval("treated"));
    columns.extend(
        [
            "treated_per_operator",
            "suite_use_percent",
            "found_busy_percent",
            "called_in",
            "elective_cases",
        ]
        .map(str::to_owned),
    );
    let mut table = DataTable::new(columns);
    let clinicians = run.study.centres.as_ref().map(|policy| policy.clinicians);
    for service in run.services {
        let centres = service.centres.iter().zip(&service.open_hours);
        for ((&centre, &open), result) in centres.zip(&service.result.sites) {
            let site = run.dataset.site(centre);
            let mut row = vec![
                DataCell::text(service.layout.clone()),
                DataCell::text(service.scenario.name.clone()),
                DataCell::text(site.id.clone()),
                DataCell::text(site.name.clone()),
                DataCell::Number(open, 1),
            ];
            row.extend(cells(result.treated.interval(run.confidence)));
            let each = clinicians.filter(|&clinicians| clinicians > 0);
            let each = each.zip(result.treated.mean());
            let of_each = each.map(|(clinicians, treated)| treated / f64::from(clinicians));
            row.push(of_each.map_or(DataCell::Empty, |treated| DataCell::Number(treated, 3)));
            let suites = service
                .scenario
                .suites
                .map(f64::from)
                .filter(|_| open > 0.0);
            let used = suites.zip(result.occupied_hours.mean());
            row.push(DataCell::percent(
                used.map(|(suites, hours)| 100.0 * hours / (suites * open)),
            ));
            row.push(DataCell::percent(result.found_busy_percent.mean()));
            let number =
                |mean: Option<f64>| mean.map_or(DataCell::Empty, |mean| DataCell::Number(mean, 3));
            row.push(number(result.called_in.mean()));
            row.push(number(result.elective.mean()));
            table.push(row);
        }
    }
    table
}
