use super::vertices::Vertices;
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line};

/// A straight piece of border from one vertex to another.
pub(super) type Piece = (u32, u32);

/// How often pieces are cut: a rounded crossing may lie on the other side of a piece beside it.
const ROUNDS: usize = 8;

/// Comparisons per piece, on average. Borders of areas take less than a tenth of it; what takes more is a
/// tangle, and stays as it is rather than take hours.
const MOST_COMPARISONS: usize = 2_000;

/// Pieces cut wherever they cross, touch or overlap, so that they meet at vertices alone; `None` where they
/// do so already.
pub(super) fn noded(vertices: &mut Vertices, pieces: &[Piece]) -> Option<Vec<Piece>> {
    let mut noded: Option<Vec<Piece>> = None;
    for _ in 0..ROUNDS {
        let pieces = noded.as_deref().unwrap_or(pieces);
        let Some(cuts) = cuts(vertices, pieces).filter(|cuts| !cuts.is_empty()) else {
            break;
        };
        noded = Some(cut(vertices, pieces, cuts));
    }
    noded
}

/// Numbers of pieces, each with a vertex at which it is to be cut; `None` for a tangle.
fn cuts(vertices: &mut Vertices, pieces: &[Piece]) -> Option<Vec<(usize, u32)>> {
    let ends = |&(from, to): &Piece| (vertices.get(from), vertices.get(to));
    let boxes = pieces.iter().map(ends).map(|(a, b)| {
        let (west, east) = (a.x.min(b.x), a.x.max(b.x));
        (west, east, a.y.min(b.y), a.y.max(b.y))
    });
    let boxes: Vec<_> = boxes.collect();
    let mut from_west: Vec<usize> = (0..pieces.len()).collect();
    from_west.sort_by(|&a, &b| boxes[a].0.total_cmp(&boxes[b].0));
    let mut cuts = Vec::new();
    let mut left = MOST_COMPARISONS * pieces.len();
    for (place, &one) in from_west.iter().enumerate() {
        let (_, east, south, north) = boxes[one];
        let later = from_west[place + 1..].iter().copied();
        for other in later.take_while(|&other| boxes[other].0 <= east) {
            left = left.checked_sub(1)?;
            if boxes[other].2 <= north && boxes[other].3 >= south {
                meet(vertices, pieces, [one, other], &mut cuts);
            }
        }
    }
    Some(cuts)
}

/// Adds where two pieces are to be cut.
fn meet(vertices: &mut Vertices, pieces: &[Piece], both: [usize; 2], cuts: &mut Vec<(usize, u32)>) {
    // In one order, so that a crossing is the same place whichever class the pieces are of.
    let sorted = |piece: usize| {
        let (from, to) = pieces[piece];
        (from.min(to), from.max(to))
    };
    let mut two = both.map(sorted);
    two.sort_unstable();
    if two[0] == two[1] {
        return;
    }
    let [one, other] = two.map(|(a, b)| Line::new(vertices.get(a), vertices.get(b)));
    let places: Vec<Coord> = match line_intersection(one, other) {
        None => return,
        Some(LineIntersection::SinglePoint { intersection, .. }) => vec![intersection],
        Some(LineIntersection::Collinear { intersection }) => {
            vec![intersection.start, intersection.end]
        }
    };
    for place in places {
        let mut ends = two.iter().flat_map(|&(a, b)| [a, b]);
        let end = ends.find(|&end| vertices.get(end) == place);
        let vertex = end.unwrap_or_else(|| vertices.add(place, pieces));
        for piece in both {
            let (from, to) = pieces[piece];
            if from != vertex && to != vertex {
                cuts.push((piece, vertex));
            }
        }
    }
}

fn cut(vertices: &Vertices, pieces: &[Piece], mut cuts: Vec<(usize, u32)>) -> Vec<Piece> {
    let along = |piece: usize, vertex: u32| {
        let (from, to) = pieces[piece];
        let [from, to, at] = [from, to, vertex].map(|vertex| vertices.get(vertex));
        let (way, here) = (to - from, at - from);
        way.x * here.x + way.y * here.y
    };
    cuts.sort_by(|&a, &b| {
        let by_place = || along(a.0, a.1).total_cmp(&along(b.0, b.1));
        a.0.cmp(&b.0).then_with(by_place).then(a.1.cmp(&b.1))
    });
    cuts.dedup();
    let mut cuts = cuts.into_iter().peekable();
    let mut all = Vec::with_capacity(pieces.len() + cuts.len());
    for (number, &(from, to)) in pieces.iter().enumerate() {
        let mut from = from;
        while let Some((_, vertex)) = cuts.next_if(|cut| cut.0 == number) {
            all.push((from, vertex));
            from = vertex;
        }
        all.push((from, to));
    }
    all
}
