use super::network::{NO_WAY, StrokeNetwork};
use super::route::{Pathway, Step, Walk};
use super::transfer::Transfers;
use crate::care::CareDelays;
use crate::units::{Demand, DemandMinutes, Minutes};

/// What bypass gives everybody with one allowable delay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AllowableDelay {
    /// How much farther than the closest unit a centre may be.
    pub allowable: Minutes,
    /// Mean minutes from onset to IVT; `None` of nobody.
    pub ivt_mean: Option<f64>,
    /// Mean minutes from onset to MT; `None` of nobody.
    pub mt_mean: Option<f64>,
    /// Demand that comes straight to a centre, in per cent of all; `None` of nobody.
    pub direct_percent: Option<f64>,
    /// Demand that comes straight to a centre and would come to a unit without an allowance.
    pub redirected: Demand,
    /// Minutes to IVT that those lose, in the mean; `None` of nobody.
    pub redirected_ivt_lost: Option<f64>,
    /// Minutes to MT that those gain, in the mean; `None` of nobody.
    pub redirected_mt_gained: Option<f64>,
}

/// Bypass with every one of these allowances, ascending and the first 0, in one pass over the
/// demand points: each changes from drip and ship to the centre at one of them.
#[must_use]
pub fn by_allowable_delay(
    network: &StrokeNetwork,
    demand: &[Demand],
    delays: &CareDelays,
    limits: &[Minutes],
) -> Vec<AllowableDelay> {
    let transfers = Transfers::by_road(network, delays);
    let walk = Walk::new(network, Pathway::DripAndShip, delays, &transfers);
    // By the limit from which on they go straight to the centre; the last never do.
    let mut direct = vec![Sums::default(); limits.len() + 1];
    let mut shipped = vec![Sums::default(); limits.len() + 1];
    let mut all = Demand::ZERO;
    for (reach, &demand) in network.reaches.iter().zip(demand) {
        all += demand;
        let goes = |limit: &&Minutes| {
            reach.to_centre != NO_WAY
                && reach.to_centre <= reach.to_unit.saturating_add(limit.milliseconds())
        };
        let place = limits
            .iter()
            .position(|limit| goes(&limit))
            .unwrap_or(limits.len());
        direct[place].enter(&walk.direct(reach), demand);
        shipped[place].enter(&walk.drip_and_ship(reach), demand);
    }
    let of = |(number, &allowable): (usize, &Minutes)| {
        let gone = direct[..=number].iter().copied().sum::<Sums>();
        let others = shipped[number + 1..].iter().copied().sum::<Sums>();
        let both = gone + others;
        let redirected = direct[1..=number].iter().copied().sum::<Sums>();
        let before = shipped[1..=number].iter().copied().sum::<Sums>();
        let less = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a - b);
        AllowableDelay {
            allowable,
            ivt_mean: both.ivt_mean(),
            mt_mean: both.mt_mean(),
            direct_percent: gone.to_ivt.percent_of(all),
            redirected: redirected.to_ivt,
            redirected_ivt_lost: less(redirected.ivt_mean(), before.ivt_mean()),
            redirected_mt_gained: less(before.mt_mean(), redirected.mt_mean()),
        }
    };
    limits.iter().enumerate().map(of).collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    to_ivt: Demand,
    to_mt: Demand,
    ivt: DemandMinutes,
    mt: DemandMinutes,
}

impl Sums {
    fn enter(&mut self, step: &Step, demand: Demand) {
        if step.ivt == NO_WAY {
            return;
        }
        self.to_ivt += demand;
        self.ivt += demand.times(Minutes::from_milliseconds(step.ivt));
        if step.mt != NO_WAY {
            self.to_mt += demand;
            self.mt += demand.times(Minutes::from_milliseconds(step.mt));
        }
    }

    fn ivt_mean(&self) -> Option<f64> {
        self.ivt.mean_over(self.to_ivt)
    }

    fn mt_mean(&self) -> Option<f64> {
        self.mt.mean_over(self.to_mt)
    }
}

impl std::ops::Add for Sums {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            to_ivt: self.to_ivt + other.to_ivt,
            to_mt: self.to_mt + other.to_mt,
            ivt: self.ivt + other.ivt,
            mt: self.mt + other.mt,
        }
    }
}

impl std::iter::Sum for Sums {
    fn sum<I: Iterator<Item = Self>>(sums: I) -> Self {
        sums.fold(Self::default(), std::ops::Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Population;
    use crate::pathway::Setting;
    use crate::pathway::fixture::{fixture, minutes};
    use proptest::prelude::*;

    proptest! {
        /// One pass over all limits gives what a pathway of each limit by itself gives.
        #[test]
        fn every_limit_is_the_bypass_of_that_limit(fixture in fixture()) {
            let network = fixture.network();
            let demand: Vec<Demand> = fixture.points().map(|p| Demand::from_whole(p.0 + 1)).collect();
            let limits = [0, 7, 30, 200].map(minutes);
            let delays = CareDelays::default();
            let population = Population::default();
            for found in by_allowable_delay(&network, &demand, &delays, &limits) {
                let alone = Setting {
                    pathway: Pathway::Bypass { allowable: found.allowable },
                    delays,
                    transfers: None,
                    population: &population,
                }
                .summarise(&network, &demand);
                prop_assert_eq!(found.ivt_mean, alone.ivt_mean());
                prop_assert_eq!(found.mt_mean, alone.mt_mean());
                prop_assert_eq!(found.direct_percent, alone.direct_percent());
            }
        }
    }
}
