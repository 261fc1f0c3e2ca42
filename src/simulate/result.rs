use super::engine::{Draws, Interval, Precision, PrecisionSoFar, Sample, share_above};
use super::figures::{Figure, Figures, over_replications};
use super::journal::Entry;
use super::patients::Patients;
use super::record::Record;
use super::replication::{replicate, replicate_with_history};
use super::setup::Setup;
use rayon::prelude::*;

/// Replications that are run side by side before the precision is looked at.
const BATCH: u32 = 16;

/// How many replications, and of which random numbers.
#[derive(Debug, Clone)]
pub struct Plan {
    /// All random numbers depend on it.
    pub seed: u32,
    /// The number of the first replication. What happens in a replication depends on its number and not
    /// on how many came before.
    pub first: u32,
    /// When there are enough replications: by the difference in patients treated in a year.
    pub precision: Precision,
    /// The services whose difference must be precise: pairs of their places.
    pub pairs: Vec<(usize, usize)>,
}

/// The replications of every service, the same patients in each.
#[derive(Debug, Clone)]
pub struct SimulationResult {
    /// One for each service, in their order.
    pub services: Vec<ServiceResult>,
    /// Whether the precision was reached before the most replications.
    pub is_precise: bool,
}

/// The replications of one service.
#[derive(Debug, Clone, Default)]
pub struct ServiceResult {
    /// One for each replication.
    pub years: Vec<Figures>,
    /// By centre of the layout.
    pub sites: Vec<SiteResult>,
    /// By hour of the week of the call: mean candidates and treated in a year.
    pub hours: Vec<[f64; 2]>,
    /// By hour of the week of the puncture: mean treated in a year.
    pub punctures: Vec<f64>,
    /// Treated by their wait in minutes, a mean year: first those without, then up to 1 min, and so on;
    /// longer waits are in the last.
    pub waits: Vec<f64>,
    /// By group of the first grouping: candidates and treated in a year.
    pub groups: Vec<[Sample; 2]>,
}

/// A centre over all replications, figures of a year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SiteResult {
    /// Patients given MT.
    pub treated: Sample,
    /// Patients who found no suite or team free, in per cent of those ready here.
    pub found_busy_percent: Sample,
    /// Hours in which suites were occupied by these patients.
    pub occupied_hours: Sample,
    /// Patients for whom a team was called in.
    pub called_in: Sample,
    /// Planned cases.
    pub elective: Sample,
}

/// One service against another over the same patients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedDifference {
    /// Mean of the differences, second less first.
    pub difference: Interval,
    /// Share of the years in which the second is higher; equal years count half.
    pub second_is_higher: Interval,
}

/// Runs the replications of some services until they are precise enough. The same for any number of
/// threads. `go_on` hears how many are done after each batch, and ends the work where it says no.
pub fn simulate(
    patients: &Patients,
    services: &[Setup],
    plan: &Plan,
    go_on: &mut dyn FnMut(u32) -> bool,
) -> SimulationResult {
    let mut results = vec![ServiceResult::default(); services.len()];
    let most = plan.precision.most;
    let mut done = 0;
    let mut enough = None;
    let mut so_far = vec![plan.precision.start(); plan.pairs.len()];
    while done < most && enough.is_none() && go_on(done) {
        let batch = (done..most.min(done + BATCH)).map(|number| plan.first.saturating_add(number));
        let batch: Vec<u32> = batch.collect();
        let records: Vec<Vec<Record>> = batch
            .par_iter()
            .map(|&replication| years_of(patients, services, Draws::new(plan.seed, replication)))
            .collect();
        for records in records {
            for (result, record) in results.iter_mut().zip(records) {
                result.add(record);
            }
            done += 1;
            // Later replications of a batch are left out as if they had not been run.
            enough = enough_replications(&results, plan, &mut so_far);
            if enough.is_some() {
                break;
            }
        }
    }
    SimulationResult {
        services: results,
        is_precise: enough.is_some_and(|enough| enough < most),
    }
}

fn years_of(patients: &Patients, services: &[Setup], draws: Draws) -> Vec<Record> {
    let mut all = Vec::new();
    patients.draw(draws, &mut all);
    services
        .iter()
        .map(|service| replicate(service, patients, &all, draws))
        .collect()
}

/// What happens to each patient of a replication in each service.
#[must_use]
pub fn histories(patients: &Patients, services: &[Setup], draws: Draws) -> Vec<Vec<Entry>> {
    let mut all = Vec::new();
    patients.draw(draws, &mut all);
    services
        .par_iter()
        .map(|service| replicate_with_history(service, patients, &all, draws).1)
        .collect()
}

/// Adds the newest replication's differences, and tells the fewest replications at which all pairs are
/// precise, and stay so; without a pair all replications are run.
fn enough_replications(
    results: &[ServiceResult],
    plan: &Plan,
    so_far: &mut [PrecisionSoFar],
) -> Option<u32> {
    let newest = |service: usize| {
        let year = results[service].years.last();
        year.and_then(|year| year.get(Figure::Treated))
            .unwrap_or(0.0)
    };
    for (&(first, second), precision) in plan.pairs.iter().zip(so_far.iter_mut()) {
        precision.add(newest(second) - newest(first));
    }
    let needed = so_far.iter().map(PrecisionSoFar::enough);
    needed.collect::<Option<Vec<u32>>>()?.into_iter().max()
}

impl ServiceResult {
    fn add(&mut self, mut record: Record) {
        let million = |millionths: u64| millionths as f64 / 1e6;
        let before = self.years.len() as f64;
        if self.years.is_empty() {
            self.sites = vec![SiteResult::default(); record.sites.len()];
            self.hours = vec![[0.0; 2]; record.hours.len()];
            self.punctures = vec![0.0; record.punctures.len()];
            self.waits = vec![0.0; record.waits.len()];
            self.groups = vec![[Sample::default(); 2]; record.groups.len()];
        }
        for (result, site) in self.sites.iter_mut().zip(&record.sites) {
            result.treated.add(million(site.treated));
            if site.ready > 0 {
                result
                    .found_busy_percent
                    .add(100.0 * site.found_busy as f64 / site.ready as f64);
            }
            result
                .occupied_hours
                .add(site.occupied as f64 / 3_600_000.0);
            result.called_in.add(million(site.called_in));
            result.elective.add(site.elective as f64);
        }
        for (mean, counts) in self.hours.iter_mut().zip(&record.hours) {
            for (mean, &count) in mean.iter_mut().zip(counts) {
                *mean += (million(count) - *mean) / (before + 1.0);
            }
        }
        let counts = record.waits.iter().chain(&record.punctures);
        let means = self.waits.iter_mut().chain(&mut self.punctures);
        for (mean, &count) in means.zip(counts) {
            *mean += (million(count) - *mean) / (before + 1.0);
        }
        for (samples, counts) in self.groups.iter_mut().zip(&record.groups) {
            for (sample, &count) in samples.iter_mut().zip(counts) {
                sample.add(million(count));
            }
        }
        self.years.push(Figures::new(&mut record));
    }

    /// From 0 min on: how many of the treated wait longer than so many minutes, in per cent; empty
    /// where nobody is treated.
    #[must_use]
    pub fn longer_waits_percent(&self) -> Vec<f64> {
        let all: f64 = self.waits.iter().sum();
        if all <= 0.0 {
            return Vec::new();
        }
        let mut left = all;
        let shorter = self.waits.split_last().map_or(&[][..], |(_, rest)| rest);
        let longer = shorter.iter().map(|count| {
            left -= count;
            (100.0 * left / all).max(0.0)
        });
        longer.collect()
    }

    /// A figure over the replications, with its interval.
    #[must_use]
    pub fn interval(&self, figure: Figure, confidence: f64) -> Option<Interval> {
        over_replications(&self.years, figure, confidence)
    }

    /// The difference of a figure from this service to another, year by year.
    #[must_use]
    pub fn paired(
        &self,
        other: &Self,
        figure: Figure,
        confidence: f64,
    ) -> Option<PairedDifference> {
        let pairs = self.years.iter().zip(&other.years);
        let differences: Vec<f64> = pairs
            .filter_map(|(first, second)| Some(second.get(figure)? - first.get(figure)?))
            .collect();
        let sample: Sample = differences.iter().copied().collect();
        Some(PairedDifference {
            difference: sample.interval(confidence)?,
            second_is_higher: share_above(&differences, confidence)?,
        })
    }
}
