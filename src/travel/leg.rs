use crate::units::Minutes;

/// One named piece of a timeline: what happens, from when, for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// What happens.
    pub name: &'static str,
    /// When it begins, from the beginning of the timeline.
    pub start: Minutes,
    /// How long it takes.
    pub duration: Minutes,
    /// Whether the patient waits for it; a leg that runs beside others and ends before they do
    /// costs no time.
    pub critical: bool,
}

impl Leg {
    /// When it ends, from the beginning of the timeline.
    #[must_use]
    pub fn end(&self) -> Minutes {
        self.start + self.duration
    }
}
