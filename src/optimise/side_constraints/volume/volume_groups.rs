use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::work::walks_over;
use crate::units::Demand;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Points with the same few nearest sites, taken together: near enough to look for layouts and
/// prices, which are then judged on all points.
pub(crate) struct VolumeGroups {
    /// Every group's demand, in millionths.
    pub(crate) demand: Vec<u64>,
    /// Every group's sites with their mean seconds, nearest first, ties to the lower site.
    pub(crate) near: Vec<Vec<(u32, u16)>>,
}

/// How many nearest sites the points of a group share, in the same order: with 5, volumes were
/// too often a few off where none of these is open.
const SHARED: usize = 7;

/// With fewer points than this every point is a group.
const FEW: usize = 2_000;

impl VolumeGroups {
    /// `None` when the time is over.
    pub(crate) fn new(problem: &LocationProblem, watch: Watch) -> Option<Self> {
        let sites = problem.open_sites();
        let columns: Vec<(u16, &[u32])> = sites
            .iter()
            .map(|&site| (site.0, problem.matrix().column(site)))
            .collect();
        let demand = problem.demand();
        let few = demand.len() < FEW;
        let watch = watch.where_many(demand.len() * sites.len());
        let in_time = || {
            walks_over(columns.len());
            (!watch.is_over()).then_some(())
        };
        let keys: Option<Vec<(Vec<u16>, usize)>> = (0..demand.len())
            .into_par_iter()
            .filter(|&point| demand[point] > Demand::ZERO)
            .map(|point| {
                in_time()?;
                let mut order: Vec<(u32, u16)> = columns
                    .iter()
                    .map(|&(site, column)| (column[point], site))
                    .collect();
                let shared = SHARED.min(order.len());
                if few || shared == order.len() {
                    order.sort_unstable();
                } else {
                    order.select_nth_unstable(shared);
                    order.truncate(shared);
                    order.sort_unstable();
                }
                Some((order.into_iter().map(|(_, site)| site).collect(), point))
            })
            .collect();
        let mut points_of: BTreeMap<(Vec<u16>, usize), Vec<usize>> = BTreeMap::new();
        for (key, point) in keys? {
            let own = if few { point } else { 0 };
            points_of.entry((key, own)).or_default().push(point);
        }
        let points_of: Vec<Vec<usize>> = points_of.into_values().collect();
        let mean = |column: &[u32], points: &[usize]| -> u32 {
            let (mut sum, mut weight) = (0_u128, 0_u128);
            for &point in points {
                if column[point] == u32::MAX {
                    return u32::MAX;
                }
                sum += u128::from(column[point]) * u128::from(demand[point].millionths());
                weight += u128::from(demand[point].millionths());
            }
            u32::try_from(sum / weight.max(1) / 1_000).unwrap_or(u32::MAX)
        };
        let near: Option<_> = points_of
            .par_iter()
            .map(|points| {
                in_time()?;
                let mut near: Vec<(u32, u16)> = columns
                    .iter()
                    .map(|&(site, column)| (mean(column, points), site))
                    .filter(|&(seconds, _)| seconds != u32::MAX)
                    .collect();
                near.sort_unstable();
                Some(near)
            })
            .collect();
        Some(Self {
            demand: points_of
                .iter()
                .map(|points| points.iter().map(|&p| demand[p].millionths()).sum())
                .collect(),
            near: near?,
        })
    }
}
