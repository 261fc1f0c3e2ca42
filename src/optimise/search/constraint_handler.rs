use super::cut::Cut;
use super::gap::SearchObjective;
use super::site_state::State;

/// What a layout really costs, and which layouts are feasible.
///
/// The tree may leave out weights (far sites of a point), so that its cost is a lower bound; the
/// handler has the last word on every layout.
pub(crate) trait ConstraintHandler: Sync {
    /// The cost of a layout; `None` if it breaks a constraint.
    fn cost(&self, open: &[bool]) -> Option<u128>;

    /// A number that divides the difference of any two costs.
    fn granularity(&self) -> u128 {
        1
    }

    /// What costs are in the unit that is printed, which a gap is a part of; none where the
    /// question is whether any layout is feasible, which is decided exactly.
    fn objective(&self) -> Option<SearchObjective> {
        None
    }

    /// Whether the rows say everything: a layout costs what it misses, and every layout is feasible.
    fn relaxation_is_exact(&self) -> bool {
        false
    }

    /// Fixes sites that are the same in every feasible layout.
    fn propagate(&self, _states: &mut [State]) {}

    /// Sets of sites of which every feasible layout has one, and this fractional layout less.
    fn separate(&self, _y: &[f64]) -> Vec<Vec<u16>> {
        Vec::new()
    }

    /// Other rows that every feasible layout satisfies, and this fractional layout does not.
    fn separate_cuts(&self, _y: &[f64]) -> Vec<Cut> {
        Vec::new()
    }

    /// A free site to branch on so that this layout, which breaks a constraint, is ruled out or
    /// mended.
    fn branching_candidate(&self, _open: &[bool], _states: &[State]) -> Option<usize> {
        None
    }

    /// Whether no layout with these sites open and those closed is feasible.
    fn is_infeasible(&self, _states: &[State]) -> bool {
        false
    }
}
