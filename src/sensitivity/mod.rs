//! Which unknown inputs a result depends on: one at a time, by Morris screening and by Sobol's
//! indices. Knows nothing of what the model is.
//!
//! A design says at which points of the unit cube the model is wanted, one coordinate for each input;
//! the caller evaluates it there, in any order; the design makes the measures of the values.

mod morris;
mod one_at_a_time;
mod sobol;

#[cfg(test)]
mod known_functions;

pub use morris::{MorrisDesign, Screening};
pub use one_at_a_time::{OneAtATime, Swing};
pub use sobol::{SobolDesign, SobolIndices};

/// A number for each input, from 0 to 1.
pub type Point = Vec<f64>;
