use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::units::Demand;

/// What the relaxation of a node pays for what it leaves open.
#[derive(Debug, Clone)]
pub(crate) struct Multipliers {
    /// By group: milliseconds that it is worth to serve a unit of its demand.
    pub(crate) group: Vec<f64>,
    /// By candidate: milliseconds for a unit of volume, above zero where it must have more, below where it
    /// has too much.
    pub(crate) price: Vec<f64>,
    /// By region and site: the cost of a site of the halo.
    pub(crate) pull: Vec<Vec<f64>>,
}

impl Multipliers {
    /// The memory that its numbers take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let of_pull = |pull: &Vec<f64>| size_of::<Vec<f64>>() + size_of_val(pull.as_slice());
        let pull: usize = self.pull.iter().map(of_pull).sum();
        pull + size_of_val(self.group.as_slice()) + size_of_val(self.price.as_slice())
    }
}

/// The most that multipliers of groups and prices may be.
#[derive(Debug, Clone)]
pub(crate) struct Highest {
    pub(crate) group: Vec<f64>,
    pub(crate) price: Vec<f64>,
}

impl Highest {
    /// No more than `reach` milliseconds above the start, nor prices above their `caps`.
    pub(crate) fn new(start: &Multipliers, caps: &[f64], reach: f64) -> Self {
        let prices = start.price.iter().zip(caps);
        Self {
            group: start.group.iter().map(|u| u + reach).collect(),
            price: prices
                .map(|(price, &cap)| (price + reach).min(cap))
                .collect(),
        }
    }
}

/// Limits of volume in floating point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) min: f64,
    /// Infinite where there is none.
    pub(crate) max: f64,
}

impl Limits {
    pub(crate) fn new(volumes: VolumeLimits) -> Self {
        Self {
            min: volumes.min.unwrap_or_default().millionths() as f64,
            max: (volumes.max.map(Demand::millionths)).map_or(f64::INFINITY, |max| max as f64),
        }
    }

    /// What every centre with this price has to be paid for.
    pub(crate) fn fee(self, price: f64) -> f64 {
        if price > 0.0 {
            price * self.min
        } else if price < 0.0 {
            price * self.max
        } else {
            0.0
        }
    }

    /// A volume to measure others with.
    pub(crate) fn unit(self) -> f64 {
        if self.max.is_finite() {
            self.max
        } else {
            self.min.max(1.0)
        }
    }

    /// How the price of a site should change that has this volume, open or not.
    pub(crate) fn slope(self, price: f64, is_open: bool, volume: f64) -> f64 {
        let wanted = |limit: f64| if is_open { limit } else { 0.0 };
        let short = wanted(self.min) - volume;
        let over = if self.max.is_finite() {
            volume - wanted(self.max)
        } else {
            f64::NEG_INFINITY
        };
        if price > 0.0 {
            short
        } else if price < 0.0 {
            -over
        } else if self.min > 0.0 && short > 0.0 {
            short
        } else if over > 0.0 {
            -over
        } else {
            0.0
        }
    }
}
