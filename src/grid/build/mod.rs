//! Grids that are made: from address points, or drawn at random.

pub(super) mod address_file;
pub(super) mod built_grid;
pub(super) mod generated_grid;
pub(super) mod population_generator;
