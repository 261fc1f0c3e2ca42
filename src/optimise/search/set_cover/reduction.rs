use super::instance::Instance;
use crate::optimise::budget::Watch;
use crate::optimise::search::pace::Pace;

impl Instance {
    /// Without sets that contain another and sites that hit no more than another; the only site of
    /// a set is opened. What is left, and the sites that are open.
    ///
    /// When the time is over, others may be left too.
    pub(super) fn reduced(self, watch: Watch) -> (Self, Vec<u16>) {
        let mut instance = self;
        let mut open = Vec::new();
        loop {
            let mut is_hit = vec![false; instance.sets.len()];
            for only in instance.sets.iter().filter(|set| set.len() == 1) {
                let place = only[0] as usize;
                if instance.hit_by[place]
                    .iter()
                    .any(|&set| !is_hit[set as usize])
                {
                    open.push(instance.site[place]);
                }
                for &set in &instance.hit_by[place] {
                    is_hit[set as usize] = true;
                }
            }
            let contains_another = containing(&instance.sets, &instance.hit_by, watch);
            let all = vec![true; instance.site.len()];
            let before = (instance.sets.len(), instance.site.len());
            instance = instance.restricted(&all, |set| !is_hit[set] && !contains_another[set]);
            let needless = contained(&instance.hit_by, &instance.sets, watch);
            let is_free: Vec<bool> = needless.iter().map(|&needless| !needless).collect();
            instance = instance.restricted(&is_free, |_| true);
            if before == (instance.sets.len(), instance.site.len()) || watch.is_over() {
                return (instance, open);
            }
        }
    }
}

/// Which of these lists contain another; of equal ones, all but the first. `by_member` has, for every
/// member, the lists with it.
fn containing(lists: &[Vec<u32>], by_member: &[Vec<u32>], watch: Watch) -> Vec<bool> {
    let mut contains = vec![false; lists.len()];
    let mut order: Vec<usize> = (0..lists.len()).collect();
    order.sort_by_key(|&list| lists[list].len());
    let mut mark = Mark::new(by_member.len());
    let mut pace = Pace::new(watch);
    for &small in &order {
        if contains[small] {
            continue;
        }
        let members = &lists[small];
        let Some(rarest) = members.iter().min_by_key(|&&m| by_member[m as usize].len()) else {
            continue;
        };
        mark.set(members);
        if pace.is_over_after(members.len()) {
            break;
        }
        for &large in &by_member[*rarest as usize] {
            let large = large as usize;
            let is_later = lists[large].len() > members.len() || large > small;
            if large != small && !contains[large] && is_later && lists[large].len() >= members.len()
            {
                pace.is_over_after(lists[large].len());
                contains[large] = mark.count(&lists[large]) == members.len();
            }
        }
    }
    contains
}

/// Which of these lists are part of another; of equal ones, all but the first.
fn contained(lists: &[Vec<u32>], by_member: &[Vec<u32>], watch: Watch) -> Vec<bool> {
    let mut is_part = vec![false; lists.len()];
    let mut order: Vec<usize> = (0..lists.len()).rev().collect();
    order.sort_by_key(|&list| lists[list].len());
    let mut mark = Mark::new(by_member.len());
    let mut pace = Pace::new(watch);
    for &small in &order {
        let members = &lists[small];
        let Some(rarest) = members.iter().min_by_key(|&&m| by_member[m as usize].len()) else {
            is_part[small] = true;
            continue;
        };
        mark.set(members);
        if pace.is_over_after(members.len()) {
            break;
        }
        is_part[small] = by_member[*rarest as usize].iter().any(|&large| {
            let large = large as usize;
            let is_longer = lists[large].len() > members.len();
            let is_earlier = lists[large].len() == members.len() && large < small;
            large != small
                && !is_part[large]
                && (is_longer || is_earlier)
                && !pace.is_over_after(lists[large].len())
                && mark.count(&lists[large]) == members.len()
        });
    }
    is_part
}

/// Members of one list, to count them in others.
struct Mark {
    stamp: u32,
    last: Vec<u32>,
}

impl Mark {
    fn new(members: usize) -> Self {
        Self {
            stamp: 0,
            last: vec![0; members],
        }
    }

    fn set(&mut self, members: &[u32]) {
        self.stamp += 1;
        for &member in members {
            self.last[member as usize] = self.stamp;
        }
    }

    fn count(&self, members: &[u32]) -> usize {
        let marked = members
            .iter()
            .filter(|&&m| self.last[m as usize] == self.stamp);
        marked.count()
    }
}
