use super::observer::Interrupted;
use super::write::{WriteError, write_picture};
use crate::care::CareDelays;
use crate::compare::Comparison;
use crate::evaluation::Evaluation;
use crate::inequality::ColdSpot;
use crate::model::Layout;
use crate::render::{self, AllowanceCurve, BaseMap, Fonts, Picture, RenderError, WebMap, WebMapOf};
use crate::report::{self, OutputFolder, Run};
use crate::treatment::{FleetSummary, LayoutTreatment};
use crate::volume::CentrePolicy;
use rayon::prelude::*;

/// A picture to draw.
enum Subject<'a> {
    Access(&'a Evaluation),
    Catchments(&'a Evaluation),
    Difference(&'a Comparison),
    ColdSpots(&'a Evaluation, &'a [ColdSpot]),
    CoverageCurves,
    Equity,
    CentreSizes(&'a CentrePolicy),
    Treatment(&'a Layout, &'a LayoutTreatment, &'a LayoutTreatment),
    Route(&'a Layout, &'a LayoutTreatment),
    Helicopter(&'a Layout, &'a LayoutTreatment, usize, &'a FleetSummary),
    Reach(&'a Layout, &'a FleetSummary),
    AllowableDelay(&'a CareDelays),
    BreakEven(&'a FleetSummary),
}

/// Pathways and cold spots are drawn of the base and as many other layouts, the first of the study.
const OTHERS: usize = 1;

/// Why pictures alone cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DrawError {
    /// No demand point has a place.
    #[error("`{0}` has no coordinates to draw maps from")]
    NoCoordinates(String),
    /// A picture, a file, or the folder.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}

/// What was drawn of a run.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) pictures: Vec<Picture>,
    /// The map for a page; `None` for a study without coordinates.
    pub(super) map: Option<WebMap>,
}

impl Drawn {
    /// The picture of this name.
    pub(super) fn picture(&self, name: &str) -> Option<&Picture> {
        self.pictures.iter().find(|picture| picture.name == name)
    }
}

/// Writes every picture of a run as SVG and PNG.
pub(super) fn draw(run: &Run, output: &OutputFolder) -> Result<Drawn, WriteError> {
    let fonts = Fonts::embedded();
    drawn(run, |picture| {
        write_picture(&picture, output, &fonts)?;
        Ok::<Picture, WriteError>(picture)
    })
}

/// Draws every picture and does something with it, and makes the map for a page.
pub(super) fn drawn<E: From<RenderError> + Send>(
    run: &Run,
    done: impl Fn(Picture) -> Result<Picture, E> + Sync + Send,
) -> Result<Drawn, E> {
    let base = BaseMap::new(run.dataset, run.study);
    let map = || {
        let of = WebMapOf {
            data: run.dataset,
            study: run.study,
            evaluations: run.evaluations,
            treatment: run.treatment,
        };
        base.as_ref().map(|base| WebMap::new(base, &of))
    };
    let pictures = || each(run, base.as_ref(), done);
    let (map, pictures) = rayon::join(map, pictures);
    let pictures = pictures?.into_iter().flatten().collect();
    Ok(Drawn { pictures, map })
}

/// Every picture of a run.
pub(super) fn pictures(run: &Run) -> Result<Vec<Picture>, RenderError> {
    let base = BaseMap::new(run.dataset, run.study);
    let pictures = each(run, base.as_ref(), Ok::<Picture, RenderError>)?;
    Ok(pictures.into_iter().flatten().collect())
}

/// Draws every picture and does something with it: `None` where there turns out to be none.
///
/// A study without coordinates gets charts and no maps.
fn each<T: Send, E: From<RenderError> + Send>(
    run: &Run,
    base: Option<&BaseMap>,
    done: impl Fn(Picture) -> Result<T, E> + Sync,
) -> Result<Vec<Option<T>>, E> {
    let mut subjects = Vec::new();
    if base.is_some() {
        subjects.extend(run.evaluations.iter().map(Subject::Access));
        subjects.extend(run.evaluations.iter().map(Subject::Catchments));
        subjects.extend(run.comparisons.iter().map(Subject::Difference));
        subjects.extend(cold_spots(run));
    }
    subjects.push(Subject::CoverageCurves);
    subjects.push(Subject::Equity);
    subjects.extend(run.study.centres.as_ref().map(Subject::CentreSizes));
    subjects.extend(treatment_subjects(run, base.is_some()));
    // One picture a task: they differ in size, and no two threads should wait for a third.
    subjects
        .par_iter()
        .with_max_len(1)
        .map(|subject| {
            let picture = picture(subject, run, base)?;
            picture.map(&done).transpose()
        })
        .collect()
}

/// The maps of cold spots, of layouts that have some.
fn cold_spots<'a>(run: &Run<'a>) -> impl Iterator<Item = Subject<'a>> {
    let names = drawn_layouts(run);
    let all = run.evaluations.iter().zip(&run.cold_spots().by_layout);
    all.filter(move |(evaluation, spots)| {
        names.contains(&evaluation.layout.name()) && !spots.is_empty()
    })
    .map(|(evaluation, spots)| Subject::ColdSpots(evaluation, spots))
}

/// The pictures of pathways and helicopters; none of a study without them.
fn treatment_subjects<'a>(run: &Run<'a>, maps: bool) -> Vec<Subject<'a>> {
    let (Some(treatment), Some(pathway)) = (run.treatment, &run.study.pathway) else {
        return Vec::new();
    };
    let helicopter = treatment.helicopter.as_ref();
    let mut subjects = vec![Subject::AllowableDelay(&pathway.delays)];
    subjects.extend(
        helicopter
            .filter(|helicopter| !helicopter.break_even.is_empty())
            .map(Subject::BreakEven),
    );
    if !maps {
        return subjects;
    }
    subjects.extend(helicopter.map(|helicopter| Subject::Reach(&run.base().layout, helicopter)));
    let shown = shown(run);
    for &(layout, treated) in &shown {
        let (_, first) = shown[0];
        subjects.push(Subject::Treatment(layout, treated, first));
        subjects.push(Subject::Route(layout, treated));
        let flown = |number: &usize| treated.scenarios[*number].effect.flown;
        let most = (0..treated.scenarios.len()).max_by(|a, b| flown(a).total_cmp(&flown(b)));
        if let Some((number, helicopter)) = most.zip(helicopter)
            && flown(&number) > 0.0
        {
            subjects.push(Subject::Helicopter(layout, treated, number, helicopter));
        }
    }
    subjects
}

/// The names of the base and the first others.
fn drawn_layouts<'a>(run: &Run<'a>) -> Vec<&'a str> {
    let others = run.comparisons.iter().map(|comparison| &*comparison.layout);
    let base = std::iter::once(run.study.base_layout.as_str());
    base.chain(others.take(OTHERS)).collect()
}

/// The layouts whose pathways are drawn.
fn shown<'a>(run: &Run<'a>) -> Vec<(&'a Layout, &'a LayoutTreatment)> {
    drawn_layouts(run)
        .into_iter()
        .filter_map(|name| Some((&run.evaluation(name)?.layout, run.treatment_of(name)?)))
        .collect()
}

fn picture(
    subject: &Subject,
    run: &Run,
    base: Option<&BaseMap>,
) -> Result<Option<Picture>, RenderError> {
    let (data, study) = (run.dataset, run.study);
    Ok(match *subject {
        Subject::Access(evaluation) => {
            base.map(|base| render::access_map(base, data, study, evaluation))
        }
        Subject::Catchments(evaluation) => {
            base.map(|base| render::catchment_map(base, data, study, evaluation))
        }
        Subject::Difference(comparison) => base
            .zip(run.evaluation(&comparison.base))
            .zip(run.evaluation(&comparison.layout))
            .map(|((base, before), after)| {
                render::difference_map(base, data, study, before, after)
            }),
        Subject::ColdSpots(evaluation, spots) => base.map(|base| {
            let standard = run.cold_spots().standard;
            render::cold_spot_map(base, data, study, evaluation, standard, spots)
        }),
        Subject::Equity => report::equity_chart(run).map(|chart| chart.draw(study)),
        Subject::CoverageCurves => Some(render::coverage_chart(study, run.evaluations)?),
        Subject::CentreSizes(policy) => {
            Some(render::size_chart(data, study, policy, run.evaluations))
        }
        Subject::Treatment(layout, treatment, scale) => {
            base.map(|base| render::treatment_map(base, data, study, layout, treatment, scale))
        }
        Subject::Route(layout, treatment) => {
            base.map(|base| render::route_map(base, data, study, layout, treatment))
        }
        Subject::Helicopter(layout, treatment, scenario, helicopter) => base.map(|base| {
            render::helicopter_map(base, data, study, layout, treatment, scenario, helicopter)
        }),
        Subject::Reach(layout, helicopter) => {
            base.map(|base| render::reach_map(base, data, study, layout, helicopter))
        }
        Subject::AllowableDelay(delays) => {
            let curves: Vec<AllowanceCurve> = shown(run)
                .into_iter()
                .map(|(layout, treated)| AllowanceCurve {
                    title: run.study.layout_title(layout.name()),
                    points: &treated.allowable,
                })
                .collect();
            Some(render::allowance_chart(study, delays, &curves)?)
        }
        Subject::BreakEven(helicopter) => {
            Some(render::break_even_chart(study, &helicopter.break_even)?)
        }
    })
}
