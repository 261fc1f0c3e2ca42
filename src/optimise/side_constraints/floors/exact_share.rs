use super::feasibility::FloorGroups;
use super::group_rows::GroupRows;
use crate::model::SiteIndex;
use crate::units::Demand;
use std::cmp::Ordering;

/// A part of some demand, compared exactly.
#[derive(Debug, Clone, Copy)]
pub struct ExactShare {
    /// The part.
    pub covered: Demand,
    /// The whole, more than nothing.
    pub demand: Demand,
}

impl ExactShare {
    /// The share in per cent.
    #[must_use]
    pub fn percent(self) -> f64 {
        self.covered.percent_of(self.demand).unwrap_or(100.0)
    }

    /// In parts of 10¹², rounded down.
    pub(crate) fn parts(self) -> u128 {
        u128::from(self.covered.millionths()) * 1_000_000_000_000
            / u128::from(self.demand.millionths())
    }

    /// The least of some demand that is more than this share of it.
    fn exceeded_by(self, demand: Demand) -> Demand {
        let part = u128::from(self.covered.millionths()) * u128::from(demand.millionths());
        let more = part / u128::from(self.demand.millionths()) + 1;
        Demand::from_millionths(u64::try_from(more).unwrap_or(u64::MAX))
    }

    /// The least of some demand that is no less than this share of it.
    fn reached_by(self, demand: Demand) -> Demand {
        let part = u128::from(self.covered.millionths()) * u128::from(demand.millionths());
        let least = part.div_ceil(u128::from(self.demand.millionths()));
        Demand::from_millionths(u64::try_from(least).unwrap_or(u64::MAX))
    }

    /// The middle between this share and a greater one, rounded down to a millionth of the whole.
    fn midpoint(self, greater: Self) -> Self {
        let share = |of: Self| {
            u128::from(of.covered.millionths()) * 1_000_000_000 / u128::from(of.demand.millionths())
        };
        let middle = u128::midpoint(share(self), share(greater));
        Self {
            covered: Demand::from_millionths(u64::try_from(middle).unwrap_or(u64::MAX)),
            demand: Demand::from_millionths(1_000_000_000),
        }
    }
}

impl PartialEq for ExactShare {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ExactShare {}

impl PartialOrd for ExactShare {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ExactShare {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |part: Demand, whole: Demand| {
            u128::from(part.millionths()) * u128::from(whole.millionths())
        };
        product(self.covered, other.demand).cmp(&product(other.covered, self.demand))
    }
}

impl FloorGroups<'_> {
    /// The smallest share of any group that has demand; `None` where none has.
    pub(crate) fn worst(&self, sites: &[SiteIndex]) -> Option<ExactShare> {
        self.shares(sites).map(|(share, _)| share).min()
    }

    /// The first group with the smallest share.
    pub(crate) fn worst_group(&self, sites: &[SiteIndex]) -> Option<usize> {
        self.shares(sites).min().map(|(_, group)| group)
    }

    /// The share of every group that has demand, with the group's number.
    fn shares(&self, sites: &[SiteIndex]) -> impl Iterator<Item = (ExactShare, usize)> {
        let is_open = |site: SiteIndex| sites.contains(&site);
        let share = move |(number, group): (usize, &GroupRows)| {
            let share = ExactShare {
                covered: Demand::from_millionths(group.covered(&group.hits(is_open))),
                demand: group.demand,
            };
            (share, number)
        };
        let groups = self.rows.iter().enumerate();
        groups
            .filter(|(_, group)| group.demand > Demand::ZERO)
            .map(share)
    }

    /// Every group must have more than this share.
    pub(crate) fn require_more_than(&mut self, share: ExactShare) {
        self.require(|demand| share.exceeded_by(demand));
    }

    /// Every group must have this share.
    pub(crate) fn require_share(&mut self, share: ExactShare) {
        self.require(|demand| share.reached_by(demand));
    }

    /// Every group must have more than a share halfway to a greater one.
    pub(crate) fn require_half_way(&mut self, from: ExactShare, to: ExactShare) -> ExactShare {
        let middle = from.midpoint(to).max(from);
        self.require_more_than(middle);
        middle
    }

    fn require(&mut self, least: impl Fn(Demand) -> Demand) {
        for (required, group) in self.required.iter_mut().zip(&self.rows) {
            *required = match group.demand {
                Demand::ZERO => 0,
                demand => least(demand).millionths(),
            };
        }
    }
}
