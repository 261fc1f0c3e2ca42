use super::input::GrowthInputs;

/// When clinicians are trained.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Training {
    /// The year of the first stock; the first trainees begin in it.
    pub start_year: u32,
    /// The last year of the projection.
    pub last_year: u32,
    /// Years of training.
    ///
    /// # Source
    ///
    /// Written answer 118946: two years; BSNR 2016: at least two years.
    pub years: u32,
    /// The first year with credentialed entrants. The default is an assumption.
    pub credentialed_from: u32,
    /// More trainees per year, as a support.
    pub extra_trainees: f64,
    /// The first year in which they begin.
    pub extra_from: u32,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            start_year: 2017,
            last_year: 2045,
            years: 2,
            credentialed_from: 2021,
            extra_trainees: 0.0,
            extra_from: 2018,
        }
    }
}

/// The workforce in one year, in clinicians. Parts of a clinician are expectations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StockYear {
    /// The year.
    pub year: u32,
    /// Clinicians at the end of the year.
    pub stock: f64,
    /// Who completed their training in it.
    pub completed: f64,
    /// Who entered by a credential.
    pub credentialed: f64,
    /// Who left.
    pub left: f64,
}

impl StockYear {
    /// Whole clinicians, who can be assigned to centres.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most some hundred thousand, and at least 0"
    )]
    pub fn whole_clinicians(&self) -> u32 {
        // What the arithmetic loses is not a clinician.
        (self.stock + 1e-9).floor().max(0.0) as u32
    }
}

/// The workforce of each year: the stock of the year before, less a share that leaves, and those
/// who complete their training or enter by a credential.
///
/// New clinicians do not leave in their first year.
#[must_use]
pub fn project_workforce(inputs: &GrowthInputs<f64>, training: &Training) -> Vec<StockYear> {
    let mut now = StockYear {
        year: training.start_year,
        stock: inputs.stock,
        completed: 0.0,
        credentialed: 0.0,
        left: 0.0,
    };
    let mut years = vec![now];
    for year in training.start_year + 1..=training.last_year {
        let left = now.stock * inputs.leaving;
        let begun = year.checked_sub(training.years);
        let from = |first: u32, trainees: f64| match begun {
            Some(begun) if begun >= first => trainees,
            _ => 0.0,
        };
        let completed = from(training.start_year, inputs.trainees)
            + from(
                training.extra_from.max(training.start_year),
                training.extra_trainees,
            );
        let credentialed = if year >= training.credentialed_from {
            inputs.credentialed
        } else {
            0.0
        };
        now = StockYear {
            year,
            stock: now.stock - left + completed + credentialed,
            completed,
            credentialed,
            left,
        };
        years.push(now);
    }
    years
}

/// The first year with at least so many clinicians.
#[must_use]
pub fn first_year_with(years: &[StockYear], clinicians: u32) -> Option<u32> {
    let reached = |year: &&StockYear| year.whole_clinicians() >= clinicians;
    years.iter().find(reached).map(|year| year.year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn project(stock: f64, trainees: f64) -> Vec<StockYear> {
        let inputs = GrowthInputs {
            stock,
            trainees,
            ..GrowthInputs::default()
        };
        project_workforce(&inputs, &Training::default())
    }

    /// The table of the facts: completions from 2019, and 3.8 % leave per year.
    #[test]
    fn the_targets_are_reached_in_the_years_calculated_elsewhere() {
        for (stock, trainees, years) in [
            (67.0, 8.0, [2031, 2041]),
            (67.0, 10.0, [2027, 2033]),
            (67.0, 12.0, [2025, 2029]),
            (64.0, 8.0, [2031, 2042]),
            (64.0, 10.0, [2027, 2033]),
            (64.0, 12.0, [2025, 2030]),
        ] {
            let projected = project(stock, trainees);
            let got = [120, 150].map(|target| first_year_with(&projected, target));
            assert_eq!(got, years.map(Some), "{stock} {trainees}");
        }
        let projected = project(67.0, 12.0);
        let in_2021 = projected.iter().find(|year| year.year == 2021).unwrap();
        assert_eq!(format!("{:.0}", in_2021.stock), "92");
    }

    #[test]
    fn credentialed_entrants_begin_in_their_year() {
        let inputs = GrowthInputs {
            credentialed: 3.0,
            ..GrowthInputs::default()
        };
        let projected = project_workforce(&inputs, &Training::default());
        let mut with = projected.iter().filter(|year| year.credentialed > 0.0);
        assert_eq!(with.next().map(|year| year.year), Some(2021));
        assert_eq!(with.count(), 2045 - 2021);
    }

    #[test]
    fn the_first_trainees_complete_in_2019() {
        let first = project(67.0, 8.0).into_iter().find(|y| y.completed > 0.0);
        assert_eq!(first.unwrap().year, 2019);
    }

    proptest! {
        /// People are neither lost nor made: stock is the first stock, and all who entered, less
        /// all who left.
        #[test]
        fn people_are_conserved(
            stock in 0..200_u32, trainees in 0..30_u32, credentialed in 0..9_u32,
            leaving in 0.0..=1.0_f64, extra in 0..9_u32, years in 0..9_u32,
        ) {
            let inputs = GrowthInputs {
                stock: f64::from(stock),
                trainees: f64::from(trainees),
                credentialed: f64::from(credentialed),
                leaving,
            };
            let training = Training {
                years, extra_trainees: f64::from(extra), ..Training::default()
            };
            let projected = project_workforce(&inputs, &training);
            let mut expected = inputs.stock;
            for year in &projected {
                expected += year.completed + year.credentialed - year.left;
                prop_assert!((year.stock - expected).abs() < 1e-9 * (1.0 + expected));
                prop_assert!(year.stock >= 0.0);
            }
            // Who began early enough completed, and nobody else.
            let completed: f64 = projected.iter().map(|year| year.completed).sum();
            let cohorts = |first: u32| f64::from((2045 + 1 - years - first).min(2045 - 2017));
            let begun = inputs.trainees * cohorts(2017) + training.extra_trainees * cohorts(2018);
            prop_assert!((completed - begun).abs() < 1e-9 * (1.0 + begun));
        }

        /// More trainees never reach a target later.
        #[test]
        fn more_trainees_are_never_later(
            stock in 0..150_u32, trainees in 0..30_u32, more in 0..10_u32, target in 0..200_u32,
        ) {
            let year = |trainees| {
                let projected = project(f64::from(stock), f64::from(trainees));
                first_year_with(&projected, target).unwrap_or(u32::MAX)
            };
            prop_assert!(year(trainees + more) <= year(trainees));
        }
    }
}
