//! Small problems and all their layouts: what the tests of this module compare with.

use super::LocationProblem;
use crate::model::{SiteIndex, TravelTimeMatrix};
use crate::units::{Demand, Minutes};
use proptest::prelude::*;

/// A problem small enough to try every layout: few times, so that there are ties.
#[derive(Debug, Clone)]
pub(super) struct SmallProblem {
    pub(super) matrix: TravelTimeMatrix,
    pub(super) demand: Vec<Demand>,
    pub(super) kept: Vec<SiteIndex>,
    pub(super) excluded: Vec<SiteIndex>,
}

impl SmallProblem {
    /// Up to 14 points and 9 sites; some pairs without a way, some points without demand.
    pub(super) fn any() -> impl Strategy<Value = Self> {
        Self::with(prop_oneof![12 => (0_u32..12).prop_map(Some), 1 => Just(None)])
    }

    /// As [`Self::any`], with a way from everywhere to everywhere.
    pub(super) fn reachable() -> impl Strategy<Value = Self> {
        Self::with((0_u32..12).prop_map(Some))
    }

    fn with(
        time: impl Strategy<Value = Option<u32>> + Clone + 'static,
    ) -> impl Strategy<Value = Self> {
        (1_usize..15, 1_usize..10).prop_flat_map(move |(points, sites)| {
            (
                prop::collection::vec(time.clone(), points * sites),
                prop::collection::vec(0_u64..4_000_000, points),
                prop::collection::vec(0_u8..12, sites),
            )
                .prop_map(move |(times, demand, roles)| {
                    let with_role = |wanted| {
                        (0..)
                            .map(SiteIndex)
                            .zip(&roles)
                            .filter_map(|(site, &role)| (role == wanted).then_some(site))
                            .collect()
                    };
                    let times = times.into_iter().map(|t| t.map(Minutes::from_whole));
                    Self {
                        matrix: TravelTimeMatrix::from_columns(points, sites, times).unwrap(),
                        demand: demand
                            .into_iter()
                            .map(|d| Demand::from_millionths(d.saturating_sub(500_000)))
                            .collect(),
                        kept: with_role(0),
                        excluded: with_role(1),
                    }
                })
        })
    }

    /// Places in a plane, the first of them sites: the structure of real travel times, and large
    /// enough for a search with many nodes. The seed is that of a linear congruential generator.
    pub(super) fn plane(points: usize, sites: usize, seed: u64) -> Self {
        let mut draw = draws(seed);
        let places: Vec<(i64, i64)> = (0..points)
            .map(|_| (draw(1_000).cast_signed(), draw(1_000).cast_signed()))
            .collect();
        let demand = (0..points)
            .map(|_| Demand::from_millionths(draw(3_000_000)))
            .collect();
        let times = places[..sites].iter().flat_map(|site| {
            places.iter().map(|place| {
                let square = (site.0 - place.0).pow(2) + (site.1 - place.1).pow(2);
                Minutes::try_from_seconds((square as f64).sqrt() * 7.0).ok()
            })
        });
        Self {
            matrix: TravelTimeMatrix::from_columns(points, sites, times).unwrap(),
            demand,
            kept: Vec::new(),
            excluded: Vec::new(),
        }
    }

    /// So many points in a plane, or so many with times without structure, as the seed is even or
    /// odd; 13 of them are sites, so that all layouts can be tried.
    pub(super) fn in_a_plane_or_anywhere([plane, anywhere]: [usize; 2], seed: u64) -> Self {
        if seed.is_multiple_of(2) {
            Self::plane(plane, 13, seed)
        } else {
            Self::scattered(anywhere, 13, seed)
        }
    }

    /// Times without any structure, for which relaxations are weak and searches long.
    pub(super) fn scattered(points: usize, sites: usize, seed: u64) -> Self {
        let mut draw = draws(seed);
        let demand = (0..points)
            .map(|_| Demand::from_millionths(draw(3_000_000)))
            .collect();
        let times: Vec<Option<Minutes>> = (0..points * sites)
            .map(|_| Minutes::try_from_seconds(draw(3_600) as f64).ok())
            .collect();
        Self {
            matrix: TravelTimeMatrix::from_columns(points, sites, times).unwrap(),
            demand,
            kept: Vec::new(),
            excluded: Vec::new(),
        }
    }

    pub(super) fn problem(&self) -> LocationProblem<'_> {
        LocationProblem::try_new(&self.matrix, &self.demand)
            .and_then(|problem| problem.keep(&self.kept))
            .and_then(|problem| problem.exclude(&self.excluded))
            .unwrap()
    }
}

/// Numbers below a limit, from a linear congruential generator.
fn draws(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed.wrapping_mul(2) + 1;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// All layouts of so many centres, in ascending order of their sites.
pub(super) fn layouts(problem: &LocationProblem, centres: usize) -> Vec<Vec<SiteIndex>> {
    let (open, kept) = (problem.open_sites(), problem.kept_sites());
    let mut all: Vec<Vec<SiteIndex>> = (1_u32..1 << open.len())
        .map(|chosen| {
            let sites = open.iter().enumerate();
            sites
                .filter(|(n, _)| chosen >> n & 1 == 1)
                .map(|(_, &site)| site)
                .collect::<Vec<_>>()
        })
        .filter(|sites| sites.len() == centres && kept.iter().all(|site| sites.contains(site)))
        .collect();
    all.sort();
    all
}
