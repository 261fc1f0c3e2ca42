use super::base_map::BaseMap;
use super::care_map::CareMap;
use super::legend::Fill;
use super::palette::{TimeClasses, sequential};
use super::png::Picture;
use super::words;
use crate::load::Dataset;
use crate::model::Layout;
use crate::study::Study;
use crate::treatment::LayoutTreatment;

/// Time from onset to MT by the study's pathway, every demand point in the colour of its class.
///
/// The classes are those of `scale`, so that maps of several layouts can be compared.
#[must_use]
pub(crate) fn treatment_map(
    base: &BaseMap,
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
    names.push(format!("{} to MT", words::no_time(data)));
    CareMap {
        base,
        data,
        study,
        layout,
        treatment,
        name: "onset-to-mt",
        title: "Time from onset to thrombectomy",
        subtitle: words::pathway_summary(treatment.chosen, &chosen.figures),
        legend: "Time from onset to MT, in minutes",
        class_of,
        fills,
        names,
        bases: None,
    }
    .draw()
}
