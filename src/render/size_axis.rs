use crate::evaluation::Evaluation;
use crate::units::Demand;
use crate::volume::CentrePolicy;

pub(super) const FEW_PATIENTS: &str = "#d55e00";
pub(super) const FEW_PROCEDURES: &str = "#e69f00";
/// Okabe and Ito 2008, Color Universal Design: blue, orange and vermilion.
pub(super) const ENOUGH: &str = "#0072b2";

/// The scale that all panels share.
#[derive(Debug)]
pub(super) struct Axis {
    /// The largest demand on it.
    pub(super) last: f64,
    /// From one tick to the next.
    pub(super) step: f64,
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
        let power = 10_f64.powf((largest / 5.0).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|digit| digit * power)
            .into_iter()
            .find(|step| largest / step <= 5.0)
            .unwrap_or(largest);
        Self {
            last: 1.02 * largest,
            step,
            procedures,
            patients,
        }
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
