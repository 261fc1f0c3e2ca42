use super::args::{Common, Format};
use super::exit::Exit;
use super::location_args::OptimiseOptions;
use super::location_model::{location_model, outcome};
use super::no_answer::no_answer;
use super::output::write_options;
use super::print;
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::optimise::{Answer, Status};
use catchment::run::LocationQuestion;

/// Finds the best layout and evaluates it as a run does.
pub(crate) fn optimise(options: &OptimiseOptions, common: &Common) -> anyhow::Result<Exit> {
    let mut question = LocationQuestion::new(location_model(options)?);
    question.sites = options.selection.selection();
    question.outcome = outcome(options);
    question.name.clone_from(&options.name);
    question.pictures = !options.pictures.no_maps;
    let budget = options.effort.budget()?;
    let results = &options.results;
    let source = source(results.study.as_deref())?;
    question.check(&source.study)?;
    let mut progress = Progress::new(common.quiet);
    let session = session(source, true, &mut progress)?;
    let measure = session.study().travel.measure();
    let best = match session.optimise(&question, budget, &mut progress) {
        Ok(best) => best,
        Err(error) => return no_answer(error, question.objective(), &measure, results),
    };
    drop(session);
    if results.format != Format::Table {
        progress.warn(best.unreachable.as_slice());
    }
    progress.warn(best.unshown.as_slice());
    let write = write_options(&options.pictures);
    let folder = best.write(results.output.as_deref(), &write, &mut progress)?;
    progress.end();

    match results.format {
        Format::Json => print::machine(format_args!("{:#}\n", best.solution()))?,
        Format::Csv => print::machine(best.layouts().to_csv())?,
        Format::Table if common.quiet => {}
        Format::Table => {
            let run = best.results.run();
            let summary = terminal::summary(&run, &folder);
            let solution = terminal::solution(&best.answer, &run);
            print::people(format_args!(
                "{summary}{solution}To use it in a study, add a layout with: name = \"{}\", file = \"{}\"\n",
                best.name,
                folder.join("layouts.csv").display()
            ))?;
        }
    }
    Ok(ended(std::iter::once(&best.answer)))
}

/// Results of a search that Ctrl-C ended are written, and the exit code says that it was.
pub(crate) fn ended<'a>(mut answers: impl Iterator<Item = &'a Answer>) -> Exit {
    if answers.any(|answer| answer.status == Status::Cancelled) {
        Exit::Interrupted
    } else {
        Exit::Done
    }
}
