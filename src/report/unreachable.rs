use crate::load::{Dataset, Warning};
use crate::model::{PointIndex, SiteIndex, UnreachableRule};
use crate::optimise::PointDemand;
use crate::units::{Demand, Minutes};
use serde_json::{Value, json};

/// What an answer did with demand that has no route to some of the candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreachableDemand {
    /// The rule.
    pub rule: UnreachableRule,
    /// What each unit of unreachable demand counts as; `None` where the least of it comes first,
    /// or where the objective does not count it.
    pub cost: Option<Minutes>,
    /// The longest time from demand to a candidate.
    pub longest: Minutes,
    /// Whether layouts may differ in whom they reach.
    pub matters: bool,
    /// What the best layout leaves without a route and another would not.
    pub unreachable: PointDemand,
    /// What has no route to any candidate.
    pub without_route: PointDemand,
    /// What the rule leaves out of the question.
    pub left_out: PointDemand,
    /// What the other rules would choose.
    pub others: Vec<OtherRule>,
}

/// Another rule, and whether it would choose other sites.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherRule {
    /// The rule.
    pub rule: UnreachableRule,
    /// What it chooses.
    pub choice: OtherChoice,
}

/// What another rule would choose.
#[derive(Debug, Clone, PartialEq)]
pub enum OtherChoice {
    /// The same layout, or one that is as good by that rule: proven.
    Same,
    /// A layout that is better by that rule.
    Other {
        /// Its sites, ascending.
        sites: Vec<SiteIndex>,
        /// Mean time of those who can reach one of them.
        mean_minutes: Option<f64>,
        /// Demand that it leaves without a route and another layout would not.
        unreachable: Demand,
    },
    /// There is no layout by that rule.
    NoLayout,
    /// The budget ended before it was known.
    Undecided,
}

impl UnreachableDemand {
    /// What follows "by mean time" in a title; empty where layouts cannot differ in whom they
    /// reach.
    pub(super) fn in_title(&self) -> String {
        let left_out = match self.left_out.points.len() {
            0 => String::new(),
            1 => " without 1 area that lacks most routes".to_owned(),
            areas => format!(" without {areas} areas that lack most routes"),
        };
        let rule = match self.cost {
            Some(cost) if self.matters => {
                format!(" with unreachable demand at {}", minutes(cost))
            }
            None if self.matters && self.rule == UnreachableRule::Strict => {
                " after least unreachable demand".to_owned()
            }
            _ => String::new(),
        };
        left_out + &rule
    }

    /// What a reader of the answer must know, a sentence each; `unit` is the study's unit of
    /// demand, `best` the sites of the answer.
    #[must_use]
    pub fn sentences(&self, best: &[SiteIndex], data: &Dataset, unit: &str) -> Vec<String> {
        let mut sentences = Vec::new();
        if !self.unreachable.is_empty() {
            let who = who(&self.unreachable, data, unit);
            sentences.push(format!("{who} no route to a centre of the best layout"));
        } else if self.matters {
            sentences.push(format!(
                "The best layout reaches all {unit} that a candidate reaches"
            ));
        }
        if self.matters {
            sentences.push(self.rule_in_words());
        }
        if !self.without_route.is_empty() {
            sentences.push(format!(
                "{} no route to any candidate: the same in every layout, and not in its mean",
                who(&self.without_route, data, unit),
            ));
        }
        if !self.left_out.is_empty() {
            sentences.push(format!(
                "Left out of the question: {} no route to more than half of the candidates",
                who(&self.left_out, data, unit),
            ));
        }
        sentences.extend(self.others_in_words(best, data, unit));
        sentences
    }

    /// Whether the layout leaves anybody out, or another rule may choose another.
    #[must_use]
    pub fn is_notable(&self) -> bool {
        let differs = |other: &OtherRule| other.choice != OtherChoice::Same;
        !self.unreachable.is_empty() || self.others.iter().any(differs)
    }

    /// The rule, as a sentence.
    #[must_use]
    pub fn rule_in_words(&self) -> String {
        let multiple = UnreachableRule::MULTIPLE;
        let longest = minutes(self.longest);
        match (self.cost, self.rule) {
            (Some(cost), UnreachableRule::Cost(_)) => format!(
                "Each unit of demand without a route counts as {}, as asked for (the longest time \
                 to a candidate is {longest})",
                minutes(cost),
            ),
            (Some(cost), _) => format!(
                "Each unit of demand without a route counts as {}, {multiple} times the longest \
                 time to a candidate, {longest}",
                minutes(cost),
            ),
            (None, UnreachableRule::Strict) => "The least demand without a route comes first and \
                 the least time second, however few people it concerns"
                .to_owned(),
            (None, _) => "Demand without a route is not within any standard".to_owned(),
        }
    }

    fn others_in_words(&self, best: &[SiteIndex], data: &Dataset, unit: &str) -> Vec<String> {
        let name = |rule: UnreachableRule| match rule {
            UnreachableRule::Cost(cost) if cost == self.longest => {
                format!("`--unreachable {rule}` (the least cost)")
            }
            _ => format!("`--unreachable {rule}`"),
        };
        let with = |wanted: fn(&OtherChoice) -> bool| -> Vec<String> {
            let others = self.others.iter().filter(|other| wanted(&other.choice));
            others.map(|other| name(other.rule)).collect()
        };
        let mut sentences = Vec::new();
        for other in &self.others {
            if let OtherChoice::Other {
                sites,
                mean_minutes,
                unreachable,
            } = &other.choice
            {
                let mean = mean_minutes.map_or("–".to_owned(), |mean| format!("{mean:.1}"));
                sentences.push(format!(
                    "{} chooses other sites: {} (mean {mean} min, {unreachable:.1} {unit} without \
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

    /// As a warning for the report and `run.json`; `None` where there is nothing to know.
    #[must_use]
    pub fn warning(&self, best: &[SiteIndex], data: &Dataset, unit: &str) -> Option<Warning> {
        let sentences = self.sentences(best, data, unit);
        let count = self.unreachable.points.len()
            + self.without_route.points.len()
            + self.left_out.points.len();
        (!sentences.is_empty()).then(|| Warning::of_study(count, sentences.join(". ")))
    }

    /// As an object of `solution.json`.
    pub(super) fn to_json(&self, data: &Dataset) -> Value {
        let of = |part: &PointDemand| {
            json!({
                "demand": part.demand.as_f64(),
                "ids": part.points.iter().map(|&point| id(point, data)).collect::<Value>(),
            })
        };
        let others = self.others.iter().map(|other| {
            let mut json = json!({
                "rule": other.rule.to_string(),
                "choice": other.choice.word(),
            });
            if let OtherChoice::Other {
                sites,
                mean_minutes,
                unreachable,
            } = &other.choice
            {
                json["sites"] = super::solution::ids(data, sites);
                json["mean_minutes"] = json!(mean_minutes);
                json["unreachable"] = json!(unreachable.as_f64());
            }
            json
        });
        json!({
            "rule": self.rule.to_string(),
            "minutes": self.cost.map(Minutes::as_f64),
            "longest_minutes": self.longest.as_f64(),
            "in_this_layout": of(&self.unreachable),
            "in_every_layout": of(&self.without_route),
            "left_out": of(&self.left_out),
            "other_rules": others.collect::<Value>(),
        })
    }

    /// What other rules choose, for a cell: `strict: other; exclude: same`.
    pub(super) fn others_in_a_cell(&self) -> String {
        let words = self
            .others
            .iter()
            .map(|other| format!("{}: {}", other.rule, other.choice.word()));
        words.collect::<Vec<_>>().join("; ")
    }
}

impl OtherChoice {
    const fn word(&self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Other { .. } => "other",
            Self::NoLayout => "no-layout",
            Self::Undecided => "undecided",
        }
    }
}

/// Demand points that are named.
const NAMED: usize = 5;

fn id(point: PointIndex, data: &Dataset) -> &str {
    &data.points[point.get()].id
}

/// `1.0 people in 1 area (E1) have`.
fn who(part: &PointDemand, data: &Dataset, unit: &str) -> String {
    let areas = part.points.len();
    let ids: Vec<&str> = part
        .points
        .iter()
        .take(NAMED)
        .map(|&point| id(point, data))
        .collect();
    let more = if areas > NAMED { ", …" } else { "" };
    format!(
        "{:.1} {unit} in {areas} {} ({}{more}) have",
        part.demand,
        plural(areas, "area"),
        ids.join(", "),
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

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        noun.to_owned()
    } else {
        format!("{noun}s")
    }
}

fn minutes(time: Minutes) -> String {
    format!("{} min", super::run::whole_or_decimal(time))
}
