//! When the sun is up: Meeus 1998, *Astronomical Algorithms*, chapters 12, 13 and 25 (to 0.01° and better).

/// Of the sun's centre, in degrees, where its upper limb touches the horizon under usual refraction.
const HORIZON: f64 = -0.8333;
/// How far the altitudes of two methods may be apart.
const CLOSE: f64 = 0.02;
/// Days from noon of 1 January 2000 to midnight of the 15th of each month of 2026.
const FROM_2000: [f64; 12] = [
    9_510.5, 9_541.5, 9_569.5, 9_600.5, 9_630.5, 9_661.5, 9_691.5, 9_722.5, 9_753.5, 9_783.5,
    9_814.5, 9_844.5,
];
/// Terrestrial time less universal time, in days.
const DELTA_T: f64 = 69.0 / 86_400.0;

/// Which minutes of the 15th of every month are day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Light {
    /// What is certainly day, and what may be.
    up: [Vec<bool>; 2],
}

impl Light {
    /// At a place, by clocks so many minutes ahead of UTC.
    pub(crate) fn new(place: [f64; 2], ahead: [i32; 12]) -> Self {
        let minutes = (0..12).flat_map(|month| (0..1_440).map(move |minute| (month, minute)));
        let above = minutes.map(|(month, minute)| {
            // A whole minute is open where its middle is.
            let clock = f64::from(minute) + 0.5 - f64::from(ahead[month]);
            altitude(FROM_2000[month] + clock / 1_440.0, place) - HORIZON
        });
        let above: Vec<f64> = above.collect();
        let up = [CLOSE, -CLOSE].map(|least| above.iter().map(|above| *above > least).collect());
        Self { up }
    }

    /// Whether a minute is day: certainly, or at most.
    pub(crate) fn is_up(&self, at_most: bool, month: usize, minute: usize) -> bool {
        self.up[usize::from(at_most)][month * 1_440 + minute]
    }
}

/// Altitude of the sun's centre in degrees, so many days of universal time after noon of 1 January 2000.
fn altitude(days: f64, [lat, lon]: [f64; 2]) -> f64 {
    let centuries = (days + DELTA_T) / 36_525.0;
    let sin = |degrees: f64| degrees.to_radians().sin();
    let cos = |degrees: f64| degrees.to_radians().cos();
    let mean_longitude = 280.466_46 + 36_000.769_83 * centuries;
    let anomaly = 357.529_11 + 35_999.050_29 * centuries;
    let centre = (1.914_602 - 0.004_817 * centuries) * sin(anomaly)
        + 0.019_993 * sin(2.0 * anomaly)
        + 0.000_289 * sin(3.0 * anomaly);
    let node = 125.04 - 1_934.136 * centuries;
    let nutation = -0.004_78 * sin(node);
    let longitude = mean_longitude + centre - 0.005_69 + nutation;
    let obliquity = 23.439_291 - 0.013_004_2 * centuries + 0.002_56 * cos(node);
    let right_ascension = (cos(obliquity) * sin(longitude)).atan2(cos(longitude));
    let declination = (sin(obliquity) * sin(longitude)).asin();
    let greenwich = 280.460_618_37 + 360.985_647_366_29 * days + nutation * cos(obliquity);
    let hour_angle = (greenwich + lon).to_radians() - right_ascension;
    let height = sin(lat) * declination.sin() + cos(lat) * declination.cos() * hour_angle.cos();
    height.asin().to_degrees()
}

/// Royal Observatory, Greenwich, on 15 June: sunrise 03:43 and sunset 20:19 UTC by the almanac.
#[test]
fn the_sun_rises_by_the_almanac() {
    let light = Light::new([51.477, 0.0], [0; 12]);
    let up: Vec<usize> = (0..1_440)
        .filter(|&minute| light.is_up(true, 5, minute))
        .collect();
    let (rise, set) = (up[0], up[up.len() - 1]);
    assert!(rise.abs_diff(3 * 60 + 43) <= 1 && set.abs_diff(20 * 60 + 19) <= 1);
    assert_eq!(set - rise + 1, up.len(), "one day");
}
