use super::limits::VolumeLimits;
use super::swaps::{KnownSites, Swaps};
use super::volume_groups::VolumeGroups;
use crate::optimise::budget::Watch;
use crate::optimise::search::pace::Pace;
use crate::optimise::search::site_state::State;
use crate::optimise::search::tree_builder::splitmix;
use rayon::prelude::*;

/// Looks for layouts whose volumes are within limits by simulated annealing: random swaps of an
/// open site for a closed one, of which bad ones are accepted ever more rarely.
///
/// What is outside the limits costs many mean journeys for each unit of demand. A fixed
/// number of chains with fixed seeds: the layouts depend on the problem alone, unless the budget
/// ends first.
///
/// # References
///
/// Kirkpatrick, Gelatt and Vecchi 1983, "Optimization by simulated annealing".
pub(crate) struct Annealing<'a> {
    known: KnownSites<'a>,
    states: &'a [State],
    volumes: VolumeLimits,
    /// By site, the free sites that serve most of the same demand.
    neighbours: Vec<Vec<u16>>,
}

/// Chains, each from its own seed.
const CHAINS: u64 = 4;

/// How hard to look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Swaps that a chain tries, for each pair of an open and a closed site.
    tries: usize,
    /// The cost of a unit of demand outside the limits, in mean journeys.
    penalty: f64,
}

impl Effort {
    /// For a layout to begin with.
    pub(crate) const BRIEF: Self = Self {
        tries: 8,
        penalty: 25.0,
    };
    /// For cheap layouts within the limits.
    pub(crate) const CHEAP: Self = Self {
        tries: 150,
        penalty: 12.0,
    };
    /// For any layout within the limits.
    pub(crate) const STRICT: Self = Self {
        tries: 100,
        penalty: 100.0,
    };
    /// The same, for longer.
    pub(crate) const LONG: Self = Self {
        tries: 400,
        penalty: 25.0,
    };
}

/// The first and the last temperature, as parts of the first layout's cost.
const TEMPERATURE: (f64, f64) = (5e-3, 1e-4);

/// Neighbours of a site; of four swaps, three are tried among them.
const NEIGHBOURS: usize = 12;

/// Layouts that a chain remembers.
const REMEMBERED: usize = 24;

impl<'a> Annealing<'a> {
    /// Each group knows this many `nearest` sites: enough that one of them is nearly always open. `None` when the time
    /// is over.
    pub(crate) fn new(
        groups: &'a VolumeGroups,
        nearest: usize,
        states: &'a [State],
        volumes: VolumeLimits,
        watch: Watch,
    ) -> Option<Self> {
        let known = KnownSites::new(groups, nearest, states.len(), watch)?;
        Some(Self {
            neighbours: neighbours(&known, states),
            known,
            states,
            volumes,
        })
    }

    /// Layouts with the same number of centres as `open`, the cheapest within the limits first; if none
    /// is, one that is least outside them. The next effort is made where the one before found none.
    pub(crate) fn layouts(
        &self,
        open: &[bool],
        efforts: &[Effort],
        watch: Watch,
    ) -> Vec<Vec<bool>> {
        let mut found: Vec<(u64, u64, Vec<bool>)> = Vec::new();
        for &effort in efforts {
            let of_chains: Vec<_> = (1..=CHAINS)
                .into_par_iter()
                .map(|seed| Chain::new(self, open, seed).run(effort, watch))
                .collect();
            found.extend(of_chains.into_iter().flatten());
            found.sort();
            if found.first().is_some_and(|&(violation, ..)| violation == 0) {
                break;
            }
        }
        let outside = found.first().map_or(0, |&(violation, ..)| violation);
        let enough = if outside == 0 { found.len() } else { 1 };
        found
            .into_iter()
            .filter(|&(violation, ..)| violation == outside)
            .take(enough)
            .map(|(.., open)| open)
            .collect()
    }
}

fn neighbours(known: &KnownSites, states: &[State]) -> Vec<Vec<u16>> {
    let sites = states.len();
    let mut shared = vec![0_u64; sites * sites];
    for (near, &demand) in known.near.iter().zip(known.demand) {
        let first = &near[..near.len().min(8)];
        for &(_, a) in first {
            for &(_, b) in first {
                shared[usize::from(a) * sites + usize::from(b)] += demand;
            }
        }
    }
    (0..sites)
        .into_par_iter()
        .map(|site| {
            let shared = &shared[site * sites..][..sites];
            let mut others: Vec<u16> = (0_u16..)
                .zip(states)
                .filter(|&(other, &state)| state == State::Free && usize::from(other) != site)
                .map(|(other, _)| other)
                .collect();
            let rank = |&other: &u16| (std::cmp::Reverse(shared[usize::from(other)]), other);
            if others.len() > NEIGHBOURS {
                others.select_nth_unstable_by_key(NEIGHBOURS, rank);
                others.truncate(NEIGHBOURS);
            }
            others.sort_unstable_by_key(rank);
            others
        })
        .collect()
}

struct Chain<'a> {
    annealing: &'a Annealing<'a>,
    swaps: Swaps<'a>,
    /// Open sites that may be closed, and closed ones that may be opened; the place of each free site in its list.
    inside: Vec<u16>,
    outside: Vec<u16>,
    place: Vec<usize>,
    draws: u64,
    /// Ever better layouts: their violation and cost.
    best: Vec<(u64, u64, Vec<bool>)>,
}

impl<'a> Chain<'a> {
    fn new(annealing: &'a Annealing<'a>, open: &[bool], seed: u64) -> Self {
        let free = |wanted: bool| -> Vec<u16> {
            (0_u16..)
                .zip(open.iter().zip(annealing.states))
                .filter(|&(_, (&open, &state))| state == State::Free && open == wanted)
                .map(|(site, _)| site)
                .collect()
        };
        let mut chain = Self {
            annealing,
            swaps: Swaps::new(&annealing.known, annealing.volumes, open),
            inside: free(true),
            outside: free(false),
            place: vec![0; open.len()],
            draws: splitmix(seed),
            best: Vec::new(),
        };
        for list in [&chain.inside, &chain.outside] {
            for (place, &site) in list.iter().enumerate() {
                chain.place[usize::from(site)] = place;
            }
        }
        chain
    }

    fn draw(&mut self) -> u64 {
        self.draws = self.draws.wrapping_add(1);
        splitmix(self.draws)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a place below a length")]
    fn draw_below(&mut self, below: usize) -> usize {
        ((u128::from(self.draw()) * below as u128) >> 64) as usize
    }

    /// Above 0, at most 1.
    fn draw_part(&mut self) -> f64 {
        // 2⁵³: the whole numbers that a double holds.
        ((self.draw() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// The place of a site to open instead: near the one to be closed, or anywhere; `None` if the
    /// neighbour that was drawn is open.
    fn draw_into(&mut self, out: usize) -> Option<usize> {
        if self.draw_below(4) == 0 {
            return Some(self.draw_below(self.outside.len()));
        }
        let annealing = self.annealing;
        let neighbours = &annealing.neighbours[usize::from(self.inside[out])];
        let site = usize::from(neighbours[self.draw_below(neighbours.len())]);
        (!self.swaps.open[site]).then_some(self.place[site])
    }

    fn run(mut self, effort: Effort, watch: Watch) -> Vec<(u64, u64, Vec<bool>)> {
        let (inside, outside) = (self.inside.len(), self.outside.len());
        if inside == 0 || outside == 0 {
            return vec![(self.swaps.violation, self.swaps.cost, self.swaps.open)];
        }
        let tries = effort.tries * inside * outside;
        let all: u64 = self.annealing.known.demand.iter().sum();
        let scale = self.swaps.cost.max(all) as f64;
        let penalty = effort.penalty * scale / all.max(1) as f64;
        let mut temperature = TEMPERATURE.0 * scale;
        let cooling = (TEMPERATURE.1 / TEMPERATURE.0).powf(1.0 / tries as f64);
        self.remember();
        let mut pace = Pace::new(watch);
        for _ in 0..tries {
            temperature *= cooling;
            let out = self.draw_below(inside);
            let Some(into) = self.draw_into(out) else {
                continue;
            };
            // A swap that is worse by x is accepted with the chance exp(−x / temperature).
            let allowed = -temperature * self.draw_part().ln();
            let (from, to) = (self.inside[out], self.outside[into]);
            if pace.is_over_after(self.swaps.work_of_swap(from, to)) {
                break;
            }
            let cost = self.swaps.cost_of_swap(from, to);
            let now = self.swaps.violation as f64;
            // Volumes are looked at only where the cost alone does not decide.
            if cost as f64 - penalty * now > allowed {
                continue;
            }
            let violation = self.swaps.violation_after(from, to);
            if cost as f64 + penalty * (violation as f64 - now) <= allowed {
                self.swaps.swap(from, to, cost, violation);
                (self.inside[out], self.outside[into]) = (to, from);
                self.place[usize::from(to)] = out;
                self.place[usize::from(from)] = into;
                self.remember();
            }
        }
        self.best.reverse();
        self.best
    }

    /// Keeps the layout if it is better than those before: less outside the limits, or cheaper.
    fn remember(&mut self) {
        let now = (self.swaps.violation, self.swaps.cost);
        let better = (self.best.last()).is_none_or(|&(violation, cost, _)| now < (violation, cost));
        if better {
            if self.best.len() == REMEMBERED {
                self.best.remove(0);
            }
            self.best.push((now.0, now.1, self.swaps.open.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Budget;
    use crate::optimise::oracle::{SmallProblem, layouts, within_limits};
    use crate::optimise::search::site_state::{root_states, to_sites};
    use crate::units::Demand;

    /// Small enough to try every layout: the first that is found is the best within the limits.
    #[test]
    fn the_first_layout_is_the_best_of_a_small_problem() {
        let mut bound_by_limits = 0;
        for seed in 0..8 {
            let small = SmallProblem::plane(60, 12, seed);
            let problem = small.problem();
            let states = root_states(&problem);
            let watch = Watch::start(Budget::default());
            let groups = VolumeGroups::new(&problem, watch).unwrap();
            let least = problem.total_demand().millionths() / 4 * 7 / 10;
            let volumes = VolumeLimits {
                min: Some(Demand::from_millionths(least)),
                max: None,
            };
            let value = |sites: &[crate::model::SiteIndex]| problem.demand_minutes(sites).0;
            let all = layouts(&problem, 4);
            let best = (all.iter())
                .filter(|sites| within_limits(&problem, sites, volumes))
                .map(|sites| value(sites))
                .min();
            let Some(best) = best else { continue };
            bound_by_limits += u32::from(all.iter().any(|sites| value(sites) < best));
            let annealing = Annealing::new(&groups, 12, &states, volumes, watch).unwrap();
            let open: Vec<bool> = (0..12).map(|site| site < 4).collect();
            let found = annealing.layouts(&open, &[Effort::CHEAP], watch);
            let first = to_sites(&found[0]);
            assert!(within_limits(&problem, &first, volumes));
            assert_eq!(value(&first), best, "seed {seed}");
        }
        assert!(bound_by_limits > 3);
    }
}
