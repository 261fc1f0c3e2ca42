//! One layout against another: who is nearer, who is farther, and by how much.

use crate::evaluation::Evaluation;
use crate::model::{Grouping, PointIndex};
use crate::units::{Demand, DemandMinutes, TravelTime};

/// What changes when one layout takes another's place.
///
/// # Examples
///
/// ```
/// use catchment::compare::Comparison;
/// use catchment::evaluation::Instance;
/// use catchment::model::{Layout, SiteIndex, TravelTimeMatrix};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [10, 70, 50, 20].map(|minutes| Some(TravelTime::from_whole(minutes)));
/// let matrix = TravelTimeMatrix::from_columns(2, 2, times)?;
/// let demand = [300, 100].map(Demand::from_whole);
/// let instance = Instance {
///     demand: &demand,
///     residents: None,
///     groupings: &[],
///     matrix: &matrix,
///     standards: &[],
///     policy: None,
/// };
/// let first = instance.evaluate(&Layout::try_new("first", vec![SiteIndex(0)])?);
/// let second = instance.evaluate(&Layout::try_new("second", vec![SiteIndex(1)])?);
/// let moved = Comparison::new(&first, &second, &demand, &[]);
/// assert_eq!(moved.all.nearer, Demand::from_whole(100));
/// assert_eq!(moved.all.mean_saved_minutes(), Some(50.0));
/// assert_eq!(moved.all.mean_lost_minutes(), Some(40.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Name of the layout compared with.
    pub base: String,
    /// Name of the layout that takes its place.
    pub layout: String,
    /// For everybody.
    pub all: Change,
    /// For each group: one list a grouping, in the order of its labels.
    pub groups: Vec<Vec<Change>>,
    /// For every demand point that can reach a site in both: change in minutes (negative: nearer).
    pub minutes: Vec<Option<f64>>,
}

/// What changes for one group of people, or for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// All demand of the group.
    pub demand: Demand,
    /// Demand that is nearer to a site.
    pub nearer: Demand,
    /// Demand that is farther from a site.
    pub farther: Demand,
    /// Demand that takes the same time, or can reach a site in neither layout.
    pub unchanged: Demand,
    /// The part of `unchanged` that can reach a site in neither layout.
    pub unreached: Demand,
    /// The part of `nearer` that could not reach a site before.
    pub newly_reached: Demand,
    /// The part of `farther` that cannot reach a site any more.
    pub no_longer_reached: Demand,
    /// Demand × time saved by those who are nearer and reach a site in both layouts.
    pub saved: DemandMinutes,
    /// Demand × time lost by those who are farther and reach a site in both layouts.
    pub lost: DemandMinutes,
}

impl Change {
    fn add(&mut self, demand: Demand, before: Option<TravelTime>, after: Option<TravelTime>) {
        self.demand += demand;
        match (before, after) {
            (Some(before), Some(after)) if after < before => {
                self.nearer += demand;
                self.saved += demand.times(before.saturating_sub(after));
            }
            (Some(before), Some(after)) if after > before => {
                self.farther += demand;
                self.lost += demand.times(after.saturating_sub(before));
            }
            (None, Some(_)) => {
                self.nearer += demand;
                self.newly_reached += demand;
            }
            (Some(_), None) => {
                self.farther += demand;
                self.no_longer_reached += demand;
            }
            (Some(_), Some(_)) => self.unchanged += demand,
            (None, None) => {
                self.unchanged += demand;
                self.unreached += demand;
            }
        }
    }

    /// Mean minutes saved by those who are nearer and reach a site in both layouts.
    #[must_use]
    pub fn mean_saved_minutes(&self) -> Option<f64> {
        self.saved.mean_over(self.nearer - self.newly_reached)
    }

    /// Mean minutes lost by those who are farther and reach a site in both layouts.
    #[must_use]
    pub fn mean_lost_minutes(&self) -> Option<f64> {
        self.lost.mean_over(self.farther - self.no_longer_reached)
    }

    /// Mean change over everybody who reaches a site in both layouts, in minutes; negative means
    /// nearer.
    #[must_use]
    pub fn mean_change_minutes(&self) -> Option<f64> {
        let one_or_none = self.newly_reached + self.no_longer_reached + self.unreached;
        let both = self.demand - one_or_none;
        Some(self.lost.mean_over(both)? - self.saved.mean_over(both)?)
    }
}

impl Comparison {
    /// Compares two evaluations of the same demand points.
    #[must_use]
    pub fn new(
        base: &Evaluation,
        layout: &Evaluation,
        demand: &[Demand],
        groupings: &[Grouping],
    ) -> Self {
        let mut all = Change::default();
        let mut groups: Vec<Vec<Change>> = groupings
            .iter()
            .map(|g| vec![Change::default(); g.labels().len()])
            .collect();
        let mut minutes = Vec::with_capacity(demand.len());
        let pairs = base.allocation.iter().zip(layout.allocation.iter());
        for (point, ((before, after), &demand)) in pairs.zip(demand).enumerate() {
            let (before, after) = (before.map(|(_, time)| time), after.map(|(_, time)| time));
            all.add(demand, before, after);
            for (changes, grouping) in groups.iter_mut().zip(groupings) {
                changes[grouping.members()[point] as usize].add(demand, before, after);
            }
            minutes.push(before.zip(after).map(|(b, a)| a.as_f64() - b.as_f64()));
        }
        let name = |evaluation: &Evaluation| evaluation.layout.name().to_owned();
        Self {
            base: name(base),
            layout: name(layout),
            all,
            groups,
            minutes,
        }
    }

    /// The points that gain most, most first, and those that lose most, most first: at most
    /// `count` of each. Of equal changes the one that comes first in the data.
    #[must_use]
    pub fn extremes(&self, count: usize) -> (Vec<PointIndex>, Vec<PointIndex>) {
        let mut changed: Vec<(PointIndex, f64)> = (0..)
            .map(PointIndex)
            .zip(&self.minutes)
            .filter_map(|(point, minutes)| Some((point, (*minutes)?)))
            .filter(|&(_, minutes)| minutes != 0.0)
            .collect();
        changed.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let first = |points: &[(PointIndex, f64)]| points.iter().map(|p| p.0).take(count).collect();
        let losses = changed.partition_point(|&(_, minutes)| minutes < 0.0);
        let gain = first(&changed[..losses]);
        changed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let gains = changed.partition_point(|&(_, minutes)| minutes > 0.0);
        (gain, first(&changed[..gains]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn time() -> impl Strategy<Value = Option<TravelTime>> {
        prop_oneof![
            Just(None),
            (0_u32..5).prop_map(|m| Some(TravelTime::from_whole(m)))
        ]
    }

    proptest! {
        /// Everybody is nearer, farther or unchanged, and what one direction saves the other loses.
        #[test]
        fn a_change_accounts_for_everybody_and_reverses(
            points in prop::collection::vec((0_u32..9, time(), time()), 0..40),
        ) {
            let (mut there, mut back) = (Change::default(), Change::default());
            for (demand, before, after) in points {
                there.add(Demand::from_whole(demand), before, after);
                back.add(Demand::from_whole(demand), after, before);
            }
            prop_assert_eq!(there.nearer + there.farther + there.unchanged, there.demand);
            prop_assert_eq!(there.nearer, back.farther);
            prop_assert_eq!(there.saved, back.lost);
            prop_assert_eq!(there.newly_reached, back.no_longer_reached);
        }

        /// The means by their definition, as fractions, with points that reach a site in one layout,
        /// in both or in neither.
        #[test]
        fn means_are_over_those_they_name(
            points in prop::collection::vec((0_u32..9, time(), time()), 0..40),
        ) {
            let mut change = Change::default();
            for &(demand, before, after) in &points {
                change.add(Demand::from_whole(demand), before, after);
            }
            let mean = |counts: &dyn Fn(i64, i64) -> bool| {
                let (mut sum, mut all) = (0, 0);
                for &(demand, before, after) in &points {
                    if let (Some(before), Some(after)) = (before, after) {
                        let (before, after) = (before.milliseconds(), after.milliseconds());
                        let (before, after) = (i64::from(before), i64::from(after));
                        if counts(before, after) {
                            sum += i64::from(demand) * (after - before);
                            all += i64::from(demand);
                        }
                    }
                }
                (all > 0).then(|| sum as f64 / (60_000 * all) as f64)
            };
            for (found, expected) in [
                (change.mean_change_minutes(), mean(&|_, _| true)),
                (change.mean_saved_minutes().map(|saved| -saved), mean(&|b, a| a < b)),
                (change.mean_lost_minutes(), mean(&|b, a| a > b)),
            ] {
                prop_assert_eq!(found.is_some(), expected.is_some());
                let difference = found.unwrap_or(0.0) - expected.unwrap_or(0.0);
                prop_assert!(difference.abs() < 1e-9, "{:?} {:?}", found, expected);
            }
        }
    }
}
