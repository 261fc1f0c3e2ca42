use super::{Coverage, CoverageCurve, walk};
use crate::model::to_time;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;

/// The different times of an allocation in ascending order, and which of them is each point's.
///
/// Made once for a layout. The demand at every time is then one sum over the points, and all
/// measures of it one walk along the times.
#[derive(Debug, Clone)]
pub struct TimeOrder {
    times: Vec<TravelTime>,
    /// Place in `times` of each point's; their number where there is no route.
    place: Vec<u32>,
}

/// The longest table in which times are marked; beyond it they are sorted.
const MARKED: u32 = 86_400;

impl TimeOrder {
    /// Of the points of an allocation by their time in milliseconds, `u32::MAX` where there is no
    /// route.
    #[must_use]
    pub(crate) fn new(cells: &[u32]) -> Self {
        // Nearly all tables are in tenths of a minute or whole seconds, of a day or less. The
        // divisors are constants, so that to divide by them is to multiply.
        Self::marked::<6_000>(cells)
            .or_else(|| Self::marked::<1_000>(cells))
            .or_else(|| Self::marked::<100>(cells))
            .unwrap_or_else(|| Self::sorted(cells))
    }

    /// By a table of all multiples of `TICK`; `None` where a time is not a multiple, or the table
    /// would be too long.
    fn marked<const TICK: u32>(cells: &[u32]) -> Option<Self> {
        let (mut longest, mut multiples) = (0, true);
        for &cell in cells {
            let is_time = cell != u32::MAX;
            multiples &= !is_time | cell.is_multiple_of(TICK);
            longest = longest.max(if is_time { cell } else { 0 });
        }
        if !multiples || longest / TICK > MARKED {
            return None;
        }
        let mut place_of = vec![u32::MAX; (longest / TICK) as usize + 1];
        for &cell in cells.iter().filter(|&&cell| cell != u32::MAX) {
            place_of[(cell / TICK) as usize] = 0;
        }
        let mut times = Vec::new();
        for (ticks, place) in (0..).zip(&mut place_of) {
            if *place == 0 {
                *place = number(times.len());
                times.push(TravelTime::from_milliseconds(ticks * TICK));
            }
        }
        let nowhere = number(times.len());
        let place = |&cell: &u32| {
            let found = place_of.get((cell / TICK) as usize);
            if cell == u32::MAX {
                nowhere
            } else {
                found.copied().unwrap_or(nowhere)
            }
        };
        Some(Self {
            place: cells.iter().map(place).collect(),
            times,
        })
    }

    fn sorted(cells: &[u32]) -> Self {
        let mut times: Vec<TravelTime> = cells.iter().copied().filter_map(to_time).collect();
        times.par_sort_unstable();
        times.dedup();
        let place = |&cell: &u32| {
            let found = to_time(cell).and_then(|time| times.binary_search(&time).ok());
            number(found.unwrap_or(times.len()))
        };
        Self {
            place: cells.par_iter().map(place).collect(),
            times,
        }
    }

    /// The coverage of everybody, and its cumulative curve.
    #[must_use]
    pub fn coverage(
        &self,
        demand: &[Demand],
        standards: &[TravelTime],
    ) -> (Coverage, CoverageCurve) {
        let mut at = vec![Demand::ZERO; self.times.len() + 1];
        for (&place, &demand) in self.place.iter().zip(demand) {
            at[place as usize] += demand;
        }
        let (reached, unreachable) = self.reached(&at);
        (
            walk::coverage(reached.clone(), unreachable, standards),
            walk::curve(reached, unreachable),
        )
    }

    /// The coverage of every group: `group_of[point] < groups` says whose the point is.
    #[must_use]
    pub fn coverage_by_group(
        &self,
        demand: &[Demand],
        group_of: &[u32],
        groups: usize,
        standards: &[TravelTime],
    ) -> Vec<Coverage> {
        // A table of groups × times, unless it would dwarf the points.
        let row = self.times.len() + 1;
        if groups.saturating_mul(row) > 16 * demand.len() {
            return self.coverage_by_sorted_group(demand, group_of, groups, standards);
        }
        let mut at = vec![Demand::ZERO; groups * row];
        for ((&place, &group), &demand) in self.place.iter().zip(group_of).zip(demand) {
            at[group as usize * row + place as usize] += demand;
        }
        at.chunks_exact(row)
            .map(|at| {
                let (reached, unreachable) = self.reached(at);
                walk::coverage(reached, unreachable, standards)
            })
            .collect()
    }

    fn coverage_by_sorted_group(
        &self,
        demand: &[Demand],
        group_of: &[u32],
        groups: usize,
        standards: &[TravelTime],
    ) -> Vec<Coverage> {
        let mut points: Vec<(u32, u32, Demand)> = group_of
            .iter()
            .zip(&self.place)
            .zip(demand)
            .map(|((&group, &place), &demand)| (group, place, demand))
            .collect();
        points.par_sort_unstable();
        let mut left = points.as_slice();
        (0..number(groups))
            .map(|group| {
                let (mine, rest) = left.split_at(left.partition_point(|point| point.0 == group));
                left = rest;
                let nowhere = number(self.times.len());
                let (reached, lost) = mine.split_at(mine.partition_point(|p| p.1 < nowhere));
                let by_time = reached
                    .iter()
                    .map(|&(_, place, demand)| (self.times[place as usize], demand));
                let unreachable = lost.iter().map(|&(_, _, demand)| demand).sum();
                walk::coverage(by_time, unreachable, standards)
            })
            .collect()
    }

    /// Demand by time, and the demand without a route, which stands last in `at`.
    fn reached<'a>(
        &'a self,
        at: &'a [Demand],
    ) -> (impl Iterator<Item = (TravelTime, Demand)> + Clone, Demand) {
        let reached = self.times.iter().copied().zip(at.iter().copied());
        (reached, at[self.times.len()])
    }
}

/// Points are numbered in 32 bits, so that there are no more times or groups.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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

    const MINUTE: u32 = 60_000;

    const STANDARDS: [TravelTime; 2] = [TravelTime::from_whole(30), TravelTime::from_whole(45)];

    /// One point in four cannot reach a site: it stays in every denominator but the mean's.
    #[test]
    fn the_unreachable_stay_in_the_denominator() {
        let cells = [20 * MINUTE, 45 * MINUTE, 45 * MINUTE + 1, u32::MAX];
        let (coverage, _) = TimeOrder::new(&cells).coverage(&demand(&[10, 10, 10, 10]), &STANDARDS);
        assert_eq!(coverage.demand, Demand::from_whole(40));
        assert_eq!(coverage.unreachable, Demand::from_whole(10));
        assert_eq!(coverage.within_percent(0), Some(25.0));
        assert_eq!(coverage.within_percent(1), Some(50.0));
        assert_eq!(coverage.median, Some(TravelTime::from_whole(45)));
        assert_eq!(coverage.p95, None);
        let mean = (20.0 + 45.0 + 45.0 + 1.0 / 60_000.0) / 3.0;
        assert!((coverage.mean_minutes.unwrap() - mean).abs() < 1e-12);
    }

    /// The tenth that is farthest away may take a part of a point: here 3 of 30 people, of whom
    /// one waits 60 min and two of the five at 50 min.
    #[test]
    fn the_worst_tenth_takes_parts_of_a_point() {
        let cells = [10, 50, 60].map(|minutes| minutes * MINUTE);
        let (coverage, _) = TimeOrder::new(&cells).coverage(&demand(&[24, 5, 1]), &STANDARDS);
        let expected = (60.0 + 2.0 * 50.0) / 3.0;
        assert!((coverage.worst_tenth_mean_minutes.unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn nobody_has_no_mean_and_no_share() {
        let (coverage, _) = TimeOrder::new(&[10 * MINUTE]).coverage(&[Demand::ZERO], &STANDARDS);
        assert_eq!(coverage.mean_minutes, None);
        assert_eq!(coverage.median, None);
        assert_eq!(coverage.longest, None);
        assert_eq!(coverage.within_percent(0), None);
    }

    /// Quantile by definition: the smallest time that `part` of all demand does not exceed.
    fn quantile(cells: &[u32], demand: &[Demand], part: (u64, u64)) -> Option<TravelTime> {
        let all: u64 = demand.iter().map(|d| d.millionths()).sum();
        let mut times: Vec<u32> = cells.iter().copied().filter(|&s| s != u32::MAX).collect();
        times.sort_unstable();
        times.dedup();
        times
            .into_iter()
            .map(TravelTime::from_milliseconds)
            .find(|time| {
                let within: u64 = cells
                    .iter()
                    .zip(demand)
                    .filter(|&(&s, _)| s <= time.milliseconds())
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
            unit in prop::sample::select(vec![1_u32, 100, 1_000, 6_000]),
        ) {
            let cell = |&(cell, _): &(u32, u32)| if cell == u32::MAX { cell } else { cell * unit };
            let cells: Vec<u32> = points.iter().map(cell).collect();
            let people = demand(&points.iter().map(|&(_, d)| d).collect::<Vec<_>>());
            let standards = [TravelTime::from_whole(1), TravelTime::from_whole(2)];
            let order = TimeOrder::new(&cells);
            let (all, curve) = order.coverage(&people, &standards);
            for (&standard, &within) in standards.iter().zip(&all.within) {
                let counted: Demand = cells.iter().zip(&people)
                    .filter(|&(&s, _)| s <= standard.milliseconds()).map(|(_, &d)| d).sum();
                prop_assert_eq!(within, counted);
            }
            prop_assert_eq!(all.median, quantile(&cells, &people, (1, 2)));
            prop_assert_eq!(all.p95, quantile(&cells, &people, (19, 20)));
            prop_assert_eq!(curve.within.get(1).or(curve.within.last()).copied(), Some(all.within[0]));
            prop_assert_eq!(*curve.within.last().unwrap() + all.unreachable, all.demand);
            prop_assert!(curve.within.is_sorted());

            // Means as fractions: of all who reach a site, and of the tenth that is farthest away.
            let mut reached: Vec<(u32, u64)> = cells.iter().zip(&people)
                .filter(|&(&cell, _)| cell != u32::MAX)
                .map(|(&cell, demand)| (cell, demand.millionths())).collect();
            reached.sort_unstable();
            let sum = |all: &[(u32, u64)]| -> (u128, u128) {
                let product = |&(cell, demand): &(u32, u64)| u128::from(cell) * u128::from(demand);
                (all.iter().map(product).sum(), all.iter().map(|&(_, d)| u128::from(d)).sum())
            };
            let reachable = sum(&reached).1;
            let mut left = u64::try_from(reachable / 10).unwrap();
            let mut farthest = Vec::new();
            for &(cell, demand) in reached.iter().rev() {
                farthest.push((cell, demand.min(left)));
                left -= demand.min(left);
            }
            for (found, (product, weight)) in [
                (all.mean_minutes, sum(&reached)),
                (all.worst_tenth_mean_minutes, sum(&farthest)),
            ] {
                prop_assert_eq!(found.is_some(), weight > 0);
                let mean = product as f64 / (60_000.0 * weight.max(1) as f64);
                prop_assert!((found.unwrap_or(mean) - mean).abs() < 1e-9);
            }
            prop_assert_eq!(u128::from((all.demand - all.unreachable).millionths()), reachable);
        }

        /// The groups' demand, covered, uncovered and unreachable, adds up to everybody's.
        #[test]
        fn groups_add_up_to_everybody(
            points in prop::collection::vec((prop_oneof![0_u32..9_000_000, Just(u32::MAX)], 0_u32..5, 0_u32..4), 1..60),
        ) {
            let cells: Vec<u32> = points.iter().map(|&(s, _, _)| s).collect();
            let people = demand(&points.iter().map(|&(_, d, _)| d).collect::<Vec<_>>());
            let group_of: Vec<u32> = points.iter().map(|&(_, _, g)| g).collect();
            let order = TimeOrder::new(&cells);
            let (all, _) = order.coverage(&people, &STANDARDS);
            let groups = order.coverage_by_group(&people, &group_of, 4, &STANDARDS);
            let sorted = order.coverage_by_sorted_group(&people, &group_of, 4, &STANDARDS);
            prop_assert_eq!(&groups, &sorted);
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
