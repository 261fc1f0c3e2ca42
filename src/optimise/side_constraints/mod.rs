//! What must hold beside the number of centres.

pub(super) mod floors;
pub(super) mod volume;
