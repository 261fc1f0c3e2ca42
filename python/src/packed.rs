//! A problem as bytes, to be sent to another process.

use crate::columns::Ids;
use crate::problem::Data;
use catchment::model::{SiteIndex, TravelTimeMatrix};
use catchment::units::{Demand, TravelTime};
use serde_json::{Value, json};

const MARK: &[u8; 8] = b"catch-q1";

/// Where there is no route.
const UNREACHABLE: u32 = u32::MAX;

/// The mark, the length of a heading, the heading as JSON, demand in millionths, times in milliseconds.
pub(crate) fn packed(data: &Data) -> Vec<u8> {
    let (matrix, demand) = (data.matrix(), data.demand());
    let ids = data.ids().map(|ids| match ids {
        Ids::Words(words) => json!(words),
        Ids::Numbers(numbers) => json!(numbers),
    });
    let heading = json!({
        "points": matrix.origins(),
        "sites": matrix.sites(),
        "ids": ids,
        "candidates": data.candidates.iter().map(|site| site.0).collect::<Vec<_>>(),
        "unreachable": data.unreachable.to_string(),
    });
    let heading = heading.to_string();
    let mut bytes = MARK.to_vec();
    bytes.extend((heading.len() as u64).to_le_bytes());
    bytes.extend(heading.as_bytes());
    bytes.extend(
        demand
            .iter()
            .flat_map(|demand| demand.millionths().to_le_bytes()),
    );
    for site in (0..).map(SiteIndex).take(matrix.sites()) {
        let times = matrix.times_to(site);
        let times = times.map(|time| time.map_or(UNREACHABLE, TravelTime::milliseconds));
        bytes.extend(times.flat_map(u32::to_le_bytes));
    }
    bytes
}

/// The problem of such bytes; `None` where they are not.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Data> {
    let bytes = bytes.strip_prefix(MARK)?;
    let (length, bytes) = bytes.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (heading, bytes) = bytes.split_at_checked(length)?;
    let heading: Value = serde_json::from_slice(heading).ok()?;
    let count = |key: &str| usize::try_from(heading.get(key)?.as_u64()?).ok();
    let (points, sites) = (count("points")?, count("sites")?);
    let (demand, times) = bytes.split_at_checked(points.checked_mul(8)?)?;
    let (demand, []) = demand.as_chunks::<8>() else {
        return None;
    };
    let demand = demand
        .iter()
        .map(|demand| Demand::from_millionths(u64::from_le_bytes(*demand)));
    let (times, []) = times.as_chunks::<4>() else {
        return None;
    };
    let times = times.iter().map(|time| match u32::from_le_bytes(*time) {
        UNREACHABLE => None,
        milliseconds => Some(TravelTime::from_milliseconds(milliseconds)),
    });
    let matrix = TravelTimeMatrix::from_columns(points, sites, times).ok()?;
    let [site_ids, point_ids] = &heading.get("ids")?.as_array()?[..] else {
        return None;
    };
    let ids = [ids(site_ids, sites)?, ids(point_ids, points)?];
    let candidates = heading.get("candidates")?.as_array()?.iter().map(|site| {
        let site = u16::try_from(site.as_u64()?).ok()?;
        (usize::from(site) < sites).then_some(SiteIndex(site))
    });
    let candidates = candidates.collect::<Option<_>>()?;
    let unreachable = heading.get("unreachable")?.as_str()?.parse().ok()?;
    Some(Data::given(
        matrix,
        demand.collect(),
        ids,
        candidates,
        unreachable,
    ))
}

fn ids(value: &Value, expected: usize) -> Option<Ids> {
    let values = value.as_array().filter(|values| values.len() == expected)?;
    let numbers: Option<Vec<i64>> = values.iter().map(Value::as_i64).collect();
    let word = |id: &Value| id.as_str().map(str::to_owned);
    let words = || values.iter().map(word).collect::<Option<_>>();
    numbers
        .map(Ids::Numbers)
        .or_else(|| words().map(Ids::Words))
}
