use super::counts::Counts;
use super::merged_points::{MergedPoints, Otherwise};
use super::multipliers::{Highest, Limits, Multipliers};
use super::region::Region;
use super::volume_filter::sum_over_parts;
use super::ways::{Kind, Ways};
use crate::optimise::search::site_state::State;

/// The relaxation of a node, for any multipliers.
pub(crate) struct Relaxation<'a> {
    merged: &'a MergedPoints,
    regions: &'a [Region],
    limits: Limits,
    states: &'a [State],
    /// Centres to open.
    centres: usize,
    demand: Vec<f64>,
    /// Mean time of every group to who serves it otherwise.
    last: Vec<f64>,
    /// The most that multipliers may be, so that what was left out of `ways` is never used.
    highest: Highest,
    ways: Ways,
    /// By region: what sets cost without the sites of another, part by part.
    tables: Vec<Vec<f64>>,
    /// By region, part and set: where the table of the part has the set.
    places: Vec<Vec<u32>>,
    costs: Vec<Vec<f64>>,
    worth: Vec<f64>,
}

/// What multipliers prove, and which sets are cheapest at them.
pub(crate) struct Evaluation {
    /// The bound.
    pub(crate) value: f64,
    /// By how much rounding can have raised it at most.
    pub(crate) rounding: f64,
    /// What does not depend on sets.
    pub(crate) constant: f64,
    counts: Counts,
    /// By region, the chosen set.
    pub(crate) chosen: Vec<u32>,
    /// By region and number of centres in its core, the least cost.
    pub(crate) least: Vec<Vec<f64>>,
}

impl<'a> Relaxation<'a> {
    /// For multipliers up to the highest.
    pub(crate) fn new(
        merged: &'a MergedPoints,
        regions: &'a [Region],
        states: &'a [State],
        centres: usize,
        limits: Limits,
        highest: &Highest,
    ) -> Self {
        let demand: Vec<f64> = merged.demand.iter().map(|&demand| demand as f64).collect();
        let ways = Ways::new(merged, regions, states.len(), highest);
        let of_parts = ways.parts.iter();
        let places = regions.iter().zip(of_parts).map(|(region, parts)| {
            let of_part = |part| region.sets.iter().map(move |set| parts.entry(part, !set));
            (0..parts.len()).flat_map(of_part).collect()
        });
        Self {
            merged,
            regions,
            limits,
            states,
            centres,
            last: (merged.last.iter().zip(&demand))
                .map(|(last, d)| last / d)
                .collect(),
            highest: highest.clone(),
            tables: ways.parts.iter().map(|p| vec![0.0; p.size()]).collect(),
            places: places.collect(),
            ways,
            costs: regions.iter().map(|r| vec![0.0; r.sets.len()]).collect(),
            worth: vec![0.0; merged.len()],
            demand,
        }
    }

    /// The bound at multipliers; with its rounding where it is to be `EXACT`.
    pub(crate) fn evaluate<const EXACT: bool>(&mut self, at: &Multipliers) -> Evaluation {
        let mut sum = Sum {
            value: self.merged.settled_cost,
            magnitude: self.merged.settled_cost.abs(),
            terms: self.merged.points as f64,
        };
        for (site, &state) in self.states.iter().enumerate() {
            if state == State::Open {
                sum.add::<EXACT>(self.limits.fee(at.price[site]));
                sum.add::<EXACT>(-at.price[site] * self.merged.settled[site] as f64);
            }
        }
        self.add_groups::<EXACT>(at, &mut sum);
        let cheapest = self.cheapest_sets::<EXACT>(at, &mut sum);
        let of_region = |sets: &Vec<(f64, u32)>| sets.iter().map(|&(cost, _)| cost).collect();
        let least: Vec<Vec<f64>> = cheapest.iter().map(of_region).collect();
        let counts = Counts::new(&least, self.centres);
        let chosen = (cheapest.iter().enumerate())
            .map(|(region, sets)| sets[counts.chosen(region)].1)
            .collect();
        let terms = sum.terms + self.regions.len() as f64 + 64.0;
        Evaluation {
            value: sum.value + counts.least(),
            rounding: 4.0 * terms * f64::EPSILON * sum.magnitude,
            constant: sum.value,
            counts,
            chosen,
            least,
        }
    }

    /// What groups are worth, and in the tables of regions what it saves to serve them.
    fn add_groups<const EXACT: bool>(&mut self, at: &Multipliers, sum: &mut Sum) {
        for table in &mut self.tables {
            table.fill(0.0);
        }
        for group in 0..self.merged.len() {
            let demand = self.demand[group];
            let served_last = self.cost_of_last(group, at);
            let worth = if self.ways.is_inside[group] {
                served_last
            } else {
                at.group[group].min(served_last)
            };
            self.worth[group] = worth;
            sum.add::<EXACT>(demand * worth);
            for segment in self.ways.of_group(group) {
                let table = &mut self.tables[usize::from(segment.region)];
                let mut paid = 0.0;
                for way in self.ways.of_segment(segment) {
                    let saved = way.time - at.price[usize::from(way.site)] - worth;
                    let pays = match way.kind {
                        Kind::Certain => saved,
                        Kind::Possible => saved.min(0.0),
                        Kind::Halo => 0.0,
                    };
                    let more: f64 = pays - paid;
                    if more.abs() > 0.0 {
                        table[way.entry as usize] += demand * more;
                        if EXACT {
                            sum.magnitude += demand * (pays.abs() + paid.abs());
                            sum.terms += 1.0;
                        }
                        paid = pays;
                    }
                }
                if paid.abs() > 0.0 {
                    table[segment.entry as usize] -= demand * paid;
                }
            }
        }
    }

    /// By region and number of centres in its core, the cheapest set and its cost.
    fn cheapest_sets<const EXACT: bool>(
        &mut self,
        at: &Multipliers,
        sum: &mut Sum,
    ) -> Vec<Vec<(f64, u32)>> {
        let mut given_back = vec![0.0; self.states.len()];
        for (region, pull) in self.regions.iter().zip(&at.pull) {
            for bit in region.cores..region.sites.len() {
                given_back[usize::from(region.sites[bit])] += pull[bit];
            }
        }
        let mut cheapest = Vec::with_capacity(self.regions.len());
        for (number, region) in self.regions.iter().enumerate() {
            let table = &mut self.tables[number];
            let parts = &self.ways.parts[number];
            parts.tables(table).for_each(sum_over_parts);
            let cost_of = |(bit, &site): (usize, &u16)| {
                let site = usize::from(site);
                if bit < region.cores {
                    self.limits.fee(at.price[site]) - given_back[site]
                } else {
                    at.pull[number][bit]
                }
            };
            let of_site: Vec<f64> = region.sites.iter().enumerate().map(cost_of).collect();
            if EXACT {
                sum.magnitude += of_site.iter().map(|cost| 4.0 * cost.abs()).sum::<f64>();
                sum.terms += 8.0 * of_site.len() as f64 + parts.len() as f64;
            }
            let costs = &mut self.costs[number];
            let of_sites = SiteSums::new(&of_site);
            for (cost, &set) in costs.iter_mut().zip(&region.sets) {
                *cost = of_sites.of(set);
            }
            if !costs.is_empty() {
                for places in self.places[number].chunks_exact(region.sets.len()) {
                    for (cost, &place) in costs.iter_mut().zip(places) {
                        *cost += table[place as usize];
                    }
                }
            }
            let mut best = vec![(f64::INFINITY, 0_u32); region.cores + 1];
            for (&cost, &set) in costs.iter().zip(&region.sets) {
                let best = &mut best[(set & region.core()).count_ones() as usize];
                if cost < best.0 {
                    *best = (cost, set);
                }
            }
            cheapest.push(best);
        }
        cheapest
    }

    fn cost_of_last(&self, group: usize, at: &Multipliers) -> f64 {
        match self.merged.otherwise[group] {
            Otherwise::Centre(centre) => self.last[group] - at.price[usize::from(centre)],
            Otherwise::Nobody | Otherwise::Beyond => self.last[group],
        }
    }

    /// By set of a region, the least cost of a layout with it, as far as the last evaluation knows.
    pub(crate) fn with_sets<'b>(
        &'b self,
        evaluation: &'b Evaluation,
        number: usize,
    ) -> impl Iterator<Item = (u32, f64)> + 'b {
        let region = &self.regions[number];
        let others = (0..=region.cores)
            .map(|own| evaluation.constant + evaluation.counts.least_of_others(number, own));
        let others: Vec<f64> = others.collect();
        (region.sets.iter().zip(&self.costs[number])).map(move |(&set, cost)| {
            let own = (set & region.core()).count_ones() as usize;
            (set, cost + others[own])
        })
    }

    /// By set of a region, what it costs on its own.
    pub(crate) fn of_sets(&self, number: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let sets = self.regions[number].sets.iter();
        sets.copied().zip(self.costs[number].iter().copied())
    }

    pub(crate) fn is_chosen(&self, evaluation: &Evaluation, site: usize) -> bool {
        let (region, bit) = self.ways.core_of[site];
        let set = evaluation.chosen.get(usize::from(region));
        set.is_some_and(|set| set >> bit & 1 == 1)
    }

    /// Moves the multipliers along the subgradient, as far as the bound should rise by this much; `false` where
    /// there is nowhere to go.
    pub(crate) fn step(&self, at: &mut Multipliers, now: &Evaluation, rise: f64) -> bool {
        // By group, how much more often it should be served; by site, the volume.
        let mut missed = vec![0.0; self.merged.len()];
        let mut volume: Vec<f64> = self.merged.settled.iter().map(|&v| v as f64).collect();
        let mut square = 0.0;
        for (group, missed) in missed.iter_mut().enumerate() {
            let (worth, demand) = (self.worth[group], self.demand[group]);
            let mut left = 1.0;
            for segment in self.ways.of_group(group) {
                let set = now.chosen[usize::from(segment.region)];
                let mut ways = self.ways.of_segment(segment).iter();
                if let Some(way) = ways.find(|way| set >> way.bit & 1 == 1)
                    && match way.kind {
                        Kind::Certain => true,
                        Kind::Possible => way.time - at.price[usize::from(way.site)] < worth,
                        Kind::Halo => false,
                    }
                {
                    left -= 1.0;
                    volume[usize::from(way.site)] += demand;
                }
            }
            let last = self.cost_of_last(group, at);
            if at.group[group] >= last || self.ways.is_inside[group] {
                at.group[group] = last;
                if left > 0.0 || self.ways.is_inside[group] {
                    if let Otherwise::Centre(centre) = self.merged.otherwise[group] {
                        volume[usize::from(centre)] += demand * left;
                    }
                    left = 0.0;
                }
            }
            *missed = left;
            square += demand * left * left;
        }
        let unit = self.limits.unit();
        let slope: Vec<f64> = (0..self.states.len())
            .map(|site| match self.states[site] {
                State::Closed => 0.0,
                State::Open => self.limits.slope(at.price[site], true, volume[site]),
                State::Free => {
                    let is_open = self.is_chosen(now, site);
                    self.limits.slope(at.price[site], is_open, volume[site])
                }
            })
            .collect();
        square += slope.iter().map(|slope| slope * slope / unit).sum::<f64>();
        let all: f64 = self.demand.iter().sum();
        let weight = PULL * all / self.states.len() as f64;
        let mut differences = Vec::new();
        for (number, region) in self.regions.iter().enumerate() {
            for bit in region.cores..region.sites.len() {
                let here = now.chosen[number] >> bit & 1 == 1;
                let there = self.is_chosen(now, usize::from(region.sites[bit]));
                if here != there {
                    let difference = if here { 1.0 } else { -1.0 };
                    differences.push((number, bit, difference));
                    square += weight;
                }
            }
        }
        if square <= 0.0 || rise <= 0.0 {
            return false;
        }
        let step = rise / square;
        for ((u, missed), highest) in at.group.iter_mut().zip(&missed).zip(&self.highest.group) {
            *u = (*u + step * missed).min(*highest);
        }
        for ((price, slope), highest) in at.price.iter_mut().zip(&slope).zip(&self.highest.price) {
            let moved = *price + step * slope / unit;
            // Not across zero: the slope is another there.
            *price = if *price * moved < 0.0 { 0.0 } else { moved }.min(*highest);
        }
        for (number, bit, difference) in differences {
            at.pull[number][bit] += step * weight * difference;
        }
        true
    }
}

/// A sum, and what its rounding can be.
struct Sum {
    value: f64,
    /// The sum of the sizes of all terms, and how many there are.
    magnitude: f64,
    terms: f64,
}

impl Sum {
    fn add<const EXACT: bool>(&mut self, term: f64) {
        self.value += term;
        if EXACT {
            self.magnitude += term.abs();
            self.terms += 1.0;
        }
    }
}

/// The length of steps of the halo's multipliers, in demand per candidate.
const PULL: f64 = 0.14;

/// The sums of the costs of the sites of sets, a byte at a time.
struct SiteSums {
    bytes: [[f64; 256]; 4],
}

impl SiteSums {
    fn new(of_site: &[f64]) -> Self {
        let mut bytes = [[0.0; 256]; 4];
        for (sums, of_site) in bytes.iter_mut().zip(of_site.chunks(8)) {
            for set in 1..1_usize << of_site.len() {
                sums[set] = sums[set & (set - 1)] + of_site[set.trailing_zeros() as usize];
            }
        }
        Self { bytes }
    }

    fn of(&self, set: u32) -> f64 {
        let [a, b, c, d] = set.to_le_bytes().map(usize::from);
        self.bytes[0][a] + self.bytes[1][b] + (self.bytes[2][c] + self.bytes[3][d])
    }
}
