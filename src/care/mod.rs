//! The delays of care apart from travel, each with its source.

mod delays;
mod preset;

pub(crate) use delays::checked;
pub use delays::{CareDelays, Delay, DelayError, THE_STUDY};
pub use preset::DelaysPreset;
