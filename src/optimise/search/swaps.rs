use super::depth_first::{DepthFirst, MANY};
use crate::optimise::budget::Watch;
use crate::optimise::work::walks_over;
use std::cmp::Reverse;

/// What opening, closing or exchanging a site would change, kept up to date from one exchange to the next.
///
/// What a swap saves is `gain(in) + shared(out, in) − loss(out)`. Only rows that no open site hits, or just
/// one, have a part in it; when a site opens or closes, only those of them that contain it change. In
/// whole numbers, so that what is added and taken away again leaves nothing behind.
///
/// # References
///
/// Resende and Werneck 2007, "A fast swap-based local search procedure for location problems".
#[derive(Debug)]
pub(crate) struct Swaps<'a> {
    rows: &'a DepthFirst,
    open: Vec<bool>,
    /// Saved by opening a site.
    gain: Vec<i128>,
    /// Lost by closing an open site.
    loss: Vec<i128>,
    /// For every site, what closing an open one loses and opening this one saves again.
    shared: Vec<Shared>,
    /// Of the rows of a walk: the open site that hits them, and what they and those below weigh.
    owner: Vec<u16>,
    below: Vec<i128>,
    walked: Vec<usize>,
    /// How many rows and sites were looked at.
    work: u64,
}

/// What a site shares with open ones; only with those with which it shares anything.
#[derive(Debug, Clone, Default)]
struct Shared {
    with: Vec<u16>,
    amount: Vec<i128>,
}

impl Shared {
    fn add(&mut self, site: u16, amount: i128) {
        match self.with.iter().position(|&with| with == site) {
            Some(place) => {
                self.amount[place] += amount;
                if self.amount[place] == 0 {
                    self.with.swap_remove(place);
                    self.amount.swap_remove(place);
                }
            }
            None if amount != 0 => {
                self.with.push(site);
                self.amount.push(amount);
            }
            None => {}
        }
    }
}

/// A row that no open site hits.
const NOBODY: u16 = u16::MAX;

/// An exchange of two sites.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Swap {
    pub(crate) out: usize,
    pub(crate) into: usize,
    pub(crate) saved: i128,
}

impl<'a> Swaps<'a> {
    /// From a layout.
    pub(crate) fn new(rows: &'a DepthFirst, open: &[bool]) -> Self {
        let mut swaps = Self {
            rows,
            open: open.to_vec(),
            gain: vec![0; open.len()],
            loss: vec![0; open.len()],
            shared: vec![Shared::default(); open.len()],
            owner: vec![NOBODY; rows.len()],
            below: vec![0; rows.len()],
            walked: Vec::new(),
            work: 0,
        };
        let mut row = 0;
        while row < rows.len() {
            swaps.count(row, 1);
            row = rows.end[row] as usize;
        }
        swaps
    }

    /// The layout.
    pub(crate) fn open(&self) -> &[bool] {
        &self.open
    }

    /// How many rows and sites were looked at so far.
    pub(crate) const fn work(&self) -> u64 {
        self.work
    }

    /// Goes on with another layout: from this one where few sites differ, else anew.
    pub(crate) fn move_to(&mut self, open: &[bool]) {
        let differ = |&site: &usize| self.open[site] != open[site];
        let changed: Vec<usize> = (0..open.len()).filter(differ).collect();
        let count = open.iter().filter(|&&is_open| is_open).count();
        if 2 * changed.len() > count {
            let work = self.work + self.rows.len() as u64;
            *self = Self::new(self.rows, open);
            self.work = work;
        } else {
            for site in changed {
                self.toggle(site);
            }
        }
    }

    /// Makes the best swap each time until none saves anything, or with many rows until the time is over; what
    /// they saved.
    pub(crate) fn improve(&mut self, may_open: &[bool], may_close: &[bool], watch: Watch) -> u128 {
        let mut saved = 0;
        let in_hurry = self.rows.len() >= MANY;
        while !(in_hurry && watch.is_over())
            && let Some(swap) = self.best(may_open, may_close)
        {
            self.work += self.open.len() as u64;
            self.toggle(swap.out);
            self.toggle(swap.into);
            saved += swap.saved.cast_unsigned();
        }
        saved
    }

    /// The swap that saves most, if any saves; ties to the lower sites.
    fn best(&self, may_open: &[bool], may_close: &[bool]) -> Option<Swap> {
        let least = (0..self.open.len())
            .filter(|&site| self.open[site] && may_close[site])
            .min_by_key(|&site| self.loss[site])?;
        let mut best: Option<Swap> = None;
        for into in (0..self.open.len()).filter(|&site| !self.open[site] && may_open[site]) {
            let gain = self.gain[into];
            let mut consider = |out: usize, saved: i128| {
                let key = |swap: &Swap| (swap.saved, Reverse((swap.out, swap.into)));
                let swap = Swap { out, into, saved };
                if saved > 0 && best.as_ref().is_none_or(|best| key(&swap) > key(best)) {
                    best = Some(swap);
                }
            };
            consider(least, gain - self.loss[least]);
            let Shared { with, amount } = &self.shared[into];
            for (&out, &shared) in with.iter().zip(amount) {
                let out = usize::from(out);
                if may_close[out] {
                    consider(out, gain + shared - self.loss[out]);
                }
            }
        }
        best
    }

    /// A swap near a site, saved or lost by it what may be: a closed site that it shares a row with, for an open one that
    /// serves what that would serve.
    pub(crate) fn draw_near(
        &self,
        site: usize,
        may: &[bool],
        draw: &mut impl FnMut(usize) -> usize,
    ) -> Option<Swap> {
        let rows = self.rows.of_site(site);
        let row = *rows.get(draw(rows.len().max(1)))? as usize;
        let above = self.rows.sites_above(row).count();
        let chosen = self.rows.sites_above(row).nth(draw(above + 1));
        let into = chosen.map_or(site, usize::from);
        if self.open[into] || !may[into] {
            return None;
        }
        let Shared { with, amount } = &self.shared[into];
        let place = draw(with.len().max(1));
        let out = usize::from(*with.get(place)?);
        let saved = self.gain[into] + amount[place] - self.loss[out];
        may[out].then_some(Swap { out, into, saved })
    }

    /// Opens a closed site or closes an open one.
    pub(crate) fn toggle(&mut self, site: usize) {
        let rows = self.rows;
        for &row in rows.of_site(site) {
            self.count(row as usize, -1);
        }
        self.open[site] = !self.open[site];
        for &row in rows.of_site(site) {
            self.count(row as usize, 1);
        }
    }

    /// Adds, or with −1 takes away, the part of a row and of those below it.
    fn count(&mut self, first: usize, sign: i128) {
        let rows = self.rows;
        let mut above = NOBODY;
        for site in rows.sites_above(first) {
            self.work += 1;
            if self.open[usize::from(site)] {
                if above != NOBODY {
                    return;
                }
                above = site;
            }
        }
        self.walked.clear();
        let mut row = first;
        while row < rows.end[first] as usize {
            let site = rows.site[row];
            let from = if row == first {
                above
            } else {
                self.owner[rows.parent[row] as usize]
            };
            let is_open = self.open[usize::from(site)];
            if is_open && from != NOBODY {
                row = rows.end[row] as usize;
                continue;
            }
            self.owner[row] = if is_open { site } else { from };
            self.below[row] = sign * rows.weight[row];
            self.walked.push(row);
            row += 1;
        }
        self.work += self.walked.len() as u64;
        walks_over(self.walked.len());
        for &row in self.walked.iter().rev() {
            let site = rows.site[row];
            let sum = self.below[row];
            let owner = self.owner[row];
            if owner == site {
                self.loss[usize::from(owner)] += sum;
                for above in rows.sites_above(row) {
                    self.work += 1;
                    self.shared[usize::from(above)].add(owner, sum);
                }
                continue;
            }
            if owner == NOBODY {
                self.gain[usize::from(site)] += sum;
            } else {
                self.shared[usize::from(site)].add(owner, sum);
            }
            if row > first {
                self.below[rows.parent[row] as usize] += sum;
            } else if owner == NOBODY {
                for above in rows.sites_above(row) {
                    self.gain[usize::from(above)] += sum;
                }
            } else {
                self.loss[usize::from(owner)] += sum;
                for above in rows.sites_above(row).filter(|&above| above != owner) {
                    self.work += 1;
                    self.shared[usize::from(above)].add(owner, sum);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, marked};
    use crate::optimise::search::nearest_rows::nearest_rows;
    use proptest::prelude::*;

    proptest! {
        /// After any sites were opened and closed, what every swap saves is what the tree's cost falls by,
        /// and the same is known as if the layout were looked at for the first time.
        #[test]
        fn what_swaps_save_stays_exact(
            small in SmallProblem::any(),
            toggles in prop::collection::vec(0_usize..10, 0..20),
            to in prop::collection::vec(any::<bool>(), 10),
            nearest in 1_usize..12,
        ) {
            let problem = small.problem();
            let tree = nearest_rows(&problem, nearest);
            let sites = problem.matrix().sites();
            let rows = DepthFirst::new(&tree, sites);
            let mut swaps = Swaps::new(&rows, &vec![false; sites]);
            for site in toggles {
                swaps.toggle(site % sites);
            }
            if to[0] {
                swaps.move_to(&to[..sites]);
                prop_assert_eq!(swaps.open(), &to[..sites]);
            }
            let anew = Swaps::new(&rows, swaps.open());
            prop_assert_eq!(&swaps.gain, &anew.gain);
            prop_assert_eq!(&swaps.loss, &anew.loss);
            let cost = |open: &[bool]| i128::try_from(tree.cost(open)).unwrap();
            let all = marked(&problem.open_sites(), sites);
            let mut most = 0;
            for out in (0..sites).filter(|&site| swaps.open[site]) {
                for into in (0..sites).filter(|&site| !swaps.open[site]) {
                    let mut swapped = swaps.open.clone();
                    (swapped[out], swapped[into]) = (false, true);
                    let saved = cost(&swaps.open) - cost(&swapped);
                    let place = swaps.shared[into].with.iter().position(|&with| usize::from(with) == out);
                    let shared = place.map_or(0, |place| swaps.shared[into].amount[place]);
                    prop_assert_eq!(swaps.gain[into] + shared - swaps.loss[out], saved);
                    if all[into] && all[out] {
                        most = most.max(saved);
                    }
                }
            }
            prop_assert_eq!(swaps.best(&all, &all).map_or(0, |swap| swap.saved), most);
        }
    }
}
