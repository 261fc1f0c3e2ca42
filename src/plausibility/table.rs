//! A table of times with what is known of its rows and columns.

use crate::model::{DemandPoint, LatLon, PointIndex, Site, SiteIndex, TravelTimeMatrix};
use crate::study::{TimeUnit, TravelFile};
use crate::units::{Demand, Minutes};

/// A row of a table: a demand point, or a hospital.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) id: &'a str,
    pub(super) position: Option<LatLon>,
    /// `None` of a hospital.
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

impl<'a> TimesTable<'a> {
    pub(super) fn site_indices(&self) -> impl Iterator<Item = SiteIndex> + use<> {
        (0..self.matrix.sites()).filter_map(|site| u16::try_from(site).ok().map(SiteIndex))
    }

    /// The pairs of a site with a time below `least_mark`, every `step`th origin.
    pub(super) fn pairs(
        &self,
        site: SiteIndex,
        least_mark: Option<Minutes>,
        step: usize,
    ) -> impl Iterator<Item = Pair> + use<'a> {
        let (origins, matrix) = (self.origins, self.matrix);
        let to = self.sites[site.get()].position;
        (0..)
            .zip(origins)
            .step_by(step)
            .filter_map(move |(number, origin)| {
                let time = matrix.get(PointIndex(number), site)?;
                if least_mark.is_some_and(|mark| time >= mark) {
                    return None;
                }
                let km = origin.position.zip(to);
                Some(Pair {
                    origin: number as usize,
                    site,
                    minutes: time.as_f64(),
                    km: km.map(|(from, to)| from.distance_to(to).kilometres()),
                })
            })
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

/// Minutes of one unit of a table.
pub(super) const fn minutes_of(unit: TimeUnit) -> f64 {
    match unit {
        TimeUnit::Minutes => 1.0,
        TimeUnit::Seconds => 1.0 / 60.0,
    }
}

/// A unit as a study names it.
pub(super) const fn name_of(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Minutes => "minutes",
        TimeUnit::Seconds => "seconds",
    }
}

/// A number with as many digits as it needs, and at most three decimals.
pub(super) fn plain(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The middle one; `None` of nothing.
pub(super) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    let middle = numbers.len() / 2;
    if numbers.is_empty() {
        return None;
    }
    let (_, median, _) = numbers.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*median)
}
