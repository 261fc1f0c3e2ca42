use crate::growth::{Support, first_year_with};
use crate::render::{Fan, FanChart, Picture, YearLines, YearPanels};
use crate::report::{GrowthCase, GrowthRun};
use crate::wording::{capitalised, decimal, plural, thousands};

/// More regions than this are not drawn: those with the least demand are left out.
const MOST_REGIONS: usize = 24;

/// Years that are drawn of regions whose coverage no longer changes, and of all regions.
const AFTER: usize = 3;
const FEWEST: usize = 6;

/// The workforce from year to year, and what its hours cover in each region.
pub(super) fn pictures(run: &GrowthRun) -> Vec<Picture> {
    clinicians(run).into_iter().chain(regions(run)).collect()
}

/// The cases of the first policy, of which every support has one.
fn cases<'a>(run: &GrowthRun<'a>) -> Vec<&'a GrowthCase> {
    let cases = &run.answer.cases;
    let first = cases.first().map(|case| &case.policy);
    let of_first = |case: &&GrowthCase| Some(&case.policy) == first;
    cases.iter().filter(of_first).collect()
}

fn clinicians(run: &GrowthRun) -> Option<Picture> {
    // Networks and helicopters do not change how many clinicians there are.
    let changes =
        |case: &&GrowthCase| matches!(case.support, Support::Nothing | Support::TrainingPlaces);
    let panels: Vec<Fan> = cases(run).into_iter().filter(changes).map(fan).collect();
    let first = run.answer.cases.first()?;
    let targets = first.bands.targets.iter();
    let draws = run.study.growth.as_ref().map_or(0, |choice| choice.draws);
    FanChart {
        name: "growth-clinicians".to_owned(),
        title: "Clinicians from year to year".to_owned(),
        subtitle: if draws == 0 {
            "Without draws of the uncertain numbers".to_owned()
        } else {
            format!(
                "Bands: {} of the uncertain numbers; they carry what is unknown, not chance",
                format_args!("{} {}", thousands(f64::from(draws)), plural(draws, "draw"))
            )
        },
        axis: "Clinicians at the end of the year".to_owned(),
        bands: [
            "9 of 10 draws (5% to 95%)".to_owned(),
            "half of the draws (25% to 75%)".to_owned(),
            "median of the draws".to_owned(),
        ],
        likeliest: "every number at its likeliest value".to_owned(),
        marks: targets.map(|target| f64::from(target.clinicians)).collect(),
        panels,
    }
    .draw(run.study)
}

fn fan(case: &GrowthCase) -> Fan {
    let years = case.years.iter().map(|year| year.workforce);
    let workforce: Vec<_> = years.collect();
    let targets = case.bands.targets.iter().map(|target| {
        let year = |year: Option<u32>| year.map_or_else(|| "later".to_owned(), |y| y.to_string());
        let likeliest = year(first_year_with(&workforce, target.clinicians));
        let [first, .., last] = target.years.map(year);
        let clinicians = thousands(f64::from(target.clinicians));
        format!("{clinicians} clinicians: {likeliest}; 9 of 10 draws: {first} to {last}")
    });
    Fan {
        title: capitalised(case.support.label()),
        notes: targets.collect(),
        likeliest: workforce
            .iter()
            .map(|year| (year.year, year.stock))
            .collect(),
        quantiles: case
            .bands
            .years
            .iter()
            .map(|band| (band.year, band.stock))
            .collect(),
    }
}

fn regions(run: &GrowthRun) -> Option<Picture> {
    let answer = run.answer;
    let cases = cases(run);
    let first = cases.first()?;
    let demand = &first.years.first()?.service.expected.demand;
    let share = |case: &GrowthCase, region| -> Option<Vec<f64>> {
        let years = case.years.iter();
        years
            .map(|year| Some(100.0 * year.service.expected.share(region)?))
            .collect()
    };
    // Without demand nothing is covered or not.
    let mut shown: Vec<usize> = (0..answer.regions.len().min(demand.len()))
        .filter(|&region| demand[region] > 0.0)
        .collect();
    let all = shown.len();
    if all > MOST_REGIONS {
        shown.sort_by(|&a, &b| demand[b].total_cmp(&demand[a]).then(a.cmp(&b)));
        shown.truncate(MOST_REGIONS);
        shown.sort_unstable();
    }
    let which = if all > MOST_REGIONS {
        format!("; the {MOST_REGIONS} of {all} regions with the most demand")
    } else {
        String::new()
    };
    let panels: Vec<YearLines> = shown
        .into_iter()
        .filter_map(|region| {
            let percent = cases.iter().map(|case| share(case, region));
            Some(YearLines {
                title: answer.regions[region].clone(),
                percent: percent.collect::<Option<_>>()?,
            })
        })
        .collect();
    let years: Vec<u32> = first.years.iter().map(|year| year.workforce.year).collect();
    let lines = panels.iter().flat_map(|panel| &panel.percent);
    let changing = lines.map(|line| changing(line)).max().unwrap_or(0);
    let end = (changing + AFTER).max(FEWEST).min(years.len());
    let unchanged = match years.last() {
        Some(last) if end < years.len() => format!("; unchanged until {last}"),
        _ => String::new(),
    };
    let minutes = decimal(answer.standard.as_f64(), 2);
    let required = 100.0 * answer.required.as_f64();
    YearPanels {
        name: "growth-regions".to_owned(),
        title: format!("Demand with an open centre within {minutes} min, by {}", answer.grouping_title),
        subtitle: format!(
            "Share of demand at the hour at which it arises; layout {}, clinicians assigned by {}{which}{unchanged}",
            answer.layout, first.policy
        ),
        lines: cases.iter().map(|case| capitalised(case.support.label())).collect(),
        years: years[..end].to_vec(),
        mark: (required, format!("{}%: the share that a region must reach", decimal(required, 1))),
        panels,
    }
    .draw(run.study)
}

/// How many years it takes a line to reach what it then keeps, by what can be seen.
fn changing(percent: &[f64]) -> usize {
    const SEEN: f64 = 0.05;
    let last = percent.last().copied().unwrap_or(0.0);
    let differs = |&value: &f64| (value - last).abs() > SEEN;
    percent
        .iter()
        .rposition(differs)
        .map_or(0, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_changes_until_it_keeps_its_last_value() {
        assert_eq!(changing(&[50.0, 60.0, 60.0, 70.0, 70.01, 70.0]), 3);
        assert_eq!(changing(&[70.0, 60.0, 70.0]), 2);
        assert_eq!(changing(&[70.0; 4]), 0);
        assert_eq!(changing(&[]), 0);
    }
}
