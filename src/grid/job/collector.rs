use super::run::Run;
use crate::grid::error::GridError;
use crate::grid::kernel::nearest_centres::{NearestCentres, ReachableCentres};
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::output::result_table::ResultColumns;
use crate::model::LatLon;
use crate::units::{Demand, Minutes};
use rayon::prelude::*;

/// The number of a cell's nearest centre, and the road time to it.
pub(in crate::grid) type Nearest = (u16, Minutes);

impl Run<'_> {
    /// Whether the cells' own answers are wanted, not the sums by centre alone.
    pub(in crate::grid) fn wants_cells(&self) -> bool {
        self.wants_answers(0) || self.options.nearest > 1 || self.options.backup
    }

    /// Whether each cell's nearest centre of a layout is wanted.
    fn wants_answers(&self, layout: usize) -> bool {
        self.options.groups.is_some()
            || layout == 0 && (self.table.is_some() || self.image.is_some())
    }

    /// Takes what is known of a chunk of cells to where it is wanted; `answer` gives each cell's
    /// nearest centre of a layout.
    pub(in crate::grid) fn settle(
        &mut self,
        cells: &PointCells,
        mut answer: impl FnMut(usize) -> Vec<Nearest>,
    ) -> Result<(), GridError> {
        let places: Vec<Option<LatLon>> = if self.wants_answers(0) {
            (0..cells.len())
                .into_par_iter()
                .with_min_len(256)
                .map(|cell| place_of(cells.unit(cell)))
                .collect()
        } else {
            Vec::new()
        };
        let groups: Option<Vec<usize>> = self.options.groups.as_ref().map(|groups| {
            let none = groups.labels().len() - 1;
            let of = |place: &Option<LatLon>| place.map_or(none, |place| groups.group_of(place));
            places.par_iter().with_min_len(256).map(of).collect()
        });
        for layout in 0..self.question.layouts.len() {
            let answers = if self.wants_answers(layout) {
                answer(layout)
            } else {
                Vec::new()
            };
            if let Some(groups) = &groups {
                let sums = &mut self.sums[layout].groups;
                for (cell, (&(_, time), &group)) in answers.iter().zip(groups).enumerate() {
                    sums[group].add(cells.people_of(cell), time, &self.options.standards);
                }
            }
            let nearest = (self.options.nearest > 1)
                .then(|| NearestCentres::new(self.question, layout, cells, self.options.nearest));
            if let Some(nearest) = &nearest {
                self.add_ranks(layout, cells, nearest);
            }
            let reachable = self
                .options
                .backup
                .then(|| ReachableCentres::new(self.question, layout, cells));
            if let Some(reachable) = &reachable {
                reachable.add_to(cells, &mut self.sums[layout].backup);
            }
            if layout == 0 {
                self.draw(cells, &places, &answers);
                self.write_cells(cells, &places, &answers, (nearest, reachable))?;
            }
        }
        Ok(())
    }

    fn add_ranks(&mut self, layout: usize, cells: &PointCells, nearest: &NearestCentres) {
        let standards = &self.options.standards;
        for cell in 0..cells.len() {
            let people = cells.people_of(cell);
            if people > Demand::ZERO {
                let later = nearest.of(cell).iter().skip(1);
                for (sums, &(_, time)) in self.sums[layout].ranks.iter_mut().zip(later) {
                    sums.add(people, time, standards);
                }
            }
        }
    }

    fn draw(&mut self, cells: &PointCells, places: &[Option<LatLon>], answers: &[Nearest]) {
        let Some(image) = &mut self.image else {
            return;
        };
        for (cell, (place, &(_, time))) in places.iter().zip(answers).enumerate() {
            if let (Some(place), true) = (place, cells.people_of(cell) > Demand::ZERO) {
                image.enter(*place, time);
            }
        }
    }

    fn write_cells(
        &mut self,
        cells: &PointCells,
        places: &[Option<LatLon>],
        answers: &[Nearest],
        (nearest, reachable): (Option<NearestCentres>, Option<ReachableCentres>),
    ) -> Result<(), GridError> {
        let Some((file, table)) = &mut self.table else {
            return Ok(());
        };
        let mut chunk = ResultColumns::with_ranks(table.ranks(), table.standards());
        for (cell, (place, answer)) in places.iter().zip(answers).enumerate() {
            let people = cells.people_of(cell);
            let (Some(place), true) = (place, people > Demand::ZERO) else {
                continue;
            };
            let ranked = match &nearest {
                Some(nearest) => nearest.of(cell),
                None => std::slice::from_ref(answer),
            };
            let reached = reachable.as_ref().map_or(&[][..], |all| all.of(cell));
            chunk.push(*place, people, ranked, reached);
        }
        table
            .write(&chunk)
            .map_err(|e| GridError::file(file.name(), e))
    }
}

/// The place of a point of the unit sphere.
fn place_of([x, y, z]: [f64; 3]) -> Option<LatLon> {
    let lat = z.atan2(x.hypot(y)).to_degrees();
    LatLon::try_new(lat.clamp(-90.0, 90.0), y.atan2(x).to_degrees()).ok()
}
