use crate::care::Delay;
use crate::flight::{Availability, Fleet, MONTHS};
use crate::growth::AirCoverage;
use crate::model::{Layout, PointIndex, SiteIndex};
use crate::pathway::{AirService, StrokeNetwork};
use crate::service::{DemandPoints, Reach, ReachError, WeekHours};
use crate::study::Study;
use crate::treatment::TreatmentInstance;
use rayon::prelude::*;

/// The helicopters of a scenario over the centres of a layout.
pub(super) struct Flights {
    /// By centre: the time from every demand point by road or by air, whichever is less.
    times: Vec<Vec<u32>>,
    /// Parts of the week with the share of the time in which they fly.
    flying: Vec<(WeekHours, f64)>,
}

impl Flights {
    /// The flights of a scenario, or of the first that flies; `None` in a study without any.
    pub(super) fn new(
        study: &Study,
        instance: &TreatmentInstance<'_>,
        layout: &Layout,
        scenario: Option<&str>,
    ) -> Option<Self> {
        let helicopters = instance.helicopters?;
        let choice = study.helicopter.as_ref()?;
        let scenarios = choice.service.scenarios.iter().zip(helicopters.fleets);
        let (scenario, fleet) = scenarios
            .filter(|(_, fleet)| flies(fleet))
            .find(|(known, _)| scenario.is_none_or(|name| known.name == name))?;
        let centres = layout.sites().par_iter();
        let times = centres.map(|&centre| {
            let air = helicopters.in_scenario(scenario, fleet);
            times(instance, &air, layout, centre)
        });
        Some(Self {
            times: times.collect(),
            flying: flying(&helicopters.service.availability_in(scenario), fleet),
        })
    }

    /// Who reaches which centres within a standard, and when that can be by air.
    pub(super) fn coverage(
        &self,
        points: DemandPoints<'_>,
        standard: u32,
    ) -> Result<AirCoverage, ReachError> {
        let times: Vec<&[u32]> = self.times.iter().map(Vec::as_slice).collect();
        Ok(AirCoverage {
            reach: Reach::try_new(points, &times, standard)?,
            flying: self.flying.clone(),
        })
    }
}

/// The hours of a day with the same share of flying time: the share of bases and months in which
/// crews are on duty, times that of flyable weather and of free aircraft.
fn flying(availability: &Availability, fleet: &Fleet) -> Vec<(WeekHours, f64)> {
    let months = availability.flyable.months();
    let flyable: f64 = months.iter().map(|share| share.as_f64()).sum::<f64>() / MONTHS as f64;
    let free = flyable * (1.0 - availability.busy.as_f64());
    let mut parts: Vec<(WeekHours, f64)> = Vec::new();
    for hour in 0..24_u32 {
        let share = free * on_duty(fleet, hour * 60, (hour + 1) * 60);
        let hours = WeekHours::on_days(0..7, hour * 60, (hour + 1) * 60);
        match parts
            .iter_mut()
            .find(|(_, other)| (*other - share).abs() < 1e-12)
        {
            Some((known, _)) => *known = known.union(&hours),
            None => parts.push((hours, share)),
        }
    }
    parts.retain(|(_, share)| *share > 0.0);
    parts
}

fn flies(fleet: &Fleet) -> bool {
    on_duty(fleet, 0, 24 * 60) > 0.0
}

/// The share of a part of the day in which crews are on duty, over all bases and months.
fn on_duty(fleet: &Fleet, from: u32, to: u32) -> f64 {
    let bases = fleet.bases().len();
    let mut minutes = 0;
    for base in 0..bases {
        for month in 0..MONTHS {
            for window in fleet.windows(base, month) {
                let (start, end) = (u32::from(window.start), u32::from(window.end));
                minutes += to.min(end).saturating_sub(from.max(start));
            }
        }
    }
    if bases == 0 {
        return 0.0;
    }
    f64::from(minutes) / (bases * MONTHS) as f64 / f64::from(to - from)
}

/// The time from every point to one centre: by road, or by road to the closest hospital and on by
/// helicopter. As a transfer by road counts without the time in the hospital, so does that by air: only
/// what it takes beyond door in, door out.
fn times(
    instance: &TreatmentInstance<'_>,
    air: &AirService<'_>,
    layout: &Layout,
    centre: SiteIndex,
) -> Vec<u32> {
    let mut times = instance.matrix.column(centre).to_vec();
    let mut hospitals = instance.units.to_vec();
    hospitals.extend(layout.sites());
    let network = StrokeNetwork::try_new(instance.matrix, instance.between, &hospitals, &[centre]);
    let Ok(network) = network else { return times };
    let in_hospital = instance.delays.get(Delay::DoorInDoorOut);
    let flights = air.transfers(&network, instance.delays);
    let onward: Vec<_> = flights
        .worth_flying
        .iter()
        .map(|flights| {
            Some(
                flights
                    .first()?
                    .chain
                    .door_to_door()
                    .saturating_sub(in_hospital),
            )
        })
        .collect();
    for (point, time) in (0..).zip(&mut times) {
        let Some((hospital, journey)) = network.closest(PointIndex(point)) else {
            continue;
        };
        let place = network.place_of(hospital);
        let flight = place.and_then(|place| onward.get(place).copied().flatten());
        if let Some(flight) = flight {
            *time = (*time).min((journey + flight).milliseconds());
        }
    }
    times
}
