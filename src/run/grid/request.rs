use super::error::GridRunError;
use crate::crs::Crs;
use crate::run::source::StudySource;
use crate::study::ColumnNames;
use crate::units::TravelTime;
use std::path::{Path, PathBuf};

/// Where the sites of a grid come from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum GridSites {
    /// The sites and layouts of a study.
    Study(Box<StudySource>),
    /// A CSV of sites with coordinates, which form one layout.
    Hospitals(PathBuf),
}

/// Polygons to report totals for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolygonFile {
    /// `GeoJSON`, WGS 84.
    pub file: PathBuf,
    /// The property that names the group of a polygon.
    pub property: String,
}

/// What to compute from a file of cells, and what to write.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GridRequest {
    /// The file of cells: `GeoTIFF`, ESRI ASCII, CSV or Parquet.
    pub input: PathBuf,
    /// Where the sites come from.
    pub sites: GridSites,
    /// The coordinate reference system of an input that does not name its own.
    pub crs: Option<Crs>,
    /// A friction surface to find times on, instead of by the distance.
    pub friction: Option<PathBuf>,
    /// The band of a raster with several, counted from 1.
    pub band: Option<usize>,
    /// Which of its columns hold what, where they have no usual names.
    pub columns: ColumnNames,
    /// Names of layouts; all of the study where it is empty and there are no candidates.
    pub layouts: Vec<String>,
    /// Sites of one more layout, `candidates`: capabilities, layouts or ids.
    pub candidates: Vec<String>,
    /// Time standards; those of the study where it is empty.
    pub standards: Vec<TravelTime>,
    /// Polygons to sum by as well.
    pub groups: Option<PolygonFile>,
    /// How many centres are reported for each cell, nearest first.
    pub nearest: usize,
    /// Whether the centres within each standard are counted.
    pub backup: bool,
    /// Parquet to write, one row per cell with people, for the first layout.
    pub cells: Option<PathBuf>,
    /// `GeoTIFF` of minutes to write, for the first layout of a raster.
    pub raster: Option<PathBuf>,
    /// Map of the first layout to draw, a PNG.
    pub map: Option<PathBuf>,
    /// Folder for the tables; `outputs/grid-<name of the input>` where `None`.
    pub folder: Option<PathBuf>,
}

impl GridRequest {
    /// The tables of a file of cells and nothing else.
    #[must_use]
    pub fn new(input: impl Into<PathBuf>, sites: GridSites) -> Self {
        Self {
            input: input.into(),
            sites,
            crs: None,
            friction: None,
            band: None,
            columns: ColumnNames::default(),
            layouts: Vec::new(),
            candidates: Vec::new(),
            standards: Vec::new(),
            groups: None,
            nearest: 1,
            backup: false,
            cells: None,
            raster: None,
            map: None,
            folder: None,
        }
    }

    /// The files beside the tables.
    pub(super) fn named_files(&self) -> Vec<&Path> {
        let files = [&self.cells, &self.raster, &self.map];
        files
            .into_iter()
            .filter_map(|file| file.as_deref())
            .collect()
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| {
            let stem = self.input.file_stem().unwrap_or_default();
            Path::new("outputs").join(format!("grid-{}", stem.display()))
        })
    }

    /// Files are written in the format that their names say, and not over the input.
    pub(super) fn check_names(&self) -> Result<(), GridRunError> {
        let named = [
            ("cells", &self.cells, "parquet"),
            ("raster", &self.raster, "tif"),
            ("map", &self.map, "png"),
        ];
        for (what, file, ending) in named {
            let Some(file) = file else { continue };
            let fits = file
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case(ending));
            if !fits {
                return Err(GridRunError::Ending {
                    what,
                    file: file.clone(),
                    ending,
                });
            }
            if *file == self.input {
                let file = file.clone();
                return Err(GridRunError::IsInput { what, file });
            }
        }
        Ok(())
    }
}
