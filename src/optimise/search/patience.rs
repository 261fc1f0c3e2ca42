use super::relaxation::Progress;

/// How long a node is relaxed before it is divided.
#[derive(Debug)]
pub(crate) struct Patience {
    is_root: bool,
    /// Iterations after which it is divided in any case.
    most: u64,
    /// Iterations and bound when the bound was last looked at.
    looked_at: (u64, i128),
}

/// A node is divided when its relaxation is known to this part of what it lacks to the cutoff.
const CONVERGED: f64 = 16.0;

/// The same of the root: what it proves holds for all nodes.
const CONVERGED_AT_ROOT: f64 = 0.05;

/// Iterations after which a node is divided in any case.
const PATIENCE: u64 = 400;

/// The same of the root, unless its bound stops rising before.
const PATIENCE_AT_ROOT: u64 = 3_000;

/// Iterations in which the root's bound must rise by one part in `WORTHWHILE` of what it lacks.
const STRETCH: u64 = 100;
const WORTHWHILE: i128 = 100;

impl Patience {
    pub(crate) const fn new(is_root: bool) -> Self {
        Self {
            is_root,
            most: if is_root { PATIENCE_AT_ROOT } else { PATIENCE },
            looked_at: (0, i128::MIN),
        }
    }

    /// There is something new to learn: the patience of any node again.
    pub(crate) fn renew(&mut self, iterations: u64) {
        self.most = self.most.max(iterations + PATIENCE);
    }

    /// Whether more iterations would hardly help. `progress` is in the unit of `cutoff`, [`i128::MAX`] of which is
    /// no cutoff.
    pub(crate) fn is_over(
        &mut self,
        iterations: u64,
        progress: Progress,
        bound: i128,
        cutoff: i128,
    ) -> bool {
        let Progress { primal, dual } = progress;
        let gap = primal - dual;
        if iterations >= self.most {
            return true;
        }
        if cutoff == i128::MAX {
            return gap < 1e-4 * primal;
        }
        let converged = if self.is_root {
            CONVERGED_AT_ROOT
        } else {
            CONVERGED
        };
        if gap < converged * (cutoff as f64 - primal) || cutoff as f64 - dual < 1e-10 * primal {
            return true;
        }
        let (then, before) = self.looked_at;
        if iterations < then + STRETCH {
            return false;
        }
        self.looked_at = (iterations, bound);
        let rose = bound.saturating_sub(before);
        self.is_root && iterations >= PATIENCE && rose < cutoff.saturating_sub(bound) / WORTHWHILE
    }
}
