use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::cover_rows::weighted_sets;
use crate::optimise::search::site_state::State;
use crate::optimise::work::walks_over;
use crate::units::TravelTime;
use std::collections::HashMap;

/// Sets of sites of which so many must be open, and what a layout pays for each that has fewer.
#[derive(Debug, Clone, Default)]
pub(crate) struct BackupRows {
    pub(crate) rows: Vec<BackupRow>,
    /// What every layout pays.
    pub(crate) base: u128,
}

/// One of [`BackupRows`], and the multipliers that were good for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BackupRow {
    /// Ascending.
    pub(crate) sites: Vec<u16>,
    /// 1 or 2.
    pub(crate) needed: u8,
    pub(crate) weight: u128,
    /// The multiplier of the whole set, in the unit of weights.
    pub(crate) whole: f64,
    /// Of the set without one of its sites: the site and the multiplier; of a set that needs two.
    pub(crate) without: Vec<(u16, f64)>,
}

impl BackupRows {
    /// Demand within a standard of fewer than two sites; `None` when the time is over.
    pub(crate) fn new(
        problem: &LocationProblem,
        standard: TravelTime,
        watch: Watch,
    ) -> Option<Self> {
        let mut all = Merger::new(0);
        for (sites, weight) in weighted_sets(problem, standard, watch)? {
            all.add(BackupRow {
                sites,
                needed: 2,
                weight,
                whole: 0.0,
                without: Vec::new(),
            });
        }
        Some(all.rows)
    }

    /// How many sites all sets have together: what a walk over them looks at.
    pub(crate) fn size(&self) -> usize {
        self.rows.iter().map(|row| row.sites.len()).sum()
    }

    /// What is left with these sites open and those closed. A weight above `ceiling` is lowered to it.
    pub(crate) fn reduced(&self, states: &[State], ceiling: u128) -> Self {
        walks_over(self.size());
        let state = |site: u16| states[usize::from(site)];
        let mut all = Merger::new(self.base);
        for row in &self.rows {
            let open = row.sites.iter().filter(|&&site| state(site) == State::Open);
            let open = u8::try_from(open.count()).unwrap_or(u8::MAX);
            let needed = row.needed.saturating_sub(open);
            if needed == 0 {
                continue;
            }
            let free = row.sites.iter().copied();
            let without = row.without.iter().copied();
            // What is left of a set of two with one open is the set without it.
            let of_set =
                |&(site, _): &(u16, f64)| needed < row.needed && state(site) == State::Open;
            let of_rest = row.without.iter().filter(|&without| of_set(without));
            let of_rest: f64 = of_rest.map(|&(_, multiplier)| multiplier).sum();
            all.add(BackupRow {
                sites: free.filter(|&site| state(site) == State::Free).collect(),
                needed,
                weight: row.weight.min(ceiling),
                whole: row.whole + of_rest,
                without: without
                    .filter(|&(site, _)| needed == 2 && state(site) == State::Free)
                    .collect(),
            });
        }
        all.rows
    }

    /// The cost of the layout whose sites are marked, exactly.
    pub(crate) fn cost(&self, open: &[bool]) -> u128 {
        let missed = self.rows.iter().filter(|row| row.hits(open) < row.needed);
        self.base + missed.map(|row| row.weight).sum::<u128>()
    }

    /// The memory that the rows take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let of_row = |row: &BackupRow| {
            size_of::<BackupRow>()
                + size_of_val(row.sites.as_slice())
                + size_of_val(row.without.as_slice())
        };
        self.rows.iter().map(of_row).sum()
    }
}

impl BackupRow {
    /// How many of its sites are open; of two and more, two.
    pub(crate) fn hits(&self, open: &[bool]) -> u8 {
        let open = self.sites.iter().filter(|&&site| open[usize::from(site)]);
        open.take(2).fold(0, |hits, _| hits + 1)
    }
}

/// Makes rows of the same sites one.
struct Merger {
    place: HashMap<(Vec<u16>, u8), usize>,
    rows: BackupRows,
}

impl Merger {
    fn new(base: u128) -> Self {
        Self {
            place: HashMap::new(),
            rows: BackupRows {
                rows: Vec::new(),
                base,
            },
        }
    }

    fn add(&mut self, row: BackupRow) {
        if row.sites.len() < usize::from(row.needed) {
            self.rows.base += row.weight;
            return;
        }
        let next = self.rows.rows.len();
        let place = *self
            .place
            .entry((row.sites.clone(), row.needed))
            .or_insert(next);
        let Some(known) = self.rows.rows.get_mut(place) else {
            self.rows.rows.push(row);
            return;
        };
        known.weight += row.weight;
        known.whole += row.whole;
        for (site, multiplier) in row.without {
            match known.without.iter_mut().find(|(other, _)| *other == site) {
                Some((_, sum)) => *sum += multiplier,
                None => known.without.push((site, multiplier)),
            }
        }
    }
}
