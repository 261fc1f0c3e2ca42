use super::base_map::BaseMap;
use super::legend::{Fill, Legend};
use super::map::Map;
use super::marker::Marker;
use super::marker::MarkerKind;
use super::palette::{LATER, SOONER, UNCHANGED, plain};
use super::png::Picture;
use super::words;
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::model::{Layout, SiteIndex};
use crate::study::Study;
use crate::units::TravelTime;

/// Differences up to and including the first are no change worth a colour; the others end the
/// classes on both sides.
pub(super) const CHANGE_BREAKS: [TravelTime; 4] = [
    TravelTime::from_whole(1),
    TravelTime::from_whole(5),
    TravelTime::from_whole(15),
    TravelTime::from_whole(30),
];

/// How a demand point fares in one layout against another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Reached only in the new layout.
    Gained,
    /// Sooner; the class of the difference, from 0 for the smallest.
    Sooner(usize),
    Same,
    Later(usize),
    /// Reached only in the old layout.
    Lost,
    NoWay,
}

impl Change {
    /// All changes in the order of the legend.
    fn all() -> Vec<Self> {
        let classes = CHANGE_BREAKS.len();
        let mut all = vec![Self::Gained];
        all.extend((0..classes).rev().map(Self::Sooner));
        all.push(Self::Same);
        all.extend((0..classes).map(Self::Later));
        all.extend([Self::Lost, Self::NoWay]);
        all
    }

    fn between(before: Option<TravelTime>, after: Option<TravelTime>) -> Self {
        let class = |longer: TravelTime, shorter: TravelTime| {
            let difference = longer.saturating_sub(shorter);
            CHANGE_BREAKS.partition_point(|&at| at < difference)
        };
        match (before, after) {
            (None, None) => Self::NoWay,
            (None, Some(_)) => Self::Gained,
            (Some(_), None) => Self::Lost,
            (Some(before), Some(after)) if after < before => match class(before, after) {
                0 => Self::Same,
                class => Self::Sooner(class - 1),
            },
            (Some(before), Some(after)) => match class(after, before) {
                0 => Self::Same,
                class => Self::Later(class - 1),
            },
        }
    }

    const fn fill(self) -> Fill {
        Fill::Colour(match self {
            Self::Gained => "#053061",
            Self::Sooner(class) => SOONER[class],
            Self::Same => UNCHANGED,
            Self::Later(class) => LATER[class],
            Self::Lost => "#67001f",
            Self::NoWay => return Fill::Hatched,
        })
    }

    fn name(self, no_time: &str) -> String {
        let range = |class: usize| {
            let low = plain(CHANGE_BREAKS[class]);
            match CHANGE_BREAKS.get(class + 1) {
                Some(&high) => format!("{low}–{} min", plain(high)),
                None => format!("over {low} min"),
            }
        };
        match self {
            Self::Gained => "newly reached".to_owned(),
            Self::Sooner(class) => format!("{} nearer", range(class)),
            Self::Same => format!("unchanged (≤ {} min)", plain(CHANGE_BREAKS[0])),
            Self::Later(class) => format!("{} farther", range(class)),
            Self::Lost => "no longer reached".to_owned(),
            Self::NoWay => no_time.to_owned(),
        }
    }
}

/// Every class of change in the order of the legend.
pub(super) fn change_classes(no_time: &str) -> Vec<(Fill, String)> {
    let all = Change::all().into_iter();
    all.map(|change| (change.fill(), change.name(no_time)))
        .collect()
}

/// How much sooner or later every demand point reaches a centre in one layout than in another.
#[must_use]
pub(crate) fn difference_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    before: &Evaluation,
    after: &Evaluation,
) -> Picture {
    let changes: Vec<Change> = before
        .allocation
        .iter()
        .zip(after.allocation.iter())
        .map(|(before, after)| {
            Change::between(before.map(|(_, time)| time), after.map(|(_, time)| time))
        })
        .collect();
    let all = Change::all();
    let class_of: Vec<u8> = changes
        .iter()
        .map(|change| {
            all.iter()
                .position(|other| other == change)
                .unwrap_or_default()
        })
        .map(|class| u8::try_from(class).unwrap_or_default())
        .collect();
    let shares = words::shares(data, &class_of, all.len());
    let mut legend = Legend {
        title: "Change in the time to the nearest centre, in minutes".to_owned(),
        values: words::share_of(study),
        ..Legend::default()
    };
    for (class, change) in (0_u8..).zip(&all) {
        if *change == Change::Same || class_of.contains(&class) {
            let share = words::percent(shares[usize::from(class)], data.demand());
            legend.fill(change.fill(), &change.name(words::no_time(data)), share);
        }
    }
    let markers = markers(base, data, &before.layout, &after.layout);
    for (kind, text) in [
        (MarkerKind::Centre, "centre in both layouts"),
        (MarkerKind::Added, "centre added"),
        (MarkerKind::Removed, "centre removed"),
    ] {
        if markers.iter().any(|marker| marker.kind == kind) {
            legend.marker(kind, text);
        }
    }
    base.draw(&Map {
        name: format!(
            "difference-{}-{}",
            before.layout.name(),
            after.layout.name()
        ),
        title: format!(
            "{} against {}",
            words::layout_heading(study, after.layout.name()),
            study.layout_title(before.layout.name())
        ),
        subtitle: subtitle(study, before, after),
        class_of,
        fills: all.iter().map(|change| change.fill()).collect(),
        borders: None,
        legend,
        circles: Vec::new(),
        markers,
    })
}

/// Centres of either layout; names where few enough centres are added or removed.
fn markers(base: &BaseMap, data: &Dataset, before: &Layout, after: &Layout) -> Vec<Marker> {
    let has = |layout: &Layout, site: &SiteIndex| layout.sites().binary_search(site).is_ok();
    let mut sites = [before.sites(), after.sites()].concat();
    sites.sort_unstable();
    sites.dedup();
    let kind = |site: &SiteIndex| match (has(before, site), has(after, site)) {
        (true, false) => MarkerKind::Removed,
        (false, true) => MarkerKind::Added,
        _ => MarkerKind::Centre,
    };
    let moved = |site: &&SiteIndex| kind(site) != MarkerKind::Centre;
    let named = sites.iter().filter(moved).count() <= words::MOST_NAMES;
    let mut markers: Vec<Marker> = sites
        .iter()
        .map(|site| Marker {
            at: base.sites[site.get()],
            kind: kind(site),
            label: (named && moved(&site)).then(|| data.site(*site).label.clone()),
        })
        .collect();
    // Added and removed centres lie above those that stay.
    markers.sort_by_key(|marker| marker.kind != MarkerKind::Centre);
    markers
}

/// The mean and the shares within the standards, before and after.
fn subtitle(study: &Study, before: &Evaluation, after: &Evaluation) -> String {
    let mut parts = Vec::new();
    if let (Some(old), Some(new)) = (before.coverage.mean_minutes, after.coverage.mean_minutes) {
        parts.push(format!("mean {old:.1} → {new:.1} min"));
    }
    for (number, &standard) in study.standards.iter().enumerate() {
        let percent = |evaluation: &Evaluation| {
            let within = evaluation.coverage.within.get(number)?;
            within.percent_of(evaluation.coverage.demand)
        };
        if let (Some(old), Some(new)) = (percent(before), percent(after)) {
            parts.push(format!(
                "within {} min {} → {}%",
                plain(standard),
                words::tenth(old),
                words::tenth(new)
            ));
        }
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(before: u32, after: u32) -> String {
        let time = |seconds| Some(TravelTime::from_seconds(seconds));
        Change::between(time(before), time(after)).name("no road access")
    }

    /// A class includes its larger end, whichever way the change goes.
    #[test]
    fn classes_include_their_larger_end() {
        assert_eq!(change(1_000, 940), "unchanged (≤ 1 min)");
        assert_eq!(change(940, 1_000), "unchanged (≤ 1 min)");
        assert_eq!(change(1_000, 939), "1–5 min nearer");
        assert_eq!(change(939, 1_000), "1–5 min farther");
        assert_eq!(change(3_000, 2_700), "1–5 min nearer");
        assert_eq!(change(3_000, 2_699), "5–15 min nearer");
        assert_eq!(change(3_000, 1_200), "15–30 min nearer");
        assert_eq!(change(1_199, 3_000), "over 30 min farther");
    }

    #[test]
    fn every_change_is_in_the_legend_once() {
        let all = Change::all();
        for reached in [
            (None, None),
            (None, Some(5)),
            (Some(5), None),
            (Some(5), Some(5)),
        ] {
            let time = |minutes: Option<u32>| minutes.map(TravelTime::from_whole);
            let change = Change::between(time(reached.0), time(reached.1));
            assert_eq!(all.iter().filter(|&&other| other == change).count(), 1);
        }
    }
}
