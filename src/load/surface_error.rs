use crate::network::friction::NotOnSurface;

/// Why a study has no travel times from its friction surface.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SurfaceInputError {
    /// A file that is no friction surface.
    #[error("{0}")]
    File(String),
    /// A place from which no journey over the surface begins.
    #[error(
        "{file}: {place} `{id}` {why}{}; correct its coordinates, or give the cell of {surface} a value",
        more(*others)
    )]
    OffSurface {
        /// The file of the places.
        file: String,
        /// `site` or `demand point`.
        place: &'static str,
        /// Its id.
        id: String,
        /// How it lies to the surface, with the nearest passable cell.
        why: NotOnSurface,
        /// How many others lie so.
        others: usize,
        /// The file of the surface.
        surface: String,
    },
    /// A place without coordinates.
    #[error("{file}: {place} `{id}` has no coordinates, which a friction surface needs")]
    NoPosition {
        /// The file of the places.
        file: String,
        /// `site` or `demand point`.
        place: &'static str,
        /// Its id.
        id: String,
    },
}

/// The words for how many others there are.
fn more(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => ", and so is 1 other".to_owned(),
        others => format!(", and so are {others} others"),
    }
}
