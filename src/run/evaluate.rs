use super::{Prepared, Stages};
use crate::compare::Comparison;
use crate::evaluation::Evaluation;
use crate::optimise::Optimum;
use crate::report::Run;
use crate::study::Study;
use crate::treatment::Treatment;

/// What a run finds out.
#[derive(Debug, Clone)]
pub struct Results {
    /// One for each layout, in the order of the study.
    pub evaluations: Vec<Evaluation>,
    /// One for each layout but the base.
    pub comparisons: Vec<Comparison>,
    /// The best possible layouts with the same numbers of centres; empty until somebody searches.
    pub optima: Vec<Optimum>,
    /// From onset to treatment; `None` for a study without a pathway.
    pub treatment: Option<Treatment>,
}

/// Evaluates every layout of the study and compares it with the base.
#[must_use]
pub fn evaluate(study: &Study, prepared: &Prepared, stages: &mut Stages) -> Results {
    let instance = prepared.instance(study);
    let layouts = &prepared.dataset.layouts;
    let evaluations: Vec<Evaluation> = stages.stage("evaluate the layouts", || {
        layouts
            .iter()
            .map(|layout| instance.evaluate(layout))
            .collect()
    });
    let is_base = |evaluation: &&Evaluation| evaluation.layout.name() == study.base_layout;
    let comparisons = stages.stage("compare the layouts", || {
        let Some(base) = evaluations.iter().find(is_base) else {
            return Vec::new();
        };
        evaluations
            .iter()
            .filter(|evaluation| !is_base(evaluation))
            .map(|other| {
                Comparison::new(base, other, &prepared.demand, &prepared.dataset.groupings)
            })
            .collect()
    });
    let treatment = super::treatment(study, prepared, stages);
    Results {
        evaluations,
        comparisons,
        optima: Vec::new(),
        treatment,
    }
}

impl Results {
    /// What the reports of the run are made of.
    #[must_use]
    pub fn run<'a>(&'a self, study: &'a Study, prepared: &'a Prepared) -> Run<'a> {
        Run {
            study,
            dataset: &prepared.dataset,
            evaluations: &self.evaluations,
            comparisons: &self.comparisons,
            optima: &self.optima,
            treatment: self.treatment.as_ref(),
        }
    }
}
