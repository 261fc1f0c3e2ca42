use super::budget::Watch;
use super::cover_tree::State;
use super::tree_builder::splitmix;
use super::volume::VolumeLimits;
use super::volume_groups::VolumeGroups;
use rayon::prelude::*;

/// Looks for layouts whose volumes are within limits by simulated annealing: random swaps of an
/// open site for a closed one, of which bad ones are accepted ever more rarely.
///
/// What is outside the limits costs [`PENALTY`] mean journeys for each unit of demand. A fixed
/// number of chains with fixed seeds: the layouts depend on the problem alone, unless the budget
/// ends first.
///
/// # References
///
/// Kirkpatrick, Gelatt and Vecchi 1983, "Optimization by simulated annealing".
pub(super) struct Annealing<'a> {
    demand: &'a [u64],
    /// Of every group, the nearest sites with their seconds.
    near: Vec<&'a [(u32, u16)]>,
    states: &'a [State],
    volumes: VolumeLimits,
    /// By site, the groups that it is among the nearest of.
    reach: Vec<Vec<Reached>>,
    /// By site, the free sites that serve most of the same demand.
    neighbours: Vec<Vec<u16>>,
}

/// A group that a site is among the nearest of.
#[derive(Debug, Clone, Copy)]
struct Reached {
    group: u32,
    seconds: u32,
    demand: u64,
}

/// Chains, each from its own seed.
const CHAINS: u64 = 4;

/// Swaps that a chain tries, for each pair of an open and a closed site: at first, and where no
/// layout within the limits was found.
const TRIES: [usize; 2] = [100, 400];

/// How hard to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// Once.
    Quick,
    /// Again, and longer, where no layout within the limits was found.
    Full,
}

/// What a unit of demand outside the limits costs: so many mean journeys.
const PENALTY: f64 = 12.0;

/// The first and the last temperature, as parts of the first layout's cost.
const TEMPERATURE: (f64, f64) = (5e-3, 2e-4);

/// Neighbours of a site; of four swaps, three are tried among them.
const NEIGHBOURS: usize = 12;

/// Layouts that a chain remembers.
const REMEMBERED: usize = 6;

impl<'a> Annealing<'a> {
    /// Groups know so many `nearest` sites each: enough that one of them is nearly always open.
    pub(super) fn new(
        groups: &'a VolumeGroups,
        nearest: usize,
        states: &'a [State],
        volumes: VolumeLimits,
    ) -> Self {
        let near: Vec<&[(u32, u16)]> = (groups.near.iter())
            .map(|near| &near[..near.len().min(nearest)])
            .collect();
        let mut reach = vec![Vec::new(); states.len()];
        for ((group, near), &demand) in (0..).zip(&near).zip(&groups.demand) {
            for &(seconds, site) in *near {
                reach[usize::from(site)].push(Reached {
                    group,
                    seconds,
                    demand,
                });
            }
        }
        Self {
            demand: &groups.demand,
            neighbours: neighbours(&groups.demand, &near, states),
            near,
            states,
            volumes,
            reach,
        }
    }

    /// Layouts of as many centres as `open` has, the cheapest within the limits first; where none
    /// is, one that is least outside them.
    pub(super) fn layouts(&self, open: &[bool], effort: Effort, watch: Watch) -> Vec<Vec<bool>> {
        let mut found: Vec<(u64, u64, Vec<bool>)> = Vec::new();
        for tries in TRIES {
            let of_chains: Vec<_> = (1..=CHAINS)
                .into_par_iter()
                .map(|seed| Chain::new(self, open, seed).run(tries, watch))
                .collect();
            found.extend(of_chains.into_iter().flatten());
            found.sort();
            let fits = found.first().is_some_and(|&(violation, ..)| violation == 0);
            if fits || effort == Effort::Quick {
                break;
            }
        }
        found.dedup();
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

fn neighbours(demand: &[u64], near: &[&[(u32, u16)]], states: &[State]) -> Vec<Vec<u16>> {
    let sites = states.len();
    let mut shared = vec![0_u64; sites * sites];
    for (near, &demand) in near.iter().zip(demand) {
        let first = &near[..near.len().min(8)];
        for &(_, a) in first {
            for &(_, b) in first {
                shared[usize::from(a) * sites + usize::from(b)] += demand;
            }
        }
    }
    (0..sites)
        .map(|site| {
            let shared = &shared[site * sites..][..sites];
            let mut others: Vec<u16> = (0_u16..)
                .zip(states)
                .filter(|&(other, &state)| state == State::Free && usize::from(other) != site)
                .map(|(other, _)| other)
                .collect();
            others.sort_by_key(|&other| (std::cmp::Reverse(shared[usize::from(other)]), other));
            others.truncate(NEIGHBOURS);
            others
        })
        .collect()
}

/// The two open sites that a group has nearest.
#[derive(Debug, Clone, Copy)]
struct Served {
    site: u16,
    next_site: u16,
    next_seconds: u32,
}

/// No open site is among the nearest of a group.
const NOBODY: u16 = u16::MAX;

struct Chain<'a> {
    annealing: &'a Annealing<'a>,
    open: Vec<bool>,
    /// Open sites that may be closed, and closed ones that may be opened; where in its list each
    /// free site stands.
    inside: Vec<u16>,
    outside: Vec<u16>,
    place: Vec<usize>,
    /// Of every group, the seconds to its soonest open site, and which that and the next one are.
    seconds: Vec<u32>,
    served: Vec<Served>,
    /// The groups that a site serves, and where in that list each group stands.
    serves: Vec<Vec<u32>>,
    stands: Vec<usize>,
    volume: Vec<u64>,
    violation: u64,
    cost: u64,
    draws: u64,
    /// Scratch: what a swap changes in volumes, and the sites that it changes.
    change: Vec<i64>,
    changed: Vec<u16>,
    best: Vec<(u64, u64, Vec<bool>)>,
}

impl<'a> Chain<'a> {
    fn new(annealing: &'a Annealing<'a>, open: &[bool], seed: u64) -> Self {
        let (sites, groups) = (open.len(), annealing.near.len());
        let free = |wanted: bool| -> Vec<u16> {
            (0_u16..)
                .zip(open.iter().zip(annealing.states))
                .filter(|&(_, (&open, &state))| state == State::Free && open == wanted)
                .map(|(site, _)| site)
                .collect()
        };
        let nobody = Served {
            site: NOBODY,
            next_site: NOBODY,
            next_seconds: 0,
        };
        let mut chain = Self {
            annealing,
            open: open.to_vec(),
            inside: free(true),
            outside: free(false),
            place: vec![0; sites],
            seconds: vec![0; groups],
            served: vec![nobody; groups],
            serves: vec![Vec::new(); sites],
            stands: vec![0; groups],
            volume: vec![0; sites],
            violation: 0,
            cost: 0,
            draws: splitmix(seed),
            change: vec![0; sites],
            changed: Vec::new(),
            best: Vec::new(),
        };
        for list in [&chain.inside, &chain.outside] {
            for (place, &site) in list.iter().enumerate() {
                chain.place[usize::from(site)] = place;
            }
        }
        for group in 0..groups {
            chain.look_up(group);
            let (site, demand) = (chain.served[group].site, annealing.demand[group]);
            if site != NOBODY {
                chain.volume[usize::from(site)] += demand;
            }
            chain.cost += demand * u64::from(chain.seconds[group]);
        }
        let of_open = chain.volume.iter().zip(open).filter(|&(_, &open)| open);
        chain.violation = (annealing.volumes).violation(of_open.map(|(&volume, _)| volume));
        chain
    }

    /// Finds the two nearest open sites of a group; beyond those that it knows, nobody at the
    /// farthest of them.
    fn look_up(&mut self, group: usize) {
        let near = self.annealing.near[group];
        let farthest = near.last().map_or(0, |&(seconds, _)| seconds);
        let mut open = near
            .iter()
            .filter(|&&(_, site)| self.open[usize::from(site)]);
        let (seconds, site) = open.next().copied().unwrap_or((farthest, NOBODY));
        let (next_seconds, next_site) = open.next().copied().unwrap_or((farthest, NOBODY));
        let before = self.served[group].site;
        self.seconds[group] = seconds;
        self.served[group] = Served {
            site,
            next_site,
            next_seconds,
        };
        if site == before {
            return;
        }
        if before != NOBODY {
            let list = &mut self.serves[usize::from(before)];
            list.swap_remove(self.stands[group]);
            if let Some(&moved) = list.get(self.stands[group]) {
                self.stands[moved as usize] = self.stands[group];
            }
        }
        if site != NOBODY {
            let list = &mut self.serves[usize::from(site)];
            self.stands[group] = list.len();
            #[expect(
                clippy::cast_possible_truncation,
                reason = "groups of at most 2³² points"
            )]
            list.push(group as u32);
        }
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
        (!self.open[site]).then_some(self.place[site])
    }

    fn run(mut self, tries: usize, watch: Watch) -> Vec<(u64, u64, Vec<bool>)> {
        let (inside, outside) = (self.inside.len(), self.outside.len());
        if inside == 0 || outside == 0 {
            return vec![(self.violation, self.cost, self.open)];
        }
        let tries = tries * inside * outside;
        let all: u64 = self.annealing.demand.iter().sum();
        let scale = self.cost.max(all) as f64;
        let penalty = PENALTY * scale / all.max(1) as f64;
        let mut temperature = TEMPERATURE.0 * scale;
        let cooling = (TEMPERATURE.1 / TEMPERATURE.0).powf(1.0 / tries as f64);
        self.remember();
        for turn in 0..tries {
            if turn % 1_024 == 0 && watch.interruption().is_some() {
                break;
            }
            temperature *= cooling;
            let out = self.draw_below(inside);
            let Some(into) = self.draw_into(out) else {
                continue;
            };
            // A swap that is worse by x is accepted with the chance exp(−x / temperature).
            let allowed = -temperature * self.draw_part().ln();
            let (from, to) = (self.inside[out], self.outside[into]);
            let cost = self.cost_of_swap(from, to);
            // Volumes are looked at only where the cost alone does not decide.
            if cost as f64 - penalty * self.violation as f64 > allowed {
                continue;
            }
            let violation = self.violation_after(from, to);
            let more = penalty * (violation as f64 - self.violation as f64);
            if cost as f64 + more <= allowed {
                self.swap(out, into, cost, violation);
            }
            for &site in &self.changed {
                self.change[usize::from(site)] = 0;
            }
            self.changed.clear();
        }
        self.best.reverse();
        self.best
    }

    /// The seconds from a group to a site that is nearer than the group's next, and the site; else
    /// the next.
    fn then(&self, group: usize, into: u16) -> (u32, u16) {
        let served = self.served[group];
        let next = (served.next_seconds, served.next_site);
        let nearer = self.annealing.near[group]
            .iter()
            .take_while(|&&at| at < next);
        let mut to_into = nearer.filter(|&&(_, site)| site == into);
        to_into.next().copied().unwrap_or(next)
    }

    /// What a swap adds to the cost.
    fn cost_of_swap(&self, out: u16, into: u16) -> i64 {
        let annealing = self.annealing;
        let mut saved = 0;
        for reached in &annealing.reach[usize::from(into)] {
            let now = self.seconds[reached.group as usize];
            saved += reached.demand * u64::from(now.saturating_sub(reached.seconds));
        }
        let mut lost = 0;
        for &group in &self.serves[usize::from(out)] {
            let group = group as usize;
            let (then, now) = (self.then(group, into).0, self.seconds[group]);
            // What is saved at this group stands in both sums.
            lost += annealing.demand[group] * u64::from(then.max(now) - now);
        }
        lost.cast_signed() - saved.cast_signed()
    }

    /// The violation after a swap; leaves the changes of volumes in scratch.
    fn violation_after(&mut self, out: u16, into: u16) -> u64 {
        let annealing = self.annealing;
        for reached in &annealing.reach[usize::from(into)] {
            let group = reached.group as usize;
            let site = self.served[group].site;
            if site != out && (reached.seconds, into) < (self.seconds[group], site) {
                self.move_volume(reached.demand, site, into);
            }
        }
        for place in 0..self.serves[usize::from(out)].len() {
            let group = self.serves[usize::from(out)][place] as usize;
            let site = self.then(group, into).1;
            self.move_volume(annealing.demand[group], out, site);
        }
        let of = |volume: u64| annealing.volumes.violation(std::iter::once(volume));
        let mut violation = self.violation - of(self.volume[usize::from(out)]) + of(0);
        for (place, &site) in self.changed.iter().enumerate() {
            // A change that came back to nothing in between is listed twice.
            if site != out && !self.changed[..place].contains(&site) {
                let before = self.volume[usize::from(site)];
                let after = before.wrapping_add_signed(self.change[usize::from(site)]);
                violation = violation + of(after) - of(before);
            }
        }
        violation
    }

    fn move_volume(&mut self, demand: u64, from: u16, to: u16) {
        let demand = demand.cast_signed();
        for (site, change) in [(from, -demand), (to, demand)] {
            if site != NOBODY {
                let of_site = &mut self.change[usize::from(site)];
                if *of_site == 0 {
                    self.changed.push(site);
                }
                *of_site += change;
            }
        }
    }

    fn swap(&mut self, out: usize, into: usize, cost: i64, violation: u64) {
        let (from, to) = (self.inside[out], self.outside[into]);
        (self.inside[out], self.outside[into]) = (to, from);
        self.place[usize::from(to)] = out;
        self.place[usize::from(from)] = into;
        self.open[usize::from(from)] = false;
        self.open[usize::from(to)] = true;
        for &site in &self.changed {
            let change = std::mem::take(&mut self.change[usize::from(site)]);
            let volume = &mut self.volume[usize::from(site)];
            *volume = volume.wrapping_add_signed(change);
        }
        let annealing = self.annealing;
        for reached in &annealing.reach[usize::from(from)] {
            let served = self.served[reached.group as usize];
            if served.site == from || served.next_site == from {
                self.look_up(reached.group as usize);
            }
        }
        for reached in &annealing.reach[usize::from(to)] {
            let served = self.served[reached.group as usize];
            if (reached.seconds, to) < (served.next_seconds, served.next_site) {
                self.look_up(reached.group as usize);
            }
        }
        self.cost = self.cost.wrapping_add_signed(cost);
        self.violation = violation;
        self.remember();
    }

    /// Keeps the layout if it is better than those before: less outside the limits, or cheaper.
    fn remember(&mut self) {
        let now = (self.violation, self.cost);
        let better = (self.best.last()).is_none_or(|&(violation, cost, _)| now < (violation, cost));
        if better {
            if self.best.len() == REMEMBERED {
                self.best.remove(0);
            }
            self.best.push((now.0, now.1, self.open.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::Budget;
    use crate::optimise::oracle::SmallProblem;
    use crate::optimise::p_median::root_states;
    use crate::units::Demand;

    /// After many swaps a chain's sums are those of its layout, counted anew.
    #[test]
    fn a_chain_keeps_its_sums() {
        for seed in 0..6 {
            let small = SmallProblem::plane(150, 20, seed);
            let problem = small.problem();
            let states = root_states(&problem);
            let groups = VolumeGroups::new(&problem);
            let volumes = VolumeLimits {
                min: Some(Demand::from_whole(15)),
                max: Some(Demand::from_whole(50)),
            };
            for nearest in [4, 20] {
                let annealing = Annealing::new(&groups, nearest, &states, volumes);
                let open: Vec<bool> = (0..20).map(|site| site < 6).collect();
                let mut chain = Chain::new(&annealing, &open, seed + 1);
                for _ in 0..500 {
                    let (out, into) = (chain.draw_below(6), chain.draw_below(14));
                    let (from, to) = (chain.inside[out], chain.outside[into]);
                    let cost = chain.cost_of_swap(from, to);
                    let violation = chain.violation_after(from, to);
                    chain.swap(out, into, cost, violation);
                    chain.changed.clear();
                    let anew = Chain::new(&annealing, &chain.open, 1);
                    assert_eq!(chain.cost, anew.cost);
                    assert_eq!(chain.violation, anew.violation);
                    assert_eq!(chain.volume, anew.volume);
                    assert_eq!(chain.seconds, anew.seconds);
                }
                let watch = Watch::start(Budget::default());
                let layouts = annealing.layouts(&open, Effort::Full, watch);
                assert!(
                    layouts
                        .iter()
                        .all(|open| open.iter().filter(|&&o| o).count() == 6)
                );
            }
        }
    }
}
