use super::location_error::LocationError;
use super::site_selection::SiteSelection;
use crate::optimise::{LocationModel, Objective, OutcomeMeasure, SideConstraints};
use crate::study::{Study, is_reserved_for_columns, names_files};

/// What the best layout is to be best at, and where it may be.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LocationQuestion {
    /// The model and its parameters.
    pub model: LocationModel,
    /// The outcome of patients to be best at, by the study's pathway, in place of the mean time of a p-median.
    pub outcome: Option<OutcomeMeasure>,
    /// Which sites may, must and must not be open.
    pub sites: SiteSelection,
    /// Name of the layout and of the folder of its results; one made from the question where
    /// `None`.
    pub name: Option<String>,
    /// Whether to warn of names that pictures cannot show.
    pub pictures: bool,
}

impl LocationQuestion {
    /// A question about all sites that have travel times.
    ///
    /// # Examples
    ///
    /// ```
    /// use catchment::optimise::{LocationModel, SideConstraints};
    /// use catchment::run::LocationQuestion;
    ///
    /// let question = LocationQuestion::new(LocationModel::PMedian {
    ///     centres: 24,
    ///     side_constraints: SideConstraints::None,
    /// });
    /// assert_eq!(question.name(), "best-24");
    /// ```
    #[must_use]
    pub fn new(model: LocationModel) -> Self {
        Self {
            model,
            outcome: None,
            sites: SiteSelection::default(),
            name: None,
            pictures: true,
        }
    }

    /// What the layout is to be best at.
    #[must_use]
    pub fn objective(&self) -> Objective {
        let usual = || self.model.objective();
        self.outcome.map_or_else(usual, Objective::Outcome)
    }

    /// The name of the layout.
    #[must_use]
    pub fn name(&self) -> String {
        let usual = || usual_name(self);
        self.name.clone().unwrap_or_else(usual)
    }

    /// Checks the name of the layout, before the data of a study are read.
    ///
    /// # Errors
    ///
    /// It cannot be the name of files, or the study has a layout of this name; or the study lacks the costs
    /// of sites or the pathway that the question is about.
    pub fn check(&self, study: &Study) -> Result<(), LocationError> {
        let name = self.name();
        let column = study.travel.measure().in_name("minutes");
        let is_column = is_reserved_for_columns(&name) || name.eq_ignore_ascii_case(&column);
        if !names_files(&name) || is_column {
            return Err(LocationError::Name(name));
        }
        if study.layouts.iter().any(|layout| layout.name == name) {
            return Err(LocationError::NameTaken(name));
        }
        if self.outcome.is_some() && study.pathway.is_none() {
            return Err(LocationError::NoPathway);
        }
        let spends = matches!(self.model, LocationModel::Affordable { .. });
        if spends && study.hospitals.cost_column.is_none() {
            return Err(LocationError::NoSiteCosts);
        }
        Ok(())
    }
}

/// A name for the layout that a model asks for.
fn usual_name(question: &LocationQuestion) -> String {
    let mut name = match &question.model {
        LocationModel::PMedian {
            centres,
            side_constraints,
        } => match side_constraints {
            SideConstraints::Volumes(_) => format!("best-{centres}-limits"),
            SideConstraints::Floor(_) => format!("best-{centres}-floor"),
            SideConstraints::None => format!("best-{centres}"),
        },
        LocationModel::BestPMedians { centres, .. } => format!("best-{centres}"),
        LocationModel::Mclp { centres, standard } => {
            format!("mclp-{centres}-within-{}", standard.as_f64())
        }
        LocationModel::Backup { centres, standard } => {
            format!("backup-{centres}-within-{}", standard.as_f64())
        }
        LocationModel::Lscp { standard, .. } => format!("lscp-within-{}", standard.as_f64()),
        LocationModel::PCentre { centres, .. } => format!("p-centre-{centres}"),
        LocationModel::WorstGroup {
            centres, standard, ..
        } => format!("worst-group-{centres}-within-{}", standard.as_f64()),
        LocationModel::Equity {
            centres, measure, ..
        } => format!("{}-{centres}", measure.name()),
        LocationModel::Affordable { available, .. } => format!("best-for-{available}"),
    };
    if question.outcome.is_some() {
        name.push_str("-outcome");
    }
    for kept in question.sites.keep.iter().take(1) {
        name = format!("{name}-keep-{kept}");
    }
    name
}
