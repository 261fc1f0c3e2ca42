//! Small PBF files, written for tests.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

type Tags = Vec<(&'static str, String)>;

/// A map to write as a PBF file.
#[derive(Debug, Clone, Default)]
pub(in crate::network) struct Map {
    /// Id, and latitude and longitude in 10⁻⁷ degrees.
    pub(in crate::network) nodes: Vec<(i64, [i32; 2], Tags)>,
    pub(in crate::network) ways: Vec<(i64, Vec<i64>, Tags)>,
    /// Nodes or ways in a block; all in one where it is 0.
    pub(in crate::network) block: usize,
    pub(in crate::network) plain_nodes: bool,
    pub(in crate::network) raw: bool,
    pub(in crate::network) granularity: Option<(u64, i64)>,
    pub(in crate::network) feature: Option<&'static str>,
    pub(in crate::network) ways_first: bool,
}

impl Map {
    pub(in crate::network) fn node(mut self, id: i64, lat: f64, lon: f64) -> Self {
        self.add_node(id, lat, lon, &[]);
        self
    }

    pub(in crate::network) fn add_node(
        &mut self,
        id: i64,
        lat: f64,
        lon: f64,
        tags: &[(&'static str, &str)],
    ) {
        #[expect(clippy::cast_possible_truncation, reason = "degrees")]
        let place = [lat, lon].map(|degrees| (degrees * 1e7).round() as i32);
        self.nodes.push((id, place, owned(tags)));
    }

    pub(in crate::network) fn way(
        mut self,
        id: i64,
        nodes: &[i64],
        tags: &[(&'static str, &str)],
    ) -> Self {
        self.ways.push((id, nodes.to_vec(), owned(tags)));
        self
    }

    pub(in crate::network) fn bytes(&self) -> Vec<u8> {
        let mut header = Vec::new();
        for feature in ["OsmSchema-V0.6", "DenseNodes"]
            .into_iter()
            .chain(self.feature)
        {
            bytes(&mut header, 4, feature.as_bytes());
        }
        number(&mut header, 32, 1_709_251_200);
        let mut file = self.blob("OSMHeader", &header);
        let size = |all: usize| {
            if self.block == 0 {
                all.max(1)
            } else {
                self.block
            }
        };
        let nodes = self.nodes.chunks(size(self.nodes.len()));
        let nodes: Vec<Vec<u8>> = nodes
            .map(|nodes| self.blob("OSMData", &self.node_block(nodes)))
            .collect();
        let ways = self.ways.chunks(size(self.ways.len()));
        let ways: Vec<Vec<u8>> = ways
            .map(|ways| self.blob("OSMData", &way_block(ways)))
            .collect();
        let blobs = if self.ways_first {
            [ways, nodes]
        } else {
            [nodes, ways]
        };
        file.extend(blobs.concat().concat());
        file
    }

    fn blob(&self, kind: &str, content: &[u8]) -> Vec<u8> {
        let mut blob = Vec::new();
        if self.raw {
            bytes(&mut blob, 1, content);
        } else {
            number(&mut blob, 2, content.len() as u64);
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
            packed.write_all(content).unwrap();
            bytes(&mut blob, 3, &packed.finish().unwrap());
        }
        framed(kind, &blob)
    }

    fn node_block(&self, nodes: &[(i64, [i32; 2], Tags)]) -> Vec<u8> {
        let mut texts = Texts::default();
        let (granularity, offset) = self.granularity.unwrap_or((100, 0));
        let units =
            |place: i32| (i64::from(place) * 100 - offset) / i64::try_from(granularity).unwrap();
        let mut group = Vec::new();
        if self.plain_nodes {
            for (id, place, tags) in nodes {
                let mut node = Vec::new();
                number(&mut node, 1, zigzag(*id));
                texts.write(&mut node, tags);
                number(&mut node, 8, zigzag(units(place[0])));
                number(&mut node, 9, zigzag(units(place[1])));
                bytes(&mut group, 1, &node);
            }
        } else {
            let mut dense = Vec::new();
            deltas(&mut dense, 1, nodes.iter().map(|(id, ..)| *id));
            for axis in 0..2 {
                let field = if axis == 0 { 8 } else { 9 };
                deltas(
                    &mut dense,
                    field,
                    nodes.iter().map(|(_, place, _)| units(place[axis])),
                );
            }
            let mut pairs = Vec::new();
            for (_, _, tags) in nodes {
                for (key, value) in tags {
                    varint(&mut pairs, texts.number(key));
                    varint(&mut pairs, texts.number(value));
                }
                varint(&mut pairs, 0);
            }
            bytes(&mut dense, 10, &pairs);
            bytes(&mut group, 2, &dense);
        }
        let mut block = texts.block(&group);
        number(&mut block, 17, granularity);
        number(&mut block, 19, offset.cast_unsigned());
        number(&mut block, 20, offset.cast_unsigned());
        block
    }
}

fn owned(tags: &[(&'static str, &str)]) -> Tags {
    tags.iter()
        .map(|&(key, value)| (key, value.to_owned()))
        .collect()
}

/// A blob with its header.
pub(in crate::network) fn framed(kind: &str, blob: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    bytes(&mut header, 1, kind.as_bytes());
    number(&mut header, 3, blob.len() as u64);
    let mut framed = u32::try_from(header.len()).unwrap().to_be_bytes().to_vec();
    framed.extend(header);
    framed.extend(blob);
    framed
}

fn way_block(ways: &[(i64, Vec<i64>, Tags)]) -> Vec<u8> {
    let mut texts = Texts::default();
    let mut group = Vec::new();
    for (id, nodes, tags) in ways {
        let mut way = Vec::new();
        number(&mut way, 1, id.cast_unsigned());
        texts.write(&mut way, tags);
        deltas(&mut way, 8, nodes.iter().copied());
        bytes(&mut group, 3, &way);
    }
    texts.block(&group)
}

#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    fn number(&mut self, text: &str) -> u64 {
        let known = self.0.iter().position(|known| known == text);
        let place = known.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        // The first text is empty.
        place as u64 + 1
    }

    fn write(&mut self, object: &mut Vec<u8>, tags: &Tags) {
        for (field, texts) in [
            (2, tags.iter().map(|(key, _)| *key).collect::<Vec<_>>()),
            (3, tags.iter().map(|(_, value)| value.as_str()).collect()),
        ] {
            let mut packed = Vec::new();
            for text in texts {
                varint(&mut packed, self.number(text));
            }
            bytes(object, field, &packed);
        }
    }

    fn block(&self, group: &[u8]) -> Vec<u8> {
        let mut table = Vec::new();
        bytes(&mut table, 1, b"");
        for text in &self.0 {
            bytes(&mut table, 1, text.as_bytes());
        }
        let mut block = Vec::new();
        bytes(&mut block, 1, &table);
        bytes(&mut block, 2, group);
        block
    }
}

fn varint(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
        number >>= 7;
    }
    to.push(u8::try_from(number).unwrap());
}

fn number(to: &mut Vec<u8>, field: u64, number: u64) {
    varint(to, field << 3);
    varint(to, number);
}

pub(in crate::network) fn bytes(to: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint(to, field << 3 | 2);
    varint(to, bytes.len() as u64);
    to.extend(bytes);
}

const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

fn deltas(to: &mut Vec<u8>, field: u64, numbers: impl Iterator<Item = i64>) {
    let mut packed = Vec::new();
    let mut last = 0;
    for number in numbers {
        varint(&mut packed, zigzag(number - last));
        last = number;
    }
    bytes(to, field, &packed);
}
