use super::args::{Common, SensitivityOptions};
use super::exit::Exit;
use super::output::{command_line, print};
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::run::SimulationQuestion;

/// Finds which inputs a comparison depends on.
pub(crate) fn sensitivity(options: &SensitivityOptions, common: &Common) -> anyhow::Result<Exit> {
    let to = &options.results;
    let mut progress = Progress::new(common.quiet);
    let session = session(source(to.study.as_deref())?, false, &mut progress)?;
    let mut question = SimulationQuestion::default();
    question.layouts.clone_from(&options.layout);
    question.scenarios.clone_from(&options.scenario);
    question.seed = options.seed;
    let results = session.sensitivity(&question, &mut progress)?;
    let command = command_line();
    let folder = results.write(to.output.as_deref(), command, &mut progress)?;
    progress.end();
    print(&results.table(), to, common, || {
        terminal::sensitivity(&results, &folder)
    })?;
    Ok(Exit::Done)
}
