use super::SimulationRun;
use crate::report::table::{Cell, Table};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// One row per layout, scenario and hour of the week: patients who call in it, and punctures that begin
/// in it, in a mean year.
#[must_use]
pub(crate) fn simulation_hours(run: &SimulationRun) -> Table {
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
    let mut table = Table::new(columns.map(str::to_owned).to_vec());
    for service in run.services {
        let hours = service.result.hours.iter().zip(&service.result.punctures);
        for (hour, (&[candidates, treated], &punctures)) in hours.enumerate() {
            table.push(vec![
                Cell::text(service.layout.clone()),
                Cell::text(service.scenario.name.clone()),
                Cell::text(DAYS[hour / 24]),
                Cell::Whole(hour as u64 % 24),
                Cell::Number(candidates, 3),
                Cell::Number(treated, 3),
                Cell::Number((candidates - treated).max(0.0), 3),
                Cell::Number(punctures, 3),
            ]);
        }
    }
    table
}
