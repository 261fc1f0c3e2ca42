//! Questions about millions of cells, batch by batch.

use crate::columns::{Ids, Numbers, is_arrow, named_columns, numbers};
use crate::error;
use crate::matrix::standards;
use crate::partial::{Heading, Partial};
use crate::process::{cancellable, detached};
use crate::table::Table;
use arrow_array::{ArrayRef, Float64Array};
use catchment::grid::{Centres, PointCells};
use catchment::model::LatLon;
use catchment::travel::{ENGLAND_ROAD, RoadNumbers};
use pyo3::prelude::*;
use std::sync::Arc;

/// Centres, layouts and standards, and the map of the nearest centres.
#[pyclass(frozen, module = "catchment._catchment")]
pub(crate) struct GridQuestion(Arc<Question>);

struct Question {
    grid: catchment::grid::GridQuestion,
    heading: Arc<Heading>,
}

#[pymethods]
impl GridQuestion {
    #[new]
    #[pyo3(signature = (ids, lat, lon, layouts, minutes, curve=None))]
    fn new(
        py: Python<'_>,
        ids: Vec<String>,
        lat: &Bound<'_, PyAny>,
        lon: &Bound<'_, PyAny>,
        layouts: Vec<(String, Vec<u16>)>,
        minutes: Vec<f64>,
        curve: Option<[f64; 5]>,
    ) -> PyResult<Self> {
        let (Numbers(lat), Numbers(lon)) = (numbers("lat", lat)?, numbers("lon", lon)?);
        if lat.len() != ids.len() || lon.len() != ids.len() {
            return Err(error::input(format!(
                "centres: {} ids, {} latitudes and {} longitudes; expected equally many",
                ids.len(),
                lat.len(),
                lon.len()
            )));
        }
        let places = lat.iter().zip(&lon).zip(&ids).map(|((&lat, &lon), id)| {
            LatLon::try_new(lat, lon)
                .map_err(|cause| error::input(format!("centre `{id}`: {cause}")))
        });
        let places = places.collect::<PyResult<Vec<_>>>()?;
        let standards = standards(&minutes)?;
        let curve = match curve {
            None => ENGLAND_ROAD,
            Some([fixed_minutes, detour, slow_kmh, fast_kmh, reach_km]) => RoadNumbers {
                fixed_minutes,
                detour,
                slow_kmh,
                fast_kmh,
                reach_km,
            },
        };
        let road = curve
            .curve()
            .map_err(|cause| error::input(format!("curve: {cause}")))?;
        let heading = Heading::new(&ids, &places, &layouts, &standards, curve);
        let numbers = layouts.into_iter().map(|(_, layout)| layout).collect();
        let grid = detached(py, || {
            let centres = Centres::try_new(places)?;
            catchment::grid::GridQuestion::try_new(centres, numbers, standards, road)
        })?;
        Ok(Self(Arc::new(Question {
            grid: grid.map_err(error::input)?,
            heading: Arc::new(heading),
        })))
    }

    /// The sums over a batch of cells, from columns.
    fn partial(
        &self,
        py: Python<'_>,
        lat: &Bound<'_, PyAny>,
        lon: &Bound<'_, PyAny>,
        population: &Bound<'_, PyAny>,
    ) -> PyResult<Partial> {
        self.sum(
            py,
            numbers("lat", lat)?,
            numbers("lon", lon)?,
            numbers("population", population)?,
        )
    }

    /// The sums over a batch of cells, from an Arrow table with columns of these names.
    fn partial_of_table(
        &self,
        py: Python<'_>,
        batch: &Bound<'_, PyAny>,
        names: [String; 3],
    ) -> PyResult<Partial> {
        if !is_arrow(batch)? {
            return Err(error::internal("not a table of Arrow"));
        }
        let [lat, lon, population] = columns_of_cells(batch, &names)?;
        self.sum(py, lat, lon, population)
    }

    /// Nobody.
    fn empty(&self) -> Partial {
        Partial::empty(Arc::clone(&self.0.heading))
    }

    /// One row per cell: the nearest centre of a layout, and the minutes to it.
    fn allocate(
        &self,
        py: Python<'_>,
        layout: usize,
        lat: &Bound<'_, PyAny>,
        lon: &Bound<'_, PyAny>,
    ) -> PyResult<Table> {
        let (Numbers(lat), Numbers(lon)) = (numbers("lat", lat)?, numbers("lon", lon)?);
        let question = Arc::clone(&self.0);
        let found = cancellable(py, move |_| {
            let nobody = vec![0.0; lat.len()];
            let cells = PointCells::from_degrees(lat, lon, &nobody)?;
            Ok::<_, catchment::grid::CellsError>(question.grid.allocate(layout, &cells))
        })?;
        let found = found.map_err(error::input)?;
        let found = found.ok_or_else(|| error::input(format!("no layout number {layout}")))?;
        let ids = Ids::Words(self.0.heading.centre_ids());
        let centres = found
            .iter()
            .map(|nearest| Some(usize::from(nearest.centre)));
        let minutes = found.iter().map(|nearest| Some(nearest.time.as_f64()));
        Table::new(vec![
            ("centre".to_owned(), ids.at(centres)),
            (
                "minutes".to_owned(),
                Arc::new(minutes.collect::<Float64Array>()),
            ),
        ])
    }
}

/// These columns of several Arrow tables below one another, as one table.
#[pyfunction]
pub(crate) fn concat_batches(
    batches: Vec<Bound<'_, PyAny>>,
    names: Vec<String>,
) -> PyResult<Table> {
    let mut all = vec![Vec::new(); names.len()];
    for batch in batches {
        let columns = named_columns("batch", &batch, &names)?;
        for (all, Numbers(column)) in all.iter_mut().zip(columns) {
            all.extend(column);
        }
    }
    let columns = names.into_iter().zip(all).map(|(name, column)| {
        let array: ArrayRef = Arc::new(Float64Array::from(column));
        (name, array)
    });
    Table::new(columns.collect())
}

fn columns_of_cells(batch: &Bound<'_, PyAny>, names: &[String; 3]) -> PyResult<[Numbers; 3]> {
    let columns = named_columns("batch", batch, names)?;
    columns
        .try_into()
        .map_err(|_| error::internal("columns were lost"))
}

impl GridQuestion {
    fn sum(
        &self,
        py: Python<'_>,
        Numbers(lat): Numbers,
        Numbers(lon): Numbers,
        Numbers(people): Numbers,
    ) -> PyResult<Partial> {
        let question = Arc::clone(&self.0);
        let cells = people.len() as u64;
        let totals = cancellable(py, move |_| {
            let cells = PointCells::from_degrees(lat, lon, &people)?;
            Ok::<_, catchment::grid::CellsError>(question.grid.sum(&cells))
        })?;
        let totals = totals.map_err(error::input)?;
        Ok(Partial::new(Arc::clone(&self.0.heading), cells, &totals))
    }
}
