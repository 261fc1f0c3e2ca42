//! What the files say of each other.

use super::error::LoadError;
use super::input_report::{InputReport, Mismatch};
use super::near_ids::{self, NearIds};
use super::travel_times::Table;
use super::warning::Warning;
use super::wording::no_row;
use crate::model::{DemandPoint, Layout, PointIndex, Site, SiteIndex};
use crate::travel::Missing;
use crate::units::{Demand, Share};
use crate::wording::counted;
use rayon::prelude::*;

/// A table of travel times and what it is for.
pub(super) struct Checked<'a> {
    pub(super) file: &'a str,
    pub(super) table: &'a Table,
    pub(super) missing: Missing,
    /// Share of the demand that may lie at points without a row.
    pub(super) max_without_row: Share,
    pub(super) population: &'a str,
    pub(super) points: &'a [DemandPoint],
    pub(super) sites: &'a [Site],
    pub(super) layouts: &'a [Layout],
}

/// Compares a table of travel times with the points, sites and layouts it is for; the points of
/// which nothing is known, as it has no row of them and nothing else fills in.
pub(super) fn table(
    checked: &Checked<'_>,
    report: &mut InputReport,
) -> Result<Vec<PointIndex>, LoadError> {
    if checked.missing == Missing::Unreachable {
        checked.every_layout_site_has_times()?;
    }
    let without = checked.points_without_row(report)?;
    checked.sites_without_times(report);
    count_pairs(checked.table, checked.points, checked.layouts, report);
    Ok(match checked.missing {
        Missing::Unreachable => without,
        Missing::StraightLine(_) => Vec::new(),
    })
}

impl Checked<'_> {
    fn every_layout_site_has_times(&self) -> Result<(), LoadError> {
        let (table, sites) = (self.table, self.sites);
        for layout in self.layouts {
            for &site in layout.sites() {
                if table.matrix.times_to(site).all(|time| time.is_none()) {
                    let id = &sites[site.get()].id;
                    let near = NearIds::new([id.as_str()]);
                    let unknown = table.unknown_sites.iter();
                    let guesses: Vec<_> = unknown.filter_map(|found| near.guess(found)).collect();
                    return Err(LoadError::SiteWithoutTimes {
                        file: self.file.to_owned(),
                        id: id.clone(),
                        layout: layout.name().to_owned(),
                        guess: near_ids::in_words(&guesses),
                    });
                }
            }
        }
        Ok(())
    }

    /// Reports the demand points without a row, and refuses the table where they are too many.
    fn points_without_row(&self, report: &mut InputReport) -> Result<Vec<PointIndex>, LoadError> {
        let all = (0..).map(PointIndex).zip(self.points);
        let without: Vec<(PointIndex, &DemandPoint)> = all
            .zip(&self.table.has_origin)
            .filter_map(|(point, has)| (!has).then_some(point))
            .collect();
        let ids: Vec<&String> = without.iter().map(|(_, point)| &point.id).collect();
        let demand: Demand = without.iter().map(|(_, point)| point.demand).sum();
        let near = NearIds::new(ids.iter().map(|id| id.as_str()));
        let unknown = self.table.unknown_origins.iter();
        let guesses: Vec<_> = unknown.filter_map(|found| near.guess(found)).collect();
        let guess = near_ids::in_words(&guesses);
        let percent = demand
            .percent_of(self.points.iter().map(|point| point.demand).sum())
            .unwrap_or(0.0);
        let allowed = 100.0 * self.max_without_row.as_f64();
        if self.missing == Missing::Unreachable && percent > allowed {
            return Err(LoadError::WithoutRow {
                file: self.file.to_owned(),
                population: self.population.to_owned(),
                count: ids.len(),
                all: self.points.len(),
                percent,
                allowed,
                examples: ids.iter().take(Warning::NAMED).copied().cloned().collect(),
                guess,
            });
        }
        // Points without demand change no figure: those alone are a remark, not a warning.
        if guess.is_some() || self.missing == Missing::Unreachable && demand > Demand::ZERO {
            let warning = Warning::of_file(self.file, ids.len(), no_row(ids.len()))
                .demand(demand)
                .examples(ids.iter().copied());
            report.warnings.push(match guess {
                Some(guess) => warning.advice(guess),
                None => warning.advice(
                    "they are counted separately from those who cannot reach a centre; if they \
                     have no route, give them a row of empty cells",
                ),
            });
        }
        let what = format!("demand points without a row in {}", self.file);
        let mismatch = Mismatch::of_ids(what, &ids).map(|mismatch| Mismatch {
            demand: Some(demand),
            ..mismatch
        });
        report.mismatches.extend(mismatch);
        Ok(without.into_iter().map(|(point, _)| point).collect())
    }

    fn sites_without_times(&self, report: &mut InputReport) {
        let (file, table) = (self.file, self.table);
        let ids: Vec<&String> = self
            .sites
            .iter()
            .zip(&table.has_site)
            .filter_map(|(site, has)| (!has).then_some(&site.id))
            .collect();
        let near = NearIds::new(ids.iter().map(|id| id.as_str()));
        let unknown = table.unknown_sites.iter();
        let guesses: Vec<_> = unknown.filter_map(|found| near.guess(found)).collect();
        if let Some(guess) = near_ids::in_words(&guesses) {
            let count = guesses.len();
            let sites = counted(count, "site");
            let what = format!("{sites} without times here may be spelt differently");
            report
                .warnings
                .push(Warning::of_file(file, count, what).advice(guess));
        }
        report.mismatches.extend(Mismatch::of_ids(
            format!("sites without times in {file}"),
            &ids,
        ));
        let ids: Vec<&String> = table.unknown_sites.iter().collect();
        let what = format!("sites of {file} that are not in the hospitals file");
        report.mismatches.extend(Mismatch::of_ids(what, &ids));
    }
}

/// Says which hospitals may be spelt differently in their table.
pub(super) fn hospital_table(file: &str, table: &Table, sites: &[Site], report: &mut InputReport) {
    let both = [
        (&table.has_origin, &table.unknown_origins, "row"),
        (&table.has_site, &table.unknown_sites, "column"),
    ];
    for (has, unknown, what) in both {
        let without = sites.iter().zip(has).filter(|(_, has)| !**has);
        let near = NearIds::new(without.map(|(site, _)| site.id.as_str()));
        let guesses: Vec<_> = unknown.iter().filter_map(|id| near.guess(id)).collect();
        if let Some(guess) = near_ids::in_words(&guesses) {
            let count = guesses.len();
            let hospitals = counted(count, "hospital");
            let what = format!("{hospitals} without a {what} here may be spelt differently");
            report
                .warnings
                .push(Warning::of_file(file, count, what).advice(guess));
        }
    }
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
