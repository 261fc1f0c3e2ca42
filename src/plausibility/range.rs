//! Journeys longer than those that a curve was fitted to.

use crate::load::{Dataset, Warning};
use crate::model::{LatLon, Layout, PointIndex, SiteIndex};
use crate::study::Study;
use crate::units::Demand;
use crate::wording::counted_are;
use rayon::prelude::*;

/// Says who is farther from every site of every layout than the curve was fitted to.
pub(super) fn warning(study: &Study, data: &Dataset) -> Option<Warning> {
    let fit = study.travel.curve()?.fit()?;
    let longest = fit.longest_km;
    let mut sites: Vec<SiteIndex> = data
        .layouts
        .iter()
        .flat_map(Layout::sites)
        .copied()
        .collect();
    sites.sort_unstable();
    sites.dedup();
    let places: Vec<(SiteIndex, LatLon)> = sites
        .into_iter()
        .filter_map(|site| Some((site, data.site(site).position?)))
        .collect();
    let numbers = 0..u32::try_from(data.points.len()).ok()?;
    let far: Vec<usize> = numbers
        .into_par_iter()
        .filter(|&number| {
            let point = &data.points[number as usize];
            // A journey that the table knows is not the model's.
            let known = |site| {
                let table = data.table.as_ref();
                table.is_some_and(|table| table.get(PointIndex(number), site).is_some())
            };
            point.position.is_some_and(|from| {
                !places.is_empty()
                    && places.iter().all(|&(site, to)| {
                        !known(site) && from.distance_to(to).kilometres() > longest
                    })
            })
        })
        .map(|number| number as usize)
        .collect();
    if far.is_empty() {
        return None;
    }
    let points = || far.iter().map(|&point| &data.points[point]);
    let count = far.len();
    let are = counted_are(count, "demand point");
    let what = format!(
        "{are} more than {longest} km from every site of a layout, beyond the journeys in {} that the \
         straight-line model is fitted to",
        fit.region
    );
    Some(
        Warning::of_study(count, what)
            .demand(points().map(|point| point.demand).sum::<Demand>())
            .examples(points().map(|point| point.id.as_str()))
            .advice("set your own curve in `[travel.straight_line]`, or use a table"),
    )
}
