//! The layouts, the report, the centres and the maps.

use super::super::centres::{CLINICIANS, CentresToml, ELIGIBLE_SHARE, MIN_DEMAND, MIN_PROCEDURES};
use super::super::error::{StudyCause, StudyError};
use super::super::layouts::LayoutToml;
use super::super::maps::{InsetToml, MapsToml};
use super::super::report::STANDARDS_MINUTES;
use super::super::spanned::Spanned;
use super::super::{DrawingFiles, Inset, LayoutSource, LayoutSpec};
use super::Source;
use crate::model::LatLon;
use crate::units::{Demand, Share, TravelTime};
use crate::volume::CentrePolicy;

impl Source<'_> {
    pub(super) fn layouts(
        &self,
        forms: Vec<Spanned<LayoutToml>>,
    ) -> Result<Vec<LayoutSpec>, StudyError> {
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

    pub(super) fn standards(
        &self,
        form: Option<&Spanned<Vec<f64>>>,
    ) -> Result<Vec<TravelTime>, StudyError> {
        let default = Spanned::new(0..0, STANDARDS_MINUTES.to_vec());
        let form = form.unwrap_or(&default);
        let key = "standards_minutes";
        let standards: Vec<TravelTime> = form
            .as_ref()
            .iter()
            .map(|&m| self.quantity(key, &form.span(), TravelTime::try_limit_from_minutes(m)))
            .collect::<Result<_, _>>()?;
        let rising = standards.windows(2).all(|pair| pair[0] < pair[1]);
        if standards
            .first()
            .is_some_and(|&first| first > TravelTime::ZERO)
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

    pub(super) fn centres(&self, form: &CentresToml) -> Result<CentrePolicy, StudyError> {
        let number = |given: &Option<Spanned<f64>>, default| match given {
            None => (default, 0..0),
            Some(given) => (*given.as_ref(), given.span()),
        };
        let (share, share_span) = number(&form.eligible_share, ELIGIBLE_SHARE);
        let (procedures, procedures_span) = number(&form.min_procedures, MIN_PROCEDURES);
        let (demand, demand_span) = number(&form.min_demand, MIN_DEMAND);
        Ok(CentrePolicy {
            eligible: self.quantity("eligible_share", &share_span, Share::try_new(share))?,
            min_procedures: self.quantity(
                "min_procedures",
                &procedures_span,
                Demand::try_new(procedures),
            )?,
            min_demand: self.quantity("min_demand", &demand_span, Demand::try_new(demand))?,
            clinicians: form.clinicians.unwrap_or(CLINICIANS),
        })
    }

    pub(super) fn drawing(&self, form: MapsToml) -> Result<DrawingFiles, StudyError> {
        Ok(DrawingFiles {
            areas: form.areas,
            areas_id: form.areas_id,
            outlines: form.outlines,
            attribution: form.attribution,
            inset: form.inset.map(|inset| self.inset(inset)).transpose()?,
        })
    }

    pub(super) fn inset(&self, form: Spanned<InsetToml>) -> Result<Inset, StudyError> {
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
}
