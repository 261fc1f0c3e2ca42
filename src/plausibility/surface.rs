use crate::load::Warning;
use crate::network::friction::PlacedSurface;

/// Minutes per metre of 0.3 km/h. Half of a country is never so slow: the median of the world's friction
/// surfaces is that of people on foot, 2 to 5 km/h.
const SLOW_MEDIAN: f32 = 0.2;

/// Minutes per metre of 200 km/h: faster than any road.
const FASTEST: f32 = 0.000_3;

/// The most that a metre of a projected raster may differ from one on the ground: above it times are wrong
/// by more than a journey's own uncertainty.
const MOST_DISTORTED: f64 = 0.02;

/// What is implausible about a friction surface.
#[must_use]
pub(crate) fn warnings(file: &str, placed: &PlacedSurface) -> Vec<Warning> {
    let surface = placed.surface();
    let cells = surface.rows() * surface.columns();
    let mut warnings = Vec::new();
    if let Some(median) = surface.median().filter(|&median| median > SLOW_MEDIAN) {
        let what = format!(
            "half of the passable cells take {median} minutes per metre or more, which is {:.3} km/h",
            0.06 / median
        );
        let advice = "friction is in minutes per metre; are these km/h, or seconds or minutes per \
                      kilometre?";
        warnings.push(Warning::of_file(file, cells / 2, what).advice(advice));
    }
    if let Some((least, _)) = surface.range().filter(|&(least, _)| least < FASTEST) {
        let what = format!(
            "the quickest cell takes {least} minutes per metre, which is {:.0} km/h",
            0.06 / least
        );
        let advice = "friction is in minutes per metre; are these hours per metre, or minutes per \
                      centimetre?";
        warnings.push(Warning::of_file(file, 1, what).advice(advice));
    }
    let distortion = placed.distortion();
    if distortion.abs() > MOST_DISTORTED {
        let what = format!(
            "a metre of {} is up to {:.1}% {} than one on the ground",
            placed.crs().code(),
            distortion.abs() * 100.0,
            if distortion > 0.0 {
                "shorter"
            } else {
                "longer"
            },
        );
        let advice = "times are wrong by as much; use degrees (`gdalwarp -t_srs EPSG:4326`) or a \
                      projection for the region";
        warnings.push(Warning::of_file(file, cells, what).advice(advice));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::Crs;

    fn of(crs: &str, corner: (f64, f64), step: f64, friction: f32) -> Vec<String> {
        let crs = Crs::from_code(crs).unwrap();
        let cells = vec![Some(friction); 9];
        let placed = PlacedSurface::new(crs, corner, (step, step), (3, 3), cells).unwrap();
        let warnings = warnings("friction.tif", &placed);
        warnings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn roads_and_footpaths_are_plausible() {
        for friction in [0.000_5, 0.012, 0.15] {
            assert_eq!(of("EPSG:4326", (-1.0, 52.0), 0.01, friction), [""; 0]);
            assert_eq!(
                of("EPSG:27700", (400_000.0, 300_000.0), 1e3, friction),
                [""; 0]
            );
        }
    }

    #[test]
    fn speeds_and_other_units_are_noticed() {
        let speeds = of("EPSG:4326", (-1.0, 52.0), 0.01, 50.0);
        assert!(speeds[0].contains("are these km/h"), "{speeds:?}");
        let hours = of("EPSG:4326", (-1.0, 52.0), 0.01, 0.000_02);
        assert!(hours[0].contains("3000 km/h"), "{hours:?}");
    }

    /// In Web Mercator a metre at 60° N is half a metre on the ground.
    #[test]
    fn metres_that_are_not_those_of_the_ground_are_noticed() {
        let mercator = of("EPSG:3857", (0.0, 8_400_000.0), 1e3, 0.01);
        assert_eq!(mercator.len(), 1);
        assert!(
            mercator[0].contains("shorter than one on the ground"),
            "{mercator:?}"
        );
    }
}
