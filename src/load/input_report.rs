use super::warning::Warning;
use crate::network::{NetworkReport, SnapReport};
use crate::units::{Demand, Metres};

/// What was read, what was rejected and why, and which ids are in one file but not in another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InputReport {
    /// One entry per file, in the order they were read.
    pub files: Vec<FileReport>,
    /// Ids that are in one file but not in the other.
    pub mismatches: Vec<Mismatch>,
    /// What a reader of the answer needs to know.
    pub warnings: Vec<Warning>,
    /// Pairs of a demand point and a site of some layout.
    pub pairs: usize,
    /// Those of them for which the table has no value.
    pub pairs_without_time: usize,
    /// Demand points from which no site of any layout can be reached by the table.
    pub points_without_time: usize,
    /// The demand of those points.
    pub demand_without_time: Demand,
    /// The road network, for a study whose times come from one.
    pub road: Option<Box<RoadReport>>,
}

/// The roads of a study, and how its places lie to them.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadReport {
    /// The extract, as in the study.
    pub file: String,
    /// Who drives.
    pub profile: String,
    /// The farthest that a place may be from a road.
    pub snap_limit: Metres,
    /// The roads.
    pub network: NetworkReport,
    /// The demand points.
    pub points: SnapReport,
    /// The sites.
    pub sites: SnapReport,
}

/// What was read from one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileReport {
    /// The role of the file in the study: `population`, `hospitals`, `travel times`, …
    pub role: String,
    /// Its path, as in the study.
    pub path: String,
    /// Its stored size in bytes.
    pub bytes: u64,
    /// SHA-256 of those bytes, in hexadecimal.
    pub sha256: String,
    /// Rows of data read.
    pub rows_read: usize,
    /// Rows that were not used, with the reason: for example, ids that are in no other file.
    pub rows_rejected: Vec<(String, usize)>,
    /// Which columns were used for what.
    pub columns: Vec<ColumnUse>,
    /// What was fixed without changing a value: a byte order mark, line ends, ….
    pub notes: Vec<String>,
}

/// A column and what it was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnUse {
    /// The field of the model: `id`, `lat`, `demand`, …
    pub field: String,
    /// The header in the file.
    pub header: String,
    /// Whether the study named it; otherwise it was recognised by its usual names.
    pub named: bool,
}

/// Ids that are in one file but not in another.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// What they are and where they are missing: `demand points without a row of travel times`.
    pub what: String,
    /// How many.
    pub count: usize,
    /// The first few of them.
    pub examples: Vec<String>,
    /// The demand they stand for, where they are demand points.
    pub demand: Option<Demand>,
}

impl std::fmt::Display for ColumnUse {
    /// `id`, `demand=admissions`, or `group region` where the field already names the column.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { field, header, .. } = self;
        if field.split(' ').next_back() == Some(header) {
            f.write_str(field)
        } else {
            write!(f, "{field}={header}")
        }
    }
}
