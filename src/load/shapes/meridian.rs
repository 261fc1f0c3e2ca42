use super::rings::{Rings, polygon};
use geo::{BooleanOps, BoundingRect, Coord, MapCoordsInPlace, Polygon, Rect, Translate};

/// Cuts a polygon at 180° of longitude, so that every part lies between -180 and 180.
///
/// A side of more than 180° is taken the other way round, unless it joins the two edges of the map
/// as Antarctica's do; a ring that then goes once around a pole encloses the nearer one.
///
/// # Source
///
/// RFC 7946, section 3.1.9.
pub(super) fn cut(rings: Rings, crossing: &mut usize) -> Vec<Polygon<f64>> {
    let unwrapped: Vec<Option<Vec<Coord>>> = rings.iter().map(|ring| unwrap(ring)).collect();
    let beyond = rings.iter().flatten().any(|at| at.x.abs() > 180.0);
    if !beyond && unwrapped.iter().all(Option::is_none) {
        return polygon(rings).into_iter().collect();
    }
    *crossing += 1;
    let mut whole: Rings = rings
        .into_iter()
        .zip(unwrapped)
        .map(|(ring, unwrapped)| unwrapped.unwrap_or(ring))
        .collect();
    let (exterior, holes) = whole.split_at_mut(1);
    let middle = middle(&exterior[0]);
    for hole in holes {
        let turns = ((middle - self::middle(hole)) / 360.0).round();
        for at in hole {
            at.x += 360.0 * turns;
        }
    }
    let Some(whole) = polygon(whole) else {
        return Vec::new();
    };
    let Some(extent) = whole.bounding_rect() else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    for turn in -3..=3 {
        let west = 360.0 * f64::from(turn) - 180.0;
        if extent.max().x <= west || extent.min().x >= west + 360.0 {
            continue;
        }
        let strip = Rect::new((west, -90.0), (west + 360.0, 90.0)).to_polygon();
        let part = whole.intersection(&strip);
        parts.extend(part.translate(-360.0 * f64::from(turn), 0.0));
    }
    for part in &mut parts {
        part.map_coords_in_place(|at| Coord {
            x: at.x.clamp(-180.0, 180.0),
            y: at.y.clamp(-90.0, 90.0),
        });
    }
    parts
}

/// A ring whose longitudes run on past 180°; `None` where no side of it crosses.
///
/// Sides from one edge of the map to the other are a hop at one place of the Earth if the ring is a
/// narrow one otherwise, and the whole width of the map if it is the world's or goes around a pole.
fn unwrap(ring: &[Coord]) -> Option<Vec<Coord>> {
    let at_edge = |at: &Coord| at.x.abs() >= 180.0;
    let jumps = |side: &&[Coord]| (side[1].x - side[0].x).abs() > 180.0;
    let mut jumping = ring.windows(2).filter(jumps).peekable();
    jumping.peek()?;
    let hops_alone = jumping.all(|side| at_edge(&side[0]) && at_edge(&side[1]));
    let mut turns = 0.0;
    let mut unwrapped = Vec::with_capacity(ring.len() + 2);
    unwrapped.push(ring[0]);
    for side in ring.windows(2) {
        if jumps(&side) {
            turns -= (side[1].x - side[0].x).signum();
        }
        unwrapped.push(Coord {
            x: side[1].x + 360.0 * turns,
            y: side[1].y,
        });
    }
    if hops_alone {
        let (west, east) = extent(&unwrapped);
        let narrow = turns == 0.0 && west < east && east - west <= 180.0;
        if !narrow {
            return None;
        }
    }
    let (first, last) = (unwrapped[0], unwrapped[unwrapped.len() - 1]);
    if turns != 0.0 {
        let mean = ring.iter().map(|at| at.y).sum::<f64>() / ring.len() as f64;
        let pole = 90_f64.copysign(mean);
        unwrapped.extend([last.x, first.x].map(|x| Coord { x, y: pole }));
        unwrapped.push(first);
    }
    Some(unwrapped)
}

/// The longitude halfway between the westernmost and the easternmost corner.
fn middle(ring: &[Coord]) -> f64 {
    let (west, east) = extent(ring);
    f64::midpoint(west, east)
}

fn extent(ring: &[Coord]) -> (f64, f64) {
    ring.iter().fold((f64::MAX, f64::MIN), |(west, east), at| {
        (west.min(at.x), east.max(at.x))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains, MultiPolygon, Point};

    fn cut_ring(corners: &[(f64, f64)]) -> (MultiPolygon<f64>, usize) {
        let mut ring: Vec<Coord> = corners.iter().map(|&(x, y)| Coord { x, y }).collect();
        ring.push(ring[0]);
        let mut crossing = 0;
        (MultiPolygon(cut(vec![ring], &mut crossing)), crossing)
    }

    #[test]
    fn a_polygon_over_the_meridian_is_two_narrow_ones() {
        // Fiji, with longitudes that jump and with longitudes that run on.
        for corners in [
            [
                (177.0, -19.0),
                (-178.0, -19.0),
                (-178.0, -16.0),
                (177.0, -16.0),
            ],
            [
                (177.0, -19.0),
                (182.0, -19.0),
                (182.0, -16.0),
                (177.0, -16.0),
            ],
            [
                (-183.0, -19.0),
                (-178.0, -19.0),
                (-178.0, -16.0),
                (-183.0, -16.0),
            ],
        ] {
            let (cut, crossing) = cut_ring(&corners);
            assert_eq!(crossing, 1);
            assert!((cut.unsigned_area() - 15.0).abs() < 1e-6, "{cut:?}");
            for (x, inside) in [(178.4, true), (-179.0, true), (0.0, false), (176.0, false)] {
                assert_eq!(cut.contains(&Point::new(x, -18.0)), inside, "{x}");
            }
        }
    }

    /// As `world-atlas` has islands of Fiji: corners at 180° and at -180°, with and without a side
    /// between them.
    #[test]
    fn a_hop_from_180_to_minus_180_is_no_way_around_the_earth() {
        for corners in [
            vec![
                (179.0, -17.0),
                (180.0, -17.0),
                (-180.0, -16.9),
                (-180.0, -16.1),
                (180.0, -16.0),
                (179.0, -16.0),
            ],
            vec![
                (179.9, -16.1),
                (-180.0, -16.0),
                (180.0, -17.0),
                (179.0, -16.9),
                (179.0, -16.1),
            ],
            vec![
                (-180.0, -16.0),
                (180.0, -17.0),
                (179.0, -17.0),
                (179.0, -16.0),
            ],
            vec![
                (180.0, -17.0),
                (-180.0, -17.0),
                (-179.0, -17.0),
                (-179.0, -16.0),
                (-180.0, -16.0),
                (180.0, -16.0),
            ],
        ] {
            let (cut, _) = cut_ring(&corners);
            let area = cut.unsigned_area();
            assert!(area > 0.7 && area < 1.1, "{corners:?}: {cut:?}");
        }
    }

    #[test]
    fn a_ring_around_a_pole_holds_it() {
        let around: Vec<(f64, f64)> = (0..12)
            .map(|n| (f64::from(n) * 30.0 - 170.0, -70.0))
            .collect();
        let (cut, _) = cut_ring(&around);
        assert!((cut.unsigned_area() - 360.0 * 20.0).abs() < 1e-6);
        assert!(cut.contains(&Point::new(179.0, -80.0)) && !cut.contains(&Point::new(0.0, -60.0)));
    }

    #[test]
    fn what_does_not_cross_stays_as_it_is() {
        let world = [
            (-180.0, -90.0),
            (180.0, -90.0),
            (180.0, 90.0),
            (-180.0, 90.0),
        ];
        let (cut, crossing) = cut_ring(&world);
        assert_eq!(crossing, 0);
        assert!((cut.unsigned_area() - 64_800.0).abs() < 1e-6);
    }

    #[test]
    fn a_hole_on_the_other_side_stays_a_hole() {
        let ring = |west: f64, east: f64, south: f64, north: f64| {
            [
                (west, south),
                (east, south),
                (east, north),
                (west, north),
                (west, south),
            ]
            .map(|(x, y)| Coord { x, y })
            .to_vec()
        };
        let rings = vec![
            ring(170.0, -160.0, -10.0, 10.0),
            ring(-170.0, -165.0, -5.0, 5.0),
        ];
        let cut = MultiPolygon(cut(rings, &mut 0));
        assert!((cut.unsigned_area() - (600.0 - 50.0)).abs() < 1e-6);
        assert!(!cut.contains(&Point::new(-168.0, 0.0)));
    }
}
