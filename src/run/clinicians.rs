use super::growth::{Extent, GrowthError, StaffedLayout, growth_answer};
use super::opened::Opened;
use super::rotas::rotas;
use super::stages::Stages;
use crate::growth::{Expectation, Expected, Support, first_year_with, staffed_service};
use crate::report::{ClinicianAnswer, SameStaff, StaffedAnswer, StaffedRow, centres_by_hours};
use crate::service::WeekHours;
use crate::treatment::Treatment;

/// What hours and staff mean for the layouts of a study; `None` for one that says nothing of either.
pub(super) fn clinicians(
    opened: &Opened,
    treatment: Option<&Treatment>,
    stages: &mut Stages,
) -> Result<Option<ClinicianAnswer>, GrowthError> {
    let study = &opened.source.study;
    if study.rota.is_none() && study.growth.is_none() {
        return Ok(None);
    }
    Ok(Some(ClinicianAnswer {
        rotas: stages.stage("rotas", || rotas(opened))?,
        growth: match study.growth {
            Some(_) => Some(staffed(opened, treatment, stages)?),
            None => None,
        },
    }))
}

fn staffed(
    opened: &Opened,
    treatment: Option<&Treatment>,
    stages: &mut Stages,
) -> Result<StaffedAnswer, GrowthError> {
    let study = &opened.source.study;
    let growth = growth_answer(opened, None, (Extent::FirstPolicy, treatment), stages)?;
    let mut cases = growth.cases.iter();
    let alone = cases.find(|case| case.support == Support::Nothing);
    let workforce: Vec<_> = alone
        .iter()
        .flat_map(|case| case.years.iter().map(|year| year.workforce))
        .collect();
    let targets = alone.map_or(&[][..], |case| &case.bands.targets);
    let mut same_staff: Vec<SameStaff> = targets
        .iter()
        .map(|target| SameStaff {
            clinicians: target.clinicians,
            year: first_year_with(&workforce, target.clinicians),
            layouts: Vec::new(),
        })
        .collect();
    let mut never_closed = Vec::new();
    if let Some(choice) = &study.growth {
        for layout in &opened.prepared.dataset.layouts {
            stages.check()?;
            let treated = treatment.and_then(|treatment| treatment.layout(layout.name()));
            stages.stage("the same clinicians in every layout", || {
                let staffed = StaffedLayout::by_road(opened, layout.name(), treated)?;
                let plan = staffed.plan(study, choice)?;
                let (by_road, _) = staffed.expectations(growth.standard)?;
                let always = vec![WeekHours::always(); plan.centres.len()];
                never_closed.push(share(&by_road.expect(&always)));
                for staff in &mut same_staff {
                    let service = staffed_service(&plan, staff.clinicians, &by_road);
                    staff.layouts.push(StaffedRow {
                        centres: centres_by_hours(&service),
                        covered: share(&service.expected),
                        mt: service.expected.mt.iter().sum(),
                    });
                }
                Ok::<(), GrowthError>(())
            })?;
        }
    }
    Ok(StaffedAnswer {
        standard: growth.standard,
        growth,
        same_staff,
        never_closed,
    })
}

/// The share of all demand that is covered, from 0 to 1; `None` without demand.
fn share(expected: &Expected) -> Option<f64> {
    let demand: f64 = expected.demand.iter().sum();
    (demand > 0.0).then(|| expected.covered.iter().sum::<f64>() / demand)
}
