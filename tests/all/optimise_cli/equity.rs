//! The least inequality of times with nearly the least mean, against all layouts of the example.

use super::small::Small;
use super::{close, example, json, optimise, sites};
use predicates::prelude::*;

/// Gini coefficient and mean absolute deviation of those who can reach a site, over all pairs.
fn inequality(small: &Small, layout: &[usize]) -> [f64; 2] {
    let reached = small.soonest(layout);
    let people: Vec<(f64, f64)> = reached.filter_map(|(d, time)| Some((d, time?))).collect();
    let all: f64 = people.iter().map(|(demand, _)| demand).sum();
    let mean = people.iter().map(|(d, time)| d * time).sum::<f64>() / all;
    let with = |time: f64| -> f64 {
        let others = people.iter();
        others.map(|(d, other)| d * (other - time).abs()).sum()
    };
    let pairs: f64 = people.iter().map(|&(d, time)| d * with(time)).sum();
    [pairs / (2.0 * all * all * mean), with(mean) / all]
}

#[test]
fn the_least_inequality_is_that_of_all_layouts_with_so_short_a_mean() {
    let folder = example();
    let small = Small::read(folder.path());
    for (centres, percent) in [(2, 1.0), (2, 30.0), (3, 10.0)] {
        let shortest = small.mean(&small.best(centres, |_| true));
        let most = shortest * (1.0 + percent / 100.0);
        for (place, objective) in ["gini", "mad"].into_iter().enumerate() {
            let all = small.layouts(centres);
            let short = all.iter().filter(|layout| small.mean(layout) <= most);
            let each = short.map(|layout| inequality(&small, layout)[place]);
            let least = each.fold(f64::INFINITY, f64::min);
            let question = format!(
                "--objective {objective} --centres {centres} --mean-within {percent} --name {objective}-{centres}-{percent}"
            );
            let solution = json(&mut optimise(folder.path(), &question));
            assert!(close(&solution["value"], least), "{solution} {least}");
            assert_eq!(solution["objective"], objective);
            assert_eq!(solution["status"], "optimal");
            assert_eq!(solution["lower_bound"], solution["value"]);
            let said = format!("a mean time no more than {percent}% above the least");
            assert_eq!(solution["subject_to"], said.as_str());
            assert_eq!(
                sites(&solution).len(),
                usize::try_from(centres).expect("few")
            );
        }
    }
}

#[test]
fn options_without_effect_on_equity_are_refused() {
    let folder = example();
    for (question, said) in [
        ("--objective gini", "--centres P is needed"),
        (
            "--objective mad --centres 2 --within 45",
            "--within has no effect",
        ),
        ("--centres 2 --mean-within 1", "--mean-within has no effect"),
        (
            "--objective gini --centres 2 --mean-within=-1",
            "--mean-within",
        ),
    ] {
        optimise(folder.path(), question)
            .assert()
            .code(2)
            .stderr(predicate::str::contains(said));
    }
}
