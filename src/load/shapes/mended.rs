use super::meridian;
use super::rings::{ROUNDING, Rings};
use geo::{Coord, MultiPolygon};

/// How much was mended in a file.
#[derive(Debug, Default)]
pub(super) struct Mended {
    unclosed: usize,
    flat: usize,
    pub(super) crossing: usize,
}

impl Mended {
    pub(super) fn notes(&self) -> Vec<String> {
        let told = [
            (self.unclosed, "open rings, closed"),
            (self.flat, "rings without area, left out"),
            (
                self.crossing,
                "polygons that cross 180° of longitude, cut there (sides of more than 180° are taken \
                 the other way round)",
            ),
        ];
        let told = told.into_iter().filter(|&(count, _)| count > 0);
        told.map(|(count, what)| format!("{what}: {count}"))
            .collect()
    }
}

/// Closed rings with an area, within 180° of longitude on either side.
pub(super) fn polygons(raw: Vec<Rings>, mended: &mut Mended) -> MultiPolygon<f64> {
    let mut polygons = Vec::with_capacity(raw.len());
    for rings in raw {
        let mut kept = Vec::with_capacity(rings.len());
        for (number, mut ring) in rings.into_iter().enumerate() {
            for at in &mut ring {
                trim(at);
            }
            if ring.len() > 2 && ring.first() != ring.last() {
                mended.unclosed += 1;
                ring.push(ring[0]);
            }
            if is_flat(&ring) {
                mended.flat += usize::from(!ring.is_empty());
                if number == 0 {
                    break;
                }
            } else {
                kept.push(ring);
            }
        }
        polygons.extend(meridian::cut(kept, &mut mended.crossing));
    }
    MultiPolygon(polygons)
}

fn trim(at: &mut Coord) {
    for (number, most) in [(&mut at.x, 180.0), (&mut at.y, 90.0)] {
        if (number.abs() - most).abs() <= ROUNDING {
            *number = most.copysign(*number);
        }
    }
}

/// Whether all corners of a ring lie on one line.
///
/// Not by its area: that of a bow tie is 0 as well.
#[expect(clippy::float_cmp, reason = "a narrow ring is one")]
fn is_flat(ring: &[Coord]) -> bool {
    let Some(&first) = ring.first() else {
        return true;
    };
    let Some(&second) = ring.iter().find(|&&at| at != first) else {
        return true;
    };
    let along = second - first;
    ring.iter().all(|&at| {
        let away = at - first;
        along.x * away.y == along.y * away.x
    })
}
