//! Writes `SQLite` databases: tables with small indices, in one go (file format of `SQLite` 3).

mod record;
mod tree;

pub(super) use record::SqlValue;
use record::record;
use tree::{FILE_HEAD, PAGE, Pages};

/// A database in the making.
pub(super) struct Database {
    pages: Pages,
    /// Rows of the table of all things: kind, name, table, page, text.
    schema: Vec<[SqlValue; 5]>,
}

impl Database {
    pub(super) fn new() -> Self {
        let mut pages = Pages::default();
        pages.add(vec![0; PAGE]);
        Self {
            pages,
            schema: Vec::new(),
        }
    }

    /// Adds a table with its rows, ascending by number; a column that is the number of the row is
    /// [`SqlValue::Null`] in it.
    pub(super) fn table(
        &mut self,
        name: &str,
        sql: String,
        rows: impl Iterator<Item = (i64, Vec<SqlValue>)>,
    ) {
        let records = rows.map(|(number, values)| (number, record(&values)));
        let root = self.pages.table(records, None);
        self.enter("table", name, name, root, SqlValue::Text(sql));
    }

    /// Adds the index that a table's own rule of uniqueness makes: it is the rule number `number`, from 1,
    /// and has these keys, one for each row from 1. They must fit on a page.
    pub(super) fn own_index(&mut self, table: &str, number: usize, keys: Vec<Vec<&str>>) {
        let mut keys: Vec<(Vec<&str>, i64)> = keys.into_iter().zip(1..).collect();
        keys.sort_unstable();
        let rows = keys.into_iter().map(|(key, row)| {
            let key = key.into_iter().map(SqlValue::from);
            record(&key.chain([SqlValue::Whole(row)]).collect::<Vec<_>>())
        });
        let root = self.pages.index(&rows.collect::<Vec<_>>());
        let name = format!("sqlite_autoindex_{table}_{number}");
        self.enter("index", &name, table, root, SqlValue::Null);
    }

    /// Adds what has no page of its own: a virtual table or a trigger.
    pub(super) fn declare(&mut self, kind: &str, name: &str, table: &str, sql: String) {
        self.enter(kind, name, table, 0, SqlValue::Text(sql));
    }

    fn enter(&mut self, kind: &str, name: &str, table: &str, root: u32, sql: SqlValue) {
        let root = SqlValue::Whole(root.into());
        self.schema
            .push([kind.into(), name.into(), table.into(), root, sql]);
    }

    /// The file, with what says which kind of database it is, and which version of that.
    pub(super) fn finish(mut self, application: u32, version: u32) -> Vec<u8> {
        let schema = std::mem::take(&mut self.schema);
        let rows = (1..).zip(schema.iter().map(|row| record(row)));
        self.pages.table(rows, Some(1));
        let count = u32::try_from(self.pages.0.len()).unwrap_or(u32::MAX);
        let mut file = self.pages.0.concat();
        file[..FILE_HEAD].copy_from_slice(&file_head(count, application, version));
        file
    }
}

fn file_head(pages: u32, application: u32, version: u32) -> [u8; FILE_HEAD] {
    /// The version of the library whose format this is: 3.40.0.
    const LIBRARY: u32 = 3_040_000;
    let mut head = [0; FILE_HEAD];
    let mut put = |at: usize, bytes: &[u8]| head[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"SQLite format 3\0");
    put(16, &u16::try_from(PAGE).unwrap_or_default().to_be_bytes());
    // A journal that is rolled back; no bytes reserved; the fixed shares of a page.
    put(18, &[1, 1, 0, 64, 32, 32]);
    let change = 1_u32.to_be_bytes();
    put(24, &change);
    put(28, &pages.to_be_bytes());
    put(40, &1_u32.to_be_bytes());
    // Format 4 of the schema; text in UTF-8.
    put(44, &4_u32.to_be_bytes());
    put(56, &1_u32.to_be_bytes());
    put(60, &version.to_be_bytes());
    put(68, &application.to_be_bytes());
    put(92, &change);
    put(96, &LIBRARY.to_be_bytes());
    head
}
