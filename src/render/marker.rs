use super::pen::Pen;
use super::projection::Xy;
use super::rect::Rect;

/// A site on a map.
#[derive(Debug, Clone)]
pub(super) struct Marker {
    /// In metres; `None` if its place is not known.
    pub(super) at: Option<Xy>,
    pub(super) kind: MarkerKind,
    /// Its name, where it is to be written.
    pub(super) label: Option<String>,
}

/// The sign of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkerKind {
    /// A centre.
    Centre,
    /// A centre only of the layout that is compared.
    Added,
    /// A centre only of the layout that it is compared with.
    Removed,
    /// A unit of the first tier.
    Unit,
    /// A helicopter's base.
    Base,
    /// A centre with a pad for helicopters.
    Pad,
}

impl MarkerKind {
    /// How far from its middle the sign reaches, in pixels.
    pub(super) const fn radius(self) -> f64 {
        match self {
            Self::Centre => 10.5,
            Self::Added => 14.0,
            Self::Removed | Self::Pad => 11.0,
            Self::Unit => 5.5,
            Self::Base => 10.0,
        }
    }
}

/// Draws a sign, `scale` times its usual size. Signs of centres are open, so that the areas in them,
/// which are the nearest, are seen.
pub(super) fn draw(pen: &mut Pen, kind: MarkerKind, at: [f64; 2], scale: f64) {
    let r = kind.radius() * scale;
    match kind {
        MarkerKind::Centre => {
            pen.ring(at, 0.74 * r, "#ffffff", 0.52 * r);
            pen.ring(at, 0.74 * r, "#111111", 0.26 * r);
        }
        MarkerKind::Added => {
            let [x, y] = at;
            let side = 0.76 * r;
            let diamond = [
                [x, y - side],
                [x + side, y],
                [x, y + side],
                [x - side, y],
                [x, y - side],
                [x + side, y],
            ];
            pen.path(&diamond, "#ffffff", 0.48 * r);
            pen.path(&diamond, "#111111", 0.24 * r);
        }
        MarkerKind::Unit => {
            pen.dot(at, r, "#111111");
            pen.dot(at, 0.62 * r, "#ffffff");
        }
        MarkerKind::Base => {
            let triangle = |r: f64| {
                let [x, y] = at;
                [[x, y - r], [x + r, y + 0.8 * r], [x - r, y + 0.8 * r]]
            };
            pen.polygon(&triangle(r), "#ffffff");
            pen.polygon(&triangle(0.68 * r), "#b30059");
        }
        MarkerKind::Pad => {
            let [x, y] = at;
            let square = |r: f64| Rect::new(x - r, y - r, 2.0 * r, 2.0 * r);
            pen.rectangle(&square(r), "#ffffff");
            pen.rectangle(&square(0.84 * r), "#111111");
            let (arm, width) = (0.38 * r, 0.2 * r);
            for side in [x - arm, x + arm] {
                pen.line([side, y - 0.5 * r], [side, y + 0.5 * r], "#ffffff", width);
            }
            pen.line([x - arm, y], [x + arm, y], "#ffffff", width);
        }
        MarkerKind::Removed => {
            let arm = 0.6 * r;
            let [x, y] = at;
            for (width, colour) in [(7.0, "#ffffff"), (3.5, "#111111")] {
                let width = width * scale;
                pen.line([x - arm, y - arm], [x + arm, y + arm], colour, width);
                pen.line([x - arm, y + arm], [x + arm, y - arm], colour, width);
            }
        }
    }
}
