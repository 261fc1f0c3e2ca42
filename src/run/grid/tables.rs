use crate::grid::{GridOptions, GridResult};
use crate::report::{self, DataTable};

/// The tables of a grid's results, each with the name of its file.
pub(super) fn tables(options: &GridOptions, result: &GridResult) -> Vec<(&'static str, DataTable)> {
    let mut tables = vec![
        ("summary.csv", report::grid_summary(options, result)),
        ("centres.csv", report::grid_centres(options, result)),
    ];
    let more = [
        ("groups.csv", report::grid_groups(options, result)),
        ("nearest.csv", report::grid_ranks(options, result)),
        ("backup.csv", report::grid_backup(options, result)),
    ];
    tables.extend(
        more.into_iter()
            .filter_map(|(name, table)| Some((name, table?))),
    );
    tables
}
