use super::error::GridRunError;
use crate::grid::{GridOptions, GridResult};
use crate::load::Warning;
use crate::units::Demand;
use std::path::Path;

/// A warning where most people live in no polygon of `file`.
pub(super) fn outside_groups(
    options: &GridOptions,
    result: &GridResult,
    file: &Path,
) -> Result<Option<Warning>, GridRunError> {
    let first = result.layouts.first();
    let outside = first.and_then(|layout| layout.groups.last());
    let (Some(groups), Some(outside)) = (&options.groups, outside) else {
        return Ok(None);
    };
    let outside = outside.people;
    let placed: Demand = first.map_or(Demand::ZERO, |layout| layout.totals.total().people);
    if placed > Demand::ZERO && outside == placed {
        return Err(GridRunError::NobodyInGroups {
            file: file.display().to_string(),
            extent: groups.extent().unwrap_or_default(),
        });
    }
    let percent = outside.percent_of(placed).filter(|&percent| percent > MOST);
    Ok(percent.map(|percent| {
        let what = format!("{percent:.1}% of the people live in no polygon");
        Warning::of_file(&file.display().to_string(), 1, what)
    }))
}

/// Above this percentage of people outside all groups the polygons are perhaps not those meant.
const MOST: f64 = 50.0;
