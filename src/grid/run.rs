use super::input::{Band, PointStream, PointsCsv, PointsParquet, RasterFile};
use super::output::{GridImage, ResultColumns, ResultRaster, ResultTable, WholeFile};
use super::output::{write_centres, write_groups, write_summary};
use super::positions::RowPlaces;
use super::{
    Centres, Crs, GridError, GroupPolygons, LayoutTally, PointCells, PointSweep, Question,
    SecondTable, Tally, answer_raster, sum_raster,
};
use crate::model::LatLon;
use crate::study::RoadCurve;
use crate::units::{Demand, Minutes};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// All choices of one run over a file of cells.
#[derive(Debug, Clone)]
pub struct GridOptions {
    /// GeoTIFF (`.tif`, `.tiff`), ESRI ASCII (`.asc`), CSV (`.csv`) or Parquet (`.parquet`).
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
    /// GeoTIFF of minutes for the first layout, where the input is a raster.
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
            && layout.last().is_some_and(|&last| usize::from(last) < centres.len());
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
    let ending = options.input.extension().unwrap_or_default().to_ascii_lowercase();
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

struct Run<'a> {
    options: &'a GridOptions,
    question: &'a Question<'a>,
    progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    tallies: Vec<LayoutTally>,
    /// By layout, then by group.
    groups: Vec<Vec<Tally>>,
    cells: u64,
    people: Demand,
    nowhere: Demand,
    table: Option<(WholeFile, ResultTable)>,
    raster: Option<WholeFile>,
    map: Option<(WholeFile, GridImage)>,
}

/// A cell with its answers for one layout.
struct Answered {
    place: [f64; 3],
    people: Demand,
    centre: u16,
    time: Minutes,
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
        let groups = options.groups.as_ref().map_or(0, |groups| groups.labels().len());
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
    fn wants_cells(&self) -> bool {
        self.options.groups.is_some()
            || self.table.is_some()
            || self.raster.is_some()
            || self.map.is_some()
    }

    fn report(&mut self, part: f64) -> Result<(), GridError> {
        let cells = self.cells;
        match (self.progress)(Progress { cells, part }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(GridError::Cancelled),
        }
    }

    fn add(&mut self, tallies: &[LayoutTally]) {
        for (mine, theirs) in self.tallies.iter_mut().zip(tallies) {
            mine.merge(theirs);
        }
        if let Some(first) = tallies.first() {
            self.people += first.total().people;
        }
    }

    fn points(&mut self, stream: &mut dyn PointStream) -> Result<(), GridError> {
        if let Some(file) = self.raster.as_ref().or(self.map.as_ref().map(|(file, _)| file)) {
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
    fn settle_points(
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

    fn settle(&mut self, layout: usize, answered: &[Answered]) -> Result<(), GridError> {
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
        if layout == 0 && let Some((file, table)) = &mut self.table {
            let mut chunk = ResultColumns::default();
            for cell in answered {
                let Some(place) = place_of(cell.place) else { continue };
                chunk.lon.push(place.lon());
                chunk.lat.push(place.lat());
                chunk.population.push(cell.people.as_f64());
                chunk.centre.push(i32::from(cell.centre));
                #[expect(clippy::cast_possible_truncation, reason = "minutes in single precision")]
                chunk.minutes.push(cell.time.as_f64() as f32);
            }
            table.write(&chunk).map_err(|e| GridError::file(file.name(), e))?;
        }
        Ok(())
    }

    fn raster(&mut self, mut source: RasterFile) -> Result<(), GridError> {
        let (rows, columns) = (source.rows, source.columns);
        let at = source.georeference.clone();
        let lattice = at.lattice(rows, columns).transpose()?;
        if let Some((_, map)) = &mut self.map {
            let scale = (rows.max(columns) as f64 / 1_600.0).max(1.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
            let size = |cells: usize| (cells as f64 / scale).ceil() as usize;
            *map = GridImage::new(size(columns), size(rows));
        }
        let out = self.raster.take();
        let wrong = |file: &WholeFile, e: tiff::TiffError| GridError::file(file.name(), e);
        let mut encoder = out.as_ref().map(ResultRaster::create).transpose()?;
        let mut lines = match (&mut encoder, &out) {
            (Some(encoder), Some(file)) => {
                Some(encoder.rows(rows, columns, &at).map_err(|e| wrong(file, e))?)
            }
            _ => None,
        };
        let mut band = Band::default();
        let mut sweep: Option<PointSweep> = None;
        while source.next_band(&mut band)? {
            self.cells += band.cells.iter().filter(|cell| !cell.is_nan()).count() as u64;
            let mut minutes = vec![f32::NAN; if lines.is_some() { band.cells.len() } else { 0 }];
            if let (Some(lattice), false) = (&lattice, self.wants_cells() || lines.is_some()) {
                self.add(&sum_raster(self.question, lattice, band.first_row, &band.cells));
            } else if let Some(lattice) = &lattice {
                self.degrees(lattice, &band, columns, rows, &mut minutes)?;
            } else {
                let places = RowPlaces::new(&at, columns);
                self.projected(&places, &band, (rows, columns), &mut sweep, &mut minutes)?;
            }
            if let (Some(lines), Some(file)) = (&mut lines, &out) {
                lines.write(minutes.iter().copied()).map_err(|e| wrong(file, e))?;
            }
            let read = band.first_row + band.cells.len() / columns.max(1);
            self.report(read as f64 / rows as f64)?;
        }
        if let (Some(lines), Some(file)) = (lines, &out) {
            lines.finish().map_err(|e| wrong(file, e))?;
        }
        drop(encoder);
        self.raster = out;
        Ok(())
    }

    /// A band in degrees whose cells' own answers are wanted.
    fn degrees(
        &mut self,
        lattice: &super::Lattice,
        band: &Band,
        columns: usize,
        rows: usize,
        minutes: &mut [f32],
    ) -> Result<(), GridError> {
        let (tallies, answers) = answer_raster(self.question, lattice, band.first_row, &band.cells);
        self.add(&tallies);
        for (layout, answers) in answers.iter().enumerate() {
            let mut answered = Vec::new();
            for cell in 0..band.cells.len() {
                let (Some(centre), Some(time)) = (answers.centre(cell), answers.time(cell)) else {
                    continue;
                };
                let (row, column) = (band.first_row + cell / columns, cell % columns);
                if layout == 0 && let Some(minutes) = minutes.get_mut(cell) {
                    #[expect(clippy::cast_possible_truncation, reason = "single precision")]
                    let single = time.as_f64() as f32;
                    *minutes = single;
                }
                let people = Demand::from_millionths(super::cell::millionths(band.cells[cell]));
                if people == Demand::ZERO {
                    continue;
                }
                if layout == 0 && let Some((_, map)) = &mut self.map {
                    map.enter((column as f64 + 0.5) / columns as f64, (row as f64 + 0.5) / rows as f64, time);
                }
                if let Some(place) = lattice.middle(row, column) {
                    let place = place.unit_vector();
                    answered.push(Answered { place, people, centre, time });
                }
            }
            if layout == 0 || self.options.groups.is_some() {
                self.settle(layout, &answered)?;
            }
        }
        Ok(())
    }

    /// A band of a projected raster.
    fn projected(
        &mut self,
        places: &RowPlaces,
        band: &Band,
        (rows, columns): (usize, usize),
        sweep: &mut Option<PointSweep<'a>>,
        minutes: &mut [f32],
    ) -> Result<(), GridError> {
        use rayon::prelude::*;
        let all = !minutes.is_empty();
        let found: Vec<(Vec<(usize, [f64; 3])>, Demand)> = band
            .cells
            .par_chunks(columns)
            .enumerate()
            .map(|(row, cells)| {
                let (mut found, mut nowhere) = (Vec::new(), Demand::ZERO);
                let wanted = |column: usize| cells[column] > 0.0 || all && !cells[column].is_nan();
                places.fill(band.first_row + row, wanted, |column, place| match place {
                    Some(place) => found.push((row * columns + column, place)),
                    None => {
                        nowhere += Demand::from_millionths(super::cell::millionths(cells[column]));
                    }
                });
                (found, nowhere)
            })
            .collect();
        let mut cells = PointCells::default();
        let mut which = Vec::new();
        for (row, nowhere) in found {
            self.nowhere += nowhere;
            self.people += nowhere;
            for (cell, place) in row {
                let people = super::cell::millionths(band.cells[cell]);
                cells.push_unit(place, Demand::from_millionths(people));
                which.push(cell);
            }
        }
        if cells.is_empty() {
            return Ok(());
        }
        let sweep = match sweep {
            Some(sweep) => {
                sweep.prepare(&cells);
                sweep
            }
            None => sweep.insert(PointSweep::new(self.question, &cells)),
        };
        self.add(&sweep.sum(&cells));
        if self.wants_cells() || all {
            let mut map = self.map.take();
            self.settle_points(sweep, &cells, |cell, time| {
                let (row, column) = (band.first_row + which[cell] / columns, which[cell] % columns);
                if let Some(minutes) = minutes.get_mut(which[cell]) {
                    #[expect(clippy::cast_possible_truncation, reason = "single precision")]
                    let single = time.as_f64() as f32;
                    *minutes = single;
                }
                if let (Some((_, map)), true) = (&mut map, cells.people_of(cell) > Demand::ZERO) {
                    map.enter((column as f64 + 0.5) / columns as f64, (row as f64 + 0.5) / rows as f64, time);
                }
            })?;
            self.map = map;
        }
        Ok(())
    }

    /// Writes all outputs, and only then gives them their names.
    fn finish(self) -> Result<GridResult, GridError> {
        let named = |of: Vec<LayoutTally>| -> Vec<(String, LayoutTally)> {
            let names = self.options.layouts.iter().map(|(name, _)| name.clone());
            names.zip(of).collect()
        };
        let layouts = named(self.tallies);
        let names = self.options.layouts.iter().map(|(name, _)| name.clone());
        let groups: Vec<(String, Vec<Tally>)> = names.zip(self.groups).collect();
        let (outputs, standards) = (&self.options.outputs, &self.options.standards);
        let mut ready: Vec<WholeFile> = self.raster.into_iter().collect();
        let create = |name: &Option<PathBuf>| name.as_deref().map(WholeFile::create).transpose();
        if let Some(file) = create(&outputs.summary)? {
            write_summary(&file, &layouts, standards)?;
            ready.push(file);
        }
        if let Some(file) = create(&outputs.centres)? {
            let ids: Vec<String> = self.options.centres.iter().map(|(id, _)| id.clone()).collect();
            write_centres(&file, &layouts, self.question.layouts, &ids, standards)?;
            ready.push(file);
        }
        if let (Some(file), Some(polygons)) = (create(&outputs.groups)?, &self.options.groups) {
            write_groups(&file, &groups, polygons.labels(), standards)?;
            ready.push(file);
        }
        if let Some((file, table)) = self.table {
            table.finish().map_err(|e| GridError::file(file.name(), e))?;
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
            groups: if self.options.groups.is_some() { groups } else { Vec::new() },
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
    matches!(ending.to_str(), Some("tif" | "tiff" | "asc" | "csv" | "parquet"))
}
