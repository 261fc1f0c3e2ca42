//! From the text of a study file to validated choices.

mod checks;
mod control;
mod helicopter;
mod pathway;
mod sections;
mod travel;

use super::columns::{HOSPITAL_FIELDS, POPULATION_FIELDS};
use super::error::{StudyCause, StudyError};
use super::population::PopulationToml;
use super::spanned::Spanned;
use super::top_level::{SEED, StudyToml};
use super::{AttributeFile, GroupColumns, HospitalFile, PopulationFile, Published, Study};
use crate::model::UnreachableRule;
use std::ops::Range;

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
        source.no_control_characters(text)?;
        source.study(form)
    }
}

/// The text being read, to tell lines from places in it.
pub(super) struct Source<'a> {
    text: &'a str,
    file: &'a str,
}

impl Source<'_> {
    pub(super) fn error(&self, place: &Range<usize>, cause: StudyCause) -> StudyError {
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
            None => SEED,
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
            crs: self.crs(form.hospitals.crs)?,
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
        let unreachable = match form.report.unreachable {
            None => UnreachableRule::default(),
            Some(rule) => {
                let text = match rule.as_ref() {
                    toml::Value::String(word) => word.clone(),
                    number => number.to_string(),
                };
                text.parse().map_err(|_| {
                    let expected = "a number of minutes, `twice-longest`, `strict` or `exclude`";
                    self.value("unreachable", expected, &text, &rule.span())
                })?
            }
        };
        let centres = form.centres.map(|form| self.centres(&form)).transpose()?;
        let currency = self.currency(form.currency)?;
        let pathway = form
            .pathway
            .map(|pathway| self.pathway(pathway, centres.as_ref()))
            .transpose()?;
        let helicopter = match form.helicopter {
            Some(helicopter) if pathway.is_none() => {
                let (key, because) = ("helicopter", "without `[pathway]`");
                return Err(self.error(&helicopter.span(), StudyCause::NoEffect { key, because }));
            }
            form => form
                .map(|form| self.helicopter(form.into_inner(), currency))
                .transpose()?,
        };
        let mut study = Study {
            file: self.file.to_owned(),
            title: form.title.unwrap_or_else(|| name.clone()),
            name,
            currency,
            time_zone: self.time_zone(form.time_zone)?,
            population: self.population(form.population)?,
            hospitals,
            travel_source: form.travel.source.clone(),
            travel: self.travel(form.travel)?,
            layouts,
            published: Published::default(),
            base_layout,
            optimum,
            unreachable,
            standards: self.standards(form.report.standards_minutes.as_ref())?,
            centres,
            pathway,
            helicopter,
            drawing: self.drawing(form.maps)?,
            notes: form.notes.clone(),
            seed,
        };
        study.published = self.published(form.published, &study)?;
        Ok(study)
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
            crs: self.crs(form.crs)?,
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
}
