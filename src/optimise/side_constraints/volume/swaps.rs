use super::limits::VolumeLimits;
use super::volume_groups::VolumeGroups;
use crate::optimise::budget::Watch;
use crate::optimise::search::pace::Pace;

/// Groups of points with the sites that they know.
pub(crate) struct KnownSites<'a> {
    pub(crate) demand: &'a [u64],
    /// Of every group, the nearest sites with their seconds.
    pub(crate) near: Vec<&'a [(u32, u16)]>,
    /// By site, the groups that it is among the nearest of.
    reach: Vec<Vec<Reached>>,
}

/// A group that a site is among the nearest of.
#[derive(Debug, Clone, Copy)]
struct Reached {
    group: u32,
    seconds: u32,
    demand: u64,
}

impl<'a> KnownSites<'a> {
    /// Each group knows this many `nearest` sites; `None` when the time is over.
    pub(crate) fn new(
        groups: &'a VolumeGroups,
        nearest: usize,
        sites: usize,
        watch: Watch,
    ) -> Option<Self> {
        let near: Vec<&[(u32, u16)]> = (groups.near.iter())
            .map(|near| &near[..near.len().min(nearest)])
            .collect();
        let mut reach = vec![Vec::new(); sites];
        let mut pace = Pace::new(watch);
        for ((group, near), &demand) in (0..).zip(&near).zip(&groups.demand) {
            if pace.is_over_after(near.len()) {
                return None;
            }
            for &(seconds, site) in *near {
                reach[usize::from(site)].push(Reached {
                    group,
                    seconds,
                    demand,
                });
            }
        }
        Some(Self {
            demand: &groups.demand,
            near,
            reach,
        })
    }
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

/// A layout, its cost and its volumes, and what swapping an open site for a closed one would change.
pub(crate) struct Swaps<'a> {
    known: &'a KnownSites<'a>,
    limits: VolumeLimits,
    pub(crate) open: Vec<bool>,
    open_sites: usize,
    /// Demand × seconds to the nearest site that the group knows, else to the farthest.
    pub(crate) cost: u64,
    /// Demand outside the limits.
    pub(crate) violation: u64,
    /// Of every group, the seconds to its nearest open site, and which that and the next one are.
    seconds: Vec<u32>,
    served: Vec<Served>,
    /// The groups that a site serves, and the place of each group in that list.
    serves: Vec<Vec<u32>>,
    stands: Vec<usize>,
    volume: Vec<u64>,
    /// What the swap that was looked at last changes in volumes, and the sites that it changes.
    change: Vec<i64>,
    changed: Vec<u16>,
}

impl<'a> Swaps<'a> {
    pub(crate) fn new(known: &'a KnownSites<'a>, limits: VolumeLimits, open: &[bool]) -> Self {
        let (sites, groups) = (open.len(), known.near.len());
        let nobody = Served {
            site: NOBODY,
            next_site: NOBODY,
            next_seconds: 0,
        };
        let mut swaps = Self {
            known,
            limits,
            open: open.to_vec(),
            open_sites: open.iter().filter(|&&open| open).count(),
            cost: 0,
            violation: 0,
            seconds: vec![0; groups],
            served: vec![nobody; groups],
            serves: vec![Vec::new(); sites],
            stands: vec![0; groups],
            volume: vec![0; sites],
            change: vec![0; sites],
            changed: Vec::new(),
        };
        for group in 0..groups {
            swaps.look_up(group);
            let (site, demand) = (swaps.served[group].site, known.demand[group]);
            if site != NOBODY {
                swaps.volume[usize::from(site)] += demand;
            }
            swaps.cost += demand * u64::from(swaps.seconds[group]);
        }
        let of_open = swaps.volume.iter().zip(open).filter(|&(_, &open)| open);
        swaps.violation = limits.violation(of_open.map(|(&volume, _)| volume));
        swaps
    }

    /// Finds the two nearest open sites of a group; beyond those that it knows, nobody at the
    /// farthest of them.
    fn look_up(&mut self, group: usize) {
        let near = self.known.near[group];
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

    /// The seconds from a group to a site that is nearer than the group's next, and the site; else
    /// the next.
    fn then(&self, group: usize, into: u16) -> (u32, u16) {
        let served = self.served[group];
        let next = (served.next_seconds, served.next_site);
        let nearer = self.known.near[group].iter().take_while(|&&at| at < next);
        let mut to_into = nearer.filter(|&&(_, site)| site == into);
        to_into.next().copied().unwrap_or(next)
    }

    /// About how many sites of groups are looked at for a swap.
    pub(crate) fn work_of_swap(&self, out: u16, into: u16) -> usize {
        let nearer = 2 * self.open.len() / self.open_sites.max(1);
        let of_out = self.serves[usize::from(out)].len() * nearer.max(1);
        of_out + self.known.reach[usize::from(into)].len()
    }

    /// What a swap adds to the cost.
    pub(crate) fn cost_of_swap(&self, out: u16, into: u16) -> i64 {
        let known = self.known;
        let mut saved = 0;
        for reached in &known.reach[usize::from(into)] {
            let now = self.seconds[reached.group as usize];
            saved += reached.demand * u64::from(now.saturating_sub(reached.seconds));
        }
        let mut lost = 0;
        for &group in &self.serves[usize::from(out)] {
            let group = group as usize;
            let (then, now) = (self.then(group, into).0, self.seconds[group]);
            // What is saved at this group is in both sums.
            lost += known.demand[group] * u64::from(then.max(now) - now);
        }
        lost.cast_signed() - saved.cast_signed()
    }

    /// The violation after a swap.
    pub(crate) fn violation_after(&mut self, out: u16, into: u16) -> u64 {
        for site in self.changed.drain(..) {
            self.change[usize::from(site)] = 0;
        }
        let known = self.known;
        for reached in &known.reach[usize::from(into)] {
            let group = reached.group as usize;
            let site = self.served[group].site;
            if site != out && (reached.seconds, into) < (self.seconds[group], site) {
                self.move_volume(reached.demand, site, into);
            }
        }
        for place in 0..self.serves[usize::from(out)].len() {
            let group = self.serves[usize::from(out)][place] as usize;
            let site = self.then(group, into).1;
            self.move_volume(known.demand[group], out, site);
        }
        let violation_of = |volume: u64| self.limits.violation(std::iter::once(volume));
        let mut violation =
            self.violation - violation_of(self.volume[usize::from(out)]) + violation_of(0);
        for (place, &site) in self.changed.iter().enumerate() {
            // A change that came back to nothing in between is listed twice.
            if site != out && !self.changed[..place].contains(&site) {
                let before = self.volume[usize::from(site)];
                let after = before.wrapping_add_signed(self.change[usize::from(site)]);
                violation = violation + violation_of(after) - violation_of(before);
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

    /// Carries out the swap that [`Self::violation_after`] looked at last.
    pub(crate) fn swap(&mut self, out: u16, into: u16, cost: i64, violation: u64) {
        self.open[usize::from(out)] = false;
        self.open[usize::from(into)] = true;
        for site in self.changed.drain(..) {
            let change = std::mem::take(&mut self.change[usize::from(site)]);
            let volume = &mut self.volume[usize::from(site)];
            *volume = volume.wrapping_add_signed(change);
        }
        let known = self.known;
        for reached in &known.reach[usize::from(out)] {
            let served = self.served[reached.group as usize];
            if served.site == out || served.next_site == out {
                self.look_up(reached.group as usize);
            }
        }
        for reached in &known.reach[usize::from(into)] {
            let served = self.served[reached.group as usize];
            if (reached.seconds, into) < (served.next_seconds, served.next_site) {
                self.look_up(reached.group as usize);
            }
        }
        self.cost = self.cost.wrapping_add_signed(cost);
        self.violation = violation;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::SmallProblem;
    use crate::units::Demand;

    /// After many swaps the sums are those of the layout, counted anew.
    #[test]
    fn sums_are_kept_through_swaps() {
        for seed in 0..6 {
            let small = SmallProblem::plane(150, 20, seed);
            let problem = small.problem();
            let watch = Watch::unlimited();
            let groups = VolumeGroups::new(&problem, watch).unwrap();
            let limits = VolumeLimits {
                min: Some(Demand::from_whole(15)),
                max: Some(Demand::from_whole(50)),
            };
            for nearest in [4, 20] {
                let known = KnownSites::new(&groups, nearest, 20, watch).unwrap();
                let open: Vec<bool> = (0..20).map(|site| site < 6).collect();
                let mut swaps = Swaps::new(&known, limits, &open);
                for turn in 0..500_usize {
                    let nth = |wanted: bool, n: usize| {
                        let mut sites =
                            (0_u16..20).filter(|&s| swaps.open[usize::from(s)] == wanted);
                        sites.nth(n).unwrap()
                    };
                    let (out, into) = (nth(true, turn * 7 % 6), nth(false, turn * 5 % 14));
                    let cost = swaps.cost_of_swap(out, into);
                    let violation = swaps.violation_after(out, into);
                    // Only some are carried out: the others must leave nothing behind.
                    if turn % 3 == 0 {
                        continue;
                    }
                    swaps.swap(out, into, cost, violation);
                    let anew = Swaps::new(&known, limits, &swaps.open);
                    assert_eq!(swaps.cost, anew.cost);
                    assert_eq!(swaps.violation, anew.violation);
                    assert_eq!(swaps.volume, anew.volume);
                    assert_eq!(swaps.seconds, anew.seconds);
                }
            }
        }
    }
}
