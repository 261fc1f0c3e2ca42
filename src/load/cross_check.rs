//! What the files say of each other.

use super::error::LoadError;
use super::input_report::{InputReport, Mismatch};
use super::travel_times::Table;
use crate::model::{DemandPoint, Layout, Site, SiteIndex};
use crate::study::Missing;
use rayon::prelude::*;

/// Compares a table of travel times with the points, sites and layouts it is for.
pub(super) fn table(
    file: &str,
    table: &Table,
    missing: Missing,
    points: &[DemandPoint],
    sites: &[Site],
    layouts: &[Layout],
    report: &mut InputReport,
) -> Result<(), LoadError> {
    if missing == Missing::Unreachable {
        every_layout_site_has_times(file, table, sites, layouts)?;
    }
    let without: Vec<&DemandPoint> = points
        .iter()
        .zip(&table.has_origin)
        .filter_map(|(point, has)| (!has).then_some(point))
        .collect();
    let ids: Vec<&String> = without.iter().map(|point| &point.id).collect();
    let what = format!("demand points without a row in {file}");
    report
        .mismatches
        .extend(Mismatch::of_ids(what, &ids).map(|mismatch| Mismatch {
            demand: Some(without.iter().map(|point| point.demand).sum()),
            ..mismatch
        }));
    let ids: Vec<&String> = sites
        .iter()
        .zip(&table.has_site)
        .filter_map(|(site, has)| (!has).then_some(&site.id))
        .collect();
    report.mismatches.extend(Mismatch::of_ids(
        format!("sites without times in {file}"),
        &ids,
    ));
    let ids: Vec<&String> = table.unknown_sites.iter().collect();
    let what = format!("sites of {file} that are not in the hospitals");
    report.mismatches.extend(Mismatch::of_ids(what, &ids));
    count_pairs(table, points, layouts, report);
    Ok(())
}

fn every_layout_site_has_times(
    file: &str,
    table: &Table,
    sites: &[Site],
    layouts: &[Layout],
) -> Result<(), LoadError> {
    for layout in layouts {
        for &site in layout.sites() {
            if table.matrix.times_to(site).all(|time| time.is_none()) {
                return Err(LoadError::SiteWithoutTimes {
                    file: file.to_owned(),
                    id: sites[site.get()].id.clone(),
                    layout: layout.name().to_owned(),
                });
            }
        }
    }
    Ok(())
}

fn count_pairs(
    table: &Table,
    points: &[DemandPoint],
    layouts: &[Layout],
    report: &mut InputReport,
) {
    let mut sites: Vec<SiteIndex> = layouts.iter().flat_map(Layout::sites).copied().collect();
    sites.sort_unstable();
    sites.dedup();
    let columns: Vec<(usize, Vec<bool>)> = sites
        .par_iter()
        .map(|&site| {
            let reached: Vec<bool> = table
                .matrix
                .times_to(site)
                .map(|time| time.is_some())
                .collect();
            (reached.iter().filter(|reached| !**reached).count(), reached)
        })
        .collect();
    report.pairs = points.len() * sites.len();
    report.pairs_without_time = columns.iter().map(|(without, _)| without).sum();
    let nowhere = |point: usize| columns.iter().all(|(_, reached)| !reached[point]);
    for (number, point) in points
        .iter()
        .enumerate()
        .filter(|&(number, _)| nowhere(number))
    {
        let _ = number;
        report.points_without_time += 1;
        report.demand_without_time += point.demand;
    }
}
