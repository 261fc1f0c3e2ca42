use super::Point;
use crate::simulate::engine::{Draws, Interval, Sample};

/// Two independent samples of the unit cube, and for each input the first with that input's
/// coordinates from the second.
///
/// # Source
///
/// Saltelli et al. 2010, "Variance based sensitivity analysis of model output": the estimator of the
/// first-order index is theirs, that of the total index is Jansen's (1999).
#[derive(Debug, Clone, PartialEq)]
pub struct SobolDesign {
    inputs: usize,
    /// For each of the base samples: the first, the second, and one for each input.
    points: Vec<Point>,
    draws: Draws,
}

/// Shares of the variance of the result, from 0 to 1; estimates can lie a little outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SobolIndices {
    /// What would go if the input were known, on average.
    pub first: Interval,
    /// What would remain if all others were known, on average.
    pub total: Interval,
}

/// Samples of the bootstrap.
const RESAMPLES: u32 = 500;

/// Purposes of random numbers.
const COORDINATES: u32 = 0;
const BOOTSTRAP: u32 = 1;

impl SobolDesign {
    /// So many base samples for so many inputs: `base × (inputs + 2)` points.
    #[must_use]
    pub fn new(inputs: usize, base: u32, draws: Draws) -> Self {
        let mut points = Vec::new();
        for sample in 0..base {
            let blocks = (0_u32..).take(inputs.div_ceil(2));
            let uniform: Vec<f64> = blocks
                .flat_map(|block| draws.four(sample, block, COORDINATES, 0))
                .collect();
            let first: Point = uniform.iter().copied().step_by(2).take(inputs).collect();
            let second: Point = uniform
                .iter()
                .copied()
                .skip(1)
                .step_by(2)
                .take(inputs)
                .collect();
            let mixed = (0..inputs).map(|input| {
                let mut point = first.clone();
                point[input] = second[input];
                point
            });
            let mixed: Vec<Point> = mixed.collect();
            points.extend([first, second]);
            points.extend(mixed);
        }
        Self {
            inputs,
            points,
            draws,
        }
    }

    /// Where the model is wanted.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The indices of each input, from the values at the points, with bootstrap intervals; `None`
    /// where the result does not vary.
    #[must_use]
    pub fn indices(&self, values: &[f64], confidence: f64) -> Option<Vec<SobolIndices>> {
        let rows: Vec<&[f64]> = values.chunks_exact(self.inputs + 2).collect();
        let estimates = self.estimates(&rows)?;
        let mut resampled: Vec<Vec<[f64; 2]>> = Vec::new();
        for resample in 0..RESAMPLES {
            let blocks = (0_u32..).take(rows.len().div_ceil(4));
            let uniform = blocks.flat_map(|block| self.draws.four(resample, block, BOOTSTRAP, 0));
            let chosen: Vec<&[f64]> = uniform
                .take(rows.len())
                .map(|u| rows[place(u, rows.len())])
                .collect();
            resampled.extend(self.estimates(&chosen));
        }
        let interval = |input: usize, which: usize| {
            let mut sorted: Vec<f64> = resampled.iter().map(|each| each[input][which]).collect();
            sorted.sort_by(f64::total_cmp);
            let at = |share: f64| sorted[place(share, sorted.len())];
            let estimate = estimates[input][which];
            Interval {
                estimate,
                low: at((1.0 - confidence) / 2.0).min(estimate),
                high: at(f64::midpoint(1.0, confidence)).max(estimate),
            }
        };
        if resampled.is_empty() {
            return None;
        }
        let indices = (0..self.inputs).map(|input| SobolIndices {
            first: interval(input, 0),
            total: interval(input, 1),
        });
        Some(indices.collect())
    }

    /// First and total index of each input.
    fn estimates(&self, rows: &[&[f64]]) -> Option<Vec<[f64; 2]>> {
        let sample: Sample = rows.iter().flat_map(|row| [row[0], row[1]]).collect();
        let (mean, variance) = (sample.mean()?, sample.standard_deviation()?.powi(2));
        // A result of rounding alone does not vary.
        if variance <= 1e-20 * mean.abs().max(1.0).powi(2) {
            return None;
        }
        let count = rows.len() as f64;
        let of = |input: usize| {
            let (mut first, mut total) = (0.0, 0.0);
            for row in rows {
                let (a, b, mixed) = (row[0], row[1], row[input + 2]);
                // Less the mean: the same expectation, a smaller error.
                first += (b - mean) * (mixed - a);
                total += (a - mixed).powi(2);
            }
            [first / count / variance, total / (2.0 * count) / variance]
        };
        Some((0..self.inputs).map(of).collect())
    }
}

/// The place of a share among so many.
fn place(share: f64, count: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a number of places"
    )]
    let place = (share * count as f64) as usize;
    place.min(count - 1)
}
