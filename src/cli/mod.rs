//! Arguments in, exit code out.

mod args;
mod check;
mod command;
mod curve;
mod exit;
mod expand;
mod explain;
mod grid;
mod growth;
mod init;
mod internal_error;
mod interrupt;
mod location_args;
mod location_model;
mod maps;
mod network;
mod no_answer;
mod open;
mod output;
mod pareto;
mod print;
mod optimise;
mod progress;
mod rota;
mod run;
mod schema;
mod sensitivity;
mod simulate;
mod source;
mod terminal;

pub(crate) use exit::Exit;

use clap::{CommandFactory as _, Parser as _};
use command::{Arguments, Command};

/// Does what the command line asks for.
pub(crate) fn main() -> Exit {
    internal_error::within_boundary(command)
}

fn command() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return Exit::from_usage(&error),
    };
    for (limit, number) in &arguments.common.limit {
        limit.set(*number);
    }
    if let Some(threads) = arguments.common.threads
        && let Err(error) = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build_global()
    {
        return Exit::from_error(&error.into());
    }
    if let Err(error) = interrupt::install() {
        return Exit::from_error(&error);
    }
    let common = &arguments.common;
    let done = match arguments.command.unwrap_or_default() {
        Command::Run(options) => run::run(&options, common),
        Command::Optimise(options) => optimise::optimise(&options, common),
        Command::Curve(options) => curve::curve(&options, common),
        Command::Pareto(options) => pareto::pareto(&options, common),
        Command::Expand(options) => expand::expand(&options, common),
        Command::Sensitivity(options) => sensitivity::sensitivity(&options, common),
        Command::Simulate(options) => simulate::simulate(&options, common),
        Command::Rota(options) => rota::rota(&options, common),
        Command::Growth(options) => growth::growth(&options, common),
        Command::Check(options) => check::check(&options, common),
        Command::Explain(options) => explain::explain(&options, common),
        Command::Maps(options) => maps::maps(&options, common),
        Command::Grid(command) => grid::grid(&command, common),
        Command::Network(command) => network::network(&command, common),
        Command::Init(options) => init::init(&options, common),
        Command::Schema(options) => schema::schema(&options),
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "catchment", &mut script);
            let script = print::machine(String::from_utf8_lossy(&script));
            script.map(|()| Exit::Done).map_err(anyhow::Error::from)
        }
    };
    done.unwrap_or_else(|error| Exit::from_error(&error))
}
