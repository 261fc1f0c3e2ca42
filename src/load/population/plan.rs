//! Which columns of the population's files are used.

use super::super::columns::{Header, POINT_ID, POINT_NAME, POPULATION};
use super::super::error::LoadError;
use super::super::files::FileBytes;
use super::super::input_report::FileReport;
use super::super::positions::PositionColumns;
use super::super::row_table::RowTable;
use super::super::sources;
use crate::study::{ColumnNames, PopulationFile};

/// Which columns of one file are used.
pub(super) struct Plan {
    pub(super) id: usize,
    pub(super) name: Option<usize>,
    pub(super) position: Option<PositionColumns>,
    pub(super) population: Option<usize>,
    pub(super) demand: Option<usize>,
    /// One a group of the study.
    pub(super) groups: Vec<Option<usize>>,
}

impl Plan {
    pub(super) fn of_main(
        table: &RowTable<'_>,
        choice: &PopulationFile,
    ) -> Result<Self, LoadError> {
        let (header, named) = (&table.header, &choice.columns);
        let population = header.find(POPULATION, named)?;
        Ok(Self {
            id: header.need(POINT_ID, named)?,
            name: header.find(POINT_NAME, named)?,
            position: PositionColumns::find(header, named, choice.crs.as_deref())?,
            population,
            demand: demand_column(header, choice, population),
            groups: choice
                .groups
                .0
                .iter()
                .map(|group| header.position(group))
                .collect(),
        })
    }

    /// The columns that no file before has.
    pub(super) fn of_added(
        header: &Header,
        id: usize,
        choice: &PopulationFile,
        before: &[Self],
    ) -> Result<Self, LoadError> {
        let none = ColumnNames::default();
        let missing = |has: fn(&Self) -> bool| !before.iter().any(has);
        let population = header.find(POPULATION, &none)?;
        let demand = demand_column(header, choice, population);
        let groups = choice.groups.0.iter().enumerate().map(|(number, group)| {
            let found = before.iter().any(|plan| plan.groups[number].is_some());
            if found { None } else { header.position(group) }
        });
        Ok(Self {
            id,
            name: header
                .find(POINT_NAME, &none)?
                .filter(|_| missing(|p| p.name.is_some())),
            position: if missing(|plan| plan.position.is_some()) {
                PositionColumns::find(header, &none, choice.crs.as_deref())?
            } else {
                None
            },
            population: population.filter(|_| missing(|plan| plan.population.is_some())),
            demand: demand.filter(|_| missing(|plan| plan.demand.is_some())),
            groups: groups.collect(),
        })
    }

    pub(super) fn degrees(&self, header: &Header) -> Option<[String; 2]> {
        match self.position {
            Some(PositionColumns::Degrees { lat, lon }) => Some([
                header.names.get(lat)?.clone(),
                header.names.get(lon)?.clone(),
            ]),
            _ => None,
        }
    }

    /// Every column in use, with the field it is used for.
    pub(super) fn used(&self, choice: &PopulationFile) -> Vec<(String, usize)> {
        let mut used = vec![(POINT_ID.name.to_owned(), self.id)];
        used.extend(self.name.map(|column| (POINT_NAME.name.to_owned(), column)));
        used.extend(
            self.population
                .map(|column| (POPULATION.name.to_owned(), column)),
        );
        used.extend(self.demand.map(|column| ("demand".to_owned(), column)));
        let groups = choice.groups.0.iter().zip(&self.groups);
        used.extend(
            groups.filter_map(|(group, column)| Some((format!("group {group}"), (*column)?))),
        );
        used
    }

    pub(super) fn watch(&self, table: &mut RowTable<'_>) -> Result<(), LoadError> {
        let optional = [self.name, self.population, self.demand];
        let mut columns = vec![self.id];
        columns.extend(optional.into_iter().flatten());
        columns.extend(self.groups.iter().flatten());
        columns.extend(self.position.iter().flat_map(PositionColumns::columns));
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            table.use_column(column)?;
        }
        Ok(())
    }

    pub(super) fn report(
        &self,
        choice: &PopulationFile,
        bytes: &FileBytes<'_>,
        table: &RowTable<'_>,
        role: &str,
    ) -> FileReport {
        let main = role == "population";
        let named = if main {
            choice.columns.clone()
        } else {
            ColumnNames::default()
        };
        let mut file = sources::file_report(role, bytes, table);
        for (field, column) in self.used(choice) {
            let by_study = named.named.contains_key(&field)
                || field.starts_with("group ")
                || field == "demand" && choice.demand != POPULATION.name;
            file.columns
                .push(table.header.usage(&field, column, by_study));
        }
        if let Some(position) = &self.position {
            file.notes.extend(position.note());
            file.columns.extend(position.usage(table, &named));
        }
        file
    }
}

/// The demand is a column of the study's choice; `population` is recognised by its usual names.
pub(super) fn demand_column(
    header: &Header,
    choice: &PopulationFile,
    population: Option<usize>,
) -> Option<usize> {
    let by_name = header.position(&choice.demand);
    if choice.demand == POPULATION.name {
        population.or(by_name)
    } else {
        by_name
    }
}
