use super::WholeFile;
use crate::grid::GridError;
use crate::units::Minutes;
use resvg::tiny_skia::{ColorU8, Pixmap};
use std::io::Write;

/// A grid as a picture: for each pixel the class of the minutes of the people in it.
///
/// A pixel stands for several cells; it shows the longest journey of anyone who lives in it, so
/// that no badly covered place vanishes behind its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridImage {
    width: usize,
    height: usize,
    /// Seconds; [`NOBODY`] where nobody lives.
    seconds: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;

/// From soonest to latest: `ColorBrewer` `YlGnBu`, readable without colour vision by its lightness.
const CLASSES: [[u8; 3]; 6] = [
    [0xff, 0xff, 0xcc],
    [0xc7, 0xe9, 0xb4],
    [0x7f, 0xcd, 0xbb],
    [0x41, 0xb6, 0xc4],
    [0x22, 0x5e, 0xa8],
    [0x08, 0x1d, 0x58],
];

impl GridImage {
    /// The most pixels on a side.
    pub const MOST: usize = 4_096;

    /// A picture where nobody lives yet; at least one pixel and at most [`GridImage::MOST`] on a
    /// side.
    #[must_use]
    pub fn new(width: usize, height: usize) -> Self {
        let (width, height) = (width.clamp(1, Self::MOST), height.clamp(1, Self::MOST));
        Self {
            width,
            height,
            seconds: vec![NOBODY; width * height],
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

    /// The longest journey of anyone in a pixel; `None` where nobody lives, or outside.
    #[must_use]
    pub fn time(&self, across: usize, down: usize) -> Option<Minutes> {
        let seconds = *self.seconds.get(down * self.width + across)?;
        (across < self.width && seconds != NOBODY).then(|| Minutes::from_seconds(seconds))
    }

    /// Enters someone's journey, the place given as parts of the width and the height.
    pub fn enter(&mut self, along: f64, down: f64, time: Minutes) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped"
        )]
        let at = |part: f64, size: usize| ((part.max(0.0) * size as f64) as usize).min(size - 1);
        let pixel = at(down, self.height) * self.width + at(along, self.width);
        let seconds = &mut self.seconds[pixel];
        *seconds = if *seconds == NOBODY {
            time.seconds()
        } else {
            time.seconds().max(*seconds)
        };
    }

    /// The class of a time: how many of the ascending limits it exceeds.
    #[must_use]
    pub fn class(time: Minutes, limits: &[Minutes]) -> usize {
        limits.iter().filter(|&&limit| time > limit).count()
    }

    /// Writes the picture as a PNG, coloured by the class of each pixel's time.
    pub(in crate::grid) fn write(
        &self,
        file: &WholeFile,
        limits: &[Minutes],
    ) -> Result<(), GridError> {
        let size = |n: usize| u32::try_from(n).unwrap_or(1);
        let mut picture = Pixmap::new(size(self.width), size(self.height))
            .ok_or_else(|| GridError::file(file.name(), "a picture without pixels"))?;
        for (pixel, &seconds) in picture.pixels_mut().iter_mut().zip(&self.seconds) {
            *pixel = if seconds == NOBODY {
                ColorU8::from_rgba(0xff, 0xff, 0xff, 0xff)
            } else {
                let class = Self::class(Minutes::from_seconds(seconds), limits);
                let [r, g, b] = CLASSES[class * (CLASSES.len() - 1) / limits.len().max(1)];
                ColorU8::from_rgba(r, g, b, 0xff)
            }
            .premultiply();
        }
        let bytes = picture
            .encode_png()
            .map_err(|e| GridError::file(file.name(), e))?;
        let written = file.file()?.write_all(&bytes);
        written.map_err(|e| GridError::io(file.name(), e))
    }
}
