use super::args::{Common, Format, RunOptions};
use super::exit::Exit;
use super::interrupt;
use super::progress::Progress;
use super::study_source::StudySource;
use super::terminal;
use catchment::load::Wanted;
use catchment::pipeline::{self, Formats, Stages};
use catchment::report::{self, OutputFolder, Run, RunManifest};

/// Runs a study.
pub(crate) fn run(options: &RunOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = StudySource::open(options.study.as_deref())?;
    let progress = Progress::new(common.quiet);
    let mut observer = |stage: &str| progress.stage(stage);
    let mut stages = Stages::new(&mut observer);
    let wanted = Wanted { drawing: true };
    let prepared = pipeline::prepare(&source.study, &source.files, wanted, &mut stages)?;
    let results = pipeline::evaluate(&source.study, &prepared, &mut stages);
    let run = results.run(&source.study, &prepared);

    interrupt::check()?;
    let output = OutputFolder::create(&source.output(options.output.as_deref()))?;
    let formats = Formats {
        parquet: options.parquet,
        geojson: true,
    };
    stages.stage("write the tables", || {
        pipeline::write_tables(&run, &prepared, formats, &output)
    })?;
    interrupt::check()?;
    if !options.no_maps {
        stages.stage("draw the maps", || pipeline::draw(&run, &output))?;
    }
    interrupt::check()?;
    let command = std::env::args().collect();
    let manifest = RunManifest::new(&run, command, &source.label, stages.done());
    output.write("run.json", manifest.to_json().as_bytes())?;
    drop(progress);

    match options.format {
        Format::Json => println!("{:#}", report::summary(&run).to_json()),
        Format::Csv => print!("{}", report::summary(&run).to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => print!("{}", terminal::summary(&run, output.path())),
    }
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
