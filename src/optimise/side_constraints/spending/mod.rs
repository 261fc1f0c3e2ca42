//! Layouts that do not cost more than there is to spend.

pub(crate) mod handler;
pub(crate) mod p_median_within_budget;
pub(crate) mod spending_limit;
