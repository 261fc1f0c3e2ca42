use super::border::{Border, OUTSIDE};
use crate::grouped::Grouped;

/// The pieces of border around every area.
pub(crate) struct Outlines<'a> {
    borders: &'a [Border],
    /// By area: twice the number of a border, and one more where the area is to the right.
    sides: Grouped<u32>,
}

impl<'a> Outlines<'a> {
    /// Of areas `0..areas`.
    pub(super) fn new(borders: &'a [Border], areas: usize) -> Self {
        let sides = (0_u32..).zip(borders).flat_map(|(number, border)| {
            [(border.left, 2 * number), (border.right, 2 * number + 1)]
        });
        Self {
            borders,
            sides: Grouped::new(areas, sides.filter(|&(area, _)| area != OUTSIDE)),
        }
    }

    /// How many areas there are.
    pub(crate) fn areas(&self) -> usize {
        self.sides.groups()
    }

    /// Around an area: from one vertex to another with the area to the left, in no order.
    pub(crate) fn of(&self, area: usize) -> impl Iterator<Item = (u32, u32)> {
        self.sides.of(area).iter().map(|&side| {
            let border = self.borders[side as usize / 2];
            if side % 2 == 0 {
                (border.from, border.to)
            } else {
                (border.to, border.from)
            }
        })
    }
}
