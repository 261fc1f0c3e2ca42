use crate::flight::{FlyingHours, ScenarioHours};
use crate::load::Dataset;
use crate::model::{PointIndex, SiteIndex};
use crate::pathway::Route;
use crate::report::minutes::push_minutes;
use crate::report::run::Run;
use crate::treatment::LayoutTreatment;
use crate::units::TravelTime;
use crate::wording::decimal;

/// What a pathway adds to the row of a demand point.
pub(in crate::report) struct AreaCells<'a> {
    treatment: &'a LayoutTreatment,
    /// Numbers of the scenarios with flights.
    flying: Vec<usize>,
    /// By site: the cells of what helicopters save its patients, as CSV; the last is for those who
    /// are not transferred.
    saved: Vec<String>,
}

/// One demand point's cells.
pub(in crate::report) struct AreaCell {
    pub(in crate::report) first: Option<SiteIndex>,
    pub(in crate::report) ivt: Option<TravelTime>,
    pub(in crate::report) mt: Option<TravelTime>,
    pub(in crate::report) route: Option<&'static str>,
    pub(in crate::report) best_route: Option<&'static str>,
}

impl<'a> AreaCells<'a> {
    /// `None` if the study has no pathway.
    pub(in crate::report) fn new(run: &Run<'a>, layout: &str) -> Option<Self> {
        let treatment = run.treatment_of(layout)?;
        let never = ScenarioHours::All(FlyingHours::Never);
        let scenarios = treatment.scenarios.iter().enumerate();
        let flying: Vec<usize> = scenarios
            .filter(|(_, result)| result.scenario.hours != never)
            .map(|(number, _)| number)
            .collect();
        let mut saved = vec![",,".repeat(flying.len()); run.dataset.sites.len() + 1];
        for unit in treatment.network.units().iter().filter(|unit| !unit.centre) {
            let cells = flying.iter().map(|&scenario| {
                let saved = treatment.saved_at(scenario, unit.site);
                let mut cells = String::from(",");
                if let Some(saved) = saved {
                    push_minutes(&mut cells, saved.flying);
                    cells.push(',');
                    cells.push_str(&decimal(saved.year, 3));
                } else {
                    cells.push(',');
                }
                cells
            });
            saved[unit.site.get()] = cells.collect();
        }
        Some(Self {
            treatment,
            flying,
            saved,
        })
    }

    /// The names of the columns.
    pub(in crate::report) fn columns(&self) -> Vec<String> {
        let plain = [
            "first_site_id",
            "ivt_minutes",
            "mt_minutes",
            "route",
            "best_route",
        ];
        let mut columns = plain.map(String::from).to_vec();
        for &number in &self.flying {
            let name = &self.treatment.scenarios[number].scenario.name;
            columns.push(format!("flying_saves_{name}"));
            columns.push(format!("year_saves_{name}"));
        }
        columns
    }

    pub(in crate::report) fn cell(&self, point: PointIndex) -> AreaCell {
        let path = self.treatment.chosen().times.get(point);
        AreaCell {
            first: path.map(|path| path.first),
            ivt: path.map(|path| path.ivt),
            mt: path.and_then(|path| path.mt),
            route: path.map(|path| word(path.route)),
            best_route: self.treatment.best_route(point).map(word),
        }
    }

    /// By scenario with flights: minutes saved when it can fly, and on average over the year.
    pub(in crate::report) fn saved(&self, point: PointIndex) -> Vec<Option<(TravelTime, f64)>> {
        let saved = |&scenario: &usize| {
            let saved = self.treatment.saved(scenario, point)?;
            Some((saved.flying, saved.year))
        };
        self.flying.iter().map(saved).collect()
    }

    /// Adds the cells of a demand point to a line of CSV.
    pub(in crate::report) fn push(&self, csv: &mut String, point: PointIndex, dataset: &Dataset) {
        let cell = self.cell(point);
        csv.push(',');
        if let Some(site) = cell.first {
            crate::report::table::push_field(csv, &dataset.site(site).id);
        }
        for time in [cell.ivt, cell.mt] {
            csv.push(',');
            if let Some(time) = time {
                push_minutes(csv, time);
            }
        }
        for word in [cell.route, cell.best_route] {
            csv.push(',');
            csv.push_str(word.unwrap_or_default());
        }
        let direct = cell.route == Some(word(Route::Direct));
        let place = cell
            .first
            .filter(|_| !direct)
            .map_or(dataset.sites.len(), SiteIndex::get);
        csv.push_str(&self.saved[place]);
    }
}

/// A route as tables and maps name it.
const fn word(route: Route) -> &'static str {
    match route {
        Route::Direct => "direct",
        Route::DripAndShip => "drip-and-ship",
    }
}
