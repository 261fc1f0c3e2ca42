/// What a layout is to be best at for patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OutcomeMeasure {
    /// Patients who live independently: mRS 0–2.
    #[default]
    Independent,
    /// QALYs.
    Qalys,
}
