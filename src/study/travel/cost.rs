//! `[travel.cost]`: costs that are not times.

use crate::study::error::{StudyCause, StudyError};
use crate::study::layouts::LayoutSpec;
use crate::study::report;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::units::{CostUnit, Measure, TravelTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Where the study says that its table has costs, and those that shares are reported within.
pub(in crate::study) type PlacedStandards = (Range<usize>, Vec<TravelTime>);

/// What a table of costs holds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CostToml {
    /// The unit in which costs are reported: 1 to 20 letters, digits, spaces, `/`, `.`, `-` and `_`, the
    /// first a letter. Columns of results are named for it. No unit of time: times are not costs.
    #[schemars(extend("examples" = ["km"]))]
    unit: Spanned<String>,
    /// How many of the table's numbers make one unit: 1,000 for metres that are reported in `km`. Costs
    /// are kept exactly: at most four decimals of the unit, and at most 30,000 of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = 1, "minimum" = 1, "examples" = [1000]))]
    per_unit: Option<Spanned<i64>>,
    /// The costs that shares are reported within, ascending; each is inclusive. They take the place of
    /// `standards_minutes` in `[report]`.
    #[schemars(extend("minItems" = 1, "x-unit" = "the unit", "examples" = [[10, 25, 50]]))]
    standards: Spanned<Vec<f64>>,
}

impl CostToml {
    /// The unit, in a table without these keys, which are about times.
    pub(super) fn unit(
        &self,
        about_times: [(&'static str, Option<Range<usize>>); 4],
        source: &Source<'_>,
    ) -> Result<CostUnit, StudyError> {
        let given = about_times
            .into_iter()
            .find_map(|(key, span)| Some((key, span?)));
        if let Some((key, span)) = given {
            let because = "with `[travel.cost]`: it is about times, and the table has costs";
            return Err(source.no_effect(key, because, &span));
        }
        let name = self.unit.as_ref();
        if !CostUnit::is_name(name) {
            let expected = "1 to 20 letters, digits, spaces, `/`, `.`, `-` and `_`, the first a letter, and \
                no unit of time: columns are named for it";
            return Err(source.value("unit", expected, name, &self.unit.span()));
        }
        let per_unit = self.per_unit.as_ref().map_or(1, |number| *number.as_ref());
        let place = self.per_unit.as_ref().map_or(0..0, Spanned::span);
        let wrong = || {
            source.value(
                "per_unit",
                "a whole number of at least 1",
                &per_unit,
                &place,
            )
        };
        let per_unit = u32::try_from(per_unit).map_err(|_| wrong())?;
        CostUnit::try_new(name, per_unit).map_err(|_| wrong())
    }

    pub(super) fn standards(&self, source: &Source<'_>) -> Result<Vec<TravelTime>, StudyError> {
        report::standards("standards", &self.standards, source)
    }

    pub(super) fn written(unit: &CostUnit, standards: &[TravelTime]) -> Spanned<Self> {
        let standards = standards.iter().map(|standard| standard.as_f64());
        Spanned::nowhere(Self {
            unit: Spanned::nowhere(unit.name().to_owned()),
            per_unit: Some(Spanned::nowhere(unit.per_unit().into())),
            standards: Spanned::nowhere(standards.collect()),
        })
    }
}

/// Refuses what is about times in a study of costs, given which keys it has, and a layout that is named as
/// the column of costs is.
pub(in crate::study) fn only_costs(
    measure: &Measure,
    about_times: [(&'static str, bool); 3],
    layouts: &[LayoutSpec],
    place: &Range<usize>,
    source: &Source<'_>,
) -> Result<(), StudyError> {
    if let Some((key, _)) = about_times.into_iter().find(|&(_, given)| given) {
        let because = "with `[travel.cost]`: it is about times, and the table has costs";
        return Err(source.no_effect(key, because, place));
    }
    let column = measure.in_name("minutes");
    let same = |spec: &&LayoutSpec| spec.name.eq_ignore_ascii_case(&column);
    match layouts.iter().find(same) {
        None => Ok(()),
        Some(layout) => Err(StudyError {
            file: source.file.to_owned(),
            line: layout.line,
            cause: StudyCause::LayoutMinutes {
                name: layout.name.clone(),
            },
        }),
    }
}
