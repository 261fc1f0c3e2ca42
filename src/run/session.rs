use super::curve::{Curve, CurveQuestion};
use super::expand::NestedLayouts;
use super::explain;
use super::explain_error::ExplainError;
use super::growth::{Growth, GrowthError};
use super::location_error::LocationError;
use super::location_question::LocationQuestion;
use super::observer::Observer;
use super::opened::Opened;
use super::optimised::Optimised;
use super::pareto::{Pareto, ParetoQuestion};
use super::patient_histories::{PatientHistories, PatientQuestion};
use super::prepare::{Prepared, prepare};
use super::results::Results;
use super::roads::{RoadError, Roads};
use super::rotas::{RotaError, Rotas};
use super::sensitivity::Sensitivity;
use super::simulated::Simulated;
use super::simulation_error::SimulationError;
use super::simulation_question::SimulationQuestion;
use super::site_selection::SiteSelection;
use super::source::{OpenError, StudySource};
use super::stages::Stages;
use crate::load::{Dataset, Wanted, Warning};
use crate::optimise::Budget;
use crate::render;
use crate::report::Explained;
use crate::study::Study;
use std::sync::Arc;

/// A study whose data are loaded and whose travel times are known, ready for every question.
///
/// It owns all its data; a clone shares them. What it answers owns its data too.
///
/// # Examples
///
/// The study of a folder, evaluated and written to `outputs/`:
///
/// ```no_run
/// use catchment::load::Wanted;
/// use catchment::run::{Session, Silent, StudySource, WriteOptions};
/// use std::path::Path;
///
/// let source = StudySource::open(Path::new("my-study"))?;
/// let session = Session::open(source, Wanted { drawing: true }, &mut Silent)?;
/// for warning in session.warnings() {
///     eprintln!("{warning}");
/// }
/// let folder = session
///     .evaluate(&mut Silent)
///     .write(None, &WriteOptions::default(), &mut Silent)?;
/// println!("see {}", folder.display());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Session(Arc<Opened>);

impl Session {
    /// Reads the files that a study names and works out its travel times.
    ///
    /// # Errors
    ///
    /// Anything wrong with the input, or the observer ended the work.
    pub fn open(
        source: StudySource,
        wanted: Wanted,
        observer: &mut dyn Observer,
    ) -> Result<Self, OpenError> {
        let mut stages = Stages::after(Vec::new(), observer);
        let prepared = prepare(&source.study, &source.files, wanted, &mut stages);
        let prepared = prepared.map_err(|error| source.located(error))?;
        stages.check()?;
        let stages = stages.into_done();
        Ok(Self(Arc::new(Opened {
            source,
            prepared,
            stages,
        })))
    }

    /// All choices of the study.
    #[must_use]
    pub fn study(&self) -> &Study {
        &self.0.source.study
    }

    /// Where the study came from.
    #[must_use]
    pub fn source(&self) -> &StudySource {
        &self.0.source
    }

    /// What was loaded, with the report of the input.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.0.prepared.dataset
    }

    /// The data and travel times, for questions that this type has no method for.
    #[must_use]
    pub fn prepared(&self) -> &Prepared {
        &self.0.prepared
    }

    /// What a reader of the answers needs to know.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.dataset().report.warnings
    }

    /// Adds to the warnings which names the pictures of the study cannot show, and returns that
    /// warning.
    pub fn warn_of_pictures(&mut self) -> Option<Warning> {
        self.warn(render::without_glyphs(self.study(), self.dataset()))
    }

    /// As [`Self::warn_of_pictures`], where only a chart is drawn.
    pub fn warn_of_chart(&mut self) -> Option<Warning> {
        self.warn(render::chart_without_glyphs(self.study(), self.dataset()))
    }

    /// As [`Self::warn_of_pictures`], where only charts of the regions are drawn.
    pub fn warn_of_region_charts(&mut self) -> Option<Warning> {
        self.warn(render::regions_without_glyphs(self.study(), self.dataset()))
    }

    fn warn(&mut self, warning: Option<Warning>) -> Option<Warning> {
        if warning.is_some() {
            let report = &mut Arc::make_mut(&mut self.0).prepared.dataset.report;
            report.warnings.extend(warning.clone());
        }
        warning
    }

    /// Evaluates every layout of the study and compares it with the base.
    pub fn evaluate(&self, observer: &mut dyn Observer) -> Results {
        Results::new(Arc::clone(&self.0), observer)
    }

    /// Finds the best layout, with proof or with its gap, and evaluates it beside the base layout.
    ///
    /// # Errors
    ///
    /// The question names what is not there, or no layout does what it asks for; then
    /// [`LocationError::no_answer`] says why.
    pub fn optimise(
        &self,
        question: &LocationQuestion,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<Optimised, LocationError> {
        Optimised::new(&self.0, question, budget, observer)
    }

    /// Finds the best layout for every number of centres.
    ///
    /// # Errors
    ///
    /// As for [`Self::optimise`], where no number of centres has an answer.
    pub fn curve(
        &self,
        question: &CurveQuestion,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<Curve, LocationError> {
        Curve::new(&self.0, question, budget, observer)
    }

    /// Finds the layouts that none dominates in mean time and in something else.
    ///
    /// # Errors
    ///
    /// As for [`Self::optimise`].
    pub fn pareto(
        &self,
        question: &ParetoQuestion,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<Pareto, LocationError> {
        Pareto::new(&self.0, question, budget, observer)
    }

    /// Adds centres to the kept sites, up to `most`, in the best order; what keeping to an order
    /// costs.
    ///
    /// # Errors
    ///
    /// As for [`Self::optimise`].
    pub fn expand(
        &self,
        selection: &SiteSelection,
        most: usize,
        budget: Budget,
        observer: &mut dyn Observer,
    ) -> Result<NestedLayouts, LocationError> {
        NestedLayouts::new(&self.0, selection, most, budget, observer)
    }

    /// Simulates years of patients against every layout in every scenario of the study.
    ///
    /// # Errors
    ///
    /// A study without a pathway, a layout or scenario that it does not have, a service that cannot
    /// be, or the observer ended the work.
    pub fn simulate(
        &self,
        question: &SimulationQuestion,
        observer: &mut dyn Observer,
    ) -> Result<Simulated, SimulationError> {
        Simulated::new(&self.0, question, observer)
    }

    /// Works out how many clinicians the hours of every layout need, and what the planned number
    /// gives.
    ///
    /// # Errors
    ///
    /// A study that does not say how much demand is treated.
    pub fn rota(&self, observer: &mut dyn Observer) -> Result<Rotas, RotaError> {
        Rotas::new(&self.0, observer)
    }

    /// Works out the workforce from year to year, the hours that it gives the centres of a layout
    /// (that of `[growth]` where `None`), and what they cover.
    ///
    /// # Errors
    ///
    /// A study without `[growth]`, a layout that it does not have, an order that is not one of its
    /// centres, or the observer ended the work.
    pub fn growth(
        &self,
        layout: Option<&str>,
        observer: &mut dyn Observer,
    ) -> Result<Growth, GrowthError> {
        Growth::new(&self.0, layout, observer)
    }

    /// How the difference between services depends on what is not known: the inputs in
    /// `[simulation.uncertainty]`, one at a time and together.
    ///
    /// # Errors
    ///
    /// As [`Self::simulate`].
    pub fn sensitivity(
        &self,
        question: &SimulationQuestion,
        observer: &mut dyn Observer,
    ) -> Result<Sensitivity, SimulationError> {
        Sensitivity::new(&self.0, question, observer)
    }

    /// The roads of the study, for matrices and isochrones.
    ///
    /// # Errors
    ///
    /// Times of the study are not from roads.
    pub fn roads(&self) -> Result<Roads, RoadError> {
        Roads::new(&self.0)
    }

    /// The pathway from onset to treatment of the demand point with this id or name, leg by leg, in
    /// a layout of the study: the base where `layout` is `None`.
    ///
    /// # Errors
    ///
    /// A study without a pathway, or one that has no such demand point or layout.
    pub fn explain(&self, area: &str, layout: Option<&str>) -> Result<Explained, ExplainError> {
        explain::explain(&self.0, area, layout)
    }

    /// What happens to one simulated patient, event by event, in every layout and scenario that is
    /// asked for.
    ///
    /// # Errors
    ///
    /// As [`Self::simulate`], or a demand point or patient that is not there.
    pub fn explain_patient(
        &self,
        question: &PatientQuestion,
    ) -> Result<PatientHistories, ExplainError> {
        PatientHistories::new(&self.0, question)
    }
}
