use super::backup_rows::BackupRows;
use super::sum_projection::project_to_sum;
use crate::optimise::budget::Watch;
use crate::optimise::search::projection::project;
use crate::optimise::search::relaxation::{LARGE, Progress};
use crate::optimise::search::site_state::State;
use crate::optimise::work::walks_over;

/// The linear relaxation of [`BackupRows`], and a saddle point method that solves it.
///
/// ```text
/// min_y  Σ_A w_A · max(0, 1 − y(A) / needed_A, max_a 1 − y(A \ a))      0 ≤ y ≤ 1,  Σ_j y_j = centres
/// ```
///
/// where the last is only of sets that need two. Of the many sets A \ a, those have a multiplier that were the
/// most missed in some round. Primal-dual hybrid gradient steps, preconditioned by row and column, with restarts
/// from the average and a balance of the two step lengths that is learnt at every restart.
///
/// # References
///
/// Chambolle and Pock 2011; Pock and Chambolle 2011; Applegate et al. 2021.
pub(super) struct BackupRelaxation<'a> {
    rows: &'a BackupRows,
    size: usize,
    free: Vec<usize>,
    /// Free sites to open.
    centres: usize,
    scale: f64,
    /// By row; weights as parts of their sum.
    weight: Vec<f64>,
    row_step: Vec<f64>,
    site_step: Vec<f64>,
    /// Sets without a site: those of row `i` are `start[i]..start[i + 1]`.
    start: Vec<usize>,
    without: Vec<u16>,
    now: Point,
    sum: Point,
    summed: f64,
    begun: Point,
    gap: f64,
    balance: f64,
    multiplier: f64,
    site: Vec<f64>,
    ahead: Vec<f64>,
    scratch: Vec<f64>,
}

/// A fractional layout and multipliers.
#[derive(Debug, Clone)]
struct Point {
    y: Vec<f64>,
    /// By row, of the whole set.
    whole: Vec<f64>,
    /// Of the sets without a site.
    without: Vec<f64>,
}

/// Iterations from one look at the progress to the next.
pub(super) const ROUND: u64 = 20;

/// Restart when the gap has shrunk to this part of what it was at the last restart.
const ENOUGH: f64 = 0.4;

/// Restart after this many iterations in any case.
const LONGEST: f64 = 200.0;

impl<'a> BackupRelaxation<'a> {
    /// From a fractional layout and the rows' own multipliers.
    pub(super) fn new(
        rows: &'a BackupRows,
        states: &[State],
        centres: usize,
        y: &[f64],
        balance: f64,
    ) -> Self {
        let free: Vec<usize> = (0..states.len())
            .filter(|&site| states[site] == State::Free)
            .collect();
        let scale: f64 = rows.rows.iter().map(|row| row.weight as f64).sum();
        let scale = if scale > 0.0 { scale } else { 1.0 };
        let weight: Vec<f64> = rows.rows.iter().map(|r| r.weight as f64 / scale).collect();
        let size = rows.rows.iter().map(|row| row.sites.len() as f64);
        let row_step = weight.iter().zip(size).map(|(w, size)| w / size).collect();
        let mut at = vec![0.0; states.len()];
        for &site in &free {
            at[site] = y[site];
        }
        let (mut start, mut without) = (vec![0], Vec::new());
        let mut point = Point {
            y: at,
            whole: Vec::with_capacity(rows.rows.len()),
            without: Vec::new(),
        };
        for (row, &weight) in rows.rows.iter().zip(&weight) {
            let sum = row.whole + row.without.iter().map(|&(_, u)| u).sum::<f64>();
            // Where a weight was lowered, so are the multipliers.
            let part = (weight * scale / sum).min(1.0) / scale;
            let part = if part.is_finite() { part } else { 0.0 };
            point.whole.push(row.whole * part);
            for &(site, multiplier) in &row.without {
                without.push(site);
                point.without.push(multiplier * part);
            }
            start.push(without.len());
        }
        let mut relaxation = Self {
            rows,
            size: rows.size(),
            free,
            centres,
            scale,
            weight,
            row_step,
            site_step: vec![0.0; states.len()],
            start,
            without,
            sum: point.nothing(),
            summed: 0.0,
            begun: point.clone(),
            now: point,
            gap: f64::INFINITY,
            balance,
            multiplier: 0.0,
            site: vec![0.0; states.len()],
            ahead: vec![0.0; states.len()],
            scratch: Vec::new(),
        };
        relaxation.set_steps();
        relaxation
    }

    fn set_steps(&mut self) {
        let step = &mut self.site_step;
        step.fill(0.0);
        for (i, (row, weight)) in self.rows.rows.iter().zip(&self.weight).enumerate() {
            let sets = (self.start[i + 1] - self.start[i]) as f64;
            let share = weight * (1.0 / f64::from(row.needed) + sets);
            for &site in &row.sites {
                step[usize::from(site)] += share;
            }
        }
        for step in step {
            *step = 1.0 / step.max(1e-6);
        }
    }

    /// One round of iterations, or with many rows as much of it as there is time for; then the better of the last
    /// point and the average.
    pub(super) fn round(&mut self, watch: Watch) -> Progress {
        let is_large = self.size >= LARGE;
        for _ in 1..ROUND {
            if is_large && watch.is_over() {
                break;
            }
            self.step();
        }
        self.step();
        let last = self.progress();
        let mean = self.sum.times(1.0 / self.summed);
        let last_point = std::mem::replace(&mut self.now, mean);
        let mean = self.progress();
        let better_mean = mean.primal - mean.dual < last.primal - last.dual;
        let progress = if better_mean { mean } else { last };
        let gap = progress.primal - progress.dual;
        if gap < ENOUGH * self.gap || self.summed >= LONGEST {
            if !better_mean {
                self.now = last_point;
            }
            self.gap = gap;
            self.restart();
        } else {
            self.now = last_point;
        }
        progress
    }

    fn restart(&mut self) {
        let square = |now: f64, then: f64, step: f64| (now - then) * (now - then) / step;
        let far_y: f64 = self
            .free
            .iter()
            .map(|&j| square(self.now.y[j], self.begun.y[j], self.site_step[j]))
            .sum();
        let mut far_u = 0.0;
        for (i, &step) in self.row_step.iter().enumerate() {
            far_u += square(self.now.whole[i], self.begun.whole[i], step);
            for place in self.start[i]..self.start[i + 1] {
                far_u += square(self.now.without[place], self.begun.without[place], step);
            }
        }
        let (far_y, far_u) = (far_y.sqrt(), far_u.sqrt());
        if far_y > 1e-12 && far_u > 1e-12 {
            self.balance = (far_y / far_u * self.balance).sqrt();
        }
        if self.add_missed_sets() {
            self.set_steps();
        }
        self.begun = self.now.clone();
        self.sum = self.now.nothing();
        self.summed = 0.0;
    }

    /// Gives a multiplier to the sets without a site that are missed more than the whole; says if there are any.
    fn add_missed_sets(&mut self) -> bool {
        let (mut start, mut without, mut multipliers) = (vec![0], Vec::new(), Vec::new());
        for (i, row) in self.rows.rows.iter().enumerate() {
            let range = self.start[i]..self.start[i + 1];
            without.extend_from_slice(&self.without[range.clone()]);
            multipliers.extend_from_slice(&self.now.without[range.clone()]);
            if row.needed == 2 {
                let y = |site: u16| self.now.y[usize::from(site)];
                let sum: f64 = row.sites.iter().map(|&site| y(site)).sum();
                let most = row.sites.iter().max_by(|&&a, &&b| y(a).total_cmp(&y(b)));
                if let Some(&most) = most
                    && y(most) > sum / 2.0 + 1e-3
                    && 1.0 - sum + y(most) > 1e-3
                    && !self.without[range].contains(&most)
                {
                    without.push(most);
                    multipliers.push(0.0);
                }
            }
            start.push(without.len());
        }
        let added = without.len() > self.without.len();
        (self.start, self.without, self.now.without) = (start, without, multipliers);
        added
    }

    /// For every site, the multipliers of the sets that it is in.
    fn sums_by_site(&mut self) {
        self.site.fill(0.0);
        for (i, row) in self.rows.rows.iter().enumerate() {
            let range = self.start[i]..self.start[i + 1];
            let of_rest: f64 = self.now.without[range.clone()].iter().sum();
            let sum = self.now.whole[i] / f64::from(row.needed) + of_rest;
            for &site in &row.sites {
                self.site[usize::from(site)] += sum;
            }
            for place in range {
                self.site[usize::from(self.without[place])] -= self.now.without[place];
            }
        }
    }

    /// One step of y against the rows, one of the multipliers against the reflected y.
    fn step(&mut self) {
        walks_over(self.size);
        self.sums_by_site();
        for &j in &self.free {
            self.site[j] = self.now.y[j] + self.balance * self.site_step[j] * self.site[j];
        }
        self.multiplier = project(
            &self.free,
            &mut self.site,
            &self.site_step,
            self.balance,
            self.centres as f64,
            self.multiplier,
        );
        for &j in &self.free {
            self.ahead[j] = 2.0 * self.site[j] - self.now.y[j];
            self.now.y[j] = self.site[j];
            self.sum.y[j] += self.site[j];
        }
        let shorter = 1.0 / self.balance;
        for (i, row) in self.rows.rows.iter().enumerate() {
            let step = shorter * self.row_step[i];
            let sites = row.sites.iter();
            let sum: f64 = sites.map(|&site| self.ahead[usize::from(site)]).sum();
            let range = self.start[i]..self.start[i + 1];
            let moved = &mut self.scratch;
            moved.clear();
            moved.push(self.now.whole[i] + step * (1.0 - sum / f64::from(row.needed)));
            for place in range.clone() {
                let rest = sum - self.ahead[usize::from(self.without[place])];
                moved.push(self.now.without[place] + step * (1.0 - rest));
            }
            project_to_sum(moved, self.weight[i]);
            self.now.whole[i] = moved[0];
            self.sum.whole[i] += moved[0];
            for (place, &moved) in range.zip(&moved[1..]) {
                self.now.without[place] = moved;
                self.sum.without[place] += moved;
            }
        }
        self.summed += 1.0;
    }

    fn progress(&mut self) -> Progress {
        self.sums_by_site();
        let mut saved: Vec<f64> = self.free.iter().map(|&j| self.site[j]).collect();
        saved.sort_unstable_by(|a, b| b.total_cmp(a));
        let multipliers = self.now.whole.iter().chain(&self.now.without);
        let dual = multipliers.sum::<f64>() - saved[..self.centres].iter().sum::<f64>();
        let mut primal = 0.0;
        for (row, weight) in self.rows.rows.iter().zip(&self.weight) {
            let y = row.sites.iter().map(|&site| self.now.y[usize::from(site)]);
            let (sum, most) = y.fold((0.0, 0.0), |(sum, most): (f64, f64), y| {
                (sum + y, most.max(y))
            });
            let missed = if row.needed == 2 {
                (1.0 - sum / 2.0).max(1.0 - sum + most)
            } else {
                1.0 - sum
            };
            primal += weight * missed.max(0.0);
        }
        Progress {
            primal: primal * self.scale,
            dual: dual * self.scale,
        }
    }

    /// The fractional layout.
    pub(super) fn y(&self) -> &[f64] {
        &self.now.y
    }

    pub(super) const fn balance(&self) -> f64 {
        self.balance
    }

    /// The rows with the multipliers that there are now.
    pub(super) fn rows(&self) -> BackupRows {
        let mut rows = self.rows.clone();
        for (i, row) in rows.rows.iter_mut().enumerate() {
            row.whole = self.now.whole[i] * self.scale;
            let range = self.start[i]..self.start[i + 1];
            let of_sets = self.without[range.clone()]
                .iter()
                .zip(&self.now.without[range]);
            row.without = of_sets.map(|(&site, u)| (site, u * self.scale)).collect();
        }
        rows
    }
}

impl Point {
    fn nothing(&self) -> Self {
        self.times(0.0)
    }

    fn times(&self, factor: f64) -> Self {
        let scaled = |numbers: &[f64]| numbers.iter().map(|number| number * factor).collect();
        Self {
            y: scaled(&self.y),
            whole: scaled(&self.whole),
            without: scaled(&self.without),
        }
    }
}
