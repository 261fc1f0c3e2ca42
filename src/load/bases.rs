//! The bases of helicopters.

use super::care_error::CareInputError;
use super::columns::{AIRCRAFT, BASE_ID, BASE_NAME, Field, HOURS};
use super::error::LoadError;
use super::files::StudyFiles;
use super::input_report::InputReport;
use super::positions::PositionColumns;
use super::row::Row;
use super::row_table::RowTable;
use super::sources;
use crate::flight::{Aircraft, FlyingHours, HelicopterBase};
use crate::index::PlaceIndex;
use crate::model::Site;
use crate::study::HelicopterChoice;

/// A base farther than this from every hospital is not where the study is, in kilometres: about
/// the farthest that a helicopter flies for one transfer.
const FARTHEST_KM: f64 = 200.0;

/// Reads the file of bases, ascending by id.
pub(super) fn read(
    choice: &HelicopterChoice,
    hospitals: &str,
    sites: &[Site],
    files: &StudyFiles,
    report: &mut InputReport,
) -> Result<Vec<HelicopterBase>, LoadError> {
    let places = PlaceIndex::new(sites.iter().map(|site| site.position));
    if places.is_empty() {
        return Err(LoadError::NoCoordinates {
            file: hospitals.to_owned(),
            id: sites
                .first()
                .map_or_else(String::new, |site| site.id.clone()),
            needed_by: "`[helicopter]`",
        });
    }
    let bytes = files.read(&choice.bases)?;
    let content = bytes.content()?;
    let mut table = RowTable::open(&bytes.name, &content)?;
    let columns = BaseColumns::find(&table, choice)?;
    for column in columns.all() {
        table.use_column(column)?;
    }
    let mut read: Vec<(HelicopterBase, usize)> = Vec::new();
    let mut unlisted = 0;
    while let Some(row) = table.next_row()? {
        let (base, listed) = columns.base(&row, choice)?;
        unlisted += usize::from(!listed);
        let nearest = places.nearest(base.position);
        let nearest = nearest.map_or(f64::INFINITY, |(_, distance)| distance.kilometres());
        if nearest > FARTHEST_KM {
            return Err(LoadError::Care(CareInputError::BaseOffTheMap {
                place: row.place(columns.position.columns()[0]),
                id: base.id,
                distance: nearest,
                limit: FARTHEST_KM,
            }));
        }
        read.push((base, row.offset));
    }
    read.sort_by(|(a, first), (b, second)| a.id.cmp(&b.id).then(first.cmp(second)));
    if let Some(pair) = read.windows(2).find(|pair| pair[0].0.id == pair[1].0.id) {
        return Err(LoadError::DuplicateId {
            place: table.place(pair[1].1, columns.id),
            id: pair[1].0.id.clone(),
            first: table.at(pair[0].1),
        });
    }
    let mut file = sources::file_report("bases", &bytes, &table);
    file.notes.extend(columns.position.note());
    columns.report(choice, &table, &mut file.columns);
    if unlisted > 0 {
        file.notes.push(format!(
            "the hours of {unlisted} of {} bases are missing or cannot be read",
            read.len()
        ));
    }
    report.files.push(file);
    Ok(read.into_iter().map(|(base, _)| base).collect())
}

struct BaseColumns {
    id: usize,
    position: PositionColumns,
    name: Option<usize>,
    aircraft: Option<usize>,
    hours: Option<usize>,
}

impl BaseColumns {
    fn find(table: &RowTable<'_>, choice: &HelicopterChoice) -> Result<Self, LoadError> {
        let (header, named) = (&table.header, &choice.columns);
        let coordinates = || header.missing("coordinates", &super::columns::coordinates());
        Ok(Self {
            id: header.need(BASE_ID, named)?,
            position: PositionColumns::find(header, named, choice.crs.as_deref())?
                .ok_or_else(coordinates)?,
            name: header.find(BASE_NAME, named)?,
            aircraft: header.find(AIRCRAFT, named)?,
            hours: header.find(HOURS, named)?,
        })
    }

    fn optional(&self) -> [(Field, Option<usize>); 3] {
        [
            (BASE_NAME, self.name),
            (AIRCRAFT, self.aircraft),
            (HOURS, self.hours),
        ]
    }

    fn all(&self) -> Vec<usize> {
        let mut all = vec![self.id];
        all.extend(self.position.columns());
        all.extend(self.optional().into_iter().filter_map(|(_, column)| column));
        all
    }

    /// The base of a row, and whether the row tells its hours.
    fn base(
        &self,
        row: &Row<'_>,
        choice: &HelicopterChoice,
    ) -> Result<(HelicopterBase, bool), LoadError> {
        let id = row.required(self.id, "an id")?;
        let text = |column: Option<usize>| column.map_or("", |column| row.text(column));
        let position = self
            .position
            .read(row)?
            .ok_or_else(|| LoadError::EmptyCell {
                place: row.place(self.position.columns()[0]),
                expected: "the coordinates of the base",
            })?;
        let hours = FlyingHours::recognise(text(self.hours));
        let base = HelicopterBase {
            id: id.to_owned(),
            name: Some(text(self.name))
                .filter(|name| !name.is_empty())
                .unwrap_or(id)
                .to_owned(),
            position,
            cruise: choice
                .cruise
                .unwrap_or_else(|| Aircraft::cruise_of(text(self.aircraft))),
            hours: hours.unwrap_or(choice.unlisted_hours),
        };
        Ok((base, hours.is_some()))
    }

    fn report(
        &self,
        choice: &HelicopterChoice,
        table: &RowTable<'_>,
        columns: &mut Vec<super::ColumnUse>,
    ) {
        let named = |field: Field| choice.columns.named.contains_key(field.name);
        columns.push(table.header.usage(BASE_ID.name, self.id, named(BASE_ID)));
        columns.extend(self.position.usage(table, &choice.columns));
        for (field, column) in self.optional() {
            let usage = column.map(|c| table.header.usage(field.name, c, named(field)));
            columns.extend(usage);
        }
    }
}
