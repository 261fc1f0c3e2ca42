use crate::report::{self, DataTable, Run};
use crate::travel::Repair;

/// A table that is made when it is needed.
pub(super) type MakeTable<'a> = Box<dyn Fn() -> DataTable + Sync + 'a>;

/// Tables that every study has, even without rows.
const ALWAYS: [&str; 5] = ["summary", "sites", "groups", "gaps", "coverage"];

/// Whether a table of a run is shown and written.
pub(super) fn is_shown(run: &Run, name: &str, table: &DataTable) -> bool {
    match name {
        // Nobody may be nearer or farther, which is an answer.
        "changes" => !run.comparisons.is_empty(),
        _ => ALWAYS.contains(&name) || !table.rows().is_empty(),
    }
}

/// All tables of a run with their names.
pub(super) fn tables<'a>(
    run: &'a Run<'a>,
    repairs: &'a [Repair],
) -> Vec<(&'static str, MakeTable<'a>)> {
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
    let mut tables: Vec<(&'static str, MakeTable)> = Vec::with_capacity(of_run.len() + 1);
    for (name, table) in of_run {
        tables.push((name, Box::new(move || table(run))));
    }
    let repairs = move || report::repairs(run.dataset, repairs);
    tables.push(("repairs", Box::new(repairs)));
    tables
}
