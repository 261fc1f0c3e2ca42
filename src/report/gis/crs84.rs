use serde_json::{Value, json};

/// Longitude and latitude of WGS 84 in this order, as PROJJSON 0.7.
pub(super) fn projjson() -> Value {
    let axis = |name: &str, abbreviation: &str, direction: &str| {
        json!({
            "name": name,
            "abbreviation": abbreviation,
            "direction": direction,
            "unit": "degree",
        })
    };
    json!({
        "$schema": "https://proj.org/schemas/v0.7/projjson.schema.json",
        "type": "GeographicCRS",
        "name": "WGS 84 (CRS84)",
        "datum": {
            "type": "GeodeticReferenceFrame",
            "name": "World Geodetic System 1984",
            "ellipsoid": {
                "name": "WGS 84",
                "semi_major_axis": 6_378_137,
                "inverse_flattening": 298.257_223_563,
            },
        },
        "coordinate_system": {
            "subtype": "ellipsoidal",
            "axis": [
                axis("Geodetic longitude", "Lon", "east"),
                axis("Geodetic latitude", "Lat", "north"),
            ],
        },
        "id": { "authority": "OGC", "code": "CRS84" },
    })
}

/// The same system by its number of EPSG, where a format knows systems by numbers: formats of GIS keep
/// longitude first for it.
pub(super) const EPSG: i32 = 4326;

/// Its definition as well-known text (OGC 01-009).
pub(super) const WKT: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
    AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,\
    AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],\
    AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]";
