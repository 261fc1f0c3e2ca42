use super::care::{AreaCells, push_minutes};
use super::run::Run;
use super::table::decimal;
use crate::model::PointIndex;
use geo::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;
use std::fmt::Write as _;

/// `areas.geojson`: one feature a demand point with `minutes_<layout>` and `site_<layout>` for
/// every layout, and with a pathway the minutes from onset to IVT and MT and the best route; its
/// polygons where the study has them, its point otherwise.
///
/// Coordinates are WGS 84 to five decimals, about a metre. `None` where the study has no
/// coordinates.
#[must_use]
pub fn areas_geojson(run: &Run) -> Option<String> {
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
    let features: Vec<String> = (0..run.dataset.points.len())
        .into_par_iter()
        .map(|point| {
            let shape = polygons.and_then(|polygons| polygons.get(point)?.as_ref());
            feature(run, point, shape)
        })
        .collect();
    Some(format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    ))
}

fn feature(run: &Run, number: usize, shape: Option<&MultiPolygon<f64>>) -> String {
    let point = &run.dataset.points[number];
    let mut json = String::from("{\"type\":\"Feature\",\"properties\":{\"id\":");
    push_text(&mut json, &point.id);
    json.push_str(",\"name\":");
    push_text(&mut json, &point.name);
    let _ = write!(json, ",\"demand\":{}", decimal(point.demand.as_f64(), 3));
    for evaluation in run.evaluations {
        let layout = evaluation.layout.name();
        let index = PointIndex(u32::try_from(number).unwrap_or(u32::MAX));
        let answer = evaluation.allocation.of(index);
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
        if let Some(cells) = AreaCells::of(run, layout) {
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
        (Some(shape), _) => push_shape(&mut json, shape),
        (None, Some(position)) => {
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
        (None, None) => json.push_str("null"),
    }
    json.push('}');
    json
}

fn push_text(json: &mut String, text: &str) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

fn push_shape(json: &mut String, shape: &MultiPolygon<f64>) {
    json.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (number, polygon) in shape.iter().enumerate() {
        json.push_str(if number > 0 { ",[" } else { "[" });
        push_ring(json, polygon.exterior());
        for hole in polygon.interiors() {
            json.push(',');
            push_ring(json, hole);
        }
        json.push(']');
    }
    json.push_str("]}");
}

fn push_ring(json: &mut String, ring: &LineString<f64>) {
    json.push('[');
    for (number, &coordinate) in ring.0.iter().enumerate() {
        if number > 0 {
            json.push(',');
        }
        push_coordinate(json, coordinate);
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

/// Degrees to five decimals, by whole numbers: half a million coordinates a file are too many for
/// the general way.
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

    proptest! {
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
