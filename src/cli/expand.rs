use super::args::Common;
use super::exit::Exit;
use super::location_args::ExpandOptions;
use super::no_answer::no_answer;
use super::optimise::ended;
use super::output::{command_line, print};
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::optimise::Objective;

/// Finds the best order in which to add centres, and what the order costs.
pub(crate) fn expand(options: &ExpandOptions, common: &Common) -> anyhow::Result<Exit> {
    let budget = options.effort.budget()?;
    let results = &options.results;
    let mut progress = Progress::new(common.quiet);
    let session = session(source(results.study.as_deref())?, false, &mut progress)?;
    let selection = options.sites.selection(&options.keep);
    let measure = session.study().travel.measure();
    let layouts = match session.expand(&selection, options.to, budget, &mut progress) {
        Ok(layouts) => layouts,
        Err(error) => return no_answer(error, Objective::Mean, &measure, results),
    };
    let folder = layouts.write(results.output.as_deref(), command_line(), &mut progress)?;
    progress.end();

    print(&layouts.table(), results, common, || {
        let (study, data) = (session.study(), session.dataset());
        let file = folder.join("expansion.csv");
        let told = terminal::expansion(&layouts.steps, data, study);
        let gaps = terminal::answers(layouts.answers(), data, study);
        format!("{told}{gaps}Results: {}\n", file.display())
    })?;
    Ok(ended(layouts.answers()))
}
