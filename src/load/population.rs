//! The demand points, from the population file and the files that add columns to it.

use super::columns::{Header, POINT_ID, POINT_NAME, POPULATION};
use super::csv_table::{CsvTable, Row};
use super::error::LoadError;
use super::files::{FileBytes, StudyFiles};
use super::input_report::{FileReport, InputReport, Mismatch};
use super::labels::Labels;
use super::place::At;
use super::positions::PositionColumns;
use super::sources;
use super::swapped;
use crate::model::{DemandPoint, Grouping, LatLon};
use crate::study::{ColumnNames, PopulationFile};
use crate::units::Demand;
use std::collections::HashMap;

/// Demand points and the ways to group them.
pub(super) struct Population {
    pub(super) points: Vec<DemandPoint>,
    pub(super) groupings: Vec<Grouping>,
    /// The headers of latitude and longitude, if positions came so.
    pub(super) degrees: Option<[String; 2]>,
}

/// Which columns of one file are used.
struct Plan {
    id: usize,
    name: Option<usize>,
    position: Option<PositionColumns>,
    population: Option<usize>,
    demand: Option<usize>,
    /// One a group of the study.
    groups: Vec<Option<usize>>,
}

/// What is read, in the order of the points.
struct Columns {
    ids: Vec<String>,
    /// Where in the population file each point stands.
    offsets: Vec<usize>,
    names: Vec<Option<String>>,
    positions: Vec<Option<LatLon>>,
    population: Vec<Option<Demand>>,
    demand: Vec<Option<Demand>>,
    groups: Vec<Labels>,
}

/// Reads the population file and its attribute files; `positions_for` names what cannot do
/// without coordinates, if anything.
pub(super) fn read(
    choice: &PopulationFile,
    files: &StudyFiles,
    positions_for: Option<&'static str>,
    report: &mut InputReport,
) -> Result<Population, LoadError> {
    let bytes = files.read(&choice.file)?;
    let content = sources::csv_content(&bytes)?;
    let mut main = CsvTable::open(&bytes.name, &content)?;
    let added: Vec<FileBytes<'_>> = choice
        .attributes
        .iter()
        .map(|attributes| files.read(&attributes.file))
        .collect::<Result<_, _>>()?;
    let added_content: Vec<_> = added
        .iter()
        .map(sources::csv_content)
        .collect::<Result<_, _>>()?;
    let mut added_tables: Vec<CsvTable<'_>> = added
        .iter()
        .zip(&added_content)
        .map(|(bytes, content)| CsvTable::open(&bytes.name, content))
        .collect::<Result<_, _>>()?;

    let mut plans = vec![Plan::of_main(&main, choice)?];
    for (table, file) in added_tables.iter().zip(&choice.attributes) {
        let id = match &file.id {
            Some(header) => table.header.need_exactly(POINT_ID.name, header)?,
            None => table.header.need(POINT_ID, &ColumnNames::default())?,
        };
        plans.push(Plan::of_added(&table.header, id, choice, &plans)?);
    }
    check_found(&plans, choice, &main, &added_tables, positions_for)?;

    let mut columns = Columns::new(choice.groups.0.len());
    plans[0].watch(&mut main);
    while let Some(row) = main.next_row()? {
        columns
            .add_point(&plans[0], &row)
            .map_err(|error| swapped::explain(error, &content, plans[0].position.as_ref()))?;
    }
    let index = columns.index(&main, plans[0].id)?;
    report
        .files
        .push(plans[0].report(choice, &bytes, &main, "population"));
    for ((plan, table), bytes) in plans[1..].iter().zip(&mut added_tables).zip(&added) {
        plan.watch(table);
        let reach = columns.add_attributes(plan, table, &index)?;
        let mut file = plan.report(choice, bytes, table, "attributes");
        if reach.unknown > 0 {
            file.rows_refused
                .push((format!("id not in {}", choice.file), reach.unknown));
        }
        report.files.push(file);
        columns.require_demand(plan, choice, table, &reach.seen)?;
        let without = reach
            .seen
            .iter()
            .zip(&columns.ids)
            .filter(|(seen, _)| !**seen);
        let without: Vec<&String> = without.map(|(_, id)| id).collect();
        report.mismatches.extend(Mismatch::of_ids(
            format!("demand points without a row in {}", bytes.name),
            &without,
        ));
    }
    if let Some(needed_by) = positions_for {
        columns.require_positions(choice, needed_by)?;
    }
    columns.note_gaps(report, &choice.file);
    let degrees = plans[0].degrees(&main.header);
    Ok(columns.finish(&choice.groups.0, degrees))
}

impl Plan {
    fn of_main(table: &CsvTable<'_>, choice: &PopulationFile) -> Result<Self, LoadError> {
        let (header, named) = (&table.header, &choice.columns);
        let population = header.find(POPULATION, named)?;
        Ok(Self {
            id: header.need(POINT_ID, named)?,
            name: header.find(POINT_NAME, named)?,
            position: PositionColumns::find(header, named)?,
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
    fn of_added(
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
                PositionColumns::find(header, &none)?
            } else {
                None
            },
            population: population.filter(|_| missing(|plan| plan.population.is_some())),
            demand: demand.filter(|_| missing(|plan| plan.demand.is_some())),
            groups: groups.collect(),
        })
    }

    fn degrees(&self, header: &Header) -> Option<[String; 2]> {
        match self.position {
            Some(PositionColumns::Degrees { lat, lon }) => Some([
                header.names.get(lat)?.clone(),
                header.names.get(lon)?.clone(),
            ]),
            _ => None,
        }
    }

    /// Every column in use, with the field it is used for.
    fn used(&self, choice: &PopulationFile) -> Vec<(String, usize)> {
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

    fn watch(&self, table: &mut CsvTable<'_>) {
        let optional = [self.name, self.population, self.demand];
        let mut columns = vec![self.id];
        columns.extend(optional.into_iter().flatten());
        columns.extend(self.groups.iter().flatten());
        columns.extend(self.position.iter().flat_map(PositionColumns::columns));
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            table.watch_twins_of(column);
        }
    }

    fn report(
        &self,
        choice: &PopulationFile,
        bytes: &FileBytes<'_>,
        table: &CsvTable<'_>,
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
            file.columns.extend(position.usage(table, &named));
        }
        file
    }
}

/// The demand is a column of the study's choice; `population` is recognised by its usual names.
fn demand_column(
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

fn check_found(
    plans: &[Plan],
    choice: &PopulationFile,
    main: &CsvTable<'_>,
    added: &[CsvTable<'_>],
    positions_for: Option<&'static str>,
) -> Result<(), LoadError> {
    let all = Header {
        file: main.header.file.clone(),
        names: std::iter::once(main)
            .chain(added)
            .flat_map(|table| table.header.names.clone())
            .collect(),
    };
    if !plans.iter().any(|plan| plan.demand.is_some()) {
        return Err(if choice.demand == POPULATION.name {
            all.missing("the demand", POPULATION.usual())
        } else {
            all.missing("the demand", &[&choice.demand])
        });
    }
    for (number, group) in choice.groups.0.iter().enumerate() {
        if !plans.iter().any(|plan| plan.groups[number].is_some()) {
            return Err(all.missing(&format!("the group {group}"), &[group]));
        }
    }
    if positions_for.is_some() && !plans.iter().any(|plan| plan.position.is_some()) {
        return Err(all.missing("coordinates", &super::columns::coordinates()));
    }
    Ok(())
}

/// What an attribute file had rows for.
struct Reach {
    seen: Vec<bool>,
    unknown: usize,
}

impl Columns {
    fn new(groups: usize) -> Self {
        Self {
            ids: Vec::new(),
            offsets: Vec::new(),
            names: Vec::new(),
            positions: Vec::new(),
            population: Vec::new(),
            demand: Vec::new(),
            groups: (0..groups).map(|_| Labels::default()).collect(),
        }
    }

    fn add_point(&mut self, plan: &Plan, row: &Row<'_>) -> Result<(), LoadError> {
        self.ids.push(row.required(plan.id, "an id")?.to_owned());
        self.offsets.push(row.offset);
        self.names.push(None);
        self.positions.push(None);
        self.population.push(None);
        self.demand.push(None);
        for labels in &mut self.groups {
            labels.push_nothing();
        }
        self.read(plan, row, self.ids.len() - 1)
    }

    /// Enters what a row says about a point.
    fn read(&mut self, plan: &Plan, row: &Row<'_>, point: usize) -> Result<(), LoadError> {
        if let Some(column) = plan.name {
            let name = row.text(column);
            self.names[point] = (!name.is_empty()).then(|| name.to_owned());
        }
        if let Some(position) = &plan.position {
            self.positions[point] = position.read(row)?;
        }
        if let Some(column) = plan.population {
            self.population[point] = row.count(column)?;
        }
        if let Some(column) = plan.demand {
            row.required(column, "the demand of this point")?;
            self.demand[point] = row.count(column)?;
        }
        for (labels, column) in self.groups.iter_mut().zip(&plan.groups) {
            if let Some(column) = column {
                labels.set(point, row.text(*column));
            }
        }
        Ok(())
    }

    fn add_attributes(
        &mut self,
        plan: &Plan,
        table: &mut CsvTable<'_>,
        index: &HashMap<String, usize>,
    ) -> Result<Reach, LoadError> {
        let mut reach = Reach {
            seen: vec![false; self.ids.len()],
            unknown: 0,
        };
        let mut offsets = vec![0; self.ids.len()];
        let mut twice = None;
        while let Some(row) = table.next_row()? {
            let id = row.required(plan.id, "an id")?;
            let Some(&point) = index.get(id) else {
                reach.unknown += 1;
                continue;
            };
            if std::mem::replace(&mut reach.seen[point], true) {
                twice = Some((row.place(plan.id), id.to_owned(), offsets[point]));
                break;
            }
            offsets[point] = row.offset;
            self.read(plan, &row, point)?;
        }
        match twice {
            None => Ok(reach),
            Some((place, id, first)) => Err(LoadError::DuplicateId {
                place,
                id,
                first: At::Line(table.line(first)),
            }),
        }
    }

    /// Every id with its point; an id that two points have is an error.
    fn index(
        &self,
        table: &CsvTable<'_>,
        column: usize,
    ) -> Result<HashMap<String, usize>, LoadError> {
        sources::index_of_ids(&self.ids, |point| table.line(self.offsets[point])).map_err(
            |(id, first, second)| LoadError::DuplicateId {
                place: super::place::Place::line(table.text.file, second)
                    .column(&table.header.names[column]),
                id,
                first: At::Line(first),
            },
        )
    }

    fn require_demand(
        &self,
        plan: &Plan,
        choice: &PopulationFile,
        table: &CsvTable<'_>,
        seen: &[bool],
    ) -> Result<(), LoadError> {
        match seen.iter().position(|seen| !seen) {
            Some(point) if plan.demand.is_some() => Err(LoadError::NoAttributeRow {
                file: table.text.file.to_owned(),
                population: choice.file.clone(),
                id: self.ids[point].clone(),
                column: choice.demand.clone(),
            }),
            _ => Ok(()),
        }
    }

    fn require_positions(
        &self,
        choice: &PopulationFile,
        needed_by: &'static str,
    ) -> Result<(), LoadError> {
        match self.positions.iter().position(Option::is_none) {
            None => Ok(()),
            Some(point) => Err(LoadError::NoCoordinates {
                file: choice.file.clone(),
                id: self.ids[point].clone(),
                needed_by,
            }),
        }
    }

    /// Says how many points lack what a study can do without.
    fn note_gaps(&self, report: &mut InputReport, file: &str) {
        let gaps = [
            (
                "coordinates",
                self.positions.iter().filter(|gap| gap.is_none()).count(),
            ),
            (
                "population",
                self.population.iter().filter(|gap| gap.is_none()).count(),
            ),
        ];
        let notes = gaps.into_iter().filter(|&(_, without)| without > 0);
        if let Some(report) = report.files.iter_mut().find(|report| report.path == file) {
            report.notes.extend(notes.map(|(what, without)| {
                format!(
                    "{without} of {} demand points without {what}",
                    self.ids.len()
                )
            }));
        }
    }

    fn finish(self, groups: &[String], degrees: Option<[String; 2]>) -> Population {
        let groupings = groups
            .iter()
            .zip(&self.groups)
            .map(|(name, labels)| labels.grouping(name))
            .collect();
        let rest = self
            .names
            .into_iter()
            .zip(self.positions)
            .zip(self.population);
        let points = self
            .ids
            .into_iter()
            .zip(rest)
            .zip(self.demand)
            .map(
                |((id, ((name, position), population)), demand)| DemandPoint {
                    name: name.unwrap_or_else(|| id.clone()),
                    id,
                    position,
                    population,
                    // A column of the demand was found, and an empty cell in it refused.
                    demand: demand.unwrap_or_default(),
                },
            )
            .collect();
        Population {
            points,
            groupings,
            degrees,
        }
    }
}
