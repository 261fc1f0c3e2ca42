use crate::optimise::side_constraints::volume::regions::nearest_order::NearestOrder;
use std::ops::{Range, RangeInclusive};

/// What layouts cost, exactly, if the volumes of their centres are within limits.
///
/// Points are kept as a tree of the candidates that they pass: where one of these is open, all points below it
/// are served by it.
pub(crate) struct ExactCosts<'a> {
    order: &'a NearestOrder,
    /// By candidate of the order, its number in layouts.
    number: &'a [usize],
    limits: RangeInclusive<u64>,
    /// What a millionth of demand pays that no centre reaches.
    price: u128,
    /// A candidate comes before those that its points pass next.
    passed: Vec<Passed>,
    /// Points in the order of what they pass.
    points: Vec<u32>,
}

/// Points that pass the same candidates, up to this one.
struct Passed {
    /// Demand × time to it.
    cost: u128,
    demand: u64,
    candidate: u8,
    /// Where the next candidate is that none of the points passes after this one.
    end: u32,
    /// Those of the points that pass no other candidate which is in the tree.
    last: Range<u32>,
}

/// The most candidates of a point that are in the tree.
const DEPTH: usize = if cfg!(test) { 2 } else { 12 };

impl<'a> ExactCosts<'a> {
    pub(crate) fn new(
        order: &'a NearestOrder,
        number: &'a [usize],
        limits: RangeInclusive<u64>,
        price: u128,
    ) -> Self {
        let mut points: Vec<u32> = (0..).take(order.points.len()).collect();
        let candidates = |&point: &u32| {
            let near = order.points[point as usize].near.iter();
            near.take(DEPTH).map(|&(_, candidate)| candidate)
        };
        points.sort_by(|a, b| candidates(a).cmp(candidates(b)));
        let mut all = Self {
            order,
            number,
            limits,
            price,
            passed: Vec::new(),
            points,
        };
        all.add(0..all.points.len(), 0);
        all
    }

    /// Adds what points pass that have passed so many candidates, the same ones.
    fn add(&mut self, range: Range<usize>, depth: usize) {
        let mut rest = range;
        while let Some(&first) = self.points[rest.clone()].first() {
            let order = self.order;
            let candidate = |point: u32| order.points[point as usize].near[depth].1;
            let own = candidate(first);
            let same = self.points[rest.clone()].iter();
            let end = rest.start + same.take_while(|&&point| candidate(point) == own).count();
            let (mut cost, mut demand) = (0, 0);
            for &point in &self.points[rest.start..end] {
                let point = &order.points[point as usize];
                cost += u128::from(point.demand) * u128::from(point.near[depth].0);
                demand += point.demand;
            }
            // Fewer candidates come before more.
            let is_last = |&&point: &&u32| {
                let near = order.points[point as usize].near.len();
                near.min(DEPTH) == depth + 1
            };
            let own_points = self.points[rest.start..end].iter();
            let last = rest.start..rest.start + own_points.take_while(is_last).count();
            let place = self.passed.len();
            self.passed.push(Passed {
                cost,
                demand,
                candidate: u8::try_from(self.number[usize::from(own)]).unwrap_or(u8::MAX),
                end: 0,
                last: narrow(last.start)..narrow(last.end),
            });
            self.add(last.end..end, depth + 1);
            self.passed[place].end = narrow(self.passed.len());
            rest.start = end;
        }
    }

    /// `None` if a volume is not within the limits.
    pub(crate) fn of(&self, open: u128) -> Option<u128> {
        let (mut volumes, mut cost, mut place) = ([0_u64; 128], 0_u128, 0);
        while let Some(passed) = self.passed.get(place) {
            if open >> passed.candidate & 1 == 1 {
                volumes[usize::from(passed.candidate)] += passed.demand;
                cost += passed.cost;
                place = passed.end as usize;
                continue;
            }
            for &point in &self.points[passed.last.start as usize..passed.last.end as usize] {
                let point = &self.order.points[point as usize];
                let mut far = point.near.iter().skip(DEPTH);
                let number = |candidate: u16| self.number[usize::from(candidate)];
                let each = match far.find(|&&(_, candidate)| open >> number(candidate) & 1 == 1) {
                    Some(&(time, candidate)) => {
                        volumes[number(candidate)] += point.demand;
                        u128::from(time)
                    }
                    None => self.price,
                };
                cost += u128::from(point.demand) * each;
            }
            place += 1;
        }
        let mut centres = (0..volumes.len()).filter(|&site| open >> site & 1 == 1);
        let is_within = centres.all(|site| self.limits.contains(&volumes[site]));
        is_within.then_some(cost)
    }
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
