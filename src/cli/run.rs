use super::args::{Common, RunOptions};
use super::exit::Exit;
use super::interrupt;
use super::opened::{Opened, print};
use super::study_source::StudySource;
use super::terminal;
use catchment::optimise::Budget;
use catchment::report::{self, OutputFolder, Run, RunManifest};
use catchment::run::{self, Formats};

/// Runs a study.
pub(crate) fn run(options: &RunOptions, common: &Common) -> anyhow::Result<Exit> {
    let RunOptions {
        results: to,
        pictures,
        parquet,
    } = options;
    let mut opened = Opened::open(StudySource::open(to.study.as_deref())?, common, true)?;
    if !pictures.no_maps {
        opened.warn_of_pictures();
    }
    let Opened {
        source,
        prepared,
        progress,
        mut stages,
    } = opened;
    let mut results = run::evaluate(&source.study, &prepared, &mut stages);
    let budget = Budget::default().unless(interrupt::flag());
    results.optima = run::optima(&source.study, &prepared, budget, &mut stages)?;
    let run = results.run(&source.study, &prepared);

    interrupt::check()?;
    let output = OutputFolder::create(&source.output(to.output.as_deref()))?;
    let formats = Formats {
        parquet: *parquet,
        geojson: true,
    };
    stages.stage("write the tables", || {
        run::write_tables(&run, &prepared, formats, &output)
    })?;
    interrupt::check()?;
    if !pictures.no_maps {
        stages.stage("draw the maps", || run::draw(&run, &output))?;
    }
    interrupt::check()?;
    let command = ("run", std::env::args().collect());
    output.finish("run", &source.inputs(), |files| {
        RunManifest::new(&run, command, files, &source.label, stages.done()).to_json()
    })?;
    progress.end();

    let told = || terminal::summary(&run, output.path());
    print(&report::summary(&run), to, common, told);
    Ok(answered(&run))
}

/// A study has an answer if somebody can reach a centre in every layout.
fn answered(run: &Run) -> Exit {
    let mut exit = Exit::Done;
    for evaluation in run.evaluations {
        if evaluation.coverage.mean_minutes.is_none() {
            let layout = evaluation.layout.name();
            eprintln!("no answer: nobody with demand can reach a centre of layout `{layout}`");
            exit = Exit::NoAnswer;
        }
    }
    exit
}
