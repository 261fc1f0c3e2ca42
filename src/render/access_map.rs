use super::base_map::BaseMap;
use super::legend::{Fill, Legend};
use super::map::Map;
use super::palette::{TimeClasses, sequential};
use super::png::Picture;
use super::words;
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::study::Study;

/// Time to the nearest centre, every demand point in the colour of its class.
#[must_use]
pub(crate) fn access_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    evaluation: &Evaluation,
) -> Picture {
    let layout = study.layout_title(evaluation.layout.name());
    let name = format!("access-{}", evaluation.layout.name());
    let title = format!("Time to the nearest centre: {layout}");
    time_map(base, data, study, evaluation, name, title)
}

/// The same with only the centres that are open at some hour, under its own title; the file has the
/// name of the layout.
#[must_use]
pub(crate) fn open_centres_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    evaluation: &Evaluation,
    title: &str,
) -> Picture {
    let name = evaluation.layout.name().to_owned();
    time_map(base, data, study, evaluation, name, title.to_owned())
}

fn time_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    evaluation: &Evaluation,
    name: String,
    title: String,
) -> Picture {
    let classes = TimeClasses::around(&study.standards);
    let no_way = classes.len();
    let class_of: Vec<u8> = evaluation
        .allocation
        .iter()
        .map(|soonest| soonest.map_or(no_way, |(_, time)| classes.class(time)))
        .map(|class| u8::try_from(class).unwrap_or(u8::MAX))
        .collect();
    let mut fills: Vec<Fill> = sequential(no_way)
        .iter()
        .copied()
        .map(Fill::Colour)
        .collect();
    fills.push(Fill::Hatched);
    let mut names = classes.names();
    names.push(words::no_time(data).to_owned());

    let shares = words::shares(data, &class_of, fills.len());
    let mut legend = Legend {
        title: "Time to the nearest centre, in minutes".to_owned(),
        values: words::share_of(study),
        ..Legend::default()
    };
    for (class, (fill, name)) in (0_u8..).zip(fills.iter().zip(&names)) {
        let drawn = usize::from(class) < no_way || class_of.contains(&class);
        if drawn {
            legend.fill(
                *fill,
                name,
                words::percent(shares[usize::from(class)], data.demand()),
            );
        }
    }
    words::centre_entry(&mut legend);
    base.draw(&Map {
        name,
        title,
        subtitle: words::summary(study, evaluation),
        class_of,
        fills,
        borders: None,
        legend,
        circles: Vec::new(),
        markers: words::markers(base, data, &evaluation.layout),
    })
}
