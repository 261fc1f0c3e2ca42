use super::week::{DAY_MINUTES, DAYS, WEEK_MINUTES};

/// Opening hours that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("opening hours `{text}`, character {character}: {problem}")]
pub struct WeekHoursError {
    /// The hours as given.
    pub text: String,
    /// Where the fault begins, from 1.
    pub character: usize,
    /// What is wrong there.
    pub problem: WeekHoursProblem,
}

/// What is wrong with opening hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeekHoursProblem {
    /// Nothing is written, or nothing between two separators.
    #[error("expected hours: `24/7`, `never`, `08:00-20:00` or `Mon-Fri 09:00-17:00`")]
    Missing,
    /// Days without hours.
    #[error("expected hours after the days, such as `Mon-Fri 09:00-17:00`")]
    NoHours,
    /// Text that is not a day.
    #[error("`{0}` is not a day: expected Mon, Tue, Wed, Thu, Fri, Sat or Sun")]
    Day(String),
    /// Text that is not a range of two times of day.
    #[error("`{0}` is not a range of times: expected HH:MM-HH:MM, from 00:00 to 24:00")]
    Range(String),
    /// A range that ends where it begins.
    #[error("`{0}` opens and closes at the same time: for day and night write `00:00-24:00`")]
    Empty(String),
    /// A range that ends before it begins.
    #[error(
        "`{from}-{to}` ends before it begins: for hours over midnight write `{from}-24:00` on the \
         first day and `00:00-{to}` on the next"
    )]
    EndsBeforeItBegins {
        /// When it begins.
        from: String,
        /// When it ends.
        to: String,
    },
}

/// The intervals, in minutes of the week, of hours as written, in the order written.
pub(super) fn read(text: &str) -> Result<Vec<(u32, u32)>, WeekHoursError> {
    match text.trim() {
        "24/7" => return Ok(vec![(0, WEEK_MINUTES)]),
        "never" => return Ok(Vec::new()),
        _ => {}
    }
    let fault = |part: &str, problem| WeekHoursError {
        text: text.to_owned(),
        // Parts are slices of the text.
        character: text[..part.as_ptr() as usize - text.as_ptr() as usize]
            .chars()
            .count()
            + 1,
        problem,
    };
    let mut intervals = Vec::new();
    for rule in text.split(';') {
        // Days that still wait for hours, then days that the next range without days belongs to.
        let (mut listed, mut current) = (Vec::new(), (0..7).collect::<Vec<u32>>());
        for part in rule.split(',') {
            let part = part.trim();
            if part.is_empty() {
                return Err(fault(part, WeekHoursProblem::Missing));
            }
            let (days, range) = match part.split_once(char::is_whitespace) {
                Some((days, range)) => (Some(days), Some(range.trim())),
                None if part.starts_with(|c: char| c.is_ascii_digit()) => (None, Some(part)),
                None => (Some(part), None),
            };
            if let Some(days) = days {
                listed.extend(days_of(days).map_err(|(day, problem)| fault(day, problem))?);
            }
            let Some(range) = range else { continue };
            let (from, to) = range_of(range).map_err(|problem| fault(range, problem))?;
            if !listed.is_empty() {
                current = std::mem::take(&mut listed);
            }
            intervals.extend(
                current
                    .iter()
                    .map(|day| (day * DAY_MINUTES + from, day * DAY_MINUTES + to)),
            );
        }
        if !listed.is_empty() {
            return Err(fault(rule.trim(), WeekHoursProblem::NoHours));
        }
    }
    Ok(intervals)
}

/// `Mon`, or `Mon-Fri`, also over the end of the week.
fn days_of(text: &str) -> Result<Vec<u32>, (&str, WeekHoursProblem)> {
    let day = |name: &'_ str| {
        (0..7)
            .zip(DAYS)
            .find_map(|(day, known)| known.eq_ignore_ascii_case(name).then_some(day))
    };
    let known = |name| day(name).ok_or((name, WeekHoursProblem::Day(name.to_owned())));
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last): (u32, u32) = (known(first)?, known(last)?);
    let count = (last + 7 - first) % 7 + 1;
    Ok((first..first + count).map(|day| day % 7).collect())
}

fn range_of(text: &str) -> Result<(u32, u32), WeekHoursProblem> {
    let bad = || WeekHoursProblem::Range(text.to_owned());
    let (from, to) = text.split_once('-').ok_or_else(bad)?;
    let (from, to) = (from.trim(), to.trim());
    let (opens, closes) = (time_of(from).ok_or_else(bad)?, time_of(to).ok_or_else(bad)?);
    match opens.cmp(&closes) {
        std::cmp::Ordering::Less => Ok((opens, closes)),
        std::cmp::Ordering::Equal => Err(WeekHoursProblem::Empty(text.to_owned())),
        std::cmp::Ordering::Greater => Err(WeekHoursProblem::EndsBeforeItBegins {
            from: from.to_owned(),
            to: to.to_owned(),
        }),
    }
}

/// Minutes after midnight of `HH:MM`.
fn time_of(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let time = hours * 60 + minutes;
    (minutes < 60 && time <= DAY_MINUTES).then_some(time)
}

/// Hours as [`read`] reads them, days with the same hours together.
pub(super) fn write(intervals: &[(u32, u32)]) -> String {
    match intervals {
        [] => return "never".to_owned(),
        [(0, WEEK_MINUTES)] => return "24/7".to_owned(),
        _ => {}
    }
    let days: Vec<String> = (0..7).map(|day| ranges_of_day(intervals, day)).collect();
    let mut parts = Vec::new();
    let mut first = 0;
    while first < 7 {
        let same = days[first..].iter().take_while(|d| **d == days[first]);
        let next = first + same.count();
        let hours = &days[first];
        match (hours.is_empty(), next - first) {
            (true, _) => {}
            (false, 7) => parts.push(hours.clone()),
            (false, 1) => parts.push(format!("{} {hours}", DAYS[first])),
            (false, _) => parts.push(format!("{}-{} {hours}", DAYS[first], DAYS[next - 1])),
        }
        first = next;
    }
    parts.join("; ")
}

fn ranges_of_day(intervals: &[(u32, u32)], day: u32) -> String {
    let (midnight, next) = (day * DAY_MINUTES, (day + 1) * DAY_MINUTES);
    let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let ranges: Vec<String> = intervals
        .iter()
        .map(|&(from, to)| (from.max(midnight), to.min(next)))
        .filter(|(from, to)| from < to)
        .map(|(from, to)| format!("{}-{}", time(from - midnight), time(to - midnight)))
        .collect();
    ranges.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_a_study_are_read() {
        let day = |day: u32, from: u32, to: u32| (day * 1_440 + from * 60, day * 1_440 + to * 60);
        for (text, intervals) in [
            ("24/7", vec![(0, WEEK_MINUTES)]),
            (" never ", vec![]),
            ("Sat 09:00-13:00", vec![day(5, 9, 13)]),
            ("mon-tue 08:00-18:00", vec![day(0, 8, 18), day(1, 8, 18)]),
            ("Sun-Mon 20:00-24:00", vec![day(6, 20, 24), day(0, 20, 24)]),
            ("Mon,Wed 09:00-17:00", vec![day(0, 9, 17), day(2, 9, 17)]),
            (
                "Mon 08:00-12:00, 13:00-17:00; Tue 09:00-10:00",
                vec![day(0, 8, 12), day(0, 13, 17), day(1, 9, 10)],
            ),
        ] {
            assert_eq!(read(text).unwrap(), intervals, "{text}");
        }
        let daily: Vec<_> = (0..7).map(|d| day(d, 8, 20)).collect();
        assert_eq!(read("08:00-20:00").unwrap(), daily);
        assert_eq!(write(&daily), "08:00-20:00");
        assert_eq!(
            write(&[day(0, 8, 12), day(0, 13, 17), day(1, 9, 10)]),
            "Mon 08:00-12:00, 13:00-17:00; Tue 09:00-10:00"
        );
    }

    /// The error is found at the first character of the part at fault.
    #[test]
    fn faults_are_located() {
        use WeekHoursProblem as P;
        for (text, character, problem) in [
            ("", 1, P::Missing),
            ("Mon 08:00-12:00;", 17, P::Missing),
            ("Mon-Fri", 1, P::NoHours),
            ("08:00-20:00; Sat", 14, P::NoHours),
            ("Mon-Fry 08:00-20:00", 5, P::Day("Fry".to_owned())),
            ("always", 1, P::Day("always".to_owned())),
            ("Mon 8-20", 5, P::Range("8-20".to_owned())),
            ("Mon 08:00", 5, P::Range("08:00".to_owned())),
            ("Sat 09:00-25:00", 5, P::Range("09:00-25:00".to_owned())),
            ("Sat 09:60-10:00", 5, P::Range("09:60-10:00".to_owned())),
            ("00:00-00:00", 1, P::Empty("00:00-00:00".to_owned())),
            (
                "09:00-17:00, 20:00-08:00",
                14,
                P::EndsBeforeItBegins {
                    from: "20:00".to_owned(),
                    to: "08:00".to_owned(),
                },
            ),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(
                (error.character, error.problem),
                (character, problem),
                "{text}"
            );
        }
    }

    #[test]
    fn hours_over_midnight_are_refused_with_advice() {
        assert_eq!(
            read("Fri 20:00-08:00").unwrap_err().to_string(),
            "opening hours `Fri 20:00-08:00`, character 5: `20:00-08:00` ends before it begins: \
             for hours over midnight write `20:00-24:00` on the first day and `00:00-08:00` on \
             the next"
        );
    }
}
