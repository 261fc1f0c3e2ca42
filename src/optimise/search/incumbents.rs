use super::constraint_handler::ConstraintHandler;

/// The best layouts so far, in order of cost, equal costs in order of their sites.
pub(crate) struct Incumbents {
    wanted: usize,
    pub(crate) layouts: Vec<(u128, Vec<bool>)>,
}

impl Incumbents {
    pub(crate) fn new(wanted: usize) -> Self {
        Self {
            wanted,
            layouts: Vec::new(),
        }
    }

    pub(crate) fn offer(&mut self, cost: u128, open: Vec<bool>) {
        // Open before closed: of two layouts, the one with the lower first site comes first.
        let place = self.layouts.binary_search_by(|(other_cost, other)| {
            other_cost
                .cmp(&cost)
                .then_with(|| open.as_slice().cmp(other.as_slice()))
        });
        if let Err(place) = place {
            self.layouts.insert(place, (cost, open));
            self.layouts.truncate(self.wanted);
        }
    }

    /// Those of these layouts that break no constraint.
    pub(crate) fn offer_all(&mut self, handler: &dyn ConstraintHandler, layouts: Vec<Vec<bool>>) {
        for open in layouts {
            if let Some(cost) = handler.cost(&open) {
                self.offer(cost, open);
            }
        }
    }

    /// Only layouts that cost less are of interest; `None` while any is.
    pub(crate) fn cutoff(&self) -> Option<u128> {
        self.layouts.get(self.wanted - 1).map(|&(cost, _)| cost)
    }
}
