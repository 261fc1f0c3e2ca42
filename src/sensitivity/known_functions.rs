//! The measures of functions whose measures are known.

use super::{MorrisDesign, OneAtATime, Point, SobolDesign};
use crate::simulate::engine::Draws;
use std::f64::consts::PI;

fn values(points: &[Point], model: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    points.iter().map(|point| model(point)).collect()
}

/// Ishigami and Homma 1990 with a = 7 and b = 0.1, from −π to π.
fn ishigami(point: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|input: usize| PI * (2.0 * point[input] - 1.0));
    x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
}

const WEIGHTS: [f64; 5] = [0.5, -3.0, 0.0, 1.0, 2.0];

fn linear(point: &[f64]) -> f64 {
    10.0 + WEIGHTS.iter().zip(point).map(|(w, x)| w * x).sum::<f64>()
}

/// The indices of Ishigami's function in closed form: a third of the variance is an interaction.
#[test]
fn sobol_indices_of_ishigami_are_the_exact_ones() {
    let design = SobolDesign::new(3, 16_384, Draws::new(1, 0));
    let found = design
        .indices(&values(design.points(), ishigami), 0.999)
        .unwrap();
    let (a, b) = (7.0_f64, 0.1_f64);
    let only_x = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let only_y = a * a / 8.0;
    let both = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
    let all = only_x + only_y + both;
    let exact = [[only_x, only_x + both], [only_y, only_y], [0.0, both]];
    for (found, exact) in found.iter().zip(exact) {
        for (found, exact) in [(found.first, exact[0] / all), (found.total, exact[1] / all)] {
            assert!(found.contains(exact), "{found:?} without {exact}");
            assert!((found.estimate - exact).abs() < 0.02, "{found:?} {exact}");
        }
    }
}

/// Of a sum each input has its own share, first and total: its weight squared.
#[test]
fn sobol_indices_of_a_sum_are_the_shares_of_its_variance() {
    let design = SobolDesign::new(5, 8_192, Draws::new(2, 0));
    let found = design
        .indices(&values(design.points(), linear), 0.999)
        .unwrap();
    let all: f64 = WEIGHTS.iter().map(|w| w * w).sum();
    for (found, weight) in found.iter().zip(WEIGHTS) {
        let exact = weight * weight / all;
        assert!(found.first.contains(exact) && (found.first.estimate - exact).abs() < 0.03);
        assert!(found.total.contains(exact) && (found.total.estimate - exact).abs() < 0.03);
    }
}

#[test]
fn a_result_that_does_not_vary_has_no_indices() {
    let design = SobolDesign::new(2, 64, Draws::new(2, 0));
    assert_eq!(
        design.indices(&values(design.points(), |_| 0.1), 0.95),
        None
    );
}

/// Every effect of a sum is its weight, wherever it is measured; an input that does nothing is found
/// so, and one that acts through another has a spread.
#[test]
fn morris_effects_of_a_sum_are_its_weights() {
    let design = MorrisDesign::new(5, 6, Draws::new(3, 0));
    let grid = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];
    let on_grid = |x: &f64| grid.iter().any(|level| (level - x).abs() < 1e-12);
    assert!(design.points().iter().flatten().all(on_grid));
    let found = design
        .screening(&values(design.points(), linear), 0.95)
        .unwrap();
    for (found, weight) in found.iter().zip(WEIGHTS) {
        assert!(
            (found.mu - weight).abs() < 1e-9 && found.sigma < 1e-9,
            "{found:?}"
        );
        assert!((found.mu_star.estimate - weight.abs()).abs() < 1e-9);
    }
    let design = MorrisDesign::new(3, 40, Draws::new(3, 0));
    let found = design
        .screening(&values(design.points(), ishigami), 0.95)
        .unwrap();
    assert!(found.iter().all(|input| input.sigma > 1.0), "{found:?}");
}

#[test]
fn swings_are_the_results_at_both_ends() {
    let design = OneAtATime::new(&[0.5; 5]);
    let found = design.swings(&values(design.points(), linear));
    let middle = linear(&[0.5; 5]);
    for (found, weight) in found.iter().zip(WEIGHTS) {
        assert!((found.at_high - found.at_low - weight).abs() < 1e-12);
        assert!((f64::midpoint(found.at_high, found.at_low) - middle).abs() < 1e-12);
        assert!((found.width() - weight.abs()).abs() < 1e-12);
    }
}
