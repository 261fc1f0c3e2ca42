use super::growth::GrowthAnswer;
use super::rota::RotaLayout;
use crate::units::TravelTime;

/// What hours and staff mean for the layouts of a study.
#[derive(Debug, Clone)]
pub struct ClinicianAnswer {
    /// The clinicians that hours need, layout by layout in the order of the study.
    pub rotas: Vec<RotaLayout>,
    /// The workforce from year to year, and what the same clinicians give each layout; `None` for a
    /// study without `[growth]`.
    pub growth: Option<StaffedAnswer>,
}

/// The workforce from year to year, and what the same clinicians give each layout.
#[derive(Debug, Clone)]
pub struct StaffedAnswer {
    /// The layout of `[growth]` under its first policy.
    pub growth: GrowthAnswer,
    /// The time standard.
    pub standard: TravelTime,
    /// Number by number of clinicians.
    pub same_staff: Vec<SameStaff>,
    /// The share of demand within the standard if no centre ever closes, layout by layout; from 0 to 1,
    /// `None` without demand.
    pub never_closed: Vec<Option<f64>>,
}

/// The same clinicians in every layout.
#[derive(Debug, Clone)]
pub struct SameStaff {
    /// How many.
    pub clinicians: u32,
    /// The year in which they are reached with the likeliest numbers; `None` if not in the projection.
    pub year: Option<u32>,
    /// Layout by layout, in the order of the study.
    pub layouts: Vec<StaffedRow>,
}

/// What clinicians give one layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StaffedRow {
    /// Centres open day and night, at some hours, and never.
    pub centres: [u32; 3],
    /// The share of demand that has an open centre within the standard at the hour at which it arises,
    /// from 0 to 1; `None` without demand.
    pub covered: Option<f64>,
    /// MT per year.
    pub mt: f64,
}
