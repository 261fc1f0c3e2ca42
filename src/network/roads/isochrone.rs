use super::network::RoadNetwork;
use super::reach::{Heading, Reached};
use super::snap::{Snap, Snapping};
use crate::model::EARTH_RADIUS;
use crate::units::{Metres, TravelTime};
use geo::algorithm::bool_ops::unary_union;
use geo::{MultiPolygon, Rect};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Cells of an isochrone at most: one cell takes four bytes.
const MOST_CELLS: usize = 200_000_000;

/// Why there are no isochrones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("isochrones would need {0} cells, at most {MOST_CELLS} are possible; use larger cells")]
pub struct TooManyCells(usize);

/// A raster around some places, in degrees.
struct Raster {
    west: f64,
    south: f64,
    /// Degrees of latitude and of longitude of a cell.
    cell: [f64; 2],
    rows: usize,
    columns: usize,
}

impl RoadNetwork {
    /// The land from which a site is reached within each of some times (or that is reached from it), as
    /// polygons in degrees, made of cells of about so many metres.
    ///
    /// A cell is inside if a road within the snapping limit leads there in time, with the straight line
    /// from the middle of the cell at the off-road speed: as for a demand point there.
    ///
    /// # Errors
    ///
    /// The area needs too many cells of this size.
    pub fn isochrones(
        &self,
        site: &Snap,
        heading: Heading,
        within: &[TravelTime],
        cell: Metres,
        snapping: &Snapping,
    ) -> Result<Vec<MultiPolygon<f64>>, TooManyCells> {
        let Some(&longest) = within.iter().max() else {
            return Ok(Vec::new());
        };
        let metres = cell.as_f64().max(1.0);
        let reached = self.reached(site, heading, longest, metres / 2.0);
        let Some(raster) = Raster::around(&reached, metres, snapping.limit.as_f64())? else {
            return Ok(within
                .iter()
                .map(|_| MultiPolygon::new(Vec::new()))
                .collect());
        };
        let times = raster.times(&reached, metres, snapping);
        let polygons = within.iter().map(|&time| raster.polygons(&times, time));
        Ok(polygons.collect())
    }
}

impl Raster {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an extent over a cell; one too large is refused"
    )]
    fn around(reached: &[Reached], metres: f64, limit: f64) -> Result<Option<Self>, TooManyCells> {
        let places = || reached.iter().map(|reached| reached.place);
        let extent = |of: fn(crate::model::LatLon) -> f64| {
            places()
                .map(of)
                .fold(None, |extent: Option<[f64; 2]>, value| {
                    let [least, most] = extent.unwrap_or([value; 2]);
                    Some([least.min(value), most.max(value)])
                })
        };
        let (Some(lat), Some(lon)) = (
            extent(crate::model::LatLon::lat),
            extent(crate::model::LatLon::lon),
        ) else {
            return Ok(None);
        };
        let degree = EARTH_RADIUS.to_radians();
        let middle = f64::midpoint(lat[0], lat[1]).to_radians().cos().max(0.01);
        let cell = [metres / degree, metres / degree / middle];
        let margin = (limit / metres).ceil() + 1.0;
        let count = |extent: [f64; 2], cell: f64| {
            ((extent[1] - extent[0]) / cell + 2.0 * margin).ceil() as usize
        };
        let (rows, columns) = (count(lat, cell[0]), count(lon, cell[1]));
        let cells = rows.saturating_mul(columns);
        if cells > MOST_CELLS {
            return Err(TooManyCells(cells));
        }
        Ok(Some(Self {
            west: lon[0] - margin * cell[1],
            south: lat[0] - margin * cell[0],
            cell,
            rows,
            columns,
        }))
    }

    /// The time of every cell in milliseconds: that of the roads in it, or of a neighbour and the way
    /// between them.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "places are inside the raster, and times are not negative"
    )]
    fn times(&self, reached: &[Reached], metres: f64, snapping: &Snapping) -> Vec<u32> {
        let mut times = vec![u32::MAX; self.rows * self.columns];
        for Reached {
            place,
            milliseconds,
        } in reached
        {
            let row = ((place.lat() - self.south) / self.cell[0]) as usize;
            let column = ((place.lon() - self.west) / self.cell[1]) as usize;
            let cell = row.min(self.rows - 1) * self.columns + column.min(self.columns - 1);
            times[cell] = times[cell].min(*milliseconds);
        }
        let straight = (metres * 3_600.0 / snapping.off_road.as_f64()).round() as u32;
        let diagonal =
            (metres * 2.0_f64.sqrt() * 3_600.0 / snapping.off_road.as_f64()).round() as u32;
        let most = (snapping.limit.as_f64() * 3_600.0 / snapping.off_road.as_f64()).round() as u32;
        // Time, time off the roads, cell.
        let mut open: BinaryHeap<Reverse<(u32, u32, usize)>> = BinaryHeap::new();
        for (cell, &time) in times.iter().enumerate() {
            if time < u32::MAX {
                open.push(Reverse((time, 0, cell)));
            }
        }
        while let Some(Reverse((time, off_road, cell))) = open.pop() {
            if time > times[cell] {
                continue;
            }
            let (row, column) = (cell / self.columns, cell % self.columns);
            for (down, right) in (0..3).flat_map(|down| (0..3).map(move |right| (down, right))) {
                let step = if down == 1 || right == 1 {
                    straight
                } else {
                    diagonal
                };
                let (off_road, time) = (off_road + step, time.saturating_add(step));
                let (row, column) = (row + down, column + right);
                let is_inside = row > 0 && column > 0 && row <= self.rows && column <= self.columns;
                if is_inside && off_road <= most {
                    let next = (row - 1) * self.columns + column - 1;
                    if time < times[next] {
                        times[next] = time;
                        open.push(Reverse((time, off_road, next)));
                    }
                }
            }
        }
        times
    }

    fn polygons(&self, times: &[u32], within: TravelTime) -> MultiPolygon<f64> {
        let mut runs = Vec::new();
        for (row, times) in times.chunks(self.columns).enumerate() {
            let is_in = |column: usize| {
                times
                    .get(column)
                    .is_some_and(|&time| time <= within.milliseconds())
            };
            let mut column = 0;
            while column < self.columns {
                let start = column;
                while is_in(column) {
                    column += 1;
                }
                if column > start {
                    runs.push(self.rectangle(row, start, column));
                }
                column += 1;
            }
        }
        unary_union(&runs)
    }

    fn rectangle(&self, row: usize, from: usize, to: usize) -> geo::Polygon<f64> {
        let lat = |row: usize| self.south + row as f64 * self.cell[0];
        let lon = |column: usize| self.west + column as f64 * self.cell[1];
        Rect::new((lon(from), lat(row)), (lon(to), lat(row + 1))).to_polygon()
    }
}
