use super::noding::Piece;
use super::vertices::Vertices;
use geo::Coord;

/// Of pieces that meet at vertices alone, those with the inside to their left and the outside to their right.
///
/// Inside is what pieces go round anticlockwise at least once more than clockwise, whatever they overlap.
pub(super) fn outline(vertices: &Vertices, pieces: &[Piece]) -> Vec<Piece> {
    let mut sides: Vec<(u32, u32, bool)> = pieces
        .iter()
        .map(|&(from, to)| (from.min(to), from.max(to), from > to))
        .collect();
    sides.sort_unstable();
    // What goes both ways between two vertices bounds nothing.
    let sides = sides.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let sides = sides.map(|sides| {
        let back = sides.iter().filter(|side| side.2).count();
        Side {
            ends: [vertices.get(sides[0].0), vertices.get(sides[0].1)],
            vertices: (sides[0].0, sides[0].1),
            times: count(sides.len() - back) - count(back),
        }
    });
    let sides: Vec<Side> = sides.filter(|side| side.times != 0).collect();
    let across = Rows::new(&sides, |at| at.y);
    let up = Rows::new(&sides, |at| at.x);
    let kept = sides.iter().filter_map(|side| {
        let [a, b] = side.ends;
        let middle = (a + b) / 2.0;
        let is_steep = (b.y - a.y).abs() >= (b.x - a.x).abs();
        // How often pieces go round what lies beside the side: in the east or, if it lies flat, in the north.
        let (beyond, turns) = if is_steep {
            let beyond = across.of(middle.y);
            let turns = beyond.map(|other| other.turns_east_of(middle, side));
            (turns.sum::<i64>(), if a.y < b.y { 1 } else { -1 })
        } else {
            let turns = up.of(middle.x);
            let turns =
                turns.map(|other| other.turned().turns_east_of(turn(middle), &side.turned()));
            (turns.sum::<i64>(), if a.x > b.x { 1 } else { -1 })
        };
        // To the right of who goes up along the side or, if it lies flat, west; and to the left.
        let (right, left) = (beyond, beyond + turns * side.times);
        let (from, to) = side.vertices;
        let goes_up = turns > 0;
        match (left >= 1, right >= 1) {
            (true, false) => Some(if goes_up { (from, to) } else { (to, from) }),
            (false, true) => Some(if goes_up { (to, from) } else { (from, to) }),
            _ => None,
        }
    });
    kept.collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A quarter of a turn clockwise: north lies in the east.
fn turn(at: Coord) -> Coord {
    Coord { x: at.y, y: -at.x }
}

/// All pieces between two vertices.
struct Side {
    ends: [Coord; 2],
    vertices: (u32, u32),
    /// How many go from the first to the second, less those that go back.
    times: i64,
}

impl Side {
    fn turned(&self) -> Self {
        Self {
            ends: self.ends.map(turn),
            ..*self
        }
    }

    /// How often this goes up through the line from a place to the east, unless it is the side of that place.
    fn turns_east_of(&self, at: Coord, own: &Self) -> i64 {
        let [a, b] = self.ends;
        if self.vertices == own.vertices || (a.y > at.y) == (b.y > at.y) {
            return 0;
        }
        let x = a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x);
        match (x > at.x, b.y > a.y) {
            (false, _) => 0,
            (true, true) => self.times,
            (true, false) => -self.times,
        }
    }
}

/// Sides by one of their coordinates, in rows of equal height.
struct Rows<'a> {
    low: f64,
    height: f64,
    sides: Vec<Vec<&'a Side>>,
}

impl<'a> Rows<'a> {
    fn new(sides: &'a [Side], of: fn(Coord) -> f64) -> Self {
        let ends = || sides.iter().flat_map(|side| side.ends).map(of);
        let low = ends().fold(f64::INFINITY, f64::min);
        let high = ends().fold(f64::NEG_INFINITY, f64::max);
        let count = sides.len().isqrt().max(1);
        let mut rows = Self {
            low,
            height: ((high - low) / count as f64).max(f64::MIN_POSITIVE),
            sides: vec![Vec::new(); count],
        };
        for side in sides {
            let [a, b] = side.ends.map(|end| rows.number(of(end)));
            for row in a.min(b)..=a.max(b) {
                rows.sides[row].push(side);
            }
        }
        rows
    }

    fn number(&self, at: f64) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a row, and the last one for what rounding moves beyond it"
        )]
        let row = ((at - self.low) / self.height).max(0.0) as usize;
        row.min(self.sides.len() - 1)
    }

    fn of(&self, at: f64) -> impl Iterator<Item = &'a Side> {
        self.sides[self.number(at)].iter().copied()
    }
}
