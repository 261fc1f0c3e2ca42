//! The delays of care apart from travel, each with its source.

mod named_delays;
mod delay;
mod care_delays;
mod preset;

pub use care_delays::CareDelays;
pub use delay::Delay;
pub use named_delays::{DelayError, DelayName, NamedDelays, THE_STUDY};
pub use preset::DelaysPreset;
