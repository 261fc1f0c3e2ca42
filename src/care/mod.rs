//! What care takes besides travel: its delays by road and by helicopter, each with its source, and
//! when helicopters fly.

mod air_base;
mod air_delays;
mod aircraft;
mod availability;
mod clock;
mod daylight;
mod delays;
mod mission_cost;
mod preset;

pub use air_base::AirBase;
pub use air_delays::{AirDelay, AirDelays, PadPolicy};
pub use aircraft::{Aircraft, DEFAULT_CRUISE};
pub use availability::{ArrivalProfile, Availability, AvailabilityError, FlyableShare};
pub(crate) use clock::DAY;
pub use clock::{ClockTime, ClockTimeError, FlyingHours, MONTHS, Window};
pub use daylight::{UK_CLOCK, daylight};
pub use delays::{CareDelays, Delay, DelayError, THE_STUDY};
pub use mission_cost::MissionCost;
pub use preset::DelaysPreset;
