use super::record::push_varint;

/// Bytes of a page.
pub(super) const PAGE: usize = 4_096;

/// Bytes that the first page keeps for the head of the file.
pub(super) const FILE_HEAD: usize = 100;

/// How many children a node has room for, whatever their numbers: a cell has at most 4 + 9 bytes and its
/// pointer 2; the last child has no cell.
const MOST_CHILDREN: usize = (PAGE - FILE_HEAD - 12) / 15 + 1;

/// The kinds of pages.
const TABLE_NODE: u8 = 5;
const INDEX_LEAF: u8 = 10;
const TABLE_LEAF: u8 = 13;

/// Pages in the order of their numbers, from 1.
#[derive(Default)]
pub(super) struct Pages(pub(super) Vec<Vec<u8>>);

impl Pages {
    /// The number of a new page.
    pub(super) fn add(&mut self, page: Vec<u8>) -> u32 {
        self.0.push(page);
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Writes rows, ascending by their numbers, as a tree; the page of its root. Where `first` is given the
    /// root is put there, and leaves room for the head of the file.
    pub(super) fn table(
        &mut self,
        rows: impl Iterator<Item = (i64, Vec<u8>)>,
        first: Option<u32>,
    ) -> u32 {
        let mut leaves = Vec::new();
        let mut open = Node::new(TABLE_LEAF);
        let mut last = 0;
        for (number, record) in rows {
            let cell = self.leaf_cell(number, &record);
            if !open.has_room(&cell) {
                leaves.push((last, std::mem::replace(&mut open, Node::new(TABLE_LEAF))));
            }
            open.cells.push(cell);
            last = number;
        }
        leaves.push((last, open));
        self.root(leaves, first)
    }

    /// Writes one page of an index; its cells are sorted rows that end with the number of theirs.
    pub(super) fn index(&mut self, rows: &[Vec<u8>]) -> u32 {
        let mut node = Node::new(INDEX_LEAF);
        for record in rows {
            let mut cell = Vec::new();
            push_varint(&mut cell, record.len() as u64);
            cell.extend(record);
            node.cells.push(cell);
        }
        let page = node.page(0);
        self.add(page)
    }

    /// Builds levels upwards until one node is left.
    fn root(&mut self, mut level: Vec<(i64, Node)>, first: Option<u32>) -> u32 {
        while level.len() > 1 {
            let nodes = level.len().div_ceil(MOST_CHILDREN);
            // As many for each node as for any other: none has a single child.
            let share = level.len().div_ceil(nodes);
            let children: Vec<(i64, u32)> = level
                .into_iter()
                .map(|(last, node)| (last, self.add(node.page(0))))
                .collect();
            let above = children.chunks(share).map(Node::above);
            level = above.collect();
        }
        let Some((_, root)) = level.pop() else {
            return 0;
        };
        match first {
            Some(number) => {
                self.0[number as usize - 1] = root.page(FILE_HEAD);
                number
            }
            None => self.add(root.page(0)),
        }
    }

    /// A row of a leaf; what is too long goes on in pages of its own.
    fn leaf_cell(&mut self, number: i64, record: &[u8]) -> Vec<u8> {
        const MOST: usize = PAGE - 35;
        const LEAST: usize = (PAGE - 12) * 32 / 255 - 23;
        let mut cell = Vec::new();
        push_varint(&mut cell, record.len() as u64);
        push_varint(&mut cell, number.cast_unsigned());
        if record.len() <= MOST {
            cell.extend(record);
            return cell;
        }
        let kept = LEAST + (record.len() - LEAST) % (PAGE - 4);
        let kept = if kept <= MOST { kept } else { LEAST };
        let (kept, rest) = record.split_at(kept);
        cell.extend(kept);
        let parts: Vec<&[u8]> = rest.chunks(PAGE - 4).collect();
        let start = self.0.len();
        cell.extend(u32::try_from(start + 1).unwrap_or(u32::MAX).to_be_bytes());
        for (place, part) in parts.iter().enumerate() {
            let next = if place + 1 < parts.len() {
                start + place + 2
            } else {
                0
            };
            let mut page = u32::try_from(next)
                .unwrap_or(u32::MAX)
                .to_be_bytes()
                .to_vec();
            page.extend(*part);
            page.resize(PAGE, 0);
            self.add(page);
        }
        cell
    }
}

/// A page of a tree in the making.
struct Node {
    kind: u8,
    cells: Vec<Vec<u8>>,
    /// The last child; 0 in a leaf.
    right: u32,
}

impl Node {
    const fn new(kind: u8) -> Self {
        Self {
            kind,
            cells: Vec::new(),
            right: 0,
        }
    }

    const fn head(&self) -> usize {
        if self.kind == TABLE_NODE { 12 } else { 8 }
    }

    fn size(&self) -> usize {
        self.head() + self.cells.iter().map(|cell| cell.len() + 2).sum::<usize>()
    }

    /// Whether a cell has room, on the first page of the file too.
    fn has_room(&self, cell: &[u8]) -> bool {
        FILE_HEAD + self.size() + cell.len() + 2 <= PAGE
    }

    /// The node above these children, each with the number of its last row.
    fn above(children: &[(i64, u32)]) -> (i64, Self) {
        let mut node = Self::new(TABLE_NODE);
        let mut end = 0;
        for (place, &(last, child)) in children.iter().enumerate() {
            end = last;
            if place + 1 == children.len() {
                // The last child is in the head, without a cell.
                node.right = child;
            } else {
                let mut cell = child.to_be_bytes().to_vec();
                push_varint(&mut cell, last.cast_unsigned());
                node.cells.push(cell);
            }
        }
        (end, node)
    }

    /// The page, its cells from the end backwards, after `head` bytes for the file.
    fn page(&self, head: usize) -> Vec<u8> {
        let mut page = vec![0; PAGE];
        let word = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes();
        let mut end = PAGE;
        for (place, cell) in self.cells.iter().enumerate() {
            end -= cell.len();
            page[end..end + cell.len()].copy_from_slice(cell);
            let pointer = head + self.head() + 2 * place;
            page[pointer..pointer + 2].copy_from_slice(&word(end));
        }
        page[head] = self.kind;
        page[head + 3..head + 5].copy_from_slice(&word(self.cells.len()));
        page[head + 5..head + 7].copy_from_slice(&word(end));
        if self.kind == TABLE_NODE {
            page[head + 8..head + 12].copy_from_slice(&self.right.to_be_bytes());
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn big_endian(bytes: &[u8]) -> usize {
        bytes
            .iter()
            .fold(0, |number, &byte| number << 8 | usize::from(byte))
    }

    fn varint(bytes: &[u8], at: &mut usize) -> usize {
        let mut number = 0;
        loop {
            let byte = bytes[*at];
            *at += 1;
            number = number << 7 | usize::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                return number;
            }
        }
    }

    /// Reads a tree as the documentation of the format says.
    fn read(pages: &[Vec<u8>], root: usize, rows: &mut Vec<(usize, Vec<u8>)>) {
        let page = &pages[root - 1];
        let head = if root == 1 { FILE_HEAD } else { 0 };
        let is_leaf = page[head] == TABLE_LEAF;
        let first = head + if is_leaf { 8 } else { 12 };
        for cell in 0..big_endian(&page[head + 3..head + 5]) {
            let mut at = big_endian(&page[first + 2 * cell..][..2]);
            if !is_leaf {
                read(pages, big_endian(&page[at..at + 4]), rows);
                continue;
            }
            let length = varint(page, &mut at);
            let number = varint(page, &mut at);
            let most = PAGE - 35;
            let least = (PAGE - 12) * 32 / 255 - 23;
            let mut kept = length;
            if length > most {
                kept = least + (length - least) % (PAGE - 4);
                kept = if kept > most { least } else { kept };
            }
            let mut record = page[at..at + kept].to_vec();
            if kept < length {
                let mut next = big_endian(&page[at + kept..][..4]);
                while next > 0 {
                    record.extend(&pages[next - 1][4..]);
                    next = big_endian(&pages[next - 1][..4]);
                }
            }
            record.truncate(length);
            rows.push((number, record));
        }
        if !is_leaf {
            read(pages, big_endian(&page[head + 8..head + 12]), rows);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Rows of any length come back in their order, whether the root is the first page or another.
        #[test]
        fn rows_are_read_back(
            lengths in prop::collection::vec(prop_oneof![0_usize..60, 0_usize..30_000], 0..900),
            is_first in any::<bool>(),
        ) {
            let record = |(number, &length): (i64, &usize)| {
                let byte = u8::try_from(number % 251).unwrap();
                (number, vec![byte; length])
            };
            let rows: Vec<(i64, Vec<u8>)> = (1..).zip(&lengths).map(record).collect();
            let mut pages = Pages::default();
            pages.add(vec![0; PAGE]);
            let root = pages.table(rows.iter().cloned(), is_first.then_some(1));
            let mut found = Vec::new();
            read(&pages.0, root as usize, &mut found);
            let expected: Vec<(usize, Vec<u8>)> = rows
                .into_iter()
                .map(|(number, record)| (usize::try_from(number).unwrap(), record))
                .collect();
            prop_assert_eq!(found, expected);
            prop_assert!(pages.0.iter().all(|page| page.len() == PAGE));
        }
    }
}
