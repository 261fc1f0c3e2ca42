use crate::model::{SiteIndex, to_time};
use crate::units::TravelTime;

/// What a patient does first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// Comes straight to an MT centre.
    Direct,
    /// Comes to a unit, and is transferred for MT.
    DripAndShip,
}

/// How the patients of one demand point come to treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatientPath {
    /// What they do first.
    pub route: Route,
    /// The first hospital.
    pub first: SiteIndex,
    /// On the way to it.
    pub travel: TravelTime,
    /// From onset to IVT.
    pub ivt: TravelTime,
    /// From onset to MT, the mean over the ways of transfer; `None` where no centre can be
    /// reached from the first hospital.
    pub mt: Option<TravelTime>,
}

/// One point's way, as small as it can be; `ivt` is [`super::network::UNREACHABLE`] where there is none at all, `mt`
/// where there is none to a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) direct: bool,
    /// Place in [`StrokeNetwork::units`].
    pub(super) first: u16,
    pub(super) travel: u32,
    pub(super) ivt: u32,
    pub(super) mt: u32,
}

impl Step {
    pub(super) fn path(&self, first: SiteIndex) -> Option<PatientPath> {
        Some(PatientPath {
            route: if self.direct {
                Route::Direct
            } else {
                Route::DripAndShip
            },
            first,
            travel: to_time(self.travel)?,
            ivt: to_time(self.ivt)?,
            mt: to_time(self.mt),
        })
    }
}
