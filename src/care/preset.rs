use super::care_delays::CareDelays;
use crate::units::TravelTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A published chain of delays that a study may start from.
///
/// # Examples
///
/// ```
/// use catchment::care::{Delay, DelaysPreset};
/// let delays = DelaysPreset::default().delays();
/// assert_eq!(delays.get(Delay::DoorInDoorOut).as_f64(), 90.0);
/// assert_eq!(delays.net_transfer_delay(), 60.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum DelaysPreset {
    /// Planning app of the Exeter stroke group (2024): the latest set, and the only one with every
    /// delay.
    #[default]
    #[serde(rename = "planning-app-2024")]
    PlanningApp2024,
    /// Allen et al. 2021, European Stroke Journal.
    #[serde(rename = "allen-2021")]
    Allen2021,
    /// The Exeter group's paper on mobile stroke units.
    #[serde(rename = "mobile-stroke-unit")]
    MobileStrokeUnit,
    /// Travel, and a net transfer delay of 60 min, as in Allen et al. 2019.
    #[serde(rename = "travel-only")]
    TravelOnly,
}

impl DelaysPreset {
    /// The delays.
    #[must_use]
    pub const fn delays(self) -> CareDelays {
        match self {
            Self::PlanningApp2024 => CareDelays::planning_app_2024(),
            Self::Allen2021 => CareDelays::allen_2021(),
            Self::MobileStrokeUnit => CareDelays::mobile_stroke_unit(),
            Self::TravelOnly => CareDelays::travel_only(TravelTime::from_whole(60)),
        }
    }
}
