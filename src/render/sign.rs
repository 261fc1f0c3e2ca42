use super::pen::Pen;
use super::rect::Rect;

/// The sign that marks a point of a chart, in its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Dot(&'static str),
    Ring(&'static str),
    Square(&'static str),
    Triangle(&'static str),
    Diamond(&'static str),
}

impl Sign {
    /// Draws it, with a white edge where signs may lie on each other.
    pub(super) fn draw(self, pen: &mut Pen, at: [f64; 2]) {
        let [x, y] = at;
        match self {
            Self::Dot(fill) => pen.dot(at, 6.0, fill),
            Self::Ring(stroke) => {
                pen.dot(at, 7.0, stroke);
                pen.dot(at, 4.0, "#ffffff");
            }
            Self::Square(fill) => {
                for (r, fill) in [(6.5, "#ffffff"), (5.5, fill)] {
                    pen.rectangle(&Rect::new(x - r, y - r, 2.0 * r, 2.0 * r), fill);
                }
            }
            Self::Triangle(fill) => {
                for (r, fill) in [(9.0, "#ffffff"), (7.0, fill)] {
                    let base = y + 0.7 * r;
                    pen.polygon(&[[x, y - r], [x + r, base], [x - r, base]], fill);
                }
            }
            Self::Diamond(fill) => {
                for (r, fill) in [(15.0, "#ffffff"), (12.0, fill)] {
                    pen.polygon(&[[x, y - r], [x + r, y], [x, y + r], [x - r, y]], fill);
                }
            }
        }
    }
}
