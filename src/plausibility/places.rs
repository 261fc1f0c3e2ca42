//! Demand points and sites that lie where they were probably not meant to.

use super::table::median;
use crate::index::PlaceIndex;
use crate::load::{Dataset, Warning};
use crate::model::LatLon;
use crate::study::Study;
use crate::units::Demand;
use crate::wording::counted;
use rayon::prelude::*;
use std::collections::HashMap;

/// A place farther than this from all on the other side is looked at, in kilometres: no road
/// ambulance goes as far for urgent care …
const FAR_KM: f64 = 200.0;
/// … and named if half of all places are this many times nearer.
const TIMES_MEDIAN: f64 = 10.0;
/// Half of all points farther than this from every site, in kilometres: points and sites are
/// probably not in one coordinate system.
const APART_KM: f64 = 150.0;
/// As near as this to the nearest site, in kilometres, once latitude and longitude are exchanged.
const NEAR_KM: f64 = 200.0;
/// Share of the points at the place of another point: blocks of flats and centroids of nested areas
/// make some, one place for a whole town many.
const SHARED: f64 = 0.1;

/// The places of one file.
pub(super) struct Named<'a> {
    file: &'a str,
    what: [&'static str; 2],
    all: Vec<(&'a str, LatLon, Option<Demand>)>,
}

impl<'a> Named<'a> {
    pub(super) fn points(study: &'a Study, data: &'a Dataset) -> Self {
        let placed = data
            .points
            .iter()
            .filter_map(|point| Some((point.id.as_str(), point.position?, Some(point.demand))));
        Self {
            file: &study.population.file,
            what: ["demand point", "site"],
            all: placed.collect(),
        }
    }

    pub(super) fn sites(study: &'a Study, data: &'a Dataset) -> Self {
        let placed = data
            .sites
            .iter()
            .filter_map(|site| Some((site.id.as_str(), site.position?, None)));
        Self {
            file: &study.hospitals.file,
            what: ["site", "demand point"],
            all: placed.collect(),
        }
    }

    fn count(&self, count: usize) -> String {
        counted(count, self.what[0])
    }

    /// A warning about some of the places.
    fn warning(&self, which: &[usize], what: String) -> Warning {
        let ids = which.iter().map(|&number| self.all[number].0);
        let mut warning = Warning::of_file(self.file, which.len(), what).examples(ids);
        warning.demand = which.iter().map(|&number| self.all[number].2).sum();
        warning
    }

    /// Places at 0° N, 0° E: in the Gulf of Guinea, where no one lives.
    fn at_zero(&self) -> Vec<usize> {
        const ZERO: f64 = 1e-6;
        let at_zero = |place: LatLon| place.lat().abs() < ZERO && place.lon().abs() < ZERO;
        let all = self.all.iter().enumerate();
        all.filter(|(_, (_, place, _))| at_zero(*place))
            .map(|(number, _)| number)
            .collect()
    }

    /// Kilometres from every place to the nearest of the other side.
    fn nearest_km(&self, others: &PlaceIndex) -> Vec<f64> {
        let all = self.all.par_iter();
        all.map(|&(_, place, _)| nearest_km(others, place))
            .collect()
    }

    fn index(&self) -> PlaceIndex {
        PlaceIndex::new(self.all.iter().map(|&(_, place, _)| Some(place)))
    }
}

fn nearest_km(others: &PlaceIndex, from: LatLon) -> f64 {
    let nearest = others.nearest(from);
    nearest.map_or(f64::INFINITY, |(_, distance)| distance.kilometres())
}

/// What is reported about points and sites.
pub(super) fn warnings(points: &Named<'_>, sites: &Named<'_>) -> Vec<Warning> {
    let mut warnings = alone(points);
    warnings.extend(shared(points));
    warnings.extend(alone(sites));
    warnings.extend(far(points, sites));
    warnings
}

/// What is reported about the places of one file.
pub(super) fn alone(places: &Named<'_>) -> Vec<Warning> {
    let zero = places.at_zero();
    if zero.is_empty() {
        return Vec::new();
    }
    let lie = if zero.len() == 1 { "lies" } else { "lie" };
    let what = format!(
        "{} {lie} at latitude 0, longitude 0",
        places.count(zero.len())
    );
    vec![
        places
            .warning(&zero, what)
            .advice("leave both cells empty if the place is not known"),
    ]
}

/// Many points at the place of another.
fn shared(places: &Named<'_>) -> Option<Warning> {
    let key = |place: LatLon| (place.lat().to_bits(), place.lon().to_bits());
    let mut seen: HashMap<(u64, u64), usize> = HashMap::new();
    for &(_, place, _) in &places.all {
        *seen.entry(key(place)).or_default() += 1;
    }
    let all = places.all.iter().enumerate();
    let shared: Vec<usize> = all
        .filter(|(_, (_, place, _))| seen[&key(*place)] > 1)
        .map(|(number, _)| number)
        .collect();
    if shared.len() as f64 <= SHARED * places.all.len() as f64 {
        return None;
    }
    let what = format!(
        "{} of {} lie exactly where another one does",
        shared.len(),
        places.count(places.all.len())
    );
    Some(places.warning(&shared, what))
}

/// Places far from all of the other side: all of them, or a few.
fn far(points: &Named<'_>, sites: &Named<'_>) -> Vec<Warning> {
    if points.all.is_empty() || sites.all.is_empty() {
        return Vec::new();
    }
    let (point_index, site_index) = (points.index(), sites.index());
    let km = points.nearest_km(&site_index);
    let usual = median(km.clone()).unwrap_or_default();
    if usual > APART_KM {
        let which: Vec<usize> = (0..km.len()).filter(|&point| km[point] >= usual).collect();
        let what = format!("half of the demand points are {usual:.0} km or more from every site");
        return vec![points.warning(&which, what).advice(
            "do both files use the coordinate system named in the study, and are these the right \
             hospitals?",
        )];
    }
    let sites_km = sites.nearest_km(&point_index);
    let usual_of_sites = median(sites_km.clone()).unwrap_or_default();
    [
        outliers(points, &km, usual, &site_index),
        outliers(sites, &sites_km, usual_of_sites, &point_index),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn outliers(places: &Named<'_>, km: &[f64], usual: f64, others: &PlaceIndex) -> Option<Warning> {
    let zero = places.at_zero();
    let is_far = |&place: &usize| {
        km[place] > FAR_KM && km[place] > TIMES_MEDIAN * usual && !zero.contains(&place)
    };
    let far: Vec<usize> = (0..km.len()).filter(is_far).collect();
    let (&first, other) = (far.first()?, places.what[1]);
    let what = if far.len() == 1 {
        format!(
            "{} is {:.0} km from every {other}",
            places.all[first].0, km[first]
        )
    } else {
        let least = far
            .iter()
            .map(|&place| km[place])
            .fold(f64::INFINITY, f64::min);
        format!(
            "{} are {least:.0} km or more from every {other}",
            places.count(far.len())
        )
    };
    let swapped = far.iter().filter(|&&place| {
        let place = places.all[place].1;
        let swapped = LatLon::try_new(place.lon(), place.lat());
        swapped.is_ok_and(|swapped| nearest_km(others, swapped) < NEAR_KM)
    });
    let swapped: Vec<&str> = swapped.map(|&place| places.all[place].0).collect();
    let advice = if swapped.is_empty() {
        "check the coordinates".to_owned()
    } else if swapped.len() == far.len() {
        "are latitude and longitude exchanged?".to_owned()
    } else {
        let named = swapped.iter().take(Warning::NAMED).copied();
        let named: Vec<&str> = named.collect();
        format!(
            "check the coordinates; are latitude and longitude of {} exchanged?",
            named.join(", ")
        )
    };
    let mut warning = places.warning(&far, what).advice(advice);
    // A single one is named in the sentence.
    if far.len() == 1 {
        warning.examples.clear();
    }
    Some(warning)
}
