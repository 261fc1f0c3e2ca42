//! Who is within a time standard, and how the times of a layout are spread.

use crate::model::to_time;
use crate::units::{Demand, DemandMinutes, Minutes};

/// How soon one group of people, or all of them, reach a site.
///
/// Shares and percentiles are of all demand: who cannot reach a site stays in the denominator.
/// The means are of those who can.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// All demand of the group.
    pub demand: Demand,
    /// The part of it that can reach no site.
    pub unreachable: Demand,
    /// Mean time of those who can reach a site, in minutes; `None` if nobody can.
    pub mean_minutes: Option<f64>,
    /// Half of all demand is at most this far away; `None` if half cannot reach a site.
    pub median: Option<Minutes>,
    /// 95 % of all demand is at most this far away; `None` if more than 5 % cannot reach a site.
    pub p95: Option<Minutes>,
    /// The longest time of anyone who can reach a site.
    pub longest: Option<Minutes>,
    /// Mean time, in minutes, of the tenth of those who can reach a site that is farthest away.
    pub worst_tenth_mean_minutes: Option<f64>,
    /// Demand within each standard of the study, standards included.
    pub within: Vec<Demand>,
}

impl Coverage {
    /// The part of all demand within the standard number `standard`, in per cent.
    ///
    /// # Panics
    ///
    /// There are not so many standards.
    #[must_use]
    pub fn within_percent(&self, standard: usize) -> Option<f64> {
        self.within[standard].percent_of(self.demand)
    }
}

/// Demand within every whole minute: the cumulative coverage curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageCurve {
    /// All demand.
    pub demand: Demand,
    /// Demand at most 0, 1, 2, … min away, up to the first minute that covers all who can reach
    /// a site.
    pub within: Vec<Demand>,
}

impl CoverageCurve {
    /// Per cent of all demand at most `minutes` away.
    #[must_use]
    pub fn percent_within(&self, minutes: usize) -> Option<f64> {
        let within = self.within.get(minutes).or(self.within.last())?;
        within.percent_of(self.demand)
    }
}

/// Points in ascending order of their time, points without a way last.
///
/// Made once for a layout; every group's coverage is then one walk along it.
#[derive(Debug, Clone)]
pub struct TimeOrder<'a> {
    seconds: &'a [u32],
    order: Vec<u32>,
}

impl<'a> TimeOrder<'a> {
    /// Sorts the points of an allocation by their time in seconds, `u32::MAX` where there is no way.
    #[must_use]
    pub(crate) fn new(seconds: &'a [u32]) -> Self {
        Self {
            seconds,
            order: order_by_time(seconds),
        }
    }

    /// The coverage of every group: `group_of[point] < groups` says whose the point is.
    #[must_use]
    pub fn coverage_by_group(
        &self,
        demand: &[Demand],
        group_of: &[u32],
        groups: usize,
        standards: &[Minutes],
    ) -> Vec<Coverage> {
        let mut tallies: Vec<Tally> = vec![Tally::default(); groups];
        for ((&point, &group), &seconds) in demand.iter().zip(group_of).zip(self.seconds) {
            tallies[group as usize].expect(point, to_time(seconds).is_some());
        }
        for &point in &self.order {
            let Some(time) = to_time(self.seconds[point as usize]) else {
                break;
            };
            tallies[group_of[point as usize] as usize].reach(
                time,
                demand[point as usize],
                standards,
            );
        }
        tallies
            .into_iter()
            .map(|tally| tally.finish(standards.len()))
            .collect()
    }

    /// The coverage of everybody.
    #[must_use]
    pub fn coverage(&self, demand: &[Demand], standards: &[Minutes]) -> Coverage {
        let mut tally = Tally::default();
        for (&point, &seconds) in demand.iter().zip(self.seconds) {
            tally.expect(point, to_time(seconds).is_some());
        }
        for (time, demand) in self.reached(demand) {
            tally.reach(time, demand, standards);
        }
        tally.finish(standards.len())
    }

    /// The cumulative coverage curve of everybody.
    #[must_use]
    pub fn curve(&self, demand: &[Demand]) -> CoverageCurve {
        let mut within = Vec::new();
        let mut covered = Demand::ZERO;
        for (time, demand) in self.reached(demand) {
            let minute = time.seconds().div_ceil(60) as usize;
            if demand > Demand::ZERO && within.len() < minute {
                within.resize(minute, covered);
            }
            covered += demand;
        }
        within.push(covered);
        CoverageCurve {
            demand: demand.iter().copied().sum(),
            within,
        }
    }

    fn reached(&self, demand: &[Demand]) -> impl Iterator<Item = (Minutes, Demand)> {
        self.order.iter().map_while(|&point| {
            Some((
                to_time(self.seconds[point as usize])?,
                demand[point as usize],
            ))
        })
    }
}

/// A walk along the times of one group.
#[derive(Debug, Clone, Default)]
struct Tally {
    demand: Demand,
    /// The part of `demand` that can reach a site.
    reachable: Demand,
    covered: Demand,
    demand_minutes: DemandMinutes,
    median: Option<Minutes>,
    p95: Option<Minutes>,
    longest: Option<Minutes>,
    within: Vec<Demand>,
    worst_tenth: Demand,
    worst_tenth_minutes: DemandMinutes,
}

impl Tally {
    fn expect(&mut self, demand: Demand, reachable: bool) {
        self.demand += demand;
        if reachable {
            self.reachable += demand;
        }
    }

    /// Adds the demand of one point; times never fall from one call to the next.
    fn reach(&mut self, time: Minutes, demand: Demand, standards: &[Minutes]) {
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

/// The numbers of the points in ascending order of their seconds; equal times keep their order.
fn order_by_time(seconds: &[u32]) -> Vec<u32> {
    // Times of a day or less, nearly all studies, sort by counting; the rest by comparison.
    const COUNTED: usize = 86_400;
    let slot = |time: u32| (time as usize).min(COUNTED);
    let mut start = vec![0_u32; COUNTED + 2];
    for &time in seconds {
        start[slot(time) + 1] += 1;
    }
    for time in 1..start.len() {
        start[time] += start[time - 1];
    }
    let rest = start[COUNTED] as usize;
    let mut order = vec![0_u32; seconds.len()];
    for (point, &time) in (0..).zip(seconds) {
        let next = &mut start[slot(time)];
        order[*next as usize] = point;
        *next += 1;
    }
    order[rest..].sort_by_key(|&point| seconds[point as usize]);
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn demand(counts: &[u32]) -> Vec<Demand> {
        counts
            .iter()
            .map(|&count| Demand::from_whole(count))
            .collect()
    }

    const STANDARDS: [Minutes; 2] = [Minutes::from_whole(30), Minutes::from_whole(45)];

    /// One point in four cannot reach a site: it stays in every denominator but the mean's.
    #[test]
    fn the_unreachable_stay_in_the_denominator() {
        let seconds = [20 * 60, 45 * 60, 45 * 60 + 1, u32::MAX];
        let coverage = TimeOrder::new(&seconds).coverage(&demand(&[10, 10, 10, 10]), &STANDARDS);
        assert_eq!(coverage.demand, Demand::from_whole(40));
        assert_eq!(coverage.unreachable, Demand::from_whole(10));
        assert_eq!(coverage.within_percent(0), Some(25.0));
        assert_eq!(coverage.within_percent(1), Some(50.0));
        assert_eq!(coverage.median, Some(Minutes::from_whole(45)));
        assert_eq!(coverage.p95, None);
        let mean = (20.0 + 45.0 + 45.0 + 1.0 / 60.0) / 3.0;
        assert!((coverage.mean_minutes.unwrap() - mean).abs() < 1e-12);
    }

    /// The tenth that is farthest away may take a part of a point: here 3 of 30 people, of whom
    /// one waits 60 min and two of the five at 50 min.
    #[test]
    fn the_worst_tenth_takes_parts_of_a_point() {
        let seconds = [600, 50 * 60, 60 * 60];
        let coverage = TimeOrder::new(&seconds).coverage(&demand(&[24, 5, 1]), &STANDARDS);
        let expected = (60.0 + 2.0 * 50.0) / 3.0;
        assert!((coverage.worst_tenth_mean_minutes.unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn nobody_has_no_mean_and_no_share() {
        let coverage = TimeOrder::new(&[600]).coverage(&[Demand::ZERO], &STANDARDS);
        assert_eq!(coverage.mean_minutes, None);
        assert_eq!(coverage.median, None);
        assert_eq!(coverage.longest, None);
        assert_eq!(coverage.within_percent(0), None);
    }

    /// Quantile by definition: the smallest time that `part` of all demand does not exceed.
    fn quantile(seconds: &[u32], demand: &[Demand], part: (u64, u64)) -> Option<Minutes> {
        let all: u64 = demand.iter().map(|d| d.millionths()).sum();
        let mut times: Vec<u32> = seconds.iter().copied().filter(|&s| s != u32::MAX).collect();
        times.sort_unstable();
        times.dedup();
        times.into_iter().map(Minutes::from_seconds).find(|time| {
            let within: u64 = seconds
                .iter()
                .zip(demand)
                .filter(|&(&s, _)| s <= time.seconds())
                .map(|(_, d)| d.millionths())
                .sum();
            all > 0 && within * part.1 >= all * part.0
        })
    }

    proptest! {
        /// Walks along the sorted times give what counting by definition gives.
        #[test]
        fn coverage_agrees_with_its_definition(
            points in prop::collection::vec(
                (prop_oneof![0_u32..200, 80_000_u32..90_000, Just(u32::MAX)], 0_u32..5), 1..60),
        ) {
            let seconds: Vec<u32> = points.iter().map(|&(s, _)| s).collect();
            let people = demand(&points.iter().map(|&(_, d)| d).collect::<Vec<_>>());
            let standards = [Minutes::from_whole(1), Minutes::from_whole(2)];
            let order = TimeOrder::new(&seconds);
            let all = order.coverage(&people, &standards);
            for (&standard, &within) in standards.iter().zip(&all.within) {
                let counted: Demand = seconds.iter().zip(&people)
                    .filter(|&(&s, _)| s <= standard.seconds()).map(|(_, &d)| d).sum();
                prop_assert_eq!(within, counted);
            }
            prop_assert_eq!(all.median, quantile(&seconds, &people, (1, 2)));
            prop_assert_eq!(all.p95, quantile(&seconds, &people, (19, 20)));
            let curve = order.curve(&people);
            prop_assert_eq!(curve.within.get(1).or(curve.within.last()).copied(), Some(all.within[0]));
            prop_assert_eq!(*curve.within.last().unwrap() + all.unreachable, all.demand);
            prop_assert!(curve.within.is_sorted());
        }

        /// The groups' demand, covered, uncovered and unreachable, adds up to everybody's.
        #[test]
        fn groups_add_up_to_everybody(
            points in prop::collection::vec((prop_oneof![0_u32..9_000, Just(u32::MAX)], 0_u32..5, 0_u32..4), 1..60),
        ) {
            let seconds: Vec<u32> = points.iter().map(|&(s, _, _)| s).collect();
            let people = demand(&points.iter().map(|&(_, d, _)| d).collect::<Vec<_>>());
            let group_of: Vec<u32> = points.iter().map(|&(_, _, g)| g).collect();
            let order = TimeOrder::new(&seconds);
            let all = order.coverage(&people, &STANDARDS);
            let groups = order.coverage_by_group(&people, &group_of, 4, &STANDARDS);
            prop_assert_eq!(groups.iter().map(|g| g.demand).sum::<Demand>(), all.demand);
            prop_assert_eq!(groups.iter().map(|g| g.unreachable).sum::<Demand>(), all.unreachable);
            for standard in 0..STANDARDS.len() {
                let sum: Demand = groups.iter().map(|g| g.within[standard]).sum();
                prop_assert_eq!(sum, all.within[standard]);
            }
            prop_assert_eq!(groups.iter().filter_map(|g| g.longest).max(), all.longest);
        }
    }
}
