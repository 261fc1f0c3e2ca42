use crate::units::TravelTime;

/// From near to far, for four to nine classes.
///
/// # Source
///
/// `ColorBrewer` 2.0 (Brewer, Harrower), `YlGnBu`, safe for colour-blind readers.
const SEQUENTIAL: [&[&str]; 6] = [
    &["#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"],
    &["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"],
    &[
        "#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494",
    ],
    &[
        "#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84",
    ],
    &[
        "#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84",
    ],
    &[
        "#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494",
        "#081d58",
    ],
];

/// Sooner by more and more.
///
/// # Source
///
/// `ColorBrewer` 2.0, the blue half of `RdBu`, 9 classes, safe for colour-blind readers.
pub(super) const SOONER: [&str; 4] = ["#d1e5f0", "#92c5de", "#4393c3", "#2166ac"];

/// Later by more and more: the red half of the same scale.
pub(super) const LATER: [&str; 4] = ["#fddbc7", "#f4a582", "#d6604d", "#b2182b"];

/// Neither sooner nor later: the middle of the same scale.
pub(super) const UNCHANGED: &str = "#f7f7f7";

/// Pale colours for areas that carry names and lie side by side.
///
/// # Source
///
/// Paul Tol, Colour Schemes (SRON/EPS/TN/09-002, issue 3.2), "light" qualitative scheme without its
/// grey, meant to fill labelled cells and safe for colour-blind readers; here mixed with 42% of
/// white, so that names and borders stand out.
pub(super) const PALE: [&str; 8] = [
    "#b0ceeb", "#f5baa6", "#f5ebba", "#ffced8", "#c4ebff", "#93d8c4", "#d8e189", "#cece6b",
];

/// Colours of lines that readers can tell apart.
///
/// # Source
///
/// Okabe and Ito 2008, Color Universal Design, without its yellow, too pale for a line.
const LINES: [&str; 7] = [
    "#0072b2", "#d55e00", "#cc79a7", "#009e73", "#56b4e9", "#e69f00", "#000000",
];

/// The colour of line number `number`.
pub(super) fn line(number: usize) -> &'static str {
    LINES[number % LINES.len()]
}

/// The dashes that tell lines of one colour apart, as an attribute.
pub(super) fn dashes(number: usize) -> &'static str {
    const PATTERNS: [&str; 3] = [
        "",
        "stroke-dasharray=\"160 70\"",
        "stroke-dasharray=\"40 50\"",
    ];
    PATTERNS[number / LINES.len() % PATTERNS.len()]
}

/// Sequential colours for this many classes, at most nine.
pub(super) fn sequential(classes: usize) -> &'static [&'static str] {
    let scale = SEQUENTIAL[classes.clamp(4, 9) - 4];
    &scale[..classes.min(scale.len())]
}

/// Classes of time, each up to and including its upper break; the last one has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeClasses {
    breaks: Vec<TravelTime>,
}

impl TimeClasses {
    /// Most breaks that the scale has colours for.
    const MOST: usize = 8;

    /// Where the last class may begin without another break, in minutes.
    const FAR: TravelTime = TravelTime::from_whole(90);

    /// From time standards: half the first below them, and half as much again as the last above
    /// where that is under 90 min.
    pub(super) fn around(standards: &[TravelTime]) -> Self {
        let mut breaks: Vec<TravelTime> = standards.iter().copied().take(Self::MOST - 2).collect();
        if let Some(&first) = breaks.first()
            && first >= TravelTime::from_whole(20)
        {
            breaks.insert(0, whole_fives(first.as_f64() / 2.0));
        }
        if let Some(&last) = breaks.last() {
            if last < Self::FAR {
                breaks.push(whole_fives(last.as_f64() * 1.5));
            }
        } else {
            breaks = [15, 30, 45, 60, 90].map(TravelTime::from_whole).to_vec();
        }
        breaks.sort_unstable();
        breaks.dedup();
        breaks.retain(|&at| at > TravelTime::ZERO);
        Self { breaks }
    }

    /// With these breaks, ascending.
    pub(super) fn at(breaks: Vec<TravelTime>) -> Self {
        Self { breaks }
    }

    /// Where classes end, ascending.
    pub(super) fn breaks(&self) -> &[TravelTime] {
        &self.breaks
    }

    /// How many classes.
    pub(super) fn len(&self) -> usize {
        self.breaks.len() + 1
    }

    /// The class of a time.
    pub(super) fn class(&self, time: TravelTime) -> usize {
        self.breaks.partition_point(|&at| at < time)
    }

    /// What each class is called, the unit included in the first and last.
    pub(super) fn names(&self) -> Vec<String> {
        let minutes = |at: &TravelTime| plain(*at);
        let mut names: Vec<String> = Vec::with_capacity(self.len());
        for (number, at) in self.breaks.iter().enumerate() {
            names.push(match number {
                0 => format!("up to {} min", minutes(at)),
                _ => format!("{}–{} min", minutes(&self.breaks[number - 1]), minutes(at)),
            });
        }
        names.extend(
            self.breaks
                .last()
                .map(|last| format!("over {} min", minutes(last))),
        );
        names
    }
}

/// Minutes without needless decimals.
pub(super) fn plain(time: TravelTime) -> String {
    const MINUTE: u32 = 60_000;
    if time.milliseconds().is_multiple_of(MINUTE) {
        (time.milliseconds() / MINUTE).to_string()
    } else {
        format!("{:.1}", time.as_f64())
    }
}

/// To the nearest five minutes, at least five.
fn whole_fives(minutes: f64) -> TravelTime {
    let fives = TravelTime::try_from_minutes((minutes / 5.0).round().max(1.0) * 5.0);
    fives.unwrap_or(TravelTime::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes() -> TimeClasses {
        TimeClasses::around(&[30, 45, 60].map(TravelTime::from_whole))
    }

    /// A standard of 45 min includes 45.0 min, on the map as in the numbers.
    #[test]
    fn breaks_belong_to_the_class_below() {
        let names = classes().names();
        let name = |seconds| names[classes().class(TravelTime::from_seconds(seconds))].as_str();
        assert_eq!(name(0), "up to 15 min");
        assert_eq!(name(45 * 60), "30–45 min");
        assert_eq!(name(45 * 60 + 1), "45–60 min");
        assert_eq!(name(90 * 60), "60–90 min");
        assert_eq!(name(90 * 60 + 1), "over 90 min");
    }

    #[test]
    fn every_class_has_a_colour_of_its_own() {
        for count in 1..=TimeClasses::MOST + 1 {
            let mut colours = sequential(count).to_vec();
            colours.sort_unstable();
            colours.dedup();
            assert_eq!(colours.len(), count);
        }
    }
}
