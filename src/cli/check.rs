use super::args::{CheckOptions, Common, Format};
use super::exit::Exit;
use super::opened::Opened;
use super::study_source::StudySource;
use super::terminal;
use catchment::{load, render, report};

/// Reads a study's input and says what is in it.
pub(crate) fn check(options: &CheckOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = StudySource::open(options.study.as_deref())?;
    let Opened {
        source,
        mut prepared,
        progress,
        ..
    } = Opened::without_warning(source, common, true)?;
    progress.end();
    let missing = render::without_glyphs(&source.study, &prepared.dataset);
    prepared.dataset.report.warnings.extend(missing);
    let input = &prepared.dataset.report;
    if options.format != Format::Table {
        progress.warn(&input.warnings);
    }
    match options.format {
        Format::Json => println!("{:#}", report::input_json(input)),
        Format::Csv => print!("{}", report::input_table(input).to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => print!(
            "{}",
            load::printable(&terminal::input(&source.label, &prepared))
        ),
    }
    Ok(Exit::Done)
}
