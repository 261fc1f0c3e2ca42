use crate::report::run::Run;
use crate::report::table::{DataCell, DataTable};
use crate::units::TravelTime;

/// `transfers.csv`: one row per layout, scenario and hospital that transfers, from door to door.
#[must_use]
pub(crate) fn transfers(run: &Run) -> DataTable {
    let header = [
        "layout",
        "scenario",
        "site_id",
        "name",
        "transfers",
        "road_centre_id",
        "road_minutes",
        "air_centre_id",
        "base_id",
        "air_minutes",
        "chosen",
        "saved_minutes",
        "flown_share",
        "year_saved_minutes",
    ];
    let mut table = DataTable::new(header.map(String::from).to_vec());
    let Some(all) = run.treatment else {
        return table;
    };
    let bases = all.helicopter.as_ref().map(|study| study.fleet.bases());
    for treatment in &all.layouts {
        for result in &treatment.scenarios {
            for gain in &result.effect.units {
                let site = run.dataset.site(gain.unit);
                let place = treatment.network.place_of(gain.unit);
                let soonest = place.and_then(|place| result.soonest[place]);
                let minutes =
                    |time: Option<TravelTime>| DataCell::minutes(time.map(TravelTime::as_f64));
                let id = |site| DataCell::text(&run.dataset.site(site).id);
                let base = soonest
                    .zip(bases)
                    .map(|(flight, bases)| &bases[flight.base]);
                table.push(vec![
                    DataCell::text(&treatment.layout),
                    DataCell::text(&result.scenario.name),
                    DataCell::text(&site.id),
                    DataCell::text(&site.name),
                    DataCell::demand(gain.transfers),
                    gain.road.map_or(DataCell::Empty, |(centre, _)| id(centre)),
                    minutes(gain.road.map(|(_, time)| time)),
                    soonest.map_or(DataCell::Empty, |flight| id(flight.centre)),
                    base.map_or(DataCell::Empty, |base| DataCell::text(&base.id)),
                    minutes(soonest.map(|flight| flight.chain.door_to_door())),
                    match (gain.air, gain.road) {
                        (Some(_), _) => DataCell::text("air"),
                        (None, Some(_)) => DataCell::text("road"),
                        (None, None) => DataCell::Empty,
                    },
                    minutes(gain.air.map_or(Some(TravelTime::ZERO), |air| air.saved)),
                    DataCell::Number(gain.flown_share, 4),
                    DataCell::Number(gain.mean_saved, 3),
                ]);
            }
        }
    }
    table
}
