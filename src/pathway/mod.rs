//! From onset to needle and puncture: mothership, drip and ship, bypass and the best outcome, by
//! road or by air.
//!
//! Two tiers of hospitals: units that give IVT, and MT centres, which are assumed to give IVT too.
//! A patient comes first to a unit or straight to a centre; a patient who needs MT and is not at a
//! centre is transferred to the centre nearest to the unit by travel time.

mod allowable;
mod bases;
mod expected;
mod flow;
mod helicopter;
mod hospital_times;
mod kinds;
mod network;
mod route;
mod setting;
mod summary;
mod timeline;
mod times;
mod transfer;
mod walk;
mod with_air;

#[cfg(test)]
mod air_laws;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod worked_by_hand;

pub use allowable::{AllowableDelay, by_allowable_delay};
pub use bases::{BaseChoice, BaseSiting};
pub use expected::expected_by_point;
pub use flow::{Flows, UnitFlow};
pub use helicopter::{GainDistribution, HelicopterEffect, UnitGain};
pub use hospital_times::{ByArea, HospitalGaps};
pub use kinds::Pathway;
pub use network::{NetworkError, StrokeNetwork, Unit};
pub use route::{PatientPath, Route};
pub use setting::Setting;
pub use summary::{PathwaySummary, TestedSummary, sweep, with_test};
pub use timeline::Timeline;
pub use times::PathwayTimes;
pub use transfer::{Mode, TransferOption, Transfers};
pub use with_air::{AirService, AirTransfer, AirTransfers};
