use super::limits::VolumeLimits;
use super::volume_groups::VolumeGroups;
use crate::optimise::budget::Watch;
use crate::optimise::search::site_state::State;
use crate::units::Demand;

/// What a unit of demand brings a site, in whole seconds: above zero where centres want for
/// demand, below zero where they have too much. Any prices give a valid bound; these are sought
/// to give a high one.
///
/// ```text
/// max_{λ, u}  Σ_i d_i u_i + min_{|S| = p} Σ_{j ∈ S} ( f_j(λ) + Σ_i d_i min(0, t_ij − λ_j − u_i) )
/// f_j(λ) = min · λ_j  where λ_j > 0,   max · λ_j  where λ_j < 0
/// ```
///
/// A subgradient method on groups of points. Everybody may go to any open site here, not to the
/// nearest alone: that is what is relaxed.
///
/// # References
///
/// Cornuéjols, Fisher and Nemhauser 1977; Beasley 1993, "Lagrangean heuristics for location
/// problems" (capacities); Held, Wolfe and Crowder 1974 (the length of the steps).
pub(crate) struct VolumePrices<'a> {
    groups: &'a VolumeGroups,
    states: &'a [State],
    centres: usize,
    min: f64,
    max: f64,
    /// Demand, λ and u in millionths and seconds.
    demand: Vec<f64>,
    price: Vec<f64>,
    group_price: Vec<f64>,
    saved: Vec<f64>,
    open: Vec<bool>,
    missed: Vec<f64>,
    volume: Vec<f64>,
}

/// Steps of the method.
const STEPS: usize = 600;

/// Steps without a better bound after which the steps are shortened, and to which part.
const STALLED: usize = 20;
const SHORTER: f64 = 0.7;

impl<'a> VolumePrices<'a> {
    pub(crate) fn new(
        groups: &'a VolumeGroups,
        states: &'a [State],
        centres: usize,
        volumes: VolumeLimits,
    ) -> Self {
        let third = |near: &Vec<(u32, u16)>| {
            let place = near.len().min(3).checked_sub(1);
            place.map_or(0.0, |place| f64::from(near[place].0))
        };
        Self {
            groups,
            states,
            centres,
            min: volumes.min.unwrap_or_default().millionths() as f64,
            max: volumes
                .max
                .map_or(f64::INFINITY, |max: Demand| max.millionths() as f64),
            demand: groups.demand.iter().map(|&demand| demand as f64).collect(),
            price: vec![0.0; states.len()],
            group_price: groups.near.iter().map(third).collect(),
            saved: vec![0.0; states.len()],
            open: vec![false; states.len()],
            missed: vec![0.0; groups.demand.len()],
            volume: vec![0.0; states.len()],
        }
    }

    /// The best prices found, on the way to a bound of `goal` at most, until the time is over.
    pub(crate) fn find(mut self, goal: f64, watch: Watch) -> Vec<i64> {
        let (mut best, mut highest) = (self.price.clone(), f64::NEG_INFINITY);
        let (mut length, mut stalled) = (1.0, 0);
        for _ in 0..STEPS {
            if watch.is_over() {
                break;
            }
            let bound = self.relax();
            if bound > highest {
                if bound > highest + 1e-5 * highest.abs() {
                    stalled = 0;
                }
                highest = bound;
                best.clone_from(&self.price);
            } else {
                stalled += 1;
                if stalled == STALLED {
                    length *= SHORTER;
                    stalled = 0;
                }
            }
            if !self.step(length * (goal - bound)) {
                break;
            }
        }
        best.iter().map(|&price| whole_seconds(price)).collect()
    }

    /// The relaxation's optimum at the prices as they are: which sites it opens, what they have,
    /// which groups they leave out.
    fn relax(&mut self) -> f64 {
        let highest = self.price.iter().copied().fold(0.0, f64::max);
        for (site, saved) in self.saved.iter_mut().enumerate() {
            let price = self.price[site];
            *saved = match price {
                _ if price > 0.0 => price * self.min,
                _ if price < 0.0 => price * self.max,
                _ => 0.0,
            };
        }
        let mut bound = 0.0;
        for ((near, &demand), &worth) in self
            .groups
            .near
            .iter()
            .zip(&self.demand)
            .zip(&self.group_price)
        {
            bound += demand * worth;
            for &(seconds, site) in near {
                let seconds = f64::from(seconds);
                if seconds - highest >= worth {
                    break;
                }
                let site = usize::from(site);
                self.saved[site] += demand * (seconds - self.price[site] - worth).min(0.0);
            }
        }
        let mut order: Vec<usize> = (0..self.states.len())
            .filter(|&site| self.states[site] != State::Closed)
            .collect();
        let is_kept = |site: usize| self.states[site] == State::Open;
        order.sort_by(|&a, &b| {
            (is_kept(b).cmp(&is_kept(a)))
                .then(self.saved[a].total_cmp(&self.saved[b]))
                .then(a.cmp(&b))
        });
        self.open.fill(false);
        for &site in order.iter().take(self.centres) {
            self.open[site] = true;
            bound += self.saved[site];
        }
        self.volume.fill(0.0);
        let points = self
            .groups
            .near
            .iter()
            .zip(&self.demand)
            .zip(&self.group_price);
        for (((near, &demand), &worth), missed) in points.zip(&mut self.missed) {
            *missed = 1.0;
            for &(seconds, site) in near {
                let seconds = f64::from(seconds);
                if seconds - highest >= worth {
                    break;
                }
                let site = usize::from(site);
                if self.open[site] && seconds - self.price[site] < worth {
                    *missed -= 1.0;
                    self.volume[site] += demand;
                }
            }
        }
        bound
    }

    /// Moves all prices along the subgradient, far enough for the bound to rise by this much; `false`
    /// where there is nowhere to go.
    fn step(&mut self, rise: f64) -> bool {
        let unit = if self.max.is_finite() {
            self.max
        } else {
            self.min
        }
        .max(1.0);
        let slope: Vec<f64> = (0..self.price.len())
            .map(|site| {
                let wanted = |limit: f64| if self.open[site] { limit } else { 0.0 };
                let (price, volume) = (self.price[site], self.volume[site]);
                let (short, over) = (wanted(self.min) - volume, volume - wanted(self.max));
                match price {
                    _ if price > 0.0 => short,
                    _ if price < 0.0 => -over,
                    _ if short > 0.0 => short,
                    _ if over > 0.0 && self.max.is_finite() => -over,
                    _ => 0.0,
                }
            })
            .collect();
        let for_groups: f64 = (self.missed.iter().zip(&self.demand))
            .map(|(missed, demand)| demand * missed * missed)
            .sum();
        let of_sites: f64 = slope.iter().map(|slope| slope * slope / unit).sum();
        let square = for_groups + of_sites;
        if square <= 0.0 || rise <= 0.0 {
            return false;
        }
        let step = rise / square;
        for (price, missed) in self.group_price.iter_mut().zip(&self.missed) {
            *price += step * missed;
        }
        for (price, slope) in self.price.iter_mut().zip(&slope) {
            let moved = *price + step * slope / unit;
            // Not across zero: the slope is another there.
            *price = if *price * moved < 0.0 { 0.0 } else { moved };
        }
        true
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "prices are of the size of travel times"
)]
fn whole_seconds(price: f64) -> i64 {
    price.round() as i64
}
