//! What the population's files say, point by point.

use super::super::error::LoadError;
use super::super::input_report::InputReport;
use super::super::labels::Labels;
use super::super::near_ids::{self, NearIds};
use super::super::row::{Count, Row};
use super::super::row_table::RowTable;
use super::super::sources;
use super::super::warning::Warning;
use super::plan::Plan;
use crate::model::{DemandPoint, Grouping, LatLon};
use crate::study::PopulationFile;
use crate::units::Demand;
use crate::wording::counted_are;
use std::collections::HashMap;

/// Demand points and the ways to group them.
pub(in super::super) struct Population {
    pub(in super::super) points: Vec<DemandPoint>,
    pub(in super::super) groupings: Vec<Grouping>,
    /// The headers of latitude and longitude, if positions came so.
    pub(in super::super) degrees: Option<[String; 2]>,
    /// Whether positions came as eastings and northings of a grid that was assumed.
    pub(in super::super) assumed_grid: bool,
}

/// What is read, in the order of the points.
pub(super) struct PointColumns {
    pub(super) ids: Vec<String>,
    /// Where in the population file each point stands.
    pub(super) offsets: Vec<usize>,
    pub(super) names: Vec<Option<String>>,
    pub(super) positions: Vec<Option<LatLon>>,
    pub(super) population: Vec<Option<Demand>>,
    pub(super) demand: Vec<Option<Demand>>,
    /// The population and the demand of all points so far.
    all: [Demand; 2],
    /// Points whose demand is so small that rounding to millionths moves it.
    moved: Vec<usize>,
    pub(super) groups: Vec<Labels>,
}

/// Share of a demand by which rounding to whole millionths may move it without a word.
const MOVED: f64 = 0.01;

/// What an attribute file had rows for.
pub(super) struct Reach {
    pub(super) seen: Vec<bool>,
    /// Ids of rows that no demand point has.
    pub(super) unknown: Vec<String>,
}

impl Reach {
    /// Which ids of the file were perhaps meant for points without a row.
    pub(super) fn guess(&self, ids: &[String]) -> Option<Box<str>> {
        let missing = self.seen.iter().zip(ids).filter(|(seen, _)| !**seen);
        let near = NearIds::new(missing.map(|(_, id)| id.as_str()));
        let guesses: Vec<_> = self
            .unknown
            .iter()
            .filter_map(|id| near.guess(id))
            .collect();
        near_ids::in_words(&guesses)
    }
}

impl PointColumns {
    pub(super) fn new(groups: usize) -> Self {
        Self {
            ids: Vec::new(),
            offsets: Vec::new(),
            names: Vec::new(),
            positions: Vec::new(),
            population: Vec::new(),
            demand: Vec::new(),
            all: [Demand::ZERO; 2],
            moved: Vec::new(),
            groups: (0..groups).map(|_| Labels::default()).collect(),
        }
    }

    pub(super) fn add_point(&mut self, plan: &Plan, row: &Row<'_>) -> Result<(), LoadError> {
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
    pub(super) fn read(
        &mut self,
        plan: &Plan,
        row: &Row<'_>,
        point: usize,
    ) -> Result<(), LoadError> {
        if let Some(column) = plan.name {
            let name = row.text(column);
            self.names[point] = (!name.is_empty()).then(|| name.to_owned());
        }
        if let Some(position) = &plan.position {
            self.positions[point] = position.read(row)?;
        }
        if let Some(column) = plan.population {
            let population = row.count_into(&mut self.all[0], column)?;
            self.population[point] = population.map(|count| count.kept);
        }
        if let Some(column) = plan.demand {
            row.required(column, "the demand of this point")?;
            let demand = row.count_into(&mut self.all[1], column)?;
            let is_moved =
                |count: &Count| (count.kept.as_f64() - count.given).abs() > MOVED * count.given;
            if demand.as_ref().is_some_and(is_moved) {
                self.moved.push(point);
            }
            self.demand[point] = demand.map(|count| count.kept);
        }
        for (labels, column) in self.groups.iter_mut().zip(&plan.groups) {
            if let Some(column) = column {
                labels.set(point, row.text(*column));
            }
        }
        Ok(())
    }

    pub(super) fn add_attributes(
        &mut self,
        plan: &Plan,
        table: &mut RowTable<'_>,
        index: &HashMap<String, usize>,
    ) -> Result<Reach, LoadError> {
        let mut reach = Reach {
            seen: vec![false; self.ids.len()],
            unknown: Vec::new(),
        };
        let mut offsets = vec![0; self.ids.len()];
        let mut twice = None;
        while let Some(row) = table.next_row()? {
            let id = row.required(plan.id, "an id")?;
            let Some(&point) = index.get(id) else {
                reach.unknown.push(id.to_owned());
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
                first: table.at(first),
            }),
        }
    }

    /// Every id with its point; an id that two points have is an error.
    pub(super) fn index(
        &self,
        table: &RowTable<'_>,
        column: usize,
    ) -> Result<HashMap<String, usize>, LoadError> {
        sources::index_of_ids(&self.ids).map_err(|(id, first, second)| LoadError::DuplicateId {
            place: table.place(self.offsets[second], column),
            id,
            first: table.at(self.offsets[first]),
        })
    }

    pub(super) fn require_demand(
        &self,
        plan: &Plan,
        choice: &PopulationFile,
        table: &RowTable<'_>,
        reach: &Reach,
    ) -> Result<(), LoadError> {
        match reach.seen.iter().position(|seen| !seen) {
            Some(point) if plan.demand.is_some() => Err(LoadError::NoAttributeRow {
                file: table.header.file.clone(),
                population: choice.file.clone(),
                id: self.ids[point].clone(),
                column: choice.demand.clone(),
                guess: reach.guess(&self.ids),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn require_positions(
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

    /// Says which points have a demand so small that it is not kept as it was given.
    pub(super) fn moved(&self, file: &str) -> Option<Warning> {
        let count = self.moved.len();
        let nothing = |point: &&usize| self.demand[**point] == Some(Demand::ZERO);
        let lost = match self.moved.iter().filter(nothing).count() {
            0 => String::new(),
            lost => format!(", {lost} of them to 0"),
        };
        let what = format!(
            "{} rounded by more than 1%{lost}",
            counted_are(count, "demand")
        );
        let ids = self.moved.iter().map(|&point| self.ids[point].as_str());
        (count > 0).then(|| {
            Warning::of_file(file, count, what)
                .examples(ids)
                .advice("demand is stored in millionths; give it in a smaller unit")
        })
    }

    /// Whether there is no demand, or too little for millionths to tell from none.
    pub(super) fn demand_is_zero(&self) -> bool {
        self.all[1] == Demand::ZERO
    }

    /// Says how many points lack what a study can do without.
    pub(super) fn note_gaps(&self, report: &mut InputReport, file: &str) {
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

    pub(super) fn finish(
        self,
        groups: &[String],
        degrees: Option<[String; 2]>,
        assumed_grid: bool,
    ) -> Population {
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
            assumed_grid,
        }
    }
}
