//! `[travel]`: how travel times are known.

mod choice;
mod cost;
mod repair;
mod road;
mod straight_line;

use super::columns::{self, ColumnsToml, of_times};
use super::crs_code;
use super::error::{StudyCause, StudyError};
use super::setting::{Setting, written};
use super::source::Source;
use super::spanned::Spanned;
use super::travel_file::{Numbers, TableShape, TravelFileKeys, UnitToml};
use crate::network::{Heading, Profile};
use crate::travel::{Missing, RoadCurve, TableUnit};
use crate::units::{Share, TravelTime};
pub use choice::{SurfaceChoice, TravelChoice};
pub(super) use cost::only_costs;
use cost::{CostToml, PlacedStandards};
use repair::RepairToml;
pub use road::RoadChoice;
use road::RoadToml;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use straight_line::StraightLineToml;

const MAX_WITHOUT_ROW: Setting<Share> = Setting::new(
    "max_without_row",
    0.05,
    "an assumption: if more than one id in twenty is new or old, the files are probably of \
     different years",
);

/// Where travel times come from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::study) struct TravelToml {
    /// Where the times come from.
    model: Spanned<ModelToml>,
    /// The source of the times and its licence, named on every map and in `run.json`. A grid does
    /// not use the table and does not name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["Travel times © OpenStreetMap contributors (ODbL)"]))]
    pub(in crate::study) source: Option<String>,
    /// The table: `.csv`, `.csv.gz`, `.csv.zst` or `.parquet`, relative to the study file. Needed with
    /// `model = "table"`, as are `shape` and `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["travel_times.csv"]))]
    file: Option<Spanned<String>>,
    /// The shape of the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<Spanned<TableShape>>,
    /// The unit of its times; `[travel.cost]` instead says that its numbers are costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Spanned<UnitToml>>,
    /// The numbers of the table are not times but costs, in a unit of their own: distances, money. Every
    /// answer is then in that unit, and what only times have is left out: pathways, the report in words,
    /// maps. Only with `model = "table"`, instead of `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Spanned<CostToml>>,
    /// What an empty cell means.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "unreachable"))]
    missing: Option<Spanned<MissingToml>>,
    /// A number of the table that means "no route", or several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [9999, [-1, 9999]]))]
    unreachable_value: Option<Spanned<Numbers>>,
    /// Share of the demand that may lie at demand points without a row in the table; above it the
    /// table is rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = MAX_WITHOUT_ROW.in_schema())]
    max_without_row: Option<Spanned<f64>>,
    /// Headers of columns that are not recognised by their usual names: `id` of a wide table, the
    /// others of a long one.
    #[serde(default, skip_serializing_if = "ColumnsToml::is_empty")]
    #[schemars(schema_with = "of_times", extend("examples" = [{ "id": "origin" }]))]
    columns: ColumnsToml,
    /// Repair of cells that their neighbours contradict: a cell that differs by more than the threshold
    /// from the median of the same column at the nearest demand points is replaced by that median.
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<Spanned<RepairToml>>,
    /// The curve of the straight-line model, from great-circle distance to road time: `fixed_minutes +
    /// 60 × detour × km / speed`, where the speed rises with distance from `slow_kmh` towards
    /// `fast_kmh`. Only with `model = "straight-line"` or `missing = "straight-line"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    straight_line: Option<Spanned<StraightLineToml>>,
    /// The OpenStreetMap extract: `.osm.pbf`, relative to the study file. Needed with `model = "road"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["malta.osm.pbf"]))]
    network: Option<Spanned<String>>,
    /// Who drives: `car`, ordinary traffic, or `blue-light`, an ambulance with lights and sirens. With
    /// `model = "road"`; `[travel.road]` changes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "car", "enum" = Profile::NAMES))]
    profile: Option<Spanned<String>>,
    /// The friction surface: a `GeoTIFF` of one band (`.tif`) or an ESRI ASCII grid in minutes per metre, as
    /// the Malaria Atlas Project publishes them, relative to the study file. Cells without data are barriers.
    /// Needed with `model = "friction"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["friction.tif"]))]
    surface: Option<Spanned<String>>,
    /// The coordinate reference system of the surface, where its file does not say it: an EPSG code such as
    /// `EPSG:27700`. Only with `model = "friction"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["EPSG:29903"]))]
    crs: Option<Spanned<String>>,
    /// Which way one drives: `to-site`, as patients to a hospital, or `from-site`, as an ambulance or a fire
    /// engine from its station. Times between sites are those from the first to the second. Only with
    /// `model = "road"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "to-site"))]
    direction: Option<Spanned<DirectionToml>>,
    /// Changes to the profile. Only with `model = "road"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    road: Option<Spanned<RoadToml>>,
}

/// Where travel times come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum ModelToml {
    /// A table of the study.
    Table,
    /// The distance, with a curve.
    StraightLine,
    /// The roads of OpenStreetMap.
    Road,
    /// A raster of minutes per metre, where there are no roads on maps.
    Friction,
}

/// Which way one drives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum DirectionToml {
    /// From the demand point to the site.
    ToSite,
    /// From the site to the demand point.
    FromSite,
}

/// What an empty cell of a table means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum MissingToml {
    /// There is no route.
    Unreachable,
    /// The straight-line model fills it in.
    StraightLine,
}

impl TravelToml {
    pub(in crate::study) fn read(self, source: &Source<'_>) -> Result<TravelChoice, StudyError> {
        let curve = match &self.straight_line {
            None => RoadCurve::default(),
            Some(form) => StraightLineToml::read(form, source)?,
        };
        match self.model.as_ref() {
            ModelToml::StraightLine => {
                let because = "with `model = \"straight-line\"`";
                self.no_key_of_a_table(because, source)?;
                self.no_key_of_a_road(because, source)?;
                self.no_surface(because, source)?;
                Ok(TravelChoice::StraightLine(curve))
            }
            ModelToml::Table => {
                let because = "with `model = \"table\"`";
                self.no_key_of_a_road(because, source)?;
                self.no_surface(because, source)?;
                self.table(curve, source)
            }
            ModelToml::Road => {
                let because = "with `model = \"road\"`";
                self.no_key_of_a_table(because, source)?;
                if let Some(curve) = &self.straight_line {
                    return Err(source.no_effect("straight_line", because, &curve.span()));
                }
                self.no_surface(because, source)?;
                self.roads(source)
            }
            ModelToml::Friction => {
                let because = "with `model = \"friction\"`";
                self.no_key_of_a_table(because, source)?;
                self.no_key_of_a_road(because, source)?;
                if let Some(curve) = &self.straight_line {
                    return Err(source.no_effect("straight_line", because, &curve.span()));
                }
                let missing = || StudyCause::MissingKey("travel.surface".to_owned());
                let surface = self.surface.map(Spanned::into_inner);
                let surface = surface.ok_or_else(|| source.error(&self.model.span(), missing()))?;
                let crs = crs_code::read(self.crs, source)?;
                Ok(TravelChoice::Friction(SurfaceChoice { file: surface, crs }))
            }
        }
    }

    /// Where the study says that the table has costs, and those that shares are reported within.
    pub(in crate::study) fn costs(
        &self,
        source: &Source<'_>,
    ) -> Result<Option<PlacedStandards>, StudyError> {
        let read = |cost: &Spanned<CostToml>| {
            let standards = cost.as_ref().standards(source)?;
            Ok((cost.span(), standards))
        };
        self.cost.as_ref().map(read).transpose()
    }

    fn roads(self, source: &Source<'_>) -> Result<TravelChoice, StudyError> {
        let missing = || StudyCause::MissingKey("travel.network".to_owned());
        let network = self.network.map(Spanned::into_inner);
        let network = network.ok_or_else(|| source.error(&self.model.span(), missing()))?;
        let profile = road::profile(self.profile.as_ref(), source)?;
        let form = self.road.map(Spanned::into_inner).unwrap_or_default();
        let mut choice = form.read(network, profile, source)?;
        choice.heading = match self.direction.map(Spanned::into_inner) {
            None | Some(DirectionToml::ToSite) => Heading::ToSite,
            Some(DirectionToml::FromSite) => Heading::FromSite,
        };
        Ok(TravelChoice::Road(Box::new(choice)))
    }

    fn no_surface(&self, because: &'static str, source: &Source<'_>) -> Result<(), StudyError> {
        let spans = [
            ("surface", self.surface.as_ref().map(Spanned::span)),
            ("crs", self.crs.as_ref().map(Spanned::span)),
        ];
        let given = spans.into_iter().find_map(|(key, span)| Some((key, span?)));
        given.map_or(Ok(()), |(key, span)| {
            Err(source.no_effect(key, because, &span))
        })
    }

    fn no_key_of_a_road(
        &self,
        because: &'static str,
        source: &Source<'_>,
    ) -> Result<(), StudyError> {
        let spans = [
            ("network", self.network.as_ref().map(Spanned::span)),
            ("profile", self.profile.as_ref().map(Spanned::span)),
            ("direction", self.direction.as_ref().map(Spanned::span)),
            ("road", self.road.as_ref().map(Spanned::span)),
        ];
        let given = spans.into_iter().find_map(|(key, span)| Some((key, span?)));
        given.map_or(Ok(()), |(key, span)| {
            Err(source.no_effect(key, because, &span))
        })
    }

    fn no_key_of_a_table(
        &self,
        because: &'static str,
        source: &Source<'_>,
    ) -> Result<(), StudyError> {
        fn span<T>(form: Option<&Spanned<T>>) -> Option<std::ops::Range<usize>> {
            form.map(Spanned::span)
        }
        let spans = [
            ("file", span(self.file.as_ref())),
            ("shape", span(self.shape.as_ref())),
            ("unit", span(self.unit.as_ref())),
            ("cost", span(self.cost.as_ref())),
            ("missing", span(self.missing.as_ref())),
            ("unreachable_value", span(self.unreachable_value.as_ref())),
            ("max_without_row", span(self.max_without_row.as_ref())),
            ("repair", span(self.repair.as_ref())),
            ("columns", span(self.columns.keys().next())),
        ];
        let given = spans.into_iter().find_map(|(key, span)| Some((key, span?)));
        match given {
            None => Ok(()),
            Some((key, span)) => Err(source.no_effect(key, because, &span)),
        }
    }

    fn table(self, curve: RoadCurve, source: &Source<'_>) -> Result<TravelChoice, StudyError> {
        let model = self.model.span();
        let need =
            |key: &str| source.error(&model, StudyCause::MissingKey(format!("travel.{key}")));
        let shape = self.shape.ok_or_else(|| need("shape"))?.into_inner();
        let file = self.file.ok_or_else(|| need("file"))?.into_inner();
        let unit = match &self.cost {
            None => self.unit.ok_or_else(|| need("unit"))?.into_inner().into(),
            Some(cost) => {
                let of_a_curve = |missing: &&Spanned<MissingToml>| {
                    matches!(missing.as_ref(), MissingToml::StraightLine)
                };
                let about_times = [
                    ("unit", self.unit.as_ref().map(Spanned::span)),
                    ("repair", self.repair.as_ref().map(Spanned::span)),
                    (
                        "straight_line",
                        self.straight_line.as_ref().map(Spanned::span),
                    ),
                    (
                        "missing",
                        self.missing.as_ref().filter(of_a_curve).map(Spanned::span),
                    ),
                ];
                TableUnit::Cost(cost.as_ref().unit(about_times, source)?)
            }
        };
        let keys = TravelFileKeys {
            file,
            shape,
            unit,
            columns: self.columns,
            unreachable_value: self.unreachable_value,
        };
        let file = keys.read(source)?;
        let missing = match self.missing.map(Spanned::into_inner) {
            Some(MissingToml::StraightLine) => Missing::StraightLine(curve),
            None | Some(MissingToml::Unreachable) => {
                if let Some(curve) = &self.straight_line {
                    let because = "without `missing = \"straight-line\"`";
                    return Err(source.no_effect("straight_line", because, &curve.span()));
                }
                Missing::Unreachable
            }
        };
        let repair = self.repair.map(|rule| RepairToml::read(&rule, source));
        Ok(TravelChoice::Table {
            file,
            missing,
            repair: repair.transpose()?,
            max_without_row: MAX_WITHOUT_ROW.read(self.max_without_row.as_ref(), source)?,
        })
    }

    pub(in crate::study) fn written(
        choice: &TravelChoice,
        source: Option<&String>,
        standards: &[TravelTime],
    ) -> Self {
        let mut form = Self {
            model: Spanned::nowhere(match choice {
                TravelChoice::Table { .. } => ModelToml::Table,
                TravelChoice::StraightLine(_) => ModelToml::StraightLine,
                TravelChoice::Road(_) => ModelToml::Road,
                TravelChoice::Friction(_) => ModelToml::Friction,
            }),
            source: source.cloned(),
            file: None,
            shape: None,
            unit: None,
            cost: None,
            missing: None,
            unreachable_value: None,
            max_without_row: None,
            columns: ColumnsToml::new(),
            repair: None,
            straight_line: choice.curve().map(StraightLineToml::written),
            network: None,
            profile: None,
            road: None,
            surface: choice
                .surface()
                .map(|surface| Spanned::nowhere(surface.file.clone())),
            crs: crs_code::written(choice.surface().and_then(|surface| surface.crs.as_ref())),
            direction: None,
        };
        if let TravelChoice::Road(choice) = choice {
            form.network = Some(Spanned::nowhere(choice.network.clone()));
            form.profile = Some(Spanned::nowhere(choice.profile.name.clone()));
            form.road = Some(Spanned::nowhere(RoadToml::written(choice)));
            form.direction = Some(Spanned::nowhere(match choice.heading {
                Heading::ToSite => DirectionToml::ToSite,
                Heading::FromSite => DirectionToml::FromSite,
            }));
        }
        if let TravelChoice::Table {
            file,
            missing,
            max_without_row,
            repair,
        } = choice
        {
            form.file = Some(Spanned::nowhere(file.file.clone()));
            form.shape = Some(Spanned::nowhere(file.shape));
            form.unit = UnitToml::written(&file.unit).map(Spanned::nowhere);
            if let TableUnit::Cost(unit) = &file.unit {
                form.cost = Some(CostToml::written(unit, standards));
            }
            form.missing = Some(Spanned::nowhere(match missing {
                Missing::Unreachable => MissingToml::Unreachable,
                Missing::StraightLine(_) => MissingToml::StraightLine,
            }));
            form.unreachable_value = Numbers::written(file);
            form.max_without_row = written(*max_without_row);
            form.columns = columns::written(&file.columns);
            form.repair = repair.as_ref().map(RepairToml::written);
        }
        form
    }
}
