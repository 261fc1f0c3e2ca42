use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

/// Pixels, and where they are in those of a picture.
#[derive(Debug)]
pub(super) struct Raster {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) pixels: Pixmap,
}

/// The pixels of a raster that are drawn, row by row; what is clear takes no room.
#[derive(Debug)]
pub(super) struct Stretches {
    stretches: Vec<Stretch>,
    pixels: Vec<PremultipliedColorU8>,
}

/// Pixels beside each other, in a row of the picture.
#[derive(Debug)]
struct Stretch {
    row: usize,
    left: usize,
    length: usize,
    /// Whether nothing shines through.
    opaque: bool,
}

impl Stretches {
    pub(super) fn new(raster: &Raster) -> Self {
        let kind = |pixel: &PremultipliedColorU8| match pixel.alpha() {
            0 => None,
            alpha => Some(alpha == u8::MAX),
        };
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut pixels = Vec::new();
        let wide = raster.pixels.width() as usize;
        let rows = raster.pixels.pixels().chunks_exact(wide);
        for (row, of) in (raster.top..).zip(rows) {
            let mut left = raster.left;
            for same in of.chunk_by(|a, b| kind(a) == kind(b)) {
                if let Some(opaque) = kind(&same[0]) {
                    let length = same.len();
                    stretches.push(Stretch {
                        row,
                        left,
                        length,
                        opaque,
                    });
                    pixels.extend_from_slice(same);
                }
                left += same.len();
            }
        }
        Self { stretches, pixels }
    }

    /// Draws them over a picture.
    pub(super) fn draw(&self, picture: &mut Pixmap) {
        let wide = picture.width() as usize;
        let mut rest = self.pixels.as_slice();
        for stretch in &self.stretches {
            let (from, after) = rest.split_at(stretch.length);
            rest = after;
            let end = (stretch.left + stretch.length).min(wide);
            let mut rows = picture.pixels_mut().chunks_exact_mut(wide);
            let row = rows.nth(stretch.row);
            let Some(to) = row.and_then(|row| row.get_mut(stretch.left..end)) else {
                continue;
            };
            let from = &from[..to.len()];
            if stretch.opaque {
                to.copy_from_slice(from);
            } else {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = over(*from, *to);
                }
            }
        }
    }
}

/// One colour over another (Porter and Duff 1984, Compositing digital images).
fn over(from: PremultipliedColorU8, to: PremultipliedColorU8) -> PremultipliedColorU8 {
    let left = u32::from(u8::MAX - from.alpha());
    let part = |from: u8, to: u8| {
        let sum = u32::from(from) + (u32::from(to) * left + 127) / 255;
        u8::try_from(sum).unwrap_or(u8::MAX)
    };
    let mixed = PremultipliedColorU8::from_rgba(
        part(from.red(), to.red()),
        part(from.green(), to.green()),
        part(from.blue(), to.blue()),
        part(from.alpha(), to.alpha()),
    );
    mixed.unwrap_or(from)
}
