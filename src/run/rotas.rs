use super::answer_files::AnswerFiles;
use super::observer::Observer;
use super::opened::Opened;
use super::stages::Stages;
use super::write::WriteError;
use crate::document::Document;
use crate::report::{self, DataTable, RotaLayout, RotaRun, Stage};
use crate::rota::{LayoutSize, RotaParameters};
use crate::service::{WeekProfile, WeekProfileError};
use crate::study::{RotaChoice, Study};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Clinicians of a centre that is open day and night, where the study has no `[centres]`.
///
/// # Source
///
/// Written answer 118946, 20 December 2017.
const CLINICIANS: u32 = 5;

/// Why clinicians cannot be counted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RotaError {
    /// Nothing says how much of the demand is treated.
    #[error(
        "`{0}` does not say how many MT there are: it needs `mt_per_year` in `[rota]`, or \
         `[centres]` or `[pathway]`"
    )]
    NoVolume(String),
    /// Weights of arrivals that make no week.
    #[error("[simulation.arrivals]: {0}")]
    Arrivals(#[from] WeekProfileError),
}

/// How many clinicians the hours of every layout need; owns its results.
#[derive(Debug, Clone)]
pub struct Rotas {
    opened: Arc<Opened>,
    /// Layout by layout, in the order of the study.
    pub layouts: Vec<RotaLayout>,
    stages: Vec<Stage>,
}

impl Rotas {
    pub(super) fn new(
        opened: &Arc<Opened>,
        observer: &mut dyn Observer,
    ) -> Result<Self, RotaError> {
        let mut stages = Stages::after(opened.stages.clone(), observer);
        let layouts = stages.stage("rotas", || rotas(opened))?;
        Ok(Self {
            layouts,
            stages: stages.into_done(),
            opened: Arc::clone(opened),
        })
    }

    /// What the tables are made of.
    #[must_use]
    pub fn run(&self) -> RotaRun<'_> {
        RotaRun {
            study: &self.opened.source.study,
            layouts: &self.layouts,
        }
    }

    /// `rota.csv`: one row per layout, hours, network size and staffing.
    #[must_use]
    pub fn table(&self) -> DataTable {
        report::rota_table(&self.run())
    }

    /// Writes the table, the report in words and the manifest to a folder, or to `outputs/<name of the study>/rota`; the
    /// folder. All files or, until the first is written, none.
    ///
    /// # Errors
    ///
    /// A file cannot be written; those before it are there, whole.
    pub fn write(
        &self,
        folder: Option<&Path>,
        command: Vec<String>,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let mut report = Document::new(&self.opened.source.study.title);
        report::remarks(
            &mut report,
            &self.opened.source.study,
            &self.opened.prepared.dataset,
        );
        report.heading(2, "Clinicians that opening hours need");
        report.table(report::rota_answer(&self.run()));
        let files = AnswerFiles {
            assumed: &["rota"],
            report: Some(("report.md", report)),
            ..AnswerFiles::new("rota", "rota", vec![("rota", self.table())])
        };
        files.write(&self.opened, &self.stages, folder, command, observer)
    }
}

/// The rotas of every layout, in the order of the study.
pub(super) fn rotas(opened: &Opened) -> Result<Vec<RotaLayout>, RotaError> {
    let study = &opened.source.study;
    let choice = study.rota.clone().unwrap_or_default();
    let parameters = parameters(opened, &choice)?;
    let clinicians = clinicians(study);
    let layouts = opened.prepared.dataset.layouts.iter();
    let layouts = layouts.map(|layout| {
        let centres = u32::try_from(layout.centres()).unwrap_or(u32::MAX);
        let size = LayoutSize {
            centres,
            planned: centres.saturating_mul(clinicians),
        };
        RotaLayout::new(layout.name(), size, clinicians, &choice, &parameters)
    });
    Ok(layouts.collect())
}

/// The parameters of the study, with its MT and its week.
pub(super) fn parameters(
    opened: &Opened,
    choice: &RotaChoice,
) -> Result<RotaParameters, RotaError> {
    let study = &opened.source.study;
    let no_volume = || RotaError::NoVolume(study.name.clone());
    let mut parameters = choice.parameters.clone();
    parameters.profile = profile(opened)?;
    parameters.mt_per_year = if let Some(mt) = choice.mt_per_year {
        mt
    } else {
        let demand = opened.prepared.demand.iter().map(|demand| demand.as_f64());
        mt_share(study).ok_or_else(no_volume)? * demand.sum::<f64>()
    };
    Ok(parameters)
}

/// Share of demand that is given MT: that of `[centres]`, or of the pathway.
pub(super) fn mt_share(study: &Study) -> Option<f64> {
    let of_centres = study.centres.as_ref();
    let of_centres = of_centres.map(|policy| policy.eligible.as_f64());
    let of_pathway = study.pathway.as_ref();
    of_centres.or_else(|| Some(of_pathway?.patients.population().mt_share()))
}

/// When demand arises, by hour of the week.
pub(super) fn profile(opened: &Opened) -> Result<WeekProfile, WeekProfileError> {
    let simulation = opened.source.study.simulation.as_ref();
    let of_study = || simulation.map(|choice| choice.choices.arrivals.clone());
    let of_files = opened.prepared.dataset.arrivals.clone();
    let arrivals = of_files.or_else(of_study).unwrap_or_default();
    WeekProfile::from_weights(&arrivals.week())
}

/// Clinicians of a centre that is open day and night.
pub(super) fn clinicians(study: &Study) -> u32 {
    let policy = study.centres.as_ref();
    policy.map_or(CLINICIANS, |policy| policy.clinicians)
}
