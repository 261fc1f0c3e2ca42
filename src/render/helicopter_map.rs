use super::base_map::BaseMap;
use super::care_map::CareMap;
use super::legend::Fill;
use super::marker::Marker;
use super::marker::MarkerKind;
use super::palette::plain;
use super::png::Picture;
use super::words;
use crate::load::Dataset;
use crate::model::{Layout, PointIndex};
use crate::pathway::Route;
use crate::study::Study;
use crate::treatment::{FleetSummary, LayoutTreatment, ScenarioResult};
use crate::units::TravelTime;
use crate::wording::{capitalised, thousands};

/// Ends of the classes of minutes saved.
const BREAKS: [TravelTime; 3] = [
    TravelTime::from_whole(15),
    TravelTime::from_whole(30),
    TravelTime::from_whole(60),
];

/// Saved by more and more.
///
/// # Source
///
/// `ColorBrewer` 2.0 (Brewer, Harrower), `Oranges`, safe for colour-blind readers.
const SAVED: [&str; 4] = ["#fdd0a2", "#fdae6b", "#f16913", "#a63603"];

/// What helicopters do for the patients of an area who need a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gain {
    /// They come straight to a centre.
    NoTransfer,
    /// The road is as soon.
    Nothing,
    Saved(usize),
    /// There is no road to a centre.
    OnlyByAir,
    Unreachable,
}

impl Gain {
    pub(super) fn all() -> Vec<Self> {
        let mut all = vec![Self::OnlyByAir];
        all.extend((0..=BREAKS.len()).rev().map(Self::Saved));
        all.extend([Self::Nothing, Self::NoTransfer, Self::Unreachable]);
        all
    }

    pub(super) fn new(treatment: &LayoutTreatment, scenario: usize, point: PointIndex) -> Self {
        let Some(path) = treatment.chosen().times.get(point) else {
            return Self::Unreachable;
        };
        if path.route == Route::Direct {
            return Self::NoTransfer;
        }
        if let Some(saved) = treatment.saved(scenario, point) {
            return Self::saved(saved.flying);
        }
        let only = &treatment.scenarios[scenario].air.only_by_air;
        if only.contains(&path.first) {
            Self::OnlyByAir
        } else {
            Self::Unreachable
        }
    }

    fn saved(minutes: TravelTime) -> Self {
        if minutes == TravelTime::ZERO {
            Self::Nothing
        } else {
            Self::Saved(BREAKS.partition_point(|&at| at < minutes))
        }
    }

    pub(super) const fn fill(self) -> Fill {
        Fill::Colour(match self {
            Self::NoTransfer => "#ffffff",
            Self::Nothing => "#e3e6e8",
            Self::Saved(class) => SAVED[class],
            Self::OnlyByAir => "#4a1486",
            Self::Unreachable => return Fill::Hatched,
        })
    }

    pub(super) fn name(self, no_time: &str) -> String {
        match self {
            Self::NoTransfer => "no transfer: already at a centre".to_owned(),
            Self::Nothing => "nothing: road as fast".to_owned(),
            Self::Saved(0) => format!("up to {} min", plain(BREAKS[0])),
            Self::Saved(class) => match BREAKS.get(class) {
                Some(&high) => format!("{}–{} min", plain(BREAKS[class - 1]), plain(high)),
                None => format!("over {} min", plain(BREAKS[class - 1])),
            },
            Self::OnlyByAir => "reached only by air".to_owned(),
            Self::Unreachable => no_time.to_owned(),
        }
    }
}

/// The scenario of a layout in which most is flown; `None` where none has flights.
pub(super) fn most_flown(treatment: &LayoutTreatment) -> Option<usize> {
    let flown = |number: &usize| treatment.scenarios[*number].effect.flown;
    (0..treatment.scenarios.len()).max_by(|a, b| flown(a).total_cmp(&flown(b)))
}

/// Minutes that the helicopters of a scenario save where patients are transferred, when they fly.
///
/// # Panics
///
/// Panics if there is no such scenario.
#[must_use]
pub(crate) fn helicopter_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    layout: &Layout,
    treatment: &LayoutTreatment,
    scenario: usize,
    helicopter: &FleetSummary,
) -> Picture {
    let all = Gain::all();
    let class = |point: u32| -> u8 {
        let gain = Gain::new(treatment, scenario, PointIndex(point));
        let place = all.iter().position(|&other| other == gain);
        place
            .and_then(|place| u8::try_from(place).ok())
            .unwrap_or(u8::MAX)
    };
    let class_of: Vec<u8> = (0..).take(data.points.len()).map(class).collect();
    let fills: Vec<Fill> = all.iter().map(|gain| gain.fill()).collect();
    let names: Vec<String> = {
        let no_time = words::no_time(data);
        all.iter().map(|gain| gain.name(no_time)).collect()
    };
    let bases = helicopter.fleet.bases().iter().map(|air| Marker {
        at: Some(base.place(air.position)),
        kind: MarkerKind::Base,
        label: None,
    });
    CareMap {
        base,
        data,
        study,
        layout,
        treatment,
        name: "helicopter",
        title: "What a helicopter saves",
        subtitle: subtitle(&treatment.scenarios[scenario]),
        legend: "Minutes saved by helicopter, when it can fly",
        class_of,
        fills,
        names,
        bases: Some(bases.collect()),
    }
    .draw()
}

fn subtitle(result: &ScenarioResult) -> String {
    let effect = &result.effect;
    let mut parts = vec![
        capitalised(&result.scenario.title),
        format!(
            "{} of {} transfers per year by air",
            thousands(effect.flown),
            thousands(effect.transfers.as_f64())
        ),
    ];
    parts.extend(
        effect
            .mean_saved_flown()
            .map(|mean| format!("{mean:.0} min saved by each on average")),
    );
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A class includes its larger end, and every saving is in the legend once.
    #[test]
    fn classes_include_their_larger_end() {
        for (seconds, name) in [
            (0, "nothing: road as fast"),
            (1, "up to 15 min"),
            (15 * 60, "up to 15 min"),
            (15 * 60 + 1, "15–30 min"),
            (60 * 60, "30–60 min"),
            (60 * 60 + 1, "over 60 min"),
        ] {
            let gain = Gain::saved(TravelTime::from_seconds(seconds));
            assert_eq!(gain.name("no road access"), name);
            let all = Gain::all();
            assert_eq!(all.iter().filter(|&&other| other == gain).count(), 1);
        }
    }
}
