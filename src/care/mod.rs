//! What care takes besides travel: its delays, each with its source.

mod delays;
mod preset;

pub(crate) use delays::checked;
pub use delays::{CareDelays, Delay, DelayError, THE_STUDY};
pub use preset::DelaysPreset;
