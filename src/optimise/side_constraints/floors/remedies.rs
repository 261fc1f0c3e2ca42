use crate::units::{Demand, Measure, Share, TravelTime};
use crate::wording::counted;

/// What would do if no layout with this many centres gives every group its floor: one change each,
/// the rest unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct FloorRemedies {
    /// The fewest centres.
    pub fewest: Remedy<usize>,
    /// The highest floor that every group can have, lower floors left as they are.
    pub highest: Remedy<HighestFloor>,
    /// The shortest standard, in whole minutes.
    pub shortest: Remedy<TravelTime>,
}

/// The smallest change that would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy<T> {
    /// This one, and proven that no smaller one would.
    Proven(T),
    /// None of this kind would do.
    Nothing,
    /// The budget, or the nodes that one such question is allowed, ended before a proof.
    Undecided,
}

/// A floor that can be had.
#[derive(Debug, Clone, PartialEq)]
pub struct HighestFloor {
    /// In whole tenths of a per cent: a tenth more cannot be had.
    pub share: Share,
    /// Groups that cannot all have a tenth more, ascending; any of them left out, the others can,
    /// if that could be decided.
    pub binding: Vec<u32>,
}

/// A group that has less than its floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    /// Number of the group.
    pub group: u32,
    /// Its demand within the standard, at best.
    pub covered: Demand,
    /// What must be.
    pub required: Demand,
    /// All its demand.
    pub demand: Demand,
}

/// Groups that are named.
const NAMED: usize = 5;

impl FloorRemedies {
    /// What follows "no layout of … centres gives every group its floor".
    pub(crate) fn in_words(
        &self,
        shortfalls: &[Shortfall],
        centres: usize,
        standard: TravelTime,
        name: &dyn Fn(u32) -> String,
        measure: &Measure,
    ) -> String {
        let minutes = |time: TravelTime| format!("{} {}", time.as_f64(), measure.symbol());
        let mut parts = Vec::new();
        let short = shortfalls.iter().map(|group| {
            let name = name(group.group);
            let (covered, demand, required) = (group.covered, group.demand, group.required);
            format!("{name} has at most {covered} of {demand} and needs {required}")
        });
        if !shortfalls.is_empty() {
            parts.push(format!(
                "even all candidates together do not: {}",
                first(&short.collect::<Vec<_>>())
            ));
        }
        match self.fewest {
            Remedy::Proven(fewest) => {
                parts.push(format!("{} would do", counted(fewest, "centre")));
            }
            Remedy::Undecided => parts.push("how many would do was not decided in time".to_owned()),
            Remedy::Nothing => {}
        }
        parts.push(match &self.highest {
            Remedy::Proven(highest) => {
                let names: Vec<String> = highest.binding.iter().map(|&g| name(g)).collect();
                format!(
                    "{} can give every group {:.1}% within {}, but no more to all of {}",
                    counted(centres, "centre"),
                    100.0 * highest.share.as_f64(),
                    minutes(standard),
                    first(&names),
                )
            }
            _ => format!(
                "the highest floor for {} was not decided in time",
                counted(centres, "centre")
            ),
        });
        parts.push(match self.shortest {
            Remedy::Proven(shortest) => {
                format!(
                    "within {} every group can have its floor",
                    minutes(shortest)
                )
            }
            Remedy::Nothing => "no standard is long enough".to_owned(),
            Remedy::Undecided => {
                "the shortest standard for the floor was not decided in time".to_owned()
            }
        });
        format!("; {}", parts.join("; "))
    }
}

fn first(names: &[String]) -> String {
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names[..names.len().min(NAMED)].join(", "))
}
