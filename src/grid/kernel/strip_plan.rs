use super::ball::Ball;
use super::lattice::{Block, Lattice};
use super::prune::prune;
use super::query::GridQuery;
use super::span::Span;

/// Cells that are computed together.
pub(in crate::grid) const WIDTH: usize = 64;

/// Which centres can be nearest to which cells of a strip of rows.
///
/// The strip is halved into ever narrower blocks, down to [`WIDTH`] columns. Each block prunes the
/// list of centres of its parent. A list that several layouts share is stored once.
#[derive(Debug, Default)]
pub(in crate::grid) struct Plan {
    pub(in crate::grid) pieces: Vec<Piece>,
    /// The lists of centres of all pieces, end to end, ascending within each.
    pub(in crate::grid) lists: Vec<u16>,
    /// The layouts of all pieces, end to end.
    pub(in crate::grid) layouts: Vec<u16>,
    /// For each centre of all lists, the term of the squared chord for each column.
    pub(in crate::grid) column_parts: Vec<[f64; WIDTH]>,
    /// Standards that all cells of a piece meet.
    pub(in crate::grid) met: Vec<u16>,
    /// Standards that only some cells of a piece may meet, and the squared chords where they end.
    pub(in crate::grid) straddling: Vec<(u16, f64)>,
    /// How many sums the pieces need for their straddling standards.
    pub(in crate::grid) splits: usize,
}

/// A block of cells and one list of centres for it.
#[derive(Debug, Clone, Copy)]
pub(in crate::grid) struct Piece {
    pub(in crate::grid) column: usize,
    pub(in crate::grid) columns: usize,
    pub(in crate::grid) list: Span,
    pub(in crate::grid) layouts: Span,
    pub(in crate::grid) met: Span,
    pub(in crate::grid) straddling: Span,
    /// The first of its sums for straddling standards, by centre, then by standard.
    pub(in crate::grid) splits: usize,
    /// An upper bound of the seconds of all its cells.
    pub(in crate::grid) longest: u32,
    /// Whether all its cells lie within the near table of travel times.
    pub(in crate::grid) held: bool,
}

/// A list of the recursion, and how far the block's middle is from the nearest of its centres.
#[derive(Debug, Clone, Copy)]
struct PrunedList {
    span: Span,
    nearest: f64,
}

pub(in crate::grid) struct Planner<'a> {
    query: &'a GridQuery<'a>,
    lattice: &'a Lattice,
    beyond: &'a [f64],
    first_row: usize,
    rows: usize,
    lists: Vec<u16>,
    kept: Vec<PrunedList>,
    /// For each block of the recursion, the place in `kept` of each layout's list.
    list_of: Vec<usize>,
    plan: Plan,
}

impl<'a> Planner<'a> {
    pub(in crate::grid) fn plan(
        query: &'a GridQuery<'a>,
        lattice: &'a Lattice,
        beyond: &'a [f64],
        first_row: usize,
        rows: usize,
    ) -> Plan {
        let mut planner = Self {
            query,
            lattice,
            beyond,
            first_row,
            rows,
            lists: Vec::new(),
            kept: Vec::new(),
            list_of: Vec::new(),
            plan: Plan::default(),
        };
        for layout in query.layouts {
            planner.list_of.push(planner.kept.len());
            planner.kept.push(PrunedList {
                span: Span {
                    from: planner.lists.len(),
                    len: layout.len(),
                },
                nearest: 0.0,
            });
            planner.lists.extend_from_slice(layout);
        }
        planner.halve(0, lattice.columns(), 0);
        planner.plan
    }

    /// `parents` is where the parent's lists begin in `list_of`.
    fn halve(&mut self, column: usize, columns: usize, parents: usize) {
        let layouts = self.query.layouts.len();
        let ball = self.lattice.ball(Block {
            row: self.first_row,
            rows: self.rows,
            column,
            columns,
        });
        let (kept_before, lists_before) = (self.kept.len(), self.lists.len());
        let mine = self.list_of.len();
        for layout in 0..layouts {
            let parent = self.list_of[parents + layout];
            let same = (0..layout).find(|&other| self.list_of[parents + other] == parent);
            let place = match same {
                Some(other) => self.list_of[mine + other],
                None => self.narrow(parent, ball, kept_before),
            };
            self.list_of.push(place);
        }
        if columns > WIDTH {
            // Whole batches of cells on the left, so that at most one batch per row is cut short.
            let left = (columns / WIDTH).div_ceil(2) * WIDTH;
            self.halve(column, left, mine);
            self.halve(column + left, columns - left, mine);
        } else {
            for place in kept_before..self.kept.len() {
                self.enter(column, columns, ball.radius, place, mine);
            }
        }
        self.list_of.truncate(mine);
        self.kept.truncate(kept_before);
        self.lists.truncate(lists_before);
    }

    /// Prunes the parent's list for a ball, sharing an equal list; gives its place in `kept`.
    fn narrow(&mut self, parent: usize, ball: Ball, since: usize) -> usize {
        let from = self.lists.len();
        let span = self.kept[parent].span;
        let unit = self.query.centres.unit();
        let nearest = prune(unit, ball, span, &mut self.lists);
        let equal = (since..self.kept.len())
            .find(|&place| *self.kept[place].span.slice(&self.lists) == self.lists[from..]);
        if let Some(place) = equal {
            self.lists.truncate(from);
            return place;
        }
        let span = Span {
            from,
            len: self.lists.len() - from,
        };
        self.kept.push(PrunedList { span, nearest });
        self.kept.len() - 1
    }

    /// Enters a block and one of its lists into the plan.
    fn enter(&mut self, column: usize, columns: usize, radius: f64, place: usize, mine: usize) {
        let PrunedList { span, nearest } = self.kept[place];
        let plan = &mut self.plan;
        let list = Span {
            from: plan.lists.len(),
            len: span.len,
        };
        for &centre in span.slice(&self.lists) {
            let lon = self.query.centres.angles()[usize::from(centre)].lon;
            let mut parts = [0.0; WIDTH];
            let angles = &self.lattice.column_angles()[column..column + columns];
            for (part, angle) in parts.iter_mut().zip(angles) {
                *part = angle.haversine(lon);
            }
            plan.column_parts.push(parts);
            plan.lists.push(centre);
        }
        let (layouts, met) = (plan.layouts.len(), plan.met.len());
        for (layout, &of) in (0..).zip(&self.list_of[mine..]) {
            if of == place {
                plan.layouts.push(layout);
            }
        }
        // The distance to the nearest centre changes by no more than the distance between two places.
        let radius = radius + 1e-9;
        let (least, most) = ((nearest - radius).max(0.0), nearest + radius);
        let straddling = plan.straddling.len();
        for (standard, &beyond) in (0..).zip(self.beyond) {
            if most * most < beyond {
                plan.met.push(standard);
            } else if least * least < beyond {
                plan.straddling.push((standard, beyond));
            }
        }
        let since = |from: usize, now: usize| Span {
            from,
            len: now - from,
        };
        let piece = Piece {
            column,
            columns,
            list,
            layouts: since(layouts, plan.layouts.len()),
            met: since(met, plan.met.len()),
            straddling: since(straddling, plan.straddling.len()),
            splits: plan.splits,
            longest: self.query.travel_times.seconds(most * most),
            held: most * most < self.query.travel_times.end(),
        };
        plan.splits += piece.straddling.len * list.len;
        plan.pieces.push(piece);
    }
}
