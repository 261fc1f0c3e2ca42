use super::measures::{Weighted, measures, quantile};
use super::random_study::{MINUTE, ONE, RandomStudy};
use super::value::{Table, Value, cells, demand, minutes, percent, ratio, whole};
use std::collections::BTreeMap;

/// What the tables of a study must say, worked out in whole numbers: times in milliseconds, demand in
/// millionths, and one division at the end.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) study: &'a RandomStudy,
    /// Of each layout and point, the site and the time.
    nearest: Vec<Vec<Option<(usize, i128)>>>,
}

/// As the study has them, in minutes.
pub(crate) const STANDARDS: [&str; 3] = ["5", "20.5", "45"];

impl<'a> Expected<'a> {
    pub(crate) fn new(study: &'a RandomStudy) -> Self {
        let of_point = |layout: &Vec<usize>, point: usize| {
            let times = layout
                .iter()
                .filter_map(|&site| Some((study.times[point][site]?, site)));
            let nearest = times.filter(|_| study.has_row[point]).min();
            nearest.map(|(time, site)| (site, time))
        };
        let points = study.demand.len();
        let of_layout = |layout| (0..points).map(|point| of_point(layout, point)).collect();
        Self {
            nearest: study.layouts.iter().map(of_layout).collect(),
            study,
        }
    }

    /// The nearest site of a point and the time to it.
    pub(crate) fn nearest(&self, layout: usize, point: usize) -> Option<(usize, i128)> {
        self.nearest[layout][point]
    }

    pub(crate) fn time(&self, layout: usize, point: usize) -> Option<i128> {
        self.nearest[layout][point].map(|(_, time)| time)
    }

    fn people(&self, layout: usize, weights: &[i128], of: impl Fn(usize) -> bool) -> Weighted {
        let points = (0..weights.len()).filter(|&point| of(point));
        points
            .map(|point| (weights[point], self.time(layout, point)))
            .collect()
    }

    fn without_row(&self, of: impl Fn(usize) -> bool) -> i128 {
        let points =
            (0..self.study.demand.len()).filter(|&point| of(point) && !self.study.has_row[point]);
        points.map(|point| self.study.demand[point]).sum()
    }

    fn site_demand(&self, layout: usize, site: usize) -> i128 {
        let points = self.nearest[layout].iter().zip(&self.study.demand);
        let here = points.filter(|(nearest, _)| nearest.is_some_and(|(found, _)| found == site));
        here.map(|(_, demand)| demand).sum()
    }

    /// Whether a demand gives the procedures that a centre needs: hundredths times millionths.
    fn has_procedures(&self, demand: i128) -> bool {
        demand * self.study.share >= self.study.min_procedures * ONE * 100
    }

    pub(crate) fn summary(&self) -> Table {
        let study = self.study;
        let rows = study.layouts.iter().enumerate().map(|(layout, sites)| {
            let all = measures(
                &self.people(layout, &study.demand, |_| true),
                &study.standards,
            );
            let residents = measures(
                &self.people(layout, &study.residents, |_| true),
                &study.standards,
            );
            let without_row = self.without_row(|_| true);
            let mut sizes: Vec<i128> = sites
                .iter()
                .map(|&site| self.site_demand(layout, site))
                .collect();
            sizes.sort_unstable();
            let few = |enough: &dyn Fn(i128) -> bool| {
                whole(sizes.iter().filter(|&&size| !enough(size)).count())
            };
            let mut row = cells([
                ("centres", whole(sites.len())),
                ("demand", demand(all.all)),
                ("unreachable", demand(all.unreachable - without_row)),
                ("without_row", demand(without_row)),
                ("mean_minutes", all.mean),
                ("median_minutes", minutes(all.median)),
                ("p95_minutes", minutes(all.p95)),
                ("max_minutes", minutes(all.longest)),
                ("worst_tenth_mean_minutes", all.worst_tenth),
                ("smallest_centre", quantile(&sizes, 0)),
                ("centre_q1", quantile(&sizes, 1)),
                ("centre_median", quantile(&sizes, 2)),
                ("centre_q3", quantile(&sizes, 3)),
                ("largest_centre", quantile(&sizes, 4)),
                (
                    "centres_below_min_procedures",
                    few(&|size| self.has_procedures(size)),
                ),
                (
                    "centres_below_min_demand",
                    few(&|size| size >= study.min_demand * ONE),
                ),
                ("clinicians", whole(5 * sites.len())),
                ("residents", demand(residents.all)),
                ("residents_mean_minutes", residents.mean),
            ]);
            for (number, standard) in STANDARDS.into_iter().enumerate() {
                let limit = study.standards[number];
                let both = (0..study.demand.len()).filter(|&point| {
                    self.nearest[layout][point].is_some_and(|(site, time)| {
                        time <= limit && self.has_procedures(self.site_demand(layout, site))
                    })
                });
                let both: i128 = both.map(|point| study.demand[point]).sum();
                row.insert(
                    format!("within_{standard}_percent"),
                    percent(all.within[number], all.all),
                );
                row.insert(
                    format!("within_{standard}_and_volume_percent"),
                    percent(both, all.all),
                );
                let of_residents = percent(residents.within[number], residents.all);
                row.insert(format!("residents_within_{standard}_percent"), of_residents);
            }
            (vec![RandomStudy::layout_name(layout)], row)
        });
        rows.collect()
    }

    pub(crate) fn sites(&self) -> Table {
        let study = self.study;
        let mut table = Table::new();
        let all: i128 = study.demand.iter().sum();
        for (layout, sites) in study.layouts.iter().enumerate() {
            for &site in sites {
                let here = |point: usize| {
                    self.nearest[layout][point].is_some_and(|(found, _)| found == site)
                };
                let of_site = measures(&self.people(layout, &study.demand, here), &[]);
                let residents: i128 = (0..study.demand.len())
                    .filter(|&p| here(p))
                    .map(|p| study.residents[p])
                    .sum();
                let place = study.places.as_ref().map(|places| places.sites[site]);
                let yes = |is: bool| Value::Text(if is { "yes" } else { "no" }.to_owned());
                let row = cells([
                    ("name", Value::Text(format!("Site {site}"))),
                    ("lat", Value::Number(place.map(|place| place[0]))),
                    ("lon", Value::Number(place.map(|place| place[1]))),
                    (
                        "points",
                        whole((0..study.demand.len()).filter(|&point| here(point)).count()),
                    ),
                    ("demand", demand(of_site.all)),
                    ("demand_percent", percent(of_site.all, all)),
                    ("population", demand(residents)),
                    (
                        "procedures",
                        Value::Number(ratio(of_site.all * study.share, 100 * ONE)),
                    ),
                    ("enough_procedures", yes(self.has_procedures(of_site.all))),
                    ("enough_demand", yes(of_site.all >= study.min_demand * ONE)),
                    ("mean_minutes", of_site.mean),
                    ("max_minutes", minutes(of_site.longest)),
                ]);
                table.insert(
                    vec![RandomStudy::layout_name(layout), format!("S{site}")],
                    row,
                );
            }
        }
        table
    }

    pub(crate) fn areas(&self) -> Table {
        let mut table = Table::new();
        for (layout, nearest) in self.nearest.iter().enumerate() {
            for (point, found) in nearest.iter().enumerate() {
                let site = found.map_or_else(String::new, |(site, _)| format!("S{site}"));
                let row = cells([
                    ("site_id", Value::Text(site)),
                    ("minutes", minutes(found.map(|(_, time)| time))),
                ]);
                table.insert(
                    vec![
                        RandomStudy::layout_name(layout),
                        RandomStudy::point_id(point),
                    ],
                    row,
                );
            }
        }
        table
    }

    /// The groups that there are, with the points of each.
    pub(crate) fn of_groups(&self) -> BTreeMap<&'static str, Vec<usize>> {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (point, &group) in self.study.groups.iter().enumerate() {
            let label = if group.is_empty() { "(none)" } else { group };
            groups.entry(label).or_default().push(point);
        }
        groups
    }

    pub(crate) fn groups(&self) -> Table {
        let study = self.study;
        let mut table = Table::new();
        for layout in 0..study.layouts.len() {
            for (group, points) in self.of_groups() {
                let of = |point: usize| points.contains(&point);
                let found = measures(&self.people(layout, &study.demand, of), &study.standards);
                let without_row = self.without_row(of);
                let mut row = cells([
                    ("demand", demand(found.all)),
                    ("unreachable", demand(found.unreachable - without_row)),
                    ("without_row", demand(without_row)),
                    ("mean_minutes", found.mean),
                    ("median_minutes", minutes(found.median)),
                    ("p95_minutes", minutes(found.p95)),
                    ("max_minutes", minutes(found.longest)),
                    ("worst_tenth_mean_minutes", found.worst_tenth),
                ]);
                for (standard, within) in STANDARDS.into_iter().zip(&found.within) {
                    row.insert(
                        format!("within_{standard}_percent"),
                        percent(*within, found.all),
                    );
                }
                let key = [
                    RandomStudy::layout_name(layout),
                    "region".to_owned(),
                    group.to_owned(),
                ];
                table.insert(key.to_vec(), row);
            }
        }
        table
    }

    pub(crate) fn coverage(&self) -> Table {
        let study = self.study;
        let longest = self
            .nearest
            .iter()
            .flat_map(|nearest| nearest.iter().zip(&study.demand));
        let longest = longest
            .filter(|(_, demand)| **demand > 0)
            .filter_map(|(found, _)| Some((*found)?.1));
        let last = longest.max().map_or(0, |time| (time + MINUTE - 1) / MINUTE);
        let all: i128 = study.demand.iter().sum();
        let rows = (0..=last).map(|minute| {
            let within = |layout: usize| -> i128 {
                let points = 0..study.demand.len();
                let near = |&point: &usize| {
                    self.time(layout, point)
                        .is_some_and(|time| time <= minute * MINUTE)
                };
                points.filter(near).map(|point| study.demand[point]).sum()
            };
            let layouts = 0..study.layouts.len();
            let row = layouts.map(|layout| {
                (
                    RandomStudy::layout_name(layout),
                    percent(within(layout), all),
                )
            });
            (vec![minute.to_string()], row.collect())
        });
        rows.collect()
    }
}
