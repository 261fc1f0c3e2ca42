use super::no_solution::NoSolution;
use super::unreachable::Unreachable;
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::units::{Demand, DemandMinutes, Minutes};
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Rem;
use std::sync::OnceLock;

/// Whom to serve, from where, and which sites may, must or must not be open.
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, p_median};
/// use catchment::units::{Demand, Minutes};
///
/// // Three places in a row, 10 min apart, each a candidate.
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0];
/// let times = times.map(|minutes| Some(Minutes::from_whole(minutes)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?.keep(&[SiteIndex(1)])?;
/// let best = p_median(&problem, 2, Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(0), SiteIndex(1)]);
/// assert_eq!(best.value.as_f64(), 40.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct LocationProblem<'a> {
    matrix: &'a TravelTimeMatrix,
    /// Of every point, nothing where the rule leaves the point out.
    pub(super) demand: Cow<'a, [Demand]>,
    /// Of every point, as given.
    pub(super) given: &'a [Demand],
    role: Vec<Role>,
    pub(super) unreachable: Unreachable,
    tick: OnceLock<u32>,
}

/// What a site may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Candidate,
    Kept,
    Excluded,
}

/// A problem that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemError {
    /// The demand is not that of the matrix's origins.
    #[error("{demand} demands for {origins} origins")]
    Demand {
        /// Origins of the matrix.
        origins: usize,
        /// Demands that were given.
        demand: usize,
    },
    /// A site that the matrix does not have.
    #[error("site number {} of {sites}", site.0)]
    UnknownSite {
        /// The site.
        site: SiteIndex,
        /// Sites of the matrix.
        sites: usize,
    },
    /// A site that must be both open and closed.
    #[error("site number {} is both kept and excluded", .0.0)]
    KeptAndExcluded(SiteIndex),
    /// Demand without a route would cost less than the longest journey.
    #[error(
        "a cost of {} min for demand without a route is less than the longest time to a candidate: \
         a layout would gain by leaving people out; give at least {} min",
        cost.as_f64(),
        // Rounded up, so that what is named is enough.
        (longest.as_f64() * 100.0).ceil() / 100.0
    )]
    UnreachableCost {
        /// The cost that was given.
        cost: Minutes,
        /// The longest time from demand to a candidate.
        longest: Minutes,
    },
}

impl<'a> LocationProblem<'a> {
    /// All sites of the matrix are candidates, and demand that a layout leaves without a route
    /// costs what the default rule says.
    ///
    /// # Errors
    ///
    /// Not one demand for every origin.
    pub fn try_new(
        matrix: &'a TravelTimeMatrix,
        demand: &'a [Demand],
    ) -> Result<Self, ProblemError> {
        if demand.len() == matrix.origins() {
            Self {
                matrix,
                demand: Cow::Borrowed(demand),
                given: demand,
                role: vec![Role::Candidate; matrix.sites()],
                unreachable: Unreachable::default(),
                tick: OnceLock::new(),
            }
            .with_rule_applied()
        } else {
            Err(ProblemError::Demand {
                origins: matrix.origins(),
                demand: demand.len(),
            })
        }
    }

    /// Only these sites, and those that are kept, may be open.
    ///
    /// # Errors
    ///
    /// A site that the matrix does not have.
    pub fn candidates(mut self, sites: &[SiteIndex]) -> Result<Self, ProblemError> {
        self.check(sites)?;
        let mut named = vec![false; self.role.len()];
        for site in sites {
            named[site.get()] = true;
        }
        for (role, named) in self.role.iter_mut().zip(named) {
            if *role == Role::Candidate && !named {
                *role = Role::Excluded;
            }
        }
        self.with_rule_applied()
    }

    /// These sites are open in every layout, candidates or not.
    ///
    /// # Errors
    ///
    /// A site that the matrix does not have.
    pub fn keep(mut self, sites: &[SiteIndex]) -> Result<Self, ProblemError> {
        self.check(sites)?;
        for site in sites {
            self.role[site.get()] = Role::Kept;
        }
        self.with_rule_applied()
    }

    /// These sites are open in no layout.
    ///
    /// # Errors
    ///
    /// A site that the matrix does not have, or that is kept.
    pub fn exclude(mut self, sites: &[SiteIndex]) -> Result<Self, ProblemError> {
        self.check(sites)?;
        for &site in sites {
            let role = &mut self.role[site.get()];
            if *role == Role::Kept {
                return Err(ProblemError::KeptAndExcluded(site));
            }
            *role = Role::Excluded;
        }
        self.with_rule_applied()
    }

    /// The same candidates, none of them kept.
    pub(super) fn without_kept(&self) -> Self {
        let mut free = self.clone();
        for role in &mut free.role {
            if *role == Role::Kept {
                *role = Role::Candidate;
            }
        }
        free.with_same_candidates()
    }

    /// The same candidates, these of them kept.
    pub(super) fn with_kept(&self, sites: &[SiteIndex]) -> Self {
        let mut kept = self.clone();
        for site in sites {
            kept.role[site.get()] = Role::Kept;
        }
        kept.with_same_candidates()
    }

    fn with_same_candidates(self) -> Self {
        let applied = self.with_rule_applied();
        applied.expect("a rule that holds for candidates holds whichever of them are kept")
    }

    fn check(&self, sites: &[SiteIndex]) -> Result<(), ProblemError> {
        let known = self.role.len();
        match sites.iter().find(|site| site.get() >= known) {
            Some(&site) => Err(ProblemError::UnknownSite { site, sites: known }),
            None => Ok(()),
        }
    }

    /// Travel time from every demand point to every site.
    #[must_use]
    pub const fn matrix(&self) -> &'a TravelTimeMatrix {
        self.matrix
    }

    /// The demand of every point; nothing where the rule for unreachable demand leaves the point
    /// out of the question.
    #[must_use]
    pub fn demand(&self) -> &[Demand] {
        &self.demand
    }

    /// All demand that the question is about.
    #[must_use]
    pub fn total_demand(&self) -> Demand {
        self.demand.iter().copied().sum()
    }

    /// What every cost is a multiple of, in millionths × milliseconds: the largest number of
    /// millionths that divides every demand, times the largest number of milliseconds that divides
    /// every time and the cost of demand without a route.
    pub(super) fn grain(&self) -> u128 {
        let cost = self.unreachable_cost().unwrap_or_default();
        let tick = common_divisor(self.tick(), cost.milliseconds());
        self.demand_grain() * u128::from(tick)
    }

    /// The largest number of millionths that divides every demand; 1 of no demand.
    pub(super) fn demand_grain(&self) -> u128 {
        let mut grain = 0;
        for demand in &*self.demand {
            grain = common_divisor(grain, demand.millionths());
            if grain == 1 {
                break;
            }
        }
        u128::from(grain.max(1))
    }

    /// The largest number of milliseconds that divides every time, 6,000 of a table in tenths of a
    /// minute; 1 of no time.
    pub(super) fn tick(&self) -> u32 {
        *self.tick.get_or_init(|| {
            let of_column = |column: &[u32]| {
                let times = column.iter().filter(|&&time| time != u32::MAX);
                times.fold(0, |tick: u32, &time| match time {
                    _ if tick > 0 && time.is_multiple_of(tick) => tick,
                    _ => common_divisor(tick, time),
                })
            };
            let sites = u16::try_from(self.matrix.sites()).unwrap_or(u16::MAX);
            let tick = (0..sites)
                .into_par_iter()
                .map(|site| of_column(self.matrix.column(SiteIndex(site))))
                .reduce(|| 0, common_divisor);
            tick.max(1)
        })
    }

    /// Sites that may be open, kept ones included, ascending.
    #[must_use]
    pub fn open_sites(&self) -> Vec<SiteIndex> {
        self.with_role(|role| role != Role::Excluded)
    }

    /// Sites that must be open, ascending.
    #[must_use]
    pub fn kept_sites(&self) -> Vec<SiteIndex> {
        self.with_role(|role| role == Role::Kept)
    }

    fn with_role(&self, wanted: impl Fn(Role) -> bool) -> Vec<SiteIndex> {
        (0..)
            .map(SiteIndex)
            .zip(&self.role)
            .filter_map(|(site, &role)| wanted(role).then_some(site))
            .collect()
    }

    /// Whether layouts of so many centres exist.
    pub(super) fn check_centres(&self, centres: usize) -> Result<(), NoSolution> {
        self.check_demand()?;
        let candidates = self.open_sites().len();
        let kept = self.kept_sites().len();
        if centres == 0 {
            Err(NoSolution::NoCentre)
        } else if centres > candidates {
            Err(NoSolution::TooFewCandidates {
                asked: centres,
                candidates,
            })
        } else if centres < kept {
            Err(NoSolution::TooManyKept {
                asked: centres,
                kept,
            })
        } else {
            Ok(())
        }
    }

    /// Every point's time to its soonest site of a layout.
    pub(super) fn soonest(&self, sites: &[SiteIndex]) -> Vec<u32> {
        let mut soonest = vec![u32::MAX; self.matrix.origins()];
        for &site in sites {
            for (best, &time) in soonest.iter_mut().zip(self.matrix.column(site)) {
                *best = (*best).min(time);
            }
        }
        soonest
    }

    /// Demand × time to the soonest site of a layout, and the demand that can reach none.
    #[must_use]
    pub fn demand_minutes(&self, sites: &[SiteIndex]) -> (DemandMinutes, Demand) {
        let mut sum = DemandMinutes::ZERO;
        let mut unreachable = Demand::ZERO;
        for (&demand, seconds) in self.demand.iter().zip(self.soonest(sites)) {
            match crate::model::to_time(seconds) {
                Some(time) => sum += demand.times(time),
                None => unreachable += demand,
            }
        }
        (sum, unreachable)
    }

    /// Demand within a standard of the soonest site of a layout.
    #[must_use]
    pub fn covered(&self, sites: &[SiteIndex], standard: Minutes) -> Demand {
        self.demand
            .iter()
            .zip(self.soonest(sites))
            .filter(|&(_, seconds)| seconds <= standard.milliseconds())
            .map(|(&demand, _)| demand)
            .sum()
    }

    /// The longest time of any demand to its soonest site of a layout; `None` where some cannot
    /// reach any, or there is no demand.
    #[must_use]
    pub fn longest(&self, sites: &[SiteIndex]) -> Option<Minutes> {
        let longest = self
            .demand
            .iter()
            .zip(self.soonest(sites))
            .filter(|&(&demand, _)| demand > Demand::ZERO)
            .map(|(_, seconds)| seconds)
            .max()?;
        crate::model::to_time(longest)
    }

    /// Points with demand that can reach no candidate, in the order of the data.
    #[must_use]
    pub fn out_of_reach(&self) -> Vec<PointIndex> {
        (0..)
            .map(PointIndex)
            .zip(self.demand.iter().zip(self.soonest(&self.open_sites())))
            .filter(|(_, (demand, seconds))| **demand > Demand::ZERO && *seconds == u32::MAX)
            .map(|(point, _)| point)
            .collect()
    }
}

/// Euclid's; of nought and a number, the number.
fn common_divisor<T: Copy + PartialEq + Default + Rem<Output = T>>(mut a: T, mut b: T) -> T {
    while b != T::default() {
        (a, b) = (b, a % b);
    }
    a
}
