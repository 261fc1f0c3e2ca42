use super::small::Small;
use super::{catchment, example, json};
use std::fs;

/// The compromises of the example, against all of its layouts.
#[test]
fn no_layout_is_better_in_both() {
    let folder = example();
    let small = Small::read(folder.path());
    let pareto = [
        "pareto",
        "study.toml",
        "--centres",
        "2",
        "--within",
        "45",
        "--format",
        "json",
    ];
    let rows = json(&mut catchment(folder.path(), &pareto));
    let said: Vec<[f64; 2]> = rows
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            ["objective_minutes", "weighed_percent"].map(|key| row[key].as_f64().expect(key))
        })
        .collect();
    let all: Vec<[f64; 2]> = (0..small.sites.len())
        .flat_map(|a| (a + 1..small.sites.len()).map(move |b| [a, b]))
        .map(|layout| [small.mean(&layout), small.within(&layout, 45.0)])
        .collect();
    let is_better = |one: &[f64; 2], other: &[f64; 2]| {
        let as_good = one[0] <= other[0] + 1e-9 && one[1] >= other[1] - 1e-9;
        as_good && (one[0] < other[0] - 1e-9 || one[1] > other[1] + 1e-9)
    };
    let mut best: Vec<[f64; 2]> = all
        .iter()
        .filter(|one| !all.iter().any(|other| is_better(other, one)))
        .copied()
        .collect();
    best.sort_by(|a, b| a[0].total_cmp(&b[0]));
    assert_eq!(said.len(), best.len(), "{said:?} {best:?}");
    for (said, best) in said.iter().zip(&best) {
        assert!((said[0] - best[0]).abs() <= 0.001, "{said:?} {best:?}");
        assert!((said[1] - best[1]).abs() <= 0.001, "{said:?} {best:?}");
    }
    let results = folder.path().join("outputs/cornwall/pareto");
    let page = fs::read_to_string("docs/outputs.md").expect("of the repository");
    let section = page.split("## pareto.csv").nth(1).expect("a section");
    let section = section.split("\n## ").next().expect("its text");
    let header = fs::read_to_string(results.join("pareto.csv")).expect("a table");
    for column in header.lines().next().expect("a header").split(',') {
        let explained = column.starts_with("within_") || section.contains(&format!("`{column}`"));
        assert!(explained, "{column}");
    }
    for name in ["pareto.svg", "pareto.png", "run.json"] {
        assert!(results.join(name).exists(), "{name}");
    }
}

#[test]
fn the_smallest_centre_grows_as_the_mean_does() {
    let folder = example();
    let pareto = [
        "pareto",
        "study.toml",
        "--centres",
        "3",
        "--against",
        "smallest-centre",
    ];
    let rows = json(catchment(folder.path(), &pareto).args(["--format", "json"]));
    let rows = rows.as_array().expect("rows");
    let of = |key: &str| -> Vec<f64> {
        rows.iter()
            .map(|row| row[key].as_f64().expect(key))
            .collect()
    };
    let (means, smallest) = (of("objective_minutes"), of("smallest_centre_demand"));
    assert!(means.is_sorted_by(|a, b| a < b), "{means:?}");
    assert!(smallest.is_sorted_by(|a, b| a < b), "{smallest:?}");
    assert_eq!(smallest, of("smallest_centre"));
}

#[test]
fn options_that_have_no_effect_are_refused() {
    let folder = example();
    for (options, said) in [
        ("--against worst-group", "needs --group"),
        ("--group region", "no effect"),
        ("--against smallest-centre --within 45", "no effect"),
        ("--against worst-group --group colour", "does not group by"),
    ] {
        let mut command = catchment(folder.path(), &["pareto", "study.toml", "--centres", "2"]);
        let output = command
            .args(options.split(' '))
            .output()
            .expect("a program");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{options}: {errors}");
        assert!(errors.contains(said), "{options}: {errors}");
    }
}
