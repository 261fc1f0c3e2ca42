//! A service as given: when its centres are open, who shares nights, and what demand that covers.

mod centre_service;
mod coverage_by_hour;
mod layout_service;
mod over_weeks;
mod parameter;
mod reach;
mod rota_group;
mod service_error;
mod teams;
mod week;
mod week_hours;
mod week_hours_text;
mod week_profile;

pub use centre_service::CentreService;
pub use coverage_by_hour::{CoverageByHour, coverage_by_hour};
pub use layout_service::Service;
pub use over_weeks::over_weeks;
pub use parameter::{Certainty, Parameter, ParameterError};
pub use reach::{DemandPoints, Reach, ReachError};
pub use rota_group::{Host, RotaGroup};
pub use service_error::ServiceError;
pub use teams::TeamsByHour;
pub use week::{DAY_MINUTES, WEEK_HOURS, WEEK_MINUTES, YEAR_WEEKS};
pub use week_hours::WeekHours;
pub use week_hours_text::{WeekHoursError, WeekHoursProblem};
pub(crate) use week_profile::{ARRIVALS_BY_THREE_HOURS, ARRIVALS_BY_WEEKDAY};
pub use week_profile::{WeekProfile, WeekProfileError};
