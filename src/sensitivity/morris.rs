use super::Point;
use crate::simulate::engine::{Draws, Interval, Sample};

/// Trajectories through the unit cube on four levels, each of which changes every input once by two
/// thirds, in a random order from a random place.
///
/// # Source
///
/// Morris 1991, "Factorial sampling plans for preliminary computational experiments"; the mean of the
/// absolute effects is that of Campolongo, Cariboni and Saltelli 2007.
#[derive(Debug, Clone, PartialEq)]
pub struct MorrisDesign {
    inputs: usize,
    points: Vec<Point>,
    /// The input that each step changes, and the sign of the change.
    steps: Vec<(usize, f64)>,
}

/// The elementary effects of one input: the change of the result per change of the input over its
/// whole range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Screening {
    /// Mean of the effects.
    pub mu: f64,
    /// Mean of their sizes, μ*, with its interval: how much the input matters.
    pub mu_star: Interval,
    /// Standard deviation of the effects: how much its effect depends on where it is and on the
    /// others.
    pub sigma: f64,
}

const STEP: f64 = 2.0 / 3.0;

impl MorrisDesign {
    /// So many trajectories for so many inputs.
    #[must_use]
    pub fn new(inputs: usize, trajectories: u32, draws: Draws) -> Self {
        let (mut points, mut steps) = (Vec::new(), Vec::new());
        for trajectory in 0..trajectories {
            let four = |input: usize| {
                let input = u32::try_from(input).unwrap_or(u32::MAX);
                draws.four(trajectory, input, 0, 0)
            };
            let mut point: Point = Vec::with_capacity(inputs);
            let mut order: Vec<(f64, usize, f64)> = Vec::with_capacity(inputs);
            for input in 0..inputs {
                let [level, sign, place, _] = four(input);
                let low = if level < 0.5 { 0.0 } else { 1.0 / 3.0 };
                let sign = if sign < 0.5 { 1.0 } else { -1.0 };
                point.push(if sign > 0.0 { low } else { low + STEP });
                order.push((place, input, sign));
            }
            order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            points.push(point.clone());
            for (_, input, sign) in order {
                point[input] += sign * STEP;
                points.push(point.clone());
                steps.push((input, sign));
            }
        }
        Self {
            inputs,
            points,
            steps,
        }
    }

    /// Where the model is wanted.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The screening of each input, from the values at the points; the interval of μ* with this
    /// confidence. `None` of fewer than two trajectories.
    #[must_use]
    pub fn screening(&self, values: &[f64], confidence: f64) -> Option<Vec<Screening>> {
        let mut effects = vec![Sample::default(); self.inputs];
        let mut sizes = effects.clone();
        let trajectories = values.chunks_exact(self.inputs + 1);
        let steps = self.steps.chunks_exact(self.inputs.max(1));
        for (values, steps) in trajectories.zip(steps) {
            for (pair, &(input, sign)) in values.windows(2).zip(steps) {
                let effect = (pair[1] - pair[0]) / (sign * STEP);
                effects[input].add(effect);
                sizes[input].add(effect.abs());
            }
        }
        let both = effects.iter().zip(&sizes);
        both.map(|(effects, sizes)| {
            let mut mu_star = sizes.interval(confidence)?;
            mu_star.low = mu_star.low.max(0.0);
            Some(Screening {
                mu: effects.mean()?,
                mu_star,
                sigma: effects.standard_deviation()?,
            })
        })
        .collect()
    }
}
