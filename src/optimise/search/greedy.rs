use super::cover_tree::CoverTree;
use super::depth_first::{DepthFirst, MANY};
use crate::optimise::budget::Watch;
use crate::optimise::work::walks_over;

/// Adds sites one by one until `centres` are open, each time the one that saves most; with many rows, when the
/// time is over, the first ones.
pub(crate) fn add_greedily(
    tree: &CoverTree,
    may_open: &[bool],
    open: &mut [bool],
    centres: usize,
    watch: Watch,
) {
    let is_over = || tree.len() >= MANY && watch.is_over();
    let mut count = open.iter().filter(|&&is_open| is_open).count();
    if count < centres && !is_over() {
        let rows = DepthFirst::new(tree, open.len());
        let mut greedy = Greedy::new(tree, &rows, open);
        while count < centres
            && !is_over()
            && let Some(site) = greedy.open_best(may_open)
        {
            open[site] = true;
            count += 1;
        }
    }
    let more = (0..open.len()).filter(|&site| may_open[site] && !open[site]);
    let more: Vec<usize> = more.take(centres.saturating_sub(count)).collect();
    for site in more {
        open[site] = true;
    }
}

/// Sites that are opened, and what each of the others would save: whenever one is opened, its rows that
/// nothing else hits are taken from what the sites in them save.
pub(crate) struct Greedy<'a> {
    rows: &'a DepthFirst,
    is_open: Vec<bool>,
    hit: Vec<bool>,
    gain: Vec<i128>,
    cost: u128,
    below: Vec<i128>,
    now_hit: Vec<usize>,
}

impl<'a> Greedy<'a> {
    /// From the sites that are open.
    pub(crate) fn new(tree: &CoverTree, rows: &'a DepthFirst, open: &[bool]) -> Self {
        walks_over(rows.len());
        let mut gain = vec![0; open.len()];
        let mut below = rows.weight.clone();
        for row in (0..rows.len()).rev() {
            gain[usize::from(rows.site[row])] += below[row];
            let sum = below[row];
            if let Some(of_parent) = below.get_mut(rows.parent[row] as usize) {
                *of_parent += sum;
            }
        }
        let mut greedy = Self {
            rows,
            is_open: vec![false; open.len()],
            hit: vec![false; rows.len()],
            gain,
            cost: tree.cost(&vec![false; open.len()]),
            below,
            now_hit: Vec::new(),
        };
        for site in (0..open.len()).filter(|&site| open[site]) {
            greedy.open(site);
        }
        greedy
    }

    /// The cost of the sites that are open.
    pub(crate) const fn cost(&self) -> u128 {
        self.cost
    }

    /// Opens the site that saves most, of equals the lowest.
    pub(crate) fn open_best(&mut self, may_open: &[bool]) -> Option<usize> {
        let closed = (0..may_open.len()).filter(|&site| may_open[site] && !self.is_open[site]);
        let best = closed.min_by_key(|&site| (std::cmp::Reverse(self.gain[site]), site))?;
        self.open(best);
        Some(best)
    }

    fn open(&mut self, site: usize) {
        self.is_open[site] = true;
        let rows = self.rows;
        for &first in rows.of_site(site) {
            let first = first as usize;
            if self.hit[first] {
                continue;
            }
            self.now_hit.clear();
            let mut row = first;
            while row < rows.end[first] as usize {
                if self.hit[row] {
                    row = rows.end[row] as usize;
                    continue;
                }
                self.hit[row] = true;
                self.below[row] = rows.weight[row];
                self.now_hit.push(row);
                row += 1;
            }
            for &row in self.now_hit[1..].iter().rev() {
                let sum = self.below[row];
                self.gain[usize::from(rows.site[row])] -= sum;
                self.below[rows.parent[row] as usize] += sum;
            }
            let sum = self.below[first];
            self.gain[site] -= sum;
            for above in rows.sites_above(first) {
                self.gain[usize::from(above)] -= sum;
            }
            self.cost -= sum.cast_unsigned();
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
        /// Whatever was opened before: what each site saves is what the tree's cost falls by.
        #[test]
        fn the_site_that_saves_most_is_opened(
            small in SmallProblem::any(),
            drawn in prop::collection::vec(any::<bool>(), 10),
            nearest in 1_usize..12,
        ) {
            let problem = small.problem();
            let tree = nearest_rows(&problem, nearest);
            let sites = problem.matrix().sites();
            let mut may_open = marked(&problem.open_sites(), sites);
            let mut open: Vec<bool> = may_open.iter().zip(drawn).map(|(&may, is)| may && is).collect();
            let rows = DepthFirst::new(&tree, sites);
            let mut greedy = Greedy::new(&tree, &rows, &open);
            loop {
                prop_assert_eq!(greedy.cost(), tree.cost(&open));
                let with = |site: usize| {
                    let mut with = open.clone();
                    with[site] = true;
                    (tree.cost(&with), site)
                };
                let best = (0..sites).filter(|&site| may_open[site] && !open[site]).map(with).min();
                let opened = greedy.open_best(&may_open);
                prop_assert_eq!(opened, best.map(|(_, site)| site));
                let Some(site) = opened else { break };
                open[site] = true;
            }
            may_open.fill(false);
            prop_assert_eq!(greedy.open_best(&may_open), None);
        }
    }
}
