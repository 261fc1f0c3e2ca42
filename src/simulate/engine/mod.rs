//! The parts of a discrete-event simulation that know nothing of what is simulated: random numbers
//! by purpose, distributions, arrivals, the future-event list, stations with a queue, and the
//! precision of a mean over replications.
//!
//! Times are whole milliseconds.

mod arrivals;
mod distribution;
mod events;
mod interval;
mod normal;
mod philox;
mod precision;
mod station;

#[cfg(test)]
mod queueing_laws;

pub use arrivals::{ArrivalProfile, ArrivalProfileError, poisson};
pub use distribution::{Distribution, DistributionError};
pub use events::EventList;
pub use interval::{Interval, Sample, proportion, quantile_place, share_above};
pub use philox::{Draws, Philox, folded};
pub use precision::{Precision, PrecisionSoFar};
pub use station::{Service, Station};

/// A time of a replication, in milliseconds.
pub type Clock = i64;
