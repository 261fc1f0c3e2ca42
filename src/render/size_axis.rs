use super::{font, ticks};
use crate::evaluation::Evaluation;
use crate::units::Demand;
use crate::volume::CentrePolicy;
use crate::wording::thousands;

pub(super) const FEW_PATIENTS: &str = "#d55e00";
pub(super) const FEW_PROCEDURES: &str = "#e69f00";
/// Okabe and Ito 2008, Color Universal Design: blue, orange and vermilion.
pub(super) const ENOUGH: &str = "#0072b2";

/// The scale that all panels share.
#[derive(Debug)]
pub(super) struct Axis {
    /// The largest demand on it.
    pub(super) last: f64,
    /// Demand that gives enough procedures.
    pub(super) procedures: f64,
    /// Demand that a centre should see.
    pub(super) patients: f64,
}

impl Axis {
    pub(super) fn new(policy: &CentrePolicy, evaluations: &[Evaluation]) -> Self {
        let (procedures, patients) = (needed(policy), policy.min_demand.as_f64());
        let largest = evaluations
            .iter()
            .flat_map(|each| &each.catchments)
            .map(|catchment| catchment.demand.as_f64())
            .fold(procedures.max(patients).max(1.0), f64::max);
        Self {
            last: 1.02 * largest,
            procedures,
            patients,
        }
    }

    /// From one tick to the next on bars of this length, where a label of size `size` is no wider than
    /// three quarters of a step.
    pub(super) fn step(&self, length: f64, size: f64) -> f64 {
        let label = font::width(&thousands(self.last), size);
        ticks::step(self.last, (0.75 * length / label).clamp(1.0, 5.0))
    }

    /// Whether a centre of this demand is large enough.
    pub(super) fn colour(&self, demand: Demand) -> &'static str {
        match demand.as_f64() {
            demand if demand < self.patients => FEW_PATIENTS,
            demand if demand < self.procedures => FEW_PROCEDURES,
            _ => ENOUGH,
        }
    }
}

/// Demand that gives a centre enough procedures; none where nobody is eligible.
pub(super) fn needed(policy: &CentrePolicy) -> f64 {
    let eligible = policy.eligible.as_f64();
    if eligible > 0.0 {
        policy.min_procedures.as_f64() / eligible
    } else {
        0.0
    }
}
