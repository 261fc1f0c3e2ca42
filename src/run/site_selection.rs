use super::location_error::LocationError;
use super::prepare::Prepared;
use crate::load::Dataset;
use crate::model::{Layout, SiteIndex, UnreachableRule};
use crate::optimise::{LocationProblem, ProblemError};
use crate::study::{Study, nearest_word};

/// Which sites may, must and must not be open, each word a capability, a layout or a site's id;
/// and what it costs to leave demand without a route to any of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SiteSelection {
    /// May be; all sites that have travel times where it is empty.
    pub candidates: Vec<String>,
    /// Must be.
    pub keep: Vec<String>,
    /// Must not be.
    pub exclude: Vec<String>,
    /// What demand costs that a layout leaves without a route; as the study says where it is
    /// `None`.
    pub unreachable: Option<UnreachableRule>,
}

impl SiteSelection {
    /// The demand to serve, and the sites to serve it from.
    ///
    /// # Errors
    ///
    /// A word that names no sites, or a site both kept and excluded.
    pub fn problem<'a>(
        &self,
        study: &Study,
        prepared: &'a Prepared,
    ) -> Result<LocationProblem<'a>, LocationError> {
        let data = &prepared.dataset;
        let matrix = &prepared.matrix;
        let has_times = |&site: &SiteIndex| matrix.times_to(site).any(|time| time.is_some());
        let candidates = if self.candidates.is_empty() {
            (0..).map(SiteIndex).take(data.sites.len()).collect()
        } else {
            sites_named(data, &self.candidates)?
        };
        let mut candidates: Vec<SiteIndex> = candidates;
        matrix.find(&candidates);
        candidates.retain(has_times);
        let problem = LocationProblem::try_among(matrix, &prepared.demand, &candidates)?
            .keep(&sites_named(data, &self.keep)?)?;
        let excluded = sites_named(data, &self.exclude)?;
        let problem = problem.exclude(&excluded).map_err(|error| match error {
            ProblemError::KeptAndExcluded(site) => {
                LocationError::KeptAndExcluded(data.site(site).id.clone())
            }
            other => other.into(),
        })?;
        let problem = match data.site_costs.as_slice() {
            [] => problem,
            costs => problem.with_site_costs(costs)?,
        };
        Ok(problem.with_unreachable(self.unreachable.unwrap_or(study.unreachable))?)
    }

    /// What layouts must and must not have.
    pub(super) fn in_words(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if !self.keep.is_empty() {
            parts.push(format!("{} kept", self.keep.join(", ")));
        }
        if !self.exclude.is_empty() {
            parts.push(format!("{} left out", self.exclude.join(", ")));
        }
        parts
    }
}

/// The sites that words name.
pub(super) fn sites_named(
    data: &Dataset,
    words: &[String],
) -> Result<Vec<SiteIndex>, LocationError> {
    let mut sites = Vec::new();
    for word in words {
        if data.capabilities.contains(word) {
            sites.extend(data.sites_with(word));
        } else if let Some(layout) = data.layout(word) {
            sites.extend(layout.sites());
        } else if let Some(site) = data.site_by_id(word) {
            sites.push(site);
        } else {
            let layouts = data.layouts.iter().map(Layout::name);
            let ids = data.sites.iter().map(|site| site.id.as_str());
            let capabilities = data.capabilities.iter().map(String::as_str);
            let known: Vec<&str> = capabilities.chain(layouts).chain(ids).collect();
            return Err(LocationError::UnknownSites {
                word: word.clone(),
                nearest: nearest_word(word, &known),
            });
        }
    }
    sites.sort_unstable();
    sites.dedup();
    Ok(sites)
}
