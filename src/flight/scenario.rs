use super::clock::FlyingHours;
use crate::units::Share;
use std::fmt;

/// When the helicopters of a service fly: one of the cases that are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Unique in the study.
    pub name: String,
    /// For captions; the name where the study gives none.
    pub title: String,
    /// When.
    pub hours: ScenarioHours,
    /// Chance that an aircraft is out on another mission; that of the service where `None`.
    pub busy: Option<Share>,
}

/// The hours of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScenarioHours {
    /// Each base by its own.
    Listed,
    /// All bases alike; [`FlyingHours::Never`] is the road alone.
    All(FlyingHours),
}

impl ScenarioHours {
    /// The hours of a choice in a study: `listed`, or those of [`FlyingHours::from_choice`]; `None`
    /// of all else.
    #[must_use]
    pub fn from_choice(text: &str) -> Option<Self> {
        if text == "listed" {
            Some(Self::Listed)
        } else {
            FlyingHours::from_choice(text).map(Self::All)
        }
    }
}

/// As [`ScenarioHours::from_choice`] reads it.
impl fmt::Display for ScenarioHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed => f.write_str("listed"),
            Self::All(hours) => hours.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_they_are_written() {
        for text in ["listed", "never", "24/7", "daylight", "19:00-02:00"] {
            let hours = ScenarioHours::from_choice(text).unwrap();
            assert_eq!(hours.to_string(), text);
        }
        assert_eq!(ScenarioHours::from_choice("by day"), None);
    }
}
