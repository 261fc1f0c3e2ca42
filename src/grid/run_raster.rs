use super::input::{Band, RasterFile};
use super::output::{GridImage, ResultRaster, WholeFile};
use super::positions::RowPlaces;
use super::run::{Answered, Run};
use super::{GridError, PointCells, PointSweep, answer_raster, sum_raster};
use crate::units::Demand;

/// A cell of a band and its place on the unit sphere.
type Placed = (usize, [f64; 3]);

impl<'a> Run<'a> {
    pub(super) fn raster(&mut self, mut source: RasterFile) -> Result<(), GridError> {
        let (rows, columns) = (source.rows, source.columns);
        let at = source.georeference.clone();
        let lattice = at.lattice(rows, columns).transpose()?;
        if let Some((_, map)) = &mut self.map {
            let scale = (rows.max(columns) as f64 / 1_600.0).max(1.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small"
            )]
            let size = |cells: usize| (cells as f64 / scale).ceil() as usize;
            *map = GridImage::new(size(columns), size(rows));
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
        let mut band = Band::default();
        let mut sweep: Option<PointSweep> = None;
        while source.next_band(&mut band)? {
            self.cells += band.cells.iter().filter(|cell| !cell.is_nan()).count() as u64;
            let mut minutes = vec![f32::NAN; if lines.is_some() { band.cells.len() } else { 0 }];
            if let (Some(lattice), false) = (&lattice, self.wants_cells() || lines.is_some()) {
                self.add(&sum_raster(
                    self.question,
                    lattice,
                    band.first_row,
                    &band.cells,
                ));
            } else if let Some(lattice) = &lattice {
                self.degrees(lattice, &band, columns, rows, &mut minutes)?;
            } else {
                let places = RowPlaces::new(&at, columns);
                self.projected(&places, &band, (rows, columns), &mut sweep, &mut minutes)?;
            }
            if let (Some(lines), Some(file)) = (&mut lines, &out) {
                lines
                    .write(minutes.iter().copied())
                    .map_err(|e| wrong(file, e))?;
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
                if layout == 0
                    && let Some(minutes) = minutes.get_mut(cell)
                {
                    #[expect(clippy::cast_possible_truncation, reason = "single precision")]
                    let single = time.as_f64() as f32;
                    *minutes = single;
                }
                let people = Demand::from_millionths(super::cell::millionths(band.cells[cell]));
                if people == Demand::ZERO {
                    continue;
                }
                if layout == 0
                    && let Some((_, map)) = &mut self.map
                {
                    map.enter(
                        (column as f64 + 0.5) / columns as f64,
                        (row as f64 + 0.5) / rows as f64,
                        time,
                    );
                }
                if let Some(place) = lattice.middle(row, column) {
                    let place = place.unit_vector();
                    answered.push(Answered {
                        place,
                        people,
                        centre,
                        time,
                    });
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
                let (row, column) = (
                    band.first_row + which[cell] / columns,
                    which[cell] % columns,
                );
                if let Some(minutes) = minutes.get_mut(which[cell]) {
                    #[expect(clippy::cast_possible_truncation, reason = "single precision")]
                    let single = time.as_f64() as f32;
                    *minutes = single;
                }
                if let (Some((_, map)), true) = (&mut map, cells.people_of(cell) > Demand::ZERO) {
                    map.enter(
                        (column as f64 + 0.5) / columns as f64,
                        (row as f64 + 0.5) / rows as f64,
                        time,
                    );
                }
            })?;
            self.map = map;
        }
        Ok(())
    }
}
