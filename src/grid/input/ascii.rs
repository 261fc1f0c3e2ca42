use super::admitted::{Admitted, Marks};
use super::cell_check::check;
use super::content::Content;
use super::raster_crs::raster_crs;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::kernel::geo_transform::GeoTransform;
use crate::load::open_input;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// An ESRI ASCII grid: six lines of header, then the cells from north to south.
///
/// Its coordinate reference system is in a file beside it with the ending `.prj`.
#[derive(Debug)]
pub(super) struct AsciiGrid {
    file: PathBuf,
    content: Content,
    reader: BufReader<File>,
    rows: usize,
    columns: usize,
    georeference: Georeference,
    marks: Marks,
    notes: Vec<String>,
    /// The rest of the line that was read last.
    words: Vec<f64>,
    line: usize,
}

impl AsciiGrid {
    pub(super) fn open(
        file: &Path,
        crs: Option<&Crs>,
        content: Content,
    ) -> Result<Self, GridError> {
        let opened = open_input(file).map_err(|e| GridError::io(file, e))?;
        let mut reader = BufReader::with_capacity(1 << 20, opened);
        let mut header = std::collections::BTreeMap::new();
        let mut first_cells = Vec::new();
        let mut line = 0;
        loop {
            line += 1;
            let Some(text) = next_line(&mut reader, file, line)? else {
                break;
            };
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
        // GDAL writes cells that are not square with `dx` and `dy`.
        let side = |name: &str| {
            let key = if header.contains_key(name) {
                name
            } else {
                "cellsize"
            };
            let step = need(key)?;
            if step > 0.0 && step.is_finite() {
                return Ok(step);
            }
            let reason = format!("`{key}` must be above 0 (got {step})");
            Err(GridError::file(file, reason))
        };
        let (step_x, step_y) = (side("dx")?, side("dy")?);
        let edge = |[corner, centre, middle]: [&str; 3], step: f64| {
            let of_middle = header.get(centre).or_else(|| header.get(middle));
            of_middle.map_or_else(|| need(corner), |&middle| Ok(middle - step / 2.0))
        };
        let (west, south) = (
            edge(["xllcorner", "xllcenter", "xllcentre"], step_x)?,
            edge(["yllcorner", "yllcenter", "yllcentre"], step_y)?,
        );
        let (wide, high) = (step_x * columns as f64, step_y * rows as f64);
        let mut notes = Vec::new();
        // The format's own default, which many files rely on.
        let nodata = header.get("nodata_value").copied();
        if nodata.is_none() {
            notes.push("it declares no nodata value; -9999 is used".to_owned());
        }
        let middle = (west + wide / 2.0, south + high / 2.0);
        let crs = Self::crs(file, crs, content, middle, &mut notes)?;
        let transform = GeoTransform {
            west,
            north: south + high,
            step_x,
            step_y,
        };
        let georeference = Georeference::try_new(crs, transform)
            .map_err(|reason| GridError::file(file, reason))?;
        Ok(Self {
            georeference,
            file: file.to_owned(),
            content,
            reader,
            rows,
            columns,
            marks: Marks::new(Some(nodata.unwrap_or(DEFAULT_NODATA)), None, None),
            notes,
            words: first_cells,
            line,
        })
    }

    fn crs(
        file: &Path,
        given: Option<&Crs>,
        content: Content,
        middle: (f64, f64),
        notes: &mut Vec<String>,
    ) -> Result<Crs, GridError> {
        let beside = file.with_extension("prj");
        if let Ok(text) = std::fs::read(&beside) {
            let own = Crs::from_text(&String::from_utf8_lossy(&text));
            return raster_crs(
                &beside,
                Some(own.map_err(|e| e.to_string())),
                given,
                content,
                middle,
                notes,
            );
        }
        given.cloned().ok_or_else(|| {
            let or = match content {
                Content::People => ", or `--crs`",
                Content::Friction => "",
            };
            let reason = format!(
                "no coordinate reference system (expected the file `{}` beside it{or})",
                beside.file_name().unwrap_or_default().display()
            );
            GridError::file(file, reason)
        })
    }

    pub(super) fn marks(&self) -> &Marks {
        &self.marks
    }

    /// What a reader should know of how the file was read.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
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
    ) -> Result<Admitted, GridError> {
        cells.clear();
        let wanted = rows * self.columns;
        while cells.len() < wanted {
            if self.words.is_empty() {
                self.line += 1;
                let Some(text) = next_line(&mut self.reader, &self.file, self.line)? else {
                    let reason = format!(
                        "the file ends after {} of {} cells",
                        first_row * self.columns + cells.len(),
                        self.rows * self.columns
                    );
                    return Err(GridError::file(&self.file, reason));
                };
                self.words = numbers(&self.file, self.line, &text)?;
            }
            let taken = self.words.len().min(wanted - cells.len());
            cells.extend(self.words.drain(..taken));
        }
        let found = cells
            .par_chunks_mut(self.columns)
            .map(|row| self.marks.admit(row))
            .reduce(|| Admitted::NOTHING, Admitted::and);
        if !found.sound {
            check(&self.file, self.content, first_row, self.columns, cells)?;
        }
        Ok(found)
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
            let reason = format!("{more} more cells than the header says");
            return Err(GridError::file(&self.file, reason));
        }
        Ok(())
    }
}

/// The format's default for files that declare no nodata.
const DEFAULT_NODATA: f64 = -9_999.0;

/// The longest line in bytes: a row of 10 million cells with all digits.
const MOST_OF_A_LINE: u64 = 1 << 28;

/// The next line; `None` at the end.
fn next_line(
    reader: &mut BufReader<File>,
    file: &Path,
    line: usize,
) -> Result<Option<String>, GridError> {
    let mut text = Vec::new();
    let read = reader.take(MOST_OF_A_LINE).read_until(b'\n', &mut text);
    if read.map_err(|e| GridError::io(file, e))? as u64 == MOST_OF_A_LINE {
        return Err(GridError::at(
            file,
            line,
            "a line that does not end (expected rows of cells)",
        ));
    }
    if text.is_empty() {
        return Ok(None);
    }
    let text = String::from_utf8(text);
    text.map(Some).map_err(|_| {
        GridError::at(
            file,
            line,
            "expected a number (got bytes that are not text)",
        )
    })
}

fn numbers(file: &Path, line: usize, text: &str) -> Result<Vec<f64>, GridError> {
    text.split_whitespace()
        .map(|word| {
            word.parse().map_err(|_| {
                let word: String = word.chars().take(40).collect();
                let comma = if word.contains(',') {
                    "; use a decimal point"
                } else {
                    ""
                };
                GridError::at(
                    file,
                    line,
                    format!("expected a number (got `{word}`{comma})"),
                )
            })
        })
        .collect()
}
