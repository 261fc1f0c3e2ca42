//! Volumes within limits, against brute force.

use super::small::Small;
use super::{catchment, example, json, optimise, sites};
use predicates::prelude::*;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

fn within(small: &Small, layout: &[usize], min: f64, max: f64) -> bool {
    small
        .volumes(layout)
        .into_iter()
        .all(|volume| (min..=max).contains(&volume))
}

#[test]
fn limits_of_volume_give_the_layout_of_brute_force() {
    let folder = example();
    let small = Small::read(folder.path());
    let total: f64 = small.volumes(&[0]).iter().sum();
    let even = (0.35 * total).floor();
    for (min, max) in [
        (even, f64::INFINITY),
        (0.0, total - even),
        (even, total - even),
    ] {
        let best = small.best(2, |layout| within(&small, layout, min, max));
        let free = small.best(2, |_| true);
        assert!(best != free || within(&small, &free, min, max));
        let mut question = format!("--centres 2 --min-demand {min}");
        if max.is_finite() {
            let _ = write!(question, " --max-demand {max}");
        }
        let solution = json(&mut optimise(folder.path(), &question));
        assert_eq!(sites(&solution), small.ids(&best), "{question}");
        assert_eq!(solution["status"], "optimal");
    }
}

/// No centre can be so small: the answer names the limit, and how many centres would do.
#[test]
fn a_most_that_nobody_keeps_has_no_answer() {
    let folder = example();
    let small = Small::read(folder.path());
    let most = 0.3 * small.volumes(&[0]).iter().sum::<f64>();
    assert!(
        small
            .layouts(2)
            .iter()
            .all(|layout| !within(&small, layout, 0.0, most))
    );
    optimise(folder.path(), &format!("--centres 2 --max-demand {most}"))
        .assert()
        .code(1)
        .stdout(predicate::str::contains("infeasible"))
        .stderr(predicate::str::contains("within the limits"));
}

/// Sixty of a hundred cannot be shared by so many centres: that is said at once, with both sums.
#[test]
fn limits_that_no_sum_can_keep_are_said_to_be_so() {
    let folder = example();
    let total: f64 = Small::read(folder.path()).volumes(&[0]).iter().sum();
    let each = (0.6 * total).ceil();
    optimise(folder.path(), &format!("--centres 2 --min-demand {each}"))
        .assert()
        .code(1)
        .stderr(predicate::str::contains(format!(
            "at least {each:.1} each needs {:.1}, but candidates can reach only {total:.1}",
            2.0 * each
        )));
}

/// The limits that answers name can be kept, and by their word no nearer ones can.
#[test]
fn the_nearest_limits_named_can_be_kept_and_nearer_ones_cannot() {
    let folder = example();
    let small = Small::read(folder.path());
    let extremes = |centres: u32, most: bool| {
        let of_layout = |layout: &Vec<usize>| {
            let volumes = small.volumes(layout).into_iter();
            if most {
                volumes.fold(0.0, f64::max)
            } else {
                volumes.fold(f64::INFINITY, f64::min)
            }
        };
        let all = small.layouts(centres);
        let all = all.iter().map(of_layout);
        if most {
            all.fold(f64::INFINITY, f64::min)
        } else {
            all.fold(0.0, f64::max)
        }
    };
    for centres in [2, 3, 4] {
        for (option, words, nearest, asked) in [
            ("--max-demand", "at most ", extremes(centres, true), 0.97),
            ("--min-demand", "at least ", extremes(centres, false), 1.05),
        ] {
            let question = format!("--centres {centres} {option} {}", nearest * asked);
            let answer = optimise(folder.path(), &question).assert().code(1);
            let said = String::from_utf8(answer.get_output().stderr.clone()).expect("words");
            let (_, eased) = said.split_once("A layout was found with ").expect(&said);
            let (eased, proof) = eased.split_once(" for every centre").expect(&said);
            assert!(proof.contains("no limit closer"), "{said}");
            let eased: f64 = eased
                .strip_prefix(words)
                .expect(&said)
                .parse()
                .expect("a number");
            assert!((eased - nearest).abs() <= 0.1 + 1e-6, "{said} {nearest}");
            optimise(
                folder.path(),
                &format!("--centres {centres} {option} {eased} --name again"),
            )
            .assert()
            .success();
            fs::remove_dir_all(folder.path().join("outputs")).expect("it was made");
        }
    }
}

/// A least volume that is too high: the answer names a lower one, which a layout has, and which
/// is near the highest that any has.
#[test]
fn a_least_that_nobody_keeps_names_one_that_can_be_kept() {
    let folder = example();
    let small = Small::read(folder.path());
    let smallest = |layout: &Vec<usize>| small.volumes(layout).into_iter().fold(f64::NAN, f64::min);
    let highest = small.layouts(3).iter().map(smallest).fold(0.0, f64::max);
    let asked = (1.3 * highest).ceil();
    let question = format!("--centres 3 --min-demand {asked}");
    let answer = optimise(folder.path(), &question).assert().code(1);
    let said = String::from_utf8(answer.get_output().stderr.clone()).expect("words");
    let (_, eased) = said
        .split_once("A layout was found with at least ")
        .expect(&said);
    let (eased, _) = eased.split_once(" for every centre").expect(&said);
    let eased: f64 = eased.parse().expect("a number");
    assert!(eased <= highest + 1e-6, "{said}");
    assert!(eased >= highest - asked / 32.0, "{said}");
    assert!(said.contains("outside them: "), "{said}");
}

/// Every row of a curve under a least volume is that of brute force, and the curve ends with the
/// first number that is proven infeasible.
#[test]
fn a_curve_under_a_least_volume_is_that_of_brute_force() {
    let folder = example();
    let small = Small::read(folder.path());
    let min = (0.15 * small.volumes(&[0]).iter().sum::<f64>()).floor();
    let arguments = ["curve", "study.toml", "--no-maps", "--format", "json"];
    let mut command = catchment(folder.path(), &arguments);
    let curve = json(command.args(["--min-demand", &min.to_string()]));
    let rows = curve.as_array().expect("rows");
    let fits = |layout: &[usize]| within(&small, layout, min, f64::INFINITY);
    let most = (1..=5).rfind(|&centres| small.layouts(centres).iter().any(|l| fits(l)));
    let most = most.expect("one centre has all demand");
    assert!(most < 5, "a limit that rules nothing out");
    for (row, centres) in rows.iter().zip(1..=most) {
        let best = small.mean(&small.best(centres, fits));
        let mean = row["mean_minutes"].as_f64().expect("a mean");
        assert!((mean - best).abs() <= 0.001, "{row}");
        assert_eq!(row["status"], "optimal");
        assert!(row["smallest_centre"].as_f64() >= Some(min), "{row}");
    }
    assert_eq!(rows.len(), most as usize + 1);
    assert_eq!(rows[most as usize]["status"], "infeasible");
    assert_eq!(rows[most as usize]["mean_minutes"], Value::Null);
}

#[test]
fn a_curve_of_the_mclp_is_that_of_brute_force() {
    let folder = example();
    let small = Small::read(folder.path());
    let arguments = ["curve", "study.toml", "--format", "json"];
    let mut command = catchment(folder.path(), &arguments);
    let curve = json(command.args("--objective mclp --within 30".split(' ')));
    let rows = curve.as_array().expect("rows");
    assert_eq!(rows.len(), 5);
    for (row, centres) in rows.iter().zip(1..) {
        let shares = small.layouts(centres).into_iter();
        let most = shares.map(|l| small.within(&l, 30.0)).fold(0.0, f64::max);
        for key in ["objective_percent", "upper_bound", "within_30_percent"] {
            let percent = row[key].as_f64().expect("a share");
            assert!((percent - most).abs() <= 0.001, "{key} {row} {most}");
        }
    }
    let chart = folder.path().join("outputs/cornwall/curve/curve.svg");
    let svg = std::fs::read_to_string(chart).expect("a chart");
    assert!(svg.contains("Best share within 30 min"));
}

#[test]
fn options_of_a_curve_without_effect_are_refused() {
    let folder = example();
    for question in [
        "--within 45",
        "--objective mclp",
        "--objective mclp --within 45 --min-demand 10",
    ] {
        catchment(folder.path(), &["curve", "study.toml"])
            .args(question.split(' '))
            .assert()
            .code(2)
            .stderr(predicate::str::contains("--"));
    }
    catchment(folder.path(), &["curve", "study.toml", "--from", "5"])
        .args(["--min-demand", "100000"])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("no answer"));
    assert!(!folder.path().join("outputs").exists());
}
