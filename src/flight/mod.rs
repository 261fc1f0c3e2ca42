//! Helicopters: bases and their hours, the legs of a mission, and when and from which base they can
//! fly.
//!
//! Distances are great circles, flown at cruise speed, with a fixed allowance in every flight for
//! climb, approach and landing.

mod air_delay;
mod air_delays;
mod aircraft;
mod availability;
mod break_even;
mod clock;
mod daylight;
mod fleet;
mod helicopter_base;
mod leg;
mod mission;
mod mission_cost;
mod open_bases;
mod scenario;
mod service;
mod time_zone;
mod window;

pub use air_delay::AirDelay;
pub use air_delays::{AirDelays, PadPolicy};
pub use aircraft::{Aircraft, DEFAULT_CRUISE};
pub use availability::{ArrivalProfile, Availability, AvailabilityError, FlyableShare};
pub use break_even::{BreakEven, Hop, break_even};
pub use clock::{ClockTime, ClockTimeError, FlyingHours};
pub use daylight::daylight;
pub use fleet::Fleet;
pub use helicopter_base::HelicopterBase;
pub use leg::{Leg, LegSource};
pub use mission::{Flight, PrimaryMission, SecondaryTransfer};
pub use mission_cost::MissionCost;
pub use open_bases::OpenBases;
pub use scenario::{Scenario, ScenarioHours};
pub use service::HelicopterService;
pub use time_zone::{Clock, TimeZone};
pub use window::{MONTHS, Window};
