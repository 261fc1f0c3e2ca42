use crate::units::{QuantityError, TravelTime};
use std::marker::PhantomData;

/// The name of one delay of a chain.
pub trait DelayName: Copy + 'static {
    /// All of them, in the order of the chain.
    const ALL: &'static [Self];

    /// The name of the choice in a study.
    fn key(self) -> &'static str;

    /// Its place in [`Self::ALL`].
    fn place(self) -> usize;
}

/// The `N` delays of a chain, each with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NamedDelays<D, const N: usize> {
    minutes: [TravelTime; N],
    sources: [&'static str; N],
    name: PhantomData<D>,
}

/// The source of a delay set by the study.
pub const THE_STUDY: &str = "the study";

/// A delay that is not valid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DelayError {
    /// Negative, infinite or undefined.
    #[error("`{key}`: {source}")]
    Quantity {
        /// The name of the choice.
        key: &'static str,
        /// What was wrong.
        source: QuantityError,
    },
    /// Longer than a day.
    #[error("`{key}` must not be longer than a day (got `{found}`)")]
    TooLong {
        /// The name of the choice.
        key: &'static str,
        /// The value given.
        found: TravelTime,
    },
    /// A net transfer delay so short that the patient would have to leave before arriving.
    #[error(
        "a net transfer delay of {net} needs a DIDO below 0, because puncture takes {direct} after \
         direct admission and {transferred} after a transfer"
    )]
    NetTransferDelay {
        /// The net transfer delay.
        net: TravelTime,
        /// Door to puncture, admitted direct.
        direct: TravelTime,
        /// Arrival to puncture after a transfer.
        transferred: TravelTime,
    },
}

const LONGEST: TravelTime = TravelTime::from_whole(1_440);

impl<D, const N: usize> NamedDelays<D, N> {
    /// Delays in the order of the chain, each with its source.
    pub(super) const fn new(minutes: [TravelTime; N], sources: [&'static str; N]) -> Self {
        Self {
            minutes,
            sources,
            name: PhantomData,
        }
    }

    /// Delays in whole minutes, in the order of the chain, each with its source.
    pub(crate) const fn from_whole(whole: [u32; N], sources: [&'static str; N]) -> Self {
        let mut minutes = [TravelTime::ZERO; N];
        let mut place = 0;
        while place < N {
            minutes[place] = TravelTime::from_whole(whole[place]);
            place += 1;
        }
        Self::new(minutes, sources)
    }
}

impl<D: DelayName, const N: usize> NamedDelays<D, N> {
    /// One delay.
    #[must_use]
    pub fn get(&self, delay: D) -> TravelTime {
        self.minutes[delay.place()]
    }

    /// The source of one delay.
    #[must_use]
    pub fn source(&self, delay: D) -> &'static str {
        self.sources[delay.place()]
    }

    /// The same delays with one changed, in minutes; it comes from the study if it changes.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one longer than a day.
    pub fn with(self, delay: D, minutes: f64) -> Result<Self, DelayError> {
        let key = delay.key();
        let time = TravelTime::try_from_minutes(minutes)
            .map_err(|source| DelayError::Quantity { key, source })?;
        if time == self.get(delay) {
            return Ok(self);
        }
        self.set(delay, time)
    }

    /// The same delays but one, which comes from the study.
    ///
    /// # Errors
    ///
    /// It is longer than a day.
    pub(super) fn set(mut self, delay: D, time: TravelTime) -> Result<Self, DelayError> {
        if time > LONGEST {
            let key = delay.key();
            return Err(DelayError::TooLong { key, found: time });
        }
        self.minutes[delay.place()] = time;
        self.sources[delay.place()] = THE_STUDY;
        Ok(self)
    }
}
