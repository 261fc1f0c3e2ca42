use crate::grid::error::GridError;
use roxmltree::{Document, Node};
use std::path::{Path, PathBuf};

/// What GDAL writes into a `GeoTIFF`, or beside it, that TIFF has no tag for.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) nodata: Option<String>,
    /// People are value × scale + offset.
    pub(super) scale: Option<f64>,
    pub(super) offset: Option<f64>,
    /// Well-known text.
    pub(super) crs: Option<String>,
    /// What the bands are called.
    pub(super) names: Vec<String>,
}

/// Bytes of a file of metadata that are read.
const MOST: u64 = 1 << 24;

impl Metadata {
    /// From the text of the tag `GDAL_METADATA`, of one band.
    ///
    /// # Source
    ///
    /// GDAL, `GTiff` driver, "Metadata": items with a role and the number of a sample.
    pub(super) fn from_tag(text: &str, band: usize, file: &Path) -> Result<Self, GridError> {
        let text = text.trim_matches(['\0', ' ', '\n']);
        let wrong = |e: &str| GridError::file(file, format!("GDAL_METADATA: {e}"));
        let document = Document::parse(text).map_err(|e| wrong(&e.to_string()))?;
        let mut found = Self::default();
        for item in document
            .descendants()
            .filter(|node| node.has_tag_name("Item"))
        {
            let sample = item.attribute("sample").unwrap_or("0");
            let value = item.text().unwrap_or_default();
            match item.attribute("role") {
                Some("description") => found.names.push(value.trim().to_owned()),
                Some("scale") if sample == band.to_string() => {
                    found.scale = Some(number(value).map_err(|e| wrong(&e))?);
                }
                Some("offset") if sample == band.to_string() => {
                    found.offset = Some(number(value).map_err(|e| wrong(&e))?);
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// From the file beside a raster that has the ending `.aux.xml`, of one band.
    pub(super) fn beside(file: &Path, band: usize) -> Result<Self, GridError> {
        let mut name = file.as_os_str().to_owned();
        name.push(".aux.xml");
        let beside = PathBuf::from(name);
        if !std::fs::metadata(&beside).is_ok_and(|found| found.is_file() && found.len() <= MOST) {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(&beside).map_err(|e| GridError::io(&beside, e))?;
        let wrong = |e: String| GridError::file(&beside, e);
        let document = Document::parse(&text).map_err(|e| wrong(e.to_string()))?;
        let root = document.root_element();
        let words = |node: Node, name: &str| {
            let mut children = node.children().filter(|child| child.has_tag_name(name));
            children
                .next()
                .and_then(|child| child.text())
                .map(str::to_owned)
        };
        let number_of = (band + 1).to_string();
        let of_band = root.children().find(|node| {
            node.has_tag_name("PAMRasterBand")
                && node
                    .attribute("band")
                    .is_none_or(|number| number == number_of)
        });
        let numbers = |name: &str| {
            let text = of_band.and_then(|band| words(band, name));
            text.map(|text| number(&text).map_err(wrong)).transpose()
        };
        Ok(Self {
            nodata: of_band.and_then(|band| words(band, "NoDataValue")),
            scale: numbers("Scale")?,
            offset: numbers("Offset")?,
            crs: words(root, "SRS").filter(|text| !text.trim().is_empty()),
            names: Vec::new(),
        })
    }

    /// What is known here, and else what the other knows.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            nodata: self.nodata.or(other.nodata),
            scale: self.scale.or(other.scale),
            offset: self.offset.or(other.offset),
            crs: self.crs.or(other.crs),
            names: self.names,
        }
    }

    /// Scale and offset, where they change anything.
    pub(super) fn scaling(&self) -> Option<(f64, f64)> {
        let (scale, offset) = (self.scale.unwrap_or(1.0), self.offset.unwrap_or(0.0));
        (scale.to_bits() != 1_f64.to_bits() || offset != 0.0).then_some((scale, offset))
    }
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.trim().parse().ok().filter(|n: &f64| n.is_finite());
    number.ok_or_else(|| format!("expected a number (got `{text}`)"))
}
