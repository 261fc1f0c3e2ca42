use super::window::{DAY, MONTHS};
use crate::model::LatLon;
use jiff::civil;
use jiff::tz::TimeZoneDatabase;

/// The year whose clocks and whose sun are taken: sunrise on a given day moves by less than two
/// minutes from one year to another.
pub(super) const YEAR: i16 = 2026;

/// The day of a month that stands for it.
pub(super) const MIDDLE: i8 = 15;

/// A time zone, with what its clocks show in the middle of each month.
///
/// # Source
///
/// The IANA time zone database, as `jiff` bundles it: the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone {
    name: String,
    /// Minutes ahead of UTC.
    ahead: [i16; MONTHS],
}

impl TimeZone {
    /// From its name, `Europe/London`; `None` for a name that is not in the database.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        let mut ahead = [0; MONTHS];
        for (month, ahead) in (1..).zip(&mut ahead) {
            let noon = civil::date(YEAR, month, MIDDLE).at(12, 0, 0, 0);
            let seconds = noon.to_zoned(zone.clone()).ok()?.offset().seconds();
            *ahead = i16::try_from(seconds / 60).ok()?;
        }
        let name = zone.iana_name()?.to_owned();
        Some(Self { name, ahead })
    }

    /// All names of the database.
    pub fn names() -> impl Iterator<Item = String> {
        let names: Vec<String> = TimeZoneDatabase::bundled()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect();
        names.into_iter()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The clock that hours of flying are told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// Of a time zone: minutes ahead of UTC in the middle of each month.
    Zone([i16; MONTHS]),
    /// Ahead of UTC by the whole hours nearest to the sun's time at the base, in summer and winter.
    #[default]
    Longitude,
}

impl Clock {
    /// Of a zone, or by longitude where there is none.
    #[must_use]
    pub fn new(zone: Option<&TimeZone>) -> Self {
        zone.map_or(Self::Longitude, |zone| Self::Zone(zone.ahead))
    }

    /// Minutes ahead of UTC in a month (0 is January).
    ///
    /// # Panics
    ///
    /// There is no such month.
    #[must_use]
    pub fn ahead(self, month: usize, place: LatLon) -> i16 {
        match self {
            Self::Zone(ahead) => ahead[month],
            Self::Longitude => {
                let hours = (place.lon() / 360.0 * 24.0).round();
                #[expect(clippy::cast_possible_truncation, reason = "at most half a day")]
                let minutes = (hours * f64::from(DAY) / 24.0) as i16;
                minutes
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(name: &str) -> [i16; MONTHS] {
        TimeZone::from_name(name).unwrap().ahead
    }

    /// From the last Sunday of March to the last of October in the United Kingdom; all year in
    /// Iceland and India; the other half of the year south of the equator.
    #[test]
    fn clocks_are_those_of_the_zone() {
        assert_eq!(
            ahead("Europe/London"),
            [0, 0, 0, 60, 60, 60, 60, 60, 60, 60, 0, 0]
        );
        assert_eq!(ahead("Atlantic/Reykjavik"), [0; MONTHS]);
        assert_eq!(ahead("Asia/Kolkata"), [330; MONTHS]);
        let auckland = ahead("Pacific/Auckland");
        assert_eq!((auckland[0], auckland[6]), (780, 720));
    }

    #[test]
    fn zones_are_known_by_the_names_of_the_database() {
        assert_eq!(TimeZone::from_name("Europe/Lodnon"), None);
        assert_eq!(TimeZone::from_name("Malta"), None);
        assert!(TimeZone::names().any(|name| name == "Europe/Malta"));
    }

    #[test]
    fn without_a_zone_the_clock_goes_by_the_sun() {
        let at = |lon| Clock::Longitude.ahead(6, LatLon::try_new(50.0, lon).unwrap());
        assert_eq!((at(0.0), at(14.5), at(-120.0)), (0, 60, -480));
    }
}
