//! Points that weigh nothing.

use crate::load::Warning;
use crate::model::DemandPoint;
use crate::units::Demand;

/// Share of the points without demand above which the column is perhaps another one, or empty:
/// small areas without a single event a year are common (1% of England's), most areas without any
/// are not.
const MOST_WITHOUT: f64 = 0.5;

/// Says where most points have no demand.
pub(super) fn warnings(file: &str, points: &[DemandPoint]) -> Vec<Warning> {
    let without = points
        .iter()
        .filter(|point| point.demand == Demand::ZERO)
        .map(|point| &point.id);
    let count = without.clone().count();
    if count as f64 <= MOST_WITHOUT * points.len() as f64 {
        return Vec::new();
    }
    let warning = Warning::of_file(
        file,
        count,
        format!(
            "{count} of {} demand points have a demand of 0",
            points.len()
        ),
    );
    vec![
        warning
            .examples(without)
            .advice("they count in no mean and no share; is this the right column?"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(demand: &[f64]) -> Vec<DemandPoint> {
        let point = |(number, &demand): (usize, &f64)| DemandPoint {
            id: format!("A{number}"),
            name: String::new(),
            position: None,
            population: None,
            demand: Demand::try_new(demand).unwrap(),
        };
        demand.iter().enumerate().map(point).collect()
    }

    #[test]
    fn most_points_without_demand_are_said_and_a_few_are_not() {
        let said = warnings("p.csv", &points(&[0.0, 0.0, 3.0]));
        assert_eq!(said.len(), 1);
        assert_eq!((said[0].count, said[0].examples.len()), (2, 2));
        assert_eq!(warnings("p.csv", &points(&[0.0, 2.0, 3.0])), []);
        assert_eq!(warnings("p.csv", &points(&[0.0, 2.0])), []);
        assert_eq!(warnings("p.csv", &[]), []);
    }
}
