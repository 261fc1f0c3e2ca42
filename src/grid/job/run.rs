use super::grid_run::GridRun;
use super::options::GridOptions;
use super::points::{run_points, run_points_on_surface};
use super::raster::run_raster;
use super::running::Job;
use super::surface_sweep::SurfaceSweep;
use crate::grid::error::GridError;
use crate::grid::input::content::Content;
use crate::grid::input::file_kind::{FileKind, unknown_ending};
use crate::grid::input::points_file::PointsFile;
use crate::grid::input::raster_file::RasterFile;
use crate::grid::kernel::centres::Centres;
use crate::grid::kernel::query::GridQuery;
use crate::grid::kernel::travel_time_lookup::TravelTimeLookup;
use crate::grid::progress::Progress;
use std::ops::ControlFlow;

/// Computes a file of cells chunk by chunk.
///
/// Memory does not grow with the file. `progress` is called after every chunk, or about thirty times
/// a second when threads read parts of a file by themselves, and at the end. If it breaks, the run
/// ends with [`GridError::Cancelled`]. After any error, no output is written.
///
/// # Errors
///
/// Options that contradict each other, an invalid input, an output that cannot be written, or a stop
/// on request.
pub fn run(
    options: &GridOptions,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<GridRun, GridError> {
    let places = options.centres.iter().map(|&(_, place)| place).collect();
    let centres = Centres::try_new(places)?;
    let travel_times = TravelTimeLookup::new(options.curve);
    let layouts: Vec<Vec<u16>> = options.layouts.iter().map(|(_, l)| l.clone()).collect();
    let query = GridQuery {
        centres: &centres,
        layouts: &layouts,
        travel_times: &travel_times,
        standards: &options.standards,
    };
    query.check()?;
    let surface = options.surface.as_ref();
    let surface = surface.map(|file| SurfaceSweep::new(options, &file.surface));
    let surface = surface.transpose()?;
    let crs = options.crs.as_ref();
    match FileKind::from_name(&options.input) {
        Some(FileKind::Points) => {
            let file = PointsFile::open(&options.input, crs, &options.columns)?;
            if let Some(file) = &options.outputs.raster {
                let reason = "a raster of minutes needs a raster as input (got points)";
                return Err(GridError::file(file, reason));
            }
            if options.band.is_some() {
                return Err(GridError::file(
                    &options.input,
                    "points have no bands (`--band`)",
                ));
            }
            let mut job = Job::new(options, &query, progress)?;
            match &surface {
                Some(surface) => run_points_on_surface(&mut job, file, surface)?,
                None => run_points(&mut job, file)?,
            }
            job.finish(None)
        }
        Some(FileKind::Raster) => {
            let file = RasterFile::open(&options.input, crs, options.band, Content::People)?;
            let mut job = Job::new(options, &query, progress)?;
            let raster = run_raster(&mut job, file, surface.as_ref())?;
            job.finish(raster)
        }
        None => Err(GridError::file(
            &options.input,
            unknown_ending(&options.input),
        )),
    }
}
