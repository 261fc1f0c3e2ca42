//! The keys and tables of a study, in the order of the file.

use super::centres::CentresToml;
use super::control::no_control_characters;
use super::currency_code;
use super::error::StudyError;
use super::growth::{GrowthChoice, GrowthToml};
use super::helicopter::{HelicopterChoice, HelicopterToml};
use super::hospitals::{HospitalFile, HospitalsToml};
use super::layouts::{LayoutSpec, LayoutToml};
use super::maps::{DrawingFiles, MapsToml};
use super::output::{OutputChoice, OutputToml};
use super::pathway::{PathwayChoice, PathwayToml};
use super::population::{PopulationFile, PopulationToml};
use super::published::{Published, PublishedToml, WorkedOut};
use super::report::{ReportChoice, ReportToml};
use super::rota::{RotaChoice, RotaToml};
use super::simulation::{SimulationChoice, SimulationToml};
use super::source::Source;
use super::spanned::Spanned;
use super::time_zone;
use super::travel::{TravelChoice, TravelToml, only_costs};
use crate::flight::TimeZone;
use crate::model::UnreachableRule;
use crate::units::{Currency, TravelTime};
use crate::volume::CentrePolicy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::de::{DeTable, Deserializer};

/// Seed of everything random.
const SEED: u64 = 1;

/// All choices of one run.
///
/// # Examples
///
/// What a study does not say has a default:
///
/// ```
/// # fn main() -> Result<(), catchment::study::StudyError> {
/// use catchment::study::Study;
///
/// let text = r#"
/// name = "cornwall"
///
/// [population]
/// file = "population.csv"
///
/// [hospitals]
/// file = "hospitals.csv"
/// capabilities = ["mt"]
///
/// [travel]
/// model = "straight-line"
///
/// [[layouts]]
/// name = "current"
/// column = "mt"
/// "#;
/// let study = Study::parse(text, "study.toml")?;
/// assert_eq!(study.layouts[0].title, "current");
/// assert_eq!(study.standards.len(), 4);
/// assert!(study.pathway.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Study {
    /// The study file, as the user named it: errors found later name it too.
    pub(crate) file: String,
    /// Short name, used for the output folder.
    pub name: String,
    /// Title of the report.
    pub title: String,
    /// The currency of costs; none are worked out where `None`.
    pub currency: Option<Currency>,
    /// The time zone of hours; by the longitude of each place where `None`.
    pub time_zone: Option<TimeZone>,
    /// The demand points.
    pub population: PopulationFile,
    /// The sites.
    pub hospitals: HospitalFile,
    /// Where travel times come from.
    pub travel: TravelChoice,
    /// Where they come from, to name on every map and in the manifest.
    pub travel_source: Option<String>,
    /// The layouts to evaluate, in the order of the study.
    pub layouts: Vec<LayoutSpec>,
    /// Figures of others, to set beside those of the run.
    pub(crate) published: Published,
    /// Name of the layout that the others are compared with; the first one by default.
    pub base_layout: String,
    /// Capability of the sites that the best possible layouts are chosen from, where the report
    /// says how far the layouts are from them.
    pub optimum: Option<String>,
    /// What demand without a route costs in the search for best layouts.
    pub unreachable: UnreachableRule,
    /// Time standards, ascending, each inclusive.
    pub standards: Vec<TravelTime>,
    /// What a centre needs to be; `None` where the study asks for coverage alone.
    pub centres: Option<CentrePolicy>,
    /// How patients come to treatment; `None` where the study asks for travel times alone.
    pub pathway: Option<PathwayChoice>,
    /// A helicopter service, for transfers; only beside a pathway.
    pub helicopter: Option<HelicopterChoice>,
    /// A simulation of a year; only beside a pathway.
    pub simulation: Option<SimulationChoice>,
    /// How many clinicians hours need.
    pub rota: Option<RotaChoice>,
    /// The workforce from year to year.
    pub growth: Option<GrowthChoice>,
    /// What the maps are drawn from.
    pub(crate) drawing: DrawingFiles,
    /// Which files a run leaves beside its tables, report and pictures.
    pub output: OutputChoice,
    /// What a reader should know about the data, one sentence each.
    pub notes: Vec<String>,
    /// Seed of everything random.
    pub seed: u64,
}

/// All choices of a run in the form of a study file, defaults filled in.
///
/// Written as TOML it is a study that gives the same run again; the manifest of a run holds it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    description = "A study of `catchment`: all choices of a run.",
    title = "catchment study"
)]
pub struct StudyToml {
    /// Short name; letters, digits, `-`, `_` and `.`, because it names the folder of results.
    #[schemars(extend("examples" = ["cornwall"]))]
    name: Spanned<String>,
    /// Title of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the name", "examples" = ["A second centre for Cornwall?"]))]
    title: Option<String>,
    /// Seed of everything random.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = SEED, "minimum" = 0, "examples" = [42]))]
    seed: Option<Spanned<i64>>,
    /// The currency of costs, by its ISO 4217 code. Without it there are no costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = Currency::codes().collect::<Vec<_>>(), "examples" = ["EUR"]))]
    currency: Option<Spanned<String>>,
    /// Time zone of flying hours and daylight, by its IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "UTC plus the whole hours nearest to each base's longitude",
        "examples" = ["Europe/London"]
    ))]
    time_zone: Option<Spanned<String>>,
    /// What a reader should know about the data, one sentence each.
    #[serde(default)]
    #[schemars(extend("examples" = [["Times are for ordinary midday driving."]]))]
    notes: Vec<String>,
    population: PopulationToml,
    hospitals: HospitalsToml,
    travel: TravelToml,
    #[serde(default)]
    #[schemars(extend("x-default" = "one layout, `all-sites`, with `sites = \"all\"`"))]
    layouts: Vec<Spanned<LayoutToml>>,
    #[serde(default)]
    report: ReportToml,
    #[serde(skip_serializing_if = "Option::is_none")]
    centres: Option<CentresToml>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pathway: Option<Spanned<PathwayToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    helicopter: Option<Spanned<HelicopterToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    simulation: Option<Spanned<SimulationToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rota: Option<RotaToml>,
    #[serde(skip_serializing_if = "Option::is_none")]
    growth: Option<GrowthToml>,
    #[serde(default)]
    maps: MapsToml,
    #[serde(default)]
    output: OutputToml,
    #[serde(default, skip_serializing_if = "PublishedToml::is_empty")]
    published: PublishedToml,
}

impl Study {
    /// Reads a study from its text; `file` is how errors name it.
    ///
    /// # Errors
    ///
    /// No TOML, an unknown or missing key, or a value that cannot be: with its line.
    pub fn parse(text: &str, file: &str) -> Result<Self, StudyError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let source = Source { text, file };
        let table = DeTable::parse(text).map_err(|error| source.toml_error(&error))?;
        let clean = no_control_characters(table.get_ref(), &source);
        let form = StudyToml::deserialize(Deserializer::from(table));
        let form = form.map_err(|error| source.toml_error(&error))?;
        clean?;
        form.read(&source)
    }

    /// Every choice of the run, defaults included, in the form of a study file.
    ///
    /// # Examples
    ///
    /// ```
    /// # use catchment::study::Study;
    /// # let text = "name = \"x\"\npopulation.file = \"p.csv\"\nhospitals.file = \"h.csv\"\n\
    /// #     travel.model = \"straight-line\"\n[[layouts]]\nname = \"all\"\nsites = [\"A\"]\n";
    /// let study = Study::parse(text, "study.toml").expect("a valid study");
    /// let written = toml::to_string(&study.written_out()).expect("TOML");
    /// assert!(written.contains("standards_minutes = [30.0, 45.0, 60.0, 90.0]"));
    ///
    /// let again = Study::parse(&written, "written.toml").expect("a valid study");
    /// assert_eq!(again.standards, study.standards);
    /// ```
    #[must_use]
    pub fn written_out(&self) -> StudyToml {
        StudyToml::written(self)
    }

    /// The currency of what helicopters cost; `None` where the study does not know that.
    #[must_use]
    pub fn cost_currency(&self) -> Option<Currency> {
        let cost = self.helicopter.as_ref()?.service.mission_cost?;
        Some(cost.currency())
    }

    /// The sources to name on every map and in the manifest: of the travel times, then of the maps.
    pub fn attribution(&self) -> impl Iterator<Item = &str> {
        let travel = self.travel_source.iter();
        travel.chain(&self.drawing.attribution).map(String::as_str)
    }

    /// The place of the time standard that headlines are made of: 45 min where it is among them,
    /// otherwise the middle one.
    ///
    /// ```
    /// # use catchment::study::Study;
    /// # let text = "name = \"x\"\npopulation.file = \"p.csv\"\nhospitals.file = \"h.csv\"\n\
    /// #     travel.model = \"straight-line\"\n[[layouts]]\nname = \"all\"\nsites = [\"A\"]\n";
    /// let study = Study::parse(text, "study.toml").expect("a valid study");
    /// let standard = study.standards[study.headline_standard()];
    /// assert_eq!(standard.to_string(), "45.0 min");
    /// ```
    #[must_use]
    pub fn headline_standard(&self) -> usize {
        let usual = TravelTime::from_whole(45);
        let place = self.standards.iter().position(|&s| s == usual);
        place.unwrap_or(self.standards.len().saturating_sub(1) / 2)
    }

    /// The title of the layout with this name; the name itself where the study has no such layout.
    #[must_use]
    pub fn layout_title<'a>(&'a self, layout: &'a str) -> &'a str {
        let spec = self.layouts.iter().find(|spec| spec.name == layout);
        spec.map_or(layout, |spec| &spec.title)
    }
}

impl StudyToml {
    fn read(self, source: &Source<'_>) -> Result<Study, StudyError> {
        let name = source.file_name("name", self.name.as_ref(), &self.name.span())?;
        let layouts = LayoutToml::read_all(self.layouts, source)?;
        let seed = match &self.seed {
            None => SEED,
            Some(seed) => u64::try_from(*seed.as_ref()).map_err(|_| {
                let expected = "a whole number of at least 0";
                source.value("seed", expected, seed.as_ref(), &seed.span())
            })?,
        };
        let hospitals = self.hospitals.read(source)?;
        let (cost_place, costs) = self.travel.costs(source)?.unzip();
        let report = self.report;
        let report = report.read(costs, &layouts, &hospitals.capabilities, source)?;
        let centres = self.centres.map(|form| form.read(source)).transpose()?;
        let currency = self.currency.map(|code| currency_code::read(&code, source));
        let currency = currency.transpose()?;
        let pathway = self.pathway;
        let pathway = pathway.map(|form| PathwayToml::read(form, centres.as_ref(), source));
        let pathway = pathway.transpose()?;
        let helicopter = match self.helicopter {
            Some(form) if pathway.is_none() => {
                return Err(source.no_effect("helicopter", "without `[pathway]`", &form.span()));
            }
            form => form.map(|form| form.into_inner().read(currency, source)),
        };
        let helicopter = helicopter.transpose()?;
        let flying: Vec<&str> = helicopter
            .iter()
            .flat_map(|choice: &HelicopterChoice| &choice.service.scenarios)
            .map(|scenario| scenario.name.as_str())
            .collect();
        let simulation = match self.simulation {
            Some(form) if pathway.is_none() => {
                return Err(source.no_effect("simulation", "without `[pathway]`", &form.span()));
            }
            form => form.map(|form| form.into_inner().read(seed, &hospitals, &flying, source)),
        };
        let simulation = simulation.transpose()?;
        let rota = self.rota.map(|form| form.read(source)).transpose()?;
        let growth = self.growth.map(|form| form.read(&layouts, &flying, source));
        let growth = growth.transpose()?;
        let time_zone = self.time_zone.map(|name| time_zone::read(&name, source));
        let time_zone = time_zone.transpose()?;
        let population = self.population.read(source)?;
        let travel_source = self.travel.source.clone();
        let travel = self.travel.read(source)?;
        let travel_source = travel.credited(travel_source);
        let drawing = self.maps.read(source)?;
        let output = self.output.read(source)?;
        let worked_out = WorkedOut {
            layouts: &layouts,
            has_pathway: pathway.is_some(),
            has_helicopter: helicopter.is_some(),
            has_currency: currency.is_some(),
        };
        let published = self.published.read(&worked_out, source)?;
        if let Some(place) = cost_place {
            let about_times = [
                ("pathway", pathway.is_some()),
                ("growth", growth.is_some()),
                ("published", published != Published::default()),
            ];
            only_costs(&travel.measure(), about_times, &layouts, &place, source)?;
        }
        Ok(Study {
            file: source.file.to_owned(),
            title: self.title.unwrap_or_else(|| name.clone()),
            name,
            currency,
            time_zone,
            population,
            hospitals,
            travel,
            travel_source,
            layouts,
            published,
            base_layout: report.base_layout,
            optimum: report.optimum,
            unreachable: report.unreachable,
            standards: report.standards,
            centres,
            pathway,
            helicopter,
            simulation,
            rota,
            growth,
            drawing,
            output,
            notes: self.notes,
            seed,
        })
    }

    fn written(study: &Study) -> Self {
        let report = ReportChoice {
            standards: study.standards.clone(),
            base_layout: study.base_layout.clone(),
            optimum: study.optimum.clone(),
            unreachable: study.unreachable,
        };
        let currency = study.currency.map(|currency| currency.code().to_owned());
        let time_zone = study.time_zone.as_ref().map(|zone| zone.name().to_owned());
        let simulation = study.simulation.as_ref().map(SimulationToml::written);
        Self {
            name: Spanned::nowhere(study.name.clone()),
            title: Some(study.title.clone()),
            seed: i64::try_from(study.seed).ok().map(Spanned::nowhere),
            currency: currency.map(Spanned::nowhere),
            time_zone: time_zone.map(Spanned::nowhere),
            notes: study.notes.clone(),
            population: PopulationToml::written(&study.population),
            hospitals: HospitalsToml::written(&study.hospitals),
            travel: TravelToml::written(
                &study.travel,
                study.travel_source.as_ref(),
                &study.standards,
            ),
            layouts: study.layouts.iter().map(LayoutToml::written).collect(),
            report: ReportToml::written(&report, &study.travel.measure()),
            centres: study.centres.as_ref().map(CentresToml::written),
            pathway: study.pathway.as_ref().map(PathwayToml::written),
            helicopter: study.helicopter.as_ref().map(HelicopterToml::written),
            simulation: simulation.map(Spanned::nowhere),
            rota: study.rota.as_ref().map(RotaToml::written),
            growth: study.growth.as_ref().map(GrowthToml::written),
            maps: MapsToml::written(&study.drawing),
            output: OutputToml::written(&study.output),
            published: PublishedToml::written(&study.published),
        }
    }
}
