/// Minutes of a day.
pub const DAY_MINUTES: u32 = 1_440;

/// Minutes of a week. Minute 0 is Monday 00:00.
pub const WEEK_MINUTES: u32 = 7 * DAY_MINUTES;

/// Hours of a week.
pub const WEEK_HOURS: usize = 168;

/// Weeks that a service is laid out over: a year and what is in progress at its end.
pub const YEAR_WEEKS: u32 = 53;

/// Days of the week as they are written, from Monday.
pub(super) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
