use super::{RotaLayout, RotaRun};
use crate::report::table::{DataCell, DataTable};
use crate::rota::{RotaAssessment, RotaRow};

/// One row per layout, opening hours, network size and staffing: the clinicians needed, and those
/// planned.
#[must_use]
pub(crate) fn rota_table(run: &RotaRun) -> DataTable {
    let columns = [
        "layout",
        "centres",
        "hours",
        "open_hours_per_week",
        "network",
        "staffing",
        "clinicians",
        "clinicians_per_centre",
        "clinicians_per_group",
        "planned",
        "is_within_plan",
        "needed_resident",
        "needed_on_call",
        "needed_working_time",
        "one_in_nominal",
        "one_in_real",
        "meets_one_in",
        "resident_hours",
        "on_call_hours",
        "closed_hours",
        "resident_hours_each",
        "on_call_hours_each",
        "called_in_hours_each",
        "average_week_hours",
        "meets_average_week",
        "rest_breaches_each",
        "mt_each",
        "meets_operator_minimum",
    ];
    let mut table = DataTable::new(columns.map(str::to_owned).to_vec());
    for layout in run.layouts {
        for (row, planned) in &layout.rows {
            table.push(cells(
                layout,
                row,
                "needed",
                row.clinicians,
                row.given.as_ref(),
            ));
            let all = layout.size.planned;
            table.push(cells(layout, row, "planned", all, planned.as_ref()));
        }
    }
    table
}

fn cells(
    layout: &RotaLayout,
    row: &RotaRow,
    staffing: &str,
    clinicians: u32,
    given: Option<&RotaAssessment>,
) -> Vec<DataCell> {
    let whole = |number: u32| DataCell::Whole(u64::from(number));
    let yes = |is: bool| DataCell::text(if is { "yes" } else { "no" });
    let mut cells = vec![
        DataCell::text(layout.layout.clone()),
        whole(layout.size.centres),
        DataCell::text(row.hours.to_string()),
        DataCell::Number(row.hours.hours_per_week(), 2),
        whole(row.network),
        DataCell::text(staffing),
        whole(clinicians),
        DataCell::Number(f64::from(clinicians) / f64::from(layout.size.centres), 2),
        given.map_or(DataCell::Empty, |given| whole(given.clinicians)),
        whole(layout.size.planned),
        yes(row.planned_is_enough),
        whole(row.group.resident),
        whole(row.group.on_call),
        whole(row.group.working_time),
    ];
    let Some(given) = given else {
        cells.resize_with(28, || DataCell::Empty);
        return cells;
    };
    let number = |number: f64| DataCell::Number(number, 2);
    let [resident, on_call, closed] = given.hours;
    cells.extend([
        number(given.nominal_one_in),
        number(given.real_one_in),
        yes(given.meets_frequency),
        number(resident),
        number(on_call),
        number(closed),
        number(given.resident_each),
        number(given.on_call_each),
        number(given.called_in_each),
        number(given.average_week),
        yes(given.meets_average_week),
        number(given.rest_breaches_each),
        number(given.mt_each),
        yes(given.meets_operator_minimum),
    ]);
    cells
}
