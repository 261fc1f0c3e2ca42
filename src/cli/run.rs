use super::args::{Common, RunOptions};
use super::exit::Exit;
use super::interrupt;
use super::open::open_page;
use super::output::{print as print_table, write_options};
use super::print;
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::optimise::Budget;
use catchment::run::Results;
use catchment::units::Measure;

/// Runs a study.
pub(crate) fn run(options: &RunOptions, common: &Common) -> anyhow::Result<Exit> {
    let to = &options.results;
    let source = source(to.study.as_deref())?;
    if let Measure::Cost(unit) = source.study.travel.measure() {
        let wanted = [
            ("--gis", options.files.gis.is_some()),
            ("--wide", options.files.wide),
            ("--open", options.open),
        ];
        if let Some((option, _)) = wanted.into_iter().find(|&(_, wanted)| wanted) {
            let unit = unit.name();
            anyhow::bail!("{option} has no effect: the study has costs in {unit} instead of times");
        }
    }
    let mut progress = Progress::new(common.quiet);
    let mut session = session(source, true, &mut progress)?;
    if !options.pictures.no_maps {
        progress.warn(session.warn_of_pictures().as_slice());
    }
    let mut results = session.evaluate(&mut progress);
    let budget = Budget::default().unless(interrupt::flag());
    results.find_optima(budget, &mut progress)?;
    results.count_clinicians(&mut progress)?;
    let mut write = write_options(&options.pictures);
    write.parquet = options.files.parquet;
    let formats = options.files.gis.as_ref();
    write.gis = formats.map(|formats| {
        let mut formats: Vec<_> = formats.iter().map(|format| format.0).collect();
        formats.sort_unstable();
        formats.dedup();
        formats
    });
    write.wide_areas = options.files.wide.then_some(true);
    write.workbook = options.files.xlsx.then_some(true);
    let folder = results.write(to.output.as_deref(), &write, &mut progress)?;
    progress.end();

    let run = results.run();
    let told = || terminal::summary(&run, &folder);
    print_table(&results.summary(), to, common, told)?;
    if options.open {
        open_page(&folder.join("report.html"));
    }
    let exit = answered(&results);
    // The system takes all memory back at once; freeing it piece by piece takes longer.
    std::mem::forget(results);
    Ok(exit)
}

/// A study has an answer if somebody can reach a centre in every layout.
fn answered(results: &Results) -> Exit {
    let mut exit = Exit::Done;
    for layout in results.unreached() {
        print::say(format_args!(
            "no answer: nobody with demand can reach a centre of layout `{layout}`"
        ));
        exit = Exit::NoAnswer;
    }
    exit
}
