use crate::render::projection::Xy;
use crate::render::view::Bounds;

/// Steps across the longer side of the map: 10 m in a country as large as England.
const STEPS: f64 = 65_535.0;

/// A map's places in whole steps from its south-western corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    low: Xy,
    /// Metres of a step.
    pub(super) step: f64,
    /// Steps to the east and to the north.
    pub(super) size: [i32; 2],
}

/// A place in steps.
pub(super) type Step = [i32; 2];

impl Grid {
    /// A grid over these places; `None` without any.
    pub(super) fn over(places: impl Iterator<Item = Xy>) -> Option<Self> {
        let bounds = Bounds::around(places)?;
        let [width, height] = bounds.size();
        let step = (width.max(height) / STEPS).max(0.001);
        let mut grid = Self {
            low: bounds.low,
            step,
            size: [0, 0],
        };
        grid.size = grid.step_of(bounds.high);
        Some(grid)
    }

    /// The grid with steps twice as long.
    pub(super) fn coarser(&self) -> Self {
        Self {
            low: self.low,
            step: 2.0 * self.step,
            size: self.size.map(|steps| steps / 2 + steps % 2),
        }
    }

    /// The nearest step, however far outside.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the Earth is smaller than 2^31 steps of a map that holds people"
    )]
    pub(super) fn step_of(&self, [x, y]: Xy) -> Step {
        let step = |at: f64, low: f64| ((at - low) / self.step).round() as i32;
        [step(x, self.low[0]), step(y, self.low[1])]
    }
}
