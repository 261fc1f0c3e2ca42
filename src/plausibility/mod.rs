//! What in the input of a study is probably not what was meant.
//!
//! Nothing is changed here: a reading that looks wrong is said, with its count, the demand it
//! touches and the first ids, and the reader decides. Every threshold is a named constant with its
//! reason, and stands in `docs/reading.md`.

mod cells;
mod demand;
mod hospitals;
mod judge;
mod marks;
mod places;
mod range;
mod surface;
mod table;
mod units;
mod unremarkable;

use crate::load::{Dataset, Warning};
use crate::model::TravelTimeMatrix;
use crate::network::friction::PlacedSurface;
use crate::study::{Study, TravelChoice};
use crate::travel::TableUnit;
use table::TimesTable;

/// What is implausible about the files of a study, its table of travel times apart.
#[must_use]
pub(crate) fn warnings(study: &Study, data: &Dataset) -> Vec<Warning> {
    let points = places::Named::points(study, data);
    let sites = places::Named::sites(study, data);
    let mut warnings = demand::warnings(&study.population.file, &data.points);
    warnings.extend(places::warnings(&points, &sites));
    warnings.extend(range::warning(study, data));
    let hospital_times = study
        .pathway
        .as_ref()
        .and_then(|p| p.hospital_times.as_ref());
    if let (Some(times), Some(table)) = (hospital_times, &data.hospital_table)
        && let TableUnit::Time(unit) = times.file.unit
    {
        let origins: Vec<table::Origin<'_>> = data.sites.iter().map(table::Origin::site).collect();
        let table = TimesTable {
            file: &times.file,
            unit,
            section: "[pathway.hospital_times]",
            origins: &origins,
            sites: &data.sites,
            matrix: table,
        };
        warnings.extend(hospitals::warnings(study, data, times.gaps, &table));
        warnings.extend(of_table(&table));
    }
    warnings
}

/// What is implausible about a friction surface.
#[must_use]
pub(crate) fn of_surface(file: &str, surface: &PlacedSurface) -> Vec<Warning> {
    surface::warnings(file, surface)
}

/// What is implausible about the sites of a study, for a grid that brings its own people.
#[must_use]
pub(crate) fn of_sites(study: &Study, data: &Dataset) -> Vec<Warning> {
    places::alone(&places::Named::sites(study, data))
}

/// What is implausible about a study's table of travel times from demand points to sites, after
/// its repair.
#[must_use]
pub(crate) fn of_travel_times(
    study: &Study,
    data: &Dataset,
    matrix: &TravelTimeMatrix,
) -> Vec<Warning> {
    let TravelChoice::Table { file, .. } = &study.travel else {
        return Vec::new();
    };
    // What is plausible of costs, nobody knows.
    let TableUnit::Time(unit) = file.unit else {
        return Vec::new();
    };
    let origins: Vec<table::Origin<'_>> = data.points.iter().map(table::Origin::point).collect();
    of_table(&TimesTable {
        file,
        unit,
        section: "[travel]",
        origins: &origins,
        sites: &data.sites,
        matrix,
    })
}

/// Marks of no route first: they are left out of what is asked then. A wrong unit explains every
/// cell, so that single cells are looked at only where the unit looks right.
fn of_table(table: &TimesTable<'_>) -> Vec<Warning> {
    let (mut warnings, least_mark) = marks::warnings(table);
    let sample = table.sample(least_mark);
    match units::warning(table, &sample) {
        Some(warning) => warnings.push(warning),
        None => warnings.extend(cells::warnings(table, least_mark, &sample)),
    }
    warnings
}
