use super::raster::Georeference;
use crate::crs::Crs;
use crate::grid::GridError;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// An ESRI ASCII grid: six lines of header, then the cells from north to south.
///
/// Its coordinate reference system is in a file beside it with the ending `.prj`.
#[derive(Debug)]
pub(super) struct AsciiGrid {
    file: PathBuf,
    reader: BufReader<File>,
    rows: usize,
    columns: usize,
    georeference: Georeference,
    nodata: f64,
    /// What is left of the line that was read last.
    words: Vec<f64>,
    line: usize,
}

impl AsciiGrid {
    pub(super) fn open(file: &Path, crs: Option<&Crs>) -> Result<Self, GridError> {
        let opened = File::open(file).map_err(|e| GridError::io(file, e))?;
        let mut reader = BufReader::with_capacity(1 << 20, opened);
        let mut header = std::collections::BTreeMap::new();
        let mut first_cells = Vec::new();
        let mut line = 0;
        loop {
            let mut text = String::new();
            line += 1;
            let read = reader
                .read_line(&mut text)
                .map_err(|e| GridError::io(file, e))?;
            if read == 0 {
                break;
            }
            let mut words = text.split_whitespace();
            let Some(key) = words.next() else { continue };
            if key.starts_with(|c: char| c.is_ascii_alphabetic())
                && !key.eq_ignore_ascii_case("nan")
            {
                let value: f64 = words
                    .next()
                    .and_then(|value| value.parse().ok())
                    .ok_or_else(|| GridError::at(file, line, format!("`{key}` needs a number")))?;
                header.insert(key.to_ascii_lowercase(), value);
            } else {
                first_cells = numbers(file, line, &text)?;
                break;
            }
        }
        let need = |key: &str| {
            header
                .get(key)
                .copied()
                .ok_or_else(|| GridError::file(file, format!("no `{key}` in the header")))
        };
        let count = |key: &str| {
            let value = need(key)?;
            if value.fract() == 0.0 && (1.0..=1e7).contains(&value) {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "in range"
                )]
                Ok(value as usize)
            } else {
                Err(GridError::file(
                    file,
                    format!("`{key}` must be from 1 to 1e7 (got {value})"),
                ))
            }
        };
        let (rows, columns) = (count("nrows")?, count("ncols")?);
        let step = need("cellsize")?;
        if !(step > 0.0 && step.is_finite()) {
            return Err(GridError::file(
                file,
                format!("`cellsize` must be above 0 (got {step})"),
            ));
        }
        let edge = |corner: &str, centre: &str| match header.get(centre) {
            Some(&middle) => Ok(middle - step / 2.0),
            None => need(corner),
        };
        let (west, south) = (
            edge("xllcorner", "xllcenter")?,
            edge("yllcorner", "yllcenter")?,
        );
        Ok(Self {
            georeference: Georeference {
                crs: Self::crs(file, crs)?,
                west,
                north: south + step * rows as f64,
                step_x: step,
                step_y: step,
            },
            file: file.to_owned(),
            reader,
            rows,
            columns,
            nodata: header.get("nodata_value").copied().unwrap_or(f64::NAN),
            words: first_cells,
            line,
        })
    }

    fn crs(file: &Path, crs: Option<&Crs>) -> Result<Crs, GridError> {
        let beside = file.with_extension("prj");
        if let Ok(text) = std::fs::read_to_string(&beside) {
            return Crs::from_text(&text).map_err(|e| GridError::file(&beside, e));
        }
        crs.cloned().ok_or_else(|| {
            let reason = format!(
                "no coordinate reference system (expected the file `{}` beside it, or `--crs`)",
                beside.file_name().unwrap_or_default().display()
            );
            GridError::file(file, reason)
        })
    }

    pub(super) fn size(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    pub(super) fn georeference(&self) -> Georeference {
        self.georeference.clone()
    }

    pub(super) fn read(
        &mut self,
        first_row: usize,
        rows: usize,
        cells: &mut Vec<f64>,
    ) -> Result<(), GridError> {
        let wanted = rows * self.columns;
        while cells.len() < wanted {
            if self.words.is_empty() {
                let mut text = String::new();
                self.line += 1;
                let read = self.reader.read_line(&mut text);
                if read.map_err(|e| GridError::io(&self.file, e))? == 0 {
                    let reason = format!(
                        "the file ends after {} of {} cells",
                        first_row * self.columns + cells.len(),
                        self.rows * self.columns
                    );
                    return Err(GridError::file(&self.file, reason));
                }
                self.words = numbers(&self.file, self.line, &text)?;
            }
            let taken = self.words.len().min(wanted - cells.len());
            for value in self.words.drain(..taken) {
                let none = value.to_bits() == self.nodata.to_bits();
                cells.push(if none { f64::NAN } else { value });
            }
        }
        super::geotiff::check(&self.file, first_row, self.columns, cells)
    }

    /// Refuses more cells than the header promises.
    pub(super) fn expect_end(&mut self) -> Result<(), GridError> {
        let mut more = self.words.len();
        for line in (&mut self.reader).lines() {
            more += line
                .map_err(|e| GridError::io(&self.file, e))?
                .split_whitespace()
                .count();
        }
        if more > 0 {
            let reason = format!("{more} cells more than the header says");
            return Err(GridError::file(&self.file, reason));
        }
        Ok(())
    }
}

fn numbers(file: &Path, line: usize, text: &str) -> Result<Vec<f64>, GridError> {
    text.split_whitespace()
        .map(|word| {
            word.parse()
                .map_err(|_| GridError::at(file, line, format!("expected a number (got `{word}`)")))
        })
        .collect()
}
