use super::instance::Instance;
use crate::optimise::budget::Watch;
use crate::optimise::search::pace::Pace;

/// Local search for a small cover: sets that stay unhit weigh more and more.
///
/// A site is closed that is missed least, a site of a set that is not hit is opened that gains most, and
/// the sets that are still not hit weigh one more. Ties go to the site that has not changed for longest.
/// Nothing is drawn by chance.
pub(super) struct RowWeighting<'a> {
    instance: &'a Instance,
    open: Vec<bool>,
    /// How many open places hit each set.
    hits: Vec<u32>,
    weight: Vec<i64>,
    /// Of a closed place the weight it would hit, of an open one what only it hits.
    worth: Vec<i64>,
    changed: Vec<usize>,
    may_open: Vec<bool>,
    unhit: Vec<u32>,
    place_in_unhit: Vec<u32>,
    work: u64,
}

impl<'a> RowWeighting<'a> {
    /// From a cover.
    pub(super) fn new(instance: &'a Instance, cover: &[usize]) -> Self {
        let sets = instance.sets.len();
        let mut search = Self {
            instance,
            open: vec![false; instance.site.len()],
            hits: vec![0; sets],
            weight: vec![1; sets],
            worth: instance
                .hit_by
                .iter()
                .map(|sets| i64::try_from(sets.len()).unwrap_or(i64::MAX))
                .collect(),
            changed: vec![0; instance.site.len()],
            may_open: vec![true; instance.site.len()],
            unhit: (0..).take(sets).collect(),
            place_in_unhit: (0..).take(sets).collect(),
            work: 0,
        };
        for &place in cover {
            search.open(place);
        }
        search
    }

    /// Looks for a cover of no more than `few` places until so much work is done; the smallest cover
    /// that it met, if it met any smaller than the first.
    pub(super) fn run(&mut self, few: usize, most_work: u64, watch: Watch) -> Option<Vec<usize>> {
        let mut best = None;
        let mut pace = Pace::new(watch);
        let mut looked_at = 0;
        let mut tabu = usize::MAX;
        let mut step = 0;
        loop {
            while self.unhit.is_empty() {
                let cover: Vec<usize> = (0..self.open.len()).filter(|&p| self.open[p]).collect();
                let is_enough = cover.len() <= few;
                best = Some(cover);
                if is_enough {
                    return best;
                }
                self.close_one(usize::MAX, step);
            }
            let since = usize::try_from(self.work - looked_at).unwrap_or(usize::MAX);
            looked_at = self.work;
            if self.work >= most_work || pace.is_over_after(since) {
                return best;
            }
            step += 1;
            self.close_one(tabu, step);
            // The set that has waited at this place: a walk over all of them in turn.
            let set = self.unhit[step % self.unhit.len()];
            let places = self.instance.sets[set as usize]
                .iter()
                .map(|&place| place as usize);
            let may = places.filter(|&place| self.may_open[place]);
            let key = |place: &usize| (self.worth[*place], std::cmp::Reverse(self.changed[*place]));
            let Some(into) = may.max_by_key(key) else {
                continue;
            };
            self.open(into);
            self.changed[into] = step;
            tabu = into;
            for at in 0..self.unhit.len() {
                let set = self.unhit[at] as usize;
                self.weight[set] += 1;
                for &place in &self.instance.sets[set] {
                    self.worth[place as usize] += 1;
                }
                self.work += self.instance.sets[set].len() as u64;
            }
        }
    }

    /// Closes the open place that is missed least.
    fn close_one(&mut self, tabu: usize, step: usize) {
        let open = (0..self.open.len()).filter(|&place| self.open[place] && place != tabu);
        let least = open.min_by_key(|&place| (self.worth[place], self.changed[place]));
        self.work += 1 + self.open.len() as u64 / 8;
        if let Some(out) = least {
            self.close(out);
            self.changed[out] = step;
            self.may_open[out] = false;
        }
    }

    fn open(&mut self, place: usize) {
        self.open[place] = true;
        let mut now_alone = 0;
        for &set in &self.instance.hit_by[place] {
            let set = set as usize;
            let weight = self.weight[set];
            self.hits[set] += 1;
            match self.hits[set] {
                1 => {
                    now_alone += weight;
                    self.remove_unhit(set);
                    for &other in &self.instance.sets[set] {
                        self.worth[other as usize] -= weight;
                        self.may_open[other as usize] = true;
                    }
                    self.work += self.instance.sets[set].len() as u64;
                }
                2 => {
                    let sets = self.instance.sets[set].iter().map(|&other| other as usize);
                    let was_alone = sets.filter(|&other| self.open[other] && other != place);
                    for other in was_alone {
                        self.worth[other] -= weight;
                    }
                    self.work += self.instance.sets[set].len() as u64;
                }
                _ => {}
            }
        }
        self.worth[place] = now_alone;
    }

    fn close(&mut self, place: usize) {
        self.open[place] = false;
        let mut would_hit = 0;
        for &set in &self.instance.hit_by[place] {
            let set = set as usize;
            let weight = self.weight[set];
            self.hits[set] -= 1;
            match self.hits[set] {
                0 => {
                    would_hit += weight;
                    self.add_unhit(set);
                    for &other in &self.instance.sets[set] {
                        self.worth[other as usize] += weight;
                        self.may_open[other as usize] = true;
                    }
                    self.work += self.instance.sets[set].len() as u64;
                }
                1 => {
                    let sets = self.instance.sets[set].iter().map(|&other| other as usize);
                    for other in sets.filter(|&other| self.open[other]) {
                        self.worth[other] += weight;
                    }
                    self.work += self.instance.sets[set].len() as u64;
                }
                _ => {}
            }
        }
        self.worth[place] = would_hit;
    }

    fn add_unhit(&mut self, set: usize) {
        self.place_in_unhit[set] = u32::try_from(self.unhit.len()).unwrap_or(u32::MAX);
        self.unhit.push(u32::try_from(set).unwrap_or(u32::MAX));
    }

    fn remove_unhit(&mut self, set: usize) {
        let at = self.place_in_unhit[set] as usize;
        self.unhit.swap_remove(at);
        if let Some(&moved) = self.unhit.get(at) {
            self.place_in_unhit[moved as usize] = u32::try_from(at).unwrap_or(u32::MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sets of up to eight sites, of twelve.
    fn sets() -> impl Strategy<Value = Vec<Vec<u16>>> {
        let set = prop::collection::btree_set(0_u16..12, 1..8);
        prop::collection::vec(set.prop_map(|set| set.into_iter().collect()), 1..20)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// What it finds hits every set, is no larger than what it began with and no smaller than the least of all
        /// covers; and it ends.
        #[test]
        fn what_is_found_is_a_cover(sets in sets(), few in 0_usize..6) {
            let instance = Instance::new(sets);
            let places = instance.site.len();
            let all: Vec<usize> = (0..places).collect();
            let is_cover = |open: u32| {
                let hit = |set: &Vec<u32>| set.iter().any(|place| open >> place & 1 == 1);
                instance.sets.iter().all(hit)
            };
            let covers = (0_u32..1 << places).filter(|&open| is_cover(open));
            let least = covers.map(u32::count_ones).min().unwrap() as usize;
            let found = RowWeighting::new(&instance, &all).run(few, 20_000, Watch::unlimited());
            let found = found.expect("all places are a cover");
            let open = found.iter().fold(0_u32, |open, place| open | 1 << place);
            prop_assert!(is_cover(open));
            prop_assert_eq!(open.count_ones() as usize, found.len());
            prop_assert!(found.len() >= least);
            prop_assert!(found.len() <= places);
        }
    }
}
