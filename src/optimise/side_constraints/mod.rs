//! What must hold beside the number of centres.

pub(super) mod floors;
pub(super) mod spending;
pub(super) mod volume;
