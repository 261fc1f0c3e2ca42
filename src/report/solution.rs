use super::proof::{Then, gap_up, nearest};
use super::run::whole_or_decimal;
use super::table::{Cell, Table, decimal};
use super::unreachable::UnreachableDemand;
use crate::load::Dataset;
use crate::model::{PointIndex, SiteIndex};
use crate::optimise::{NoSolution, Status, VolumeLimits};
use crate::units::{Demand, Minutes};
use serde_json::{Map, Value, json};

/// What a best layout is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// The least demand-weighted mean time: p-median.
    Mean,
    /// The most demand within a standard: MCLP.
    Within(Minutes),
    /// The fewest centres that put enough demand within a standard: LSCP.
    Fewest(Minutes),
    /// The least longest time: p-centre.
    Longest,
}

impl Objective {
    /// The location model's short name, as commands take it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mean => "p-median",
            Self::Within(_) => "mclp",
            Self::Fewest(_) => "lscp",
            Self::Longest => "p-centre",
        }
    }

    /// The unit of its value.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Mean => "mean_minutes",
            Self::Within(_) => "demand",
            Self::Fewest(_) => "centres",
            Self::Longest => "longest_minutes",
        }
    }

    /// The standard that it is about, if it is about one.
    #[must_use]
    pub const fn standard(self) -> Option<Minutes> {
        match self {
            Self::Within(standard) | Self::Fewest(standard) => Some(standard),
            Self::Mean | Self::Longest => None,
        }
    }
}

/// The best layouts that a solver found, in the units of the reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What they are best at.
    pub objective: Objective,
    /// Sites that it was chosen from, kept ones included.
    pub candidates: usize,
    /// What else had to hold, in words; empty where nothing had to.
    pub subject_to: String,
    /// What is proven.
    pub status: Status,
    /// The layouts, best first, at least one.
    pub layouts: Vec<RankedLayout>,
    /// What was done with demand that has no route to some candidate; `None` where every pair that
    /// matters has a time.
    pub unreachable: Option<UnreachableDemand>,
    /// No layout's value is less than this.
    pub lower_bound: Option<f64>,
    /// The best layout's value is no more than this.
    pub upper_bound: Option<f64>,
    /// The value as a part of all demand, in per cent, where it is demand.
    pub value_percent: Option<f64>,
    /// Gap between the best layout's value and what is proven, in per cent of the value.
    pub gap_percent: f64,
    /// The gap that was to end the search, in per cent; `None` where nobody could ask for one.
    pub gap_asked_percent: Option<f64>,
    /// What is decided after the objective, where something is.
    pub then: Option<Then>,
    /// Sites that are in all of the layouts.
    pub in_all: Vec<SiteIndex>,
    /// Nodes of the search tree.
    pub nodes: u64,
    /// Iterations of the relaxation.
    pub iterations: u64,
    /// Wall-clock time of the search, in seconds.
    pub seconds: f64,
}

/// A layout of an answer, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedLayout {
    /// Its sites, ascending.
    pub sites: Vec<SiteIndex>,
    /// The objective, in its unit: of a mean time, with what unreachable demand counts as.
    pub value: Option<f64>,
    /// Mean time of those who can reach one of the sites; `None` where nobody can.
    pub mean_minutes: Option<f64>,
    /// Demand that has a route to a candidate, but to none of the sites.
    pub unreachable: Demand,
}

impl Answer {
    /// The sites of the best layout.
    #[must_use]
    pub fn sites(&self) -> &[SiteIndex] {
        self.layouts.first().map_or(&[], |layout| &layout.sites)
    }

    /// What the best layout is worth, in the objective's unit.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.layouts.first()?.value
    }

    /// Demand that the best layout leaves without a route and another would not.
    pub(super) fn unreachable_cell(&self) -> Cell {
        let best = self.layouts.first();
        best.map_or(Cell::Empty, |layout| Cell::demand(layout.unreachable))
    }

    /// Minutes that each unit of unreachable demand counts as, where that matters.
    pub(super) fn unreachable_cost(&self) -> Option<f64> {
        let told = self.unreachable.as_ref().filter(|told| told.matters)?;
        told.cost.map(Minutes::as_f64)
    }

    /// Whether other rules for unreachable demand would choose other sites, rule by rule.
    pub(super) fn other_rules_cell(&self) -> String {
        let told = self.unreachable.as_ref();
        told.map_or_else(String::new, UnreachableDemand::others_in_a_cell)
    }

    /// The title of the best layout: `the best 24 centres by mean time (p-median, proven optimal)`.
    #[must_use]
    pub fn title(&self) -> String {
        let centres = self.sites().len();
        let best = match centres {
            1 => "the best centre".to_owned(),
            _ => format!("the best {centres} centres"),
        };
        let by = match self.objective {
            Objective::Mean => format!("{best} by mean time"),
            Objective::Within(standard) => {
                format!("{best} by demand within {} min", whole_or_decimal(standard))
            }
            Objective::Fewest(standard) => format!(
                "the fewest centres for {} min, {centres}",
                whole_or_decimal(standard)
            ),
            Objective::Longest => format!("{best} by longest time"),
        };
        let by = match &self.unreachable {
            Some(unreachable) => by + &unreachable.in_title(),
            None => by,
        };
        let subject_to = if self.subject_to.is_empty() {
            String::new()
        } else {
            format!(" with {}", self.subject_to)
        };
        format!(
            "{by}{subject_to} ({}, {})",
            self.objective.name(),
            self.proof()
        )
    }
}

/// The word for a status in files: `optimal`, `within-gap`, `time-limit`, `cancelled`.
#[must_use]
pub const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::WithinGap => "within-gap",
        Status::TimeLimit => "time-limit",
        Status::Cancelled => "cancelled",
    }
}

/// `solution.json`: the best layout, what it is worth and what is proven of it.
///
/// `value`, `lower_bound` and `upper_bound` are in `unit`, and `gap_percent` is theirs; the optimum lies
/// between the bounds. What is decided after it, the mean of a p-centre or the last of several
/// layouts, has its own in `then`. `status` is that of all of it.
/// A mean time that was minimised counts `unreachable` demand as `without_route` says;
/// `mean_minutes` is of those who can reach a centre.
#[must_use]
pub fn solution_json(answer: &Answer, data: &Dataset) -> Value {
    let number = |number: Option<f64>| number.map(|number| nearest(number, 6));
    let mut json = Map::new();
    let mut put = |key: &str, value: Value| {
        json.insert(key.to_owned(), value);
    };
    put("objective", json!(answer.objective.name()));
    let standard = answer.objective.standard();
    put("within_minutes", json!(standard.map(Minutes::as_f64)));
    put("centres", json!(answer.sites().len()));
    put("candidates", json!(answer.candidates));
    put("subject_to", json!(answer.subject_to));
    put("status", json!(status_word(answer.status)));
    put("unit", json!(answer.objective.unit()));
    put("value", json!(number(answer.value())));
    put("value_percent", json!(number(answer.value_percent)));
    let best = answer.layouts.first();
    let mean = best.and_then(|layout| layout.mean_minutes);
    put("mean_minutes", json!(number(mean)));
    let unreachable = best.map_or(0.0, |layout| layout.unreachable.as_f64());
    put("unreachable", json!(unreachable));
    let told = answer.unreachable.as_ref();
    put("without_route", json!(told.map(|told| told.to_json(data))));
    let [lower, upper] = answer.rounded_bounds(6);
    put("lower_bound", json!(lower));
    put("upper_bound", json!(upper));
    put("gap_percent", json!(gap_up(answer.gap_percent, 6)));
    put("gap_asked_percent", json!(number(answer.gap_asked_percent)));
    put("then", json!(answer.then.as_ref().map(Then::json)));
    put("sites", ids(data, answer.sites()));
    if answer.layouts.len() > 1 {
        let layouts = answer.layouts.iter().map(|layout| {
            json!({
                "value": number(layout.value),
                "mean_minutes": number(layout.mean_minutes),
                "unreachable": layout.unreachable.as_f64(),
                "sites": ids(data, &layout.sites),
            })
        });
        put("layouts", layouts.collect());
        put("sites_in_all_of_them", ids(data, &answer.in_all));
    }
    put("nodes", json!(answer.nodes));
    put("iterations", json!(answer.iterations));
    put("seconds", json!(nearest(answer.seconds, 3)));
    Value::Object(json)
}

pub(super) fn ids(data: &Dataset, sites: &[SiteIndex]) -> Value {
    sites
        .iter()
        .map(|&site| data.site(site).id.as_str())
        .collect()
}

/// `layouts.csv`: the layouts in the form that a study reads them: `layout,site_id`.
///
/// The first is called `name`, the second `name-2`, and so on. In a study, a layout with this
/// `file` and this `name` is the layout.
#[must_use]
pub fn layouts_table(answer: &Answer, name: &str, data: &Dataset) -> Table {
    let mut table = Table::new(["layout", "site_id"].map(String::from).to_vec());
    for (number, RankedLayout { sites, .. }) in answer.layouts.iter().enumerate() {
        let layout = match number {
            0 => name.to_owned(),
            _ => format!("{name}-{}", number + 1),
        };
        for &site in sites {
            table.push(vec![Cell::text(&layout), Cell::text(&data.site(site).id)]);
        }
    }
    table
}

/// Areas and groups that are named when there is no layout.
const NAMED: usize = 5;

/// A tenth of a unit of demand, in millionths.
const TENTH: u64 = 100_000;

fn tenths(tenths: u64) -> String {
    decimal(tenths as f64 / 10.0, 1)
}

/// Why there is no layout, with the names of those who stand in the way.
///
/// `groups` are the labels of the groups that have a floor.
#[must_use]
pub fn no_solution(cause: &NoSolution, data: &Dataset, groups: &[String]) -> String {
    let first = |names: Vec<String>| {
        let more = if names.len() > NAMED { ", …" } else { "" };
        let named: Vec<String> = names.into_iter().take(NAMED).collect();
        format!("{}{more}", named.join("; "))
    };
    match cause {
        NoSolution::Uncoverable { points, .. } if !points.is_empty() => {
            let name = |&point: &PointIndex| {
                let point = &data.points[point.get()];
                format!("{} ({})", point.name, point.id)
            };
            let names: Vec<String> = points.iter().map(name).collect();
            format!("{cause}; too far away: {}", first(names))
        }
        NoSolution::Floors {
            centres,
            standard,
            impossible,
            remedies,
        } => {
            let name = |group: u32| {
                let label = groups.get(group as usize);
                label.map_or_else(|| "a group".to_owned(), Clone::clone)
            };
            format!(
                "no layout of {centres} centres gives every group its floor within {standard}{}",
                remedies.in_words(impossible, *centres, *standard, &name)
            )
        }
        NoSolution::Volumes {
            nearest: Some(miss),
            ..
        } => {
            let name = |&(site, volume): &(SiteIndex, Demand)| {
                let name = &data.sites[site.get()].name;
                format!("{name} with {}", tenths(volume.millionths() / TENTH))
            };
            let names: Vec<String> = miss.outside.iter().map(name).collect();
            let VolumeLimits { min, max } = miss.eased;
            let min = min.map(|min| tenths(min.millionths() / TENTH));
            let max = max.map(|max| tenths(max.millionths().div_ceil(TENTH)));
            let eased = [
                min.map(|min| format!("at least {min}")),
                max.map(|max| format!("at most {max}")),
            ];
            let eased: Vec<String> = eased.into_iter().flatten().collect();
            format!(
                "{cause}. In the layout found nearest to the limits, outside them: {}. \
                 A layout was found with {} for every centre{}",
                first(names),
                eased.join(" and "),
                if miss.is_proven {
                    ", and no limit nearer by more than 0.01 % can be kept"
                } else {
                    "; that no nearer limit can be kept is not proven"
                }
            )
        }
        _ => cause.to_string(),
    }
}
