use crate::units::{Demand, DemandMinutes, TravelTime};

/// Exact sums over the cells of one centre, of one group, or of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CoverageTotals {
    /// The people in the cells.
    pub people: Demand,
    /// The sum of their journeys.
    pub people_minutes: DemandMinutes,
    /// The people within each standard, inclusive.
    pub within: Vec<Demand>,
    /// The people from whom no centre can be reached, who are in none of the other sums.
    pub unreachable: Demand,
}

impl CoverageTotals {
    /// Empty sums for this many standards.
    #[must_use]
    pub fn new(standards: usize) -> Self {
        Self {
            within: vec![Demand::ZERO; standards],
            ..Self::default()
        }
    }

    /// All people, those from whom no centre can be reached among them.
    #[must_use]
    pub fn everyone(&self) -> Demand {
        self.people + self.unreachable
    }

    /// Mean journey in minutes of the people who have one; `None` without them.
    #[must_use]
    pub fn mean_minutes(&self) -> Option<f64> {
        self.people_minutes.mean_over(self.people)
    }

    /// The percentage of everyone within a standard, by its number; `None` without people.
    ///
    /// # Panics
    ///
    /// Panics if there is no standard with this number.
    #[must_use]
    pub fn within_percent(&self, standard: usize) -> Option<f64> {
        self.within[standard].percent_of(self.everyone())
    }

    /// Adds people who all travel `time`.
    pub fn add(&mut self, people: Demand, time: TravelTime, standards: &[TravelTime]) {
        self.people += people;
        self.people_minutes += people.times(time);
        for (within, &standard) in self.within.iter_mut().zip(standards) {
            if time <= standard {
                *within += people;
            }
        }
    }

    /// Adds the totals of other cells.
    pub fn merge(&mut self, other: &Self) {
        self.people += other.people;
        self.unreachable += other.unreachable;
        self.people_minutes += other.people_minutes;
        for (mine, theirs) in self.within.iter_mut().zip(&other.within) {
            *mine += *theirs;
        }
    }
}

/// The totals of a layout, by centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutTotals {
    /// The totals of each centre, in the order of the layout.
    pub by_centre: Vec<CoverageTotals>,
    /// The people from whom no centre can be reached.
    pub unreachable: Demand,
}

impl LayoutTotals {
    /// Empty totals.
    #[must_use]
    pub fn new(centres: usize, standards: usize) -> Self {
        Self {
            by_centre: vec![CoverageTotals::new(standards); centres],
            unreachable: Demand::ZERO,
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
        total.unreachable = self.unreachable;
        for totals in &self.by_centre {
            total.merge(totals);
        }
        total
    }

    /// Adds the totals of other cells for the same layout.
    pub fn merge(&mut self, other: &Self) {
        self.unreachable += other.unreachable;
        for (mine, theirs) in self.by_centre.iter_mut().zip(&other.by_centre) {
            mine.merge(theirs);
        }
    }
}
