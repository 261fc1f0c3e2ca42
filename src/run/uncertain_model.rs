use super::asked::Scene;
use super::observer::{Interrupted, Observer};
use super::simulation_error::SimulationError;
use crate::report::VariedInput;
use crate::sensitivity::Point;
use crate::simulate::engine::Distribution;
use crate::simulate::{Cohort, IndexModel, SimulatedService, UncertainInput, UncertainValues};
use crate::study::SimulationChoice;
use rayon::prelude::*;
use std::collections::HashMap;

/// The simulation as a function of the inputs that are not known.
pub(super) struct Model<'a> {
    choice: &'a SimulationChoice,
    scene: Scene<'a>,
    pub(super) cohort: Cohort,
    pub(super) services: Vec<SimulatedService<'a>>,
    /// The places of a base and of the service compared with it.
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) inputs: Vec<VariedInput>,
}

impl<'a> Model<'a> {
    pub(super) fn new(
        choice: &'a SimulationChoice,
        scene: Scene<'a>,
    ) -> Result<Self, SimulationError> {
        let choices = &choice.choices;
        let cohort = Cohort::new(&scene.instance, choices);
        let services = scene
            .parts()
            .map(|(layout, scenario)| {
                cohort.service(&scene.instance, layout, scene.sites, choices, scenario)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let flies = scene
            .scenarios
            .iter()
            .any(|scenario| scenario.helicopters.is_some());
        let pairs = (0..).zip(scene.compared_with());
        let inputs = UncertainInput::ALL
            .into_iter()
            .zip(choice.uncertainty.ranges);
        let inputs = inputs.map(|(input, [low, high])| {
            let default = input.default(choices);
            let range = [low.min(default), high.max(default)];
            VariedInput {
                input,
                default,
                range,
            }
        });
        let varies = |each: &VariedInput| {
            each.range[0] < each.range[1] && (flies || !each.input.is_of_helicopters())
        };
        Ok(Self {
            choice,
            scene,
            cohort,
            services,
            pairs: pairs
                .filter_map(|(other, base)| Some((base?, other)))
                .collect(),
            inputs: inputs.filter(varies).collect(),
        })
    }

    /// The study's own values as a point of the unit cube.
    pub(super) fn default_point(&self) -> Point {
        let share = |each: &VariedInput| {
            // Of a triangular distribution the share below the likeliest is its place in the range.
            (each.default - each.range[0]) / (each.range[1] - each.range[0])
        };
        self.inputs.iter().map(share).collect()
    }

    /// The values at a point: each input by the inverse of its triangular distribution.
    fn values(&self, point: &[f64]) -> UncertainValues {
        let study = UncertainValues::of_study(&self.choice.choices);
        let both = self.inputs.iter().zip(point);
        both.fold(study, |values, (each, &share)| {
            let triangular = Distribution::Triangular {
                least: each.range[0],
                likeliest: each.default,
                most: each.range[1],
            };
            values.with(each.input, triangular.inverse(share))
        })
    }

    /// At each point the difference in patients treated of every pair; the observer hears how many are done. Points that
    /// differ only in what does not matter are evaluated once.
    pub(super) fn differences(
        &self,
        name: &str,
        points: &[Point],
        by: IndexModel,
        observer: &mut dyn Observer,
    ) -> Result<Vec<Vec<f64>>, SimulationError> {
        const BATCH: usize = 32;
        let (places, distinct) = self.distinct(points, by);
        let mut all: Vec<Vec<f64>> = Vec::with_capacity(distinct.len());
        for batch in distinct.chunks(BATCH) {
            if observer.is_cancelled() {
                return Err(Interrupted.into());
            }
            let (done, of) = (all.len(), distinct.len());
            observer.stage(&format!("{name}: {done} of {of} sets of inputs"));
            let values = batch.par_iter().map(|point| self.treated(point, by));
            for treated in values.collect::<Result<Vec<_>, _>>()? {
                let difference = |&(base, other): &(usize, usize)| treated[other] - treated[base];
                all.push(self.pairs.iter().map(difference).collect());
            }
        }
        Ok(places.into_iter().map(|place| all[place].clone()).collect())
    }

    /// The points to evaluate, and for each point the place of the one that stands for it: of all that differ only in
    /// inputs of queues, which expectations leave out, the first.
    fn distinct<'b>(&self, points: &'b [Point], by: IndexModel) -> (Vec<usize>, Vec<&'b Point>) {
        let mut distinct = Vec::new();
        let mut place_of: HashMap<Vec<u64>, usize> = HashMap::new();
        let matters =
            |each: &VariedInput| by == IndexModel::Replications || !each.input.is_of_queues();
        let places = points.iter().map(|point| {
            let both = self.inputs.iter().zip(point);
            let that_matter = both.filter(|(each, _)| matters(each));
            let key = that_matter.map(|(_, share)| share.to_bits()).collect();
            *place_of.entry(key).or_insert_with(|| {
                distinct.push(point);
                distinct.len() - 1
            })
        });
        (places.collect(), distinct)
    }

    fn treated(&self, point: &[f64], by: IndexModel) -> Result<Vec<f64>, SimulationError> {
        let values = self.values(point);
        let study = &self.choice.choices;
        let rebuilt = |place: usize| {
            let (scene, choices) = (&self.scene, &values.choices);
            let scenarios = scene.scenarios.len();
            let layout = scene.layouts[place / scenarios];
            let scenario = scene.scenarios[place % scenarios];
            let service =
                self.cohort
                    .service(&scene.instance, layout, scene.sites, choices, scenario);
            Ok(service?)
        };
        let (cohort, services) = (&self.cohort, &self.services);
        if by == IndexModel::Expectations {
            values.expected(study, cohort, services, rebuilt)
        } else {
            let replications = self.choice.uncertainty.replications;
            values.treated(study, cohort, services, replications, rebuilt)
        }
    }
}
