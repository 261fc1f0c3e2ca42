//! The demand points, the sites, and what it costs to leave demand without a route.

pub(super) mod checks;
pub(super) mod common_divisor;
pub(super) mod costs;
pub(super) mod error;
pub(super) mod location_problem;
pub(super) mod site_roles;
pub(super) mod unreachable;
