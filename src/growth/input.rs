use super::uncertain::{Shape, Uncertain};
use crate::service::{Certainty, Parameter, ParameterError};

/// A number that the growth of the workforce depends on, and that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrowthInput {
    /// Clinicians at the start.
    Stock,
    /// Clinicians who begin their training per year.
    Trainees,
    /// Clinicians per year who enter by a credential, trained in another specialty.
    Credentialed,
    /// Share of clinicians who leave per year.
    Leaving,
}

impl GrowthInput {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Stock,
        Self::Trainees,
        Self::Credentialed,
        Self::Leaving,
    ];

    /// What is known of it.
    #[must_use]
    pub const fn described(self) -> Parameter {
        match self {
            Self::Stock => Parameter {
                key: "stock",
                unit: "clinicians",
                default: 67.0,
                range: (60.0, 75.0),
                limits: (0.0, 10_000.0),
                certainty: Certainty::Inference,
                source: "RCR 2017: the UK would need almost to double to about 150, so 75 to 80 \
                         in 28 centres; 24 of them in England: 64 to 68. The range is wider, as \
                         clinicians are not spread evenly",
            },
            Self::Trainees => Parameter {
                key: "trainees",
                unit: "clinicians per year",
                default: 12.0,
                range: (8.0, 15.0),
                limits: (0.0, 1_000.0),
                certainty: Certainty::Inference,
                source: "12 per year gives the 92 operators of the 2021 survey (median 4 in 23 \
                         centres); BSNR, February 2019: 30 trainees in the UK, in two years",
            },
            Self::Credentialed => Parameter {
                key: "credentialed",
                unit: "clinicians per year",
                default: 0.0,
                range: (0.0, 5.0),
                limits: (0.0, 1_000.0),
                certainty: Certainty::Assumption,
                source: "the written answer names a credential; numbers were not found",
            },
            Self::Leaving => Parameter {
                key: "leaving",
                unit: "of clinicians per year",
                default: 0.038,
                range: (0.02, 0.06),
                limits: (0.0, 1.0),
                certainty: Certainty::Inference,
                source: "RCR 2017: 19 % of consultant radiologists retire within five years",
            },
        }
    }
}

/// More training places, as a support.
pub(crate) const EXTRA_TRAINEES: Parameter = Parameter {
    key: "extra_trainees",
    unit: "clinicians per year",
    default: 4.0,
    range: (2.0, 8.0),
    limits: (0.0, 1_000.0),
    certainty: Certainty::Assumption,
    source: "a number was not found",
};

/// One value, or what is known of it, for each input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthInputs<T> {
    /// Clinicians at the start.
    pub stock: T,
    /// Clinicians who begin their training per year.
    pub trainees: T,
    /// Credentialed entrants per year.
    pub credentialed: T,
    /// Share of clinicians who leave per year, from 0 to 1.
    pub leaving: T,
}

impl<T: Copy> GrowthInputs<T> {
    /// One value for each input.
    pub fn from_each(mut of: impl FnMut(GrowthInput) -> T) -> Self {
        Self {
            stock: of(GrowthInput::Stock),
            trainees: of(GrowthInput::Trainees),
            credentialed: of(GrowthInput::Credentialed),
            leaving: of(GrowthInput::Leaving),
        }
    }

    /// The value of an input.
    pub const fn get(&self, input: GrowthInput) -> T {
        match input {
            GrowthInput::Stock => self.stock,
            GrowthInput::Trainees => self.trainees,
            GrowthInput::Credentialed => self.credentialed,
            GrowthInput::Leaving => self.leaving,
        }
    }
}

impl GrowthInputs<f64> {
    /// Checks that every number is possible.
    ///
    /// # Errors
    ///
    /// The first that is not, such as a stock below 0.
    pub fn check(&self) -> Result<(), ParameterError> {
        GrowthInput::ALL
            .iter()
            .try_for_each(|&input| input.described().check(self.get(input)))
    }
}

/// The defaults.
impl Default for GrowthInputs<f64> {
    fn default() -> Self {
        Self::from_each(|input| input.described().default)
    }
}

impl GrowthInputs<Uncertain> {
    /// Checks that every number is possible, whatever the draw.
    ///
    /// # Errors
    ///
    /// The first that is not.
    pub fn check(&self) -> Result<(), ParameterError> {
        GrowthInput::ALL.iter().try_for_each(|&input| {
            let values = self.get(input).values();
            values
                .iter()
                .try_for_each(|&value| input.described().check(value))
        })
    }

    /// The likeliest value of each.
    #[must_use]
    pub fn likeliest(&self) -> GrowthInputs<f64> {
        GrowthInputs::from_each(|input| self.get(input).values()[1])
    }
}

/// Triangular over the range of each, with its default the likeliest.
impl Default for GrowthInputs<Uncertain> {
    fn default() -> Self {
        Self::from_each(|input| {
            let Parameter { default, range, .. } = input.described();
            Uncertain::try_new(range.0, default, range.1, Shape::Triangular)
                .unwrap_or(Uncertain::certain(default))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_lie_in_their_ranges_and_ranges_in_their_limits() {
        for input in GrowthInput::ALL {
            assert!(input.described().is_in_order(), "{input:?}");
        }
        let uncertain = GrowthInputs::<Uncertain>::default();
        uncertain.check().unwrap();
        assert_eq!(uncertain.likeliest(), GrowthInputs::<f64>::default());
    }

    #[test]
    fn a_stock_below_zero_is_refused() {
        let inputs = GrowthInputs {
            stock: -1.0,
            ..GrowthInputs::default()
        };
        assert_eq!(
            inputs.check().unwrap_err().to_string(),
            "`stock` must be a number from 0 to 10000 clinicians (got -1)"
        );
    }
}
