//! Volumes within limits, against brute force.

use super::small::Small;
use super::{example, json, optimise, sites};
use predicates::prelude::*;
use std::fmt::Write as _;

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
        .stdout("")
        .stderr(predicate::str::contains("within the limits"));
}
