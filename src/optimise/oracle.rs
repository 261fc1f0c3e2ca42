//! Small problems and all their layouts: what the tests of this module compare with.

use super::{LocationProblem, VolumeLimits};
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix, UnreachableRule};
use crate::units::{Demand, DemandMinutes, TravelTime};
use proptest::prelude::*;

/// A problem small enough to try every layout: few times, so that there are ties.
#[derive(Debug, Clone)]
pub(super) struct SmallProblem {
    pub(super) matrix: TravelTimeMatrix,
    pub(super) demand: Vec<Demand>,
    pub(super) kept: Vec<SiteIndex>,
    pub(super) excluded: Vec<SiteIndex>,
    pub(super) rule: UnreachableRule,
}

/// Pairs without a route, in every pattern in which data lack them.
#[derive(Debug, Clone, Copy)]
enum Gaps {
    /// Nowhere.
    Nowhere,
    /// One pair.
    Cell,
    /// One point, but for one site.
    Row,
    /// One site, but for one point.
    Column,
    /// Every second point and site on one island, the others on another.
    Islands,
    /// One pair in this many.
    OneIn(u64),
}

impl Gaps {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            1 => Just(Self::Nowhere),
            2 => Just(Self::Cell),
            2 => Just(Self::Row),
            1 => Just(Self::Column),
            2 => Just(Self::Islands),
            2 => Just(Self::OneIn(13)),
            2 => Just(Self::OneIn(2)),
        ]
    }

    fn lack(self, draw: u64, [point, site]: [usize; 2], [points, sites]: [usize; 2]) -> bool {
        let pair = (draw % 1_000_003) as usize;
        let (one_point, one_site) = (pair % points, pair / points % sites);
        match self {
            Self::Nowhere => false,
            Self::Cell => point == one_point && site == one_site,
            Self::Row => point == one_point && site != one_site,
            Self::Column => point != one_point && site == one_site,
            Self::Islands => point % 2 != site % 2,
            Self::OneIn(many) => {
                let place = (point * sites + site) as u64;
                super::search::tree_builder::splitmix(draw ^ (place << 32)).is_multiple_of(many)
            }
        }
    }
}

/// Every rule; costs no less than the longest time of [`SmallProblem::any`].
fn any_rule() -> impl Strategy<Value = UnreachableRule> {
    prop_oneof![
        2 => Just(UnreachableRule::TwiceLongest),
        2 => (11_u32..40).prop_map(|minutes| UnreachableRule::Cost(TravelTime::from_whole(minutes))),
        1 => Just(UnreachableRule::Strict),
        1 => Just(UnreachableRule::Exclude),
    ]
}

impl SmallProblem {
    /// Up to 14 points and 9 sites; pairs without a route in every pattern and under every rule,
    /// some points without demand.
    pub(super) fn any() -> impl Strategy<Value = Self> {
        Self::with(Gaps::any())
    }

    /// As [`Self::any`], with a route from everywhere to everywhere.
    pub(super) fn reachable() -> impl Strategy<Value = Self> {
        Self::with(Just(Gaps::Nowhere))
    }

    fn with(gaps: impl Strategy<Value = Gaps>) -> impl Strategy<Value = Self> {
        let sizes = (1_usize..15, 1_usize..10);
        (sizes, gaps, any_rule(), any::<u64>()).prop_flat_map(
            |((points, sites), gaps, rule, draw)| {
                (
                    prop::collection::vec(0_u32..12, points * sites),
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
                        let times = times.into_iter().enumerate().map(|(place, time)| {
                            let pair = [place % points, place / points];
                            let lacks = gaps.lack(draw, pair, [points, sites]);
                            (!lacks).then(|| TravelTime::from_whole(time))
                        });
                        Self {
                            matrix: TravelTimeMatrix::from_columns(points, sites, times).unwrap(),
                            demand: demand
                                .into_iter()
                                .map(|d| Demand::from_millionths(d.saturating_sub(500_000)))
                                .collect(),
                            kept: with_role(0),
                            excluded: with_role(1),
                            rule,
                        }
                    })
            },
        )
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
                TravelTime::try_from_seconds(((square as f64).sqrt() * 7.0).round()).ok()
            })
        });
        Self {
            matrix: TravelTimeMatrix::from_columns(points, sites, times).unwrap(),
            demand,
            kept: Vec::new(),
            excluded: Vec::new(),
            rule: UnreachableRule::default(),
        }
    }

    /// This many points in a plane, or with times without structure, as the seed is even or
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
        let times: Vec<Option<TravelTime>> = (0..points * sites)
            .map(|_| TravelTime::try_from_seconds(draw(3_600) as f64).ok())
            .collect();
        Self {
            matrix: TravelTimeMatrix::from_columns(points, sites, times).unwrap(),
            demand,
            kept: Vec::new(),
            excluded: Vec::new(),
            rule: UnreachableRule::default(),
        }
    }

    pub(super) fn problem(&self) -> LocationProblem<'_> {
        LocationProblem::try_new(&self.matrix, &self.demand)
            .and_then(|problem| problem.keep(&self.kept))
            .and_then(|problem| problem.exclude(&self.excluded))
            .and_then(|problem| problem.with_unreachable(self.rule))
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

/// Demand without a route first where the rule is strict, else demand × time with what such
/// demand costs: by definition, pair by pair, the order that every answer must respect.
pub(super) fn rank(problem: &LocationProblem, sites: &[SiteIndex]) -> (Demand, DemandMinutes) {
    let candidates = problem.open_sites();
    let time = |point: PointIndex, site: SiteIndex| problem.matrix().get(point, site);
    let asked: Vec<(PointIndex, Demand)> = (0..)
        .map(PointIndex)
        .zip(problem.given.iter().copied())
        .filter(|&(point, demand)| {
            let lacking = candidates
                .iter()
                .filter(|&&site| time(point, site).is_none());
            let out = problem.unreachable_rule() == UnreachableRule::Exclude
                && 2 * lacking.count() > candidates.len();
            demand > Demand::ZERO && !out
        })
        .collect();
    let pairs = asked
        .iter()
        .flat_map(|&(point, _)| candidates.iter().map(move |&s| (point, s)));
    let longest = pairs.filter_map(|(point, site)| time(point, site)).max();
    let cost = match problem.unreachable_rule() {
        UnreachableRule::Cost(cost) => cost,
        _ => longest.unwrap_or_default() + longest.unwrap_or_default(),
    };
    let (mut unreachable, mut sum) = (Demand::ZERO, DemandMinutes::ZERO);
    for (point, demand) in asked {
        let nearest = |sites: &[SiteIndex]| sites.iter().filter_map(|&s| time(point, s)).min();
        match (nearest(sites), nearest(&candidates)) {
            (Some(time), _) => sum += demand.times(time),
            (None, Some(_)) if problem.unreachable_rule() == UnreachableRule::Strict => {
                unreachable += demand;
            }
            (None, Some(_)) => sum += demand.times(cost),
            (None, None) => {}
        }
    }
    (unreachable, sum)
}

/// By definition: every point to the nearest site, of equals to the lower.
pub(super) fn within_limits(
    problem: &LocationProblem,
    sites: &[SiteIndex],
    volumes: VolumeLimits,
) -> bool {
    let mut of_site = vec![Demand::ZERO; problem.matrix().sites()];
    for (point, &demand) in problem.demand().iter().enumerate() {
        let point = PointIndex(u32::try_from(point).unwrap());
        let nearest = sites
            .iter()
            .filter_map(|&site| Some((problem.matrix().get(point, site)?, site)))
            .min();
        if let Some((_, site)) = nearest {
            of_site[site.get()] += demand;
        }
    }
    sites.iter().all(|site| {
        let volume = of_site[site.get()];
        volumes.min.is_none_or(|min| volume >= min) && volumes.max.is_none_or(|max| volume <= max)
    })
}

/// All layouts with this many centres, in ascending order of their sites; none if the question is
/// about no demand that can be served.
pub(super) fn layouts(problem: &LocationProblem, centres: usize) -> Vec<Vec<SiteIndex>> {
    let (open, kept) = (problem.open_sites(), problem.kept_sites());
    let has_route = |(&demand, point): (&Demand, u32)| {
        let time = |&site: &SiteIndex| problem.matrix().get(PointIndex(point), site);
        demand > Demand::ZERO && open.iter().any(|site| time(site).is_some())
    };
    if !problem.demand().iter().zip(0..).any(has_route) {
        return Vec::new();
    }
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

/// The least mean of all layouts whose volumes are within limits, as a sum over all demand.
pub(super) fn least_within(
    problem: &LocationProblem,
    centres: usize,
    volumes: VolumeLimits,
) -> Option<DemandMinutes> {
    let all = layouts(problem, centres).into_iter();
    let within = all.filter(|sites| within_limits(problem, sites, volumes));
    within.map(|sites| rank(problem, &sites).1).min()
}

/// Which of all sites are among these.
pub(crate) fn marked(sites: &[SiteIndex], all: usize) -> Vec<bool> {
    let mut open = vec![false; all];
    for site in sites {
        open[site.get()] = true;
    }
    open
}
