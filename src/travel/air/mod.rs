//! By helicopter: the chain of legs, when it can fly, and from which base.
//!
//! Distances are great circles, flown at cruise speed, with a fixed allowance in every flight for
//! climb, approach and landing.

mod break_even;
mod chain;
mod fleet;
mod open_bases;

pub use crate::care::{
    AirBase, AirDelay, AirDelays, Aircraft, ArrivalProfile, Availability, AvailabilityError,
    ClockTime, ClockTimeError, FlyableShare, FlyingHours, MONTHS, PadPolicy, Window,
};
pub use break_even::{BreakEven, Hop, PUBLISHED_BREAK_EVEN, break_even};
pub use chain::{Flight, PrimaryMission, SecondaryTransfer};
pub use fleet::Fleet;
pub use open_bases::OpenBases;
