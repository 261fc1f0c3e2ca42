use super::feasibility::{Feasibility, FloorGroups};
use super::remedies::{FloorRemedies, HighestFloor, Remedy};
use crate::optimise::budget::Watch;
use crate::units::{Share, TravelTime};

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

    fn ask(&mut self, groups: &FloorGroups) -> Feasibility {
        if self.nodes == 0 {
            return Feasibility::Undecided;
        }
        let (fair, nodes) = groups.layout(self.centres, self.nodes, self.watch);
        self.nodes = self.nodes.saturating_sub(nodes);
        fair
    }
}

/// Looks for the smallest changes, one question after the other.
pub(crate) fn remedies(
    groups: &FloorGroups,
    centres: usize,
    standard: TravelTime,
    watch: Watch,
) -> FloorRemedies {
    FloorRemedies {
        fewest: fewest(groups, centres, watch),
        highest: highest(groups, centres, watch),
        shortest: shortest(groups, centres, standard, watch),
    }
}

fn fewest(groups: &FloorGroups, centres: usize, watch: Watch) -> Remedy<usize> {
    if !groups.shortfalls().is_empty() {
        return Remedy::Nothing;
    }
    let mut asker = Asker::new(centres, watch);
    for more in centres + 1..=groups.problem.open_sites().len() {
        asker.centres = more;
        match asker.ask(groups) {
            Feasibility::Feasible(_) => return Remedy::Proven(more),
            Feasibility::Undecided => return Remedy::Undecided,
            Feasibility::Infeasible => {}
        }
    }
    Remedy::Nothing
}

/// By bisection between a standard that will not do and one that will.
fn shortest(
    groups: &FloorGroups,
    centres: usize,
    standard: TravelTime,
    watch: Watch,
) -> Remedy<TravelTime> {
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
        let Some(groups) = groups.within(TravelTime::from_whole(next), watch) else {
            return Remedy::Undecided;
        };
        match asker.ask(&groups) {
            Feasibility::Feasible(_) => enough = Some(next),
            Feasibility::Infeasible => too_short = next,
            Feasibility::Undecided => return Remedy::Undecided,
        }
    }
    enough.map_or(Remedy::Undecided, |enough| {
        Remedy::Proven(TravelTime::from_whole(enough))
    })
}

/// Shares are whole thousandths here.
fn highest(groups: &FloorGroups, centres: usize, watch: Watch) -> Remedy<HighestFloor> {
    let all = groups.floors.len();
    let mut asker = Asker::new(centres, watch);
    let (mut given, mut too_high) = (0, 1_000);
    while given + 1 < too_high {
        let next = u32::midpoint(given, too_high);
        match asker.ask(&lowered(groups, |_| next)) {
            Feasibility::Feasible(open) => given = next.max(given_by(groups, &open)),
            Feasibility::Infeasible => too_high = next,
            Feasibility::Undecided => return Remedy::Undecided,
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
                && let Feasibility::Infeasible = asker.ask(&lowered(groups, share))
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
fn lowered<'a>(groups: &FloorGroups<'a>, share: impl Fn(usize) -> u32) -> FloorGroups<'a> {
    let floors = groups.floors.iter().enumerate();
    let floors = floors.map(|(group, floor)| {
        let share = thousandths(share(group));
        if share < *floor { share } else { *floor }
    });
    groups.clone().with_floors(floors.collect())
}

/// The highest floor that a layout gives.
fn given_by(groups: &FloorGroups, open: &[bool]) -> u32 {
    let short = groups
        .rows
        .iter()
        .zip(&groups.required)
        .filter_map(|(group, &required)| {
            let covered = group.covered(&group.hits(|site| open[site.get()]));
            (covered < required).then_some((covered, group.demand))
        });
    let gives = |share: u32, covered: u64, demand| {
        thousandths(share).of_rounded_up(demand).millionths() <= covered
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
