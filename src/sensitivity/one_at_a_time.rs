use super::Point;

/// Every input at both ends of its range, all others where they are by default: the bars of a
/// tornado chart.
#[derive(Debug, Clone, PartialEq)]
pub struct OneAtATime {
    points: Vec<Point>,
}

/// What one input does alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// The result with the input at the low end of its range.
    pub at_low: f64,
    /// The result with the input at the high end.
    pub at_high: f64,
}

impl OneAtATime {
    /// The design around defaults.
    #[must_use]
    pub fn new(default: &[f64]) -> Self {
        let mut points = vec![default.to_vec()];
        for input in 0..default.len() {
            for end in [0.0, 1.0] {
                let mut point = default.to_vec();
                point[input] = end;
                points.push(point);
            }
        }
        Self { points }
    }

    /// Where the model is wanted; the first point is the default.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The swing of each input, from the values at the points.
    #[must_use]
    pub fn swings(&self, values: &[f64]) -> Vec<Swing> {
        let ends = values[1..].chunks_exact(2);
        ends.map(|ends| Swing {
            at_low: ends[0],
            at_high: ends[1],
        })
        .collect()
    }
}

impl Swing {
    /// From the lower result to the higher.
    #[must_use]
    pub fn width(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}
