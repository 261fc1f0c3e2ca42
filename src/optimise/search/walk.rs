use super::cover_tree::{CoverTree, ROOT, rounded};
use super::held_rows::Hold;
use super::walked_rows::WalkedRows;
use crate::optimise::work::walks_over;

/// What the steps of a relaxation walk over: the rows with a weight that are not held, the weights as parts of
/// their sum, and the lengths of the steps.
#[derive(Debug, Clone)]
pub(super) struct Walk {
    pub(super) rows: WalkedRows,
    /// Of the rows that are walked over, then of the cuts.
    pub(super) weight: Vec<f64>,
    pub(super) row_step: Vec<f64>,
    pub(super) site_step: Vec<f64>,
    /// Of every row of the tree.
    hold: Vec<Hold>,
    /// What the rows weigh that are held at their weight, and what every site saves of it.
    pub(super) held: f64,
    saved: Vec<f64>,
}

impl Walk {
    /// `scale`: the sum of all weights.
    pub(super) fn new(tree: &CoverTree, scale: f64, hold: Vec<Hold>, sites: usize) -> Self {
        walks_over(tree.len());
        let is_walked = |row: usize| tree.weight[row] > 0 && hold[row] == Hold::No;
        let rows = WalkedRows::new(tree, is_walked);
        // A row that is only on the way to others has no weight here.
        let of_rows = rows.rows().map(|row| {
            if is_walked(row) {
                rounded(tree.weight[row]) / scale
            } else {
                0.0
            }
        });
        let of_cuts = tree.cuts.iter().map(|cut| rounded(cut.weight) / scale);
        let weight: Vec<f64> = of_rows.chain(of_cuts).collect();
        let depths = tree.depths();
        let ones = vec![1.0; sites];
        let size = rows.rows().map(|row| f64::from(depths[row]));
        let size = size.chain(tree.cuts.iter().map(|cut| cut.had(&ones)));
        let stepping = stepping_weights(&weight);
        let of_row = |(&weight, size): (&f64, f64)| weight / size;
        let row_step = stepping.iter().zip(size).map(of_row).collect();
        let mut walk = Self {
            rows,
            weight,
            row_step,
            site_step: vec![0.0; sites],
            hold,
            held: 0.0,
            saved: vec![0.0; sites],
        };
        let mut site_step = vec![0.0; sites];
        let mut row = vec![0.0; walk.rows.len()];
        walk.add_to_sites(tree, &stepping, &mut row, &mut site_step);
        walk.site_step = site_step.iter().map(|step| 1.0 / step.max(1e-6)).collect();
        walk.add_held(tree, scale);
        walk
    }

    fn add_held(&mut self, tree: &CoverTree, scale: f64) {
        if !self.hold.contains(&Hold::AtWeight) {
            return;
        }
        let mut held: Vec<f64> = (0..tree.len())
            .map(|row| match self.hold[row] {
                Hold::AtWeight => rounded(tree.weight[row]) / scale,
                _ => 0.0,
            })
            .collect();
        self.held = held.iter().sum();
        for row in (0..tree.len()).rev() {
            let sum = held[row];
            self.saved[usize::from(tree.site[row])] += sum;
            let parent = tree.parent[row];
            if parent != ROOT {
                held[parent as usize] += sum;
            }
        }
    }

    /// Whether any row is held.
    pub(super) fn holds_any(&self) -> bool {
        self.hold.iter().any(|&hold| hold != Hold::No)
    }

    /// What a fractional layout misses of the rows, if those that are held at their weight count even where they are
    /// hit more than once; `row` is scratch.
    pub(super) fn missed(&self, free: &[usize], y: &[f64], row: &mut [f64]) -> f64 {
        let of_held = free.iter().map(|&site| self.saved[site] * y[site]);
        let of_held = self.held - of_held.sum::<f64>();
        self.rows.sum_up(y, row);
        let missed = row.iter().zip(&self.weight);
        missed.fold(of_held, |sum, (hit, weight)| {
            sum + weight * (1.0 - hit).max(0.0)
        })
    }

    /// The multipliers of the rows that are walked over and of the cuts, as parts of the sum of all weights, from
    /// those of all rows, in units of weight.
    pub(super) fn multipliers(&self, tree: &CoverTree, all: &[f64], scale: f64) -> Vec<f64> {
        let of_cuts = tree.len()..all.len();
        let u = self.rows.rows().chain(of_cuts).map(|row| all[row] / scale);
        u.zip(&self.weight)
            .map(|(u, &weight)| u.clamp(0.0, weight))
            .collect()
    }

    /// The other way round.
    pub(super) fn all_multipliers(&self, tree: &CoverTree, u: &[f64], scale: f64) -> Vec<f64> {
        let mut all = vec![0.0; tree.len()];
        for (row, u) in self.rows.rows().zip(u) {
            all[row] = u * scale;
        }
        for (row, _) in (0..)
            .zip(&self.hold)
            .filter(|&(_, &hold)| hold == Hold::AtWeight)
        {
            all[row] = rounded(tree.weight[row]);
        }
        all.extend(u[self.rows.len()..].iter().map(|u| u * scale));
        all
    }

    /// For every site, the sum over the rows and cuts that it is in, and over those that are held.
    pub(super) fn add_to_sites(
        &self,
        tree: &CoverTree,
        u: &[f64],
        row: &mut [f64],
        site: &mut [f64],
    ) {
        let (of_rows, of_cuts) = u.split_at(self.rows.len());
        row.copy_from_slice(of_rows);
        site.copy_from_slice(&self.saved);
        self.rows.add_to_sites(row, site);
        for (cut, &u) in tree.cuts.iter().zip(of_cuts) {
            cut.share_out(u, site);
        }
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
