/// A number of equal servers with one queue, first come, first served: suites, or teams, whose number
/// may change with time. Who is being served when the number falls is served to the end.
///
/// Customers are admitted in the order in which they are ready, so the start of each is known as soon
/// as it is admitted, and no server is idle while a customer waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station<'a> {
    service: Service<'a>,
    /// When those end who are served or waiting, ascending.
    ends: Vec<i64>,
}

/// How many servers there are, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service<'a> {
    /// Always the same number.
    Always(u32),
    /// From each time on, in milliseconds, so many; before the first time none. Ascending.
    Changing(&'a [(i64, u32)]),
}

impl<'a> Station<'a> {
    /// A station where nobody is served.
    #[must_use]
    pub const fn new(service: Service<'a>) -> Self {
        Self {
            service,
            ends: Vec::new(),
        }
    }

    /// The first time from `ready` on at which a server is free; `None` where there never is one.
    #[must_use]
    pub fn earliest(&self, ready: i64) -> Option<i64> {
        let mut time = ready;
        loop {
            let (servers, change) = self.service.at(time);
            let freed = self.freed(time, servers as usize);
            match (freed, change) {
                (Some(freed), None) => return Some(freed),
                (Some(freed), Some(change)) if freed < change => return Some(freed),
                (_, change) => time = change?,
            }
        }
    }

    /// The first time from `time` on at which fewer than so many servers are taken.
    fn freed(&self, time: i64, servers: usize) -> Option<i64> {
        let last_but = self.ends.len().checked_sub(servers);
        let end = last_but.map_or(Some(time), |which| self.ends.get(which).copied())?;
        Some(end.max(time))
    }

    /// How many are being served, or have a server that they wait for, at a time.
    #[must_use]
    pub fn busy(&self, time: i64) -> usize {
        self.ends.len() - self.ends.partition_point(|&end| end <= time)
    }

    /// Takes a server until `end`. Whoever is admitted next is ready at `now` or later.
    pub fn occupy(&mut self, now: i64, end: i64) {
        let gone = self.ends.partition_point(|&end| end <= now);
        self.ends.drain(..gone);
        let place = self.ends.partition_point(|&other| other <= end);
        self.ends.insert(place, end);
    }

    /// Lets everybody go.
    pub fn clear(&mut self) {
        self.ends.clear();
    }
}

impl Service<'_> {
    /// The number of servers at a time, and when it next changes.
    fn at(self, time: i64) -> (u32, Option<i64>) {
        match self {
            Self::Always(servers) => (servers, None),
            Self::Changing(steps) => {
                let next = steps.partition_point(|&(from, _)| from <= time);
                let servers = next.checked_sub(1).map_or(0, |now| steps[now].1);
                (servers, steps.get(next).map(|&(from, _)| from))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against the definition, minute by minute: a customer starts in the first minute in which a
        /// server is free, no server is idle while one waits, and the order is kept.
        #[test]
        fn nobody_waits_beside_an_idle_server(
            mut customers in prop::collection::vec((0_i64..120, 1_i64..30), 1..25),
            changes in prop::collection::btree_map(1_i64..150, 0_u32..4, 0..6),
        ) {
            customers.sort_by_key(|&(ready, _)| ready);
            let mut steps = vec![(0, 1)];
            steps.extend(changes);
            steps.push((150, 2));
            let mut station = Station::new(Service::Changing(&steps));
            let mut served: Vec<(i64, i64)> = Vec::new();
            for &(ready, lasts) in &customers {
                let start = station.earliest(ready).unwrap();
                station.occupy(ready, start + lasts);
                let servers = |at: i64| steps.iter().rev().find(|step| step.0 <= at).unwrap().1 as usize;
                let busy = |at: i64| served.iter().filter(|&&(from, to)| from <= at && at < to).count();
                for at in ready..start {
                    prop_assert!(busy(at) >= servers(at), "idle at {at}: {served:?}");
                }
                prop_assert!(busy(start) < servers(start));
                prop_assert!(served.last().is_none_or(|last| last.0 <= start));
                served.push((start, start + lasts));
            }
        }
    }

    #[test]
    fn without_a_server_nobody_starts() {
        assert_eq!(Station::new(Service::Always(0)).earliest(3), None);
        let closed = Station::new(Service::Changing(&[(0, 1), (10, 0)]));
        assert_eq!((closed.earliest(9), closed.earliest(10)), (Some(9), None));
    }
}
