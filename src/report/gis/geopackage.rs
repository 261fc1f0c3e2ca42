use super::bounds::Bounds;
use super::crs84;
use super::fields::{Field, Value, Values};
use super::geopackage_index::index;
use super::layer::{Kind, Layer};
use super::sqlite::{Database, SqlValue};
use super::wkb::wkb;

/// What the head of the file says: `GPKG`, version 1.2, which every reader knows.
const APPLICATION: u32 = 0x4750_4B47;
const VERSION: u32 = 10_200;

/// The standard wants the time of the last change; results do not depend on the clock.
const LAST_CHANGE: &str = "2000-01-01T00:00:00.000Z";

const GEOMETRY: &str = "geom";

/// Layers as one `GeoPackage`, each a table of features in the order of the study.
///
/// # Source
///
/// OGC 12-128r15, `GeoPackage` 1.2.
pub(super) fn geopackage(layers: &[Layer]) -> Vec<u8> {
    let mut to = Database::new();
    systems(&mut to);
    contents(&mut to, layers);
    geometry_columns(&mut to, layers);
    extensions(&mut to, layers);
    for layer in layers {
        features(&mut to, layer);
    }
    to.finish(APPLICATION, VERSION)
}

/// The coordinate reference systems that the standard wants, the last of which is used.
fn systems(to: &mut Database) {
    let system = |id: i64, name: &str, authority: &str, definition: &str, about: &str| {
        let values = vec![
            name.into(),
            SqlValue::Null,
            authority.into(),
            SqlValue::Whole(id),
            definition.into(),
            about.into(),
        ];
        (id, values)
    };
    let rows = [
        system(
            -1,
            "Undefined Cartesian SRS",
            "NONE",
            "undefined",
            "undefined Cartesian coordinate reference system",
        ),
        system(
            0,
            "Undefined geographic SRS",
            "NONE",
            "undefined",
            "undefined geographic coordinate reference system",
        ),
        system(
            crs84::EPSG.into(),
            "WGS 84",
            "EPSG",
            crs84::WKT,
            "longitude and latitude in degrees on WGS 84",
        ),
    ];
    let sql = "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, \
        organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, \
        description TEXT)";
    to.table("gpkg_spatial_ref_sys", sql.to_owned(), rows.into_iter());
}

fn contents(to: &mut Database, layers: &[Layer]) {
    let sql = "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, \
        identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT \
        (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, \
        srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES \
        gpkg_spatial_ref_sys(srs_id))";
    let rows = (1..).zip(layers).map(|(number, layer)| {
        let mut values = vec![
            layer.name.into(),
            "features".into(),
            layer.name.into(),
            "".into(),
            LAST_CHANGE.into(),
        ];
        let bounds = layer.extent();
        let end = |at: usize| bounds.map_or(SqlValue::Null, |bounds| SqlValue::Number(bounds[at]));
        values.extend([end(0), end(1), end(2), end(3)]);
        values.push(SqlValue::Whole(crs84::EPSG.into()));
        (number, values)
    });
    to.table("gpkg_contents", sql.to_owned(), rows);
    for rule in [1, 2] {
        let names = layers.iter().map(|layer| vec![layer.name]);
        to.own_index("gpkg_contents", rule, names.collect());
    }
}

fn geometry_columns(to: &mut Database, layers: &[Layer]) {
    let sql = "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, \
        geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, \
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE \
        (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), \
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))";
    let rows = (1..).zip(layers).map(|(number, layer)| {
        let values = vec![
            layer.name.into(),
            GEOMETRY.into(),
            type_name(layer.kind()).into(),
            SqlValue::Whole(crs84::EPSG.into()),
            SqlValue::Whole(0),
            SqlValue::Whole(0),
        ];
        (number, values)
    });
    to.table("gpkg_geometry_columns", sql.to_owned(), rows);
    let both = layers.iter().map(|layer| vec![layer.name, GEOMETRY]);
    to.own_index("gpkg_geometry_columns", 1, both.collect());
    let names = layers.iter().map(|layer| vec![layer.name]);
    to.own_index("gpkg_geometry_columns", 2, names.collect());
}

/// That the layers have an index, which readers may use and editors must keep.
fn extensions(to: &mut Database, layers: &[Layer]) {
    const NAME: &str = "gpkg_rtree_index";
    let sql = "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, \
        definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, \
        extension_name))";
    let rows = (1..).zip(layers).map(|(number, layer)| {
        let values = vec![
            layer.name.into(),
            GEOMETRY.into(),
            NAME.into(),
            "http://www.geopackage.org/spec120/#extension_rtree".into(),
            "write-only".into(),
        ];
        (number, values)
    });
    to.table("gpkg_extensions", sql.to_owned(), rows);
    let keys = layers.iter().map(|layer| vec![layer.name, GEOMETRY, NAME]);
    to.own_index("gpkg_extensions", 1, keys.collect());
}

const fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Points => "POINT",
        Kind::Polygons => "MULTIPOLYGON",
        Kind::Both => "GEOMETRY",
    }
}

fn features(to: &mut Database, layer: &Layer) {
    let column = |field: &Field| {
        let kind = match field.values {
            Values::Text(_) => "TEXT",
            Values::Whole(_) => "INTEGER",
            Values::Number(_) => "DOUBLE",
            Values::Flag(_) => "BOOLEAN",
        };
        format!(", {} {kind}", quoted(&field.name))
    };
    let columns: String = layer.fields.iter().map(column).collect();
    let sql = format!(
        "CREATE TABLE {} (fid INTEGER NOT NULL PRIMARY KEY, {GEOMETRY} {}{columns})",
        quoted(layer.name),
        type_name(layer.kind()),
    );
    let rows = (1..).zip(layer.shapes.iter().enumerate());
    let rows = rows.map(|(row, (number, shape))| {
        let geometry = layer.bounds[number].zip(wkb(shape));
        let geometry = geometry.map(|(bounds, wkb)| SqlValue::Bytes(binary(bounds, &wkb)));
        let mut values = vec![SqlValue::Null, geometry.unwrap_or(SqlValue::Null)];
        values.extend(
            layer
                .fields
                .iter()
                .map(|field| in_sql(&field.value(number))),
        );
        (row, values)
    });
    to.table(layer.name, sql, rows);
    index(to, layer.name, GEOMETRY, &layer.bounds, &layer.near_order);
}

/// A name between the quotes of SQL.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn in_sql(value: &Value) -> SqlValue {
    match *value {
        Value::Missing => SqlValue::Null,
        Value::Text(text) => text.into(),
        Value::Whole(count) => SqlValue::Whole(count),
        Value::Number(number) => SqlValue::Number(number),
        Value::Flag(flag) => SqlValue::Whole(flag.into()),
    }
}

/// A geometry as the standard keeps it: a head with its system and its bounds, then well-known binary.
fn binary([west, south, east, north]: Bounds, wkb: &[u8]) -> Vec<u8> {
    /// In little endian, with bounds in two directions.
    const FLAGS: u8 = 0b11;
    let mut bytes = b"GP\0".to_vec();
    bytes.push(FLAGS);
    bytes.extend(crs84::EPSG.to_le_bytes());
    for end in [west, east, south, north] {
        bytes.extend(end.to_le_bytes());
    }
    bytes.extend(wkb);
    bytes
}
