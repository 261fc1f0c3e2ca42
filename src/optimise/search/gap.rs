use crate::optimise::budget::Interruption;
use crate::optimise::status::Status;
use crate::units::Demand;

/// What the costs of a search are in the objective that is printed: the one place where a gap is
/// defined, asked for and computed.
///
/// ```text
/// gap = (value − bound) / value      of what is minimised
///     = (bound − value) / value      of what is maximised
/// ```
///
/// of the value of the layout in the objective's own unit, without what the search adds to every
/// cost. Where value and bound are equal, the gap is 0 and the layout proven optimal. Where the
/// value is 0 and the bound is not, the gap has no meaning: it is given as 100 %, and it satisfies no gap
/// that is asked for.
///
/// A question with yes or no for an answer has no objective and no gap: it is decided exactly, and
/// a gap is applied to what is asked with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SearchObjective {
    /// The cost without what all layouts pay alike is minimised.
    Least {
        /// What all layouts pay.
        constant: u128,
    },
    /// Most important is how often a price is paid, which is more than all else can be; the value
    /// is the rest of the cost.
    LeastRest {
        /// The price.
        price: u128,
        /// What all layouts pay.
        constant: u128,
    },
    /// What the cost leaves of a total is maximised.
    Most {
        /// The total.
        total: u128,
    },
}

impl SearchObjective {
    /// The most of a demand.
    pub(crate) fn most_of(demand: Demand) -> Self {
        Self::Most {
            total: demand.millionths().into(),
        }
    }

    /// The value of a layout with this cost.
    pub(crate) const fn value(self, cost: u128) -> u128 {
        match self {
            Self::Least { constant } => cost.saturating_sub(constant),
            Self::LeastRest { price, constant } => cost.saturating_sub(constant) % price,
            Self::Most { total } => total.saturating_sub(cost),
        }
    }

    /// What a bound on costs proves about the value of a layout with this cost; `None` if
    /// a layout may pay the price less often.
    const fn bound(self, cost: u128, bound: u128) -> Option<u128> {
        match self {
            Self::Least { .. } | Self::Most { .. } => Some(self.value(bound)),
            Self::LeastRest { constant, .. } => {
                let prices = cost.saturating_sub(constant) - self.value(cost);
                bound.saturating_sub(constant).checked_sub(prices)
            }
        }
    }

    /// By how much costs may be lower than this one and still be within the gap, in whole granularities.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of a value is a value"
    )]
    pub(crate) fn slack(self, cost: u128, gap: f64, granularity: u128) -> u128 {
        // A little less, for the products of floating point.
        let slack = self.value(cost) as f64 * gap.clamp(0.0, 1.0) * (1.0 - 1e-12);
        slack as u128 / granularity * granularity
    }

    /// What a search has proven about the layout with this cost.
    pub(crate) fn proof(
        self,
        cost: u128,
        bound: u128,
        asked: f64,
        interrupted: Option<Interruption>,
    ) -> Proof {
        let value = self.value(cost);
        match self.bound(cost, bound.min(cost)) {
            Some(bound) => Proof::new(value, bound, asked, interrupted),
            None => Proof {
                status: interrupted.map_or(Status::WithinGap, Status::from),
                bound: 0,
                gap_percent: 100.0,
            },
        }
    }
}

/// What is proven of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Proof {
    pub(crate) status: Status,
    /// In the unit of the value.
    pub(crate) bound: u128,
    pub(crate) gap_percent: f64,
}

impl Proof {
    /// Of a value and its bound, minimised or maximised, where a gap of `asked` is enough.
    pub(crate) fn new(
        value: u128,
        bound: u128,
        asked: f64,
        interrupted: Option<Interruption>,
    ) -> Self {
        let gap_percent = gap_percent(value, bound);
        let status = match interrupted {
            _ if value == bound => Status::Optimal,
            Some(interruption) if !is_within(value, bound, asked) => interruption.into(),
            _ => Status::WithinGap,
        };
        debug_assert!(
            status != Status::WithinGap || is_within(value, bound, asked),
            "a search that nobody stopped left {gap_percent} %"
        );
        Self {
            status,
            bound,
            gap_percent,
        }
    }
}

/// Whether the gap between value and bound is no more than this part of the value.
pub(crate) fn is_within(value: u128, bound: u128, gap: f64) -> bool {
    value == bound || (value > 0 && gap_percent(value, bound) <= 100.0 * gap)
}

/// The gap between value and bound, in per cent of the value.
pub(crate) fn gap_percent(value: u128, bound: u128) -> f64 {
    match value.abs_diff(bound) {
        0 => 0.0,
        _ if value == 0 => 100.0,
        difference => 100.0 * difference as f64 / value as f64,
    }
}
