use crate::model::TravelTimeMatrix;
use crate::units::{QuantityError, TravelTime};
use rayon::prelude::*;

/// Times of a road network fitted to others: `fixed + factor × time`.
///
/// # Examples
///
/// ```
/// use catchment::travel::Calibration;
/// use catchment::units::TravelTime;
///
/// let calibration = Calibration::try_new(TravelTime::from_whole(5), 1.1)?;
/// assert_eq!(calibration.time(TravelTime::from_whole(30)), TravelTime::from_whole(38));
/// assert!(Calibration::default().is_none());
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Time in every journey, regardless of its length.
    pub fixed: TravelTime,
    factor: f64,
}

impl Default for Calibration {
    /// Times as the network has them.
    fn default() -> Self {
        Self {
            fixed: TravelTime::from_whole(0),
            factor: 1.0,
        }
    }
}

impl Calibration {
    /// A calibration.
    ///
    /// # Errors
    ///
    /// A factor that is not a finite number above 0.
    pub fn try_new(fixed: TravelTime, factor: f64) -> Result<Self, QuantityError> {
        if factor.is_finite() && factor > 0.0 {
            return Ok(Self { fixed, factor });
        }
        Err(QuantityError {
            quantity: "a factor",
            expected: "a finite number above 0",
            found: factor,
        })
    }

    /// What times are multiplied by.
    #[must_use]
    pub const fn factor(&self) -> f64 {
        self.factor
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// A time of the network, fitted; at most [`TravelTime::MAX`].
    #[must_use]
    pub fn time(&self, time: TravelTime) -> TravelTime {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time is not negative; one too large is the largest"
        )]
        let driving = (f64::from(time.milliseconds()) * self.factor).round() as u32;
        TravelTime::from_milliseconds(driving.saturating_add(self.fixed.milliseconds()))
    }

    /// All times of a matrix, fitted; pairs without a route stay so.
    ///
    /// # Panics
    ///
    /// Never: the matrix has the shape that it had.
    #[must_use]
    pub fn matrix(&self, matrix: TravelTimeMatrix) -> TravelTimeMatrix {
        if self.is_none() {
            return matrix;
        }
        let (origins, sites) = (matrix.origins(), matrix.sites());
        let all = u16::try_from(sites).unwrap_or(u16::MAX);
        let cells: Vec<Option<TravelTime>> = (0..all)
            .into_par_iter()
            .flat_map_iter(|site| {
                let times = matrix.times_to(crate::model::SiteIndex(site));
                times.map(|time| time.map(|time| self.time(time)))
            })
            .collect();
        TravelTimeMatrix::from_columns(origins, sites, cells).expect("as many cells as before")
    }
}
