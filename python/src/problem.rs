//! Demand points, sites and travel times: layouts evaluated, points allocated, best layouts found.

use crate::columns::Ids;
use crate::matrix::{Matrix, TimeUnit, demand, standard_in_words, standards};
use crate::process::{cancellable, detached};
use crate::solve::{Asked, Parameters, Solved};
use crate::table::Table;
use crate::{error, layouts, packed};
use arrow_array::{ArrayRef, Float64Array, Int64Array, StringArray};
use catchment::allocation::Allocation;
use catchment::evaluation::Instance;
use catchment::model::{SiteIndex, TravelTimeMatrix, UnreachableRule};
use catchment::run::{Session, SiteSelection};
use catchment::units::{Demand, TravelTime};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use rayon::prelude::*;
use std::sync::Arc;

/// A location problem that owns its data; a clone shares them.
#[pyclass(frozen, module = "catchment._catchment")]
pub(crate) struct Problem(Arc<Data>);

pub(crate) struct Data {
    times: Times,
    site_ids: Ids,
    point_ids: Ids,
    /// Sites that may be open where nothing else is said.
    pub(crate) candidates: Vec<SiteIndex>,
    /// What demand costs that a layout leaves without a route, where nothing else is said.
    pub(crate) unreachable: UnreachableRule,
}

enum Times {
    Given(TravelTimeMatrix, Vec<Demand>),
    OfStudy(Session),
}

impl Data {
    pub(crate) fn matrix(&self) -> &TravelTimeMatrix {
        match &self.times {
            Times::Given(matrix, _) => matrix,
            Times::OfStudy(session) => &session.prepared().matrix,
        }
    }

    pub(crate) fn demand(&self) -> &[Demand] {
        match &self.times {
            Times::Given(_, demand) => demand,
            Times::OfStudy(session) => &session.prepared().demand,
        }
    }
}

impl Problem {
    /// The problem of a study: its demand, its sites and its times.
    pub(crate) fn from_session(session: Session) -> Self {
        let study = session.study();
        let data = session.dataset();
        let matrix = &session.prepared().matrix;
        let sites = (0..).map(SiteIndex).take(data.sites.len());
        let has_times = |&site: &SiteIndex| matrix.times_to(site).any(|time| time.is_some());
        let sites_of = data.sites.iter().map(|site| site.id.clone());
        let points = data.points.iter().map(|point| point.id.clone());
        Self(Arc::new(Data {
            candidates: sites.filter(has_times).collect(),
            site_ids: Ids::Words(sites_of.collect()),
            point_ids: Ids::Words(points.collect()),
            unreachable: study.unreachable,
            times: Times::OfStudy(session),
        }))
    }
}

impl Data {
    pub(crate) fn given(
        matrix: TravelTimeMatrix,
        demand: Vec<Demand>,
        [site_ids, point_ids]: [Ids; 2],
        candidates: Vec<SiteIndex>,
        unreachable: UnreachableRule,
    ) -> Self {
        Self {
            times: Times::Given(matrix, demand),
            site_ids,
            point_ids,
            candidates,
            unreachable,
        }
    }

    pub(crate) fn ids(&self) -> [&Ids; 2] {
        [&self.site_ids, &self.point_ids]
    }
}

#[pymethods]
impl Problem {
    #[new]
    #[pyo3(signature = (times, demand_of_points, site_ids=None, point_ids=None, unit="minutes", missing="error"))]
    fn new(
        py: Python<'_>,
        times: &Bound<'_, PyAny>,
        demand_of_points: &Bound<'_, PyAny>,
        site_ids: Option<&Bound<'_, PyAny>>,
        point_ids: Option<&Bound<'_, PyAny>>,
        unit: &str,
        missing: &str,
    ) -> PyResult<Self> {
        let unit = TimeUnit::from_word(unit)?;
        let missing_is_unreachable = match missing {
            "error" => false,
            "unreachable" => true,
            _ => {
                return Err(error::input(format!(
                    "missing: expected `error` or `unreachable` (got `{missing}`)"
                )));
            }
        };
        let matrix = Matrix::read(times)?;
        let (rows, columns) = (matrix.rows, matrix.columns);
        if rows == 0 || columns == 0 {
            return Err(error::input(format!(
                "times: expected at least one demand point and one site (got {rows} × {columns})"
            )));
        }
        if columns > usize::from(u16::MAX) || u32::try_from(rows).is_err() {
            return Err(error::input(format!(
                "times: expected at most 65,535 sites and 4,294,967,295 demand points (got {rows} × \
                 {columns}); the rows are demand points and the columns sites"
            )));
        }
        let demand = demand(demand_of_points, rows)?;
        let site_ids = match (site_ids, &matrix.names) {
            (Some(ids), _) => Ids::new("site_ids", ids, columns)?,
            (None, Some(names)) => Ids::Words(names.clone()),
            (None, None) => Ids::counted(columns),
        };
        let point_ids = match point_ids {
            Some(ids) => Ids::new("point_ids", ids, rows)?,
            None => Ids::counted(rows),
        };
        let times = detached(py, || matrix.times(unit, missing_is_unreachable))??;
        let sites = u16::try_from(columns).unwrap_or(u16::MAX);
        let candidates = (0..sites).map(SiteIndex).collect();
        let ids = [site_ids, point_ids];
        let rule = UnreachableRule::default();
        Ok(Self(Arc::new(Data::given(
            times, demand, ids, candidates, rule,
        ))))
    }

    #[getter]
    fn points(&self) -> usize {
        self.0.matrix().origins()
    }

    #[getter]
    fn sites(&self) -> usize {
        self.0.matrix().sites()
    }

    /// The ids of the sites, in order.
    #[getter]
    fn site_ids(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(match &self.0.site_ids {
            Ids::Words(words) => words.clone().into_pyobject(py)?.into_any().unbind(),
            Ids::Numbers(numbers) => numbers.clone().into_pyobject(py)?.into_any().unbind(),
        })
    }

    /// All demand.
    #[getter]
    fn demand(&self) -> f64 {
        self.0.demand().iter().copied().sum::<Demand>().as_f64()
    }

    /// Which sites may be open where nothing else is said.
    #[getter]
    fn candidates(&self) -> Vec<usize> {
        self.0.candidates.iter().map(|site| site.get()).collect()
    }

    /// All of it as bytes.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &packed::packed(&self.0))
    }

    /// From such bytes.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<Self> {
        let data = packed::unpacked(bytes);
        let data = data.ok_or_else(|| {
            error::input("these bytes are not a problem of this version of catchment")
        })?;
        Ok(Self(Arc::new(data)))
    }

    /// The places of the sites that words of a study name: a capability, a layout or the id of a site.
    fn sites_named(&self, words: Vec<String>) -> PyResult<Vec<usize>> {
        let Times::OfStudy(session) = &self.0.times else {
            return Err(error::internal("only a study has words for sites"));
        };
        let mut selection = SiteSelection::default();
        selection.keep = words;
        let problem = selection.problem(session.study(), session.prepared());
        let sites = problem.map_err(error::input)?.kept_sites();
        Ok(sites.into_iter().map(SiteIndex::get).collect())
    }

    /// One row per layout.
    fn evaluate(
        &self,
        py: Python<'_>,
        names: Vec<String>,
        layouts: Vec<Vec<usize>>,
        minutes: Vec<f64>,
    ) -> PyResult<Table> {
        let data = Arc::clone(&self.0);
        let known = data.matrix().sites();
        let layouts = names.iter().zip(&layouts).map(|(name, places)| {
            layouts::layout(name, places, known, |place| data.site_ids.get(place))
        });
        let layouts = layouts.collect::<PyResult<Vec<_>>>()?;
        let standards = standards(&minutes)?;
        let of_evaluation = standards.clone();
        let evaluated = cancellable(py, move |cancel| {
            let instance = Instance {
                demand: data.demand(),
                residents: None,
                groupings: &[],
                matrix: data.matrix(),
                standards: &of_evaluation,
                policy: None,
            };
            let evaluated = layouts.par_iter().map(|layout| {
                let is_cancelled = cancel.load(std::sync::atomic::Ordering::Relaxed);
                (!is_cancelled).then(|| {
                    let evaluation = instance.evaluate(layout);
                    (evaluation.coverage, evaluation.sizes, layout.centres())
                })
            });
            evaluated.collect::<Option<Vec<_>>>()
        })?;
        let evaluated = evaluated.ok_or_else(|| error::internal("the evaluation was ended"))?;
        let number = |of: &dyn Fn(usize) -> Option<f64>| -> ArrayRef {
            Arc::new((0..evaluated.len()).map(of).collect::<Float64Array>())
        };
        let minutes = |time: Option<TravelTime>| time.map(TravelTime::as_f64);
        let centres = evaluated
            .iter()
            .map(|&(.., centres)| i64::try_from(centres).unwrap_or(0));
        let names: ArrayRef = Arc::new(StringArray::from_iter_values(&names));
        let centres: ArrayRef = Arc::new(centres.collect::<Int64Array>());
        let coverage = |layout: usize| &evaluated[layout].0;
        let sizes = |layout: usize| &evaluated[layout].1;
        let mut columns: Vec<(String, ArrayRef)> = vec![
            ("layout".to_owned(), names),
            ("centres".to_owned(), centres),
            (
                "demand".to_owned(),
                number(&|n| Some(coverage(n).demand.as_f64())),
            ),
            (
                "unreachable".to_owned(),
                number(&|n| Some(coverage(n).unreachable.as_f64())),
            ),
            (
                "mean_minutes".to_owned(),
                number(&|n| coverage(n).mean_minutes),
            ),
            (
                "median_minutes".to_owned(),
                number(&|n| minutes(coverage(n).median)),
            ),
            (
                "p95_minutes".to_owned(),
                number(&|n| minutes(coverage(n).p95)),
            ),
            (
                "max_minutes".to_owned(),
                number(&|n| minutes(coverage(n).longest)),
            ),
        ];
        for (place, &standard) in standards.iter().enumerate() {
            let name = format!("within_{}_percent", standard_in_words(standard));
            columns.push((name, number(&|n| coverage(n).within_percent(place))));
        }
        columns.extend([
            (
                "worst_tenth_mean_minutes".to_owned(),
                number(&|n| coverage(n).worst_tenth_mean_minutes),
            ),
            (
                "smallest_centre".to_owned(),
                number(&|n| Some(sizes(n).min)),
            ),
            ("largest_centre".to_owned(), number(&|n| Some(sizes(n).max))),
        ]);
        Table::new(columns)
    }

    /// One row per demand point: its nearest site and the minutes to it.
    fn allocate(&self, py: Python<'_>, places: Vec<usize>) -> PyResult<Table> {
        let data = &self.0;
        let known = data.matrix().sites();
        let layout = layouts::layout("sites", &places, known, |place| data.site_ids.get(place))?;
        let nearest = detached(py, || Allocation::soonest(data.matrix(), &layout))?;
        let sites = nearest
            .iter()
            .map(|answer| answer.map(|(site, _)| site.get()));
        let minutes = nearest.iter().map(|answer| Some(answer?.1.as_f64()));
        let demand = data.demand().iter().map(|demand| Some(demand.as_f64()));
        Table::new(vec![
            ("point".to_owned(), data.point_ids.all()),
            (
                "demand".to_owned(),
                Arc::new(demand.collect::<Float64Array>()),
            ),
            ("site".to_owned(), data.site_ids.at(sites)),
            (
                "minutes".to_owned(),
                Arc::new(minutes.collect::<Float64Array>()),
            ),
        ])
    }

    /// One row per site of a layout: the demand that goes there.
    fn catchments(&self, py: Python<'_>, places: Vec<usize>, minutes: Vec<f64>) -> PyResult<Table> {
        let data = &self.0;
        let known = data.matrix().sites();
        let layout = layouts::layout("sites", &places, known, |place| data.site_ids.get(place))?;
        let standards = standards(&minutes)?;
        let catchments = detached(py, || {
            let nearest = Allocation::soonest(data.matrix(), &layout);
            nearest.catchments(data.demand(), None, &standards)
        })?;
        let sites = catchments
            .iter()
            .map(|catchment| Some(catchment.site.get()));
        let points = catchments
            .iter()
            .map(|catchment| i64::try_from(catchment.points).ok());
        let points: ArrayRef = Arc::new(points.collect::<Int64Array>());
        let number = |of: &dyn Fn(usize) -> Option<f64>| -> ArrayRef {
            Arc::new((0..catchments.len()).map(of).collect::<Float64Array>())
        };
        let mut columns = vec![
            ("site".to_owned(), data.site_ids.at(sites)),
            ("points".to_owned(), points),
            (
                "demand".to_owned(),
                number(&|n| Some(catchments[n].demand.as_f64())),
            ),
            (
                "mean_minutes".to_owned(),
                number(&|n| catchments[n].mean_minutes()),
            ),
            (
                "max_minutes".to_owned(),
                number(&|n| catchments[n].longest.map(TravelTime::as_f64)),
            ),
        ];
        for (place, &standard) in standards.iter().enumerate() {
            let percent = |n: usize| catchments[n].within[place].percent_of(catchments[n].demand);
            let name = format!("within_{}_percent", standard_in_words(standard));
            columns.push((name, number(&percent)));
        }
        Table::new(columns)
    }

    /// The best layout of a location model.
    #[pyo3(signature = (model, *, centres=None, within=None, share=None, layouts=None, candidates=None,
        keep=Vec::new(), exclude=Vec::new(), min_demand=None, max_demand=None, mean_within=None,
        unreachable=None, gap=0.0, time_limit=None, memory=None))]
    #[allow(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn solve(
        &self,
        py: Python<'_>,
        model: &str,
        centres: Option<usize>,
        within: Option<f64>,
        share: Option<f64>,
        layouts: Option<usize>,
        candidates: Option<Vec<usize>>,
        keep: Vec<usize>,
        exclude: Vec<usize>,
        min_demand: Option<f64>,
        max_demand: Option<f64>,
        mean_within: Option<f64>,
        unreachable: Option<String>,
        gap: f64,
        time_limit: Option<f64>,
        memory: Option<f64>,
    ) -> PyResult<Solved> {
        let data = Arc::clone(&self.0);
        let known = data.matrix().sites();
        let asked = Asked {
            model: Parameters {
                centres,
                within,
                share,
                layouts,
                min_demand,
                max_demand,
                mean_within,
            }
            .of(model)?,
            candidates: match candidates {
                Some(candidates) => layouts::sites(&candidates, known)?,
                None => data.candidates.clone(),
            },
            keep: layouts::sites(&keep, known)?,
            exclude: layouts::sites(&exclude, known)?,
            unreachable: match unreachable {
                Some(rule) => rule
                    .parse()
                    .map_err(|cause| error::input(format!("unreachable: {cause}")))?,
                None => data.unreachable,
            },
            gap,
            time_limit,
            memory,
        };
        asked.check()?;
        let solved = cancellable(py, move |cancel| asked.solve(&data, cancel))?;
        solved.map_err(|cause| cause.into_exception(|site| self.0.site_ids.get(site.get())))
    }
}
