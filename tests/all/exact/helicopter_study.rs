//! How a study with helicopters is drawn and written.

use super::helicopter::{AirDelays, Base, HOURS, HelicopterStudy, Scenario};
use super::pathway_study::pathway_study;
use super::random_study::{MINUTE, Random, cell};
use super::sun::Light;
use std::fmt::Write as _;

/// Of each corner: the hours nearest to its sun's time, a time zone, and minutes that its clocks are ahead of
/// UTC in the middle of each month.
const CLOCKS: [(i32, &str, [i32; 12]); 3] = [
    (
        0,
        "Europe/London",
        [0, 0, 0, 60, 60, 60, 60, 60, 60, 60, 0, 0],
    ),
    (
        60,
        "Europe/Oslo",
        [60, 60, 60, 120, 120, 120, 120, 120, 120, 120, 60, 60],
    ),
    (
        720,
        "Pacific/Auckland",
        [780, 780, 780, 720, 720, 720, 720, 720, 720, 780, 780, 780],
    ),
];

const TYPES: [(&str, f64); 5] = [
    ("H145", 225.0),
    ("EC135", 254.0),
    ("H135", 254.0),
    ("AW169", 269.0),
    ("", 225.0),
];

#[expect(clippy::too_many_lines, reason = "a list of what is drawn and written")]
pub(crate) fn helicopter_study(seed: u64) -> HelicopterStudy {
    let mut study = pathway_study(seed);
    let mut random = Random::new(seed ^ 0xA1);
    let sites = study.study.sites;
    let places = study.places.sites.clone();
    study.study.places = Some(study.places.clone());
    let (by_sun, zone, by_zone) = CLOCKS[study.corner];
    let ahead = if random.below(2) == 0 {
        let _ = writeln!(study.study.more.before, "time_zone = \"{zone}\"");
        by_zone
    } else {
        [by_sun; 12]
    };
    let pads: Vec<&str> = (0..sites)
        .map(|_| ["yes", "no", "unknown"][random.size(3)])
        .collect();
    let unknown_is_pad = random.below(2) == 0;
    let has_pad = pads
        .iter()
        .map(|&pad| pad == "yes" || (pad == "unknown" && unknown_is_pad));
    let unlisted = HOURS[[4, 5][random.size(2)]];
    let one_speed = (random.below(3) == 0).then_some(240.0);
    let mut table = "id,name,lat,lon,aircraft,hours\n".to_owned();
    let mut bases: Vec<Base> = Vec::new();
    for number in 0..=random.size(4) {
        // Some are where another is.
        let place = match bases.last() {
            Some(last) if random.below(4) == 0 => last.place,
            _ => {
                // One far from every hospital is refused.
                let [lat, lon] = places[random.size(sites as u64)];
                [lat, lon].map(|degrees| random.degrees(degrees - 0.5, 1))
            }
        };
        let (aircraft, kmh) = TYPES[random.size(5)];
        let (listed, hours) = HOURS[random.size(6)];
        // Hours that are not listed are those of `unlisted_hours`.
        let (listed, hours) = match random.below(3) {
            0 => ("", unlisted.1),
            _ => (listed, hours),
        };
        let [lat, lon] = place;
        let _ = writeln!(
            table,
            "B{number},Base {number},{lat:.3},{lon:.3},{aircraft},{listed}"
        );
        bases.push(Base {
            place,
            kmh: one_speed.unwrap_or(kmh),
            hours,
            light: Light::new(place, ahead),
        });
    }
    let delay =
        |random: &mut Random, most: u64| i128::from(random.below(most * 100)) * MINUTE / 100;
    let delays = AirDelays {
        climb: delay(&mut random, 10),
        lift_off: delay(&mut random, 10),
        loading: delay(&mut random, 15),
        notice: delay(&mut random, 60),
        road_leg: delay(&mut random, 15),
        unloading: delay(&mut random, 10),
    };
    let minimum_saving = [0, 0, 5 * MINUTE, 20 * MINUTE][random.size(4)];
    let percent = |random: &mut Random, least: u64| {
        let percent = least + random.below(101 - least);
        f64::from(u32::try_from(percent).expect("small")) / 100.0
    };
    let same = (random.below(2) == 0).then(|| percent(&mut random, 50));
    let months: [f64; 12] =
        std::array::from_fn(|_| same.unwrap_or_else(|| percent(&mut random, 40)));
    let arrivals: Vec<f64> = if random.below(2) == 0 {
        vec![1.0; 24]
    } else {
        (0..24).map(|_| [1.0, 2.0, 0.5][random.size(3)]).collect()
    };
    let mission_cost = (random.below(2) == 0).then_some(3_100.0);
    let mut scenarios = vec![Scenario {
        hours: "listed",
        busy: percent(&mut random, 0) / 2.0,
    }];
    for _ in 0..random.below(3) {
        scenarios.push(Scenario {
            hours: HOURS[random.size(6)].0,
            busy: percent(&mut random, 0) / 2.0,
        });
    }

    let more = &mut study.study.more;
    let column = pads.iter().map(|&pad| pad.to_owned()).collect();
    more.of_sites.push(("pad", column));
    more.capabilities.push("pad");
    more.files.push(("bases.csv", table));
    let mut toml = format!(
        "[helicopter]\nbases = \"bases.csv\"\npads = \"pad\"\nunknown_pads = \"{}\"\n\
         unlisted_hours = \"{}\"\nminimum_saving_minutes = {}\n\
         flyable_share_by_month = {months:?}\narrivals_by_hour = {arrivals:?}\n",
        if unknown_is_pad { "pad" } else { "road-leg" },
        unlisted.0,
        minimum_saving / MINUTE,
    );
    if let Some(kmh) = one_speed {
        let _ = writeln!(toml, "cruise_kmh = {kmh}");
    }
    if let Some(cost) = mission_cost {
        let _ = writeln!(toml, "mission_cost = {cost}");
        more.before += "currency = \"EUR\"\n";
    }
    let _ = writeln!(
        toml,
        "[helicopter.delay_minutes]\nclimb_and_approach = {}\nlift_off = {}\nloading = {}\n\
         notice_before_road_departure = {}\nroad_leg = {}\nunloading = {}",
        cell(Some(delays.climb)),
        cell(Some(delays.lift_off)),
        cell(Some(delays.loading)),
        cell(Some(delays.notice)),
        cell(Some(delays.road_leg)),
        cell(Some(delays.unloading)),
    );
    for (number, scenario) in scenarios.iter().enumerate() {
        let _ = writeln!(
            toml,
            "[[helicopter.scenarios]]\nname = \"s{number}\"\nhours = \"{}\"\nbusy_share = {}",
            scenario.hours, scenario.busy,
        );
    }
    more.tables += &toml;
    HelicopterStudy {
        with_pathway: study,
        has_pad: has_pad.collect(),
        bases,
        delays,
        minimum_saving,
        flyable: months,
        at_most: false,
        arrivals,
        scenarios,
        mission_cost,
    }
}
