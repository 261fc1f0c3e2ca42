use super::instance::TreatmentInstance;
use super::layout::LayoutTreatment;
use crate::care::{CareDelays, Delay};
use crate::flight::{Availability, FlyableShare};
use crate::outcome::{PatientMix, Population};
use crate::pathway::{PathwaySummary, Setting, Transfers, sweep};
use crate::units::{Share, TravelTime};
use std::cmp::Ordering;

/// One assumption with another value, and the results of the layouts.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// Which assumption.
    pub parameter: &'static str,
    /// Its value, with its unit.
    pub value: String,
    /// One for each layout, in the order of the study.
    pub layouts: Vec<Varied>,
    /// Whether the order of the layouts by good outcomes differs from that with the study's own
    /// value.
    pub changes_ranking: bool,
}

/// The results of one layout under a variation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Varied {
    /// Mean minutes from onset to MT; `None` for an empty group.
    pub mt_mean: Option<f64>,
    /// Patients with mRS 0–2 per 1,000 admissions; `None` for an empty group.
    pub good_per_1000: Option<f64>,
    /// 1 for the layout with the most good outcomes, and so on; of equals the first.
    pub rank: usize,
}

/// One column of settings: the same for all layouts.
struct Column {
    parameter: &'static str,
    value: String,
    delays: CareDelays,
    population: usize,
    /// Number of the weather, if helicopters fly.
    weather: Option<usize>,
    /// The column with the study's own value.
    own: usize,
}

/// Finnish Lapland in 2019, and the ends of the range for England.
const WEATHER: [f64; 3] = [0.8, 0.9, 0.97];
const LVO: [f64; 2] = [0.2, 0.45];

/// What the layouts give with net transfer delays of 30, 60 and 90 min, with 10 min less and
/// more on scene, with large-vessel occlusions of 20 % and 45 % of admissions, and, where
/// helicopters fly, with 80, 90 and 97 % of missions that the weather lets fly in the first
/// scenario with flights.
#[must_use]
pub fn sensitivity(instance: &TreatmentInstance, treatments: &[LayoutTreatment]) -> Vec<Variation> {
    let populations = populations(instance);
    let columns = columns(instance, &populations);
    let weathers = weathers(instance, treatments);
    let mut variations: Vec<Variation> = columns
        .iter()
        .map(|column| Variation {
            parameter: column.parameter,
            value: column.value.clone(),
            layouts: Vec::new(),
            changes_ranking: false,
        })
        .collect();
    for (number, treatment) in treatments.iter().enumerate() {
        let settings: Vec<Setting> = columns
            .iter()
            .map(|column| Setting {
                delays: column.delays,
                transfers: column.weather.and_then(|w| weathers.get(number)?.get(w)),
                population: &populations[column.population],
                ..instance.setting(instance.pathway, None)
            })
            .collect();
        let found = sweep(&treatment.network, instance.demand, &settings);
        for (variation, summary) in variations.iter_mut().zip(&found) {
            variation.layouts.push(varied(summary));
        }
    }
    for variation in &mut variations {
        rank(&mut variation.layouts);
    }
    let order = |variation: &Variation| -> Vec<usize> {
        variation.layouts.iter().map(|varied| varied.rank).collect()
    };
    let orders: Vec<Vec<usize>> = variations.iter().map(order).collect();
    for (number, column) in columns.iter().enumerate() {
        variations[number].changes_ranking = orders[number] != orders[column.own];
    }
    variations
}

/// The study's own patients first, then those of other shares.
fn populations(instance: &TreatmentInstance) -> Vec<Population> {
    let mut populations = vec![instance.population.clone()];
    for share in LVO.iter().filter_map(|&share| Share::try_new(share).ok()) {
        let mix: PatientMix = instance.population.mix().with_lvo(share);
        populations.push(instance.population.with_mix(mix));
    }
    populations
}

fn columns(instance: &TreatmentInstance, populations: &[Population]) -> Vec<Column> {
    let own = *instance.delays;
    let mut columns = vec![Column {
        parameter: "as in the study",
        value: String::new(),
        delays: own,
        population: 0,
        weather: None,
        own: 0,
    }];
    let mut with = |parameter, value: String, delays, population| {
        columns.push(Column {
            parameter,
            value,
            delays,
            population,
            weather: None,
            own: 0,
        });
    };
    for net in [30, 60, 90] {
        if let Ok(delays) = own.with_net_transfer_delay(TravelTime::from_whole(net)) {
            with("net transfer delay", format!("{net} min"), delays, 0);
        }
    }
    let (scene, ten) = (own.get(Delay::OnScene), TravelTime::from_whole(10));
    for time in [scene.saturating_sub(ten), scene + ten] {
        // Of the time and not of its minutes: those have no decimals of their arithmetic.
        let minutes = time.as_f64();
        if let Ok(delays) = own.with(Delay::OnScene, minutes) {
            with("on scene", format!("{minutes} min"), delays, 0);
        }
    }
    for (number, population) in populations.iter().enumerate().skip(1) {
        let percent = 100.0 * population.mix().lvo();
        with("share of LVO", format!("{percent:.0}%"), own, number);
    }
    if instance.helicopters.is_some() {
        let first = columns.len();
        for (number, share) in std::iter::once(None)
            .chain(other_weathers(instance).map(Some))
            .enumerate()
        {
            columns.push(Column {
                parameter: "missions that the weather allows",
                value: share.map_or_else(
                    || "as in the study".to_owned(),
                    |share| format!("{:.0}%", 100.0 * share),
                ),
                delays: own,
                population: 0,
                weather: Some(number),
                own: first,
            });
        }
    }
    columns
}

/// Those of [`WEATHER`] that are not the study's own all the year.
fn other_weathers(instance: &TreatmentInstance) -> impl Iterator<Item = f64> + use<> {
    let own = instance
        .helicopters
        .map(|helicopters| *helicopters.service.availability.flyable.months());
    WEATHER.into_iter().filter(move |&share| {
        let differs = |month: &Share| month.as_f64().total_cmp(&share).is_ne();
        own.is_none_or(|months| months.iter().any(differs))
    })
}

/// By layout: transfers over the year with the study's weather and each other one.
fn weathers(instance: &TreatmentInstance, treatments: &[LayoutTreatment]) -> Vec<Vec<Transfers>> {
    let Some(helicopters) = instance.helicopters else {
        return Vec::new();
    };
    let scenarios = helicopters.service.scenarios.iter();
    let mut scenarios = helicopters.fleets.iter().zip(scenarios);
    let flying = scenarios.find(|(fleet, _)| {
        let base = |base| (0..crate::flight::MONTHS).any(|m| !fleet.windows(base, m).is_empty());
        (0..fleet.bases().len()).any(base)
    });
    let Some((fleet, scenario)) = flying else {
        return Vec::new();
    };
    let own = helicopters.service.availability_in(scenario);
    let shares = other_weathers(instance).filter_map(|share| Share::try_new(share).ok());
    let availabilities: Vec<Availability> = std::iter::once(own)
        .chain(shares.map(|share| Availability {
            flyable: FlyableShare::constant(share),
            ..own
        }))
        .collect();
    treatments
        .iter()
        .map(|treatment| {
            let over_the_year = |&availability: &Availability| {
                let air = crate::pathway::AirService {
                    availability,
                    ..helicopters.with(fleet)
                };
                air.transfers(&treatment.network, instance.delays)
                    .over_the_year
            };
            availabilities.iter().map(over_the_year).collect()
        })
        .collect()
}

fn varied(summary: &PathwaySummary) -> Varied {
    Varied {
        mt_mean: summary.mt_mean(),
        good_per_1000: summary.good_outcomes_per_1000(),
        rank: 0,
    }
}

fn rank(layouts: &mut [Varied]) {
    let good: Vec<f64> = layouts
        .iter()
        .map(|varied| varied.good_per_1000.unwrap_or(f64::NEG_INFINITY))
        .collect();
    for (number, varied) in layouts.iter_mut().enumerate() {
        let better = |&(other, value): &(usize, &f64)| match value.total_cmp(&good[number]) {
            Ordering::Greater => true,
            Ordering::Equal => other < number,
            Ordering::Less => false,
        };
        varied.rank = 1 + good.iter().enumerate().filter(better).count();
    }
}
