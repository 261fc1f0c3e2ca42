//! Every column that a pathway adds, by road: times in whole milliseconds, people in whole millionths,
//! and the outcomes within what the program says of its straight lines between minutes.

use super::Found;
use super::expected::Expected;
use super::outcomes::{Outcome, PER_ADMISSION, Patients};
use super::pathway_study::pathway_study;
use super::pathway_tables::check;
use super::random_study::{Places, RandomStudy};
use super::sensitivity;

/// A study with units of the first tier, and times between hospitals.
#[derive(Clone)]
pub(crate) struct PathwayStudy {
    pub(crate) study: RandomStudy,
    /// Where everything is, whether the study says so or not.
    pub(crate) places: Places,
    /// The number of its corner.
    pub(crate) corner: usize,
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
    /// The share of all admissions that is given MT.
    pub(crate) mt_thousandths: i128,
    /// Sensitivity and specificity of a test before hospital.
    pub(crate) test: Option<[f64; 2]>,
}

/// Milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delays {
    /// From onset until the ambulance leaves.
    pub(crate) departure: i128,
    /// The part of it on scene.
    pub(crate) on_scene: i128,
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
pub(crate) struct TooClose;

pub(crate) const ROUTINGS: [&str; 4] = ["drip-and-ship", "mothership", "bypass", "best-outcome"];

impl PathwayStudy {
    /// Those who test positive and those who test negative: their share of all, and the study if everybody
    /// were of them. A class that nobody is in is left out.
    pub(crate) fn classes(&self) -> Vec<(f64, Self)> {
        let Some([sensitivity, specificity]) = self.test else {
            return Vec::new();
        };
        let of = |of_lvo: f64, of_others: f64| {
            let patients = &self.patients;
            let share = patients.lvo * of_lvo + (1.0 - patients.lvo) * of_others;
            let mut class = self.clone();
            class.patients.lvo *= of_lvo / share;
            class.patients.mt *= of_lvo / share;
            class.patients.nlvo *= of_others / share;
            (share, class)
        };
        let both = [
            of(sensitivity, 1.0 - specificity),
            of(1.0 - sensitivity, specificity),
        ];
        both.into_iter().filter(|(share, _)| *share > 0.0).collect()
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
    pub(crate) fn best_outcome(
        &self,
        layout: usize,
        point: usize,
    ) -> Result<Option<Path>, TooClose> {
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
        let mut classes = self.classes().into_iter();
        self.is_clear() && classes.all(|(_, class)| class.is_clear())
    }

    pub(crate) fn is_clear(&self) -> bool {
        (0..self.study.layouts.len()).all(|layout| {
            let mut points = 0..self.study.demand.len();
            points.all(|point| self.best_outcome(layout, point).is_ok())
        })
    }

    /// A part of a demand that is given MT, in millionths: whole, as demand has three decimals.
    pub(crate) fn given_mt(&self, demand: i128) -> i128 {
        let share = demand * self.mt_thousandths;
        assert_eq!(share % 1000, 0, "whole millionths");
        share / 1000
    }
}

/// Compares one study, if all of it can be told.
pub(super) fn compared(seed: u64) -> Option<Found> {
    let study = pathway_study(seed);
    if !study.can_be_told() {
        return None;
    }
    let found = Found::new(&study.study, seed);
    check(&study, &Expected::new(&study.study), &found);
    found.compare("sensitivity.csv", 3, &sensitivity::by_road(&study));
    Some(found)
}

/// Compares studies, and returns how many there were of which all could be told.
fn studies(seeds: std::ops::Range<u64>) -> usize {
    seeds.filter_map(compared).count()
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
