use super::args::Common;
use super::exit::Exit;
use super::location_args::CurveOptions;
use super::location_model::curve_model;
use super::no_answer::no_answer;
use super::optimise::ended;
use super::output::{print, write_options};
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::run::CurveQuestion;

/// Finds the best layout for every number of centres.
pub(crate) fn curve(options: &CurveOptions, common: &Common) -> anyhow::Result<Exit> {
    let mut question = CurveQuestion::new(curve_model(options)?);
    question.sites = options.selection.selection();
    question.from = options.from;
    question.to = options.to;
    let budget = options.effort.budget()?;
    let results = &options.results;
    let pictures = !options.pictures.no_maps;
    let mut progress = Progress::new(common.quiet);
    let mut session = session(source(results.study.as_deref())?, false, &mut progress)?;
    if pictures {
        progress.warn(session.warn_of_chart().as_slice());
    }
    let measure = session.study().travel.measure();
    let curve = match session.curve(&question, budget, &mut progress) {
        Ok(curve) => curve,
        Err(error) => return no_answer(error, question.model.objective(), &measure, results),
    };
    let folder = curve.write(
        results.output.as_deref(),
        &write_options(&options.pictures),
        &mut progress,
    )?;
    progress.end();

    let table = curve.table();
    print(&table, results, common, || {
        let most = curve.feasible_centres();
        let most = most.map_or_else(String::new, |sentence| sentence + "\n");
        let gaps = terminal::answers(curve.answers(), session.dataset(), session.study());
        terminal::curve(session.study(), &table, &format!("{most}{gaps}"), &folder)
    })?;
    Ok(match ended(curve.answers()) {
        Exit::Done if budget.is_cancelled() => Exit::Interrupted,
        exit => exit,
    })
}
