use super::args::Common;
use super::exit::Exit;
use super::location_args::{ParetoOptions, TradeOffName};
use super::no_answer::no_answer;
use super::output::{print, write_options};
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use anyhow::{Context as _, bail};
use catchment::optimise::{Objective, Status, TradeOff};
use catchment::run::ParetoQuestion;
use catchment::units::TravelTime;

/// Finds the layouts that none dominates.
pub(crate) fn pareto(options: &ParetoOptions, common: &Common) -> anyhow::Result<Exit> {
    let budget = options.effort.budget()?;
    let results = &options.results;
    let source = source(results.study.as_deref())?;
    let headline = source.study.standards[source.study.headline_standard()];
    let mut question = ParetoQuestion::new(options.centres, trade_off(options, headline)?);
    question.sites = options.selection.selection();
    let mut progress = Progress::new(common.quiet);
    let mut session = session(source, false, &mut progress)?;
    if !options.pictures.no_maps {
        progress.warn(session.warn_of_chart().as_slice());
    }
    let measure = session.study().travel.measure();
    let pareto = match session.pareto(&question, budget, &mut progress) {
        Ok(pareto) => pareto,
        Err(error) => return no_answer(error, Objective::Mean, &measure, results),
    };
    let write = write_options(&options.pictures);
    let folder = pareto.write(results.output.as_deref(), &write, &mut progress)?;
    progress.end();

    let table = pareto.table();
    print(&table, results, common, || {
        let proven = pareto.proven() + "\n";
        terminal::pareto(session.study(), &table, &proven, &folder)
    })?;
    Ok(match pareto.status() {
        Status::Cancelled => Exit::Interrupted,
        _ => Exit::Done,
    })
}

fn trade_off(options: &ParetoOptions, headline: TravelTime) -> anyhow::Result<TradeOff> {
    let standard = match options.within {
        Some(minutes) => TravelTime::try_limit_from_minutes(minutes).context("--within")?,
        None => headline,
    };
    if options.group.is_some() && options.against != TradeOffName::WorstGroup {
        bail!("--group has no effect without --against worst-group");
    }
    Ok(match options.against {
        TradeOffName::Within => TradeOff::Within(standard),
        TradeOffName::WorstGroup => {
            let Some(grouping) = options.group.clone() else {
                bail!("--against worst-group needs --group COLUMN");
            };
            TradeOff::WorstGroup { grouping, standard }
        }
        TradeOffName::SmallestCentre if options.within.is_some() => {
            bail!("--within has no effect with --against smallest-centre")
        }
        TradeOffName::SmallestCentre => TradeOff::SmallestCentre,
    })
}
