use super::engine::Clock;

/// Whether a time is in one of some half-open intervals, which are ascending and apart.
pub(super) fn contains(intervals: &[(Clock, Clock)], time: Clock) -> bool {
    let next = intervals.partition_point(|&(_, to)| to <= time);
    intervals.get(next).is_some_and(|&(from, _)| from <= time)
}
