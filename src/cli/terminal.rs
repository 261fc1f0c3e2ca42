use catchment::load::Dataset;
use catchment::model::SiteIndex;
use catchment::optimise::{Answer, EvaluatedAnswer, Expansion, RankedLayout};
use catchment::report::{self, Explained, Run, Table, unreachable_rule, unreachable_sentences};
use catchment::run::{Session, WrittenGrid};
use catchment::study::Study;
use catchment::units::{Demand, TravelTime};
use std::fmt::Write as _;
use std::path::Path;

/// The layouts of a run as a table that fits a terminal, and where the results are.
pub(crate) fn summary(run: &Run, output: &Path) -> String {
    let mut header = vec!["layout".to_owned()];
    header.extend(["centres", "mean", "median", "p95", "longest"].map(String::from));
    header.extend(
        run.study
            .standards
            .iter()
            .map(|s| format!("≤{:.0} min", s.as_f64())),
    );
    let without_row = run.dataset.demand_without_row();
    let has_all_rows = run.dataset.without_row.is_empty();
    header.push("unreachable".to_owned());
    header.extend((!has_all_rows).then(|| "no row".to_owned()));
    let has_policy = run.study.centres.is_some();
    header.extend(has_policy.then(|| "clinicians".to_owned()));
    let mut rows = vec![header];
    for evaluation in run.evaluations {
        let coverage = &evaluation.coverage;
        let minutes = |time: Option<TravelTime>| number(time.map(TravelTime::as_f64), "");
        let mut row = vec![
            evaluation.layout.name().to_owned(),
            evaluation.layout.centres().to_string(),
            number(coverage.mean_minutes, ""),
            minutes(coverage.median),
            minutes(coverage.p95),
            minutes(coverage.longest),
        ];
        row.extend((0..run.study.standards.len()).map(|s| number(coverage.within_percent(s), "%")));
        row.push(format!("{:.1}", coverage.unreachable - without_row));
        row.extend((!has_all_rows).then(|| format!("{without_row:.1}")));
        let volumes = evaluation.volumes.as_ref();
        row.extend(volumes.map(|volumes| volumes.clinicians.to_string()));
        rows.push(row);
    }
    let mut text = format!("{}\n\n{}", run.study.title, aligned(&rows));
    let _ = writeln!(
        text,
        "\nOne row per layout: minutes one way to the nearest centre{}, and shares of all {:.0} \
         {}.\nResults: {}",
        times_of(run.study),
        run.dataset.demand(),
        run.study.population.demand_unit,
        output.join("report.md").display(),
    );
    text
}

/// Where the minutes come from, unless all come from a road table.
fn times_of(study: &Study) -> String {
    let caption = study.travel.caption();
    caption.map_or_else(String::new, |caption| format!(" ({caption})"))
}

/// What a search found and proved, and the sites.
pub(crate) fn solution(answer: &Answer, run: &Run) -> String {
    let data = run.dataset;
    let name = |&site: &SiteIndex| data.site(site).label.clone();
    let names = |sites: &[SiteIndex]| sites.iter().map(name).collect::<Vec<_>>().join(", ");
    let or_dash =
        |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
    let [lower, upper] = report::rounded_bounds(answer, 3);
    let mut text = format!(
        "\n{}: {} {}{}, bounds {} to {}; {} nodes, {} iterations, {:.2} s\n",
        report::answer_title(answer),
        answer.objective.unit().replace('_', " "),
        or_dash(answer.value()),
        answer
            .value_percent
            .map_or(String::new(), |percent| format!(" ({percent:.1}%)")),
        or_dash(lower),
        or_dash(upper),
        answer.nodes,
        answer.iterations,
        answer.seconds,
    );
    let _ = writeln!(text, "{}", names(answer.sites()));
    let unit = &run.study.population.demand_unit;
    let told = answer.unreachable.as_ref();
    let told = told.map(|told| unreachable_sentences(told, answer.sites(), data, unit));
    for sentence in told.unwrap_or_default() {
        let _ = writeln!(text, "{sentence}.");
    }
    if answer.layouts.len() > 1 {
        let differs = |layout: &RankedLayout| layout.unreachable > Demand::ZERO;
        let with_gaps = answer.layouts.iter().any(differs);
        for (number, layout) in answer.layouts.iter().enumerate().skip(1) {
            let new: Vec<SiteIndex> = layout
                .sites
                .iter()
                .copied()
                .filter(|s| !answer.sites().contains(s))
                .collect();
            let _ = writeln!(
                text,
                "{:>3}. {}: with {}{}",
                number + 1,
                or_dash(layout.value),
                names(&new),
                if with_gaps {
                    format!(
                        " (mean {} min for those who can reach a centre, {:.1} {unit} unreachable)",
                        or_dash(layout.mean_minutes),
                        layout.unreachable
                    )
                } else {
                    String::new()
                }
            );
        }
        let _ = writeln!(
            text,
            "In all {} layouts: {} sites: {}",
            answer.layouts.len(),
            answer.in_all.len(),
            names(&answer.in_all)
        );
    }
    text
}

/// What a table of best layouts did with demand without a route, number by number of centres.
pub(crate) fn unreachable<'a>(
    answers: impl Iterator<Item = &'a Answer>,
    data: &Dataset,
    study: &Study,
) -> String {
    let unit = &study.population.demand_unit;
    let told: Vec<_> = answers
        .filter_map(|answer| Some((answer, answer.unreachable.as_ref()?)))
        .collect();
    let Some((_, first)) = told.first() else {
        return String::new();
    };
    let mut lines: Vec<String> = told
        .iter()
        .filter(|(_, unreachable)| unreachable.is_notable())
        .map(|(answer, unreachable)| {
            let sentences =
                unreachable_sentences(unreachable, answer.sites(), data, unit).join(". ");
            format!("- centres: {}. {sentences}.\n", answer.sites().len())
        })
        .collect();
    lines.dedup();
    if lines.is_empty() {
        lines.push("Every rule chooses these sites, and they leave nobody else out.\n".to_owned());
    }
    format!(
        "Not every demand point has a route to every candidate. {}.\n{}",
        unreachable_rule(first),
        lines.concat()
    )
}

/// The layouts of a grid as a table that fits a terminal, and where the results are.
pub(crate) fn grid(grid: &WrittenGrid) -> String {
    let WrittenGrid {
        options,
        result,
        tables,
        folder,
        ..
    } = grid;
    let mut header = ["layout", "centres", "mean"].map(String::from).to_vec();
    let standards = options.standards.iter();
    header.extend(standards.map(|s| format!("≤{} min", s.as_f64())));
    let mut rows = vec![header];
    for layout in &result.layouts {
        let total = layout.totals.total();
        let mut row = vec![
            layout.name.clone(),
            layout.totals.by_centre.len().to_string(),
            number(total.mean_minutes(), ""),
        ];
        row.extend((0..total.within.len()).map(|s| number(total.within_percent(s), "%")));
        rows.push(row);
    }
    let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    let mut text = format!(
        "{}: {} cells, {:.0} people\n\n{}\nOne row per layout: minutes one way to the nearest \
         centre by the straight-line model, and shares of all people.\n",
        options.input.display(),
        result.cells,
        result.people.as_f64(),
        aligned(&rows),
    );
    if result.nowhere.as_f64() > 0.0 {
        let nowhere = result.nowhere.as_f64();
        let _ = writeln!(
            text,
            "Not counted: {nowhere:.0} people in cells outside the projection."
        );
    }
    let _ = writeln!(text, "Results: {} ({})", folder.display(), names.join(", "));
    text
}

/// The best layout for every number of centres.
pub(crate) fn curve(study: &Study, table: &Table, remark: &str, output: &Path) -> String {
    let shown = table.columns().len() - 1;
    let mut rows = vec![
        table.columns()[..shown]
            .iter()
            .map(|name| name.replace('_', " "))
            .collect::<Vec<_>>(),
    ];
    rows.extend(
        table
            .rows()
            .iter()
            .map(|row| row[..shown].iter().map(ToString::to_string).collect()),
    );
    format!(
        "{}\n\n{}\nOne row per number of centres, with its best layout.\n{remark}Results: {}\n",
        study.title,
        aligned(&rows),
        output.join("curve.csv").display()
    )
}

/// What adding centres one by one costs.
pub(crate) fn expansion(
    steps: &[Expansion<EvaluatedAnswer>],
    data: &Dataset,
    (standard, minutes): (usize, f64),
) -> String {
    let mut rows = vec![vec![
        "centres".to_owned(),
        "added".to_owned(),
        "one by one, min".to_owned(),
        format!("≤{minutes} min"),
        "together, min".to_owned(),
        format!("≤{minutes} min"),
        "free, min".to_owned(),
        format!("≤{minutes} min"),
        "cost of nesting, min".to_owned(),
        "cost of keeping, min".to_owned(),
    ]];
    for step in steps {
        let added = step.added.map(|site| data.site(site).label.clone());
        let mut row = vec![step.centres.to_string(), added.unwrap_or_default()];
        for best in step.each() {
            let share = best.evaluation.coverage.within_percent(standard);
            row.extend([two(best.answer.value()), number(share, "%")]);
        }
        row.extend([two(step.nesting_minutes()), two(step.keeping_minutes())]);
        rows.push(row);
    }
    format!(
        "One row per number of centres, with the mean minutes of the best layouts: centres added \
         one by one,\nadded together, and chosen freely.\n\n{}\n",
        aligned(&rows)
    )
}

fn two(number: Option<f64>) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.2}"))
}

/// What was read, file by file, and what a reader of it should know.
pub(crate) fn input(session: &Session) -> String {
    let dataset = session.dataset();
    let label = session.source().label();
    let repairs = session.prepared().repairs.len();
    let mut rows = vec![
        ["file", "rows", "refused", "columns used"]
            .map(String::from)
            .to_vec(),
    ];
    for file in &dataset.report.files {
        let refused: usize = file.rows_refused.iter().map(|(_, rows)| rows).sum();
        let columns: Vec<String> = file.columns.iter().map(ToString::to_string).collect();
        rows.push(vec![
            file.path.clone(),
            file.rows_read.to_string(),
            refused.to_string(),
            columns.join(", "),
        ]);
    }
    let mut text = format!(
        "{label}: {} demand points, {:.1} of demand, {} sites, {} layouts\n\n{}\n",
        dataset.points.len(),
        dataset.demand(),
        dataset.sites.len(),
        dataset.layouts.len(),
        aligned(&rows),
    );
    for warning in &dataset.report.warnings {
        let _ = writeln!(text, "warning: {warning}");
    }
    for remark in report::input_remarks(&dataset.report) {
        let _ = writeln!(text, "- {remark}");
    }
    if repairs > 0 {
        let _ = writeln!(text, "- {repairs} travel times repaired");
    }
    text
}

fn number(number: Option<f64>, unit: &str) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.1}{unit}"))
}

/// Columns as wide as their widest cell: the first to the left, numbers to the right.
fn aligned(rows: &[Vec<String>]) -> String {
    let widest = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let mut text = String::new();
    for row in rows {
        let last = row.len() - 1;
        for (column, cell) in row.iter().enumerate() {
            let width = widest(column).unwrap_or(0);
            let is_text = !rows
                .iter()
                .skip(1)
                .any(|row| row[column].starts_with(|c: char| c.is_ascii_digit() || c == '–'));
            let _ = match (column, is_text) {
                (0, _) => write!(text, "{cell:width$}"),
                (_, true) if column == last => write!(text, "  {cell}"),
                (_, true) => write!(text, "  {cell:width$}"),
                (_, false) => write!(text, "  {cell:>width$}"),
            };
        }
        text.push('\n');
    }
    text
}

/// One area's way to treatment, one table per pathway.
pub(crate) fn explained(explained: &Explained) -> String {
    let mut text = format!(
        "{} ({}), layout {}: minutes after onset\n",
        explained.name, explained.id, explained.layout
    );
    for pathway in &explained.pathways {
        let _ = writeln!(text, "\n{}: {}", pathway.pathway, pathway.summary);
        let header = ["leg", "min", "from", "to", "source"].map(String::from);
        let mut rows = vec![header.to_vec()];
        for leg in &pathway.legs {
            let beside = if leg.critical { "" } else { " (meanwhile)" };
            rows.push(vec![
                format!("  {}{beside}", leg.leg),
                format!("{:.1}", leg.minutes),
                format!("{:.1}", leg.start),
                format!("{:.1}", leg.end),
                leg.source.clone(),
            ]);
        }
        if rows.len() > 1 {
            text.push_str(&aligned(&rows));
        }
        let ends = [("IVT", pathway.ivt_minutes), ("MT", pathway.mt_minutes)];
        let ends: Vec<String> = ends
            .into_iter()
            .filter_map(|(name, minutes)| Some(format!("{name} {:.1} min", minutes?)))
            .collect();
        if !ends.is_empty() {
            let _ = writeln!(text, "  {} after onset", ends.join(", "));
        }
    }
    text
}
