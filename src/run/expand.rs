use super::answer_files::AnswerFiles;
use super::location_error::LocationError;
use super::observer::Observer;
use super::opened::Opened;
use super::site_selection::SiteSelection;
use super::write::WriteError;
use crate::optimise::{self, Answer, Budget, EvaluatedAnswer, Expansion};
use crate::report::{self, DataTable};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Layouts that grow from one another, beside those that need not.
#[derive(Debug, Clone)]
pub struct NestedLayouts {
    opened: Arc<Opened>,
    /// One for each number of centres, ascending.
    pub steps: Vec<Expansion<EvaluatedAnswer>>,
}

impl NestedLayouts {
    pub(super) fn new(
        opened: &Arc<Opened>,
        selection: &SiteSelection,
        most: usize,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<Self, LocationError> {
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let problem = selection.problem(study, prepared)?;
        observer.steps(most.saturating_sub(problem.kept_sites().len()));
        let mut progress = |centres: usize| observer.step(&format!("{centres} centres"));
        let steps = optimise::expand(&problem, most, budget, &mut progress).map_err(|cause| {
            let measure = study.travel.measure();
            LocationError::no_solution(cause, &prepared.dataset, &[], measure)
        })?;
        let instance = prepared.instance(study);
        let evaluated =
            |step: Expansion| step.map(|answer| EvaluatedAnswer::new(answer, "best", &instance));
        Ok(Self {
            steps: steps.into_iter().map(evaluated).collect(),
            opened: Arc::clone(opened),
        })
    }

    /// All answers: of each number of centres, one by one, together and free.
    pub fn answers(&self) -> impl Iterator<Item = &Answer> + Clone {
        let each = self.steps.iter().flat_map(Expansion::each);
        each.map(|best| &best.answer)
    }

    /// One row per number of centres, with what the order costs.
    #[must_use]
    pub fn table(&self) -> DataTable {
        let (study, data) = (&self.opened.source.study, &self.opened.prepared.dataset);
        let standard = study.headline_standard();
        let table = report::expansion(&self.steps, data, &study.standards, standard);
        report::table_in_unit(table, &study.travel.measure())
    }

    /// Writes the table and the manifest to a folder, or to `outputs/<name of the study>/expansion`;
    /// the folder. The manifest says which `command` led here.
    ///
    /// # Errors
    ///
    /// A file cannot be written; the folder is as it was.
    pub fn write(
        &self,
        folder: Option<&Path>,
        command: Vec<String>,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let files = AnswerFiles::new("expand", "expansion", vec![("expansion", self.table())]);
        files.write(&self.opened, &self.opened.stages, folder, command, observer)
    }
}
