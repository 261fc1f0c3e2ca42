use super::classes::classes;
use super::cold_spots::cold_spots;
use super::columns::Columns;
use super::source::WebMapOf;
use crate::evaluation::Evaluation;
use crate::model::{Grouping, PointIndex};
use crate::render::base_map::BaseMap;
use crate::render::catchment_map::catchment_colours;
use crate::render::difference_map::{CHANGE_BREAKS, change_classes};
use crate::render::helicopter_map::{Gain, most_flown};
use crate::render::legend::Fill;
use crate::render::palette::{PALE, TimeClasses, sequential};
use crate::render::words;
use crate::treatment::LayoutTreatment;
use crate::units::TravelTime;
use crate::wording::or_dash;
use serde_json::{Value, json};

/// Everything that the map can show, each layer as its description; their values become columns.
pub(super) fn layers(base: &BaseMap, of: &WebMapOf, columns: &mut Columns) -> Vec<Value> {
    let mut layers = vec![minutes(of, columns)];
    if of.evaluations.len() > 1 {
        layers.push(change(of));
    }
    layers.push(centres(base, of, columns));
    layers.extend(
        of.data
            .groupings
            .iter()
            .enumerate()
            .map(|(number, grouping)| groups(of, columns, number, grouping)),
    );
    layers.extend(cold_spots(of, columns));
    layers.extend(onset(of, columns));
    layers.extend(helicopter(of, columns));
    layers
}

/// One value for each layout, in the order of the layouts.
fn by_layout<T>(of: &WebMapOf, value: impl FnMut(&Evaluation) -> T) -> Vec<T> {
    of.evaluations.iter().map(value).collect()
}

/// Classes of time, and last that of who has none.
fn time_classes(of: &WebMapOf, scale: &TimeClasses) -> Value {
    let fills = sequential(scale.len()).iter().copied().map(Fill::Colour);
    let mut all: Vec<(Fill, String)> = fills.zip(scale.names()).collect();
    all.push((Fill::Hatched, words::no_time(of.data).to_owned()));
    classes(all)
}

fn breaks(scale: &TimeClasses) -> Vec<u32> {
    scale.breaks().iter().map(|at| at.milliseconds()).collect()
}

fn minutes(of: &WebMapOf, columns: &mut Columns) -> Value {
    let scale = TimeClasses::around(&of.study.standards);
    let times = |evaluation: &Evaluation| {
        let times = evaluation.allocation.iter();
        columns.times(times.map(|nearest| nearest.map(|(_, time)| time)))
    };
    json!({
        "id": "minutes",
        "kind": "time",
        "title": "Minutes to the nearest centre",
        "short": "Minutes",
        "legend": "Time to the nearest centre",
        "columns": by_layout(of, times),
        "breaks": breaks(&scale),
        "classes": time_classes(of, &scale),
    })
}

fn change(of: &WebMapOf) -> Value {
    json!({
        "id": "change",
        "kind": "change",
        "title": "Change against the first layout",
        "short": "Change",
        "legend": "Change in the time to the nearest centre",
        "of": "minutes",
        "breaks": CHANGE_BREAKS.map(TravelTime::milliseconds),
        "classes": classes(change_classes(words::no_time(of.data))),
    })
}

fn centres(base: &BaseMap, of: &WebMapOf, columns: &mut Columns) -> Value {
    let mut entries = Vec::new();
    let mut numbers = Vec::new();
    for evaluation in of.evaluations {
        let (_, colours) = catchment_colours(base, evaluation);
        let places = evaluation.allocation.places();
        let places = places.map(|nearest| nearest.map(|(place, _)| place));
        let (number, keys) = columns.keys(places);
        numbers.push(number);
        let entry = |key: &Option<usize>| match *key {
            Some(place) => {
                let site = of.data.site(evaluation.layout.sites()[place]);
                json!([colours[place], site.label])
            }
            None => json!([PALE.len(), words::no_time(of.data)]),
        };
        entries.push(keys.iter().map(entry).collect::<Value>());
    }
    let mut fills: Vec<(Fill, String)> = PALE
        .into_iter()
        .map(|colour| (Fill::Colour(colour), String::new()))
        .collect();
    fills.push((Fill::Hatched, words::no_time(of.data).to_owned()));
    json!({
        "id": "centre",
        "kind": "entries",
        "title": "Centre: who goes where",
        "short": "Centre",
        "legend": "Each area has the colour of its nearest centre; colours only separate neighbours",
        "borders": true,
        "columns": numbers,
        "entries": entries,
        "classes": classes(fills),
    })
}

fn groups(of: &WebMapOf, columns: &mut Columns, number: usize, grouping: &Grouping) -> Value {
    let scale = TimeClasses::around(&of.study.standards);
    let (column, keys) = columns.keys(grouping.members().iter().copied());
    let labels = keys.iter().map(|&group| &grouping.labels()[group as usize]);
    let entries = by_layout(of, |evaluation| {
        let entry = |&group: &u32| {
            let coverage = &evaluation.groups[number][group as usize];
            let mean = coverage.mean_minutes;
            let time = mean.and_then(|mean| TravelTime::try_from_minutes(mean).ok());
            let class = time.map_or(scale.len(), |time| scale.class(time));
            let label = &grouping.labels()[group as usize];
            json!([class, format!("{label}: mean {} min", or_dash(mean, 1))])
        };
        keys.iter().map(entry).collect::<Value>()
    });
    json!({
        "id": format!("group-{number}"),
        "kind": "entries",
        "title": format!("Groups: mean minutes by {}", grouping.title()),
        "short": format!("Mean minutes by {}", grouping.title()),
        "legend": format!("Mean time to the nearest centre of everybody of the same {}", grouping.title()),
        "group": grouping.title(),
        "labels": labels.collect::<Vec<&String>>(),
        "borders": true,
        "columns": vec![column; of.evaluations.len()],
        "entries": entries,
        "classes": time_classes(of, &scale),
    })
}

/// The treatment of every layout; `None` for a study without a pathway.
fn treated<'a>(of: &WebMapOf<'a>) -> Option<Vec<&'a LayoutTreatment>> {
    let all = of.treatment?;
    let treated = of.evaluations.iter();
    treated
        .map(|evaluation| all.layout(evaluation.layout.name()))
        .collect()
}

fn onset(of: &WebMapOf, columns: &mut Columns) -> Option<Value> {
    let treated = treated(of)?;
    let base = of.treatment?.layout(&of.study.base_layout)?;
    let scale = TimeClasses::over(base.chosen().times.mt_times().into_iter().flatten());
    let times = treated
        .iter()
        .map(|treatment| columns.times(treatment.chosen().times.mt_times().into_iter()));
    Some(json!({
        "id": "mt",
        "kind": "time",
        "title": "Onset to MT",
        "short": "Onset to MT",
        "legend": "Time from onset to MT",
        "columns": times.collect::<Vec<usize>>(),
        "breaks": breaks(&scale),
        "classes": time_classes(of, &scale),
    }))
}

fn helicopter(of: &WebMapOf, columns: &mut Columns) -> Option<Value> {
    let treated = treated(of)?;
    of.treatment?.helicopter.as_ref()?;
    let no_time = words::no_time(of.data);
    let all = Gain::all();
    let (mut numbers, mut entries) = (Vec::new(), Vec::new());
    let mut title = None;
    for treatment in treated {
        let scenario = most_flown(treatment)?;
        title.get_or_insert(&treatment.scenarios[scenario].scenario.title);
        let key = |point: u32| {
            let gain = Gain::new(treatment, scenario, PointIndex(point));
            let class = all
                .iter()
                .position(|&other| other == gain)
                .unwrap_or_default();
            let saved = treatment.saved(scenario, PointIndex(point));
            (class, saved.map(|saved| saved.flying))
        };
        let (number, keys) = columns.keys((0..).take(of.data.points.len()).map(key));
        numbers.push(number);
        let entry = |&(class, saved): &(usize, Option<TravelTime>)| {
            let text = match saved {
                Some(saved) if saved > TravelTime::ZERO => {
                    format!("{:.1} min saved", saved.as_f64())
                }
                _ => all[class].name(no_time),
            };
            json!([class, text])
        };
        entries.push(keys.iter().map(entry).collect::<Value>());
    }
    let fills = all.iter().map(|gain| (gain.fill(), gain.name(no_time)));
    Some(json!({
        "id": "helicopter",
        "kind": "entries",
        "title": "Helicopter: minutes saved",
        "short": "Helicopter",
        "legend": format!(
            "Minutes saved by helicopter, when it can fly ({})",
            title.map_or("", |title| title.as_str())
        ),
        "columns": numbers,
        "entries": entries,
        "classes": classes(fills),
    }))
}
