//! From the text of a study file to validated choices.

use super::error::{StudyCause, StudyError};
use super::toml_form::{
    CentresToml, Columns, InsetToml, LayoutToml, MapsToml, MissingToml, ModelToml, PopulationToml,
    ShapeToml, StraightLineToml, StudyToml, TravelToml, UnitToml,
};
use super::{
    AttributeFile, CentrePolicy, ColumnNames, DrawingFiles, GroupColumns, HospitalFile, Inset,
    LayoutSource, LayoutSpec, Missing, PopulationFile, RepairRule, RoadCurve, Study, TableShape,
    TimeUnit, TravelChoice, TravelFile, defaults,
};
use crate::model::LatLon;
use crate::units::{Demand, Minutes, QuantityError, Share};
use std::ops::Range;
use toml::Spanned;

/// Fields of the model that a study may name the column of.
const POPULATION_FIELDS: [&str; 7] = [
    "id",
    "name",
    "lat",
    "lon",
    "easting",
    "northing",
    "population",
];
const HOSPITAL_FIELDS: [&str; 7] = ["id", "name", "label", "lat", "lon", "easting", "northing"];
const WIDE_FIELDS: [&str; 1] = ["id"];
const LONG_FIELDS: [&str; 3] = ["from_id", "to_id", "travel_time"];

impl Study {
    /// Reads a study from its text; `file` is how errors name it.
    ///
    /// # Errors
    ///
    /// No TOML, an unknown or missing key, or a value that cannot be: with its line.
    pub fn parse(text: &str, file: &str) -> Result<Self, StudyError> {
        let source = Source { text, file };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let form: StudyToml = toml::from_str(text).map_err(|error| source.toml_error(&error))?;
        source.study(form)
    }
}

/// The text being read, to tell lines from places in it.
struct Source<'a> {
    text: &'a str,
    file: &'a str,
}

impl Source<'_> {
    fn error(&self, place: &Range<usize>, cause: StudyCause) -> StudyError {
        StudyError {
            file: self.file.to_owned(),
            line: self.line(place),
            cause,
        }
    }

    fn line(&self, place: &Range<usize>) -> usize {
        let before = &self.text.as_bytes()[..place.start.min(self.text.len())];
        before
            .iter()
            .fold(1, |line, &byte| line + usize::from(byte == b'\n'))
    }

    /// Sorts the parser's message by its cause.
    ///
    /// `serde` words unknown and missing keys in one fixed way, with the names in backticks; that
    /// list is the one place where the keys of a study are told, so nothing can disagree with it.
    fn toml_error(&self, error: &toml::de::Error) -> StudyError {
        let message = error.message();
        let mut names = message.split('`').skip(1).step_by(2).map(str::to_owned);
        let name = names.next().unwrap_or_default();
        let known: Vec<String> = names.collect();
        let nearest = crate::study::nearest_word(&name, &known);
        let cause = if message.starts_with("unknown field") {
            StudyCause::UnknownKey {
                key: name,
                nearest,
                known,
            }
        } else if message.starts_with("unknown variant") {
            StudyCause::UnknownChoice {
                found: name,
                nearest,
                known,
            }
        } else if message.starts_with("missing field") {
            StudyCause::MissingKey(name)
        } else {
            StudyCause::Syntax(message.to_owned())
        };
        self.error(&error.span().unwrap_or_default(), cause)
    }

    fn study(&self, form: StudyToml) -> Result<Study, StudyError> {
        let name = self.file_name("name", form.name.as_ref(), &form.name.span())?;
        let layouts = self.layouts(form.layouts)?;
        let base_layout = match form.report.base {
            None => layouts[0].name.clone(),
            Some(base) if layouts.iter().any(|layout| layout.name == *base.as_ref()) => {
                base.into_inner()
            }
            Some(base) => {
                let known = layouts.into_iter().map(|layout| layout.name).collect();
                let name = base.as_ref().clone();
                let cause = StudyCause::UnknownLayout {
                    key: "base",
                    name,
                    known,
                };
                return Err(self.error(&base.span(), cause));
            }
        };
        let seed = match &form.seed {
            None => defaults::SEED,
            Some(seed) => u64::try_from(*seed.as_ref()).map_err(|_| {
                self.value(
                    "seed",
                    "a whole number of at least 0",
                    seed.as_ref(),
                    &seed.span(),
                )
            })?,
        };
        let hospitals = HospitalFile {
            file: form.hospitals.file,
            columns: self.columns(form.hospitals.columns, &HOSPITAL_FIELDS)?,
            capabilities: self.distinct("capability", form.hospitals.capabilities)?,
        };
        let optimum = match form.report.optimum {
            Some(name) if !hospitals.capabilities.contains(name.as_ref()) => {
                let expected = "one of the hospitals' `capabilities`";
                return Err(self.value("optimum", expected, name.as_ref(), &name.span()));
            }
            name => name.map(Spanned::into_inner),
        };
        Ok(Study {
            file: self.file.to_owned(),
            title: form.title.unwrap_or_else(|| name.clone()),
            name,
            population: self.population(form.population)?,
            hospitals,
            travel: self.travel(form.travel)?,
            layouts,
            base_layout,
            optimum,
            standards: self.standards(form.report.standards_minutes.as_ref())?,
            centres: self.centres(&form.centres)?,
            drawing: self.drawing(form.maps)?,
            notes: form.notes.clone(),
            seed,
        })
    }

    fn population(&self, form: PopulationToml) -> Result<PopulationFile, StudyError> {
        let demand = form.demand.unwrap_or_else(|| "population".to_owned());
        let unit = form.demand_unit.unwrap_or_else(|| {
            if demand == "population" {
                "people".to_owned()
            } else {
                demand.replace('_', " ")
            }
        });
        let attributes = form.attributes.into_iter();
        Ok(PopulationFile {
            file: form.file,
            demand,
            demand_unit: unit,
            groups: GroupColumns(self.distinct("group", form.groups)?),
            columns: self.columns(form.columns, &POPULATION_FIELDS)?,
            attributes: attributes
                .map(|a| AttributeFile {
                    file: a.file,
                    id: a.id,
                })
                .collect(),
        })
    }

    fn travel(&self, form: TravelToml) -> Result<TravelChoice, StudyError> {
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
        let shape = match form.shape.ok_or_else(|| need("shape"))?.into_inner() {
            ShapeToml::Wide => TableShape::Wide,
            ShapeToml::Long => TableShape::Long,
        };
        let fields: &[&str] = match shape {
            TableShape::Wide => &WIDE_FIELDS,
            TableShape::Long => &LONG_FIELDS,
        };
        let file = TravelFile {
            file: form.file.ok_or_else(|| need("file"))?.into_inner(),
            shape,
            unit: match form.unit.ok_or_else(|| need("unit"))?.into_inner() {
                UnitToml::Minutes => TimeUnit::Minutes,
                UnitToml::Seconds => TimeUnit::Seconds,
            },
            columns: self.columns(form.columns, fields)?,
        };
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
                    Minutes::try_from_minutes(rule.as_ref().threshold_minutes),
                )?,
            }),
        };
        Ok(TravelChoice::Table {
            file,
            missing,
            repair,
        })
    }

    fn curve(&self, form: Option<&Spanned<StraightLineToml>>) -> Result<RoadCurve, StudyError> {
        let Some(form) = form else {
            return Ok(RoadCurve::default());
        };
        let (span, form) = (form.span(), form.as_ref());
        let default = defaults::ENGLAND_ROAD;
        let numbers = defaults::RoadNumbers {
            fixed_minutes: form.fixed_minutes.unwrap_or(default.fixed_minutes),
            detour: form.detour.unwrap_or(default.detour),
            slow_kmh: form.slow_kmh.unwrap_or(default.slow_kmh),
            fast_kmh: form.fast_kmh.unwrap_or(default.fast_kmh),
            reach_km: form.reach_km.unwrap_or(default.reach_km),
        };
        self.quantity("straight_line", &span, numbers.curve())
    }

    fn layouts(&self, forms: Vec<Spanned<LayoutToml>>) -> Result<Vec<LayoutSpec>, StudyError> {
        if forms.is_empty() {
            return Err(self.error(&(0..0), StudyCause::MissingKey("layouts".to_owned())));
        }
        let mut layouts: Vec<LayoutSpec> = Vec::with_capacity(forms.len());
        for form in forms {
            let (span, form) = (form.span(), form.into_inner());
            let name = self.file_name("name", &form.name, &span)?;
            if let Some(first) = layouts.iter().find(|layout| layout.name == name) {
                let first = first.line;
                let cause = StudyCause::Duplicate {
                    what: "layout",
                    name,
                    first,
                };
                return Err(self.error(&span, cause));
            }
            let sources = [
                form.column.map(LayoutSource::Capability),
                form.sites.map(LayoutSource::Sites),
                form.file.map(LayoutSource::File),
            ];
            let found = sources.iter().flatten().count();
            let (Some(source), 1) = (sources.into_iter().flatten().next(), found) else {
                return Err(self.error(
                    &span,
                    StudyCause::LayoutSource {
                        layout: name,
                        found,
                    },
                ));
            };
            let line = self.line(&span);
            let title = form.title.unwrap_or_else(|| name.clone());
            layouts.push(LayoutSpec {
                name,
                title,
                source,
                line,
            });
        }
        Ok(layouts)
    }

    fn standards(&self, form: Option<&Spanned<Vec<f64>>>) -> Result<Vec<Minutes>, StudyError> {
        let default = Spanned::new(0..0, defaults::STANDARDS_MINUTES.to_vec());
        let form = form.unwrap_or(&default);
        let key = "standards_minutes";
        let standards: Vec<Minutes> = form
            .as_ref()
            .iter()
            .map(|&m| self.quantity(key, &form.span(), Minutes::try_from_minutes(m)))
            .collect::<Result<_, _>>()?;
        let rising = standards.windows(2).all(|pair| pair[0] < pair[1]);
        if standards
            .first()
            .is_some_and(|&first| first > Minutes::ZERO)
            && rising
        {
            Ok(standards)
        } else {
            let found = format!("{:?}", form.as_ref());
            Err(self.value(
                key,
                "at least one number above 0, ascending",
                &found,
                &form.span(),
            ))
        }
    }

    fn centres(&self, form: &CentresToml) -> Result<CentrePolicy, StudyError> {
        let number = |given: &Option<Spanned<f64>>, default| match given {
            None => (default, 0..0),
            Some(given) => (*given.as_ref(), given.span()),
        };
        let (share, share_span) = number(&form.eligible_share, defaults::ELIGIBLE_SHARE);
        let (procedures, procedures_span) = number(&form.min_procedures, defaults::MIN_PROCEDURES);
        let (demand, demand_span) = number(&form.min_demand, defaults::MIN_DEMAND);
        Ok(CentrePolicy {
            eligible: self.quantity("eligible_share", &share_span, Share::try_new(share))?,
            min_procedures: self.quantity(
                "min_procedures",
                &procedures_span,
                Demand::try_new(procedures),
            )?,
            min_demand: self.quantity("min_demand", &demand_span, Demand::try_new(demand))?,
            clinicians: form.clinicians.unwrap_or(defaults::CLINICIANS),
        })
    }

    fn drawing(&self, form: MapsToml) -> Result<DrawingFiles, StudyError> {
        Ok(DrawingFiles {
            areas: form.areas,
            areas_id: form.areas_id,
            outlines: form.outlines,
            attribution: form.attribution,
            inset: form.inset.map(|inset| self.inset(inset)).transpose()?,
        })
    }

    fn inset(&self, form: Spanned<InsetToml>) -> Result<Inset, StudyError> {
        let (span, form) = (form.span(), form.into_inner());
        let corner = |lat, lon| {
            LatLon::try_new(lat, lon).map_err(|source| {
                self.error(
                    &span,
                    StudyCause::LatLon {
                        key: "inset",
                        source,
                    },
                )
            })
        };
        let south_west = corner(form.south, form.west)?;
        let north_east = corner(form.north, form.east)?;
        if form.south < form.north && form.west < form.east {
            Ok(Inset {
                title: form.title,
                south_west,
                north_east,
            })
        } else {
            let found = format!(
                "west {}, south {}, east {}, north {}",
                form.west, form.south, form.east, form.north
            );
            Err(self.value(
                "inset",
                "west below east and south below north",
                &found,
                &span,
            ))
        }
    }

    fn columns(&self, form: Columns, fields: &[&str]) -> Result<ColumnNames, StudyError> {
        for field in form.keys() {
            if !fields.contains(&field.as_ref().as_str()) {
                let known: Vec<String> = fields.iter().map(|&field| field.to_owned()).collect();
                let key = field.as_ref().clone();
                let nearest = super::nearest_word(&key, &known);
                let cause = StudyCause::UnknownKey {
                    key,
                    nearest,
                    known,
                };
                return Err(self.error(&field.span(), cause));
            }
        }
        let named = form
            .into_iter()
            .map(|(field, header)| (field.into_inner(), header))
            .collect();
        Ok(ColumnNames { named })
    }

    fn distinct(
        &self,
        what: &'static str,
        names: Vec<Spanned<String>>,
    ) -> Result<Vec<String>, StudyError> {
        for (place, name) in names.iter().enumerate() {
            let first = names[..place]
                .iter()
                .find(|other| other.as_ref() == name.as_ref());
            if let Some(first) = first {
                let first = self.line(&first.span());
                let name_twice = name.as_ref().clone();
                let cause = StudyCause::Duplicate {
                    what,
                    name: name_twice,
                    first,
                };
                return Err(self.error(&name.span(), cause));
            }
        }
        Ok(names.into_iter().map(Spanned::into_inner).collect())
    }

    /// A name that folders and files may carry on every system.
    fn file_name(
        &self,
        key: &'static str,
        name: &str,
        span: &Range<usize>,
    ) -> Result<String, StudyError> {
        if super::names_files(name) {
            Ok(name.to_owned())
        } else {
            let expected = "letters, digits, `-`, `_` and `.`, for it names files";
            Err(self.value(key, expected, name, span))
        }
    }

    fn value(
        &self,
        key: &'static str,
        expected: &'static str,
        found: &(impl ToString + ?Sized),
        span: &Range<usize>,
    ) -> StudyError {
        let cause = StudyCause::Value {
            key,
            expected,
            found: found.to_string(),
        };
        self.error(span, cause)
    }

    fn quantity<T>(
        &self,
        key: &'static str,
        span: &Range<usize>,
        result: Result<T, QuantityError>,
    ) -> Result<T, StudyError> {
        result.map_err(|source| self.error(span, StudyCause::Quantity { key, source }))
    }
}
