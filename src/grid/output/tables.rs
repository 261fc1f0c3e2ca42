use super::WholeFile;
use crate::grid::{GridError, LayoutTally, Tally};
use crate::units::Minutes;

/// One row a layout.
pub(in crate::grid) fn write_summary(
    file: &WholeFile,
    layouts: &[(String, LayoutTally)],
    standards: &[Minutes],
) -> Result<(), GridError> {
    let mut table = Table::new(file, &["layout", "centres"], standards)?;
    for (name, tally) in layouts {
        let centres = tally.by_centre.len().to_string();
        table.row(&[name, &centres], &tally.total())?;
    }
    table.finish()
}

/// One row a layout and centre: its catchment.
pub(in crate::grid) fn write_centres(
    file: &WholeFile,
    layouts: &[(String, LayoutTally)],
    centres_of: &[Vec<u16>],
    ids: &[String],
    standards: &[Minutes],
) -> Result<(), GridError> {
    let mut table = Table::new(file, &["layout", "centre"], standards)?;
    for ((name, tally), centres) in layouts.iter().zip(centres_of) {
        for (&centre, tally) in centres.iter().zip(&tally.by_centre) {
            table.row(&[name, &ids[usize::from(centre)]], tally)?;
        }
    }
    table.finish()
}

/// One row a layout and group.
pub(in crate::grid) fn write_groups(
    file: &WholeFile,
    layouts: &[(String, Vec<Tally>)],
    labels: &[String],
    standards: &[Minutes],
) -> Result<(), GridError> {
    let mut table = Table::new(file, &["layout", "group"], standards)?;
    for (name, tallies) in layouts {
        for (label, tally) in labels.iter().zip(tallies) {
            table.row(&[name, label], tally)?;
        }
    }
    table.finish()
}

struct Table<'a> {
    file: &'a WholeFile,
    writer: csv::Writer<std::fs::File>,
}

impl<'a> Table<'a> {
    fn new(file: &'a WholeFile, keys: &[&str], standards: &[Minutes]) -> Result<Self, GridError> {
        let mut table = Self {
            writer: csv::Writer::from_writer(file.file()?),
            file,
        };
        let mut header: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        header.extend(["population".to_owned(), "mean_minutes".to_owned()]);
        for standard in standards {
            let minutes = standard.as_f64();
            header.push(format!("population_within_{minutes}_min"));
            header.push(format!("percent_within_{minutes}_min"));
        }
        table.write(&header)?;
        Ok(table)
    }

    fn row(&mut self, keys: &[&str], tally: &Tally) -> Result<(), GridError> {
        let number = |number: Option<f64>| number.map_or_else(String::new, |n| format!("{n:.4}"));
        let mut row: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        row.push(format!("{:.6}", tally.people));
        row.push(number(tally.mean_minutes()));
        for (standard, within) in tally.within.iter().enumerate() {
            row.push(format!("{within:.6}"));
            row.push(number(tally.within_percent(standard)));
        }
        self.write(&row)
    }

    fn write(&mut self, row: &[String]) -> Result<(), GridError> {
        let written = self.writer.write_record(row);
        written.map_err(|e| GridError::file(self.file.name(), e))
    }

    fn finish(mut self) -> Result<(), GridError> {
        self.writer
            .flush()
            .map_err(|e| GridError::io(self.file.name(), e))
    }
}
