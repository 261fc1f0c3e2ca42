use super::instance::Instance;

impl Instance {
    /// The parts of which no two share a site, in the order of their first sites.
    pub(super) fn parts(&self) -> Vec<Self> {
        let mut part_of = vec![usize::MAX; self.site.len()];
        let mut parts = 0;
        let mut seen = vec![false; self.sets.len()];
        for first in 0..self.site.len() {
            if part_of[first] != usize::MAX {
                continue;
            }
            part_of[first] = parts;
            let mut waiting = vec![first];
            while let Some(place) = waiting.pop() {
                for &set in &self.hit_by[place] {
                    if std::mem::replace(&mut seen[set as usize], true) {
                        continue;
                    }
                    for &near in &self.sets[set as usize] {
                        let near = near as usize;
                        if part_of[near] == usize::MAX {
                            part_of[near] = parts;
                            waiting.push(near);
                        }
                    }
                }
            }
            parts += 1;
        }
        let in_part = |part: usize| {
            let is_free: Vec<bool> = part_of.iter().map(|&of| of == part).collect();
            let of_part = |set: usize| self.sets[set].iter().any(|&place| is_free[place as usize]);
            self.restricted(&is_free, of_part)
        };
        match parts {
            1 => vec![self.clone()],
            _ => (0..parts).map(in_part).collect(),
        }
    }
}
