//! The growth of a workforce from year to year, and what its hours cover.
//!
//! Growth knows nothing of geography: the caller says who reaches which centres.

mod assignment;
mod bands;
mod centre_hours;
mod expectation;
mod hourly_coverage;
mod hours_by_stock;
mod input;
mod plan;
mod policy;
mod projection;
mod staff_rota;
mod staffed_service;
mod support;
mod uncertain;
mod workforce;

pub use assignment::assign;
pub use bands::{BAND_QUANTILES, GrowthBands, TargetBand, YearBand, growth_bands};
pub use centre_hours::{CentreHours, centre_hours};
pub use expectation::{Expectation, Expected};
pub use hourly_coverage::{AirCoverage, HourlyCoverage};
pub use hours_by_stock::{HoursByStock, HoursByStockError};
pub(crate) use input::EXTRA_TRAINEES;
pub use input::{GrowthInput, GrowthInputs};
pub use plan::{GrowthCentre, GrowthPlan, GrowthPlanError, NetworkRule};
pub use policy::{AssignmentPolicy, UnknownPolicy};
pub use projection::{GrowthYear, ReachedYear, project_growth, staffed_service};
pub use staff_rota::{StaffRota, staff_rotas};
pub use staffed_service::{StaffedRegion, StaffedService};
pub use support::{RegionYears, Support, SupportStudy, region_years};
pub use uncertain::{Shape, Uncertain, UncertainError};
pub use workforce::{StockYear, Training, first_year_with, project_workforce};
