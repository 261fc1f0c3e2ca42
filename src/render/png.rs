use super::font::{FAMILY, Fonts};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

/// A picture, not yet written anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, as a file name without its extension.
    pub name: String,
    /// The picture as an SVG document.
    pub svg: String,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A chart could not be drawn.
    #[error("cannot draw {picture}: {cause}")]
    Chart {
        /// The picture.
        picture: String,
        /// What the drawing library says.
        cause: String,
    },
    /// The SVG could not be read back.
    #[error("cannot rasterise {picture}: {cause}")]
    Svg {
        /// The picture.
        picture: String,
        /// What is wrong with it.
        cause: usvg::Error,
    },
    /// The PNG could not be encoded.
    #[error("cannot encode {picture} as PNG: {cause}")]
    Png {
        /// The picture.
        picture: String,
        /// What the encoder says.
        cause: String,
    },
}

impl Picture {
    /// The picture as a PNG file, one pixel for each unit of the SVG's size.
    ///
    /// # Errors
    ///
    /// The SVG is not one that can be rasterised.
    pub fn png(&self, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
        let options = usvg::Options {
            font_family: FAMILY.to_owned(),
            fontdb: fonts.0.clone(),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(&self.svg, &options).map_err(|cause| RenderError::Svg {
            picture: self.name.clone(),
            cause,
        })?;
        let size = tree.size().to_int_size();
        let encode = |cause: String| RenderError::Png {
            picture: self.name.clone(),
            cause,
        };
        let mut pixels = Pixmap::new(size.width(), size.height())
            .ok_or_else(|| encode("it has no size".to_owned()))?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        pixels
            .encode_png()
            .map_err(|cause| encode(cause.to_string()))
    }
}
