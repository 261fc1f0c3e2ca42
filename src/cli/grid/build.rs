use super::args::GridBuildOptions;
use crate::cli::args::{Common, Format};
use crate::cli::exit::Exit;
use crate::cli::print::{self, StdoutError, whole};
use crate::cli::progress::Progress;
use crate::cli::source::source;
use anyhow::Context as _;
use catchment::run::{GridBuild, GridBuildRequest};
use catchment::units::Metres;
use serde_json::json;

/// Makes a population grid from postcode points.
pub(crate) fn build(options: &GridBuildOptions, common: &Common) -> anyhow::Result<Exit> {
    let mut request = GridBuildRequest::new(&options.points);
    request.crs.clone_from(&options.crs);
    request.crs()?;
    request.authority.clone_from(&options.authority);
    request.cell_metres = options.cell;
    request.reach = Metres::try_new(options.reach).context("--reach")?;
    let source = source(options.study.as_deref())?;
    let mut progress = Progress::new(common.quiet);
    let built = request.build(&source, &mut progress)?;
    built.write(&options.output)?;
    progress.end();
    print(&built, options, common)?;
    Ok(Exit::Done)
}

fn print(
    built: &GridBuild,
    options: &GridBuildOptions,
    common: &Common,
) -> Result<(), StdoutError> {
    let grid = &built.grid;
    let (inside, nearest, total) = (built.inside, built.nearest, built.total);
    let file = options.output.display();
    match options.format {
        Format::Json => {
            let said = json!({
                "file": file.to_string(),
                "cells": grid.cells.len(),
                "population": grid.people().as_f64(),
                "population_of_the_study": total.as_f64(),
                "population_at_middles": grid.at_middles.as_f64(),
                "population_without_a_place": grid.homeless.as_f64(),
                "points_of_other_authorities": built.elsewhere,
                "points_in_a_polygon": inside,
                "points_given_to_the_nearest_polygon": nearest,
                "points_dropped_at_shared_places": grid.dropped,
                "points_outside": grid.outside,
            });
            print::machine(format_args!("{said:#}\n"))
        }
        _ if common.quiet => Ok(()),
        _ => print::people(format_args!(
            "{file}: {} cells of {} m, {} people of {}\n\
             Points: {} in a polygon, {} assigned to the nearest within {} m; {} of other \
             authorities; not used: {} at places shared by more than {}, {} farther from every polygon\n\
             People in areas without a point: {} placed at the middle of their area, {} not placed\n",
            whole(grid.cells.len() as f64),
            options.cell,
            whole(grid.people().as_f64()),
            whole(total.as_f64()),
            whole(inside as f64),
            whole(nearest as f64),
            options.reach,
            whole(built.elsewhere as f64),
            whole(grid.dropped as f64),
            catchment::grid::MOST_AT_A_PLACE,
            whole(grid.outside as f64),
            whole(grid.at_middles.as_f64()),
            whole(grid.homeless.as_f64())
        )),
    }
}
