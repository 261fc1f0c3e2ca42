use super::degree_bands::DegreeBands;
use super::population_limit::PopulationLimit;
use super::projected_bands::ProjectedBands;
use super::running::Job;
use super::surface_sweep::SurfaceSweep;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::input::band::Band;
use crate::grid::input::raster_file::RasterFile;
use crate::grid::kernel::query::GridQuery;
use crate::grid::kernel::totals::LayoutTotals;
use crate::grid::output::image::GridImage;
use crate::grid::output::output_file::OutputFile;
use crate::grid::output::result_raster::ResultRaster;

/// Computes the cells of a raster, band by band, over a friction surface if there is one; gives the
/// raster of minutes, where one is wanted.
pub(in crate::grid) fn run_raster(
    job: &mut Job,
    mut source: RasterFile,
    surface: Option<&SurfaceSweep<'_>>,
) -> Result<Option<OutputFile>, GridError> {
    let options = job.options;
    let out = options.outputs.raster.as_deref().map(OutputFile::create);
    let out = out.transpose()?;
    let (rows, columns) = (source.rows, source.columns);
    let at = source.georeference.clone();
    let lattice = at.lattice(rows, columns).transpose();
    let lattice = lattice.map_err(|e| GridError::file(&options.input, e))?;
    if options.outputs.image {
        job.collector.image = Some(match &lattice {
            Some(_) => GridImage::for_cells(at.transform),
            None => GridImage::for_cells(at.in_degrees(rows, columns)),
        });
    }
    let lines = out.as_ref();
    let lines = lines.map(|file| ResultRaster::create(file, rows, columns, &at));
    let mut lines = lines.transpose()?;
    let mut minutes: Option<Vec<f32>> = lines.is_some().then(Vec::new);
    let mut bands = match (surface, lattice) {
        (Some(surface), _) => Bands::OnSurface(surface, at, columns),
        (None, Some(lattice)) => Bands::Degrees(DegreeBands::new(lattice)),
        (None, None) => Bands::Projected(ProjectedBands::new(at, columns)),
    };
    let (mut band, mut next) = (Band::default(), Band::default());
    let mut more = source.next_band(&mut band)?;
    let mut limit = PopulationLimit::default();
    while more {
        job.cells += band.count;
        limit.add_most(band.most_people);
        limit.check(&options.input)?;
        if let Some(minutes) = &mut minutes {
            minutes.clear();
            minutes.resize(band.cells.len(), f32::NAN);
        }
        // The next band is read while this one is computed.
        let query = job.query;
        let (read, sums) = rayon::join(|| source.next_band(&mut next), || bands.sum(query, &band));
        job.collector.add(&sums);
        bands.collect(job, &band, minutes.as_deref_mut())?;
        if let (Some(lines), Some(minutes)) = (&mut lines, &minutes) {
            lines.write(minutes)?;
        }
        let done = band.first_row + band.cells.len() / columns.max(1);
        job.report(done as f64 / rows as f64)?;
        more = read?;
        std::mem::swap(&mut band, &mut next);
    }
    if let Some(lines) = lines {
        lines.finish()?;
    }
    job.take_notes(source.notes());
    job.warnings = source.warnings();
    Ok(out)
}

/// How the bands of a raster are computed.
enum Bands<'a, 's> {
    OnSurface(&'s SurfaceSweep<'s>, Georeference, usize),
    Degrees(DegreeBands),
    Projected(ProjectedBands<'a>),
}

impl<'a> Bands<'a, '_> {
    /// The sums of a band for each layout, where they need no places of cells.
    fn sum(&self, query: &GridQuery, band: &Band) -> Vec<LayoutTotals> {
        match self {
            Self::Degrees(bands) => bands.sum(query, band),
            Self::Projected(_) | Self::OnSurface(..) => Vec::new(),
        }
    }

    /// Collects what else is wanted of a band; `minutes` has one place for each cell.
    fn collect(
        &mut self,
        job: &mut Job<'a>,
        band: &Band,
        minutes: Option<&mut [f32]>,
    ) -> Result<(), GridError> {
        match self {
            Self::OnSurface(sweep, at, columns) => {
                sweep.collect_band(job, (at, *columns), band, minutes)
            }
            Self::Degrees(bands) => bands.collect(job, band, minutes),
            Self::Projected(bands) => bands.collect(job, band, minutes),
        }
    }
}
