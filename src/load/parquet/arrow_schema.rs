//! Durations in the schema that Arrow leaves in a file: Parquet itself has no such type.

use std::collections::HashMap;

/// How many of the units of each column of durations make a second, by the column's name; `None`
/// where the text is no schema.
///
/// # Source
///
/// Apache Arrow, `Schema.fbs` and `Message.fbs`: a message in the form of `FlatBuffers`, in base 64.
pub(super) fn durations(text: &str) -> Option<HashMap<String, u32>> {
    const DURATION: u8 = 18;
    const UNITS: [u32; 4] = [1, 1_000, 1_000_000, 1_000_000_000];
    const MILLISECOND: u16 = 1;
    let bytes = base_64(text)?;
    let length = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let start = if length(0)? == u32::MAX { 8 } else { 4 };
    let buffer = Buffer(bytes.get(start..)?);
    let message = buffer.root()?;
    let schema = message.table(2)?;
    let fields = schema.field(1)?;
    let mut found = HashMap::new();
    let vector = buffer.follow(fields)?;
    for number in 0..buffer.u32(vector)? as usize {
        let field = Table {
            buffer: &buffer,
            at: buffer.follow(vector.checked_add(4 + 4 * number)?)?,
        };
        let kind = field.field(2).and_then(|at| buffer.0.get(at)).copied();
        if kind != Some(DURATION) {
            continue;
        }
        let unit = field.table(3)?;
        let unit = unit
            .field(0)
            .map_or(Some(MILLISECOND), |at| buffer.u16(at))?;
        let name = buffer.follow(field.field(0)?)?;
        let length = buffer.u32(name)? as usize;
        let name = buffer.0.get(name + 4..)?.get(..length)?;
        found.insert(
            String::from_utf8(name.to_vec()).ok()?,
            *UNITS.get(usize::from(unit))?,
        );
    }
    Some(found)
}

struct Buffer<'a>(&'a [u8]);

/// A table of a buffer: its fields are found by way of a table of offsets.
struct Table<'a> {
    buffer: &'a Buffer<'a>,
    at: usize,
}

impl Buffer<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    /// Where an offset points to.
    fn follow(&self, at: usize) -> Option<usize> {
        at.checked_add(self.u32(at)? as usize)
    }

    fn root(&self) -> Option<Table<'_>> {
        let at = self.follow(0)?;
        Some(Table { buffer: self, at })
    }
}

impl Table<'_> {
    /// Where a field stands; `None` where it has its default.
    fn field(&self, number: usize) -> Option<usize> {
        let back = self.buffer.u32(self.at)?.cast_signed();
        let offsets = i64::try_from(self.at).ok()? - i64::from(back);
        let offsets = usize::try_from(offsets).ok()?;
        let size = usize::from(self.buffer.u16(offsets)?);
        let place = 4 + 2 * number;
        if place + 2 > size {
            return None;
        }
        let offset = self.buffer.u16(offsets + place)?;
        (offset > 0).then(|| self.at + usize::from(offset))
    }

    fn table(&self, number: usize) -> Option<Table<'_>> {
        let at = self.buffer.follow(self.field(number)?)?;
        Some(Table {
            buffer: self.buffer,
            at,
        })
    }
}

/// Base 64 of RFC 4648.
fn base_64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xFF) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Written by pyarrow 26 for a table of four durations, `s`, `ms`, `us` and `ns`, and a number.
    const SCHEMA: &str = "/////zABAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAUAAADQAAAAlAAAAGgAAAA8AAAABAAAAFT///8AAAECEAAAABwAAAAEAAAAAAAAAAEAAABuAAAACAAMAAgABwAIAAAAAAAAAUAAAACI////AAABEhAAAAAUAAAABAAAAAAAAAACAAAAbnMAAHr///8AAAMAsP///wAAARIQAAAAFAAAAAQAAAAAAAAAAgAAAHVzAACi////AAACANj///8AAAESEAAAABgAAAAEAAAAAAAAAAIAAABtcwAABAAEAAQAAAAQABQACAAGAAcADAAAABAAEAAAAAAAARIQAAAAGAAAAAQAAAAAAAAAAQAAAHMABgAIAAYABgAAAAAAAAAAAAAA";

    #[test]
    fn durations_of_every_unit_are_found() {
        let found = durations(SCHEMA).unwrap();
        let mut found: Vec<(&str, u32)> = found.iter().map(|(n, &u)| (n.as_str(), u)).collect();
        found.sort_unstable();
        let expected = [
            ("ms", 1_000),
            ("ns", 1_000_000_000),
            ("s", 1),
            ("us", 1_000_000),
        ];
        assert_eq!(found, expected);
    }

    proptest! {
        /// Whatever stands in its place, there are durations or none: never a panic.
        #[test]
        fn damage_is_no_panic(at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9+/]") {
            let mut text = SCHEMA.to_owned();
            let at = at.index(text.len());
            text.replace_range(at..=at, &letter);
            let _ = durations(&text);
            let _ = durations(&SCHEMA[..at]);
        }
    }
}
