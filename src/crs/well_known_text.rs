//! Systems by what programs write into files: well-known text, names, codes.

use super::systems::{self, System};

/// The system that a text names; `None` if it is not known for certain.
pub(super) fn system(text: &str) -> Option<&'static System> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '|');
    if let Some((_, text)) = text.split_once("PE String = ") {
        return system(text);
    }
    if text.contains('[') {
        return of_well_known_text(text);
    }
    if let Some(found) = of_code(text) {
        return Some(found);
    }
    // `name|GCS Name = …|Ellipsoid = …`: the whole comes first.
    let first = text.split('|').next()?;
    let name = first.rsplit(" = ").next()?;
    of_code(name).or_else(|| systems::by_name(name))
}

/// `EPSG:27700`, `urn:ogc:def:crs:EPSG::27700`, `http://www.opengis.net/def/crs/EPSG/0/27700`.
fn of_code(text: &str) -> Option<&'static System> {
    let upper = text.trim().to_ascii_uppercase();
    if upper.ends_with("CRS84") {
        return systems::by_number(4326);
    }
    let (authority, number) = upper.rsplit_once([':', '/'])?;
    let known = ["EPSG", "ESRI"].iter().any(|name| authority.contains(name));
    let number = number.parse().ok().filter(|_| known)?;
    systems::by_number(number)
}

fn of_well_known_text(text: &str) -> Option<&'static System> {
    let keyword = text.split('[').next()?.trim().to_ascii_uppercase();
    let name = text.split('"').nth(1)?;
    let by_code = authority(text).and_then(systems::by_number);
    let of_kind = |system: &&System| match keyword.as_str() {
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => system.definition.is_some(),
        "GEOGCS" | "GEOGCRS" | "GEOGRAPHICCRS" | "GEODCRS" => system.definition.is_none(),
        _ => false,
    };
    if let Some(found) = by_code.or_else(|| systems::by_name(name)).filter(of_kind) {
        return Some(found);
    }
    if is_world_mollweide(text) && keyword.starts_with("PROJ") {
        return systems::by_number(54_009);
    }
    // A compound of a horizontal and a vertical system, or one bound to a transformation.
    let within = ["PROJCS[", "PROJCRS[", "GEOGCS[", "GEOGCRS["];
    let compound = !keyword.starts_with("PROJ") && !keyword.starts_with("GEO");
    let at = within.iter().find_map(|mark| text.find(mark))?;
    let part = balanced(&text[at..])?;
    compound.then(|| of_well_known_text(part)).flatten()
}

/// The number of the text's own authority: its last part, with nothing but a bracket after it.
fn authority(text: &str) -> Option<u32> {
    let at = ["AUTHORITY[", "ID["]
        .iter()
        .filter_map(|mark| text.rfind(mark))
        .max()?;
    let (part, rest) = text[at..].split_once(']')?;
    let known = part.contains("\"EPSG\"") || part.contains("\"ESRI\"");
    let own = rest.trim() == "]";
    let number = part.rsplit(',').next()?.trim_matches([' ', '"']);
    number.parse().ok().filter(|_| known && own)
}

/// The Mollweide projection without a name: of WGS 84, about Greenwich, in metres.
fn is_world_mollweide(text: &str) -> bool {
    let plain = text.to_ascii_lowercase().replace(['_', ' '], "");
    let wgs = plain.contains("wgs1984") || plain.contains("wgs84");
    let mut parameters = plain.split("parameter[\"").skip(1);
    let zero = parameters.all(|parameter| {
        let mut parts = parameter.split([',', ']']);
        let number = parts.nth(1).and_then(|number| number.parse::<f64>().ok());
        number.is_some_and(|number| number == 0.0)
    });
    let metres = ["unit[\"metre\",1", "unit[\"meter\",1", "unit[\"m\",1"];
    plain.contains("[\"mollweide\"") && wgs && zero && metres.iter().any(|m| plain.contains(m))
}

/// A text up to the bracket that closes its first one.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '[') - i32::from(c == ']');
        if c == ']' && depth == 0 {
            return Some(&text[..=at]);
        }
    }
    None
}
