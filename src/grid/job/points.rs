use super::collector::all_reached;
use super::far_points::FarPoints;
use super::population_limit::PopulationLimit;
use super::running::Job;
use super::surface_sweep::SurfaceSweep;
use super::workers::sum_partitions;
use crate::grid::error::GridError;
use crate::grid::input::points_file::PointsFile;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::point_sweep::PointSweep;
use crate::grid::output::image::GridImage;

/// Computes the cells of a file of points.
pub(in crate::grid) fn run_points(job: &mut Job, mut file: PointsFile) -> Result<(), GridError> {
    job.collector.image = job.options.outputs.image.then(GridImage::for_points);
    let around = file.stream().around();
    let mut far = FarPoints::new(job.query.centres);
    // A box without a far corner holds no far point.
    let far_ones = around.is_empty() || far.any(&around);
    if let (Some(shared), false, false, false) = (
        file.partitioned(),
        around.is_empty(),
        job.collector.wants_cells(),
        far_ones,
    )
        // A thread of the pool would wait for others to make room for what it waits for.
        && rayon::current_thread_index().is_none()
    {
        let sweep = PointSweep::new(job.query, &around);
        sum_partitions(job, shared, &sweep)?;
    } else {
        sum_chunks(job, &mut file, &around, far_ones.then_some(&mut far))?;
        job.warnings.extend(far.warning(&job.options.input)?);
    }
    job.take_notes(file.stream().notes());
    Ok(())
}

/// Computes the cells of a file of points over a friction surface.
pub(in crate::grid) fn run_points_on_surface(
    job: &mut Job,
    mut file: PointsFile,
    sweep: &SurfaceSweep<'_>,
) -> Result<(), GridError> {
    job.collector.image = job.options.outputs.image.then(GridImage::for_points);
    let stream = file.stream();
    let mut cells = PointCells::default();
    let mut limit = PopulationLimit::default();
    stream.next_chunk(&mut cells, &mut || {})?;
    while !cells.is_empty() {
        limit.add_cells(&cells);
        limit.check(&job.options.input)?;
        job.cells += cells.len() as u64;
        sweep.collect_points(job, &cells)?;
        job.report(stream.progress())?;
        stream.next_chunk(&mut cells, &mut || {})?;
    }
    job.take_notes(stream.notes());
    Ok(())
}

/// Sums a file chunk by chunk, and counts its far points if it can have any. `around` are places
/// around all cells; none where the file does not say.
fn sum_chunks(
    job: &mut Job,
    file: &mut PointsFile,
    around: &PointCells,
    mut far: Option<&mut FarPoints>,
) -> Result<(), GridError> {
    let (query, stream) = (job.query, file.stream());
    let (mut cells, mut next) = (PointCells::default(), PointCells::default());
    let mut sweep = None;
    stream.next_chunk(&mut cells, &mut || {
        sweep = (!around.is_empty()).then(|| PointSweep::new(query, around));
    })?;
    let mut limit = PopulationLimit::default();
    while !cells.is_empty() {
        limit.add_cells(&cells);
        limit.check(&job.options.input)?;
        if let Some(far) = &mut far {
            far.add(&cells);
        }
        // The next chunk is read while this one is computed.
        let mut sums = Vec::new();
        let read = stream.next_chunk(&mut next, &mut || {
            let sweep = sweep.get_or_insert_with(|| PointSweep::new(query, &cells));
            if around.is_empty() {
                sweep.prepare(&cells);
            }
            sums = sweep.sum(&cells);
        });
        job.cells += cells.len() as u64;
        job.collector.add(&sums);
        if let (Some(sweep), true) = (&sweep, job.collector.wants_cells()) {
            job.collector
                .collect(&cells, |layout| all_reached(sweep.allocate(layout, &cells)))?;
        }
        read?;
        job.report(stream.progress())?;
        std::mem::swap(&mut cells, &mut next);
    }
    Ok(())
}
