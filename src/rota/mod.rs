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
pub use duty::DutyHours;
pub use need::{ClinicianNeed, clinicians_needed};
pub use parameters::{OnCallMeasure, RotaParameters};
pub use table::{LayoutSize, RotaRow, given_staff, rota_table};
