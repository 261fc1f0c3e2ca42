use super::cover_tree::{CoverTree, ROOT};

/// The rows of a [`CoverTree`] that a relaxation walks over: those that it is asked to, and those from which
/// several of them go on. All others are passed: their sites belong to the row that they lead to.
#[derive(Debug, Clone)]
pub(super) struct WalkedRows {
    /// Where a row is in the tree, and its last site.
    row: Vec<u32>,
    site: Vec<u16>,
    parent: Vec<u32>,
    /// The other sites that a row has and its parent lacks: up to this place of `passed`, from that of the row before.
    end: Vec<u32>,
    passed: Vec<u16>,
}

impl WalkedRows {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a tree has fewer than 2^32 rows"
    )]
    pub(super) fn new(tree: &CoverTree, is_asked: impl Fn(usize) -> bool) -> Self {
        const NOT_WALKED: u32 = ROOT;
        // How many rows lead on to one that is asked for; itself counts as two.
        let mut onward = vec![0_u8; tree.len()];
        let mut count = 0;
        for row in (0..tree.len()).rev() {
            if is_asked(row) {
                onward[row] = 2;
            }
            count += usize::from(onward[row] > 1);
            if onward[row] > 0
                && let Some(of_parent) = onward.get_mut(tree.parent[row] as usize)
            {
                *of_parent = (*of_parent + 1).min(2);
            }
        }
        let mut walked = Self {
            row: Vec::with_capacity(count),
            site: Vec::with_capacity(count),
            parent: Vec::with_capacity(count),
            end: Vec::with_capacity(count),
            passed: Vec::new(),
        };
        let mut place_of = vec![NOT_WALKED; tree.len()];
        for row in (0..tree.len()).filter(|&row| onward[row] > 1) {
            let mut above = tree.parent[row];
            while above != ROOT && place_of[above as usize] == NOT_WALKED {
                walked.passed.push(tree.site[above as usize]);
                above = tree.parent[above as usize];
            }
            place_of[row] = walked.row.len() as u32;
            walked.row.push(row as u32);
            walked.site.push(tree.site[row]);
            let parent = place_of.get(above as usize).copied().unwrap_or(ROOT);
            walked.parent.push(parent);
            walked.end.push(walked.passed.len() as u32);
        }
        walked
    }

    pub(super) fn len(&self) -> usize {
        self.row.len()
    }

    /// Where the rows are in the tree.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = usize> {
        self.row.iter().map(|&row| row as usize)
    }

    /// From a number for every row: adds it to every site of the row. What the numbers were is lost.
    pub(super) fn add_to_sites(&self, row: &mut [f64], site: &mut [f64]) {
        let mut end = self.passed.len();
        for i in (0..self.len()).rev() {
            let sum = row[i];
            site[usize::from(self.site[i])] += sum;
            let start = i
                .checked_sub(1)
                .map_or(0, |before| self.end[before] as usize);
            for &passed in &self.passed[start..end] {
                site[usize::from(passed)] += sum;
            }
            end = start;
            let parent = self.parent[i];
            if parent != ROOT {
                row[parent as usize] += sum;
            }
        }
    }

    /// For every row, the sum over its sites.
    pub(super) fn sum_up(&self, of_site: &[f64], row: &mut [f64]) {
        let mut start = 0;
        for i in 0..self.len() {
            let above = row.get(self.parent[i] as usize).copied().unwrap_or(0.0);
            let mut sum = above + of_site[usize::from(self.site[i])];
            let end = self.end[i] as usize;
            for &passed in &self.passed[start..end] {
                sum += of_site[usize::from(passed)];
            }
            start = end;
            row[i] = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::SmallProblem;
    use crate::optimise::search::nearest_rows::nearest_rows;
    use proptest::prelude::*;

    proptest! {
        /// Every row that is asked for is walked over, and what comes together in it, and at every site, is the same
        /// as if all sites of each row were looked at.
        #[test]
        fn sums_are_those_over_all_sites_of_a_row(
            small in SmallProblem::any(),
            drawn in prop::collection::vec(0_u8..4, 1..60),
            numbers in prop::collection::vec(0_u32..1_000, 60),
        ) {
            let problem = small.problem();
            let tree = nearest_rows(&problem, 99);
            let sites = problem.matrix().sites();
            let is_asked = |row: usize| drawn[row % drawn.len()] == 0;
            let walked = WalkedRows::new(&tree, is_asked);
            let places: Vec<usize> = walked.rows().collect();
            for row in (0..tree.len()).filter(|&row| is_asked(row)) {
                prop_assert!(places.contains(&row));
            }
            let number = |place: usize| f64::from(numbers[place % numbers.len()]);
            let of_site: Vec<f64> = (0..sites).map(number).collect();
            let sites_of = |mut row: usize| {
                let mut all = vec![usize::from(tree.site[row])];
                while tree.parent[row] != ROOT {
                    row = tree.parent[row] as usize;
                    all.push(usize::from(tree.site[row]));
                }
                all
            };
            let mut sums = vec![0.0; walked.len()];
            walked.sum_up(&of_site, &mut sums);
            let mut of_rows: Vec<f64> = places.iter().map(|&row| number(row)).collect();
            let mut expected = vec![0.0; sites];
            for (&row, &sum) in places.iter().zip(&sums) {
                // Whole numbers are added exactly.
                let over_all: f64 = sites_of(row).iter().map(|&site| of_site[site]).sum();
                prop_assert_eq!(sum.to_bits(), over_all.to_bits());
                for site in sites_of(row) {
                    expected[site] += number(row);
                }
            }
            let mut at_sites = vec![0.0; sites];
            walked.add_to_sites(&mut of_rows, &mut at_sites);
            prop_assert_eq!(at_sites, expected);
        }
    }
}
