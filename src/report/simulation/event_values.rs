use crate::report::parquet_table::ParquetValues;
use crate::report::table::DataCell;
use parquet::data_type::ByteArray;

/// A column of events: for Parquet, or for a table that people read.
pub(super) enum EventValues {
    Key(Vec<String>),
    Text(Vec<Option<String>>),
    Minutes(Vec<Option<f64>>),
    Whole(Vec<i32>),
    Flag(Vec<bool>),
}

impl EventValues {
    pub(super) fn into_parquet(self) -> ParquetValues {
        let bytes = |word: String| ByteArray::from(word.into_bytes());
        match self {
            Self::Key(words) => ParquetValues::Key(words.into_iter().map(bytes).collect()),
            Self::Text(words) => {
                let words = words.into_iter().map(|word| word.map(bytes));
                ParquetValues::Text(words.collect())
            }
            Self::Minutes(minutes) => ParquetValues::Number(minutes),
            Self::Whole(numbers) => ParquetValues::Whole(numbers),
            Self::Flag(flags) => ParquetValues::Flag(flags),
        }
    }

    pub(super) fn into_cells(self) -> Vec<DataCell> {
        match self {
            Self::Key(words) => words.into_iter().map(DataCell::Text).collect(),
            Self::Text(words) => {
                let words = words.into_iter();
                let cell = |word: Option<String>| word.map_or(DataCell::Empty, DataCell::Text);
                words.map(cell).collect()
            }
            Self::Minutes(minutes) => minutes.into_iter().map(DataCell::minutes).collect(),
            Self::Whole(numbers) => {
                let whole = |number| DataCell::Whole(u64::try_from(number).unwrap_or(0));
                numbers.into_iter().map(whole).collect()
            }
            Self::Flag(flags) => {
                let word = |flag| DataCell::text(if flag { "yes" } else { "no" });
                flags.into_iter().map(word).collect()
            }
        }
    }
}
