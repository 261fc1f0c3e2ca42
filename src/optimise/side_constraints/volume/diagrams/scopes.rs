use crate::optimise::side_constraints::volume::regions::nearest_order::NearestOrder;

/// The candidates that conditions know, and an order of all candidates in which few conditions are unfinished
/// at any time.
pub(crate) struct Scopes {
    /// By candidate, the others that its condition knows.
    pub(crate) others: Vec<Vec<usize>>,
}

/// The nearest candidates of a point that count as neighbours of one another.
const NEIGHBOURS: usize = 12;

/// What a candidate counts at a point that has one nearer candidate more.
const FARTHER: f64 = 0.75;

/// What a candidate costs in an order that has one unfinished condition more.
const UNFINISHED: f64 = 1.25;

impl Scopes {
    /// With the candidates that take most demand from another if all are open.
    pub(crate) fn new(order: &NearestOrder, most: usize) -> Self {
        let candidates = order.candidates();
        let mut taken = vec![vec![0.0; candidates]; candidates];
        for point in &order.points {
            let mut weight = point.demand as f64;
            let near = &point.near[..point.near.len().min(NEIGHBOURS)];
            for (place, &(_, own)) in near.iter().enumerate() {
                for &(_, nearer) in &near[..place] {
                    taken[usize::from(own)][usize::from(nearer)] += weight;
                }
                weight *= FARTHER;
            }
        }
        let most_taken = |taken: &Vec<f64>| {
            let mut others: Vec<usize> = (0..candidates).filter(|&k| taken[k] > 0.0).collect();
            others.sort_by(|&a, &b| taken[b].total_cmp(&taken[a]).then(a.cmp(&b)));
            others.truncate(most);
            others
        };
        Self {
            others: taken.iter().map(most_taken).collect(),
        }
    }

    /// The same scopes where candidate `c` is called `number[c]`.
    pub(crate) fn renumbered(&self, number: &[usize]) -> Self {
        let mut others = vec![Vec::new(); number.len()];
        for (candidate, scope) in self.others.iter().enumerate() {
            others[number[candidate]] = scope.iter().map(|&other| number[other]).collect();
        }
        Self { others }
    }

    /// By candidate, its place in an order that keeps few conditions unfinished.
    pub(crate) fn order(&self) -> Vec<usize> {
        let candidates = self.others.len();
        let mut known_by: Vec<Vec<usize>> = (0..candidates).map(|own| vec![own]).collect();
        for (own, scope) in self.others.iter().enumerate() {
            for &other in scope {
                known_by[other].push(own);
            }
        }
        let conditions = Conditions {
            sizes: self.others.iter().map(|scope| scope.len() + 1).collect(),
            known_by,
        };
        let orders = (0..candidates).map(|first| conditions.greedy(first));
        let with_cost = orders.map(|order| (conditions.cost(&order), order));
        let best = with_cost.min_by(|one, other| one.0.total_cmp(&other.0));
        let order = best.map_or_else(Vec::new, |(cost, order)| conditions.improved(order, cost));
        let mut number = vec![0; candidates];
        for (place, &candidate) in order.iter().enumerate() {
            number[candidate] = place;
        }
        number
    }
}

struct Conditions {
    /// By candidate, the conditions that know it.
    known_by: Vec<Vec<usize>>,
    /// By condition, the candidates that it knows.
    sizes: Vec<usize>,
}

impl Conditions {
    /// From one candidate on, the next that finishes most and begins least.
    fn greedy(&self, first: usize) -> Vec<usize> {
        let candidates = self.sizes.len();
        let mut left = self.sizes.clone();
        let mut order = Vec::with_capacity(candidates);
        let mut is_done = vec![false; candidates];
        let mut next = Some(first);
        while let Some(candidate) = next {
            is_done[candidate] = true;
            order.push(candidate);
            for &condition in &self.known_by[candidate] {
                left[condition] -= 1;
            }
            let burden = |candidate: usize| -> f64 {
                let of_condition = |&condition: &usize| {
                    if left[condition] == self.sizes[condition] {
                        1.0
                    } else {
                        -1.5 / left[condition] as f64
                    }
                };
                self.known_by[candidate].iter().map(of_condition).sum()
            };
            let free = (0..candidates).filter(|&candidate| !is_done[candidate]);
            next = free.min_by(|&a, &b| burden(a).total_cmp(&burden(b)));
        }
        order
    }

    fn cost(&self, order: &[usize]) -> f64 {
        let mut left = self.sizes.clone();
        let (mut cost, mut growth) = (0.0, 1.0);
        for &candidate in order {
            for &condition in &self.known_by[candidate] {
                if left[condition] == self.sizes[condition] {
                    growth *= UNFINISHED;
                }
                left[condition] -= 1;
                if left[condition] == 0 {
                    growth /= UNFINISHED;
                }
            }
            cost += growth;
        }
        cost
    }

    /// Moves single candidates as long as the cost falls.
    fn improved(&self, mut order: Vec<usize>, mut cost: f64) -> Vec<usize> {
        let mut is_better = true;
        while is_better {
            is_better = false;
            for from in 0..order.len() {
                for to in 0..order.len() {
                    let mut moved = order.clone();
                    let candidate = moved.remove(from);
                    moved.insert(to, candidate);
                    let new = self.cost(&moved);
                    if new < cost * (1.0 - LEAST_GAIN) {
                        (order, cost, is_better) = (moved, new, true);
                    }
                }
            }
        }
        order
    }
}

/// The least part of the cost that a move has to gain.
const LEAST_GAIN: f64 = 1e-4;
