use super::location_error::LocationError;
use super::location_question::LocationQuestion;
use super::observer::{Observer, Uninterrupted};
use super::opened::Opened;
use super::results::Results;
use super::solve::solve;
use super::stages::Stages;
use super::write::{WriteError, WriteOptions};
use crate::load::Warning;
use crate::model::Layout;
use crate::optimise::{Answer, Budget};
use crate::output::OutputFolder;
use crate::render;
use crate::report::{self, DataTable};
use crate::study::{LayoutSource, LayoutSpec};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The best layout, evaluated and compared with the base layout of the study.
#[derive(Debug, Clone)]
pub struct Optimised {
    /// What was found and proven.
    pub answer: Answer,
    /// The layout's name.
    pub name: String,
    /// Its evaluation beside that of the base.
    pub results: Results,
    /// What the answer leaves without a route, if anything; also among the warnings of the results.
    pub unreachable: Option<Warning>,
    /// Names that pictures cannot show; also among the warnings of the results.
    pub unshown: Option<Warning>,
    folder: PathBuf,
}

impl Optimised {
    pub(super) fn new(
        opened: &Opened,
        question: &LocationQuestion,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<Self, LocationError> {
        question.check(&opened.source.study)?;
        let name = question.name();
        let mut stages = Stages::after(opened.stages.clone(), observer);
        let answer = stages.stage("search for the best layout", || {
            solve(question, &opened.source.study, &opened.prepared, budget)
        })?;
        let mut opened = Opened {
            stages: stages.into_done(),
            ..opened.clone()
        };
        let folder = opened.source.output_folder().join(&name);
        let data = &mut opened.prepared.dataset;
        let unreachable = answer.unreachable.as_ref();
        let unreachable = unreachable.and_then(|told| {
            report::unreachable_warning(told, answer.sites(), data, &opened.source.study)
        });
        data.report.warnings.extend(unreachable.clone());
        adopt(&mut opened, &answer, &name);
        let data = &mut opened.prepared.dataset;
        let warning = || render::without_glyphs(&opened.source.study, data);
        let unshown = question.pictures.then(warning).flatten();
        data.report.warnings.extend(unshown.clone());
        let results = Results::new(Arc::new(opened), observer);
        Ok(Self {
            answer,
            name,
            results,
            unreachable,
            unshown,
            folder,
        })
    }

    /// `solution.json`: what was found and proven.
    #[must_use]
    pub fn solution(&self) -> Value {
        let run = self.results.run();
        report::solution_json(&self.answer, run.dataset, &run.study.travel.measure())
    }

    /// `layouts.csv`: the sites of the best layouts, in the form that a study reads.
    #[must_use]
    pub fn layouts(&self) -> DataTable {
        report::layouts_table(&self.answer, &self.name, self.results.run().dataset)
    }

    /// Writes everything that a run writes, and the answer, to a folder, or to
    /// `outputs/<name of the study>/<name of the layout>`; the folder.
    ///
    /// The work is completed even if the search was cancelled.
    ///
    /// # Errors
    ///
    /// A file cannot be written; the folder is as it was.
    pub fn write(
        &self,
        folder: Option<&Path>,
        options: &WriteOptions,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let folder = folder.unwrap_or(&self.folder);
        let output = OutputFolder::create(folder, self.results.input_files())?;
        let solution = format!("{:#}\n", self.solution());
        output.write("solution.json", solution.as_bytes())?;
        output.write("layouts.csv", self.layouts().to_csv().as_bytes())?;
        let mut observer = Uninterrupted(observer);
        let stages = Stages::after(self.results.stages().to_vec(), &mut observer);
        self.results.write_to(output, "optimise", options, stages)?;
        Ok(folder.to_owned())
    }
}

/// Leaves the study two layouts, its base and the best one, so that the one is evaluated and
/// compared with the other as in a run.
fn adopt(opened: &mut Opened, answer: &Answer, name: &str) {
    let (study, data) = (&mut opened.source.study, &mut opened.prepared.dataset);
    let layout = Layout::try_new(name, answer.sites().to_vec());
    let layout = layout.expect("an answer has sites, each once");
    let ids = layout.sites().iter();
    let ids = ids.map(|&site| data.site(site).id.clone()).collect();
    data.layouts
        .retain(|layout| layout.name() == study.base_layout);
    data.layouts.push(layout);
    study
        .layouts
        .retain(|layout| layout.name == study.base_layout);
    study.layouts.push(LayoutSpec {
        name: name.to_owned(),
        title: report::answer_title(answer, &study.travel.measure()),
        source: LayoutSource::Sites(ids),
        line: 0,
    });
}
