use super::daylight::daylight;
use super::time_zone::Clock;
use super::window::{DAY, Window};
use crate::model::LatLon;
use std::fmt;
use std::str::FromStr;

/// A local time of day in whole minutes, from 00:00 to 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

/// Text that is not a time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a time of the day must read HH:MM, from 00:00 to 24:00 (got `{0}`)")]
pub struct ClockTimeError(pub String);

impl ClockTime {
    /// Minutes after midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl FromStr for ClockTime {
    type Err = ClockTimeError;

    fn from_str(text: &str) -> Result<Self, ClockTimeError> {
        let parse = || {
            let (hours, minutes) = text.split_once(':')?;
            let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            if !digits(hours) || !digits(minutes) {
                return None;
            }
            let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
            let time = hours * 60 + minutes;
            (minutes < 60 && time <= DAY).then_some(Self(time))
        };
        parse().ok_or_else(|| ClockTimeError(text.to_owned()))
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// When a base's crew flies.
///
/// # Examples
///
/// ```
/// use catchment::flight::FlyingHours;
/// assert_eq!(FlyingHours::recognise("24/7"), Some(FlyingHours::Always));
/// assert!(matches!(FlyingHours::from_choice("07:00-19:00"), Some(FlyingHours::Between(..))));
/// assert_eq!(FlyingHours::from_choice("sometimes"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlyingHours {
    /// Day and night.
    Always,
    /// Never.
    Never,
    /// Every day from one time to another; over midnight where the second is the earlier.
    Between(ClockTime, ClockTime),
    /// From sunrise to sunset at the base.
    Daylight,
}

impl FlyingHours {
    /// 07:00 to 21:30, 14½ hours a day.
    ///
    /// # Source
    ///
    /// Survey of English air ambulances (Lumley et al., abstract).
    pub const SURVEYED: Self = Self::Between(ClockTime(7 * 60), ClockTime(21 * 60 + 30));

    /// The hours as written in a list of bases: `24/7 …`, `07:00-02:00 …`, `day…`, `never`; `None` for
    /// anything else.
    #[must_use]
    pub fn recognise(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with("24/7") {
            return Some(Self::Always);
        }
        if text.starts_with("day") {
            return Some(Self::Daylight);
        }
        if text == "never" {
            return Some(Self::Never);
        }
        let (from, rest) = text.split_once('-')?;
        let to = rest.get(..5)?;
        Some(Self::Between(from.trim().parse().ok()?, to.parse().ok()?))
    }

    /// The hours of a choice in a study: `24/7`, `never`, `daylight`, or `07:00-21:30`; `None` for
    /// anything else.
    #[must_use]
    pub fn from_choice(text: &str) -> Option<Self> {
        match text {
            "24/7" => Some(Self::Always),
            "never" => Some(Self::Never),
            "daylight" => Some(Self::Daylight),
            _ => {
                let (from, to) = text.split_once('-')?;
                let (from, to) = (from.parse().ok()?, to.parse().ok()?);
                (from != to).then_some(Self::Between(from, to))
            }
        }
    }

    /// The windows in which it flies, on a day in the middle of a month (0 is January), by the
    /// local clock, in order and apart.
    #[must_use]
    pub fn windows(self, month: usize, base: LatLon, clock: Clock) -> Vec<Window> {
        match self {
            Self::Always => std::iter::once(0..DAY).collect(),
            Self::Never => Vec::new(),
            Self::Between(from, to) if from < to => std::iter::once(from.0..to.0).collect(),
            Self::Between(from, to) => {
                let halves = [0..to.0, from.0..DAY];
                halves.into_iter().filter(|half| !half.is_empty()).collect()
            }
            Self::Daylight => daylight(month, base, clock.ahead(month, base)),
        }
    }
}

/// As [`FlyingHours::from_choice`] reads it.
impl fmt::Display for FlyingHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("24/7"),
            Self::Never => f.write_str("never"),
            Self::Daylight => f.write_str("daylight"),
            Self::Between(from, to) => write!(f, "{from}-{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_time_of_the_day_is_refused() {
        for bad in [
            "7:00", "25:00", "24:01", "12:60", "noon", "", "12:3", "-1:00",
        ] {
            assert!(bad.parse::<ClockTime>().is_err(), "{bad}");
        }
        assert_eq!("21:30".parse(), Ok(ClockTime(1_290)));
        assert_eq!("24:00".parse::<ClockTime>().unwrap().to_string(), "24:00");
    }

    #[test]
    fn hours_of_a_list_of_bases_are_recognised() {
        let time = |text: &str| text.parse().unwrap();
        for (text, hours) in [
            ("24/7 since 2013", Some(FlyingHours::Always)),
            ("day (night car Fri/Sat)", Some(FlyingHours::Daylight)),
            (
                "07:00-02:00 (19 h)",
                Some(FlyingHours::Between(time("07:00"), time("02:00"))),
            ),
            ("never", Some(FlyingHours::Never)),
            ("to 02:00 nightly from Jan 2019", None),
            ("", None),
        ] {
            assert_eq!(FlyingHours::recognise(text), hours, "{text}");
        }
    }

    #[test]
    fn hours_of_a_study_are_read_as_they_are_written() {
        for text in ["24/7", "never", "daylight", "07:00-21:30", "19:00-02:00"] {
            let hours = FlyingHours::from_choice(text).unwrap();
            assert_eq!(hours.to_string(), text);
        }
        for bad in ["", "always", "7-21", "07:00", "07:00-07:00", "07:00-25:00"] {
            assert_eq!(FlyingHours::from_choice(bad), None, "{bad}");
        }
    }

    /// Hours over midnight are two windows, and as long as they should be.
    #[test]
    fn hours_may_run_over_midnight() {
        let here = LatLon::try_new(52.0, -1.0).unwrap();
        let late = FlyingHours::Between(ClockTime(420), ClockTime(120));
        assert_eq!(
            late.windows(0, here, Clock::Longitude),
            [0..120, 420..1_440]
        );
        let until_midnight = FlyingHours::Between(ClockTime(420), ClockTime(0));
        assert_eq!(
            until_midnight.windows(0, here, Clock::Longitude).first(),
            Some(&(420..1_440))
        );
    }
}
