use super::expectation::{Expectation, Expected};
use crate::service::{Reach, WeekHours, WeekProfile, coverage_by_hour};

/// Coverage by the hour as the expectation of a year, and MT in proportion to it.
///
/// A region has its MT of a service that never closes, times what is covered of the demand that such
/// a service covers by road. So patients for whom no centre within the standard is open have none, even
/// where a farther one is open; and those who are beyond the standard of every centre share the fate of
/// the others of their region.
#[derive(Debug, Clone)]
pub struct HourlyCoverage {
    road: Reach,
    air: Option<AirCoverage>,
    profile: WeekProfile,
    /// Covered demand by region if no centre ever closes.
    never_closed: Vec<f64>,
    /// MT per year by region if no centre ever closes.
    mt: Vec<f64>,
}

/// What helicopters add.
#[derive(Debug, Clone)]
pub struct AirCoverage {
    /// Who reaches which centres within the standard by road or by air.
    pub reach: Reach,
    /// Parts of the week, apart from each other, with the share of the time in which they fly.
    pub flying: Vec<(WeekHours, f64)>,
}

impl HourlyCoverage {
    /// From who reaches which centres by road, when demand arises, and the MT per year of each region
    /// if no centre ever closes.
    #[must_use]
    pub fn new(road: Reach, air: Option<AirCoverage>, profile: WeekProfile, mt: Vec<f64>) -> Self {
        let always = vec![WeekHours::always(); road.centres()];
        let never_closed = coverage_by_hour(&road, &always, &profile).covered;
        Self {
            road,
            air,
            profile,
            never_closed,
            mt,
        }
    }
}

impl Expectation for HourlyCoverage {
    fn expect(&self, hours: &[WeekHours]) -> Expected {
        let mut covered = coverage_by_hour(&self.road, hours, &self.profile).covered;
        for (part, share) in self.air.iter().flat_map(|air| &air.flying) {
            let open: Vec<WeekHours> = hours.iter().map(|hours| hours.intersection(part)).collect();
            let of = |reach: &Reach| coverage_by_hour(reach, &open, &self.profile).covered;
            let by_road = of(&self.road);
            let either = self.air.iter().flat_map(|air| of(&air.reach));
            for ((covered, either), road) in covered.iter_mut().zip(either).zip(by_road) {
                *covered += share * (either - road);
            }
        }
        let mt = covered.iter().zip(&self.never_closed).zip(&self.mt);
        let mt = mt.map(|((covered, most), mt)| {
            if *most > 0.0 {
                mt * (covered / most).min(1.0)
            } else {
                0.0
            }
        });
        Expected {
            mt: mt.collect(),
            demand: self.road.demand().to_vec(),
            covered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::DemandPoints;

    const STANDARD: u32 = 45;

    /// Two points in two regions and two centres; the second point reaches only the second centre, and
    /// only by air.
    fn reach(second: u32) -> Reach {
        let points = DemandPoints {
            demand: &[300.0, 100.0],
            group: &[0, 1],
            groups: 2,
        };
        Reach::try_new(points, &[&[10, 90], &[60, second]], STANDARD).unwrap()
    }

    fn with_air(flying: Vec<(WeekHours, f64)>) -> HourlyCoverage {
        let air = AirCoverage {
            reach: reach(40),
            flying,
        };
        HourlyCoverage::new(reach(80), Some(air), WeekProfile::flat(), vec![30.0, 10.0])
    }

    /// Helicopters that never fly change nothing; those that fly for half of the day add their share of
    /// it; and no coverage exceeds the demand.
    #[test]
    fn helicopters_add_what_they_reach_while_they_fly() {
        let always = vec![WeekHours::always(); 2];
        let road = HourlyCoverage::new(reach(80), None, WeekProfile::flat(), vec![30.0, 10.0]);
        // The weights of 168 hours add up to 1 within rounding.
        let near = |found: &[f64], expected: [f64; 2]| {
            let pairs = found.iter().zip(expected);
            assert!(found.len() == 2 && pairs.map(|(a, b)| (a - b).abs()).all(|off| off < 1e-9));
        };
        near(&road.expect(&always).covered, [300.0, 0.0]);
        near(&road.expect(&always).mt, [30.0, 0.0]);
        let never = with_air(vec![(WeekHours::always(), 0.0)]);
        assert_eq!(never.expect(&always), road.expect(&always));
        let day = vec![(WeekHours::extended_day(), 0.8)];
        let covered = with_air(day).expect(&always).covered;
        assert!((covered[1] - 100.0 * 0.5 * 0.8).abs() < 1e-9 && (covered[0] - 300.0).abs() < 1e-9);
        // A closed centre gives nothing, whoever flies.
        let closed = [WeekHours::always(), WeekHours::never()];
        let covered = with_air(vec![(WeekHours::always(), 1.0)])
            .expect(&closed)
            .covered;
        near(&covered, [300.0, 0.0]);
    }

    /// MT follow coverage: half of the week of a flat profile is half of the MT.
    #[test]
    fn half_of_the_week_is_half_of_the_mt() {
        let road = HourlyCoverage::new(reach(80), None, WeekProfile::flat(), vec![30.0, 10.0]);
        let half = vec![WeekHours::extended_day(); 2];
        assert!((road.expect(&half).mt[0] - 15.0).abs() < 1e-9);
    }
}
