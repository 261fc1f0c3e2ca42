use super::base::Base;
use super::legend::{Fill, Legend};
use super::map::Map;
use super::palette::{TimeClasses, sequential};
use super::png::Picture;
use super::words;
use crate::load::Dataset;
use crate::model::Layout;
use crate::study::Study;
use crate::treatment::LayoutTreatment;

/// Time from onset to MT by the study's routing, every demand point in the colour of its class.
///
/// The classes are those of `scale`, so that maps of several layouts can be compared.
#[must_use]
pub fn treatment_map(
    base: &Base,
    data: &Dataset,
    study: &Study,
    layout: &Layout,
    treatment: &LayoutTreatment,
    scale: &LayoutTreatment,
) -> Picture {
    let chosen = treatment.chosen();
    let times = chosen.times.mt_times();
    let classes = TimeClasses::over(scale.chosen().times.mt_times().into_iter().flatten());
    let none = classes.len();
    let class_of: Vec<u8> = times
        .iter()
        .map(|time| time.map_or(none, |time| classes.class(time)))
        .map(|class| u8::try_from(class).unwrap_or(u8::MAX))
        .collect();
    let mut fills: Vec<Fill> = sequential(none).iter().copied().map(Fill::Colour).collect();
    fills.push(Fill::Hatched);
    let mut names = classes.names();
    names.push("no way to MT by road".to_owned());
    let mut legend = Legend {
        title: "Time from onset to MT, in minutes".to_owned(),
        values: words::share_of(study),
        ..Legend::default()
    };
    words::class_entries(&mut legend, data, &class_of, &fills, &names);
    words::hospital_entries(&mut legend);
    base.draw(&Map {
        name: format!("onset-to-mt-{}", layout.name()),
        title: format!(
            "Time from onset to thrombectomy: {}",
            words::layout_title(study, layout)
        ),
        subtitle: words::pathway_summary(treatment.routing, &chosen.figures),
        class_of,
        fills,
        borders: None,
        legend,
        circles: Vec::new(),
        markers: words::hospital_markers(base, data, layout, &treatment.network),
    })
}
