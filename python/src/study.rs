//! A study: opened, checked, run, simulated.

use crate::error;
use crate::problem::Problem;
use crate::process::{cancellable, detached};
use crate::results::{Results, Simulation};
use crate::table::Table;
use catchment::load::Wanted;
use catchment::model::{Layout, SiteIndex};
use catchment::optimise::Budget;
use catchment::report;
use catchment::run::{Observer, OpenError, Session, SimulationQuestion, StudySource};
use catchment::study::{Study as Choices, TravelChoice};
use catchment::travel::Missing;
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A study of which the choices have been read; its data are when they are first needed.
#[pyclass(frozen, module = "catchment._catchment")]
pub(crate) struct Study {
    source: StudySource,
    /// With what drawing needs, once it was opened.
    session: Arc<Mutex<Option<Session>>>,
}

/// An observer that ends the work where a flag is set.
pub(crate) struct Until<'a>(pub(crate) &'a AtomicBool);

impl Observer for Until<'_> {
    fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a grid is asked of a study: centres, layouts, standards and the curve.
type GridParts = (
    Vec<(String, f64, f64)>,
    Vec<(String, Vec<String>)>,
    Vec<f64>,
    Option<[f64; 5]>,
);

impl Study {
    fn new(source: StudySource) -> Self {
        Self {
            source,
            session: Arc::default(),
        }
    }

    /// Where the session is kept, and what it is made of: both to be moved to a thread.
    fn opener(
        &self,
    ) -> impl FnOnce(&AtomicBool) -> Result<Session, OpenError> + Send + 'static + use<> {
        let (source, kept) = (self.source.clone(), Arc::clone(&self.session));
        move |cancel| {
            let known = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some(session) = known {
                return Ok(session);
            }
            let session = Session::open(source, Wanted { drawing: true }, &mut Until(cancel))?;
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(session.clone());
            Ok(session)
        }
    }

    fn session(&self, py: Python<'_>) -> PyResult<Session> {
        cancellable(py, self.opener())?.map_err(error::study)
    }
}

#[pymethods]
impl Study {
    /// Reads a study file, or the `study.toml` of a folder.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let source = detached(py, || StudySource::open(&path))?;
        source.map(Self::new).map_err(|cause| match cause {
            OpenError::NoStudy(path) => error::study(format!("no study `{path}`")),
            cause => error::study(cause),
        })
    }

    /// The study in the package.
    #[staticmethod]
    fn england(py: Python<'_>) -> PyResult<Self> {
        let source = detached(py, StudySource::built_in)?;
        source.map(Self::new).map_err(error::study)
    }

    /// The study with other values of some keys, a JSON object by dotted keys; `null` leaves a key out.
    fn changed(&self, changes: &str) -> PyResult<Self> {
        let wrong = |cause: &dyn std::fmt::Display| error::input(format!("changes: {cause}"));
        let changes: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(changes).map_err(|cause| wrong(&cause))?;
        let written = self.source.study.written_out();
        let mut table = toml::Table::try_from(&written).map_err(|cause| wrong(&cause))?;
        for (key, value) in changes {
            let value = match value {
                serde_json::Value::Null => None,
                value => Some(toml::Value::try_from(value).map_err(|cause| wrong(&cause))?),
            };
            set(&mut table, &key, value)?;
        }
        let text = toml::to_string(&table).map_err(|cause| wrong(&cause))?;
        let name = format!("{} with changes", self.source.label());
        let mut source = self.source.clone();
        source.study = Choices::parse(&text, &name).map_err(error::study)?;
        Ok(Self::new(source))
    }

    #[getter]
    fn name(&self) -> &str {
        &self.source.study.name
    }

    #[getter]
    fn title(&self) -> &str {
        &self.source.study.title
    }

    /// Where it came from.
    #[getter]
    fn label(&self) -> &str {
        self.source.label()
    }

    /// The names of the layouts, in order.
    #[getter]
    fn layouts(&self) -> Vec<&str> {
        let layouts = self.source.study.layouts.iter();
        layouts.map(|layout| layout.name.as_str()).collect()
    }

    /// All choices, defaults included, as a study file.
    fn to_toml(&self) -> PyResult<String> {
        toml::to_string(&self.source.study.written_out()).map_err(error::study)
    }

    /// What is in the input in a line, its files, remarks and warnings.
    fn check(&self, py: Python<'_>) -> PyResult<(String, Table, Vec<String>, Vec<String>)> {
        let session = self.session(py)?;
        let data = session.dataset();
        let warnings = session.warnings().iter().map(ToString::to_string);
        Ok((
            report::input_totals(data),
            Table::from_data(&report::input_table(&data.report))?,
            report::input_remarks(&data.report),
            warnings.collect(),
        ))
    }

    /// Evaluates every layout, searches for the best ones and counts clinicians, as far as the study says.
    fn run(&self, py: Python<'_>) -> PyResult<Results> {
        let open = self.opener();
        let results = cancellable(py, move |cancel| {
            let session = open(cancel).map_err(|cause| cause.to_string())?;
            let mut results = session.evaluate(&mut Until(cancel));
            let budget = Budget::default().unless(cancel);
            let found = results.find_optima(budget, &mut Until(cancel));
            found.map_err(|cause| cause.to_string())?;
            let counted = results.count_clinicians(&mut Until(cancel));
            counted.map_err(|cause| cause.to_string())?;
            Ok::<_, String>(results)
        })?;
        results
            .map(|results| Results(Arc::new(results)))
            .map_err(error::study)
    }

    /// Simulates years of patients against every layout in every scenario.
    #[pyo3(signature = (*, replications=None, first=0, layouts=Vec::new(), scenarios=Vec::new(), seed=None))]
    fn simulate(
        &self,
        py: Python<'_>,
        replications: Option<u32>,
        first: u32,
        layouts: Vec<String>,
        scenarios: Vec<String>,
        seed: Option<u32>,
    ) -> PyResult<Simulation> {
        let open = self.opener();
        let mut question = SimulationQuestion::default();
        question.replications = replications;
        question.first = first;
        question.layouts = layouts;
        question.scenarios = scenarios;
        question.seed = seed;
        let simulated = cancellable(py, move |cancel| {
            let session = open(cancel).map_err(|cause| cause.to_string())?;
            let simulated = session.simulate(&question, &mut Until(cancel));
            simulated.map_err(|cause| cause.to_string())
        })?;
        let simulated = simulated.map_err(error::study)?;
        Ok(Simulation {
            simulated: Arc::new(simulated),
            first,
        })
    }

    /// Its demand, sites and times as a location problem.
    fn problem(&self, py: Python<'_>) -> PyResult<Problem> {
        let session = self.session(py)?;
        error::if_not_times(&session.study().travel.measure(), "problems")?;
        Ok(Problem::from_session(session))
    }

    /// What a grid question needs of the study: the sites that layouts name, the layouts with the ids of
    /// their sites, standards in minutes, and the numbers of the curve of road times.
    fn grid_parts(&self, py: Python<'_>) -> PyResult<GridParts> {
        let session = self.session(py)?;
        let (study, data) = (session.study(), session.dataset());
        error::if_not_times(&study.travel.measure(), "questions of grids")?;
        let layouts = || data.layouts.iter();
        let mut used: Vec<_> = layouts().flat_map(Layout::sites).copied().collect();
        used.sort_unstable();
        used.dedup();
        let centres = used.iter().map(|&site| {
            let site = data.site(site);
            let place = site.position.ok_or_else(|| {
                error::study(format!(
                    "site `{}` has no coordinates, which a grid needs",
                    site.id
                ))
            })?;
            Ok((site.id.clone(), place.lat(), place.lon()))
        });
        let ids = |sites: &[SiteIndex]| -> Vec<String> {
            let ids = sites.iter().map(|&site| data.site(site).id.clone());
            ids.collect()
        };
        let curve = match &study.travel {
            TravelChoice::StraightLine(curve)
            | TravelChoice::Table {
                missing: Missing::StraightLine(curve),
                ..
            } => Some([
                curve.fixed.as_f64(),
                curve.detour,
                curve.slow.as_f64(),
                curve.fast.as_f64(),
                curve.reach.kilometres(),
            ]),
            _ => None,
        };
        Ok((
            centres.collect::<PyResult<_>>()?,
            layouts()
                .map(|layout| (layout.name().to_owned(), ids(layout.sites())))
                .collect(),
            study
                .standards
                .iter()
                .map(|standard| standard.as_f64())
                .collect(),
            curve,
        ))
    }
}

/// Sets a value by its dotted key, or leaves the key out.
fn set(table: &mut toml::Table, key: &str, value: Option<toml::Value>) -> PyResult<()> {
    let wrong = || error::input(format!("changes: `{key}` is not a key of a table"));
    let mut table = table;
    let mut parts = key.split('.').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_some() {
            let inner = table
                .entry(part)
                .or_insert_with(|| toml::Table::new().into());
            table = inner.as_table_mut().ok_or_else(wrong)?;
        } else if let Some(value) = value {
            table.insert(part.to_owned(), value);
            return Ok(());
        } else {
            table.remove(part);
            return Ok(());
        }
    }
    Err(wrong())
}
