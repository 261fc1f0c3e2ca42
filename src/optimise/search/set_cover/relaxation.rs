use super::instance::Instance;
use crate::optimise::budget::Watch;
use crate::optimise::search::pace::Pace;

/// The linear relaxation, and a saddle point method that solves it.
///
/// ```text
/// min_y max_u  Σ_j y_j + Σ_A u_A · (1 − y(A))        0 ≤ y ≤ 1,  0 ≤ u ≤ 1
/// ```
///
/// No optimal u is above 1, the price of the site that would hit the set. Primal-dual hybrid gradient
/// steps with restarts from the average, as in the relaxation of layouts with a given number of centres.
/// Every u gives a bound, summed in whole numbers:
///
/// ```text
/// L(u) = Σ_A u_A − Σ_j max(0, Σ_{A ∋ j} u_A − 1)
/// ```
pub(super) struct Relaxation<'a> {
    instance: &'a Instance,
    /// Sites of all sets together.
    size: usize,
    set_step: Vec<f64>,
    site_step: Vec<f64>,
    balance: f64,
    y: Vec<f64>,
    /// Twice the new y less the old one.
    ahead: Vec<f64>,
    u: Vec<f64>,
    sum_y: Vec<f64>,
    sum_u: Vec<f64>,
    summed: f64,
    restarted_y: Vec<f64>,
    restarted_u: Vec<f64>,
    restarted_gap: f64,
    best: Option<SumBound>,
}

/// Iterations between two looks at the bound.
pub(super) const ROUND: u64 = 24;

/// One site, in the unit that bounds are summed in.
const ONE: i64 = 1 << 32;

/// A bound of the number of sites.
#[derive(Debug, Clone)]
pub(super) struct SumBound {
    value: i64,
    /// What all sets of a site pay, for every place.
    paid: Vec<i64>,
}

impl SumBound {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "multipliers are from 0 to 1"
    )]
    fn new(instance: &Instance, u: &[f64]) -> Self {
        let mut paid = vec![0; instance.site.len()];
        let mut value = 0;
        for (set, &u) in instance.sets.iter().zip(u) {
            let u = (u.clamp(0.0, 1.0) * ONE as f64) as i64;
            value += u;
            for &place in set {
                paid[place as usize] += u;
            }
        }
        value -= paid.iter().map(|&paid| (paid - ONE).max(0)).sum::<i64>();
        Self { value, paid }
    }

    /// No cover has fewer sites.
    pub(super) fn sites(&self) -> usize {
        usize::try_from((self.value.max(0) + ONE - 1) / ONE).unwrap_or(0)
    }

    /// Whether no cover of at most `most` sites has this place, or every one has.
    pub(super) fn fixes(&self, place: usize, most: usize) -> Option<bool> {
        let most = i64::try_from(most)
            .unwrap_or(i64::MAX / ONE)
            .min(i64::MAX / ONE)
            * ONE;
        let reduced = ONE - self.paid[place];
        if self.value + reduced.max(0) > most {
            Some(false)
        } else if self.value + (-reduced).max(0) > most {
            Some(true)
        } else {
            None
        }
    }
}

impl<'a> Relaxation<'a> {
    pub(super) fn new(instance: &'a Instance, balance: f64) -> Self {
        let step = |list: &Vec<u32>| 1.0 / list.len().max(1) as f64;
        let u: Vec<f64> = instance.sets.iter().map(step).collect();
        let mut y = vec![0.0_f64; instance.site.len()];
        for set in &instance.sets {
            for &place in set {
                y[place as usize] = y[place as usize].max(step(set));
            }
        }
        Self {
            set_step: instance.sets.iter().map(step).collect(),
            site_step: instance.hit_by.iter().map(step).collect(),
            balance,
            sum_y: vec![0.0; y.len()],
            sum_u: vec![0.0; u.len()],
            summed: 0.0,
            restarted_y: y.clone(),
            restarted_u: u.clone(),
            restarted_gap: f64::INFINITY,
            ahead: y.clone(),
            y,
            u,
            best: None,
            size: instance.sets.iter().map(Vec::len).sum(),
            instance,
        }
    }

    pub(super) fn balance(&self) -> f64 {
        self.balance
    }

    /// The fractional cover.
    pub(super) fn y(&self) -> &[f64] {
        &self.y
    }

    /// The best bound so far.
    pub(super) fn bound(&self) -> SumBound {
        let start = || SumBound::new(self.instance, &self.u);
        self.best.clone().unwrap_or_else(start)
    }

    /// Some iterations; what the fractional cover costs, no less than the relaxation's optimum.
    pub(super) fn round(&mut self, watch: Watch) -> f64 {
        let mut pace = Pace::new(watch);
        for _ in 0..ROUND {
            self.iterate();
            if pace.is_over_after(self.size) {
                break;
            }
        }
        let average = |sum: &[f64]| -> Vec<f64> { sum.iter().map(|s| s / self.summed).collect() };
        let (mean_y, mean_u) = (average(&self.sum_y), average(&self.sum_u));
        let (now, mean) = (self.gap(&self.y, &self.u), self.gap(&mean_y, &mean_u));
        let gap = (now.0 - now.1).min(mean.0 - mean.1);
        let is_mean = mean.0 - mean.1 < now.0 - now.1;
        let of_better = if is_mean { &mean_u } else { &self.u };
        let bound = SumBound::new(self.instance, of_better);
        if self
            .best
            .as_ref()
            .is_none_or(|best| bound.value > best.value)
        {
            self.best = Some(bound);
        }
        if gap < 0.3 * self.restarted_gap || self.summed > 40.0 * ROUND as f64 {
            if is_mean {
                (self.y, self.u) = (mean_y, mean_u);
            }
            self.restart(gap);
        }
        now.0.min(mean.0)
    }

    fn restart(&mut self, gap: f64) {
        let moved = |now: &[f64], then: &[f64], step: &[f64]| -> f64 {
            let parts = now.iter().zip(then).zip(step);
            parts
                .map(|((a, b), step)| (a - b).powi(2) / step)
                .sum::<f64>()
                .sqrt()
        };
        let of_sites = moved(&self.y, &self.restarted_y, &self.site_step);
        let of_sets = moved(&self.u, &self.restarted_u, &self.set_step);
        if of_sites > 1e-9 && of_sets > 1e-9 {
            let wanted = of_sites / of_sets;
            self.balance = (0.5 * wanted.ln() + 0.5 * self.balance.ln())
                .exp()
                .clamp(1e-3, 1e3);
        }
        self.restarted_gap = gap;
        self.restarted_y.clone_from(&self.y);
        self.restarted_u.clone_from(&self.u);
        self.sum_y.fill(0.0);
        self.sum_u.fill(0.0);
        self.summed = 0.0;
    }

    fn iterate(&mut self) {
        for (place, sets) in self.instance.hit_by.iter().enumerate() {
            let paid: f64 = sets.iter().map(|&set| self.u[set as usize]).sum();
            let step = self.balance * self.site_step[place];
            let before = self.y[place];
            let after = (before + step * (paid - 1.0)).clamp(0.0, 1.0);
            self.sum_y[place] += after;
            self.ahead[place] = 2.0 * after - before;
            self.y[place] = after;
        }
        for (set, places) in self.instance.sets.iter().enumerate() {
            let had: f64 = places.iter().map(|&place| self.ahead[place as usize]).sum();
            let step = self.set_step[set] / self.balance;
            let after = (self.u[set] + step * (1.0 - had)).clamp(0.0, 1.0);
            self.sum_u[set] += after;
            self.u[set] = after;
        }
        self.summed += 1.0;
    }

    /// What y costs where every set that it misses is paid for, and what u proves.
    fn gap(&self, y: &[f64], u: &[f64]) -> (f64, f64) {
        let mut primal: f64 = y.iter().sum();
        for set in &self.instance.sets {
            let had: f64 = set.iter().map(|&place| y[place as usize]).sum();
            primal += (1.0 - had).max(0.0);
        }
        let mut dual: f64 = u.iter().sum();
        for sets in &self.instance.hit_by {
            let paid: f64 = sets.iter().map(|&set| u[set as usize]).sum();
            dual -= (paid - 1.0).max(0.0);
        }
        (primal, dual)
    }
}
