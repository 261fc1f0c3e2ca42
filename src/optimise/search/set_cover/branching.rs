use super::instance::Instance;
use super::relaxation::{ROUND, Relaxation, SumBound};
use super::row_weighting::RowWeighting;
use crate::optimise::budget::Watch;

/// Branch and bound of one part, depth first, one node at a time.
#[derive(Debug)]
pub(super) struct Branching {
    instance: Instance,
    /// The smallest cover so far.
    best: Vec<u16>,
    waiting: Vec<Node>,
    /// The least bound of what was left because it could not matter.
    given_up: usize,
    pub(super) nodes: u64,
    pub(super) iterations: u64,
}

/// Covers with these sites, of which the instance leaves open what else they have.
#[derive(Debug)]
struct Node {
    instance: Instance,
    open: Vec<u16>,
    bound: usize,
    balance: f64,
}

/// Iterations after which the root is divided, and any other node.
const PATIENCE: [u64; 2] = [4_000, 800];

/// How much local search the root is worth, in members of sets that are looked at.
const LOCAL_SEARCH: u64 = 30_000_000;

impl Branching {
    pub(super) fn new(instance: Instance) -> Self {
        let priority: Vec<f64> = instance
            .hit_by
            .iter()
            .map(|sets| sets.len() as f64)
            .collect();
        let best = cover_by(&instance, &priority);
        let root = Node {
            open: Vec::new(),
            bound: apart(&instance),
            balance: 1.0,
            instance: instance.clone(),
        };
        Self {
            best: to_sites(&instance, &best),
            waiting: vec![root],
            given_up: usize::MAX,
            nodes: 0,
            iterations: 0,
            instance,
        }
    }

    /// How many places and sets there are.
    pub(super) fn size(&self) -> usize {
        self.instance.site.len() + self.instance.sets.len()
    }

    /// Sites of the smallest cover so far.
    pub(super) fn best(&self) -> impl Iterator<Item = u16> + '_ {
        self.best.iter().copied()
    }

    pub(super) fn cover(&self) -> usize {
        self.best.len()
    }

    /// No cover has fewer sites.
    pub(super) fn bound(&self) -> usize {
        let waiting = self.waiting.iter().map(|node| node.bound).min();
        let unsolved = waiting.unwrap_or(usize::MAX).min(self.given_up);
        unsolved.min(self.best.len())
    }

    pub(super) fn is_solved(&self) -> bool {
        self.waiting.is_empty() || self.bound() == self.cover()
    }

    /// Solves one node. A cover of `few` sites is enough, and covers of more than `most` are of no interest.
    pub(super) fn step(&mut self, few: usize, most: usize, watch: Watch) {
        let Some(node) = self.waiting.pop() else {
            return;
        };
        let is_root = self.nodes == 0;
        self.nodes += 1;
        let mut node = node;
        let patience = PATIENCE[usize::from(!is_root)];
        'smaller: loop {
            if node.instance.sets.is_empty() {
                self.offer(node.open);
                return;
            }
            if node.bound > self.limit(most) || node.instance.sets.iter().any(Vec::is_empty) {
                let bound = if node.bound > self.limit(most) {
                    node.bound
                } else {
                    usize::MAX
                };
                self.given_up = self.given_up.min(bound);
                return;
            }
            let mut relaxation = Relaxation::new(&node.instance, node.balance);
            let mut spent = 0;
            let bound = loop {
                let primal = relaxation.round(watch);
                spent += ROUND;
                let bound = relaxation.bound();
                node.bound = node.bound.max(node.open.len() + bound.sites());
                let limit = self.limit(most);
                if node.bound > limit {
                    self.iterations += spent;
                    self.given_up = self.given_up.min(node.bound);
                    return;
                }
                // Where the relaxation's optimum is no more than the limit, it proves nothing more.
                let decided = node.open.len() as f64 + primal <= limit as f64 + 1e-9;
                if (decided && spent >= 4 * ROUND) || spent >= patience || watch.is_over() {
                    break bound;
                }
            };
            self.iterations += spent;
            node.balance = relaxation.balance();
            let y = relaxation.y().to_vec();
            let mut layout = node.open.clone();
            layout.extend(to_sites(&node.instance, &cover_by(&node.instance, &y)));
            self.offer(layout);
            if is_root && self.bound_with(node.bound) < self.best.len() {
                self.search_locally(few.max(node.bound), &node, watch);
            }
            if self.best.len() <= few || watch.is_over() {
                self.waiting.push(node);
                return;
            }
            let limit = self.limit(most);
            if node.bound > limit {
                self.given_up = self.given_up.min(node.bound);
                return;
            }
            if let Some(smaller) = fixed(&node, &bound, limit, watch) {
                self.given_up = self.given_up.min(limit + 1);
                node = smaller;
                continue 'smaller;
            }
            return self.divide(&node, &y, watch);
        }
    }

    fn bound_with(&self, node: usize) -> usize {
        self.bound().max(node.min(self.given_up))
    }

    /// Only covers of at most so many sites are of interest.
    fn limit(&self, most: usize) -> usize {
        most.min(self.best.len() - 1)
    }

    fn offer(&mut self, mut layout: Vec<u16>) {
        if layout.len() < self.best.len() {
            layout.sort_unstable();
            self.best = layout;
        }
    }

    fn search_locally(&mut self, few: usize, root: &Node, watch: Watch) {
        let start: Vec<usize> = {
            let places = 0..root.instance.site.len();
            let in_best = |&place: &usize| self.best.contains(&root.instance.site[place]);
            places.filter(in_best).collect()
        };
        let few = few.saturating_sub(root.open.len());
        let found = RowWeighting::new(&root.instance, &start).run(few, LOCAL_SEARCH, watch);
        if let Some(cover) = found {
            let mut layout = root.open.clone();
            layout.extend(to_sites(&root.instance, &cover));
            self.offer(layout);
        }
    }

    /// On the place of which the relaxation opens most without opening it wholly.
    fn divide(&mut self, node: &Node, y: &[f64], watch: Watch) {
        let of_place = |place: usize| {
            let y = if y[place] > 0.999 { 0.0 } else { y[place] };
            (y, node.instance.hit_by[place].len())
        };
        let by_worth = |&a: &usize, &b: &usize| {
            let ((ya, a_hits), (yb, b_hits)) = (of_place(a), of_place(b));
            ya.total_cmp(&yb).then(a_hits.cmp(&b_hits)).then(b.cmp(&a))
        };
        let Some(place) = (0..y.len()).max_by(by_worth) else {
            return;
        };
        let child = |instance: Instance, open: Option<u16>| {
            let (instance, chosen) = instance.reduced(watch);
            let mut all = node.open.clone();
            all.extend(open);
            all.extend(chosen);
            Node {
                bound: node.bound.max(all.len()),
                open: all,
                balance: node.balance,
                instance,
            }
        };
        let site = node.instance.site[place];
        self.waiting.push(child(node.instance.without(place), None));
        self.waiting
            .push(child(node.instance.with_open(place), Some(site)));
    }
}

/// The node with the places fixed that the bound fixes, if it fixes any.
fn fixed(node: &Node, bound: &SumBound, limit: usize, watch: Watch) -> Option<Node> {
    let instance = &node.instance;
    let most = limit.checked_sub(node.open.len())?;
    let fixes: Vec<Option<bool>> = (0..instance.site.len())
        .map(|place| bound.fixes(place, most))
        .collect();
    if fixes.iter().all(Option::is_none) {
        return None;
    }
    let mut is_hit = vec![false; instance.sets.len()];
    let mut open = node.open.clone();
    for place in (0..fixes.len()).filter(|&place| fixes[place] == Some(true)) {
        open.push(instance.site[place]);
        for &set in &instance.hit_by[place] {
            is_hit[set as usize] = true;
        }
    }
    let is_free: Vec<bool> = fixes.iter().map(Option::is_none).collect();
    let (instance, chosen) = instance
        .restricted(&is_free, |set| !is_hit[set])
        .reduced(watch);
    open.extend(chosen);
    Some(Node {
        bound: node.bound.max(open.len()),
        open,
        balance: node.balance,
        instance,
    })
}

fn to_sites(instance: &Instance, places: &[usize]) -> Vec<u16> {
    places.iter().map(|&place| instance.site[place]).collect()
}

/// A cover of places in the order of their priority, without those that turn out needless.
fn cover_by(instance: &Instance, priority: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..priority.len()).collect();
    order.sort_by(|&a, &b| priority[b].total_cmp(&priority[a]).then(a.cmp(&b)));
    let mut hits = vec![0_u32; instance.sets.len()];
    let mut unhit = instance.sets.len();
    let mut cover = Vec::new();
    for place in order {
        let sets = &instance.hit_by[place];
        if unhit == 0 {
            break;
        }
        if sets.iter().any(|&set| hits[set as usize] == 0) {
            for &set in sets {
                unhit -= usize::from(hits[set as usize] == 0);
                hits[set as usize] += 1;
            }
            cover.push(place);
        }
    }
    for at in (0..cover.len()).rev() {
        let sets = &instance.hit_by[cover[at]];
        if sets.iter().all(|&set| hits[set as usize] > 1) {
            for &set in sets {
                hits[set as usize] -= 1;
            }
            cover.remove(at);
        }
    }
    cover
}

/// How many sets of which no two share a place are found one after the other, small ones first.
fn apart(instance: &Instance) -> usize {
    let mut order: Vec<usize> = (0..instance.sets.len()).collect();
    order.sort_by_key(|&set| instance.sets[set].len());
    let mut taken = vec![false; instance.site.len()];
    let mut count = 0;
    for set in order {
        let places = || instance.sets[set].iter().map(|&place| place as usize);
        if places().all(|place| !taken[place]) {
            count += 1;
            places().for_each(|place| taken[place] = true);
        }
    }
    count
}
