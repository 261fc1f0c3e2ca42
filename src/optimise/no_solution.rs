use crate::model::{PointIndex, SiteIndex};
use crate::optimise::side_constraints::floors::remedies::{FloorRemedies, Shortfall};
use crate::optimise::side_constraints::volume::limits::{
    NearestFeasibleLimits, NearestNumber, VolumeLimits,
};
use crate::units::{Demand, Measure, SiteCost, TravelTime};
use crate::wording::{counted, counted_are};

/// Why there is no layout.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoSolution {
    /// More centres than candidates.
    #[error(
        "{} asked for, but there {} {}",
        counted_were(*.asked), if *.candidates == 1 { "is" } else { "are" },
        counted(*.candidates, "candidate site")
    )]
    TooFewCandidates {
        /// Centres asked for.
        asked: usize,
        /// Candidate sites, kept sites included.
        candidates: usize,
    },
    /// Fewer centres than kept sites.
    #[error("{} asked for, but {} kept", counted_were(*.asked), counted_are(*.kept, "site"))]
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
        "`exclude` leaves out all demand ({left_out}), because it lacks a route to more than half \
         of the candidates"
    )]
    AllLeftOut {
        /// What is left out.
        left_out: Demand,
    },
    /// No demand has a route to any candidate.
    #[error("no demand has a route to any candidate site")]
    NoRoute,
    /// The number of centres is zero.
    #[error("a layout needs at least one centre")]
    NoCentre,
    /// All candidates together cannot cover this much demand within the standard.
    #[error(
        "all candidates together cover {} of {} within {standard} ({}%); {} would need {}",
        .best, .demand, hundredths_down(*.best, *.demand), .required,
        .smallest_standard.map_or_else(
            || "a site that it can reach".to_owned(),
            |standard| format!("a standard of {}", tenths_up(standard)),
        )
    )]
    Uncoverable {
        /// The standard.
        standard: TravelTime,
        /// Demand that must be within it.
        required: Demand,
        /// The most demand that can be.
        best: Demand,
        /// All demand.
        demand: Demand,
        /// The places in the data set of the points with demand that no candidate is near enough to.
        points: Vec<PointIndex>,
        /// The smallest standard that can be met; `None` if even the longest journey is not enough.
        smallest_standard: Option<TravelTime>,
    },
    /// No layout with this many centres reaches all the demand that some candidate reaches.
    #[error(
        "no layout of {} reaches all of the {reachable} that candidates can reach within {standard}{}",
        counted(*.centres, "centre"),
        .fewest.map_or_else(String::new, |fewest| format!(
            "; the smallest number that can is {fewest}",
        ))
    )]
    Unreached {
        /// Centres asked for.
        centres: usize,
        /// Demand that some candidate reaches.
        reachable: Demand,
        /// The longest time of all.
        standard: TravelTime,
        /// The fewest centres that do, proven; `None` if the budget ended before that.
        fewest: Option<usize>,
    },
    /// No layout with this many centres satisfies the volume limits.
    #[error(
        "no layout of {} gives every centre a volume within the limits{}{}",
        counted(*.centres, "centre"),
        .sum.map_or_else(String::new, |sum| sum.in_words(*.centres)), volumes(*.fits)
    )]
    Volumes {
        /// Centres asked for.
        centres: usize,
        /// Why even freely divisible demand is too little or too much, if it is.
        sum: Option<VolumeSum>,
        /// The nearest number of centres that the limits allow, if that was asked: the most that
        /// a minimum allows, the fewest that a maximum allows.
        fits: Option<NearestNumber>,
        /// How near this many centres come to the limits, if that was computed.
        nearest: Option<Box<NearestFeasibleLimits>>,
    },
    /// No layout with this many centres gives every group its floor.
    #[error("no layout of {} gives every group its floor within {standard}{}", counted(*.centres, "centre"), .remedies.in_words(.shortfalls, *.centres, *.standard, &numbered, &Measure::Minutes))]
    Floors {
        /// Centres asked for.
        centres: usize,
        /// The time standard of the floors.
        standard: TravelTime,
        /// Groups that cannot have their floor, whichever sites are open.
        shortfalls: Vec<Shortfall>,
        /// What would do instead.
        remedies: Box<FloorRemedies>,
    },
    /// A measure of inequality under the strict rule for demand without a route.
    #[error(
        "under the strict rule demand without a route has no time, so that inequality of times cannot be \
         compared; choose another rule"
    )]
    StrictInequality,
    /// More demand than inequality is counted for in whole numbers.
    #[error(
        "there is more demand than inequality can be counted for in whole numbers; use a larger unit"
    )]
    TooMuchDemand,
    /// A budget for sites of which nobody said what they cost.
    #[error("nothing says what the sites cost")]
    NoSiteCosts,
    /// No layout of so many centres can be afforded.
    #[error(
        "the cheapest layout of {} costs {cheapest}, more than the {available} to spend",
        counted(*.centres, "centre")
    )]
    Unaffordable {
        /// The fewest centres that are asked for.
        centres: usize,
        /// What the cheapest layout of these costs.
        cheapest: SiteCost,
        /// What there is to spend.
        available: SiteCost,
    },
    /// The budget ended before any layout was found that satisfies the constraints, or a proof
    /// that there is none.
    #[error("stopped before a layout that satisfies the constraints was found")]
    Undecided {
        /// No layout's value is less than this, in minutes: the mean of a p-median with what
        /// unreachable demand counts as, the longest time of a p-centre. `None` if nothing is
        /// proven.
        lower_bound: Option<f64>,
    },
}

/// Names of what prevents a layout.
pub trait Names {
    /// Of a demand point.
    fn point(&self, point: PointIndex) -> String;

    /// Of a site.
    fn site(&self, site: SiteIndex) -> String;

    /// Of a group that has a floor.
    fn group(&self, group: u32) -> String;

    /// What journeys are measured in.
    fn measure(&self) -> Measure {
        Measure::Minutes
    }
}

/// Demand points and sites that are named.
const NAMED: usize = 5;

impl NoSolution {
    /// The reason, with the names of what prevents a layout.
    #[must_use]
    pub fn explained(&self, names: &dyn Names) -> String {
        let measure = names.measure();
        // Without names: what the program itself says of minutes.
        let said = || measure.in_words(&self.to_string());
        match self {
            Self::Uncoverable { points, .. } if !points.is_empty() => {
                let far = points.iter().map(|&point| names.point(point));
                format!("{}; too far away: {}", said(), first(far))
            }
            Self::Floors {
                centres,
                standard,
                shortfalls,
                remedies,
            } => format!(
                "no layout of {} gives every group its floor within {}{}",
                counted(*centres, "centre"),
                measure.in_words(&standard.to_string()),
                remedies.in_words(
                    shortfalls,
                    *centres,
                    *standard,
                    &|group| names.group(group),
                    &measure
                )
            ),
            Self::Volumes {
                nearest: Some(miss),
                ..
            } => {
                let outside = miss.outside.iter().map(|&(site, volume)| {
                    let tenths = in_tenths(volume.millionths() / TENTH);
                    format!("{} with {tenths}", names.site(site))
                });
                let VolumeLimits { min, max } = miss.limits;
                let min = min.map(|min| in_tenths(min.millionths() / TENTH));
                let max = max.map(|max| in_tenths(max.millionths().div_ceil(TENTH)));
                let limits = [
                    min.map(|min| format!("at least {min}")),
                    max.map(|max| format!("at most {max}")),
                ];
                let limits: Vec<String> = limits.into_iter().flatten().collect();
                format!(
                    "{}. In the layout found closest to the limits, these centres are outside \
                     them: {}. A layout was found with {} for every centre{}",
                    said(),
                    first(outside),
                    limits.join(" and "),
                    if miss.is_proven {
                        ", and no limit closer by more than 0.01% can be kept"
                    } else {
                        "; whether a closer limit can be kept is not proven"
                    }
                )
            }
            _ => said(),
        }
    }
}

fn first(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = if names.len() > NAMED { ", …" } else { "" };
    let some: Vec<String> = names.take(NAMED).collect();
    format!("{}{more}", some.join("; "))
}

/// A tenth of a unit of demand, in millionths.
const TENTH: u64 = 100_000;

/// `12` or `12.5`.
fn in_tenths(tenths: u64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}.{tenth}", tenths / 10),
    }
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
                ": at least {each:.1} each needs {:.1}, but candidates can reach only {demand:.1}, \
                 enough for {}",
                all(each),
                counted(demand.millionths() / each.millionths().max(1), "centre"),
            ),
            Self::TooMuch { each, demand } => format!(
                ": at most {each:.1} each allows {:.1}, but every layout serves {demand:.1}",
                all(each)
            ),
        }
    }
}

/// A time rounded up to tenths of a minute.
fn tenths_up(time: TravelTime) -> String {
    let tenths = time.milliseconds().div_ceil(6_000);
    format!("{}.{} min", tenths / 10, tenths % 10)
}

/// A part of demand as a percentage, rounded down to hundredths.
fn hundredths_down(part: Demand, all: Demand) -> String {
    let parts = u128::from(part.millionths()) * 10_000;
    let hundredths = parts / u128::from(all.millionths()).max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn volumes(fits: Option<NearestNumber>) -> String {
    let possible = |fits| format!("; {} possible", counted_are(fits, "centre"));
    match fits {
        None => String::new(),
        Some(NearestNumber::Proven(fits)) => format!("{}, and no nearer number is", possible(fits)),
        Some(NearestNumber::Found(fits)) => format!(
            "{}; whether a nearer number is possible is not proven",
            possible(fits)
        ),
        Some(NearestNumber::Undecided) => {
            "; which numbers of centres are possible was not decided in time".to_owned()
        }
    }
}

fn counted_were(asked: usize) -> String {
    let were = if asked == 1 { "was" } else { "were" };
    format!("{} {were}", counted(asked, "centre"))
}

fn numbered(group: u32) -> String {
    format!("group number {group}")
}
