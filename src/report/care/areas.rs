use super::push_minutes;
use crate::care::FlyingHours;
use crate::load::Dataset;
use crate::model::{PointIndex, SiteIndex};
use crate::pathway::Route;
use crate::report::run::Run;
use crate::report::table::decimal;
use crate::study::ScenarioHours;
use crate::treatment::LayoutTreatment;
use crate::units::Minutes;

/// What a pathway adds to the row of a demand point.
pub(in crate::report) struct AreaCells<'a> {
    treatment: &'a LayoutTreatment,
    /// Numbers of the scenarios with flights.
    flying: Vec<usize>,
}

/// One demand point's cells.
pub(in crate::report) struct AreaCell {
    pub(in crate::report) first: Option<SiteIndex>,
    pub(in crate::report) ivt: Option<Minutes>,
    pub(in crate::report) mt: Option<Minutes>,
    pub(in crate::report) route: Option<&'static str>,
    pub(in crate::report) best_route: Option<&'static str>,
    /// By scenario with flights: minutes saved when it can fly, and in the mean over the year.
    pub(in crate::report) saved: Vec<Option<(Minutes, f64)>>,
}

impl<'a> AreaCells<'a> {
    /// `None` where the study has no pathway.
    pub(in crate::report) fn of(run: &Run<'a>, layout: &str) -> Option<Self> {
        let treatment = run.treatment_of(layout)?;
        let never = ScenarioHours::All(FlyingHours::Never);
        let scenarios = treatment.scenarios.iter().enumerate();
        Some(Self {
            treatment,
            flying: scenarios
                .filter(|(_, result)| result.scenario.hours != never)
                .map(|(number, _)| number)
                .collect(),
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
        let path = self.treatment.chosen().times.of(point);
        let saved = |&scenario: &usize| {
            let saved = self.treatment.saved(scenario, point)?;
            Some((saved.flying, saved.year))
        };
        AreaCell {
            first: path.map(|path| path.first),
            ivt: path.map(|path| path.ivt),
            mt: path.and_then(|path| path.mt),
            route: path.map(|path| word(path.route)),
            best_route: self.treatment.best_route(point).map(word),
            saved: self.flying.iter().map(saved).collect(),
        }
    }
}

impl AreaCell {
    /// Adds the cells to a line of CSV.
    pub(in crate::report) fn push(&self, csv: &mut String, dataset: &Dataset) {
        csv.push(',');
        if let Some(site) = self.first {
            crate::report::table::push_field(csv, &dataset.site(site).id);
        }
        for time in [self.ivt, self.mt] {
            csv.push(',');
            if let Some(time) = time {
                push_minutes(csv, time);
            }
        }
        for word in [self.route, self.best_route] {
            csv.push(',');
            csv.push_str(word.unwrap_or_default());
        }
        for saved in &self.saved {
            csv.push(',');
            if let Some((flying, year)) = saved {
                push_minutes(csv, *flying);
                csv.push(',');
                if *year > 0.0 {
                    csv.push_str(&decimal(*year, 3));
                } else {
                    csv.push('0');
                }
            } else {
                csv.push(',');
            }
        }
    }
}

/// A route as tables and maps name it.
const fn word(route: Route) -> &'static str {
    match route {
        Route::Direct => "direct",
        Route::DripAndShip => "drip-and-ship",
    }
}
