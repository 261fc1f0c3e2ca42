//! The demand points, from the population file and the files that add columns to it.

mod merged;
mod plan;
mod points;

use super::columns::{Header, POINT_ID, POPULATION};
use super::error::LoadError;
use super::files::{FileBytes, StudyFiles};
use super::input_report::{InputReport, Mismatch};
use super::positions::PositionColumns;
use super::row_table::RowTable;
use super::swapped;
use super::warning::Warning;
use super::wording::no_row;
use crate::study::{ColumnNames, PopulationFile};
use plan::Plan;
use points::PointColumns;
pub(super) use points::Population;

/// Reads the population file and its attribute files; `positions_for` names what cannot do
/// without coordinates, if anything.
pub(super) fn read(
    choice: &PopulationFile,
    files: &StudyFiles,
    positions_for: Option<&'static str>,
    report: &mut InputReport,
) -> Result<Population, LoadError> {
    let bytes = files.read(&choice.file)?;
    let content = bytes.content()?;
    let mut main = RowTable::open(&bytes.name, &content)?;
    let added: Vec<FileBytes<'_>> = choice
        .attributes
        .iter()
        .map(|attributes| files.read(&attributes.file))
        .collect::<Result<_, _>>()?;
    let added_content: Vec<_> = added
        .iter()
        .map(FileBytes::content)
        .collect::<Result<_, _>>()?;
    let mut added_tables: Vec<RowTable<'_>> = added
        .iter()
        .zip(&added_content)
        .map(|(bytes, content)| RowTable::open(&bytes.name, content))
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

    let mut columns = PointColumns::new(choice.groups.0.len());
    plans[0].watch(&mut main)?;
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
        plan.watch(table)?;
        let reach = columns.add_attributes(plan, table, &index)?;
        let mut file = plan.report(choice, bytes, table, "attributes");
        if !reach.unknown.is_empty() {
            file.rows_rejected
                .push((format!("id not in {}", choice.file), reach.unknown.len()));
        }
        report.files.push(file);
        columns.require_demand(plan, choice, table, &reach)?;
        let without = reach
            .seen
            .iter()
            .zip(&columns.ids)
            .filter(|(seen, _)| !**seen);
        let without: Vec<&String> = without.map(|(_, id)| id).collect();
        if let Some(guess) = reach.guess(&columns.ids) {
            let count = without.len();
            report.warnings.push(
                Warning::of_file(&bytes.name, count, no_row(count))
                    .examples(without.iter().copied())
                    .advice(guess),
            );
        }
        report.mismatches.extend(Mismatch::of_ids(
            format!("demand points without a row in {}", bytes.name),
            &without,
        ));
    }
    if let Some(needed_by) = positions_for {
        columns.require_positions(choice, needed_by)?;
    }
    let with_demand = plans.iter().position(|plan| plan.demand.is_some());
    let added = with_demand.and_then(|plan| choice.attributes.get(plan.checked_sub(1)?));
    let demand_file = added.map_or(&choice.file, |file| &file.file);
    if columns.demand_is_zero() {
        return Err(LoadError::NoDemand {
            file: demand_file.clone(),
            column: choice.demand.clone(),
        });
    }
    report.warnings.extend(columns.moved(demand_file));
    columns.note_gaps(report, &choice.file);
    let degrees = plans[0].degrees(&main.header);
    let assumed_grid = plans
        .iter()
        .filter_map(|plan| plan.position.as_ref())
        .any(PositionColumns::is_assumed);
    let mut population = columns.finish(&choice.groups.0, degrees, assumed_grid);
    let absent = merged::add(&mut population.groupings, &choice.merged_groups);
    report.warnings.extend(absent);
    let titled = population.groupings.into_iter().map(|grouping| {
        match choice.group_titles.get(grouping.name()) {
            Some(title) => grouping.with_title(title.clone()),
            None => grouping,
        }
    });
    population.groupings = titled.collect();
    Ok(population)
}

fn check_found(
    plans: &[Plan],
    choice: &PopulationFile,
    main: &RowTable<'_>,
    added: &[RowTable<'_>],
    positions_for: Option<&'static str>,
) -> Result<(), LoadError> {
    let all = Header {
        file: main.header.file.clone(),
        line: main.header.line,
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
