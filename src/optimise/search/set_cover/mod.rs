//! The fewest sites of which every set has one.
//!
//! | step | where |
//! |---|---|
//! | sets and sites that others make needless go; a set of one site opens it | [`reduction`] |
//! | parts that share no site are solved apart | [`parts`] |
//! | a bound from the linear relaxation, rounded up | [`relaxation`] |
//! | covers from local search | [`row_weighting`] |
//! | branch and bound closes what is left | [`branching`] |

mod branching;
mod instance;
mod parts;
mod reduction;
mod relaxation;
mod row_weighting;

use crate::optimise::budget::{Interruption, Watch};
use crate::optimise::search::gap::is_within;
use branching::Branching;
use instance::Instance;

/// When a search for the fewest sites may end before its proof.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Enough {
    /// A cover of so many sites ends it.
    pub(crate) sites: usize,
    /// A proof that more than so many are needed ends it.
    pub(crate) needed: usize,
    /// A gap between the two that ends it, as a part of the cover's size with `beside` added.
    pub(crate) gap: f64,
    /// Sites that are open in any case.
    pub(crate) beside: usize,
}

impl Enough {
    /// Only a proof.
    pub(crate) const fn proof() -> Self {
        Self {
            sites: 0,
            needed: usize::MAX,
            gap: 0.0,
            beside: 0,
        }
    }

    /// Whether so many sites are enough.
    pub(crate) const fn decision(sites: usize) -> Self {
        Self {
            sites,
            needed: sites,
            gap: 0.0,
            beside: 0,
        }
    }

    fn ends(&self, cover: usize, least: usize) -> bool {
        let (all, bound) = (cover + self.beside, least + self.beside);
        cover <= self.sites
            || least > self.needed
            || cover <= least
            || is_within(all as u128, bound as u128, self.gap)
    }
}

/// A cover, and how small any could be.
#[derive(Debug, Clone)]
pub(crate) struct LeastCover {
    /// Its sites, ascending.
    pub(crate) sites: Vec<u16>,
    /// No cover has fewer.
    pub(crate) bound: usize,
    pub(crate) nodes: u64,
    pub(crate) iterations: u64,
    pub(crate) interrupted: Option<Interruption>,
}

/// A cover of these sets, none of them empty, with as few sites as can be.
///
/// # References
///
/// Toregas and `ReVelle` 1973 (dominance); Beasley 1987, "An algorithm for set covering problem"
/// (bounds and penalties); Gao, Weise, Li 2015, "An efficient local search heuristic with row
/// weighting for the unicost set covering problem".
pub(crate) fn least_cover(sets: Vec<Vec<u16>>, enough: Enough, watch: Watch) -> LeastCover {
    let (instance, mut sites) = Instance::new(sets).reduced(watch);
    let chosen = sites.len();
    let mut parts: Vec<Branching> = instance.parts().into_iter().map(Branching::new).collect();
    // The easy parts first: they may decide the question.
    parts.sort_by_key(Branching::size);
    let mut interrupted = None;
    let (cover, bound) = loop {
        let cover = chosen + parts.iter().map(Branching::cover).sum::<usize>();
        let bound = chosen + parts.iter().map(Branching::bound).sum::<usize>();
        let unsolved = parts.iter_mut().find(|part| !part.is_solved());
        let Some(part) = unsolved.filter(|_| !enough.ends(cover, bound)) else {
            break (cover, bound);
        };
        interrupted = watch.interruption();
        if interrupted.is_some() {
            break (cover, bound);
        }
        // What the other parts leave of the numbers that end the search.
        let few = enough.sites.saturating_sub(cover - part.cover());
        let most = enough.needed.saturating_sub(bound - part.bound());
        part.step(few, most, watch);
    };
    interrupted = interrupted.filter(|_| !enough.ends(cover, bound));
    for part in &parts {
        sites.extend(part.best());
    }
    sites.sort_unstable();
    LeastCover {
        sites,
        bound,
        nodes: parts.iter().map(|part| part.nodes).sum(),
        iterations: parts.iter().map(|part| part.iterations).sum(),
        interrupted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Budget;
    use crate::optimise::search::tree_builder::splitmix;
    use proptest::prelude::*;

    fn least(sets: &[Vec<u16>], enough: Enough) -> LeastCover {
        least_cover(sets.to_vec(), enough, Watch::start(Budget::default()))
    }

    fn is_cover(sets: &[Vec<u16>], sites: &[u16]) -> bool {
        sets.iter()
            .all(|set| set.iter().any(|site| sites.contains(site)))
    }

    /// The size of the smallest cover, by trying all.
    fn by_enumeration(sets: &[Vec<u16>], sites: u16) -> usize {
        let subsets = 0_u32..1 << sites;
        let chosen = |bits: u32| (0..sites).filter(move |site| bits >> site & 1 == 1);
        let covers = subsets.filter(|&bits| is_cover(sets, &chosen(bits).collect::<Vec<_>>()));
        covers.map(|bits| bits.count_ones() as usize).min().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn no_cover_is_smaller(
            sets in prop::collection::vec(prop::collection::vec(0_u16..11, 1..5), 0..25),
            sites in 0_usize..8,
            gap in prop_oneof![Just(0.0), 0.0..0.5],
            beside in 0_usize..4,
        ) {
            let fewest = by_enumeration(&sets, 11);
            let found = least(&sets, Enough::proof());
            prop_assert!(is_cover(&sets, &found.sites));
            prop_assert_eq!((found.sites.len(), found.bound), (fewest, fewest));
            prop_assert_eq!(found.interrupted, None);

            let decided = least(&sets, Enough::decision(sites));
            prop_assert!(is_cover(&sets, &decided.sites));
            prop_assert!(decided.bound <= fewest);
            if fewest <= sites {
                prop_assert!(decided.sites.len() <= sites);
            } else {
                prop_assert!(decided.bound > sites);
            }

            let near = least(&sets, Enough { gap, beside, ..Enough::proof() });
            prop_assert!(is_cover(&sets, &near.sites));
            prop_assert!(near.bound <= fewest && fewest <= near.sites.len());
            let [all, bound] = [near.sites.len(), near.bound].map(|size| (size + beside) as f64);
            prop_assert!(all - bound <= gap * all + 1e-9, "{} {}", all, bound);
        }
    }

    /// Sets of points in a plane, wide enough for branching, against all subsets.
    #[test]
    fn no_cover_of_a_plane_is_smaller() {
        for seed in 0..40_u64 {
            let sites = 18_u16;
            let draw = |number: u64| splitmix(seed << 32 | number) % 100;
            let place = |number: u64| [draw(2 * number), draw(2 * number + 1)];
            let near = |point: u64, site: u16| {
                let [a, b] = [place(1_000 + point), place(u64::from(site))];
                let away: u64 = (0..2).map(|axis| a[axis].abs_diff(b[axis]).pow(2)).sum();
                away <= 28 * 28
            };
            let points =
                (0..60).map(|point| (0..sites).filter(|&site| near(point, site)).collect());
            let sets: Vec<Vec<u16>> = points.filter(|set: &Vec<u16>| !set.is_empty()).collect();
            let found = least(&sets, Enough::proof());
            assert!(is_cover(&sets, &found.sites), "seed {seed}");
            let fewest = by_enumeration(&sets, sites);
            assert_eq!(
                (found.sites.len(), found.bound),
                (fewest, fewest),
                "seed {seed}"
            );
        }
    }

    /// Steiner triple systems: the relaxation is as weak as can be, all is left to branching.
    #[test]
    fn triples_of_a_steiner_system_need_branching() {
        // All lines of the plane over three elements: 9 points, 12 lines, 5 points hit every line.
        let lines = [
            [0, 1, 2],
            [3, 4, 5],
            [6, 7, 8],
            [0, 3, 6],
            [1, 4, 7],
            [2, 5, 8],
            [0, 4, 8],
            [1, 5, 6],
            [2, 3, 7],
            [0, 5, 7],
            [1, 3, 8],
            [2, 4, 6],
        ];
        let sets: Vec<Vec<u16>> = lines.iter().map(|line| line.to_vec()).collect();
        let found = least(&sets, Enough::proof());
        assert_eq!((found.sites.len(), found.bound), (5, 5));
        assert!(found.nodes > 1);
    }
}
