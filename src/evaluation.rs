//! One layout, everything above: the pure core.

use crate::allocation::{Allocation, Catchment};
use crate::coverage::{Coverage, CoverageCurve, TimeOrder};
use crate::model::{Grouping, Layout, TravelTimeMatrix};
use crate::units::{Demand, TravelTime};
use crate::volume::{CentrePolicy, FiveNumbers, Volumes, centre_sizes};
use rayon::prelude::*;

/// All that a layout gives the demand points.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The layout.
    pub layout: Layout,
    /// Each demand point's site.
    pub allocation: Allocation,
    /// How fast everybody reaches a site.
    pub coverage: Coverage,
    /// The same for residents, where the data give their number.
    pub residents: Option<Coverage>,
    /// The cumulative coverage curve of everybody.
    pub curve: CoverageCurve,
    /// How soon each group does: one list a grouping, in the order of its labels.
    pub groups: Vec<Vec<Coverage>>,
    /// The catchment of each site of the layout, in the order of the layout.
    pub catchments: Vec<Catchment>,
    /// Smallest, quartiles and largest of what they are sent.
    pub sizes: FiveNumbers,
    /// How much that is to do, against what a centre needs to be; `None` without a policy.
    pub volumes: Option<Volumes>,
}

/// What layouts are evaluated on.
///
/// # Examples
///
/// ```
/// use catchment::evaluation::Instance;
/// use catchment::model::{Layout, SiteIndex, TravelTimeMatrix};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [10, 70, 50, 20].map(|minutes| Some(TravelTime::from_whole(minutes)));
/// let matrix = TravelTimeMatrix::from_columns(2, 2, times)?;
/// let demand = [300, 100].map(Demand::from_whole);
/// let standards = [TravelTime::from_whole(45)];
/// let instance = Instance {
///     demand: &demand,
///     residents: None,
///     groupings: &[],
///     matrix: &matrix,
///     standards: &standards,
///     policy: None,
/// };
/// let first = instance.evaluate(&Layout::try_new("first", vec![SiteIndex(0)])?);
/// assert_eq!(first.coverage.mean_minutes, Some(25.0));
/// assert_eq!(first.coverage.within_percent(0), Some(75.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Instance<'a> {
    /// The demand of every point.
    pub demand: &'a [Demand],
    /// Their residents, where the data give them.
    pub residents: Option<&'a [Demand]>,
    /// The ways to group the points.
    pub groupings: &'a [Grouping],
    /// Travel time from every point to every site.
    pub matrix: &'a TravelTimeMatrix,
    /// Time standards, ascending.
    pub standards: &'a [TravelTime],
    /// What a centre needs to be, if that is asked.
    pub policy: Option<&'a CentrePolicy>,
}

impl Instance<'_> {
    /// Evaluates one layout.
    ///
    /// # Panics
    ///
    /// The layout has a site that the matrix does not have.
    #[must_use]
    pub fn evaluate(&self, layout: &Layout) -> Evaluation {
        let allocation = Allocation::soonest(self.matrix, layout);
        let order = TimeOrder::new(allocation.cells());
        let everybody = || {
            let residents = self
                .residents
                .map(|residents| order.coverage(residents, self.standards).0);
            (order.coverage(self.demand, self.standards), residents)
        };
        let groups = || {
            let by = |grouping: &Grouping| {
                let (members, groups) = (grouping.members(), grouping.labels().len());
                order.coverage_by_group(self.demand, members, groups, self.standards)
            };
            self.groupings.par_iter().map(by).collect()
        };
        let centres = || {
            let catchments = allocation.catchments(self.demand, self.residents, self.standards);
            let volumes = self.policy.map(|policy| Volumes::new(&catchments, policy));
            (catchments, volumes)
        };
        let (((coverage, curve), residents), (groups, (catchments, volumes))) =
            rayon::join(everybody, || rayon::join(groups, centres));
        Evaluation {
            layout: layout.clone(),
            allocation,
            coverage,
            residents,
            curve,
            groups,
            sizes: centre_sizes(&catchments),
            catchments,
            volumes,
        }
    }
}
