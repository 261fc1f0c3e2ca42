use super::args::{Common, Format, ResultOptions};
use super::interrupt;
use super::progress::Progress;
use super::study_source::StudySource;
use catchment::load::{self, Wanted, Warning};
use catchment::render;
use catchment::report::{OutputFolder, Table};
use catchment::run::{self, Prepared, Stages};

/// A study that is read and ready, and the line that says how far the work is.
pub(crate) struct Opened {
    pub(crate) source: StudySource,
    pub(crate) prepared: Prepared,
    pub(crate) progress: Progress,
    pub(crate) stages: Stages<'static>,
}

impl Opened {
    /// Reads a study and works out its travel times, `drawing` also what maps need, and says on
    /// standard error what a reader of the answer needs to know.
    pub(crate) fn open(
        source: StudySource,
        common: &Common,
        drawing: bool,
    ) -> anyhow::Result<Self> {
        let opened = Self::without_warning(source, common, drawing)?;
        opened
            .progress
            .warn(&opened.prepared.dataset.report.warnings);
        Ok(opened)
    }

    /// As [`Self::open`], for a command that shows the warnings elsewhere.
    pub(crate) fn without_warning(
        source: StudySource,
        common: &Common,
        drawing: bool,
    ) -> anyhow::Result<Self> {
        let progress = Progress::new(common.quiet);
        let mut stages = Stages::new(progress.observer());
        let wanted = Wanted { drawing };
        let prepared = run::prepare(&source.study, &source.files, wanted, &mut stages)?;
        interrupt::check()?;
        Ok(Self {
            source,
            prepared,
            progress,
            stages,
        })
    }

    /// Adds a warning, on standard error and wherever warnings are shown.
    pub(crate) fn warn(&mut self, warning: Option<Warning>) {
        self.progress.warn(warning.as_slice());
        self.prepared.dataset.report.warnings.extend(warning);
    }

    /// Says which names the pictures of the study cannot show.
    pub(crate) fn warn_of_pictures(&mut self) {
        let warning = render::without_glyphs(&self.source.study, &self.prepared.dataset);
        self.warn(warning);
    }

    /// The folder named, or one of this name among the results of the study; made where it is not
    /// there.
    pub(crate) fn folder(
        &self,
        options: &ResultOptions,
        name: &str,
    ) -> anyhow::Result<OutputFolder> {
        let usual = || self.source.output(None).join(name);
        let folder = options.output.clone().unwrap_or_else(usual);
        Ok(OutputFolder::create(&folder)?)
    }
}

/// Prints a table in the requested format; for people, prints `told`.
pub(crate) fn print(
    table: &Table,
    options: &ResultOptions,
    common: &Common,
    told: impl FnOnce() -> String,
) {
    match options.format {
        Format::Json => println!("{:#}", table.to_json()),
        Format::Csv => print!("{}", table.to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => print!("{}", load::printable(&told())),
    }
}
