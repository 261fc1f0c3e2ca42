use super::args::{CheckOptions, Common, Format};
use super::exit::Exit;
use super::progress::Progress;
use super::study_source::StudySource;
use super::terminal;
use catchment::load::Wanted;
use catchment::pipeline::{self, Stages};
use catchment::report;

/// Reads a study's input and says what is in it.
pub(crate) fn check(options: &CheckOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = StudySource::open(options.study.as_deref())?;
    let progress = Progress::new(common.quiet);
    let mut observer = |stage: &str| progress.stage(stage);
    let mut stages = Stages::new(&mut observer);
    let wanted = Wanted { drawing: true };
    let prepared = pipeline::prepare(&source.study, &source.files, wanted, &mut stages)?;
    drop(progress);
    let input = &prepared.dataset.report;
    match options.format {
        Format::Json => println!("{:#}", report::input_json(input)),
        Format::Csv => print!("{}", report::input_table(input).to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => print!("{}", terminal::input(&source.label, &prepared)),
    }
    Ok(Exit::Done)
}
