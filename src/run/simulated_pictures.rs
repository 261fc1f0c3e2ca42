use super::prepare::Prepared;
use crate::evaluation::Evaluation;
use crate::model::{Layout, SiteIndex};
use crate::render::{
    self, BaseMap, HoursChart, HoursPoint, IntervalChart, IntervalRow, Picture, RenderError, Waits,
    WeekHeatMap, WeekPanel,
};
use crate::report::{SimulatedRun, SimulationRun};
use crate::simulate::Figure;
use crate::wording::capitalised;
use rayon::prelude::*;

/// Heat maps, waits and maps are drawn of the base layout and as many others, the first.
const OTHERS: usize = 1;

/// A simulated year has 365 days.
const WEEKS_PER_YEAR: f64 = 365.0 / 7.0;

/// Every picture of a simulation; no maps of a study without coordinates.
pub(super) fn pictures(
    run: &SimulationRun,
    prepared: &Prepared,
) -> Result<Vec<Picture>, RenderError> {
    let mut pictures = vec![lost_by_hour(run)];
    pictures.extend(intervals(
        run,
        Figure::Treated,
        "treated-by-scenario",
        "Patients given MT per year, by hours and staff",
        "Patients given MT per year",
    ));
    pictures.extend(intervals(
        run,
        Figure::ToPunctureMean,
        "onset-to-puncture",
        "Time from onset to puncture, by hours and staff",
        "Mean time from onset to puncture, in minutes",
    ));
    pictures.extend(by_open_hours(run));
    for layout in shown(run) {
        pictures.extend(waits(run, layout)?);
    }
    if let Some(base) = BaseMap::new(run.dataset, run.study) {
        let maps = open_sets(run);
        let maps: Vec<Option<Picture>> = maps
            .par_iter()
            .with_max_len(1)
            .map(|open| open.draw(run, prepared, &base))
            .collect();
        pictures.extend(maps.into_iter().flatten());
    }
    Ok(pictures)
}

/// The layouts of the simulation, the base first if it is among them.
fn layouts<'a>(run: &SimulationRun<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for service in run.services {
        if !names.contains(&service.layout.as_str()) {
            names.push(&service.layout);
        }
    }
    names.sort_by_key(|name| *name != run.study.base_layout);
    names
}

fn shown<'a>(run: &SimulationRun<'a>) -> Vec<&'a str> {
    layouts(run).into_iter().take(1 + OTHERS).collect()
}

/// The scenarios in their order, each with its services.
fn scenarios<'a>(run: &SimulationRun<'a>) -> Vec<(&'a str, Vec<&'a SimulatedRun>)> {
    let mut scenarios: Vec<(&str, Vec<&SimulatedRun>)> = Vec::new();
    for service in run.services {
        let title = service.scenario.title.as_str();
        match scenarios
            .iter_mut()
            .find(|(_, of)| of[0].scenario.name == service.scenario.name)
        {
            Some((_, of)) => of.push(service),
            None => scenarios.push((title, vec![service])),
        }
    }
    scenarios
}

fn years(run: &SimulationRun) -> usize {
    let first = run.services.first();
    first.map_or(0, |service| service.result.years.len())
}

fn lost_by_hour(run: &SimulationRun) -> Picture {
    let shown = shown(run);
    let mut panels = Vec::new();
    for (title, services) in scenarios(run) {
        for layout in &shown {
            let of = services.iter().find(|service| service.layout == *layout);
            let Some(service) = of else { continue };
            let lost = service.result.hours.iter();
            let lost = lost.map(|&[candidates, treated]| (candidates - treated).max(0.0));
            panels.push(WeekPanel {
                title: capitalised(title),
                subtitle: render::layout_heading(run.study, layout),
                values: lost.collect(),
            });
        }
    }
    WeekHeatMap {
        name: "lost-by-hour".to_owned(),
        title: "When patients call who could be given MT and are not".to_owned(),
        subtitle: format!(
            "By weekday and hour of the call; mean of {} simulated years",
            years(run)
        ),
        unit: "Patients lost per hour of the week and year".to_owned(),
        panels,
        across: shown.len(),
    }
    .draw(run.study)
}

fn intervals(
    run: &SimulationRun,
    figure: Figure,
    name: &str,
    title: &str,
    axis: &str,
) -> Option<Picture> {
    let layouts = layouts(run);
    let is_treated = figure == Figure::Treated;
    let row = |service: &&SimulatedRun| {
        let interval = service.result.interval(figure, run.confidence)?;
        let series = layouts.iter().position(|name| *name == service.layout)?;
        Some(IntervalRow {
            series,
            estimate: interval.estimate,
            ends: [interval.low, interval.high],
            mark: is_treated.then_some(service.deterministic),
        })
    };
    let groups = scenarios(run).into_iter().map(|(title, services)| {
        let mut rows: Vec<IntervalRow> = services.iter().filter_map(row).collect();
        rows.sort_by_key(|row| row.series);
        (capitalised(title), rows)
    });
    IntervalChart {
        name: name.to_owned(),
        title: title.to_owned(),
        subtitle: intervals_in_words(run),
        axis: axis.to_owned(),
        decimals: usize::from(!is_treated),
        series: series(run, &layouts),
        mark: is_treated.then(|| {
            "deterministic run: all open, nobody waits, every step as long as planned".to_owned()
        }),
        groups: groups.collect(),
    }
    .draw(run.study)
}

/// Patients treated over the open hours of the centres.
fn by_open_hours(run: &SimulationRun) -> Option<Picture> {
    let layouts = layouts(run);
    let points = run.services.iter().filter_map(|service| {
        let interval = service.result.interval(Figure::Treated, run.confidence)?;
        let centres = service.open_hours.len().max(1) as f64;
        Some(HoursPoint {
            series: layouts.iter().position(|name| *name == service.layout)?,
            name: service.scenario.name.clone(),
            hours: service.open_hours.iter().sum::<f64>() / centres / WEEKS_PER_YEAR,
            estimate: interval.estimate,
            ends: [interval.low, interval.high],
        })
    });
    HoursChart {
        name: "treated-by-open-hours".to_owned(),
        title: "Patients given MT per year, by opening hours".to_owned(),
        subtitle: intervals_in_words(run),
        axes: [
            "Open hours per week, mean of the centres".to_owned(),
            "Patients given MT per year".to_owned(),
        ],
        points: points.collect(),
        series: series(run, &layouts),
    }
    .draw(run.study)
}

/// What the intervals of a chart carry.
fn intervals_in_words(run: &SimulationRun) -> String {
    format!(
        "Means of {} simulated years with {:.0}% intervals, which carry chance and not what is unknown",
        years(run),
        100.0 * run.confidence
    )
}

/// The titles of the layouts.
fn series(run: &SimulationRun, layouts: &[&str]) -> Vec<String> {
    let titles = layouts.iter().map(|name| run.study.layout_title(name));
    titles.map(capitalised).collect()
}

fn waits(run: &SimulationRun, layout: &str) -> Result<Option<Picture>, RenderError> {
    let services = run.services.iter().filter(|each| each.layout == layout);
    let waits: Vec<Waits> = services
        .map(|service| Waits {
            title: service.scenario.title.clone(),
            longer_percent: service.result.longer_waits_percent(),
        })
        .filter(|waits| !waits.longer_percent.is_empty())
        .collect();
    if waits.is_empty() {
        return Ok(None);
    }
    let name = format!("waits-{layout}");
    render::wait_chart(run.study, &name, run.study.layout_title(layout), &waits).map(Some)
}

/// Centres that are open together at an hour.
struct OpenSet<'a> {
    service: &'a SimulatedRun,
    sites: &'a [SiteIndex],
    /// In the name of the file, and in the title.
    hour: [&'static str; 2],
}

/// What is open by day and by night in the layouts shown; a set that another scenario of the layout
/// has at the same hour is drawn once.
fn open_sets<'a>(run: &SimulationRun<'a>) -> Vec<OpenSet<'a>> {
    let mut sets: Vec<OpenSet> = Vec::new();
    let shown = shown(run);
    let services = run.services.iter();
    for service in services.filter(|service| shown.contains(&service.layout.as_str())) {
        let hours = [
            (&service.open_at_noon, ["day", "Wednesday 12:00"]),
            (&service.open_at_night, ["night", "Wednesday 03:00"]),
        ];
        for (sites, hour) in hours {
            let is_drawn = |other: &OpenSet| {
                other.service.layout == service.layout
                    && other.hour == hour
                    && *other.sites == **sites
            };
            if !sites.is_empty() && !sets.iter().any(is_drawn) {
                sets.push(OpenSet {
                    service,
                    sites,
                    hour,
                });
            }
        }
    }
    sets
}

impl OpenSet<'_> {
    fn draw(&self, run: &SimulationRun, prepared: &Prepared, base: &BaseMap) -> Option<Picture> {
        let [file, hour] = self.hour;
        let scenario = &self.service.scenario;
        let name = format!("open-{file}-{}-{}", self.service.layout, scenario.name);
        let layout = Layout::try_new(&name, self.sites.to_vec()).ok()?;
        let evaluation: Evaluation = prepared.instance(run.study).evaluate(&layout);
        let title = format!(
            "{hour}, time to the nearest open centre: {} ({})",
            run.study.layout_title(&self.service.layout),
            scenario.name
        );
        let map = render::open_centres_map(base, run.dataset, run.study, &evaluation, &title);
        Some(map)
    }
}
