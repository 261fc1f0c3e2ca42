use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::schema::types::ColumnDescriptor;
use std::fmt;

/// What the values of a column mean.
///
/// # Source
///
/// Apache Parquet, `LogicalTypes.md`; of durations, which Parquet does not know, the schema that
/// Arrow leaves in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Numbers as they are stored.
    Number(Physical),
    /// Whole numbers from 0.
    Unsigned,
    /// Binary numbers of 16 bits.
    Half,
    /// Whole numbers of the power of ten `-scale`.
    Decimal {
        /// Digits after the point.
        scale: u32,
    },
    /// Yes and no.
    Bool,
    /// Words.
    Text,
    /// Ids of 128 bits.
    Uuid,
    /// A length of time, or the time since midnight.
    Span {
        /// How many of them make a second.
        per_second: u32,
        /// `DURATION` or `TIME`.
        name: &'static str,
    },
    /// What is neither a number nor a word, by name.
    Other(&'static str),
}

impl Kind {
    /// What a column holds; `duration` where Arrow says that it holds this many to the second.
    pub(super) fn of_column(column: &ColumnDescriptor, duration: Option<u32>) -> Self {
        if column.max_rep_level() > 0 {
            return Self::Other("lists or maps");
        }
        let physical = column.physical_type();
        let found = match column.logical_type_ref() {
            Some(logical) => Self::of_logical(logical, physical),
            None => Self::of_converted(column, physical),
        };
        match (found, duration) {
            (Self::Number(Physical::INT64), Some(per_second)) => Self::Span {
                per_second,
                name: "DURATION",
            },
            (found, _) => found,
        }
    }

    fn of_logical(logical: &LogicalType, physical: Physical) -> Self {
        match logical {
            LogicalType::Decimal(decimal) => Self::decimal(decimal.scale, physical),
            LogicalType::Integer(integer) if !integer.is_signed => Self::Unsigned,
            LogicalType::Integer(_) => Self::Number(physical),
            LogicalType::Time(time) => Self::Span {
                per_second: match time.unit {
                    TimeUnit::MILLIS => 1_000,
                    TimeUnit::MICROS => 1_000_000,
                    TimeUnit::NANOS => 1_000_000_000,
                },
                name: "TIME",
            },
            LogicalType::Timestamp(_) => Self::Other("TIMESTAMP"),
            LogicalType::Date => Self::Other("DATE"),
            LogicalType::String | LogicalType::Enum | LogicalType::Json => Self::Text,
            LogicalType::Bson => Self::Other("BSON"),
            LogicalType::Uuid => Self::Uuid,
            LogicalType::Float16 => Self::Half,
            LogicalType::Map | LogicalType::List => Self::Other("lists or maps"),
            LogicalType::Variant(_) => Self::Other("VARIANT"),
            LogicalType::Geometry(_) | LogicalType::Geography(_) => Self::Other("GEOMETRY"),
            // A column of which every value is missing.
            LogicalType::Unknown => Self::of_physical(physical),
            LogicalType::_Unknown { .. } => Self::Other("an unknown type"),
        }
    }

    fn of_converted(column: &ColumnDescriptor, physical: Physical) -> Self {
        let time = |per_second| Self::Span {
            per_second,
            name: "TIME",
        };
        match column.converted_type() {
            ConvertedType::DECIMAL => Self::decimal(column.type_scale(), physical),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            ConvertedType::TIME_MILLIS => time(1_000),
            ConvertedType::TIME_MICROS => time(1_000_000),
            ConvertedType::TIMESTAMP_MILLIS | ConvertedType::TIMESTAMP_MICROS => {
                Self::Other("TIMESTAMP")
            }
            ConvertedType::DATE => Self::Other("DATE"),
            ConvertedType::INTERVAL => Self::Other("INTERVAL"),
            ConvertedType::BSON => Self::Other("BSON"),
            ConvertedType::LIST | ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE => {
                Self::Other("lists or maps")
            }
            _ => Self::of_physical(physical),
        }
    }

    fn of_physical(physical: Physical) -> Self {
        match physical {
            Physical::BOOLEAN => Self::Bool,
            Physical::INT96 => Self::Other("INT96 (an old TIMESTAMP)"),
            Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY => Self::Text,
            number => Self::Number(number),
        }
    }

    fn decimal(scale: i32, physical: Physical) -> Self {
        let stored = !matches!(
            physical,
            Physical::BOOLEAN | Physical::INT96 | Physical::FLOAT | Physical::DOUBLE
        );
        match u32::try_from(scale) {
            Ok(scale) if stored => Self::Decimal { scale },
            _ => Self::Other("a DECIMAL that cannot be read"),
        }
    }

    /// Whether the values are numbers that need not be whole.
    pub(crate) const fn is_fraction(&self) -> bool {
        matches!(
            self,
            Self::Number(Physical::FLOAT | Physical::DOUBLE) | Self::Half | Self::Decimal { .. }
        )
    }

    /// Whether the values are numbers without a unit.
    pub(crate) const fn is_number(&self) -> bool {
        matches!(
            self,
            Self::Number(_) | Self::Unsigned | Self::Half | Self::Decimal { .. }
        )
    }
}

/// As a message names it.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(physical) => write!(f, "{physical}"),
            Self::Unsigned => f.write_str("unsigned numbers"),
            Self::Half => f.write_str("FLOAT16"),
            Self::Decimal { scale } => write!(f, "DECIMAL with {scale} digits after the point"),
            Self::Bool => f.write_str("BOOLEAN"),
            Self::Text => f.write_str("text"),
            Self::Uuid => f.write_str("UUID"),
            Self::Span { name, .. } | Self::Other(name) => f.write_str(name),
        }
    }
}
