//! One layout, everything above: the pure core.

use crate::allocation::{Allocation, Catchment};
use crate::coverage::{Coverage, CoverageCurve, TimeOrder};
use crate::model::{DemandPoint, Grouping, Layout, TravelTimeMatrix};
use crate::units::{Demand, Minutes};
use rayon::prelude::*;

/// All that a layout gives the demand points.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The layout.
    pub layout: Layout,
    /// Each demand point's site.
    pub allocation: Allocation,
    /// How soon everybody reaches a site.
    pub coverage: Coverage,
    /// The cumulative coverage curve of everybody.
    pub curve: CoverageCurve,
    /// How soon each group does: one list a grouping, in the order of its labels.
    pub groups: Vec<Vec<Coverage>>,
    /// What each site of the layout is sent, in the order of the layout.
    pub catchments: Vec<Catchment>,
}

/// What layouts are evaluated on.
#[derive(Debug, Clone, Copy)]
pub struct Instance<'a> {
    /// The demand points.
    pub points: &'a [DemandPoint],
    /// Their demand, in the same order.
    pub demand: &'a [Demand],
    /// The ways to group them.
    pub groupings: &'a [Grouping],
    /// Travel time from every point to every site.
    pub matrix: &'a TravelTimeMatrix,
    /// Time standards, ascending.
    pub standards: &'a [Minutes],
}

impl Instance<'_> {
    /// Evaluates one layout.
    ///
    /// # Panics
    ///
    /// The layout has a site that the matrix has not.
    #[must_use]
    pub fn evaluate(&self, layout: &Layout) -> Evaluation {
        let allocation = Allocation::soonest(self.matrix, layout);
        let order = TimeOrder::new(allocation.seconds());
        let ((coverage, curve), (groups, catchments)) = rayon::join(
            || {
                (
                    order.coverage(self.demand, self.standards),
                    order.curve(self.demand),
                )
            },
            || {
                let groups = self
                    .groupings
                    .par_iter()
                    .map(|grouping| {
                        let groups = grouping.labels().len();
                        order.coverage_by_group(
                            self.demand,
                            grouping.members(),
                            groups,
                            self.standards,
                        )
                    })
                    .collect();
                (groups, allocation.catchments(self.points))
            },
        );
        Evaluation {
            layout: layout.clone(),
            allocation,
            coverage,
            curve,
            groups,
            catchments,
        }
    }
}
