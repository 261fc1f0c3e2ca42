use crate::optimise::side_constraints::volume::regions::nearest_order::{
    NearestOrder, OrderedPoint,
};

/// What points pay at most for being served, in milliseconds: the multipliers of a Lagrangean relaxation in which
/// a point may be served by several centres, or none.
///
/// ```text
/// Σ_i d_i u_i + Σ { ρ_j : j open },   ρ_j = Σ_i d_i min(0, t_ij − u_i)
/// ```
///
/// is at most the cost of a layout, whatever the prices. In whole numbers, so that it is exact.
///
/// # References
///
/// Cornuéjols, Fisher and Nemhauser 1977; Held, Wolfe and Crowder 1974 (steps).
#[derive(Clone)]
pub(crate) struct PointPrices {
    prices: Vec<i64>,
    most: Vec<i64>,
}

/// Prices, and what costs are at them.
pub(crate) struct PricedSites {
    /// What does not depend on the layout.
    pub(crate) constant: i64,
    /// By candidate of the order, what it costs if it is open: zero or less.
    pub(crate) sites: Vec<i64>,
}

/// Sums stay below this.
const MOST: i128 = 1 << 61;

impl PointPrices {
    /// Between what a point pays in a layout and what it would pay without its centre.
    pub(crate) fn near(order: &NearestOrder, is_open: &[bool]) -> Self {
        let most = most_prices(order);
        let price = |(point, &most): (&OrderedPoint, &i64)| {
            let open = |&&(_, candidate): &&(u32, u16)| is_open[usize::from(candidate)];
            let mut times = point.near.iter().filter(open).map(|&(t, _)| i64::from(t));
            let first = times.next().unwrap_or(most);
            let second = times.next().unwrap_or(first);
            first.midpoint(second).min(most)
        };
        Self {
            prices: order.points.iter().zip(&most).map(price).collect(),
            most,
        }
    }

    /// What costs are; `None` where sums are too large for whole numbers of 64 bits.
    pub(crate) fn sites(&self, order: &NearestOrder) -> Option<PricedSites> {
        let mut constant = 0_i128;
        let mut sites = vec![0_i128; order.candidates()];
        for (point, &price) in order.points.iter().zip(&self.prices) {
            let demand = i128::from(point.demand);
            constant += demand * i128::from(price);
            for (saved, candidate) in savings(point, price) {
                sites[usize::from(candidate)] -= demand * i128::from(saved);
            }
        }
        let sum: i128 = sites.iter().sum();
        if constant - sum >= MOST {
            return None;
        }
        let narrow = |cost: i128| i64::try_from(cost).ok();
        Some(PricedSites {
            constant: narrow(constant)?,
            sites: sites.into_iter().map(narrow).collect::<Option<_>>()?,
        })
    }

    /// Raises the prices of points that a layout does not serve at them, and lowers those of points that it serves
    /// more than once; by so much that the bound would rise by `gain` if all went on as it begins.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "prices are milliseconds of a journey"
    )]
    pub(crate) fn step(&mut self, order: &NearestOrder, is_open: &[bool], gain: f64) {
        let missed = |(point, &price): (&OrderedPoint, &i64)| {
            let open = |&(_, candidate): &(i64, u16)| is_open[usize::from(candidate)];
            1.0 - savings(point, price).filter(open).count() as f64
        };
        let missed: Vec<f64> = order.points.iter().zip(&self.prices).map(missed).collect();
        let of_all = order.points.iter().zip(&missed);
        let norm: f64 = of_all
            .map(|(point, missed)| point.demand as f64 * missed * missed)
            .sum();
        if norm > 0.0 {
            for ((price, missed), &most) in self.prices.iter_mut().zip(missed).zip(&self.most) {
                *price = (*price + (gain / norm * missed).round() as i64).clamp(0, most);
            }
        }
    }
}

/// Prices on the way to a high bound: steps become smaller where they no longer lead higher.
pub(crate) struct PriceAscent {
    pub(crate) prices: PointPrices,
    /// The prices with the highest bound.
    best: PointPrices,
    highest: i64,
    /// The part of what is missing that a step aims at.
    part: f64,
    /// Steps since the bound last rose by more than a little.
    since: u32,
}

/// Steps that do not lead higher, after which they begin anew from the best prices,
const PATIENCE: u32 = 10;

/// and aim at this part of what they aimed at.
const SMALLER: f64 = 0.6;

/// The part of a bound that is a little.
const LITTLE: i64 = 100_000;

impl PriceAscent {
    pub(crate) fn new(order: &NearestOrder, is_open: &[bool]) -> Self {
        let prices = PointPrices::near(order, is_open);
        Self {
            best: prices.clone(),
            prices,
            highest: i64::MIN,
            part: 1.0,
            since: 0,
        }
    }

    /// Whether this bound, of the present prices, is higher than all before.
    pub(crate) fn is_higher(&mut self, bound: i64) -> bool {
        let is_much = bound.saturating_sub(self.highest) > bound / LITTLE;
        let is_higher = bound > self.highest;
        self.since = if is_much { 0 } else { self.since + 1 };
        if is_higher {
            self.highest = bound;
            self.best.clone_from(&self.prices);
        }
        is_higher
    }

    /// The next prices, after a layout that costs least at the present ones and misses so much.
    pub(crate) fn step(&mut self, order: &NearestOrder, is_open: &[bool], missing: f64) {
        if self.since > PATIENCE {
            self.prices.clone_from(&self.best);
            (self.part, self.since) = (SMALLER * self.part, 0);
        }
        self.prices.step(order, is_open, self.part * missing);
    }
}

/// By point, more than this would not raise any bound, or would not be true: twice the longest time, and the price
/// of demand that no centre reaches.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is larger than all times is not needed exactly"
)]
fn most_prices(order: &NearestOrder) -> Vec<i64> {
    let times = order.points.iter().filter_map(|point| point.near.last());
    let longest = times.map(|&(time, _)| i64::from(time)).max().unwrap_or(0);
    let most = |point: &OrderedPoint| {
        if point.near.len() == order.candidates() {
            2 * longest
        } else {
            (2 * longest).min(order.price as i64)
        }
    };
    order.points.iter().map(most).collect()
}

/// What the candidates save a point that pays so much, and which they are.
fn savings(point: &OrderedPoint, price: i64) -> impl Iterator<Item = (i64, u16)> + '_ {
    let near = point.near.iter();
    let saved = near.map(move |&(time, candidate)| (price - i64::from(time), candidate));
    saved.take_while(|&(saved, _)| saved > 0)
}
