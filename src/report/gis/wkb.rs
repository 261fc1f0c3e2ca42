use super::layer::Shape;
use geo::{Coord, LineString, MultiPolygon};

/// Well-known binary, in little endian (OGC 06-103r4, section 8).
pub(super) fn wkb(shape: &Shape) -> Option<Vec<u8>> {
    if let Shape::Nowhere = shape {
        return None;
    }
    let mut bytes = Vec::new();
    push_wkb(shape, &mut bytes);
    Some(bytes)
}

/// Adds the same to other bytes: nothing of a shape that is nowhere.
pub(super) fn push_wkb(shape: &Shape, bytes: &mut Vec<u8>) {
    match shape {
        Shape::Nowhere => {}
        Shape::Point(at) => {
            head(bytes, POINT);
            corner(bytes, *at);
        }
        Shape::Polygons(polygons) => multi_polygon(bytes, polygons),
    }
}

const POINT: u32 = 1;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;
const LITTLE_ENDIAN: u8 = 1;

fn multi_polygon(bytes: &mut Vec<u8>, polygons: &MultiPolygon<f64>) {
    head(bytes, MULTI_POLYGON);
    count(bytes, polygons.0.len());
    for polygon in &polygons.0 {
        head(bytes, POLYGON);
        count(bytes, 1 + polygon.interiors().len());
        ring(bytes, polygon.exterior());
        for hole in polygon.interiors() {
            ring(bytes, hole);
        }
    }
}

fn ring(bytes: &mut Vec<u8>, ring: &LineString<f64>) {
    count(bytes, ring.0.len());
    for &at in &ring.0 {
        corner(bytes, at);
    }
}

fn head(bytes: &mut Vec<u8>, kind: u32) {
    bytes.push(LITTLE_ENDIAN);
    bytes.extend(kind.to_le_bytes());
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn corner(bytes: &mut Vec<u8>, at: Coord) {
    bytes.extend(at.x.to_le_bytes());
    bytes.extend(at.y.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;
    use std::borrow::Cow;
    use std::fmt::Write as _;

    /// By hand from the standard.
    #[test]
    fn a_point_and_a_polygon_are_written_as_the_standard_says() {
        let hex = |bytes: &[u8]| {
            bytes.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        };
        let point = wkb(&Shape::Point(Coord { x: 1.0, y: 2.0 })).unwrap();
        assert_eq!(hex(&point), "0101000000000000000000f03f0000000000000040");
        let triangle = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 0.0, y: 2.0)];
        let triangle = MultiPolygon(vec![triangle]);
        let bytes = wkb(&Shape::Polygons(Cow::Borrowed(&triangle))).unwrap();
        assert_eq!(bytes.len(), 9 + 9 + 4 + 4 * 16);
        assert_eq!(
            hex(&bytes[..22]),
            "01060000000100000001030000000100000004000000"
        );
        assert_eq!(wkb(&Shape::Nowhere), None);
    }
}
