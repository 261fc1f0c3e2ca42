use super::args::Common;
use super::exit::Exit;
use super::location_args::ExpandOptions;
use super::no_answer::no_layout;
use super::opened::{Opened, print};
use super::optimise::ended;
use super::study_source::StudySource;
use super::terminal;
use catchment::optimise::{Expansion, Objective};
use catchment::report;
use catchment::run;

/// Finds the best order in which to add centres, and what the order costs.
pub(crate) fn expand(options: &ExpandOptions, common: &Common) -> anyhow::Result<Exit> {
    let budget = options.effort.budget()?;
    let results = &options.results;
    let source = StudySource::open(results.study.as_deref())?;
    let opened = Opened::open(source, common, false)?;
    let (study, prepared) = (&opened.source.study, &opened.prepared);
    let selection = options.sites.selection(&options.keep, study);
    let kept = selection.problem(prepared)?.kept_sites().len();
    opened.progress.begin(options.to.saturating_sub(kept));
    let mut progress = |centres: usize| opened.progress.step(&format!("{centres} centres"));
    let found = run::expand(
        study,
        prepared,
        &selection,
        options.to,
        budget,
        &mut progress,
    );
    let steps = match found {
        Ok(steps) => steps,
        Err(error) => return no_layout(error, Objective::Mean, results),
    };

    let standard = study.headline_standard();
    let table = report::expansion(&steps, &prepared.dataset, &study.standards, standard);
    let output = opened.folder(results, "expansion")?;
    output.write("expansion.csv", table.to_csv().as_bytes())?;
    opened.progress.end();

    print(&table, results, common, || {
        let minutes = study.standards[standard].as_f64();
        let file = output.path().join("expansion.csv");
        let told = terminal::expansion(&steps, &prepared.dataset, (standard, minutes));
        let answers = steps.iter().flat_map(Expansion::each);
        let answers = answers.map(|best| &best.answer);
        let gaps = terminal::unreachable(answers, &prepared.dataset, study);
        format!("{told}{gaps}Results: {}\n", file.display())
    });
    let answers = steps.iter().flat_map(Expansion::each);
    Ok(ended(answers.map(|best| &best.answer)))
}
