use super::expectation::{Expectation, Remembered};
use super::input::{GrowthInput, GrowthInputs};
use super::plan::GrowthPlan;
use super::projection::Staffing;
use super::uncertain::Uncertain;
use super::workforce::{Training, first_year_with, project_workforce};

/// The quantiles of a band: its middle, and the ranges of one half and of nine tenths of the draws.
pub const BAND_QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// What is known of one year, at the quantiles of [`BAND_QUANTILES`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearBand {
    /// The year.
    pub year: u32,
    /// Clinicians.
    pub stock: [f64; 5],
    /// Covered demand of all regions.
    pub covered: [f64; 5],
    /// MT per year of all regions.
    pub mt: [f64; 5],
}

/// What is known of the year in which a number of clinicians is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetBand {
    /// The number.
    pub clinicians: u32,
    /// The year, at the quantiles of [`BAND_QUANTILES`]; `None` where it is not in the projection.
    pub years: [Option<u32>; 5],
    /// The share of draws that reach it in the projection, from 0 to 1.
    pub reached: f64,
}

/// Growth with uncertain inputs. The bands carry the uncertainty of knowledge, not of chance.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthBands {
    /// One band per year.
    pub years: Vec<YearBand>,
    /// One band per number of clinicians that was asked for.
    pub targets: Vec<TargetBand>,
}

/// Growth for a number of draws of the inputs, and the years in which `targets` are reached. `uniform` gives the uniform number of a draw, counted from 0,
/// for an input: one for each value, by inversion. Without draws there are no bands.
///
/// # Panics
///
/// If the plan is not possible.
#[must_use]
pub fn growth_bands(
    plan: &GrowthPlan,
    (inputs, draws): (&GrowthInputs<Uncertain>, u32),
    training: &Training,
    targets: &[u32],
    uniform: impl Fn(u32, GrowthInput) -> f64,
    expectation: &dyn Expectation,
) -> GrowthBands {
    let mut remembered = Remembered::new(expectation);
    let mut staffing = Staffing::new(plan, &mut remembered);
    let count = (training.start_year..=training.last_year).count().max(1);
    // By year, one value a draw: stock, covered demand, MT.
    let mut values = vec![[const { Vec::new() }; 3]; count];
    let mut reached: Vec<(u32, Vec<u32>)> =
        targets.iter().map(|&target| (target, Vec::new())).collect();
    for draw in 0..draws {
        let values_of_draw =
            GrowthInputs::from_each(|input| inputs.get(input).at(uniform(draw, input)));
        let workforce = project_workforce(&values_of_draw, training);
        for (target, years) in &mut reached {
            years.push(first_year_with(&workforce, *target).unwrap_or(u32::MAX));
        }
        for (values, year) in values.iter_mut().zip(&workforce) {
            let expected = &staffing.service(year.whole_clinicians()).expected;
            let [stock, covered, mt] = values;
            stock.push(year.stock);
            covered.push(expected.covered.iter().sum::<f64>());
            mt.push(expected.mt.iter().sum::<f64>());
        }
    }
    if draws == 0 {
        return GrowthBands {
            years: Vec::new(),
            targets: Vec::new(),
        };
    }
    let years = (training.start_year..).zip(values).map(|(year, values)| {
        let [stock, covered, mt] = values.map(quantiles);
        YearBand {
            year,
            stock,
            covered,
            mt,
        }
    });
    GrowthBands {
        years: years.collect(),
        targets: reached
            .into_iter()
            .map(|(target, years)| of_target(target, years))
            .collect(),
    }
}

fn of_target(clinicians: u32, mut years: Vec<u32>) -> TargetBand {
    years.sort_unstable();
    // A year is a whole number: the first by which this share of the draws is there.
    let of = |quantile: f64| {
        let there = |rank: usize| rank as f64 >= quantile * years.len() as f64;
        let rank = (1..=years.len()).find(|&rank| there(rank));
        rank.map(|rank| years[rank - 1])
            .filter(|&year| year != u32::MAX)
    };
    let reached = years.iter().filter(|&&year| year != u32::MAX).count();
    TargetBand {
        clinicians,
        years: BAND_QUANTILES.map(of),
        reached: reached as f64 / years.len() as f64,
    }
}

/// Quantiles by linear interpolation between the ordered values.
fn quantiles(mut values: Vec<f64>) -> [f64; 5] {
    values.sort_by(f64::total_cmp);
    BAND_QUANTILES.map(|quantile| {
        let (below, (above, weight)) = around(quantile, values.len() - 1);
        values[below] + weight * (values[above] - values[below])
    })
}

/// The places around a quantile, and the weight of the upper.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list"
)]
fn around(quantile: f64, last: usize) -> (usize, (usize, f64)) {
    let at = quantile * last as f64;
    let below = (at.floor() as usize).min(last);
    (below, ((below + 1).min(last), at - below as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{AssignmentPolicy, Expected, GrowthCentre, Shape};
    use crate::service::WeekHours;

    fn plan() -> GrowthPlan {
        let centre = GrowthCentre {
            region: 0,
            network: None,
            demand: 337.0,
            existing: 0,
        };
        GrowthPlan::new(vec![centre; 24], 1, AssignmentPolicy::Equal)
    }

    fn open_hours(hours: &[WeekHours]) -> Expected {
        let covered: f64 = hours.iter().map(WeekHours::hours_per_week).sum();
        Expected {
            covered: vec![covered],
            demand: vec![24.0 * 168.0],
            mt: vec![2.0 * covered],
        }
    }

    fn bands(inputs: &GrowthInputs<Uncertain>, draws: u32) -> GrowthBands {
        // Golden-ratio sequence: evenly spread, and different for each input.
        let uniform = |draw: u32, input: GrowthInput| {
            let step = 0.618_033_988_75 + 0.1 * f64::from(input as u8);
            (f64::from(draw + 1) * step).fract()
        };
        growth_bands(
            &plan(),
            (inputs, draws),
            &Training::default(),
            &[120, 150],
            uniform,
            &open_hours,
        )
    }

    /// Without uncertainty every quantile is the projection.
    #[test]
    fn certain_inputs_have_no_band() {
        let inputs = GrowthInputs::<f64>::default();
        let certain = GrowthInputs::from_each(|input| Uncertain::certain(inputs.get(input)));
        let got = bands(&certain, 7);
        let projected = project_workforce(&inputs, &Training::default());
        assert_eq!(got.years.len(), projected.len());
        for (band, year) in got.years.iter().zip(&projected) {
            assert_eq!(band.year, year.year);
            for stock in band.stock {
                assert!((stock - year.stock).abs() < 1e-9);
            }
        }
        let years: Vec<_> = got.targets.iter().map(|target| target.years).collect();
        assert_eq!(years, [[Some(2025); 5], [Some(2029); 5]]);
    }

    /// Of two draws, one reaches 120 in 2025 and one never: the quantiles are the earlier year up to
    /// its share, and no year beyond.
    #[test]
    fn a_year_is_one_that_a_draw_has_reached() {
        let inputs = GrowthInputs {
            trainees: Uncertain::try_new(0.0, 12.0, 12.0, Shape::Uniform).unwrap(),
            leaving: Uncertain::certain(0.038),
            credentialed: Uncertain::certain(0.0),
            stock: Uncertain::certain(67.0),
        };
        let uniform = |draw: u32, _| f64::from(draw);
        let draws = |draws| {
            let training = Training::default();
            let inputs = (&inputs, draws);
            growth_bands(&plan(), inputs, &training, &[120], uniform, &open_hours).targets[0]
        };
        let [one, two] = [draws(1), draws(2)];
        assert_eq!(one.years, [None; 5]);
        assert_eq!(two.years, [Some(2025), Some(2025), Some(2025), None, None]);
        assert!((two.reached - 0.5).abs() < 1e-12);
    }

    #[test]
    fn quantiles_are_in_order_and_the_same_each_time() {
        let inputs = GrowthInputs::<Uncertain>::default();
        let got = bands(&inputs, 200);
        for band in &got.years {
            for values in [band.stock, band.covered, band.mt] {
                assert!(values.is_sorted());
            }
        }
        for target in &got.targets {
            let reached = target.years.iter().flatten();
            assert!(reached.is_sorted() && target.reached > 0.5);
        }
        assert_eq!(got, bands(&inputs, 200));
        assert_eq!(bands(&inputs, 0).years, []);
    }

    /// The stock at the start is one uniform number: its quantiles are known.
    #[test]
    fn the_first_year_has_the_quantiles_of_its_input() {
        let inputs = GrowthInputs {
            stock: Uncertain::try_new(60.0, 67.0, 80.0, Shape::Uniform).unwrap(),
            ..GrowthInputs::default()
        };
        let [first, ..] = bands(&inputs, 2_000).years[..] else {
            panic!("no year")
        };
        for (got, quantile) in first.stock.iter().zip(BAND_QUANTILES) {
            assert!((got - (60.0 + 20.0 * quantile)).abs() < 0.1, "{got}");
        }
    }
}
