use super::{SimulatedRun, SimulationRun, simulation_answer, simulation_remarks};
use crate::document::{Cell, Column, Document, Table, Text};
use crate::render;
use crate::report::remarks::remarks;
use crate::simulate::{Cause, Figure, PairedDifference};
use crate::wording::{capitalised, or_dash, signed, thousands};

/// What `simulation.md` says: first what hours and staff do to the comparison of the layouts, then
/// what they do to each layout, then the tables.
#[must_use]
pub(crate) fn simulation_content(run: &SimulationRun) -> Document {
    let mut report = Document::new(&run.study.title);
    remarks(&mut report, run.study, run.dataset);
    for remark in simulation_remarks(run) {
        report.remark(Text::strong("Assumed:").then(&format!(" {remark}.")));
    }
    report.heading(2, "Hours, staff and chance");
    comparisons(&mut report, run);
    report.paragraph(knowledge(run));
    report.heading(2, "What hours and staff do to a layout");
    hours(&mut report, run);
    report.table(simulation_answer(run));
    report.heading(2, "Why patients are lost");
    report.table(causes(run));
    if let Some(table) = groups(run) {
        report.heading(2, "Where they live");
        report.table(table);
    }
    report
}

fn years(run: &SimulationRun) -> usize {
    let first = run.services.first();
    first.map_or(0, |service| service.result.years.len())
}

/// Each other layout against the base: a paragraph for the first scenario, and how the others change
/// the difference.
fn comparisons(report: &mut Document, run: &SimulationRun) {
    let base = &run.study.base_layout;
    let mut others: Vec<&str> = Vec::new();
    for service in run.services {
        if service.layout != *base && !others.contains(&service.layout.as_str()) {
            others.push(&service.layout);
        }
    }
    for layout in others {
        let of = run.services.iter().filter(|each| each.layout == layout);
        let pairs: Vec<(&SimulatedRun, PairedDifference)> = of
            .filter_map(|service| {
                let base = run.compared_with(service)?;
                let paired =
                    base.result
                        .paired(&service.result, Figure::Treated, run.confidence)?;
                Some((service, paired))
            })
            .collect();
        let Some(((first, paired), rest)) = pairs.split_first() else {
            continue;
        };
        let answer = format!(
            "{} instead of {}, with {}: {}.",
            render::layout_heading(run.study, layout),
            run.study.layout_title(base),
            first.scenario.title,
            difference(paired)
        );
        report.paragraph(Text::strong(answer));
        let item = |(service, paired): &(&SimulatedRun, PairedDifference)| {
            let text = format!(
                "{}: {}.",
                capitalised(&service.scenario.title),
                difference(paired)
            );
            Text::from(text.as_str())
        };
        report.list(rest.iter().map(item).collect());
    }
}

fn difference(paired: &PairedDifference) -> String {
    let change = paired.difference;
    let more = if change.estimate < 0.0 {
        "fewer"
    } else {
        "more"
    };
    let ahead = paired.second_is_higher.percent();
    format!(
        "{} {more} patients per year are given MT (95% interval {} to {}); it is ahead in {:.1}% of \
         the years ({:.1} to {:.1}%)",
        or_dash(Some(change.estimate.abs()), 1),
        signed(change.low, 1),
        signed(change.high, 1),
        ahead.estimate,
        ahead.low,
        ahead.high,
    )
}

fn knowledge(run: &SimulationRun) -> String {
    format!(
        "Every layout and scenario meets the same patients in each of {} simulated years, so the \
         differences are between equals. The intervals, and the share of the years, carry chance: \
         when patients call, how long each step takes, whether a suite or a helicopter is free. They \
         do not carry what is unknown, such as hours by centre, delays and the share of patients who \
         can be given MT; all of that is the same in every year.",
        years(run)
    )
}

/// The base layout, scenario by scenario, against its first scenario.
fn hours(report: &mut Document, run: &SimulationRun) {
    let base = &run.study.base_layout;
    let services = run.services.iter().filter(|each| each.layout == *base);
    let items = services.filter_map(|service| {
        let mean = |figure| {
            let interval = service.result.interval(figure, run.confidence);
            interval.map(|interval| interval.estimate)
        };
        let treated = mean(Figure::Treated)?;
        let against = run.compared_with(service).and_then(|first| {
            first
                .result
                .paired(&service.result, Figure::Treated, run.confidence)
        });
        let against = against.map_or(String::new(), |paired| {
            let change = paired.difference;
            format!(
                " ({} against the first, 95% interval {} to {})",
                signed(change.estimate, 1),
                signed(change.low, 1),
                signed(change.high, 1)
            )
        });
        let text = format!(
            "{}: {} patients per year are given MT{against}, {}% of those who could be; \
             {} come when no centre is open in time and {} find suite or team busy for too long.",
            capitalised(&service.scenario.title),
            thousands(treated),
            or_dash(mean(Figure::TreatedPercent), 1),
            or_dash(mean(Figure::Lost(Cause::Closed)), 1),
            or_dash(mean(Figure::Lost(Cause::Busy)), 1),
        );
        Some(Text::from(text.as_str()))
    });
    let items: Vec<Text> = items.collect();
    if !items.is_empty() {
        report.paragraph(format!("{}:", render::layout_heading(run.study, base)));
    }
    report.list(items);
}

fn causes(run: &SimulationRun) -> Table {
    let mut columns = vec![Column::new("layout"), Column::new("scenario")];
    columns.extend(Cause::ALL.map(|cause| Column::with_unit(cause.label(), "per year")));
    columns.push(Column::with_unit("wait for a suite", "min"));
    columns.push(Column::with_unit("for a team", "min"));
    columns.push(Column::with_unit("for opening", "min"));
    columns.push(Column::with_unit("wait at all", "% of treated"));
    let caption = "One row per layout and scenario: patients who could be given MT and are not, by \
                   cause, and mean waits of those who are.";
    let mut table = Table::new(caption, columns);
    for service in run.services {
        let cell = |figure| {
            let interval = service.result.interval(figure, run.confidence);
            Cell::decimal(interval.map(|interval| interval.estimate), 1)
        };
        let mut row = vec![
            Cell::from(service.layout.as_str()),
            Cell::from(service.scenario.name.as_str()),
        ];
        row.extend(Cause::ALL.map(|cause| cell(Figure::Lost(cause))));
        row.extend(
            [
                Figure::SuiteWait,
                Figure::TeamWait,
                Figure::OpeningWait,
                Figure::WaitedPercent,
            ]
            .map(cell),
        );
        table.push(row);
    }
    table
}

/// Share of the candidates of each group who are given MT, in the base layout.
fn groups(run: &SimulationRun) -> Option<Table> {
    let grouping = run.dataset.groupings.first()?;
    let base = &run.study.base_layout;
    let services: Vec<&SimulatedRun> = run
        .services
        .iter()
        .filter(|each| each.layout == *base)
        .collect();
    if services.is_empty() {
        return None;
    }
    let mut columns = vec![Column::new(grouping.title())];
    let names = services.iter().map(|each| each.scenario.name.as_str());
    columns.extend(names.map(|name| Column::with_unit(name, "%")));
    let caption = format!(
        "One row per {}: patients given MT in per cent of those who could be, {}, by scenario.",
        grouping.title(),
        run.study.layout_title(base)
    );
    let mut table = Table::new(caption.as_str(), columns);
    for (place, label) in grouping.labels().iter().enumerate() {
        let mut row = vec![Cell::from(label.as_str())];
        row.extend(services.iter().map(|service| {
            let [candidates, treated] = &service.result.groups[place];
            let share = treated.mean().zip(candidates.mean());
            let share = share.filter(|(_, all)| *all > 0.0);
            Cell::decimal(share.map(|(treated, all)| 100.0 * treated / all), 1)
        }));
        table.push(row);
    }
    Some(table)
}
