use super::location_error::LocationError;
use super::prepare::Prepared;
use super::stages::Stages;
use crate::model::{Layout, SiteIndex};
use crate::optimise::{Budget, LocationProblem, Optimum};
use crate::study::Study;
use std::time::Duration;

/// Layouts with more centres are left out: the question is where few centres should be.
const MOST_CENTRES: usize = 60;

/// A run should not wait longer for one proof.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// For every layout of the study, the best layouts of as many centres, where the study asks for
/// it: candidates are the sites with the study's capability and the layout's own.
pub(super) fn optima(
    study: &Study,
    prepared: &Prepared,
    budget: Budget,
    stages: &mut Stages,
) -> Result<Vec<Optimum>, LocationError> {
    let Some(capability) = &study.optimum else {
        return Ok(Vec::new());
    };
    let data = &prepared.dataset;
    let having = data.sites_with(capability);
    let budget = budget.within(TIME_LIMIT);
    stages.stage("search for the best layouts", || {
        let few = |layout: &&Layout| layout.centres() <= MOST_CENTRES;
        let optimum = |layout| optimum(study, prepared, layout, &having, budget).transpose();
        data.layouts
            .iter()
            .filter(few)
            .filter_map(optimum)
            .collect()
    })
}

fn optimum(
    study: &Study,
    prepared: &Prepared,
    layout: &Layout,
    having: &[SiteIndex],
    budget: Budget,
) -> Result<Option<Optimum>, LocationError> {
    let candidates = [having, layout.sites()].concat();
    prepared.matrix.find(&candidates);
    let problem = LocationProblem::try_among(&prepared.matrix, &prepared.demand, &candidates)?
        .with_unreachable(study.unreachable)?;
    let standard = study.standards[study.headline_standard()];
    Ok(Optimum::for_layout(&problem, layout, standard, budget))
}
