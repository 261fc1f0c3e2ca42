use super::args::{Common, SimulateOptions};
use super::exit::Exit;
use super::output::print;
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::run::SimulationQuestion;

/// Simulates years of patients.
pub(crate) fn simulate(options: &SimulateOptions, common: &Common) -> anyhow::Result<Exit> {
    let results = &options.results;
    let mut progress = Progress::new(common.quiet);
    let session = session(source(results.study.as_deref())?, false, &mut progress)?;
    let mut question = SimulationQuestion::default();
    question.layouts.clone_from(&options.layout);
    question.scenarios.clone_from(&options.scenario);
    question.replications = options.replications;
    question.seed = options.seed;
    let simulated = session.simulate(&question, &mut progress)?;
    let command = std::env::args().collect();
    let folder = simulated.write(results.output.as_deref(), command, &mut progress)?;
    progress.end();
    print(&simulated.table(), results, common, || {
        terminal::simulation(&simulated, &folder)
    });
    Ok(Exit::Done)
}
