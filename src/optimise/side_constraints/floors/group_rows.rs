use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::cut::Cut;
use crate::optimise::search::pace::Pace;
use crate::optimise::search::site_state::State;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;
use std::collections::HashMap;

/// The fractional layout must have less than this of a set.
pub(crate) const MOST: f64 = 0.98;

/// Which sites are near enough to the demand of a group.
///
/// ```text
/// covered(S) = always + Σ_A weight_A · [S ∩ A ≠ ∅]
/// ```
///
/// over the distinct sets A of sites within the standard of some point of the group. What a kept
/// site covers is in `always`, what no candidate covers in no set.
#[derive(Debug, Clone)]
pub(crate) struct GroupRows {
    /// Sites that matter to the group, ascending.
    pub(crate) sites: Vec<SiteIndex>,
    /// The sets, by place in `sites`.
    pub(crate) sets: Vec<Vec<usize>>,
    pub(crate) weight: Vec<u64>,
    /// For every site, the sets that it is in.
    pub(crate) within: Vec<Vec<usize>>,
    /// Demand that is covered whatever is open.
    pub(crate) always: u64,
    pub(crate) demand: Demand,
}

impl GroupRows {
    /// The rows of every group; `None` when the time is over.
    pub(crate) fn for_groups(
        problem: &LocationProblem,
        standard: TravelTime,
        members: &[u32],
        groups: usize,
        watch: Watch,
    ) -> Option<Vec<Self>> {
        let mut points = vec![Vec::new(); groups];
        for (point, (&group, &demand)) in members.iter().zip(problem.demand()).enumerate() {
            if demand > Demand::ZERO {
                points[group as usize].push(point);
            }
        }
        points
            .into_par_iter()
            .map(|points| Self::new(problem, standard, &points, watch))
            .collect()
    }

    fn new(
        problem: &LocationProblem,
        standard: TravelTime,
        points: &[usize],
        watch: Watch,
    ) -> Option<Self> {
        let times = problem.demand().len() * problem.matrix().sites();
        let mut pace = Pace::new(watch.where_many(times));
        let kept = problem.kept_sites();
        let near = |site: SiteIndex, point: usize| {
            problem.matrix().column(site)[point] <= standard.milliseconds()
        };
        let mut free = problem.open_sites();
        free.retain(|site| !kept.contains(site));
        free.retain(|&site| {
            !pace.is_over_after(points.len()) && points.iter().any(|&point| near(site, point))
        });
        if pace.is_over_after(0) {
            return None;
        }
        let words = free.len().div_ceil(64);
        let mut bits = vec![0_u64; words * points.len()];
        for (place, &site) in free.iter().enumerate() {
            if pace.is_over_after(points.len()) {
                return None;
            }
            let column = problem.matrix().column(site);
            for (set, &point) in bits.chunks_exact_mut(words).zip(points) {
                set[place / 64] |=
                    u64::from(column[point] <= standard.milliseconds()) << (place % 64);
            }
        }
        let (mut always, mut demand) = (0, Demand::ZERO);
        let mut number: HashMap<&[u64], usize> = HashMap::new();
        let (mut sets, mut weight) = (Vec::<Vec<usize>>::new(), Vec::<u64>::new());
        for (place, &point) in points.iter().enumerate() {
            let of_point = problem.demand()[point];
            demand += of_point;
            if kept.iter().any(|&site| near(site, point)) {
                always += of_point.millionths();
                continue;
            }
            let set = &bits[place * words..][..words];
            if pace.is_over_after(free.len()) {
                return None;
            }
            let row = *number.entry(set).or_insert_with(|| {
                let has = |&place: &usize| set[place / 64] >> (place % 64) & 1 == 1;
                sets.push((0..free.len()).filter(has).collect());
                weight.push(0);
                sets.len() - 1
            });
            weight[row] += of_point.millionths();
        }
        if let Some(nowhere) = sets.iter().position(Vec::is_empty) {
            sets.swap_remove(nowhere);
            weight.swap_remove(nowhere);
        }
        let mut within = vec![Vec::new(); free.len()];
        for (row, set) in sets.iter().enumerate() {
            for &place in set {
                within[place].push(row);
            }
        }
        Some(Self {
            sites: free,
            sets,
            weight,
            within,
            always,
            demand,
        })
    }

    /// How many of the sites that `counts` names are in each set.
    pub(crate) fn hits(&self, counts: impl Fn(SiteIndex) -> bool) -> Vec<u32> {
        let mut hits = vec![0; self.sets.len()];
        for (&site, rows) in self.sites.iter().zip(&self.within) {
            if counts(site) {
                for &row in rows {
                    hits[row] += 1;
                }
            }
        }
        hits
    }

    /// Demand in the sets that are hit.
    pub(crate) fn covered(&self, hits: &[u32]) -> u64 {
        let hit = self.weight.iter().zip(hits).filter(|&(_, &hits)| hits > 0);
        self.always + hit.map(|(weight, _)| weight).sum::<u64>()
    }

    /// What a site covers that nothing else covers, if these are the hits without it.
    pub(crate) fn gain(&self, place: usize, hits: &[u32]) -> u64 {
        let new = self.within[place].iter().filter(|&&row| hits[row] == 0);
        new.map(|&row| self.weight[row]).sum()
    }

    /// Opens the sites without which less than `required` can be covered.
    pub(crate) fn open_needed(&self, required: u64, states: &mut [State]) {
        let hits = self.hits(|site| states[site.get()] != State::Closed);
        let spare = self.covered(&hits).saturating_sub(required);
        for (&site, rows) in self.sites.iter().zip(&self.within) {
            if states[site.get()] == State::Free {
                let alone = rows.iter().filter(|&&row| hits[row] == 1);
                if alone.map(|&row| self.weight[row]).sum::<u64>() > spare {
                    states[site.get()] = State::Open;
                }
            }
        }
    }

    /// A row that every layout with this much coverage satisfies, if this fractional one does not.
    ///
    /// What the fractional layout hits is taken as covered, what it does not hit as covered once for
    /// every site: no layout has more. And none needs more of one site than all that is needed.
    ///
    /// # References
    ///
    /// Cordeau, Furini, Ljubić 2019 (Benders cuts of partial set covering).
    pub(crate) fn cut(&self, required: u64, y: &[f64]) -> Option<Cut> {
        let mut needed = required.saturating_sub(self.always);
        let mut amounts = vec![0; self.sites.len()];
        for (set, &weight) in self.sets.iter().zip(&self.weight) {
            let sum: f64 = set.iter().map(|&place| y[self.sites[place].get()]).sum();
            if sum > 1.0 - 1e-6 {
                needed = needed.saturating_sub(weight);
            } else {
                for &place in set {
                    amounts[place] += weight;
                }
            }
        }
        if needed == 0 {
            return None;
        }
        let sites = self.sites.iter().map(|site| site.0);
        let cut = Cut::new(sites.zip(amounts), needed);
        (cut.had(y) < MOST).then_some(cut)
    }
}
