//! All choices of one run, read from one TOML file.
//!
//! Every choice has a default with its source; [`Study`] holds them validated, so that nothing
//! after it needs to ask again. Files are named, not opened: that is `load`'s work.

mod choices;

pub use choices::{
    AttributeFile, CentrePolicy, ColumnNames, DrawingFiles, GroupColumns, HospitalFile, Inset,
    LayoutSource, LayoutSpec, Missing, PopulationFile, RepairRule, RoadCurve, Study, TableShape,
    TimeUnit, TravelChoice, TravelFile,
};
