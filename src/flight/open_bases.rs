use super::availability::Availability;
use super::fleet::Fleet;
use super::window::{DAY, MONTHS, Window};
use std::collections::BTreeMap;

/// Days of each month of a common year.
const DAYS: [u32; MONTHS] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A set of bases that are open together, and the share of the year's transfers at such times.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenBases {
    /// Which bases are open, in their order.
    pub open: Vec<bool>,
    /// Share of the year's transfers that are wanted at such times.
    pub wanted: f64,
    /// The part of them at which the weather lets fly.
    pub flyable: f64,
}

impl OpenBases {
    /// The year, cut at every opening and closing of a base: which bases are open when, and how
    /// many of the year's transfers are wanted then. Shares of the year add up to one.
    #[must_use]
    pub fn over_the_year(fleet: &Fleet, availability: &Availability) -> Vec<Self> {
        let mut times: BTreeMap<Vec<bool>, (f64, f64)> = BTreeMap::new();
        for (month, days) in DAYS.into_iter().enumerate() {
            let of_year = f64::from(days) / 365.0;
            let flyable = availability.flyable.in_month(month).as_f64();
            let windows: Vec<&[Window]> = (0..fleet.bases().len())
                .map(|base| fleet.windows(base, month))
                .collect();
            for part in parts_of_day(&windows) {
                let open = windows
                    .iter()
                    .map(|windows| windows.iter().any(|window| window.contains(&part.start)))
                    .collect();
                let wanted = of_year * availability.arrivals.within(&part);
                let time = times.entry(open).or_default();
                time.0 += wanted;
                time.1 += wanted * flyable;
            }
        }
        times
            .into_iter()
            .map(|(open, (wanted, flyable))| Self {
                open,
                wanted,
                flyable,
            })
            .collect()
    }
}

/// The day, cut wherever a window begins or ends.
fn parts_of_day(windows: &[&[Window]]) -> Vec<Window> {
    let edges = windows
        .iter()
        .copied()
        .flatten()
        .flat_map(|window| [window.start, window.end]);
    let mut cuts: Vec<u16> = edges.chain([0, DAY]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flight::{Aircraft, ArrivalProfile, FlyingHours, HelicopterBase};
    use crate::model::LatLon;

    fn base(hours: FlyingHours) -> HelicopterBase {
        HelicopterBase {
            id: String::new(),
            name: String::new(),
            position: LatLon::try_new(52.0, -1.0).unwrap(),
            cruise: Aircraft::cruise_of(""),
            hours,
        }
    }

    /// By hand: the surveyed hours are 14.5 of 24, and 95% of them have weather to fly.
    #[test]
    fn the_surveyed_hours_are_fourteen_and_a_half_of_twenty_four() {
        let fleet = Fleet::new(vec![base(FlyingHours::SURVEYED)]);
        let times = OpenBases::over_the_year(&fleet, &Availability::default());
        let open = times.iter().find(|time| time.open == [true]).unwrap();
        assert!((open.wanted - 14.5 / 24.0).abs() < 1e-12);
        assert!((open.flyable - 0.95 * 14.5 / 24.0).abs() < 1e-12);
    }

    /// Whatever opens and closes when, every transfer is wanted at exactly one time.
    #[test]
    fn the_shares_of_the_year_add_up_to_one() {
        let between =
            |from: &str, to: &str| FlyingHours::Between(from.parse().unwrap(), to.parse().unwrap());
        let bases = [
            FlyingHours::Daylight,
            FlyingHours::SURVEYED,
            between("07:00", "02:00"),
            FlyingHours::Always,
            FlyingHours::Never,
        ]
        .map(base);
        let fleet = Fleet::new(bases.to_vec());
        let mut with_daylight = Vec::new();
        for arrivals in [ArrivalProfile::UNIFORM, ArrivalProfile::auckland_2004()] {
            let availability = Availability {
                arrivals,
                ..Availability::default()
            };
            let times = OpenBases::over_the_year(&fleet, &availability);
            assert!((times.iter().map(|time| time.wanted).sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(times.iter().all(|time| time.open[3] && !time.open[4]));
            let daylight = times.iter().filter(|time| time.open[0]);
            with_daylight.push(daylight.map(|time| time.wanted).sum::<f64>());
        }
        // Half the year is day, and refraction adds a little; strokes come more by day.
        assert!((0.5..0.53).contains(&with_daylight[0]), "{with_daylight:?}");
        assert!(with_daylight[1] > with_daylight[0]);
    }
}
