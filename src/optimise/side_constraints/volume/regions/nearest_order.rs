use crate::optimise::budget::Watch;
use crate::optimise::problem::costs::unreachable_price;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::work::walks_over;
use crate::units::Demand;
use rayon::prelude::*;

/// Every point with demand that some candidate reaches, with the candidates that reach it, nearest first,
/// ties to the lower site. Candidates are numbered in the order of their sites.
pub(crate) struct NearestOrder {
    /// Of every candidate, its site.
    pub(crate) sites: Vec<usize>,
    pub(crate) points: Vec<OrderedPoint>,
    /// What a millionth of demand pays that no centre reaches, in milliseconds.
    pub(crate) price: f64,
}

/// A point of a [`NearestOrder`].
pub(crate) struct OrderedPoint {
    /// In millionths.
    pub(crate) demand: u64,
    /// Candidates with their milliseconds.
    pub(crate) near: Vec<(u32, u16)>,
}

impl NearestOrder {
    /// `None` when the time is over.
    pub(crate) fn new(problem: &LocationProblem, watch: Watch) -> Option<Self> {
        let sites = problem.open_sites();
        let columns: Vec<&[u32]> = sites.iter().map(|&s| problem.matrix().column(s)).collect();
        let demand = problem.demand();
        let points: Option<Vec<OrderedPoint>> = (0..demand.len())
            .into_par_iter()
            .filter(|&point| demand[point] > Demand::ZERO)
            .map(|point| {
                walks_over(columns.len());
                if watch.is_over() {
                    return None;
                }
                let mut near: Vec<(u32, u16)> = (columns.iter().zip(0_u16..))
                    .map(|(column, candidate)| (column[point], candidate))
                    .filter(|&(time, _)| time != u32::MAX)
                    .collect();
                near.sort_unstable();
                Some(OrderedPoint {
                    demand: demand[point].millionths(),
                    near,
                })
            })
            .collect();
        let mut points = points?;
        points.retain(|point| !point.near.is_empty());
        Some(Self {
            sites: sites.iter().map(|site| site.get()).collect(),
            points,
            price: unreachable_price(problem) as f64,
        })
    }

    pub(crate) fn candidates(&self) -> usize {
        self.sites.len()
    }
}
