//! The weights of hours, weekdays and months at which patients come to hospital, from files.

use super::arrival_error::ArrivalFileError;
use super::error::LoadError;
use super::files::StudyFiles;
use super::input_report::InputReport;
use super::place::At;
use super::row_table::RowTable;
use super::sources;
use crate::simulate::ArrivalFactors;
use crate::study::Study;

/// What the rows of a file of weights are.
struct Parts {
    /// The column that names them.
    column: &'static str,
    /// What is in it.
    expected: &'static str,
    /// The place of one, from 0.
    place: fn(&str) -> Option<usize>,
    /// What one is called.
    name: fn(usize) -> String,
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const HOURS: Parts = Parts {
    column: "hour",
    expected: "an hour from 0 to 23",
    place: |text| text.parse().ok(),
    name: |place| place.to_string(),
};
const WEEKDAYS: Parts = Parts {
    column: "weekday",
    expected: "a day from Mon to Sun",
    place: |text| {
        let is = |day: &&str| day.eq_ignore_ascii_case(text) || day[..3].eq_ignore_ascii_case(text);
        DAYS.iter().position(is)
    },
    name: |place| DAYS[place][..3].to_owned(),
};
const MONTHS: Parts = Parts {
    column: "month",
    expected: "a month from 1 to 12",
    place: |text| text.parse::<usize>().ok()?.checked_sub(1),
    name: |place| (place + 1).to_string(),
};

/// The weights of the study, with those of its files in their places; `None` for a study without such
/// files.
pub(super) fn read(
    study: &Study,
    files: &StudyFiles,
    report: &mut InputReport,
) -> Result<Option<ArrivalFactors>, LoadError> {
    let Some(simulation) = &study.simulation else {
        return Ok(None);
    };
    let from = &simulation.arrival_files;
    let mut factors = simulation.choices.arrivals.clone();
    let mut any = false;
    for (file, parts, weights) in [
        (&from.hours, &HOURS, &mut factors.hours[..]),
        (&from.weekdays, &WEEKDAYS, &mut factors.weekdays[..]),
        (&from.months, &MONTHS, &mut factors.months[..]),
    ] {
        if let Some(file) = file {
            read_file(file, parts, weights, files, report)?;
            any = true;
        }
    }
    Ok(any.then_some(factors))
}

fn read_file(
    file: &str,
    parts: &Parts,
    weights: &mut [f64],
    files: &StudyFiles,
    report: &mut InputReport,
) -> Result<(), LoadError> {
    let bytes = files.read(file)?;
    let content = bytes.content()?;
    let mut table = RowTable::open(&bytes.name, &content)?;
    let part = table.header.need_exactly(parts.column, parts.column)?;
    let weight = table.header.need_exactly("weight", "weight")?;
    table.use_column(part)?;
    table.use_column(weight)?;
    let mut seen: Vec<Option<At>> = vec![None; weights.len()];
    while let Some(row) = table.next_row()? {
        let text = row.required(part, parts.expected)?;
        let found = (parts.place)(text).filter(|&place| place < weights.len());
        let found = found.ok_or_else(|| ArrivalFileError::Part {
            place: row.place(part),
            expected: parts.expected,
            found: text.to_owned(),
        })?;
        if let Some(first) = seen[found] {
            let (place, found) = (row.place(part), text.to_owned());
            return Err(ArrivalFileError::Twice {
                place,
                found,
                first,
            }
            .into());
        }
        seen[found] = Some(row.place(part).at);
        row.required(weight, "a weight")?;
        let number = row.number(weight)?.unwrap_or_default();
        if !(number >= 0.0 && number.is_finite()) {
            return Err(ArrivalFileError::Weight {
                place: row.place(weight),
                found: number,
            }
            .into());
        }
        weights[found] = number;
    }
    if let Some(missing) = seen.iter().position(Option::is_none) {
        return Err(ArrivalFileError::Missing {
            file: file.to_owned(),
            column: parts.column,
            missing: (parts.name)(missing),
        }
        .into());
    }
    if weights.iter().sum::<f64>() <= 0.0 {
        let file = file.to_owned();
        return Err(ArrivalFileError::NoWeight { file }.into());
    }
    let mut entry = sources::file_report("arrivals", &bytes, &table);
    for (name, column) in [(parts.column, part), ("weight", weight)] {
        entry.columns.push(table.header.usage(name, column, false));
    }
    report.files.push(entry);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_read_as_they_are_named() {
        for (parts, count) in [(&HOURS, 24), (&WEEKDAYS, 7), (&MONTHS, 12)] {
            for place in 0..count {
                assert_eq!((parts.place)(&(parts.name)(place)), Some(place));
            }
        }
        assert_eq!((WEEKDAYS.place)("sunday"), Some(6));
        for bad in ["", "0", "x", "-1"] {
            assert_eq!((MONTHS.place)(bad), None, "{bad}");
        }
    }
}
