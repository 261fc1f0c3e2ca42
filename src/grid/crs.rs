use super::GridError;
use crate::model::LatLon;
use proj4rs::Proj;
use proj4rs::transform::transform;

/// The coordinate reference system of a grid: degrees, or a projection with a known inverse.
///
/// Positions are good to 2 m: ETRS89 and NAD83 degrees count as WGS 84, and the British National
/// Grid is shifted with the seven parameters of its Helmert transformation.
#[derive(Debug, Clone)]
pub struct Crs {
    code: String,
    inverse: Option<Box<Inverse>>,
}

#[derive(Debug, Clone)]
struct Inverse {
    from: Proj,
    to: Proj,
}

/// World Mollweide, as GHSL publishes it.
const MOLLWEIDE: u32 = 54_009;

impl Crs {
    /// WGS 84 in degrees, EPSG:4326.
    #[must_use]
    pub fn wgs84() -> Self {
        Self {
            code: "EPSG:4326".to_owned(),
            inverse: None,
        }
    }

    /// From a code: `EPSG:27700`, `ESRI:54009`, or the number alone.
    ///
    /// # Errors
    ///
    /// A code that is not known here.
    pub fn from_code(code: &str) -> Result<Self, GridError> {
        let unknown = || GridError::Crs(code.to_owned());
        let number = code.rsplit(':').next().unwrap_or(code);
        Self::from_number(number.trim().parse().map_err(|_| unknown())?).ok_or_else(unknown)
    }

    /// From the number of a code of EPSG or ESRI; `None` if it is not known here.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        let definition = match number {
            4326 | 4258 | 4269 | 4979 => None,
            27_700 => Some(
                "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 \
                 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m"
                    .to_owned(),
            ),
            2157 => Some(
                "+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=0.99982 +x_0=600000 +y_0=750000 \
                 +ellps=GRS80 +towgs84=0,0,0 +units=m"
                    .to_owned(),
            ),
            3035 => Some(
                "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 \
                 +towgs84=0,0,0 +units=m"
                    .to_owned(),
            ),
            3857 => Some(
                "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 \
                 +units=m +nadgrids=@null"
                    .to_owned(),
            ),
            6933 => Some("+proj=cea +lat_ts=30 +lon_0=0 +datum=WGS84 +units=m".to_owned()),
            MOLLWEIDE => Some("+proj=moll +lon_0=0 +datum=WGS84 +units=m".to_owned()),
            32_601..=32_660 => Some(utm(number - 32_600, "+datum=WGS84")),
            32_701..=32_760 => Some(utm(number - 32_700, "+south +datum=WGS84")),
            25_828..=25_838 => Some(utm(number - 25_800, "+ellps=GRS80 +towgs84=0,0,0")),
            _ => return None,
        };
        let authority = if number == MOLLWEIDE { "ESRI" } else { "EPSG" };
        let inverse = match definition {
            None => None,
            Some(definition) => Some(Box::new(Inverse {
                from: Proj::from_proj_string(&definition).ok()?,
                to: Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").ok()?,
            })),
        };
        Some(Self {
            code: format!("{authority}:{number}"),
            inverse,
        })
    }

    /// From well-known text or the names that programs write into files, as far as they name a
    /// system that is known here.
    ///
    /// # Errors
    ///
    /// They do not.
    pub fn from_text(text: &str) -> Result<Self, GridError> {
        let plain = text.to_ascii_lowercase().replace(['_', '-', '/', ','], " ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        if plain.contains("mollweide") {
            return Ok(Self::from_number(MOLLWEIDE).unwrap_or_else(Self::wgs84));
        }
        // The authority of the whole comes last in well-known text.
        let codes = ["\"EPSG\",\"", "\"EPSG\",", "EPSG:", "ESRI:"].iter();
        let code = codes
            .filter_map(|mark| {
                let from = text.rfind(mark)? + mark.len();
                let digits = text[from..].split(|c: char| !c.is_ascii_digit()).next()?;
                Some((from, digits.parse::<u32>().ok()?))
            })
            .max();
        let named = || {
            if plain.contains("british national grid") {
                return Some(27_700);
            }
            if let Some(at) = plain.find("utm zone ") {
                let zone = &plain[at + 9..];
                let digits: String = zone.chars().take_while(char::is_ascii_digit).collect();
                let south = zone[digits.len()..].trim_start().starts_with('s');
                let number: u32 = digits.parse().ok().filter(|zone| (1..=60).contains(zone))?;
                let wgs = plain.contains("wgs 84")
                    || plain.contains("wgs 1984")
                    || plain.contains("wgs84");
                return wgs.then_some(if south { 32_700 } else { 32_600 } + number);
            }
            let degrees = !plain.contains("projcs") && !plain.contains("projcrs");
            let wgs = ["wgs 84", "wgs 1984", "wgs84"]
                .iter()
                .any(|name| plain.contains(name));
            (degrees && wgs).then_some(4_326)
        };
        let number = code.map(|(_, number)| number).or_else(named);
        number
            .and_then(Self::from_number)
            .ok_or_else(|| GridError::Crs(text.chars().take(120).collect()))
    }

    /// Its code, with the authority: `EPSG:27700`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether its coordinates are degrees.
    #[must_use]
    pub const fn is_degrees(&self) -> bool {
        self.inverse.is_none()
    }

    /// The greatest coordinates, without their signs, that are degrees; all where they are not.
    pub(super) const fn most(&self) -> [f64; 2] {
        if self.is_degrees() {
            [180.0, 90.0]
        } else {
            [f64::INFINITY; 2]
        }
    }

    /// The place of a pair of coordinates: easting or longitude, then northing or latitude;
    /// `None` where the projection has none.
    #[must_use]
    pub fn place(&self, x: f64, y: f64) -> Option<LatLon> {
        let Some(inverse) = &self.inverse else {
            return LatLon::try_new(y, x).ok();
        };
        let mut point = (x, y, 0.0);
        transform(&inverse.from, &inverse.to, &mut point).ok()?;
        let (lon, lat) = (point.0.to_degrees(), point.1.to_degrees());
        LatLon::try_new(lat, lon).ok()
    }
}

impl Crs {
    /// The coordinates of a place: easting or longitude, then northing or latitude; `None` where
    /// the projection has none.
    #[must_use]
    pub fn coordinates(&self, place: LatLon) -> Option<(f64, f64)> {
        let Some(inverse) = &self.inverse else {
            return Some((place.lon(), place.lat()));
        };
        let mut point = (place.lon().to_radians(), place.lat().to_radians(), 0.0);
        transform(&inverse.to, &inverse.from, &mut point).ok()?;
        (point.0.is_finite() && point.1.is_finite()).then_some((point.0, point.1))
    }
}

fn utm(zone: u32, datum: &str) -> String {
    format!("+proj=utm +zone={zone} {datum} +units=m")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points that the systems' own publications work through, to 5 m.
    #[test]
    fn known_systems_put_known_points_where_they_are() {
        for (code, x, y, lat, lon) in [
            (
                "EPSG:27700",
                651_409.903,
                313_177.270,
                52.658_008,
                1.716_074,
            ),
            ("EPSG:3035", 4_321_000.0, 3_210_000.0, 52.0, 10.0),
            ("EPSG:32630", 699_316.0, 5_710_164.0, 51.507_4, -0.127_8),
            ("EPSG:3857", 0.0, 0.0, 0.0, 0.0),
            ("ESRI:54009", 0.0, 0.0, 0.0, 0.0),
        ] {
            let place = Crs::from_code(code).unwrap().place(x, y).unwrap();
            let off = place
                .distance_to(LatLon::try_new(lat, lon).unwrap())
                .as_f64();
            assert!(off < 5.0, "{code}: {place:?}, {off} m");
            let back = Crs::from_code(code).unwrap().coordinates(place).unwrap();
            let off = (back.0 - x).hypot(back.1 - y);
            assert!(off < 0.1, "{code}, there and back: {off} m");
        }
    }

    #[test]
    fn systems_are_known_by_the_names_in_files() {
        let known = |text: &str| Crs::from_text(text).unwrap().code().to_owned();
        assert_eq!(
            known("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]"),
            "EPSG:4326"
        );
        assert_eq!(
            known("World_Mollweide|GCS Name = GCS_WGS_1984|"),
            "ESRI:54009"
        );
        assert_eq!(
            known("PROJCS[\"WGS_1984_UTM_Zone_30N\",GEOGCS[]]"),
            "EPSG:32630"
        );
        assert_eq!(
            known("PROJCS[\"x\",AUTHORITY[\"EPSG\",\"7030\"],AUTHORITY[\"EPSG\",\"27700\"]]"),
            "EPSG:27700"
        );
        assert!(Crs::from_text("PROJCS[\"Mars\",GEOGCS[\"WGS 84\"]]").is_err());
        assert!(Crs::from_code("EPSG:1").is_err());
        assert!(Crs::from_code("Mollweide?").is_err());
    }
}
