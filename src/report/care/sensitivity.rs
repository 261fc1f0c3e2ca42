use crate::report::run::Run;
use crate::report::table::{Cell, Table};

/// `sensitivity.csv`: one row per assumption, value and layout.
#[must_use]
pub(crate) fn sensitivity(run: &Run) -> Table {
    let header = [
        "parameter",
        "value",
        "layout",
        "mt_minutes",
        "good_outcomes_per_1000",
        "rank",
        "changes_ranking",
    ];
    let mut table = Table::new(header.map(String::from).to_vec());
    let Some(all) = run.treatment else {
        return table;
    };
    for variation in &all.sensitivity {
        for (treatment, varied) in all.layouts.iter().zip(&variation.layouts) {
            table.push(vec![
                Cell::text(variation.parameter),
                Cell::text(&variation.value),
                Cell::text(&treatment.layout),
                Cell::minutes(varied.mt_mean),
                Cell::percent(varied.good_per_1000),
                Cell::Whole(varied.rank as u64),
                Cell::text(if variation.changes_ranking {
                    "yes"
                } else {
                    "no"
                }),
            ]);
        }
    }
    table
}
