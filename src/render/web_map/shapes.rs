use super::arcs::{Arc, arcs, packed_area};
use super::grid::{Grid, Step};
use super::outlines;
use super::pack::Writer;
use crate::render::base_map::BaseMap;

/// Most corners of all borders together: more take too long to draw.
const MOST_CORNERS: usize = 1_500_000;

/// Borders, places and land on a grid.
#[derive(Debug)]
pub(super) struct Shapes {
    /// `None` where nothing has a place.
    pub(super) grid: Option<Grid>,
    pub(super) bytes: Vec<u8>,
}

impl Shapes {
    pub(super) fn new(base: &BaseMap) -> Self {
        let topology = &base.topology;
        let dots: Vec<(usize, _)> = (base.points.iter().enumerate())
            .filter(|&(point, _)| !topology.has_area(point))
            .filter_map(|(point, place)| Some((point, (*place)?)))
            .collect();
        let corners = topology.vertices.iter().copied();
        let sites = base
            .sites
            .iter()
            .flatten()
            .copied()
            .filter(|_| topology.is_empty());
        let Some(mut grid) = Grid::over(corners.chain(dots.iter().map(|dot| dot.1)).chain(sites))
        else {
            return Self {
                grid: None,
                bytes: Vec::new(),
            };
        };
        let arcs = arcs(topology);
        let mut drawn = on_grid(&arcs, base, &grid);
        while drawn.iter().map(|(line, _)| line.len()).sum::<usize>() > MOST_CORNERS {
            grid = grid.coarser();
            drawn = on_grid(&arcs, base, &grid);
        }
        let mut writer = Writer::default();
        let (lines, beside): (Vec<Vec<Step>>, Vec<[i64; 2]>) = drawn.into_iter().unzip();
        outlines::pack(&lines, &mut writer);
        let mut last = 0;
        for &[left, _] in &beside {
            writer.signed(left - last);
            last = left;
        }
        for &[left, right] in &beside {
            writer.signed(right - left);
        }
        writer.count(dots.len());
        let mut last = 0;
        for &(point, _) in &dots {
            writer.count(point - last);
            last = point;
        }
        let places = dots.iter().map(|&(_, place)| grid.step_of(place)).collect();
        outlines::pack(&[places], &mut writer);
        outlines::pack(&outlines::around(&base.land, &grid), &mut writer);
        outlines::pack(&outlines::around(&base.regions, &grid), &mut writer);
        Self {
            grid: Some(grid),
            bytes: writer.0,
        }
    }
}

/// The arcs on the grid with the areas at their sides, without those that shrink to a place or lie
/// within one area.
fn on_grid(arcs: &[Arc], base: &BaseMap, grid: &Grid) -> Vec<(Vec<Step>, [i64; 2])> {
    let between = arcs.iter().filter(|arc| arc.left != arc.right);
    let drawn = between.map(|arc| {
        let corners = arc.vertices.iter();
        let corners = corners.map(|&vertex| base.topology.vertices[vertex as usize]);
        let line = outlines::thinned(corners, grid, 1);
        (line, [packed_area(arc.left), packed_area(arc.right)])
    });
    drawn.filter(|(line, _)| line.len() > 1).collect()
}
