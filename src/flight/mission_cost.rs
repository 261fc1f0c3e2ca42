/// What one mission costs, in pounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissionCost {
    pounds: f64,
}

impl MissionCost {
    /// £2,750 a mission (2,500–3,500).
    ///
    /// # Source
    ///
    /// Survey of English air ambulances (Lumley et al., abstract).
    pub const SURVEYED: Self = Self { pounds: 2_750.0 };

    /// From pounds; `None` of a negative, infinite or undefined number.
    #[must_use]
    pub fn try_new(pounds: f64) -> Option<Self> {
        (pounds.is_finite() && pounds >= 0.0).then_some(Self { pounds })
    }

    /// Pounds a mission.
    #[must_use]
    pub const fn pounds(self) -> f64 {
        self.pounds
    }
}
