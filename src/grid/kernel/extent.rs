use super::octahedron::flatten;

/// The part of the flattened octahedron where places lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::grid) struct Extent {
    pub(in crate::grid) low: [f32; 2],
    pub(in crate::grid) high: [f32; 2],
}

impl Extent {
    pub(in crate::grid) const NOWHERE: Self = Self {
        low: [f32::INFINITY; 2],
        high: [f32::NEG_INFINITY; 2],
    };

    pub(in crate::grid) fn with(self, other: Self) -> Self {
        let mut both = self;
        for axis in 0..2 {
            both.low[axis] = both.low[axis].min(other.low[axis]);
            both.high[axis] = both.high[axis].max(other.high[axis]);
        }
        both
    }

    /// Where a point of the unit sphere lies.
    pub(in crate::grid) fn at(place: [f64; 3]) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "as the map rounds")]
        let (u, v) = flatten(place.map(|axis| axis as f32));
        Self {
            low: [u, v],
            high: [u, v],
        }
    }

    pub(in crate::grid) fn holds(self, other: Self) -> bool {
        self.with(other) == self
    }
}
