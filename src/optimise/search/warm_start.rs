use super::cover_tree::CoverTree;
use super::cut::Cut;
use super::held_rows::{held_rows, nothing_held};
use super::open_node::NodeStart;
use super::reduction::reduced;
use super::relaxation::Relaxation;
use super::site_state::State;
use super::tree_builder::TreeBuilder;
use crate::optimise::budget::Watch;

/// Where the relaxation of a node begins: where that of its parent ended.
pub(crate) struct WarmStart {
    pub(crate) tree: CoverTree,
    pub(crate) y: Vec<f64>,
    pub(crate) multipliers: Vec<f64>,
    pub(crate) balance: f64,
    /// What was learnt of sites on the way to the node, for its division.
    pub(crate) gains: Vec<Gain>,
}

/// How far the cost of the relaxation rises if a site is opened, and if it is closed: estimates, which nothing is proven
/// by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gain {
    pub(crate) site: u16,
    pub(crate) opened: f64,
    pub(crate) closed: f64,
}

/// Rows in which more sites of a good layout are open than this are left out at the root: in the
/// relaxation, too, they are rarely missed.
const LAYERS: u16 = 2;

impl WarmStart {
    /// Without rows: all that is left when there is no time to look at them.
    fn without_rows(open: &[bool]) -> Self {
        Self {
            tree: CoverTree::default(),
            y: vec![0.0; open.len()],
            multipliers: Vec::new(),
            balance: 1.0,
            gains: Vec::new(),
        }
    }

    /// From a good layout: a row that misses it pays in full, one that a single site hits pays half.
    pub(crate) fn from_layout(
        tree: &CoverTree,
        states: &[State],
        open: &[bool],
        watch: Watch,
    ) -> Self {
        if watch.is_over() {
            return Self::without_rows(open);
        }
        let hits = tree.hits(open);
        let multipliers: Vec<f64> = tree
            .weight
            .iter()
            .zip(&hits)
            .map(|(&weight, &hits)| match hits {
                0 => weight as f64,
                1 => 0.5 * weight as f64,
                _ => 0.0,
            })
            .collect();
        let Some((tree, multipliers)) = reduced(
            tree,
            states,
            |row| hits[row] <= LAYERS,
            u128::MAX,
            &multipliers,
            watch,
        ) else {
            return Self::without_rows(open);
        };
        Self {
            tree,
            y: open
                .iter()
                .map(|&is_open| f64::from(u8::from(is_open)))
                .collect(),
            multipliers,
            balance: 1.0,
            gains: Vec::new(),
        }
    }

    /// The relaxation of what is undecided of a node's tree; at the root nothing is held, elsewhere what it was above.
    pub(crate) fn relaxation<'a>(
        &self,
        tree: &'a CoverTree,
        states: &'a [State],
        centres: usize,
        multipliers: &[f64],
        is_root: bool,
    ) -> Relaxation<'a> {
        let hold = if is_root {
            nothing_held(tree)
        } else {
            held_rows(tree, states, &self.y, multipliers)
        };
        let (y, balance) = (&self.y, self.balance);
        Relaxation::new(tree, states, centres, y, multipliers, balance, hold)
    }

    /// With further rows, each at this weight, or with this much more if it is there already.
    pub(crate) fn with_rows(self, sets: &[Vec<u16>], cuts: Vec<Cut>, weight: u128) -> Self {
        let mut builder = TreeBuilder::new(self.y.len());
        builder.absorb(&self.tree);
        for set in sets {
            let row = builder.set(set);
            builder.add_weight(row, weight);
        }
        let (of_rows, of_cuts) = self.multipliers.split_at(self.tree.len());
        let mut carried = of_rows.to_vec();
        carried.resize(builder.len(), 0.0);
        let (mut tree, mut multipliers) = builder.finish_with(&carried);
        multipliers.extend(of_cuts);
        tree.cuts = self.tree.cuts;
        for cut in cuts {
            let same = |old: &&mut Cut| old.parts == cut.parts && old.needed == cut.needed;
            if let Some(old) = tree.cuts.iter_mut().find(same) {
                old.weight += weight;
            } else {
                tree.cuts.push(Cut { weight, ..cut });
                multipliers.push(0.0);
            }
        }
        Self {
            tree,
            multipliers,
            ..self
        }
    }
}

impl NodeStart for WarmStart {
    fn bytes(&self) -> u64 {
        let numbers = self.y.len() + self.multipliers.len();
        let gains = self.gains.len() * size_of::<Gain>();
        (self.tree.bytes() + numbers * size_of::<f64>() + gains) as u64
    }
}
