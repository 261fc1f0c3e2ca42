use super::far_points::FarPoints;
use super::options::{GridOptions, GridResult, LayoutResult, Progress};
use super::population_limit::Heads;
use crate::grid::error::GridError;
use crate::grid::input::open_points::open_points;
use crate::grid::input::point_stream::PointStream;
use crate::grid::input::raster_file::RasterFile;
use crate::grid::kernel::centres::Centres;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::point_sweep::PointSweep;
use crate::grid::kernel::strip_sweep::Question;
use crate::grid::kernel::totals::{LayoutTally, Tally};
use crate::grid::kernel::travel_time_lookup::SecondTable;
use crate::grid::output::image::GridImage;
use crate::grid::output::result_table::ResultTable;
use crate::grid::output::whole::WholeFile;
use crate::load::Warning;
use crate::units::Demand;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A run that is done: what it found, and its files, complete but not yet under their names.
///
/// Dropped before [`GridRun::finish`], it leaves no file.
#[derive(Debug)]
pub struct GridRun {
    /// What it found.
    pub result: GridResult,
    /// The picture, where it was wanted and anybody lives anywhere.
    pub image: Option<GridImage>,
    files: Vec<WholeFile>,
}

impl GridRun {
    /// Writes one more file of results.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn add(&mut self, name: &Path, bytes: &[u8]) -> Result<(), GridError> {
        self.files.push(WholeFile::of(name, bytes)?);
        Ok(())
    }

    /// Gives all files their names.
    ///
    /// # Errors
    ///
    /// A file cannot be put under its name; those before it are there, whole.
    pub fn finish(self) -> Result<GridResult, GridError> {
        for file in self.files {
            file.finish()?;
        }
        Ok(self.result)
    }
}

/// Computes a file of cells chunk by chunk.
///
/// Memory does not grow with the file. `progress` is called after every chunk, or some thirty times
/// a second where threads read parts of a file by themselves, and at the end; where it breaks,
/// the run ends with [`GridError::Cancelled`]. Whatever the error, no output is written.
///
/// # Errors
///
/// Options that do not fit together, an input that is not what it should be, an output that
/// cannot be written, or a stop on request.
pub fn run(
    options: &GridOptions,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<GridRun, GridError> {
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
    let crs = options.crs.as_ref();
    match Kind::of(&options.input) {
        Some(Kind::Points) => {
            let mut stream = open_points(&options.input, crs, &options.columns)?;
            if let Some(file) = &options.outputs.raster {
                let reason = "a raster of minutes is made of a raster only; points have no rows";
                return Err(GridError::file(file, reason));
            }
            if options.band.is_some() {
                return Err(GridError::file(
                    &options.input,
                    "points have no bands (`--band`)",
                ));
            }
            let mut run = Run::new(options, &question, progress)?;
            run.image = options.outputs.image.then(GridImage::of_points);
            run.points(stream.as_mut())?;
            let name = options.input.file_name().unwrap_or_default();
            let named = |note| format!("{}: {note}", name.display());
            run.notes = stream.notes().into_iter().map(named).collect();
            run.finish()
        }
        Some(Kind::Raster) => {
            let source = RasterFile::open(&options.input, crs, options.band)?;
            let mut run = Run::new(options, &question, progress)?;
            run.raster(source)?;
            run.finish()
        }
        None => Err(GridError::file(
            &options.input,
            unknown_ending(&options.input),
        )),
    }
}

/// What to do with a file that is none of those that are read.
fn unknown_ending(file: &Path) -> String {
    let ending = file.extension().unwrap_or_default().to_ascii_lowercase();
    let advice = match ending.to_str().unwrap_or_default() {
        "vrt" => "; a virtual raster names other files: `gdal_translate all.vrt all.tif` makes one",
        "ovr" => "; .ovr holds smaller copies of another raster: name that one",
        "msk" => "; .msk is the mask of another raster: name that one",
        "img" | "nc" | "hdf" | "h5" | "adf" | "bil" | "flt" | "grd" | "gpkg" | "jp2" | "rst"
        | "sdat" | "xyz" | "zarr" => "; `gdal_translate` makes a GeoTIFF of most rasters",
        "gz" | "zip" | "zst" | "7z" => "; unpack it",
        _ => "",
    };
    format!("expected a name that ends in .tif, .asc, .csv (.csv.gz, .csv.zst) or .parquet{advice}")
}

/// What kind of cells a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Points,
    Raster,
}

impl Kind {
    /// By the ending of its name.
    fn of(file: &Path) -> Option<Self> {
        let ending = |name: &Path| Some(name.extension()?.to_ascii_lowercase());
        let packed = ["gz", "zst"].contains(&ending(file)?.to_str()?);
        if packed {
            // Only a table is unpacked as it is read.
            let table = ending(Path::new(file.file_stem()?))? == "csv";
            return table.then_some(Self::Points);
        }
        match ending(file)?.to_str()? {
            "csv" | "parquet" => Some(Self::Points),
            "tif" | "tiff" | "asc" => Some(Self::Raster),
            _ => None,
        }
    }
}

/// A run at work.
pub(in crate::grid) struct Run<'a> {
    pub(in crate::grid) options: &'a GridOptions,
    pub(in crate::grid) question: &'a Question<'a>,
    progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    /// One a layout.
    pub(in crate::grid) sums: Vec<LayoutResult>,
    pub(in crate::grid) cells: u64,
    pub(in crate::grid) people: Demand,
    pub(in crate::grid) nowhere: Demand,
    pub(in crate::grid) table: Option<(WholeFile, ResultTable)>,
    pub(in crate::grid) raster: Option<WholeFile>,
    pub(in crate::grid) image: Option<GridImage>,
    pub(in crate::grid) notes: Vec<String>,
    pub(in crate::grid) warnings: Vec<Warning>,
}

impl<'a> Run<'a> {
    fn new(
        options: &'a GridOptions,
        question: &'a Question<'a>,
        progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, GridError> {
        let create = |name: &Option<PathBuf>| name.as_deref().map(WholeFile::create).transpose();
        let table = match create(&options.outputs.cells)? {
            Some(file) => {
                let table = ResultTable::create(&file, options)?;
                Some((file, table))
            }
            None => None,
        };
        let standards = options.standards.len();
        let tallies = |count: usize| vec![Tally::new(standards); count];
        let groups = options.groups.as_ref().map_or(0, |g| g.labels().len());
        let sums = options.layouts.iter().map(|(name, layout)| LayoutResult {
            name: name.clone(),
            tally: LayoutTally::new(layout.len(), standards),
            groups: tallies(groups),
            ranks: tallies(options.nearest.clamp(1, layout.len()) - 1),
            backup: vec![Vec::new(); if options.backup { standards } else { 0 }],
        });
        Ok(Self {
            sums: sums.collect(),
            options,
            question,
            progress,
            cells: 0,
            people: Demand::ZERO,
            nowhere: Demand::ZERO,
            table,
            raster: create(&options.outputs.raster)?,
            image: None,
            notes: Vec::new(),
            warnings: Vec::new(),
        })
    }

    pub(in crate::grid) fn report(&mut self, part: f64) -> Result<(), GridError> {
        let cells = self.cells;
        match (self.progress)(Progress { cells, part }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(GridError::Cancelled),
        }
    }

    pub(in crate::grid) fn add(&mut self, tallies: &[LayoutTally]) {
        for (mine, theirs) in self.sums.iter_mut().zip(tallies) {
            mine.tally.merge(theirs);
        }
        if let Some(first) = tallies.first() {
            self.people += first.total().people;
        }
    }

    fn points(&mut self, stream: &mut dyn PointStream) -> Result<(), GridError> {
        let question = self.question;
        let around = stream.around();
        let mut far = FarPoints::new(question.centres);
        // A box without a far corner holds no far point.
        let far_ones = around.is_empty() || far.any(&around);
        if let (Some(file), false, false, false) = (
            stream.in_shares(),
            around.is_empty(),
            self.wants_cells(),
            far_ones,
        )
            // A thread of the pool would wait for others to make room for what it waits for.
            && rayon::current_thread_index().is_none()
        {
            return self.shares(file, &PointSweep::new(question, &around));
        }
        let (mut cells, mut next) = (PointCells::default(), PointCells::default());
        let mut sweep = None;
        stream.next_chunk(&mut cells, &mut || {
            sweep = (!around.is_empty()).then(|| PointSweep::new(question, &around));
        })?;
        let mut heads = Heads::default();
        while !cells.is_empty() {
            heads.add_cells(&cells);
            heads.check(&self.options.input)?;
            if far_ones {
                far.add(&cells);
            }
            // The next chunk is read while this one is computed.
            let mut sums = Vec::new();
            let read = stream.next_chunk(&mut next, &mut || {
                let sweep = sweep.get_or_insert_with(|| PointSweep::new(question, &cells));
                if around.is_empty() {
                    sweep.prepare(&cells);
                }
                sums = sweep.sum(&cells);
            });
            self.cells += cells.len() as u64;
            self.add(&sums);
            if let (Some(sweep), true) = (&sweep, self.wants_cells()) {
                self.settle(&cells, |layout| sweep.answer(layout, &cells))?;
            }
            read?;
            self.report(stream.progress())?;
            std::mem::swap(&mut cells, &mut next);
        }
        self.warnings.extend(far.warning(&self.options.input)?);
        Ok(())
    }

    /// Completes the files.
    fn finish(self) -> Result<GridRun, GridError> {
        let mut files: Vec<WholeFile> = self.raster.into_iter().collect();
        if let Some((file, table)) = self.table {
            table
                .finish()
                .map_err(|e| GridError::file(file.name(), e))?;
            files.push(file);
        }
        Ok(GridRun {
            result: GridResult {
                layouts: self.sums,
                cells: self.cells,
                people: self.people,
                nowhere: self.nowhere,
                notes: self.notes,
                warnings: self.warnings,
            },
            image: self.image.and_then(GridImage::finished),
            files,
        })
    }
}
