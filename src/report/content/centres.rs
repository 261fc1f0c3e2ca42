use crate::document::{Cell, Column, Document, Figure, Table};
use crate::report::run::{Run, whole_or_decimal};
use crate::wording::{decimal, thousands};

/// How demand is shared among the centres of each layout, and how many have enough.
pub(super) fn write(report: &mut Document, run: &Run) {
    report.heading(2, "Centres");
    let standard = run.study.headline_standard();
    let mut columns = vec![
        Column::new("layout"),
        Column::new("smallest").meaning("Demand sent to the centre with the least."),
        Column::new("quartiles").meaning("Half of all centres have a demand between these two."),
        Column::new("largest").meaning("Demand sent to the centre with the most."),
    ];
    let caption = if let Some(policy) = &run.study.centres {
        let minutes = whole_or_decimal(run.study.standards[standard]);
        columns.extend([
            Column::new("too few procedures")
                .meaning("Centres with fewer procedures per year than they should have."),
            Column::new("too little demand")
                .meaning("Centres with less demand per year than they should have."),
            Column::with_unit(format!("≤ {minutes} min and enough"), "%").meaning(
                "Share of everyone who reaches, within the standard, a centre with procedures and \
                 demand as it should have.",
            ),
        ]);
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
    if run.study.centres.is_some() {
        let caption = "What every centre of every layout is sent per year, against what a centre \
                       should have.";
        report.figure(Figure::new("centre-sizes", caption).with_table("sites"));
    }
}
