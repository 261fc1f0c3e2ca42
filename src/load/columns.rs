//! Which column holds what: the one place that knows the usual headers.

use super::error::LoadError;
use super::input_report::ColumnUse;
use super::text::{self, Text};
use crate::study::{ColumnNames, nearest_word};
use csv::StringRecord;

/// A field of the model and the headers it is recognised by, in order of preference.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    usual: &'static [&'static str],
}

const fn field(name: &'static str, usual: &'static [&'static str]) -> Field {
    Field::new(name, usual)
}

pub(crate) const POINT_ID: Field = field(
    "id",
    &[
        "id",
        "lsoa_code",
        "lsoa11cd",
        "lsoa21cd",
        "lsoa",
        "code",
        "area_code",
        "area_id",
    ],
);
pub(crate) const POINT_NAME: Field = field(
    "name",
    &["name", "lsoa_name", "lsoa11nm", "lsoa21nm", "area_name"],
);
pub(crate) const SITE_ID: Field = field(
    "id",
    &[
        "id",
        "site_id",
        "hospital_id",
        "site_code",
        "code",
        "postcode",
    ],
);
pub(crate) const SITE_NAME: Field = field(
    "name",
    &["name", "site_name", "hospital_name", "hospital", "site"],
);
pub(crate) const LABEL: Field = field("label", &["label", "short_name"]);
pub(crate) const LAT: Field = field("lat", &["lat", "latitude"]);
pub(crate) const LON: Field = field("lon", &["lon", "long", "longitude", "lng"]);
pub(crate) const EASTING: Field = field(
    "easting",
    &["easting", "eastings", "bng_easting", "oseast1m"],
);
pub(crate) const NORTHING: Field = field(
    "northing",
    &["northing", "northings", "bng_northing", "osnrth1m"],
);
pub(crate) const POPULATION: Field = field(
    "population",
    &["population", "pop", "residents", "all_ages"],
);
pub(crate) const BASE_ID: Field = field("id", &["id", "base_id", "code"]);
pub(crate) const BASE_NAME: Field = field("name", &["name", "base", "base_name"]);
pub(crate) const AIRCRAFT: Field = field("aircraft", &["aircraft", "helicopter", "type"]);
pub(crate) const HOURS: Field = field("hours", &["hours", "flying_hours"]);
pub(crate) const LAYOUT: Field = field("layout", &["layout", "layout_name"]);
pub(crate) const LAYOUT_SITE: Field = field(
    "site_id",
    &["site_id", "site", "hospital_id", "to_id", "id"],
);
pub(crate) const FROM_ID: Field = field(
    "from_id",
    &[
        "from_id",
        "from",
        "origin_id",
        "origin",
        "lsoa_code",
        "lsoa11cd",
        "lsoa21cd",
        "lsoa",
    ],
);
pub(crate) const TO_ID: Field = field(
    "to_id",
    &[
        "to_id",
        "to",
        "destination_id",
        "destination",
        "site_id",
        "hospital_id",
    ],
);
pub(crate) const TRAVEL_TIME: Field = field("travel_time", &["travel_time", "time", "duration"]);

/// All headers by which coordinates are recognised.
pub(crate) fn coordinates() -> Vec<&'static str> {
    [LAT, EASTING]
        .iter()
        .flat_map(|field| field.usual)
        .copied()
        .collect()
}

/// The names of a table's columns.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) file: String,
    /// The line they stand in; `None` where columns have names and no header.
    pub(crate) line: Option<usize>,
    pub(crate) names: Vec<String>,
}

impl Header {
    /// The first row of a CSV file; `rows` are those after it.
    pub(super) fn new(
        text: &Text<'_>,
        record: &StringRecord,
        rows: &str,
    ) -> Result<Self, LoadError> {
        let names: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
        let count = |c| {
            names
                .iter()
                .map(|name| name.matches(c).count())
                .sum::<usize>()
        };
        for mark in [';', '\t', '|'] {
            if let Some(delimiter) = text::delimiter_in_words(Some(mark))
                && count(mark) >= names.len()
            {
                return Err(text.other_delimiter(delimiter, rows));
            }
        }
        Ok(Self {
            file: text.file.to_owned(),
            line: Some(text.line(0)),
            names,
        })
    }

    /// The other columns with the same header, if the header says anything.
    pub(crate) fn twins_of(&self, column: usize) -> Vec<usize> {
        let name = &self.names[column];
        let rest = self.names.iter().enumerate().skip(column + 1);
        rest.filter(|(_, other)| !name.is_empty() && *other == name)
            .map(|(twin, _)| twin)
            .collect()
    }

    /// The column with exactly this header.
    pub(crate) fn position(&self, header: &str) -> Option<usize> {
        self.names.iter().position(|name| name == header.trim())
    }

    /// Whether a row of another length than the header's only has blank fields beyond the named ones, or
    /// lacks columns that have no name.
    pub(super) fn fits<'a>(&self, row: impl ExactSizeIterator<Item = &'a [u8]>) -> bool {
        let found = row.len();
        let mut beyond = row.skip(self.names.len());
        beyond.all(|field| field.trim_ascii().is_empty())
            && self.names.iter().skip(found).all(String::is_empty)
    }

    /// The column of a field: the one the study names, or one that is recognised.
    pub(crate) fn find(
        &self,
        field: Field,
        named: &ColumnNames,
    ) -> Result<Option<usize>, LoadError> {
        match named.named.get(field.name) {
            Some(header) => match self.position(header) {
                Some(column) => Ok(Some(column)),
                None => Err(self.missing(field.name, &[header])),
            },
            None => Ok(field.usual.iter().find_map(|usual| {
                self.names
                    .iter()
                    .position(|name| simplified(name) == *usual)
            })),
        }
    }

    /// As [`Self::find`], for a field that cannot do without.
    pub(crate) fn need(&self, field: Field, named: &ColumnNames) -> Result<usize, LoadError> {
        self.find(field, named)?
            .ok_or_else(|| self.missing(field.name, field.usual))
    }

    /// The column with a header that the study names.
    pub(crate) fn need_exactly(&self, field: &str, header: &str) -> Result<usize, LoadError> {
        self.position(header)
            .ok_or_else(|| self.missing(field, &[header]))
    }

    pub(crate) fn missing<S: AsRef<str>>(&self, field: &str, looked_for: &[S]) -> LoadError {
        // A column that holds a coordinate was not meant for anything else.
        let coordinates = [LAT, LON, EASTING, NORTHING];
        let is_coordinate = |name: &&String| {
            let name = simplified(name);
            let mut usual = coordinates.iter().flat_map(|field| field.usual);
            usual.any(|usual| *usual == name)
        };
        let free: Vec<&String> = self.names.iter().filter(|n| !is_coordinate(n)).collect();
        let nearest = looked_for
            .iter()
            .find_map(|s| nearest_word(s.as_ref(), &free));
        LoadError::MissingColumn {
            file: self.file.clone(),
            line: self.line.and_then(|line| u32::try_from(line).ok()),
            field: field.to_owned(),
            looked_for: looked_for.iter().map(|s| s.as_ref().to_owned()).collect(),
            found: self.names.clone().into(),
            nearest,
        }
    }

    pub(crate) fn usage(&self, field: &str, column: usize, named: bool) -> ColumnUse {
        ColumnUse {
            field: field.to_owned(),
            header: self.names[column].clone(),
            named,
        }
    }
}

impl Field {
    pub(crate) const fn new(name: &'static str, usual: &'static [&'static str]) -> Self {
        Self { name, usual }
    }

    /// Headers it is recognised by.
    pub(crate) fn usual(self) -> &'static [&'static str] {
        self.usual
    }
}

/// A header without regard to case, blanks and hyphens.
fn simplified(header: &str) -> String {
    header.to_lowercase().replace([' ', '-'], "_")
}
