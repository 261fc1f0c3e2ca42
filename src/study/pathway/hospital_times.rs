//! `[pathway.hospital_times]`: times between hospitals.

use crate::pathway::HospitalGaps;
use crate::study::columns::{self, ColumnsToml, of_times};
use crate::study::error::StudyError;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::study::travel_file::{Numbers, TableShape, TravelFile, TravelFileKeys, UnitToml};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table of times from hospital to hospital.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HospitalTimes {
    /// The table.
    pub file: TravelFile,
    /// What holds where it has no value.
    pub gaps: HospitalGaps,
}

/// A table of travel times from hospital to hospital.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HospitalTimesToml {
    /// The table: `.csv`, `.csv.gz`, `.csv.zst` or `.parquet`, relative to the study file.
    #[schemars(extend("examples" = ["hospital_times.csv"]))]
    file: String,
    /// The shape of the table.
    shape: TableShape,
    /// The unit of its numbers.
    unit: UnitToml,
    /// What an empty cell means.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = HospitalGaps::default()))]
    missing: Option<Spanned<HospitalGaps>>,
    /// A number of the table that means "no route", or several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [9999]))]
    unreachable_value: Option<Spanned<Numbers>>,
    /// Headers of columns that are not recognised by their usual names: `id` of a wide table, the
    /// others of a long one.
    #[serde(default, skip_serializing_if = "ColumnsToml::is_empty")]
    #[schemars(schema_with = "of_times", extend("examples" = [{ "id": "from_id" }]))]
    columns: ColumnsToml,
}

impl HospitalTimesToml {
    pub(super) fn read(self, source: &Source<'_>) -> Result<HospitalTimes, StudyError> {
        let keys = TravelFileKeys {
            file: self.file,
            shape: self.shape,
            unit: self.unit.into(),
            columns: self.columns,
            unreachable_value: self.unreachable_value,
        };
        Ok(HospitalTimes {
            gaps: self.missing.map(Spanned::into_inner).unwrap_or_default(),
            file: keys.read(source)?,
        })
    }

    pub(super) fn written(choice: &HospitalTimes) -> Self {
        let file = &choice.file;
        Self {
            file: file.file.clone(),
            shape: file.shape,
            unit: UnitToml::written(&file.unit).unwrap_or(UnitToml::Minutes),
            missing: Some(Spanned::nowhere(choice.gaps)),
            unreachable_value: Numbers::written(file),
            columns: columns::written(&file.columns),
        }
    }
}
