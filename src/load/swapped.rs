//! Whether latitude and longitude are in each other's column.
//!
//! Three signs, each of which needs the swapped reading to be the better one: most latitudes off
//! the range, most places in the open sea, or points and sites on different continents. Where
//! both readings are plausible (France the other way round is Somalia), nothing is said.

use super::error::LoadError;
use super::land;
use super::positions::PositionColumns;
use super::row_table::RowTable;
use crate::index::PlaceIndex;
use crate::model::LatLon;

/// A file of places and its headers of latitude and longitude.
pub(crate) struct Places<'a> {
    pub(crate) file: &'a str,
    /// `None` where positions are known otherwise: eastings are not mistaken for latitudes.
    pub(crate) headers: Option<&'a [String; 2]>,
    pub(crate) all: Vec<LatLon>,
}

/// Share of places that must lie in the open sea as they stand, and on land when swapped.
const MOST: f64 = 0.9;

/// Median distance from a point to the nearest site that is no region's, in kilometres; and how
/// many times less it must be when swapped.
const FAR_KM: f64 = 1_000.0;
const TIMES_LESS: f64 = 10.0;

/// Places of a file that are looked at.
const SAMPLE: usize = 500;

impl Places<'_> {
    fn error(&self, reason: String) -> Option<LoadError> {
        let [lat, lon] = self.headers?;
        Some(LoadError::Swapped {
            file: self.file.to_owned(),
            lat: lat.clone(),
            lon: lon.clone(),
            reason,
            remedy: format!("columns = {{ lat = \"{lon}\", lon = \"{lat}\" }}").into(),
        })
    }

    fn sample(&self) -> Vec<LatLon> {
        let step = self.all.len().div_ceil(SAMPLE).max(1);
        self.all.iter().step_by(step).copied().collect()
    }
}

/// Latitude for longitude; `None` where that is off the Earth.
fn swap(place: LatLon) -> Option<LatLon> {
    LatLon::try_new(place.lon(), place.lat()).ok()
}

fn swap_all(places: &[LatLon]) -> Option<Vec<LatLon>> {
    places.iter().copied().map(swap).collect()
}

/// Refuses places that lie in the open sea, and on land when swapped.
pub(crate) fn check_on_land(places: &Places<'_>) -> Result<(), LoadError> {
    let here = places.sample();
    let Some(there) = swap_all(&here) else {
        return Ok(());
    };
    let on_land = |places: &[LatLon]| {
        places.iter().filter(|&&place| land::near(place)).count() as f64 / places.len() as f64
    };
    if here.is_empty() || on_land(&here) > 1.0 - MOST || on_land(&there) < MOST {
        return Ok(());
    }
    let reason = format!(
        "{:.0}% of the places lie in the open sea, and {:.0}% lie on land when exchanged",
        100.0 * (1.0 - on_land(&here)),
        100.0 * on_land(&there)
    );
    places.error(reason).map_or(Ok(()), Err)
}

/// Refuses points and sites that lie on different continents, and together when one is swapped.
pub(super) fn check_together(points: &Places<'_>, sites: &Places<'_>) -> Result<(), LoadError> {
    let (from, to) = (points.sample(), sites.sample());
    let Some(apart) = median_to_nearest(&from, &to).filter(|&km| km > FAR_KM) else {
        return Ok(());
    };
    let swapped = [
        (
            points,
            swap_all(&from).and_then(|from| median_to_nearest(&from, &to)),
        ),
        (
            sites,
            swap_all(&to).and_then(|to| median_to_nearest(&from, &to)),
        ),
    ];
    for (places, km) in swapped {
        if let Some(km) = km.filter(|km| km * TIMES_LESS < apart) {
            let reason = format!(
                "the median distance to the nearest site is {apart:.0} km, and {km:.0} km when \
                 exchanged"
            );
            if let Some(error) = places.error(reason) {
                return Err(error);
            }
        }
    }
    Ok(())
}

fn median_to_nearest(from: &[LatLon], to: &[LatLon]) -> Option<f64> {
    let to = PlaceIndex::new(to.iter().copied().map(Some));
    let nearest = |&place: &LatLon| Some(to.nearest(place)?.1.kilometres());
    let mut km: Vec<f64> = from.iter().filter_map(nearest).collect();
    km.sort_by(f64::total_cmp);
    km.get(km.len() / 2).copied()
}

/// The better error for a latitude off the range, if most of the file is so.
pub(super) fn explain(
    error: LoadError,
    content: &[u8],
    position: Option<&PositionColumns>,
) -> LoadError {
    let LoadError::OffTheEarth { place, .. } = &error else {
        return error;
    };
    let Some(&PositionColumns::Degrees { lat, lon }) = position else {
        return error;
    };
    let Ok(mut table) = RowTable::open(&place.file, content) else {
        return error;
    };
    let (mut rows, mut better) = (0_usize, 0_usize);
    while let Ok(Some(row)) = table.next_row() {
        if let (Ok(Some(y)), Ok(Some(x))) = (row.number(lat), row.number(lon)) {
            rows += 1;
            better += usize::from(LatLon::try_new(y, x).is_err() && LatLon::try_new(x, y).is_ok());
        }
    }
    if better * 2 > rows && rows > 1 {
        let headers = [lat, lon].map(|column| table.header.names[column].clone());
        let places = Places {
            file: &place.file,
            headers: Some(&headers),
            all: Vec::new(),
        };
        let reason = format!("{better} of {rows} latitudes are out of range");
        places.error(reason).unwrap_or(error)
    } else {
        error
    }
}
