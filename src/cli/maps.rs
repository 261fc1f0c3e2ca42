use super::args::{Common, MapsOptions, PictureOptions};
use super::exit::Exit;
use super::output::write_options;
use super::print;
use super::progress::Progress;
use super::source::{session, source};

/// Draws the pictures of a study.
pub(crate) fn maps(options: &MapsOptions, common: &Common) -> anyhow::Result<Exit> {
    let mut progress = Progress::new(common.quiet);
    let mut session = session(source(options.study.as_deref())?, true, &mut progress)?;
    progress.warn(session.warn_of_pictures().as_slice());
    let results = session.evaluate(&mut progress);
    let (folder, pictures) = results.draw(
        options.output.as_deref(),
        &write_options(&PictureOptions::default()),
        &mut progress,
    )?;
    progress.end();
    if !common.quiet {
        print::people(format_args!(
            "Drew {pictures} pictures, each as PNG and SVG, in {}\n",
            folder.display()
        ))?;
    }
    Ok(Exit::Done)
}
