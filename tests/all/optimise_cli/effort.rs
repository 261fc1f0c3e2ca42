//! Searches that end before their proof: the best layout so far, with an honest gap.

use super::{Small, catchment, example, json, optimise};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

const AREAS: usize = 300;
const SITES: usize = 60;

/// Times without any structure, for which every relaxation is weak: the best twelve sites of sixty
/// take hours to prove.
fn hard() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut population = "id,population\n".to_owned();
    let mut hospitals = "id\n".to_owned();
    let mut times = "id".to_owned();
    for site in 0..SITES {
        let _ = writeln!(hospitals, "s{site}");
        let _ = write!(times, ",s{site}");
    }
    for area in 0..AREAS {
        let _ = writeln!(population, "a{area},{}", 1 + draw(100));
        let _ = write!(times, "\na{area}");
        for _ in 0..SITES {
            let _ = write!(times, ",{}", 1 + draw(120));
        }
    }
    let study = r#"
        name = "hard"
        [population]
        file = "population.csv"
        [hospitals]
        file = "hospitals.csv"
        [travel]
        model = "table"
        file = "times.csv"
        shape = "wide"
        unit = "minutes"
        [[layouts]]
        name = "three"
        sites = ["s0", "s1", "s2"]
    "#;
    for (name, text) in [
        ("population.csv", population),
        ("hospitals.csv", hospitals),
        ("times.csv", times + "\n"),
        ("study.toml", study.to_owned()),
    ] {
        fs::write(folder.path().join(name), text).expect("a temporary folder is writable");
    }
    folder
}

fn number(solution: &Value, key: &str) -> f64 {
    solution[key].as_f64().expect("a number")
}

/// A layout of twelve sites whose gap is that of its bounds and more than nothing.
fn is_honest(solution: &Value) {
    let (lower, value) = (number(solution, "lower_bound"), number(solution, "value"));
    assert!(lower < value, "{solution}");
    let gap = 100.0 * (value - lower) / value;
    assert!(
        (number(solution, "gap_percent") - gap).abs() < 1e-3,
        "{solution}"
    );
    assert_eq!(solution["sites"].as_array().map(Vec::len), Some(12));
}

#[test]
fn a_time_limit_leaves_the_best_so_far_with_its_gap() {
    let folder = hard();
    for question in [
        "--centres 12 --time-limit 0.3",
        "--centres 12 --time-limit 0 --name at-once",
    ] {
        let solution = json(&mut optimise(folder.path(), question));
        assert_eq!(solution["status"], "time-limit");
        is_honest(&solution);
        assert!(number(&solution, "seconds") < 30.0, "{solution}");
    }
}

#[test]
fn a_gap_that_will_do_ends_the_search() {
    let folder = hard();
    let question = "--centres 12 --gap 60";
    let solution = json(&mut optimise(folder.path(), question));
    assert_eq!(solution["status"], "within-gap");
    is_honest(&solution);
    assert!(number(&solution, "gap_percent") <= 60.0, "{solution}");
}

/// Out of time before any layout keeps to the limits: that is not the same as none that could.
#[test]
fn undecided_is_not_infeasible() {
    let folder = hard();
    let question = "--centres 12 --min-demand 1210 --time-limit 0";
    let ended = optimise(folder.path(), question).assert().code(3);
    let said: Value = serde_json::from_slice(&ended.get_output().stdout).expect("JSON");
    assert_eq!(said["status"], "undecided");
    // No layout is better than all sites together, and that needs no search.
    assert!(number(&said, "lower_bound") > 1.0, "{said}");
    assert!(
        said["reason"]
            .as_str()
            .is_some_and(|reason| !reason.is_empty())
    );
    assert!(!folder.path().join("outputs").exists());
}

/// Every objective: what is printed of value, bound and gap is one thing, and a finished proof
/// is not thrown away.
#[test]
fn value_bound_and_gap_agree_for_every_objective() {
    let (hard, easy) = (hard(), example());
    for (folder, question) in [
        (&hard, "--centres 12 --gap 60"),
        (&hard, "--centres 12 --best 3 --gap 60"),
        (&hard, "--objective mclp --within 8 --centres 6 --gap 60"),
        (&hard, "--objective p-centre --centres 8 --gap 95"),
        (&hard, "--objective lscp --within 40 --gap 75"),
        (&easy, "--centres 3 --gap 20"),
        (&easy, "--centres 2 --best 4 --gap 20"),
        (&easy, "--objective mclp --within 40 --centres 2 --gap 10"),
        (&easy, "--objective lscp --within 60 --gap 5"),
        (&easy, "--objective p-centre --centres 2 --gap 1"),
        (&easy, "--objective p-centre --centres 3 --gap 30"),
    ] {
        let solution = json(&mut optimise(
            folder.path(),
            &format!("{question} --name x"),
        ));
        let value = number(&solution, "value");
        let [lower, upper] = ["lower_bound", "upper_bound"].map(|key| number(&solution, key));
        let gap = 100.0 * (upper - lower) / value;
        let said = number(&solution, "gap_percent");
        assert!((said - gap).abs() < 1e-3, "{question} {solution}");
        assert!(said <= number(&solution, "gap_asked_percent"), "{solution}");
        let then = solution["then"].as_array().expect("a list");
        let proven = solution["lower_bound"] == solution["upper_bound"]
            && then.iter().all(|then| then["gap_percent"] == 0.0);
        assert_eq!(solution["status"] == "optimal", proven, "{solution}");
        fs::remove_dir_all(folder.path().join("outputs")).expect("it was made");
    }
}

/// In a curve every number of centres has the time limit for itself.
#[test]
fn a_curve_keeps_the_gaps_of_what_it_could_not_prove() {
    let folder = hard();
    let mut command = catchment(folder.path(), &["curve", "study.toml"]);
    command.args("--from 11 --to 13 --time-limit 0.2 --format json".split(' '));
    let curve = json(&mut command);
    let rows = curve.as_array().expect("rows");
    assert_eq!(rows.len(), 3);
    for row in rows {
        assert_eq!(row["status"], "time-limit", "{row}");
        assert!(number(row, "gap_percent") > 0.0, "{row}");
        assert!(
            number(row, "lower_bound") < number(row, "mean_minutes"),
            "{row}"
        );
    }
}

/// Three decimal places are printed.
const ROUNDED: f64 = 0.0005 + 1e-9;

/// Rows of a command that prints one row per number of centres.
fn rows(folder: &std::path::Path, question: &str) -> Vec<Value> {
    let mut command = catchment(folder, &[]);
    command.args(question.split(' ')).args(["--format", "json"]);
    if question.starts_with("curve") {
        command.arg("--no-maps");
    }
    let rows = json(&mut command).as_array().expect("rows").clone();
    fs::remove_dir_all(folder.join("outputs")).expect("it was made");
    rows
}

/// The bounds of a curve against all layouts, whatever ended its searches.
#[test]
fn the_bounds_of_a_curve_hold_for_all_layouts() {
    let folder = example();
    let small = Small::read(folder.path());
    for (budget, gap) in [
        ("--gap 0", 0.0),
        ("--gap 20", 20.0),
        ("--time-limit 0", f64::INFINITY),
    ] {
        let curve = format!("curve study.toml {budget}");
        for (row, centres) in rows(folder.path(), &curve).iter().zip(1..) {
            let best = small.mean(&small.best(centres, |_| true));
            let (value, bound) = (number(row, "mean_minutes"), number(row, "lower_bound"));
            assert!(
                bound <= best + ROUNDED && best <= value + ROUNDED,
                "{row} {best}"
            );
            let said = number(row, "gap_percent");
            assert!(said <= gap, "{row}");
            assert!(
                (said - 100.0 * (value - bound) / value).abs() < 0.05,
                "{row}"
            );
            assert!(
                (row["status"] != "optimal") || (value - best).abs() <= ROUNDED,
                "{row}"
            );
        }
        let curve = format!("curve study.toml --objective mclp --within 40 {budget}");
        for (row, centres) in rows(folder.path(), &curve).iter().zip(1..) {
            let layouts = small.layouts(centres);
            let shares = layouts.iter().map(|layout| small.within(layout, 40.0));
            let best = shares.max_by(f64::total_cmp).expect("some layout");
            let (value, bound) = (number(row, "objective_percent"), number(row, "upper_bound"));
            assert!(
                value <= best + ROUNDED && best <= bound + ROUNDED,
                "{row} {best}"
            );
            assert!(number(row, "gap_percent") <= gap, "{row}");
            assert!(
                (row["status"] != "optimal") || (value - best).abs() <= ROUNDED,
                "{row}"
            );
        }
    }
}

/// The layouts of an expansion are as good as its gap says, whatever ended its searches.
#[test]
fn an_expansion_is_within_its_gap_of_all_layouts() {
    let folder = example();
    let small = Small::read(folder.path());
    let kept = small.sites.iter().position(|id| id == "TQ27AA");
    let kept = kept.expect("a site of the example");
    for (budget, gap) in [
        ("--gap 0", 0.0),
        ("--gap 10", 10.0),
        ("--time-limit 0", f64::INFINITY),
    ] {
        let question = format!("expand study.toml --keep TQ27AA --to 4 {budget}");
        let steps = rows(folder.path(), &question);
        assert_eq!(steps.len(), 3);
        let mut before = vec![kept];
        for (step, centres) in steps.iter().zip(2..) {
            let places = |way: &str| -> Vec<usize> {
                let ids = step[format!("{way}_sites")].as_array().expect("ids");
                let place = |id: &Value| small.sites.iter().position(|site| id == site);
                ids.iter().map(|id| place(id).expect("a site")).collect()
            };
            let keeping = |sites: &[usize]| {
                let sites = sites.to_vec();
                move |layout: &[usize]| sites.iter().all(|site| layout.contains(site))
            };
            for (way, best) in [
                ("one_by_one", small.best(centres, keeping(&before))),
                ("together", small.best(centres, keeping(&[kept]))),
                ("free", small.best(centres, |_| true)),
            ] {
                let value = number(step, &format!("{way}_mean_minutes"));
                assert!(
                    (value - small.mean(&places(way))).abs() <= ROUNDED,
                    "{step}"
                );
                let best = small.mean(&best);
                let least = value * (1.0 - gap / 100.0) - ROUNDED;
                assert!(
                    least <= best && best <= value + ROUNDED,
                    "{way} {step} {best}"
                );
                let is_best = (value - best).abs() <= ROUNDED;
                assert!(
                    step["status"] != "optimal" || is_best,
                    "{way} {step} {best}"
                );
            }
            before = places("one_by_one");
        }
    }
}

/// Ctrl-C: what was found is written, and the exit code says that the search was interrupted.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_the_best_so_far_with_its_gap() {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let folder = hard();
    let file = folder.path().join("outputs/hard/best-12/solution.json");
    // On a busy machine the signal may come before the search has begun, and leave nothing.
    let seconds = [1, 4, 16].into_iter().find(|&seconds| {
        let program = assert_cmd::cargo::cargo_bin("catchment");
        let mut search = Command::new(program)
            .current_dir(folder.path())
            .args("optimise study.toml --centres 12 --no-maps --quiet".split(' '))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program is built with the tests");
        std::thread::sleep(Duration::from_secs(seconds));
        let interrupt = Command::new("kill")
            .args(["-INT", &search.id().to_string()])
            .status();
        assert!(interrupt.expect("a shell's kill").success());
        let ended = search.wait().expect("it ends");
        file.exists() && ended.code() == Some(130)
    });
    assert!(seconds.is_some(), "interrupted, but no result");
    let text = fs::read_to_string(file).expect("it is there");
    let solution: Value = serde_json::from_str(&text).expect("whole");
    assert_eq!(solution["status"], "cancelled");
    is_honest(&solution);
}

/// A search that may keep nothing for later ends with what it has, and says why; what is no size is refused.
#[test]
fn memory_is_a_limit_too() {
    let folder = hard();
    let question = "--centres 12 --memory 0 --time-limit 60";
    let solution = json(&mut optimise(folder.path(), question));
    assert_eq!(solution["status"], "memory-limit");
    is_honest(&solution);
    optimise(folder.path(), "--centres 12 --memory=-1")
        .assert()
        .failure()
        .stderr(predicates::str::contains("expected a number of GiB"));
}
