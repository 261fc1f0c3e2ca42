//! National optima against those of another solver.
//!
//! `tests/reference/optimise-england.csv` was made by `benches/peers/optimise_oracle.py`: `HiGHS` on
//! models that the script builds itself from the files in `data/england`.
use catchment::load::Wanted;
use catchment::optimise::{
    Budget, CoverTarget, Floors, LocationProblem, NoSolution, Remedy, Status, Ties, lscp, mclp,
    p_median, p_median_with_floors,
};
use catchment::run::{Session, Silent, StudySource};
use catchment::units::{Demand, DemandMinutes, Share, TravelTime};

/// Every optimum is proven and equals the other solver's, to the last millionth.
#[test]
fn national_optima_are_those_of_another_solver() {
    let source = StudySource::built_in().unwrap();
    let session = Session::open(source, Wanted { drawing: false }, &mut Silent).unwrap();
    let prepared = session.prepared();
    let demand: Vec<Demand> = prepared
        .dataset
        .points
        .iter()
        .map(|point| point.demand)
        .collect();
    let candidates = prepared.dataset.layout("all-ivt").unwrap().sites().to_vec();
    let problem = LocationProblem::try_new(&prepared.matrix, &demand)
        .unwrap()
        .candidates(&candidates)
        .unwrap();
    // The reference is in millionths × seconds, and times of the data are whole seconds.
    let in_seconds = |value: DemandMinutes| {
        assert!(value.raw().is_multiple_of(1_000), "{value:?}");
        value.raw() / 1_000
    };
    let reference = include_str!("../reference/optimise-england.csv");
    let mut compared = 0;
    for line in reference.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |field: usize| fields[field].parse::<u128>().unwrap();
        let centres = usize::try_from(number(2)).unwrap();
        let standard = TravelTime::from_whole(u32::try_from(number(1)).unwrap());
        let budget = Budget::default();
        let (status, value) = match fields[0] {
            "p-median" => {
                let best = p_median(&problem, centres, budget).unwrap();
                (best.status, in_seconds(best.value))
            }
            "mclp" => {
                let best = mclp(&problem, centres, standard, budget).unwrap();
                (best.status, u128::from(best.value.millionths()))
            }
            "lscp" => {
                let best = lscp(
                    &problem,
                    standard,
                    CoverTarget::Coverable,
                    Ties::Best,
                    budget,
                )
                .unwrap();
                (best.status, best.value.centres as u128)
            }
            model => {
                let words: Vec<&str> = model.split(':').collect();
                let groupings = &prepared.dataset.groupings;
                let grouping = groupings.iter().find(|g| g.name() == words[1]).unwrap();
                let share = words[2].parse::<f64>().unwrap() / 100.0;
                let floors = Floors {
                    members: grouping.members(),
                    standard,
                    floors: &vec![Share::try_new(share).unwrap(); grouping.labels().len()],
                };
                let best = p_median_with_floors(&problem, centres, &floors, budget);
                match (words[0], best) {
                    ("floor", Ok(best)) => (best.status, in_seconds(best.value)),
                    ("fewest", Err(NoSolution::Floors { remedies, .. })) => {
                        let Remedy::Proven(fewest) = remedies.fewest else {
                            panic!("undecided: {line}");
                        };
                        (Status::Optimal, fewest as u128)
                    }
                    other => panic!("{line}: {other:?}"),
                }
            }
        };
        assert_eq!(status, Status::Optimal, "{line}");
        assert_eq!(value, number(3), "{line}");
        compared += 1;
    }
    assert!(compared > 10, "only {compared} optima to compare with");
}
