use crate::grid::kernel::geo_transform::GeoTransform;
use crate::model::LatLon;
use crate::units::TravelTime;

/// A grid as a picture: pixels of equal degrees of latitude and longitude, each with the longest
/// journey of anyone who lives in it, so that no badly covered place vanishes behind its
/// neighbours.
///
/// The picture grows with the places that are entered. Where it would become too large, its pixels
/// are joined, four to one.
#[derive(Debug, Clone, PartialEq)]
pub struct GridImage {
    /// Degrees of latitude and of longitude of a pixel; unknown until the first place is entered.
    step: Option<(f64, f64)>,
    /// Latitude and longitude that the pixels are counted from, to the south and to the east.
    corner: (f64, f64),
    /// The pixel in the upper left, counted from the corner.
    top: i64,
    left: i64,
    width: usize,
    height: usize,
    /// Seconds; [`NOBODY`] where nobody lives.
    seconds: Vec<u32>,
    /// Places that were entered, where their distances are not known.
    points: Option<u64>,
}

const NOBODY: u32 = u32::MAX;

/// Degrees of latitude of a pixel of points, before pixels are joined: about 100 m.
const FINE: f64 = 1.0 / 1_024.0;

/// Points that lie so densely that fewer pixels than this share of them are filled make a surface;
/// otherwise the pixels are finer than the points lie apart.
const SHARED: f64 = 0.75;

/// Pictures of points no larger than this on a side keep their pixels.
const SMALLEST: usize = 64;

impl GridImage {
    /// The most pixels on a side.
    pub const MOST: usize = 1_536;

    /// An empty picture of points whose distances are not known.
    #[must_use]
    pub fn for_points() -> Self {
        Self {
            step: None,
            corner: (90.0, -180.0),
            top: 0,
            left: 0,
            width: 0,
            height: 0,
            seconds: Vec::new(),
            points: Some(0),
        }
    }

    /// An empty picture of cells in degrees.
    #[must_use]
    pub fn for_cells(at: GeoTransform) -> Self {
        Self {
            step: Some((at.step_y, at.step_x)),
            corner: (at.north, at.west),
            points: None,
            ..Self::for_points()
        }
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// Degrees of latitude and of longitude of a pixel.
    #[must_use]
    pub fn step(&self) -> (f64, f64) {
        self.step.unwrap_or((FINE, FINE))
    }

    /// Latitude and longitude of the north-west corner, in degrees; the longitude beyond 180 where
    /// the picture crosses the date line.
    #[must_use]
    pub fn north_west(&self) -> (f64, f64) {
        let step = self.step();
        (
            self.corner.0 - self.top as f64 * step.0,
            self.corner.1 + self.left as f64 * step.1,
        )
    }

    /// The longest journey of anyone in a pixel; `None` if nobody lives, or outside.
    #[must_use]
    pub fn time(&self, across: usize, down: usize) -> Option<TravelTime> {
        let seconds = *self.seconds.get(down * self.width + across)?;
        (across < self.width && seconds != NOBODY).then(|| TravelTime::from_seconds(seconds))
    }

    /// Enters someone's journey.
    pub fn enter(&mut self, place: LatLon, time: TravelTime) {
        let mut step = *self.step.get_or_insert_with(|| {
            let cosine = place.lat().to_radians().cos().max(0.05);
            // The picture turns with the Earth, so that the first place is far from its edges.
            self.corner.1 = place.lon() - 180.0;
            (FINE, FINE / cosine)
        });
        let down = self.corner.0 - place.lat();
        let along = (place.lon() - self.corner.1).rem_euclid(360.0);
        let (mut row, mut column) = (pixel(down, step.0), pixel(along, step.1));
        while !self.make_room(row, column) {
            self.join();
            step = self.step();
            (row, column) = (pixel(down, step.0), pixel(along, step.1));
        }
        let (across, down) = (column.abs_diff(self.left), row.abs_diff(self.top));
        let (Ok(across), Ok(down)) = (usize::try_from(across), usize::try_from(down)) else {
            return;
        };
        let seconds = &mut self.seconds[down * self.width + across];
        *seconds = longest(*seconds, time.whole_seconds());
        if let Some(points) = &mut self.points {
            *points += 1;
        }
    }

    /// The picture without empty edges, its pixels no finer than the cells; `None` if nobody
    /// lives.
    #[must_use]
    pub fn finished(mut self) -> Option<Self> {
        self.crop()?;
        let filled = |image: &Self| image.seconds.iter().filter(|&&s| s != NOBODY).count() as f64;
        if let Some(points) = self.points {
            let apart = |image: &Self| filled(image) > SHARED * points as f64;
            while apart(&self) && self.width.max(self.height) > SMALLEST {
                self.join();
            }
        }
        Some(self)
    }

    /// Widens the picture so that it has this pixel; `false` where it would become too large.
    fn make_room(&mut self, row: i64, column: i64) -> bool {
        if self.seconds.is_empty() {
            (self.top, self.left) = (row, column);
            return self.resize(row, column, 1, 1);
        }
        let (Some(rows), Some(columns)) = (
            widened(self.top, self.height, row),
            widened(self.left, self.width, column),
        ) else {
            return false;
        };
        rows == (self.top, self.height) && columns == (self.left, self.width)
            || self.resize(rows.0, columns.0, rows.1, columns.1)
    }

    /// Takes another part of the Earth; what was there and is outside is lost.
    fn resize(&mut self, top: i64, left: i64, height: usize, width: usize) -> bool {
        let mut seconds = vec![NOBODY; width * height];
        for down in 0..height {
            for across in 0..width {
                let (row, column) = (top + as_i64(down), left + as_i64(across));
                let old = usize::try_from(row - self.top)
                    .ok()
                    .zip(usize::try_from(column - self.left).ok())
                    .filter(|&(down, across)| down < self.height && across < self.width);
                if let Some((old_down, old_across)) = old
                    && let Some(&old) = self.seconds.get(old_down * self.width + old_across)
                {
                    seconds[down * width + across] = old;
                }
            }
        }
        (self.top, self.left, self.height, self.width) = (top, left, height, width);
        self.seconds = seconds;
        true
    }

    /// Joins four pixels to one.
    fn join(&mut self) {
        let (top, left) = (self.top.div_euclid(2), self.left.div_euclid(2));
        let half = |from: i64, size: usize, to: i64| {
            usize::try_from((from + as_i64(size) - 1).div_euclid(2) - to + 1).unwrap_or(1)
        };
        let (height, width) = (
            half(self.top, self.height, top),
            half(self.left, self.width, left),
        );
        let mut seconds = vec![NOBODY; width * height];
        for (pixel, &old) in self.seconds.iter().enumerate() {
            let (row, column) = (
                self.top + as_i64(pixel / self.width),
                self.left + as_i64(pixel % self.width),
            );
            let place = (row.div_euclid(2) - top, column.div_euclid(2) - left);
            if let (Ok(down), Ok(across)) = (usize::try_from(place.0), usize::try_from(place.1)) {
                let new = &mut seconds[down * width + across];
                *new = longest(*new, old);
            }
        }
        let step = self.step();
        self.step = Some((2.0 * step.0, 2.0 * step.1));
        (self.top, self.left, self.height, self.width) = (top, left, height, width);
        self.seconds = seconds;
    }

    /// Cuts empty edges off; `None` if nobody lives.
    fn crop(&mut self) -> Option<()> {
        let filled = || {
            let pixels = self.seconds.iter().enumerate();
            pixels.filter(|&(_, &s)| s != NOBODY).map(|(n, _)| n)
        };
        let (top, bottom) = (
            filled().next()? / self.width,
            filled().next_back()? / self.width,
        );
        let left = filled().map(|n| n % self.width).min()?;
        let right = filled().map(|n| n % self.width).max()?;
        self.resize(
            self.top + as_i64(top),
            self.left + as_i64(left),
            bottom - top + 1,
            right - left + 1,
        );
        Some(())
    }
}

/// The longer journey, where there is one.
fn longest(one: u32, other: u32) -> u32 {
    match (one, other) {
        (NOBODY, other) => other,
        (one, NOBODY) => one,
        (one, other) => one.max(other),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a turn of the Earth in pixels"
)]
fn pixel(degrees: f64, step: f64) -> i64 {
    (degrees / step).floor() as i64
}

fn as_i64(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// Pixels from `from`, `size` of them, with `wanted` among them and room for more on that side;
/// `None` if they would be too many.
fn widened(from: i64, size: usize, wanted: i64) -> Option<(i64, usize)> {
    let to = from + as_i64(size);
    if (from..to).contains(&wanted) {
        return Some((from, size));
    }
    let (low, high) = (from.min(wanted), to.max(wanted + 1));
    let needed = usize::try_from(high - low).ok()?;
    if needed > GridImage::MOST {
        return None;
    }
    let room = (needed + needed / 2 + 16).min(GridImage::MOST);
    let low = if wanted < from {
        high - as_i64(room)
    } else {
        low
    };
    Some((low, room))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// In whatever order places are entered, each pixel shows the longest journey of those in
        /// it, and nobody is outside.
        #[test]
        fn a_pixel_shows_the_longest_journey_in_it(
            places in prop::collection::vec(
                (prop_oneof![52.0..52.1_f64, -60.0..60.0_f64], prop_oneof![170.0..180.0_f64, -180.0..-170.0_f64], 0_u32..10_000),
                1..40),
        ) {
            let mut image = GridImage::for_points();
            for &(lat, lon, seconds) in &places {
                image.enter(LatLon::try_new(lat, lon).unwrap(), TravelTime::from_seconds(seconds));
            }
            let image = image.finished().unwrap();
            prop_assert!(image.width() <= GridImage::MOST && image.height() <= GridImage::MOST);
            let ((north, west), step) = (image.north_west(), image.step());
            let mut expected: BTreeMap<(usize, usize), u32> = BTreeMap::new();
            for &(lat, lon, seconds) in &places {
                let along = (lon - west + 1e-9).rem_euclid(360.0) - 1e-9;
                let at = (pixel(along, step.1), pixel(north - lat, step.0));
                let at = (usize::try_from(at.0).unwrap(), usize::try_from(at.1).unwrap());
                let longest = expected.entry(at).or_default();
                *longest = seconds.max(*longest);
            }
            // A place on the edge of a pixel may be rounded to either side of it.
            let wrong = expected.iter().filter(|(at, seconds)| {
                image.time(at.0, at.1) != Some(TravelTime::from_seconds(**seconds))
            });
            prop_assert!(wrong.count() <= places.len() / 20);
        }
    }

    #[test]
    fn cells_side_by_side_are_pixels_side_by_side() {
        let mut image = GridImage::for_cells(GeoTransform {
            west: 10.0,
            north: 50.0,
            step_x: 0.25,
            step_y: 0.5,
        });
        for row in 0..4_u32 {
            for column in 0..6_u32 {
                let (lat, lon) = (
                    49.75 - 0.5 * f64::from(row),
                    10.125 + 0.25 * f64::from(column),
                );
                let time = TravelTime::from_seconds(10 * row + column);
                image.enter(LatLon::try_new(lat, lon).unwrap(), time);
            }
        }
        let image = image.finished().unwrap();
        assert_eq!((image.width(), image.height()), (6, 4));
        assert_eq!(image.north_west(), (50.0, 10.0));
        assert_eq!(image.time(5, 3), Some(TravelTime::from_seconds(35)));
        assert_eq!(image.time(6, 3), None);
        assert_eq!(GridImage::for_points().finished(), None);
    }
}
