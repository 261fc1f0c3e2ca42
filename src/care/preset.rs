use super::delays::CareDelays;
use serde::{Deserialize, Serialize};

/// A published chain of delays that a study may start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DelaysPreset {
    /// [`CareDelays::planning_app_2024`].
    #[default]
    #[serde(rename = "planning-app-2024")]
    PlanningApp2024,
    /// [`CareDelays::allen_2021`].
    #[serde(rename = "allen-2021")]
    Allen2021,
    /// [`CareDelays::mobile_stroke_unit`].
    #[serde(rename = "mobile-stroke-unit")]
    MobileStrokeUnit,
}

impl DelaysPreset {
    /// The delays.
    #[must_use]
    pub const fn delays(self) -> CareDelays {
        match self {
            Self::PlanningApp2024 => CareDelays::planning_app_2024(),
            Self::Allen2021 => CareDelays::allen_2021(),
            Self::MobileStrokeUnit => CareDelays::mobile_stroke_unit(),
        }
    }
}
