use crate::flight::{AirDelay, Fleet, Leg, LegSource};
use crate::load::Dataset;
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::pathway::Timeline;
use crate::report::table::{DataCell, DataTable};
use crate::study::{Study, TravelChoice};
use crate::treatment::Explanation;
use crate::units::TravelTime;
use serde::Serialize;

/// One demand point's pathway to treatment in words and numbers, for people and programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Name of the layout.
    pub layout: String,
    /// Every pathway by road, then by helicopter.
    pub pathways: Vec<ExplainedPathway>,
}

/// One pathway.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedPathway {
    /// `mothership`, `drip-and-ship`, …, `helicopter-transfer`, `helicopter-to-scene`.
    pub pathway: &'static str,
    /// What happens, in a sentence.
    pub summary: String,
    /// From onset to IVT, in minutes.
    pub ivt_minutes: Option<f64>,
    /// From onset to MT, in minutes.
    pub mt_minutes: Option<f64>,
    /// Leg by leg from onset.
    pub legs: Vec<ExplainedLeg>,
}

/// One leg.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedLeg {
    /// What happens.
    pub leg: &'static str,
    /// Minutes after onset at which it begins.
    pub start: f64,
    /// Its minutes.
    pub minutes: f64,
    /// Minutes after onset at which it ends.
    pub end: f64,
    /// Whether the patient waits for it; if not, it runs in parallel with others.
    pub critical: bool,
    /// Where its time comes from.
    pub source: String,
}

/// Puts an explanation into words; `table`, `areas` and `by_area` are those of the times between
/// hospitals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    /// The choices.
    pub study: &'a Study,
    /// The data.
    pub dataset: &'a Dataset,
    /// The study's own times between hospitals.
    pub table: Option<&'a TravelTimeMatrix>,
    /// The demand point used for each hospital.
    pub areas: &'a [Option<PointIndex>],
    /// Times from these demand points to hospitals, by the hospital that each is used for.
    pub by_area: &'a TravelTimeMatrix,
    /// The bases.
    pub fleet: &'a Fleet,
}

/// An explanation in words and numbers.
#[must_use]
pub(crate) fn explained(
    words: &Words,
    explanation: &Explanation,
    layout: &str,
    point: PointIndex,
) -> Explained {
    let area = &words.dataset.points[point.get()];
    let mut pathways: Vec<ExplainedPathway> = explanation
        .pathways
        .iter()
        .map(|(pathway, timeline)| words.by_road(pathway.key(), timeline.as_ref()))
        .collect();
    pathways.extend(words.transfer(explanation));
    pathways.extend(words.mission(explanation));
    Explained {
        id: area.id.clone(),
        name: area.name.clone(),
        layout: layout.to_owned(),
        pathways,
    }
}

impl Words<'_> {
    fn by_road(&self, pathway: &'static str, timeline: Option<&Timeline>) -> ExplainedPathway {
        let Some(timeline) = timeline else {
            return ExplainedPathway {
                pathway,
                summary: "no hospital can be reached by road".to_owned(),
                ivt_minutes: None,
                mt_minutes: None,
                legs: Vec::new(),
            };
        };
        let path = &timeline.path;
        let first = self.name(path.first);
        let summary = match timeline.centre {
            Some(centre) if centre == path.first => format!("straight to {first} for IVT and MT"),
            Some(centre) => format!(
                "to {first} for IVT, then by road to {} for MT",
                self.name(centre)
            ),
            None => format!("to {first} for IVT; no MT centre can be reached from there"),
        };
        let between = timeline.centre.map(|centre| (path.first, centre));
        let legs = [
            &timeline.to_first,
            &timeline.to_needle,
            &timeline.to_puncture,
        ];
        ExplainedPathway {
            pathway,
            summary,
            ivt_minutes: Some(path.ivt.as_f64()),
            mt_minutes: path.mt.map(TravelTime::as_f64),
            legs: legs
                .into_iter()
                .flatten()
                .map(|leg| self.leg(leg, TravelTime::ZERO, between, None))
                .collect(),
        }
    }

    fn transfer(&self, explanation: &Explanation) -> Option<ExplainedPathway> {
        let secondary = explanation.secondary.as_ref()?;
        let base = &self.fleet.bases()[secondary.flight.base];
        let (unit, centre) = (secondary.unit, secondary.flight.centre);
        let against = match secondary.mt_by_road {
            Some(road) if road > secondary.mt => format!(
                "MT {:.1} min earlier than by road, when it can fly",
                (road.saturating_sub(secondary.mt)).as_f64()
            ),
            Some(road) => format!(
                "MT {:.1} min later than by road, so it does not fly",
                secondary.mt.saturating_sub(road).as_f64()
            ),
            None => "there is no road".to_owned(),
        };
        let scenarios = self
            .study
            .helicopter
            .iter()
            .flat_map(|choice| &choice.service.scenarios);
        let flown: Vec<String> = scenarios
            .zip(&secondary.flown)
            .filter(|&(_, &share)| share > 0.0)
            .map(|(scenario, share)| format!("{} {:.0}%", scenario.name, 100.0 * share))
            .collect();
        let flown = if flown.is_empty() {
            String::new()
        } else {
            format!(
                "; share of the year's transfers flown: {}",
                flown.join(", ")
            )
        };
        Some(ExplainedPathway {
            pathway: "helicopter-transfer",
            summary: format!(
                "from {} by the helicopter of {} to {}; {against}{flown}",
                self.name(unit),
                base.name,
                self.name(centre),
            ),
            ivt_minutes: None,
            mt_minutes: Some(secondary.mt.as_f64()),
            legs: secondary
                .flight
                .chain
                .legs()
                .iter()
                .map(|leg| self.leg(leg, secondary.door, None, Some(base.cruise.as_f64())))
                .collect(),
        })
    }

    fn mission(&self, explanation: &Explanation) -> Option<ExplainedPathway> {
        let primary = explanation.primary.as_ref()?;
        let base = &self.fleet.bases()[primary.base];
        let delays = &self.study.pathway.as_ref()?.delays;
        let call = delays.get(crate::care::Delay::OnsetToCall);
        Some(ExplainedPathway {
            pathway: "helicopter-to-scene",
            summary: format!(
                "the helicopter of {} to the scene and on to {}, regardless of its hours",
                base.name,
                self.name(primary.centre),
            ),
            ivt_minutes: Some(primary.ivt.as_f64()),
            mt_minutes: Some(primary.mt.as_f64()),
            legs: primary
                .mission
                .legs()
                .iter()
                .map(|leg| self.leg(leg, call, None, Some(base.cruise.as_f64())))
                .collect(),
        })
    }

    fn leg(
        &self,
        leg: &Leg,
        after: TravelTime,
        between: Option<(SiteIndex, SiteIndex)>,
        cruise: Option<f64>,
    ) -> ExplainedLeg {
        ExplainedLeg {
            leg: leg.name,
            start: (after + leg.start).as_f64(),
            minutes: leg.duration.as_f64(),
            end: (after + leg.end()).as_f64(),
            critical: leg.critical,
            source: self.source(leg.source, between, cruise),
        }
    }

    fn source(
        &self,
        source: LegSource,
        between: Option<(SiteIndex, SiteIndex)>,
        cruise: Option<f64>,
    ) -> String {
        let (pathway, helicopter) = (self.study.pathway.as_ref(), self.study.helicopter.as_ref());
        match source {
            LegSource::Care(delay) => {
                pathway.map_or_else(String::new, |p| p.delays.source(delay).to_owned())
            }
            LegSource::Air(delay) => {
                helicopter.map_or_else(String::new, |h| h.service.delays.source(delay).to_owned())
            }
            LegSource::Road => match &self.study.travel {
                TravelChoice::Table { file, .. } => file.file.clone(),
                TravelChoice::StraightLine(_) => "straight-line model".to_owned(),
                TravelChoice::Road(road) => road.network.clone(),
                TravelChoice::Friction(surface) => surface.file.clone(),
            },
            LegSource::Between => {
                between.map_or_else(String::new, |(from, to)| self.between(from, to))
            }
            LegSource::Flight => {
                let allowance = helicopter.map_or(0.0, |choice| {
                    choice
                        .service
                        .delays
                        .get(AirDelay::ClimbAndApproach)
                        .as_f64()
                });
                format!(
                    "great circle at {:.0} km/h and {allowance} min for climb and approach",
                    cruise.unwrap_or_default()
                )
            }
        }
    }

    /// Where the time from one hospital to another comes from.
    fn between(&self, from: SiteIndex, to: SiteIndex) -> String {
        let origin = PointIndex(u32::from(from.0));
        let pathway = self.study.pathway.as_ref();
        let times = pathway.and_then(|pathway| pathway.hospital_times.as_ref());
        if let (Some(table), Some(times)) = (self.table, times)
            && table.get(origin, to).is_some()
        {
            return times.file.file.clone();
        }
        if let Some(road) = self.study.travel.road() {
            return road.network.clone();
        }
        if let Some(surface) = self.study.travel.surface() {
            return surface.file.clone();
        }
        match self.areas.get(from.get()).copied().flatten() {
            Some(area) if self.by_area.get(origin, to).is_some() => {
                format!(
                    "travel time from `{}`, in which it lies",
                    self.dataset.points[area.get()].id
                )
            }
            _ => "straight-line model".to_owned(),
        }
    }

    fn name(&self, site: SiteIndex) -> &str {
        &self.dataset.site(site).name
    }
}

/// One row per pathway and leg.
#[must_use]
pub fn explained_table(explained: &Explained) -> DataTable {
    let header = [
        "pathway", "leg", "start", "minutes", "end", "critical", "source",
    ];
    let mut table = DataTable::new(header.map(String::from).to_vec());
    for pathway in &explained.pathways {
        for leg in &pathway.legs {
            table.push(vec![
                DataCell::text(pathway.pathway),
                DataCell::text(leg.leg),
                DataCell::minutes(Some(leg.start)),
                DataCell::minutes(Some(leg.minutes)),
                DataCell::minutes(Some(leg.end)),
                DataCell::text(if leg.critical { "yes" } else { "no" }),
                DataCell::text(&leg.source),
            ]);
        }
    }
    table
}
