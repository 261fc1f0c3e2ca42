//! The sites and what they have.

use super::columns::{LABEL, SITE_ID, SITE_NAME};
use super::error::LoadError;
use super::files::StudyFiles;
use super::input_report::InputReport;
use super::positions::PositionColumns;
use super::row::Row;
use super::row_table::RowTable;
use super::sources;
use super::swapped;
use crate::model::{CapabilityStatus, Site};
use crate::service::WeekHours;
use crate::study::HospitalFile;
use crate::units::SiteCost;

/// The sites, ascending by id, and what their capabilities are.
pub(super) struct Hospitals {
    pub(super) sites: Vec<Site>,
    pub(super) capabilities: Vec<String>,
    /// Opening hours by site; empty where none are asked for.
    pub(super) hours: Vec<Option<WeekHours>>,
    /// What each site costs; empty where no column says so.
    pub(super) costs: Vec<SiteCost>,
    /// The rota group by site; empty where none are asked for.
    pub(super) rota_groups: Vec<Option<String>>,
    /// The headers of latitude and longitude, if positions came so.
    pub(super) degrees: Option<[String; 2]>,
    /// Whether positions came as eastings and northings of a grid that was assumed.
    pub(super) assumed_grid: bool,
}

/// Columns that a study asks for elsewhere than with the file of sites.
#[derive(Debug, Clone, Default)]
pub(super) struct FurtherColumns<'a> {
    /// Capabilities beside those that the file's choice lists.
    pub(super) capabilities: Vec<&'a str>,
    /// The column of opening hours.
    pub(super) hours: Option<&'a str>,
    /// The column of rota groups.
    pub(super) rota_group: Option<&'a str>,
}

/// Reads the file of sites; `positions_for` names what cannot do without coordinates.
pub(super) fn read(
    choice: &HospitalFile,
    further: &FurtherColumns<'_>,
    files: &StudyFiles,
    positions_for: Option<&'static str>,
    report: &mut InputReport,
) -> Result<Hospitals, LoadError> {
    let bytes = files.read(&choice.file)?;
    let content = bytes.content()?;
    let mut table = RowTable::open(&bytes.name, &content)?;
    let capabilities = capabilities(choice, &further.capabilities);
    let columns = HospitalColumns::find(&table, choice, &capabilities, further)?;
    if positions_for.is_some() && columns.position.is_none() {
        return Err(table
            .header
            .missing("coordinates", &super::columns::coordinates()));
    }
    for column in columns.all() {
        table.use_column(column)?;
    }
    let mut read: Vec<(Site, usize, SiteService)> = Vec::new();
    while let Some(row) = table.next_row()? {
        let site = columns
            .site(&row)
            .map_err(|error| swapped::explain(error, &content, columns.position.as_ref()))?;
        read.push((site, row.offset, columns.service(&row)?));
    }
    read.sort_by(|(a, first, _), (b, second, _)| a.id.cmp(&b.id).then(first.cmp(second)));
    if let Some(pair) = read.windows(2).find(|pair| pair[0].0.id == pair[1].0.id) {
        return Err(LoadError::DuplicateId {
            place: table.place(pair[1].1, columns.id),
            id: pair[1].0.id.clone(),
            first: table.at(pair[0].1),
        });
    }
    let mut sites = Vec::with_capacity(read.len());
    let (mut hours, mut rota_groups) = (Vec::new(), Vec::new());
    let mut costs = Vec::new();
    for (site, _, service) in read {
        sites.push(site);
        costs.extend(service.cost);
        hours.extend(further.hours.map(|_| service.hours));
        rota_groups.extend(further.rota_group.map(|_| service.rota_group));
    }
    check_sites(&sites, choice, positions_for)?;

    let mut file = sources::file_report("hospitals", &bytes, &table);
    file.notes
        .extend(columns.position.as_ref().and_then(PositionColumns::note));
    columns.report(choice, &capabilities, &table, &mut file.columns);
    let without = sites.iter().filter(|site| site.position.is_none()).count();
    if without > 0 {
        file.notes.push(format!(
            "{without} of {} sites without coordinates",
            sites.len()
        ));
    }
    report.files.push(file);
    let assumed_grid = columns
        .position
        .as_ref()
        .is_some_and(PositionColumns::is_assumed);
    let degrees = match columns.position {
        Some(PositionColumns::Degrees { lat, lon }) => {
            Some([lat, lon].map(|column| table.header.names[column].clone()))
        }
        _ => None,
    };
    Ok(Hospitals {
        sites,
        capabilities,
        hours,
        costs,
        rota_groups,
        degrees,
        assumed_grid,
    })
}

/// Those the study lists, then those it asks for elsewhere.
fn capabilities(choice: &HospitalFile, further: &[&str]) -> Vec<String> {
    let mut capabilities = choice.capabilities.clone();
    for &column in further {
        if !capabilities.iter().any(|known| known == column) {
            capabilities.push(column.to_owned());
        }
    }
    capabilities
}

fn check_sites(
    sites: &[Site],
    choice: &HospitalFile,
    positions_for: Option<&'static str>,
) -> Result<(), LoadError> {
    if u16::try_from(sites.len()).is_err() {
        let (file, found) = (choice.file.clone(), sites.len());
        return Err(LoadError::TooManySites { file, found });
    }
    let without = sites.iter().find(|site| site.position.is_none());
    match (positions_for, without) {
        (Some(needed_by), Some(site)) => Err(LoadError::NoCoordinates {
            file: choice.file.clone(),
            id: site.id.clone(),
            needed_by,
        }),
        _ => Ok(()),
    }
}

struct HospitalColumns {
    id: usize,
    name: Option<usize>,
    label: Option<usize>,
    position: Option<PositionColumns>,
    capabilities: Vec<usize>,
    hours: Option<usize>,
    cost: Option<usize>,
    rota_group: Option<usize>,
}

/// When a site is open and with whom it shares nights, as the file gives it.
struct SiteService {
    hours: Option<WeekHours>,
    cost: Option<SiteCost>,
    rota_group: Option<String>,
}

impl HospitalColumns {
    fn find(
        table: &RowTable<'_>,
        choice: &HospitalFile,
        capabilities: &[String],
        further: &FurtherColumns<'_>,
    ) -> Result<Self, LoadError> {
        let (header, named) = (&table.header, &choice.columns);
        let capability =
            |name: &String| header.need_exactly(&format!("the capability {name}"), name);
        Ok(Self {
            id: header.need(SITE_ID, named)?,
            name: header.find(SITE_NAME, named)?,
            label: header.find(LABEL, named)?,
            position: PositionColumns::find(header, named, choice.crs.as_deref())?,
            capabilities: capabilities
                .iter()
                .map(capability)
                .collect::<Result<_, _>>()?,
            hours: further
                .hours
                .map(|name| header.need_exactly("the opening hours", name))
                .transpose()?,
            cost: choice
                .cost_column
                .as_ref()
                .map(|name| header.need_exactly("what sites cost", name))
                .transpose()?,
            rota_group: further
                .rota_group
                .map(|name| header.need_exactly("the rota group", name))
                .transpose()?,
        })
    }

    fn all(&self) -> Vec<usize> {
        let mut all = vec![self.id];
        all.extend(self.name);
        all.extend(self.label);
        all.extend(self.position.iter().flat_map(PositionColumns::columns));
        all.extend(&self.capabilities);
        all.extend(self.hours);
        all.extend(self.cost);
        all.extend(self.rota_group);
        all.sort_unstable();
        all.dedup();
        all
    }

    fn site(&self, row: &Row<'_>) -> Result<Site, LoadError> {
        let id = row.required(self.id, "an id")?;
        let text = |column: Option<usize>, default: &str| match column.map(|c| row.text(c)) {
            None | Some("") => default.to_owned(),
            Some(text) => text.to_owned(),
        };
        let name = text(self.name, id);
        let answers = self.capabilities.iter().map(|&column| answer(row, column));
        Ok(Site {
            id: id.to_owned(),
            label: text(self.label, &name),
            name,
            position: match &self.position {
                Some(position) => position.read(row)?,
                None => None,
            },
            capabilities: answers.collect::<Result<_, _>>()?,
        })
    }

    fn service(&self, row: &Row<'_>) -> Result<SiteService, LoadError> {
        let text =
            |column: Option<usize>| column.map(|c| row.text(c)).filter(|text| !text.is_empty());
        let hours = text(self.hours).zip(self.hours).map(|(text, column)| {
            WeekHours::from_choice(text).map_err(|cause| LoadError::OpeningHours {
                place: row.place(column),
                cause: Box::new(cause),
            })
        });
        Ok(SiteService {
            hours: hours.transpose()?,
            cost: self.cost.map(|column| cost(row, column)).transpose()?,
            rota_group: text(self.rota_group).map(str::to_owned),
        })
    }

    fn report(
        &self,
        choice: &HospitalFile,
        capabilities: &[String],
        table: &RowTable<'_>,
        columns: &mut Vec<super::ColumnUse>,
    ) {
        let fields = [
            (SITE_ID, Some(self.id)),
            (SITE_NAME, self.name),
            (LABEL, self.label),
        ];
        for (field, column) in fields {
            let named = choice.columns.named.contains_key(field.name);
            columns.extend(column.map(|column| table.header.usage(field.name, column, named)));
        }
        if let Some(position) = &self.position {
            columns.extend(position.usage(table, &choice.columns));
        }
        for (name, column) in [
            ("opening hours", self.hours),
            ("cost of a site", self.cost),
            ("rota group", self.rota_group),
        ] {
            columns.extend(column.map(|column| table.header.usage(name, column, true)));
        }
        for (name, &column) in capabilities.iter().zip(&self.capabilities) {
            columns.push(
                table
                    .header
                    .usage(&format!("capability {name}"), column, true),
            );
        }
    }
}

fn cost(row: &Row<'_>, column: usize) -> Result<SiteCost, LoadError> {
    row.required(column, "what the site costs, 0 if nothing")?;
    let amount = row.number(column)?.unwrap_or_default();
    SiteCost::try_new(amount).map_err(|source| LoadError::Quantity {
        place: row.place(column),
        source,
    })
}

fn answer(row: &Row<'_>, column: usize) -> Result<CapabilityStatus, LoadError> {
    let text = row.text(column);
    match text.to_lowercase().as_str() {
        "yes" | "y" | "1" | "true" => Ok(CapabilityStatus::Yes),
        "no" | "n" | "0" | "false" => Ok(CapabilityStatus::No),
        "unknown" | "" => Ok(CapabilityStatus::Unknown),
        _ => Err(LoadError::NotAnAnswer {
            place: row.place(column),
            found: text.to_owned(),
        }),
    }
}
