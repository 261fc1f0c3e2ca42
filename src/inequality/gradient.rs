use crate::units::Demand;

/// A group in an order from the worst-off to the best-off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrderedGroup {
    /// How many people it has, whom the outcome is of.
    pub people: Demand,
    /// Its mean outcome: minutes, or per cent within a standard.
    pub outcome: f64,
}

/// How an outcome changes from the worst-off people to the best-off. People are ranked from 0, the
/// worst-off, to 1; all of a group have the middle of its ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gradient {
    /// Slope index of inequality: the outcome at rank 0 less that at rank 1 by the regression line
    /// weighted by people; in the unit of the outcome. Above 0 the worst-off have more.
    pub slope_index: f64,
    /// Relative index of inequality: the outcome at rank 0 over that at rank 1 on the same line; `None`
    /// where the line is not above 0 at both ends.
    pub relative_index: Option<f64>,
    /// Concentration index: twice the covariance of outcome and rank over the mean. Below 0 the
    /// worst-off have more. `None` where the mean is 0.
    pub concentration_index: Option<f64>,
    /// Mean outcome of the worst-off third of people.
    pub worst_off_third: f64,
    /// Mean outcome of the best-off third.
    pub best_off_third: f64,
}

/// A place on a concentration curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConcentrationPoint {
    /// Share of people, the worst-off first.
    pub people: f64,
    /// Their share of the sum of the outcome.
    pub outcome: f64,
}

/// The gradient over groups from the worst-off to the best-off; `None` with fewer than two groups that
/// have people.
///
/// # Source
///
/// Slope and relative index: Mackenbach and Kunst 1997, Social Science & Medicine. Concentration index:
/// Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics. A group that lies across a border
/// of thirds is shared out.
///
/// # Examples
///
/// ```
/// use catchment::inequality::{OrderedGroup, gradient};
/// use catchment::units::Demand;
///
/// let group = |outcome| OrderedGroup { people: Demand::from_whole(100), outcome };
/// let gradient = gradient(&[group(40.0), group(30.0), group(20.0)]).unwrap();
/// assert!((gradient.slope_index - 30.0).abs() < 1e-9);
/// assert!((gradient.relative_index.unwrap() - 3.0).abs() < 1e-9);
/// assert_eq!((gradient.worst_off_third, gradient.best_off_third), (40.0, 20.0));
/// assert!(gradient.concentration_index.unwrap() < 0.0);
/// ```
#[must_use]
pub fn gradient(groups: &[OrderedGroup]) -> Option<Gradient> {
    let ranked = ranked(groups);
    if ranked.len() < 2 {
        return None;
    }
    let mean: f64 = ranked.iter().map(|group| group.share * group.outcome).sum();
    let middle = |group: &Ranked| group.below + group.share / 2.0;
    let (mut covariance, mut variance) = (0.0, 0.0);
    for group in &ranked {
        let rank = middle(group) - 0.5;
        covariance += group.share * rank * (group.outcome - mean);
        variance += group.share * rank * rank;
    }
    let slope = covariance / variance;
    let (worst, best) = (mean - slope / 2.0, mean + slope / 2.0);
    // An end that is 0 comes out as 0 but for rounding, on either side.
    let is_above_zero = |end: f64| end > ROUNDING * mean;
    Some(Gradient {
        slope_index: worst - best,
        relative_index: (is_above_zero(worst) && is_above_zero(best)).then(|| worst / best),
        concentration_index: (mean > 0.0).then(|| 2.0 * covariance / mean),
        worst_off_third: first_third(groups.iter()),
        best_off_third: first_third(groups.iter().rev()),
    })
}

/// The concentration curve, from (0, 0) to (1, 1): one place per group that has people. On the diagonal
/// all have the same; above it the worst-off have more. Empty where there is nothing to share.
#[must_use]
pub fn concentration_curve(groups: &[OrderedGroup]) -> Vec<ConcentrationPoint> {
    let ranked = ranked(groups);
    let all: f64 = ranked.iter().map(|group| group.share * group.outcome).sum();
    if all <= 0.0 {
        return Vec::new();
    }
    let mut curve = vec![ConcentrationPoint {
        people: 0.0,
        outcome: 0.0,
    }];
    let mut sum = 0.0;
    for group in &ranked {
        sum += group.share * group.outcome;
        curve.push(ConcentrationPoint {
            people: group.below + group.share,
            outcome: sum / all,
        });
    }
    curve
}

/// How far the end of a line may be from where it is, as a share of the mean.
const ROUNDING: f64 = 1e-9;

struct Ranked {
    /// Share of people who are worse off.
    below: f64,
    share: f64,
    outcome: f64,
}

fn ranked(groups: &[OrderedGroup]) -> Vec<Ranked> {
    let all: u64 = groups.iter().map(|group| group.people.millionths()).sum();
    let mut before = 0_u64;
    let with_people = groups.iter().filter(|group| group.people > Demand::ZERO);
    with_people
        .map(|group| {
            let ranked = Ranked {
                below: before as f64 / all as f64,
                share: group.people.millionths() as f64 / all as f64,
                outcome: group.outcome,
            };
            before += group.people.millionths();
            ranked
        })
        .collect()
}

/// Mean outcome of the third of the people who come first. In whole people, so that of a group that ends
/// with the third nobody is left over.
fn first_third<'a>(groups: impl Iterator<Item = &'a OrderedGroup> + Clone) -> f64 {
    let thirds = |group: &OrderedGroup| 3 * u128::from(group.people.millionths());
    let all = groups.clone().map(thirds).sum::<u128>() / 3;
    let (mut left, mut sum) = (all, 0.0);
    for group in groups {
        let taken = thirds(group).min(left);
        left -= taken;
        sum += taken as f64 * group.outcome;
    }
    sum / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn groups(of: &[(u32, f64)]) -> Vec<OrderedGroup> {
        of.iter()
            .map(|&(people, outcome)| OrderedGroup {
                people: Demand::from_whole(people),
                outcome,
            })
            .collect()
    }

    #[test]
    fn one_group_has_no_gradient_and_equal_ones_a_flat_one() {
        assert_eq!(gradient(&groups(&[(5, 20.0), (0, 90.0)])), None);
        let flat = gradient(&groups(&[(5, 20.0), (9, 20.0)])).unwrap();
        assert!(flat.slope_index.abs() < 1e-12);
        assert!((flat.relative_index.unwrap() - 1.0).abs() < 1e-12);
        assert!(flat.concentration_index.unwrap().abs() < 1e-12);
        assert!((flat.worst_off_third - flat.best_off_third).abs() < 1e-12);
    }

    proptest! {
        /// The line is that of least squares over single people, and the index that of the area
        /// between the curve and the diagonal; both turn round with the order.
        #[test]
        fn indices_are_those_of_single_people_and_of_the_curve(
            of in prop::collection::vec((1_u32..20, 1.0..99.0_f64), 2..9),
        ) {
            let given = groups(&of);
            let found = gradient(&given).unwrap();
            let all: u32 = of.iter().map(|&(people, _)| people).sum();
            let mut before = 0;
            let mut people = Vec::new();
            for &(count, outcome) in &of {
                let rank = (f64::from(before) + f64::from(count) / 2.0) / f64::from(all);
                people.extend(vec![(rank, outcome); count as usize]);
                before += count;
            }
            let n = people.len() as f64;
            let (x, y) = people.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / n, sum.1 + p.1 / n));
            let above: f64 = people.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
            let below: f64 = people.iter().map(|p| (p.0 - x) * (p.0 - x)).sum();
            prop_assert!((found.slope_index + above / below).abs() < 1e-7);

            let curve = concentration_curve(&given);
            let area: f64 = curve.windows(2)
                .map(|ends| (ends[1].people - ends[0].people) * (ends[1].outcome + ends[0].outcome) / 2.0)
                .sum();
            prop_assert!((found.concentration_index.unwrap() - (1.0 - 2.0 * area)).abs() < 1e-9);
            let last = curve[curve.len() - 1];
            prop_assert!((last.people - 1.0).abs() < 1e-12 && (last.outcome - 1.0).abs() < 1e-12);

            let reversed: Vec<_> = given.iter().rev().copied().collect();
            let turned = gradient(&reversed).unwrap();
            prop_assert!((turned.slope_index + found.slope_index).abs() < 1e-7);
            prop_assert!((turned.worst_off_third - found.best_off_third).abs() < 1e-7);
        }
    }
}
