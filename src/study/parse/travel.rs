//! Where travel times come from.

use super::super::columns::{ColumnsToml, LONG_FIELDS, WIDE_FIELDS};
use super::super::error::{StudyCause, StudyError};
use super::super::spanned::Spanned;
use super::super::travel::{MAX_WITHOUT_ROW, MissingToml, ModelToml, StraightLineToml, TravelToml};
use super::super::travel_file::{Numbers, ShapeToml, UnitToml};
use super::super::{TableShape, TravelChoice, TravelFile};
use super::Source;
use crate::travel::{ENGLAND_ROAD, Missing, RepairRule, RoadCurve, RoadNumbers, TimeUnit};
use crate::units::{Share, TravelTime};
use std::ops::Range;

impl Source<'_> {
    pub(super) fn travel(&self, form: TravelToml) -> Result<TravelChoice, StudyError> {
        let no_effect = |key, span: &Range<usize>, because| {
            self.error(span, StudyCause::NoEffect { key, because })
        };
        let curve = self.curve(form.straight_line.as_ref())?;
        if *form.model.as_ref() == ModelToml::StraightLine {
            let because = "with `model = \"straight-line\"`";
            let spans = [
                ("file", form.file.as_ref().map(Spanned::span)),
                ("shape", form.shape.as_ref().map(Spanned::span)),
                ("unit", form.unit.as_ref().map(Spanned::span)),
                ("missing", form.missing.as_ref().map(Spanned::span)),
                (
                    "unreachable_value",
                    form.unreachable_value.as_ref().map(Spanned::span),
                ),
                (
                    "max_without_row",
                    form.max_without_row.as_ref().map(Spanned::span),
                ),
                ("repair", form.repair.as_ref().map(Spanned::span)),
                ("columns", form.columns.keys().next().map(Spanned::span)),
            ];
            for (key, span) in spans {
                if let Some(span) = span {
                    return Err(no_effect(key, &span, because));
                }
            }
            return Ok(TravelChoice::StraightLine(curve));
        }
        let need = |key: &str| {
            self.error(
                &form.model.span(),
                StudyCause::MissingKey(format!("travel.{key}")),
            )
        };
        let shape = form.shape.ok_or_else(|| need("shape"))?.into_inner();
        let file = form.file.ok_or_else(|| need("file"))?.into_inner();
        let unit = form.unit.ok_or_else(|| need("unit"))?.into_inner();
        let marks = form.unreachable_value.as_ref();
        let file = self.travel_file(file, shape, unit, form.columns, marks)?;
        let missing = match form.missing.map(Spanned::into_inner) {
            Some(MissingToml::StraightLine) => Missing::StraightLine(curve),
            None | Some(MissingToml::Unreachable) => {
                if let Some(curve) = &form.straight_line {
                    let because = "without `missing = \"straight-line\"`";
                    return Err(no_effect("straight_line", &curve.span(), because));
                }
                Missing::Unreachable
            }
        };
        let repair = match &form.repair {
            None => None,
            Some(rule) => Some(RepairRule {
                neighbours: match rule.as_ref().neighbours {
                    0 => {
                        return Err(self.value("neighbours", "at least 1", &0, &rule.span()));
                    }
                    neighbours => neighbours,
                },
                threshold: self.quantity(
                    "threshold_minutes",
                    &rule.span(),
                    TravelTime::try_limit_from_minutes(rule.as_ref().threshold_minutes),
                )?,
            }),
        };
        let max_without_row = match &form.max_without_row {
            None => Share::try_new(MAX_WITHOUT_ROW),
            Some(given) => Share::try_new(*given.as_ref()),
        };
        let span = form.max_without_row.as_ref().map_or(0..0, Spanned::span);
        Ok(TravelChoice::Table {
            file,
            missing,
            max_without_row: self.quantity("max_without_row", &span, max_without_row)?,
            repair,
        })
    }

    pub(super) fn travel_file(
        &self,
        file: String,
        shape: ShapeToml,
        unit: UnitToml,
        columns: ColumnsToml,
        marks: Option<&Spanned<Numbers>>,
    ) -> Result<TravelFile, StudyError> {
        let shape = match shape {
            ShapeToml::Wide => TableShape::Wide,
            ShapeToml::Long => TableShape::Long,
        };
        let fields: &[&str] = match shape {
            TableShape::Wide => &WIDE_FIELDS,
            TableShape::Long => &LONG_FIELDS,
        };
        Ok(TravelFile {
            file,
            shape,
            unit: match unit {
                UnitToml::Minutes => TimeUnit::Minutes,
                UnitToml::Seconds => TimeUnit::Seconds,
                UnitToml::Hours => TimeUnit::Hours,
            },
            unreachable: self.marks(marks)?,
            columns: self.columns(columns, fields)?,
        })
    }

    /// Numbers of a table that mean that there is no way.
    fn marks(&self, marks: Option<&Spanned<Numbers>>) -> Result<Vec<f64>, StudyError> {
        let Some(marks) = marks else {
            return Ok(Vec::new());
        };
        let numbers = marks.as_ref().as_slice();
        match numbers.iter().find(|number| !number.is_finite()) {
            None => Ok(numbers.to_vec()),
            Some(number) => {
                Err(self.value("unreachable_value", "finite numbers", number, &marks.span()))
            }
        }
    }

    pub(super) fn curve(
        &self,
        form: Option<&Spanned<StraightLineToml>>,
    ) -> Result<RoadCurve, StudyError> {
        let Some(form) = form else {
            return Ok(RoadCurve::default());
        };
        let (span, form) = (form.span(), form.as_ref());
        let default = ENGLAND_ROAD;
        let numbers = RoadNumbers {
            fixed_minutes: form.fixed_minutes.unwrap_or(default.fixed_minutes),
            detour: form.detour.unwrap_or(default.detour),
            slow_kmh: form.slow_kmh.unwrap_or(default.slow_kmh),
            fast_kmh: form.fast_kmh.unwrap_or(default.fast_kmh),
            reach_km: form.reach_km.unwrap_or(default.reach_km),
        };
        self.quantity("straight_line", &span, numbers.curve())
    }
}
