use super::driving::{Closed, Reading};
use super::road_class::RoadClass;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many ways have a value that was not understood, by key and value.
pub type UnknownValues = BTreeMap<String, BTreeMap<String, u64>>;

/// What was met while the ways of an extract were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::network) struct Tally {
    /// Nodes in the file.
    pub(in crate::network) nodes: u64,
    /// Ways in the file, of whatever kind.
    pub(in crate::network) ways: u64,
    /// Ways that can be driven.
    pub(in crate::network) driven: u64,
    /// Those of them, ferries aside, whose speed limit was understood.
    pub(in crate::network) with_limit: u64,
    /// Ferries among them.
    pub(in crate::network) ferries: u64,
    /// Ways of a road class or ferry that cannot be driven, by the reason.
    pub(in crate::network) closed: BTreeMap<Closed, u64>,
    /// Values that were not understood, by key and value.
    pub(in crate::network) unknown: UnknownValues,
    /// References of ways that can be driven to nodes that are not in the file.
    pub(in crate::network) missing_nodes: u64,
    /// Nodes of such ways where a barrier closes the road.
    pub(in crate::network) barriers: u64,
}

impl Tally {
    pub(super) fn add_way(&mut self, reading: &Reading<'_>) {
        match reading.driving {
            None => {}
            Some(Err(why)) => *self.closed.entry(why).or_default() += 1,
            Some(Ok(driving)) => {
                self.driven += 1;
                if driving.class == RoadClass::Ferry {
                    self.ferries += 1;
                } else {
                    self.with_limit += u64::from(driving.has_limit);
                }
                if let Some((key, value)) = reading.unknown {
                    let values = self.unknown.entry(key.to_owned()).or_default();
                    *values.entry(value.to_owned()).or_default() += 1;
                }
            }
        }
    }

    /// How many ways each reason closed, by what a report calls it.
    pub(in crate::network) fn closed_by_name(&self) -> BTreeMap<&'static str, u64> {
        let named = |(why, &count): (&Closed, &u64)| (why.name(), count);
        self.closed.iter().map(named).collect()
    }

    pub(in crate::network) fn merge(&mut self, other: Self) {
        self.nodes += other.nodes;
        self.ways += other.ways;
        self.driven += other.driven;
        self.with_limit += other.with_limit;
        self.ferries += other.ferries;
        self.missing_nodes += other.missing_nodes;
        self.barriers += other.barriers;
        for (why, count) in other.closed {
            *self.closed.entry(why).or_default() += count;
        }
        for (key, values) in other.unknown {
            let own = self.unknown.entry(key).or_default();
            for (value, count) in values {
                *own.entry(value).or_default() += count;
            }
        }
    }
}
