use super::pack::Writer;
use super::source::WebMapOf;
use crate::load::Dataset;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What every demand point has, as numbers of entries in lists.
#[derive(Debug)]
pub(super) struct Columns {
    /// All different times, ascending; entry 0 of a column is that there is none.
    times: Vec<u32>,
    /// Milliseconds that times were rounded up to.
    unit: u32,
    entries: Vec<Vec<u16>>,
}

/// Entries that a column can tell apart.
const MOST: usize = 65_000;

/// What times are rounded up to where there are too many different ones, in milliseconds.
const UNITS: [u32; 6] = [1, 60, 600, 6_000, 60_000, 600_000];

impl Columns {
    /// No columns yet, for these times.
    pub(super) fn new(of: &WebMapOf) -> Self {
        let care = of.treatment.iter().flat_map(|all| &all.layouts);
        let all = || {
            let travel = of.evaluations.par_iter().flat_map_iter(|evaluation| {
                evaluation.allocation.iter().flatten().map(|(_, time)| time)
            });
            let care: Vec<_> = care.clone().collect();
            let care = care.into_par_iter().flat_map_iter(|treatment| {
                treatment.chosen().times.mt_times().into_iter().flatten()
            });
            travel.chain(care).map(TravelTime::milliseconds)
        };
        let mut exact: Vec<u32> = all().collect();
        exact.par_sort_unstable();
        exact.dedup();
        let mut rounded = UNITS.into_iter().map(|unit| {
            let mut times: Vec<u32> = exact.iter().map(|&time| up_to(time, unit)).collect();
            times.dedup();
            (unit, times)
        });
        let few = |(_, times): &(u32, Vec<u32>)| times.len() <= MOST;
        let (unit, times) = rounded.find(few).unwrap_or_default();
        Self {
            times,
            unit: unit.max(1),
            entries: Vec::new(),
        }
    }

    /// Adds a column of times; its number.
    pub(super) fn times(&mut self, times: impl Iterator<Item = Option<TravelTime>>) -> usize {
        let entry = |time: TravelTime| {
            let time = up_to(time.milliseconds(), self.unit);
            let place = self.times.partition_point(|&other| other < time) + 1;
            u16::try_from(place).unwrap_or(u16::MAX)
        };
        let column = times.map(|time| time.map_or(0, entry)).collect();
        self.push(column)
    }

    /// Adds a column of anything else; its number, and its different values in the order in which
    /// they come.
    pub(super) fn keys<K: Ord + Copy>(&mut self, keys: impl Iterator<Item = K>) -> (usize, Vec<K>) {
        let (mut number, mut entries) = (BTreeMap::new(), Vec::new());
        let mut last = None;
        let mut column = Vec::new();
        for key in keys {
            let entry = match last {
                Some((same, entry)) if same == key => entry,
                _ => *number.entry(key).or_insert_with(|| {
                    entries.push(key);
                    u16::try_from(entries.len() - 1).unwrap_or(u16::MAX)
                }),
            };
            last = Some((key, entry));
            column.push(entry);
        }
        (self.push(column), entries)
    }

    fn push(&mut self, column: Vec<u16>) -> usize {
        self.entries.push(column);
        self.entries.len() - 1
    }

    /// Times, demand, columns, names and ids.
    pub(super) fn into_bytes(self, data: &Dataset) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.count(data.points.len());
        writer.count(self.times.len());
        let mut last = 0;
        for time in self.times {
            writer.number(u64::from(time - last));
            last = time;
        }
        demands(data, &mut writer);
        writer.count(self.entries.len());
        for column in &self.entries {
            let wide = column.iter().any(|&entry| entry > 0xff);
            writer.count(if wide { 2 } else { 1 });
            writer
                .0
                .extend(column.iter().map(|entry| entry.to_le_bytes()[0]));
            if wide {
                writer
                    .0
                    .extend(column.iter().map(|entry| entry.to_le_bytes()[1]));
            }
        }
        let ids = || data.points.iter().map(|point| point.id.as_str());
        let names = data.points.iter().map(|point| point.name.as_str());
        words(ids(), &mut writer);
        // A point without a name is called by its id.
        words(
            names
                .zip(ids())
                .map(|(name, id)| if name == id { "" } else { name }),
            &mut writer,
        );
        writer.0
    }
}

/// The different demands, ascending, and the number of each point's; where there are too many of them
/// none, and every point's demand. In millionths.
fn demands(data: &Dataset, writer: &mut Writer) {
    let all = || data.points.iter().map(|point| point.demand);
    let mut different: Vec<Demand> = all().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() > MOST {
        writer.count(0);
        all().for_each(|demand| writer.number(demand.millionths()));
        return;
    }
    writer.count(different.len());
    let mut last = 0;
    for demand in &different {
        writer.number(demand.millionths() - last);
        last = demand.millionths();
    }
    for demand in all() {
        writer.count(different.partition_point(|other| *other < demand));
    }
}

fn up_to(time: u32, unit: u32) -> u32 {
    time.div_ceil(unit).saturating_mul(unit)
}

/// Words, each as the number of bytes that it shares with the one before, how many follow, and they.
fn words<'a>(words: impl Iterator<Item = &'a str>, writer: &mut Writer) {
    let mut last: &[u8] = &[];
    let (mut lengths, mut letters) = (Writer::default(), Vec::new());
    for word in words {
        let word = word.as_bytes();
        let same = word
            .iter()
            .zip(last)
            .take_while(|(one, other)| one == other);
        let same = same.count();
        lengths.count(same);
        lengths.count(word.len() - same);
        letters.extend_from_slice(&word[same..]);
        last = word;
    }
    writer.0.append(&mut lengths.0);
    writer.count(letters.len());
    writer.0.append(&mut letters);
}
