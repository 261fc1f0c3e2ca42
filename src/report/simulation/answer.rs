use super::SimulationRun;
use crate::document::{Cell, Column, Table};
use crate::simulate::engine::Interval;
use crate::simulate::{Cause, Figure};

/// Every layout in every scenario side by side, and how each differs from the base over the same
/// patients.
#[must_use]
pub fn simulation_answer(run: &SimulationRun) -> Table {
    let years = run
        .services
        .first()
        .map_or(0, |service| service.result.years.len());
    let caption = format!(
        "One row per layout and scenario, with means of {years} replications of one year. Lost: \
         patients who could be given MT and are not, by cause. The difference is in patients treated, \
         over the same patients: of a layout from the base layout in the same scenario, of the base \
         layout from its first scenario. Intervals (95%) carry chance and not what is unknown."
    );
    let columns = vec![
        Column::new("layout"),
        Column::new("scenario"),
        Column::with_unit("treated", "per year"),
        Column::with_unit("of those who could be", "%"),
        Column::new("lost: closed"),
        Column::new("busy"),
        Column::new("too late"),
        Column::with_unit("onset to puncture", "min"),
        Column::new("difference"),
        Column::new("interval"),
        Column::with_unit("years with more", "%"),
    ];
    let mut table = Table::new(caption, columns);
    for service in run.services {
        let of = |figure| service.result.interval(figure, run.confidence);
        let mean = |figure| Cell::decimal(of(figure).map(|interval| interval.estimate), 1);
        let base = run.compared_with(service);
        let paired = base.and_then(|base| {
            base.result
                .paired(&service.result, Figure::Treated, run.confidence)
        });
        let ends =
            |Interval { low, high, .. }: Interval| Cell::from(format!("{low:.1} to {high:.1}"));
        table.push(vec![
            Cell::from(service.layout.as_str()),
            Cell::from(service.scenario.name.as_str()),
            mean(Figure::Treated),
            mean(Figure::TreatedPercent),
            mean(Figure::Lost(Cause::Closed)),
            mean(Figure::Lost(Cause::Busy)),
            mean(Figure::Lost(Cause::TooLate)),
            mean(Figure::ToPunctureMean),
            Cell::difference(paired.map(|paired| paired.difference.estimate), 1),
            paired.map_or(Cell::Missing, |paired| ends(paired.difference)),
            Cell::decimal(
                paired.map(|paired| 100.0 * paired.second_is_higher.estimate),
                1,
            ),
        ]);
    }
    table
}
