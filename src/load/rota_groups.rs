use super::hospitals::Hospitals;
use super::near_ids::NearIds;
use super::place::Place;
use super::rota_group_error::RotaGroupError;
use crate::model::{Layout, SiteIndex};
use crate::study::{Study, nearest_word};

/// The rota group of each site, as the study lists them; as the file of sites has them where it lists
/// none.
pub(super) fn of_sites(
    study: &Study,
    hospitals: &Hospitals,
    layouts: &[Layout],
) -> Result<Vec<Option<String>>, RotaGroupError> {
    let listed = &study.hospitals.rota_groups;
    if listed.is_empty() {
        return Ok(hospitals.rota_groups.clone());
    }
    let sites = &hospitals.sites;
    let mut groups = vec![None; sites.len()];
    for group in listed {
        for site in &group.sites {
            let place = || Place::line(&study.file, site.line);
            let (id, name) = (site.id.clone(), group.name.clone());
            let found = sites.binary_search_by(|known| known.id.as_str().cmp(&id));
            let Ok(found) = found else {
                let ids: Vec<&str> = sites.iter().map(|site| site.id.as_str()).collect();
                return Err(RotaGroupError::UnknownSite {
                    place: place(),
                    group: name,
                    nearest: NearIds::new(ids.iter().copied())
                        .meant(&id)
                        .map(str::to_owned)
                        .or_else(|| nearest_word(&id, &ids)),
                    id,
                    hospitals: study.hospitals.file.clone(),
                });
            };
            let index = u16::try_from(found).ok().map(SiteIndex);
            let is_centre =
                |layout: &Layout| index.is_some_and(|site| layout.sites().contains(&site));
            if !layouts.iter().any(is_centre) {
                return Err(RotaGroupError::InNoLayout {
                    place: place(),
                    group: name,
                    id,
                });
            }
            groups[found] = Some(name);
        }
    }
    Ok(groups)
}
