/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SqlValue {
    Null,
    Whole(i64),
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<&str> for SqlValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A row as the file format keeps it: the kinds of its values, then the values (`SQLite` database file
/// format, section 2.1).
pub(super) fn record(values: &[SqlValue]) -> Vec<u8> {
    let mut kinds = Vec::with_capacity(values.len());
    let mut body = Vec::new();
    for value in values {
        let kind = match value {
            SqlValue::Null => 0,
            SqlValue::Whole(number) => whole(*number, &mut body),
            SqlValue::Number(number) => {
                body.extend(number.to_be_bytes());
                7
            }
            SqlValue::Text(text) => {
                body.extend(text.as_bytes());
                13 + 2 * text.len() as u64
            }
            SqlValue::Bytes(bytes) => {
                body.extend(bytes);
                12 + 2 * bytes.len() as u64
            }
        };
        push_varint(&mut kinds, kind);
    }
    // The head says its own length, the number of that length included.
    let mut own = 1;
    while varint_length(kinds.len() as u64 + own) > own {
        own += 1;
    }
    let mut record = Vec::with_capacity(kinds.len() + body.len() + 2);
    push_varint(&mut record, kinds.len() as u64 + own);
    record.extend(kinds);
    record.extend(body);
    record
}

/// Writes a whole number in as few bytes as hold it; its kind.
fn whole(number: i64, body: &mut Vec<u8>) -> u64 {
    match number {
        0 => return 8,
        1 => return 9,
        _ => {}
    }
    let bytes = number.to_be_bytes();
    let fits = |length: usize| {
        let shift = 64 - 8 * u32::try_from(length).unwrap_or(8);
        (number << shift) >> shift == number
    };
    let kinds = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6)];
    let kind = kinds.into_iter().find(|&(_, length)| fits(length));
    let (kind, length) = kind.unwrap_or((6, 8));
    body.extend(&bytes[8 - length..]);
    kind
}

/// Adds a number in groups of seven bits, the highest first; the ninth byte has eight.
pub(super) fn push_varint(bytes: &mut Vec<u8>, number: u64) {
    let low = |shift: u32| (number >> shift).to_le_bytes()[0];
    if number >> 56 > 0 {
        for group in (0..8).rev() {
            bytes.push(0x80 | low(8 + 7 * group));
        }
        bytes.push(low(0));
        return;
    }
    let groups = u32::try_from(varint_length(number)).unwrap_or(8);
    for group in (0..groups).rev() {
        let more = if group > 0 { 0x80 } else { 0 };
        bytes.push(more | (low(7 * group) & 0x7f));
    }
}

/// How many bytes a number takes.
pub(super) const fn varint_length(number: u64) -> u64 {
    let bits = 64 - number.leading_zeros() as u64;
    match bits {
        0 => 1,
        57.. => 9,
        bits => bits.div_ceil(7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As the documentation of the format reads a number.
    fn read_varint(bytes: &[u8]) -> (u64, usize) {
        let mut number = 0;
        for (place, &byte) in bytes.iter().enumerate() {
            if place == 8 {
                return (number << 8 | u64::from(byte), 9);
            }
            number = number << 7 | u64::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                return (number, place + 1);
            }
        }
        unreachable!("the last byte says that it is the last");
    }

    proptest! {
        #[test]
        fn numbers_are_read_back(number in any::<u64>(), shift in 0_u32..64) {
            let number = number >> shift;
            let mut bytes = Vec::new();
            push_varint(&mut bytes, number);
            prop_assert_eq!(read_varint(&bytes), (number, bytes.len()));
            prop_assert_eq!(varint_length(number), bytes.len() as u64);
        }
    }

    #[test]
    fn a_row_is_its_kinds_and_its_values() {
        let row = [
            SqlValue::Null,
            SqlValue::Whole(1),
            SqlValue::Whole(-2),
            SqlValue::Whole(300),
            "ab".into(),
            SqlValue::Bytes(vec![7]),
        ];
        let expected = [7, 0, 9, 1, 2, 17, 14, 0xfe, 1, 0x2c, b'a', b'b', 7];
        assert_eq!(record(&row), expected);
    }
}
