//! `catchment grid`: populations of millions of cells.

mod args;
mod build;
mod generate;
mod progress;
mod run;

pub(crate) use args::GridCommand;

use super::args::Common;
use super::exit::Exit;

/// Does what a command of grids asks for.
pub(crate) fn grid(command: &GridCommand, common: &Common) -> anyhow::Result<Exit> {
    match command {
        GridCommand::Run(options) => run::run(options, common),
        GridCommand::Build(options) => build::build(options, common),
        GridCommand::Generate(options) => generate::generate(options, common),
    }
}
