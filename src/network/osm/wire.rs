//! The wire format of Protocol Buffers, as far as PBF files use it.
//!
//! # Source
//!
//! <https://protobuf.dev/programming-guides/encoding/>

use super::error::Damage;

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A number.
    Number(u64),
    /// Text, a message, or a packed list.
    Bytes(&'a [u8]),
    /// Four or eight bytes, which no field of interest has.
    Fixed,
}

impl<'a> Value<'a> {
    pub(super) fn bytes(self, field: u32) -> Result<&'a [u8], Damage> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Number(_) | Self::Fixed => Err(Damage::WrongType(field)),
        }
    }

    pub(super) fn number(self, field: u32) -> Result<u64, Damage> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Bytes(_) | Self::Fixed => Err(Damage::WrongType(field)),
        }
    }
}

/// The fields of a message, in their order.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: u64) -> Result<&'a [u8], Damage> {
        let length = usize::try_from(length).map_err(|_| Damage::Length)?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Damage::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    fn field(&mut self) -> Result<(u32, Value<'a>), Damage> {
        let key = varint(&mut self.0)?;
        let number = u32::try_from(key >> 3).map_err(|_| Damage::Varint)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.0)?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = varint(&mut self.0)?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            // At most 7.
            other => return Err(Damage::WireType(u8::try_from(other).unwrap_or(u8::MAX))),
        };
        Ok((number, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Value<'a>), Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

/// Takes a number off the front.
#[inline]
pub(super) fn varint(bytes: &mut &[u8]) -> Result<u64, Damage> {
    if let [first @ 0..=0x7f, rest @ ..] = *bytes {
        *bytes = rest;
        return Ok(u64::from(*first));
    }
    let mut number = 0;
    for (position, &byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f) << (7 * position);
        if byte < 0x80 {
            *bytes = &bytes[position + 1..];
            return Ok(number);
        }
    }
    Err(Damage::Varint)
}

/// The numbers of a packed list.
#[derive(Debug, Clone)]
pub(super) struct Packed<'a>(pub(super) &'a [u8]);

impl Iterator for Packed<'_> {
    type Item = Result<u64, Damage>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let number = varint(&mut self.0);
        if number.is_err() {
            self.0 = &[];
        }
        Some(number)
    }
}

/// The signed number that a zigzag number is.
#[inline]
pub(super) const fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// A packed list of differences, as the running sum.
#[derive(Debug, Clone)]
pub(super) struct Deltas<'a> {
    packed: Packed<'a>,
    sum: i64,
}

impl<'a> Deltas<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self {
            packed: Packed(bytes),
            sum: 0,
        }
    }
}

impl Iterator for Deltas<'_> {
    type Item = Result<i64, Damage>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let delta = self.packed.next()?;
        Some(delta.map(|delta| {
            self.sum = self.sum.wrapping_add(zigzag(delta));
            self.sum
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_to_64_bits_and_no_further() {
        let read = |mut bytes: &[u8]| varint(&mut bytes).map(|number| (number, bytes.len()));
        assert_eq!(read(&[5, 9]), Ok((5, 1)));
        assert_eq!(read(&[0xac, 0x02]), Ok((300, 0)));
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        assert_eq!(read(&most), Ok((u64::MAX, 0)));
        assert_eq!(read(&[0xff; 11]), Err(Damage::Varint));
        assert_eq!(read(&[0x80]), Err(Damage::Varint));
    }

    #[test]
    fn zigzag_numbers_alternate_in_sign() {
        let first: Vec<i64> = (0..5).map(zigzag).collect();
        assert_eq!(first, [0, -1, 1, -2, 2]);
        assert_eq!(zigzag(u64::MAX), i64::MIN);
    }

    #[test]
    fn a_field_longer_than_its_message_is_an_error_and_the_last() {
        let mut fields = Fields(&[0x08, 1, 0x12, 5, 0]);
        assert_eq!(fields.next(), Some(Ok((1, Value::Number(1)))));
        assert_eq!(fields.next(), Some(Err(Damage::Length)));
        assert_eq!(fields.next(), None);
    }
}
