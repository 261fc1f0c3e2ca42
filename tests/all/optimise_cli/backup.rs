//! Backup coverage, against all layouts of the example.

use super::small::Small;
use super::{catchment, close, example, json, optimise, sites};
use predicates::prelude::*;

#[test]
fn the_most_near_two_centres_is_that_of_all_layouts() {
    let folder = example();
    let small = Small::read(folder.path());
    for (centres, standard) in [(2, 60.0), (3, 45.0), (4, 60.0), (5, 30.0)] {
        let all = small.layouts(centres);
        let twice = all
            .iter()
            .map(|layout| small.within_twice(layout, standard));
        let most = twice.fold(0.0, f64::max);
        let question = format!("--objective backup --within {standard} --centres {centres}");
        let solution = json(&mut optimise(folder.path(), &question));
        assert!(close(&solution["value_percent"], most), "{solution}");
        assert_eq!(solution["objective"], "backup");
        assert_eq!(solution["unit"], "demand");
        assert_eq!(solution["within_minutes"], standard);
        assert_eq!(solution["status"], "optimal");
        assert_eq!(solution["upper_bound"], solution["value"]);
        let name = format!("outputs/cornwall/backup-{centres}-within-{standard}/report.md");
        let report = std::fs::read_to_string(folder.path().join(name)).expect("a report");
        assert!(
            report.contains(&format!("within {standard} min of two centres")),
            "{report}"
        );
    }
}

#[test]
fn kept_sites_and_the_curve_are_those_of_all_layouts() {
    let folder = example();
    let small = Small::read(folder.path());
    let is_kept = |layout: &&Vec<usize>| small.ids(layout).contains(&"TQ27AA");
    let all = small.layouts(3);
    let kept = all.iter().filter(is_kept);
    let most = kept.map(|layout| small.within_twice(layout, 60.0));
    let most = most.fold(0.0, f64::max);
    let question = "--objective backup --within 60 --centres 3 --keep TQ27AA";
    let solution = json(&mut optimise(folder.path(), question));
    assert!(close(&solution["value_percent"], most), "{solution}");
    assert!(sites(&solution).contains(&"TQ27AA"));

    let asked = "curve study.toml --objective backup --within 60 --format json";
    let arguments: Vec<&str> = asked.split(' ').collect();
    let curve = json(&mut catchment(folder.path(), &arguments));
    let rows = curve.as_array().expect("rows");
    assert_eq!(rows.len(), 5);
    for (row, centres) in rows.iter().zip(1..) {
        let all = small.layouts(centres);
        let twice = all.iter().map(|layout| small.within_twice(layout, 60.0));
        let most = twice.fold(0.0, f64::max);
        let said = row["objective_percent"].as_f64().expect("a share");
        assert!((said - most).abs() <= 0.001, "{row} {most}");
        assert_eq!(row["status"], "optimal");
    }
    let chart = folder.path().join("outputs/cornwall/curve/curve.svg");
    assert!(chart.exists());
}

#[test]
fn options_without_effect_on_backup_are_refused() {
    let folder = example();
    for (question, said) in [
        (
            "--objective backup --centres 2",
            "--within MINUTES is needed",
        ),
        ("--objective backup --within 45", "--centres P is needed"),
        (
            "--objective backup --within 45 --centres 2 --floor local_authority:45:50",
            "no effect with --objective backup",
        ),
        (
            "--objective backup --within 45 --centres 2 --ties any",
            "--ties has no effect",
        ),
        (
            "--objective backup --within 45 --centres 2 --unreachable strict",
            "--unreachable with anything but exclude",
        ),
    ] {
        optimise(folder.path(), question)
            .assert()
            .code(2)
            .stderr(predicate::str::contains(said));
    }
}
