use super::bounds::Bounds;
use super::crs84;
use super::fields::{Value, Values};
use super::layer::{Kind, Layer, Shape};
use super::packed_tree::PackedTree;
use flatbuffers::{FlatBufferBuilder, ForwardsUOffset, UnionWIPOffset, Vector, WIPOffset};
use geo::{Coord, LineString, Polygon};

/// The first bytes: the name of the format with its version, 3.0.0.
const MAGIC: [u8; 8] = *b"fgb\x03fgb\x00";

/// Types of geometries and columns, as the schema of the format numbers them.
const UNKNOWN: u8 = 0;
const POINT: u8 = 1;
const POLYGON: u8 = 3;
const MULTI_POLYGON: u8 = 6;
const BOOL: u8 = 2;
const LONG: u8 = 7;
const DOUBLE: u8 = 10;
const STRING: u8 = 11;

/// Where in its table the format keeps a field of this number.
const fn slot(field: u16) -> u16 {
    4 + 2 * field
}

type Table = WIPOffset<UnionWIPOffset>;
type Tables<'b> = WIPOffset<Vector<'b, ForwardsUOffset<UnionWIPOffset>>>;

/// A layer as `FlatGeobuf` 3, its features in the order of Hilbert's curve behind an index.
///
/// A layer with features that have no shape has no index, as the format cannot enter them.
pub(super) fn flatgeobuf(layer: &Layer) -> Vec<u8> {
    let mut features = Vec::new();
    let mut entries = Vec::with_capacity(layer.near_order.len());
    for &number in &layer.near_order {
        entries.push((layer.bounds[number], features.len() as u64));
        features.extend(feature(layer, number));
    }
    let entries: Option<Vec<(Bounds, u64)>> = entries
        .into_iter()
        .map(|(bounds, offset)| Some((bounds?, offset)))
        .collect();
    let entries = entries.filter(|entries| !entries.is_empty());
    let mut bytes = MAGIC.to_vec();
    bytes.extend(header(layer, entries.is_some()));
    if let Some(entries) = entries {
        bytes.extend(PackedTree::new(&entries, usize::from(NODE_SIZE)).to_bytes());
    }
    bytes.extend(features);
    bytes
}

/// Entries of a node of the index.
const NODE_SIZE: u16 = 16;

const fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Points => POINT,
        Kind::Polygons => MULTI_POLYGON,
        Kind::Both => UNKNOWN,
    }
}

fn header(layer: &Layer, with_index: bool) -> Vec<u8> {
    let mut to = FlatBufferBuilder::new();
    let name = to.create_string(layer.name);
    let envelope = layer.extent().map(|bounds| to.create_vector(&bounds));
    let columns: Vec<Table> = layer
        .fields
        .iter()
        .map(|field| {
            let name = to.create_string(&field.name);
            let kind = match field.values {
                Values::Text(_) => STRING,
                Values::Whole(_) => LONG,
                Values::Number(_) => DOUBLE,
                Values::Flag(_) => BOOL,
            };
            let table = to.start_table();
            to.push_slot_always(slot(0), name);
            to.push_slot_always(slot(1), kind);
            to.end_table(table).as_union_value()
        })
        .collect();
    let columns = to.create_vector(&columns);
    let crs = crs(&mut to);
    let table = to.start_table();
    to.push_slot_always(slot(0), name);
    if let Some(envelope) = envelope {
        to.push_slot_always(slot(1), envelope);
    }
    to.push_slot_always(slot(2), kind_number(layer.kind()));
    to.push_slot_always(slot(7), columns);
    to.push_slot_always(slot(8), layer.shapes.len() as u64);
    to.push_slot_always(slot(9), if with_index { NODE_SIZE } else { 0 });
    to.push_slot_always(slot(10), crs);
    let table = to.end_table(table);
    to.finish_size_prefixed(table, None);
    to.finished_data().to_vec()
}

fn crs(to: &mut FlatBufferBuilder) -> Table {
    let authority = to.create_string("EPSG");
    let name = to.create_string("WGS 84");
    let wkt = to.create_string(crs84::WKT);
    let table = to.start_table();
    to.push_slot_always(slot(0), authority);
    to.push_slot_always(slot(1), crs84::EPSG);
    to.push_slot_always(slot(2), name);
    to.push_slot_always(slot(4), wkt);
    to.end_table(table).as_union_value()
}

fn feature(layer: &Layer, number: usize) -> Vec<u8> {
    let mut to = FlatBufferBuilder::new();
    let geometry = match &layer.shapes[number] {
        Shape::Nowhere => None,
        Shape::Point(at) => Some(corners(&mut to, POINT, &[*at])),
        Shape::Polygons(polygons) => {
            let parts: Vec<Table> = polygons
                .0
                .iter()
                .map(|each| polygon(&mut to, each))
                .collect();
            let parts = to.create_vector(&parts);
            Some(parted(&mut to, parts))
        }
    };
    let properties = to.create_vector(&properties(layer, number));
    let table = to.start_table();
    if let Some(geometry) = geometry {
        to.push_slot_always(slot(0), geometry);
    }
    to.push_slot_always(slot(1), properties);
    let table = to.end_table(table);
    to.finish_size_prefixed(table, None);
    to.finished_data().to_vec()
}

/// The values that are there: number of the column, then the value.
fn properties(layer: &Layer, number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (column, field) in (0_u16..).zip(layer.fields.iter()) {
        let mut put = |value: &[u8]| {
            bytes.extend(column.to_le_bytes());
            bytes.extend(value);
        };
        match field.value(number) {
            Value::Missing => {}
            Value::Text(text) => {
                let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
                put(&[&length.to_le_bytes(), text.as_bytes()].concat());
            }
            Value::Whole(count) => put(&count.to_le_bytes()),
            Value::Number(number) => put(&number.to_le_bytes()),
            Value::Flag(flag) => put(&[u8::from(flag)]),
        }
    }
    bytes
}

fn corners(to: &mut FlatBufferBuilder, kind: u8, corners: &[Coord]) -> Table {
    let numbers: Vec<f64> = corners.iter().flat_map(|at| [at.x, at.y]).collect();
    let numbers = to.create_vector(&numbers);
    let table = to.start_table();
    to.push_slot_always(slot(1), numbers);
    to.push_slot_always(slot(6), kind);
    to.end_table(table).as_union_value()
}

/// One polygon: the corners of all its rings, and where each ring ends unless there is one.
fn polygon(to: &mut FlatBufferBuilder, polygon: &Polygon<f64>) -> Table {
    let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
    if polygon.interiors().is_empty() {
        return corners(to, POLYGON, &polygon.exterior().0);
    }
    let ends = rings().scan(0_u32, |end, ring: &LineString| {
        *end += u32::try_from(ring.0.len()).unwrap_or(u32::MAX);
        Some(*end)
    });
    let ends: Vec<u32> = ends.collect();
    let numbers: Vec<f64> = rings()
        .flat_map(|ring| &ring.0)
        .flat_map(|at| [at.x, at.y])
        .collect();
    let (ends, numbers) = (to.create_vector(&ends), to.create_vector(&numbers));
    let table = to.start_table();
    to.push_slot_always(slot(0), ends);
    to.push_slot_always(slot(1), numbers);
    to.push_slot_always(slot(6), POLYGON);
    to.end_table(table).as_union_value()
}

fn parted<'b>(to: &mut FlatBufferBuilder<'b>, parts: Tables<'b>) -> Table {
    let table = to.start_table();
    to.push_slot_always(slot(6), MULTI_POLYGON);
    to.push_slot_always(slot(7), parts);
    to.end_table(table).as_union_value()
}
