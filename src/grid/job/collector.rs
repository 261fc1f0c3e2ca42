use super::options::GridOptions;
use super::results::LayoutResult;
use crate::grid::error::GridError;
use crate::grid::kernel::nearest_centre::NearestCentre;
use crate::grid::kernel::nearest_centres::NearestCentres;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::query::GridQuery;
use crate::grid::kernel::reachable_centres::ReachableCentres;
use crate::grid::kernel::totals::{CoverageTotals, LayoutTotals};
use crate::grid::output::image::GridImage;
use crate::grid::output::output_file::OutputFile;
use crate::grid::output::result_table::{ResultColumns, ResultTable, TableContents};
use crate::model::LatLon;
use crate::units::Demand;
use rayon::prelude::*;

/// Collects the results of cells: sums, and where they are wanted a table and a picture of the cells.
pub(in crate::grid) struct Collector<'a> {
    options: &'a GridOptions,
    query: &'a GridQuery<'a>,
    /// One for each layout.
    pub(in crate::grid) sums: Vec<LayoutResult>,
    /// All people of the cells.
    pub(in crate::grid) people: Demand,
    pub(in crate::grid) table: Option<(OutputFile, ResultTable)>,
    pub(in crate::grid) image: Option<GridImage>,
}

/// The results for the cells of a chunk and one layout, as far as they are wanted.
struct CellColumns<'a> {
    cells: &'a PointCells,
    places: &'a [Option<LatLon>],
    allocations: Vec<Option<NearestCentre>>,
    nearest: Option<NearestCentres>,
    reachable: Option<ReachableCentres>,
}

impl<'a> Collector<'a> {
    pub(in crate::grid) fn new(
        options: &'a GridOptions,
        query: &'a GridQuery<'a>,
    ) -> Result<Self, GridError> {
        let table = options.outputs.cells.as_deref().map(|name| {
            let file = OutputFile::create(name)?;
            let table = ResultTable::create(&file, contents(options))?;
            Ok::<_, GridError>((file, table))
        });
        let standards = options.standards.len();
        let totals = |count: usize| vec![CoverageTotals::new(standards); count];
        let groups = options.groups.as_ref().map_or(0, |g| g.labels().len());
        let sums = options.layouts.iter().map(|(name, layout)| LayoutResult {
            name: name.clone(),
            totals: LayoutTotals::new(layout.len(), standards),
            groups: totals(groups),
            ranks: totals(options.nearest.clamp(1, layout.len()) - 1),
            backup: vec![Vec::new(); if options.backup { standards } else { 0 }],
        });
        Ok(Self {
            sums: sums.collect(),
            options,
            query,
            people: Demand::ZERO,
            table: table.transpose()?,
            image: None,
        })
    }

    /// Adds the totals of some cells for each layout.
    pub(in crate::grid) fn add(&mut self, totals: &[LayoutTotals]) {
        for (mine, theirs) in self.sums.iter_mut().zip(totals) {
            mine.totals.merge(theirs);
        }
        if let Some(first) = totals.first() {
            self.people += first.total().everyone();
        }
    }

    /// Whether results for each cell are wanted, not only the sums by centre.
    pub(in crate::grid) fn wants_cells(&self) -> bool {
        self.wants_allocations(0) || self.options.nearest > 1 || self.options.backup
    }

    /// Whether each cell's nearest centre of a layout is wanted.
    fn wants_allocations(&self, layout: usize) -> bool {
        self.options.groups.is_some()
            || layout == 0 && (self.table.is_some() || self.image.is_some())
    }

    /// Collects the results for each cell of a chunk; `allocate` gives each cell's nearest centre of a
    /// layout, if there is a way to one.
    pub(in crate::grid) fn collect(
        &mut self,
        cells: &PointCells,
        mut allocate: impl FnMut(usize) -> Vec<Option<NearestCentre>>,
    ) -> Result<(), GridError> {
        let places: Vec<Option<LatLon>> = if self.wants_allocations(0) {
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
        for layout in 0..self.query.layouts.len() {
            let allocations = if self.wants_allocations(layout) {
                allocate(layout)
            } else {
                Vec::new()
            };
            if let Some(groups) = &groups {
                let sums = &mut self.sums[layout].groups;
                for (cell, (nearest, &group)) in allocations.iter().zip(groups).enumerate() {
                    let people = cells.people_of(cell);
                    match nearest {
                        Some(nearest) => {
                            sums[group].add(people, nearest.time, &self.options.standards);
                        }
                        None => sums[group].unreachable += people,
                    }
                }
            }
            let columns = CellColumns {
                cells,
                places: &places,
                allocations,
                nearest: (self.options.nearest > 1)
                    .then(|| NearestCentres::new(self.query, layout, cells, self.options.nearest)),
                reachable: self
                    .options
                    .backup
                    .then(|| ReachableCentres::new(self.query, layout, cells)),
            };
            if let Some(nearest) = &columns.nearest {
                self.add_ranks(layout, cells, nearest);
            }
            if let Some(reachable) = &columns.reachable {
                reachable.add_to(cells, &mut self.sums[layout].backup);
            }
            if layout == 0 {
                self.draw(&columns);
                self.write(&columns)?;
            }
        }
        Ok(())
    }

    fn add_ranks(&mut self, layout: usize, cells: &PointCells, nearest: &NearestCentres) {
        let standards = &self.options.standards;
        for cell in 0..cells.len() {
            let people = cells.people_of(cell);
            if people > Demand::ZERO {
                let later = nearest.get(cell).iter().skip(1);
                for (sums, nearest) in self.sums[layout].ranks.iter_mut().zip(later) {
                    sums.add(people, nearest.time, standards);
                }
            }
        }
    }

    fn draw(&mut self, columns: &CellColumns) {
        let Some(image) = &mut self.image else {
            return;
        };
        let allocations = columns.places.iter().zip(&columns.allocations);
        for (cell, (place, nearest)) in allocations.enumerate() {
            let people = columns.cells.people_of(cell);
            if let (Some(place), Some(nearest), true) = (place, nearest, people > Demand::ZERO) {
                image.enter(*place, nearest.time);
            }
        }
    }

    fn write(&mut self, columns: &CellColumns) -> Result<(), GridError> {
        let Some((file, table)) = &mut self.table else {
            return Ok(());
        };
        let mut chunk = ResultColumns::with_ranks(table.ranks(), table.standards());
        let allocations = columns.places.iter().zip(&columns.allocations);
        for (cell, (place, allocation)) in allocations.enumerate() {
            let people = columns.cells.people_of(cell);
            let (Some(place), Some(allocation), true) = (place, allocation, people > Demand::ZERO)
            else {
                continue;
            };
            let ranked = match &columns.nearest {
                Some(nearest) => nearest.get(cell),
                None => std::slice::from_ref(allocation),
            };
            let reachable = columns.reachable.as_ref();
            let reached = reachable.map_or(&[][..], |all| all.get(cell));
            chunk.push(*place, people, ranked, reached);
        }
        table
            .write(&chunk)
            .map_err(|e| GridError::file(file.name(), e))
    }
}

/// What the table of cells holds for the first layout.
fn contents(options: &GridOptions) -> TableContents<'_> {
    let first = options.layouts.first();
    let centres = first.map_or(0, |(_, layout)| layout.len());
    TableContents {
        centres: &options.centres,
        ranks: options.nearest.clamp(1, centres.max(1)),
        standards: if options.backup {
            &options.standards
        } else {
            &[]
        },
    }
}

/// Allocations where there is a way from every cell.
pub(in crate::grid) fn all_reached(nearest: Vec<NearestCentre>) -> Vec<Option<NearestCentre>> {
    nearest.into_iter().map(Some).collect()
}

/// The place of a point of the unit sphere.
pub(in crate::grid) fn place_of([x, y, z]: [f64; 3]) -> Option<LatLon> {
    let lat = z.atan2(x.hypot(y)).to_degrees();
    LatLon::try_new(lat.clamp(-90.0, 90.0), y.atan2(x).to_degrees()).ok()
}
