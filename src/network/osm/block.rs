//! Blocks of nodes and ways.

use super::error::Damage;
use super::wire::{Deltas, Fields, Packed, zigzag};

/// A block: its texts and its groups, which are read as they are asked for.
#[derive(Debug)]
pub(super) struct Block<'a> {
    texts: Vec<&'a [u8]>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    offset: [i64; 2],
}

/// A node, with its latitude and longitude in units of the block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) id: i64,
    lat: i64,
    lon: i64,
}

/// The id of a way and its lists, still packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) id: i64,
    keys: &'a [u8],
    values: &'a [u8],
    refs: &'a [u8],
}

/// Which objects a block has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Contents {
    pub(super) nodes: bool,
    pub(super) ways: bool,
    pub(super) relations: bool,
}

impl<'a> Block<'a> {
    pub(super) fn new(content: &'a [u8]) -> Result<Self, Damage> {
        let mut block = Self {
            texts: Vec::new(),
            groups: Vec::new(),
            granularity: 100,
            offset: [0, 0],
        };
        for field in Fields(content) {
            match field? {
                (1, value) => {
                    for field in Fields(value.bytes(1)?) {
                        if let (1, text) = field? {
                            block.texts.push(text.bytes(1)?);
                        }
                    }
                }
                (2, value) => block.groups.push(value.bytes(2)?),
                (17, value) => block.granularity = value.number(17)?.cast_signed(),
                (19, value) => block.offset[0] = value.number(19)?.cast_signed(),
                (20, value) => block.offset[1] = value.number(20)?.cast_signed(),
                _ => {}
            }
        }
        Ok(block)
    }

    pub(super) fn contents(&self) -> Result<Contents, Damage> {
        let mut contents = Contents::default();
        for group in &self.groups {
            // A group has objects of one kind.
            if let Some(field) = Fields(group).next() {
                match field?.0 {
                    1 | 2 => contents.nodes = true,
                    3 => contents.ways = true,
                    4 => contents.relations = true,
                    _ => {}
                }
            }
        }
        Ok(contents)
    }

    /// Number of a text in the table, where it is there.
    pub(super) fn text_number(&self, text: &str) -> Option<u32> {
        let place = self
            .texts
            .iter()
            .position(|&known| known == text.as_bytes());
        place.and_then(|place| u32::try_from(place).ok())
    }

    pub(super) fn text(&self, number: u64) -> Result<&'a str, Damage> {
        let text = usize::try_from(number)
            .ok()
            .and_then(|at| self.texts.get(at));
        std::str::from_utf8(text.ok_or(Damage::NoText)?).map_err(|_| Damage::NotUtf8)
    }

    /// The latitude and longitude of a node of this block, in 10⁻⁷ degrees.
    pub(super) fn position(&self, node: Node) -> Result<[i32; 2], Damage> {
        let degrees = |offset: i64, value: i64, most: i64| {
            // Nanodegrees, then 10⁻⁷ degrees to the nearest.
            let nano = value.checked_mul(self.granularity)?.checked_add(offset)?;
            let units = nano.checked_add(50)?.div_euclid(100);
            (units.abs() <= most).then(|| i32::try_from(units).ok())?
        };
        let lat = degrees(self.offset[0], node.lat, 900_000_000);
        let lon = degrees(self.offset[1], node.lon, 1_800_000_000);
        lat.zip(lon)
            .map(Into::into)
            .ok_or(Damage::OffTheEarth(node.id))
    }

    /// Calls `visit` with every node and its tags, as pairs of numbers of texts.
    pub(super) fn nodes(
        &self,
        mut visit: impl FnMut(Node, &[(u64, u64)]) -> Result<(), Damage>,
    ) -> Result<(), Damage> {
        for group in &self.groups {
            for field in Fields(group) {
                match field? {
                    (1, value) => plain_node(value.bytes(1)?, &mut visit)?,
                    (2, value) => dense_nodes(value.bytes(2)?, &mut visit)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Calls `visit` with every way.
    pub(super) fn ways(
        &self,
        mut visit: impl FnMut(Way<'a>) -> Result<(), Damage>,
    ) -> Result<(), Damage> {
        for group in &self.groups {
            for field in Fields(group) {
                if let (3, value) = field? {
                    visit(Way::new(value.bytes(3)?)?)?;
                }
            }
        }
        Ok(())
    }
}

fn plain_node(
    message: &[u8],
    visit: &mut impl FnMut(Node, &[(u64, u64)]) -> Result<(), Damage>,
) -> Result<(), Damage> {
    let (mut id, mut lat, mut lon) = (None, 0, 0);
    let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
    for field in Fields(message) {
        match field? {
            (1, value) => id = Some(zigzag(value.number(1)?)),
            (2, value) => keys = value.bytes(2)?,
            (3, value) => values = value.bytes(3)?,
            (8, value) => lat = zigzag(value.number(8)?),
            (9, value) => lon = zigzag(value.number(9)?),
            _ => {}
        }
    }
    let id = id.ok_or(Damage::NoId)?;
    visit(Node { id, lat, lon }, &pairs(keys, values)?)
}

fn dense_nodes(
    message: &[u8],
    visit: &mut impl FnMut(Node, &[(u64, u64)]) -> Result<(), Damage>,
) -> Result<(), Damage> {
    let [mut ids, mut lats, mut lons, mut tags]: [&[u8]; 4] = [&[]; 4];
    for field in Fields(message) {
        match field? {
            (1, value) => ids = value.bytes(1)?,
            (8, value) => lats = value.bytes(8)?,
            (9, value) => lons = value.bytes(9)?,
            (10, value) => tags = value.bytes(10)?,
            _ => {}
        }
    }
    let (mut lats, mut lons) = (Deltas::new(lats), Deltas::new(lons));
    let mut tags = Packed(tags);
    let mut of_node = Vec::new();
    for id in Deltas::new(ids) {
        let id = id?;
        let (lat, lon) = lats.next().zip(lons.next()).ok_or(Damage::Lists)?;
        of_node.clear();
        while let Some(key) = tags.next() {
            match key? {
                // The end of the tags of a node.
                0 => break,
                key => of_node.push((key, tags.next().ok_or(Damage::Lists)??)),
            }
        }
        let (lat, lon) = (lat?, lon?);
        visit(Node { id, lat, lon }, &of_node)?;
    }
    Ok(())
}

impl<'a> Way<'a> {
    fn new(message: &'a [u8]) -> Result<Self, Damage> {
        let mut id = None;
        let [mut keys, mut values, mut refs]: [&[u8]; 3] = [&[]; 3];
        for field in Fields(message) {
            match field? {
                (1, value) => id = Some(value.number(1)?.cast_signed()),
                (2, value) => keys = value.bytes(2)?,
                (3, value) => values = value.bytes(3)?,
                (8, value) => refs = value.bytes(8)?,
                _ => {}
            }
        }
        let id = id.ok_or(Damage::NoId)?;
        Ok(Self {
            id,
            keys,
            values,
            refs,
        })
    }

    /// Whether one of its keys has one of these numbers.
    pub(super) fn has_key(&self, numbers: [Option<u32>; 2]) -> Result<bool, Damage> {
        for key in Packed(self.keys) {
            let key = key?;
            if numbers
                .iter()
                .flatten()
                .any(|&number| u64::from(number) == key)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Its tags, as pairs of numbers of texts.
    pub(super) fn tags(&self) -> Result<Vec<(u64, u64)>, Damage> {
        pairs(self.keys, self.values)
    }

    /// The ids of its nodes.
    pub(super) fn refs(&self) -> Deltas<'a> {
        Deltas::new(self.refs)
    }
}

fn pairs(keys: &[u8], values: &[u8]) -> Result<Vec<(u64, u64)>, Damage> {
    let mut values = Packed(values);
    let pairs = Packed(keys).map(|key| Ok((key?, values.next().ok_or(Damage::Lists)??)));
    let pairs: Result<Vec<_>, Damage> = pairs.collect();
    match values.next() {
        None => pairs,
        Some(_) => Err(Damage::Lists),
    }
}
