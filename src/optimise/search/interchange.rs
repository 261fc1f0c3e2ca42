use super::cover_tree::{CoverTree, ROOT};

/// Adds sites one by one until `centres` are open, each time the one that saves most.
pub(crate) fn add_greedily(tree: &CoverTree, may_open: &[bool], open: &mut [bool], centres: usize) {
    let mut count = open.iter().filter(|&&is_open| is_open).count();
    while count < centres {
        let saved = Savings::new(tree, open).gain;
        let best = (0..open.len())
            .filter(|&site| may_open[site] && !open[site])
            .max_by(|&a, &b| saved[a].total_cmp(&saved[b]).then(b.cmp(&a)));
        let Some(best) = best else { return };
        open[best] = true;
        count += 1;
    }
}

/// Exchanges one open site for one closed site, the best such pair each time, until none is
/// better: vertex substitution. Returns the cost.
///
/// What a swap changes is `loss(out) − gain(in) − shared(out, in)`, and all three for all pairs
/// come from one walk over the rows.
///
/// # References
///
/// Teitz and Bart 1968; Resende and Werneck 2007, "A fast swap-based local search procedure for
/// location problems".
pub(crate) fn interchange(
    tree: &CoverTree,
    may_open: &[bool],
    may_close: &[bool],
    open: &mut [bool],
) -> u128 {
    let mut cost = tree.cost(open);
    loop {
        let savings = Savings::new(tree, open);
        let Some((out, into)) = savings.best_swap(may_open, may_close, open) else {
            return cost;
        };
        open[out] = false;
        open[into] = true;
        let changed = tree.cost(open);
        if changed >= cost {
            open[out] = true;
            open[into] = false;
            return cost;
        }
        cost = changed;
    }
}

/// What opening, closing or exchanging a site would change.
struct Savings {
    /// Saved by opening a site.
    gain: Vec<f64>,
    /// Lost by closing an open site.
    loss: Vec<f64>,
    /// Lost by closing an open site but saved again by opening the other: row by place of the
    /// open site.
    shared: Vec<f64>,
    /// Place of an open site among the open ones.
    place: Vec<usize>,
}

impl Savings {
    fn new(tree: &CoverTree, open: &[bool]) -> Self {
        let sites = open.len();
        let mut place = vec![usize::MAX; sites];
        let mut count = 0;
        for site in 0..sites {
            if open[site] {
                place[site] = count;
                count += 1;
            }
        }
        let mut savings = Self {
            gain: vec![0.0; sites],
            loss: vec![0.0; sites],
            shared: vec![0.0; count * sites],
            place,
        };
        savings.walk(tree, open);
        savings
    }

    fn walk(&mut self, tree: &CoverTree, open: &[bool]) {
        let sites = open.len();
        let hits = tree.hits(open);
        // The one open site of every set that has just one.
        let mut owner = vec![u16::MAX; tree.len()];
        for row in 0..tree.len() {
            if hits[row] == 1 {
                let site = tree.site[row];
                owner[row] = if open[usize::from(site)] {
                    site
                } else {
                    owner[tree.parent[row] as usize]
                };
            }
        }
        let mut below: Vec<f64> = tree.weight.iter().map(|&weight| weight as f64).collect();
        for row in (0..tree.len()).rev() {
            let site = usize::from(tree.site[row]);
            let parent = tree.parent[row];
            match hits[row] {
                0 => {
                    self.gain[site] += below[row];
                    if parent != ROOT {
                        below[parent as usize] += below[row];
                    }
                }
                1 => {
                    let only = usize::from(owner[row]);
                    self.loss[only] += tree.weight[row] as f64;
                    let shared = &mut self.shared[self.place[only] * sites..][..sites];
                    if site != only {
                        shared[site] += below[row];
                        below[parent as usize] += below[row];
                        continue;
                    }
                    let mut above = parent;
                    while above != ROOT {
                        shared[usize::from(tree.site[above as usize])] += below[row];
                        above = tree.parent[above as usize];
                    }
                }
                _ => {}
            }
        }
    }

    /// The swap that saves most, if any saves; ties to the lower sites.
    fn best_swap(
        &self,
        may_open: &[bool],
        may_close: &[bool],
        open: &[bool],
    ) -> Option<(usize, usize)> {
        let sites = open.len();
        let mut best = (0.0, None);
        for out in (0..sites).filter(|&site| open[site] && may_close[site]) {
            let shared = &self.shared[self.place[out] * sites..][..sites];
            for into in (0..sites).filter(|&site| !open[site] && may_open[site]) {
                let saved = self.gain[into] + shared[into] - self.loss[out];
                if saved > best.0 {
                    best = (saved, Some((out, into)));
                }
            }
        }
        best.1
    }
}
