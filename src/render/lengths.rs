use super::font;

/// How true lengths are all over a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lengths {
    /// One bar holds everywhere.
    True,
    /// The bar holds at the middle of the map.
    AtTheMiddle,
    /// No bar holds: lines of longitude and latitude show the scale.
    Nowhere,
}

/// A bar may be wrong by this part at the edges of a map without a word, about as much as its ends
/// can be read off.
const UNNOTICED: f64 = 0.02;
/// A bar that is wrong by more than this part is none.
const MOST: f64 = 0.1;
/// Size of the words.
pub(super) const SIZE: f64 = 20.0;
/// Where no bar holds.
pub(super) const UNTRUE: &str = "Areas are true, lengths are not.";

impl Lengths {
    /// Of a map on which something lies at this angle from the centre, in degrees.
    ///
    /// # Source
    ///
    /// Snyder 1987, Map Projections: A Working Manual, equation 24-1: across the direction to the centre
    /// lengths are drawn 1 / cos (c / 2) times as long, along it cos (c / 2) times.
    pub(super) fn within(degrees: f64) -> Self {
        let stretched = 1.0 / (degrees.min(150.0) / 2.0).to_radians().cos() - 1.0;
        match stretched {
            little if little <= UNNOTICED => Self::True,
            some if some <= MOST => Self::AtTheMiddle,
            _ => Self::Nowhere,
        }
    }
}

impl Lengths {
    /// How much room a bar or what there is instead needs on a frame of this width.
    pub(super) fn width(self, frame: f64) -> f64 {
        let words = match self {
            Self::True => 0.0,
            Self::AtTheMiddle => font::width("10000 km at the middle of the map", SIZE),
            Self::Nowhere => font::width(UNTRUE, SIZE),
        };
        words.max(0.2 * frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// England, the contiguous United States, and the world.
    #[test]
    fn bars_are_drawn_where_they_hold() {
        assert_eq!(Lengths::within(4.0), Lengths::True);
        assert_eq!(Lengths::within(24.0), Lengths::AtTheMiddle);
        assert_eq!(Lengths::within(110.0), Lengths::Nowhere);
        assert_eq!(Lengths::within(180.0), Lengths::Nowhere);
    }
}
