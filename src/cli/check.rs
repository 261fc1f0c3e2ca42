use super::args::{CheckOptions, Common, Format};
use super::exit::Exit;
use super::print;
use super::progress::Progress;
use super::source::source;
use super::terminal;
use catchment::load::Wanted;
use catchment::report;
use catchment::run::Session;

/// Reads a study's input and says what is in it.
pub(crate) fn check(options: &CheckOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = source(options.study.as_deref())?;
    let mut progress = Progress::new(common.quiet);
    let mut session = Session::open(source, Wanted { drawing: true }, &mut progress)?;
    progress.end();
    session.warn_of_pictures();
    if options.format != Format::Table {
        progress.warn(session.warnings());
    }
    let input = &session.dataset().report;
    match options.format {
        Format::Json => print::machine(format_args!("{:#}\n", report::input_json(input)))?,
        Format::Csv => print::machine(report::input_table(input).to_csv())?,
        Format::Table if common.quiet => {}
        Format::Table => print::people(terminal::input(&session))?,
    }
    Ok(Exit::Done)
}
