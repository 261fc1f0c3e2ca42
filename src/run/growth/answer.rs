use super::error::GrowthError;
use super::layout::StaffedLayout;
use crate::growth::{
    AssignmentPolicy, GrowthInput, GrowthPlan, HourlyCoverage, Support, SupportStudy, growth_bands,
    project_growth, project_workforce, region_years, staff_rotas,
};
use crate::report::{GrowthAnswer, GrowthCase, StandardYears};
use crate::run::opened::Opened;
use crate::run::rotas;
use crate::run::stages::Stages;
use crate::simulate::engine::{Draws, folded};
use crate::study::{GrowthChoice, Study};
use crate::treatment::Treatment;
use crate::units::TravelTime;

/// How much of the growth of a workforce is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::run) enum Extent {
    /// Every policy, with bands for each support.
    Everything,
    /// The first policy and the standard of `[growth]`, with bands for no support alone: what a report of
    /// the layouts says.
    FirstPolicy,
}

impl Extent {
    fn draws(self, choice: &GrowthChoice, support: Support) -> u32 {
        match self {
            Self::FirstPolicy if support != Support::Nothing => 0,
            Self::Everything | Self::FirstPolicy => choice.draws,
        }
    }
}

/// The workforce from year to year, and what its hours cover in a layout: that of `[growth]` where
/// `None`. `treatment` is from onset to treatment in the layouts, where that is known already.
pub(in crate::run) fn growth_answer(
    opened: &Opened,
    layout: Option<&str>,
    (extent, treatment): (Extent, Option<&Treatment>),
    stages: &mut Stages,
) -> Result<GrowthAnswer, GrowthError> {
    let study = &opened.source.study;
    let no_table = || GrowthError::NoTable(study.name.clone());
    let choice = study.growth.as_ref().ok_or_else(no_table)?;
    let rota = study.rota.clone().unwrap_or_default();
    let rota = rotas::parameters(opened, &rota)?;
    let name = layout
        .or(choice.layout.as_deref())
        .unwrap_or(&study.base_layout);
    let staffed = stages.stage("what the centres of the layout reach", || {
        StaffedLayout::with_helicopters(
            opened,
            name,
            treatment.and_then(|treatment| treatment.layout(name)),
            choice.helicopters.as_deref(),
        )
    })?;
    stages.check()?;
    let standard = choice
        .standard
        .unwrap_or_else(|| study.standards[study.headline_standard()]);
    let mut plan = staffed.plan(study, choice)?;
    let (by_road, with_helicopters) = staffed.expectations(standard)?;
    let mut policies = policies(study, choice, &staffed)?;
    if extent == Extent::FirstPolicy {
        policies.truncate(1);
    }
    let supports = supports(choice, &staffed);
    let targets = choice.targets.clone().unwrap_or_else(|| {
        let centres = u32::try_from(plan.centres.len()).unwrap_or(u32::MAX);
        vec![plan.full.saturating_mul(centres)]
    });
    let seed = folded(study.seed);
    let uniform = |draw: u32, input: GrowthInput| {
        Draws::new(seed, draw).one(0, 0, DRAW_OF_INPUTS, input as u32)
    };
    let mut cases = Vec::new();
    for policy in policies {
        plan.policy = policy;
        plan.check()?;
        for &support in &supports {
            let case = stages.stage("growth", || {
                let expectation = expectation(support, &by_road, with_helicopters.as_ref());
                let plan = support.plan(&plan, &choice.networks);
                let training = support.training(&choice.training, choice.extra_trainees);
                let workforce = project_workforce(&choice.inputs.likeliest(), &training);
                let years = project_growth(&plan, &workforce, expectation);
                let rotas = years
                    .iter()
                    .map(|year| staff_rotas(&plan, &year.service, &rota))
                    .collect();
                let bands = growth_bands(
                    &plan,
                    (&choice.inputs, extent.draws(choice, support)),
                    &training,
                    &targets,
                    uniform,
                    expectation,
                );
                GrowthCase {
                    policy: plan.policy.clone(),
                    support,
                    plan,
                    years,
                    rotas,
                    bands,
                }
            });
            stages.check()?;
            cases.push(case);
        }
    }
    if let Some(first) = cases.first() {
        plan.policy = first.policy.clone();
    }
    let mut standards = match extent {
        Extent::Everything => study.standards.clone(),
        Extent::FirstPolicy => Vec::new(),
    };
    standards.push(standard);
    standards.sort_unstable();
    standards.dedup();
    let reached = stages.stage("years in which regions reach a standard", || {
        let of = |&standard: &TravelTime| years_of(&staffed, &plan, choice, standard);
        standards.iter().map(of).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(GrowthAnswer {
        layout: name.to_owned(),
        grouping: staffed.grouping.clone(),
        grouping_title: staffed.grouping_title.clone(),
        regions: staffed.regions.clone(),
        standard,
        required: choice.required_share,
        supports,
        cases,
        reached,
    })
}

/// The purpose of these draws, apart from those of a simulation.
const DRAW_OF_INPUTS: u32 = 1_000;

fn expectation<'a>(
    support: Support,
    by_road: &'a HourlyCoverage,
    with_helicopters: Option<&'a HourlyCoverage>,
) -> &'a HourlyCoverage {
    if support.has(Support::Helicopters) {
        with_helicopters.unwrap_or(by_road)
    } else {
        by_road
    }
}

/// The policies of the study, and its order.
fn policies(
    study: &Study,
    choice: &GrowthChoice,
    staffed: &StaffedLayout<'_>,
) -> Result<Vec<AssignmentPolicy>, GrowthError> {
    let mut policies = choice.policies.clone();
    if choice.order.is_empty() {
        return Ok(policies);
    }
    let wrong = |site: &str, problem: &'static str| GrowthError::Order {
        file: study.file.clone(),
        line: choice.order_line,
        site: site.to_owned(),
        problem,
        layout: staffed.layout.name().to_owned(),
    };
    let order: Result<Vec<usize>, GrowthError> = choice
        .order
        .iter()
        .map(|id| {
            let place = staffed.ids.iter().position(|known| known == id);
            place.ok_or_else(|| wrong(id, "is not a centre of"))
        })
        .collect();
    let order = order?;
    if let Some(left) = (0..staffed.ids.len()).find(|place| !order.contains(place)) {
        return Err(wrong(&staffed.ids[left], "is missing, a centre of"));
    }
    policies.push(AssignmentPolicy::GivenOrder(order));
    Ok(policies)
}

/// The supports that the study can give.
fn supports(choice: &GrowthChoice, staffed: &StaffedLayout<'_>) -> Vec<Support> {
    let can = |support: &Support| match support {
        Support::Networking => staffed.has_networks(),
        Support::Helicopters => staffed.flights.is_some(),
        Support::TrainingPlaces => choice.extra_trainees > 0.0,
        Support::Nothing | Support::All => true,
    };
    Support::ALL.into_iter().filter(can).collect()
}

/// When each region reaches a standard.
fn years_of(
    staffed: &StaffedLayout<'_>,
    plan: &GrowthPlan,
    choice: &GrowthChoice,
    standard: TravelTime,
) -> Result<StandardYears, GrowthError> {
    let (by_road, with_helicopters) = staffed.expectations(standard)?;
    let regions = region_years(&SupportStudy {
        plan,
        networks: &choice.networks,
        inputs: choice.inputs.likeliest(),
        training: choice.training,
        extra_trainees: choice.extra_trainees,
        by_road: &by_road,
        with_helicopters: with_helicopters.as_ref().unwrap_or(&by_road),
        required_share: choice.required_share.as_f64(),
    });
    Ok(StandardYears { standard, regions })
}
