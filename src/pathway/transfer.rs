use super::network::StrokeNetwork;
use super::route::Step;
use crate::care::{CareDelays, Delay};
use crate::model::{SiteIndex, to_time};
use crate::units::{Demand, TravelTime};

/// How a patient is transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Not at all: the patient is at a centre.
    None,
    /// By road ambulance.
    Road,
    /// By the helicopter of this base (its number in the fleet).
    Air(usize),
}

/// One way in which a unit's patients are transferred, and how many of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransferOption {
    /// Share of the unit's transfers, 0 to 1.
    pub share: f64,
    /// How.
    pub mode: Mode,
    /// Where to.
    pub centre: SiteIndex,
    /// From the door of the unit to the door of the centre.
    pub door_to_door: TravelTime,
}

/// How each unit's patients come to a centre: one way by road, several where helicopters fly at
/// some times and not at others. The shares of a unit's options add up to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfers {
    options: Vec<Vec<TransferOption>>,
    mean: Vec<Option<TravelTime>>,
}

impl Transfers {
    /// All by road: DIDO, then the journey to the centre nearest to the unit by travel time.
    #[must_use]
    pub fn by_road(network: &StrokeNetwork, delays: &CareDelays) -> Self {
        let dido = delays.get(Delay::DoorInDoorOut);
        Self::new(
            network
                .units()
                .iter()
                .map(|unit| {
                    let option = unit.road.map(|(centre, time)| TransferOption {
                        share: 1.0,
                        mode: if unit.centre { Mode::None } else { Mode::Road },
                        centre,
                        door_to_door: if unit.centre {
                            TravelTime::ZERO
                        } else {
                            dido + time
                        },
                    });
                    option.into_iter().collect()
                })
                .collect(),
        )
    }

    /// From every unit's options, in the order of the network's units.
    pub(super) fn new(options: Vec<Vec<TransferOption>>) -> Self {
        let mean = options.iter().map(|options| mean(options)).collect();
        Self { options, mean }
    }

    /// The options of a unit, by its place in [`StrokeNetwork::units`]; none where no centre can
    /// be reached.
    ///
    /// # Panics
    ///
    /// There is no such unit.
    #[must_use]
    pub fn options(&self, place: usize) -> &[TransferOption] {
        &self.options[place]
    }

    /// Mean time from the door of a unit to that of the centre, over its options.
    ///
    /// # Panics
    ///
    /// There is no such unit.
    #[must_use]
    pub fn mean(&self, place: usize) -> Option<TravelTime> {
        self.mean[place]
    }

    /// When the patients of a point come to MT: for each option, by its number, its part of `demand`
    /// and the time after onset. The parts add up to `demand`; nothing where no centre is reached.
    pub(super) fn arrivals(
        &self,
        step: &Step,
        demand: Demand,
        mut each: impl FnMut(usize, Demand, TravelTime),
    ) {
        let place = usize::from(step.first);
        let Some(at_mean) = to_time(step.mt) else {
            return;
        };
        let options = &self.options[place];
        let Some(mean) = self.mean[place].filter(|_| !step.direct && options.len() > 1) else {
            each(0, demand, at_mean);
            return;
        };
        let door = at_mean.saturating_sub(mean);
        let mut left = demand;
        for (number, option) in options.iter().enumerate() {
            let sent = if number + 1 == options.len() {
                left
            } else {
                part(demand, option.share).min(left)
            };
            left = left - sent;
            each(number, sent, door + option.door_to_door);
        }
    }

    /// Share of a unit's transfers that fly.
    ///
    /// # Panics
    ///
    /// There is no such unit.
    #[must_use]
    pub fn flown(&self, place: usize) -> f64 {
        let air = |option: &&TransferOption| matches!(option.mode, Mode::Air(_));
        self.options[place]
            .iter()
            .filter(air)
            .map(|option| option.share)
            // Not `sum`: that of nothing is -0.
            .fold(0.0, |sum, share| sum + share)
    }
}

const MILLISECONDS_PER_MINUTE: f64 = 60_000.0;

/// The mean over options: of one it is its time, of several a time to the nearest second, as those
/// of flights are, but no later than the latest of them.
fn mean(options: &[TransferOption]) -> Option<TravelTime> {
    match options {
        [] => None,
        [only] => Some(only.door_to_door),
        several => {
            let mean: f64 = several
                .iter()
                .map(|option| option.share * option.door_to_door.as_f64())
                .sum();
            // Shares that are equal but for their arithmetic give one millisecond, and so one second.
            let mean = (mean * MILLISECONDS_PER_MINUTE).round() / MILLISECONDS_PER_MINUTE;
            let latest = several.iter().map(|option| option.door_to_door).max();
            TravelTime::try_to_nearest_second(mean).ok().min(latest)
        }
    }
}

/// A part of a demand, to the nearest millionth.
pub(super) fn part(demand: Demand, share: f64) -> Demand {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a whole number of millionths is one"
    )]
    let millionths = (demand.millionths() as f64 * share).round() as u64;
    Demand::from_millionths(millionths)
}
