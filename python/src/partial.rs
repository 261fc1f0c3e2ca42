//! Exact sums over a part of the cells of a grid, which merge in any order.

use crate::error;
use crate::table::Table;
use arrow_array::{ArrayRef, Decimal128Array, Float64Array, StringArray};
use catchment::grid::LayoutTotals;
use catchment::model::LatLon;
use catchment::travel::RoadNumbers;
use catchment::units::TravelTime;
use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde_json::json;
use std::sync::Arc;

/// What was asked: the same of all partial sums that may be merged.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// As JSON, byte for byte the same for the same question.
    text: String,
    centre_ids: Vec<String>,
    /// By name, with the numbers of its centres.
    layouts: Vec<(String, Vec<usize>)>,
    /// In minutes.
    standards: Vec<String>,
}

/// Sums by layout and centre. Whole numbers of any size that data can have: a merge never rounds.
#[pyclass(frozen, module = "catchment._catchment")]
pub(crate) struct Partial {
    heading: Arc<Heading>,
    cells: u64,
    /// Layout by layout, centre by centre: people, people × time, people within each standard.
    sums: Vec<u128>,
}

/// Of the form of [`Partial::to_bytes`].
const MARK: &[u8; 8] = b"catch-p1";

const MILLION: f64 = 1e6;
const MINUTE: f64 = 60_000.0;

impl Heading {
    pub(crate) fn new(
        ids: &[String],
        places: &[LatLon],
        layouts: &[(String, Vec<u16>)],
        standards: &[TravelTime],
        curve: RoadNumbers,
    ) -> Self {
        let centres = ids.iter().zip(places);
        let centres: Vec<_> = centres
            .map(|(id, at)| json!([id, at.lat(), at.lon()]))
            .collect();
        let RoadNumbers {
            fixed_minutes,
            detour,
            slow_kmh,
            fast_kmh,
            reach_km,
        } = curve;
        let text = json!({
            "centres": centres,
            "layouts": layouts,
            "standards": standards.iter().map(|standard| standard.as_f64()).collect::<Vec<_>>(),
            "curve": [fixed_minutes, detour, slow_kmh, fast_kmh, reach_km],
        });
        Self {
            text: text.to_string(),
            centre_ids: ids.to_vec(),
            layouts: layouts
                .iter()
                .map(|(name, centres)| {
                    (
                        name.clone(),
                        centres.iter().copied().map(usize::from).collect(),
                    )
                })
                .collect(),
            standards: standards
                .iter()
                .map(|standard| standard.as_f64().to_string())
                .collect(),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        let value: serde_json::Value = serde_json::from_str(text).ok()?;
        let list = |key: &str| value.get(key)?.as_array();
        let words = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let centre_ids = list("centres")?.iter().map(|centre| words(centre.get(0)?));
        let centre_ids: Vec<String> = centre_ids.collect::<Option<_>>()?;
        let layouts = list("layouts")?.iter().map(|layout| {
            let centres = layout.get(1)?.as_array()?.iter();
            let centres = centres.map(|centre| {
                let centre = usize::try_from(centre.as_u64()?).ok()?;
                (centre < centre_ids.len()).then_some(centre)
            });
            Some((words(layout.get(0)?)?, centres.collect::<Option<Vec<_>>>()?))
        });
        let layouts = layouts.collect::<Option<_>>()?;
        let standards = list("standards")?
            .iter()
            .map(|standard| Some(standard.as_f64()?.to_string()));
        Some(Self {
            text: text.to_owned(),
            layouts,
            standards: standards.collect::<Option<_>>()?,
            centre_ids,
        })
    }

    pub(crate) fn centre_ids(&self) -> Vec<String> {
        self.centre_ids.clone()
    }

    /// Sums of one centre.
    fn width(&self) -> usize {
        2 + self.standards.len()
    }

    fn rows(&self) -> usize {
        self.layouts.iter().map(|(_, centres)| centres.len()).sum()
    }
}

impl Partial {
    pub(crate) fn new(heading: Arc<Heading>, cells: u64, totals: &[LayoutTotals]) -> Self {
        let centres = totals.iter().flat_map(|layout| &layout.by_centre);
        let sums = centres.flat_map(|centre| {
            let people = u128::from(centre.people.millionths());
            let within = centre
                .within
                .iter()
                .map(|within| u128::from(within.millionths()));
            [people, centre.people_minutes.raw()]
                .into_iter()
                .chain(within)
        });
        Self {
            sums: sums.collect(),
            heading,
            cells,
        }
    }

    pub(crate) fn empty(heading: Arc<Heading>) -> Self {
        Self {
            sums: vec![0; heading.rows() * heading.width()],
            heading,
            cells: 0,
        }
    }

    fn column(&self, number: usize) -> impl Iterator<Item = u128> {
        self.sums
            .iter()
            .skip(number)
            .step_by(self.heading.width())
            .copied()
    }

    fn decimal(&self, number: usize) -> PyResult<ArrayRef> {
        let sums = self
            .column(number)
            .map(i128::try_from)
            .collect::<Result<Vec<_>, _>>();
        let sums = sums.map_err(|_| too_large())?;
        let array = Decimal128Array::from(sums).with_precision_and_scale(38, 0);
        let array = array.map_err(|_| too_large())?;
        array
            .validate_decimal_precision(38)
            .map_err(|_| too_large())?;
        Ok(Arc::new(array))
    }

    /// The columns of layout and centre.
    fn keys(&self) -> Vec<(String, ArrayRef)> {
        let layouts = self.heading.layouts.iter();
        let rows =
            layouts.flat_map(|(name, centres)| centres.iter().map(move |&centre| (name, centre)));
        let (names, centres): (Vec<&String>, Vec<usize>) = rows.unzip();
        let ids = centres
            .into_iter()
            .map(|centre| &self.heading.centre_ids[centre]);
        vec![
            (
                "layout".to_owned(),
                Arc::new(StringArray::from_iter_values(names)),
            ),
            (
                "centre".to_owned(),
                Arc::new(StringArray::from_iter_values(ids)),
            ),
        ]
    }
}

fn too_large() -> PyErr {
    error::input("a sum has more than 38 digits, which no column of decimals can hold")
}

#[pymethods]
impl Partial {
    /// Cells that were summed.
    #[getter]
    fn cells(&self) -> u64 {
        self.cells
    }

    /// Both together.
    fn merge(&self, other: &Self) -> PyResult<Self> {
        if self.heading != other.heading {
            return Err(error::input(
                "these sums answer different questions: centres, layouts, standards or curves differ",
            ));
        }
        let sums = self.sums.iter().zip(&other.sums);
        let sums = sums
            .map(|(one, other)| one.checked_add(*other))
            .collect::<Option<Vec<_>>>();
        let cells = self.cells.checked_add(other.cells);
        let (sums, cells) = sums.zip(cells).ok_or_else(too_large)?;
        Ok(Self {
            heading: Arc::clone(&self.heading),
            cells,
            sums,
        })
    }

    fn __richcmp__(&self, other: &Self, operator: CompareOp) -> Option<bool> {
        let equal =
            self.heading == other.heading && self.cells == other.cells && self.sums == other.sums;
        match operator {
            CompareOp::Eq => Some(equal),
            CompareOp::Ne => Some(!equal),
            _ => None,
        }
    }

    /// All of it as bytes, the same for the same sums.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let text = self.heading.text.as_bytes();
        let mut bytes = Vec::with_capacity(24 + text.len() + 16 * self.sums.len());
        bytes.extend(MARK);
        bytes.extend((text.len() as u64).to_le_bytes());
        bytes.extend(text);
        bytes.extend(self.cells.to_le_bytes());
        bytes.extend(self.sums.iter().flat_map(|sum| sum.to_le_bytes()));
        PyBytes::new(py, &bytes)
    }

    /// From such bytes.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<Self> {
        read(bytes).ok_or_else(|| {
            error::input("these bytes are not a partial sum of this version of catchment")
        })
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let from_bytes = slf.get_type().getattr("from_bytes")?;
        Ok((from_bytes, (slf.get().to_bytes(slf.py()),)))
    }

    /// One row per layout and centre, with every sum as it is kept: millionths of people, and these times
    /// milliseconds.
    fn exact(&self) -> PyResult<Table> {
        let mut columns = self.keys();
        columns.push(("people_millionths".to_owned(), self.decimal(0)?));
        columns.push((
            "people_milliseconds_millionths".to_owned(),
            self.decimal(1)?,
        ));
        for (number, standard) in (2..).zip(&self.heading.standards) {
            columns.push((
                format!("within_{standard}_millionths"),
                self.decimal(number)?,
            ));
        }
        Table::new(columns)
    }

    /// One row per layout and centre: people, mean minutes, and the percentage within each standard.
    fn by_centre(&self) -> PyResult<Table> {
        self.shown(self.keys(), &self.sums)
    }

    /// One row per layout.
    fn by_layout(&self) -> PyResult<Table> {
        let width = self.heading.width();
        let mut rows = self.sums.chunks(width);
        let mut sums = Vec::new();
        for (_, centres) in &self.heading.layouts {
            let mut all = vec![0_u128; width];
            for of_centre in rows.by_ref().take(centres.len()) {
                for (all, sum) in all.iter_mut().zip(of_centre) {
                    *all = all.checked_add(*sum).ok_or_else(too_large)?;
                }
            }
            sums.extend(all);
        }
        let names = self.heading.layouts.iter().map(|(name, _)| name);
        let names: ArrayRef = Arc::new(StringArray::from_iter_values(names));
        self.shown(vec![("layout".to_owned(), names)], &sums)
    }
}

impl Partial {
    fn shown(&self, mut columns: Vec<(String, ArrayRef)>, sums: &[u128]) -> PyResult<Table> {
        let rows: Vec<&[u128]> = sums.chunks(self.heading.width()).collect();
        let number = |of: &dyn Fn(&[u128]) -> Option<f64>| -> ArrayRef {
            Arc::new(rows.iter().map(|row| of(row)).collect::<Float64Array>())
        };
        let some = |row: &[u128]| row[0] > 0;
        columns.push((
            "people".to_owned(),
            number(&|row| Some(row[0] as f64 / MILLION)),
        ));
        let mean = |row: &[u128]| some(row).then(|| row[1] as f64 / (row[0] as f64 * MINUTE));
        columns.push(("mean_minutes".to_owned(), number(&mean)));
        for (place, standard) in (2..).zip(&self.heading.standards) {
            let percent =
                |row: &[u128]| some(row).then(|| 100.0 * row[place] as f64 / row[0] as f64);
            columns.push((format!("within_{standard}_percent"), number(&percent)));
        }
        Table::new(columns)
    }
}

fn read(bytes: &[u8]) -> Option<Partial> {
    let bytes = bytes.strip_prefix(MARK)?;
    let (length, bytes) = bytes.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (text, bytes) = bytes.split_at_checked(length)?;
    let heading = Heading::from_text(std::str::from_utf8(text).ok()?)?;
    let (cells, bytes) = bytes.split_first_chunk()?;
    let (sums, []) = bytes.as_chunks::<16>() else {
        return None;
    };
    let expected = heading.rows().checked_mul(heading.width())?;
    (sums.len() == expected).then(|| Partial {
        heading: Arc::new(heading),
        cells: u64::from_le_bytes(*cells),
        sums: sums.iter().map(|sum| u128::from_le_bytes(*sum)).collect(),
    })
}
