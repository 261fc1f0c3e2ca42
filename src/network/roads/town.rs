//! Towns that nobody has built, for tests.

use crate::model::LatLon;
use crate::network::osm::sample::Map;
use proptest::prelude::*;

/// A grid of streets: some one-way, some slower, some missing, with a bollard here and there.
#[derive(Debug, Clone)]
pub(super) struct Town {
    side: i64,
    /// For every street, between neighbouring crossings, what it is.
    streets: Vec<Street>,
    bends: Vec<(i32, i32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Street {
    None,
    TwoWay(u32),
    OneWay(u32),
    Against(u32),
    Bollard,
}

pub(super) fn any_town() -> impl Strategy<Value = Town> {
    let street = prop_oneof![
        1 => Just(Street::None),
        6 => (20..90_u32).prop_map(Street::TwoWay),
        2 => (20..90_u32).prop_map(Street::OneWay),
        1 => (20..90_u32).prop_map(Street::Against),
        1 => Just(Street::Bollard),
    ];
    (2..5_i64).prop_flat_map(move |side| {
        let count = usize::try_from(2 * side * side).unwrap();
        let bends = prop::collection::vec((-40_000..40_000, -40_000..40_000), count);
        let streets = prop::collection::vec(street.clone(), count);
        (streets, bends).prop_map(move |(streets, bends)| Town {
            side,
            streets,
            bends,
        })
    })
}

/// Degrees between crossings: about 1.1 km.
const STEP: f64 = 0.01;

impl Town {
    pub(super) fn map(&self) -> Map {
        self.map_at(0, 0.0)
    }

    /// The map with other ids, moved to the east.
    pub(super) fn map_at(&self, first_id: i64, east: f64) -> Map {
        let mut map = Map::default();
        let place =
            |row: i64, column: i64| [35.9 + row as f64 * STEP, 14.4 + column as f64 * STEP + east];
        let id = |row: i64, column: i64| first_id + 1 + row * self.side + column;
        for row in 0..self.side {
            for column in 0..self.side {
                let [lat, lon] = place(row, column);
                map.add_node(id(row, column), lat, lon, &[]);
            }
        }
        let mut number = 0;
        for row in 0..self.side {
            for column in 0..self.side {
                for (down, right) in [(1, 0), (0, 1)] {
                    let (street, bend) = (self.streets[number], self.bends[number]);
                    let bend_id = first_id + 1_000 + i64::try_from(number).unwrap();
                    number += 1;
                    let (to_row, to_column) = (row + down, column + right);
                    if to_row >= self.side || to_column >= self.side || street == Street::None {
                        continue;
                    }
                    let ends = [place(row, column), place(to_row, to_column)];
                    let middle = |axis: usize, more: i32| {
                        f64::midpoint(ends[0][axis], ends[1][axis]) + f64::from(more) * 1e-7
                    };
                    let barrier: &[(&str, &str)] = match street {
                        Street::Bollard => &[("barrier", "bollard")],
                        _ => &[],
                    };
                    map.add_node(bend_id, middle(0, bend.0), middle(1, bend.1), barrier);
                    let nodes = [id(row, column), bend_id, id(to_row, to_column)];
                    let way = first_id + i64::try_from(number).unwrap();
                    let (speed, oneway) = match street {
                        Street::None | Street::Bollard => (30, "no"),
                        Street::TwoWay(speed) => (speed, "no"),
                        Street::OneWay(speed) => (speed, "yes"),
                        Street::Against(speed) => (speed, "-1"),
                    };
                    let speed = speed.to_string();
                    let tags = [
                        ("highway", "residential"),
                        ("oneway", oneway),
                        ("maxspeed", &speed),
                    ];
                    map = map.way(way, &nodes, &tags);
                }
            }
        }
        map
    }

    /// Places in and around the town.
    pub(super) fn places(&self, shares: &[(f64, f64)]) -> Vec<Option<LatLon>> {
        let size = self.side as f64 * STEP;
        let place = |&(down, right): &(f64, f64)| {
            let (lat, lon) = (35.9 - 0.005 + down * size, 14.4 - 0.005 + right * size);
            Some(LatLon::try_new(lat, lon).unwrap())
        };
        shares.iter().map(place).collect()
    }
}

pub(super) fn any_places() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..7)
}
