use crate::optimise::search::site_state::State;

/// A few undecided candidates and the sets of them that can be open together.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    /// The core, then the halo; bit `b` of a set is the `b`-th of them.
    pub(crate) sites: Vec<u16>,
    /// How many sites are of the core: every candidate is of one core.
    pub(crate) cores: usize,
    /// Sets that no reason was found against.
    pub(crate) sets: Vec<u16>,
    /// The multiplier of every site of the halo: what is paid here for opening it, and given back in the
    /// region that has it in its core.
    pub(crate) pull: Vec<f64>,
}

/// How large regions may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionSizes {
    /// The most sites, at most 16: 2 to this number of sets are looked at.
    pub(crate) sites: usize,
    /// The most sites of a core, unless one region has all.
    pub(crate) cores: usize,
}

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
    pub(crate) fn core(&self) -> u16 {
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
        let (mut open, mut closed, mut kept) = (0_u16, 0_u16, Vec::new());
        for bit in 0..self.sites.len() {
            match state(bit) {
                State::Open => open |= 1 << bit,
                State::Closed => closed |= 1 << bit,
                State::Free => kept.push(bit),
            }
        }
        let squeezed = |set: u16| {
            let bits = kept.iter().enumerate();
            bits.fold(0_u16, |all, (to, &from)| all | ((set >> from & 1) << to))
        };
        let sets = self.sets.iter();
        let sets = sets.filter(|&&set| set & open == open && set & closed == 0);
        Self {
            sites: kept.iter().map(|&bit| self.sites[bit]).collect(),
            cores: kept.iter().filter(|&&bit| bit < self.cores).count(),
            sets: sets.map(|&set| squeezed(set)).collect(),
            pull: kept.iter().map(|&bit| self.pull[bit]).collect(),
        }
    }

    /// Strikes out sets whose part in another region, all of whose sites are here, is struck out there;
    /// takes over its multipliers.
    pub(crate) fn inherit(&mut self, other: &Self) {
        let place = |site: &u16| self.sites.iter().position(|own| own == site);
        let Some(places) = other.sites.iter().map(place).collect::<Option<Vec<_>>>() else {
            return;
        };
        let mut known = vec![false; usize::from(full(other.sites.len())) + 1];
        for &set in &other.sets {
            known[usize::from(set)] = true;
        }
        self.sets.retain(|&set| {
            let bits = places.iter().enumerate();
            let part = bits.fold(0_u16, |all, (to, &from)| all | ((set >> from & 1) << to));
            known[usize::from(part)]
        });
    }

    /// Sites that are in every set, and those that are in none.
    pub(crate) fn decided(&self) -> (u16, u16) {
        let always = self.sets.iter().fold(u16::MAX, |all, &set| all & set);
        let ever = self.sets.iter().fold(0, |any, &set| any | set);
        (
            always & full(self.sites.len()),
            !ever & full(self.sites.len()),
        )
    }
}

/// The set of all of so many sites.
pub(crate) fn full(sites: usize) -> u16 {
    u16::MAX
        .checked_shr(16 - u32::try_from(sites).unwrap_or(16))
        .unwrap_or(0)
}
