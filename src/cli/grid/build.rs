use super::args::GridBuildOptions;
use crate::cli::args::{Common, Format};
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::progress::Progress;
use crate::cli::study_source::StudySource;
use anyhow::{Context as _, bail};
use catchment::crs::Crs;
use catchment::grid::AddressFile;
use catchment::load::{self, Wanted};
use catchment::run::{self, GridBuild, Stages};
use catchment::units::Metres;
use serde_json::json;

/// Makes a population grid from postcode points.
pub(crate) fn build(options: &GridBuildOptions, common: &Common) -> anyhow::Result<Exit> {
    let crs = Crs::from_code(&options.crs)?;
    if crs.is_degrees() {
        bail!("--crs {}: cells need a system in metres", options.crs);
    }
    let reach = Metres::try_new(options.reach).context("--reach")?;
    let source = StudySource::open(options.study.as_deref())?;
    let progress = Progress::new(common.quiet);
    let mut stages = Stages::new(progress.observer());
    let wanted = Wanted { drawing: true };
    let data = stages.stage("read the study", || {
        load::dataset(&source.study, &source.files, wanted)
    })?;
    let addresses = stages.stage("read the points", || {
        AddressFile::read(&options.points, &options.authority)
    })?;
    interrupt::check()?;
    let GridBuild {
        grid,
        inside,
        nearest,
        total,
    } = stages.stage("build the grid", || {
        run::build_grid(&data, addresses.points, &crs, options.cell, reach)
    })?;
    interrupt::check()?;
    grid.write(&options.output, &crs, options.cell)?;
    progress.end();
    let file = options.output.display();
    match options.format {
        Format::Json => println!(
            "{:#}",
            json!({
                "file": file.to_string(),
                "cells": grid.cells.len(),
                "population": grid.people().as_f64(),
                "population_of_the_study": total.as_f64(),
                "population_at_middles": grid.at_middles.as_f64(),
                "population_without_a_place": grid.homeless.as_f64(),
                "points_of_other_authorities": addresses.elsewhere,
                "points_in_a_polygon": inside,
                "points_given_to_the_nearest_polygon": nearest,
                "points_dropped_at_shared_places": grid.dropped,
                "points_outside": grid.outside,
            })
        ),
        _ if common.quiet => {}
        _ => {
            println!(
                "{file}: {} cells of {} m, {:.0} people of {:.0}",
                grid.cells.len(),
                options.cell,
                grid.people().as_f64(),
                total.as_f64()
            );
            println!(
                "Points: {inside} in a polygon, {nearest} assigned to the nearest within {} m; {} \
                 of other authorities; not used: {} at places shared by more than {}, {} farther \
                 from every polygon",
                options.reach,
                addresses.elsewhere,
                grid.dropped,
                catchment::grid::MOST_AT_A_PLACE,
                grid.outside,
            );
            println!(
                "People in areas without a point: {:.0} placed at the middle of their area, {:.0} \
                 not placed",
                grid.at_middles.as_f64(),
                grid.homeless.as_f64()
            );
        }
    }
    Ok(Exit::Done)
}
