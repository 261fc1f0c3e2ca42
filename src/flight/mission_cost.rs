use crate::units::Currency;

/// Cost of one mission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissionCost {
    amount: f64,
    currency: Currency,
}

impl MissionCost {
    /// £2,750 per mission (2,500–3,500).
    ///
    /// # Source
    ///
    /// Survey of English air ambulances (Lumley et al., abstract).
    pub const SURVEYED: Self = Self {
        amount: 2_750.0,
        currency: Currency::GBP,
    };

    /// The most that a mission may cost, in any currency: more is a mistake, and sums stay exact.
    pub const MAX: f64 = 1e12;

    /// From an amount; `None` for a negative or undefined number, or one above [`Self::MAX`].
    #[must_use]
    pub fn try_new(amount: f64, currency: Currency) -> Option<Self> {
        (0.0..=Self::MAX)
            .contains(&amount)
            .then_some(Self { amount, currency })
    }

    /// Per mission, in its currency.
    #[must_use]
    pub const fn amount(self) -> f64 {
        self.amount
    }

    /// The currency of the amount.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }
}
