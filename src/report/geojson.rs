use super::care::AreaCells;
use super::minutes::push_minutes;
use super::run::Run;
use crate::model::PointIndex;
use crate::wording::decimal;
use geo::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;
use std::fmt::Write as _;

/// `areas.geojson`: one feature per demand point with `minutes_<layout>` and `site_<layout>` for
/// every layout, and with a pathway the minutes from onset to IVT and MT and the best route; its
/// polygons if the study has them, its point otherwise.
///
/// Coordinates are WGS 84 to five decimals, about a metre. `None` if the study has no
/// coordinates.
#[must_use]
pub(crate) fn areas_geojson(run: &Run) -> Option<String> {
    let polygons = run.dataset.drawing.as_ref().map(|drawing| &drawing.areas);
    if polygons.is_none()
        && run
            .dataset
            .points
            .iter()
            .all(|point| point.position.is_none())
    {
        return None;
    }
    let cells: Vec<Option<AreaCells>> = run
        .evaluations
        .iter()
        .map(|evaluation| AreaCells::new(run, evaluation.layout.name()))
        .collect();
    let features: Vec<String> = (0..run.dataset.points.len())
        .into_par_iter()
        .map(|point| {
            let shape = polygons.and_then(|polygons| polygons.get(point)?.as_ref());
            feature(run, &cells, point, shape)
        })
        .collect();
    Some(format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    ))
}

fn feature(
    run: &Run,
    cells: &[Option<AreaCells>],
    number: usize,
    shape: Option<&MultiPolygon<f64>>,
) -> String {
    let point = &run.dataset.points[number];
    let mut json = String::from("{\"type\":\"Feature\",\"properties\":{\"id\":");
    push_text(&mut json, &point.id);
    json.push_str(",\"name\":");
    push_text(&mut json, &point.name);
    let _ = write!(json, ",\"demand\":{}", decimal(point.demand.as_f64(), 3));
    for (evaluation, cells) in run.evaluations.iter().zip(cells) {
        let layout = evaluation.layout.name();
        let index = PointIndex(u32::try_from(number).unwrap_or(u32::MAX));
        let answer = evaluation.allocation.get(index);
        json.push(',');
        push_text(&mut json, &format!("minutes_{layout}"));
        match answer {
            Some((_, time)) => {
                let _ = write!(json, ":{},", decimal(time.as_f64(), 2));
            }
            None => json.push_str(":null,"),
        }
        push_text(&mut json, &format!("site_{layout}"));
        json.push(':');
        match answer {
            Some((site, _)) => push_text(&mut json, &run.dataset.site(site).id),
            None => json.push_str("null"),
        }
        if let Some(cells) = cells {
            let cell = cells.cell(index);
            for (name, time) in [("ivt_minutes", cell.ivt), ("mt_minutes", cell.mt)] {
                let _ = write!(json, ",\"{name}_{layout}\":");
                match time {
                    Some(time) => push_minutes(&mut json, time),
                    None => json.push_str("null"),
                }
            }
            if let Some(route) = cell.best_route {
                let _ = write!(json, ",\"best_route_{layout}\":\"{route}\"");
            } else {
                let _ = write!(json, ",\"best_route_{layout}\":null");
            }
        }
    }
    json.push_str("},\"geometry\":");
    match (shape, point.position) {
        (Some(shape), _) if !shape.0.is_empty() => push_shape(&mut json, shape),
        (_, Some(position)) => {
            json.push_str("{\"type\":\"Point\",\"coordinates\":");
            push_coordinate(
                &mut json,
                Coord {
                    x: position.lon(),
                    y: position.lat(),
                },
            );
            json.push('}');
        }
        (_, None) => json.push_str("null"),
    }
    json.push('}');
    json
}

fn push_text(json: &mut String, text: &str) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

/// Rings in the direction of RFC 7946, section 3.1.6: exteriors counter-clockwise, holes clockwise.
fn push_shape(json: &mut String, shape: &MultiPolygon<f64>) {
    json.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":[");
    let polygons = shape
        .iter()
        .filter(|polygon| !polygon.exterior().0.is_empty());
    for (number, polygon) in polygons.enumerate() {
        json.push_str(if number > 0 { ",[" } else { "[" });
        push_ring(json, polygon.exterior(), true);
        for hole in polygon.interiors().iter().filter(|hole| !hole.0.is_empty()) {
            json.push(',');
            push_ring(json, hole, false);
        }
        json.push(']');
    }
    json.push_str("]}");
}

fn push_ring(json: &mut String, ring: &LineString<f64>, anticlockwise: bool) {
    let doubled: f64 = {
        // From the first corner, so that small rings far from 0° lose no digits.
        let first = ring.0[0];
        let sides = ring
            .0
            .windows(2)
            .map(|side| (side[0] - first, side[1] - first));
        sides.map(|(a, b)| a.x * b.y - b.x * a.y).sum()
    };
    json.push('[');
    let mut push = |number: usize, at: &Coord<f64>| {
        if number > 0 {
            json.push(',');
        }
        push_coordinate(json, *at);
    };
    if (doubled >= 0.0) == anticlockwise {
        ring.0.iter().enumerate().for_each(|(n, at)| push(n, at));
    } else {
        let back = ring.0.iter().rev().enumerate();
        back.for_each(|(n, at)| push(n, at));
    }
    json.push(']');
}

fn push_coordinate(json: &mut String, coordinate: Coord<f64>) {
    json.push('[');
    push_degrees(json, coordinate.x);
    json.push(',');
    push_degrees(json, coordinate.y);
    json.push(']');
}

/// Degrees to five decimals, with whole numbers: the general function is too slow for half a million
/// coordinates per file.
fn push_degrees(json: &mut String, degrees: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "at most 180 degrees")]
    let units = (degrees * 1e5).round() as i64;
    if units < 0 {
        json.push('-');
    }
    let (whole, mut rest) = (
        units.unsigned_abs() / 100_000,
        units.unsigned_abs() % 100_000,
    );
    let _ = write!(json, "{whole}");
    if rest > 0 {
        let mut digits = 5;
        while rest.is_multiple_of(10) {
            rest /= 10;
            digits -= 1;
        }
        let _ = write!(json, ".{rest:0digits$}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(shape: &MultiPolygon<f64>) -> Vec<Vec<Vec<[f64; 2]>>> {
        let mut json = String::new();
        push_shape(&mut json, shape);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["type"], "MultiPolygon");
        serde_json::from_value(value["coordinates"].clone()).unwrap()
    }

    fn signed_area(ring: &[[f64; 2]]) -> f64 {
        ring.windows(2)
            .map(|s| (s[0][0] * s[1][1] - s[1][0] * s[0][1]) / 2.0)
            .sum()
    }

    proptest! {
        /// Whatever the direction in the file: exteriors turn left, holes turn right, rings are
        /// closed, and the corners are the same.
        #[test]
        fn rings_turn_as_the_standard_says(
            west in -170.0..170.0_f64, south in -80.0..80.0_f64, size in 0.01..5.0_f64,
            turned in any::<[bool; 2]>(), start in 0_usize..4,
        ) {
            let square = |west: f64, south: f64, size: f64, turned: bool| {
                let mut corners = vec![
                    (west, south), (west + size, south), (west + size, south + size),
                    (west, south + size),
                ];
                corners.rotate_left(start);
                if turned {
                    corners.reverse();
                }
                corners.push(corners[0]);
                LineString::from(corners)
            };
            let exterior = square(west, south, size, turned[0]);
            let hole = square(west + size / 4.0, south + size / 4.0, size / 2.0, turned[1]);
            let shape = MultiPolygon(vec![geo::Polygon::new(exterior, vec![hole])]);
            let rings = &written(&shape)[0];
            prop_assert!(signed_area(&rings[0]) > 0.0 && signed_area(&rings[1]) < 0.0);
            for (ring, side) in rings.iter().zip([size, size / 2.0]) {
                prop_assert_eq!(ring.first(), ring.last());
                prop_assert_eq!(ring.len(), 5);
                prop_assert!((signed_area(ring).abs() / side / side - 1.0).abs() < 0.01);
            }
        }

        /// What is written is the number, to the fifth decimal.
        #[test]
        fn degrees_are_written_to_the_fifth_decimal(degrees in -180.0..=180.0_f64) {
            let mut json = String::new();
            push_degrees(&mut json, degrees);
            let read: f64 = json.parse().unwrap();
            prop_assert!((read - degrees).abs() <= 0.500_001e-5, "{json} for {degrees}");
            prop_assert!(!json.contains('.') || !json.ends_with('0'));
        }
    }
}
