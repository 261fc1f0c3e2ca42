use super::input::{PointStream, PointsCsv, PointsParquet, RasterFile};
use super::output::{GridImage, ResultColumns, ResultTable, WholeFile};
use super::output::{write_centres, write_groups, write_summary};
use super::{
    Centres, Crs, GridError, GroupPolygons, LayoutTally, PointCells, PointSweep, Question,
    SecondTable, Tally,
};
use crate::model::LatLon;
use crate::study::RoadCurve;
use crate::units::{Demand, Minutes};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// All choices of one run over a file of cells.
#[derive(Debug, Clone)]
pub struct GridOptions {
    /// `GeoTIFF` (`.tif`, `.tiff`), ESRI ASCII (`.asc`), CSV (`.csv`) or Parquet (`.parquet`).
    pub input: PathBuf,
    /// The input's coordinate reference system, where the file does not say its own.
    pub crs: Option<Crs>,
    /// Each centre's id and place, in ascending order of the ids.
    pub centres: Vec<(String, LatLon)>,
    /// Each layout's name and the numbers of its centres, ascending.
    pub layouts: Vec<(String, Vec<u16>)>,
    /// Road time as a function of distance.
    pub curve: RoadCurve,
    /// Time standards, ascending, each inclusive.
    pub standards: Vec<Minutes>,
    /// Polygons to sum by as well.
    pub groups: Option<GroupPolygons>,
    /// What is written.
    pub outputs: GridOutputs,
}

/// The files of results; `None` for one that is not wanted.
#[derive(Debug, Clone, Default)]
pub struct GridOutputs {
    /// CSV, one row a layout.
    pub summary: Option<PathBuf>,
    /// CSV, one row a layout and centre.
    pub centres: Option<PathBuf>,
    /// CSV, one row a layout and group.
    pub groups: Option<PathBuf>,
    /// Parquet, one row a cell with people, for the first layout.
    pub cells: Option<PathBuf>,
    /// `GeoTIFF` of minutes for the first layout, where the input is a raster.
    pub raster: Option<PathBuf>,
    /// PNG of minutes for the first layout, where the input is a raster.
    pub map: Option<PathBuf>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Cells that have been computed.
    pub cells: u64,
    /// The part of the input that has been read, from 0 to 1.
    pub part: f64,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq)]
pub struct GridResult {
    /// Each layout's sums, in the order of the options.
    pub layouts: Vec<(String, LayoutTally)>,
    /// Each layout's sums by group, in the order of [`GroupPolygons::labels`]; none without groups.
    pub groups: Vec<(String, Vec<Tally>)>,
    /// Cells of the input, those without people included.
    pub cells: u64,
    /// All people of the input.
    pub people: Demand,
    /// People in cells that have no place on the Earth: outside the projection.
    pub nowhere: Demand,
}

/// Computes a file of cells chunk by chunk, and writes the results.
///
/// Memory does not grow with the file. `progress` is called after every chunk; where it breaks,
/// the run ends with [`GridError::Cancelled`]. Whatever the error, no output is written.
///
/// # Errors
///
/// Options that do not fit together, an input that is not what it should be, an output that
/// cannot be written, or a stop on request.
pub fn run(
    options: &GridOptions,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<GridResult, GridError> {
    let places = options.centres.iter().map(|&(_, place)| place).collect();
    let centres = Centres::try_new(places)?;
    for (number, (_, layout)) in options.layouts.iter().enumerate() {
        let sound = layout.is_sorted_by(|a, b| a < b)
            && layout
                .last()
                .is_some_and(|&last| usize::from(last) < centres.len());
        if !sound {
            return Err(GridError::Layout(number, centres.len()));
        }
    }
    if !options.standards.is_sorted() {
        return Err(GridError::Standards);
    }
    let seconds = SecondTable::new(options.curve);
    let layouts: Vec<Vec<u16>> = options.layouts.iter().map(|(_, l)| l.clone()).collect();
    let question = Question {
        centres: &centres,
        layouts: &layouts,
        seconds: &seconds,
        standards: &options.standards,
    };
    let mut run = Run::new(options, &question, progress)?;
    let ending = options
        .input
        .extension()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let crs = options.crs.as_ref();
    match ending.to_str() {
        Some("csv") => run.points(&mut PointsCsv::open(&options.input, crs)?)?,
        Some("parquet") => run.points(&mut PointsParquet::open(&options.input, crs)?)?,
        Some("tif" | "tiff" | "asc") => run.raster(RasterFile::open(&options.input, crs)?)?,
        _ => {
            let reason = "expected a name that ends in .tif, .asc, .csv or .parquet";
            return Err(GridError::file(&options.input, reason));
        }
    }
    run.finish()
}

pub(super) struct Run<'a> {
    pub(super) options: &'a GridOptions,
    pub(super) question: &'a Question<'a>,
    pub(super) progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    pub(super) tallies: Vec<LayoutTally>,
    /// By layout, then by group.
    pub(super) groups: Vec<Vec<Tally>>,
    pub(super) cells: u64,
    pub(super) people: Demand,
    pub(super) nowhere: Demand,
    pub(super) table: Option<(WholeFile, ResultTable)>,
    pub(super) raster: Option<WholeFile>,
    pub(super) map: Option<(WholeFile, GridImage)>,
}

/// A cell with its answers for one layout.
pub(super) struct Answered {
    pub(super) place: [f64; 3],
    pub(super) people: Demand,
    pub(super) centre: u16,
    pub(super) time: Minutes,
}

impl<'a> Run<'a> {
    fn new(
        options: &'a GridOptions,
        question: &'a Question<'a>,
        progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, GridError> {
        let standards = options.standards.len();
        let create = |name: &Option<PathBuf>| name.as_deref().map(WholeFile::create).transpose();
        let table = match create(&options.outputs.cells)? {
            Some(file) => {
                let table = ResultTable::create(&file)?;
                Some((file, table))
            }
            None => None,
        };
        let groups = options
            .groups
            .as_ref()
            .map_or(0, |groups| groups.labels().len());
        Ok(Self {
            tallies: options
                .layouts
                .iter()
                .map(|(_, layout)| LayoutTally::new(layout.len(), standards))
                .collect(),
            groups: vec![vec![Tally::new(standards); groups]; options.layouts.len()],
            options,
            question,
            progress,
            cells: 0,
            people: Demand::ZERO,
            nowhere: Demand::ZERO,
            table,
            raster: create(&options.outputs.raster)?,
            map: create(&options.outputs.map)?.map(|file| (file, GridImage::new(1, 1))),
        })
    }

    /// Whether each cell's own answer is wanted, not the sums alone.
    pub(super) fn wants_cells(&self) -> bool {
        self.options.groups.is_some()
            || self.table.is_some()
            || self.raster.is_some()
            || self.map.is_some()
    }

    pub(super) fn report(&mut self, part: f64) -> Result<(), GridError> {
        let cells = self.cells;
        match (self.progress)(Progress { cells, part }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(GridError::Cancelled),
        }
    }

    pub(super) fn add(&mut self, tallies: &[LayoutTally]) {
        for (mine, theirs) in self.tallies.iter_mut().zip(tallies) {
            mine.merge(theirs);
        }
        if let Some(first) = tallies.first() {
            self.people += first.total().people;
        }
    }

    fn points(&mut self, stream: &mut dyn PointStream) -> Result<(), GridError> {
        if let Some(file) = self
            .raster
            .as_ref()
            .or(self.map.as_ref().map(|(file, _)| file))
        {
            let reason = "a raster or a map is made of a raster only; points have no rows";
            return Err(GridError::file(file.name(), reason));
        }
        let mut cells = PointCells::default();
        let mut sweep: Option<PointSweep> = None;
        loop {
            stream.next_chunk(&mut cells)?;
            if cells.is_empty() {
                return Ok(());
            }
            self.cells += cells.len() as u64;
            let sweep = match &mut sweep {
                Some(sweep) => {
                    sweep.prepare(&cells);
                    sweep
                }
                None => sweep.insert(PointSweep::new(self.question, &cells)),
            };
            self.add(&sweep.sum(&cells));
            if self.wants_cells() {
                self.settle_points(sweep, &cells, |_, _| ())?;
            }
            self.report(stream.progress())?;
        }
    }

    /// Takes each cell's answers to where they are wanted; `see` gets those of the first layout.
    pub(super) fn settle_points(
        &mut self,
        sweep: &PointSweep,
        cells: &PointCells,
        mut see: impl FnMut(usize, Minutes),
    ) -> Result<(), GridError> {
        for layout in 0..self.question.layouts.len() {
            if layout > 0 && self.options.groups.is_none() {
                break;
            }
            let answers = sweep.answer(layout, cells);
            let answered = answers.iter().enumerate().map(|(cell, &(centre, time))| {
                if layout == 0 {
                    see(cell, time);
                }
                Answered {
                    place: cells.unit(cell),
                    people: cells.people_of(cell),
                    centre,
                    time,
                }
            });
            let answered: Vec<Answered> = answered.filter(|a| a.people > Demand::ZERO).collect();
            self.settle(layout, &answered)?;
        }
        Ok(())
    }

    pub(super) fn settle(&mut self, layout: usize, answered: &[Answered]) -> Result<(), GridError> {
        use rayon::prelude::*;
        if let Some(groups) = &self.options.groups {
            let of: Vec<Option<usize>> = answered
                .par_iter()
                .with_min_len(256)
                .map(|cell| Some(groups.group_of(place_of(cell.place)?)))
                .collect();
            for (cell, group) in answered.iter().zip(of) {
                let group = group.unwrap_or(groups.labels().len() - 1);
                self.groups[layout][group].add(cell.people, cell.time, &self.options.standards);
            }
        }
        if layout == 0
            && let Some((file, table)) = &mut self.table
        {
            let mut chunk = ResultColumns::default();
            for cell in answered {
                let Some(place) = place_of(cell.place) else {
                    continue;
                };
                chunk.lon.push(place.lon());
                chunk.lat.push(place.lat());
                chunk.population.push(cell.people.as_f64());
                chunk.centre.push(i32::from(cell.centre));
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "minutes in single precision"
                )]
                chunk.minutes.push(cell.time.as_f64() as f32);
            }
            table
                .write(&chunk)
                .map_err(|e| GridError::file(file.name(), e))?;
        }
        Ok(())
    }

    /// Writes all outputs, and only then gives them their names.
    fn finish(self) -> Result<GridResult, GridError> {
        let names = || self.options.layouts.iter().map(|(name, _)| name.clone());
        let layouts: Vec<(String, LayoutTally)> = names().zip(self.tallies).collect();
        let groups: Vec<(String, Vec<Tally>)> = names().zip(self.groups).collect();
        let (outputs, standards) = (&self.options.outputs, &self.options.standards);
        let mut ready: Vec<WholeFile> = self.raster.into_iter().collect();
        let create = |name: &Option<PathBuf>| name.as_deref().map(WholeFile::create).transpose();
        if let Some(file) = create(&outputs.summary)? {
            write_summary(&file, &layouts, standards)?;
            ready.push(file);
        }
        if let Some(file) = create(&outputs.centres)? {
            let ids: Vec<String> = self
                .options
                .centres
                .iter()
                .map(|(id, _)| id.clone())
                .collect();
            write_centres(&file, &layouts, self.question.layouts, &ids, standards)?;
            ready.push(file);
        }
        if let (Some(file), Some(polygons)) = (create(&outputs.groups)?, &self.options.groups) {
            write_groups(&file, &groups, polygons.labels(), standards)?;
            ready.push(file);
        }
        if let Some((file, table)) = self.table {
            table
                .finish()
                .map_err(|e| GridError::file(file.name(), e))?;
            ready.push(file);
        }
        if let Some((file, map)) = self.map {
            map.write(&file, standards)?;
            ready.push(file);
        }
        for file in ready {
            file.finish()?;
        }
        Ok(GridResult {
            layouts,
            groups: if self.options.groups.is_some() {
                groups
            } else {
                Vec::new()
            },
            cells: self.cells,
            people: self.people,
            nowhere: self.nowhere,
        })
    }
}

/// The place of a point of the unit sphere.
fn place_of([x, y, z]: [f64; 3]) -> Option<LatLon> {
    let lat = z.atan2(x.hypot(y)).to_degrees();
    LatLon::try_new(lat.clamp(-90.0, 90.0), y.atan2(x).to_degrees()).ok()
}

/// Whether a path names a format that [`run`] reads.
#[must_use]
pub fn is_grid_file(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    matches!(
        ending.to_str(),
        Some("tif" | "tiff" | "asc" | "csv" | "parquet")
    )
}
