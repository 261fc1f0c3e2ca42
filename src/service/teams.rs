use super::week::{WEEK_HOURS, WEEK_MINUTES};
use super::week_hours::WeekHours;

/// How many teams a centre has in each hour of the week. At night a team is at home and has to
/// mobilise; whether it does is a matter of the simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamsByHour {
    teams: Vec<u8>,
}

impl TeamsByHour {
    /// The same number of teams in every hour.
    #[must_use]
    pub fn constant(teams: u8) -> Self {
        Self {
            teams: vec![teams; WEEK_HOURS],
        }
    }

    /// One number in some hours, another in the rest. An hour that is partly in `hours` has the
    /// smaller of the two.
    #[must_use]
    pub fn within(hours: &WeekHours, teams: u8, otherwise: u8) -> Self {
        let outside = hours.complement();
        let of_hour = |hour: u32| {
            let (from, to) = (hour * 60, hour * 60 + 60);
            let any =
                |hours: &WeekHours| hours.intervals().iter().any(|&(a, b)| a < to && from < b);
            match (any(hours), any(&outside)) {
                (true, true) => teams.min(otherwise),
                (true, false) => teams,
                (false, _) => otherwise,
            }
        };
        Self {
            teams: (0..WEEK_MINUTES / 60).map(of_hour).collect(),
        }
    }

    /// Teams in a minute of the week; weeks repeat.
    #[must_use]
    pub fn at(&self, minute: u32) -> u8 {
        self.teams[(minute % WEEK_MINUTES / 60) as usize]
    }

    /// Whether there is a team in any hour.
    #[must_use]
    pub fn any(&self) -> bool {
        self.teams.iter().any(|&teams| teams > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second team in part of an hour is not counted on for that hour.
    #[test]
    fn an_hour_in_two_parts_has_the_smaller_number() {
        let hours = WeekHours::from_choice("Mon 08:30-12:00").unwrap();
        let teams = TeamsByHour::within(&hours, 2, 1);
        let at = |hour: u32| teams.at(WEEK_MINUTES + hour * 60 + 59);
        assert_eq!([at(7), at(8), at(9), at(11), at(12)], [1, 1, 2, 2, 1]);
        let fewer = TeamsByHour::within(&hours, 0, 1);
        assert_eq!(fewer.at(8 * 60), 0);
        assert!(!TeamsByHour::constant(0).any() && fewer.any());
    }
}
