use super::snap::{NotSnapped, Snap};

/// How far places are from the roads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SnapReport {
    /// Places that have a road within the limit.
    pub snapped: usize,
    /// Median of their distances, in metres; `None` without any.
    pub median_metres: Option<f64>,
    /// 95th percentile of their distances, in metres.
    pub p95_metres: Option<f64>,
    /// Ids and distances in metres of the ten that are farthest, farthest first.
    pub farthest: Vec<(String, f64)>,
    /// Ids of the places that have no road within the limit.
    pub too_far: Vec<String>,
    /// Ids of the places on an island that neither a road nor a car ferry connects with the rest, with
    /// its length of roads in km.
    pub on_islands: Vec<(String, f64)>,
}

/// Places that a report names one by one.
const NAMED: usize = 10;

impl SnapReport {
    /// What became of places, by their ids.
    #[must_use]
    pub fn new<'a>(
        ids: impl IntoIterator<Item = &'a str>,
        snaps: &[Result<Snap, NotSnapped>],
    ) -> Self {
        let mut report = Self::default();
        let mut distances: Vec<(String, f64)> = Vec::new();
        for (id, snap) in ids.into_iter().zip(snaps) {
            match snap {
                Ok(snap) => distances.push((id.to_owned(), snap.distance.as_f64())),
                Err(NotSnapped::TooFar) => report.too_far.push(id.to_owned()),
                Err(NotSnapped::Island(km)) => report.on_islands.push((id.to_owned(), *km)),
                Err(NotSnapped::NoPosition) => {}
            }
        }
        // Farthest first; of equally far ones the lower id.
        distances.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let count = distances.len();
        // The lowest distance that at least this percentage of them do not exceed.
        let percentile = |percent: usize| {
            let rank = (count * percent).div_ceil(100).max(1);
            distances
                .get(count.checked_sub(rank)?)
                .map(|(_, metres)| *metres)
        };
        report.snapped = count;
        report.median_metres = percentile(50);
        report.p95_metres = percentile(95);
        distances.truncate(NAMED);
        report.farthest = distances;
        report
    }
}
