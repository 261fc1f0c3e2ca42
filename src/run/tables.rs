use crate::report::{self, DataTable, Run};
use crate::travel::Repair;
use rayon::prelude::*;

/// Tables with their names.
pub(super) type Tables = Vec<(&'static str, DataTable)>;

/// Tables that every study has, even without rows.
const ALWAYS: [&str; 5] = ["summary", "sites", "groups", "gaps", "coverage"];

/// Every table of a run that is shown and written, with its name.
pub(super) fn tables(run: &Run, repairs: &[Repair]) -> Tables {
    type OfRun = fn(&Run) -> DataTable;
    let of_run: [(&'static str, OfRun); 20] = [
        ("summary", report::summary),
        ("sites", report::sites),
        ("groups", report::groups),
        ("gaps", report::gaps),
        ("inequality", report::inequality),
        ("equity", report::equity),
        ("concentration", report::concentration),
        ("cold-spots", report::cold_spots),
        ("coverage", report::coverage_curve),
        ("comparison", report::comparison),
        ("changes", report::changes),
        ("optima", report::optima),
        ("pathways", report::pathways),
        ("units", report::units),
        ("allowable-delay", report::allowable_delay),
        ("sensitivity", report::sensitivity),
        ("transfers", report::transfers),
        ("helicopter", report::helicopter),
        ("base-siting", report::base_siting),
        ("break-even", report::break_even),
    ];
    // Found by one rather than by each of the tables.
    run.cold_spots();
    let measure = run.study.travel.measure();
    let tables = of_run.par_iter().with_max_len(1);
    let tables = tables.map(|(name, table)| (*name, report::table_in_unit(table(run), &measure)));
    let mut tables: Tables = tables.collect();
    tables.push(("repairs", report::repairs(run.dataset, repairs)));
    tables.retain(|(name, table)| is_shown(run, name, table));
    tables
}

fn is_shown(run: &Run, name: &str, table: &DataTable) -> bool {
    match name {
        // Nobody may be nearer or farther, which is an answer.
        "changes" => !run.comparisons.is_empty(),
        _ => ALWAYS.contains(&name) || !table.rows().is_empty(),
    }
}
