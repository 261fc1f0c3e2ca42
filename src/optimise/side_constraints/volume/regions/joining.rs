use super::counts::Counts;
use super::region::{MOST_SITES, Region};
use super::regrouping::Links;
use super::set_map::SetMap;

/// Makes one region of two: with the sets that agree about the sites of both, as far as the bound leaves them.
pub(crate) struct Joining<'a> {
    /// By region, the cost of every set of interest on its own.
    pub(crate) of_sets: &'a [Vec<(u32, f64)>],
    /// By region and number of centres in its core, the least cost.
    pub(crate) least: &'a [Vec<f64>],
    pub(crate) centres: usize,
    /// What does not depend on sets.
    pub(crate) constant: f64,
    /// Layouts that cost so much, or more, are of no interest.
    pub(crate) limit: f64,
    /// The most sets of a region.
    pub(crate) most: usize,
}

/// How many pairs of sets may be looked at for each that may be kept.
const PAIRS: usize = 64;

impl Joining<'_> {
    /// Joins regions, each with one other at most, those first that share most demand. Says how many.
    pub(crate) fn join(&self, regions: &mut Vec<Region>, links: &Links) -> usize {
        let core = |region: &Region| region.sites[..region.cores].to_vec();
        let mut pairs = Vec::new();
        for a in 0..regions.len() {
            for b in 0..a {
                let link = links.between(&core(&regions[a]), &core(&regions[b]));
                if link > 0 {
                    pairs.push((link, a, b));
                }
            }
        }
        pairs.sort_unstable_by(|one, other| other.cmp(one));
        let mut is_taken = vec![false; regions.len()];
        let mut joined = Vec::new();
        for (_, a, b) in pairs {
            if !is_taken[a]
                && !is_taken[b]
                && let Some(region) = self.joined(regions, a, b)
            {
                (is_taken[a], is_taken[b]) = (true, true);
                joined.push(region);
            }
        }
        let mut number = 0;
        regions.retain(|_| {
            number += 1;
            !is_taken[number - 1]
        });
        let count = joined.len();
        regions.extend(joined);
        count
    }

    fn joined(&self, regions: &[Region], a: usize, b: usize) -> Option<Region> {
        let (one, other) = (&regions[a], &regions[b]);
        let (ours, theirs) = (&one.sites[..one.cores], &other.sites[..other.cores]);
        let mut sites: Vec<u16> = ours.iter().chain(theirs).copied().collect();
        let cores = sites.len();
        for &site in one.sites.iter().chain(&other.sites) {
            if !sites.contains(&site) {
                sites.push(site);
            }
        }
        if sites.len() > MOST_SITES {
            return None;
        }
        let place = |site: u16| sites.iter().position(|&s| s == site);
        let map = |region: &Region| {
            SetMap::new(|bit| region.sites.get(bit).and_then(|&site| place(site)))
        };
        let (here, there) = (map(one), map(other));
        let shared = here.image(u32::MAX) & there.image(u32::MAX);
        let pairs = self.of_sets[a].len() as u128 * self.of_sets[b].len() as u128;
        if pairs >> shared.count_ones().min(100) > (PAIRS * self.most) as u128 {
            return None;
        }
        let sets = self.pairs((a, &here, one.core()), (b, &there, other.core()), shared)?;
        let mut pull = vec![0.0; sites.len()];
        for region in [one, other] {
            for bit in region.cores..region.sites.len() {
                if let Some(place) = place(region.sites[bit]).filter(|&place| place >= cores) {
                    pull[place] += region.pull[bit];
                }
            }
        }
        Some(Region {
            sites,
            cores,
            sets,
            pull,
        })
    }

    /// The sets of two regions together; `None` if there are too many.
    fn pairs(
        &self,
        (a, here, our_core): (usize, &SetMap, u32),
        (b, there, their_core): (usize, &SetMap, u32),
        shared: u32,
    ) -> Option<Vec<u32>> {
        let others = (0..self.least.len()).filter(|&region| region != a && region != b);
        let others: Vec<Vec<f64>> = others.map(|region| self.least[region].clone()).collect();
        let rest = Counts::new(&others, self.centres).least_by_count();
        // By centres of both, the most that their sets may cost together, and of one region alone.
        let limit = |own: usize| {
            let rest = self.centres.checked_sub(own).map(|left| rest[left]);
            self.limit - self.constant - rest.unwrap_or(f64::INFINITY)
        };
        let most = our_core.count_ones() as usize + their_core.count_ones() as usize;
        let limits: Vec<f64> = (0..=most).map(limit).collect();
        let images = |region: usize, map: &SetMap, core: u32| {
            let mut images: Vec<(u32, f64, u32, usize)> = self.of_sets[region]
                .iter()
                .map(|&(set, cost)| {
                    let image = map.image(set);
                    (
                        image & shared,
                        cost,
                        image,
                        (set & core).count_ones() as usize,
                    )
                })
                .collect();
            images.sort_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)));
            images
        };
        let ours = images(a, here, our_core);
        let theirs = images(b, there, their_core);
        let mut sets = Vec::new();
        let mut first = 0;
        for (key, cost, set, own) in ours {
            while theirs.get(first).is_some_and(|other| other.0 < key) {
                first += 1;
            }
            let highest = limits[own..]
                .iter()
                .copied()
                .fold(f64::NEG_INFINITY, f64::max);
            for &(other_key, other_cost, other_set, other_own) in &theirs[first..] {
                if other_key != key || cost + other_cost >= highest {
                    break;
                }
                if cost + other_cost < limits[own + other_own] {
                    if sets.len() == self.most {
                        return None;
                    }
                    sets.push(set | other_set);
                }
            }
        }
        sets.sort_unstable();
        Some(sets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn region(sites: &[u16], cores: usize, costs: &[Option<u8>]) -> (Region, Vec<(u32, f64)>) {
        let mut region = Region::new(sites.to_vec(), cores);
        let of_sets: Vec<(u32, f64)> = (region.sets.iter().zip(costs))
            .filter_map(|(&set, &cost)| Some((set, f64::from(cost?))))
            .collect();
        region.sets = of_sets.iter().map(|&(set, _)| set).collect();
        region.pull = vec![0.0; cores];
        region
            .pull
            .extend([1.0, 2.0].iter().take(sites.len() - cores));
        (region, of_sets)
    }

    fn cost_in((region, of_sets): &(Region, Vec<(u32, f64)>), open: u32) -> Option<f64> {
        let bits = region.sites.iter().enumerate();
        let set = bits.fold(0, |set, (bit, site)| set | (open >> site & 1) << bit);
        let known = of_sets.iter().find(|&&(known, _)| known == set);
        known.map(|&(_, cost)| cost)
    }

    proptest! {
        /// As all layouts of five sites say, two of which both regions have.
        #[test]
        fn pairs_below_the_limit_stay(
            ours in prop::collection::vec(prop::option::of(0_u8..40), 16),
            theirs in prop::collection::vec(prop::option::of(0_u8..40), 16),
            rest in prop::collection::vec(0_u8..40, 1..4),
            limit in 0_u8..120,
            centres in 1_usize..5,
            most in 1_usize..40,
        ) {
            let a = region(&[0, 1, 3, 4], 2, &ours);
            let b = region(&[2, 3, 1, 4], 2, &theirs);
            let least = [vec![], vec![], rest.iter().map(|&cost| f64::from(cost)).collect()];
            let joining = Joining {
                of_sets: &[a.1.clone(), b.1.clone(), vec![]],
                least: &least,
                centres,
                constant: 5.0,
                limit: 5.0 + f64::from(limit),
                most,
            };
            let regions = [a.0.clone(), b.0.clone(), Region::new(vec![], 0)];
            // The joined region has sites 0, 1, 2, 3 and 4, in this order.
            let wanted: Vec<u32> = (0..32)
                .filter(|&open: &u32| {
                    let own = (open & 0b1111).count_ones() as usize;
                    let rest = centres.checked_sub(own).and_then(|left| least[2].get(left));
                    let sum = |rest: &f64| Some(cost_in(&a, open)? + cost_in(&b, open)? + rest);
                    rest.and_then(sum).is_some_and(|sum| sum < f64::from(limit))
                })
                .collect();
            match joining.joined(&regions, 0, 1) {
                None => prop_assert!(wanted.len() > most),
                Some(joined) => {
                    prop_assert_eq!(&joined.sites, &[0, 1, 2, 3, 4]);
                    prop_assert_eq!(joined.cores, 4);
                    prop_assert_eq!(joined.sets, wanted);
                    // Of site 4, both pay; what they paid for cores of the other is settled.
                    prop_assert_eq!(joined.pull, vec![0.0, 0.0, 0.0, 0.0, 4.0]);
                }
            }
        }
    }
}
