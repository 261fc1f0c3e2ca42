use crate::report::run::Run;
use crate::report::table::{DataCell, DataTable};

/// `sensitivity.csv`: one row per assumption, value and layout.
#[must_use]
pub(crate) fn sensitivity(run: &Run) -> DataTable {
    let header = [
        "parameter",
        "value",
        "layout",
        "mt_minutes",
        "good_outcomes_per_1000",
        "rank",
        "changes_ranking",
    ];
    let mut table = DataTable::new(header.map(String::from).to_vec());
    let Some(all) = run.treatment else {
        return table;
    };
    for variation in &all.sensitivity {
        for (treatment, varied) in all.layouts.iter().zip(&variation.layouts) {
            table.push(vec![
                DataCell::text(variation.parameter),
                DataCell::text(&variation.value),
                DataCell::text(&treatment.layout),
                DataCell::minutes(varied.mt_mean),
                DataCell::percent(varied.good_per_1000),
                DataCell::Whole(varied.rank as u64),
                DataCell::text(if variation.changes_ranking {
                    "yes"
                } else {
                    "no"
                }),
            ]);
        }
    }
    table
}
