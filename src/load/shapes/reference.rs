use serde_json::Value;

/// The coordinate reference system that a file names in the `crs` of old `GeoJSON`.
pub(super) struct Reference {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Within a metre or two of WGS 84.
    Wgs84,
    /// Degrees of another datum, some hundred metres off at most, or not known.
    OtherDegrees,
    /// A projection.
    Metres,
}

/// Geographic systems whose degrees are those of WGS 84 within two metres: WGS 84, ETRS89, NAD83,
/// NAD83(2011), GDA94, GDA2020, `NZGD2000`, SIRGAS 2000, CGCS2000, JGD2011, Hartebeesthoek94, RGF93.
const LIKE_WGS84: [u32; 14] = [
    4326, 4979, 4258, 4937, 4269, 6318, 4283, 7844, 4167, 4674, 4490, 6668, 4148, 4171,
];

impl Reference {
    /// `None` where `crs` names nothing: `null`, or a link.
    pub(super) fn from_json(crs: &Value) -> Option<Self> {
        let properties = crs.get("properties")?;
        let name = properties.get("name").or_else(|| properties.get("code"))?;
        let name = match name {
            Value::String(name) => name.trim().to_owned(),
            Value::Number(code) => format!("EPSG:{code}"),
            _ => return None,
        };
        let kind = kind(&name);
        Some(Self {
            name: short(name),
            kind,
        })
    }
}

/// `EPSG:27700` of `urn:ogc:def:crs:EPSG::27700`.
fn short(name: String) -> String {
    let parts: Vec<&str> = name
        .split([':', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    match (name.to_lowercase().find("crs"), parts.as_slice()) {
        (Some(_), [.., authority, _version, code]) if *authority == "EPSG" => {
            format!("EPSG:{code}")
        }
        (Some(_), [.., authority, code]) => format!("{authority}:{code}"),
        _ => name,
    }
}

fn kind(name: &str) -> Kind {
    let upper = name.to_uppercase();
    if upper.contains("CRS84") || upper.contains("WGS84") || upper.contains("WGS 84") {
        return Kind::Wgs84;
    }
    let code = upper.rsplit([':', '/']).next();
    let code = code.and_then(|code| code.parse::<u32>().ok());
    match code {
        Some(code) if LIKE_WGS84.contains(&code) => Kind::Wgs84,
        // The ranges of EPSG's and ESRI's registers that hold projections alone.
        Some(
            2_000..=3_999 | 6_933 | 20_000..=32_799 | 54_000..=54_099 | 102_000..=103_999 | 900_913,
        ) => Kind::Metres,
        _ => Kind::OtherDegrees,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_way_of_writing_a_system_is_told_apart() {
        for (name, short, kind) in [
            ("urn:ogc:def:crs:OGC:1.3:CRS84", "1.3:CRS84", Kind::Wgs84),
            ("urn:ogc:def:crs:EPSG::4326", "EPSG:4326", Kind::Wgs84),
            ("EPSG:4258", "EPSG:4258", Kind::Wgs84),
            ("urn:ogc:def:crs:EPSG::27700", "EPSG:27700", Kind::Metres),
            ("urn:ogc:def:crs:EPSG:9.0:3857", "EPSG:3857", Kind::Metres),
            (
                "http://www.opengis.net/def/crs/EPSG/0/28992",
                "EPSG:28992",
                Kind::Metres,
            ),
            ("EPSG:4277", "EPSG:4277", Kind::OtherDegrees),
        ] {
            let crs = json!({ "type": "name", "properties": { "name": name } });
            let found = Reference::from_json(&crs).unwrap();
            assert_eq!((found.name.as_str(), found.kind), (short, kind), "{name}");
        }
        let old = json!({ "type": "EPSG", "properties": { "code": 2154 } });
        assert_eq!(Reference::from_json(&old).unwrap().kind, Kind::Metres);
        assert!(Reference::from_json(&Value::Null).is_none());
    }
}
