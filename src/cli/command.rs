use super::args::{
    CheckOptions, Common, ExplainOptions, InitOptions, MapsOptions, RunOptions, SchemaOptions,
};
use super::grid::GridCommand;
use super::location_args::{CurveOptions, ExpandOptions, OptimiseOptions};
use clap::{Parser, Subcommand};

/// How long people take to reach time-critical care, who is covered, and where centres should be.
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    args_conflicts_with_subcommands = false,
    after_help = "Without a command, `catchment` runs the built-in study of thrombectomy in England.\n\n\
        Exit codes: 0 done; 1 the question has no answer, which is proven; 2 bad input or usage; \
        3 undecided when the time limit ended; 130 interrupted."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Evaluate the layouts of a study: tables, report and maps
    Run(RunOptions),
    /// Find the best layout, with proof, and evaluate it
    Optimise(OptimiseOptions),
    /// Find the best mean time for every number of centres, with proof, and draw it
    Curve(CurveOptions),
    /// Find the best order in which to add centres, and what keeping to an order costs
    Expand(ExpandOptions),
    /// Read a study's input and say what is in it, without running it
    Check(CheckOptions),
    /// Show one area's way from onset to treatment, leg by leg, with the source of every time
    Explain(ExplainOptions),
    /// Draw the maps and charts of a study, and nothing else
    Maps(MapsOptions),
    /// Populations of millions of cells: compute, build or generate grids
    #[command(subcommand)]
    Grid(GridCommand),
    /// Write a small study with example CSVs to start from
    Init(InitOptions),
    /// Print the JSON Schema of a study file, for editors
    Schema(SchemaOptions),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

impl Default for Command {
    fn default() -> Self {
        Self::Run(RunOptions::default())
    }
}
