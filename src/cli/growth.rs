use super::args::{Common, GrowthOptions};
use super::exit::Exit;
use super::output::{print, write_options};
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;

/// Works out the workforce from year to year, and what its hours cover.
pub(crate) fn growth(options: &GrowthOptions, common: &Common) -> anyhow::Result<Exit> {
    let results = &options.results;
    let mut progress = Progress::new(common.quiet);
    let mut session = session(source(results.study.as_deref())?, false, &mut progress)?;
    if !options.pictures.no_maps {
        progress.warn(session.warn_of_region_charts().as_slice());
    }
    let growth = session.growth(options.layout.as_deref(), &mut progress)?;
    let write = write_options(&options.pictures);
    let folder = growth.write(results.output.as_deref(), &write, &mut progress)?;
    progress.end();
    print(&growth.table(), results, common, || {
        terminal::growth(&growth, &folder)
    })?;
    Ok(Exit::Done)
}
