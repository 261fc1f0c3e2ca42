use crate::model::SiteIndex;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::SiteCost;

/// What every site costs while it is open, and what there is to spend on all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpendingLimit {
    /// For every site of the matrix.
    pub of_site: Vec<SiteCost>,
    /// What a layout may cost at most.
    pub available: SiteCost,
}

impl SpendingLimit {
    /// What a layout costs.
    #[must_use]
    pub fn spent(&self, sites: &[SiteIndex]) -> SiteCost {
        sites.iter().map(|&site| self.of_site[site.get()]).sum()
    }

    /// The cheapest layout of so many centres, which the problem has.
    pub(crate) fn cheapest(&self, problem: &LocationProblem, centres: usize) -> Vec<SiteIndex> {
        let mut sites = problem.kept_sites();
        let mut others = problem.open_sites();
        others.retain(|site| !sites.contains(site));
        others.sort_by_key(|&site| (self.of_site[site.get()], site));
        others.truncate(centres.saturating_sub(sites.len()));
        sites.extend(others);
        sites.sort_unstable();
        sites
    }

    /// The most centres that there is money for; none where not even the kept sites, or one, can be
    /// afforded.
    pub(crate) fn most_centres(&self, problem: &LocationProblem) -> Option<usize> {
        let least = problem.kept_sites().len().max(1);
        let most = problem.open_sites().len();
        let affords =
            |&centres: &usize| self.spent(&self.cheapest(problem, centres)) <= self.available;
        (least..=most).rev().find(affords)
    }
}
