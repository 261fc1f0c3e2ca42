//! `[travel.repair]`: cells of the table that their neighbours contradict.

use crate::study::error::StudyError;
use crate::study::setting;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::travel::RepairRule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Repair of the table.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RepairToml {
    /// Number of nearest demand points used.
    #[schemars(extend("minimum" = 1, "examples" = [8]))]
    neighbours: usize,
    /// How far a cell may differ from their median.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [40]))]
    threshold_minutes: f64,
}

impl RepairToml {
    pub(super) fn read(
        form: &Spanned<Self>,
        source: &Source<'_>,
    ) -> Result<RepairRule, StudyError> {
        let (span, form) = (form.span(), form.as_ref());
        if form.neighbours == 0 {
            return Err(source.value("neighbours", "at least 1", &0, &span));
        }
        let threshold = Spanned::new(span, form.threshold_minutes);
        Ok(RepairRule {
            neighbours: form.neighbours,
            threshold: setting::read("threshold_minutes", &threshold, source)?,
        })
    }

    pub(super) fn written(choice: &RepairRule) -> Spanned<Self> {
        Spanned::nowhere(Self {
            neighbours: choice.neighbours,
            threshold_minutes: choice.threshold.as_f64(),
        })
    }
}
