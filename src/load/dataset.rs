use super::InputReport;
use super::wording::did_you_mean;
use crate::borders::Borders;
use crate::flight::Fleet;
use crate::memo::Memo;
use crate::model::{
    CapabilityStatus, DemandPoint, Grouping, Layout, PointIndex, Site, SiteIndex, TravelTimeMatrix,
};
use crate::network::RoadNetwork;
use crate::service::WeekHours;
use crate::simulate::ArrivalFactors;
use crate::study::nearest_word;
use crate::units::{Demand, SiteCost};
use geo::MultiPolygon;
use std::sync::Arc;

/// Everything a run is computed from, checked.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The demand points, in the order of the population file.
    pub points: Vec<DemandPoint>,
    /// One grouping a column of the study's `groups`, in its order.
    pub groupings: Vec<Grouping>,
    /// The sites, in ascending order of their ids.
    pub sites: Vec<Site>,
    /// What [`Site::capabilities`] are, in their order.
    pub capabilities: Vec<String>,
    /// The layouts, in the order of the study.
    pub layouts: Vec<Layout>,
    /// The table of travel times from point to site, if the study has one.
    pub table: Option<TravelTimeMatrix>,
    /// Demand points of which nothing is known: the table has no row of them, and the study lets
    /// nothing else fill in. Ascending.
    pub without_row: Vec<PointIndex>,
    /// The road network, if the study's times come from one.
    pub network: Option<Arc<RoadNetwork>>,
    /// The table of travel times from site to site, if the study has one.
    pub hospital_table: Option<TravelTimeMatrix>,
    /// The bases of helicopters, ascending by id; none where the study has no helicopters.
    pub fleet: Fleet,
    /// Opening hours by site, where the study names a column of them; `None` where the file gives none.
    pub site_hours: Vec<Option<WeekHours>>,
    /// What each site costs while it is open; empty where no column of the study says so.
    pub site_costs: Vec<SiteCost>,
    /// The rota group by site, where the study names a column of them; `None` for a site in none.
    pub rota_groups: Vec<Option<String>>,
    /// When patients come to hospital, where the study names files of it.
    pub arrivals: Option<ArrivalFactors>,
    /// What maps are drawn from; `None` where the study names no polygons or they are not wanted.
    pub drawing: Option<Drawing>,
    /// What was read, refused and missed.
    pub report: InputReport,
}

impl Dataset {
    /// All demand of the study.
    #[must_use]
    pub fn demand(&self) -> Demand {
        self.points.iter().map(|point| point.demand).sum()
    }

    /// All residents, where every point has a number of them.
    #[must_use]
    pub fn population(&self) -> Option<Demand> {
        self.points
            .iter()
            .map(|point| point.population)
            .sum::<Option<Demand>>()
    }

    /// Which of the demand points the table has no row of; see [`Dataset::without_row`].
    #[must_use]
    pub fn is_without_row(&self) -> Vec<bool> {
        let mut is_without = vec![false; self.points.len()];
        for point in &self.without_row {
            is_without[point.get()] = true;
        }
        is_without
    }

    /// The demand of the points without a row, all or those of one group.
    #[must_use]
    pub fn demand_without_row(&self) -> Demand {
        let points = self.without_row.iter();
        points.map(|point| self.points[point.get()].demand).sum()
    }

    /// The site with this id.
    #[must_use]
    pub fn site_by_id(&self, id: &str) -> Option<SiteIndex> {
        let place = self
            .sites
            .binary_search_by(|site| site.id.as_str().cmp(id))
            .ok()?;
        u16::try_from(place).ok().map(SiteIndex)
    }

    /// The demand point with this id or, without regard to case, this name.
    ///
    /// # Errors
    ///
    /// There is none; the error names the one that is spelt most like it.
    pub fn find_point(&self, text: &str) -> Result<PointIndex, UnknownPoint> {
        let wanted = text.to_lowercase();
        let named = |point: &&DemandPoint| point.name.to_lowercase() == wanted;
        let found = self.points.iter().position(|point| point.id == text);
        let found = found.or_else(|| self.points.iter().position(|point| named(&point)));
        let found = found.and_then(|place| u32::try_from(place).ok());
        found.map(PointIndex).ok_or_else(|| {
            let ids_and_names = |point: &'_ DemandPoint| [point.id.clone(), point.name.clone()];
            let known: Vec<String> = self.points.iter().flat_map(ids_and_names).collect();
            UnknownPoint {
                found: text.to_owned(),
                nearest: nearest_word(text, &known),
            }
        })
    }

    /// A site.
    ///
    /// # Panics
    ///
    /// The index is of another data set.
    #[must_use]
    pub fn site(&self, index: SiteIndex) -> &Site {
        &self.sites[index.get()]
    }

    /// What every site says of a capability; nothing where there is none of this name.
    #[must_use]
    pub fn capability(&self, name: &str) -> Vec<CapabilityStatus> {
        let number = self.capabilities.iter().position(|known| known == name);
        let answer = |number: usize| {
            self.sites
                .iter()
                .map(|site| site.capabilities[number])
                .collect()
        };
        number.map_or_else(Vec::new, answer)
    }

    /// The sites with a capability; none if there is no capability of this name.
    #[must_use]
    pub fn sites_with(&self, capability: &str) -> Vec<SiteIndex> {
        sites_with(&self.sites, &self.capabilities, capability)
    }

    /// The layout with this name.
    #[must_use]
    pub fn layout(&self, name: &str) -> Option<&Layout> {
        self.layouts.iter().find(|layout| layout.name() == name)
    }
}

/// The sites that have one of their capabilities.
pub(super) fn sites_with(
    sites: &[Site],
    capabilities: &[String],
    capability: &str,
) -> Vec<SiteIndex> {
    let column = capabilities.iter().position(|name| name == capability);
    let has = |site: &Site| {
        column.is_some_and(|column| site.capabilities[column] == CapabilityStatus::Yes)
    };
    let having = (0..)
        .map(SiteIndex)
        .zip(sites)
        .filter(|(_, site)| has(site));
    having.map(|(number, _)| number).collect()
}

/// A demand point that is not in the study.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no demand point has the id or name `{found}`{}", did_you_mean(nearest.as_ref()))]
pub struct UnknownPoint {
    /// As it was asked for.
    pub found: String,
    /// The id or name that is spelt most like it.
    pub nearest: Option<String>,
}

/// What maps are drawn from: shapes in degrees (x longitude, y latitude), WGS 84.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// The polygons of every demand point, in the order of the points; `None` where there is none.
    pub areas: Vec<Option<MultiPolygon<f64>>>,
    /// Land and borders around them.
    pub outlines: Vec<Outline>,
    borders: Memo<Arc<Borders>>,
}

impl Drawing {
    /// These areas and outlines.
    #[must_use]
    pub const fn new(areas: Vec<Option<MultiPolygon<f64>>>, outlines: Vec<Outline>) -> Self {
        Self {
            areas,
            outlines,
            borders: Memo::new(),
        }
    }

    /// The borders between the areas, found when they are first asked for.
    pub(crate) fn borders(&self) -> &Arc<Borders> {
        self.borders
            .get_or_find(|| Arc::new(Borders::new(&self.areas)))
    }
}

/// A shape that gives a map its context.
#[derive(Debug, Clone)]
pub struct Outline {
    /// What it is: `land`, `region`, …
    pub kind: String,
    /// Its name, or nothing.
    pub name: String,
    /// Its shape.
    pub shape: MultiPolygon<f64>,
}
