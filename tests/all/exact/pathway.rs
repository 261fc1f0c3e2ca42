//! Every column that a pathway adds, by road: times in whole milliseconds, people in whole millionths,
//! and the outcomes within what the program says of its straight lines between minutes.

use super::expected::Expected;
use super::outcomes::{Outcome, PER_ADMISSION, Patients};
use super::pathway_tables::check;
use super::random_study::{MINUTE, Random, RandomStudy, cell};
use super::run;
use std::fmt::Write as _;

/// A study with units of the first tier, and times between hospitals.
pub(crate) struct PathwayStudy {
    pub(crate) study: RandomStudy,
    /// Whether each site gives IVT, whatever the layout.
    pub(crate) is_unit: Vec<bool>,
    /// Milliseconds between sites; `None` where there is no way.
    pub(crate) between: Vec<Vec<Option<i128>>>,
    pub(crate) delays: Delays,
    pub(crate) allowable_delay: i128,
    pub(crate) routing: &'static str,
    pub(crate) ivt_cut_off: i128,
    pub(crate) mt_cut_off: i128,
    pub(crate) patients: Patients,
}

/// Milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delays {
    /// From onset until the ambulance leaves.
    pub(crate) departure: i128,
    pub(crate) needle: i128,
    pub(crate) puncture: i128,
    pub(crate) in_out: i128,
    pub(crate) arrival_to_puncture: i128,
}

/// The way of the patients of one point; times from onset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Path {
    pub(crate) is_direct: bool,
    pub(crate) first: usize,
    pub(crate) ivt: i128,
    pub(crate) mt: Option<i128>,
}

/// Two ways have outcomes that the straight lines between minutes cannot tell apart.
#[derive(Debug)]
struct TooClose;

pub(crate) const ROUTINGS: [&str; 4] = ["drip-and-ship", "mothership", "bypass", "best-outcome"];

impl PathwayStudy {
    #[expect(clippy::too_many_lines, reason = "a list of what is drawn and written")]
    pub(crate) fn new(seed: u64) -> Self {
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
        // A centre that no unit reaches is refused.
        for layout in &study.layouts {
            let units = (0..study.sites).filter(|site| is_unit[*site] && !layout.contains(site));
            let units: Vec<usize> = units.collect();
            for &centre in layout {
                if let Some(&first) = units.first()
                    && units.iter().all(|&unit| between[unit][centre].is_none())
                {
                    between[first][centre] = Some(30 * MINUTE);
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
        let hundredths = i32::try_from(study.share).expect("small");
        let mut patients = Patients::new(f64::from(hundredths) / 100.0, ivt_cut_off, mt_cut_off);
        patients.ivt_with_mt = [1.0, 0.6][random.size(2)];
        patients.ivt_of_other_lvo = [0.194, 0.0, 0.35][random.size(3)];
        patients.ivt_of_nlvo = [0.194, 0.5][random.size(2)];

        let yes_or_no = |is: &bool| if *is { "yes" } else { "no" }.to_owned();
        study.more.of_sites = vec![("ivt", is_unit.iter().map(yes_or_no).collect())];
        study.more.capabilities = vec!["ivt"];
        let mut table = "id".to_owned();
        for site in 0..study.sites {
            let _ = write!(table, ",S{site}");
        }
        for (site, row) in between.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|&time| cell(time)).collect();
            let _ = write!(table, "\nS{site},{}", cells.join(","));
        }
        study.more.files = vec![("between.csv", table + "\n")];
        let listed = before.iter().chain(&within);
        let listed: Vec<String> = listed
            .map(|(name, delay)| format!("{name} = {}", cell(Some(*delay))))
            .collect();
        study.more.tables = format!(
            "[pathway]\nivt = \"ivt\"\nrouting = \"{routing}\"\nallowable_delay_minutes = {}\n\
             delay_minutes = {{ {} }}\n\
             [pathway.hospital_times]\nfile = \"between.csv\"\nshape = \"wide\"\nunit = \"minutes\"\n\
             missing = \"unreachable\"\n[pathway.patients]\nivt_cut_off_minutes = {}\n\
             mt_cut_off_minutes = {}\nivt_with_mt = {:?}\nivt_of_other_lvo = {:?}\nivt_of_nlvo = {:?}\n",
            cell(Some(allowable_delay)),
            listed.join(", "),
            ivt_cut_off / MINUTE,
            mt_cut_off / MINUTE,
            patients.ivt_with_mt,
            patients.ivt_of_other_lvo,
            patients.ivt_of_nlvo,
        );
        Self {
            study,
            is_unit,
            between,
            delays,
            allowable_delay,
            routing,
            ivt_cut_off,
            mt_cut_off,
            patients,
        }
    }

    /// Units and centres, ascending.
    pub(crate) fn hospitals(&self, layout: usize) -> Vec<usize> {
        (0..self.study.sites)
            .filter(|&site| self.is_unit[site] || self.is_centre(layout, site))
            .collect()
    }

    pub(crate) fn is_centre(&self, layout: usize, site: usize) -> bool {
        self.study.layouts[layout].contains(&site)
    }

    /// The centre nearest to a unit, and the time to it.
    pub(crate) fn transfer(&self, layout: usize, unit: usize) -> Option<(i128, usize)> {
        let centres = self.study.layouts[layout].iter();
        centres
            .filter_map(|&centre| Some((self.between[unit][centre]?, centre)))
            .min()
    }

    /// The nearest of some sites, centres before units, and the time to it.
    fn nearest(&self, layout: usize, point: usize, sites: &[usize]) -> Option<(i128, usize)> {
        let has_row = self.study.has_row[point];
        let times = sites.iter().filter(|_| has_row).filter_map(|&site| {
            let time = self.study.times[point][site]?;
            Some((time, !self.is_centre(layout, site), site))
        });
        times.min().map(|(time, _, site)| (time, site))
    }

    fn direct(&self, (time, centre): (i128, usize)) -> Path {
        let door = self.delays.departure + time;
        Path {
            is_direct: true,
            first: centre,
            ivt: door + self.delays.needle,
            mt: Some(door + self.delays.puncture),
        }
    }

    pub(crate) fn drip_and_ship(&self, layout: usize, point: usize) -> Option<Path> {
        let (time, first) = self.nearest(layout, point, &self.hospitals(layout))?;
        if self.is_centre(layout, first) {
            return Some(self.direct((time, first)));
        }
        let door = self.delays.departure + time;
        let transfer = self.transfer(layout, first);
        Some(Path {
            is_direct: false,
            first,
            ivt: door + self.delays.needle,
            mt: transfer.map(|(journey, _)| {
                door + self.delays.in_out + journey + self.delays.arrival_to_puncture
            }),
        })
    }

    pub(crate) fn mothership(&self, layout: usize, point: usize) -> Option<Path> {
        let centre = self.nearest(layout, point, &self.study.layouts[layout])?;
        Some(self.direct(centre))
    }

    pub(crate) fn bypass(&self, layout: usize, point: usize, allowable: i128) -> Option<Path> {
        let (ship, direct) = (
            self.drip_and_ship(layout, point),
            self.mothership(layout, point),
        );
        match (ship, direct) {
            // Both have the same delays before the needle.
            (Some(ship), Some(direct)) if direct.ivt - ship.ivt <= allowable => Some(direct),
            (ship, _) => ship,
        }
    }

    pub(crate) fn outcome(&self, path: Option<Path>) -> Outcome {
        let ivt = path.map(|path| path.ivt);
        self.patients.expected(ivt, path.and_then(|path| path.mt))
    }

    /// The better of both in utility.
    fn best_outcome(&self, layout: usize, point: usize) -> Result<Option<Path>, TooClose> {
        let ship = self.drip_and_ship(layout, point);
        let direct = self.mothership(layout, point);
        let (Some(by_ship), Some(by_direct)) = (ship, direct) else {
            return Ok(ship);
        };
        if by_ship.is_direct {
            return Ok(ship);
        }
        let more = self.outcome(direct).utility - self.outcome(ship).utility;
        let is_in_time = |time: i128, cut_off: i128| (time <= cut_off).then_some(time);
        let times = |path: Path| {
            let ivt = is_in_time(path.ivt, self.ivt_cut_off);
            (ivt, path.mt.and_then(|mt| is_in_time(mt, self.mt_cut_off)))
        };
        if times(by_ship) == times(by_direct) {
            return Ok(ship);
        }
        if more.abs() < PER_ADMISSION {
            return Err(TooClose);
        }
        Ok(if more > 0.0 { direct } else { ship })
    }

    pub(crate) fn path(&self, routing: &str, layout: usize, point: usize) -> Option<Path> {
        match routing {
            "drip-and-ship" => self.drip_and_ship(layout, point),
            "mothership" => self.mothership(layout, point),
            "bypass" => self.bypass(layout, point, self.allowable_delay),
            _ => self
                .best_outcome(layout, point)
                .expect("only studies in which it can be told"),
        }
    }

    /// Whether the better outcome is clear everywhere.
    pub(crate) fn can_be_told(&self) -> bool {
        (0..self.study.layouts.len()).all(|layout| {
            let mut points = 0..self.study.demand.len();
            points.all(|point| self.best_outcome(layout, point).is_ok())
        })
    }

    /// A part of a demand that is given MT, in millionths: whole, as demand has three decimals.
    pub(crate) fn given_mt(&self, demand: i128) -> i128 {
        let share = demand * self.study.share;
        assert_eq!(share % 100, 0, "whole millionths");
        share / 100
    }
}

/// Compares studies, and returns how many there were of which all could be told.
fn studies(seeds: std::ops::Range<u64>) -> usize {
    let compared = seeds.filter(|&seed| {
        let study = PathwayStudy::new(seed);
        if !study.can_be_told() {
            return false;
        }
        let run = run(&study.study, seed);
        let expected = Expected::new(&study.study);
        check(&study, &expected, run.path(), seed);
        true
    });
    compared.count()
}

#[test]
fn every_column_of_a_pathway_is_the_exact_number() {
    assert!(studies(0..40) > 35);
}

#[test]
#[ignore = "600 studies take a minute or two"]
fn every_column_of_a_pathway_of_600_runs_is_the_exact_number() {
    println!("{} studies", studies(1_000..1_600));
}
