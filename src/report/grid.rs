use super::manifest::{file_names, inputs_json, warnings_json};
use super::run::{whole_or_decimal, within_columns};
use super::table::{DataCell, DataTable};
use crate::grid::{CoverageTotals, GridOptions, GridResult, LayoutResult};
use crate::load::{FileReport, Warning};
use crate::output::WrittenFile;
use crate::units::Demand;
use crate::wording::counted;
use serde_json::{Value, json};

/// `summary.csv` of a grid: one row per layout.
///
/// Times are in minutes; percentages are of all people in cells that have a place.
#[must_use]
pub(crate) fn grid_summary(options: &GridOptions, result: &GridResult) -> DataTable {
    let mut table = table(options, &["layout", "centres"]);
    for layout in &result.layouts {
        let centres = DataCell::Whole(layout.totals.by_centre.len() as u64);
        push(
            &mut table,
            [DataCell::text(&layout.name), centres],
            &layout.totals.total(),
        );
    }
    table
}

/// `centres.csv` of a grid: one row per layout and centre, with its catchment.
#[must_use]
pub(crate) fn grid_centres(options: &GridOptions, result: &GridResult) -> DataTable {
    let mut table = table(options, &["layout", "centre"]);
    for ((name, centres), layout) in options.layouts.iter().zip(&result.layouts) {
        for (&centre, totals) in centres.iter().zip(&layout.totals.by_centre) {
            let id = &options.centres[usize::from(centre)].0;
            push(
                &mut table,
                [DataCell::text(name), DataCell::text(id)],
                totals,
            );
        }
    }
    table
}

/// `groups.csv` of a grid: one row per layout and group; `None` without groups.
#[must_use]
pub(crate) fn grid_groups(options: &GridOptions, result: &GridResult) -> Option<DataTable> {
    let labels = options.groups.as_ref()?.labels();
    let mut table = table(options, &["layout", "group"]);
    for layout in &result.layouts {
        for (label, totals) in labels.iter().zip(&layout.groups) {
            push(
                &mut table,
                [DataCell::text(&layout.name), DataCell::text(label)],
                totals,
            );
        }
    }
    Some(table)
}

/// `nearest.csv` of a grid: one row per layout and rank, 1 being the nearest centre; `None` if
/// only the nearest was requested.
#[must_use]
pub(crate) fn grid_ranks(options: &GridOptions, result: &GridResult) -> Option<DataTable> {
    if options.nearest < 2 {
        return None;
    }
    let mut table = table(options, &["layout", "rank"]);
    for layout in &result.layouts {
        let first = layout.totals.total();
        for (rank, totals) in (1..).zip(std::iter::once(&first).chain(&layout.ranks)) {
            push(
                &mut table,
                [DataCell::text(&layout.name), DataCell::Whole(rank)],
                totals,
            );
        }
    }
    Some(table)
}

/// The largest number of centres within a standard that has its own row.
const MOST_CENTRES: usize = 5;

/// `backup.csv` of a grid: one row per layout, standard and number of centres, with the people who
/// reach at least this many within it; `None` if they were not counted.
#[must_use]
pub(crate) fn grid_backup(options: &GridOptions, result: &GridResult) -> Option<DataTable> {
    if !options.backup {
        return None;
    }
    let columns = [
        "layout",
        "standard_minutes",
        "centres_at_least",
        "population",
        "percent",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for layout in &result.layouts {
        let most = layout.totals.by_centre.len().min(MOST_CENTRES);
        for (&standard, by_count) in options.standards.iter().zip(&layout.backup) {
            let all: Demand = by_count.iter().copied().sum();
            for centres in 1..=most {
                let people: Demand = by_count.iter().skip(centres).copied().sum();
                table.push(vec![
                    DataCell::text(&layout.name),
                    DataCell::Number(standard.as_f64(), 2),
                    DataCell::Whole(centres as u64),
                    people_cell(people),
                    DataCell::percent(people.percent_of(all)),
                ]);
            }
        }
    }
    Some(table)
}

/// A layout's figures in one line, as under the title of a map.
#[must_use]
pub(crate) fn grid_sentence(options: &GridOptions, layout: &LayoutResult) -> String {
    let total = layout.totals.total();
    let centres = layout.totals.by_centre.len();
    let mut parts = vec![counted(centres, "centre")];
    let mean = total.mean_minutes();
    parts.extend(mean.map(|mean| format!("mean {mean:.1} min")));
    let standards = options.standards.iter().enumerate();
    let within: Vec<String> = standards
        .filter_map(|(n, &standard)| {
            let percent = total.within_percent(n)?;
            Some(format!(
                "{percent:.1}% within {}",
                whole_or_decimal(standard)
            ))
        })
        .collect();
    if !within.is_empty() {
        parts.push(format!("{} min", within.join(", ")));
    }
    parts.push(model(options).to_owned());
    parts.join(" · ")
}

/// How the times of a grid are found.
#[must_use]
pub(crate) fn model(options: &GridOptions) -> &'static str {
    match options.surface {
        Some(_) => "friction surface",
        None => "straight-line model",
    }
}

/// What `run.json` calls the command that computes a grid.
const GRID_RUN: &str = "grid run";

/// What computed a grid and what it wrote, for `run.json`.
#[derive(Debug)]
pub(crate) struct GridCommand<'a> {
    /// The command as it was given.
    pub(crate) words: Vec<String>,
    /// The study file, or that it is the built-in one.
    pub(crate) study_file: &'a str,
    /// The files of the folder.
    pub(crate) files: Vec<WrittenFile>,
    /// Files written elsewhere.
    pub(crate) named_files: Vec<WrittenFile>,
    /// The files that were read.
    pub(crate) inputs: Vec<FileReport>,
    /// How long it took.
    pub(crate) milliseconds: f64,
}

/// `run.json` of a grid: what was computed from what, so that it can be traced and repeated.
#[must_use]
pub(crate) fn grid_manifest(
    options: &GridOptions,
    result: &GridResult,
    command: GridCommand,
    warnings: &[Warning],
    notes: &[String],
) -> Value {
    let GridCommand {
        words,
        study_file,
        files,
        named_files,
        inputs,
        milliseconds,
    } = command;
    let named = named_files.iter().map(|file| file.path.as_str());
    let named: Vec<&str> = named.collect();
    let outputs = [files.as_slice(), &named_files].concat();
    let curve = &options.curve;
    json!({
        "program": format!("catchment {}", env!("CARGO_PKG_VERSION")),
        "command": words,
        "subcommand": GRID_RUN,
        "files": file_names(&files),
        "named_files": named,
        "outputs": outputs,
        "study_file": study_file,
        "threads": rayon::current_num_threads(),
        "inputs": inputs_json(&inputs),
        "input": options.input.display().to_string(),
        "crs": options.crs.as_ref().map(|crs| crs.code().to_owned()),
        "band": options.band,
        "layouts": options.layouts.iter().map(|(name, centres)| {
            let ids = centres.iter().map(|&n| options.centres[usize::from(n)].0.as_str());
            json!({ "name": name, "centres": ids.collect::<Vec<_>>() })
        }).collect::<Value>(),
        "times": model(options),
        "road_curve": options.surface.is_none().then(|| json!({
            "fixed_minutes": curve.fixed.as_f64(),
            "detour": curve.detour,
            "slow_kmh": curve.slow.as_f64(),
            "fast_kmh": curve.fast.as_f64(),
            "reach_km": curve.reach.as_f64() / 1e3,
        })),
        "standards_minutes": options.standards.iter().map(|s| s.as_f64()).collect::<Vec<_>>(),
        "nearest": options.nearest,
        "cells": result.cells,
        "population": result.people.as_f64(),
        "population_without_a_place": result.nowhere.as_f64(),
        "population_unreachable": result.layouts.iter().map(|layout| {
            (layout.name.clone(), json!(layout.totals.unreachable.as_f64()))
        }).collect::<serde_json::Map<_, _>>(),
        "warnings": warnings_json(warnings),
        "notes": notes,
        "milliseconds": milliseconds,
    })
}

fn table(options: &GridOptions, keys: &[&str]) -> DataTable {
    let mut columns: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
    columns.push("population".to_owned());
    if options.surface.is_some() {
        columns.push("population_unreachable".to_owned());
    }
    columns.push("mean_minutes".to_owned());
    columns.extend(within_columns(&options.standards));
    let people = options.standards.iter().copied();
    columns.extend(people.map(|s| format!("within_{}_population", whole_or_decimal(s))));
    DataTable::new(columns)
}

fn push(table: &mut DataTable, keys: [DataCell; 2], totals: &CoverageTotals) {
    let mut row = Vec::from(keys);
    row.push(people_cell(totals.everyone()));
    if table
        .columns()
        .iter()
        .any(|column| column == "population_unreachable")
    {
        row.push(people_cell(totals.unreachable));
    }
    row.push(DataCell::minutes(totals.mean_minutes()));
    row.extend((0..totals.within.len()).map(|s| DataCell::percent(totals.within_percent(s))));
    row.extend(totals.within.iter().copied().map(people_cell));
    table.push(row);
}

/// People to a millionth: a grid's totals are exact.
fn people_cell(people: Demand) -> DataCell {
    DataCell::Number(people.as_f64(), 6)
}
