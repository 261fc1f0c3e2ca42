use super::held_rows::held_rows;
use super::relaxation::{Progress, Relaxation};
use super::site_state::State;
use super::warm_start::{Gain, WarmStart};
use crate::optimise::budget::Watch;

/// Sites that are compared, those that the relaxation is least sure of.
const COMPARED: usize = 16;

/// Of them, how many are tried at the root that were not tried before.
const TRIED_AT_ROOT: usize = 16;

/// The same at any other node.
const TRIED: usize = 4;

/// A site that is less open, or less closed, than this is not in doubt.
const NO_DOUBT: f64 = 1e-4;

/// What is added to the gain of a part, as a share of what the node lacks to the cutoff: without it, all sites of which
/// one part gains nothing would be equal.
const LEAST_GAIN: f64 = 1e-3;

/// Where in a relaxation's gap its optimum is taken to be after a few iterations.
const ESTIMATE: f64 = 0.4;

/// A node that is to be divided: where its relaxation is.
pub(crate) struct BranchingPoint<'a> {
    pub(crate) start: &'a WarmStart,
    /// Of the sites, for its tree.
    pub(crate) states: &'a [State],
    /// Sites that are to be opened.
    pub(crate) centres: usize,
    pub(crate) progress: Progress,
    pub(crate) is_root: bool,
    pub(crate) watch: Watch<'a>,
}

/// What the relaxation costs, as near as can be said before it has converged.
fn estimate(progress: Progress) -> f64 {
    progress.dual + ESTIMATE * (progress.primal - progress.dual)
}

impl BranchingPoint<'_> {
    /// The free site that is best divided by: both parts should cost much more, up to `room` more. `doubt` says how
    /// unsure the relaxation is of a site. Sites are tried by a round of the relaxation of both parts, and what it says
    /// is kept in `gains` for the nodes below.
    ///
    /// # References
    ///
    /// Applegate, Bixby, Chvátal, Cook 1995 (strong branching); Achterberg 2007, "Constraint integer programming" (the
    /// product of both gains).
    pub(crate) fn best_site(
        &self,
        doubt: impl Fn(usize) -> f64,
        room: f64,
        gains: &mut Vec<Gain>,
    ) -> Option<usize> {
        let in_doubt = |&site: &usize| {
            let y = self.start.y[site];
            self.states[site] == State::Free && y.min(1.0 - y) > NO_DOUBT && doubt(site) > 0.0
        };
        let mut order: Vec<usize> = (0..self.states.len()).filter(in_doubt).collect();
        order.sort_by(|&a, &b| doubt(b).total_cmp(&doubt(a)).then(a.cmp(&b)));
        let mut left = if self.is_root { TRIED_AT_ROOT } else { TRIED };
        let mut best: Option<(f64, usize)> = None;
        for &site in order.iter().take(COMPARED) {
            let known = gains.iter().find(|gain| usize::from(gain.site) == site);
            let gain = match known.copied() {
                Some(gain) => gain,
                None if left == 0 || self.watch.is_over() => continue,
                None => {
                    left -= 1;
                    let gain = self.tried(site)?;
                    gains.push(gain);
                    gain
                }
            };
            let part = |gain: f64| (gain.max(0.0) / room).min(1.0) + LEAST_GAIN;
            let score = part(gain.opened) * part(gain.closed);
            if best.is_none_or(|(highest, _)| score > highest) {
                best = Some((score, site));
            }
        }
        let (_, site) = best?;
        gains.retain(|gain| usize::from(gain.site) != site);
        Some(site)
    }

    fn tried(&self, site: usize) -> Option<Gain> {
        let from = estimate(self.progress);
        let mut states = self.states.to_vec();
        states[site] = State::Open;
        let opened = self.cost(&states, self.centres - 1) - from;
        // In the rows as they are, a site that is not free is as good as closed.
        states[site] = State::Closed;
        let closed = self.cost(&states, self.centres) - from;
        let site = u16::try_from(site).ok()?;
        Some(Gain {
            site,
            opened,
            closed,
        })
    }

    fn cost(&self, states: &[State], centres: usize) -> f64 {
        let WarmStart {
            tree,
            y,
            multipliers,
            balance,
            ..
        } = self.start;
        let hold = held_rows(tree, states, y, multipliers);
        let mut relaxation = Relaxation::new(tree, states, centres, y, multipliers, *balance, hold);
        estimate(relaxation.round(self.watch).with_base(tree.base))
    }
}
