use super::people::People;
use crate::model::SiteIndex;
use crate::optimise::equity_measure::EquityMeasure;
use crate::optimise::problem::location_problem::LocationProblem;

/// What layouts cost by a measure of how unequal times are, as whole numbers.
///
/// With D all demand, T the sum of demand × time of a layout and L the most that it may be,
///
/// ```text
/// mean absolute deviation:   Σ_i d_i max(0, D t_i − T)               = D² ÷ 2 times the deviation
/// Gini:                      K L ( Σ_{i<k} d_i d_k |t_i − t_k| ÷ T + D ) = K L D times the coefficient, and K L D
/// ```
///
/// where the second is rounded down, and K is as large as numbers allow.
pub(crate) struct EquityCosts<'a> {
    pub(crate) people: People<'a>,
    measure: EquityMeasure,
    /// The most that demand × time may be.
    pub(crate) limit: u128,
    pub(crate) scale: u128,
}

/// Costs are no more than this, so that sums with prices are in range.
const MOST: u128 = 1 << 116;

impl<'a> EquityCosts<'a> {
    /// `None` where there is more demand than whole numbers can count.
    pub(crate) fn new(
        problem: &'a LocationProblem<'a>,
        measure: EquityMeasure,
        limit: impl FnOnce(&People<'a>) -> u128,
    ) -> Option<Self> {
        let people = People::new(problem);
        let most = people
            .all
            .checked_mul(people.all)?
            .checked_mul(4 * people.longest())?;
        let scale = MOST.checked_div(most).filter(|&scale| scale > 0)?;
        Some(Self {
            measure,
            limit: limit(&people),
            scale: match measure {
                EquityMeasure::Gini => scale,
                EquityMeasure::MeanAbsoluteDeviation => 1,
            },
            people,
        })
    }

    /// The cost of a layout; `None` where its mean is above the limit.
    pub(crate) fn of(&self, sites: &[SiteIndex]) -> Option<u128> {
        let times = self.people.times(sites);
        let sum = self.people.sum(&times);
        (sum <= self.limit).then(|| self.cost(&times, sum))
    }

    fn cost(&self, times: &[u32], sum: u128) -> u128 {
        match self.measure {
            EquityMeasure::MeanAbsoluteDeviation => self.deviation(times, sum),
            EquityMeasure::Gini => {
                let differences = self.scale * self.differences(times);
                let whole = differences.checked_div(sum).unwrap_or(0);
                let rest = differences.checked_rem(sum).unwrap_or(0);
                // L ÷ T is 1 and (L − T) ÷ T, which is small.
                let more = self.limit - sum;
                let of_rest = match rest.checked_mul(more) {
                    Some(product) => product.checked_div(sum).unwrap_or(0),
                    None => rounded(rest as f64 * (more as f64 / sum as f64)),
                };
                differences + whole * more + of_rest + self.constant()
            }
        }
    }

    /// Part of every cost.
    pub(crate) fn constant(&self) -> u128 {
        match self.measure {
            EquityMeasure::MeanAbsoluteDeviation => 0,
            EquityMeasure::Gini => self.scale * self.limit * self.people.all,
        }
    }

    /// What a number of costs, without what is part of every one, is in the measure's own unit: minutes, or a
    /// coefficient.
    pub(crate) fn value(&self, raw: u128) -> f64 {
        let all = self.people.all as f64;
        match self.measure {
            EquityMeasure::MeanAbsoluteDeviation => 2.0 * raw as f64 / (all * all) / 60_000.0,
            // Where all are at a site, their times are equal.
            EquityMeasure::Gini if self.limit == 0 => 0.0,
            EquityMeasure::Gini => raw as f64 / (self.scale as f64 * self.limit as f64 * all),
        }
    }

    /// Half of demand × demand × the absolute deviation of all.
    fn deviation(&self, times: &[u32], sum: u128) -> u128 {
        let beyond = |(&demand, &time): (&u64, &u32)| {
            let above = (self.people.all * u128::from(time)).saturating_sub(sum);
            u128::from(demand) * above
        };
        self.people.demand.iter().zip(times).map(beyond).sum()
    }

    /// Demand × demand × difference of time, over all pairs.
    fn differences(&self, times: &[u32]) -> u128 {
        let ranks = self.people.ranks(times);
        let (mut more, mut less) = (0, 0);
        for ((&demand, &time), below) in self.people.demand.iter().zip(times).zip(ranks) {
            let demand = u128::from(demand);
            let weighted = demand * u128::from(time);
            more += weighted * below;
            less += weighted * (self.people.all - below - demand);
        }
        more - less
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of costs, which are in range"
)]
fn rounded(number: f64) -> u128 {
    number as u128
}
