use super::{Coverage, CoverageCurve};
use crate::units::{Demand, DemandMinutes, TravelTime};

/// The coverage of a group whose reachable demand is told by time, ascending.
pub(super) fn coverage(
    reached: impl Iterator<Item = (TravelTime, Demand)> + Clone,
    unreachable: Demand,
    standards: &[TravelTime],
) -> Coverage {
    let reachable: Demand = reached.clone().map(|(_, demand)| demand).sum();
    let mut walk = Walk {
        demand: reachable + unreachable,
        reachable,
        ..Walk::default()
    };
    for (time, demand) in reached {
        walk.reach(time, demand, standards);
    }
    walk.finish(standards.len())
}

/// The cumulative curve of the same.
pub(super) fn curve(
    reached: impl Iterator<Item = (TravelTime, Demand)>,
    unreachable: Demand,
) -> CoverageCurve {
    let mut within = Vec::new();
    let mut covered = Demand::ZERO;
    for (time, demand) in reached {
        let minute = time.milliseconds().div_ceil(60_000) as usize;
        if demand > Demand::ZERO && within.len() < minute {
            within.resize(minute, covered);
        }
        covered += demand;
    }
    within.push(covered);
    CoverageCurve {
        demand: covered + unreachable,
        within,
    }
}

/// A walk along the times of one group.
#[derive(Debug, Clone, Default)]
struct Walk {
    demand: Demand,
    /// The part of `demand` that can reach a site.
    reachable: Demand,
    covered: Demand,
    demand_minutes: DemandMinutes,
    median: Option<TravelTime>,
    p95: Option<TravelTime>,
    longest: Option<TravelTime>,
    within: Vec<Demand>,
    worst_tenth: Demand,
    worst_tenth_minutes: DemandMinutes,
}

impl Walk {
    /// Adds the demand at one time; times never fall from one call to the next.
    fn reach(&mut self, time: TravelTime, demand: Demand, standards: &[TravelTime]) {
        if demand == Demand::ZERO {
            return;
        }
        while standards
            .get(self.within.len())
            .is_some_and(|&standard| time > standard)
        {
            self.within.push(self.covered);
        }
        let before = self.covered;
        self.covered += demand;
        self.demand_minutes += demand.times(time);
        self.longest = Some(time);
        let (covered, all) = (self.covered.millionths(), self.demand.millionths());
        if self.median.is_none() && covered >= all.div_ceil(2) {
            self.median = Some(time);
        }
        if self.p95.is_none() && covered >= all - all / 20 {
            self.p95 = Some(time);
        }
        let reachable = self.reachable.millionths();
        let nearest_nine_tenths = Demand::from_millionths(reachable - reachable / 10);
        if self.covered > nearest_nine_tenths {
            let part = self.covered - before.max(nearest_nine_tenths);
            self.worst_tenth += part;
            self.worst_tenth_minutes += part.times(time);
        }
    }

    fn finish(mut self, standards: usize) -> Coverage {
        self.within.resize(standards, self.covered);
        Coverage {
            demand: self.demand,
            unreachable: self.demand - self.reachable,
            mean_minutes: self.demand_minutes.mean_over(self.covered),
            median: self.median,
            p95: self.p95,
            longest: self.longest,
            worst_tenth_mean_minutes: self.worst_tenth_minutes.mean_over(self.worst_tenth),
            within: self.within,
        }
    }
}
