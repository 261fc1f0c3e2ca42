use super::error::GridRunError;
use crate::crs::Crs;
use crate::output::InputFiles;
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

    pub(super) fn folder(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| {
            let stem = self.input.file_stem().unwrap_or_default();
            Path::new("outputs").join(format!("grid-{}", stem.display()))
        })
    }

    /// The large files that are read, by their roles.
    pub(super) fn inputs(&self) -> Vec<(&'static str, PathBuf)> {
        let groups = self.groups.as_ref().map(|groups| groups.file.clone());
        let others = [
            ("friction surface", self.friction.clone()),
            ("groups", groups),
        ];
        let others = others
            .into_iter()
            .filter_map(|(role, file)| Some((role, file?)));
        std::iter::once(("cells", self.input.clone()))
            .chain(others)
            .collect()
    }

    /// The files beside the tables by the option that names them, and the ending that they must have.
    fn named(&self) -> impl Iterator<Item = (&'static str, &PathBuf, &'static str)> {
        let named = [
            ("cells", &self.cells, "parquet"),
            ("raster", &self.raster, "tif"),
            ("map", &self.map, "png"),
        ];
        let named = named.into_iter();
        named.filter_map(|(what, file, ending)| Some((what, file.as_ref()?, ending)))
    }

    /// Files are written in the format that their names say, and their names can be written down.
    pub(super) fn check_endings(&self) -> Result<(), GridRunError> {
        for (what, file, ending) in self.named() {
            let fits = file
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case(ending));
            let file = file.clone();
            if !fits {
                return Err(GridRunError::Ending { what, file, ending });
            }
            if file.to_str().is_none() {
                return Err(GridRunError::NotUtf8 { what, file });
            }
        }
        Ok(())
    }

    /// Nothing is written over what is read.
    pub(super) fn check_not_inputs(&self, inputs: &InputFiles) -> Result<(), GridRunError> {
        match self.named().find(|(_, file, _)| inputs.contains(file)) {
            Some((what, file, _)) => Err(GridRunError::IsInput {
                what,
                file: file.clone(),
            }),
            None => Ok(()),
        }
    }
}
