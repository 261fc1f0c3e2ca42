use super::engine::Clock;
use super::timeline::Timeline;
use std::collections::BTreeMap;

/// When each centre of a layout takes patients: puncture must begin within its opening hours, and a
/// patient who is ready shortly before they begin may wait for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// By centre: half-open intervals, ascending, apart.
    open: Vec<Vec<(Clock, Clock)>>,
    /// By centre: the ends of its intervals.
    ends: Vec<Timeline>,
    /// Longest wait for a centre to open, in milliseconds.
    wait: Clock,
    /// When another set of centres takes who is ready then.
    changes: Timeline,
    /// The number of the set before the first change, and after each.
    steps: Vec<u32>,
    /// The sets, each as one mark for each centre.
    sets: Vec<Vec<bool>>,
}

impl Acceptance {
    /// The acceptance of centres with these opening intervals (half-open, ascending, apart).
    #[must_use]
    pub fn new(open: Vec<Vec<(Clock, Clock)>>, wait: Clock) -> Self {
        let ends = open.iter().map(|intervals| {
            let ends = intervals.iter().map(|&(_, to)| to);
            Timeline::new(ends.collect())
        });
        let ends = ends.collect();
        Self::with_ends(open, ends, wait)
    }

    fn with_ends(open: Vec<Vec<(Clock, Clock)>>, ends: Vec<Timeline>, wait: Clock) -> Self {
        let mut changes: BTreeMap<Clock, Vec<(usize, bool)>> = BTreeMap::new();
        for (centre, intervals) in open.iter().enumerate() {
            for &(from, to) in intervals {
                changes
                    .entry(from.saturating_sub(wait))
                    .or_default()
                    .push((centre, true));
                changes.entry(to).or_default().push((centre, false));
            }
        }
        let mut accepting = vec![0_i32; open.len()];
        let mut numbers: BTreeMap<Vec<bool>, u32> = BTreeMap::new();
        let mut sets = Vec::new();
        let mut number = |accepting: &[i32]| {
            let set: Vec<bool> = accepting.iter().map(|&intervals| intervals > 0).collect();
            *numbers.entry(set.clone()).or_insert_with(|| {
                sets.push(set);
                u32::try_from(sets.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let mut steps = vec![(Clock::MIN, number(&accepting))];
        for (time, changes) in changes {
            for (centre, opens) in changes {
                accepting[centre] += if opens { 1 } else { -1 };
            }
            steps.push((time, number(&accepting)));
        }
        steps.dedup_by_key(|&mut (_, set)| set);
        Self {
            open,
            ends,
            wait,
            changes: Timeline::new(steps[1..].iter().map(|&(from, _)| from).collect()),
            steps: steps.into_iter().map(|(_, set)| set).collect(),
            sets,
        }
    }

    /// Day and night, for so many centres.
    #[must_use]
    pub fn always(centres: usize) -> Self {
        let always = vec![(Clock::MIN / 4, Clock::MAX / 4)];
        Self::new(vec![always; centres], 0)
    }

    /// The same hours with another wait, and with the same numbers of the sets; `None` where then
    /// other sets of centres would take patients.
    #[must_use]
    pub(super) fn with_wait(&self, wait: Clock) -> Option<Self> {
        let mut other = Self::with_ends(self.open.clone(), self.ends.clone(), wait);
        let number = |set: &Vec<bool>| {
            let place = self.sets.iter().position(|known| known == set)?;
            u32::try_from(place).ok()
        };
        let numbers: Vec<u32> = other.sets.iter().map(number).collect::<Option<_>>()?;
        for set in &mut other.steps {
            *set = numbers[*set as usize];
        }
        other.sets.clone_from(&self.sets);
        Some(other)
    }

    /// How many centres.
    #[must_use]
    pub fn centres(&self) -> usize {
        self.open.len()
    }

    /// The different sets of centres that take patients at the same time, each with one mark for each
    /// centre.
    #[must_use]
    pub fn sets(&self) -> &[Vec<bool>] {
        &self.sets
    }

    /// The number of the set of centres that take who is ready at this time.
    #[must_use]
    pub fn set_at(&self, time: Clock) -> usize {
        self.steps[self.changes.until(time)] as usize
    }

    /// When a patient who is ready then could be punctured, were nobody else there: at once, when the
    /// centre opens, or `None` where that is too long to wait for.
    #[must_use]
    pub fn first_start(&self, centre: usize, ready: Clock) -> Option<Clock> {
        let next = self.ends[centre].until(ready);
        let &(from, _) = self.open[centre].get(next)?;
        (from.saturating_sub(ready) <= self.wait).then_some(from.max(ready))
    }

    /// Milliseconds in which a centre is open between two times.
    #[must_use]
    pub fn open_milliseconds(&self, centre: usize, from: Clock, to: Clock) -> Clock {
        let intervals = self.open[centre].iter();
        intervals
            .map(|&(a, b)| (b.min(to) - a.max(from)).max(0))
            .sum()
    }

    /// Whether the centre is open at this time.
    #[must_use]
    pub fn is_open(&self, centre: usize, time: Clock) -> bool {
        let next = self.ends[centre].until(time);
        let intervals = &self.open[centre];
        intervals.get(next).is_some_and(|&(from, _)| from <= time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn intervals() -> impl Strategy<Value = Vec<(Clock, Clock)>> {
        prop::collection::btree_set(0_i64..100, 0..8).prop_map(|edges| {
            let edges: Vec<Clock> = edges.into_iter().collect();
            edges
                .chunks_exact(2)
                .map(|pair| (pair[0], pair[1]))
                .collect()
        })
    }

    proptest! {
        /// Against the definition, time by time.
        #[test]
        fn the_set_at_a_time_is_that_of_the_centres_asked_one_by_one(
            open in prop::collection::vec(intervals(), 1..5), wait in 0_i64..20,
        ) {
            let acceptance = Acceptance::new(open.clone(), wait);
            for time in -25..130 {
                let set = &acceptance.sets()[acceptance.set_at(time)];
                for (centre, intervals) in open.iter().enumerate() {
                    let opening = |&&(from, to): &&(Clock, Clock)| to > time && from - time <= wait;
                    let first = intervals.iter().find(opening).map(|&(from, _)| from.max(time));
                    prop_assert_eq!(acceptance.first_start(centre, time), first);
                    prop_assert_eq!(set[centre], first.is_some(), "centre {} at {}", centre, time);
                    let is_open = intervals.iter().any(|&(from, to)| from <= time && time < to);
                    prop_assert_eq!(acceptance.is_open(centre, time), is_open);
                }
            }
        }
    }

    proptest! {
        /// Another wait is that of the same hours made with it, whichever numbers the sets have.
        #[test]
        fn another_wait_is_that_of_the_same_hours(
            open in prop::collection::vec(intervals(), 1..5), waits in (0_i64..20, 0_i64..20),
        ) {
            let made = Acceptance::new(open.clone(), waits.1);
            let varied = Acceptance::new(open, waits.0).with_wait(waits.1);
            prop_assert!(waits.0 != waits.1 || varied.is_some());
            if let Some(varied) = varied {
                for time in -25..130 {
                    prop_assert_eq!(&varied.sets()[varied.set_at(time)], &made.sets()[made.set_at(time)]);
                    prop_assert_eq!(varied.first_start(0, time), made.first_start(0, time));
                }
            }
        }
    }

    #[test]
    fn centres_that_are_always_open_are_one_set() {
        let always = Acceptance::always(3);
        assert!(
            always.sets()[always.set_at(-5_000_000_000)]
                .iter()
                .all(|&open| open)
        );
        assert_eq!(always.first_start(2, 17), Some(17));
    }
}
