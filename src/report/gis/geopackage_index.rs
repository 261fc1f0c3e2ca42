use super::bounds::Bounds;
use super::packed_tree::PackedTree;
use super::sqlite::{Database, SqlValue};

/// Most entries of a node, and bytes of a node with so many: what `SQLite` makes of pages of 4,096 bytes.
const NODE_SIZE: usize = 51;
const NODE_BYTES: usize = 4 + 24 * NODE_SIZE;

/// Adds the index of a table's shapes: the tables of an R-tree of `SQLite`, and the triggers that keep it
/// right when somebody edits the table.
///
/// # Source
///
/// OGC 12-128r15, annex F.3; the nodes are those of `SQLite`'s `ext/rtree`.
pub(super) fn index(
    to: &mut Database,
    table: &str,
    geometry: &str,
    bounds: &[Option<Bounds>],
    order: &[usize],
) {
    let tree = format!("rtree_{table}_{geometry}");
    let sql = format!("CREATE VIRTUAL TABLE \"{tree}\" USING rtree(id, minx, maxx, miny, maxy)");
    to.declare("table", &tree, &tree, sql);
    let entries = order.iter().filter_map(|&number| {
        let row = u64::try_from(number).ok()? + 1;
        Some((bounds[number]?, row))
    });
    let entries: Vec<(Bounds, u64)> = entries.collect();
    let nodes = Nodes::new(&entries);
    let pairs = |pairs: Vec<(i64, i64)>| {
        let row = |(key, value)| (key, vec![SqlValue::Null, SqlValue::Whole(value)]);
        pairs.into_iter().map(row)
    };
    let name = format!("{tree}_rowid");
    let sql = format!("CREATE TABLE \"{name}\"(rowid INTEGER PRIMARY KEY,nodeno)");
    to.table(&name, sql, pairs(nodes.of_rows));
    let name = format!("{tree}_node");
    let sql = format!("CREATE TABLE \"{name}\"(nodeno INTEGER PRIMARY KEY,data)");
    let blobs = (1..).zip(nodes.blobs);
    let blobs = blobs.map(|(number, blob)| (number, vec![SqlValue::Null, SqlValue::Bytes(blob)]));
    to.table(&name, sql, blobs);
    let name = format!("{tree}_parent");
    let sql = format!("CREATE TABLE \"{name}\"(nodeno INTEGER PRIMARY KEY,parentnode)");
    to.table(&name, sql, pairs(nodes.parents));
    triggers(to, table, geometry, &tree);
}

/// The rows of an R-tree's tables.
struct Nodes {
    /// By row of the table, ascending: the node that it is in.
    of_rows: Vec<(i64, i64)>,
    /// The nodes, from number 1, the root.
    blobs: Vec<Vec<u8>>,
    /// By node but the root, ascending: the node above.
    parents: Vec<(i64, i64)>,
}

impl Nodes {
    fn new(entries: &[(Bounds, u64)]) -> Self {
        let mut nodes = Self {
            of_rows: Vec::with_capacity(entries.len()),
            blobs: Vec::new(),
            parents: Vec::new(),
        };
        if entries.is_empty() {
            nodes.blobs.push(node(0, &[]));
            return nodes;
        }
        let tree = PackedTree::new(entries, NODE_SIZE);
        let levels = tree.levels();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        // Where the nodes of the level below begin; the root has number 1.
        let mut below = 1;
        for (height, level) in levels.iter().enumerate().skip(1).rev() {
            let first = below;
            below += level.len();
            let children = &levels[height - 1];
            for (place, group) in children.chunks(NODE_SIZE).enumerate() {
                let own = number(first + place);
                let cells = group.iter().enumerate().map(|(child, bounds)| {
                    let child = place * NODE_SIZE + child;
                    let id = if height == 1 {
                        let row = entries[child].1.cast_signed();
                        nodes.of_rows.push((row, own));
                        row
                    } else {
                        let id = number(below + child);
                        nodes.parents.push((id, own));
                        id
                    };
                    (id, *bounds)
                });
                let cells: Vec<(i64, Bounds)> = cells.collect();
                let depth = if own == 1 { height - 1 } else { 0 };
                nodes.blobs.push(node(depth, &cells));
            }
        }
        nodes.of_rows.sort_unstable();
        nodes.parents.sort_unstable();
        nodes
    }
}

/// A node: its height above the leaves, how many cells, and the cells; bounds are rounded outwards.
fn node(depth: usize, cells: &[(i64, Bounds)]) -> Vec<u8> {
    let word = |count: usize| u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes();
    let mut blob = Vec::with_capacity(NODE_BYTES);
    blob.extend(word(depth));
    blob.extend(word(cells.len()));
    for &(id, [west, south, east, north]) in cells {
        blob.extend(id.to_be_bytes());
        for end in [below(west), above(east), below(south), above(north)] {
            blob.extend(end.to_be_bytes());
        }
    }
    blob.resize(NODE_BYTES, 0);
    blob
}

#[expect(clippy::cast_possible_truncation, reason = "rounded downwards")]
fn below(degrees: f64) -> f32 {
    let near = degrees as f32;
    if f64::from(near) > degrees {
        near.next_down()
    } else {
        near
    }
}

fn above(degrees: f64) -> f32 {
    -below(-degrees)
}

fn triggers(to: &mut Database, table: &str, geometry: &str, tree: &str) {
    let there = format!("(NEW.\"{geometry}\" NOTNULL AND NOT ST_IsEmpty(NEW.\"{geometry}\"))");
    let gone = format!("(NEW.\"{geometry}\" ISNULL OR ST_IsEmpty(NEW.\"{geometry}\"))");
    let insert = format!(
        "INSERT OR REPLACE INTO \"{tree}\" VALUES (NEW.\"fid\", ST_MinX(NEW.\"{geometry}\"), \
         ST_MaxX(NEW.\"{geometry}\"), ST_MinY(NEW.\"{geometry}\"), ST_MaxY(NEW.\"{geometry}\"));"
    );
    let delete = format!("DELETE FROM \"{tree}\" WHERE id = OLD.\"fid\";");
    let delete_both = format!("DELETE FROM \"{tree}\" WHERE id IN (OLD.\"fid\", NEW.\"fid\");");
    let (same, other) = ("OLD.\"fid\" = NEW.\"fid\"", "OLD.\"fid\" != NEW.\"fid\"");
    let moved = format!("UPDATE OF \"{geometry}\"");
    let all = [
        ("insert", "INSERT".to_owned(), there.clone(), insert.clone()),
        (
            "update1",
            moved.clone(),
            format!("{same} AND {there}"),
            insert.clone(),
        ),
        (
            "update2",
            moved,
            format!("{same} AND {gone}"),
            delete.clone(),
        ),
        (
            "update3",
            "UPDATE".to_owned(),
            format!("{other} AND {there}"),
            format!("{delete} {insert}"),
        ),
        (
            "update4",
            "UPDATE".to_owned(),
            format!("{other} AND {gone}"),
            delete_both,
        ),
        (
            "delete",
            "DELETE".to_owned(),
            format!("OLD.\"{geometry}\" NOT NULL"),
            delete,
        ),
    ];
    for (what, event, when, act) in all {
        let name = format!("{tree}_{what}");
        let sql = format!(
            "CREATE TRIGGER \"{name}\" AFTER {event} ON \"{table}\" WHEN {when} BEGIN {act} END"
        );
        to.declare("trigger", &name, table, sql);
    }
}
