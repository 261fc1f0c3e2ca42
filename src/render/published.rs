/// Best mean times that somebody published, by number of centres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedCurve {
    /// Who, when and where.
    pub source: &'static str,
    /// Centres and mean minutes.
    pub points: &'static [(usize, f64)],
}

/// What was published of England: best layouts of a genetic algorithm, without proof, on other
/// travel times than the built-in study's.
///
/// # Source
///
/// Allen et al. 2017, BMJ Open 7:e018143; Allen et al. 2019, European Stroke Journal:
/// mean travel times of the layouts they give.
pub const ENGLAND: &[PublishedCurve] = &[
    PublishedCurve {
        source: "Allen et al. 2017, BMJ Open 7:e018143",
        points: &[(24, 34.0), (50, 26.0), (75, 22.0), (100, 19.0)],
    },
    PublishedCurve {
        source: "Allen et al. 2019, European Stroke Journal",
        points: &[(24, 33.0), (40, 29.0), (127, 18.0)],
    },
];
