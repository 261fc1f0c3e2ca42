use crate::cli::print::whole;
use catchment::document::{Cell, Column, Table, aligned};
use catchment::load::Dataset;
use catchment::optimise::{Answer, EvaluatedAnswer, Expansion};
use catchment::report::{self, Explained, Run, unreachable_remark};
use catchment::run::{
    Growth, PatientHistories, Rotas, Sensitivity, Session, Simulated, WrittenGrid,
};
use catchment::study::Study;
use catchment::units::Measure;
use std::fmt::Write as _;
use std::path::Path;

/// The layouts of a run, and where the results are.
pub(crate) fn summary(run: &Run, output: &Path) -> String {
    let report = match run.study.travel.measure() {
        Measure::Minutes => "report.html",
        Measure::Cost(_) => "summary.csv",
    };
    let report = output.join(report);
    format!("{}Results: {}\n", report::overview(run), report.display())
}

/// What a search found and proved, and the sites.
pub(crate) fn solution(answer: &Answer, run: &Run) -> String {
    format!("\n{}\n", report::answer_lines(answer, run).join("\n"))
}

/// What the searches of a table chose from, and what they did with demand without a route, by number
/// of centres.
pub(crate) fn answers<'a>(
    answers: impl Iterator<Item = &'a Answer> + Clone,
    data: &Dataset,
    study: &Study,
) -> String {
    let first = answers.clone().next();
    let candidates = first.map(|answer| report::candidates_line(answer, data) + "\n");
    candidates.unwrap_or_default() + &unreachable(answers, data, study)
}

fn unreachable<'a>(
    answers: impl Iterator<Item = &'a Answer>,
    data: &Dataset,
    study: &Study,
) -> String {
    let title = |answer: &Answer| format!("centres: {}", answer.sites().len());
    let Some(remark) = unreachable_remark(answers, &title, data, study) else {
        return String::new();
    };
    let items = remark.items.iter().map(|item| format!("- {item}\n"));
    format!("{}\n{}", remark.sentences, items.collect::<String>())
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
    let mut columns = vec![Column::new("layout"), Column::new("centres")];
    columns.push(Column::with_known_unit("mean", "min"));
    let standards = options.standards.iter();
    columns.extend(standards.map(|s| Column::with_unit(format!("≤ {} min", s.as_f64()), "%")));
    let caption = format!(
        "One row per layout: minutes one way to the nearest centre by the {}, and shares of all \
         people.",
        if options.surface.is_some() {
            "friction surface"
        } else {
            "straight-line model"
        }
    );
    let mut table = Table::new(caption.as_str(), columns);
    for layout in &result.layouts {
        let total = layout.totals.total();
        let mut row = vec![
            layout.name.as_str().into(),
            Cell::count(layout.totals.by_centre.len()),
            Cell::decimal(total.mean_minutes(), 1),
        ];
        row.extend((0..total.within.len()).map(|s| Cell::decimal(total.within_percent(s), 1)));
        table.push(row);
    }
    let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    let mut text = format!(
        "{}: {} cells, {} people\n\n{}\n{caption}\n",
        options.input.display(),
        whole(result.cells as f64),
        whole(result.people.as_f64()),
        aligned(&table),
    );
    if result.nowhere.as_f64() > 0.0 {
        let nowhere = result.nowhere.as_f64();
        let _ = writeln!(
            text,
            "Not counted: {} people in cells outside the projection.",
            whole(nowhere)
        );
    }
    for layout in &result.layouts {
        let unreachable = layout.totals.unreachable.as_f64();
        if unreachable > 0.0 {
            let _ = writeln!(
                text,
                "{}: no centre can be reached by {} people, who are in the shares and not \
                 in the mean.",
                layout.name,
                whole(unreachable)
            );
        }
    }
    let _ = writeln!(text, "Results: {} ({})", folder.display(), names.join(", "));
    text
}

/// The best layout for every number of centres.
pub(crate) fn curve(
    study: &Study,
    results: &report::DataTable,
    remark: &str,
    output: &Path,
) -> String {
    let caption = "One row per number of centres, with its best layout.";
    without_sites(study, results, caption, remark, &output.join("curve.csv"))
}

/// The layouts that none dominates.
pub(crate) fn pareto(
    study: &Study,
    results: &report::DataTable,
    remark: &str,
    output: &Path,
) -> String {
    let caption = "One row per layout, from the shortest mean time to the other end.";
    without_sites(study, results, caption, remark, &output.join("pareto.csv"))
}

/// A table of layouts but for its last column.
fn without_sites(
    study: &Study,
    results: &report::DataTable,
    caption: &str,
    remark: &str,
    file: &Path,
) -> String {
    let shown = results.columns().len() - 1;
    let columns = results.columns()[..shown].iter();
    let columns = columns.map(|name| Column::new(name.replace('_', " ")));
    let mut table = Table::new(caption, columns.collect());
    for row in results.rows() {
        table.push(row[..shown].iter().map(for_people).collect::<Vec<_>>());
    }
    format!(
        "{}\n\n{}\n{caption}\n{remark}Results: {}\n",
        study.title,
        aligned(&table),
        file.display()
    )
}

/// A cell of a table of results.
fn for_people(cell: &report::DataCell) -> Cell {
    match cell {
        report::DataCell::Text(words) => words.into(),
        report::DataCell::Whole(count) => Cell::decimal(*count as f64, 0),
        report::DataCell::Number(number, decimals)
        | report::DataCell::Full {
            shown: number,
            decimals,
            ..
        } => Cell::at_most(*number, *decimals),
        report::DataCell::List(words) => words.join(" ").into(),
        report::DataCell::Empty => Cell::Missing,
    }
}

/// What adding centres one by one costs.
pub(crate) fn expansion(
    steps: &[Expansion<EvaluatedAnswer>],
    data: &Dataset,
    study: &Study,
) -> String {
    let standard = study.headline_standard();
    let minutes = study.standards[standard].as_f64();
    let measure = study.travel.measure();
    let unit = measure.symbol();
    let within = || Column::with_unit(format!("≤ {minutes} {unit}"), "%");
    let columns = vec![
        Column::new("centres"),
        Column::new("added"),
        Column::with_unit("one by one", unit),
        within(),
        Column::with_unit("together", unit),
        within(),
        Column::with_unit("free", unit),
        within(),
        Column::with_unit("cost of nesting", unit),
        Column::with_unit("cost of keeping", unit),
    ];
    let caption = format!(
        "One row per number of centres, with the {} of the best layouts: centres added one by one,\n\
         added together, and chosen freely.",
        measure.in_name("mean_minutes").replace('_', " "),
    );
    let mut table = Table::new(caption.as_str(), columns);
    for step in steps {
        let added = step.added.map_or("", |site| data.site(site).label.as_str());
        let mut row = vec![Cell::count(step.centres), added.into()];
        for best in step.each() {
            let share = best.evaluation.coverage.within_percent(standard);
            row.extend([
                Cell::decimal(best.answer.value(), 2),
                Cell::decimal(share, 1),
            ]);
        }
        row.extend([
            Cell::decimal(step.nesting_minutes(), 2),
            Cell::decimal(step.keeping_minutes(), 2),
        ]);
        table.push(row);
    }
    format!("{caption}\n\n{}\n", aligned(&table))
}

/// What was read, file by file, and what a reader of it should know.
pub(crate) fn input(session: &Session) -> String {
    let dataset = session.dataset();
    let label = session.source().label();
    let repairs = session.prepared().repairs.len();
    let mut text = format!(
        "{label}: {}\n\n{}\n",
        report::input_totals(dataset),
        aligned(&report::input_files_table(&dataset.report)),
    );
    for warning in &dataset.report.warnings {
        let _ = writeln!(text, "warning: {warning}");
    }
    for remark in report::input_remarks(&dataset.report) {
        let _ = writeln!(text, "- {remark}");
    }
    if let Some(road) = &dataset.report.road {
        let classes = report::road_classes(&road.network);
        let _ = writeln!(
            text,
            "\n{}\n{}",
            aligned(&classes),
            classes.caption().to_plain()
        );
    }
    if repairs > 0 {
        let _ = writeln!(text, "- {repairs} travel times repaired");
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
        let columns = ["min", "from", "to"].map(|name| Column::with_known_unit(name, "min"));
        let columns = [Column::new("leg")].into_iter().chain(columns);
        let columns = columns.chain([Column::new("source")]).collect();
        let mut legs = Table::new("One row per leg, in minutes after onset.", columns);
        for leg in &pathway.legs {
            let beside = if leg.critical { "" } else { " (meanwhile)" };
            legs.push([
                format!("  {}{beside}", leg.leg).into(),
                Cell::decimal(leg.minutes, 1),
                Cell::decimal(leg.start, 1),
                Cell::decimal(leg.end, 1),
                (&leg.source).into(),
            ]);
        }
        if !legs.rows().is_empty() {
            text.push_str(&aligned(&legs));
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

/// What happens to a patient in each service.
pub(crate) fn patient(histories: &PatientHistories) -> String {
    let mut text = format!("{}\n", histories.title());
    for table in histories.tables() {
        let _ = write!(
            text,
            "\n{}\n{}",
            table.caption().to_plain(),
            aligned(&table)
        );
    }
    text
}

/// Every layout in every scenario, and where the results are.
pub(crate) fn simulation(simulated: &Simulated, output: &Path) -> String {
    let run = simulated.run();
    let answer = report::simulation_answer(&run);
    let mut assumed = String::new();
    for remark in report::simulation_remarks(&run) {
        let _ = writeln!(assumed, "Assumed: {remark}.");
    }
    let precise = if simulated.is_precise {
        ""
    } else {
        "The number of replications was given, or is the most that the study allows: the differences \
         may be less precise than `half_width` asks for.\n"
    };
    format!(
        "{}\n\n{}\n{}\n{assumed}{precise}Results: {}\n",
        run.study.title,
        aligned(&answer),
        answer.caption().to_plain(),
        output.join("simulation.csv").display(),
    )
}

/// The clinicians of each layout, and where the results are.
pub(crate) fn rota(rotas: &Rotas, output: &Path) -> String {
    let run = rotas.run();
    let answer = report::rota_answer(&run);
    format!(
        "{}\n\n{}\n{}\nResults: {}\n",
        run.study.title,
        aligned(&answer),
        answer.caption().to_plain(),
        output.join("rota.csv").display(),
    )
}

/// The workforce, when regions reach the standards, and where the results are.
pub(crate) fn growth(growth: &Growth, output: &Path) -> String {
    let run = growth.run();
    let mut tables = vec![report::growth_answer(&run)];
    let reached = run.answer.reached.iter();
    tables.extend(reached.map(|standard| report::growth_support_answer(&run, standard)));
    let tables: Vec<String> = tables
        .iter()
        .map(|table| format!("{}\n{}\n", aligned(table), table.caption().to_plain()))
        .collect();
    format!(
        "{}\n\n{}\nResults: {}\n",
        run.study.title,
        tables.join("\n"),
        output.join("growth.csv").display(),
    )
}

/// The pairs of services with the inputs that matter most, and where the results are.
pub(crate) fn sensitivity(results: &Sensitivity, output: &Path) -> String {
    let answer = report::sensitivity_answer(results.run());
    format!(
        "{}\n{}\nResults: {}\n",
        aligned(&answer),
        answer.caption().to_plain(),
        output.join("sensitivity-tornado.csv").display(),
    )
}
