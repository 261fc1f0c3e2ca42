/// What the numbers of a raster are, for its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grid) enum Content {
    /// People in each cell.
    People,
    /// Minutes that a metre takes.
    Friction,
}

impl Content {
    /// What a cell holds.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Friction => "minutes per metre",
        }
    }

    /// The numbers that a cell may hold.
    pub(super) const fn expected(self) -> &'static str {
        match self {
            Self::People => "people from 0 to 1e9",
            Self::Friction => "minutes per metre above 0",
        }
    }

    /// How to name the coordinate reference system of a file that does not.
    pub(super) const fn how_to_name_the_crs(self) -> &'static str {
        match self {
            Self::People => "name it, for example with `--crs EPSG:4326`",
            Self::Friction => {
                "name it in the study, for example `crs = \"EPSG:4326\"` in `[travel]`, or write it \
                 into the file, for example with `gdal_edit.py -a_srs EPSG:4326`"
            }
        }
    }

    /// Where a caller names the system.
    pub(super) const fn crs_key(self) -> &'static str {
        match self {
            Self::People => "--crs",
            Self::Friction => "crs",
        }
    }
}
