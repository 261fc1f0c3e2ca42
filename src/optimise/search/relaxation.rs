use super::cover_tree::{CoverTree, ROOT};
use super::site_state::State;

/// The linear relaxation of a [`CoverTree`], and a saddle point method that solves it.
///
/// ```text
/// min_y  Σ_A d_A · max(0, 1 − y(A))                 0 ≤ y ≤ 1,  Σ_j y_j = centres
///   = min_y max_u  Σ_A u_A · (1 − y(A))             0 ≤ u_A ≤ d_A
/// ```
///
/// Primal-dual hybrid gradient steps, preconditioned by row and column, with restarts from the
/// average and a balance of the two step lengths that is learnt at every restart. Every u in its
/// box gives a valid bound ([`Bound`](super::bound::Bound)), so that nothing here needs to be exact; what
/// converges only makes the bound better. One iteration is one walk up and one walk down the
/// tree.
///
/// # References
///
/// Chambolle and Pock 2011; Pock and Chambolle 2011 (preconditioning); Applegate et al. 2021,
/// "Practical large-scale linear programming using primal-dual hybrid gradient" (restarts).
#[derive(Debug, Clone)]
pub(crate) struct Relaxation<'a> {
    tree: &'a CoverTree,
    /// Sites that are neither open nor closed.
    free: Vec<usize>,
    /// Free sites to open.
    centres: f64,
    /// Weights as parts of their sum.
    weight: Vec<f64>,
    scale: f64,
    row_step: Vec<f64>,
    site_step: Vec<f64>,
    /// Balance of the two step lengths: site steps are multiplied by it, row steps divided.
    balance: f64,
    multiplier: f64,
    y: Vec<f64>,
    u: Vec<f64>,
    sum_y: Vec<f64>,
    sum_u: Vec<f64>,
    summed: f64,
    start_y: Vec<f64>,
    start_u: Vec<f64>,
    start_gap: f64,
    scratch: Scratch,
}

/// Memory that is used again.
#[derive(Debug, Clone, Default)]
struct Scratch {
    row: Vec<f64>,
    site: Vec<f64>,
    ahead: Vec<f64>,
}

/// How far the relaxation has come; costs without the tree's base.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    /// What the fractional layout y costs: no less than the relaxation's optimum.
    pub(crate) primal: f64,
    /// What u proves: no more than the relaxation's optimum, up to rounding.
    pub(crate) dual: f64,
}

/// Iterations from one look at the progress to the next.
pub(crate) const ROUND: u64 = 20;

/// Restart when the gap has shrunk to this part of what it was at the last restart.
const ENOUGH: f64 = 0.4;

/// Restart after this many iterations in any case.
const LONGEST: f64 = 200.0;

impl<'a> Relaxation<'a> {
    /// From a fractional layout and, in units of weight, the rows' multipliers.
    pub(crate) fn new(
        tree: &'a CoverTree,
        states: &[State],
        centres: usize,
        y: &[f64],
        u: &[f64],
        balance: f64,
    ) -> Self {
        let free: Vec<usize> = (0..states.len())
            .filter(|&site| states[site] == State::Free)
            .collect();
        let scale = tree.weights().map(|weight| weight as f64).sum::<f64>();
        let scale = if scale > 0.0 { scale } else { 1.0 };
        let weight: Vec<f64> = tree.weights().map(|w| w as f64 / scale).collect();
        let ones = vec![1.0; states.len()];
        let size = tree.depths().into_iter().map(f64::from);
        let size = size.chain(tree.cuts.iter().map(|cut| cut.had(&ones)));
        let row_step = weight
            .iter()
            .zip(size)
            .map(|(&weight, size)| weight / size)
            .collect();
        let mut site_step = vec![0.0; states.len()];
        sums_by_site(tree, &weight, &mut vec![0.0; tree.len()], &mut site_step);
        for step in &mut site_step {
            *step = 1.0 / step.max(1e-6);
        }
        let mut start = vec![0.0; states.len()];
        for &site in &free {
            start[site] = y[site];
        }
        let u: Vec<f64> = u
            .iter()
            .zip(&weight)
            .map(|(&u, &weight)| (u / scale).clamp(0.0, weight))
            .collect();
        Self {
            tree,
            free,
            centres: centres as f64,
            weight,
            scale,
            row_step,
            site_step,
            balance,
            multiplier: 0.0,
            sum_y: vec![0.0; states.len()],
            sum_u: vec![0.0; u.len()],
            summed: 0.0,
            start_y: start.clone(),
            start_u: u.clone(),
            start_gap: f64::INFINITY,
            scratch: Scratch {
                row: vec![0.0; tree.len()],
                site: vec![0.0; states.len()],
                ahead: vec![0.0; states.len()],
            },
            y: start,
            u,
        }
    }

    /// One round of iterations; then the better of the last point and the average.
    pub(crate) fn round(&mut self) -> Progress {
        for _ in 0..ROUND {
            self.step();
        }
        let last = self.progress();
        let n = self.summed;
        let mean_y: Vec<f64> = self.sum_y.iter().map(|sum| sum / n).collect();
        let mean_u: Vec<f64> = self.sum_u.iter().map(|sum| sum / n).collect();
        let last_y = std::mem::replace(&mut self.y, mean_y);
        let last_u = std::mem::replace(&mut self.u, mean_u);
        let mean = self.progress();
        let better_mean = mean.primal - mean.dual < last.primal - last.dual;
        let progress = if better_mean { mean } else { last };
        let gap = progress.primal - progress.dual;
        if gap < ENOUGH * self.start_gap || n >= LONGEST {
            if !better_mean {
                self.y = last_y;
                self.u = last_u;
            }
            self.restart(gap);
        } else {
            self.y = last_y;
            self.u = last_u;
        }
        progress
    }

    fn restart(&mut self, gap: f64) {
        let moved = |now: &[f64], then: &[f64], step: &[f64]| -> f64 {
            now.iter()
                .zip(then)
                .zip(step)
                .filter(|&(_, &step)| step > 0.0)
                .map(|((now, then), step)| (now - then) * (now - then) / step)
                .sum::<f64>()
                .sqrt()
        };
        let far_y = moved(&self.y, &self.start_y, &self.site_step);
        let far_u = moved(&self.u, &self.start_u, &self.row_step);
        if far_y > 1e-12 && far_u > 1e-12 {
            self.balance = (far_y / far_u * self.balance).sqrt();
        }
        self.start_gap = gap;
        self.start_y.copy_from_slice(&self.y);
        self.start_u.copy_from_slice(&self.u);
        self.sum_y.fill(0.0);
        self.sum_u.fill(0.0);
        self.summed = 0.0;
    }

    /// One step of y against the rows, one of u against the reflected y.
    fn step(&mut self) {
        let Scratch { row, site, ahead } = &mut self.scratch;
        sums_by_site(self.tree, &self.u, row, site);
        for &j in &self.free {
            site[j] = self.y[j] + self.balance * self.site_step[j] * site[j];
        }
        self.multiplier = project(
            &self.free,
            site,
            &self.site_step,
            self.balance,
            self.centres,
            self.multiplier,
        );
        for &j in &self.free {
            ahead[j] = 2.0 * site[j] - self.y[j];
            self.y[j] = site[j];
            self.sum_y[j] += site[j];
        }
        let shorter = 1.0 / self.balance;
        let parents = self.tree.parent.iter().zip(&self.tree.site);
        for (i, (&parent, &j)) in parents.enumerate() {
            let above = row.get(parent as usize).copied().unwrap_or(0.0);
            let sum = above + ahead[usize::from(j)];
            row[i] = sum;
        }
        for ((((u, sum_u), &sum), &step), &weight) in self
            .u
            .iter_mut()
            .zip(&mut self.sum_u)
            .zip(&*row)
            .zip(&self.row_step)
            .zip(&self.weight)
        {
            *u = (*u + shorter * step * (1.0 - sum)).max(0.0).min(weight);
            *sum_u += *u;
        }
        let rows = self.tree.len();
        for (i, cut) in (rows..).zip(&self.tree.cuts) {
            let missed = 1.0 - cut.had(ahead);
            let u = self.u[i] + shorter * self.row_step[i] * missed;
            self.u[i] = u.clamp(0.0, self.weight[i]);
            self.sum_u[i] += self.u[i];
        }
        self.summed += 1.0;
    }

    fn progress(&mut self) -> Progress {
        let Scratch { row, site, .. } = &mut self.scratch;
        sums_by_site(self.tree, &self.u, row, site);
        let mut saved: Vec<f64> = self.free.iter().map(|&j| site[j]).collect();
        saved.sort_unstable_by(|a, b| b.total_cmp(a));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count"
        )]
        let centres = self.centres as usize;
        let dual = self.u.iter().sum::<f64>() - saved[..centres].iter().sum::<f64>();
        let mut primal = 0.0;
        for i in 0..self.tree.len() {
            let above = row_sum(row, self.tree.parent[i]);
            row[i] = above + self.y[usize::from(self.tree.site[i])];
            primal += self.weight[i] * (1.0 - row[i]).max(0.0);
        }
        for (cut, weight) in self.tree.cuts.iter().zip(&self.weight[self.tree.len()..]) {
            primal += weight * (1.0 - cut.had(&self.y)).max(0.0);
        }
        Progress {
            primal: primal * self.scale,
            dual: dual * self.scale,
        }
    }

    /// The fractional layout.
    pub(crate) fn y(&self) -> &[f64] {
        &self.y
    }

    /// The rows' multipliers, in units of weight.
    pub(crate) fn multipliers(&self) -> Vec<f64> {
        self.u.iter().map(|u| u * self.scale).collect()
    }

    pub(crate) fn balance(&self) -> f64 {
        self.balance
    }
}

fn row_sum(row: &[f64], parent: u32) -> f64 {
    row.get(parent as usize).copied().unwrap_or(0.0)
}

/// For every site, the sum over the rows and cuts that it is in.
fn sums_by_site(tree: &CoverTree, u: &[f64], row: &mut [f64], site: &mut [f64]) {
    let (of_rows, of_cuts) = u.split_at(tree.len());
    row.copy_from_slice(of_rows);
    site.fill(0.0);
    walk_up(tree, row, site);
    for (cut, &u) in tree.cuts.iter().zip(of_cuts) {
        cut.share_out(u, site);
    }
}

/// Adds every row to its parent, and to its site what has come together there.
fn walk_up(tree: &CoverTree, row: &mut [f64], site: &mut [f64]) {
    for i in (0..tree.len()).rev() {
        let sum = row[i];
        site[usize::from(tree.site[i])] += sum;
        let parent = tree.parent[i];
        if parent != ROOT {
            row[parent as usize] += sum;
        }
    }
}

/// The nearest point, in the norm of the steps, with every part in [0, 1] and the given sum:
/// `clip(z − step · λ)`. Returns λ, from which the next projection starts.
fn project(
    free: &[usize],
    z: &mut [f64],
    step: &[f64],
    balance: f64,
    centres: f64,
    mut multiplier: f64,
) -> f64 {
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for _ in 0..60 {
        let (mut sum, mut slope) = (0.0, 0.0);
        for &j in free {
            let moved = z[j] - balance * step[j] * multiplier;
            sum += moved.clamp(0.0, 1.0);
            if moved > 0.0 && moved < 1.0 {
                slope += balance * step[j];
            }
        }
        let excess = sum - centres;
        if excess.abs() < 1e-12 {
            break;
        }
        if excess > 0.0 {
            low = multiplier;
        } else {
            high = multiplier;
        }
        let newton = multiplier + excess / slope;
        multiplier = if slope > 0.0 && newton > low && newton < high {
            newton
        } else if low.is_finite() && high.is_finite() {
            f64::midpoint(low, high)
        } else {
            // Beyond the last break: the next break in that direction is the next guess.
            let breaks = free.iter().flat_map(|&j| {
                let step = balance * step[j];
                [z[j] / step, (z[j] - 1.0) / step]
            });
            let next = if excess > 0.0 {
                breaks
                    .filter(|&b| b > multiplier)
                    .fold(f64::INFINITY, f64::min)
            } else {
                breaks
                    .filter(|&b| b < multiplier)
                    .fold(f64::NEG_INFINITY, f64::max)
            };
            if !next.is_finite() {
                break;
            }
            // A little beyond it, to have a slope.
            next + (next - multiplier) * 1e-9
        };
    }
    for &j in free {
        z[j] = (z[j] - balance * step[j] * multiplier).clamp(0.0, 1.0);
    }
    multiplier
}
