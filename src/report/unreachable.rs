use super::site_ids::ids;
use crate::load::{Dataset, Warning};
use crate::model::{PointIndex, SiteIndex, UnreachableRule};
use crate::optimise::{Answer, OtherChoice, PointDemand, UnreachableDemand};
use crate::study::Study;
use crate::units::{Measure, TravelTime};
use crate::wording::{counted, first_of, listed, or_dash};
use serde_json::{Value, json};

/// What follows "by mean time" in a title; empty if all layouts reach the same
/// demand.
pub(super) fn unreachable_in_title(told: &UnreachableDemand, measure: &Measure) -> String {
    let left_out = match told.left_out.points.len() {
        0 => String::new(),
        count => {
            let lack = if count == 1 { "lacks" } else { "lack" };
            format!(
                " without {} that {lack} most routes",
                counted(count, "area")
            )
        }
    };
    let rule = match told.cost {
        Some(cost) if told.matters => {
            format!(" with unreachable demand at {}", written(cost, measure))
        }
        None if told.matters && told.rule == UnreachableRule::Strict => {
            " after least unreachable demand".to_owned()
        }
        _ => String::new(),
    };
    left_out + &rule
}

/// What a reader of the answer must know, as sentences; `best` are the sites of the answer.
#[must_use]
pub(super) fn unreachable_sentences(
    told: &UnreachableDemand,
    best: &[SiteIndex],
    data: &Dataset,
    study: &Study,
) -> Vec<String> {
    let unit = study.population.demand_unit.as_str();
    let measure = study.travel.measure();
    let mut sentences = Vec::new();
    if !told.unreachable.is_empty() {
        let who = who(&told.unreachable, data, unit);
        sentences.push(format!("No route to a centre of the best layout: {who}"));
    } else if told.matters {
        sentences.push(format!(
            "The best layout reaches all {unit} that a candidate reaches"
        ));
    }
    if told.matters {
        sentences.push(unreachable_rule(told, &measure));
    }
    if !told.without_route.is_empty() {
        let no_route = if data.without_row.is_empty() {
            "No route"
        } else {
            match measure {
                Measure::Minutes => "No travel time",
                Measure::Cost(_) => "No cost",
            }
        };
        sentences.push(format!(
            "{no_route} to any candidate, the same in every layout and not in its mean: {}",
            who(&told.without_route, data, unit),
        ));
    }
    if !told.left_out.is_empty() {
        sentences.push(format!(
            "Left out, with no route to more than half of the candidates: {}",
            who(&told.left_out, data, unit),
        ));
    }
    sentences.extend(others_in_words(told, best, data, study));
    sentences
}

/// What several searches did with demand without a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreachableRemark {
    /// The rule, and whether any other rule matters.
    pub sentences: String,
    /// The answers for which another rule matters, or that leave somebody out.
    pub items: Vec<String>,
}

/// What several searches did with demand without a route; `None` if all demand points have a route
/// to every candidate. `title` names an answer.
#[must_use]
pub fn unreachable_remark<'a>(
    answers: impl Iterator<Item = &'a Answer>,
    title: &dyn Fn(&Answer) -> String,
    data: &Dataset,
    study: &Study,
) -> Option<UnreachableRemark> {
    let with_gaps = answers.filter_map(|answer| Some((answer, answer.unreachable.as_ref()?)));
    let with_gaps: Vec<_> = with_gaps.collect();
    let (_, first) = with_gaps.first()?;
    let notable = with_gaps.iter().filter(|(_, gap)| gap.is_notable());
    let mut items: Vec<String> = notable
        .map(|(answer, gap)| {
            let sentences = unreachable_sentences(gap, answer.sites(), data, study);
            format!("{}: {}.", title(answer), sentences.join(". "))
        })
        .collect();
    items.dedup();
    let mut sentences = format!(
        "Not every demand point has a route to every candidate. {}.",
        unreachable_rule(first, &study.travel.measure())
    );
    if items.is_empty() {
        sentences += " Every rule chooses the same sites, and they leave nobody else out.";
    }
    Some(UnreachableRemark { sentences, items })
}

/// The rule, as a sentence.
fn unreachable_rule(told: &UnreachableDemand, measure: &Measure) -> String {
    let multiple = UnreachableRule::MULTIPLE;
    let (longest, noun) = (written(told.longest, measure), measure.noun());
    let most = match measure {
        Measure::Minutes => "longest",
        Measure::Cost(_) => "highest",
    };
    match (told.cost, told.rule) {
        (Some(cost), UnreachableRule::Cost(_)) => format!(
            "Each unit of demand without a route counts as {}, as requested (the {most} {noun} to a \
             candidate is {longest})",
            written(cost, measure),
        ),
        (Some(cost), _) => format!(
            "Each unit of demand without a route counts as {}, {multiple} times the {most} \
             {noun} to a candidate, {longest}",
            written(cost, measure),
        ),
        (None, UnreachableRule::Strict) => format!(
            "Demand without a route is minimised first and {noun} second, however few people this \
             concerns"
        ),
        (None, _) => "Demand without a route is not within any standard".to_owned(),
    }
}

fn others_in_words(
    told: &UnreachableDemand,
    best: &[SiteIndex],
    data: &Dataset,
    study: &Study,
) -> Vec<String> {
    let unit = study.population.demand_unit.as_str();
    let measure = study.travel.measure();
    let symbol = measure.symbol();
    let name = |rule: UnreachableRule| match rule {
        UnreachableRule::Cost(cost) if cost == told.longest => {
            format!("`--unreachable {rule}` (the smallest cost)")
        }
        _ => format!("`--unreachable {rule}`"),
    };
    let with = |wanted: fn(&OtherChoice) -> bool| -> Vec<String> {
        let others = told.others.iter().filter(|other| wanted(&other.choice));
        others.map(|other| name(other.rule)).collect()
    };
    let mut sentences = Vec::new();
    for other in &told.others {
        if let OtherChoice::Other {
            sites,
            mean_minutes,
            unreachable,
        } = &other.choice
        {
            let mean = or_dash(*mean_minutes, 1);
            sentences.push(format!(
                "{} chooses other sites: {} (mean {mean} {symbol}, {unreachable:.1} {unit} without \
                 a route)",
                name(other.rule),
                exchanged(best, sites, data),
            ));
        }
    }
    let same = with(|choice| *choice == OtherChoice::Same);
    if !same.is_empty() {
        let verb = if same.len() == 1 { "chooses" } else { "choose" };
        sentences.push(format!("{} {verb} the same sites", listed(&same)));
    }
    let none = with(|choice| *choice == OtherChoice::NoLayout);
    if !none.is_empty() {
        sentences.push(format!("There is no layout with {}", listed(&none)));
    }
    let undecided = with(|choice| *choice == OtherChoice::Undecided);
    if !undecided.is_empty() {
        let rules = listed(&undecided);
        sentences.push(format!(
            "It was not decided in time whether {rules} would choose other sites"
        ));
    }
    sentences
}

/// As a warning for the report and `run.json`; `None` if there is nothing to know.
#[must_use]
pub(crate) fn unreachable_warning(
    told: &UnreachableDemand,
    best: &[SiteIndex],
    data: &Dataset,
    study: &Study,
) -> Option<Warning> {
    let sentences = unreachable_sentences(told, best, data, study);
    let count = told.unreachable.points.len()
        + told.without_route.points.len()
        + told.left_out.points.len();
    (!sentences.is_empty()).then(|| Warning::of_study(count, sentences.join(". ")))
}

/// As an object of `solution.json`.
pub(super) fn unreachable_json(told: &UnreachableDemand, data: &Dataset) -> Value {
    let of = |part: &PointDemand| {
        json!({
            "demand": part.demand.as_f64(),
            "ids": part.points.iter().map(|&point| id(point, data)).collect::<Value>(),
        })
    };
    let others = told.others.iter().map(|other| {
        let mut json = json!({
            "rule": other.rule.to_string(),
            "choice": choice_word(&other.choice),
        });
        if let OtherChoice::Other {
            sites,
            mean_minutes,
            unreachable,
        } = &other.choice
        {
            json["sites"] = ids(data, sites);
            json["mean_minutes"] = json!(mean_minutes);
            json["unreachable"] = json!(unreachable.as_f64());
        }
        json
    });
    json!({
        "rule": told.rule.to_string(),
        "minutes": told.cost.map(TravelTime::as_f64),
        "longest_minutes": told.longest.as_f64(),
        "in_this_layout": of(&told.unreachable),
        "in_every_layout": of(&told.without_route),
        "left_out": of(&told.left_out),
        "other_rules": others.collect::<Value>(),
    })
}

/// What other rules choose, for a cell: `strict: other; exclude: same`.
pub(super) fn others_in_a_cell(told: &UnreachableDemand) -> String {
    let words = told
        .others
        .iter()
        .map(|other| format!("{}: {}", other.rule, choice_word(&other.choice)));
    words.collect::<Vec<_>>().join("; ")
}

const fn choice_word(choice: &OtherChoice) -> &'static str {
    match choice {
        OtherChoice::Same => "same",
        OtherChoice::Other { .. } => "other",
        OtherChoice::NoLayout => "no-layout",
        OtherChoice::Undecided => "undecided",
    }
}

/// Demand points that are named.
const NAMED: usize = 5;

fn id(point: PointIndex, data: &Dataset) -> &str {
    &data.points[point.get()].id
}

/// `1.0 people in 1 area (E1)`.
fn who(part: &PointDemand, data: &Dataset, unit: &str) -> String {
    let ids = part.points.iter().map(|&point| id(point, data));
    format!(
        "{:.1} {unit} in {} ({})",
        part.demand,
        counted(part.points.len(), "area"),
        first_of(ids, NAMED),
    )
}

fn exchanged(best: &[SiteIndex], sites: &[SiteIndex], data: &Dataset) -> String {
    let names = |some: &[SiteIndex], without: &[SiteIndex]| -> String {
        let new = some.iter().filter(|site| !without.contains(site));
        let names: Vec<&str> = new.map(|&site| data.site(site).label.as_str()).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    };
    format!("{} instead of {}", names(sites, best), names(best, sites))
}

fn written(time: TravelTime, measure: &Measure) -> String {
    let number = super::run::whole_or_decimal(time);
    format!("{number} {}", measure.symbol())
}
