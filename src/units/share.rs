use super::{Demand, QuantityError};

const BILLION: u128 = 1_000_000_000;

/// A share of a whole, from 0 to 1.
///
/// # Examples
///
/// ```
/// use catchment::units::{Demand, Share};
/// let share = Share::try_new(0.29)?;
/// assert!(share.reaches(Demand::from_whole(100), Demand::from_whole(29)), "exactly");
/// assert!(!share.reaches(Demand::from_whole(100), Demand::from_whole(30)));
/// assert!(Share::try_new(1.2).is_err());
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// The whole.
    pub const ALL: Self = Self(1.0);

    /// From a fraction of one.
    ///
    /// # Errors
    ///
    /// A number below 0, above 1, or undefined.
    pub fn try_new(share: f64) -> Result<Self, QuantityError> {
        if (0.0..=1.0).contains(&share) {
            Ok(Self(share))
        } else {
            Err(QuantityError {
                quantity: "a share",
                expected: "a number from 0 to 1",
                found: share,
            })
        }
    }

    /// A fraction of one.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// The smallest demand that is at least this share of `demand`. A share with up to nine decimal
    /// places is used as written, whatever its binary form.
    #[must_use]
    pub fn of_rounded_up(self, demand: Demand) -> Demand {
        let exact = self.billionths() * u128::from(demand.millionths());
        let least = exact.div_ceil(BILLION);
        Demand::from_millionths(u64::try_from(least).unwrap_or(u64::MAX))
    }

    /// Whether this share of `demand` is at least `least`, exactly: 0.29 of 100 is 29.
    #[must_use]
    pub fn reaches(self, demand: Demand, least: Demand) -> bool {
        let part = self.billionths() * u128::from(demand.millionths());
        part >= u128::from(least.millionths()) * BILLION
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 1"
    )]
    fn billionths(self) -> u128 {
        (self.0 * BILLION as f64).round() as u128
    }

    /// This share of `demand`, as a number.
    #[must_use]
    pub fn part_of(self, demand: Demand) -> f64 {
        self.0 * demand.as_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Shares in whole per mille of whole people, against whole fractions.
        #[test]
        fn a_share_is_what_was_written(
            thousandths in 0_u32..=1_000, people in 0_u32..100_000, by in -1_i64..=1,
        ) {
            let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
            let share = Share::try_new(text.parse().unwrap()).unwrap();
            let demand = Demand::from_whole(people);
            // A millionth is a thousandth of the product's last digit.
            let exact = u64::from(thousandths) * u64::from(people) * 1_000;
            let least = exact.saturating_add_signed(by);
            let reaches = share.reaches(demand, Demand::from_millionths(least));
            prop_assert_eq!(reaches, exact >= least);
            prop_assert_eq!(share.of_rounded_up(demand).millionths(), exact);
        }
    }
}
