//! From validated choices back to the form of a study file, nothing left to defaults.

use super::centres::CentresToml;
use super::columns::ColumnsToml;
use super::hospitals::HospitalsToml;
use super::layouts::LayoutToml;
use super::maps::{InsetToml, MapsToml};
use super::population::{AttributesToml, PopulationToml};
use super::report::ReportToml;
use super::spanned::Spanned;
use super::top_level::StudyToml;
use super::travel::{MissingToml, ModelToml, RepairToml, StraightLineToml, TravelToml};
use super::travel_file::{Numbers, ShapeToml, UnitToml};
use super::{
    ColumnNames, Inset, LayoutSource, LayoutSpec, Study, TableShape, TravelChoice, TravelFile,
};
use crate::model::UnreachableRule;
use crate::travel::{Missing, RoadCurve, TimeUnit};

impl Study {
    /// Every choice of the run, defaults included, in the form of a study file.
    #[must_use]
    pub fn written_out(&self) -> StudyToml {
        let population = &self.population;
        let attributes = population.attributes.iter().map(|file| AttributesToml {
            file: file.file.clone(),
            id: file.id.clone(),
        });
        StudyToml {
            name: spanned(self.name.clone()),
            title: Some(self.title.clone()),
            seed: i64::try_from(self.seed).ok().map(spanned),
            currency: self
                .currency
                .map(|currency| spanned(currency.code().to_owned())),
            time_zone: self
                .time_zone
                .as_ref()
                .map(|zone| spanned(zone.name().to_owned())),
            notes: self.notes.clone(),
            population: PopulationToml {
                file: population.file.clone(),
                demand: Some(population.demand.clone()),
                demand_unit: Some(population.demand_unit.clone()),
                crs: population.crs.clone().map(spanned),
                groups: population.groups.0.iter().cloned().map(spanned).collect(),
                columns: columns(&population.columns),
                attributes: attributes.collect(),
            },
            hospitals: HospitalsToml {
                file: self.hospitals.file.clone(),
                crs: self.hospitals.crs.clone().map(spanned),
                columns: columns(&self.hospitals.columns),
                capabilities: self
                    .hospitals
                    .capabilities
                    .iter()
                    .cloned()
                    .map(spanned)
                    .collect(),
            },
            travel: TravelToml {
                source: self.travel_source.clone(),
                ..travel(&self.travel)
            },
            layouts: self.layouts.iter().map(layout).collect(),
            report: ReportToml {
                standards_minutes: Some(spanned(
                    self.standards
                        .iter()
                        .map(|standard| standard.as_f64())
                        .collect(),
                )),
                base: Some(spanned(self.base_layout.clone())),
                optimum: self.optimum.clone().map(spanned),
                unreachable: Some(spanned(match self.unreachable {
                    UnreachableRule::Cost(cost) => toml::Value::Float(cost.as_f64()),
                    rule => toml::Value::String(rule.to_string()),
                })),
            },
            centres: self.centres.map(|policy| CentresToml {
                eligible_share: Some(spanned(policy.eligible.as_f64())),
                min_procedures: Some(spanned(policy.min_procedures.as_f64())),
                min_demand: Some(spanned(policy.min_demand.as_f64())),
                clinicians: Some(policy.clinicians),
            }),
            pathway: self.pathway.as_ref().map(super::written_care::pathway),
            helicopter: self
                .helicopter
                .as_ref()
                .map(super::written_care::helicopter),
            maps: MapsToml {
                areas: self.drawing.areas.clone(),
                areas_id: self.drawing.areas_id.clone(),
                outlines: self.drawing.outlines.clone(),
                attribution: self.drawing.attribution.clone(),
                inset: self.drawing.inset.as_ref().map(inset),
            },
            published: super::published::written(&self.published),
        }
    }
}

pub(super) fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::nowhere(value)
}

pub(super) fn columns(columns: &ColumnNames) -> ColumnsToml {
    let named = columns.named.iter();
    named
        .map(|(field, header)| (spanned(field.clone()), header.clone()))
        .collect()
}

fn travel(travel: &TravelChoice) -> TravelToml {
    match travel {
        TravelChoice::StraightLine(curve) => TravelToml {
            model: spanned(ModelToml::StraightLine),
            source: None,
            file: None,
            shape: None,
            unit: None,
            missing: None,
            unreachable_value: None,
            max_without_row: None,
            columns: ColumnsToml::new(),
            repair: None,
            straight_line: Some(straight_line(*curve)),
        },
        TravelChoice::Table {
            file,
            missing,
            max_without_row,
            repair,
        } => TravelToml {
            model: spanned(ModelToml::Table),
            source: None,
            file: Some(spanned(file.file.clone())),
            shape: Some(spanned(shape(file.shape))),
            unit: Some(spanned(unit(file.unit))),
            missing: Some(spanned(match missing {
                Missing::Unreachable => MissingToml::Unreachable,
                Missing::StraightLine(_) => MissingToml::StraightLine,
            })),
            unreachable_value: marks(file),
            max_without_row: Some(spanned(max_without_row.as_f64())),
            columns: columns(&file.columns),
            repair: repair.map(|rule| {
                spanned(RepairToml {
                    neighbours: rule.neighbours,
                    threshold_minutes: rule.threshold.as_f64(),
                })
            }),
            straight_line: match missing {
                Missing::Unreachable => None,
                Missing::StraightLine(curve) => Some(straight_line(*curve)),
            },
        },
    }
}

pub(super) const fn shape(shape: TableShape) -> ShapeToml {
    match shape {
        TableShape::Wide => ShapeToml::Wide,
        TableShape::Long => ShapeToml::Long,
    }
}

pub(super) const fn unit(unit: TimeUnit) -> UnitToml {
    match unit {
        TimeUnit::Minutes => UnitToml::Minutes,
        TimeUnit::Seconds => UnitToml::Seconds,
        TimeUnit::Hours => UnitToml::Hours,
    }
}

/// The numbers that mean no way, where there are any.
pub(super) fn marks(file: &TravelFile) -> Option<Spanned<Numbers>> {
    let marks = &file.unreachable;
    (!marks.is_empty()).then(|| spanned(Numbers::Many(marks.clone())))
}

fn straight_line(curve: RoadCurve) -> Spanned<StraightLineToml> {
    spanned(StraightLineToml {
        fixed_minutes: Some(curve.fixed.as_f64()),
        detour: Some(curve.detour),
        slow_kmh: Some(curve.slow.as_f64()),
        fast_kmh: Some(curve.fast.as_f64()),
        reach_km: Some(curve.reach.kilometres()),
    })
}

fn layout(layout: &LayoutSpec) -> Spanned<LayoutToml> {
    let mut form = LayoutToml {
        name: layout.name.clone(),
        title: Some(layout.title.clone()),
        column: None,
        sites: None,
        file: None,
    };
    match layout.source.clone() {
        LayoutSource::Capability(column) => form.column = Some(column),
        LayoutSource::Sites(sites) => form.sites = Some(sites),
        LayoutSource::File(file) => form.file = Some(file),
    }
    spanned(form)
}

fn inset(inset: &Inset) -> Spanned<InsetToml> {
    spanned(InsetToml {
        title: inset.title.clone(),
        west: inset.south_west.lon(),
        south: inset.south_west.lat(),
        east: inset.north_east.lon(),
        north: inset.north_east.lat(),
    })
}
