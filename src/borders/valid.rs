use super::noding::noded;
use super::topology::Borders;
use super::vertices::Vertices;
use geo::MultiPolygon;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Polygons that are valid: none of their rings crosses or touches itself or another but in single corners.
/// They stay as they are if they are so already.
pub(crate) fn valid(area: &MultiPolygon<f64>) -> Cow<'_, MultiPolygon<f64>> {
    if is_plain(area) {
        return Cow::Borrowed(area);
    }
    Cow::Owned(Borders::new(&[Some(area.clone())]).union())
}

/// Whether no corner appears twice in a polygon, and no side meets another but in a corner.
fn is_plain(area: &MultiPolygon<f64>) -> bool {
    let (mut corners, mut numbers, mut pieces) = (Vec::new(), Vec::new(), Vec::new());
    for polygon in &area.0 {
        numbers.clear();
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let sides = ring.lines().filter(|side| side.start != side.end);
            let first = corners.len();
            corners.extend(sides.map(|side| side.start));
            // What goes there and back is no ring.
            if corners.len() - first < 3 {
                return false;
            }
            numbers.extend(first..corners.len());
            for corner in first..corners.len() {
                let next = if corner + 1 < corners.len() {
                    corner + 1
                } else {
                    first
                };
                let number = |corner: usize| u32::try_from(corner).unwrap_or(u32::MAX);
                pieces.push((number(corner), number(next)));
            }
        }
        let place = |&corner: &usize| corners[corner].x_y();
        let order =
            |a: &usize, b: &usize| place(a).partial_cmp(&place(b)).unwrap_or(Ordering::Equal);
        numbers.sort_by(order);
        if numbers
            .windows(2)
            .any(|two| place(&two[0]) == place(&two[1]))
        {
            return false;
        }
    }
    noded(&mut Vertices::new(&corners), &pieces).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, BooleanOps, LineString, Polygon, Validation};
    use proptest::prelude::*;

    fn ring(corners: &[(u8, u8)]) -> MultiPolygon<f64> {
        let corners = corners.iter().map(|&(x, y)| (f64::from(x), f64::from(y)));
        let ring = LineString::from(corners.collect::<Vec<_>>());
        MultiPolygon(vec![Polygon::new(ring, Vec::new())])
    }

    proptest! {
        /// Whatever a ring does on a coarse grid, where it meets itself all the time, what comes out is valid,
        /// and no larger than what the ring touches.
        #[test]
        fn any_ring_becomes_valid(corners in prop::collection::vec((0_u8..6, 0_u8..6), 3..14)) {
            let area = ring(&corners);
            let mended = valid(&area);
            prop_assert!(mended.is_valid(), "{corners:?}: {:?}", mended.validation_errors());
            // Where the ring goes round more than once either way, the areas differ.
            let signed = area.signed_area().abs();
            prop_assert!(mended.unsigned_area() <= 25.0 + 1e-9);
            if area.is_valid() {
                prop_assert!((mended.unsigned_area() - signed).abs() < 1e-9);
            }
        }

        /// The areas of a class together hold what any of them holds, however they overlap.
        #[test]
        fn areas_that_overlap_are_a_union(
            squares in prop::collection::vec((0_u8..20, 0_u8..20, 1_u8..9, 1_u8..9), 1..7),
        ) {
            let areas: Vec<_> = squares.iter().map(|&(x, y, w, h)| {
                ring(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
            }).collect();
            let union = areas.iter().fold(MultiPolygon::<f64>(Vec::new()), |all, one| all.union(one));
            let areas: Vec<_> = areas.into_iter().map(Some).collect();
            let merged = Borders::new(&areas).merged(&vec![Some(0); areas.len()], 1).remove(0);
            prop_assert!(merged.is_valid(), "{squares:?}: {:?}", merged.validation_errors());
            prop_assert!((merged.unsigned_area() - union.unsigned_area()).abs() < 1e-6, "{squares:?}");
        }
    }

    /// A bow of two triangles keeps the one that it goes round anticlockwise.
    #[test]
    fn a_ring_that_crosses_itself_is_cut_there() {
        let bow = ring(&[(0, 0), (4, 0), (0, 2), (1, 2)]);
        assert!(!bow.is_valid());
        let mended = valid(&bow);
        assert!(mended.is_valid());
        assert_eq!(mended.0.len(), 1);
        // It crosses itself at (0.8, 1.6).
        assert!((mended.unsigned_area() - 3.2).abs() < 1e-9);
    }
}
