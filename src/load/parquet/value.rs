use super::super::guard::guarded;
use super::kind::Kind;
use super::reason::reason;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray};
use std::fmt::Write as _;

/// A column of one row group, read from front to back.
pub(crate) struct ColumnValues {
    reader: ColumnReader,
    kind: Kind,
    /// The definition level of a row that has a value.
    full: i16,
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    /// A whole number.
    Whole(i128),
    /// A whole number of a power of ten.
    Decimal {
        /// Its digits.
        digits: i128,
        /// How many of them stand after the point.
        scale: u32,
    },
    /// A binary number.
    Double(f64),
    /// A binary number of 32 bits.
    Single(f32),
    /// Yes or no.
    Bool(bool),
    /// A length of time.
    Span {
        /// How many parts of a second.
        parts: i64,
        /// How many of them make a second.
        per_second: u32,
    },
    /// Words.
    Text(&'a str),
    /// Bytes that are not words.
    Bytes(&'a [u8]),
}

impl Value<'_> {
    /// The nearest number in double precision; `None` for what has a unit or is not a number.
    pub(crate) fn number(self) -> Option<f64> {
        match self {
            Self::Whole(whole) => Some(whole as f64),
            Self::Decimal { digits, scale } => Some(decimal(digits, scale)),
            Self::Double(number) => Some(number),
            // By way of its shortest decimal: 45.1 was meant, not 45.099998.
            Self::Single(number) => Some(number.to_string().parse().unwrap_or(f64::from(number))),
            Self::Bool(_) | Self::Span { .. } | Self::Text(_) | Self::Bytes(_) => None,
        }
    }

    /// The value as a table in text would have it; `None` for what has no such form.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Whole(whole) => Some(whole.to_string()),
            Self::Decimal { digits, scale } => Some(decimal_text(digits, scale)),
            Self::Double(number) => Some(number.to_string()),
            Self::Single(number) => Some(number.to_string()),
            Self::Bool(answer) => Some(answer.to_string()),
            Self::Text(text) => Some(text.to_owned()),
            Self::Span { .. } | Self::Bytes(_) => None,
        }
    }
}

/// The double that is nearest to a decimal.
fn decimal(digits: i128, scale: u32) -> f64 {
    // Both are exact as doubles, and a quotient is rounded once.
    const EXACT: u128 = 1 << 53;
    const MOST_POWER: u32 = 22;
    if digits.unsigned_abs() <= EXACT && scale <= MOST_POWER {
        return digits as f64 / 10_f64.powi(scale.cast_signed());
    }
    decimal_text(digits, scale).parse().unwrap_or(f64::NAN)
}

/// A decimal in digits, without zeros at its end.
fn decimal_text(digits: i128, scale: u32) -> String {
    let scale = scale as usize;
    let mut text = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    if scale > 0 {
        text.insert(text.len() - scale, '.');
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if digits < 0 { format!("-{text}") } else { text }
}

impl ColumnValues {
    pub(super) const fn new(reader: ColumnReader, kind: Kind, full: i16) -> Self {
        Self { reader, kind, full }
    }

    /// Reads this many rows, `None` where one is empty.
    pub(crate) fn read<V>(
        &mut self,
        rows: usize,
        convert: impl Fn(Value<'_>) -> V,
    ) -> Result<Vec<Option<V>>, String> {
        let (kind, full) = (&self.kind, self.full);
        let span = |parts: i64| match *kind {
            Kind::Span { per_second, .. } => convert(Value::Span { parts, per_second }),
            Kind::Decimal { scale } => convert(Value::Decimal {
                digits: parts.into(),
                scale,
            }),
            _ => convert(Value::Whole(parts.into())),
        };
        let unsigned = *kind == Kind::Unsigned;
        let bytes = |bytes: &[u8]| convert(of_bytes(bytes, kind, &mut String::new()));
        guarded(|| match &mut self.reader {
            ColumnReader::DoubleColumnReader(column) => {
                optional(column, rows, full, |&v| convert(Value::Double(v)))
            }
            ColumnReader::FloatColumnReader(column) => {
                optional(column, rows, full, |&v| convert(Value::Single(v)))
            }
            ColumnReader::Int32ColumnReader(column) if unsigned => {
                let value = |&v: &i32| convert(Value::Whole(v.cast_unsigned().into()));
                optional(column, rows, full, value)
            }
            ColumnReader::Int64ColumnReader(column) if unsigned => {
                let value = |&v: &i64| convert(Value::Whole(v.cast_unsigned().into()));
                optional(column, rows, full, value)
            }
            ColumnReader::Int32ColumnReader(column) => {
                optional(column, rows, full, |&v| span(v.into()))
            }
            ColumnReader::Int64ColumnReader(column) => optional(column, rows, full, |&v| span(v)),
            ColumnReader::BoolColumnReader(column) => {
                optional(column, rows, full, |&v| convert(Value::Bool(v)))
            }
            ColumnReader::ByteArrayColumnReader(column) => {
                optional(column, rows, full, |v: &ByteArray| bytes(v.data()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(column) => {
                optional(column, rows, full, |v: &FixedLenByteArray| bytes(v.data()))
            }
            ColumnReader::Int96ColumnReader(_) => Err("INT96 is not supported".to_owned()),
        })
    }

    /// Appends the numbers of this many rows, or of fewer where the column ends before; gives the
    /// first of them that is empty, after which no more is read.
    pub(crate) fn read_numbers(
        &mut self,
        rows: usize,
        values: &mut Vec<f64>,
    ) -> Result<Option<usize>, String> {
        let (kind, full) = (&self.kind, self.full);
        let of_whole = |whole: i64| match *kind {
            Kind::Decimal { scale } => decimal(whole.into(), scale),
            _ => whole as f64,
        };
        let unsigned = *kind == Kind::Unsigned;
        let of_bytes = |bytes: &[u8]| {
            let number = of_bytes(bytes, kind, &mut String::new()).number();
            number.unwrap_or(f64::NAN)
        };
        guarded(|| match &mut self.reader {
            ColumnReader::DoubleColumnReader(column) => read_all(column, rows, full, values),
            ColumnReader::FloatColumnReader(column) => {
                read_as(column, rows, full, |&v| f64::from(v), values)
            }
            ColumnReader::Int32ColumnReader(column) if unsigned => read_as(
                column,
                rows,
                full,
                |&v| f64::from(v.cast_unsigned()),
                values,
            ),
            ColumnReader::Int64ColumnReader(column) if unsigned => {
                read_as(column, rows, full, |&v| v.cast_unsigned() as f64, values)
            }
            ColumnReader::Int32ColumnReader(column) => {
                read_as(column, rows, full, |&v| of_whole(v.into()), values)
            }
            ColumnReader::Int64ColumnReader(column) => {
                read_as(column, rows, full, |&v| of_whole(v), values)
            }
            ColumnReader::ByteArrayColumnReader(column) => read_as(
                column,
                rows,
                full,
                |v: &ByteArray| of_bytes(v.data()),
                values,
            ),
            ColumnReader::FixedLenByteArrayColumnReader(column) => {
                let value = |v: &FixedLenByteArray| of_bytes(v.data());
                read_as(column, rows, full, value, values)
            }
            _ => Err(format!("expected numbers (found {kind})")),
        })
    }

    /// Skips that many rows, or fewer where the column ends before.
    pub(crate) fn skip(&mut self, rows: usize) -> Result<usize, String> {
        guarded(|| {
            match &mut self.reader {
                ColumnReader::DoubleColumnReader(column) => column.skip_records(rows),
                ColumnReader::FloatColumnReader(column) => column.skip_records(rows),
                ColumnReader::Int32ColumnReader(column) => column.skip_records(rows),
                ColumnReader::Int64ColumnReader(column) => column.skip_records(rows),
                ColumnReader::ByteArrayColumnReader(column) => column.skip_records(rows),
                ColumnReader::FixedLenByteArrayColumnReader(column) => column.skip_records(rows),
                ColumnReader::BoolColumnReader(column) => column.skip_records(rows),
                ColumnReader::Int96ColumnReader(column) => column.skip_records(rows),
            }
            .map_err(reason)
        })
    }
}

/// What bytes mean; `room` keeps a text that is not stored as one.
fn of_bytes<'a>(bytes: &'a [u8], kind: &Kind, room: &'a mut String) -> Value<'a> {
    match kind {
        Kind::Decimal { scale } => match big_endian(bytes) {
            Some(digits) => Value::Decimal {
                digits,
                scale: *scale,
            },
            None => Value::Bytes(bytes),
        },
        Kind::Half => match *bytes {
            [low, high] => Value::Double(half(u16::from_le_bytes([low, high]))),
            _ => Value::Bytes(bytes),
        },
        Kind::Uuid => {
            for (at, byte) in bytes.iter().enumerate() {
                if [4, 6, 8, 10].contains(&at) {
                    room.push('-');
                }
                // Writing to a string cannot fail.
                let _ = write!(room, "{byte:02x}");
            }
            Value::Text(room)
        }
        // Fields of one width end in zero bytes.
        _ => std::str::from_utf8(bytes).map_or(Value::Bytes(bytes), |text| {
            Value::Text(text.trim_end_matches('\0'))
        }),
    }
}

/// A whole number in two's complement; `None` beyond 128 bits.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|&byte| byte >= 0x80);
    let sign = if negative { 0xFF } else { 0 };
    let excess = bytes.len().saturating_sub(16);
    let (beyond, rest) = bytes.split_at(excess);
    let mut whole = [sign; 16];
    whole[16 - rest.len()..].copy_from_slice(rest);
    let number = i128::from_be_bytes(whole);
    let fits = beyond.iter().all(|&byte| byte == sign) && (number < 0) == negative;
    fits.then_some(number)
}

/// A binary number of 16 bits (IEEE 754).
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(bits >> 10 & 0x1F);
    let fraction = f64::from(bits & 0x3FF) / 1_024.0;
    sign * match exponent {
        0 => fraction * 2_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2_f64.powi(exponent - 15),
    }
}

/// Rows that are asked for at a time.
const AT_ONCE: usize = 1 << 16;

fn optional<T: DataType, V>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    full: i16,
    convert: impl Fn(&T::T) -> V,
) -> Result<Vec<Option<V>>, String> {
    let (mut levels, mut found) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let wanted = (full > 0).then_some(&mut levels);
        // Room is made for all rows that are asked for: a damaged file may claim any number.
        let (records, _, _) = column
            .read_records((rows - read).min(AT_ONCE), wanted, None, &mut found)
            .map_err(reason)?;
        if records == 0 {
            return Err(format!("a column is cut short: {read} of {rows} rows"));
        }
        read += records;
    }
    let mut found = found.iter();
    if full == 0 {
        return Ok(found.map(|value| Some(convert(value))).collect());
    }
    let value = |&level: &i16| {
        let value = if level == full { found.next() } else { None };
        value.map(&convert)
    };
    Ok(levels.iter().map(value).collect())
}

fn read_as<T: DataType>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    full: i16,
    convert: impl Fn(&T::T) -> f64,
    values: &mut Vec<f64>,
) -> Result<Option<usize>, String> {
    let mut raw = Vec::with_capacity(rows);
    let empty = read_all(column, rows, full, &mut raw)?;
    values.extend(raw.iter().map(convert));
    Ok(empty)
}

/// Appends that many rows, or fewer where the column ends before; gives the first of them that is
/// empty, its level below that of a `full` one, after which no more is read.
fn read_all<T: DataType>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    full: i16,
    values: &mut Vec<T::T>,
) -> Result<Option<usize>, String> {
    let mut levels = Vec::new();
    let mut records = 0;
    while records < rows {
        levels.clear();
        let wanted = (full > 0).then_some(&mut levels);
        let (read, numbers, _) = column
            .read_records(rows - records, wanted, None, values)
            .map_err(reason)?;
        if numbers < read {
            let empty = levels.iter().position(|&level| level < full);
            return Ok(Some(records + empty.unwrap_or_default()));
        }
        if read == 0 {
            break;
        }
        records += read;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_are_those_of_the_standard() {
        for (bits, number) in [
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x7BFF, 65_504.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x3555, 0.333_251_953_125),
            (0x7C00, f64::INFINITY),
        ] {
            assert_eq!(half(bits).to_bits(), f64::to_bits(number), "{bits:04x}");
        }
        assert!(half(0x7E00).is_nan());
    }

    #[test]
    fn a_number_beyond_128_bits_is_none() {
        let mut bytes = [0; 20];
        bytes[19] = 105;
        assert_eq!(big_endian(&bytes), Some(105));
        bytes[3] = 1;
        assert_eq!(big_endian(&bytes), None);
        assert_eq!(big_endian(&[0xFF; 32]), Some(-1));
        assert_eq!(big_endian(&[0xFF, 0x97]), Some(-105));
    }

    proptest! {
        /// A decimal is the number that its digits are in a text.
        #[test]
        fn a_decimal_is_its_text(digits in any::<i64>(), scale in 0_u32..38) {
            let whole = i128::from(digits) * 1_000_003;
            for digits in [i128::from(digits), i128::from(digits) >> 40, whole] {
                let text = format!("{digits}e-{scale}");
                let expected: f64 = text.parse().unwrap();
                prop_assert_eq!(decimal(digits, scale).to_bits(), expected.to_bits(), "{}", text);
                let again: f64 = decimal_text(digits, scale).parse().unwrap();
                prop_assert_eq!(again.to_bits(), expected.to_bits());
            }
        }
    }
}
