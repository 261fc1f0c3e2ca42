//! What holds where a study says nothing, with the source of every number.

/// Share of the demand that may lie at demand points without a row in the table of travel times.
///
/// An assumption: ids of one area in twenty may be new or old; if more are missing, the two files
/// are probably of different years, or their ids are written differently.
pub const MAX_WITHOUT_ROW: f64 = 0.05;

/// Time standards, in minutes.
pub const STANDARDS_MINUTES: [f64; 4] = [30.0, 45.0, 60.0, 90.0];

/// Seed of everything random.
pub const SEED: u64 = 1;

/// Share of stroke admissions that is eligible for thrombectomy.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 10 %.
pub const ELIGIBLE_SHARE: f64 = 0.10;

/// Thrombectomies a year that a centre should give at least.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 150.
pub const MIN_PROCEDURES: f64 = 150.0;

/// Stroke admissions a year that a centre should see at least.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 600.
pub const MIN_DEMAND: f64 = 600.0;

/// Specialists a centre needs to stay open day and night.
///
/// # Source
///
/// House of Commons written question 118946, answered 20 December 2017: 5.
pub const CLINICIANS: u32 = 5;

/// How much farther than the closest unit a centre may be for a bypass, in minutes.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal, whose text works out 15 min.
pub const ALLOWABLE_DELAY_MINUTES: f64 = 15.0;

/// A transfer flies if it saves at least this, in minutes: anything at all.
///
/// An assumption; Coughlan et al. 2021 (abstract) find flying cost-effective from about 60 min.
pub const MINIMUM_SAVING_MINUTES: f64 = 0.0;

/// From the notification of a crew to its landing at a patient, for the map of bases, in minutes.
///
/// A choice of the map; no result depends on it.
pub const REACH_MINUTES: f64 = 20.0;
