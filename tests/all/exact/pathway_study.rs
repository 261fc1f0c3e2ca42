//! How a study with a pathway is drawn and written.

use super::outcomes::Patients;
use super::pathway::{Delays, PathwayStudy, ROUTINGS};
use super::places::{CORNERS, distance, straight_line};
use super::random_study::{MINUTE, Places, Random, RandomStudy, cell};
use std::fmt::Write as _;

#[expect(clippy::too_many_lines, reason = "a list of what is drawn and written")]
pub(crate) fn pathway_study(seed: u64) -> PathwayStudy {
    let mut study = RandomStudy::new(seed);
    let mut random = Random::new(seed ^ 0x9A);
    // Not more than have a large-vessel occlusion.
    study.share = 1 + study.share % 31;
    // Hospitals of every size.
    let larger = [1, 1, 10, 30][random.size(4)];
    for demand in &mut study.demand {
        *demand *= larger;
    }
    let round = random.below(2) == 0;
    let mut is_unit: Vec<bool> = (0..study.sites).map(|_| random.below(3) > 0).collect();
    let first_unit = random.size(study.sites as u64);
    is_unit[first_unit] = true;
    let time = |random: &mut Random| match random.below(5) {
        0 => None,
        _ if round => Some(i128::from(random.below(9)) * 10 * MINUTE),
        _ => Some(i128::from(random.below(12_000)) * MINUTE / 100),
    };
    let mut between: Vec<Vec<Option<i128>>> = (0..study.sites)
        .map(|from| {
            let mut row: Vec<_> = (0..study.sites).map(|_| time(&mut random)).collect();
            row[from] = Some(0);
            row
        })
        .collect();
    let corner = random.size(CORNERS.len() as u64);
    let wide = 1 + u32::try_from(random.below(2)).expect("small");
    let points = study.demand.len();
    let places = Places::new(&mut random, CORNERS[corner], wide, points, study.sites);
    let gaps = ["unreachable", "area"][random.size(2)];
    let mut table = table_between(&between);
    if gaps == "area" {
        fill_by_area(&mut between, &study, &places);
        study.places = Some(places.clone());
    }
    // A centre that no unit reaches is refused.
    for layout in &study.layouts {
        let units = (0..study.sites).filter(|site| is_unit[*site] && !layout.contains(site));
        let units: Vec<usize> = units.collect();
        for &centre in layout {
            if let Some(&first) = units.first()
                && units.iter().all(|&unit| between[unit][centre].is_none())
            {
                between[first][centre] = Some(30 * MINUTE);
                table = table_between(&between);
            }
        }
    }
    let delay = |random: &mut Random, most: u64| {
        if round {
            i128::from(random.below(most / 10 + 1)) * 10 * MINUTE
        } else {
            i128::from(random.below(most * 100)) * MINUTE / 100
        }
    };
    let names = ["onset_to_call", "call_to_arrival", "on_scene"];
    let before = names.map(|name| (name, delay(&mut random, 60)));
    let delays = Delays {
        departure: before.iter().map(|(_, delay)| delay).sum(),
        on_scene: before[2].1,
        needle: delay(&mut random, 60),
        puncture: delay(&mut random, 90),
        in_out: delay(&mut random, 120),
        arrival_to_puncture: delay(&mut random, 60),
    };
    let within = [
        ("door_to_needle", delays.needle),
        ("door_to_puncture", delays.puncture),
        ("door_in_door_out", delays.in_out),
        ("arrival_to_puncture", delays.arrival_to_puncture),
    ];
    let cut_off = |random: &mut Random, least: u64, most: u64| {
        i128::from(least + random.below(most - least + 1)) * MINUTE
    };
    let ivt_cut_off = cut_off(&mut random, 90, 378);
    let mt_cut_off = cut_off(&mut random, 120, 480);
    let allowable_delay = delay(&mut random, 50);
    let routing = ROUTINGS[random.size(4)];
    let mut patients = Patients::new(ivt_cut_off, mt_cut_off);
    let (mix, mt_thousandths) = draw_mix(&mut patients, &study, &mut random);
    patients.ivt_with_mt = [1.0, 0.6][random.size(2)];
    patients.ivt_of_other_lvo = [0.194, 0.0, 0.35][random.size(3)];
    patients.ivt_of_nlvo = [0.194, 0.5][random.size(2)];

    let yes_or_no = |is: &bool| if *is { "yes" } else { "no" }.to_owned();
    study.more.of_sites = vec![("ivt", is_unit.iter().map(yes_or_no).collect())];
    study.more.capabilities = vec!["ivt"];
    study.more.files = vec![("between.csv", table)];
    let listed = before.iter().chain(&within);
    let listed: Vec<String> = listed
        .map(|(name, delay)| format!("{name} = {}", cell(Some(*delay))))
        .collect();
    study.more.tables = format!(
        "[pathway]\nivt = \"ivt\"\nrouting = \"{routing}\"\nallowable_delay_minutes = {}\n\
         delay_minutes = {{ {} }}\n\
         [pathway.hospital_times]\nfile = \"between.csv\"\nshape = \"wide\"\nunit = \"minutes\"\n\
         missing = \"{gaps}\"\n[pathway.patients]\n{mix}ivt_cut_off_minutes = {}\n\
         mt_cut_off_minutes = {}\nivt_with_mt = {:?}\nivt_of_other_lvo = {:?}\nivt_of_nlvo = {:?}\n",
        cell(Some(allowable_delay)),
        listed.join(", "),
        ivt_cut_off / MINUTE,
        mt_cut_off / MINUTE,
        patients.ivt_with_mt,
        patients.ivt_of_other_lvo,
        patients.ivt_of_nlvo,
    );
    let mut hundredths = || f64::from(u32::try_from(random.below(101)).expect("small")) / 100.0;
    let test = [hundredths(), hundredths()];
    let test = (random.below(2) == 0).then_some(test);
    if let Some([sensitivity, specificity]) = test {
        let _ = writeln!(
            study.more.tables,
            "[pathway.test]\nsensitivity = {sensitivity:?}\nspecificity = {specificity:?}"
        );
    }
    PathwayStudy {
        study,
        places,
        corner,
        is_unit,
        between,
        delays,
        allowable_delay,
        routing,
        ivt_cut_off,
        mt_cut_off,
        patients,
        mt_thousandths,
        test,
    }
}

/// The table of times between hospitals as a file.
fn table_between(between: &[Vec<Option<i128>>]) -> String {
    let mut table = "id".to_owned();
    for site in 0..between.len() {
        let _ = write!(table, ",S{site}");
    }
    for (site, row) in between.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|&time| cell(time)).collect();
        let _ = write!(table, "\nS{site},{}", cells.join(","));
    }
    table + "\n"
}

/// Where the table has no time, that of the area in which the hospital lies; where that has none either,
/// that of the straight line.
fn fill_by_area(between: &mut [Vec<Option<i128>>], study: &RandomStudy, places: &Places) {
    for (from, row) in between.iter_mut().enumerate() {
        let area = places.area_of(from);
        for (to, time) in row.iter_mut().enumerate() {
            let of_area = study.times[area][to].filter(|_| study.has_row[area]);
            let metres = distance(places.sites[from], places.sites[to]);
            let known = time.or(of_area);
            *time = known.or_else(|| Some(straight_line(metres / 1_000.0)));
        }
    }
}

/// Who the patients are, as the study says it, and how many thousandths of them are given MT.
fn draw_mix(patients: &mut Patients, study: &RandomStudy, random: &mut Random) -> (String, i128) {
    let hundredth = |hundredths: u64| f64::from(u32::try_from(hundredths).expect("small")) / 100.0;
    let lvo = 32 + random.below(20);
    let mut written = String::new();
    match random.below(3) {
        0 => {}
        1 => {
            patients.set_lvo(hundredth(lvo));
            let _ = writeln!(written, "lvo_share = {}", patients.lvo);
        }
        _ => {
            let nlvo = random.below(101 - lvo);
            (patients.lvo, patients.nlvo) = (hundredth(lvo), hundredth(nlvo));
            let _ = writeln!(
                written,
                "lvo_share = {}\nnlvo_share = {}\nhaemorrhage_share = {}",
                patients.lvo,
                patients.nlvo,
                hundredth(100 - lvo - nlvo),
            );
        }
    }
    // As many as the volumes of centres count, unless it is said of whom.
    let mut thousandths = 10 * study.share;
    if !written.is_empty() && random.below(2) == 0 {
        let tenths = random.below(11);
        thousandths = i128::from(lvo * tenths);
        let _ = writeln!(written, "mt_of_lvo = {}", hundredth(10 * tenths));
    }
    patients.mt = f64::from(i32::try_from(thousandths).expect("small")) / 1_000.0;
    (written, thousandths)
}
