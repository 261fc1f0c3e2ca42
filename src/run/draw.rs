use super::observer::Interrupted;
use super::write::{WriteError, write_picture};
use crate::care::CareDelays;
use crate::compare::Comparison;
use crate::evaluation::Evaluation;
use crate::inequality::ColdSpot;
use crate::model::Layout;
use crate::output::OutputFolder;
use crate::render::{
    self, AllowanceCurve, BaseMap, ColdSpotsOf, Fonts, Picture, RenderError, WebMap, WebMapOf,
};
use crate::report::{self, Run};
use crate::study::PictureKind;
use crate::treatment::{FleetSummary, LayoutTreatment};
use crate::units::Measure;
use crate::volume::CentrePolicy;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

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

impl Subject<'_> {
    /// Whether `report.html` shows it: charts, and to readers without scripts the main maps.
    fn is_on_page(&self, run: &Run) -> bool {
        let first = run
            .comparisons
            .first()
            .map(|comparison| &*comparison.layout);
        match self {
            Self::CoverageCurves
            | Self::Equity
            | Self::CentreSizes(_)
            | Self::AllowableDelay(_)
            | Self::BreakEven(_) => true,
            Self::Access(evaluation) => {
                let name = evaluation.layout.name();
                name == run.study.base_layout || Some(name) == first
            }
            Self::Difference(comparison) => Some(&*comparison.layout) == first,
            _ => false,
        }
    }

    /// What the study calls it.
    const fn kind(&self) -> PictureKind {
        match self {
            Self::Access(_) => PictureKind::Access,
            Self::Catchments(_) => PictureKind::Catchments,
            Self::Difference(_) => PictureKind::Difference,
            Self::ColdSpots(..) => PictureKind::ColdSpots,
            Self::CoverageCurves => PictureKind::CoverageCurves,
            Self::Equity => PictureKind::Equity,
            Self::CentreSizes(_) => PictureKind::CentreSizes,
            Self::Treatment(..) => PictureKind::OnsetToMt,
            Self::Route(..) => PictureKind::BestPathway,
            Self::Helicopter(..) => PictureKind::Helicopter,
            Self::Reach(..) => PictureKind::HelicopterBases,
            Self::AllowableDelay(_) => PictureKind::AllowableDelay,
            Self::BreakEven(_) => PictureKind::BreakEven,
        }
    }
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
    /// A study of costs.
    #[error(
        "the study has costs in {0} instead of travel times, and maps and charts of times are all there \
         is to draw; `catchment curve` draws the best mean cost by number of centres"
    )]
    Costs(String),
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

/// Writes every picture of a run that the study wants as SVG and PNG; with `page`, makes what the page
/// shows, too. How many were written.
pub(super) fn draw(
    run: &Run,
    output: &OutputFolder,
    page: bool,
) -> Result<(Drawn, usize), WriteError> {
    let fonts = Fonts::embedded();
    let written = AtomicUsize::new(0);
    let drawn = drawn(run, page, |picture, is_wanted| {
        if is_wanted {
            write_picture(picture, output, &fonts)?;
            written.fetch_add(1, Ordering::Relaxed);
        }
        Ok::<(), WriteError>(())
    })?;
    Ok((drawn, written.into_inner()))
}

/// What a page shows.
pub(super) fn of_page(run: &Run) -> Result<Drawn, RenderError> {
    drawn(run, true, |_, _| Ok(()))
}

/// Every picture of a run that the study wants.
pub(super) fn pictures(run: &Run) -> Result<Vec<Picture>, RenderError> {
    let base = BaseMap::new(run.dataset, run.study);
    let figures = &run.study.drawing.figures;
    let mut subjects = subjects(run, base.is_some());
    subjects.retain(|subject| figures.has(subject.kind()));
    each(run, base.as_ref(), &subjects, |_, _| Ok(()))
}

/// Draws pictures and does something with each, being told whether the study wants it, and with `page`
/// makes the map of a page and the pictures of it that the study does not want.
fn drawn<E: From<RenderError> + Send>(
    run: &Run,
    page: bool,
    done: impl Fn(&Picture, bool) -> Result<(), E> + Sync + Send,
) -> Result<Drawn, E> {
    let base = BaseMap::new(run.dataset, run.study);
    let spots = run.cold_spots();
    let map = || {
        let of = WebMapOf {
            data: run.dataset,
            study: run.study,
            evaluations: run.evaluations,
            cold_spots: ColdSpotsOf {
                standard: spots.standard,
                by_layout: &spots.by_layout,
            },
            treatment: run.treatment,
        };
        base.as_ref()
            .filter(|_| page)
            .map(|base| WebMap::new(base, &of))
    };
    let figures = &run.study.drawing.figures;
    let mut subjects = subjects(run, base.is_some());
    subjects.retain(|subject| figures.has(subject.kind()) || page && subject.is_on_page(run));
    let pictures = || each(run, base.as_ref(), &subjects, done);
    let (map, pictures) = rayon::join(map, pictures);
    Ok(Drawn {
        pictures: pictures?,
        map,
    })
}

/// All that there is to draw of a run.
///
/// A study without coordinates gets charts and no maps.
fn subjects<'a>(run: &Run<'a>, maps: bool) -> Vec<Subject<'a>> {
    let mut subjects = Vec::new();
    if run.study.travel.measure() != Measure::Minutes {
        return subjects;
    }
    if maps {
        subjects.extend(run.evaluations.iter().map(Subject::Access));
        subjects.extend(run.evaluations.iter().map(Subject::Catchments));
        subjects.extend(run.comparisons.iter().map(Subject::Difference));
        subjects.extend(cold_spots(run));
    }
    subjects.push(Subject::CoverageCurves);
    subjects.push(Subject::Equity);
    subjects.extend(run.study.centres.as_ref().map(Subject::CentreSizes));
    subjects.extend(treatment_subjects(run, maps));
    subjects
}

/// Draws pictures and does something with each, being told whether the study wants it.
fn each<E: From<RenderError> + Send>(
    run: &Run,
    base: Option<&BaseMap>,
    subjects: &[Subject],
    done: impl Fn(&Picture, bool) -> Result<(), E> + Sync,
) -> Result<Vec<Picture>, E> {
    let figures = &run.study.drawing.figures;
    // One picture a task: they differ in size, and no two threads should wait for a third.
    let pictures: Vec<Option<Picture>> = subjects
        .par_iter()
        .with_max_len(1)
        .map(|subject| {
            let picture = picture(subject, run, base)?;
            if let Some(picture) = &picture {
                done(picture, figures.has(subject.kind()))?;
            }
            Ok(picture)
        })
        .collect::<Result<_, E>>()?;
    Ok(pictures.into_iter().flatten().collect())
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
