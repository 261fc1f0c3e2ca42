use super::candidate_set::CandidateSet;
use super::centres::Centres;
use super::extent::Extent;
use super::octahedron::{Square, flatten};
use super::prune::prune;
use super::rounding::whole_single;
use super::span::Span;

/// A look-up of the centres that can be nearest to a place: a fine map of the part of the Earth
/// where the cells lie, each of its squares with a list of centres.
#[derive(Debug, Clone)]
pub(in crate::grid) struct NearestMap {
    west: f32,
    south: f32,
    per_unit: f32,
    side: u32,
    squares: Vec<u32>,
    lists: Vec<u16>,
    runs: Vec<(u32, u32)>,
    candidates: Option<CandidateSet>,
}

/// Marks a square whose list has several centres; the rest is the list's number.
const SEVERAL: u32 = 1 << 31;

/// Squares per side. 256 take a quarter of a mebibyte, which fits into the cache of a core beside
/// everything else; with more centres, shorter lists are worth leaving the cache for.
const fn side(centres: usize) -> u32 {
    match centres {
        0..=100 => 256,
        101..=500 => 512,
        501..=4_000 => 1_024,
        _ => 2_048,
    }
}

/// The least width of a map, 6 km, so that no place on Earth is 2²² squares away, where the numbers
/// of squares would wrap.
const NARROWEST: f32 = 1e-3;

impl NearestMap {
    /// The map of an extent, for some of the centres, ascending.
    pub(in crate::grid) fn new(centres: &Centres, layout: &[u16], extent: Extent) -> Self {
        let width = (extent.high[0] - extent.low[0])
            .max(extent.high[1] - extent.low[1])
            .max(NARROWEST);
        let side = side(layout.len());
        let mut map = Self {
            west: extent.low[0],
            south: extent.low[1],
            // The last row and column are for places outside.
            per_unit: (side as f32 - 1.75) / width,
            side,
            squares: vec![0; (side * side) as usize],
            lists: Vec::new(),
            runs: Vec::new(),
            candidates: CandidateSet::new(centres.unit(), layout),
        };
        let mut builder = Builder {
            unit: centres.unit(),
            lists: layout.to_vec(),
        };
        let all = Span {
            from: 0,
            len: layout.len(),
        };
        let tile = |up: u32, size: u32| Tile {
            across: 0,
            up,
            size,
        };
        builder.quarter(&mut map, tile(0, side), all);
        builder.enter(&mut map, tile(side - 1, 1), all);
        let elsewhere = map.squares[(side * (side - 1)) as usize];
        for last in 0..side {
            map.squares[(last * side + side - 1) as usize] = elsewhere;
            map.squares[((side - 1) * side + last) as usize] = elsewhere;
        }
        map
    }

    /// The number of a place's square. A place outside the map gets a square of the last row or
    /// column, which list all centres.
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "single precision finds the square"
    )]
    pub(in crate::grid) fn square(&self, place: [f64; 3]) -> u32 {
        let (u, v) = flatten([place[0] as f32, place[1] as f32, place[2] as f32]);
        let whole = |along: f32| whole_single(along * self.per_unit);
        let most = self.side - 1;
        let across = whole(u - self.west).min(most);
        let up = whole(v - self.south).min(most);
        up * self.side + across
    }

    /// The centres of the map, if they are few.
    #[inline(always)]
    pub(in crate::grid) const fn candidates(&self) -> Option<&CandidateSet> {
        self.candidates.as_ref()
    }

    /// What the squares hold: the only centre that can be nearest there, or a list of them.
    #[inline(always)]
    pub(in crate::grid) fn squares(&self) -> &[u32] {
        &self.squares
    }

    #[inline(always)]
    pub(in crate::grid) const fn is_list(entry: u32) -> bool {
        entry >= SEVERAL
    }

    #[inline(always)]
    pub(in crate::grid) fn list(&self, entry: u32) -> &[u16] {
        let (from, len) = self.runs[(entry ^ SEVERAL) as usize];
        &self.lists[from as usize..(from + len) as usize]
    }
}

/// A square block of squares of the map.
#[derive(Debug, Clone, Copy)]
struct Tile {
    across: u32,
    up: u32,
    /// Squares per side.
    size: u32,
}

struct Builder<'a> {
    unit: &'a [[f64; 3]],
    lists: Vec<u16>,
}

impl Builder<'_> {
    /// Fills a tile of the map from the list that its parent left.
    fn quarter(&mut self, map: &mut NearestMap, tile: Tile, parent: Span) {
        let Tile { across, up, size } = tile;
        let step = 1.0 / f64::from(map.per_unit);
        let half = f64::from(size) * step / 2.0;
        // Places are rounded to the nearest whole number, so that square 0 begins at −½.
        let square = Square {
            u: f64::from(map.west) + (f64::from(across) - 0.5) * step + half,
            v: f64::from(map.south) + (f64::from(up) - 0.5) * step + half,
            half,
        };
        let from = self.lists.len();
        prune(self.unit, square.ball(), parent, &mut self.lists);
        let span = Span {
            from,
            len: self.lists.len() - from,
        };
        if span.len == 1 || size == 1 {
            self.enter(map, tile, span);
        } else {
            let size = size / 2;
            for (right, above) in [(0, 0), (size, 0), (0, size), (size, size)] {
                let quarter = Tile {
                    across: across + right,
                    up: up + above,
                    size,
                };
                self.quarter(map, quarter, span);
            }
        }
        self.lists.truncate(from);
    }

    #[expect(clippy::cast_possible_truncation, reason = "far fewer than 2^31 lists")]
    fn enter(&self, map: &mut NearestMap, tile: Tile, span: Span) {
        let Tile { across, up, size } = tile;
        let list = span.slice(&self.lists);
        let entry = if let [only] = list {
            u32::from(*only)
        } else {
            let latest = map
                .runs
                .last()
                .map(|&(from, len)| &map.lists[from as usize..(from + len) as usize] == list);
            if latest != Some(true) {
                map.runs.push((map.lists.len() as u32, list.len() as u32));
                map.lists.extend_from_slice(list);
            }
            SEVERAL | (map.runs.len() as u32 - 1)
        };
        for row in up..up + size {
            let from = (row * map.side + across) as usize;
            map.squares[from..from + size as usize].fill(entry);
        }
    }
}
