use super::base_map::BaseMap;
use super::legend::{Fill, Legend};
use super::map::Map;
use super::marker::Marker;
use super::marker::MarkerKind;
use super::png::Picture;
use super::words;
use crate::load::Dataset;
use crate::model::Layout;
use crate::study::Study;
use crate::treatment::LayoutTreatment;

/// What the maps of one layout's pathways have in common: demand points in classes, with the share of
/// each, and the hospitals over them.
pub(super) struct CareMap<'a> {
    pub(super) base: &'a BaseMap,
    pub(super) data: &'a Dataset,
    pub(super) study: &'a Study,
    pub(super) layout: &'a Layout,
    pub(super) treatment: &'a LayoutTreatment,
    /// The file's name and the title, each before the layout's.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) subtitle: String,
    /// What the shares of the classes refer to.
    pub(super) legend: &'static str,
    pub(super) class_of: Vec<u8>,
    pub(super) fills: Vec<Fill>,
    pub(super) names: Vec<String>,
    /// Bases of helicopters, where the map is about them.
    pub(super) bases: Option<Vec<Marker>>,
}

impl CareMap<'_> {
    pub(super) fn draw(self) -> Picture {
        let (data, layout, study) = (self.data, self.layout, self.study);
        let mut legend = Legend {
            title: self.legend.to_owned(),
            values: words::share_of(study),
            ..Legend::default()
        };
        words::class_entries(&mut legend, data, &self.class_of, &self.fills, &self.names);
        words::hospital_entries(&mut legend);
        if self.bases.is_some() {
            legend.marker(MarkerKind::Base, "helicopter base");
        }
        let network = &self.treatment.network;
        let mut markers = self.bases.unwrap_or_default();
        markers.extend(words::hospital_markers(self.base, data, layout, network));
        self.base.draw(&Map {
            name: format!("{}-{}", self.name, layout.name()),
            title: format!("{}: {}", self.title, study.layout_title(layout.name())),
            subtitle: self.subtitle,
            class_of: self.class_of,
            fills: self.fills,
            borders: None,
            legend,
            circles: Vec::new(),
            markers,
        })
    }
}
