//! Layouts as lists of places of their sites.

use crate::error;
use catchment::model::{Layout, SiteIndex};
use pyo3::PyResult;

/// The sites at these places.
pub(crate) fn sites(places: &[usize], known: usize) -> PyResult<Vec<SiteIndex>> {
    let site = |&place: &usize| {
        let number = u16::try_from(place).ok().filter(|_| place < known);
        number.map(SiteIndex).ok_or_else(|| {
            error::input(format!(
                "site number {place}: there are {known}, counted from 0"
            ))
        })
    };
    places.iter().map(site).collect()
}

/// A layout of the sites at these places; `ids` names them in errors.
pub(crate) fn layout(
    name: &str,
    places: &[usize],
    known: usize,
    id: impl Fn(usize) -> String,
) -> PyResult<Layout> {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(error::input(format!(
            "layout `{name}` names site `{}` twice",
            id(pair[0])
        )));
    }
    Layout::try_new(name, sites(&sorted, known)?).map_err(error::input)
}
