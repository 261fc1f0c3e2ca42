use crate::memo::Memo;

/// A coordinate reference system of EPSG or ESRI.
#[derive(Debug)]
pub(super) struct System {
    /// Its authority and number: `EPSG:27700`.
    pub(super) code: String,
    /// Its names in the registers of EPSG and ESRI.
    pub(super) names: [String; 2],
    /// How PROJ writes it; `None` for degrees that are those of WGS 84 within 2 m.
    pub(super) definition: Option<String>,
}

impl System {
    pub(super) fn number(&self) -> Option<u32> {
        self.code.rsplit(':').next()?.parse().ok()
    }
}

/// All known systems.
///
/// # Source
///
/// The EPSG Dataset as PROJ 9.5 carries it, by `tests/reference/crs.py`; shifts of datums are the
/// Helmert transformations that PROJ prefers where it has no grid.
pub(super) fn systems() -> &'static [System] {
    static SYSTEMS: Memo<Vec<System>> = Memo::new();
    SYSTEMS.get_or_find(|| {
        let mut rows = csv::Reader::from_reader(&include_bytes!("systems.csv")[..]);
        rows.records()
            .filter_map(Result::ok)
            .map(|row| {
                let field = |n: usize| row.get(n).unwrap_or_default().to_owned();
                System {
                    code: field(0),
                    names: [field(1), field(2)],
                    definition: Some(field(3)).filter(|text| text != "degrees"),
                }
            })
            .collect()
    })
}

/// The system with this number.
pub(super) fn by_number(number: u32) -> Option<&'static System> {
    // ESRI's own number of Web Mercator, and an older one that spells Google.
    let number = match number {
        102_100 | 102_113 | 900_913 | 3785 => 3857,
        number => number,
    };
    systems().iter().find(|s| s.number() == Some(number))
}

/// The system with this name, however it is spaced and capitalised.
pub(super) fn by_name(name: &str) -> Option<&'static System> {
    let wanted = plain(name);
    let wanted = match wanted.as_str() {
        "osgb 1936 british national grid" | "british national grid ord surv gb" => {
            "british national grid"
        }
        "etrs89 laea europe" | "etrs89 etrs laea" => "etrs89 extended laea europe",
        "etrs89 lcc europe" | "etrs89 etrs lcc" => "etrs89 extended lcc europe",
        "mollweide" => "world mollweide",
        "wgs84" | "wgs 1984" => "wgs 84",
        other => other,
    };
    let named = |s: &&System| s.names.iter().any(|name| plain(name) == wanted);
    systems().iter().find(named).filter(|_| !wanted.is_empty())
}

/// Words in lower case with one space between them.
fn plain(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '+');
    words
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
