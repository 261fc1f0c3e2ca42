//! Small networks for the tests of this module.

use super::kinds::Pathway;
use super::network::StrokeNetwork;
use super::setting::Setting;
use super::times::PathwayTimes;
use crate::care::CareDelays;
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::outcome::Population;
use crate::units::TravelTime;
use proptest::prelude::*;
use std::sync::LazyLock;

/// Patients where a test is not about them.
#[expect(clippy::disallowed_methods, reason = "made by one thread")]
pub(crate) static PATIENTS: LazyLock<Population> = LazyLock::new(Population::default);

/// A pathway by road of the usual patients.
pub(crate) fn by_road(pathway: Pathway, delays: &CareDelays) -> Setting<'static> {
    Setting::by_road(pathway, *delays, &PATIENTS)
}

/// Bypass by road with an allowable delay.
pub(crate) fn bypass(allowable: TravelTime, delays: &CareDelays) -> Setting<'static> {
    Setting {
        allowable,
        ..by_road(Pathway::Bypass, delays)
    }
}

/// Every point's way by a pathway and by road.
pub(crate) fn follow(
    network: &StrokeNetwork,
    pathway: Pathway,
    delays: &CareDelays,
) -> PathwayTimes {
    PathwayTimes::follow(network, &by_road(pathway, delays))
}

/// A small network and what it was made from.
#[derive(Debug, Clone)]
pub(crate) struct Fixture {
    pub(crate) matrix: TravelTimeMatrix,
    pub(crate) between: TravelTimeMatrix,
    pub(crate) ivt: Vec<SiteIndex>,
    pub(crate) mt: Vec<SiteIndex>,
}

impl Fixture {
    pub(crate) fn network(&self) -> StrokeNetwork {
        StrokeNetwork::try_new(&self.matrix, &self.between, &self.ivt, &self.mt).unwrap()
    }

    pub(crate) fn points(&self) -> impl Iterator<Item = PointIndex> {
        (0..u32::try_from(self.matrix.origins()).unwrap()).map(PointIndex)
    }
}

pub(crate) fn minutes(minutes: u32) -> TravelTime {
    TravelTime::from_whole(minutes)
}

/// From times in whole minutes, one row per origin; `None` where there is no route.
pub(crate) fn matrix(rows: &[Vec<Option<u32>>]) -> TravelTimeMatrix {
    let sites = rows.first().map_or(0, Vec::len);
    let column = |site: usize| rows.iter().map(move |row| row[site].map(minutes));
    let times = (0..sites).flat_map(column);
    TravelTimeMatrix::from_columns(rows.len(), sites, times).unwrap()
}

fn way() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![9 => (0_u32..150).prop_map(Some), 1 => Just(None)]
}

/// Up to 20 points and 7 sites: the first a centre, the others units, centres or neither. Times are
/// in whole minutes, so that ties are common; some pairs have no route.
pub(crate) fn fixture() -> impl Strategy<Value = Fixture> {
    (1_usize..20, 1_usize..8)
        .prop_flat_map(|(points, sites)| {
            (
                prop::collection::vec(prop::collection::vec(way(), sites), points),
                prop::collection::vec(prop::collection::vec(way(), sites), sites),
                prop::collection::vec(0_u8..3, sites),
            )
        })
        .prop_map(|(to_sites, between, mut roles)| {
            roles[0] = 2;
            let of = |role: u8| -> Vec<SiteIndex> {
                let sites = (0..).zip(&roles).filter(|&(_, &r)| r == role);
                sites.map(|(site, _)| SiteIndex(site)).collect()
            };
            Fixture {
                matrix: matrix(&to_sites),
                between: matrix(&between),
                ivt: of(1),
                mt: of(2),
            }
        })
}
