use super::LatLon;

/// A place where care is given or could be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Unique in the study.
    pub id: String,
    /// Name to show; the id if the data give no name.
    pub name: String,
    /// Short name for maps; the name if the data give no label.
    pub label: String,
    /// Position; `None` if the data give no coordinates.
    pub position: Option<LatLon>,
    /// Capabilities, in the order of the data set's capability columns.
    pub capabilities: Vec<CapabilityStatus>,
}

/// Whether a site has a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum CapabilityStatus {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// The data do not say.
    #[default]
    Unknown,
}
