use super::cover_tree::{CoverTree, ROOT};
use super::projection::project;
use super::site_state::State;
use crate::optimise::budget::Watch;
use crate::optimise::work::walks_over;

/// The linear relaxation of a [`CoverTree`], and a saddle point method that solves it.
///
/// ```text
/// min_y  Σ_A d_A · max(0, 1 − y(A))                 0 ≤ y ≤ 1,  Σ_j y_j = centres
///   = min_y max_u  Σ_A u_A · (1 − y(A))             0 ≤ u_A ≤ d_A
/// ```
///
/// Primal-dual hybrid gradient steps, preconditioned by row and column, each gone twice and drawn back to the
/// last restart a little (Halpern), and a balance of the two step lengths that is learnt at every restart. Every u in its
/// box gives a valid bound ([`Bound`](super::bound::Bound)), so that nothing here needs to be exact; what
/// converges only makes the bound better. One iteration is one walk up and one walk down the
/// tree.
///
/// # References
///
/// Chambolle and Pock 2011; Pock and Chambolle 2011 (preconditioning); Applegate et al. 2021,
/// "Practical large-scale linear programming using primal-dual hybrid gradient" (restarts); Lu and Yang 2024,
/// "Restarted Halpern PDHG for linear programming".
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
    /// The point that steps are made from, which may lie outside the boxes.
    from_y: Vec<f64>,
    from_u: Vec<f64>,
    /// Where the last step of the last round led.
    y: Vec<f64>,
    u: Vec<f64>,
    /// Where the last restart was: every step is drawn back to it a little.
    start_y: Vec<f64>,
    start_u: Vec<f64>,
    /// Steps since the last restart.
    steps: f64,
    start_gap: f64,
    last_gap: f64,
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

impl Progress {
    /// With what every layout costs.
    pub(crate) fn with_base(self, base: u128) -> Self {
        Self {
            primal: self.primal + base as f64,
            dual: self.dual + base as f64,
        }
    }
}

/// Iterations from one look at the progress to the next.
pub(crate) const ROUND: u64 = 20;

/// Rows and cuts from which on every step over them is worth a look at the clock; in tests all but a few.
pub(crate) const LARGE: usize = if cfg!(test) { 64 } else { 1 << 12 };

/// Restart when the gap has shrunk to this part of what it was at the last restart.
const ENOUGH: f64 = 0.2;

/// Restart when it has shrunk to this part and grows again.
const SOME: f64 = 0.8;

/// Restart after this many iterations in any case.
const LONGEST: f64 = 400.0;

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
        let stepping = stepping_weights(&weight);
        let row_step = stepping
            .iter()
            .zip(size)
            .map(|(&weight, size)| weight / size)
            .collect();
        let mut site_step = vec![0.0; states.len()];
        sums_by_site(tree, &stepping, &mut vec![0.0; tree.len()], &mut site_step);
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
            from_y: start.clone(),
            from_u: u.clone(),
            start_y: start.clone(),
            start_u: u.clone(),
            steps: 0.0,
            start_gap: f64::INFINITY,
            last_gap: f64::INFINITY,
            scratch: Scratch {
                row: vec![0.0; tree.len()],
                site: vec![0.0; states.len()],
                ahead: vec![0.0; states.len()],
            },
            y: start,
            u,
        }
    }

    /// One round of iterations, or with many rows as much of it as there is time for.
    pub(crate) fn round(&mut self, watch: Watch) -> Progress {
        let is_large = self.weight.len() >= LARGE;
        for _ in 1..ROUND {
            if is_large && watch.is_over() {
                break;
            }
            self.step(false);
        }
        self.step(true);
        let progress = self.progress();
        let gap = progress.primal - progress.dual;
        if self.start_gap.is_infinite() {
            self.start_gap = gap / ENOUGH;
        }
        if gap < ENOUGH * self.start_gap
            || (gap < SOME * self.start_gap && gap > self.last_gap)
            || self.steps >= LONGEST
        {
            self.restart(gap);
        } else {
            self.last_gap = gap;
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
        self.last_gap = f64::INFINITY;
        self.start_y.copy_from_slice(&self.y);
        self.start_u.copy_from_slice(&self.u);
        self.from_y.copy_from_slice(&self.y);
        self.from_u.copy_from_slice(&self.u);
        self.steps = 0.0;
    }

    /// One step of y against the rows, one of u against the reflected y; both are then gone again
    /// and drawn back to where the last restart was.
    fn step(&mut self, is_last: bool) {
        walks_over(self.weight.len());
        let Scratch { row, site, ahead } = &mut self.scratch;
        sums_by_site(self.tree, &self.from_u, row, site);
        for &j in &self.free {
            site[j] = self.from_y[j] + self.balance * self.site_step[j] * site[j];
        }
        self.multiplier = project(
            &self.free,
            site,
            &self.site_step,
            self.balance,
            self.centres,
            self.multiplier,
        );
        let back = 1.0 / (self.steps + 2.0);
        let on = 1.0 - back;
        for &j in &self.free {
            let reflected = 2.0 * site[j] - self.from_y[j];
            ahead[j] = reflected;
            self.from_y[j] = on * reflected + back * self.start_y[j];
        }
        if is_last {
            for &j in &self.free {
                self.y[j] = site[j];
            }
        }
        let shorter = 1.0 / self.balance;
        let parents = self.tree.parent.iter().zip(&self.tree.site);
        for (i, (&parent, &j)) in parents.enumerate() {
            let above = row.get(parent as usize).copied().unwrap_or(0.0);
            let sum = above + ahead[usize::from(j)];
            row[i] = sum;
        }
        for (i, cut) in (self.tree.len()..).zip(&self.tree.cuts) {
            let missed = 1.0 - cut.had(ahead);
            let next =
                (self.from_u[i] + shorter * self.row_step[i] * missed).clamp(0.0, self.weight[i]);
            self.u[i] = next;
            self.from_u[i] = on * (2.0 * next - self.from_u[i]) + back * self.start_u[i];
        }
        let updates = self
            .from_u
            .iter_mut()
            .zip(&self.start_u)
            .zip(&*row)
            .zip(&self.row_step)
            .zip(&self.weight);
        if is_last {
            for (((((u, start), &sum), &step), &weight), next_u) in updates.zip(&mut self.u) {
                let next = (*u + shorter * step * (1.0 - sum)).max(0.0).min(weight);
                *next_u = next;
                *u = on * (2.0 * next - *u) + back * start;
            }
        } else {
            for ((((u, start), &sum), &step), &weight) in updates {
                let next = (*u + shorter * step * (1.0 - sum)).max(0.0).min(weight);
                *u = on * (2.0 * next - *u) + back * start;
            }
        }
        self.steps += 1.0;
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

/// The weights that step lengths are measured by: any are right. Rows of the largest weight are those that must
/// be hit, or can cost a layout of interest no more; all of them together count as much as all others.
fn stepping_weights(weight: &[f64]) -> Vec<f64> {
    let largest = weight.iter().copied().fold(0.0, f64::max);
    let (mut others, mut count) = (0.0, 0.0);
    for &weight in weight {
        if weight < largest {
            others += weight;
        } else {
            count += 1.0;
        }
    }
    let most = match others {
        0.0 => largest,
        _ => others / count,
    };
    weight.iter().map(|weight| weight.min(most)).collect()
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
