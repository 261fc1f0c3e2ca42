//! Which columns of a run are compared, and which are not, with the reason.

use super::{Columns, Found, cold_spots, equity, helicopter, is_csv, optima, pathway, repairs};
use std::collections::BTreeSet;
use std::fs;

/// Columns that no test of this folder compares, and why.
const LEFT_OUT: [(&str, &str, &str); 1] = [(
    "optima.csv",
    "other_rules",
    "what other rules choose is compared with enumeration in `optimise_cli/unreachable.rs`",
)];

/// Tables of `docs/outputs.md` that `catchment run` does not write, and what tests them.
const OF_OTHER_COMMANDS: [(&str, &str); 19] = [
    ("curve.csv", "enumeration: optimise_cli"),
    ("pareto.csv", "enumeration: optimise_cli/pareto.rs"),
    ("expansion.csv", "enumeration: optimise_cli"),
    (
        "simulation.csv",
        "chance: laws and hand-worked years in src/simulate and simulate.rs",
    ),
    ("simulation-sites.csv", "as simulation.csv"),
    ("simulation-hours.csv", "as simulation.csv"),
    ("simulation-groups.csv", "as simulation.csv"),
    ("simulation-comparison.csv", "as simulation.csv"),
    (
        "simulation-uncertainty.csv",
        "chance: known functions in src/sensitivity",
    ),
    ("sensitivity-tornado.csv", "as simulation-uncertainty.csv"),
    ("sensitivity-morris.csv", "as simulation-uncertainty.csv"),
    ("sensitivity-sobol.csv", "as simulation-uncertainty.csv"),
    ("rota.csv", "worked by hand: src/rota and clinicians.rs"),
    ("growth.csv", "worked by hand: src/growth and clinicians.rs"),
    ("growth-targets.csv", "as growth.csv"),
    ("growth-regions.csv", "as growth.csv"),
    ("growth-support.csv", "as growth.csv"),
    ("summary.xlsx", "the tables again: gis.rs"),
    (
        "areas.parquet",
        "areas.csv again: src/report/areas_parquet.rs",
    ),
];

/// Every column of every table that studies of all kinds write is compared with an implementation of its
/// own, or is on the list above; and nothing is on that list in vain.
#[test]
fn no_column_of_a_run_is_left_out() {
    let mut written = Columns::new();
    let mut compared = Columns::new();
    let mut add = |found: Found| {
        written.extend(found.columns());
        compared.extend(found.compared.borrow().iter().cloned());
    };
    for seed in 0..6 {
        add(super::compared(seed));
        add(equity::compared(seed));
        add(cold_spots::compared(seed));
        add(optima::compared(seed));
        add(repairs::compared(seed));
        pathway::compared(seed).map(&mut add);
        helicopter::compared(seed).map(&mut add);
    }
    let left: Columns = written.difference(&compared).cloned().collect();
    let listed = LEFT_OUT.map(|(table, column, _)| (table.to_owned(), column.to_owned()));
    assert_eq!(left, Columns::from(listed));

    let page = fs::read_to_string("docs/outputs.md").expect("of the repository");
    let (of_run, _) = page
        .split_once("\n## Grids")
        .expect("grids have tables of their own");
    let titles = of_run.lines().filter_map(|line| line.strip_prefix("## "));
    let explained: BTreeSet<&str> = titles
        .flat_map(|title| title.split(", "))
        .filter(|title| is_csv(title))
        .collect();
    let tables: BTreeSet<&str> = written.iter().map(|(table, _)| table.as_str()).collect();
    let of_others = OF_OTHER_COMMANDS.map(|(table, _)| table);
    let known: BTreeSet<&str> = tables.iter().copied().chain(of_others).collect();
    let missing: Vec<&&str> = explained.difference(&known).collect();
    assert!(missing.is_empty(), "no study writes {missing:?}");
    let both: Vec<&str> = of_others
        .into_iter()
        .filter(|table| tables.contains(table))
        .collect();
    assert!(both.is_empty(), "a run writes {both:?}");
}
