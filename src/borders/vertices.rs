use geo::Coord;
use std::collections::HashMap;

/// Places closer than this are one, in degrees: about a micrometre. Crossings of pieces that meet in one place
/// differ by rounding.
const STEP: f64 = 1e-11;

/// The vertices of borders, and places where borders cross.
pub(super) struct Vertices<'a> {
    of_borders: &'a [Coord],
    added: Vec<Coord>,
    /// By the steps of a grid so fine that rounding makes the difference.
    number_of: HashMap<[i64; 2], u32>,
}

impl<'a> Vertices<'a> {
    pub(super) fn new(of_borders: &'a [Coord]) -> Self {
        Self {
            of_borders,
            added: Vec::new(),
            number_of: HashMap::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.of_borders.len() + self.added.len()
    }

    pub(super) fn get(&self, vertex: u32) -> Coord {
        let vertex = vertex as usize;
        match vertex.checked_sub(self.of_borders.len()) {
            None => self.of_borders[vertex],
            Some(added) => self.added[added],
        }
    }

    /// The number of a place where pieces of border cross: that of an end of any piece that lies there.
    pub(super) fn add(&mut self, place: Coord, pieces: &[(u32, u32)]) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "at most 1.8e13 steps")]
        let steps = |at: Coord| [at.x, at.y].map(|degrees| (degrees / STEP).round() as i64);
        if self.number_of.is_empty() {
            let ends = pieces.iter().flat_map(|&(from, to)| [from, to]);
            self.number_of = ends.map(|end| (steps(self.get(end)), end)).collect();
        }
        let next = u32::try_from(self.len()).unwrap_or(u32::MAX);
        *self.number_of.entry(steps(place)).or_insert_with(|| {
            self.added.push(place);
            next
        })
    }
}
