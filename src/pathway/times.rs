use super::network::{StrokeNetwork, UNREACHABLE};
use super::route::{PatientPath, Step};
use super::setting::Setting;
use super::walk::Walk;
use crate::model::{PointIndex, SiteIndex, to_time};
use crate::units::TravelTime;
use rayon::prelude::*;

/// Every demand point's way to treatment by one pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathwayTimes {
    pub(super) steps: Vec<Step>,
    sites: Vec<SiteIndex>,
}

impl PathwayTimes {
    /// Every demand point's way to treatment.
    ///
    /// ```text
    /// IVT = onset to departure + travel to the first hospital + door to needle
    /// MT  = onset to departure + travel + door to puncture                           (direct)
    ///     = onset to departure + travel + DIDO + transfer + arrival to puncture      (drip and ship)
    /// ```
    #[must_use]
    pub fn follow(network: &StrokeNetwork, setting: &Setting) -> Self {
        let transfers = setting.transfers(network);
        let walk = Walk::new(network, &setting.delays, &transfers);
        Self {
            steps: network
                .reaches
                .par_iter()
                .with_min_len(2_048)
                .map(|reach| setting.step(&walk, reach))
                .collect(),
            sites: network.units.iter().map(|unit| unit.site).collect(),
        }
    }

    /// The way of a demand point; `None` where its pathway leads nowhere.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn get(&self, point: PointIndex) -> Option<PatientPath> {
        self.path(&self.steps[point.get()])
    }

    /// The ways of all demand points, in their order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<PatientPath>> {
        self.steps.iter().map(|step| self.path(step))
    }

    /// From onset to IVT, in the order of the demand points.
    #[must_use]
    pub fn ivt_times(&self) -> Vec<Option<TravelTime>> {
        self.steps.iter().map(|step| to_time(step.ivt)).collect()
    }

    /// From onset to MT, in the order of the demand points.
    #[must_use]
    pub fn mt_times(&self) -> Vec<Option<TravelTime>> {
        self.steps.iter().map(|step| to_time(step.mt)).collect()
    }

    /// From onset to MT as [`crate::model::TravelTimeMatrix::column`] holds times, with no time where
    /// it comes after the cut-off.
    pub(crate) fn mt_cells_until(&self, cut_off: TravelTime) -> Vec<u32> {
        let in_time = |mt: u32| mt <= cut_off.milliseconds();
        let cell = |step: &Step| {
            if in_time(step.mt) {
                step.mt
            } else {
                UNREACHABLE
            }
        };
        self.steps.iter().map(cell).collect()
    }

    fn path(&self, step: &Step) -> Option<PatientPath> {
        step.path(self.sites[usize::from(step.first)])
    }
}
