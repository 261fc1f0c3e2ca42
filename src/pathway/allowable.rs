use super::network::{StrokeNetwork, UNREACHABLE};
use super::route::Step;
use super::transfer::Transfers;
use super::walk::Walk;
use crate::care::CareDelays;
use crate::model::to_time;
use crate::outcome::Population;
use crate::units::{Demand, DemandMinutes, TravelTime};

/// What bypass gives everybody with one allowable delay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AllowableDelay {
    /// How much farther than the nearest unit a centre may be.
    pub allowable: TravelTime,
    /// Mean minutes from onset to IVT of those who have it in time; `None` for an empty group.
    pub ivt_mean: Option<f64>,
    /// Mean minutes from onset to MT of those who have it in time; `None` for an empty group.
    pub mt_mean: Option<f64>,
    /// Demand that comes straight to a centre, in per cent of all; `None` for an empty group.
    pub direct_percent: Option<f64>,
    /// Demand that comes straight to a centre and would come to a unit without an allowance.
    pub redirected: Demand,
    /// Minutes to IVT that those lose, as a mean over those who have a time either way, in time or
    /// not; `None` for an empty group.
    pub redirected_ivt_lost: Option<f64>,
    /// Minutes to MT that those gain, as a mean over those who have a time either way, in time or
    /// not; `None` for an empty group.
    pub redirected_mt_gained: Option<f64>,
}

/// Bypass with every one of these allowances, ascending and the first 0, in one pass over the
/// demand points: each changes from drip and ship to the centre at one of them.
#[must_use]
pub fn by_allowable_delay(
    network: &StrokeNetwork,
    demand: &[Demand],
    delays: &CareDelays,
    population: &Population,
    limits: &[TravelTime],
) -> Vec<AllowableDelay> {
    let transfers = Transfers::by_road(network, delays);
    let walk = Walk::new(network, delays, &transfers);
    // By the limit from which on they go straight to the centre; the last never do.
    let mut direct = vec![Sums::default(); limits.len() + 1];
    let mut shipped = vec![Sums::default(); limits.len() + 1];
    let mut redirected = vec![Redirected::default(); limits.len() + 1];
    let cut_offs = (population.ivt_cut_off(), population.mt_cut_off());
    let mut all = Demand::ZERO;
    for (reach, &demand) in network.reaches.iter().zip(demand) {
        all += demand;
        let goes = |limit: &&TravelTime| {
            reach.to_centre != UNREACHABLE
                && reach.to_centre <= reach.to_unit.saturating_add(limit.milliseconds())
        };
        let place = limits
            .iter()
            .position(|limit| goes(&limit))
            .unwrap_or(limits.len());
        let ways = (walk.direct(reach), walk.drip_and_ship(reach));
        direct[place].enter(&ways.0, demand, cut_offs);
        shipped[place].enter(&ways.1, demand, cut_offs);
        redirected[place].enter(&ways.0, &ways.1, demand);
    }
    let of = |(number, &allowable): (usize, &TravelTime)| {
        let gone = direct[..=number].iter().copied().sum::<Sums>();
        let others = shipped[number + 1..].iter().copied().sum::<Sums>();
        let both = gone + others;
        let redirected = redirected[1..=number].iter().copied().sum::<Redirected>();
        AllowableDelay {
            allowable,
            ivt_mean: both.ivt_mean(),
            mt_mean: both.mt_mean(),
            direct_percent: gone.reached.percent_of(all),
            redirected: redirected.demand,
            redirected_ivt_lost: redirected.ivt.mean(),
            redirected_mt_gained: redirected.mt.mean().map(|later| -later),
        }
    };
    limits.iter().enumerate().map(of).collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    reached: Demand,
    to_ivt: Demand,
    to_mt: Demand,
    ivt: DemandMinutes,
    mt: DemandMinutes,
}

impl Sums {
    fn enter(
        &mut self,
        step: &Step,
        demand: Demand,
        (ivt_cut_off, mt_cut_off): (TravelTime, TravelTime),
    ) {
        let Some(ivt) = to_time(step.ivt) else { return };
        self.reached += demand;
        if ivt <= ivt_cut_off {
            self.to_ivt += demand;
            self.ivt += demand.times(ivt);
        }
        if let Some(mt) = to_time(step.mt).filter(|&mt| mt <= mt_cut_off) {
            self.to_mt += demand;
            self.mt += demand.times(mt);
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
            reached: self.reached + other.reached,
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

/// Those whom an allowance takes past a unit, and how their times change.
#[derive(Debug, Clone, Copy, Default)]
struct Redirected {
    demand: Demand,
    ivt: Later,
    mt: Later,
}

impl Redirected {
    fn enter(&mut self, direct: &Step, shipped: &Step, demand: Demand) {
        if to_time(direct.ivt).is_some() {
            self.demand += demand;
        }
        self.ivt
            .enter(to_time(direct.ivt), to_time(shipped.ivt), demand);
        self.mt
            .enter(to_time(direct.mt), to_time(shipped.mt), demand);
    }
}

impl std::iter::Sum for Redirected {
    fn sum<I: Iterator<Item = Self>>(sums: I) -> Self {
        sums.fold(Self::default(), |sum, other| Self {
            demand: sum.demand + other.demand,
            ivt: sum.ivt.and(other.ivt),
            mt: sum.mt.and(other.mt),
        })
    }
}

/// How much later one way is than another, for those who have both.
#[derive(Debug, Clone, Copy, Default)]
struct Later {
    demand: Demand,
    this: DemandMinutes,
    other: DemandMinutes,
}

impl Later {
    fn enter(&mut self, this: Option<TravelTime>, other: Option<TravelTime>, demand: Demand) {
        if let Some((this, other)) = this.zip(other) {
            self.demand += demand;
            self.this += demand.times(this);
            self.other += demand.times(other);
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            demand: self.demand + other.demand,
            this: self.this + other.this,
            other: self.other + other.other,
        }
    }

    fn mean(&self) -> Option<f64> {
        Some(self.this.mean_over(self.demand)? - self.other.mean_over(self.demand)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pathway::fixture::{PATIENTS, bypass, fixture, minutes};
    use crate::pathway::{PathwaySummary, PathwayTimes};
    use proptest::prelude::*;

    proptest! {
        /// One pass over all limits gives what a pathway of each limit by itself gives.
        #[test]
        fn every_limit_is_the_bypass_of_that_limit(fixture in fixture()) {
            let network = fixture.network();
            let demand: Vec<Demand> = fixture.points().map(|p| Demand::from_whole(p.0 + 1)).collect();
            let limits = [0, 7, 30, 200].map(minutes);
            let delays = CareDelays::default();
            for found in by_allowable_delay(&network, &demand, &delays, &PATIENTS, &limits) {
                let setting = bypass(found.allowable, &delays);
                let alone = PathwaySummary::new(&network, &setting, &demand);
                prop_assert_eq!(found.ivt_mean, alone.ivt_mean());
                prop_assert_eq!(found.mt_mean, alone.mt_mean());
                prop_assert_eq!(found.direct_percent, alone.direct_percent());
            }
        }

        /// What the redirected lose and gain is the mean of their own differences, by the paths of
        /// both pathways, as fractions.
        #[test]
        fn gains_are_of_those_who_have_both_times(fixture in fixture(), limit in 1_u32..100) {
            let network = fixture.network();
            let demand: Vec<Demand> = fixture.points().map(|p| Demand::from_whole(p.0 + 1)).collect();
            let delays = CareDelays::default();
            let limits = [TravelTime::ZERO, minutes(limit)];
            let found = by_allowable_delay(&network, &demand, &delays, &PATIENTS, &limits)[1];
            let times = |allowable| PathwayTimes::follow(&network, &bypass(allowable, &delays));
            let (near, far) = (times(limits[0]), times(limits[1]));
            let (mut ivt, mut mt) = ((0, 0), (0, 0));
            for point in fixture.points() {
                let people = i64::from(point.0 + 1);
                let (before, after) = (near.get(point), far.get(point));
                if before.map(|path| path.route) == after.map(|path| path.route) {
                    continue;
                }
                let add = |sum: &mut (i64, i64), from: Option<TravelTime>, to: Option<TravelTime>| {
                    if let (Some(from), Some(to)) = (from, to) {
                        sum.0 += people * (i64::from(to.milliseconds()) - i64::from(from.milliseconds()));
                        sum.1 += people;
                    }
                };
                add(&mut ivt, before.map(|p| p.ivt), after.map(|p| p.ivt));
                add(&mut mt, before.and_then(|p| p.mt), after.and_then(|p| p.mt));
            }
            let mean = |(sum, people): (i64, i64)| {
                (people > 0).then(|| sum as f64 / (60_000 * people) as f64)
            };
            for (found, expected) in [
                (found.redirected_ivt_lost, mean(ivt)),
                (found.redirected_mt_gained.map(|gained| -gained), mean(mt)),
            ] {
                prop_assert_eq!(found.is_some(), expected.is_some());
                prop_assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }
}
