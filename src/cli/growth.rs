use super::args::{Common, GrowthOptions};
use super::exit::Exit;
use super::output::print;
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;

/// Works out the workforce from year to year, and what its hours cover.
pub(crate) fn growth(options: &GrowthOptions, common: &Common) -> anyhow::Result<Exit> {
    let results = &options.results;
    let mut progress = Progress::new(common.quiet);
    let session = session(source(results.study.as_deref())?, false, &mut progress)?;
    let growth = session.growth(options.layout.as_deref(), &mut progress)?;
    let command = std::env::args().collect();
    let folder = growth.write(results.output.as_deref(), command, &mut progress)?;
    progress.end();
    print(&growth.table(), results, common, || {
        terminal::growth(&growth, &folder)
    });
    Ok(Exit::Done)
}
