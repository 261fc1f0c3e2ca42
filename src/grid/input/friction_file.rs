use super::band::Band;
use super::content::Content;
use super::raster_file::RasterFile;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::load::Warning;
use crate::network::friction::{FrictionError, PlacedSurface};
use std::path::Path;

/// A friction surface from a file, and how it was read.
#[derive(Debug)]
pub struct FrictionFile {
    /// The surface.
    pub surface: PlacedSurface,
    /// What is in it, and what is assumed of it.
    pub notes: Vec<String>,
    /// What is probably wrong with it.
    pub warnings: Vec<Warning>,
}

impl FrictionFile {
    /// Reads a friction surface: a `GeoTIFF` of one band (`.tif`, `.tiff`) or an ESRI ASCII grid, in
    /// minutes per metre; `crs` is the coordinate reference system of one that does not say its own. Cells
    /// without data are barriers.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is damaged or of another kind, or holds numbers that are no minutes
    /// per metre, with their row and column.
    pub fn read(file: &Path, crs: Option<&Crs>) -> Result<Self, GridError> {
        let mut raster = RasterFile::open(file, crs, None, Content::Friction)?;
        let mut cells: Vec<f32> = Vec::new();
        let mut band = Band::default();
        while raster.next_band(&mut band)? {
            #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
            cells.extend(band.cells.iter().map(|&cell| cell as f32));
        }
        let at = raster.georeference.transform;
        let cells = cells.into_iter();
        let surface = PlacedSurface::new(
            raster.georeference.crs.clone(),
            (at.west, at.north),
            (at.step_x, at.step_y),
            (raster.rows, raster.columns),
            cells.map(|cell| (!cell.is_nan()).then_some(cell)),
        );
        let surface = surface.map_err(|error| match error {
            FrictionError::Value { .. } => {
                let advice = "if this number marks cells without data, declare it: `gdal_edit.py \
                    -a_nodata`";
                GridError::file(file, format!("{error}; {advice}"))
            }
            other => GridError::file(file, other),
        })?;
        if surface.surface().range().is_none() {
            return Err(GridError::file(
                file,
                "all cells are barriers (expected minutes per metre)",
            ));
        }
        let mut notes = raster.notes();
        notes.extend(described(&surface));
        Ok(Self {
            surface,
            notes,
            warnings: raster.warnings(),
        })
    }
}

/// What a surface is made of, and what is assumed.
fn described(placed: &PlacedSurface) -> Vec<String> {
    let surface = placed.surface();
    let sizes = surface.sizes();
    let (narrow, wide) = sizes.widths().unwrap_or_default();
    let width = if wide - narrow < 0.5 {
        format!("{wide:.0} m wide")
    } else {
        format!("{narrow:.0} to {wide:.0} m wide")
    };
    let height = sizes
        .height()
        .map_or(String::new(), |height| format!(" and {height:.0} m high"));
    let cells = surface.rows() * surface.columns();
    let barriers = 100.0 * surface.barriers() as f64 / cells.max(1) as f64;
    let (least, most) = surface.range().unwrap_or_default();
    let kmh = |minutes: f32| 0.06 / f64::from(minutes);
    vec![
        format!(
            "{} rows of {} cells, {width}{height}, in {}; {barriers:.1}% of the cells are barriers",
            surface.rows(),
            surface.columns(),
            placed.crs().code(),
        ),
        format!(
            "{least} to {most} minutes per metre: {:.1} to {:.3} km/h; median {:.2} km/h",
            kmh(least),
            kmh(most),
            kmh(surface.median().unwrap_or(most)),
        ),
        "assumed: numbers are minutes per metre, cells without data are barriers, and journeys are \
         from the centre of a cell to the centre of a cell, the same in both directions"
            .to_owned(),
    ]
}
