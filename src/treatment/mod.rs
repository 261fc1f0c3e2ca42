//! From onset to treatment, layout by layout: every pathway, every helicopter scenario, and which
//! assumptions would change the order of the layouts.
//!
//! The units of the first tier are the same in all layouts; the MT centres are the layout's sites.

mod explain;
mod helicopter;
mod instance;
mod layout;
mod scenario;
mod sensitivity;

pub use explain::{Explanation, Primary, Secondary};
pub use helicopter::{BreakEvenCurve, BreakEvenPoint, HelicopterStudy, Reach};
pub use instance::{Service, TreatmentInstance};
pub use layout::{Figures, LayoutTreatment, PathwayResult, Timeliness};
pub use scenario::{Saved, ScenarioResult};
pub use sensitivity::{Variation, Varied};

/// What the pathways, the helicopters and the outcomes of a study are.
#[derive(Debug, Clone)]
pub struct Treatment {
    /// One for each layout, in the order of the study.
    pub layouts: Vec<LayoutTreatment>,
    /// The bases, what they reach, and where flying begins to be sooner; `None` of a study without
    /// helicopters.
    pub helicopter: Option<HelicopterStudy>,
    /// Share of all admissions that are given MT where it is in time.
    pub mt_share: f64,
    /// What would change if one assumption were another.
    pub sensitivity: Vec<Variation>,
}

impl Treatment {
    /// The layout of this name.
    #[must_use]
    pub fn layout(&self, name: &str) -> Option<&LayoutTreatment> {
        self.layouts.iter().find(|layout| layout.layout == name)
    }
}
