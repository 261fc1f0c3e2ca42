//! The part of the Python package that is written in Rust: arrays in, answers out. Names, documentation
//! and everything for people is in `python/catchment`.

mod columns;
mod error;
mod grid;
mod layouts;
mod matrix;
mod packed;
mod partial;
mod problem;
mod process;
mod results;
mod solve;
mod study;
mod table;

use pyo3::prelude::*;

#[pymodule]
mod _catchment {
    #[pymodule_export]
    use super::grid::{GridQuestion, concat_batches};
    #[pymodule_export]
    use super::partial::Partial;
    #[pymodule_export]
    use super::problem::Problem;
    #[pymodule_export]
    use super::process::set_threads;
    #[pymodule_export]
    use super::results::{Results, Simulation};
    #[pymodule_export]
    use super::solve::Solved;
    #[pymodule_export]
    use super::study::Study;
    #[pymodule_export]
    use super::table::Table;

    /// The version of the package.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
