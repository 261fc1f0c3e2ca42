//! `columns`: which columns of a file hold what.

use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Which columns hold what; every one that is not named is recognised by its usual names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnNames {
    /// From the field (`id`, `name`, `lat`, `lon`, `easting`, `northing`, `population`) to the
    /// header of the column that holds it.
    pub named: BTreeMap<String, String>,
}

/// From the field to the header of its column.
pub(super) type ColumnsToml = BTreeMap<Spanned<String>, String>;

/// Fields of a demand point that a study may name the column of.
pub(super) const POPULATION_FIELDS: [&str; 7] = [
    "id",
    "name",
    "lat",
    "lon",
    "easting",
    "northing",
    "population",
];

/// Fields of a site.
pub(super) const HOSPITAL_FIELDS: [&str; 7] =
    ["id", "name", "label", "lat", "lon", "easting", "northing"];

/// Fields of a base of helicopters.
pub(super) const BASE_FIELDS: [&str; 8] = [
    "id", "name", "lat", "lon", "easting", "northing", "aircraft", "hours",
];

/// Fields of a wide and of a long table of travel times.
pub(super) const WIDE_FIELDS: [&str; 1] = ["id"];
pub(super) const LONG_FIELDS: [&str; 3] = ["from_id", "to_id", "travel_time"];

/// A table of these fields, each with the header of its column.
fn of_fields<'a>(fields: impl IntoIterator<Item = &'a str>) -> Schema {
    let fields = fields.into_iter();
    let fields: Map<String, Value> = fields
        .map(|field| (field.to_owned(), json!({ "type": "string" })))
        .collect();
    json_schema!({ "type": "object", "properties": fields, "additionalProperties": false })
}

pub(super) fn of_population(_: &mut schemars::SchemaGenerator) -> Schema {
    of_fields(POPULATION_FIELDS)
}

pub(super) fn of_hospitals(_: &mut schemars::SchemaGenerator) -> Schema {
    of_fields(HOSPITAL_FIELDS)
}

pub(super) fn of_bases(_: &mut schemars::SchemaGenerator) -> Schema {
    of_fields(BASE_FIELDS)
}

pub(super) fn of_times(_: &mut schemars::SchemaGenerator) -> Schema {
    of_fields(WIDE_FIELDS.into_iter().chain(LONG_FIELDS))
}

/// The columns that a study names, each of one of these fields.
pub(super) fn read(
    form: ColumnsToml,
    fields: &[&str],
    source: &Source<'_>,
) -> Result<ColumnNames, StudyError> {
    let is_known = |field: &&Spanned<String>| fields.contains(&field.as_ref().as_str());
    if let Some(unknown) = form.keys().find(|field| !is_known(field)) {
        return Err(source.unknown_key(unknown, fields));
    }
    let named = form
        .into_iter()
        .map(|(field, header)| (field.into_inner(), header));
    Ok(ColumnNames {
        named: named.collect(),
    })
}

pub(super) fn written(columns: &ColumnNames) -> ColumnsToml {
    let named = columns.named.iter();
    named
        .map(|(field, header)| (Spanned::nowhere(field.clone()), header.clone()))
        .collect()
}
