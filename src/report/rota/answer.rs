use super::RotaRun;
use crate::document::{Cell, Column, Table};
use crate::wording::decimal;

/// The clinicians that each layout needs, with what the planned number gives.
#[must_use]
pub fn rota_answer(run: &RotaRun) -> Table {
    let choice = run.study.rota.clone().unwrap_or_default();
    let parameters = &choice.parameters;
    let caption = format!(
        "One row per layout, opening hours and network: clinicians needed for 1 in {} on call with \
         {} of {} working days away, and for an average week of {} hours. In a network of several \
         centres one has nights and weekends for all. The columns on the right say what the planned \
         clinicians give.",
        decimal(parameters.one_in, 1),
        decimal(parameters.days_away, 1),
        decimal(parameters.working_days, 1),
        decimal(parameters.average_week_limit, 1),
    );
    let columns = vec![
        Column::new("layout"),
        Column::new("hours"),
        Column::new("centres per network"),
        Column::new("needed"),
        Column::new("per centre"),
        Column::new("planned"),
        Column::new("enough"),
        Column::new("1 in N"),
        Column::new("with leave"),
        Column::with_unit("on call", "h per week"),
        Column::with_unit("called in", "h per week"),
        Column::with_unit("average week", "h"),
        Column::with_unit("short rests", "per year"),
        Column::with_unit("MT each", "per year"),
    ];
    let mut table = Table::new(caption, columns);
    for layout in run.layouts {
        for (row, planned) in &layout.rows {
            let of = |number: fn(&crate::rota::RotaAssessment) -> f64| {
                Cell::decimal(planned.as_ref().map(number), 1)
            };
            table.push(vec![
                layout.layout.as_str().into(),
                row.hours.to_string().into(),
                Cell::count(row.network as usize),
                Cell::count(row.clinicians as usize),
                Cell::decimal(row.per_centre, 1),
                Cell::count(layout.size.planned as usize),
                if row.planned_is_enough { "yes" } else { "no" }.into(),
                of(|given| given.nominal_one_in),
                of(|given| given.real_one_in),
                of(|given| given.on_call_each),
                of(|given| given.called_in_each),
                of(|given| given.average_week),
                of(|given| given.rest_breaches_each),
                of(|given| given.mt_each),
            ]);
        }
    }
    table
}
