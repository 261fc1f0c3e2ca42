//! A table of times with what is known of its rows and columns.

use super::judge::{Judge, Verdict};
use super::unremarkable::Unremarkable;
use crate::model::{DemandPoint, LatLon, PointIndex, Site, SiteIndex, TravelTimeMatrix};
use crate::study::TravelFile;
use crate::travel::TimeUnit;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;

/// A row of a table: a demand point, or a hospital.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) id: &'a str,
    pub(super) position: Option<LatLon>,
    /// `None` for a hospital.
    pub(super) demand: Option<Demand>,
}

impl<'a> Origin<'a> {
    pub(super) fn point(point: &'a DemandPoint) -> Self {
        Self {
            id: &point.id,
            position: point.position,
            demand: Some(point.demand),
        }
    }

    pub(super) fn site(site: &'a Site) -> Self {
        Self {
            id: &site.id,
            position: site.position,
            demand: None,
        }
    }
}

/// A table of travel times as it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimesTable<'a> {
    pub(super) file: &'a TravelFile,
    pub(super) unit: TimeUnit,
    /// Where the study describes it.
    pub(super) section: &'static str,
    pub(super) origins: &'a [Origin<'a>],
    pub(super) sites: &'a [Site],
    pub(super) matrix: &'a TravelTimeMatrix,
}

/// A cell of a table that has a time and a distance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) origin: usize,
    pub(super) site: SiteIndex,
    pub(super) minutes: f64,
    /// Great-circle distance, `None` without coordinates.
    pub(super) km: Option<f64>,
}

impl TimesTable<'_> {
    pub(super) fn site_indices(&self) -> impl Iterator<Item = SiteIndex> + use<> {
        (0..self.matrix.sites()).filter_map(|site| u16::try_from(site).ok().map(SiteIndex))
    }

    /// A pair with a time below `least_mark`.
    fn pair(&self, origin: usize, site: SiteIndex, least_mark: Option<TravelTime>) -> Option<Pair> {
        let number = u32::try_from(origin).ok()?;
        let time = self.matrix.get(PointIndex(number), site)?;
        if least_mark.is_some_and(|mark| time >= mark) {
            return None;
        }
        let ends = self.origins[origin]
            .position
            .zip(self.sites[site.get()].position);
        Some(Pair {
            origin,
            site,
            minutes: time.as_f64(),
            km: ends.map(|(from, to)| from.distance_to(to).kilometres()),
        })
    }

    /// Pairs of every site, as many as say what is usual in the table.
    pub(super) fn sample(&self, least_mark: Option<TravelTime>) -> Vec<Pair> {
        let cells = self.origins.len() * self.sites.len();
        let step = cells.div_ceil(SAMPLE).max(1);
        let sites: Vec<_> = self.site_indices().collect();
        let by_site = sites.par_iter().map(|&site| {
            let origins = (0..self.origins.len()).step_by(step);
            let pairs = origins.filter_map(|origin| self.pair(origin, site, least_mark));
            pairs.collect::<Vec<_>>()
        });
        by_site.flatten_iter().collect()
    }

    /// The pairs that their distance contradicts, site by site.
    pub(super) fn odd_pairs(
        &self,
        least_mark: Option<TravelTime>,
        judge: &Judge,
    ) -> Vec<(Pair, Verdict)> {
        let unremarkable = Unremarkable::new(judge);
        let vector = |place: Option<LatLon>| place.map(LatLon::unit_vector);
        let from: Vec<_> = self.origins.iter().map(|o| vector(o.position)).collect();
        let sites: Vec<_> = self.site_indices().collect();
        let by_site = sites.par_iter().map(|&site| {
            let Some(to) = vector(self.sites[site.get()].position) else {
                return Vec::new();
            };
            let times = self.matrix.times_to(site).zip(&from).enumerate();
            let looked_at = times.filter_map(|(origin, (time, from))| {
                let (minutes, from) = (time?.as_f64(), (*from)?);
                (!unremarkable.contains([from, to], minutes)).then_some(origin)
            });
            let odd = looked_at.filter_map(|origin| {
                let pair = self.pair(origin, site, least_mark)?;
                Some((pair, judge.verdict(pair.km?, pair.minutes)?))
            });
            odd.collect()
        });
        by_site.flatten_iter().collect()
    }

    /// The demand of the origins of these numbers, each counted once; `None` of hospitals.
    pub(super) fn demand_of(&self, mut origins: Vec<usize>) -> Option<Demand> {
        origins.sort_unstable();
        origins.dedup();
        let demand = origins
            .into_iter()
            .map(|number| self.origins[number].demand);
        demand.sum()
    }
}

/// Pairs that say what is usual in a table.
const SAMPLE: usize = 200_000;

/// The middle one; `None` for an empty one.
pub(super) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    let middle = numbers.len() / 2;
    if numbers.is_empty() {
        return None;
    }
    let (_, median, _) = numbers.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*median)
}
