//! A table of times between hospitals that is not whole.

use super::table::TimesTable;
use crate::load::{Dataset, Warning};
use crate::model::{Layout, PointIndex, SiteIndex};
use crate::pathway::HospitalGaps;
use crate::study::Study;

/// One way this many times as long as the other …
const TIMES_AS_LONG: f64 = 2.0;
/// … and by this many minutes longer: one-way streets and hills make no more than some minutes (in
/// England's table at most 10).
const MINUTES_LONGER: f64 = 30.0;

/// Says how many pairs of the hospitals in use have no time, and which ways differ.
pub(super) fn warnings(
    study: &Study,
    data: &Dataset,
    gaps: HospitalGaps,
    table: &TimesTable<'_>,
) -> Vec<Warning> {
    let used = used(study, data);
    let id = |site: SiteIndex| data.sites[site.get()].id.as_str();
    let time = |from: SiteIndex, to| table.matrix.get(PointIndex(from.0.into()), to);
    let (mut pairs, mut missing, mut uneven) = (0_usize, Vec::new(), Vec::new());
    for &from in &used {
        for &to in used.iter().filter(|&&to| to != from) {
            pairs += 1;
            match (time(from, to), time(to, from)) {
                (None, _) => missing.push(format!("{} to {}", id(from), id(to))),
                (Some(there), Some(back)) => {
                    let (there, back) = (there.as_f64(), back.as_f64());
                    if there > TIMES_AS_LONG * back && there - back > MINUTES_LONGER {
                        let example =
                            format!("{} to {}: {there:.0} min, back {back:.0}", id(from), id(to));
                        uneven.push(example);
                    }
                }
                (Some(_), None) => {}
            }
        }
    }
    let mut warnings = Vec::new();
    let file = &table.file.file;
    if !missing.is_empty() {
        let taken = match gaps {
            HospitalGaps::Area => {
                "the times of the demand point nearest to the hospital are used, or else the \
                 straight-line model"
            }
            HospitalGaps::Unreachable => "they are treated as having no route",
        };
        let what = format!(
            "{} of {pairs} pairs of hospitals have no time",
            missing.len()
        );
        let count = missing.len();
        warnings.push(
            Warning::of_file(file, count, what)
                .examples(missing)
                .advice(taken),
        );
    }
    if !uneven.is_empty() {
        let what = format!(
            "{} of {pairs} pairs of hospitals take more than twice as long in one direction as in \
             the other",
            uneven.len()
        );
        let count = uneven.len();
        warnings.push(Warning::of_file(file, count, what).examples(uneven));
    }
    warnings
}

/// The units of the first tier and the sites of layouts, ascending.
fn used(study: &Study, data: &Dataset) -> Vec<SiteIndex> {
    let pathway = study.pathway.as_ref();
    let mut used = pathway.map_or_else(Vec::new, |pathway| data.sites_with(&pathway.ivt));
    used.extend(data.layouts.iter().flat_map(Layout::sites));
    used.sort_unstable();
    used.dedup();
    used
}
