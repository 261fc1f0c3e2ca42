use super::branch::Found;
use super::budget::{Interruption, Watch};
use super::floors::FloorRemedies;
use super::gap::Objective;
use super::p_median::to_sites;
use super::problem::LocationProblem;
use super::volume::VolumeMiss;
use crate::model::SiteIndex;
use crate::units::{Demand, DemandMinutes, Minutes};

/// A layout, what it is worth, and how good any layout could be at best.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution<V> {
    /// What is proven.
    pub status: Status,
    /// The sites of the layout, ascending; kept sites included.
    pub sites: Vec<SiteIndex>,
    /// The objective, computed from the problem's own times and demand, exactly.
    pub value: V,
    /// No layout is better than this: a lower bound of what is minimised, an upper bound of what
    /// is maximised.
    pub bound: V,
    /// Difference of value and bound, in per cent of the value: 0 where they are equal, and 100
    /// where the value alone is 0.
    pub gap_percent: f64,
    /// Nodes of the search tree that were solved.
    pub nodes: u64,
    /// Iterations of the relaxation, or pivots, over all nodes.
    pub iterations: u64,
    /// Wall-clock time.
    pub seconds: f64,
}

impl<V: Copy + PartialEq + std::fmt::Debug> Solution<V> {
    /// The best layout of a search that found one; its value computed from the problem again.
    pub(super) fn of_search(
        found: &Found,
        objective: Objective,
        watch: Watch,
        value: impl Fn(&[SiteIndex]) -> V,
        from_raw: impl Fn(u128) -> V,
    ) -> Self {
        let (cost, open) = &found.layouts[0];
        let sites = to_sites(open);
        let value = value(&sites);
        debug_assert_eq!(value, from_raw(objective.value(*cost)), "a cost is a value");
        let proof = found.proof(*cost, objective, watch);
        Self {
            status: proof.status,
            sites,
            value,
            bound: from_raw(proof.bound),
            gap_percent: proof.gap_percent,
            nodes: found.nodes,
            iterations: found.iterations,
            seconds: watch.seconds(),
        }
    }
}

impl Solution<DemandMinutes> {
    /// The best layout of a search for the least objective of the p-median.
    pub(super) fn of_median(
        problem: &LocationProblem,
        found: &Found,
        objective: Objective,
        watch: Watch,
    ) -> Self {
        let value = |sites: &[SiteIndex]| problem.objective(sites);
        Self::of_search(found, objective, watch, value, DemandMinutes::from_raw)
    }
}

/// What is proven of a solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// No layout is better.
    Optimal,
    /// The gap is as small as the budget asked for.
    WithinGap,
    /// Time ran out; the best layout so far.
    TimeLimit,
    /// Somebody stopped the work; the best layout so far.
    Cancelled,
}

impl From<Interruption> for Status {
    fn from(interruption: Interruption) -> Self {
        match interruption {
            Interruption::TimeLimit => Self::TimeLimit,
            Interruption::Cancelled => Self::Cancelled,
        }
    }
}

/// Why there is no layout to return.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoSolution {
    /// More centres are asked for than there are candidates.
    #[error("{asked} centres were asked for, but there are {candidates} candidate sites")]
    TooFewCandidates {
        /// Centres asked for.
        asked: usize,
        /// Candidate sites, kept sites included.
        candidates: usize,
    },
    /// Fewer centres are asked for than are kept.
    #[error("{asked} centres were asked for, but {kept} sites are kept")]
    TooManyKept {
        /// Centres asked for.
        asked: usize,
        /// Sites that must be open.
        kept: usize,
    },
    /// There is no demand.
    #[error("all demand is zero")]
    NoDemand,
    /// The rule for unreachable demand leaves nothing to serve.
    #[error(
        "`exclude` leaves out all demand, {left_out}: it lacks a route to more than half of the \
         candidates"
    )]
    AllLeftOut {
        /// What is left out.
        left_out: Demand,
    },
    /// No demand has a route to any candidate.
    #[error("no demand has a route to any candidate site")]
    NoRoute,
    /// No centre at all was asked for.
    #[error("a layout needs at least one centre")]
    NoCentre,
    /// Not so much demand can be covered within the standard by all candidates together.
    #[error(
        "all candidates together put {} of {} within {standard}, {} %; {} would need {}",
        .best, .demand, hundredths_down(*.best, *.demand), .required,
        .smallest_standard.map_or_else(
            || "a site that it can reach".to_owned(),
            |standard| format!("a standard of {}", tenths_up(standard)),
        )
    )]
    Uncoverable {
        /// The standard.
        standard: Minutes,
        /// Demand that must be within it.
        required: Demand,
        /// The most that can be.
        best: Demand,
        /// All demand.
        demand: Demand,
        /// The places in the data set of the points with demand that no candidate is near enough to.
        points: Vec<crate::model::PointIndex>,
        /// The smallest standard that can be met; `None` where even the longest journey will not do.
        smallest_standard: Option<Minutes>,
    },
    /// No layout of so many centres reaches all the demand that some candidate reaches.
    #[error(
        "no {centres} centres reach all of the {reachable} that candidates can reach within {standard}"
    )]
    Unreached {
        /// Centres asked for.
        centres: usize,
        /// Demand that some candidate reaches.
        reachable: Demand,
        /// The longest time of all.
        standard: Minutes,
    },
    /// No layout of so many centres satisfies the volumes.
    #[error(
        "no layout of {centres} centres gives every centre a volume within the limits{}{}",
        .sum.map_or_else(String::new, |sum| sum.in_words(*.centres)), volumes(*.fits)
    )]
    Volumes {
        /// Centres asked for.
        centres: usize,
        /// Why even demand that could be divided at will is too little or too much, where it is.
        sum: Option<VolumeSum>,
        /// The nearest number of centres for which a layout was found that does: the most that
        /// a minimum allows, the fewest that a maximum allows.
        fits: Option<usize>,
        /// How near so many centres come to the limits, where it was looked for.
        nearest: Option<Box<VolumeMiss>>,
    },
    /// No layout of so many centres gives every group its floor.
    #[error("no layout of {centres} centres gives every group its floor within {standard}{}", .remedies.in_words(.impossible, *.centres, *.standard, &numbered))]
    Floors {
        /// Centres asked for.
        centres: usize,
        /// The time standard of the floors.
        standard: Minutes,
        /// Groups that cannot have their floor whatever is open.
        impossible: Vec<Shortfall>,
        /// What would do instead.
        remedies: Box<FloorRemedies>,
    },
    /// The budget ended before any layout was found that satisfies the constraints, or a proof
    /// that there is none.
    #[error("stopped before a layout was found that satisfies the constraints")]
    Undecided,
}

/// A group that has less than its floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    /// Number of the group.
    pub group: u32,
    /// Its demand within the standard, at best.
    pub covered: Demand,
    /// What must be.
    pub required: Demand,
    /// All its demand.
    pub demand: Demand,
}

/// The limit of all centres together against the demand that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VolumeSum {
    /// All demand that candidates reach is less than every centre's least together.
    TooLittle {
        /// Every centre's least.
        each: Demand,
        /// What candidates reach.
        demand: Demand,
    },
    /// Demand that every layout serves is more than every centre's most together.
    TooMuch {
        /// Every centre's most.
        each: Demand,
        /// What every layout serves.
        demand: Demand,
    },
}

impl VolumeSum {
    fn in_words(self, centres: usize) -> String {
        let all = |each: Demand| each.as_f64() * centres as f64;
        match self {
            Self::TooLittle { each, demand } => format!(
                ": at least {each:.1} each makes {:.1}, and candidates can reach {demand:.1}",
                all(each)
            ),
            Self::TooMuch { each, demand } => format!(
                ": at most {each:.1} each makes {:.1}, and every layout serves {demand:.1}",
                all(each)
            ),
        }
    }
}

/// A time in tenths of a minute that is no shorter.
fn tenths_up(time: Minutes) -> String {
    let tenths = time.milliseconds().div_ceil(6_000);
    format!("{}.{} min", tenths / 10, tenths % 10)
}

/// A part of demand in per cent, in hundredths that are no more.
fn hundredths_down(part: Demand, all: Demand) -> String {
    let parts = u128::from(part.millionths()) * 10_000;
    let hundredths = parts / u128::from(all.millionths()).max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn volumes(fits: Option<usize>) -> String {
    fits.map_or_else(String::new, |fits| {
        format!("; {fits} centres can have them")
    })
}

fn numbered(group: u32) -> String {
    format!("group number {group}")
}
