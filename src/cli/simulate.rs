use super::args::{Common, SimulateOptions};
use super::exit::Exit;
use super::output::{print, write_options};
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::run::SimulationQuestion;

/// Simulates years of patients.
pub(crate) fn simulate(options: &SimulateOptions, common: &Common) -> anyhow::Result<Exit> {
    let results = &options.results;
    let mut progress = Progress::new(common.quiet);
    let drawing = !options.pictures.no_maps;
    let mut session = session(source(results.study.as_deref())?, drawing, &mut progress)?;
    if drawing {
        progress.warn(session.warn_of_pictures().as_slice());
    }
    let mut question = SimulationQuestion::default();
    question.layouts.clone_from(&options.layout);
    question.scenarios.clone_from(&options.scenario);
    question.replications = options.replications;
    question.histories = options.events.unwrap_or(0);
    question.seed = options.seed;
    let simulated = session.simulate(&question, &mut progress)?;
    let write = write_options(&options.pictures);
    let folder = simulated.write(results.output.as_deref(), &write, &mut progress)?;
    progress.end();
    print(&simulated.table(), results, common, || {
        terminal::simulation(&simulated, &folder)
    })?;
    Ok(Exit::Done)
}
