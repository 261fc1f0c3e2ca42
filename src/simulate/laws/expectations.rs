//! Laws of the expectations without queues.

use super::super::uncertain::UncertainValues;
use super::*;

/// Expectations are the mean of many replications in which nobody waits for another: of hours that
/// close, teams at home and a wait for opening.
#[test]
fn expectations_are_the_mean_of_replications_without_queues() {
    let population = Population::default();
    let fixture = one_centre();
    let settings = [setting(Pathway::DripAndShip, &population)];
    let limits = Limits {
        opens: 8,
        length: 11,
        wait: 1,
        suites: u32::MAX,
        teams: u32::MAX,
    };
    let (acceptance, centres) = limits.of(1);
    let centres: Vec<_> = centres
        .iter()
        .map(CentreResources::without_queues)
        .collect();
    let routes = routes(&fixture, &settings, &acceptance);
    let service = setup(&routes, &acceptance, &centres, &population);
    let (yearly, lead) = ([300.0, 200.0], [1_500_000, 1_500_000]);
    let all = patients(&yearly, &lead, &Durations::default());
    let mut shares = Vec::new();
    all.expectations(20_000, &mut shares);
    let expected = replicate(&service, &all, &shares, Draws::new(0, 0));
    let candidates = expected.candidates as f64 / 1e6;
    assert!((candidates - 500.0).abs() < 0.5, "{candidates}");
    let result = simulate(&all, &[service], &plan(400, vec![]), &mut |_| true);
    let interval = result.services[0].interval(Figure::Treated, 0.999).unwrap();
    let treated = expected.treated as f64 / 1e6;
    assert!(interval.contains(treated), "{treated} {interval:?}");
    assert!(
        interval.high - interval.low < 0.03 * treated,
        "{interval:?}"
    );
}

/// An input that acts only where patients wait for each other changes no expectation; others do.
#[test]
fn inputs_of_queues_do_not_move_expectations() {
    use crate::simulate::{SimulationChoices, UncertainInput};
    let choices = SimulationChoices::default();
    let population = Population::default();
    let fixture = one_centre();
    let settings = [setting(Pathway::DripAndShip, &population)];
    let acceptance = Acceptance::always(1);
    let routes = routes(&fixture, &settings, &acceptance);
    let centres = [CentreResources::unlimited()];
    let service = setup(&routes, &acceptance, &centres, &population);
    let treated = |input: UncertainInput, value: f64| {
        let values = UncertainValues::of_study(&choices).with(input, value);
        let (yearly, lead) = ([300.0, 200.0], [1_500_000, 1_500_000]);
        let all = patients(&yearly, &lead, &values.choices.durations);
        let mut shares = Vec::new();
        all.expectations(5_000, &mut shares);
        replicate(&service, &all, &shares, Draws::new(0, 0)).treated
    };
    for step in [
        Step::Case,
        Step::Turnaround,
        Step::Onward,
        Step::DoorToReady,
    ] {
        let input = UncertainInput::Duration(step);
        let [short, long] = [20.0, 90.0].map(|minutes| treated(input, minutes));
        assert_eq!(short == long, input.is_of_queues(), "{step:?}");
    }
}
