use super::time_zone::{MIDDLE, YEAR};
use super::window::{DAY, Window};
use crate::model::LatLon;
use solar_positioning::time::JulianDate;
use solar_positioning::{Horizon, Location, SolarEvents};

/// Terrestrial time ahead of universal time in these years, seconds.
const DELTA_T: f64 = 69.0;

/// From sunrise to sunset on the 15th of a month (0 is January), by a clock that is this many
/// minutes ahead of UTC; nothing in the polar night, all day in the midnight sun.
///
/// Sunrise and sunset are of the sun's upper limb at sea level with usual refraction.
///
#[must_use]
pub fn daylight(month: usize, place: LatLon, ahead: i16) -> Vec<Window> {
    let ahead = f64::from(ahead) / f64::from(DAY);
    let number = u32::try_from(month).unwrap_or_default() + 1;
    let day = u32::try_from(MIDDLE).unwrap_or_default();
    let Ok(midnight) = JulianDate::from_utc(i32::from(YEAR), number, day, 0, 0, 0.0, DELTA_T)
    else {
        return Vec::new();
    };
    let start = midnight.julian_date() - ahead;
    let location = Location {
        latitude: place.lat(),
        longitude: place.lon(),
    };
    let horizon = Horizon::SunriseSunset;
    let events = SolarEvents::grena3();
    let Ok(day) = events.for_interval_from_julian(start, start + 1.0, location, DELTA_T, horizon)
    else {
        return Vec::new();
    };
    let minute = |event: f64| minute_of_day(event - start);
    let mut edges: Vec<u16> = day
        .rises
        .iter()
        .chain(&day.sets)
        .copied()
        .map(minute)
        .collect();
    edges.sort_unstable();
    let first_is_set = match (day.rises.first(), day.sets.first()) {
        (Some(rise), Some(set)) => set < rise,
        (None, Some(_)) => true,
        (Some(_), None) => false,
        (None, None) => day.always_above(),
    };
    if first_is_set {
        edges.insert(0, 0);
    }
    if edges.len() % 2 == 1 {
        edges.push(DAY);
    }
    edges.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
}

fn minute_of_day(days: f64) -> u16 {
    let minute = (days * f64::from(DAY)).round().clamp(0.0, f64::from(DAY));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range"
    )]
    let minute = minute as u16;
    minute
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat: f64, lon: f64) -> LatLon {
        LatLon::try_new(lat, lon).unwrap()
    }

    /// Almanac times for London on 15 January, 15 June and 15 December, to three minutes.
    #[test]
    fn sunrise_and_sunset_of_london_are_those_of_the_almanac() {
        for (month, ahead, rise, set) in [
            (0, 0, 8 * 60, 16 * 60 + 20),
            (5, 60, 4 * 60 + 43, 21 * 60 + 19),
            (11, 0, 7 * 60 + 59, 15 * 60 + 52),
        ] {
            let windows = daylight(month, place(51.507, -0.128), ahead);
            assert_eq!(windows.len(), 1);
            assert!(windows[0].start.abs_diff(rise) <= 3, "{windows:?}");
            assert!(windows[0].end.abs_diff(set) <= 3, "{windows:?}");
        }
    }

    /// Farther north the days are longer in June and shorter in December.
    #[test]
    fn days_lengthen_to_the_north_in_summer_and_shorten_in_winter() {
        let length = |month, lat| {
            daylight(month, place(lat, -2.0), 0)
                .iter()
                .map(ExactSizeIterator::len)
                .sum::<usize>()
        };
        for lat in [50.0, 52.0, 54.0, 56.0, 58.0] {
            assert!(length(5, lat + 2.0) > length(5, lat));
            assert!(length(11, lat + 2.0) < length(11, lat));
        }
        assert_eq!(length(5, 78.0), 1_440);
        assert_eq!(length(11, 78.0), 0);
    }

    /// Far from Greenwich the sun may be up at midnight by this clock: then the day has two parts.
    #[test]
    fn a_day_may_have_two_parts() {
        let windows = daylight(5, place(0.0, 175.0), 60);
        assert_eq!(windows.len(), 2, "{windows:?}");
        assert_eq!((windows[0].start, windows[1].end), (0, 1_440));
    }
}
