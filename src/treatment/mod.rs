//! From onset to treatment, layout by layout: every pathway, every helicopter scenario, and which
//! assumptions would change the order of the layouts.
//!
//! The units of the first tier are the same in all layouts; the MT centres are the layout's sites.

mod explain;
mod helicopter;
mod instance;
mod layout;
mod losses;
mod scenario;
mod sensitivity;

pub use explain::{Explanation, Primary, Secondary};
pub use helicopter::{BreakEvenCurve, BreakEvenPoint, FleetSummary, Reach};
pub use instance::{HelicopterInstance, TreatmentInstance};
pub use layout::{Figures, LayoutTreatment, PathwayResult, Timeliness};
pub use losses::Losses;
pub use scenario::{Saved, ScenarioResult};
pub use sensitivity::{Variation, Varied, sensitivity};

/// The pathways, helicopters and outcomes of a study.
#[derive(Debug, Clone)]
pub struct Treatment {
    /// One for each layout, in the order of the study.
    pub layouts: Vec<LayoutTreatment>,
    /// The bases, what they reach, and from which distance flying is faster; `None` for a study
    /// without helicopters.
    pub helicopter: Option<FleetSummary>,
    /// Share of all admissions that are given MT if it is in time.
    pub mt_share: f64,
    /// What would change under other assumptions.
    pub sensitivity: Vec<Variation>,
}

impl Treatment {
    /// The layout of this name.
    #[must_use]
    pub fn layout(&self, name: &str) -> Option<&LayoutTreatment> {
        self.layouts.iter().find(|layout| layout.layout == name)
    }
}
