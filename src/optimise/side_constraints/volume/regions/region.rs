use super::set_map::SetMap;
use crate::optimise::search::site_state::State;

/// A few undecided candidates and the sets of them that can be open together.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    /// The core, then the halo; bit `b` of a set is the `b`-th of them. At most [`MOST_SITES`].
    pub(crate) sites: Vec<u16>,
    /// How many sites are of the core: every candidate is of one core.
    pub(crate) cores: usize,
    /// Sets that no reason was found against, in order.
    pub(crate) sets: Vec<u32>,
    /// The multiplier of every site of the halo: what is paid here for opening it, and given back in the
    /// region that has it in its core.
    pub(crate) pull: Vec<f64>,
}

/// The most sites of a region: the bits of a set.
pub(crate) const MOST_SITES: usize = 32;

/// How large regions are to begin with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionSizes {
    /// The most sites, at most 16: 2 to this number of sets are looked at.
    pub(crate) sites: usize,
    /// The most sites of a core, unless one region has all.
    pub(crate) cores: usize,
    /// The most sets of a region that grows, or that two become.
    pub(crate) sets: usize,
}

/// The most sites that two regions compare their sets at.
const COMPARED: usize = 16;

impl Region {
    /// With every set of these sites.
    pub(crate) fn new(sites: Vec<u16>, cores: usize) -> Self {
        debug_assert!(sites.len() <= 16);
        Self {
            cores,
            sets: (0..=full(sites.len())).collect(),
            pull: vec![0.0; sites.len()],
            sites,
        }
    }

    /// The memory that it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(self.sites.as_slice())
            + size_of_val(self.sets.as_slice())
            + size_of_val(self.pull.as_slice())
    }

    /// The sites of the core, as a set.
    pub(crate) fn core(&self) -> u32 {
        full(self.cores)
    }

    /// By candidate, its bit; the greatest number of others.
    pub(crate) fn bits(&self, candidates: usize) -> Vec<u16> {
        let mut bits = vec![u16::MAX; candidates];
        for (&site, bit) in self.sites.iter().zip(0_u16..) {
            bits[usize::from(site)] = bit;
        }
        bits
    }

    /// Without the sites that are decided, and without the sets that have them otherwise.
    pub(crate) fn restricted(&self, states: &[State]) -> Self {
        let state = |bit: usize| states[usize::from(self.sites[bit])];
        let (mut open, mut closed, mut kept) = (0_u32, 0_u32, Vec::new());
        for bit in 0..self.sites.len() {
            match state(bit) {
                State::Open => open |= 1 << bit,
                State::Closed => closed |= 1 << bit,
                State::Free => kept.push(bit),
            }
        }
        let map = SetMap::new(|bit| kept.iter().position(|&kept| kept == bit));
        let sets = self.sets.iter();
        let sets = sets.filter(|&&set| set & open == open && set & closed == 0);
        Self {
            sites: kept.iter().map(|&bit| self.sites[bit]).collect(),
            cores: kept.iter().filter(|&&bit| bit < self.cores).count(),
            sets: sets.map(|&set| map.image(set)).collect(),
            pull: kept.iter().map(|&bit| self.pull[bit]).collect(),
        }
    }

    /// With further sites in the halo, open or not.
    pub(crate) fn extended(mut self, more: &[u16]) -> Self {
        for &site in more {
            let with = 1 << self.sites.len();
            let old = self.sets.len();
            self.sets.extend_from_within(..);
            for set in &mut self.sets[old..] {
                *set |= with;
            }
            self.sites.push(site);
            self.pull.push(0.0);
        }
        self
    }

    /// Strikes out sets that agree with no set of another region about the sites of both.
    pub(crate) fn agree_with(&mut self, other: &Self) {
        let of_both: Vec<(usize, usize)> = (self.sites.iter().enumerate())
            .filter_map(|(here, site)| Some((here, other.sites.iter().position(|s| s == site)?)))
            .take(COMPARED)
            .collect();
        let here = SetMap::new(|bit| of_both.iter().position(|&(here, _)| here == bit));
        let there = SetMap::new(|bit| of_both.iter().position(|&(_, there)| there == bit));
        let mut known = vec![false; 1 << of_both.len()];
        for &set in &other.sets {
            known[there.image(set) as usize] = true;
        }
        if known.contains(&false) {
            (self.sets).retain(|&set| known[here.image(set) as usize]);
        }
    }

    /// Sites that are in every set, and those that are in none.
    pub(crate) fn decided(&self) -> (u32, u32) {
        let always = self.sets.iter().fold(u32::MAX, |all, &set| all & set);
        let ever = self.sets.iter().fold(0, |any, &set| any | set);
        (
            always & full(self.sites.len()),
            !ever & full(self.sites.len()),
        )
    }
}

/// The set of all of so many sites.
pub(crate) fn full(sites: usize) -> u32 {
    u32::MAX
        .checked_shr(32 - u32::try_from(sites).unwrap_or(32))
        .unwrap_or(0)
}
