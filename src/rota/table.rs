use super::assessment::{RotaAssessment, assess};
use super::need::{ClinicianNeed, clinicians_needed};
use super::parameters::RotaParameters;
use crate::service::WeekHours;

/// A layout as the rota arithmetic sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayoutSize {
    /// Centres.
    pub centres: u32,
    /// Clinicians planned in all: five for each centre in the written answer, so 120 for 24 and
    /// 150 for 30.
    ///
    /// # Source
    ///
    /// Written answer 118946, 20 December 2017.
    pub planned: u32,
}

impl LayoutSize {
    /// The two layouts of the written answer.
    pub const ANSWERED: [Self; 2] = [
        Self {
            centres: 24,
            planned: 120,
        },
        Self {
            centres: 30,
            planned: 150,
        },
    ];

    /// Sizes of the groups when the centres form groups of `size` at most, as even as can be.
    #[must_use]
    pub fn groups(self, size: u32) -> Vec<u32> {
        let groups = self.centres.div_ceil(size.max(1));
        (0..groups)
            .map(|at| self.centres / groups + u32::from(at < self.centres % groups))
            .collect()
    }
}

/// What a layout needs for its hours.
#[derive(Debug, Clone, PartialEq)]
pub struct RotaRow {
    /// The layout.
    pub layout: LayoutSize,
    /// When the service is open.
    pub hours: WeekHours,
    /// Centres that share nights and weekends, at most; 1 is each alone.
    pub network: u32,
    /// MT per centre and year of a service that never closes.
    pub mt_per_centre: f64,
    /// What the greatest group needs.
    pub group: ClinicianNeed,
    /// Clinicians in all.
    pub clinicians: u32,
    /// Clinicians per centre, on average.
    pub per_centre: f64,
    /// Whether the clinicians planned for the layout are enough.
    pub planned_is_enough: bool,
    /// What the clinicians needed give the greatest group; `None` for a service that never opens.
    pub given: Option<RotaAssessment>,
}

/// One row per layout, hours and network size, in this order.
#[must_use]
pub fn rota_table(
    layouts: &[LayoutSize],
    hours: &[WeekHours],
    networks: &[u32],
    parameters: &RotaParameters,
) -> Vec<RotaRow> {
    let mut rows = Vec::with_capacity(layouts.len() * hours.len() * networks.len());
    for &layout in layouts.iter().filter(|layout| layout.centres > 0) {
        for hours in hours {
            for &network in networks {
                rows.push(row(layout, hours, network, parameters));
            }
        }
    }
    rows
}

fn row(
    layout: LayoutSize,
    hours: &WeekHours,
    network: u32,
    parameters: &RotaParameters,
) -> RotaRow {
    let mt_per_centre = parameters.mt_per_year / f64::from(layout.centres);
    let need = |centres| clinicians_needed(hours, centres, mt_per_centre, parameters);
    let groups = layout.groups(network);
    let largest = groups.iter().copied().max().unwrap_or(0);
    let clinicians = groups.iter().map(|&size| need(size).clinicians()).sum();
    let group = need(largest);
    RotaRow {
        layout,
        hours: hours.clone(),
        network,
        mt_per_centre,
        group,
        clinicians,
        per_centre: f64::from(clinicians) / f64::from(layout.centres),
        planned_is_enough: clinicians <= layout.planned,
        given: assess(
            hours,
            largest,
            group.clinicians(),
            mt_per_centre,
            parameters,
        ),
    }
}

/// What a fixed number of clinicians at each centre, such as five, gives a group of `centres`.
#[must_use]
pub fn given_staff(
    layout: LayoutSize,
    hours: &WeekHours,
    centres: u32,
    at_each: u32,
    parameters: &RotaParameters,
) -> Option<RotaAssessment> {
    let mt_per_centre = parameters.mt_per_year / f64::from(layout.centres);
    assess(hours, centres, centres * at_each, mt_per_centre, parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds() -> [WeekHours; 3] {
        [
            WeekHours::office_hours(),
            WeekHours::extended_day(),
            WeekHours::always(),
        ]
    }

    proptest! {
        /// Groups hold every centre once, none is larger than allowed, and they are even.
        #[test]
        fn groups_hold_every_centre(centres in 1..200_u32, size in 1..9_u32) {
            let groups = LayoutSize { centres, planned: 0 }.groups(size);
            prop_assert_eq!(groups.iter().sum::<u32>(), centres);
            let (least, most) = (groups.iter().min().unwrap(), groups.iter().max().unwrap());
            prop_assert!(*most <= size && most - least <= 1);
        }
    }

    /// In a table of 24 and 30 centres: larger networks never need more, longer hours never less.
    #[test]
    fn rows_fall_with_networks_and_grow_with_hours() {
        let networks = [1, 2, 3, 4];
        let rows = rota_table(
            &LayoutSize::ANSWERED,
            &kinds(),
            &networks,
            &RotaParameters::default(),
        );
        assert_eq!(rows.len(), 24);
        let clinicians: Vec<u32> = rows.iter().map(|row| row.clinicians).collect();
        for by_network in clinicians.chunks(networks.len()) {
            assert!(by_network.iter().all(|&together| together <= by_network[0]));
        }
        for layout in clinicians.chunks(12) {
            for (at, &fewer) in layout[..8].iter().enumerate() {
                assert!(fewer <= layout[at + 4]);
            }
        }
    }

    /// Day and night at 1 in 6 with leave: 192 or 240 alone. Networks of two come within 120 and
    /// 150.
    #[test]
    fn networks_of_two_bring_day_and_night_within_the_plan() {
        let rows = rota_table(
            &LayoutSize::ANSWERED,
            &[WeekHours::always()],
            &[1, 2],
            &RotaParameters::default(),
        );
        let got: Vec<_> = rows
            .iter()
            .map(|row| (row.clinicians, row.planned_is_enough))
            .collect();
        assert_eq!(got, [(192, false), (96, true), (240, false), (120, true)]);
    }

    #[test]
    fn five_at_each_of_two_centres_are_one_in_eight() {
        let [layout, _] = LayoutSize::ANSWERED;
        let parameters = RotaParameters::default();
        let given =
            |centres| given_staff(layout, &WeekHours::always(), centres, 5, &parameters).unwrap();
        assert!((given(1).real_one_in - 4.0).abs() < 1e-12 && !given(1).meets_frequency);
        assert!((given(2).real_one_in - 8.0).abs() < 1e-12 && given(2).meets_frequency);
    }
}
