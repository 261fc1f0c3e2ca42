use super::SimulationRun;
use crate::report::table::{DataCell, DataTable};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// One row per layout, scenario and hour of the week: patients who call in it, and punctures that begin
/// in it, in a mean year.
#[must_use]
pub(crate) fn simulation_hours(run: &SimulationRun) -> DataTable {
    let columns = [
        "layout",
        "scenario",
        "weekday",
        "hour",
        "candidates",
        "treated",
        "lost",
        "punctures",
    ];
    let mut table = DataTable::new(columns.map(str::to_owned).to_vec());
    for service in run.services {
        let hours = service.result.hours.iter().zip(&service.result.punctures);
        for (hour, (&[candidates, treated], &punctures)) in hours.enumerate() {
            table.push(vec![
                DataCell::text(service.layout.clone()),
                DataCell::text(service.scenario.name.clone()),
                DataCell::text(DAYS[hour / 24]),
                DataCell::Whole(hour as u64 % 24),
                DataCell::Number(candidates, 3),
                DataCell::Number(treated, 3),
                DataCell::Number((candidates - treated).max(0.0), 3),
                DataCell::Number(punctures, 3),
            ]);
        }
    }
    table
}
