//! Cold spots, in the table and as layers: from polygons that are squares of a grid, and from places.

use super::Found;
use super::expected::Expected;
use super::layers;
use super::places::{CORNERS, distance};
use super::random_study::{MINUTE, Places, Random, RandomStudy};
use super::value::{Table, Value, cells, demand, mean, minutes, percent, whole};
use std::cmp::Reverse;

/// Squares along a side of the grid.
const SIDE: usize = 6;
/// Degrees of a square.
const SQUARE: f64 = 0.02;
/// The standard of the headlines: the study has it.
const STANDARD: i128 = 45 * MINUTE;
/// As many as areas have that fill a plane.
const NEIGHBOURS: usize = 6;

/// A study with places and, in some, polygons.
pub(crate) struct MappedStudy {
    pub(crate) study: RandomStudy,
    pub(crate) corner: [f64; 2],
    /// Whose each square is; none in a study without polygons.
    pub(crate) owners: Vec<Option<usize>>,
}

/// Points beyond the standard that hang together.
#[derive(Debug)]
pub(crate) struct Spot {
    pub(crate) points: Vec<usize>,
    demand: i128,
}

impl MappedStudy {
    fn new(seed: u64) -> Self {
        let mut study = RandomStudy::with_points(seed, 30);
        let mut random = Random::new(seed ^ 0xC0);
        let corner = CORNERS[random.size(CORNERS.len() as u64)];
        let points = study.demand.len();
        study.places = Some(Places::new(&mut random, corner, 1, points, study.sites));
        let mut owners = Vec::new();
        if random.below(2) == 0 {
            // Some squares are nobody's, some points have none, and some have several.
            owners.extend((0..SIDE * SIDE).map(|_| {
                let owner = random.size(points as u64 + 2);
                (owner < points).then_some(owner)
            }));
            owners[0] = Some(0);
            study.more.tables += "[maps]\nareas = \"areas.geojson\"\n";
        }
        let mut mapped = Self {
            study,
            corner,
            owners,
        };
        if !mapped.owners.is_empty() {
            let polygons = mapped.polygons();
            mapped.study.more.files = vec![("areas.geojson", polygons)];
        }
        mapped
    }

    /// South-west corner of a square: latitude and longitude.
    fn square(&self, number: usize) -> [f64; 2] {
        let [row, column] = [number / SIDE, number % SIDE]
            .map(|steps| f64::from(u32::try_from(steps).expect("small")) * SQUARE);
        [self.corner[0] + row, self.corner[1] + column]
    }

    /// The middle of a square.
    pub(crate) fn middle(&self, number: usize) -> [f64; 2] {
        self.square(number).map(|degrees| degrees + SQUARE / 2.0)
    }

    fn polygons(&self) -> String {
        let of_point = |point: usize| {
            let own = |&number: &usize| self.owners[number] == Some(point);
            let squares = (0..self.owners.len()).filter(own).map(|number| {
                let [south, west] = self.square(number);
                let (north, east) = (south + SQUARE, west + SQUARE);
                let corners = [[west, south], [east, south], [east, north], [west, north]];
                let ring = corners.iter().chain(&corners[..1]);
                let ring: Vec<String> = ring
                    .map(|[lon, lat]| format!("[{lon:.3},{lat:.3}]"))
                    .collect();
                format!("[[{}]]", ring.join(","))
            });
            let squares: Vec<String> = squares.collect();
            (!squares.is_empty()).then(|| {
                format!(
                    r#"{{"type":"Feature","id":"{}","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[{}]}}}}"#,
                    RandomStudy::point_id(point),
                    squares.join(","),
                )
            })
        };
        let features: Vec<String> = (0..self.study.demand.len()).filter_map(of_point).collect();
        format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            features.join(",")
        )
    }

    /// Whether squares of two points have a side in common; without polygons, whether each is among the
    /// six nearest of the other.
    fn touch(&self, one: usize, other: usize) -> bool {
        if self.owners.is_empty() {
            return self.nearest(one).contains(&other) && self.nearest(other).contains(&one);
        }
        let are_these =
            |a: usize, b: usize| self.owners[a] == Some(one) && self.owners[b] == Some(other);
        (0..self.owners.len()).any(|number| {
            let east = (number % SIDE + 1 < SIDE).then_some(number + 1);
            let north = (number / SIDE + 1 < SIDE).then_some(number + SIDE);
            let mut beside = east.into_iter().chain(north);
            beside.any(|beside| are_these(number, beside) || are_these(beside, number))
        })
    }

    fn nearest(&self, point: usize) -> Vec<usize> {
        let places = &self.study.places.as_ref().expect("places").points;
        let mut others: Vec<usize> = (0..places.len()).filter(|&other| other != point).collect();
        others.sort_by(|&a, &b| {
            let from = |other: usize| distance(places[point], places[other]);
            from(a).total_cmp(&from(b))
        });
        others.truncate(NEIGHBOURS);
        others
    }

    /// The cold spots of a layout, the one with the most demand first.
    pub(crate) fn spots(&self, expected: &Expected, layout: usize) -> Vec<Spot> {
        let points = self.study.demand.len();
        let is_beyond = |point: &usize| {
            expected
                .time(layout, *point)
                .is_none_or(|time| time > STANDARD)
        };
        let mut left: Vec<usize> = (0..points).filter(is_beyond).collect();
        let mut spots = Vec::new();
        while let Some(&first) = left.first() {
            let mut spot = vec![first];
            left.remove(0);
            let mut next = 0;
            while next < spot.len() {
                let here = spot[next];
                let (near, far) = left.iter().partition(|&&other| self.touch(here, other));
                left = far;
                spot.extend::<Vec<usize>>(near);
                next += 1;
            }
            spot.sort_unstable();
            let demand = spot.iter().map(|&point| self.study.demand[point]).sum();
            spots.push(Spot {
                points: spot,
                demand,
            });
        }
        spots.retain(|spot| spot.demand > 0);
        spots.sort_by_key(|spot| Reverse(spot.demand));
        spots
    }

    /// The point with the most demand, of equal ones the first.
    fn largest(&self, spot: &Spot) -> usize {
        let most = spot.points.iter().map(|&point| self.study.demand[point]);
        let most = most.max().expect("a point");
        let mut points = spot.points.iter();
        *points
            .find(|point| self.study.demand[**point] == most)
            .expect("a point")
    }

    /// The columns that the table and the layer have in common.
    pub(crate) fn spot_row(
        &self,
        expected: &Expected,
        layout: usize,
        spot: &Spot,
    ) -> std::collections::BTreeMap<String, Value> {
        let study = &self.study;
        let reached = spot.points.iter().filter_map(|&point| {
            let time = expected.time(layout, point)?;
            Some((study.demand[point], time))
        });
        let reached: Vec<(i128, i128)> = reached.collect();
        let people: i128 = reached.iter().map(|(weight, _)| weight).sum();
        let sum: i128 = reached.iter().map(|(weight, time)| weight * time).sum();
        let longest = reached.iter().filter(|(weight, _)| *weight > 0);
        let residents = spot.points.iter().map(|&point| study.residents[point]);
        let of_groups = expected.of_groups();
        let of_group = |points: &[usize]| -> i128 {
            let here = points.iter().filter(|point| spot.points.contains(point));
            here.map(|&point| study.demand[point]).sum()
        };
        let most = of_groups.values().map(|points| of_group(points)).max();
        let mut groups = of_groups.iter();
        let main = groups.find(|(_, points)| Some(of_group(points)) == most);
        cells([
            ("standard_minutes", minutes(Some(STANDARD))),
            ("points", whole(spot.points.len())),
            ("demand", demand(spot.demand)),
            ("residents", demand(residents.sum())),
            ("mean_minutes", mean(sum, people)),
            ("max_minutes", minutes(longest.map(|(_, time)| *time).max())),
            (
                "largest_name",
                Value::text(RandomStudy::point_name(self.largest(spot))),
            ),
            ("group", Value::text(*main.expect("a group").0)),
        ])
    }

    fn table(&self, expected: &Expected) -> Table {
        let study = &self.study;
        let all: i128 = study.demand.iter().sum();
        let mut table = Table::new();
        for layout in 0..study.layouts.len() {
            for (rank, spot) in (1..).zip(self.spots(expected, layout)) {
                let mut row = self.spot_row(expected, layout, &spot);
                let unreachable = spot
                    .points
                    .iter()
                    .filter(|&&point| expected.time(layout, point).is_none());
                let unreachable = unreachable.map(|&point| study.demand[point]).sum();
                let largest = self.largest(&spot);
                let [lat, lon] = study.places.as_ref().expect("places").points[largest];
                row.extend(cells([
                    ("demand_percent", percent(spot.demand, all)),
                    ("unreachable", demand(unreachable)),
                    ("largest_id", Value::text(RandomStudy::point_id(largest))),
                    ("lat", Value::Number(Some(lat))),
                    ("lon", Value::Number(Some(lon))),
                ]));
                // The second of three keys is the same in all rows.
                row.remove("standard_minutes");
                let key = [
                    RandomStudy::layout_name(layout),
                    "45".to_owned(),
                    rank.to_string(),
                ];
                table.insert(key.to_vec(), row);
            }
        }
        table
    }
}

/// Compares one study.
pub(super) fn compared(seed: u64) -> Found {
    let mapped = MappedStudy::new(seed);
    let options = ["--gis", "geojson", "--wide"];
    let found = Found::with_options(&mapped.study, seed, &options);
    let expected = Expected::new(&mapped.study);
    found.compare("cold-spots.csv", 3, &mapped.table(&expected));
    layers::check(&mapped, &expected, &found);
    found
}

#[test]
fn every_column_of_cold_spots_and_layers_is_the_exact_number() {
    for seed in 0..40 {
        compared(seed);
    }
}

#[test]
#[ignore = "600 studies take a minute"]
fn every_column_of_cold_spots_and_layers_of_600_runs_is_the_exact_number() {
    for seed in 1_000..1_600 {
        compared(seed);
    }
}
