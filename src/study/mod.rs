//! All choices of one run, read from one TOML file.
//!
//! Every choice has a default with its source; [`Study`] holds them validated, so that nothing
//! after it needs to ask again. Files are named, not opened: that is `load`'s work.

mod centres;
mod columns;
mod control;
mod crs_code;
mod currency_code;
mod delays;
mod error;
mod figures;
mod growth;
mod helicopter;
mod hospitals;
mod layouts;
mod maps;
mod merged_groups;
mod names;
mod output;
mod parameter;
mod pathway;
mod population;
mod published;
mod reference;
mod report;
mod rota;
mod rota_groups;
mod schema;
mod setting;
mod simulation;
mod source;
mod spanned;
mod time_zone;
mod top_level;
mod travel;
mod travel_file;
mod unknown_name;
mod week_hours;

pub use columns::ColumnNames;
pub use error::{StudyCause, StudyError};
pub(crate) use figures::{Figures, PictureKind};
pub use growth::GrowthChoice;
pub use helicopter::HelicopterChoice;
pub(crate) use helicopter::MINIMUM_SAVING;
pub use hospitals::HospitalFile;
pub(crate) use layouts::unknown_layout;
pub use layouts::{LayoutSource, LayoutSpec};
pub(crate) use maps::{DrawingFiles, Inset};
pub use merged_groups::{MergedGroup, MergedGroups};
pub use names::names_files;
pub(crate) use names::{is_reserved_for_columns, nearest_word};
pub use output::{GisFormat, OutputChoice};
pub(crate) use pathway::ALLOWABLE_DELAY;
pub use pathway::{HospitalTimes, PathwayChoice, PatientChoice, TestChoice, UtilityScale};
pub use population::{AttributeFile, GroupColumns, OrderedColumn, PopulationFile, WorstOff};
pub(crate) use published::{
    ComparedLayout, Measure, PublishedAllowableDelay, PublishedComparison, PublishedFigure,
    PublishedMeanTime,
};
pub use reference::reference;
pub use rota::RotaChoice;
pub use rota_groups::{ListedRotaGroup, ListedSite};
pub use schema::schema;
pub use simulation::{ArrivalFiles, SimulationChoice, UncertaintyChoice};
pub use top_level::{Study, StudyToml};
pub use travel::{RoadChoice, SurfaceChoice, TravelChoice};
pub use travel_file::{TableShape, TravelFile};
pub use unknown_name::UnknownName;
