use super::canvas::Canvas;
use super::pen::TENTHS;

/// Curves that are nearer than this to each other, in pixels up and down, cannot be told apart.
const TOGETHER: f64 = 3.0;
/// What stripes mean.
pub(super) const MEANING: &str = "striped: lines that coincide";
/// From one stripe to the next of the same colour, in pixels.
const PERIOD: f64 = 36.0;

/// A piece of a curve that lies on the same other curves from one end to the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) points: Vec<[f64; 2]>,
    /// How many curves drawn before this one lie here.
    below: usize,
    /// How many curves lie here, this one included.
    together: usize,
}

/// Cuts curve `number` where others join or leave it. All curves have points at the same places
/// across.
pub(super) fn pieces(curves: &[Vec<[f64; 2]>], number: usize) -> Vec<Piece> {
    let curve = &curves[number];
    let near = |other: &[[f64; 2]], at: usize| {
        other
            .get(at)
            .is_some_and(|place| (place[1] - curve[at][1]).abs() < TOGETHER)
    };
    let along = |other: &[[f64; 2]], at: usize| near(other, at) && near(other, at + 1);
    let mut pieces: Vec<Piece> = Vec::new();
    for at in 0..curve.len().saturating_sub(1) {
        let count = |curves: &[Vec<[f64; 2]>]| {
            let on = |other: &&Vec<[f64; 2]>| along(other, at);
            curves.iter().filter(on).count()
        };
        let (below, together) = (count(&curves[..number]), count(curves));
        match pieces.last_mut() {
            Some(last) if (last.below, last.together) == (below, together) => {
                last.points.push(curve[at + 1]);
            }
            _ => pieces.push(Piece {
                points: vec![curve[at], curve[at + 1]],
                below,
                together,
            }),
        }
    }
    pieces
}

/// Draws curves so that every one is seen: where some lie on each other they share the line in
/// stripes of their colours.
pub(super) fn draw<'a>(
    canvas: &mut Canvas,
    curves: &[Vec<[f64; 2]>],
    width: f64,
    look: impl Fn(usize) -> (&'a str, &'a str),
) {
    for number in 0..curves.len() {
        let (colour, dashes) = look(number);
        for piece in pieces(curves, number) {
            let striped;
            let attributes = if piece.below == 0 {
                dashes
            } else {
                striped = piece.dashes();
                &striped
            };
            canvas.layer(attributes, |pen| pen.path(&piece.points, colour, width));
        }
    }
}

/// Whether any of the curves shares its line with another.
pub(super) fn any(curves: &[Vec<[f64; 2]>]) -> bool {
    (1..curves.len()).any(|number| {
        pieces(curves, number)
            .iter()
            .any(|piece| piece.below > 0 && piece.points.len() > 2)
    })
}

impl Piece {
    /// What of the line this curve takes, so that in the end all have an equal part.
    fn dashes(&self) -> String {
        let part = (self.together - self.below) as f64 / self.together as f64;
        let (dash, gap) = (PERIOD * part, PERIOD * (1.0 - part));
        format!(
            "stroke-dasharray=\"{:.0} {:.0}\"",
            dash * TENTHS,
            gap * TENTHS
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(heights: &[f64]) -> Vec<[f64; 2]> {
        let place = |(x, &y): (u8, &f64)| [f64::from(x), y];
        (0..).zip(heights).map(place).collect()
    }

    /// The pieces of a curve make up the curve, each beginning where the one before it ends.
    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "whole numbers")]
    fn cutting_a_curve_loses_nothing() {
        let curves = [
            curve(&[0.0, 10.0, 20.0, 30.0, 40.0]),
            curve(&[0.0, 10.0, 21.0, 90.0, 40.0]),
            curve(&[50.0, 11.0, 20.0, 90.0, 90.0]),
        ];
        for number in 0..curves.len() {
            let whole = |[x, y]: [f64; 2]| (x as i32, y as i32);
            let mut all = Vec::new();
            for piece in pieces(&curves, number) {
                let mut piece: Vec<_> = piece.points.into_iter().map(whole).collect();
                if all.last() == piece.first() {
                    piece.remove(0);
                }
                all.extend(piece);
            }
            let curve: Vec<_> = curves[number].iter().copied().map(whole).collect();
            assert_eq!(all, curve);
        }
    }

    /// Curves that are the same have equal parts of every stripe; those apart are whole.
    #[test]
    fn stripes_are_shared_equally() {
        let same = vec![curve(&[0.0, 10.0, 20.0]); 3];
        let dashes: Vec<String> = (0..3).map(|n| pieces(&same, n)[0].dashes()).collect();
        assert_eq!(
            dashes,
            [
                "stroke-dasharray=\"360 0\"",
                "stroke-dasharray=\"240 120\"",
                "stroke-dasharray=\"120 240\""
            ]
        );
        assert!(any(&same));
        let apart = [curve(&[0.0, 10.0, 20.0]), curve(&[9.0, 30.0, 40.0])];
        assert!(!any(&apart));
        assert_eq!(pieces(&apart, 1)[0].below, 0);
    }
}
