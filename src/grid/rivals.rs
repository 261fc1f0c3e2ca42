use super::candidates::ROUNDING;
use super::centres::chord2;

/// The centres of a layout side by side, to tell which of them can be nearest to any of a run of
/// cells.
#[derive(Debug, Clone)]
pub(super) struct Rivals {
    /// Their places, coordinate by coordinate.
    places: [Vec<f64>; 3],
    /// Their numbers.
    layout: Vec<u16>,
}

/// With more centres, a look at all of them takes longer than a look at each cell.
const MOST: usize = 128;

/// Centres that can be nearest, ascending, and the squared chord from the middle to the nearest.
pub(super) struct Listed {
    centres: [u16; Self::MOST],
    len: usize,
    pub(super) nearest2: f64,
}

impl Listed {
    /// With more, a square of a map has fewer for most cells.
    const MOST: usize = 4;

    pub(super) fn centres(&self) -> &[u16] {
        &self.centres[..self.len]
    }
}

impl Rivals {
    pub(super) fn new(unit: &[[f64; 3]], layout: &[u16]) -> Self {
        let layout = if layout.len() > MOST { &[] } else { layout };
        let places = layout.iter().map(|&centre| unit[usize::from(centre)]);
        Self {
            places: [0, 1, 2].map(|axis| places.clone().map(|place| place[axis]).collect()),
            layout: layout.to_vec(),
        }
    }

    /// The centres that can be nearest to any place within a chord of a middle; `None` where they
    /// are many or not soon told.
    ///
    /// The bound is that of [`super::candidates::keep`].
    #[inline(always)]
    pub(super) fn within(&self, middle: [f64; 3], radius: f64) -> Option<Listed> {
        let [x, y, z] = self.places.each_ref().map(Vec::as_slice);
        let places = || x.iter().zip(y).zip(z).map(|((&x, &y), &z)| [x, y, z]);
        // The order of positive numbers is that of their bits, and of whole numbers the least is
        // found several at a time.
        let mut least = u64::MAX;
        for place in places() {
            least = least.min(chord2(middle, place).to_bits());
        }
        let first = places().position(|place| chord2(middle, place).to_bits() == least)?;
        let nearest = [x[first], y[first], z[first]];
        let (nearest2, reach2) = (f64::from_bits(least), 4.0 * radius * radius);
        let out = |place: [f64; 3]| {
            let farther = chord2(middle, place) - nearest2 - ROUNDING;
            (farther > 0.0) & (farther * farther > reach2 * chord2(place, nearest))
        };
        let mut len = 0_u64;
        for place in places() {
            len += u64::from(!out(place));
        }
        let mut listed = Listed {
            centres: [self.layout[first]; Listed::MOST],
            len: usize::try_from(len).ok()?,
            nearest2,
        };
        let room = listed.centres.get_mut(..listed.len)?;
        if room.len() == 1 {
            return Some(listed);
        }
        let mut room = room.iter_mut();
        for (place, &centre) in places().zip(&self.layout) {
            if !out(place)
                && let Some(next) = room.next()
            {
                *next = centre;
            }
        }
        Some(listed)
    }
}
