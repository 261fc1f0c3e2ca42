use super::args::{
    CheckOptions, Common, ExplainOptions, GrowthOptions, InitOptions, MapsOptions, RotaOptions,
    RunOptions, SchemaOptions, SensitivityOptions, SimulateOptions,
};
use super::grid::GridCommand;
use super::location_args::{CurveOptions, ExpandOptions, OptimiseOptions, ParetoOptions};
use super::network::NetworkCommand;
use clap::{Parser, Subcommand};

/// How long people take to reach time-critical care, who is covered, and where centres should be.
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    args_conflicts_with_subcommands = false,
    after_help = "Without a command, `catchment` runs the built-in study of thrombectomy in \
        England.\n\nExit codes: 0 done; 1 proven to have no answer; 2 bad input or usage, or \
        output that cannot be written; 3 undecided at the time limit; 70 internal error; 130 \
        interrupted."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Evaluate the layouts of a study and write tables, a report and maps
    Run(RunOptions),
    /// Find the best layout, prove that it is the best, and evaluate it
    Optimise(OptimiseOptions),
    /// Find the best layout for every number of centres, and draw the curve
    Curve(CurveOptions),
    /// Find all layouts that none is better than in both mean time and something else
    Pareto(ParetoOptions),
    /// Find the best order in which to add centres, and the cost of keeping to it
    Expand(ExpandOptions),
    /// Simulate years of patients against the hours, suites, teams and helicopters of a service
    Simulate(SimulateOptions),
    /// Find which inputs of a simulation, none of them known exactly, decide between services
    Sensitivity(SensitivityOptions),
    /// Count the clinicians that opening hours need, and what the planned number gives
    Rota(RotaOptions),
    /// Follow the workforce from year to year, and what its hours cover
    Growth(GrowthOptions),
    /// Read the input of a study and report what is in it, without running it
    Check(CheckOptions),
    /// Show one area's pathway from onset to treatment, leg by leg, with the source of every time
    Explain(ExplainOptions),
    /// Draw only the maps and charts of a study
    Maps(MapsOptions),
    /// Compute, build or generate grids of millions of cells
    #[command(subcommand)]
    Grid(GridCommand),
    /// Check the road network of a study, and write matrices and isochrones for use elsewhere
    #[command(subcommand)]
    Network(NetworkCommand),
    /// Create a small example study to start from
    Init(InitOptions),
    /// Print the JSON Schema of a study file, for editors
    Schema(SchemaOptions),
    /// Print a shell completion script
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
