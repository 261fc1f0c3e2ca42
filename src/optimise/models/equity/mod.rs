//! How unequal times are, least of all layouts with nearly the least mean.

mod equity_costs;
mod equity_search;
pub(in crate::optimise) mod least_inequality;
mod measure_rows;
mod people;
