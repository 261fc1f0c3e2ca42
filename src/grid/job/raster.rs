use super::collector::Nearest;
use super::population_limit::Heads;
use super::row_places::RowPlaces;
use super::run::Run;
use crate::grid::error::GridError;
use crate::grid::input::raster_file::{Band, RasterFile};
use crate::grid::kernel::lattice::Lattice;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::point_sweep::PointSweep;
use crate::grid::kernel::raster_sweep::{CellAnswers, answer_raster_into, sum_raster};
use crate::grid::kernel::strip_sweep::Question;
use crate::grid::output::image::GridImage;
use crate::grid::output::result_raster::ResultRaster;
use crate::grid::output::result_table::single;
use crate::grid::output::whole::WholeFile;
use crate::units::{Demand, Minutes};
use rayon::prelude::*;

/// A cell of a band and its place on the unit sphere.
type Placed = (usize, [f64; 3]);

impl<'a> Run<'a> {
    pub(in crate::grid) fn raster(&mut self, mut source: RasterFile) -> Result<(), GridError> {
        let (rows, columns) = (source.rows, source.columns);
        let at = source.georeference.clone();
        let lattice = at.lattice(rows, columns).transpose();
        let lattice = lattice.map_err(|e| GridError::file(&self.options.input, e))?;
        if self.options.outputs.image {
            self.image = Some(match &lattice {
                Some(_) => GridImage::of_cells((at.north, at.west), (at.step_y, at.step_x)),
                None => GridImage::of_cells((90.0, -180.0), at.degrees_of_a_cell(rows, columns)),
            });
        }
        let out = self.raster.take();
        let wrong = |file: &WholeFile, e: tiff::TiffError| GridError::file(file.name(), e);
        let mut encoder = out.as_ref().map(ResultRaster::create).transpose()?;
        let mut lines = match (&mut encoder, &out) {
            (Some(encoder), Some(file)) => Some(
                encoder
                    .rows(rows, columns, &at)
                    .map_err(|e| wrong(file, e))?,
            ),
            _ => None,
        };
        let (mut band, mut next) = (Band::default(), Band::default());
        let mut minutes: Option<Vec<f32>> = lines.is_some().then(Vec::new);
        let mut kept = Vec::new();
        let mut sweep: Option<PointSweep> = None;
        let question = self.question;
        let mut more = source.next_band(&mut band)?;
        let mut heads = Heads::default();
        while more {
            self.cells += band.count;
            heads.add_most(band.most_people);
            heads.check(&self.options.input)?;
            if let Some(minutes) = &mut minutes {
                minutes.clear();
                minutes.resize(band.cells.len(), f32::NAN);
            }
            // The next band is read while this one is computed.
            let (read, sums) = rayon::join(
                || source.next_band(&mut next),
                || {
                    let sum = |lattice| sum_raster(question, lattice, band.first_row, &band.cells);
                    lattice.as_ref().map(sum)
                },
            );
            self.add(&sums.unwrap_or_default());
            if let Some(lattice) = &lattice {
                self.degrees(lattice, &band, minutes.as_deref_mut(), &mut kept)?;
            } else {
                let places = RowPlaces::new(&at, columns);
                self.projected(&places, &band, columns, &mut sweep, minutes.as_deref_mut())?;
            }
            if let (Some(lines), Some(minutes), Some(file)) = (&mut lines, &minutes, &out) {
                lines.write(minutes).map_err(|e| wrong(file, e))?;
            }
            let done = band.first_row + band.cells.len() / columns.max(1);
            self.report(done as f64 / rows as f64)?;
            more = read?;
            std::mem::swap(&mut band, &mut next);
        }
        if let (Some(lines), Some(file)) = (lines, &out) {
            lines.finish().map_err(|e| wrong(file, e))?;
        }
        drop(encoder);
        self.raster = out;
        let name = self.options.input.file_name().unwrap_or_default();
        let named = |note| format!("{}: {note}", name.display());
        self.notes = source.notes().into_iter().map(named).collect();
        self.warnings = source.warnings();
        Ok(())
    }

    /// What is wanted of a band in degrees beside its sums; `kept` is room for the answers of its
    /// cells.
    fn degrees(
        &mut self,
        lattice: &Lattice,
        band: &Band,
        minutes: Option<&mut [f32]>,
        kept: &mut Vec<CellAnswers>,
    ) -> Result<(), GridError> {
        let question = self.question;
        let answers_of = |layout: usize, kept: &mut Vec<CellAnswers>| {
            let one = Question {
                layouts: &question.layouts[layout..=layout],
                ..question.clone()
            };
            answer_raster_into(&one, lattice, band.first_row, &band.cells, kept);
        };
        if let Some(minutes) = minutes {
            answers_of(0, kept);
            minutes
                .par_iter_mut()
                .enumerate()
                .for_each(|(cell, minutes)| {
                    if let Some(time) = kept[0].time(cell) {
                        *minutes = single(time);
                    }
                });
        }
        if !self.wants_cells() {
            return Ok(());
        }
        let columns = lattice.columns();
        let mut cells = PointCells::default();
        let mut which = Vec::new();
        for (cell, place) in placed(band, columns, |row, column| lattice.unit(row, column)) {
            let people = crate::grid::kernel::cell::millionths(band.cells[cell]);
            cells.push_unit(place, Demand::from_millionths(people));
            which.push(cell);
        }
        self.settle(&cells, |layout| {
            answers_of(layout, kept);
            let answers = &kept[0];
            let of = |&cell: &usize| -> Nearest {
                let (centre, time) = (answers.centre(cell), answers.time(cell));
                (centre.unwrap_or_default(), time.unwrap_or(Minutes::ZERO))
            };
            which.par_iter().map(of).collect()
        })
    }

    /// A band of a projected raster.
    fn projected(
        &mut self,
        places: &RowPlaces,
        band: &Band,
        columns: usize,
        sweep: &mut Option<PointSweep<'a>>,
        minutes: Option<&mut [f32]>,
    ) -> Result<(), GridError> {
        let all = minutes.is_some();
        let found: Vec<(Vec<Placed>, Demand)> = band
            .cells
            .par_chunks(columns)
            .enumerate()
            .map(|(row, cells)| {
                let (mut found, mut nowhere) = (Vec::new(), Demand::ZERO);
                let wanted = |column: usize| cells[column] > 0.0 || all && !cells[column].is_nan();
                places.fill(band.first_row + row, wanted, |column, place| match place {
                    Some(place) => found.push((row * columns + column, place)),
                    None => {
                        nowhere += Demand::from_millionths(crate::grid::kernel::cell::millionths(
                            cells[column],
                        ));
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
                let people = crate::grid::kernel::cell::millionths(band.cells[cell]);
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
        if let Some(minutes) = minutes {
            for (&cell, (_, time)) in which.iter().zip(sweep.answer(0, &cells)) {
                minutes[cell] = single(time);
            }
        }
        if self.wants_cells() {
            self.settle(&cells, |layout| sweep.answer(layout, &cells))?;
        }
        Ok(())
    }
}

/// The cells of a band with people, and their places.
fn placed(
    band: &Band,
    columns: usize,
    place: impl Fn(usize, usize) -> [f64; 3] + Sync,
) -> impl Iterator<Item = Placed> {
    let rows: Vec<Vec<Placed>> = band
        .cells
        .par_chunks(columns)
        .enumerate()
        .map(|(row, cells)| {
            let people = cells.iter().enumerate().filter(|&(_, &cell)| cell > 0.0);
            people
                .map(|(column, _)| (row * columns + column, place(band.first_row + row, column)))
                .collect()
        })
        .collect();
    rows.into_iter().flatten()
}
