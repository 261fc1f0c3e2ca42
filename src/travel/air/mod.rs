//! By helicopter: the chain of legs, when it can fly, and from which base.
//!
//! Distances are great circles, flown at cruise speed, with a fixed allowance in every flight for
//! climb, approach and landing.

mod aircraft;
mod availability;
mod break_even;
mod chain;
mod clock;
mod daylight;
mod delays;
mod fleet;

pub use aircraft::{Aircraft, DEFAULT_CRUISE};
pub use availability::{ArrivalProfile, Availability, AvailabilityError, FlyableShare, OpenBases};
pub use break_even::{BreakEven, Hop, PUBLISHED_BREAK_EVEN, break_even};
pub use chain::{Flight, PrimaryMission, SecondaryTransfer};
pub use clock::{ClockTime, ClockTimeError, FlyingHours, MONTHS, Window};
pub use daylight::{UK_CLOCK, daylight};
pub use delays::{AirDelay, AirDelayError, AirDelays, PadPolicy};
pub use fleet::{AirBase, Fleet};
