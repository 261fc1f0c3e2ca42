use std::collections::BTreeMap;

/// Demand and where it belongs, point by point.
#[derive(Debug, Clone, Copy)]
pub struct DemandPoints<'a> {
    /// Demand of each point, such as people or patients per year.
    pub demand: &'a [f64],
    /// The group of each point, such as its region, from 0.
    pub group: &'a [usize],
    /// How many groups there are.
    pub groups: usize,
}

/// Demand points and times that do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReachError {
    /// Not one group per point.
    #[error("{points} demand points have {groups} groups: expected one for each point")]
    Groups {
        /// Demand points.
        points: usize,
        /// Groups given.
        groups: usize,
    },
    /// A group beyond the last.
    #[error("demand point {point} is in group {group}, of {groups} groups counted from 0")]
    Group {
        /// The point.
        point: usize,
        /// Its group.
        group: usize,
        /// How many groups there are.
        groups: usize,
    },
    /// Demand that is negative or not a number.
    #[error("demand point {point}: demand must be a number from 0 (got {found})")]
    Demand {
        /// The point.
        point: usize,
        /// Its demand.
        found: f64,
    },
    /// Not one time per point.
    #[error("centre {centre} has {found} travel times: expected one for each of {points} points")]
    Times {
        /// The centre.
        centre: usize,
        /// Times given.
        found: usize,
        /// Demand points.
        points: usize,
    },
}

/// Demand with the same centres within the standard and the same group.
#[derive(Debug, Clone, PartialEq)]
struct Class {
    /// One bit per centre.
    within: Vec<u64>,
    group: usize,
    demand: f64,
}

/// Which centres each part of the demand has within a time standard, whatever hours they keep.
///
/// Points that have the same centres in reach count together, so a question about opening hours
/// costs little, whatever the number of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    centres: usize,
    classes: Vec<Class>,
    demand: Vec<f64>,
}

impl Reach {
    /// From the demand points, the travel times to them from each centre in ms (`u32::MAX` where
    /// there is no route) and the time standard in ms, which is inclusive.
    ///
    /// # Errors
    ///
    /// Lists of different lengths, a group that does not exist, or demand that is not a number from
    /// 0.
    pub fn try_new(
        points: DemandPoints<'_>,
        times: &[&[u32]],
        standard: u32,
    ) -> Result<Self, ReachError> {
        check(points, times)?;
        let mut classes: BTreeMap<(Vec<u64>, usize), f64> = BTreeMap::new();
        let mut demand = vec![0.0; points.groups];
        for (point, (&weight, &group)) in points.demand.iter().zip(points.group).enumerate() {
            demand[group] += weight;
            let within = bits(times.len(), |centre| {
                let time = times[centre][point];
                time <= standard && time != u32::MAX
            });
            *classes.entry((within, group)).or_default() += weight;
        }
        let classes = classes
            .into_iter()
            .map(|((within, group), demand)| Class {
                within,
                group,
                demand,
            })
            .collect();
        Ok(Self {
            centres: times.len(),
            classes,
            demand,
        })
    }

    /// How many centres there are.
    #[must_use]
    pub const fn centres(&self) -> usize {
        self.centres
    }

    /// All demand of each group, reachable or not.
    #[must_use]
    pub fn demand(&self) -> &[f64] {
        &self.demand
    }

    /// Demand of each group that has an open centre within the standard.
    pub(super) fn covered(&self, open: &[u64]) -> Vec<f64> {
        let mut covered = vec![0.0; self.demand.len()];
        for class in &self.classes {
            if class.within.iter().zip(open).any(|(a, b)| a & b != 0) {
                covered[class.group] += class.demand;
            }
        }
        covered
    }
}

/// One bit per centre.
pub(super) fn bits(centres: usize, is_in: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut bits = vec![0; centres.div_ceil(64)];
    for centre in (0..centres).filter(|&centre| is_in(centre)) {
        bits[centre / 64] |= 1 << (centre % 64);
    }
    bits
}

fn check(points: DemandPoints<'_>, times: &[&[u32]]) -> Result<(), ReachError> {
    let count = points.demand.len();
    if points.group.len() != count {
        return Err(ReachError::Groups {
            points: count,
            groups: points.group.len(),
        });
    }
    for (point, (&found, &group)) in points.demand.iter().zip(points.group).enumerate() {
        if !(found >= 0.0 && found.is_finite()) {
            return Err(ReachError::Demand { point, found });
        }
        if group >= points.groups {
            return Err(ReachError::Group {
                point,
                group,
                groups: points.groups,
            });
        }
    }
    for (centre, column) in times.iter().enumerate() {
        if column.len() != count {
            return Err(ReachError::Times {
                centre,
                found: column.len(),
                points: count,
            });
        }
    }
    Ok(())
}
