//! Population grids from file to file, by the library and by the command.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod command;
mod csv;
#[cfg(unix)]
mod ctrl_c;
#[cfg(feature = "england")]
mod england;
mod fixture;
mod friction;
mod files;
mod groups;
mod geotiff;
mod heads;
mod parquet;
mod row_groups;
