use super::fields::Value;
use super::layer::{Layer, Shape};
use crate::wording::decimal;
use geo::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;
use std::fmt::Write as _;

/// A layer as `GeoJSON` (RFC 7946), features in the order of the study.
///
/// Coordinates are WGS 84 to five decimals, about a metre.
pub(super) fn geojson(layer: &Layer) -> String {
    let features: Vec<String> = (0..layer.shapes.len())
        .into_par_iter()
        .map(|number| feature(layer, number))
        .collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"name\":\"{}\",\"features\":[\n{}\n]}}\n",
        layer.name,
        features.join(",\n")
    )
}

fn feature(layer: &Layer, number: usize) -> String {
    let mut json = String::from("{\"type\":\"Feature\",\"properties\":{");
    for (place, field) in layer.fields.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        push_text(&mut json, &field.name);
        json.push(':');
        push_value(&mut json, &field.value(number));
    }
    json.push_str("},\"geometry\":");
    match &layer.shapes[number] {
        Shape::Nowhere => json.push_str("null"),
        Shape::Point(at) => {
            json.push_str("{\"type\":\"Point\",\"coordinates\":");
            push_coordinate(&mut json, *at);
            json.push('}');
        }
        Shape::Polygons(polygons) => push_shape(&mut json, polygons),
    }
    json.push('}');
    json
}

fn push_value(json: &mut String, value: &Value) {
    // Writing to a string cannot fail.
    let _ = match value {
        Value::Missing => write!(json, "null"),
        Value::Text(text) => return push_text(json, text),
        Value::Whole(count) => write!(json, "{count}"),
        Value::Number(number) => return json.push_str(&decimal(*number, 3)),
        Value::Flag(flag) => write!(json, "{flag}"),
    };
}

fn push_text(json: &mut String, text: &str) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

/// Rings are in the direction of RFC 7946, section 3.1.6, as in every layer.
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
    for (number, at) in ring.0.iter().enumerate() {
        if number > 0 {
            json.push(',');
        }
        push_coordinate(json, *at);
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
        match Shape::polygons(shape) {
            Shape::Polygons(polygons) => push_shape(&mut json, &polygons),
            _ => panic!("polygons stay polygons"),
        }
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
