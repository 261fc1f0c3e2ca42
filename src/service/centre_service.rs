use super::teams::TeamsByHour;
use super::week_hours::WeekHours;

/// What one centre offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreService {
    /// When it accepts patients by itself. A rota group may open it longer, or close it while
    /// another member is host.
    pub hours: WeekHours,
    /// Angiography suites, at least 1.
    ///
    /// # Source
    ///
    /// Suites per centre in England: not found. The default of 1 is an assumption.
    pub suites: u8,
    /// Teams by hour of the week.
    pub teams: TeamsByHour,
}

impl CentreService {
    /// Open in these hours, with one suite and one team in every hour.
    #[must_use]
    pub fn open(hours: WeekHours) -> Self {
        Self {
            hours,
            suites: 1,
            teams: TeamsByHour::constant(1),
        }
    }
}
