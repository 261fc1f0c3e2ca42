//! The layouts: sites that are open together.

use super::columns::{LAYOUT, LAYOUT_SITE};
use super::dataset::sites_with;
use super::error::LoadError;
use super::files::StudyFiles;
use super::hospitals::Hospitals;
use super::input_report::InputReport;
use super::layout_error::LayoutError;
use super::near_ids::NearIds;
use super::place::Place;
use super::row_table::RowTable;
use super::sources;
use super::warning::Warning;
use crate::model::{Layout, SiteIndex, TravelTimeMatrix};
use crate::study::{ColumnNames, LayoutSource, LayoutSpec, Study, nearest_word};
use crate::wording::counted;
use std::collections::BTreeMap;

/// Site ids of one layout with the place that names each.
type Listed = Vec<(String, Box<Place>)>;

/// Reads all layouts of the study, in its order.
pub(super) fn read(
    study: &Study,
    hospitals: &Hospitals,
    files: &StudyFiles,
    report: &mut InputReport,
) -> Result<Vec<Layout>, LoadError> {
    let mut listed: BTreeMap<&str, BTreeMap<String, Listed>> = BTreeMap::new();
    for layout in &study.layouts {
        if let LayoutSource::File(file) = &layout.source
            && !listed.contains_key(file.as_str())
        {
            listed.insert(file, read_file(file, &study.layouts, files, report)?);
        }
    }
    let layout = |spec: &LayoutSpec| {
        let place = Place::line(&study.file, spec.line);
        let from = Sites {
            study,
            hospitals,
            spec,
        };
        match &spec.source {
            LayoutSource::Capability(column) => from.with_capability(column, place),
            LayoutSource::Sites(ids) => {
                let listed = ids.iter().map(|id| (id.clone(), place.clone())).collect();
                from.listed(listed, "its list is empty", place.clone())
            }
            LayoutSource::All => {
                let all = (0..).map(SiteIndex).take(hospitals.sites.len());
                let reason = format!("{} has none", study.hospitals.file);
                from.layout(all.collect(), reason, place)
            }
            LayoutSource::File(file) => {
                let listed = listed
                    .get(file.as_str())
                    .and_then(|file| file.get(&spec.name));
                let reason = format!("no row of {file} has its name");
                from.listed(listed.cloned().unwrap_or_default(), &reason, place)
            }
        }
    };
    study.layouts.iter().map(layout).collect()
}

struct Sites<'a> {
    study: &'a Study,
    hospitals: &'a Hospitals,
    spec: &'a LayoutSpec,
}

impl Sites<'_> {
    fn with_capability(&self, column: &str, place: Box<Place>) -> Result<Layout, LoadError> {
        let Hospitals {
            sites,
            capabilities,
            ..
        } = self.hospitals;
        let sites = sites_with(sites, capabilities, column);
        self.layout(
            sites,
            format!("no site has `yes` in column `{column}`"),
            place,
        )
    }

    fn listed(&self, listed: Listed, reason: &str, place: Box<Place>) -> Result<Layout, LoadError> {
        let mut sites: Vec<SiteIndex> = Vec::with_capacity(listed.len());
        for (id, place) in listed {
            let layout = self.spec.name.clone();
            let all = &self.hospitals.sites;
            let found = all.binary_search_by(|site| site.id.as_str().cmp(&id));
            let Some(site) = found.ok().and_then(|site| u16::try_from(site).ok()) else {
                let ids: Vec<&str> = all.iter().map(|site| site.id.as_str()).collect();
                return Err(LayoutError::UnknownSite {
                    place,
                    layout,
                    nearest: NearIds::new(ids.iter().copied())
                        .meant(&id)
                        .map(str::to_owned)
                        .or_else(|| nearest_word(&id, &ids)),
                    id,
                    hospitals: self.study.hospitals.file.clone(),
                }
                .into());
            };
            if sites.contains(&SiteIndex(site)) {
                return Err(LayoutError::SiteTwice { place, layout, id }.into());
            }
            sites.push(SiteIndex(site));
        }
        self.layout(sites, reason.to_owned(), place)
    }

    fn layout(
        &self,
        sites: Vec<SiteIndex>,
        reason: String,
        place: Box<Place>,
    ) -> Result<Layout, LoadError> {
        let layout = self.spec.name.clone();
        let empty = |_| LayoutError::EmptyLayout {
            place,
            layout,
            reason,
        };
        Ok(Layout::try_new(&self.spec.name, sites).map_err(empty)?)
    }
}

/// That the study names no layout, so that all sites are taken as one.
pub(super) fn assumed_warning(study: &Study, layouts: &[Layout]) -> Option<Warning> {
    let assumed = study.layouts.iter().zip(layouts);
    let (_, layout) = assumed.into_iter().find(|(spec, _)| spec.is_assumed())?;
    let what = format!(
        "the study has no `[[layouts]]`: {} are evaluated as layout `{}`",
        counted(layout.centres(), "site"),
        layout.name(),
    );
    Some(Warning::of_study(layout.centres(), what))
}

/// Takes sites without times out of the layouts of all sites.
pub(super) fn leave_out_without_times(
    study: &Study,
    file: &str,
    times: &TravelTimeMatrix,
    layouts: &mut [Layout],
) -> Result<(), LoadError> {
    let has_times = |site: &SiteIndex| times.times_to(*site).any(|time| time.is_some());
    for (spec, layout) in study.layouts.iter().zip(layouts) {
        if spec.source == LayoutSource::All {
            let sites = layout.sites().iter().copied().filter(has_times).collect();
            let empty = |_| LayoutError::EmptyLayout {
                place: Place::line(&study.file, spec.line),
                layout: spec.name.clone(),
                reason: format!("no site has times in {file}"),
            };
            *layout = Layout::try_new(&spec.name, sites).map_err(empty)?;
        }
    }
    Ok(())
}

/// Site ids of every layout of the study that the file names.
fn read_file(
    file: &str,
    layouts: &[LayoutSpec],
    files: &StudyFiles,
    report: &mut InputReport,
) -> Result<BTreeMap<String, Listed>, LoadError> {
    let bytes = files.read(file)?;
    let content = bytes.content()?;
    let mut table = RowTable::open(&bytes.name, &content)?;
    let none = ColumnNames::default();
    let name = table.header.need(LAYOUT, &none)?;
    let site = table.header.need(LAYOUT_SITE, &none)?;
    table.use_column(name)?;
    table.use_column(site)?;
    let wanted = |name: &str| {
        let from_here = |layout: &&LayoutSpec| layout.source == LayoutSource::File(file.to_owned());
        layouts
            .iter()
            .filter(from_here)
            .any(|layout| layout.name == name)
    };
    let mut listed: BTreeMap<String, Listed> = BTreeMap::new();
    let mut refused = 0;
    while let Some(row) = table.next_row()? {
        let layout = row.required(name, "the name of a layout")?;
        let id = row.required(site, "a site id")?;
        if wanted(layout) {
            let entry = (id.to_owned(), row.place(site));
            listed.entry(layout.to_owned()).or_default().push(entry);
        } else {
            refused += 1;
        }
    }
    let mut entry = sources::file_report("layouts", &bytes, &table);
    entry
        .columns
        .push(table.header.usage(LAYOUT.name, name, false));
    entry
        .columns
        .push(table.header.usage(LAYOUT_SITE.name, site, false));
    if refused > 0 {
        entry
            .rows_rejected
            .push(("layout not in the study".to_owned(), refused));
    }
    report.files.push(entry);
    Ok(listed)
}
