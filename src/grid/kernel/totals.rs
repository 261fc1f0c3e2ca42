use crate::units::{Demand, DemandMinutes, Minutes};

/// What the cells of one centre, of one group, or all of them add up to; exact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CoverageTotals {
    /// The people in the cells.
    pub people: Demand,
    /// Their journeys, end to end.
    pub people_minutes: DemandMinutes,
    /// The people within each standard, standards included.
    pub within: Vec<Demand>,
}

impl CoverageTotals {
    /// Nobody yet, with room for `standards` standards.
    #[must_use]
    pub fn new(standards: usize) -> Self {
        Self {
            within: vec![Demand::ZERO; standards],
            ..Self::default()
        }
    }

    /// Mean journey in minutes; `None` of nobody.
    #[must_use]
    pub fn mean_minutes(&self) -> Option<f64> {
        self.people_minutes.mean_over(self.people)
    }

    /// The part within the standard number `standard`, in per cent; `None` of nobody.
    ///
    /// # Panics
    ///
    /// There are not so many standards.
    #[must_use]
    pub fn within_percent(&self, standard: usize) -> Option<f64> {
        self.within[standard].percent_of(self.people)
    }

    /// Adds people who all travel `time`.
    pub fn add(&mut self, people: Demand, time: Minutes, standards: &[Minutes]) {
        self.people += people;
        self.people_minutes += people.times(time);
        for (within, &standard) in self.within.iter_mut().zip(standards) {
            if time <= standard {
                *within += people;
            }
        }
    }

    /// Adds what others found.
    pub fn merge(&mut self, other: &Self) {
        self.people += other.people;
        self.people_minutes += other.people_minutes;
        for (mine, theirs) in self.within.iter_mut().zip(&other.within) {
            *mine += *theirs;
        }
    }
}

/// What a layout gives the cells of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutTotals {
    /// The totals of each centre, in the order of the layout.
    pub by_centre: Vec<CoverageTotals>,
}

impl LayoutTotals {
    /// Nobody yet.
    #[must_use]
    pub fn new(centres: usize, standards: usize) -> Self {
        Self {
            by_centre: vec![CoverageTotals::new(standards); centres],
        }
    }

    /// All centres together.
    #[must_use]
    pub fn total(&self) -> CoverageTotals {
        let standards = self
            .by_centre
            .first()
            .map_or(0, |totals| totals.within.len());
        let mut total = CoverageTotals::new(standards);
        for totals in &self.by_centre {
            total.merge(totals);
        }
        total
    }

    /// Adds what others found for the same layout.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.by_centre.iter_mut().zip(&other.by_centre) {
            mine.merge(theirs);
        }
    }
}
