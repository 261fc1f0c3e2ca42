//! The tables of equity: exact up to one division at the end, but for Theil's logarithms.

use super::expected::{Expected, STANDARDS};
use super::random_study::{Random, RandomStudy};
use super::value::{Table, Value, cells, ratio};
use super::{Found, assert_number};

/// The smallest part of a demand: a thousandth.
const PART: i128 = 1_000;
/// The smallest part of a time: a hundredth of a minute.
const HUNDREDTH: i128 = 600;

/// In their natural order.
const LABELS: [&str; 4] = ["2", "10", "10b", "11"];

const COLUMNS: [&str; 6] = [
    "slope_index",
    "relative_index",
    "concentration_index",
    "worst_off_third",
    "best_off_third",
    "third_ratio",
];

/// A study with an ordered grouping.
struct OrderedStudy {
    study: RandomStudy,
    labels: Vec<&'static str>,
    worst_off_last: bool,
}

impl OrderedStudy {
    fn new(seed: u64) -> Self {
        let mut study = RandomStudy::new(seed);
        let mut random = Random::new(seed ^ 0xE0);
        // Some studies have one label, some have points without one.
        let most = 1 + random.below(5);
        let label = |random: &mut Random| {
            let chosen = random.below(most);
            LABELS.get(usize::try_from(chosen).expect("small")).copied()
        };
        let mut labels: Vec<&str> = (0..study.demand.len())
            .map(|_| label(&mut random).unwrap_or_default())
            .collect();
        if labels.iter().all(|label| label.is_empty()) {
            labels[0] = LABELS[0];
        }
        let worst_off_last = random.below(2) == 0;
        let end = if worst_off_last { "last" } else { "first" };
        study.more.groupings = vec!["decile"];
        let column = labels.iter().map(|&label| label.to_owned()).collect();
        study.more.of_points = vec![("decile", column)];
        study.more.tables =
            format!("[[population.ordered_groups]]\ncolumn = \"decile\"\nworst_off = \"{end}\"\n");
        Self {
            study,
            labels,
            worst_off_last,
        }
    }

    /// The points of each label that there is, from the worst-off.
    fn ordered(&self) -> Vec<(&'static str, Vec<usize>)> {
        let of_label = |label: &'static str| {
            let points = (0..self.labels.len()).filter(|&point| self.labels[point] == label);
            (label, points.collect())
        };
        let mut groups: Vec<(&str, Vec<usize>)> = LABELS
            .into_iter()
            .map(of_label)
            .filter(|(_, points): &(_, Vec<usize>)| !points.is_empty())
            .collect();
        if self.worst_off_last {
            groups.reverse();
        }
        groups
    }

    fn weight(&self, point: usize) -> i128 {
        let demand = self.study.demand[point];
        assert_eq!(demand % PART, 0, "no smaller parts");
        demand / PART
    }
}

/// People of each group from the worst-off, and the sum of their outcome.
struct Gradient {
    groups: Vec<(i128, i128)>,
    people: i128,
    sum: i128,
}

impl Gradient {
    fn new(groups: Vec<(i128, i128)>) -> Self {
        Self {
            people: groups.iter().map(|group| group.0).sum(),
            sum: groups.iter().map(|group| group.1).sum(),
            groups,
        }
    }

    /// Twice the covariance of outcome and rank, times the square of the people; and four times the
    /// variance of the rank, times their cube.
    fn moments(&self) -> (i128, i128) {
        let (mut before, mut covariance, mut variance) = (0, 0, 0);
        for (people, sum) in &self.groups {
            // Twice the middle of their ranks, times the people.
            let rank = 2 * before + people;
            before += people;
            covariance += rank * sum;
            variance += people * (rank - self.people).pow(2);
        }
        (covariance - self.sum * self.people, variance)
    }

    /// The outcome of a third of the people, times all people, as a fraction: those who come first.
    fn third(&self, groups: impl Iterator<Item = (i128, i128)>) -> (i128, i128) {
        let mut left = self.people;
        let (mut whole, mut part) = (0, (0, 1));
        for (people, sum) in groups {
            if 3 * people <= left {
                left -= 3 * people;
                whole += 3 * sum;
            } else {
                // Of this group `left` thirds of a person.
                part = (left * sum, people);
                break;
            }
        }
        (whole * part.1 + part.0, part.1)
    }

    /// The columns of a row, the outcome times `factor`, which is a fraction; empty where fewer than
    /// two groups have people.
    fn row(&self, factor: (i128, i128)) -> [(&'static str, Value); 6] {
        if self.groups.iter().filter(|(people, _)| *people > 0).count() < 2 {
            return COLUMNS.map(|name| (name, Value::Number(None)));
        }
        let (covariance, variance) = self.moments();
        let (people, sum) = (self.people, self.sum);
        let slope = ratio(-2 * people * covariance * factor.0, variance * factor.1);
        // Mean less and plus half the slope of the line.
        let (mean, half) = (sum * variance, people * people * covariance);
        let (worst, best) = (mean - half, mean + half);
        let has_ratio = variance != 0 && worst > 0 && best > 0;
        let [worst_third, best_third] = [
            self.third(self.groups.iter().copied()),
            self.third(self.groups.iter().rev().copied()),
        ];
        let of_third = |(sum, part): (i128, i128)| {
            Value::Number(ratio(sum * factor.0, part * people * factor.1))
        };
        let thirds = ratio(worst_third.0 * best_third.1, worst_third.1 * best_third.0);
        [
            ("slope_index", Value::Number(slope)),
            (
                "relative_index",
                Value::About(has_ratio.then(|| ratio(worst, best)).flatten(), 0.000_05),
            ),
            (
                "concentration_index",
                Value::About(ratio(covariance, people * sum), 0.000_005),
            ),
            ("worst_off_third", of_third(worst_third)),
            ("best_off_third", of_third(best_third)),
            ("third_ratio", Value::About(thirds, 0.000_05)),
        ]
    }
}

fn equity(study: &OrderedStudy, expected: &Expected) -> Table {
    let ordered = study.ordered();
    let (worst, best) = (ordered[0].0, ordered[ordered.len() - 1].0);
    let mut table = Table::new();
    for layout in 0..study.study.layouts.len() {
        // People, and what is counted of each; nobody where it is not known.
        let gradient = |of: &dyn Fn(usize) -> Option<i128>| {
            let of_group = |(_, points): &(&str, Vec<usize>)| {
                let counted = points
                    .iter()
                    .filter_map(|&point| Some((study.weight(point), of(point)?)));
                counted.fold((0, 0), |(people, sum), (weight, outcome)| {
                    (people + weight, sum + weight * outcome)
                })
            };
            Gradient::new(ordered.iter().map(of_group).collect())
        };
        let minutes = gradient(&|point| Some(expected.time(layout, point)? / HUNDREDTH));
        let mut rows = vec![("mean_minutes".to_owned(), minutes.row((1, 100)))];
        for (number, standard) in STANDARDS.into_iter().enumerate() {
            let limit = study.study.standards[number];
            let within = |point| {
                let time = expected.time(layout, point);
                Some(i128::from(time.is_some_and(|time| time <= limit)))
            };
            let name = format!("within_{standard}_percent");
            rows.push((name, gradient(&within).row((100, 1))));
        }
        for (outcome, row) in rows {
            let name = RandomStudy::layout_name(layout);
            let key = [&name, "decile", worst, best, &outcome];
            table.insert(key.map(str::to_owned).to_vec(), cells(row));
        }
    }
    table
}

#[expect(clippy::cast_precision_loss, reason = "logarithms are not exact")]
fn inequality(study: &OrderedStudy, expected: &Expected) -> Table {
    let of_layout = |layout: usize| {
        let points = 0..study.study.demand.len();
        let reached: Vec<(i128, i128)> = points
            .filter_map(|point| {
                let time = expected.time(layout, point)? / HUNDREDTH;
                Some((study.weight(point), time))
            })
            .collect();
        let people: i128 = reached.iter().map(|(weight, _)| weight).sum();
        let sum: i128 = reached.iter().map(|(weight, time)| weight * time).sum();
        // Every pair of two people, both ways round.
        let pairs = reached.iter().flat_map(|one| {
            let others = reached.iter();
            others.map(move |other| one.0 * other.0 * (one.1 - other.1).abs())
        });
        let mean = sum as f64 / people as f64;
        let of_theil = reached.iter().filter(|(_, time)| *time > 0);
        let theil: f64 = of_theil
            .map(|&(weight, time)| {
                let relative = time as f64 / mean;
                weight as f64 / people as f64 * relative * relative.ln()
            })
            .sum();
        let row = cells([
            ("mean_minutes", Value::Number(ratio(sum, 100 * people))),
            (
                "gini",
                Value::About(ratio(pairs.sum(), 2 * people * sum), 0.000_005),
            ),
            ("theil", Value::About((sum > 0).then_some(theil), 0.000_005)),
        ]);
        (vec![RandomStudy::layout_name(layout)], row)
    };
    (0..study.study.layouts.len()).map(of_layout).collect()
}

/// The curve of each layout, from the worst-off.
fn check_concentration(study: &OrderedStudy, expected: &Expected, found: &Found) {
    let mut rows = Vec::new();
    for layout in 0..study.study.layouts.len() {
        let of_group = |(_, points): (_, Vec<usize>)| {
            let reached = points.iter().filter_map(|&point| {
                let time = expected.time(layout, point)?;
                Some((study.weight(point), study.weight(point) * time))
            });
            reached.fold((0, 0), |sum, (people, time)| (sum.0 + people, sum.1 + time))
        };
        let groups: Vec<(i128, i128)> = study.ordered().into_iter().map(of_group).collect();
        let all = groups.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        if all.0 == 0 || all.1 == 0 {
            continue;
        }
        let mut sum = (0, 0);
        let curve = [(0, 0)]
            .into_iter()
            .chain(groups.into_iter().filter(|group| group.0 > 0));
        for (people, time) in curve {
            sum = (sum.0 + people, sum.1 + time);
            rows.push((
                RandomStudy::layout_name(layout),
                ratio(100 * sum.0, all.0),
                ratio(100 * sum.1, all.1),
            ));
        }
    }
    let context = format!("study {}: concentration.csv", found.seed);
    // The curve may stand still: its points are no keys.
    let Ok(mut reader) = csv::Reader::from_path(found.file("concentration.csv")) else {
        assert!(rows.is_empty(), "{context}: {rows:?}");
        return;
    };
    let columns = ["layout", "grouping", "people_percent", "minutes_percent"];
    assert_eq!(reader.headers().expect("a header"), columns.as_slice());
    let of_table = columns.map(|column| ("concentration.csv".to_owned(), column.to_owned()));
    found.compared.borrow_mut().extend(of_table);
    let written: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(written.len(), rows.len(), "{context}: {written:?} {rows:?}");
    for (written, (layout, people, minutes)) in written.iter().zip(rows) {
        assert_eq!(
            [&written[0], &written[1]],
            [layout.as_str(), "decile"],
            "{context}"
        );
        assert_number(&written[2], people, &context);
        assert_number(&written[3], minutes, &context);
    }
}

/// Compares one study.
pub(super) fn compared(seed: u64) -> Found {
    let study = OrderedStudy::new(seed);
    let found = Found::new(&study.study, seed);
    let expected = Expected::new(&study.study);
    found.compare("equity.csv", 5, &equity(&study, &expected));
    found.compare("inequality.csv", 1, &inequality(&study, &expected));
    check_concentration(&study, &expected, &found);
    found
}

fn studies(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        compared(seed);
    }
}

#[test]
fn every_column_of_equity_is_the_exact_number() {
    studies(0..40);
}

#[test]
#[ignore = "600 studies take a minute"]
fn every_column_of_equity_of_600_runs_is_the_exact_number() {
    studies(1_000..1_600);
}
