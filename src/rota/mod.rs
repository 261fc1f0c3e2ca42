//! Rota arithmetic: how many clinicians the hours of a service need, and what so many give.
//!
//! Nothing here is random, and nothing knows where a centre is.

mod assessment;
mod described;
mod duty;
mod need;
mod parameters;
mod rest;
mod table;
mod work;

pub use assessment::{RotaAssessment, assess};
pub(crate) use described::{
    AVERAGE_WEEK, CONTRACT_HOURS, DAILY_REST, DAYS_AWAY, FALSE_ALARM_MINUTES, FALSE_ALARMS,
    MT_MINUTES, ONE_IN, OPERATOR_MINIMUM, OUT_OF_HOURS, WORKING_DAYS,
};
pub use duty::DutyHours;
pub use need::{ClinicianNeed, clinicians_needed};
pub use parameters::{OnCallMeasure, RotaParameters};
pub use table::{LayoutSize, RotaRow, given_staff, rota_table};
