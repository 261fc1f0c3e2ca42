use crate::service::WeekHours;

/// Which hours so many clinicians give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursByStock {
    /// From so many clinicians, in ascending order.
    steps: Vec<(u32, WeekHours)>,
}

/// Steps that are not a table of hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HoursByStockError {
    /// Steps out of order, or one number twice.
    #[error("hours from {next} clinicians come after hours from {before}: expected more")]
    Order {
        /// Clinicians of the step before.
        before: u32,
        /// Clinicians of the step.
        next: u32,
    },
    /// More clinicians who are open at other hours.
    #[error(
        "{clinicians} clinicians open `{hours}`, which does not include all of `{fewer}`, the \
         hours of fewer clinicians"
    )]
    Shorter {
        /// Clinicians of the step.
        clinicians: u32,
        /// Their hours.
        hours: WeekHours,
        /// The hours of the step before.
        fewer: WeekHours,
    },
}

impl HoursByStock {
    /// From steps: from so many clinicians on, these hours. Below the first step a centre is
    /// closed.
    ///
    /// # Errors
    ///
    /// Steps that are not in ascending order, or hours that do not include those of fewer
    /// clinicians.
    pub fn try_new(steps: Vec<(u32, WeekHours)>) -> Result<Self, HoursByStockError> {
        for pair in steps.windows(2) {
            let [(before, fewer), (next, hours)] = pair else {
                continue;
            };
            if next <= before {
                return Err(HoursByStockError::Order {
                    before: *before,
                    next: *next,
                });
            }
            if !hours.includes(fewer) {
                return Err(HoursByStockError::Shorter {
                    clinicians: *next,
                    hours: hours.clone(),
                    fewer: fewer.clone(),
                });
            }
        }
        Ok(Self { steps })
    }

    /// A centre by itself: 09:00 to 17:00 on weekdays from one clinician, 08:00 to 20:00 every day
    /// from three, day and night from five.
    ///
    /// # Source
    ///
    /// An assumption. Five for a centre that never closes: written answer 118946, 20 December 2017.
    /// RCR 2019: fewer than four should share with neighbours, so three or four are given no night.
    #[must_use]
    pub fn alone() -> Self {
        Self::day_and_night_from(5)
    }

    /// A network with its clinicians together: as [`HoursByStock::alone`], but day and night from
    /// six.
    ///
    /// # Source
    ///
    /// An assumption. RCR 2019: four to six should network, six are robust day and night.
    #[must_use]
    pub fn together() -> Self {
        Self::day_and_night_from(6)
    }

    fn day_and_night_from(clinicians: u32) -> Self {
        Self {
            steps: vec![
                (1, WeekHours::office_hours()),
                (3, WeekHours::extended_day()),
                (clinicians, WeekHours::always()),
            ],
        }
    }

    /// From so many clinicians on, these hours: in ascending order.
    #[must_use]
    pub fn steps(&self) -> &[(u32, WeekHours)] {
        &self.steps
    }

    /// The hours of so many clinicians.
    #[must_use]
    pub fn hours(&self, clinicians: u32) -> WeekHours {
        let step = self.steps.partition_point(|&(from, _)| from <= clinicians);
        step.checked_sub(1)
            .and_then(|at| self.steps.get(at))
            .map_or_else(WeekHours::never, |(_, hours)| hours.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_change_at_their_step() {
        let hours = (0..7).map(|n| HoursByStock::alone().hours(n).hours_per_week());
        let expected = [0.0, 40.0, 40.0, 84.0, 84.0, 168.0, 168.0];
        assert!(hours.eq(expected));
        assert_eq!(HoursByStock::together().hours(5), WeekHours::extended_day());
    }

    #[test]
    fn tables_in_which_more_clinicians_do_less_are_refused() {
        let hours = |text| WeekHours::from_choice(text).unwrap();
        let try_new = |steps: Vec<(u32, WeekHours)>| HoursByStock::try_new(steps).unwrap_err();
        assert_eq!(
            try_new(vec![(3, hours("08:00-20:00")), (3, hours("24/7"))]),
            HoursByStockError::Order { before: 3, next: 3 }
        );
        assert_eq!(
            try_new(vec![
                (1, hours("Mon-Fri 07:00-17:00")),
                (3, hours("08:00-20:00"))
            ])
            .to_string(),
            "3 clinicians open `08:00-20:00`, which does not include all of \
             `Mon-Fri 07:00-17:00`, the hours of fewer clinicians"
        );
    }
}
