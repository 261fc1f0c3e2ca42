use super::args::{Common, ExplainOptions, Format};
use super::exit::Exit;
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::load;
use catchment::report;

/// Shows one area's way to treatment.
pub(crate) fn explain(options: &ExplainOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = source(options.study.as_deref())?;
    source.require_pathway()?;
    let mut progress = Progress::new(common.quiet);
    let session = session(source, false, &mut progress)?;
    progress.end();
    let explained = session.explain(&options.area, options.layout.as_deref())?;
    match options.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&explained)?),
        Format::Csv => print!("{}", report::explained_table(&explained).to_csv()),
        Format::Table => print!("{}", load::printable(&terminal::explained(&explained))),
    }
    Ok(Exit::Done)
}
