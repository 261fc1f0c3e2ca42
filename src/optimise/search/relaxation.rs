use super::cover_tree::{CoverTree, rounded};
use super::held_rows::{Hold, held_rows};
use super::projection::project;
use super::site_state::State;
use super::walk::Walk;
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
    states: &'a [State],
    /// What steps walk over: u has a number for each of its rows, and then for each cut.
    walk: Walk,
    /// Iterations since it was chosen.
    since_held: f64,
    /// Sites that are neither open nor closed.
    free: Vec<usize>,
    /// Free sites to open.
    centres: f64,
    /// The sum of all weights.
    scale: f64,
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
    /// Between primal and dual, if the rows that are held stay so.
    gap: f64,
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
    /// Of all rows of the tree, what a fractional layout has of their sites.
    hit: Vec<f64>,
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

/// Iterations after which it is chosen anew which rows are held, at the next restart.
const HELD_FOR: f64 = if cfg!(test) { 20.0 } else { 100.0 };

impl<'a> Relaxation<'a> {
    /// From a fractional layout and, in units of weight, the rows' multipliers, of which some are held.
    pub(crate) fn new(
        tree: &'a CoverTree,
        states: &'a [State],
        centres: usize,
        y: &[f64],
        u: &[f64],
        balance: f64,
        hold: Vec<Hold>,
    ) -> Self {
        let free: Vec<usize> = (0..states.len())
            .filter(|&site| states[site] == State::Free)
            .collect();
        let scale = tree.weights().map(rounded).sum::<f64>();
        let scale = if scale > 0.0 { scale } else { 1.0 };
        let walk = Walk::new(tree, scale, hold, states.len());
        let is_open = |&state: &State| f64::from(u8::from(state == State::Open));
        let ahead: Vec<f64> = states.iter().map(is_open).collect();
        let mut start = ahead.clone();
        for &site in &free {
            start[site] = y[site];
        }
        let u = walk.multipliers(tree, u, scale);
        Self {
            tree,
            states,
            free,
            centres: centres as f64,
            scale,
            balance,
            multiplier: 0.0,
            from_y: start.clone(),
            from_u: u.clone(),
            start_y: start.clone(),
            start_u: u.clone(),
            steps: 0.0,
            since_held: 0.0,
            gap: f64::INFINITY,
            start_gap: f64::INFINITY,
            last_gap: f64::INFINITY,
            scratch: Scratch {
                row: vec![0.0; walk.rows.len()],
                site: vec![0.0; states.len()],
                ahead,
                hit: Vec::new(),
            },
            walk,
            y: start,
            u,
        }
    }

    /// One round of iterations, or with many rows as much of it as there is time for.
    pub(crate) fn round(&mut self, watch: Watch) -> Progress {
        let is_large = self.tree.len() >= LARGE;
        for _ in 1..ROUND {
            if is_large && watch.is_over() {
                break;
            }
            self.step(false);
        }
        self.step(true);
        let progress = self.progress();
        let gap = self.gap;
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
        let far_y = moved(&self.y, &self.start_y, &self.walk.site_step);
        let far_u = moved(&self.u, &self.start_u, &self.walk.row_step);
        if far_y > 1e-12 && far_u > 1e-12 {
            self.balance = (far_y / far_u * self.balance).sqrt();
        }
        self.start_gap = gap;
        self.last_gap = f64::INFINITY;
        self.start_y.copy_from_slice(&self.y);
        self.start_u.copy_from_slice(&self.u);
        self.from_y.copy_from_slice(&self.y);
        self.from_u.copy_from_slice(&self.u);
        self.since_held += self.steps;
        self.steps = 0.0;
        if self.since_held >= HELD_FOR {
            self.hold_rows();
        }
    }

    /// Chooses anew which rows are held.
    fn hold_rows(&mut self) {
        self.since_held = 0.0;
        let (tree, u) = (self.tree, self.multipliers());
        let hold = held_rows(tree, self.states, &self.y, &u);
        self.walk = Walk::new(tree, self.scale, hold, self.y.len());
        self.u = self.walk.multipliers(tree, &u, self.scale);
        self.start_u.clone_from(&self.u);
        self.from_u.clone_from(&self.u);
        self.scratch.row.resize(self.walk.rows.len(), 0.0);
    }

    /// One step of y against the rows, one of u against the reflected y; both are then gone again
    /// and drawn back to where the last restart was.
    fn step(&mut self, is_last: bool) {
        walks_over(self.walk.weight.len());
        let Scratch {
            row, site, ahead, ..
        } = &mut self.scratch;
        self.walk.add_to_sites(self.tree, &self.from_u, row, site);
        for &j in &self.free {
            site[j] = self.from_y[j] + self.balance * self.walk.site_step[j] * site[j];
        }
        self.multiplier = project(
            &self.free,
            site,
            &self.walk.site_step,
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
        self.walk.rows.sum_up(ahead, row);
        for (i, cut) in (self.walk.rows.len()..).zip(&self.tree.cuts) {
            let missed = 1.0 - cut.had(ahead);
            let next = (self.from_u[i] + shorter * self.walk.row_step[i] * missed)
                .clamp(0.0, self.walk.weight[i]);
            self.u[i] = next;
            self.from_u[i] = on * (2.0 * next - self.from_u[i]) + back * self.start_u[i];
        }
        let updates = self
            .from_u
            .iter_mut()
            .zip(&self.start_u)
            .zip(&*row)
            .zip(&self.walk.row_step)
            .zip(&self.walk.weight);
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
        let Scratch { row, site, hit, .. } = &mut self.scratch;
        self.walk.add_to_sites(self.tree, &self.u, row, site);
        let mut saved: Vec<f64> = self.free.iter().map(|&j| site[j]).collect();
        saved.sort_unstable_by(|a, b| b.total_cmp(a));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count"
        )]
        let centres = self.centres as usize;
        let opened = saved[..centres].iter().sum::<f64>();
        let dual = self.walk.held + self.u.iter().sum::<f64>() - opened;
        let of_cuts = &self.walk.weight[row.len()..];
        let cuts = self.tree.cuts.iter().zip(of_cuts);
        let missed = cuts.map(|(cut, weight)| weight * (1.0 - cut.had(&self.y)).max(0.0));
        let of_cuts: f64 = missed.sum();
        let primal = of_cuts + self.walk.missed(&self.free, &self.y, row);
        self.gap = primal - dual;
        let primal = if self.walk.holds_any() {
            of_cuts + missed_by(self.tree, &self.y, hit) / self.scale
        } else {
            primal
        };
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
        self.walk.all_multipliers(self.tree, &self.u, self.scale)
    }

    pub(crate) fn balance(&self) -> f64 {
        self.balance
    }
}

/// What a fractional layout misses of all rows.
fn missed_by(tree: &CoverTree, y: &[f64], hit: &mut Vec<f64>) -> f64 {
    walks_over(tree.len());
    hit.resize(tree.len(), 0.0);
    let mut all = 0.0;
    for row in 0..tree.len() {
        let above = hit.get(tree.parent[row] as usize).copied().unwrap_or(0.0);
        hit[row] = above + y[usize::from(tree.site[row])];
        let missed = 1.0 - hit[row];
        if missed > 0.0 {
            all += missed * rounded(tree.weight[row]);
        }
    }
    all
}
