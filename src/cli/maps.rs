use super::args::{Common, MapsOptions};
use super::exit::Exit;
use super::interrupt;
use super::opened::Opened;
use super::study_source::StudySource;
use anyhow::bail;
use catchment::report::OutputFolder;
use catchment::run;

/// Draws the pictures of a study.
pub(crate) fn maps(options: &MapsOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = StudySource::open(options.study.as_deref())?;
    let mut opened = Opened::open(source, common, true)?;
    opened.warn_of_pictures();
    let Opened {
        source,
        prepared,
        progress,
        mut stages,
    } = opened;
    if prepared
        .dataset
        .points
        .iter()
        .all(|point| point.position.is_none())
    {
        bail!(
            "`{}` has no coordinates to draw maps from",
            source.study.population.file
        );
    }
    let results = run::evaluate(&source.study, &prepared, &mut stages);
    let run = results.run(&source.study, &prepared);
    interrupt::check()?;
    let output = OutputFolder::create(&source.output(options.output.as_deref()))?;
    let pictures = stages.stage("draw the maps", || run::draw(&run, &output))?;
    progress.end();
    if !common.quiet {
        println!(
            "Drew {pictures} pictures, each as PNG and SVG, in {}",
            output.path().display()
        );
    }
    Ok(Exit::Done)
}
