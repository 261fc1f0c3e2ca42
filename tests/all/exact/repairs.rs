//! `repairs.csv`, and the tables of a study whose times were repaired.

use super::Found;
use super::expected::Expected;
use super::places::{CORNERS, distance};
use super::random_study::{MINUTE, Places, Random, RandomStudy};
use super::value::{Table, cells, minutes};

const TENTH: i128 = MINUTE / 10;

/// A study whose cells are repaired: as it is written, and as it is then.
struct RepairedStudy {
    written: RandomStudy,
    repaired: RandomStudy,
    repairs: Table,
}

/// The middle number; of an even count the mean of both, to the nearest tenth of a minute.
fn median(mut times: Vec<i128>) -> Option<i128> {
    times.sort_unstable();
    let upper = *times.get(times.len() / 2)?;
    if times.len() % 2 == 1 {
        return Some(upper);
    }
    let twice = times[times.len() / 2 - 1] + upper;
    Some((twice + TENTH).div_euclid(2 * TENTH) * TENTH)
}

impl RepairedStudy {
    fn new(seed: u64) -> Self {
        let mut written = RandomStudy::with_points(seed, 20);
        let mut random = Random::new(seed ^ 0x4E);
        let corner = CORNERS[random.size(CORNERS.len() as u64)];
        let points = written.demand.len();
        written.places = Some(Places::new(&mut random, corner, 1, points, written.sites));
        let neighbours = 1 + random.size(8);
        let threshold = i128::from(random.below(60)) * MINUTE / 2;
        written.more.of_travel = format!(
            "repair = {{ neighbours = {neighbours}, threshold_minutes = {}.{} }}\n",
            threshold / MINUTE,
            if threshold % MINUTE == 0 { 0 } else { 5 },
        );
        let mut study = Self {
            repaired: written.clone(),
            repairs: Table::new(),
            written,
        };
        for point in 0..points {
            let near = study.near(point, neighbours);
            for site in 0..study.written.sites {
                study.repair(point, site, &near, threshold);
            }
        }
        study
    }

    /// The nearest of the other points about which anything is known.
    fn near(&self, point: usize, count: usize) -> Vec<usize> {
        let study = &self.written;
        let places = &study.places.as_ref().expect("places").points;
        let is_known = |other: &usize| {
            study.has_row[*other] && study.times[*other].iter().any(Option::is_some)
        };
        let others = (0..places.len()).filter(|&other| other != point);
        let mut others: Vec<usize> = others.filter(is_known).collect();
        others.sort_by(|&a, &b| {
            let from = |other: usize| distance(places[point], places[other]);
            from(a).total_cmp(&from(b))
        });
        others.truncate(count);
        others
    }

    fn repair(&mut self, point: usize, site: usize, near: &[usize], threshold: i128) {
        let times = &self.written.times;
        let given = times[point][site].filter(|_| self.written.has_row[point]);
        let median = median(
            near.iter()
                .filter_map(|&other| times[other][site])
                .collect(),
        );
        let Some((given, median)) = given.zip(median) else {
            return;
        };
        if (given - median).abs() <= threshold {
            return;
        }
        self.repaired.times[point][site] = Some(median);
        let row = cells([
            ("original_minutes", minutes(Some(given))),
            ("repaired_minutes", minutes(Some(median))),
        ]);
        let key = [
            RandomStudy::point_id(point),
            RandomStudy::point_name(point),
            format!("S{site}"),
        ];
        self.repairs.insert(key.to_vec(), row);
    }
}

/// Compares one study.
pub(super) fn compared(seed: u64) -> Found {
    let study = RepairedStudy::new(seed);
    let found = Found::new(&study.written, seed);
    found.compare("repairs.csv", 3, &study.repairs);
    let expected = Expected::new(&study.repaired);
    found.compare("summary.csv", 1, &expected.summary());
    found.compare("sites.csv", 2, &expected.sites());
    found.compare("areas.csv", 2, &expected.areas());
    found
}

#[test]
fn every_column_of_repairs_is_the_exact_number() {
    for seed in 0..30 {
        compared(seed);
    }
}
