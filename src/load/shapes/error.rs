use crate::load::wording::{in_degrees, no_id};

/// Why a file of shapes cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ShapesError {
    /// Neither `GeoJSON` nor `TopoJSON`, or without a polygon.
    #[error("{file}: cannot be read as {format}: {reason}")]
    Format {
        /// The file.
        file: String,
        /// `GeoJSON` or `TopoJSON`.
        format: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A feature of a file of shapes that is not what it should be.
    #[error("{file}: feature {feature}: {reason}")]
    Feature {
        /// The file.
        file: String,
        /// Its number in the file, from 1.
        feature: usize,
        /// What is wrong, and what was expected.
        reason: String,
    },
    /// Shapes none of which says which it is.
    #[error("{file}: no feature has {}", no_id(property.as_ref(), there))]
    NoId {
        /// The file.
        file: String,
        /// The property that was looked for; `None` for the id of the feature itself.
        property: Option<String>,
        /// The properties that there are.
        there: Vec<String>,
    },
    /// Shapes whose longitudes and latitudes are in each other's place.
    #[error(
        "{file}: longitude and latitude look swapped: {reason}; a position is longitude, then \
         latitude"
    )]
    Swapped {
        /// The file.
        file: String,
        /// Why it looks so.
        reason: String,
    },
    /// Shapes that are not in degrees.
    #[error(
        "{file}: shapes must be in degrees, WGS 84 (found the coordinates {x}, {y} in feature \
         {feature}{}); {}",
        system.as_ref().map_or_else(String::new, |name| format!("; the file names {name}")),
        in_degrees(*x, *y)
    )]
    NotDegrees {
        /// The file.
        file: String,
        /// Number of the feature that is off the Earth, from 1.
        feature: usize,
        /// First coordinate of its first point that is.
        x: f64,
        /// Its second coordinate.
        y: f64,
        /// The coordinate reference system that the file names.
        system: Option<String>,
    },
}
