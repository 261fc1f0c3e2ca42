use super::Found;
use crate::optimise::budget::Watch;
use crate::optimise::models::mclp::most_covered;
use crate::optimise::search::site_state::from_sites;
use crate::optimise::side_constraints::floors::priced_coverage::PricedCoverage;
use crate::units::{Demand, TravelTime};

impl Found<'_> {
    /// Mean time against the share of all demand within a standard.
    ///
    /// The end with most coverage comes first: every other search begins with it.
    pub(super) fn by_coverage(&mut self, centres: usize, standard: TravelTime, watch: Watch) {
        let problem = self.problem;
        let total = problem.total_demand();
        let most = most_covered(problem, centres, standard, Vec::new(), watch.to_proof());
        if most.value != most.bound {
            return self.end(watch);
        }
        let everybody = vec![0; problem.demand().len()];
        let coverage = PricedCoverage::new(problem, &everybody, centres, standard, watch);
        let Some(mut coverage) = coverage else {
            return self.end(watch);
        };
        let marked = |sites: &[_]| from_sites(sites, problem.matrix().sites());
        let last = coverage.least_mean_of_most(most.value, marked(&most.sites), watch);
        let open = marked(&last.sites);
        let percent = |covered: Demand| covered.percent_of(total).unwrap_or(100.0);
        let mut required = Demand::ZERO;
        while required < most.value {
            let best = coverage.least_mean(required, open.clone(), watch);
            let covered = problem.covered(&best.sites, standard);
            if !self.add(&best, percent(covered), None) {
                return;
            }
            if covered == most.value {
                return;
            }
            required = Demand::from_millionths(covered.millionths() + 1);
        }
        self.add(&last, percent(most.value), None);
    }
}
