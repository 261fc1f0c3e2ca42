use super::fair::{Fair, Groups};
use crate::optimise::budget::Watch;
use crate::optimise::lscp::share_of;
use crate::optimise::no_solution::Shortfall;
use crate::units::{Minutes, Share};

/// What would do where no layout of so many centres gives every group its floor: one change each,
/// the rest as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct FloorRemedies {
    /// The fewest centres.
    pub fewest: Remedy<usize>,
    /// The highest floor that every group can have, lower floors left as they are.
    pub highest: Remedy<HighestFloor>,
    /// The shortest standard, in whole minutes.
    pub shortest: Remedy<Minutes>,
}

/// The smallest change that would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy<T> {
    /// This one, and proven that no smaller one would.
    Proven(T),
    /// None of this kind would do.
    Nothing,
    /// The budget, or the nodes that one such question is allowed, ended before a proof.
    Undecided,
}

/// A floor that can be had.
#[derive(Debug, Clone, PartialEq)]
pub struct HighestFloor {
    /// In whole tenths of a per cent: a tenth more cannot be had.
    pub share: Share,
    /// Groups that cannot all have a tenth more, ascending; any of them left out, the others can,
    /// if that could be decided.
    pub binding: Vec<u32>,
}

/// Nodes after which a question is left undecided.
const MOST_NODES: u64 = 1_000;

/// Asks for layouts as long as there are nodes left.
struct Asker<'a> {
    centres: usize,
    nodes: u64,
    watch: Watch<'a>,
}

impl<'a> Asker<'a> {
    fn new(centres: usize, watch: Watch<'a>) -> Self {
        Self {
            centres,
            nodes: MOST_NODES,
            watch,
        }
    }

    fn ask(&mut self, groups: &Groups) -> Fair {
        if self.nodes == 0 {
            return Fair::Undecided;
        }
        let (fair, nodes) = groups.layout(self.centres, self.nodes, self.watch);
        self.nodes = self.nodes.saturating_sub(nodes);
        fair
    }
}

/// Looks for the smallest changes, one question after the other.
pub(super) fn remedies(
    groups: &Groups,
    centres: usize,
    standard: Minutes,
    watch: Watch,
) -> FloorRemedies {
    FloorRemedies {
        fewest: fewest(groups, centres, watch),
        highest: highest(groups, centres, watch),
        shortest: shortest(groups, centres, standard, watch),
    }
}

fn fewest(groups: &Groups, centres: usize, watch: Watch) -> Remedy<usize> {
    if !groups.shortfalls().is_empty() {
        return Remedy::Nothing;
    }
    let mut asker = Asker::new(centres, watch);
    for more in centres + 1..=groups.problem.open_sites().len() {
        asker.centres = more;
        match asker.ask(groups) {
            Fair::Layout(_) => return Remedy::Proven(more),
            Fair::Undecided => return Remedy::Undecided,
            Fair::Impossible => {}
        }
    }
    Remedy::Nothing
}

/// By bisection between a standard that will not do and one that will.
fn shortest(groups: &Groups, centres: usize, standard: Minutes, watch: Watch) -> Remedy<Minutes> {
    let minutes = |milliseconds: u32| milliseconds.div_ceil(60_000);
    let mut too_short = standard.milliseconds() / 60_000;
    let longest = groups.problem.longest_time().milliseconds();
    let mut enough = None;
    let mut asker = Asker::new(centres, watch);
    while enough.is_none_or(|enough| too_short + 1 < enough) {
        let next = match enough {
            Some(enough) => u32::midpoint(too_short, enough),
            None if too_short >= minutes(longest) => return Remedy::Nothing,
            None => (too_short + too_short / 4 + 1).min(minutes(longest)),
        };
        match asker.ask(&groups.within(Minutes::from_whole(next))) {
            Fair::Layout(_) => enough = Some(next),
            Fair::Impossible => too_short = next,
            Fair::Undecided => return Remedy::Undecided,
        }
    }
    enough.map_or(Remedy::Undecided, |enough| {
        Remedy::Proven(Minutes::from_whole(enough))
    })
}

/// Shares are whole thousandths here.
fn highest(groups: &Groups, centres: usize, watch: Watch) -> Remedy<HighestFloor> {
    let all = groups.floors.len();
    let mut asker = Asker::new(centres, watch);
    let (mut given, mut too_high) = (0, 1_000);
    while given + 1 < too_high {
        let next = u32::midpoint(given, too_high);
        match asker.ask(&lowered(groups, |_| next)) {
            Fair::Layout(open) => given = next.max(given_by(groups, &open)),
            Fair::Impossible => too_high = next,
            Fair::Undecided => return Remedy::Undecided,
        }
    }
    // Groups are left out, many at first, as long as the others still cannot have more.
    let mut asker = Asker::new(centres, watch);
    let mut raised = vec![true; all];
    let mut part = all.next_power_of_two();
    while part > 0 {
        for first in (0..all).step_by(part) {
            let mut fewer = raised.clone();
            fewer[first..all.min(first + part)].fill(false);
            let share = |group: usize| given + u32::from(fewer[group]);
            if fewer != raised
                && let Fair::Impossible = asker.ask(&lowered(groups, share))
            {
                raised = fewer;
            }
        }
        part /= 2;
    }
    Remedy::Proven(HighestFloor {
        share: thousandths(given),
        binding: (0..)
            .zip(raised)
            .filter(|&(_, raised)| raised)
            .map(|(group, _)| group)
            .collect(),
    })
}

/// Floors no higher than these.
fn lowered<'a>(groups: &Groups<'a>, share: impl Fn(usize) -> u32) -> Groups<'a> {
    let floors = groups.floors.iter().enumerate();
    let floors = floors.map(|(group, floor)| {
        let share = thousandths(share(group));
        if share < *floor { share } else { *floor }
    });
    groups.clone().with_floors(floors.collect())
}

/// The highest floor that a layout gives.
fn given_by(groups: &Groups, open: &[bool]) -> u32 {
    let short = groups
        .rows
        .iter()
        .zip(&groups.required)
        .filter_map(|(group, &required)| {
            let covered = group.covered(&group.hits(|site| open[site.get()]));
            (covered < required).then_some((covered, group.demand))
        });
    let gives = |share: u32, covered: u64, demand| {
        share_of(thousandths(share), demand).millionths() <= covered
    };
    let of_group = short.map(|(covered, demand)| {
        (1..=1_000)
            .find(|&share| !gives(share, covered, demand))
            .unwrap_or(1_001)
            - 1
    });
    of_group.min().unwrap_or(0)
}

fn thousandths(share: u32) -> Share {
    Share::try_new(f64::from(share.min(1_000)) / 1_000.0).unwrap_or(Share::ALL)
}

/// Groups that are named.
const NAMED: usize = 5;

impl FloorRemedies {
    /// What follows "no layout of so many centres gives every group its floor".
    pub(crate) fn in_words(
        &self,
        impossible: &[Shortfall],
        centres: usize,
        standard: Minutes,
        name: &dyn Fn(u32) -> String,
    ) -> String {
        let minutes = |time: Minutes| format!("{} min", time.as_f64());
        let mut parts = Vec::new();
        let short = impossible.iter().map(|group| {
            let name = name(group.group);
            let (covered, demand, required) = (group.covered, group.demand, group.required);
            format!("{name} has {covered} of {demand} at best and needs {required}")
        });
        if !impossible.is_empty() {
            parts.push(format!(
                "nor do all candidates together: {}",
                first(&short.collect::<Vec<_>>())
            ));
        }
        match self.fewest {
            Remedy::Proven(fewest) => parts.push(format!("{fewest} centres would do")),
            Remedy::Undecided => parts.push("how many would do was not decided in time".to_owned()),
            Remedy::Nothing => {}
        }
        parts.push(match &self.highest {
            Remedy::Proven(highest) => {
                let names: Vec<String> = highest.binding.iter().map(|&g| name(g)).collect();
                format!(
                    "{centres} centres can give every group {:.1} % within {}, and no more to all of {}",
                    100.0 * highest.share.as_f64(),
                    minutes(standard),
                    first(&names),
                )
            }
            _ => format!("the highest floor that {centres} centres can give was not decided in time"),
        });
        parts.push(match self.shortest {
            Remedy::Proven(shortest) => {
                format!(
                    "within {} they can give every group its floor",
                    minutes(shortest)
                )
            }
            Remedy::Nothing => "no standard is long enough for them".to_owned(),
            Remedy::Undecided => {
                "the shortest standard for the floor was not decided in time".to_owned()
            }
        });
        format!("; {}", parts.join("; "))
    }
}

fn first(names: &[String]) -> String {
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names[..names.len().min(NAMED)].join(", "))
}
