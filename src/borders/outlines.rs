use super::border::{Border, OUTSIDE};

/// The pieces of border around every area.
pub(crate) struct Outlines<'a> {
    borders: &'a [Border],
    /// Where the sides of each area begin, and last where all end.
    first: Vec<u32>,
    /// Borders by area: twice their number, and one more where the area is to the right.
    sides: Vec<u32>,
}

impl<'a> Outlines<'a> {
    /// Of areas `0..areas`.
    pub(super) fn new(borders: &'a [Border], areas: usize) -> Self {
        let mut first = vec![0_u32; areas + 1];
        let sides = || {
            (0_u32..).zip(borders).flat_map(|(number, border)| {
                [(2 * number, border.left), (2 * number + 1, border.right)]
            })
        };
        let sides = || sides().filter(|&(_, area)| area != OUTSIDE);
        for (_, area) in sides() {
            first[area as usize + 1] += 1;
        }
        for area in 1..first.len() {
            first[area] += first[area - 1];
        }
        let mut next = first.clone();
        let mut by_area = vec![0; first[areas] as usize];
        for (side, area) in sides() {
            let place = &mut next[area as usize];
            by_area[*place as usize] = side;
            *place += 1;
        }
        Self {
            borders,
            first,
            sides: by_area,
        }
    }

    /// How many areas there are.
    pub(crate) fn areas(&self) -> usize {
        self.first.len() - 1
    }

    /// Around an area: from one vertex to another with the area to the left, in no order.
    pub(crate) fn of(&self, area: usize) -> impl Iterator<Item = (u32, u32)> {
        let ends = [area, area + 1].map(|area| self.first[area] as usize);
        self.sides[ends[0]..ends[1]].iter().map(|&side| {
            let border = self.borders[side as usize / 2];
            if side % 2 == 0 {
                (border.from, border.to)
            } else {
                (border.to, border.from)
            }
        })
    }
}
