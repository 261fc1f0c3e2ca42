use crate::document::{Cell, Column, Document, Table};
use crate::report::run::{Run, whole_or_decimal};
use crate::wording::{decimal, thousands};

/// How demand is shared among the centres of each layout, and how many have enough.
pub(super) fn write(report: &mut Document, run: &Run) {
    report.heading(2, "Centres");
    let standard = run.study.headline_standard();
    let mut columns = ["layout", "smallest", "quartiles", "largest"]
        .map(Column::from)
        .to_vec();
    let caption = if let Some(policy) = &run.study.centres {
        let minutes = whole_or_decimal(run.study.standards[standard]);
        columns.extend(["too few procedures", "too little demand"].map(Column::from));
        columns.push(Column::with_unit(
            format!("≤ {minutes} min and enough"),
            "%",
        ));
        format!(
            "One row per layout. Procedures are {}% of a centre's demand. A centre should have at \
             least {} procedures and {:.0} of demand per year; it needs {} clinicians to be open \
             day and night.",
            decimal(100.0 * policy.eligible.as_f64(), 2),
            policy.min_procedures,
            policy.min_demand,
            policy.clinicians,
        )
    } else {
        "One row per layout: how demand is shared among its centres.".to_owned()
    };
    let mut table = Table::new(caption, columns);
    for evaluation in run.evaluations {
        let sizes = &evaluation.sizes;
        let mut row = vec![
            run.study.layout_title(evaluation.layout.name()).into(),
            Cell::thousands(sizes.min),
            format!("{} – {}", thousands(sizes.q1), thousands(sizes.q3)).into(),
            Cell::thousands(sizes.max),
        ];
        if let Some(volumes) = &evaluation.volumes {
            let within = volumes.within_and_enough[standard];
            row.extend([
                Cell::count(volumes.below_min_procedures),
                Cell::count(volumes.below_min_demand),
                Cell::decimal(within.percent_of(evaluation.coverage.demand), 1),
            ]);
        }
        table.push(row);
    }
    report.table(table);
}
