//! Laws of what happens to each patient.

use super::super::replication::replicate_with_history;
use super::*;

proptest! {
    /// Nobody's record depends on whether a history is kept, and the history is one life for each
    /// patient: one call, times that never go back, and one end, which the record has counted.
    #[test]
    fn histories_are_what_was_counted(
        fixture in fixture(), limits in any_limits(), seed in 0_u32..1_000, yearly in 1.0..300.0_f64,
    ) {
        let population = Population::default();
        let settings = [setting(Pathway::DripAndShip, &population)];
        let (acceptance, centres) = limits.of(fixture.mt.len());
        let routes = routes(&fixture, &settings, &acceptance);
        let service = setup(&routes, &acceptance, &centres, &population);
        let points = fixture.matrix.origins();
        let (candidates, lead) = (vec![yearly; points], vec![600_000; points]);
        let all = patients(&candidates, &lead, &Durations::default());
        let draws = Draws::new(seed, 1);
        let mut drawn = Vec::new();
        all.draw(draws, &mut drawn);
        let (record, entries) = replicate_with_history(&service, &all, &drawn, draws);
        prop_assert_eq!(&record, &replicate(&service, &all, &drawn, draws));

        let histories: Vec<&[Entry]> = entries
            .chunk_by(|a, b| (a.patient.point, a.patient.number) == (b.patient.point, b.patient.number))
            .collect();
        prop_assert_eq!(histories.len(), drawn.len());
        let (mut treated, mut lost, mut onward) = (0, 0, 0);
        for history in histories {
            prop_assert!(history.is_sorted_by_key(|entry| entry.time));
            let is = |kind: &str| history.iter().filter(|entry| entry.event.key() == kind).count();
            prop_assert_eq!(is("call"), 1);
            prop_assert_eq!(is("puncture") + is("lost"), 1);
            prop_assert_eq!(is("puncture"), is("case_ends"));
            prop_assert_eq!(is("onset"), usize::from(history[0].patient.onset_known));
            let last = history[history.len() - 1];
            prop_assert!(["lost", "case_ends"].contains(&last.event.key()));
            for entry in history {
                if let PatientEvent::Puncture { opening_wait, suite_wait, team_wait, .. } = entry.event {
                    let ready = history.iter().rfind(|e| e.event.key() == "ready").unwrap();
                    prop_assert_eq!(entry.time - ready.time, opening_wait + suite_wait + team_wait);
                }
            }
            if CALENDAR.counts(history[0].patient.call) {
                treated += is("puncture") as u64;
                lost += is("lost") as u64;
                onward += is("sent_on") as u64;
            }
        }
        prop_assert_eq!(record.treated, 1_000_000 * treated);
        prop_assert_eq!(record.lost.total(), 1_000_000 * lost);
        prop_assert_eq!(record.onward, 1_000_000 * onward);
    }

    /// Where all centres are always open nobody is lost to closed ones, though teams at home have to
    /// come.
    #[test]
    fn open_centres_lose_nobody_to_hours(
        fixture in fixture(), limits in any_limits(), seed in 0_u32..1_000,
    ) {
        let population = Population::default();
        let settings = [setting(Pathway::DripAndShip, &population)];
        let (_, centres) = limits.of(fixture.mt.len());
        let acceptance = Acceptance::always(fixture.mt.len());
        let routes = routes(&fixture, &settings, &acceptance);
        let mut service = setup(&routes, &acceptance, &centres, &population);
        service.window = TravelTime::from_whole(150);
        let points = fixture.matrix.origins();
        let (candidates, lead) = (vec![200.0; points], vec![600_000; points]);
        let mobilisation = Distribution::Fixed { minutes: 60.0 };
        let durations = Durations::default().with(Step::Mobilisation, mobilisation).unwrap();
        let all = patients(&candidates, &lead, &durations);
        let draws = Draws::new(seed, 1);
        let mut drawn = Vec::new();
        all.draw(draws, &mut drawn);
        let record = replicate(&service, &all, &drawn, draws);
        prop_assert_eq!(record.lost.get(Cause::Closed), 0);
    }
}
