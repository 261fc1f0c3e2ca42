use super::directory::{Directory, Tiff};
use crate::crs::{Crs, CrsError};
use crate::grid::error::GridError;
use crate::grid::{geo_key, tag};

/// The keys of a file.
#[derive(Debug)]
pub(super) struct Keys {
    keys: Vec<u64>,
    texts: String,
}

impl Keys {
    pub(super) fn read(tiff: &mut Tiff, of: &Directory) -> Result<Self, GridError> {
        Ok(Self {
            keys: tiff.numbers(of, tag::GEO_KEYS)?,
            texts: tiff.text(of, tag::GEO_TEXTS)?.unwrap_or_default(),
        })
    }

    fn number(&self, wanted: u16) -> Option<u64> {
        let mut entries = self.keys.chunks_exact(4).skip(1);
        let entry = entries.find(|entry| entry[0] == u64::from(wanted) && entry[1] == 0)?;
        Some(entry[3])
    }

    fn text(&self, wanted: u16) -> Option<String> {
        let mut entries = self.keys.chunks_exact(4).skip(1);
        let of_texts = u64::from(tag::GEO_TEXTS);
        let entry = entries.find(|e| e[0] == u64::from(wanted) && e[1] == of_texts)?;
        let from = usize::try_from(entry[3]).ok()?;
        let count = usize::try_from(entry[2]).ok()?;
        // Bytes became characters one by one.
        Some(self.texts.chars().skip(from).take(count).collect())
    }

    /// Whether coordinates are those of the middle of a cell.
    pub(super) fn are_of_middles(&self) -> bool {
        self.number(geo_key::RASTER_TYPE) == Some(geo_key::PIXEL_IS_POINT)
    }

    /// The system that the keys name; `None` if they name none.
    ///
    /// # Errors
    ///
    /// One that is not known here, or in other units.
    pub(super) fn crs(&self) -> Option<Result<Crs, String>> {
        let model = self.number(geo_key::MODEL_TYPE);
        if model == Some(geo_key::GEOCENTRIC) {
            return Some(Err("geocentric coordinates are not supported".to_owned()));
        }
        let is_degrees = model == Some(geo_key::GEOGRAPHIC);
        let (code, citations, units, known) = if is_degrees {
            let citations = [geo_key::GEODETIC_CITATION, geo_key::CITATION];
            (
                geo_key::GEODETIC_CRS,
                citations,
                geo_key::ANGULAR_UNITS,
                &geo_key::DEGREE[..],
            )
        } else {
            let citations = [geo_key::PROJECTED_CITATION, geo_key::CITATION];
            (
                geo_key::PROJECTED_CRS,
                citations,
                geo_key::LINEAR_UNITS,
                &[geo_key::METRE][..],
            )
        };
        let code = self
            .number(code)
            .filter(|&code| code != 0 && code != geo_key::USER_DEFINED);
        let texts = citations.iter().filter_map(|&key| self.text(key));
        let texts: Vec<String> = texts
            .filter(|text| !text.trim_matches(['|', ' ']).is_empty())
            .collect();
        let found = match code {
            Some(code) => {
                let number = u32::try_from(code).ok().and_then(Crs::from_number);
                number.ok_or_else(|| CrsError::Unknown(format!("EPSG:{code}")))
            }
            None if texts.is_empty() => return None,
            None => {
                let mut all = texts.iter().map(|text| Crs::from_text(text));
                let first = all.next()?;
                first.or_else(|e| all.find_map(Result::ok).ok_or(e))
            }
        };
        let unit = self
            .number(units)
            .filter(|&unit| unit != geo_key::USER_DEFINED);
        Some(match found {
            Err(e) => Err(e.to_string()),
            Ok(_) if unit.is_some_and(|unit| !known.contains(&unit)) => Err(format!(
                "coordinates in EPSG unit {} are not supported (expected metres or degrees)",
                unit.unwrap_or_default()
            )),
            Ok(crs) if crs.is_degrees() != is_degrees && model.is_some_and(|m| m < 3) => {
                Err(format!(
                    "its keys contradict each other: {} in a system that is{} projected",
                    crs.code(),
                    if is_degrees { " not" } else { "" }
                ))
            }
            Ok(crs) => Ok(crs),
        })
    }
}
